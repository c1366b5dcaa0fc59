//! Targets: their settings, what their instances show others, what they share.

mod handovers;

use catalog::Class;
use names::{DeclarationId, Space};
use program::{Every, Face, Field, Record, Sink, TargetDecl, Ty, Type};
use source::Span;
use syntax::{Body, Decl, EveryItem, Item, Path, SettingItem};
use values::{RecordId, TargetId};

use crate::checker::{Checker, Entry, Job, Typed};
use crate::problem::Problem;
use crate::scope::{Context, Home, Local};

/// The values that a target may give beside its settings, and what each is.
const GIVEN: [(&str, Given); 15] = [
    ("addresses", Given::Cidrs),
    ("always", Given::Data),
    ("answers", Given::Cidrs),
    ("backend", Given::Data),
    ("entries", Given::String),
    ("files", Given::Data),
    ("inputs", Given::Data),
    ("kustomization", Given::Data),
    ("names", Given::Strings),
    ("namespace", Given::String),
    ("project", Given::Data),
    ("provider", Given::Data),
    ("providers", Given::Data),
    ("reach", Given::Cidrs),
    ("unit", Given::String),
];

#[derive(Clone, Copy)]
enum Given {
    Cidrs,
    Data,
    String,
    Strings,
}

impl<'a> Checker<'a> {
    /// What a declared target stands for; looked at on first use.
    pub(crate) fn target_entry(&mut self, id: DeclarationId) -> Entry {
        if let Some(entry) = self.entries.get(&id) {
            return *entry;
        }
        let declaration = self.names.get(id);
        let Some(Decl::Target(decl)) = declaration.decl else { return Entry::Broken };
        let made = TargetId(self.program.targets.len() as u32);
        self.entries.insert(id, Entry::Target(made));
        let name = self.intern(declaration.name);
        let doc = decl.doc().map(|doc| self.intern(&doc));
        let sink = self.sink_of(decl, declaration.span);
        let record = Record { name: Some(name), fields: Vec::new(), short: None, span: declaration.span };
        let settings = self.program.types.add_record(record);
        let span = declaration.span;
        let (catalogs, faces, items, every, given) = Default::default();
        let (grant, handover) = (None, None);
        self.program.targets.push(TargetDecl {
            name,
            sink,
            settings,
            catalogs,
            faces,
            grant,
            items,
            every,
            handover,
            given,
            doc,
            span,
        });
        self.within(Context::package(declaration.package), |checker| {
            for item in decl.body().into_iter().flat_map(Body::items) {
                checker.add_target_item(made, settings, item);
            }
            // Realizations may name what the target shares before its own expressions are looked at.
            checker.context.home = Home::Target { target: made, settings };
            let items: Vec<Item<'a>> = decl.body().into_iter().flat_map(Body::items).collect();
            checker.declare_locals(settings, &items);
        });
        self.jobs.push_back(Job::Target(made, id));
        self.enter_handover(made, id);
        Entry::Target(made)
    }

    fn sink_of(&mut self, decl: syntax::TargetDecl<'a>, span: Span) -> Sink {
        let written = decl.via().next();
        let sink = written.and_then(|path| Sink::parse(&path.text()));
        sink.unwrap_or_else(|| {
            let found = written.map(|path| path.text().into_owned()).unwrap_or_default();
            self.report(Problem::UnknownSink { span: written.map_or(span, |path| path.span()), found });
            Sink::Compose
        })
    }

    /// What others need to know of a target before its own expressions are looked at.
    fn add_target_item(&mut self, made: TargetId, settings: RecordId, item: Item<'a>) {
        match item {
            Item::Setting(setting) => self.add_setting(settings, setting),
            Item::Catalog(catalog) => {
                let Some(path) = catalog.path() else { return };
                let name = self.intern(&path.text());
                self.change_target(made, |target| target.catalogs.push(name));
            }
            Item::Export(export) => {
                if let Some(name) = export.name() {
                    self.add_face(made, name.text, export.ty(), (export.doc(), name.span));
                }
            }
            // `peer: T` and `ready: T`, which every target may have.
            Item::FieldDecl(decl) => {
                if let Some(key) = decl.key() {
                    self.add_face(made, &key.text(), decl.ty(), (decl.doc(), key.span()));
                }
            }
            Item::Grant(grant) => {
                let ty = self.lower_type(grant.ty(), None);
                self.change_target(made, |target| target.grant = Some(ty));
            }
            _ => {}
        }
    }

    fn add_face(
        &mut self,
        made: TargetId,
        name: &str,
        ty: Option<syntax::TypeExpr<'a>>,
        (doc, span): (Option<String>, Span),
    ) {
        let name = self.intern(name);
        let ty = self.lower_type(ty, None);
        let doc = doc.map(|doc| self.intern(&doc));
        self.change_target(made, |target| target.faces.push(Face { name, ty, default: None, doc, span }));
    }

    pub(crate) fn change_target(&mut self, target: TargetId, change: impl FnOnce(&mut TargetDecl)) {
        if let Some(target) = self.program.targets.get_mut(target.index()) {
            change(target);
        }
    }

    /// The expressions of a target: defaults of faces, shared resources, what lies beneath all resources.
    pub(crate) fn check_target(&mut self, target: TargetId, id: DeclarationId) {
        let declaration = self.names.get(id);
        let Some(Decl::Target(decl)) = declaration.decl else { return };
        let settings = self.program.target(target).settings;
        let context = Context::package(declaration.package).at(Home::Target { target, settings });
        self.within(context, |checker| {
            checker.refine_providers(target);
            let items: Vec<Item<'a>> = decl.body().into_iter().flat_map(Body::items).collect();
            for item in items {
                checker.check_target_item(target, settings, item);
            }
        });
    }

    /// What packages add to what a target says of its providers, which realizing judges.
    fn refine_providers(&mut self, target: TargetId) {
        let names: Vec<String> =
            self.program.target(target).catalogs.iter().map(|name| self.program.text(*name).to_owned()).collect();
        let catalogs = self.catalogs;
        let found = names.iter().filter_map(|name| catalogs.named(name)?.resource(Class::Provider, name));
        found.for_each(|provider| self.refine_type(provider));
    }

    fn check_target_item(&mut self, target: TargetId, settings: RecordId, item: Item<'a>) {
        match item {
            Item::Setting(_) | Item::Catalog(_) | Item::Grant(_) => {}
            Item::Export(export) => {
                if let (Some(name), Some(value)) = (export.name(), export.value()) {
                    self.check_face_default(target, name.text, value);
                }
            }
            Item::FieldDecl(decl) => {
                if let (Some(key), Some(value)) = (decl.key(), decl.default()) {
                    self.check_face_default(target, &key.text(), value);
                }
            }
            Item::Every(every) => {
                if let Some(every) = self.check_every(every) {
                    self.change_target(target, |target| target.every.push(every));
                }
            }
            Item::Field(field) => self.check_given(target, field),
            item => {
                let place = "a target";
                let expected = "a `setting`, a `catalog`, an `export`, a resource, `every resource` or a known value";
                if let Some(made) = self.check_shared(settings, item, place, expected) {
                    self.change_target(target, |target| target.items.push(made));
                }
            }
        }
    }

    fn check_face_default(&mut self, target: TargetId, name: &str, value: syntax::Expr<'a>) {
        let symbol = self.intern(name);
        let Some(at) = self.program.target(target).face(symbol) else { return };
        let ty = self.program.target(target).faces.get(usize::from(at)).map_or(Typed::UNKNOWN.ty, |face| face.ty);
        let checked = self.check_against(value, ty);
        self.change_target(target, |target| {
            if let Some(face) = target.faces.get_mut(usize::from(at)) {
                face.default = Some(checked);
            }
        });
    }

    fn check_every(&mut self, every: EveryItem<'a>) -> Option<Every> {
        let type_name = every.path().map(|path| self.intern(&path.text()));
        let condition = every.condition().map(|condition| self.check_condition(condition));
        let body = self.layer_beneath(every);
        Some(Every { type_name, condition, body, span: every.span() })
    }

    /// `names = [app, environment, instance]`, `provider { … }`
    fn check_given(&mut self, target: TargetId, field: syntax::Field<'a>) {
        let (Some(key), Some(value)) = (field.key(), field.value()) else { return };
        let Some((_, given)) = GIVEN.iter().find(|(known, _)| *known == key.text()) else {
            let known = GIVEN.iter().map(|(known, _)| (*known).to_owned()).collect();
            let (name, of) = (key.text().into_owned(), "a target".to_owned());
            self.report(Problem::UnknownField { span: key.span(), name, of, known, declared: None });
            return;
        };
        let ty = self.given_type(*given);
        let mut checked = self.check_against(value, ty);
        if let Some(condition) = field.condition() {
            let condition = self.check_condition(condition);
            checked = self.program.exprs.push(program::Expr::If(condition, checked, None), value.span());
        }
        let name = self.intern(&key.text());
        self.change_target(target, |target| target.given.push((name, checked)));
    }

    fn given_type(&mut self, given: Given) -> Ty {
        let (string, cidr) = (self.program.types.plain(Type::String), self.program.types.plain(Type::Cidr));
        match given {
            Given::Data => self.program.types.plain(Type::Data),
            Given::String => string,
            Given::Strings => self.program.types.plain(Type::List(string)),
            Given::Cidrs => self.program.types.plain(Type::List(cidr)),
        }
    }

    /// `setting name: type = default`
    pub(crate) fn add_setting(&mut self, record: RecordId, setting: SettingItem<'a>) {
        let Some(name) = setting.name() else { return };
        let symbol = self.intern(name.text);
        let ty = self.lower_type(setting.ty(), None);
        let doc = setting.doc().map(|doc| self.intern(&doc));
        let required = setting.default().is_none() && !matches!(self.program.types.of(ty), Type::Optional(_));
        let refinements =
            setting.refinements().filter_map(|refinement| self.lower_refinement(refinement, ty)).collect();
        let field = Field { name: symbol, ty, default: None, required, refinements, doc, span: name.span };
        let Some(known) = self.program.types.records.get_mut(record.index()) else { return };
        known.fields.push(field);
        let at = known.fields.len() as u16 - 1;
        if let Some(value) = setting.default() {
            self.jobs.push_back(Job::Default { record, field: at, value, context: self.context.layer() });
        }
    }

    /// The target that a path names, or `None` with its mistake reported.
    pub(crate) fn target_named(&mut self, path: Path<'a>) -> Option<TargetId> {
        let name = path.text().into_owned();
        let found = self.names.find(self.context.package, Space::Targets, &name);
        match found.map(|id| self.target_entry(id)) {
            Some(Entry::Target(target)) => Some(target),
            _ => {
                let known = self.names.candidates(self.context.package, Space::Targets);
                let known = known.into_iter().map(str::to_owned).collect();
                self.report(Problem::UnknownTarget { span: path.span(), name, known });
                None
            }
        }
    }

    /// The names of a record's fields, for suggestions.
    pub(crate) fn field_names(&self, record: RecordId) -> Vec<String> {
        let fields = self.program.record(record).fields.iter();
        fields.map(|field| self.program.text(field.name).to_owned()).collect()
    }

    /// Binds a name for as long as the caller keeps it.
    pub(crate) fn bind_local(&mut self, name: &str, ty: program::Ty) -> u16 {
        self.locals.push(Local { name: name.to_owned(), ty });
        self.locals.len() as u16 - 1
    }
}
