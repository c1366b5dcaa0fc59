//! What stands after a dot or in brackets: fields of records, members of instances, entries and elements.

use program::{Expr, Member, SelfPart};
use values::{Deferred, ExprId, InstanceId, Origin, Slice, Slot, Symbol, Value};

use super::control::known_value;
use crate::machine::{Eval, Frame, Machine, Mention, Unit};
use crate::problem::Problem;

impl Machine<'_> {
    /// A field of a record or a case; an end of a range or a window.
    pub(crate) fn get(&mut self, of: ExprId, field: u16, id: ExprId, at: Frame) -> Eval {
        let value = self.eval(of, at)?;
        match self.part_of(value, field) {
            Some(part) => Ok(part),
            None => self.get_settled(value, field, of, id),
        }
    }

    fn get_settled(&mut self, value: Value, field: u16, of: ExprId, id: ExprId) -> Eval {
        let settled = self.settle(value)?;
        if let Some(part) = self.part_of(settled, field) {
            return Ok(part);
        }
        let (span, what) = (self.span(id), self.spell(of));
        match settled {
            Value::None | Value::Unset => Err(self.report(Problem::Absent { span, what })),
            _ => Err(self.report(Problem::NotKnown { span, what, purpose: "reading a part of it" })),
        }
    }

    fn part_of(&self, value: Value, field: u16) -> Option<Value> {
        let ends = |from, to| if field == 0 { from } else { to };
        Some(match value {
            Value::Record { start, .. } => known_value(self.values.slot(start + u32::from(field)).value),
            Value::Case { body, .. } => known_value(self.values.slot(body + u32::from(field)).value),
            Value::Range(start) => self.values.slot(start + u32::from(field)).value,
            Value::Window(window) => Value::Clock(ends(window.from, window.to)),
            Value::WeeklyWindow(weekly) => Value::Clock(ends(weekly.window.from, weekly.window.to)),
            _ => return None,
        })
    }

    /// The same, absent where the value is.
    pub(crate) fn try_get(&mut self, of: ExprId, field: u16, id: ExprId, at: Frame) -> Eval {
        let value = self.attempt(of, at)?;
        if self.is_absent(value)? {
            return Ok(Value::None);
        }
        match self.part_of(value, field) {
            Some(part) => Ok(part),
            None => self.get_settled(value, field, of, id),
        }
    }

    /// What an expression comes to, absent where a key or an instance that it names isn't there.
    pub(crate) fn attempt(&mut self, id: ExprId, at: Frame) -> Eval {
        match self.program.exprs.get(id) {
            Expr::Index(of, index) => {
                let base = self.attempt(of, at)?;
                if self.is_absent(base)? {
                    return Ok(Value::None);
                }
                let index = self.eval(index, at)?;
                match self.entry_at(base, index)? {
                    Some(found) => Ok(found.unwrap_or(Value::None)),
                    None => self.eval(id, at),
                }
            }
            Expr::Instance(_) | Expr::Keyed(..) if self.is_left_out(id) => Ok(Value::None),
            _ => self.eval(id, at),
        }
    }

    /// A field, an output or a part of the instance that a reference stands for.
    pub(crate) fn member(&mut self, of: ExprId, name: Symbol, id: ExprId, at: Frame) -> Eval {
        let value = self.eval(of, at)?;
        self.member_of(value, name, of, id)
    }

    /// The same, absent where the reference is, or where the environment leaves the instance out.
    pub(crate) fn try_member(&mut self, of: ExprId, name: Symbol, id: ExprId, at: Frame) -> Eval {
        let value = self.attempt(of, at)?;
        if value.is_absent() { Ok(Value::None) } else { self.member_of(value, name, of, id) }
    }

    /// A setting of a target that a value names, if the target has one of that name.
    fn part_of_target(&self, target: Symbol, name: Symbol) -> Value {
        if self.name(name) == "name" {
            return Value::Str(target);
        }
        let slot = self.targets.iter().find(|slot| slot.name == target);
        let Some(Value::Record { record, start }) = slot.map(|slot| slot.settings) else { return Value::None };
        let at = self.program.record(record).find(name);
        at.map_or(Value::None, |at| known_value(self.values.slot(start + u32::from(at)).value))
    }

    fn member_of(&mut self, value: Value, name: Symbol, of: ExprId, id: ExprId) -> Eval {
        let span = self.span(id);
        let Value::Instance(instance) = value else {
            let what = self.spell(of);
            return match value {
                Value::None | Value::Unset => Err(self.report(Problem::Absent { span, what })),
                Value::Str(target) => Ok(self.part_of_target(target, name)),
                // A record's field, where the checker knew the field by its name only.
                Value::Record { record, start } => match self.program.record(record).find(name) {
                    Some(field) => Ok(known_value(self.values.slot(start + u32::from(field)).value)),
                    None => Err(self.report(Problem::NotKnown { span, what, purpose: "reading a part of it" })),
                },
                _ => Err(self.report(Problem::NotKnown { span, what, purpose: "reading a part of it" })),
            };
        };
        let program = self.program;
        match program.component(self.instance(instance).component).member(name) {
            Some(Member::Field(field)) => {
                self.mention(instance, id);
                self.field(self.node(instance).holder, field, span)
            }
            Some(Member::Out(output)) => Ok(Value::Output { instance, output }),
            Some(Member::Capability(_)) => Ok(self.asked(instance, name)),
            Some(Member::Inner(decl)) => match self.inner_of(instance, decl) {
                Some((first, len)) if len > 0 => Ok(Value::Instance(InstanceId(first))),
                _ => {
                    let (name, environment) = (self.owned(name), self.owned(self.environment));
                    Err(self.report(Problem::LeftOut { span, name, environment, without: None }))
                }
            },
            None => self.instance_part(instance, name, id),
        }
    }

    fn instance_part(&mut self, instance: InstanceId, name: Symbol, id: ExprId) -> Eval {
        let part = match self.program.text(name) {
            "path" => SelfPart::Path,
            "key" => SelfPart::Key,
            "doc" => SelfPart::Doc,
            "name" => SelfPart::Name,
            _ => {
                let (span, what) = (self.span(id), self.owned(self.instance(instance).path));
                return Err(self.report(Problem::NotKnown { span, what, purpose: "reading a part of it" }));
            }
        };
        Ok(self.part(part, instance))
    }

    /// Notes that a field of one instance was made by looking at another.
    fn mention(&mut self, to: InstanceId, id: ExprId) {
        let Some(Unit::Field(holder, field)) = self.stack.last().map(|step| step.unit) else { return };
        if let crate::fields::holders::Whose::Instance(from) = self.holder(holder).whose
            && from != to
        {
            self.mentions.push(Mention { from, to, field, span: self.span(id) });
        }
    }

    /// A capability of an instance, asked by name: an operation of that name on the reference.
    pub(crate) fn ask(&mut self, of: ExprId, name: Symbol, at: Frame) -> Eval {
        match self.eval(of, at)? {
            Value::Instance(instance) => Ok(self.asked(instance, name)),
            _ => Ok(Value::None),
        }
    }

    fn asked(&mut self, instance: InstanceId, name: Symbol) -> Value {
        let slot = Slot { value: Value::Instance(instance), origin: Origin::NONE };
        let operands = self.values.push(&[slot]);
        self.values.defer(Deferred::Operation { name, operands })
    }

    /// An entry of a map or an element of a list.
    pub(crate) fn index(&mut self, of: ExprId, index: ExprId, id: ExprId, at: Frame) -> Eval {
        let base = self.eval(of, at)?;
        let place = self.eval(index, at)?;
        if let (Value::Made(made), Value::Str(name)) = (base, place) {
            return self.made_attribute(made, name, id);
        }
        match self.entry_at(base, place)? {
            Some(Some(found)) => Ok(found),
            Some(None) => Err(self.report_no_entry(base, place, of, index)),
            None => {
                let base = self.settle(base)?;
                match self.is_pending(base) {
                    true => Ok(self.operation("index", &[base, place])),
                    false => {
                        let (span, what) = (self.span(id), self.spell(of));
                        Err(self.report(Problem::Absent { span, what }))
                    }
                }
            }
        }
    }

    /// The entry at a place: `None` where the value has no entries, `Some(None)` where it has no such one.
    fn entry_at(&mut self, base: Value, place: Value) -> Eval<Option<Option<Value>>> {
        let place = self.settle(place)?;
        Ok(match (base, place) {
            (Value::Map(slice), place) => {
                let key = match place {
                    Value::Str(key) => Some(key),
                    other => self.plain_text(other).and_then(|text| self.symbols.find(&text)),
                };
                let found = self.values.map(slice).iter().find(|entry| Some(entry.key) == key);
                Some(found.map(|entry| entry.slot.value))
            }
            (Value::List(slice), Value::Int(at)) => {
                let at = u32::try_from(at).ok().filter(|at| *at < slice.len);
                Some(at.map(|at| self.values.slot(slice.start + at).value))
            }
            _ => None,
        })
    }

    fn report_no_entry(&mut self, base: Value, place: Value, of: ExprId, index: ExprId) -> crate::machine::Poisoned {
        let (span, what) = (self.span(index), self.spell(of));
        match base {
            Value::Map(slice) => {
                let keys = self.values.map(slice).iter().map(|entry| self.owned(entry.key)).collect();
                let key = self.plain_text(place).unwrap_or_default();
                self.report(Problem::NoEntry { span, what, key, keys })
            }
            _ => {
                let count = self.items(base).len();
                let index = self.shown(place);
                self.report(Problem::NoElement { span, what, index, count })
            }
        }
    }
}

/// One operand.
pub(crate) fn operand(value: Value) -> Slot {
    Slot { value, origin: Origin::NONE }
}

impl Machine<'_> {
    /// An operation that a target carries out.
    pub(crate) fn operation(&mut self, name: &str, operands: &[Value]) -> Value {
        let name = self.symbols.intern(name);
        let slots: Vec<Slot> = operands.iter().copied().map(operand).collect();
        let operands: Slice = self.values.push(&slots);
        self.values.defer(Deferred::Operation { name, operands })
    }
}
