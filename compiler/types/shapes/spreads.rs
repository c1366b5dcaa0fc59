//! What comes into an object from elsewhere: spreads, and records that become objects.

use catalog::Block;
use program::{Entry, EntryKind, Expr, Exprs, FieldOp, Labels, Type};
use source::Span;
use syntax::{Expr as Syntax, Spread};
use values::{ExprId, RecordId};

use super::body::Object;
use super::fields::STANDS;
use crate::checker::{Checker, Typed};
use crate::problem::Problem;

impl<'a> Checker<'a> {
    /// `...rest`: another object of its sort, a record whose fields it has, or data.
    pub(super) fn object_spread(&mut self, object: &mut Object<'a>, spread: Spread<'a>) {
        let condition = spread.condition().map(|condition| self.static_guard(condition, STANDS)).and_then(Exprs::some);
        let Some(written) = spread.expr() else { return };
        let own = self.program.types.plain(Type::Shape(object.shape));
        let is_body = matches!(written.inner(), Some(Syntax::Body(_)));
        let typed = self.check(written, is_body.then_some(own));
        let span = spread.span();
        match self.program.types.of(typed.ty) {
            Type::Record(record) => self.spread_record(object, typed, record, (condition, span)),
            Type::Unknown => object.open = true,
            Type::Map(_) if object.block.rest().is_some() => {
                object.open = true;
                object.entries.push(Entry { kind: EntryKind::Spread, value: typed.id, condition, span });
            }
            Type::Shape(_) | Type::Data if self.converts(typed, own) => {
                object.open = true;
                object.entries.push(Entry { kind: EntryKind::Spread, value: typed.id, condition, span });
            }
            _ => {
                object.open = true;
                let (found, expected) = (self.show(typed.ty), self.show(own));
                self.report(Problem::SpreadOf { span, found, expected });
            }
        }
    }

    fn spread_record(
        &mut self,
        object: &mut Object<'a>,
        typed: Typed,
        record: RecordId,
        (condition, span): (Option<program::ExprRef>, Span),
    ) {
        for (name, part) in self.spread_fields(typed, record, span) {
            let text = self.program.text(name).to_owned();
            let Some(slot) = self.slot(object, &text, span) else { continue };
            self.trail.steps.push(name);
            let value = self.slot_value(part, slot, span);
            self.trail.steps.pop();
            object.entries.push(Entry { kind: EntryKind::Key(name, FieldOp::Set), value, condition, span });
        }
    }

    /// A record of plain names is an object that has those fields.
    pub(super) fn record_to_object(
        &mut self,
        typed: Typed,
        record: RecordId,
        block: Block<'a>,
        span: Span,
    ) -> Option<ExprId> {
        let mut entries = Vec::new();
        for (name, part) in self.spread_fields(typed, record, span) {
            let field = block.field(self.program.text(name)).filter(|field| field.settable());
            let shape = field.map(|field| self.field_shape(field)).or_else(|| block.rest())?;
            let allowed = field.map_or(Labels::DEFERRED, |field| self.labels_of(field)).and(Labels::DEFERRED);
            if !part.ty.labels.fits(allowed) {
                return None;
            }
            let labels = Labels::DEFERRED.and(part.ty.labels);
            let wanted = self.shape_type(shape, labels);
            let wanted = match self.program.types.of(part.ty) {
                Type::Optional(_) | Type::None => self.make_optional(wanted),
                _ => wanted,
            };
            let value = self.try_convert(part, wanted, span)?;
            entries.push(Entry { kind: EntryKind::Key(name, FieldOp::Set), value, condition: None, span });
        }
        let slice = self.program.exprs.push_entries(&entries);
        Some(self.program.exprs.push(Expr::Map(slice), span))
    }
}
