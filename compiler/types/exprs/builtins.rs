//! Built-in functions: the only polymorphic ones, so each has a rule of its own.

mod rules;

use names::Space;
use program::{Builtin, Expr, Field, InstanceFilter, Labels, Record, Ty, Type};
use syntax::{Arg, CallExpr, Expr as Syntax, TokenRef};
use values::ExprId;

use crate::checker::{Checker, Entry, Printed, Typed};
use crate::problem::Problem;
use crate::scope::Home;

/// The functions that the language brings along.
pub(crate) const NAMES: [(&str, Builtin); 53] = [
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
    ("handover", Builtin::Handover),
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
    ("stated", Builtin::Stated),
    ("subnet", Builtin::Subnet),
    ("sum", Builtin::Sum),
    ("take", Builtin::Take),
    ("template", Builtin::Template),
    ("trim", Builtin::Trim),
    ("upper", Builtin::Upper),
    ("values", Builtin::Values),
    ("variable_of", Builtin::VariableOf),
    ("yaml", Builtin::Yaml),
];

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
        if let Some(problem) = misfit(*builtin, name, &args, call) {
            return self.broken(problem);
        }
        match builtin {
            Builtin::Json | Builtin::Yaml | Builtin::Digest => self.check_printer(*builtin, &args, call, hint),
            Builtin::Entry => self.check_stored(&args, call),
            Builtin::Handover => self.check_handed_over(&args, call),
            Builtin::Kept => self.check_kept(&args, call),
            Builtin::Stated => self.check_stated(&args, call),
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
            Builtin::Template => self.check_template(&args, call),
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
    fn check_printer(&mut self, builtin: Builtin, args: &[Arg<'a>], call: CallExpr<'a>, hint: Option<Ty>) -> Typed {
        let document = if builtin == Builtin::Json { self.document_at(hint) } else { None };
        let Some(written) = args.first().and_then(|arg| arg.value()) else { return Typed::UNKNOWN };
        let (id, labels) = self.check_data(builtin, written, document);
        let mut all = vec![id];
        let int = self.program.types.plain(Type::Int);
        all.extend(args.iter().skip(1).filter_map(|arg| arg.value()).map(|value| self.check_against(value, int)));
        let string = self.program.types.plain(Type::String);
        self.builtin(builtin, &all, call, Ty { labels, ..string })
    }

    /// Checks what is printed as data, with the labels of all in it. What must be known here may wait for nothing.
    pub(super) fn check_data(
        &mut self,
        builtin: Builtin,
        written: Syntax<'a>,
        document: Option<Ty>,
    ) -> (ExprId, Labels) {
        let data = document.unwrap_or(self.program.types.plain(Type::Data));
        let inner = Printed { in_template: builtin == Builtin::Template, ..Printed::default() };
        let outer = std::mem::replace(&mut self.printed, inner);
        let typed = self.check(written, Some(data));
        self.printed.enter(self.deep_labels(typed.ty), written.span());
        let printed = self.printed;
        let id = self.convert(typed, Ty { labels: printed.labels.and(data.labels), ..data }, written.span());
        self.printed = outer;
        let static_in = match builtin {
            Builtin::Digest => Some("a digest"),
            Builtin::Template => Some("a template"),
            _ => None,
        };
        if let Some(what) = static_in {
            self.must_be_static(printed.labels, what, printed.span.unwrap_or(written.span()));
        }
        (id, printed.labels)
    }

    /// `entry("password")`: a secret of the instance at hand in the store; without a name, all that it keeps there.
    fn check_stored(&mut self, args: &[Arg<'a>], call: CallExpr<'a>) -> Typed {
        if !matches!(self.context.home, Home::Realization { .. }) {
            let (place, expected) = ("here", "in a realization");
            return self.broken(Problem::NotHere { span: call.span(), place, expected });
        }
        let string = self.program.types.plain(Type::String);
        let (mut name, mut doc) = (None, None);
        for arg in args {
            let Some(value) = arg.value() else { continue };
            let text = self.check_against(value, string);
            match arg.name() {
                None => name = Some(text),
                Some(_) => doc = Some(text),
            }
        }
        let unnamed = || Expr::Value(values::Value::Str(values::Symbols::EMPTY));
        let name = name.unwrap_or_else(|| self.program.exprs.push(unnamed(), call.span()));
        let all: Vec<ExprId> = std::iter::once(name).chain(doc).collect();
        let labels = Labels::SECRET.and(Labels::DEFERRED);
        self.builtin(Builtin::Entry, &all, call, Ty { labels, ..string })
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

    /// `stated(edge, "name")`: a text that the target of the other end states.
    fn check_stated(&mut self, args: &[Arg<'a>], call: CallExpr<'a>) -> Typed {
        let [Some(link), Some(name)] = [args.first(), args.get(1)].map(|arg| arg.and_then(|arg| arg.value())) else {
            return Typed::UNKNOWN;
        };
        let typed = self.check(link, None);
        if !matches!(self.program.types.of(typed.ty), Type::Link(_) | Type::Unknown) {
            let found = self.show(typed.ty);
            let expected = "an edge of `used_by`, `uses` or `visitors`".to_owned();
            return self.broken(Problem::WrongType { span: link.span(), expected, found, help: None });
        }
        let string = self.program.types.plain(Type::String);
        let name = self.check_against(name, string);
        let ty = self.make_optional(string);
        self.builtin(Builtin::Stated, &[typed.id, name], call, ty)
    }

    /// `kept(hole)`: what the hand-over of the target at hand gives of a secret, where that is kept there; of one of the
    /// realization's own, `kept(entry("password"))`, always.
    fn check_kept(&mut self, args: &[Arg<'a>], call: CallExpr<'a>) -> Typed {
        let Some(written) = args.first().and_then(|arg| arg.value()) else { return Typed::UNKNOWN };
        let handover = self.target_here().and_then(|target| self.program.target(target).handover.as_ref());
        let Some(kept) = handover.map(|handover| handover.kept) else {
            let (place, expected) = (crate::decls::NO_HANDOVER, "no secrets that it could read back");
            return self.broken(Problem::NotHere { span: call.span(), place, expected });
        };
        let typed = self.check(written, None);
        let ty = self.program.types.plain(Type::Record(kept));
        let is_own = matches!(self.program.exprs.get(typed.id), Expr::Builtin(Builtin::Entry, _));
        let ty = if is_own { ty } else { self.make_optional(ty) };
        self.builtin(Builtin::Kept, &[typed.id], call, ty)
    }

    /// `handover(db.url)`: how an output gets from its owner to those who read it.
    fn check_handed_over(&mut self, args: &[Arg<'a>], call: CallExpr<'a>) -> Typed {
        let Some(written) = args.first().and_then(|arg| arg.value()) else { return Typed::UNKNOWN };
        if self.context.home != Home::Test {
            let (place, expected) = ("a place outside of tests", "what holds before anything is placed");
            return self.broken(Problem::NotHere { span: call.span(), place, expected });
        }
        let typed = self.check(written, None);
        let record = self.hand_over_record();
        let ty = self.program.types.plain(Type::Record(record));
        self.builtin(Builtin::Handover, &[typed.id], call, ty)
    }

    /// What `handover` gives: `name`, `producer` and `consumers`.
    fn hand_over_record(&mut self) -> values::RecordId {
        if let Some(known) = self.program.hand_over {
            return known;
        }
        let string = self.program.types.plain(Type::String);
        let strings = self.program.types.plain(Type::List(string));
        let span = self.program.app.as_ref().map_or(source::Span::at(source::FileId(0), 0), |app| app.span);
        let fields = [("name", string), ("producer", string), ("consumers", strings)].map(|(name, ty)| {
            let name = self.intern(name);
            Field { name, ty, default: None, required: false, refinements: Vec::new(), doc: None, span }
        });
        let name = Some(self.intern("handover"));
        let record = self.program.types.add_record(Record { name, fields: fields.into(), short: None, span });
        self.program.hand_over = Some(record);
        record
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
}

/// What is wrong with the number and the names of the arguments.
fn misfit(builtin: Builtin, name: TokenRef<'_>, args: &[Arg<'_>], call: CallExpr<'_>) -> Option<Problem> {
    let takes = match builtin {
        Builtin::Reveal => Some("because"),
        Builtin::Entry => Some("doc"),
        _ => None,
    };
    let function = name.text.to_owned();
    if let Some(unknown) = args.iter().filter_map(|arg| arg.name()).find(|arg| Some(arg.text) != takes) {
        let known = takes.map(str::to_owned).into_iter().collect();
        let (span, name) = (unknown.span, unknown.text.to_owned());
        return Some(Problem::UnknownParam { span, name, function, known, declared: None });
    }
    let (low, high) = arity(builtin);
    let found = args.iter().filter(|arg| arg.name().is_none()).count();
    let is_fit = (low..=high).contains(&found);
    (!is_fit).then(|| Problem::WrongArity { span: call.span(), name: function, low, high, found })
}

/// How many arguments a built-in function takes, named ones apart.
fn arity(builtin: Builtin) -> (usize, usize) {
    use Builtin as B;
    match builtin {
        B::Join | B::Split | B::Stated | B::Take | B::Template => (2, 2),
        B::Find | B::Replace | B::Subnet => (3, 3),
        B::Min | B::Max | B::Sum | B::Coalesce => (1, 16),
        B::Digest => (1, 2),
        B::Entry => (0, 1),
        _ => (1, 1),
    }
}
