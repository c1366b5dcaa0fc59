//! What a target says of its unit as a whole: the project, the provider, the backend, variables.

use catalog::{Block, Class};
use eval::Whence;
use resources::{Entries, Fragment, Kind, Node, OriginId, Resource, Sink};
use values::{Deferred, Value};

use crate::Stage;
use crate::fragment::{Step, Writer};

impl Stage<'_> {
    /// What a target shares, and what its unit needs beside the instances.
    pub(crate) fn target_fragment(&mut self, target: u16) -> Option<Fragment> {
        // What is always there is named by the target itself.
        _ = self.realizer.given(target, "always");
        self.name_shared(target);
        self.report_idle_patches(Whence::Target(target));
        let mut writer = self.writer(Whence::Target(target), target);
        writer.write_all();
        match writer.sink {
            Sink::Compose => writer.write_given("project", Kind::Project, "compose.yaml", String::new()),
            Sink::Kubernetes => writer.write_given("kustomization", Kind::Kustomization, "", String::new()),
            Sink::Terraform => writer.write_module(),
        }
        Some(writer.fragment)
    }

    /// What is shared may refer to more of it: looks at all bodies until none names anything new.
    fn name_shared(&mut self, target: u16) {
        let mut seen = 0;
        loop {
            let all = self.realizer.made(Whence::Target(target));
            if all.len() == seen {
                return;
            }
            seen = all.len();
            for made in all {
                _ = self.realizer.body(made);
            }
        }
    }

    /// The catalogs of all targets that share a unit, and whether a target is the first of them.
    fn unit_catalogs(&self, target: u16) -> (Vec<String>, bool) {
        let unit = self.units.of(target);
        let all = 0..self.deployment.graph.targets.len() as u16;
        let sharing: Vec<u16> = all.filter(|at| self.units.of(*at) == unit).collect();
        let mut names = Vec::new();
        for at in &sharing {
            for name in self.target_decl(*at).map_or(&[][..], |decl| &decl.catalogs) {
                let name = self.program.text(*name).to_owned();
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        (names, sharing.first() == Some(&target))
    }
}

impl<'a> Writer<'_, 'a> {
    /// A body that the target gives under a name, or that an instance adds to it.
    pub(crate) fn write_given(&mut self, name: &'static str, kind: Kind, file: &str, ty: String) {
        let given = match self.whence {
            Whence::Instance(instance) => self.stage.realizer.added(instance, name),
            Whence::Target(target) => self.stage.realizer.given(target, name),
            Whence::Entry(_) => None,
        };
        let Some(slot) = given else { return };
        let Some(Value::Map(map)) = self.settled(slot.value) else { return };
        self.path = vec![Step::Said(name)];
        self.forgets = kind == Kind::Provider;
        let block = self.given_block(kind);
        let body = self.entries(map, block);
        self.push_resource(kind, (file, &ty, ""), body);
    }

    fn given_block(&mut self, kind: Kind) -> Option<Block<'a>> {
        let class = if kind == Kind::Provider { Class::Provider } else { return None };
        let catalog = self.catalog_names().into_iter().next()?;
        let provider = self.stage.catalogs.named(&catalog)?.resource(class, &catalog)?;
        self.whole_block(provider)
    }

    pub(crate) fn catalog_names(&self) -> Vec<String> {
        let target = self.stage.target_decl(self.target);
        let names = target.map_or(&[][..], |target| &target.catalogs);
        names.iter().map(|name| self.stage.program.text(*name).to_owned()).collect()
    }

    /// Providers, their versions, the backend; versions are said once a module.
    fn write_module(&mut self) {
        let (catalogs, is_first) = self.stage.unit_catalogs(self.target);
        if is_first {
            let mark = self.fragment.arena.begin();
            let version = self.fragment.arena.text(">= 1.11");
            self.fragment.arena.put("required_version", version, OriginId::NONE);
            let providers = self.required_providers(&catalogs);
            self.fragment.arena.put("required_providers", Node::Block(providers), OriginId::NONE);
            let body = self.fragment.arena.close(mark);
            self.push_resource(Kind::Settings, ("versions.tf", "", ""), body);
            self.write_exposed();
        }
        if let Some(provider) = self.catalog_names().into_iter().next() {
            self.write_given("provider", Kind::Provider, "providers.tf", provider.clone());
            self.write_aliases(&provider);
        }
        self.write_backend();
    }

    /// Those of the target's further providers that a resource names.
    fn write_aliases(&mut self, provider: &str) {
        let Some(slot) = self.stage.realizer.given(self.target, "providers") else { return };
        let Some(Value::Map(map)) = self.settled(slot.value) else { return };
        let block = self.given_block(Kind::Provider);
        for entry in self.map_entries(map) {
            let alias = self.stage.realizer.text(entry.key).to_owned();
            if !self.stage.aliases.contains(&(self.target, alias.clone())) {
                continue;
            }
            let Some(Value::Map(body)) = self.settled(entry.slot.value) else { continue };
            let mark = self.fragment.arena.begin();
            let name = self.fragment.arena.text(&alias);
            self.fragment.arena.put("alias", name, OriginId::NONE);
            for entry in self.map_entries(body) {
                self.put_entry(entry, block);
            }
            let body = self.fragment.arena.close(mark);
            self.push_resource(Kind::Provider, ("providers.tf", provider, &alias), body);
        }
    }

    /// What the spec exposes: outputs of the module that what is exposed is made in.
    fn write_exposed(&mut self) {
        for expose in &self.stage.program.exposes {
            let Some(value) = self.stage.realizer.exposed(expose.value).and_then(|value| self.settled(value)) else {
                continue;
            };
            let is_elsewhere = matches!(value, Value::Deferred(id)
                if matches!(self.stage.realizer.values().deferred(id), Deferred::Entry { .. }));
            if is_elsewhere {
                continue;
            }
            let name = self.stage.program.text(expose.name).to_owned();
            self.path = vec![Step::Key(expose.name)];
            self.written = Some(expose.value);
            let Some(node) = self.node(value, None) else { continue };
            let mark = self.fragment.arena.begin();
            self.fragment.arena.put("value", node, OriginId::NONE);
            let body = self.fragment.arena.close(mark);
            self.push_resource(Kind::Output, ("outputs.tf", "", &name), body);
        }
        self.written = None;
    }

    fn required_providers(&mut self, names: &[String]) -> Entries {
        let mark = self.fragment.arena.begin();
        let catalogs = self.stage.catalogs;
        for name in names {
            let Some(catalog) = catalogs.named(name).filter(|catalog| !catalog.source().is_empty()) else { continue };
            let inner = self.fragment.arena.begin();
            let source = self.fragment.arena.text(catalog.source());
            self.fragment.arena.put("source", source, OriginId::NONE);
            if !catalog.version().is_empty() {
                let version = self.fragment.arena.text(&format!("~> {}", minor(catalog.version())));
                self.fragment.arena.put("version", version, OriginId::NONE);
            }
            let one = self.fragment.arena.map(inner);
            self.fragment.arena.put(name, one, OriginId::NONE);
        }
        self.fragment.arena.close(mark)
    }

    /// `backend { s3 { … } }`: one entry, whose key is the backend's type.
    fn write_backend(&mut self) {
        let Some(slot) = self.stage.realizer.given(self.target, "backend") else { return };
        let Some(Value::Map(map)) = self.settled(slot.value) else { return };
        for entry in self.map_entries(map) {
            let ty = self.stage.realizer.text(entry.key).to_owned();
            self.path = vec![Step::Said("backend"), Step::Key(entry.key)];
            if let Some(Value::Map(inner)) = self.settled(entry.slot.value) {
                let body = self.entries(inner, None);
                self.push_resource(Kind::Backend, ("backend.tf", &ty, ""), body);
            }
        }
    }

    /// A variable of the module.
    pub(crate) fn ask_variable(&mut self, name: &str, default: Value) {
        let known = self
            .fragment
            .resources
            .iter()
            .any(|resource| resource.kind == Kind::Variable && self.fragment.arena.str(resource.label) == name);
        if known || !self.stage.variables.insert((self.unit, name.to_owned())) {
            return;
        }
        let doc = self.stage.input_doc(name);
        let mark = self.fragment.arena.begin();
        let ty = self.fragment.arena.word("string");
        self.fragment.arena.put("type", ty, OriginId::NONE);
        if let Some(doc) = doc {
            let doc = self.fragment.arena.text(&doc);
            self.fragment.arena.put("description", doc, OriginId::NONE);
        }
        let default = match default {
            Value::Deferred(_) => Some(self.fragment.arena.word("null")),
            known => self.node(known, None),
        };
        if let Some(default) = default {
            self.fragment.arena.put("default", default, OriginId::NONE);
        }
        let body = self.fragment.arena.close(mark);
        self.push_resource(Kind::Variable, ("variables.tf", "", name), body);
    }

    pub(crate) fn push_resource(&mut self, kind: Kind, (file, ty, label): (&str, &str, &str), body: Entries) {
        let origin = self.origin(None);
        let arena = &mut self.fragment.arena;
        let [file, ty, label] = [file, ty, label].map(|text| arena.piece(text));
        let unit = self.unit;
        self.fragment.resources.push(Resource { unit, file, rank: 0, kind, ty, label, body, origin });
    }
}

impl Stage<'_> {
    /// What an input is for.
    pub(crate) fn input_doc(&self, name: &str) -> Option<String> {
        let symbol = self.program.symbols.find(name)?;
        let input = self.program.inputs.iter().find(|input| input.name == symbol)?;
        Some(self.program.text(input.doc?).trim().to_owned())
    }
}

/// The version up to its minor part, which later patches keep.
fn minor(version: &str) -> String {
    version.split('.').take(2).collect::<Vec<_>>().join(".")
}
