//! Expressions: what each comes to, where it stands.

mod compare;
mod comprehend;
mod control;
mod covers;
mod literals;
mod members;
mod names;
mod operators;
mod pending;
mod text;

pub(crate) use members::operand;
pub(crate) use operators::{prefix, symbol};

use program::{Expr, Exprs};
use values::{ExprId, Value};

use crate::machine::{Eval, Frame, Machine, Poisoned};
use crate::problem::Problem;

/// How deep evaluation may nest; a chain of reads that long is a mistake, and the stack ends somewhere.
const DEEPEST: u32 = 2_000;

impl Machine<'_> {
    /// What an expression comes to.
    pub(crate) fn eval(&mut self, id: ExprId, at: Frame) -> Eval {
        match self.program.exprs.get(id) {
            Expr::Value(value) => Ok(value),
            Expr::Local(local) => Ok(self.local(at, local)),
            expr => {
                if self.depth >= DEEPEST {
                    return Err(self.report_depth(id));
                }
                if !self.spend(1) {
                    return Err(self.exhausted(self.span(id)));
                }
                self.depth += 1;
                let result = self.eval_deep(id, expr, at);
                self.depth -= 1;
                result
            }
        }
    }

    fn report_depth(&mut self, id: ExprId) -> Poisoned {
        // What asked for this is given up on as well and would say the same.
        if !std::mem::replace(&mut self.too_deep, true) {
            let span = self.span(id);
            self.report(Problem::TooDeep { span, limit: DEEPEST });
        }
        Poisoned
    }

    fn eval_deep(&mut self, id: ExprId, expr: Expr, at: Frame) -> Eval {
        match expr {
            Expr::Unknown => Err(Poisoned),
            Expr::Value(value) => Ok(value),
            Expr::Template(pieces) => self.template(pieces, at),
            Expr::List(entries) => self.list(entries, at),
            Expr::Map(_) | Expr::Record(..) | Expr::Case(..) => self.onto(id, Value::Unset, at.alone()),
            Expr::Whole(of) => self.whole(of, at),
            Expr::Range(low, high) => self.range(low, high, id, at),
            Expr::Widen(of) => self.widen(of, at),
            Expr::Text(of) => self.as_text(of, at),
            Expr::Local(local) => Ok(self.local(at, local)),
            Expr::Let(binding) => self.binding(binding, id, at),
            Expr::Input(input) => self.input(input, self.span(id)),
            Expr::Instance(decl) => self.reference(decl, id, at),
            Expr::Keyed(decl, key) => self.keyed(decl, key, id, at),
            Expr::Instances(filter) => self.instances_of(filter, id),
            Expr::SelfPart(part) => self.self_part(part, at),
            Expr::SelfField(field) => self.self_field(field, id, at),
            Expr::SelfOut(output) => Ok(at.me.map_or(Value::None, |instance| Value::Output { instance, output })),
            Expr::TargetSetting(field) => self.target_setting(field, id, at),
            Expr::Setting(field) => self.setting(field, id, at),
            Expr::Resource(name) => self.local_made(name, id, at),
            Expr::TargetResource(name) => self.target_made(name, id, at),
            Expr::TargetLet(binding) => self.target_binding(binding, id, at),
            Expr::Links(side) => Ok(self.links(side, at)),
            Expr::LinkPart(of, part) => self.link_part(of, part, at),
            Expr::App(name) => self.app(name, id),
            Expr::EnvironmentName => Ok(Value::Str(self.environment)),
            Expr::Get(of, field) => self.get(of, field, id, at),
            Expr::TryGet(of, field) => self.try_get(of, field, id, at),
            Expr::Member(of, name) => self.member(of, name, id, at),
            Expr::TryMember(of, name) => self.try_member(of, name, id, at),
            Expr::Ask(of, name) => self.ask(of, name, at),
            Expr::Index(of, index) => self.index(of, index, id, at),
            Expr::Call(function, args) => self.call(function, args, at),
            Expr::Builtin(builtin, args) => self.builtin(builtin, args, id, at),
            Expr::Unary(op, of) => self.unary(op, of, id, at),
            Expr::Binary(op, left, right) => self.binary(op, (left, right), id, at),
            Expr::Is(of, case) => self.is_case(of, case, at),
            Expr::As(of, unit) => self.in_unit(of, unit, id, at),
            Expr::If(condition, then, other) => match self.holds(condition, at)? {
                true => self.eval(then, at),
                false => other.map_or(Ok(Value::None), |other| self.eval(Exprs::open(other), at)),
            },
            Expr::Match(subject, arms) => self.pick(subject, arms, id, at),
        }
    }
}
