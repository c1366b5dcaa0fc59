//! Entries of the store: which ones an instance owns, and what the hand-over of its target makes and gives of each.

use program::{Handover, RealizationItem};
use values::{Deferred, ExprId, InstanceId, MapSlot, Origin, OutId, Slice, Slot, Symbol, Value};

use super::{Fetched, Shown, Whence};
use crate::fields::holders::{HolderId, State, Whose};
use crate::machine::{Eval, Frame, Machine, Memo, Poisoned};
use crate::problem::Problem;

/// The fields of an entry before the settings of its hand-over: `name`, `path`, `doc` and `text`.
const PARTS: u16 = 4;

/// The fields of what a realization states of one before the settings: `path` and `text`.
const STATED_PARTS: u16 = 2;

/// Where `text` stands in either.
const TEXT: (u16, u16) = (3, 1);

/// An entry with what evaluation keeps of it.
pub(crate) struct EntryRun {
    pub(crate) owner: InstanceId,
    pub(crate) name: Symbol,
    pub(crate) holder: HolderId,
    pub(crate) kept: Memo,
}

impl<'p> Machine<'p> {
    /// The hand-over of an instance's target.
    pub(crate) fn handover_of(&self, owner: InstanceId) -> Option<&'p Handover> {
        let program = self.program;
        program.target(self.target_of(owner)?).handover.as_ref()
    }

    pub(crate) fn entry_run(&self, entry: u32) -> Option<&EntryRun> {
        self.faces.entries.get(entry as usize)
    }

    /// The instance that something belongs to.
    pub(crate) fn owner_of(&self, whence: Whence) -> Option<InstanceId> {
        match whence {
            Whence::Instance(instance) => Some(instance),
            Whence::Entry(entry) => self.entry_run(entry).map(|run| run.owner),
            Whence::Target(_) => None,
        }
    }

    /// The frame of what a hand-over says of an entry.
    pub(crate) fn entry_frame(&self, entry: u32) -> Frame {
        let at = self.bare_frame(Self::realized_layer());
        let Some(EntryRun { owner, holder, .. }) = self.entry_run(entry) else { return at };
        Frame { me: Some(*owner), bare: Some(*owner), near: Some(*holder), ..at }
    }

    /// All entries that an instance owns: those that its realization keeps, then those that others read of its outputs.
    pub(crate) fn entries_of(&mut self, owner: InstanceId) -> Vec<u32> {
        if self.handover_of(owner).is_none() {
            return Vec::new();
        }
        let stated = self.stated_of(owner).unwrap_or_default();
        let mut names: Vec<Symbol> = stated.iter().map(|entry| entry.key).collect();
        let wanted = self.wanted(owner).unwrap_or_default();
        names.extend(wanted.iter().map(|(name, _)| *name).filter(|name| !stated.iter().any(|one| one.key == *name)));
        names.into_iter().filter_map(|name| self.entry_named(owner, name).ok().flatten()).collect()
    }

    /// What the realization of an instance says of its entries.
    fn stated_of(&mut self, owner: InstanceId) -> Eval<Vec<MapSlot>> {
        Ok(match self.shown_by(owner, Shown::Keeps)? {
            Some(Value::Map(all)) => self.values.map(all).to_vec(),
            _ => Vec::new(),
        })
    }

    /// One entry of an instance, made when something asks for it; nothing where the instance owns none of that name.
    pub(crate) fn entry_named(&mut self, owner: InstanceId, name: Symbol) -> Eval<Option<u32>> {
        let Some(handover) = self.handover_of(owner) else { return Ok(None) };
        if let Some(known) = self.faces.entry_places.get(&(owner, name)) {
            return Ok(*known);
        }
        let stated = self.stated_of(owner)?.into_iter().find(|entry| entry.key == name).map(|entry| entry.slot.value);
        let text = match stated {
            Some(_) => None,
            None => self.wanted(owner)?.into_iter().find(|(known, _)| *known == name).map(|(_, text)| text),
        };
        let made = match (stated, text) {
            (None, None) => None,
            _ => Some(self.make_entry(handover, (owner, name), stated, text)),
        };
        self.faces.entry_places.insert((owner, name), made);
        Ok(made)
    }

    fn make_entry(
        &mut self,
        handover: &Handover,
        (owner, name): (InstanceId, Symbol),
        stated: Option<Value>,
        text: Option<Value>,
    ) -> u32 {
        let entry = self.faces.entries.len() as u32;
        let holder = self.hold(handover.entry, Whose::Entry(entry), &[]);
        self.faces.entries.push(EntryRun { owner, name, holder, kept: Memo::Todo });
        let path = self.entry_path(owner, name);
        let doc = self.entry_doc(owner, name);
        let [path, doc] = [path, doc].map(|text| Value::Str(self.symbols.intern(&text)));
        let known = [Value::Str(name), path, doc, text.unwrap_or(Value::None)];
        for (field, value) in known.into_iter().enumerate() {
            self.tell(holder, field as u16, Slot { value, origin: Origin::NONE });
        }
        if let Some(Value::Record { start, .. }) = stated {
            let settings = (PARTS..self.field_count(holder)).zip(STATED_PARTS..);
            for (field, at) in std::iter::once(TEXT).chain(settings) {
                self.tell(holder, field, self.values.slot(start + u32::from(at)));
            }
        }
        entry
    }

    /// The text that an entry is put together as.
    pub(crate) fn entry_text(&mut self, owner: InstanceId, name: Symbol) -> Option<Value> {
        let entry = self.entry_named(owner, name).ok()??;
        let text = self.field_slot(self.entry_run(entry)?.holder, TEXT.0).value;
        (!text.is_absent()).then_some(text)
    }

    /// Gives a field of an entry what is known of it.
    fn tell(&mut self, holder: HolderId, field: u16, slot: Slot) {
        self.set_slot(holder, field, slot);
        self.set_state(holder, field, State::Done);
    }

    /// The path that the owner of an entry states for it.
    pub(crate) fn stated_path(&mut self, owner: InstanceId, name: Symbol) -> Option<String> {
        self.handover_of(owner)?;
        let stated = self.stated_of(owner).ok()?.into_iter().find(|entry| entry.key == name)?;
        let Value::Record { start, .. } = stated.slot.value else { return None };
        self.plain_text(self.values.slot(start).value)
    }

    /// `kept(hole)`: what the hand-over gives of a secret whose owner is on the target at hand. One that the realization
    /// names as its own is there, or it is a mistake.
    pub(crate) fn kept_function(&mut self, written: &[ExprId], at: Frame) -> Eval {
        let Some(arg) = written.first() else { return Ok(Value::None) };
        let value = self.eval(*arg, at)?;
        let target = at.me.and_then(|me| self.target_at(me));
        let value = self.seen_from(value, target)?;
        let Some((owner, name)) = self.entry_in(value) else { return Ok(Value::None) };
        let kept = self.kept_by(owner, name, target)?;
        let is_own = matches!(self.program.exprs.get(*arg), program::Expr::Builtin(program::Builtin::Entry, _));
        if kept == Value::None && is_own {
            let keys = self.stated_of(owner)?.into_iter().map(|entry| self.owned(entry.key)).collect();
            let (span, what, key) = (self.span(*arg), "keeps".to_owned(), self.owned(name));
            return Err(self.report(Problem::NoEntry { span, what, key, keys }));
        }
        Ok(kept)
    }

    /// What the hand-over gives of an entry, as one on a target sees it.
    pub(crate) fn kept_by(&mut self, owner: InstanceId, name: Symbol, target: Option<u16>) -> Eval {
        let here = target.and_then(|at| self.target_id(at));
        if here.is_none() || here != self.target_of(owner) {
            return Ok(Value::None);
        }
        match self.entry_named(owner, name)? {
            Some(entry) => self.kept_of(entry),
            None => Ok(Value::None),
        }
    }

    fn kept_of(&mut self, entry: u32) -> Eval {
        let Some(EntryRun { owner, name, kept, .. }) = self.entry_run(entry) else { return Err(Poisoned) };
        let (owner, name) = (*owner, *name);
        match kept {
            Memo::Done(slot) => return Ok(slot.value),
            Memo::Failed => return Err(Poisoned),
            Memo::Running => {
                let (span, name) = (self.instance(owner).span, self.entry_path(owner, name));
                return Err(self.report(Problem::TooEarly { span, name }));
            }
            Memo::Todo => {}
        }
        let Some(handover) = self.handover_of(owner) else { return Err(Poisoned) };
        self.set_kept(entry, Memo::Running);
        let at = self.entry_frame(entry);
        let mark = self.scratch.len();
        let mut result = Ok(());
        for export in &handover.exports {
            match self.within(at, |machine, at| machine.eval(*export, at)) {
                Ok(value) => {
                    let origin = Origin { expr: *export, layer: Self::realized_layer() };
                    self.scratch.push(Slot { value, origin });
                }
                Err(Poisoned) => result = Err(Poisoned),
            }
        }
        let Slice { start, .. } = self.keep_slots(mark);
        let value = Value::Record { record: handover.kept, start };
        let memo = result.map_or(Memo::Failed, |()| Memo::Done(Slot { value, origin: Origin::NONE }));
        self.set_kept(entry, memo);
        result.map(|()| value)
    }

    fn set_kept(&mut self, entry: u32, memo: Memo) {
        if let Some(run) = self.faces.entries.get_mut(entry as usize) {
            run.kept = memo;
        }
    }

    /// Whether the hand-over of its owner's target makes something of an entry.
    pub(crate) fn is_produced(&mut self, owner: InstanceId, name: Symbol) -> bool {
        let Ok(Some(entry)) = self.entry_named(owner, name) else { return false };
        let whence = Whence::Entry(entry);
        self.items_of(whence).iter().any(|item| match item {
            RealizationItem::Resource(made) => self.is_made(whence, made.local, made.span),
            _ => false,
        })
    }

    /// Secrets that an instance fetches from the store and whose owner puts nothing there.
    pub(crate) fn without_producer(&mut self) -> Vec<Fetched> {
        let mut missing = Vec::new();
        for (consumer, owner, name) in std::mem::take(&mut self.faces.asked) {
            let fetched = Fetched { consumer, owner, name };
            if !self.is_produced(owner, name) && !missing.contains(&fetched) {
                missing.push(fetched);
            }
        }
        missing
    }

    /// The outputs of an instance that others read from the store, by their names, each with its text.
    fn wanted(&mut self, owner: InstanceId) -> Eval<Vec<(Symbol, Value)>> {
        let here = self.target_at(owner);
        let mut outputs: Vec<OutId> = Vec::new();
        for edge in self.edges_of(owner, true).filter(|edge| self.target_at(edge.from) != here) {
            outputs.extend(&edge.outputs);
        }
        outputs.sort_unstable();
        outputs.dedup();
        let mut wanted = Vec::new();
        for output in outputs {
            let known = self.settle(Value::Output { instance: owner, output })?;
            let out = self.program.component(self.instance(owner).component).out(output);
            let is_unknown = out.ty.labels.is_secret() || self.has_pending(known) && !self.is_given(known);
            if is_unknown && self.entry_in(known).is_none() {
                wanted.push((out.name, known));
            }
        }
        Ok(wanted)
    }

    /// The entry that a value consists of, if it is exactly one.
    pub(crate) fn entry_in(&self, value: Value) -> Option<(InstanceId, Symbol)> {
        let Value::Deferred(id) = value else { return None };
        match self.values.deferred(id) {
            Deferred::Entry { owner, name } => Some((owner, name)),
            _ => None,
        }
    }
}
