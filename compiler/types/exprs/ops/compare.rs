//! Comparisons, `in`, and which side of them says what the other one is.

use program::{BinaryOp, Labels, Ty, Type};
use syntax::{BinaryExpr, Expr as Syntax};

use crate::checker::{Checker, Typed};
use crate::problem::Problem;

impl<'a> Checker<'a> {
    /// Both sides of a comparison; the typed one gives the other its type.
    fn check_sides(&mut self, lhs: Syntax<'a>, rhs: Syntax<'a>) -> (Typed, Typed) {
        if self.needs_type(lhs) && !self.needs_type(rhs) {
            let right = self.check(rhs, None);
            let left = self.check(lhs, Some(right.ty));
            return (left, right);
        }
        let left = self.check(lhs, None);
        let right = self.check(rhs, Some(left.ty));
        (left, right)
    }

    /// Whether an expression says nothing of its own type.
    fn needs_type(&mut self, written: Syntax<'a>) -> bool {
        match written.inner() {
            Some(Syntax::Body(_) | Syntax::Case(_) | Syntax::ShortCase(_)) => true,
            Some(Syntax::List(list)) => list.entries().all(|entry| match entry {
                syntax::ListEntry::Item(item) => item.value().is_none_or(|value| self.needs_type(value)),
                _ => false,
            }),
            Some(Syntax::Name(name)) => name.token().is_some_and(|token| !self.is_known(token.text)),
            Some(Syntax::Literal(literal)) => literal.node().text() == "none",
            _ => false,
        }
    }

    fn is_known(&mut self, name: &str) -> bool {
        let reports = self.diagnostics.len();
        let nowhere = source::Span::at(source::FileId(0), 0);
        let found = self.resolve(name, nowhere).is_some();
        // What looking it up says of its declaration stays; what it says of this name is said where it is read.
        let said = self.diagnostics.split_off(reports);
        self.diagnostics.extend(said.into_iter().filter(|said| said.primary.span != nowhere));
        found
    }

    pub(super) fn check_equal(
        &mut self,
        written: BinaryExpr<'a>,
        op: BinaryOp,
        lhs: Syntax<'a>,
        rhs: Syntax<'a>,
    ) -> Typed {
        let (left, right) = self.check_sides(lhs, rhs);
        // Whether there is anything in a collection is its shape, whatever its elements are.
        let labels = match is_empty_literal(lhs) || is_empty_literal(rhs) {
            true => left.ty.labels.and(right.ty.labels),
            false => self.element_labels(left.ty).and(self.element_labels(right.ty)),
        };
        let presence = matches!(self.program.types.of(left.ty), Type::None)
            || matches!(self.program.types.of(right.ty), Type::None);
        if !presence {
            self.must_be_static(labels, "a comparison", written.span());
        }
        let (left_bare, right_bare) = (Checker::unlabelled(left.ty), Checker::unlabelled(right.ty));
        let (left_typed, right_typed) = (Typed { ty: left_bare, ..left }, Typed { ty: right_bare, ..right });
        let bool_ty = self.program.types.plain(Type::Bool);
        let bool_ty = Ty { labels: if presence { Labels::NONE } else { self.carried(labels) }, ..bool_ty };
        if self.converts(right_typed, left_bare) {
            let right = self.convert(right_typed, left_bare, rhs.span());
            return self.binary(written, op, left, Typed { id: right, ..right_typed }, bool_ty);
        }
        if self.converts(left_typed, right_bare) {
            let left = self.convert(left_typed, right_bare, lhs.span());
            return self.binary(written, op, Typed { id: left, ..left_typed }, right, bool_ty);
        }
        let optional = self.make_optional(left_bare);
        if self.converts(right_typed, optional) {
            let right = self.convert(right_typed, optional, rhs.span());
            return self.binary(written, op, left, Typed { id: right, ..right_typed }, bool_ty);
        }
        let (expected, found) = (self.show(left_bare), self.show(right_bare));
        self.broken(Problem::Incomparable { span: written.span(), left: expected, right: found })
    }

    pub(super) fn check_order(
        &mut self,
        written: BinaryExpr<'a>,
        op: BinaryOp,
        lhs: Syntax<'a>,
        rhs: Syntax<'a>,
    ) -> Typed {
        let (left, right) = self.check_sides(lhs, rhs);
        let labels = left.ty.labels.and(right.ty.labels);
        self.must_be_static(labels, "a comparison", written.span());
        let bool_ty = Ty { labels: self.carried(labels), ..self.program.types.plain(Type::Bool) };
        let (a, b) = (self.program.types.of(left.ty), self.program.types.of(right.ty));
        if matches!(a, Type::Unknown) || matches!(b, Type::Unknown) {
            return Typed { ty: bool_ty, ..Typed::UNKNOWN };
        }
        for (side, typed) in [(lhs, left), (rhs, right)] {
            if let Type::Optional(_) = self.program.types.of(typed.ty) {
                let found = self.show(typed.ty);
                return self.broken(Problem::MayBeAbsent { span: side.span(), name: String::new(), found });
            }
        }
        let numeric = |ty| matches!(ty, Type::Int | Type::Number | Type::Port);
        if (numeric(a) && numeric(b)) || (a == b && is_ordered(a)) {
            return self.binary(written, op, left, right, bool_ty);
        }
        let (left, right) = (self.show(left.ty), self.show(right.ty));
        self.broken(Problem::Incomparable { span: written.span(), left, right })
    }

    /// `x in xs`: an element of a list, a key of a map, a value in a range, a time in a window.
    pub(super) fn check_in(&mut self, written: BinaryExpr<'a>, lhs: Syntax<'a>, rhs: Syntax<'a>) -> Typed {
        let (left, right) = if self.needs_type(lhs) {
            let right = self.check(rhs, None);
            let of = self.element_of(right.ty);
            (self.check(lhs, of), right)
        } else {
            let left = self.check(lhs, None);
            let list = self.program.types.plain(Type::List(Checker::unlabelled(left.ty)));
            let hint = self.needs_type(rhs).then_some(list);
            (left, self.check(rhs, hint))
        };
        let elements = match self.program.types.of(right.ty) {
            Type::List(_) => self.element_labels(right.ty),
            _ => right.ty.labels,
        };
        self.must_be_static(left.ty.labels.and(elements), "a comparison", written.span());
        let ty = self.program.types.plain(Type::Bool);
        let Some(of) = self.element_of(right.ty) else {
            if matches!(self.program.types.of(right.ty), Type::Unknown) {
                return Typed { ty, ..Typed::UNKNOWN };
            }
            let found = self.show(right.ty);
            let expected = "a list, a map, a range or a window".to_owned();
            return self.broken(Problem::WrongType { span: rhs.span(), expected, found, help: None });
        };
        let bare = Typed { ty: Checker::unlabelled(left.ty), ..left };
        // The narrower side becomes what the other one is.
        let elements = self.program.types.plain(Type::List(bare.ty));
        let is_list = matches!(self.program.types.of(right.ty), Type::List(_));
        if is_list && !self.converts(bare, of) && self.converts(right, elements) {
            let right = Typed { id: self.convert(right, elements, rhs.span()), ty: elements };
            return self.binary(written, BinaryOp::In, bare, right, ty);
        }
        let left = Typed { id: self.convert(bare, of, lhs.span()), ..left };
        self.binary(written, BinaryOp::In, left, right, ty)
    }

    fn element_of(&mut self, ty: Ty) -> Option<Ty> {
        match self.program.types.of(ty) {
            Type::List(of) => Some(Checker::unlabelled(of)),
            Type::Map(_) => Some(self.program.types.plain(Type::Text)),
            Type::Window => Some(self.program.types.plain(Type::Clock)),
            Type::Range(of) => Some(Ty { id: of, labels: Labels::NONE }),
            _ => None,
        }
    }
}

/// `[]` or `{}`.
fn is_empty_literal(written: Syntax<'_>) -> bool {
    match written.inner() {
        Some(Syntax::Body(body)) => body.is_empty(),
        Some(Syntax::List(list)) => list.entries().next().is_none(),
        _ => false,
    }
}

fn is_ordered(ty: Type) -> bool {
    ty.quantity().is_some() || matches!(ty, Type::Clock | Type::String)
}
