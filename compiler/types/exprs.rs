//! Expressions: one entry that knows what is expected, a file a family.

mod access;
pub(crate) mod bodies;
mod builtins;
mod calls;
mod cases;
mod control;
mod files;
mod literals;
mod names;
mod ops;
mod patterns;

use program::{Expr, Ty, Type};
use syntax::Expr as Syntax;
use values::ExprId;

use crate::checker::{Checker, Typed};
use crate::exprs::control::Branches;

impl<'a> Checker<'a> {
    /// Checks an expression where a type is expected, converted to it.
    pub(crate) fn check_against(&mut self, written: Syntax<'a>, expected: Ty) -> ExprId {
        let typed = self.check(written, Some(expected));
        self.convert(typed, expected, written.span())
    }

    /// Checks a condition.
    pub(crate) fn check_condition(&mut self, written: Syntax<'a>) -> ExprId {
        let expected = self.program.types.plain(Type::Bool);
        let typed = self.check(written, Some(expected));
        self.must_be_static(typed.ty.labels, "a condition", written.span());
        let bare = Ty { labels: expected.labels, ..typed.ty };
        self.convert(Typed { ty: bare, ..typed }, expected, written.span())
    }

    /// Checks an expression; `expected` steers what its literals and bare names mean, nothing is converted yet.
    pub(crate) fn check(&mut self, written: Syntax<'a>, expected: Option<Ty>) -> Typed {
        if !self.deeper(|| written.span()) {
            return Typed::UNKNOWN;
        }
        let typed = self.check_deep(written, expected);
        self.higher();
        typed
    }

    fn check_deep(&mut self, written: Syntax<'a>, expected: Option<Ty>) -> Typed {
        let hint = expected.map(|ty| self.hint(written, ty));
        let is_guess = std::mem::take(&mut self.is_guess);
        match written {
            Syntax::Literal(literal) => self.check_literal(literal, hint),
            Syntax::String(string) => self.check_string(string),
            Syntax::Name(name) => self.check_name(name, hint),
            Syntax::Get(get) => self.check_get(get),
            Syntax::TryGet(get) => self.check_try_get(get),
            Syntax::Index(index) => self.check_index(index),
            Syntax::Call(call) => self.check_call(call, hint),
            Syntax::List(list) => self.check_list(list, hint),
            Syntax::Body(body) => self.check_body(body, hint),
            Syntax::Case(case) => self.check_case(case, hint),
            Syntax::ShortCase(case) => self.check_short_case(case, hint),
            Syntax::Unary(unary) => self.check_unary(unary, hint),
            Syntax::Binary(binary) => self.check_binary(binary, hint),
            Syntax::Is(is) => self.check_is(is),
            Syntax::As(conversion) => self.check_as(conversion),
            Syntax::If(choice) => self.check_if(choice, Branches::new(expected, is_guess)),
            Syntax::Match(choice) => self.check_match(choice, Branches::new(expected, is_guess)),
            Syntax::Paren(paren) => match paren.expr() {
                Some(inner) => {
                    self.is_guess = is_guess;
                    self.check(inner, expected)
                }
                None => Typed::UNKNOWN,
            },
        }
    }

    /// What a literal or a bare name may take from the expected type: within `?`, and the short field of a record
    /// where no body is written.
    fn hint(&mut self, written: Syntax<'a>, expected: Ty) -> Ty {
        let inner = match self.program.types.of(expected) {
            Type::Optional(of) => of,
            _ => expected,
        };
        if matches!(written, Syntax::Body(_)) {
            return inner;
        }
        match self.program.types.of(inner) {
            Type::Record(record) => self.short_type(record).map_or(inner, |short| self.hint(written, short)),
            Type::Union(union) if matches!(written, Syntax::List(_)) => {
                let cases = self.program.union(union).cases.clone();
                let mut lists = cases.iter().filter_map(|case| {
                    let short = self.short_type(case.record?)?;
                    matches!(self.program.types.of(short), Type::List(_)).then_some(short)
                });
                match (lists.next(), lists.next()) {
                    (Some(one), None) => one,
                    _ => inner,
                }
            }
            _ => inner,
        }
    }

    /// The type of the field that a bare value stands for.
    pub(crate) fn short_type(&self, record: values::RecordId) -> Option<Ty> {
        let record = self.program.record(record);
        record.short.and_then(|at| record.fields.get(usize::from(at))).map(|field| field.ty)
    }

    /// A value that is known.
    pub(crate) fn constant_expr(&mut self, value: values::Value, span: source::Span, ty: Type) -> Typed {
        let ty = self.program.types.plain(ty);
        self.push(Expr::Value(value), span, ty)
    }
}
