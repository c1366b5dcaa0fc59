//! Holders: what has fields that layers write, one dense run of slots each. Instances and targets are holders, and so
//! are the settings that an instance gives to a realization.

use program::{EntryKind, Expr};
use values::{ExprId, InstanceId, LayerId, RecordId, Slice, Slot, TargetId, Value};

use crate::machine::{Frame, Machine};

/// A holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct HolderId(pub(crate) u32);

/// Whose fields it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    Instance(InstanceId),
    /// A target, by its place in the environment.
    Target(u16),
    /// What an instance says to its realization on a target.
    Settings(InstanceId, TargetId),
    /// An entry of the store, by its place among those that something asked for.
    Entry(u32),
}

/// Slots with what writes them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Holder {
    pub(crate) record: RecordId,
    pub(crate) whose: Whose,
    /// Where its slots start.
    pub(crate) slots: u32,
    /// Where the states of its fields start.
    pub(crate) states: u32,
    /// Who writes it, lowest layer first.
    pub(crate) writers: Slice,
}

/// A body that writes fields of a holder.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Writer {
    pub(crate) layer: LayerId,
    /// An `Expr::Record`.
    pub(crate) body: ExprId,
    /// Whether it is the declaration's own, which sees what its header binds.
    pub(crate) is_declaration: bool,
}

/// How far a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Nobody writes it and its default is a constant, or absent.
    Constant,
    /// Nobody writes it and its default has to be evaluated.
    Open,
    /// Nobody writes it and somebody must.
    Missing,
    /// Somebody writes it.
    Written,
    Running,
    Done,
    Failed,
}

impl Machine<'_> {
    /// Makes a holder with the defaults of its record, and marks what its writers write.
    pub(crate) fn hold(&mut self, record: RecordId, whose: Whose, writers: &[Writer]) -> HolderId {
        // Its defaults may be evaluated here for the first time, which takes slots of its own.
        self.defaults_of(record);
        let id = HolderId(self.holders.len() as u32);
        let (slots, states) = (self.values.slots.len() as u32, self.states.len() as u32);
        self.push_template(record);
        let start = self.writers.len() as u32;
        self.writers.extend_from_slice(writers);
        let writers = Slice { start, len: writers.len() as u32 };
        self.holders.push(Holder { record, whose, slots, states, writers });
        if let Whose::Settings(instance, target) = whose {
            self.settings_holders.insert((instance, target), id);
        }
        for at in writers.range() {
            let body = self.writers.get(at).map(|writer| writer.body);
            self.mark_body(id, body.unwrap_or(program::Exprs::UNKNOWN));
        }
        id
    }

    fn mark_body(&mut self, id: HolderId, body: ExprId) {
        let Expr::Record(_, entries) = self.program.exprs.get(body) else { return };
        for entry in self.program.exprs.entry_list(entries) {
            match entry.kind {
                EntryKind::Field(field, _) => self.set_state(id, field, State::Written),
                EntryKind::Spread => match self.spread_body(entry.value) {
                    Some(body) => self.mark_body(id, body),
                    None => self.mark_all(id),
                },
                _ => {}
            }
        }
    }

    /// A spread of some value may write any field.
    fn mark_all(&mut self, id: HolderId) {
        for field in 0..self.field_count(id) {
            self.set_state(id, field, State::Written);
        }
    }

    /// The literal that a spread `let` holds, if it is one: its fields are a layer of their own.
    pub(crate) fn spread_body(&self, spread: ExprId) -> Option<ExprId> {
        let Expr::Let(binding) = self.program.exprs.get(spread) else { return None };
        let binding = self.program.binding(binding);
        let is_record = matches!(self.program.exprs.get(binding.value), Expr::Record(..));
        (is_record && !binding.local).then_some(binding.value)
    }

    pub(crate) fn holder(&self, id: HolderId) -> Holder {
        *self.holders.get(id.0 as usize).expect("a holder's id comes from `hold`")
    }

    pub(crate) fn field_count(&self, id: HolderId) -> u16 {
        self.program.record(self.holder(id).record).fields.len() as u16
    }

    pub(crate) fn state(&self, id: HolderId, field: u16) -> State {
        let at = self.holder(id).states as usize + usize::from(field);
        self.states.get(at).copied().unwrap_or(State::Failed)
    }

    pub(crate) fn set_state(&mut self, id: HolderId, field: u16, state: State) {
        let at = self.holder(id).states as usize + usize::from(field);
        if let Some(known) = self.states.get_mut(at) {
            *known = state;
        }
    }

    pub(crate) fn field_slot(&self, id: HolderId, field: u16) -> Slot {
        self.values.slot(self.holder(id).slots + u32::from(field))
    }

    pub(crate) fn set_slot(&mut self, id: HolderId, field: u16, slot: Slot) {
        let at = self.holder(id).slots as usize + usize::from(field);
        if let Some(known) = self.values.slots.get_mut(at) {
            *known = slot;
        }
    }

    /// The record of a holder's fields, as a value.
    pub(crate) fn holder_value(&self, id: HolderId) -> Value {
        let holder = self.holder(id);
        Value::Record { record: holder.record, start: holder.slots }
    }

    /// The frame of what a writer writes.
    pub(crate) fn writer_frame(&mut self, id: HolderId, layer: LayerId, is_declaration: bool) -> Frame {
        let at = self.layer_frame(layer);
        match self.holder(id).whose {
            Whose::Target(_) => Frame { near: Some(id), ..at },
            Whose::Entry(entry) => self.entry_frame(entry),
            Whose::Instance(me) | Whose::Settings(me, _) => {
                let node = self.node(me);
                if is_declaration {
                    self.bind_all(at, node.binds);
                }
                Frame { me: Some(me), bare: node.owner.or(Some(me)), ..at }
            }
        }
    }

    /// The frame of the defaults of a holder's fields.
    pub(crate) fn default_frame(&self, id: HolderId) -> Frame {
        match self.holder(id).whose {
            Whose::Target(_) => Frame { near: Some(id), ..self.bare_frame(crate::fields::layers::DEFAULT) },
            Whose::Settings(me, _) => Frame { near: Some(id), ..self.own_frame(me) },
            Whose::Instance(me) => self.own_frame(me),
            Whose::Entry(entry) => self.entry_frame(entry),
        }
    }
}
