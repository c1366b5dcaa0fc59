//! An evaluation taken up again: every field is known, so it starts where another one ended.

use graph::Deployment;
use program::{DeclId, Program};
use values::{InstanceId, LayerId, Slice, Slot, Value};

use crate::fields::holders::{Holder, HolderId, State, Whose};
use crate::fields::layers::SPEC;
use crate::instances::{Made, Node, Presence};
use crate::machine::{Machine, Memo};

impl<'p> Machine<'p> {
    /// The evaluation of a deployment, its fields finished.
    pub(crate) fn resume(program: &'p Program, deployment: &Deployment) -> Self {
        let graph = &deployment.graph;
        let mut machine = Machine::new(program, graph.symbols.clone(), graph.values.clone());
        machine.is_placed = true;
        machine.layer_spans = graph.layers.iter().filter_map(|layer| layer.span).collect();
        machine.environment = graph.environment;
        machine.environment_span = graph.span;
        machine.instances.clone_from(&graph.instances);
        machine.targets.clone_from(&graph.targets);
        machine.left_out.clone_from(&graph.left_out);
        machine.faces.enter_edges(graph);
        machine.placed = deployment.placements.iter().map(|placed| placed.map(|at| (at.target, graph.span))).collect();
        machine.inputs = graph.inputs.iter().map(|input| Memo::Done(input.slot)).collect();
        machine.resume_holders();
        machine.resume_decls();
        machine
    }

    fn resume_holders(&mut self) {
        for at in 0..self.instances.len() {
            let id = InstanceId(at as u32);
            let instance = self.instance(id);
            let (fields, decl, owner) = (instance.fields, DeclId(instance.decl), instance.owner);
            let holder = self.resume_holder(fields, Whose::Instance(id));
            let (inner, realization) = (Slice::EMPTY, None);
            self.nodes.push(Node { decl, owner, holder, layer: SPEC, binds: [None; 2], inner, realization });
        }
        for at in 0..self.targets.len() {
            let settings = self.targets.get(at).map_or(Value::None, |slot| slot.settings);
            let holder = self.resume_holder(settings, Whose::Target(at as u16));
            self.target_holders.push(holder);
        }
        for at in 0..self.instances.len() {
            let id = InstanceId(at as u32);
            for settings in self.instance(id).settings.clone() {
                self.resume_settings(settings.value, Whose::Settings(id, settings.target));
            }
        }
    }

    /// A holder whose fields are all known.
    fn resume_holder(&mut self, value: Value, whose: Whose) -> HolderId {
        let Value::Record { record, start } = value else {
            // Only what was never finished has no record; evaluation had errors then and isn't taken up.
            return HolderId(0);
        };
        let id = HolderId(self.holders.len() as u32);
        let states = self.states.len() as u32;
        let count = self.program.record(record).fields.len();
        self.states.resize(self.states.len() + count, State::Done);
        self.holders.push(Holder { record, whose, slots: start, states, writers: Slice::EMPTY });
        id
    }

    /// Settings of a realization: what nobody wrote takes its default once it is read.
    fn resume_settings(&mut self, value: Value, whose: Whose) {
        let Value::Record { record, start } = value else { return };
        let id = self.hold(record, whose, &[]);
        for field in 0..self.field_count(id) {
            let written: Slot = self.values.slot(start + u32::from(field));
            if written.value != Value::Unset {
                self.set_slot(id, field, written);
                self.set_state(id, field, State::Done);
            }
        }
    }

    /// Which instances each declaration made: they stand side by side.
    fn resume_decls(&mut self) {
        for (at, left) in self.left_out.iter().enumerate() {
            let known = self.program.instances.iter().position(|decl| decl.name == left.path);
            if let Some(presence) = known.and_then(|known| self.decls.top.get_mut(known)) {
                *presence = Presence::LeftOut(at as u32);
            }
        }
        let mut inner: Vec<Vec<Made>> = vec![Vec::new(); self.instances.len()];
        for (at, instance) in self.instances.iter().enumerate() {
            let (decl, first) = (DeclId(instance.decl), at as u32);
            match instance.owner {
                None => {
                    let Some(presence) = self.decls.top.get_mut(decl.index()) else { continue };
                    match presence {
                        Presence::There { len, .. } => *len += 1,
                        _ => *presence = Presence::There { first, len: 1 },
                    }
                }
                Some(owner) => {
                    let Some(all) = inner.get_mut(owner.index()) else { continue };
                    match all.iter_mut().find(|made| made.decl == decl) {
                        Some(made) => made.len += 1,
                        None => all.push(Made { decl, first, len: 1 }),
                    }
                }
            }
        }
        self.decls.is_complete = true;
        for (at, all) in inner.into_iter().enumerate() {
            let slice = Slice { start: self.decls.inner.len() as u32, len: all.len() as u32 };
            self.decls.inner.extend(all);
            if let Some(node) = self.nodes.get_mut(at) {
                node.inner = slice;
            }
        }
    }

    /// The layer of what realizations say.
    pub(crate) fn realized_layer() -> LayerId {
        crate::fields::layers::DEFAULT
    }
}
