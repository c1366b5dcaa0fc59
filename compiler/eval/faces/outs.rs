//! What instances show: outputs, faces of their target, what capabilities turn into; each evaluated once.

use program::RealizationItem;
use source::Span;
use values::{Deferred, ExprId, InstanceId, OutId, Slot, Symbols, Value};

use super::{Realizer, Shown, Whence};
use crate::machine::{Eval, Frame, Machine, Memo, Poisoned, Step, Unit};
use crate::problem::Problem;

impl Realizer<'_> {
    /// The hosts that an instance answers for.
    pub fn hosts(&mut self, instance: InstanceId) -> Vec<String> {
        self.machine.hosts_of(instance)
    }

    /// The name that an instance is reached by from other targets, where it is known here.
    pub fn host(&mut self, instance: InstanceId) -> Option<String> {
        let component = self.machine.program.component(self.machine.instance(instance).component);
        let at = component.outs.iter().position(|out| self.machine.program.text(out.name) == "host")?;
        let host = self.machine.placed_out(instance, OutId(at as u16), component.outs.get(at)?.span).ok()??;
        let host = self.machine.settle(host).ok()?;
        self.plain_text(host)
    }
}

impl Machine<'_> {
    /// What an output comes to on its target.
    pub(crate) fn placed_out(&mut self, instance: InstanceId, output: OutId, read: Span) -> Eval<Option<Value>> {
        match self.shown_by(instance, Shown::Out(output))? {
            Some(value) => Ok(Some(value)),
            None => self.out_default(instance, output, read),
        }
    }

    /// What the realization of an instance says of something that it shows.
    pub(crate) fn shown_by(&mut self, instance: InstanceId, shown: Shown) -> Eval<Option<Value>> {
        let expr = self.items_of(Whence::Instance(instance)).iter().find_map(|item| match (item, shown) {
            (RealizationItem::Out(out, value), Shown::Out(wanted)) if *out == wanted => Some(*value),
            (RealizationItem::Face(face, value), Shown::Face(wanted)) if *face == wanted => Some(*value),
            (RealizationItem::Grant(name, value), Shown::Grant(wanted)) if *name == wanted => Some(*value),
            (RealizationItem::Keeps(value), Shown::Keeps) => Some(*value),
            _ => None,
        });
        let Some(expr) = expr else { return Ok(None) };
        match self.faces.shown.get(&(instance, shown)) {
            Some(Memo::Done(slot)) => return Ok(Some(slot.value)),
            Some(Memo::Failed) => return Err(Poisoned),
            Some(Memo::Running) => return Err(self.report_cycle(Unit::Shown(instance, expr), self.span(expr))),
            Some(Memo::Todo) | None => {}
        }
        self.faces.shown.insert((instance, shown), Memo::Running);
        self.stack.push(Step { unit: Unit::Shown(instance, expr), read: self.span(expr) });
        let at = self.realization_frame(instance);
        let result = self.within(at, |machine, at| machine.eval(expr, at));
        self.stack.pop();
        let origin = values::Origin { expr, layer: Self::realized_layer() };
        let memo = result.map_or(Memo::Failed, |value| Memo::Done(Slot { value, origin }));
        self.faces.shown.insert((instance, shown), memo);
        result.map(Some)
    }

    /// `entry("password", doc = "…")`: a secret of the instance at hand, and what people should know of it.
    pub(crate) fn stored(&mut self, written: &[ExprId], id: ExprId, at: Frame) -> Eval {
        let Some(owner) = at.me else {
            let (span, what) = (self.span(id), "an entry of the store");
            return Err(self.report(Problem::NotHere { span, what }));
        };
        let mut texts = [Symbols::EMPTY; 2];
        for (text, arg) in texts.iter_mut().zip(written) {
            if let Value::Str(known) = self.eval(*arg, at)? {
                *text = known;
            }
        }
        let [name, doc] = texts;
        if doc != Symbols::EMPTY {
            self.faces.entry_docs.insert((owner, name), doc);
        }
        Ok(self.values.defer(Deferred::Entry { owner, name }))
    }
}
