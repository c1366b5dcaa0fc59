//! Names: lets, inputs, the app, the instance at hand, other instances.

use program::{DeclId, InputId, InstanceFilter, LetId, Owner, SelfPart};
use source::Span;
use values::{ExprId, InstanceId, LayerId, Origin, Slice, Slot, Symbol, Value};

use crate::fields::holders::{HolderId, Whose};
use crate::fields::layers::{DEFAULT, SPEC};
use crate::instances::Presence;
use crate::machine::{Eval, Frame, Machine, Memo, OwnLet, Poisoned, Step, Unit};
use crate::problem::Problem;

impl Machine<'_> {
    /// A `let`, evaluated once; one of a component once for each instance, one of a hand-over once for each entry.
    pub(crate) fn binding(&mut self, id: LetId, read: ExprId, at: Frame) -> Eval {
        let binding = self.program.binding(id);
        let me = if binding.local { at.bare } else { None };
        let entry = at.near.filter(|near| me.is_some() && matches!(self.holder(*near).whose, Whose::Entry(_)));
        let memo = match binding.local {
            true => self.own_lets.get(&(id, me, entry)).copied().unwrap_or(Memo::Todo),
            false => self.lets.get(id.index()).copied().unwrap_or(Memo::Failed),
        };
        let unit = Unit::Let(id, me);
        match memo {
            Memo::Done(slot) => return Ok(slot.value),
            Memo::Failed => return Err(Poisoned),
            Memo::Running => return Err(self.report_cycle(unit, self.span(read))),
            Memo::Todo => {}
        }
        self.remember_let((id, me, entry), Memo::Running);
        let layer = if binding.local { DEFAULT } else { SPEC };
        let frame = Frame { me, bare: me, near: at.near.filter(|_| binding.local), ..self.bare_frame(layer) };
        let result = self.run_unit(unit, self.span(read), |machine| {
            machine.within(frame, |machine, frame| machine.eval(binding.value, frame))
        });
        let origin = Origin { expr: binding.value, layer };
        self.remember_let((id, me, entry), memo_of(result, origin));
        result
    }

    fn remember_let(&mut self, known: OwnLet, memo: Memo) {
        if self.program.binding(known.0).local {
            self.own_lets.insert(known, memo);
        } else if let Some(known) = self.lets.get_mut(known.0.index()) {
            *known = memo;
        }
    }

    /// Evaluates a unit with its step on the stack.
    fn run_unit(&mut self, unit: Unit, read: Span, run: impl FnOnce(&mut Self) -> Eval) -> Eval {
        self.stack.push(Step { unit, read });
        let result = run(self);
        self.stack.pop();
        result
    }

    /// An input: what the highest layer that sets it says, else its default.
    pub(crate) fn input(&mut self, id: InputId, read: Span) -> Eval {
        match self.inputs.get(id.index()).copied().unwrap_or(Memo::Failed) {
            Memo::Done(slot) => return Ok(slot.value),
            Memo::Failed => return Err(Poisoned),
            Memo::Running => return Err(self.report_cycle(Unit::Input(id.0), read)),
            Memo::Todo => {}
        }
        self.remember_input(id, Memo::Running);
        let written = self.input_source(id);
        let result = self.run_unit(Unit::Input(id.0), read, |machine| match written {
            Some((layer, value)) => {
                let frame = machine.layer_frame(layer);
                machine.within(frame, |machine, frame| machine.eval(value, frame))
            }
            None => Err(machine.report_missing_input(id)),
        });
        let origin = written.map_or(Origin::NONE, |(layer, expr)| Origin { expr, layer });
        let result = result.map(|value| self.defer_input(id, Slot { value, origin }));
        self.remember_input(id, memo_of(result, origin));
        result
    }

    fn remember_input(&mut self, id: InputId, memo: Memo) {
        if let Some(known) = self.inputs.get_mut(id.index()) {
            *known = memo;
        }
    }

    /// Who says what an input is.
    pub(crate) fn input_source(&self, id: InputId) -> Option<(LayerId, ExprId)> {
        let set = self.layer_ids().rev().find_map(|(layer, run)| {
            let value = run.inputs.iter().rev().find(|value| value.input == id)?;
            Some((layer, value.value))
        });
        set.or_else(|| self.program.input(id).default.map(|default| (DEFAULT, default)))
    }

    fn report_missing_input(&mut self, id: InputId) -> Poisoned {
        let input = self.program.input(id);
        let name = self.owned(input.name);
        let ty = self.program.type_name(input.ty);
        let doc = input.doc.map(|doc| self.owned(doc));
        let example = self.example(input.ty);
        let environment = self.layers.iter().any(|layer| layer.environment.is_some());
        let environment = environment.then(|| self.owned(self.environment));
        let span = if environment.is_some() { self.environment_span } else { input.span };
        self.report(Problem::MissingInput { span, name, ty, doc, example, environment, declared: input.span })
    }

    /// What is known only when the target applies stands as itself, its value here being its default.
    fn defer_input(&mut self, id: InputId, slot: Slot) -> Value {
        let input = self.program.input(id);
        if !input.ty.labels.is_deferred() {
            return slot.value;
        }
        let default = self.values.push(&[slot]).start;
        self.values.defer(values::Deferred::Input { name: input.name, default })
    }

    /// A field of the app.
    pub(crate) fn app(&mut self, name: Symbol, read: ExprId) -> Eval {
        let Some(app) = &self.program.app else { return Ok(Value::None) };
        let Some((_, value)) = app.fields.iter().find(|(field, _)| *field == name) else {
            if self.program.text(name) == "name" {
                return Ok(Value::Str(app.name));
            }
            let (span, read) = (app.span, self.span(read));
            return Err(self.report(Problem::AppUnset { span, name: self.owned(name), read }));
        };
        let (unit, span) = (Unit::App(name), self.span(read));
        if self.stack.iter().any(|step| step.unit == unit) {
            return Err(self.report_cycle(unit, span));
        }
        let frame = self.bare_frame(SPEC);
        self.run_unit(unit, span, |machine| machine.within(frame, |machine, frame| machine.eval(*value, frame)))
    }

    /// A part of the instance at hand.
    pub(crate) fn self_part(&mut self, part: SelfPart, at: Frame) -> Eval {
        if part == SelfPart::Owner {
            return Ok(at.bare.map_or(Value::None, Value::Instance));
        }
        if part == SelfPart::Name && self.spells_names(at) {
            return Ok(self.values.defer(values::Deferred::Name(at.me)));
        }
        let Some(me) = at.me else { return Ok(Value::None) };
        Ok(self.part(part, me))
    }

    /// A part of an instance that isn't a field.
    pub(crate) fn part(&mut self, part: SelfPart, me: InstanceId) -> Value {
        let instance = self.instance(me);
        match part {
            SelfPart::Whole => Value::Instance(me),
            SelfPart::Owner => instance.owner.map_or(Value::None, Value::Instance),
            SelfPart::Name => Value::Str(instance.name),
            SelfPart::Key => instance.key.map_or(Value::None, Value::Str),
            SelfPart::Doc => instance.doc.map_or(Value::None, Value::Str),
            SelfPart::Path => {
                let path = self.identity(me);
                Value::Str(self.symbols.intern(&path))
            }
        }
    }

    /// The path of an instance in the world, such as `shop/production/worker/mail`.
    pub(crate) fn identity(&self, me: InstanceId) -> String {
        let mut names: Vec<&str> = Vec::new();
        let mut at = Some(me);
        while let Some(id) = at {
            let instance = self.instance(id);
            names.extend(instance.key.map(|key| self.name(key)));
            names.extend(self.program.text(self.program.instance(self.node(id).decl).name).rsplit('.'));
            at = instance.owner;
        }
        let app = self.program.app.as_ref().map(|app| self.program.text(app.name));
        let environment = Some(self.name(self.environment)).filter(|name| !name.is_empty());
        let head = app.into_iter().chain(environment);
        head.chain(names.into_iter().rev()).collect::<Vec<_>>().join("/")
    }

    /// A field of the instance at hand.
    pub(crate) fn self_field(&mut self, field: u16, id: ExprId, at: Frame) -> Eval {
        match at.me {
            Some(me) => self.field(self.node(me).holder, field, self.span(id)),
            None => Err(self.report(Problem::NotHere { span: self.span(id), what: "a field of `self`" })),
        }
    }

    /// A `let` of the target of the instance at hand.
    pub(crate) fn target_binding(&mut self, id: LetId, read: ExprId, at: Frame) -> Eval {
        let target = at.bare.and_then(|me| self.target_at(me));
        let near = target.and_then(|target| self.target_holders.get(usize::from(target)).copied());
        let frame = Frame { near, ..self.bare_frame(DEFAULT) };
        self.binding(id, read, frame)
    }

    /// A setting of the target at hand.
    pub(crate) fn target_setting(&mut self, field: u16, id: ExprId, at: Frame) -> Eval {
        let near = at.near.filter(|near| matches!(self.holder(*near).whose, Whose::Target(_)));
        let own = || self.target_holders.get(usize::from(self.target_at(at.bare?)?)).copied();
        match near.or_else(own) {
            Some(holder) => self.field(holder, field, self.span(id)),
            None => Err(self.report(Problem::NotHere { span: self.span(id), what: "a setting of a target" })),
        }
    }

    /// A setting of the realization at hand.
    pub(crate) fn setting(&mut self, field: u16, id: ExprId, at: Frame) -> Eval {
        let near = at.near.filter(|near| match self.holder(*near).whose {
            // What an instance says to its own realization may read settings of the one that it is part of.
            Whose::Settings(of, _) => at.bare.is_none_or(|bare| bare == of),
            Whose::Entry(_) => true,
            _ => false,
        });
        match near.or_else(|| self.settings_holder(at.bare?)) {
            Some(holder) => self.field(holder, field, self.span(id)),
            None => Err(self.report(Problem::NotHere { span: self.span(id), what: "a setting" })),
        }
    }

    /// The settings of an instance for the realization that it consists of; made when nobody wrote any.
    pub(crate) fn settings_holder(&mut self, me: InstanceId) -> Option<HolderId> {
        let target = self.target_of(me)?;
        let whose = Whose::Settings(me, target);
        if let Some(known) = self.settings_holders.get(&(me, target)) {
            return Some(*known);
        }
        let settings = self.program.realization(self.realization_of(me)?).settings;
        Some(self.hold(settings, whose, &[]))
    }

    /// The instance of a declaration.
    pub(crate) fn reference(&mut self, decl: DeclId, id: ExprId, at: Frame) -> Eval {
        let (first, len) = self.made_of(decl, id, at)?;
        if len == 0 {
            return Err(self.report_left_out(decl, id, None));
        }
        Ok(Value::Instance(InstanceId(first)))
    }

    /// The instance of a key.
    pub(crate) fn keyed(&mut self, decl: DeclId, key: ExprId, id: ExprId, at: Frame) -> Eval {
        let (first, len) = self.made_of(decl, id, at)?;
        let value = self.eval(key, at)?;
        let wanted = self.key_text(value, key)?;
        let all = self.instances.get(first as usize..(first + len) as usize).unwrap_or(&[]);
        if let Some(place) = all.iter().position(|instance| instance.key == Some(wanted)) {
            return Ok(Value::Instance(InstanceId(first + place as u32)));
        }
        let keys = all.iter().filter_map(|one| one.key).map(|key| self.owned(key)).collect();
        let declared = self.program.instance(decl);
        let (name, key, span) = (self.owned(declared.name), self.owned(wanted), self.span(key));
        Err(self.report(Problem::UnknownKey { span, name, key, keys, declared: declared.span }))
    }

    fn made_of(&mut self, decl: DeclId, id: ExprId, at: Frame) -> Eval<(u32, u32)> {
        if matches!(self.program.instance(decl).owner, Owner::Component(_) | Owner::Realization(_)) {
            let made = at.bare.and_then(|owner| self.inner_of(owner, decl));
            return made.ok_or_else(|| self.report_left_out(decl, id, None));
        }
        // Whichever is declared first: a header decides which instances there are.
        if !self.decls.is_complete {
            let name = self.owned(self.program.instance(decl).name);
            return Err(self.report(Problem::TooEarly { span: self.span(id), name }));
        }
        match self.decls.top.get(decl.index()).copied() {
            Some(Presence::There { first, len }) => Ok((first, len)),
            Some(Presence::LeftOut(left)) => {
                let without = self.left_out.get(left as usize).map(|left| left.span);
                Err(self.report_left_out(decl, id, without))
            }
            _ => Err(self.report_left_out(decl, id, None)),
        }
    }

    /// Whether the environment leaves out what an expression names.
    pub(crate) fn is_left_out(&self, id: ExprId) -> bool {
        let decl = match self.program.exprs.get(id) {
            program::Expr::Instance(decl) | program::Expr::Keyed(decl, _) => decl,
            _ => return false,
        };
        matches!(self.decls.top.get(decl.index()), Some(Presence::LeftOut(_)))
    }

    fn report_left_out(&mut self, decl: DeclId, id: ExprId, without: Option<Span>) -> Poisoned {
        let name = self.owned(self.program.instance(decl).name);
        let environment = self.owned(self.environment);
        self.report(Problem::LeftOut { span: self.span(id), name, environment, without })
    }

    /// The instances inside `owner` that a declaration made.
    pub(crate) fn inner_of(&self, owner: InstanceId, decl: DeclId) -> Option<(u32, u32)> {
        let made = self.decls.inner.get(self.node(owner).inner.range())?;
        made.iter().find(|made| made.decl == decl).map(|made| (made.first, made.len))
    }

    /// All instances of a kind that a spec or an environment declares.
    pub(crate) fn instances_of(&mut self, filter: InstanceFilter, id: ExprId) -> Eval {
        if !self.decls.is_complete {
            return Err(self.report(Problem::TooEarly { span: self.span(id), name: "instances(…)".to_owned() }));
        }
        if let Some((_, value)) = self.filters.iter().find(|(known, _)| *known == filter) {
            return Ok(*value);
        }
        let mark = self.scratch.len();
        for (at, instance) in self.instances.iter().enumerate().filter(|(_, instance)| instance.owner.is_none()) {
            let fits = match filter {
                InstanceFilter::Component(component) => instance.component == component,
                InstanceFilter::Interface(interface) => self.program.provides(instance.component, interface),
                InstanceFilter::All => true,
            };
            if fits {
                let value = Value::Instance(InstanceId(at as u32));
                self.scratch.push(Slot { value, origin: Origin::NONE });
            }
        }
        let slice: Slice = self.keep_slots(mark);
        self.filters.push((filter, Value::List(slice)));
        Ok(Value::List(slice))
    }
}

fn memo_of(result: Eval, origin: Origin) -> Memo {
    result.map_or(Memo::Failed, |value| Memo::Done(Slot { value, origin }))
}
