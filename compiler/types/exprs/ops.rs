//! Operators, `is` and `as`.

mod compare;

use program::{BinaryOp, Expr, Labels, Ty, Type, UnaryOp};
use syntax::{AsExpr, BinaryExpr, Expr as Syntax, IsExpr, UnaryExpr};
use values::{Unit, Value, Window};

use crate::checker::{Checker, Typed};
use crate::problem::Problem;

impl<'a> Checker<'a> {
    pub(crate) fn check_unary(&mut self, written: UnaryExpr<'a>, hint: Option<Ty>) -> Typed {
        let (Some(op), Some(operand)) = (written.op(), written.expr()) else { return Typed::UNKNOWN };
        if op == syntax::UnaryOp::Not {
            let operand = self.check_condition(operand);
            let ty = self.program.types.plain(Type::Bool);
            return self.push(Expr::Unary(UnaryOp::Not, operand), written.span(), ty);
        }
        let typed = self.check(operand, hint);
        let negated = match self.program.exprs.get(typed.id) {
            Expr::Value(Value::Int(whole)) => whole.checked_neg().map(Value::Int),
            Expr::Value(Value::Number { mantissa, scale }) => Some(Value::Number { mantissa: -mantissa, scale }),
            Expr::Value(Value::Quantity { kind, amount }) => Some(Value::Quantity { kind, amount: -amount }),
            _ => None,
        };
        if let Some(value) = negated {
            return self.push(Expr::Value(value), written.span(), typed.ty);
        }
        match self.program.types.of(typed.ty) {
            Type::Int | Type::Number | Type::Size | Type::Duration | Type::Cpu | Type::Percent => {
                self.push(Expr::Unary(UnaryOp::Negate, typed.id), written.span(), typed.ty)
            }
            Type::Unknown => Typed::UNKNOWN,
            _ => {
                let found = self.show(typed.ty);
                let expected = "a number or a quantity".to_owned();
                self.broken(Problem::WrongType { span: operand.span(), expected, found, help: None })
            }
        }
    }

    pub(crate) fn check_binary(&mut self, written: BinaryExpr<'a>, hint: Option<Ty>) -> Typed {
        let (Some(op), Some(lhs), Some(rhs)) = (written.op(), written.lhs(), written.rhs()) else {
            return Typed::UNKNOWN;
        };
        use syntax::BinaryOp as Op;
        match op {
            Op::Range => self.check_range(written, lhs, rhs, hint),
            Op::And | Op::Or => self.check_logic(written, op == Op::And, lhs, rhs),
            Op::Else => self.check_coalesce(written, lhs, rhs, hint),
            Op::In => self.check_in(written, lhs, rhs),
            Op::Eq => self.check_equal(written, BinaryOp::Equal, lhs, rhs),
            Op::Ne => self.check_equal(written, BinaryOp::NotEqual, lhs, rhs),
            Op::Lt => self.check_order(written, BinaryOp::Less, lhs, rhs),
            Op::Le => self.check_order(written, BinaryOp::LessEqual, lhs, rhs),
            Op::Gt => self.check_order(written, BinaryOp::Greater, lhs, rhs),
            Op::Ge => self.check_order(written, BinaryOp::GreaterEqual, lhs, rhs),
            Op::Add => self.check_arithmetic(written, BinaryOp::Add, lhs, rhs),
            Op::Sub => self.check_arithmetic(written, BinaryOp::Subtract, lhs, rhs),
            Op::Mul => self.check_arithmetic(written, BinaryOp::Multiply, lhs, rhs),
            Op::Div => self.check_arithmetic(written, BinaryOp::Divide, lhs, rhs),
            Op::Rem => self.check_arithmetic(written, BinaryOp::Remainder, lhs, rhs),
        }
    }

    fn binary(&mut self, written: BinaryExpr<'a>, op: BinaryOp, lhs: Typed, rhs: Typed, ty: Ty) -> Typed {
        self.push(Expr::Binary(op, lhs.id, rhs.id), written.span(), ty)
    }

    /// `a..b`, a window where both are clocks.
    fn check_range(&mut self, written: BinaryExpr<'a>, lhs: Syntax<'a>, rhs: Syntax<'a>, hint: Option<Ty>) -> Typed {
        let of = match hint.map(|ty| self.program.types.of(ty)) {
            Some(Type::Range(of)) => Some(Ty { id: of, labels: Labels::NONE }),
            Some(Type::Window) => Some(self.program.types.plain(Type::Clock)),
            _ => None,
        };
        let low = self.check(lhs, of);
        let low = match of {
            Some(of) => Typed { id: self.convert(low, of, lhs.span()), ty: of },
            None => low,
        };
        let high = self.check(rhs, Some(low.ty));
        if hint.is_some_and(|ty| matches!(self.program.types.of(ty), Type::Unknown)) {
            return Typed::UNKNOWN;
        }
        // What is wrong with the start is wrong with the end, most often: it is said once.
        if of.is_some() && matches!(self.program.exprs.get(low.id), Expr::Unknown) {
            return Typed::UNKNOWN;
        }
        let high_id = self.convert(high, low.ty, rhs.span());
        let form = self.program.types.of(low.ty);
        if !self.has_range(form) && form != Type::Clock {
            let (expected, found) = ("a number, a quantity or a clock".to_owned(), self.show(low.ty));
            return self.broken(Problem::WrongType { span: lhs.span(), expected, found, help: None });
        }
        if let (Expr::Value(a), Expr::Value(b)) = (self.program.exprs.get(low.id), self.program.exprs.get(high_id)) {
            if let (Value::Clock(from), Value::Clock(to)) = (a, b) {
                return self.constant_expr(Value::Window(Window { from, to }), written.span(), Type::Window);
            }
            if is_reversed(a, b) {
                return self.broken(Problem::ReversedRange { span: written.span(), low: lhs.span(), high: rhs.span() });
            }
        }
        let ty = self.program.types.id(Type::Range(low.ty.id));
        let ty = Ty { id: ty, labels: low.ty.labels.and(high.ty.labels) };
        self.push(Expr::Range(low.id, high_id), written.span(), ty)
    }

    /// Whether values of a type lie between others.
    pub(crate) fn has_range(&self, ty: Type) -> bool {
        ty.quantity().is_some() || matches!(ty, Type::Int | Type::Number | Type::Port | Type::Shape(_) | Type::Unknown)
    }

    fn check_logic(&mut self, written: BinaryExpr<'a>, is_and: bool, lhs: Syntax<'a>, rhs: Syntax<'a>) -> Typed {
        let left = self.check_condition(lhs);
        let narrowed = self.narrowed.len();
        self.assume(lhs, is_and);
        let right = self.check_condition(rhs);
        self.narrowed.truncate(narrowed);
        let op = if is_and { BinaryOp::And } else { BinaryOp::Or };
        let ty = self.program.types.plain(Type::Bool);
        self.push(Expr::Binary(op, left, right), written.span(), ty)
    }

    /// `a ?? b`
    fn check_coalesce(&mut self, written: BinaryExpr<'a>, lhs: Syntax<'a>, rhs: Syntax<'a>, hint: Option<Ty>) -> Typed {
        let left = self.check(lhs, hint);
        let inner = match self.program.types.of(left.ty) {
            Type::Optional(of) => Ty { id: of.id, labels: of.labels.and(left.ty.labels) },
            Type::None => hint.unwrap_or(left.ty),
            _ => left.ty,
        };
        let right = self.check(rhs, Some(inner));
        let labels = inner.labels.and(right.ty.labels);
        let target = match self.program.types.of(right.ty) {
            Type::Optional(_) | Type::None => self.make_optional(inner),
            _ => inner,
        };
        let target = Ty { labels, ..target };
        // The right side may be the wider one: an int on the left, text on the right.
        if let (Some(hint), false) = (hint, self.converts(right, target)) {
            let (left_id, right_id) =
                (self.convert(Typed { ty: inner, ..left }, hint, lhs.span()), self.convert(right, hint, rhs.span()));
            return self.push(Expr::Binary(BinaryOp::Coalesce, left_id, right_id), written.span(), hint);
        }
        let right_id = self.convert(right, target, rhs.span());
        self.push(Expr::Binary(BinaryOp::Coalesce, left.id, right_id), written.span(), target)
    }

    fn check_arithmetic(&mut self, written: BinaryExpr<'a>, op: BinaryOp, lhs: Syntax<'a>, rhs: Syntax<'a>) -> Typed {
        let (left, right) = (self.check(lhs, None), self.check(rhs, None));
        let labels = left.ty.labels.and(right.ty.labels);
        let (a, b) = (self.program.types.of(left.ty), self.program.types.of(right.ty));
        if matches!(a, Type::Unknown) || matches!(b, Type::Unknown) {
            return Typed::UNKNOWN;
        }
        for (side, ty, found) in [(lhs, a, left), (rhs, b, right)] {
            if let Type::Optional(_) = ty {
                let found = self.show(found.ty);
                return self.broken(Problem::MayBeAbsent { span: side.span(), name: String::new(), found });
            }
        }
        if let (BinaryOp::Add, Type::List(of), Type::List(other)) = (op, a, b) {
            return self.check_concat(written, (left, of), (right, other));
        }
        if let Some(result) = arithmetic(op, a, b) {
            let id = self.program.types.id(result);
            return self.binary(written, op, left, right, Ty { id, labels });
        }
        let is_text = |ty| matches!(ty, Type::String | Type::Text | Type::Url | Type::Domain | Type::Path);
        let hint = (op == BinaryOp::Add && is_text(a)).then(|| "join texts with holes: `\"${a}${b}\"`".to_owned());
        let (left, right) = (self.show(left.ty), self.show(right.ty));
        let operator = written.operator().map(|operator| operator.text.to_owned()).unwrap_or_default();
        self.broken(Problem::NoArithmetic { span: written.span(), operator, left, right, hint })
    }

    /// Two lists one behind the other; the narrower one becomes what the other one is.
    fn check_concat(&mut self, written: BinaryExpr<'a>, left: (Typed, Ty), right: (Typed, Ty)) -> Typed {
        let ((left, of), (right, other)) = (left, right);
        let labels = of.labels.and(other.labels);
        let both = |checker: &mut Self, of: Ty| {
            let element = Ty { labels, ..of };
            Ty { labels: left.ty.labels.and(right.ty.labels), ..checker.program.types.plain(Type::List(element)) }
        };
        let (first, second) = (both(self, of), both(self, other));
        let ty = if !self.is_open(left.ty) && self.converts(right, first) { first } else { second };
        if !self.converts(left, ty) || !self.converts(right, ty) {
            let (left, right) = (self.show(left.ty), self.show(right.ty));
            let (operator, hint) = ("+".to_owned(), None);
            return self.broken(Problem::NoArithmetic { span: written.span(), operator, left, right, hint });
        }
        let span = written.span();
        let (left_id, right_id) = (self.convert(left, ty, span), self.convert(right, ty, span));
        self.binary(written, BinaryOp::Add, Typed { id: left_id, ty }, Typed { id: right_id, ty }, ty)
    }

    /// `x is case`
    pub(crate) fn check_is(&mut self, written: IsExpr<'a>) -> Typed {
        let (Some(base), Some(case)) = (written.expr(), written.case()) else { return Typed::UNKNOWN };
        let typed = self.check(base, None);
        let ty = self.program.types.plain(Type::Bool);
        let inner = match self.program.types.of(typed.ty) {
            Type::Optional(of) => of,
            _ => typed.ty,
        };
        let Type::Union(union) = self.program.types.of(inner) else {
            if matches!(self.program.types.of(inner), Type::Unknown) {
                return Typed { ty, ..Typed::UNKNOWN };
            }
            let found = self.show(typed.ty);
            return self.broken(Problem::NoCases { span: base.span(), name: case.text.to_owned(), expected: found });
        };
        let symbol = self.intern(case.text);
        match self.program.union(union).find(symbol) {
            Some(found) => self.push(Expr::Is(typed.id, found), written.span(), ty),
            None => {
                let (expected, cases) = (self.show(inner), self.case_names(inner));
                let nearest = source::nearest(case.text, cases.iter().map(String::as_str)).map(str::to_owned);
                self.broken(Problem::UnknownCase {
                    span: case.span,
                    name: case.text.to_owned(),
                    expected,
                    cases,
                    nearest,
                })
            }
        }
    }

    /// `x as unit`; absent where `x` is.
    pub(crate) fn check_as(&mut self, written: AsExpr<'a>) -> Typed {
        let (Some(base), Some(unit)) = (written.expr(), written.unit()) else { return Typed::UNKNOWN };
        let typed = self.check(base, None);
        let (inner, optional) = match self.program.types.of(typed.ty) {
            Type::Optional(of) => (self.program.types.of(of), true),
            other => (other, false),
        };
        if matches!(inner, Type::Unknown) {
            return Typed::UNKNOWN;
        }
        // A time of day is the time since midnight.
        let kind = if matches!(inner, Type::Clock) { Some(values::QuantityKind::Duration) } else { inner.quantity() };
        let Some(kind) = kind else {
            let found = self.show(typed.ty);
            let expected = "a quantity".to_owned();
            return self.broken(Problem::WrongType { span: base.span(), expected, found, help: None });
        };
        let at = Unit::ALL.iter().position(|known| known.name == unit.text && known.kind.is_same(kind));
        let Some(at) = at else {
            let known =
                Unit::ALL.into_iter().filter(|known| known.kind.is_same(kind)).map(|known| known.name.to_owned());
            let (known, kind) = (known.collect(), kind.name());
            return self.broken(Problem::NoSuchUnit { span: unit.span, name: unit.text.to_owned(), kind, known });
        };
        let fraction = Unit::ALL.get(at).is_some_and(|known| known.fraction);
        let ty = self.program.types.plain(if fraction { Type::Number } else { Type::Int });
        let ty = if optional { self.make_optional(ty) } else { ty };
        let ty = Ty { id: ty.id, labels: typed.ty.labels };
        self.push(Expr::As(typed.id, at as u8), written.span(), ty)
    }
}

fn is_reversed(low: Value, high: Value) -> bool {
    use std::cmp::Ordering::Greater;
    match (low.to_quantity(), high.to_quantity()) {
        (Some(a), Some(b)) => a.compare(b) == Some(Greater),
        _ => matches!((low.to_decimal(), high.to_decimal()), (Some(a), Some(b)) if a > b),
    }
}

/// The type of a calculation, if its operands go together.
fn arithmetic(op: BinaryOp, a: Type, b: Type) -> Option<Type> {
    use BinaryOp::{Add, Divide, Multiply, Remainder, Subtract};
    let number = |ty| matches!(ty, Type::Int | Type::Number | Type::Port);
    let whole = |ty| matches!(ty, Type::Int | Type::Port);
    match op {
        Remainder if whole(a) && whole(b) => Some(Type::Int),
        Add | Subtract | Multiply | Divide if whole(a) && whole(b) => Some(Type::Int),
        Add | Subtract | Multiply | Divide if number(a) && number(b) => Some(Type::Number),
        Add | Subtract if a.quantity().is_some() && a == b => Some(a),
        Multiply if a.quantity().is_some() && number(b) => Some(a),
        Multiply if number(a) && b == Type::Percent => Some(Type::Number),
        Multiply if a.quantity().is_some() && b == Type::Percent => Some(a),
        Multiply if number(a) && b.quantity().is_some() => Some(b),
        Divide if a.quantity().is_some() && number(b) => Some(a),
        Divide if a.quantity().is_some() && a == b => Some(Type::Number),
        _ => None,
    }
}
