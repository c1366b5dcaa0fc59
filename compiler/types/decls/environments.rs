//! Environments and layers: what each sets, overrides, adds, leaves out and places.

use names::{DeclarationId, Space};
use program::{DeclId, Environment, EnvironmentId, EnvironmentKind, InputValue, Place, PlaceWhat, TargetUse, Without};
use source::Span;
use syntax::{Body, Decl, EnvironmentDecl, Field, Item, Path, PlaceItem, TargetItem};

use crate::checker::{Checker, Entry};
use crate::problem::Problem;
use crate::scope::Context;

impl<'a> Checker<'a> {
    /// Makes the place of an environment, its parents first, and of its own instances.
    pub(crate) fn environment_entry(&mut self, id: DeclarationId) -> Entry {
        if let Some(entry) = self.entries.get(&id) {
            return *entry;
        }
        let declaration = self.names.get(id);
        let Some(Decl::Environment(decl)) = declaration.decl else { return Entry::Broken };
        self.entries.insert(id, Entry::Running);
        let extends = decl.extends().next().and_then(|path| self.parent(path, declaration.span));
        let (name, doc) = (self.intern(declaration.name), decl.doc().map(|doc| self.intern(&doc)));
        let made = EnvironmentId(self.program.environments.len() as u32);
        let kind = if decl.is_layer() { EnvironmentKind::Layer } else { EnvironmentKind::Environment };
        self.program.environments.push(Environment {
            name,
            kind,
            extends,
            header: None,
            targets: Vec::new(),
            inputs: Vec::new(),
            overrides: Vec::new(),
            places: Vec::new(),
            withouts: Vec::new(),
            instances: Vec::new(),
            requires: Vec::new(),
            doc,
            span: declaration.span,
        });
        self.entries.insert(id, Entry::Environment(made));
        self.within(environment_context(made, declaration.package), |checker| {
            for item in decl.body().into_iter().flat_map(Body::items) {
                if let Item::Decl(Decl::Instance(instance)) = item {
                    checker.declare_own_instances(made, instance);
                }
            }
        });
        Entry::Environment(made)
    }

    fn parent(&mut self, path: Path<'a>, child: Span) -> Option<EnvironmentId> {
        let name = path.text().into_owned();
        let Some(id) = self.names.find(names::PackageId(0), Space::Environments, &name) else {
            let known = self.environment_names();
            self.report(Problem::UnknownEnvironment { span: path.span(), name, known });
            return None;
        };
        match self.environment_entry(id) {
            Entry::Environment(parent) => Some(parent),
            Entry::Running => {
                self.report(Problem::ExtendsCycle { span: path.span(), name, child });
                None
            }
            _ => None,
        }
    }

    pub(crate) fn environment_names(&self) -> Vec<String> {
        let names = self.names.candidates(names::PackageId(0), Space::Environments);
        names.into_iter().map(str::to_owned).collect()
    }

    /// What stands in an environment.
    pub(crate) fn check_environment(&mut self, id: DeclarationId) {
        let declaration = self.names.get(id);
        let (Some(Decl::Environment(decl)), Some(Entry::Environment(made))) =
            (declaration.decl, self.entries.get(&id).copied())
        else {
            return;
        };
        self.within(environment_context(made, declaration.package), |checker| checker.fill_environment(made, decl));
    }

    fn fill_environment(&mut self, made: EnvironmentId, decl: EnvironmentDecl<'a>) {
        let header = self.check_header(decl.for_clause(), decl.by());
        self.change_environment(made, |known| known.header = header);
        for item in decl.body().into_iter().flat_map(Body::items) {
            self.check_environment_item(made, item);
        }
    }

    fn check_environment_item(&mut self, made: EnvironmentId, item: Item<'a>) {
        match item {
            Item::Field(field) => self.check_environment_field(made, field),
            Item::KeyedField(keyed) => {
                if let Some(changed) = self.check_keyed(keyed) {
                    self.change_environment(made, |known| known.overrides.extend(changed));
                }
            }
            Item::Target(target) => {
                if let Some(target) = self.check_target_use(target) {
                    self.add_target_use(made, target);
                }
            }
            Item::Place(place) => self.check_place(made, place),
            Item::Without(without) => {
                for path in without.paths() {
                    let Some(instance) = self.instance_of(path) else { continue };
                    let without = Without { instance, span: path.span() };
                    self.change_environment(made, |known| known.withouts.push(without));
                }
            }
            Item::Decl(Decl::Instance(instance)) => self.check_own_bodies(made, instance),
            Item::Resource(resource) | Item::Decl(Decl::Resource(resource)) => self.check_raw(resource, Some(made)),
            Item::Decl(Decl::Patch(patch)) => self.check_patch(patch, Some(made)),
            Item::Decl(Decl::Require(rule)) => {
                let rule = self.check_rule(rule);
                self.change_environment(made, |known| known.requires.extend(rule));
            }
            item => {
                let expected = "`input = value`, an override `instance { … }`, `target`, `place`, `without`, `require`, `patch` \
                                or an instance of its own";
                self.report(Problem::NotHere { span: item.span(), place: "an environment", expected });
            }
        }
    }

    pub(crate) fn change_environment(&mut self, id: EnvironmentId, change: impl FnOnce(&mut Environment)) {
        if let Some(known) = self.program.environments.get_mut(id.index()) {
            change(known);
        }
    }

    fn check_environment_field(&mut self, made: EnvironmentId, field: Field<'a>) {
        let Some(key) = field.key() else { return };
        if let Some(input) = self.input_named(&key.text()) {
            let Some(value) = self.check_input(input, field) else { return };
            let first = self.program.environment(made).inputs.iter().find(|other| other.input == value.input);
            if let Some(first) = first.map(|first| first.span) {
                self.report(Problem::WrittenTwice { span: key.span(), name: key.text().into_owned(), first });
                return;
            }
            self.change_environment(made, |known| known.inputs.push(value));
            return;
        }
        let changed = self.check_override(field);
        for one in &changed {
            let same = |other: &&program::Override| {
                (other.instance, &other.inner) == (one.instance, &one.inner) && other.key.is_none()
            };
            let first = self.program.environment(made).overrides.iter().find(same).map(|first| first.span);
            if let Some(first) = first {
                let name = self.program.text(self.program.instance(one.instance).name).to_owned();
                self.report(Problem::WrittenTwice { span: one.span, name, first });
            }
        }
        self.change_environment(made, |known| known.overrides.extend(changed));
    }

    fn input_named(&mut self, name: &str) -> Option<program::InputId> {
        let id = self.names.find(self.context.package, Space::Values, name)?;
        match self.value_entry(id) {
            Entry::Input(input) => Some(input),
            _ => None,
        }
    }

    fn check_input(&mut self, input: program::InputId, field: Field<'a>) -> Option<InputValue> {
        let ty = self.program.input(input).ty;
        let key = field.key()?;
        let value = self.check_against(field.value()?, ty);
        Some(InputValue { input, value, span: key.span() })
    }

    fn add_target_use(&mut self, made: EnvironmentId, target: TargetUse) {
        let first = self.program.environment(made).targets.iter().find(|other| other.target == target.target);
        if let Some(first) = first.map(|first| first.span) {
            let name = self.program.text(self.program.target(target.target).name).to_owned();
            self.report(Problem::WrittenTwice { span: target.span, name, first });
            return;
        }
        self.change_environment(made, |known| known.targets.push(target));
    }

    fn check_target_use(&mut self, item: TargetItem<'a>) -> Option<TargetUse> {
        let path = item.path()?;
        let target = self.target_named(path)?;
        let settings = self.program.target(target).settings;
        let shape = std::mem::replace(&mut self.context.shape, crate::scope::Shape::Layer);
        let settings = self.record_entries(settings, item.body(), item.span());
        self.context.shape = shape;
        Some(TargetUse { target, settings, span: path.span() })
    }

    fn check_place(&mut self, made: EnvironmentId, place: PlaceItem<'a>) {
        let Some(target) = place.target().and_then(|path| self.target_named(path)) else { return };
        for (all, path) in place.entries() {
            let what = if all { self.place_all(path) } else { self.instance_of(path).map(PlaceWhat::Instance) };
            let Some(what) = what else { continue };
            self.change_environment(made, |known| known.places.push(Place { what, target, span: path.span() }));
        }
    }

    fn place_all(&mut self, path: Path<'a>) -> Option<PlaceWhat> {
        let name = path.text().into_owned();
        let found = self.names.find(self.context.package, Space::Types, &name);
        match found.map(|id| self.type_entry(id)) {
            Some(Entry::Component(component)) => Some(PlaceWhat::Component(component)),
            Some(Entry::Interface(interface)) => Some(PlaceWhat::Interface(interface)),
            _ => {
                let known = self.names.candidates(self.context.package, Space::Types);
                let nearest = source::nearest(&name, known).map(str::to_owned);
                self.report(Problem::PlaceAll { span: path.span(), name, nearest });
                None
            }
        }
    }

    /// The instance that a path means here: the environment's own, one of its parents', or a package's.
    pub(crate) fn instance_of(&mut self, path: Path<'a>) -> Option<DeclId> {
        let segments: Vec<_> = path.segments().collect();
        let found = match segments.as_slice() {
            [one] => self.instance_named(one.text),
            [package, one] => self.instance_in(package.text, one.text),
            _ => None,
        };
        if found.is_none() {
            self.unknown_instance(&path.text(), path.span());
        }
        found
    }

    pub(crate) fn instance_in(&mut self, package: &str, name: &str) -> Option<DeclId> {
        let used = self.names.used(self.context.package, package)?;
        let (names::Found::Declared(id) | names::Found::Private(id)) = self.names.find_in(used, Space::Values, name)
        else {
            return None;
        };
        match self.value_entry(id) {
            Entry::Instance(instance) => Some(instance),
            _ => None,
        }
    }

    /// The instance of a bare name.
    pub(crate) fn instance_named(&mut self, name: &str) -> Option<DeclId> {
        if let Some(own) = self.own_instance(name) {
            return Some(own);
        }
        let id = self.names.find(self.context.package, Space::Values, name)?;
        match self.value_entry(id) {
            Entry::Instance(instance) => Some(instance),
            _ => None,
        }
    }

    /// An instance that the environment at hand, or one that it extends, has for itself.
    pub(crate) fn own_instance(&mut self, name: &str) -> Option<DeclId> {
        let mut environment = self.context.environment;
        let symbol = self.program.symbols.find(name)?;
        while let Some(at) = environment {
            if let Some(found) = self.own_instances.get(&(at, symbol)) {
                return Some(*found);
            }
            environment = self.program.environment(at).extends;
        }
        None
    }

    pub(crate) fn unknown_instance(&mut self, name: &str, span: Span) {
        let declared = self.names.find(self.context.package, Space::Values, name);
        if declared.is_some_and(|id| self.entries.get(&id) == Some(&Entry::Broken)) {
            return;
        }
        let mut known = self.names.candidates(self.context.package, Space::Values);
        let mut own: Vec<String> = Vec::new();
        let mut environment = self.context.environment;
        while let Some(at) = environment {
            let declared = self.program.environment(at);
            let names = declared.instances.iter().map(|id| self.program.instance(*id).name);
            own.extend(names.map(|name| self.program.text(name).to_owned()));
            environment = declared.extends;
        }
        known.extend(own.iter().map(String::as_str));
        let nearest = source::nearest(name, known).map(str::to_owned);
        self.report(Problem::UnknownInstance { span, name: name.to_owned(), nearest });
    }
}

fn environment_context(environment: EnvironmentId, package: names::PackageId) -> Context {
    Context { environment: Some(environment), ..Context::package(package) }
}
