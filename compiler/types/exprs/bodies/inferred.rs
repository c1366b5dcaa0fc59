//! `{ … }` where nothing is expected: a record of plain names, a map of what its entries are, what is spread in it.

use program::{Entry, EntryKind, Expr, Exprs, Field, FieldOp, Record, Ty, Type};
use source::Span;
use syntax::{Body, Item, Spread};
use values::{ExprId, RecordId, Symbol};

use crate::checker::{Checker, Typed};
use crate::exprs::bodies::written::Written;
use crate::limits::MOST_PARTS;
use crate::problem::Problem;
use crate::scope::Shape;

impl<'a> Checker<'a> {
    /// A body of which nothing says what it is, other than what stands in it.
    pub(crate) fn inferred_body(&mut self, body: Body<'a>) -> Typed {
        let has_keys = body.items().any(|item| matches!(item, Item::MapEntry(_) | Item::ForEntry(_)));
        if has_keys {
            return self.inferred_map(body);
        }
        let spreads: Vec<Spread<'a>> = body
            .items()
            .filter_map(|item| match item {
                Item::Spread(spread) => Some(spread),
                _ => None,
            })
            .collect();
        match !spreads.is_empty() && spreads.len() == body.items().count() {
            true => self.spread_together(body, &spreads),
            false => self.anonymous_record(body, None),
        }
    }

    /// A map of what its first value is.
    pub(crate) fn inferred_map(&mut self, body: Body<'a>) -> Typed {
        let mut of = None;
        let slice = self.map_entries(body, &mut of);
        match of {
            None if !body.is_empty() => Typed::UNKNOWN,
            of => {
                let ty = self.program.types.plain(Type::Map(of.unwrap_or(Typed::UNKNOWN.ty)));
                self.push(Expr::Map(slice), body.span(), ty)
            }
        }
    }

    /// `{ ...a, ...b }` is what its parts are: a map, or a record of their one type.
    fn spread_together(&mut self, body: Body<'a>, spreads: &[Spread<'a>]) -> Typed {
        let mut entries: Vec<Entry> = Vec::new();
        let mut ty: Option<Ty> = None;
        for spread in spreads {
            let Some(written) = spread.expr() else { continue };
            let narrowed = self.narrowed.len();
            let condition = spread.condition().map(|condition| self.check_guard(condition)).and_then(Exprs::some);
            let typed = self.check(written, ty);
            self.narrowed.truncate(narrowed);
            let value = match (self.program.types.of(typed.ty), ty) {
                (Type::Unknown, _) => return Typed::UNKNOWN,
                (_, Some(ty)) => self.convert(typed, ty, written.span()),
                (Type::Map(_) | Type::Record(_), None) => {
                    ty = Some(typed.ty);
                    typed.id
                }
                _ => return self.broken(Problem::LiteralNeedsType { span: spread.span() }),
            };
            entries.push(Entry { kind: EntryKind::Spread, value, condition, span: spread.span() });
        }
        let slice = self.program.exprs.push_entries(&entries);
        let ty = ty.unwrap_or(Typed::UNKNOWN.ty);
        match self.program.types.of(ty) {
            Type::Record(record) => {
                let made = self.push(Expr::Record(record, slice), body.span(), ty);
                match self.context.shape {
                    Shape::Layer => made,
                    Shape::Whole => self.push(Expr::Whole(made.id), body.span(), ty),
                }
            }
            _ => self.push(Expr::Map(slice), body.span(), ty),
        }
    }

    /// A literal of plain names is a record of its own; `of` is what its values are, where that is known.
    pub(super) fn anonymous_record(&mut self, body: Body<'a>, of: Option<Ty>) -> Typed {
        let record = Record { name: None, fields: Vec::new(), short: None, span: body.span() };
        let id = self.program.types.add_record(record);
        let mut written = Written::default();
        for item in body.items() {
            let Item::Field(field) = item else {
                self.report(Problem::LiteralNeedsType { span: item.span() });
                continue;
            };
            if !self.plain_field((id, of), field, &mut written) {
                break;
            }
        }
        let slice = self.program.exprs.push_entries(&written.entries);
        let ty = self.program.types.plain(Type::Record(id));
        self.push(Expr::Record(id, slice), body.span(), ty)
    }

    /// Adds a field to the record that a literal is of; false where no more may follow.
    fn plain_field(
        &mut self,
        (record, of): (RecordId, Option<Ty>),
        field: syntax::Field<'a>,
        written: &mut Written,
    ) -> bool {
        let (Some(key), Some(value)) = (field.key(), field.value()) else { return true };
        let name = self.intern(&key.text());
        let narrowed = self.narrowed.len();
        let condition = field.condition().map(|condition| self.check_guard(condition));
        let typed = self.check(value, of);
        let typed = match of {
            Some(of) => Typed { id: self.convert(typed, of, value.span()), ty: of },
            None => typed,
        };
        self.narrowed.truncate(narrowed);
        let typed = condition.map_or(typed, |condition| self.only_where(condition, typed, value.span()));
        if let Some(known) = self.program.record(record).find(name) {
            let kind = EntryKind::Field(known, FieldOp::Set);
            self.written_twice(written, kind, name, key.span(), false);
            return true;
        }
        let at = self.program.record(record).fields.len();
        if at >= MOST_PARTS {
            self.report(Problem::TooManyParts { span: key.span(), limit: MOST_PARTS });
            return false;
        }
        if let Some(known) = self.program.types.records.get_mut(record.index()) {
            known.fields.push(plain(name, typed.ty, key.span()));
        }
        let kind = EntryKind::Field(at as u16, FieldOp::Set);
        written.entries.push(Entry { kind, value: typed.id, condition: None, span: key.span() });
        true
    }

    /// A value that is absent where its condition fails.
    fn only_where(&mut self, condition: ExprId, typed: Typed, span: Span) -> Typed {
        let ty = self.make_optional(typed.ty);
        self.push(Expr::If(condition, typed.id, None), span, ty)
    }
}

/// A field of a literal.
fn plain(name: Symbol, ty: Ty, span: Span) -> Field {
    Field { name, ty, default: None, required: true, refinements: Vec::new(), doc: None, span }
}
