//! `for`: what it runs over and what it binds.

use program::{Expr, Exprs, Header, Labels, Ty, Type, TypeTable};
use source::Span;
use syntax::{Expr as Syntax, ForClause};
use values::ExprId;

use crate::checker::{Checker, Typed};
use crate::problem::Problem;
use crate::scope::Local;

/// A `for` whose names are bound; they stay bound until the caller unbinds them.
pub(crate) struct Bound {
    pub(crate) source: ExprId,
    pub(crate) first: u16,
    pub(crate) second: Option<u16>,
    /// The type of the key that each turn has of itself, if it has one.
    pub(crate) key: Ty,
    /// What is said of what it runs over.
    pub(crate) labels: Labels,
}

impl<'a> Checker<'a> {
    /// Checks what a `for` runs over and binds its names.
    pub(crate) fn bind(&mut self, clause: ForClause<'a>) -> Option<Bound> {
        let written = clause.source()?;
        let source = match written.inner() {
            // What a `for` runs over has entries, so that braces hold a map, not a record.
            Some(Syntax::Body(body)) => self.inferred_map(body),
            _ => self.check(written, None),
        };
        self.must_be_static(source.ty.labels, "what a `for` runs over", written.span());
        let names: Vec<_> = clause.names().collect();
        let string = self.program.types.plain(Type::String);
        let int = self.program.types.plain(Type::Int);
        let (one, two) = match self.program.types.of(source.ty) {
            Type::List(of) => (vec![of], vec![of, int]),
            Type::Map(of) => (vec![of], vec![string, of]),
            Type::Unknown => (vec![TypeTable::UNKNOWN], vec![TypeTable::UNKNOWN; 2]),
            _ => {
                let found = self.show(source.ty);
                self.report(Problem::NotIterable { span: written.span(), found });
                (vec![TypeTable::UNKNOWN], vec![TypeTable::UNKNOWN; 2])
            }
        };
        let types = if names.len() > 1 { two } else { one };
        let first = self.locals.len() as u16;
        for (name, ty) in names.iter().zip(&types) {
            self.lint_hidden(name.text, name.span);
            self.locals.push(Local { name: name.text.to_owned(), ty: *ty });
        }
        if let Some(extra) = names.get(2) {
            self.report(Problem::TooManyNames { span: extra.span });
        }
        let is_map = matches!(self.program.types.of(source.ty), Type::Map(_)) && names.len() > 1;
        let key = if is_map { string } else { types.first().copied().unwrap_or(TypeTable::UNKNOWN) };
        let second = (names.len() > 1).then_some(first + 1);
        Some(Bound { source: source.id, first, second, key, labels: source.ty.labels })
    }

    /// The header of an instance, an environment or a resource; its names stay bound.
    pub(crate) fn check_header(&mut self, clause: Option<ForClause<'a>>, by: Option<Syntax<'a>>) -> Option<Header> {
        let clause = clause?;
        let bound = self.bind(clause)?;
        self.decides_static(bound.labels, "what a `for` runs over", clause.span());
        let key = match by {
            Some(written) => Some(self.check_key(written)),
            None => self.own_key(&bound, clause.span()),
        };
        Some(Header { first: bound.first, second: bound.second, source: bound.source, key, filter: None })
    }

    fn check_key(&mut self, written: Syntax<'a>) -> ExprId {
        let typed = self.check(written, None);
        let ty = self.static_part(typed.ty, "a key", written.span());
        self.decides_static(typed.ty.labels, "a key", written.span());
        let text = self.program.types.plain(Type::Text);
        self.convert(Typed { ty, ..typed }, text, written.span())
    }

    /// Without `by`, each turn's element is its key, if it is text.
    fn own_key(&mut self, bound: &Bound, span: Span) -> Option<ExprId> {
        let local = self.push(Expr::Local(bound.first), span, bound.key);
        match self.program.types.of(bound.key) {
            Type::Unknown => Some(Exprs::UNKNOWN),
            Type::String | Type::Domain | Type::Url | Type::Path => Some(local.id),
            Type::Int | Type::Bool | Type::Port | Type::Union(_) | Type::Text | Type::Weekday => {
                let text = self.program.types.plain(Type::Text);
                Some(self.convert(local, text, span))
            }
            _ => {
                let found = self.show(bound.key);
                self.report(Problem::NoKey { span, found });
                None
            }
        }
    }
}
