//! Rules: what must hold, and when it doesn't, the value of each part and who wrote it.

pub(crate) mod checks;

use program::{Builtin, EntryKind, Expr, Exprs, Member, Require, UnaryOp};
use source::Span;
use values::{ExprId, InstanceId, LayerId, Slot, Value};

use crate::fields::layers::{DEFAULT, SPEC};
use crate::machine::{Frame, Machine, Memo, Unit};
use crate::problem::{Part, Problem};

/// How many parts of a condition a message shows.
const SHOWN: usize = 6;

/// A part of a condition that failed.
struct Found {
    part: Part,
    layer: LayerId,
}

/// The one `for` that a list of conditions is made by.
struct Turns {
    source: ExprId,
    first: u16,
    second: Option<u16>,
    filter: Option<ExprId>,
    body: ExprId,
}

impl Machine<'_> {
    /// Checks the rules of components, of packages, of the environments of the chain.
    pub(crate) fn check_rules(&mut self) {
        let program = self.program;
        for at in 0..self.instances.len() {
            let id = InstanceId(at as u32);
            let component = program.component(self.instance(id).component);
            for rule in &component.requires {
                let frame = self.own_frame(id);
                self.check_rule(program.require(*rule), frame, self.instance(id).span);
            }
        }
        for rule in &program.rules {
            let (rule, frame) = (program.require(*rule), self.bare_frame(SPEC));
            self.check_rule(rule, frame, rule.span);
        }
        for at in 0..self.layers.len() {
            let environment = self.layers.get(at).and_then(|layer| layer.environment);
            for rule in environment.map_or(&[][..], |(_, known)| &known.requires) {
                let (rule, frame) = (program.require(*rule), self.layer_frame(LayerId(at as u16)));
                self.check_rule(rule, frame, rule.span);
            }
        }
    }

    fn check_rule(&mut self, rule: &Require, at: Frame, fallback: Span) {
        self.within(at, |machine, at| {
            if machine.holds(rule.condition, at) == Ok(false) && !machine.is_exhausted() {
                let problem = machine.broken_rule(rule, at, fallback);
                machine.report(problem);
            }
        });
    }

    /// What is wrong with a rule that doesn't hold. The value to blame is the one that the highest layer wrote.
    pub(crate) fn broken_rule(&mut self, rule: &Require, at: Frame, fallback: Span) -> Problem {
        let message = rule.message.and_then(|message| {
            let value = self.try_quietly(|machine| machine.eval(message, at))?;
            let value = self.settle(value).ok()?;
            self.plain_text(value)
        });
        let mut found = Vec::new();
        self.collect_parts(rule.condition, at, &mut found);
        let blamed = found.iter().filter(|one| one.part.written.is_some()).rev().max_by_key(|one| one.layer);
        let span = blamed.and_then(|one| one.part.written).unwrap_or(fallback);
        let parts = found.into_iter().map(|one| one.part).collect();
        Problem::RuleBroken { span, message, parts, rule: rule.span }
    }

    /// The parts of a condition that made it false.
    fn collect_parts(&mut self, id: ExprId, at: Frame, found: &mut Vec<Found>) {
        match self.program.exprs.get(id) {
            Expr::Binary(program::BinaryOp::And, left, right) => {
                let holds = self.try_quietly(|machine| machine.holds(left, at));
                self.collect_parts(if holds == Some(false) { left } else { right }, at, found);
            }
            Expr::Binary(program::BinaryOp::Or, left, right) => {
                self.collect_parts(left, at, found);
                self.collect_parts(right, at, found);
            }
            Expr::Binary(_, left, right) => {
                self.collect_parts(left, at, found);
                self.collect_parts(right, at, found);
            }
            Expr::Unary(UnaryOp::Not, of) | Expr::Is(of, _) | Expr::Text(of) | Expr::Widen(of) | Expr::As(of, _) => {
                self.collect_parts(of, at, found);
            }
            Expr::Builtin(builtin @ (Builtin::All | Builtin::Any), args) => {
                let Some(list) = self.program.exprs.list(args).first() else { return };
                match builtin {
                    Builtin::All => self.collect_turn(*list, at, found),
                    _ => self.collect_source(*list, at, found),
                }
            }
            Expr::Value(_) | Expr::Unknown | Expr::List(_) | Expr::Map(_) | Expr::Record(..) | Expr::Whole(_) => {}
            _ => self.add_part(id, at, found),
        }
    }

    fn add_part(&mut self, id: ExprId, at: Frame, found: &mut Vec<Found>) {
        let text = self.spell(id);
        if found.len() >= SHOWN || found.iter().any(|known| known.part.text == text) {
            return;
        }
        let Some(value) = self.try_quietly(|machine| machine.eval(id, at)) else { return };
        let value = self.settle(value).unwrap_or(value);
        let slot = self.try_quietly(|machine| Ok(machine.locate(id, at))).flatten();
        let written = slot.filter(|slot| slot.origin.layer > DEFAULT);
        let layer = written.map_or(DEFAULT, |slot| slot.origin.layer);
        let written = written.map(|slot| self.span(slot.origin.expr));
        let value = self.brief(value);
        found.push(Found { part: Part { text, value, written }, layer });
    }

    /// The parts of the first turn of `all(x in xs : c)` that fails.
    fn collect_turn(&mut self, list: ExprId, at: Frame, found: &mut Vec<Found>) {
        let Some(Turns { source: entry, first, second, filter, body }) = self.turns_of(list) else {
            return self.add_part(list, at, found);
        };
        let Some(source) = self.try_quietly(|machine| machine.eval(entry, at)) else { return };
        let count = self.try_quietly(|machine| machine.turn_count(source, entry)).unwrap_or(0);
        for turn in 0..count {
            let (one, two) = self.turn(source, turn, second.is_some());
            self.bind(at, first, one);
            if let Some(second) = second {
                self.bind(at, second, two);
            }
            let counts =
                filter.is_none_or(|filter| self.try_quietly(|machine| machine.holds(filter, at)) == Some(true));
            if counts && self.try_quietly(|machine| machine.holds(body, at)) == Some(false) {
                return self.collect_parts(body, at, found);
            }
        }
    }

    fn collect_source(&mut self, list: ExprId, at: Frame, found: &mut Vec<Found>) {
        match self.turns_of(list) {
            Some(turns) => self.add_part(turns.source, at, found),
            None => self.add_part(list, at, found),
        }
    }

    /// The `for` that a list of conditions is made by, if it is one.
    fn turns_of(&self, list: ExprId) -> Option<Turns> {
        let Expr::List(entries) = self.program.exprs.get(list) else { return None };
        let [entry] = self.program.exprs.entry_list(entries) else { return None };
        let EntryKind::For { first, second, filter, body } = entry.kind else { return None };
        let [body] = self.program.exprs.entry_list(body) else { return None };
        let (second, filter) = (second.map(std::num::NonZeroU16::get), filter.map(Exprs::open));
        Some(Turns { source: entry.value, first, second, filter, body: body.value })
    }

    /// The slot that an expression reads, if it reads one.
    fn locate(&mut self, id: ExprId, at: Frame) -> Option<Slot> {
        match self.program.exprs.get(id) {
            Expr::Text(of) | Expr::Widen(of) | Expr::As(of, _) => self.locate(of, at),
            Expr::Member(of, name) | Expr::TryMember(of, name) => {
                let Ok(Value::Instance(instance)) = self.eval(of, at) else { return None };
                let component = self.program.component(self.instance(instance).component);
                let Some(Member::Field(field)) = component.member(name) else { return None };
                Some(self.field_slot(self.node(instance).holder, field))
            }
            Expr::SelfField(field) => Some(self.field_slot(self.node(at.me?).holder, field)),
            Expr::Get(of, field) | Expr::TryGet(of, field) => {
                let whole = self.locate(of, at);
                let value = self.eval(of, at).ok()?;
                let start = match value {
                    Value::Record { start, .. } | Value::Range(start) => start,
                    Value::Case { body, .. } => body,
                    _ => return whole,
                };
                let part = self.values.slot(start + u32::from(field));
                // The ends of a range that was widened have no place of their own.
                if part.origin.layer > DEFAULT {
                    Some(part)
                } else {
                    whole.filter(|_| matches!(value, Value::Range(_)))
                }
            }
            Expr::Index(of, index) => {
                let (whole, place) = (self.eval(of, at).ok()?, self.eval(index, at).ok()?);
                match (whole, place) {
                    (Value::Map(slice), Value::Str(key)) => {
                        self.values.map(slice).iter().find(|entry| entry.key == key).map(|entry| entry.slot)
                    }
                    (Value::List(slice), Value::Int(place)) => {
                        self.values.slice(slice).get(usize::try_from(place).ok()?).copied()
                    }
                    _ => None,
                }
            }
            Expr::Input(input) => match self.inputs.get(input.index()) {
                Some(Memo::Done(slot)) => Some(*slot),
                _ => None,
            },
            _ => None,
        }
    }

    /// The value that somebody wrote and that led to what is evaluated: the nearest field under way that is written.
    pub(crate) fn blame(&mut self, found: Span) -> Span {
        for step in self.stack.iter().rev() {
            match step.unit {
                Unit::Field(holder, field) => {
                    let written = self.written_at(holder, field);
                    // A `fail` within the written value itself is the place.
                    let holds =
                        |span: Span| span.file == found.file && span.start <= found.start && found.end <= span.end;
                    return match written {
                        Some(span) if !holds(span) => span,
                        Some(_) => found,
                        None => self.holder_span(holder),
                    };
                }
                Unit::Let(id, None) if self.program.binding(id).span.file == found.file => return found,
                _ => {}
            }
        }
        match (self.frame.me, self.frame.near) {
            (Some(me), _) => self.instance(me).span,
            (None, Some(near)) => self.holder_span(near),
            (None, None) => found,
        }
    }
}
