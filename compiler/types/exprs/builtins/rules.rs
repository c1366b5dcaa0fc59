//! What each built-in function makes of its arguments.

use program::{Builtin, Labels, Ty, Type};
use syntax::{Arg, CallExpr, Expr as Syntax};
use values::ExprId;

use crate::checker::{Checker, Typed};
use crate::problem::Problem;

/// An argument with its expression.
struct Given<'a> {
    typed: Typed,
    written: Syntax<'a>,
}

impl<'a> Checker<'a> {
    pub(super) fn check_typed(
        &mut self,
        builtin: Builtin,
        args: &[Arg<'a>],
        call: CallExpr<'a>,
        hint: Option<Ty>,
    ) -> Typed {
        let list_hint = hint.filter(|ty| matches!(self.program.types.of(*ty), Type::List(_)));
        let first_hint = match builtin {
            Builtin::Distinct | Builtin::Sort | Builtin::Take | Builtin::Rest => list_hint,
            Builtin::Flatten => list_hint.map(|list| self.program.types.plain(Type::List(list))),
            _ => None,
        };
        let mut given: Vec<Given<'a>> = Vec::new();
        for arg in args {
            let Some(written) = arg.value() else { return Typed::UNKNOWN };
            let hint = if given.is_empty() { first_hint } else { given.first().map(|first| first.typed.ty) };
            given.push(Given { typed: self.check(written, hint), written });
        }
        if given.iter().any(|given| matches!(self.program.types.of(given.typed.ty), Type::Unknown)) {
            return Typed::UNKNOWN;
        }
        let labels = given.iter().fold(Labels::NONE, |labels, given| labels.and(given.typed.ty.labels));
        let Some((ids, ty)) = self.rule(builtin, &given) else { return Typed::UNKNOWN };
        let of_text = given
            .first()
            .is_some_and(|first| matches!(self.program.types.of(first.typed.ty), Type::String | Type::Text));
        let labels = if is_shape(builtin) && !of_text { Labels::NONE } else { ty.labels.and(labels) };
        self.builtin(builtin, &ids, call, Ty { labels, ..ty })
    }

    /// What a built-in function makes of its arguments.
    fn rule(&mut self, builtin: Builtin, given: &[Given<'a>]) -> Option<(Vec<ExprId>, Ty)> {
        let first = given.first()?;
        let plain = |checker: &mut Self, ty| checker.program.types.plain(ty);
        let ids = |given: &[Given<'a>]| given.iter().map(|given| given.typed.id).collect::<Vec<_>>();
        use Builtin as B;
        match builtin {
            B::All | B::Any => {
                let bool_ty = plain(self, Type::Bool);
                let list = plain(self, Type::List(bool_ty));
                Some((vec![self.arg(first, list)], bool_ty))
            }
            B::Ceil | B::Floor => {
                let number = plain(self, Type::Number);
                Some((vec![self.arg(first, number)], plain(self, Type::Int)))
            }
            B::Count => {
                let int = plain(self, Type::Int);
                // What runs over it says that it must be known; a realization has no way to make as many.
                let id = match self.target_here() {
                    None => self.labelled_arg(first, int),
                    Some(_) => self.arg(first, int),
                };
                Some((vec![id], plain(self, Type::List(int))))
            }
            B::Basename | B::HostOf | B::SchemeOf | B::Lower | B::Upper | B::Trim | B::Replace => {
                let text = plain(self, Type::Text);
                let all = given.iter().map(|given| self.labelled_arg(given, text)).collect();
                Some((all, plain(self, Type::String)))
            }
            B::Subnet => {
                let (text, int) = (plain(self, Type::Text), plain(self, Type::Int));
                let mut all = vec![self.arg(first, text)];
                all.extend(given.iter().skip(1).map(|given| self.arg(given, int)));
                Some((all, plain(self, Type::Cidr)))
            }
            B::PortOf => {
                let text = plain(self, Type::Text);
                Some((vec![self.labelled_arg(first, text)], plain(self, Type::Port)))
            }
            B::Join | B::Lines => self.join_rule(given),
            B::Split => {
                let string = plain(self, Type::String);
                let all = given.iter().map(|given| self.labelled_arg(given, string)).collect();
                Some((all, plain(self, Type::List(string))))
            }
            B::Keys => match self.program.types.of(first.typed.ty) {
                Type::Map(_) => {
                    let string = plain(self, Type::String);
                    Some((ids(given), plain(self, Type::List(string))))
                }
                _ => self.wrong_arg(first, "a map"),
            },
            B::Values => match self.program.types.of(first.typed.ty) {
                Type::Map(of) => Some((ids(given), plain(self, Type::List(of)))),
                _ => self.wrong_arg(first, "a map"),
            },
            B::Length => match self.program.types.of(first.typed.ty) {
                Type::List(_) | Type::Map(_) | Type::String | Type::Text => Some((ids(given), plain(self, Type::Int))),
                _ => self.wrong_arg(first, "a list, a map or a text"),
            },
            B::Plain | B::Entries => match self.program.types.of(first.typed.ty) {
                Type::Map(of) if builtin == B::Plain => {
                    let of = Ty { labels: Labels::NONE, ..of };
                    Some((ids(given), plain(self, Type::Map(of))))
                }
                Type::Map(_) => Some((ids(given), first.typed.ty)),
                _ => self.wrong_arg(first, "a map"),
            },
            B::Min | B::Max | B::Sum => self.fold_rule(builtin, given),
            _ => self.list_rule(builtin, given),
        }
    }

    fn join_rule(&mut self, given: &[Given<'a>]) -> Option<(Vec<ExprId>, Ty)> {
        let first = given.first()?;
        let Type::List(of) = self.program.types.of(first.typed.ty) else {
            return self.wrong_arg(first, "a list of texts");
        };
        let text = self.program.types.plain(Type::Text);
        let list = self.program.types.plain(Type::List(Ty { labels: of.labels, ..text }));
        let string = self.program.types.plain(Type::String);
        let mut all = vec![self.arg(first, list)];
        all.extend(given.iter().skip(1).map(|given| self.arg(given, string)));
        Some((all, Ty { labels: of.labels, ..string }))
    }

    /// `min`, `max` and `sum`: of a list, or of the arguments.
    fn fold_rule(&mut self, builtin: Builtin, given: &[Given<'a>]) -> Option<(Vec<ExprId>, Ty)> {
        let first = given.first()?;
        if let (Type::List(of), [_]) = (self.program.types.of(first.typed.ty), given) {
            return match self.folds(builtin, of) {
                true => Some((vec![first.typed.id], of)),
                false => self.wrong_arg(first, "a list of numbers or of quantities"),
            };
        }
        if !self.folds(builtin, first.typed.ty) {
            return self.wrong_arg(first, "a number or a quantity");
        }
        let mut ty = first.typed.ty;
        if given.iter().any(|given| matches!(self.program.types.of(given.typed.ty), Type::Number)) {
            ty = self.program.types.plain(Type::Number);
        }
        let all = given.iter().map(|given| self.arg(given, ty)).collect();
        Some((all, ty))
    }

    /// Whether values of a type are added up, or one of them is the least.
    fn folds(&self, builtin: Builtin, ty: Ty) -> bool {
        match self.program.types.of(ty) {
            Type::Int | Type::Number | Type::Port | Type::Shape(_) | Type::Unknown => true,
            Type::Clock => builtin != Builtin::Sum,
            ty => ty.quantity().is_some(),
        }
    }

    fn list_rule(&mut self, builtin: Builtin, given: &[Given<'a>]) -> Option<(Vec<ExprId>, Ty)> {
        let first = given.first()?;
        if builtin == Builtin::Coalesce {
            let inner = match self.program.types.of(first.typed.ty) {
                Type::Optional(of) => of,
                _ => first.typed.ty,
            };
            let optional = self.make_optional(inner);
            let all = given.iter().map(|given| self.labelled_arg(given, optional)).collect();
            return Some((all, optional));
        }
        let Type::List(of) = self.program.types.of(first.typed.ty) else { return self.wrong_arg(first, "a list") };
        let is_unordered = matches!(
            self.program.types.of(of),
            Type::List(_) | Type::Map(_) | Type::Record(_) | Type::Union(_) | Type::Optional(_) | Type::Bool
        );
        if builtin == Builtin::Sort && is_unordered {
            return self.wrong_arg(first, "a list of what has an order");
        }
        let mut all = vec![first.typed.id];
        let ty = match builtin {
            Builtin::One => of,
            Builtin::Find => {
                let text = self.program.types.plain(Type::Text);
                all.extend(given.iter().skip(1).map(|given| self.labelled_arg(given, text)));
                of
            }
            Builtin::Flatten => match self.program.types.of(of) {
                Type::List(_) => of,
                _ => return self.wrong_arg(first, "a list of lists"),
            },
            Builtin::Take => {
                let int = self.program.types.plain(Type::Int);
                all.extend(given.iter().skip(1).map(|given| self.arg(given, int)));
                first.typed.ty
            }
            _ => first.typed.ty,
        };
        Some((all, ty))
    }

    fn arg(&mut self, given: &Given<'a>, ty: Ty) -> ExprId {
        self.convert(given.typed, ty, given.written.span())
    }

    fn labelled_arg(&mut self, given: &Given<'a>, ty: Ty) -> ExprId {
        self.arg(given, Ty { labels: given.typed.ty.labels, ..ty })
    }

    fn wrong_arg(&mut self, given: &Given<'a>, expected: &str) -> Option<(Vec<ExprId>, Ty)> {
        let found = self.show(given.typed.ty);
        let problem =
            Problem::WrongType { span: given.written.span(), expected: expected.to_owned(), found, help: None };
        self.report(problem);
        None
    }
}

/// Whether the result tells nothing but keys and counts, which are always static.
fn is_shape(builtin: Builtin) -> bool {
    matches!(builtin, Builtin::Keys | Builtin::Length)
}
