//! Where an edge ends: whether a capability is offered, which instance inside a composite is meant, which port.

use program::{Capability, Expr, Member, RealizationItem};
use values::{Deferred, ExprId, InstanceId, OutId, Value};

use super::Walk;
use crate::machine::{Eval, Machine};

impl Machine<'_> {
    /// Whether an instance offers a capability of its component.
    pub(super) fn offers(&mut self, to: InstanceId, capability: &Capability) -> Eval<bool> {
        let Some(condition) = capability.condition else { return Ok(true) };
        let at = self.own_frame(to);
        self.within(at, |machine, at| machine.holds(condition, at))
    }

    /// The instances inside a composite that some of its outputs are made of; the instance itself for all others.
    pub(super) fn inside(&mut self, to: InstanceId, outputs: &[OutId]) -> Vec<(InstanceId, Option<OutId>)> {
        let mut found = Vec::new();
        if self.node(to).inner.len > 0 {
            for output in outputs {
                let Some(source) = self.out_source(to, *output) else { continue };
                let at = self.own_frame(to);
                if let Ok(value) = self.within(at, |machine, at| machine.eval(source, at)) {
                    self.collect_inside(to, value, &mut found);
                }
            }
        }
        if found.is_empty() {
            found.push((to, None));
        }
        found
    }

    /// What an output comes to: as the realization says, if the instance consists of one, else as the component does.
    fn out_source(&self, of: InstanceId, output: OutId) -> Option<ExprId> {
        let items = self.node(of).realization.map(|id| &self.program.realization(id).items);
        let realized = items.into_iter().flatten().find_map(|item| match item {
            RealizationItem::Out(id, source) if *id == output => Some(*source),
            _ => None,
        });
        let component = self.program.component(self.instance(of).component);
        realized
            .or_else(|| component.out(output).default)
            .filter(|id| !matches!(self.program.exprs.get(*id), Expr::Unknown))
    }

    fn collect_inside(&self, owner: InstanceId, value: Value, found: &mut Vec<(InstanceId, Option<OutId>)>) {
        match value {
            _ if !self.spend(1) => {}
            Value::Output { instance, output }
                if self.is_inside(instance, owner) && !found.contains(&(instance, Some(output))) =>
            {
                found.push((instance, Some(output)));
            }
            Value::Deferred(id) => {
                if let Deferred::Text(slots) | Deferred::Operation { operands: slots, .. } = self.values.deferred(id) {
                    for slot in self.values.slice(slots) {
                        self.collect_inside(owner, slot.value, found);
                    }
                }
            }
            _ => {}
        }
    }

    /// The port of an instance, where the compiler knows it.
    pub(super) fn known_port(&mut self, walk: &mut Walk, to: InstanceId) -> Option<u16> {
        if let Some(known) = walk.ports.get(to.index()).copied().flatten() {
            return known;
        }
        let port = self.try_quietly(|machine| machine.read_port(to)).flatten();
        if let Some(known) = walk.ports.get_mut(to.index()) {
            *known = Some(port);
        }
        port
    }

    fn read_port(&mut self, to: InstanceId) -> Eval<Option<u16>> {
        let component = self.program.component(self.instance(to).component);
        let Some(name) = self.program.symbols.find("port") else { return Ok(None) };
        let span = self.instance(to).span;
        let value = match component.member(name) {
            Some(Member::Field(field)) => self.field(self.node(to).holder, field, span)?,
            Some(Member::Out(output)) => Value::Output { instance: to, output },
            _ => return Ok(None),
        };
        Ok(match self.settle(value)? {
            Value::Int(port) => u16::try_from(port).ok(),
            _ => None,
        })
    }
}
