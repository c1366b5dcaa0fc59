//! Values that are known where they are written, judged by what the catalog says of the place they stand in.

mod cases;
mod presence;

use catalog::{Fault, Shape, ShapeKind};
use program::{BinaryOp, EntryKind, Expr, Exprs, Ty, Type};
use source::Span;
use values::{ExprId, Value};

use super::problem::ShapeProblem;
use crate::checker::{Checker, Typed};

impl<'a> Checker<'a> {
    /// A value that was converted, judged where it stands in a shape and wasn't before.
    pub(crate) fn judged(&mut self, id: ExprId, typed: Typed, expected: Ty) -> ExprId {
        if matches!(self.program.types.of(typed.ty), Type::Shape(_)) {
            return id;
        }
        match self.shape_within(expected) {
            Some(shape) if !self.judge(id, shape) => Exprs::UNKNOWN,
            _ => id,
        }
    }

    /// Judges all constants that an expression may come to; says whether it is fine.
    pub(crate) fn judge(&mut self, id: ExprId, shape: Shape<'a>) -> bool {
        match self.program.exprs.get(id) {
            Expr::Value(value) => self.judge_value(value, shape, self.program.exprs.span(id)),
            Expr::Text(inner) => match self.program.exprs.get(inner) {
                Expr::Value(value) => self.judge_value(value, shape, self.program.exprs.span(inner)),
                _ => true,
            },
            Expr::If(_, then, otherwise) => {
                let then = self.judge(then, shape);
                otherwise.is_none_or(|otherwise| self.judge(Exprs::open(otherwise), shape)) && then
            }
            Expr::Binary(BinaryOp::Coalesce, left, right) => self.judge(left, shape) & self.judge(right, shape),
            Expr::Match(_, arms) => {
                let values: Vec<ExprId> = self.program.exprs.arm_list(arms).iter().map(|arm| arm.value).collect();
                values.into_iter().fold(true, |fine, value| self.judge(value, shape) & fine)
            }
            Expr::List(slice) => {
                let Some(element) = shape.element() else { return true };
                let entries = self.program.exprs.entry_list(slice).iter();
                let items = entries.filter(|entry| matches!(entry.kind, EntryKind::Item)).map(|entry| entry.value);
                let items: Vec<ExprId> = items.collect();
                items.into_iter().fold(true, |fine, value| self.judge(value, element) & fine)
            }
            _ => true,
        }
    }

    fn judge_value(&mut self, value: Value, shape: Shape<'a>, span: Span) -> bool {
        let Some(fault) = self.fault_of(value, shape) else { return true };
        let path = self.trail_text();
        let is_text = matches!(value, Value::Case { .. } | Value::Str(_));
        self.report_shape(ShapeProblem::Refused { span, path, fault, is_text });
        false
    }

    /// What is wrong with a value by the first member of a shape that takes its like; nothing where some member has it.
    fn fault_of(&self, value: Value, shape: Shape<'a>) -> Option<Fault> {
        if let Value::Bool(holds) = value {
            return self.notes.fault(&self.program.refined, shape.note(), |demand| demand.judge_bool(holds));
        }
        let case = match value {
            Value::Case { union, case, .. } => Some(self.program.text(self.program.union(union).case(case).name)),
            Value::Str(symbol) => Some(self.program.text(symbol)),
            _ => None,
        };
        let number = value.to_decimal().map(|number| number.to_string());
        let is_number = |member: Shape<'a>| matches!(member.kind(), ShapeKind::Number | ShapeKind::Integer);
        let verdict = |member: Shape<'a>| match (case, &number, member.kind()) {
            (Some(text), _, ShapeKind::String | ShapeKind::Quantity | ShapeKind::IntOrString) => {
                Some(member.judge_text(text))
            }
            (_, Some(number), ShapeKind::Number | ShapeKind::Integer | ShapeKind::IntOrString) => {
                Some(member.judge_number(number))
            }
            (_, Some(number), ShapeKind::String) if !shape.members().any(is_number) => Some(member.judge_text(number)),
            _ => None,
        };
        let mut first: Option<Fault> = None;
        for member in shape.members() {
            match verdict(member) {
                Some(Ok(())) => return self.added_fault(shape, case, number.as_deref()),
                Some(Err(fault)) => first = first.or(Some(fault)),
                None => {}
            }
        }
        first.or_else(|| self.added_fault(shape, case, number.as_deref()))
    }

    /// How many elements there are.
    pub(super) fn judge_count(&mut self, shape: Shape<'a>, count: usize, span: Span) {
        if let Err(fault) = shape.facts().judge_count(count) {
            let path = self.trail_text();
            self.report_shape(ShapeProblem::Refused { span, path, fault, is_text: false });
        }
    }

    /// The keys of a list's elements that are written out, each a value of the field that it stands for.
    pub(super) fn judge_merge_keys(&mut self, id: ExprId, shape: Shape<'a>) {
        let Expr::Map(slice) = self.program.exprs.get(id) else { return };
        let entries: Vec<program::Entry> = self.program.exprs.entry_list(slice).to_vec();
        for entry in entries {
            if let EntryKind::Key(key, _) = entry.kind {
                self.trail.steps.push(key);
                self.judge_value(Value::Str(key), shape, entry.span);
                self.trail.steps.pop();
            }
        }
    }

    /// The keys of a map that are written out.
    pub(super) fn judge_keys(&mut self, id: ExprId, shape: Shape<'a>) {
        let Expr::Map(slice) = self.program.exprs.get(id) else { return };
        let entries: Vec<program::Entry> = self.program.exprs.entry_list(slice).to_vec();
        for entry in entries {
            let EntryKind::Key(key, _) = entry.kind else { continue };
            let text = self.program.text(key);
            let own = shape.facts().judge_key(text).err();
            if let Some(fault) = own.or_else(|| self.notes.key_fault(&self.program.refined, shape.note(), text)) {
                let path = self.trail_text();
                self.report_shape(ShapeProblem::Refused { span: entry.span, path, fault, is_text: true });
            }
        }
    }
}
