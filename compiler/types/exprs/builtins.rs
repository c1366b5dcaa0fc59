//! Built-in functions: the only polymorphic ones, so each has a rule of its own.

use names::Space;
use program::{Builtin, Expr, InstanceFilter, Labels, Ty, Type};
use syntax::{Arg, CallExpr, Expr as Syntax, TokenRef};
use values::ExprId;

use crate::checker::{Checker, Entry, Typed};
use crate::problem::Problem;

/// The functions that the language brings along.
pub(crate) const NAMES: [(&str, Builtin); 50] = [
    ("all", Builtin::All),
    ("any", Builtin::Any),
    ("basename", Builtin::Basename),
    ("ceil", Builtin::Ceil),
    ("coalesce", Builtin::Coalesce),
    ("count", Builtin::Count),
    ("digest", Builtin::Digest),
    ("distinct", Builtin::Distinct),
    ("doc_of", Builtin::DocOf),
    ("entries", Builtin::Entries),
    ("entry", Builtin::Entry),
    ("expanded", Builtin::Expanded),
    ("fail", Builtin::Fail),
    ("files", Builtin::Files),
    ("find", Builtin::Find),
    ("flatten", Builtin::Flatten),
    ("floor", Builtin::Floor),
    ("hole", Builtin::Hole),
    ("holes", Builtin::Holes),
    ("host_of", Builtin::HostOf),
    ("join", Builtin::Join),
    ("json", Builtin::Json),
    ("kept", Builtin::Kept),
    ("keys", Builtin::Keys),
    ("known", Builtin::Known),
    ("length", Builtin::Length),
    ("lines", Builtin::Lines),
    ("lower", Builtin::Lower),
    ("max", Builtin::Max),
    ("min", Builtin::Min),
    ("one", Builtin::One),
    ("plain", Builtin::Plain),
    ("path_of", Builtin::PathOf),
    ("port_of", Builtin::PortOf),
    ("read", Builtin::Read),
    ("replace", Builtin::Replace),
    ("rest", Builtin::Rest),
    ("reveal", Builtin::Reveal),
    ("revision", Builtin::Revision),
    ("scheme_of", Builtin::SchemeOf),
    ("sort", Builtin::Sort),
    ("split", Builtin::Split),
    ("subnet", Builtin::Subnet),
    ("sum", Builtin::Sum),
    ("take", Builtin::Take),
    ("trim", Builtin::Trim),
    ("upper", Builtin::Upper),
    ("values", Builtin::Values),
    ("variable_of", Builtin::VariableOf),
    ("yaml", Builtin::Yaml),
];

/// An argument with its expression.
struct Given<'a> {
    typed: Typed,
    written: Syntax<'a>,
}

impl<'a> Checker<'a> {
    pub(crate) fn check_builtin(&mut self, name: TokenRef<'a>, call: CallExpr<'a>, hint: Option<Ty>) -> Typed {
        if name.text == "instances" {
            return self.check_instances(call);
        }
        let Some((_, builtin)) = NAMES.iter().find(|(known, _)| *known == name.text) else {
            return self.unknown_function(name.text, name.span);
        };
        let args: Vec<Arg<'a>> = call.args().collect();
        if let (Builtin::All | Builtin::Any, [arg]) = (builtin, args.as_slice())
            && arg.for_clause().is_some()
        {
            return self.check_quantifier(*builtin, *arg, call);
        }
        let (low, high) = arity(*builtin);
        let named = args.iter().filter_map(|arg| arg.name());
        if let Some(unknown) = named.into_iter().find(|arg| (*builtin, arg.text) != (Builtin::Reveal, "because")) {
            let known = if *builtin == Builtin::Reveal { vec!["because".to_owned()] } else { Vec::new() };
            let (span, name, function) = (unknown.span, unknown.text.to_owned(), name.text.to_owned());
            return self.broken(Problem::UnknownParam { span, name, function, known, declared: None });
        }
        let positional: Vec<&Arg<'a>> = args.iter().filter(|arg| arg.name().is_none()).collect();
        if positional.len() < low || positional.len() > high {
            let (name, found) = (name.text.to_owned(), positional.len());
            return self.broken(Problem::WrongArity { span: call.span(), name, low, high, found });
        }
        match builtin {
            Builtin::Json | Builtin::Yaml | Builtin::Digest => self.check_printer(*builtin, &args, call),
            Builtin::Entry => self.check_stored(&args, call),
            Builtin::Kept => self.check_kept(&args, call),
            Builtin::Revision => self.check_revision(&args, call),
            Builtin::DocOf
            | Builtin::Expanded
            | Builtin::Hole
            | Builtin::Holes
            | Builtin::Known
            | Builtin::PathOf
            | Builtin::VariableOf => self.check_secret_function(*builtin, &args, call),
            Builtin::Fail => self.check_fail(&args, call, hint),
            Builtin::Reveal => self.check_reveal(&args, call),
            Builtin::Read | Builtin::Files => self.check_files(*builtin, &args, call),
            _ => self.check_typed(*builtin, &args, call, hint),
        }
    }

    /// `instances(C)`: those that the spec and the environment declare.
    fn check_instances(&mut self, call: CallExpr<'a>) -> Typed {
        let args: Vec<Arg<'a>> = call.args().collect();
        let Some(Syntax::Name(name)) = args.first().and_then(|arg| arg.value()) else {
            return self.broken(Problem::InstancesOf { span: call.span() });
        };
        let Some(token) = name.token() else { return Typed::UNKNOWN };
        let found = self.names.find(self.context.package, Space::Types, token.text);
        let (filter, of) = match found.map(|id| self.type_entry(id)) {
            Some(Entry::Component(id)) => (InstanceFilter::Component(id), Type::Component(id, None)),
            Some(Entry::Interface(id)) => (InstanceFilter::Interface(id), Type::Interface(id, None)),
            _ if token.text == "instance" => (InstanceFilter::All, Type::Instance),
            _ => return self.broken(Problem::InstancesOf { span: token.span }),
        };
        let of = self.program.types.plain(of);
        let ty = self.program.types.plain(Type::List(of));
        self.push(Expr::Instances(filter), call.span(), ty)
    }

    /// `all(x in xs : c)` is a list of conditions, one a turn.
    fn check_quantifier(&mut self, builtin: Builtin, arg: Arg<'a>, call: CallExpr<'a>) -> Typed {
        let locals = self.locals.len();
        let narrowed = self.narrowed.len();
        let bound = arg.for_clause().and_then(|clause| self.bind(clause));
        let (Some(bound), Some(written)) = (bound, arg.value()) else { return Typed::UNKNOWN };
        let filter = arg.condition().map(|condition| self.check_guard(condition)).and_then(program::Exprs::some);
        let condition = self.check_condition(written);
        self.locals.truncate(locals);
        self.narrowed.truncate(narrowed);
        let item =
            program::Entry { kind: program::EntryKind::Item, value: condition, condition: None, span: written.span() };
        let body = self.program.exprs.push_entries(&[item]);
        let second = bound.second.and_then(std::num::NonZeroU16::new);
        let kind = program::EntryKind::For { first: bound.first, second, filter, body };
        let turns = program::Entry { kind, value: bound.source, condition: None, span: arg.span() };
        let slice = self.program.exprs.push_entries(&[turns]);
        let bool_ty = self.program.types.plain(Type::Bool);
        let list = self.program.types.plain(Type::List(bool_ty));
        let list = self.push(Expr::List(slice), arg.span(), list);
        self.builtin(builtin, &[list.id], call, bool_ty)
    }

    pub(super) fn builtin(&mut self, builtin: Builtin, args: &[ExprId], call: CallExpr<'a>, ty: Ty) -> Typed {
        let args = self.program.exprs.push_list(args);
        self.push(Expr::Builtin(builtin, args), call.span(), ty)
    }

    /// `json(x)`, `yaml(x)`, `digest(x)`: plain data to text.
    fn check_printer(&mut self, builtin: Builtin, args: &[Arg<'a>], call: CallExpr<'a>) -> Typed {
        let data = self.program.types.plain(Type::Data);
        let Some(written) = args.first().and_then(|arg| arg.value()) else { return Typed::UNKNOWN };
        let outer = std::mem::replace(&mut self.printed, Labels::NONE);
        let typed = self.check(written, Some(data));
        let inside = std::mem::replace(&mut self.printed, outer);
        let labels = inside.and(self.deep_labels(typed.ty));
        if builtin == Builtin::Digest {
            self.must_be_static(labels, "a digest", written.span());
        }
        let id = self.convert(typed, Ty { labels, ..data }, written.span());
        self.printed = outer;
        let mut all = vec![id];
        let int = self.program.types.plain(Type::Int);
        all.extend(args.iter().skip(1).filter_map(|arg| arg.value()).map(|value| self.check_against(value, int)));
        let string = self.program.types.plain(Type::String);
        self.builtin(builtin, &all, call, Ty { labels, ..string })
    }

    /// `entry("password")`: a secret of the instance at hand in the store; without a name, all that it keeps there.
    fn check_stored(&mut self, args: &[Arg<'a>], call: CallExpr<'a>) -> Typed {
        if !matches!(self.context.home, crate::scope::Home::Realization { .. }) {
            let (place, expected) = ("here", "in a realization");
            return self.broken(Problem::NotHere { span: call.span(), place, expected });
        }
        let string = self.program.types.plain(Type::String);
        let name: Vec<ExprId> =
            args.iter().filter_map(|arg| arg.value()).map(|value| self.check_against(value, string)).collect();
        let labels = Labels::SECRET.and(Labels::DEFERRED);
        self.builtin(Builtin::Entry, &name, call, Ty { labels, ..string })
    }

    /// What asks for the secrets in a value: it gives their places, never what they are.
    fn check_secret_function(&mut self, builtin: Builtin, args: &[Arg<'a>], call: CallExpr<'a>) -> Typed {
        let Some(written) = args.first().and_then(|arg| arg.value()) else { return Typed::UNKNOWN };
        let typed = self.check(written, None);
        let string = self.program.types.plain(Type::String);
        let secret = Ty { labels: Labels::SECRET.and(Labels::DEFERRED), ..string };
        let ty = match builtin {
            Builtin::Hole => self.make_optional(secret),
            Builtin::Holes => self.program.types.plain(Type::List(secret)),
            Builtin::Expanded => Ty { labels: Labels::DEFERRED, ..string },
            Builtin::Known => self.program.types.plain(Type::Bool),
            _ => string,
        };
        self.builtin(builtin, &[typed.id], call, ty)
    }

    /// `kept(hole)`: what the owner of a secret shows in the face `kept` of the target at hand.
    fn check_kept(&mut self, args: &[Arg<'a>], call: CallExpr<'a>) -> Typed {
        let Some(written) = args.first().and_then(|arg| arg.value()) else { return Typed::UNKNOWN };
        let symbol = self.intern("kept");
        let face = self.target_here().and_then(|target| {
            let target = self.program.target(target);
            target.faces.get(usize::from(target.face(symbol)?)).map(|face| face.ty)
        });
        let Some(Type::Map(of)) = face.map(|ty| self.program.types.of(ty)) else {
            let (place, expected) = ("here", "on a target that declares `export kept: map(…)`");
            return self.broken(Problem::NotHere { span: call.span(), place, expected });
        };
        let typed = self.check(written, None);
        let ty = self.make_optional(of);
        self.builtin(Builtin::Kept, &[typed.id], call, ty)
    }

    /// `revision(x)`: a number made of all in x that is no secret, so nothing secret is in it.
    fn check_revision(&mut self, args: &[Arg<'a>], call: CallExpr<'a>) -> Typed {
        let Some(written) = args.first().and_then(|arg| arg.value()) else { return Typed::UNKNOWN };
        let typed = self.check(written, None);
        let int = self.program.types.plain(Type::Int);
        self.builtin(Builtin::Revision, &[typed.id], call, Ty { labels: Labels::DEFERRED, ..int })
    }

    /// `fail("…")` fits wherever a value is expected.
    fn check_fail(&mut self, args: &[Arg<'a>], call: CallExpr<'a>, hint: Option<Ty>) -> Typed {
        let string = self.program.types.plain(Type::String);
        let message: Vec<ExprId> =
            args.iter().filter_map(|arg| arg.value()).map(|value| self.check_against(value, string)).collect();
        let ty = hint.unwrap_or(Typed::UNKNOWN.ty);
        self.builtin(Builtin::Fail, &message, call, ty)
    }

    /// `reveal(x, because = "…")`: the one way down from a secret.
    fn check_reveal(&mut self, args: &[Arg<'a>], call: CallExpr<'a>) -> Typed {
        let Some(written) = args.first().and_then(|arg| arg.value()) else { return Typed::UNKNOWN };
        let reason = args.iter().find(|arg| arg.name().is_some_and(|name| name.text == "because"));
        let Some(reason) = reason.and_then(|arg| arg.value()) else {
            return self.broken(Problem::RevealNeedsReason { span: call.span() });
        };
        let string = self.program.types.plain(Type::String);
        let reason = self.check_against(reason, string);
        let typed = self.check(written, None);
        let labels = if typed.ty.labels.is_deferred() { Labels::DEFERRED } else { Labels::NONE };
        self.builtin(Builtin::Reveal, &[typed.id, reason], call, Ty { id: typed.ty.id, labels })
    }

    fn check_typed(&mut self, builtin: Builtin, args: &[Arg<'a>], call: CallExpr<'a>, hint: Option<Ty>) -> Typed {
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

/// How many arguments a built-in function takes, named ones apart.
fn arity(builtin: Builtin) -> (usize, usize) {
    use Builtin as B;
    match builtin {
        B::Join | B::Split | B::Take => (2, 2),
        B::Find | B::Replace | B::Subnet => (3, 3),
        B::Min | B::Max | B::Sum | B::Coalesce => (1, 16),
        B::Digest => (1, 2),
        B::Entry => (0, 1),
        _ => (1, 1),
    }
}

/// Whether the result tells nothing but keys and counts, which are always static.
fn is_shape(builtin: Builtin) -> bool {
    matches!(builtin, Builtin::Keys | Builtin::Length)
}
