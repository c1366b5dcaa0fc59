//! Bodies of resources over what their target puts beneath each, and what is read of a resource.

use program::{LossRule, Patch, Patched, RealizationItem, Sink};
use values::{Deferred, ExprId, InstanceId, Origin, Slot, Symbol, Value};

use super::{Made, What, Whence};
use crate::machine::{Eval, Frame, Machine, Memo, Poisoned};
use crate::problem::Problem;

impl<'p> Machine<'p> {
    fn made_at(&self, made: u32) -> Option<Made<'p>> {
        self.faces.made.get(made as usize).map(|run| run.made)
    }

    /// The target of a resource, by its place.
    fn made_target(&self, made: Made<'p>) -> Option<u16> {
        self.target_for(made.whence)
    }

    /// The body of a resource, or the text of a file.
    pub(crate) fn body_of(&mut self, id: u32) -> Eval {
        let Some(made) = self.made_at(id) else { return Err(Poisoned) };
        match self.faces.made.get(id as usize).map_or(Memo::Failed, |run| run.body) {
            Memo::Done(slot) => return Ok(slot.value),
            Memo::Failed => return Err(Poisoned),
            Memo::Running => {
                let (span, name) = (made.what.span(), self.owned(made.what.local()));
                return Err(self.report(Problem::TooEarly { span, name }));
            }
            Memo::Todo => {}
        }
        self.set_body(id, Memo::Running);
        let (expr, is_resource) = match made.what {
            What::Resource(resource) => (resource.body, true),
            What::File(file) => (file.text, false),
        };
        let result = match is_resource {
            true => self.layered_body(made, expr, id),
            false => self.in_made(id, |machine, at| machine.eval(expr, at)),
        };
        let origin = Origin { expr, layer: Self::realized_layer() };
        self.set_body(id, result.map_or(Memo::Failed, |value| Memo::Done(Slot { value, origin })));
        result
    }

    fn set_body(&mut self, id: u32, memo: Memo) {
        if let Some(run) = self.faces.made.get_mut(id as usize) {
            run.body = memo;
        }
    }

    /// The path that a file is written to.
    pub(crate) fn path_of(&mut self, id: u32) -> Eval {
        match self.made_at(id).map(|made| made.what) {
            Some(What::File(file)) => {
                let value = self.in_made(id, |machine, at| machine.eval(file.path, at))?;
                self.settle(value)
            }
            _ => Err(Poisoned),
        }
    }

    /// Evaluates something where a resource stands.
    fn in_made(&mut self, id: u32, walk: impl FnOnce(&mut Self, Frame) -> Eval) -> Eval {
        let Some((made, binds)) = self.faces.made.get(id as usize).map(|run| (run.made, run.binds)) else {
            return Err(Poisoned);
        };
        let at = self.whence_frame(made.whence);
        self.within(at, |machine, at| {
            machine.bind_all(at, binds);
            walk(machine, at)
        })
    }

    /// A body over those of `every resource`.
    fn layered_body(&mut self, made: Made<'p>, body: ExprId, id: u32) -> Eval {
        let mut below = Slot::UNSET;
        let (What::Resource(resource), Some(target)) = (made.what, self.made_target(made)) else {
            return Err(Poisoned);
        };
        let every = self.target_id(target).map_or(&[][..], |id| &self.program.target(id).every);
        for every in every.iter().filter(|every| every.type_name.is_none_or(|name| name == resource.type_name)) {
            let at = self.every_frame(made, target);
            let value = self.within(at, |machine, at| match every.condition {
                Some(condition) if !machine.holds(condition, at)? => Ok(Value::Unset),
                _ => machine.eval(every.body, at),
            })?;
            let over = Slot { value, origin: Origin { expr: every.body, layer: Self::realized_layer() } };
            below = self.merge(below, over);
        }
        let value = self.in_made(id, |machine, at| machine.eval(body, at))?;
        below.value = self.without_removed(below.value, body);
        let over = Slot { value, origin: Origin { expr: body, layer: Self::realized_layer() } };
        let merged = self.merge(below, over);
        let merged = self.patched(made, merged, id)?.value;
        Ok(self.own_first(merged, value))
    }

    /// A body with what the spec changes in it.
    fn patched(&mut self, made: Made<'p>, body: Slot, id: u32) -> Eval<Slot> {
        let mut merged = body;
        for patch in self.patches_of(made.whence) {
            if patch.local == made.what.local() {
                let value = self.in_made(id, |machine, at| machine.eval(patch.body, at))?;
                let over = Slot { value, origin: Origin { expr: patch.body, layer: Self::realized_layer() } };
                merged = self.merge(merged, over);
            }
        }
        Ok(merged)
    }

    /// What the spec and the environment change in what belongs to an instance, an entry or a target.
    fn patches_of(&self, whence: Whence) -> Vec<&'p Patch> {
        let owner = self.owner_of(whence).map(|owner| self.node(owner).decl);
        let of = match whence {
            Whence::Instance(_) => owner.map(Patched::Realization),
            Whence::Entry(_) => owner.map(Patched::Handover),
            Whence::Target(_) => Some(Patched::Target),
        };
        of.map_or_else(Vec::new, |of| self.patches_on(of, self.target_for(whence)))
    }

    fn patches_on(&self, of: Patched, target: Option<u16>) -> Vec<&'p Patch> {
        let target = target.and_then(|at| self.target_id(at));
        let fits = |patch: &&Patch| patch.of == of && Some(patch.target) == target && self.is_here(patch.environment);
        self.program.patches.iter().filter(fits).collect()
    }

    /// The patches of an instance or a target whose resource isn't made; where a hand-over makes it, of no entry.
    pub(crate) fn idle_patches(&mut self, whence: Whence) -> Vec<&'p Patch> {
        let mut idle = self.patches_of(whence);
        idle.retain(|patch| !self.makes(whence, patch));
        if let Whence::Instance(owner) = whence {
            let entries: Vec<Whence> = self.entries_of(owner).into_iter().map(Whence::Entry).collect();
            let mut of_entries = self.patches_on(Patched::Handover(self.node(owner).decl), self.target_for(whence));
            of_entries.retain(|patch| !entries.iter().any(|entry| self.makes(*entry, patch)));
            idle.extend(of_entries);
        }
        idle
    }

    /// Whether the resource of a patch is there; of what a target shares, where something refers to it.
    fn makes(&mut self, whence: Whence, patch: &Patch) -> bool {
        match whence {
            Whence::Target(_) => {
                let all = self.made_of_all(whence);
                all.into_iter().any(|made| self.made_at(made).is_some_and(|of| of.what.local() == patch.local))
            }
            _ => self.is_made(whence, patch.local, patch.span),
        }
    }

    /// What lies beneath a body, without the entries that the body says are `none`.
    fn without_removed(&mut self, below: Value, body: ExprId) -> Value {
        let (Value::Map(beneath), program::Expr::Map(entries)) = (below, self.program.exprs.get(body)) else {
            return below;
        };
        let program = self.program;
        let is_removed = |key: Symbol| {
            program.exprs.entry_list(entries).iter().any(|entry| {
                let is_none = matches!(program.exprs.get(entry.value), program::Expr::Value(Value::None));
                is_none && matches!(entry.kind, program::EntryKind::Key(known, _) if known == key)
            })
        };
        let kept: Vec<_> = self.values.map(beneath).iter().filter(|entry| !is_removed(entry.key)).copied().collect();
        Value::Map(self.values.push_entries(&kept))
    }

    /// The entries that a body writes itself stand first, those from beneath it after them.
    fn own_first(&mut self, merged: Value, own: Value) -> Value {
        let (Value::Map(all), Value::Map(own)) = (merged, own) else { return merged };
        let keys: Vec<Symbol> = self.values.map(own).iter().map(|entry| entry.key).collect();
        let all = self.values.map(all).to_vec();
        let (mut first, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|entry| keys.contains(&entry.key));
        first.sort_by_key(|entry| keys.iter().position(|key| *key == entry.key));
        first.extend(rest);
        Value::Map(self.values.push_entries(&first))
    }

    fn every_frame(&mut self, made: Made<'p>, target: u16) -> Frame {
        let at = self.whence_frame(Whence::Target(target));
        Frame { me: self.owner_of(made.whence), ..at }
    }

    /// What is read of a resource: on Terraform a reference, elsewhere the value that it is given.
    pub(crate) fn made_attribute(&mut self, made: u32, name: Symbol, id: ExprId) -> Eval {
        let Some(of) = self.made_at(made) else { return Err(Poisoned) };
        if let What::File(_) = of.what {
            return match self.name(name) {
                "path" => self.path_of(made),
                "text" => self.body_of(made),
                _ => Err(self.no_attribute(of, name, id)),
            };
        }
        let sink = self.sink_at(self.made_target(of));
        if sink == Some(Sink::Terraform) {
            return Ok(self.values.defer(Deferred::Attribute { resource: made, name }));
        }
        if self.name(name) == "name" {
            return self.name_given(made).unwrap_or_else(|| self.label_value(made));
        }
        let Value::Map(entries) = self.body_of(made)? else { return Err(self.no_attribute(of, name, id)) };
        let found = self.values.map(entries).iter().find(|entry| entry.key == name).map(|entry| entry.slot.value);
        found.ok_or_else(|| self.no_attribute(of, name, id))
    }

    /// The name that a manifest gives itself, as a value; none of what is no manifest.
    pub(crate) fn name_given(&mut self, made: u32) -> Option<Eval> {
        let of = self.made_at(made)?;
        let name = self.symbols.find("name")?;
        let sink = self.sink_at(self.made_target(of));
        let given = self.given_name(of, name).filter(|_| sink == Some(Sink::Kubernetes))?;
        Some(self.in_made(made, |machine, at| machine.eval(given, at)))
    }

    /// What says the name that a manifest gives itself.
    fn given_name(&self, made: Made<'p>, name: Symbol) -> Option<ExprId> {
        let What::Resource(resource) = made.what else { return None };
        let metadata = self.entry_of_body(resource.body, self.symbols.find("metadata")?)?;
        self.entry_of_body(metadata, name)
    }

    fn entry_of_body(&self, body: ExprId, key: Symbol) -> Option<ExprId> {
        let program::Expr::Map(entries) = self.program.exprs.get(body) else { return None };
        let entries = self.program.exprs.entry_list(entries);
        let found = entries.iter().find(|entry| matches!(entry.kind, program::EntryKind::Key(own, _) if own == key));
        found.map(|entry| entry.value)
    }

    fn no_attribute(&mut self, made: Made<'p>, name: Symbol, id: ExprId) -> Poisoned {
        let (span, what, key) = (self.span(id), self.owned(made.what.local()), self.owned(name));
        self.report(Problem::NoEntry { span, what, key, keys: Vec::new() })
    }

    /// What the realization of an instance adds to what its target says under a name.
    pub(crate) fn added(&mut self, instance: InstanceId, name: &str) -> Option<Slot> {
        let symbol = self.symbols.find(name)?;
        let expr = self.items_of(Whence::Instance(instance)).iter().find_map(|item| match item {
            RealizationItem::Given(given, value) if *given == symbol => Some(*value),
            _ => None,
        })?;
        let at = self.realization_frame(instance);
        let value = self.within(at, |machine, at| machine.eval(expr, at)).ok()?;
        Some(Slot { value, origin: Origin { expr, layer: Self::realized_layer() } })
    }

    /// What a target says of itself under a name.
    pub(crate) fn given(&mut self, target: u16, name: &str) -> Option<Slot> {
        let symbol = self.symbols.find(name)?;
        let expr = self.program.target(self.target_id(target)?).given(symbol)?;
        let at = self.whence_frame(Whence::Target(target));
        let value = self.within(at, |machine, at| machine.eval(expr, at)).ok()?;
        Some(Slot { value, origin: Origin { expr, layer: Self::realized_layer() } })
    }

    /// The rules by which a realization leaves out what a spec says, those that hold.
    pub(crate) fn ignored(&mut self, instance: InstanceId) -> Vec<&'p LossRule> {
        let mut found = Vec::new();
        for item in self.items_of(Whence::Instance(instance)) {
            let RealizationItem::Ignore(rule) = item else { continue };
            let at = self.realization_frame(instance);
            let holds = self.within(at, |machine, at| match rule.condition {
                Some(condition) => machine.holds(condition, at),
                None => Ok(true),
            });
            if holds == Ok(true) {
                found.push(rule);
            }
        }
        found
    }

    /// Checks what a realization requires of an instance, and the hand-over of its entries.
    pub(crate) fn check_realized(&mut self, instance: InstanceId) {
        let entries = self.entries_of(instance).into_iter().map(Whence::Entry);
        let all = std::iter::once(Whence::Instance(instance)).chain(entries);
        let items = all.flat_map(|whence| self.items_of(whence).iter().map(move |item| (whence, item)));
        for (whence, item) in items.collect::<Vec<_>>() {
            let RealizationItem::Require(rule) = item else { continue };
            let rule = self.program.require(*rule);
            let at = self.whence_frame(whence);
            self.within(at, |machine, at| {
                if machine.holds(rule.condition, at) == Ok(false) {
                    let span = machine.instance(instance).span;
                    let problem = machine.broken_rule(rule, at, span);
                    machine.report(problem);
                }
            });
        }
    }
}
