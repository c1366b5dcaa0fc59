//! Instances: of packages, of environments, inside composites.

use names::{DeclarationId, Found, PackageId, Space};
use program::{DeclId, EnvironmentId, Exprs, InstanceDecl, Member, OnTarget, Owner, RealizationId};
use source::Span;
use syntax::{Body, Decl, Path, TokenRef};
use values::{ComponentId, ExprId, RecordId};

use crate::checker::{Checker, Entry};
use crate::problem::Problem;
use crate::scope::{Context, Home};

impl<'a> Checker<'a> {
    /// The component that a path names, or `None` with its mistake reported.
    pub(super) fn component_of(&mut self, path: Option<Path<'a>>) -> Option<ComponentId> {
        let path = path?;
        let segments: Vec<TokenRef<'a>> = path.segments().collect();
        let found = match segments.as_slice() {
            [one] => self.names.find(self.context.package, Space::Types, one.text),
            [package, one] => {
                let used = self.names.used(self.context.package, package.text)?;
                match self.names.find_in(used, Space::Types, one.text) {
                    Found::Declared(id) => Some(id),
                    Found::Private(id) => {
                        let declared = self.names.get(id).span;
                        self.report(Problem::Private { span: one.span, name: one.text.to_owned(), declared });
                        return None;
                    }
                    Found::Nothing => None,
                }
            }
            _ => None,
        };
        match found.map(|id| self.type_entry(id)) {
            Some(Entry::Component(component)) => Some(component),
            Some(Entry::Broken) => None,
            Some(_) => {
                self.report(Problem::NotAComponent { span: path.span(), name: path.text().into_owned() });
                None
            }
            None => {
                self.unknown_component(&path.text(), path.span());
                None
            }
        }
    }

    fn unknown_component(&mut self, name: &str, span: Span) {
        let components = self.guesses(|decl, entry| {
            matches!(decl, Some(Decl::Component(_))) || matches!(entry, Some(Entry::Component(_)))
        });
        let nearest = source::nearest(name, components.into_iter().chain(KEYWORDS)).map(str::to_owned);
        self.report(Problem::UnknownComponent { span, name: name.to_owned(), nearest });
    }

    fn add_instance(
        &mut self,
        name: TokenRef<'a>,
        component: ComponentId,
        owner: Owner,
        decl: syntax::InstanceDecl<'a>,
    ) -> DeclId {
        let symbol = match owner {
            Owner::Package => self.qualified(name.text, self.context.package),
            _ => self.intern(name.text),
        };
        let doc = decl.doc().map(|doc| self.intern(&doc));
        self.program.instances.push(InstanceDecl {
            name: symbol,
            component,
            owner,
            header: None,
            body: Exprs::UNKNOWN,
            on: Vec::new(),
            doc,
            span: name.span,
        });
        let made = DeclId(self.program.instances.len() as u32 - 1);
        if decl.for_clause().is_some() {
            self.keyed.insert(made);
        }
        made
    }

    /// Makes the place of an instance of a package.
    pub(crate) fn declare_package_instance(
        &mut self,
        id: DeclarationId,
        decl: syntax::InstanceDecl<'a>,
        package: PackageId,
    ) -> Entry {
        let declared = self.names.get(id);
        let component = self.within(Context::package(package), |checker| checker.component_of(decl.component()));
        let Some(component) = component else { return Entry::Broken };
        let Some(name) = decl.names().find(|name| name.span == declared.span) else { return Entry::Broken };
        let made = self
            .within(Context::package(package), |checker| checker.add_instance(name, component, Owner::Package, decl));
        Entry::Instance(made)
    }

    /// Makes the places of an environment's own instances.
    pub(crate) fn declare_own_instances(&mut self, environment: EnvironmentId, decl: syntax::InstanceDecl<'a>) {
        let Some(component) = self.component_of(decl.component()) else { return };
        for name in decl.names() {
            let symbol = self.intern(name.text);
            let taken = self.own_instances.get(&(environment, symbol)).copied();
            let taken = taken.map(|first| self.program.instance(first).span);
            let declared = self.names.find(self.context.package, Space::Values, name.text);
            let declared = declared.filter(|id| !self.names.is_std(self.names.get(*id).package));
            if let Some(first) = taken.or(declared.map(|id| self.names.get(id).span)) {
                self.report(Problem::OwnTaken { span: name.span, name: name.text.to_owned(), first });
                continue;
            }
            let made = self.add_instance(name, component, Owner::Environment(environment), decl);
            self.own_instances.insert((environment, symbol), made);
            if let Some(known) = self.program.environments.get_mut(environment.index()) {
                known.instances.push(made);
            }
        }
    }

    /// Makes the places of the instances inside a composite.
    pub(crate) fn declare_inner(&mut self, owner: ComponentId, decl: syntax::InstanceDecl<'a>) {
        let Some(component) = self.component_of(decl.component()) else { return };
        if component == owner {
            let name = self.program.text(self.program.component(owner).name).to_owned();
            self.report(Problem::RecursiveComponent { span: decl.span(), name });
            return;
        }
        for name in decl.names() {
            let made = self.add_instance(name, component, Owner::Component(owner), decl);
            let symbol = self.program.instance(made).name;
            self.change(owner, |known| known.inner.instances.push(made));
            self.enter_member(owner, symbol, Member::Inner(made), Some(name.span));
        }
    }

    /// The bodies of the instances inside a composite.
    pub(crate) fn check_inner_bodies(
        &mut self,
        owner: ComponentId,
        decl: syntax::ComponentDecl<'a>,
        package: PackageId,
    ) {
        for item in decl.body().into_iter().flat_map(Body::items) {
            let syntax::Item::Decl(Decl::Instance(inner)) = item else { continue };
            for name in inner.names() {
                let symbol = self.intern(name.text);
                let Some(Member::Inner(made)) = self.program.component(owner).member(symbol) else { continue };
                let component = self.program.instance(made).component;
                let context = Context::package(package).at(Home::Inner { owner, component, realized: None });
                self.within(context, |checker| checker.check_instance(made, inner));
            }
        }
    }

    /// Makes the places of the instances that a realization consists of.
    pub(crate) fn declare_realized(
        &mut self,
        realization: RealizationId,
        settings: RecordId,
        decl: syntax::InstanceDecl<'a>,
    ) {
        let Some(component) = self.component_of(decl.component()) else { return };
        for name in decl.names() {
            let made = self.add_instance(name, component, Owner::Realization(realization), decl);
            let symbol = self.program.instance(made).name;
            let other = self.realized.insert((settings, symbol), made).map(|other| self.program.instance(other).span);
            if let Some(first) = other.or(self.made.get(&(settings, symbol)).map(|made| made.span)) {
                self.report(Problem::DuplicateField { span: name.span, name: name.text.to_owned(), first });
            }
        }
    }

    /// The bodies of the instances that a realization of `owner` consists of.
    pub(crate) fn check_realized(&mut self, owner: ComponentId, settings: RecordId, decl: syntax::InstanceDecl<'a>) {
        for name in decl.names() {
            let symbol = self.intern(name.text);
            let Some(made) = self.realized.get(&(settings, symbol)).copied() else { continue };
            let component = self.program.instance(made).component;
            let context = self.context.at(Home::Inner { owner, component, realized: Some(settings) });
            self.within(context, |checker| checker.check_instance(made, decl));
        }
    }

    /// An instance of the realization at hand, by its name.
    pub(crate) fn realized_named(&self, name: &str) -> Option<DeclId> {
        let settings = match self.context.home {
            Home::Realization { settings, .. } => settings,
            home => home.planned()?,
        };
        let symbol = self.program.symbols.find(name)?;
        self.realized.get(&(settings, symbol)).copied()
    }

    /// The body of an instance of a package.
    pub(crate) fn check_package_instance(
        &mut self,
        id: DeclarationId,
        decl: syntax::InstanceDecl<'a>,
        package: PackageId,
    ) {
        let Some(Entry::Instance(made)) = self.entries.get(&id).copied() else { return };
        if self.share_body(made, decl) {
            return;
        }
        let component = self.program.instance(made).component;
        let context = Context::package(package).at(Home::Instance(component));
        self.within(context, |checker| checker.check_instance(made, decl));
    }

    /// The bodies of an environment's own instances.
    pub(crate) fn check_own_bodies(&mut self, environment: EnvironmentId, decl: syntax::InstanceDecl<'a>) {
        for name in decl.names() {
            let symbol = self.intern(name.text);
            let Some(made) = self.own_instances.get(&(environment, symbol)).copied() else { continue };
            if self.program.instance(made).span != name.span || self.share_body(made, decl) {
                continue;
            }
            let home = self.context.home;
            self.context.home = Home::Instance(self.program.instance(made).component);
            self.check_instance(made, decl);
            self.context.home = home;
        }
    }

    /// Several names of one declaration have one body: what the first one got serves all.
    fn share_body(&mut self, made: DeclId, decl: syntax::InstanceDecl<'a>) -> bool {
        let Some(before) = made.0.checked_sub(1).and_then(|at| self.program.instances.get(at as usize)).cloned() else {
            return false;
        };
        let is_first = decl.name().is_some_and(|name| name.span == self.program.instance(made).span);
        if is_first
            || before.body == Exprs::UNKNOWN
            || before.span.file != decl.span().file
            || !decl.span().touches(before.span.start)
        {
            return false;
        }
        if let Some(known) = self.program.instances.get_mut(made.index()) {
            (known.body, known.header, known.on) = (before.body, before.header, before.on);
        }
        true
    }

    fn check_instance(&mut self, made: DeclId, decl: syntax::InstanceDecl<'a>) {
        let component = self.program.instance(made).component;
        let bound = self.locals.len();
        let outside = self.header_home();
        let home = std::mem::replace(&mut self.context.home, outside);
        let header = self.check_header(decl.for_clause(), decl.by());
        self.context.home = home;
        let (body, on) = self.check_layer(component, decl.body(), decl.span());
        self.locals.truncate(bound);
        if let Some(known) = self.program.instances.get_mut(made.index()) {
            (known.header, known.body, known.on) = (header, body, on);
        }
    }

    /// A header can't read the instance that it makes; an inner one sees the composite.
    fn header_home(&self) -> Home {
        match self.context.home {
            Home::Inner { owner, realized: Some(settings), .. } => Home::Plan { component: owner, settings },
            Home::Inner { owner, .. } => Home::Component(owner),
            _ => Home::Package,
        }
    }

    /// The body of an instance or an override: a layer of the component's fields, and settings for realizations.
    pub(crate) fn check_layer(
        &mut self,
        component: ComponentId,
        body: Option<Body<'a>>,
        span: Span,
    ) -> (ExprId, Vec<OnTarget>) {
        let record = self.program.component(component).fields;
        let shape = std::mem::replace(&mut self.context.shape, crate::scope::Shape::Layer);
        let literal = self.record_entries(record, body, span);
        let on = body.into_iter().flat_map(Body::items).filter_map(|item| self.check_on(component, item)).collect();
        self.context.shape = shape;
        (literal, on)
    }
}

/// Words that start a declaration, for those that are misspelt.
const KEYWORDS: [&str; 16] = [
    "app",
    "input",
    "let",
    "type",
    "fn",
    "component",
    "interface",
    "target",
    "realize",
    "environment",
    "layer",
    "test",
    "expose",
    "patch",
    "use",
    "resource",
];
