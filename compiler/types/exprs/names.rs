//! Bare names: cases of the expected union, locals, fields, then what the package declares.

use names::{DeclarationId, Space};
use program::{Expr, LinkSide, Member, SelfPart, Ty, Type};
use source::Span;
use syntax::NameExpr;
use values::{ExprId, Symbol, Value, Weekday};

use crate::checker::{Checker, Entry, Need, Typed};
use crate::problem::Problem;
use crate::scope::{Context, Home, LetHome, Narrowed};

/// The edges of an instance, as its realization sees them.
const LINKS: [(&str, LinkSide); 4] = [
    ("used_by", LinkSide::UsedBy),
    ("uses", LinkSide::Uses),
    ("mentions", LinkSide::Mentions),
    ("waits", LinkSide::Waits),
];

impl<'a> Checker<'a> {
    pub(crate) fn check_name(&mut self, name: NameExpr<'a>, hint: Option<Ty>) -> Typed {
        let Some(token) = name.token() else { return Typed::UNKNOWN };
        if let Some(case) = hint.and_then(|ty| self.case_named(token.text, ty, token.span)) {
            return case;
        }
        match self.resolve(token.text, token.span) {
            Some(found) => self.narrow(found, name.node().text()),
            None => self.unknown_name(token.text, token.span, hint),
        }
    }

    /// The case, the day or the target that a bare name means where one is expected.
    fn case_named(&mut self, name: &str, hint: Ty, span: Span) -> Option<Typed> {
        match self.program.types.of(hint) {
            Type::Union(union) => self.bare_case(union, name, span),
            Type::Weekday => {
                let day = Weekday::parse(name)?;
                let symbol = self.intern(day.name());
                Some(self.constant_expr(Value::Str(symbol), span, Type::Weekday))
            }
            Type::TargetName => {
                let found = self.names.find(self.context.package, Space::Targets, name)?;
                let Entry::Target(_) = self.target_entry(found) else { return None };
                let symbol = self.intern(name);
                Some(self.constant_expr(Value::Str(symbol), span, Type::TargetName))
            }
            _ => None,
        }
    }

    /// What a bare name means, whatever is expected.
    pub(crate) fn resolve(&mut self, name: &str, span: Span) -> Option<Typed> {
        if name == "self" {
            return Some(self.check_self(span));
        }
        if let Some(at) = self.locals.iter().rposition(|local| local.name == name) {
            let ty = self.locals.get(at)?.ty;
            return Some(self.push(Expr::Local(at as u16), span, ty));
        }
        self.resolve_links(name, span)
            .or_else(|| self.resolve_own_let(name, span))
            .or_else(|| self.resolve_made(name, span))
            .or_else(|| self.realized_named(name).map(|made| self.instance_expr(made, span)))
            .or_else(|| self.resolve_bare(name, span))
            .or_else(|| self.resolve_setting(name, span))
            .or_else(|| self.resolve_value(name, span))
    }

    fn check_self(&mut self, span: Span) -> Typed {
        match self.context.own() {
            Some(component) => {
                let ty = self.program.types.plain(Type::Component(component, None));
                self.push(Expr::SelfPart(SelfPart::Whole), span, ty)
            }
            None => self.broken(Problem::NoSelf { span }),
        }
    }

    /// A field, an output or a let of the component at hand, or an instance inside it.
    fn resolve_bare(&mut self, name: &str, span: Span) -> Option<Typed> {
        let component = self.context.bare()?;
        let symbol = self.program.symbols.find(name)?;
        if let Some(known) = self.let_of(LetHome::Component(component), name) {
            return Some(self.let_expr(known, span));
        }
        let known = self.program.component(component);
        let field = self.program.record(known.fields).find(symbol).map(Member::Field);
        let member = field.or_else(|| known.member(symbol))?;
        if let Member::Inner(inner) = member {
            return Some(self.instance_expr(inner, span));
        }
        let ty = self.member_type(component, member)?;
        if matches!(self.context.home, Home::Inner { .. }) {
            let whole = self.program.types.plain(Type::Component(component, None));
            let owner = self.push(Expr::SelfPart(SelfPart::Owner), span, whole);
            return Some(self.push(Expr::Member(owner.id, symbol), span, ty));
        }
        match member {
            Member::Field(at) => Some(self.push(Expr::SelfField(at), span, ty)),
            Member::Out(out) => Some(self.push(Expr::SelfOut(out), span, ty)),
            _ => None,
        }
    }

    /// A setting of the realization at hand.
    fn resolve_setting(&mut self, name: &str, span: Span) -> Option<Typed> {
        let (settings, of): (_, fn(u16) -> Expr) = match self.context.home {
            Home::Realization { settings, .. } | Home::Handover { settings, .. } => (settings, Expr::Setting),
            Home::Target { settings, .. } => (settings, Expr::TargetSetting),
            home => (home.planned()?, Expr::Setting),
        };
        let symbol = self.program.symbols.find(name)?;
        let record = self.program.record(settings);
        let at = record.find(symbol)?;
        let ty = record.fields.get(usize::from(at))?.ty;
        Some(self.push(of(at), span, ty))
    }

    /// `used_by` and `uses` of a realization.
    fn resolve_links(&mut self, name: &str, span: Span) -> Option<Typed> {
        if name == "needed" && matches!(self.context.home, Home::Target { .. }) {
            let string = self.program.types.plain(Type::String);
            let secret = Ty { labels: program::Labels::SECRET.and(program::Labels::DEFERRED), ..string };
            let ty = self.program.types.plain(Type::List(secret));
            return Some(self.push(Expr::Builtin(program::Builtin::Needed, values::Slice::EMPTY), span, ty));
        }
        if let ("visitors", Home::Target { target, .. }) = (name, self.context.home) {
            let link = self.program.types.plain(Type::Link(target));
            let ty = self.program.types.plain(Type::List(link));
            return Some(self.push(Expr::Links(LinkSide::Visitors), span, ty));
        }
        let Home::Realization { target, .. } = self.context.home else { return None };
        let (_, side) = *LINKS.iter().find(|(link, _)| *link == name)?;
        let link = self.program.types.plain(Type::Link(target));
        let ty = self.program.types.plain(Type::List(link));
        Some(self.push(Expr::Links(side), span, ty))
    }

    /// A `let` of the realization or the target at hand.
    fn resolve_own_let(&mut self, name: &str, span: Span) -> Option<Typed> {
        let place = self.context.home.place().map(|(_, settings)| LetHome::Settings(settings));
        let home = place.or_else(|| self.context.home.planned().map(LetHome::Plan))?;
        let known = self.let_of(home, name)?;
        Some(self.let_expr(known, span))
    }

    /// A read of a `let` beside others; one that is being made is made from itself.
    fn let_expr(&mut self, known: program::LetId, span: Span) -> Typed {
        let binding = self.program.binding(known).clone();
        if self.open_lets.contains(&known) {
            let name = self.program.text(binding.name).to_owned();
            return self.broken(Problem::LetCycle { span, name, declared: binding.span });
        }
        self.push(Expr::Let(known), span, binding.ty)
    }

    /// A `let` of a component, a target or a realization; looked at on first use, where it stands.
    pub(crate) fn let_of(&mut self, home: LetHome, name: &str) -> Option<program::LetId> {
        let symbol = self.program.symbols.find(name)?;
        match self.local_lets.get(&(home, symbol)).copied() {
            Some(known) => Some(known),
            None => {
                let (decl, context) = self.let_decl(home, symbol)?;
                self.within(context, |checker| checker.local_let(home, decl))
            }
        }
    }

    /// Where a let is declared, and what it sees: for instances of a realization that is less than for its resources.
    fn let_decl(&self, home: LetHome, name: Symbol) -> Option<(syntax::LetDecl<'a>, Context)> {
        let LetHome::Plan(settings) = home else { return self.let_decls.get(&(home, name)).copied() };
        let (decl, context) = self.let_decls.get(&(LetHome::Settings(settings), name)).copied()?;
        Some((decl, context.at(Home::Plan { component: context.bare()?, settings })))
    }

    /// An instance, a let or an input, of the environment or of the package.
    fn resolve_value(&mut self, name: &str, span: Span) -> Option<Typed> {
        if let Some(own) = self.own_instance(name) {
            return Some(self.instance_expr(own, span));
        }
        let id = self.names.find(self.context.package, Space::Values, name)?;
        Some(self.value_expr(id, span))
    }

    /// The value of a declaration.
    pub(crate) fn value_expr(&mut self, id: DeclarationId, span: Span) -> Typed {
        match self.value_entry(id) {
            Entry::Instance(instance) => self.instance_expr(instance, span),
            Entry::Let(known) => {
                self.note_need(Need::Let(known), span);
                let ty = self.program.binding(known).ty;
                self.push(Expr::Let(known), span, ty)
            }
            Entry::Input(input) => {
                let ty = self.program.input(input).ty;
                self.push(Expr::Input(input), span, ty)
            }
            Entry::Function(_) => {
                let name = self.names.get(id).name.to_owned();
                self.broken(Problem::FunctionAsValue { span, name })
            }
            Entry::Running => {
                let declaration = self.names.get(id);
                let (name, declared) = (declaration.name.to_owned(), declaration.span);
                self.broken(Problem::LetCycle { span, name, declared })
            }
            _ => Typed::UNKNOWN,
        }
    }

    /// A reference to a declared instance; one of many needs its key.
    pub(crate) fn instance_expr(&mut self, instance: program::DeclId, span: Span) -> Typed {
        let declared = self.program.instance(instance);
        let (component, declared_at) = (declared.component, declared.span);
        if self.keyed.contains(&instance) {
            let name = self.program.text(declared.name).to_owned();
            return self.broken(Problem::NeedsKey { span, name, declared: declared_at });
        }
        let ty = self.program.types.plain(Type::Component(component, None));
        self.push(Expr::Instance(instance), span, ty)
    }

    /// An optional value that a condition around says is there.
    pub(crate) fn narrow(&mut self, found: Typed, text: &str) -> Typed {
        let Type::Optional(of) = self.program.types.of(found.ty) else { return found };
        let is_meant = |narrowed: &Narrowed<'_>| narrowed.text == text && narrowed.root == self.root_of(text);
        if !self.narrowed.iter().any(is_meant) {
            return found;
        }
        Typed { ty: Ty { id: of.id, labels: of.labels.and(found.ty.labels) }, ..found }
    }

    /// Whether a name stands for what a realization knows only once all instances are placed.
    fn is_placed_later(&self, name: &str) -> bool {
        let Some(settings) = self.context.home.planned() else { return false };
        let is_made = self.program.symbols.find(name).is_some_and(|name| self.made.contains_key(&(settings, name)));
        is_made || LINKS.iter().any(|(link, _)| *link == name)
    }

    fn unknown_name(&mut self, name: &str, span: Span, hint: Option<Ty>) -> Typed {
        if self.is_placed_later(name) {
            let place = "an instance of a realization";
            let expected = "fields, settings, lets and instances: resources and edges are there once all is placed";
            return self.broken(Problem::NotHere { span, place, expected });
        }
        // It may well be a case of the type that is broken.
        if hint.is_some_and(|ty| matches!(self.program.types.of(ty), Type::Unknown)) {
            return Typed::UNKNOWN;
        }
        let cases = hint.map(|ty| self.case_names(ty)).unwrap_or_default();
        if let (Some(ty), false) = (hint, cases.is_empty()) {
            let expected = self.show(ty);
            let nearest = source::nearest(name, cases.iter().map(String::as_str)).map(str::to_owned);
            return self.broken(Problem::UnknownCase { span, name: name.to_owned(), expected, cases, nearest });
        }
        if self.is_some_case(name) && hint.is_none() {
            return self.broken(Problem::CaseNeedsType { span, name: name.to_owned() });
        }
        let known = if self.may_guess() { self.visible_names() } else { Vec::new() };
        let nearest = source::nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
        if nearest.is_none()
            && let Some(unquoted) = self.unquoted(name, hint, span)
        {
            return unquoted;
        }
        let own = self.context.own().filter(|_| self.context.bare().is_none());
        let symbol = self.program.symbols.find(name);
        let is_field = own.zip(symbol).is_some_and(|(component, symbol)| {
            matches!(self.program.component(component).member(symbol), Some(Member::Field(_)))
        });
        self.broken(Problem::UnknownName { span, name: name.to_owned(), nearest, is_field })
    }

    /// The names of the cases of a union, and the days of the week.
    pub(crate) fn case_names(&self, ty: Ty) -> Vec<String> {
        match self.program.types.of(ty) {
            Type::Union(union) => {
                let cases = self.program.union(union).cases.iter();
                cases.map(|case| self.program.text(case.name).to_owned()).collect()
            }
            Type::Weekday => Weekday::ALL.into_iter().map(|day| day.name().to_owned()).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a union of the spec has a case of that name; the library's have most words.
    fn is_some_case(&self, name: &str) -> bool {
        let Some(symbol) = self.program.symbols.find(name) else { return false };
        let mut own = self.program.types.unions.iter().filter(|union| union.span.file.in_library().is_none());
        own.any(|union| union.find(symbol).is_some())
    }

    fn visible_names(&self) -> Vec<String> {
        let mut known: Vec<String> = self.locals.iter().map(|local| local.name.clone()).collect();
        let values = self.names.candidates(self.context.package, Space::Values);
        known.extend(values.into_iter().map(str::to_owned));
        if let Some(component) = self.context.bare() {
            known.extend(self.field_names(self.program.component(component).fields));
            let outs = self.program.component(component).outs.iter();
            known.extend(outs.map(|out| self.program.text(out.name).to_owned()));
        }
        let mut environment = self.context.environment;
        while let Some(at) = environment {
            let declared = self.program.environment(at);
            let own = declared.instances.iter().map(|id| self.program.text(self.program.instance(*id).name));
            known.extend(own.map(str::to_owned));
            environment = declared.extends;
        }
        known.extend(["self", "app", "environment"].map(str::to_owned));
        known
    }

    /// A constant expression of a type, for defaults of cases.
    pub(crate) fn typed(&self, id: ExprId, ty: Ty) -> Typed {
        Typed { id, ty }
    }
}
