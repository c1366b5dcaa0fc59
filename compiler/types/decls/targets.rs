//! Targets and realizations: their settings, and what a realization is made of.

use names::{DeclarationId, PackageId, Space};
use program::{
    Exprs, Field, Ignored, LocalResource, LossRule, Member, Realization, RealizationId, RealizationItem, Record,
    ResourceClass, Sink, TargetDecl, Type,
};
use source::Span;
use syntax::{Body, Decl, IgnoreItem, Item, Path, RealizeDecl, ResourceItem, SettingItem};
use values::{ComponentId, RecordId, Symbol, TargetId};

use crate::checker::{Checker, Entry, Job};
use crate::problem::Problem;
use crate::scope::{Context, Home, Local};

impl<'a> Checker<'a> {
    /// What a declared target stands for; looked at on first use.
    pub(crate) fn target_entry(&mut self, id: DeclarationId) -> Entry {
        if let Some(entry) = self.entries.get(&id) {
            return *entry;
        }
        let declaration = self.names.get(id);
        let Decl::Target(decl) = declaration.decl else { return Entry::Broken };
        let made = TargetId(self.program.targets.len() as u32);
        self.entries.insert(id, Entry::Target(made));
        let name = self.intern(declaration.name);
        let doc = decl.doc().map(|doc| self.intern(&doc));
        let sink = self.sink_of(decl, declaration.span);
        let record = Record { name: Some(name), fields: Vec::new(), short: None, span: declaration.span };
        let settings = self.program.types.add_record(record);
        let span = declaration.span;
        self.program.targets.push(TargetDecl { name, sink, settings, catalogs: Vec::new(), doc, span });
        self.within(Context::package(declaration.package), |checker| {
            for item in decl.body().into_iter().flat_map(Body::items) {
                checker.add_target_item(made, settings, item);
            }
        });
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

    fn add_target_item(&mut self, made: TargetId, settings: RecordId, item: Item<'a>) {
        match item {
            Item::Setting(setting) => self.add_setting(settings, setting),
            Item::Catalog(catalog) => {
                let Some(path) = catalog.path() else { return };
                let name = self.intern(&path.text());
                if let Some(known) = self.program.targets.get_mut(made.index()) {
                    known.catalogs.push(name);
                }
            }
            item => {
                let expected = "`setting name: type` or `catalog NAME`";
                self.report(Problem::NotHere { span: item.span(), place: "a target", expected });
            }
        }
    }

    /// `setting name: type = default`
    fn add_setting(&mut self, record: RecordId, setting: SettingItem<'a>) {
        let Some(name) = setting.name() else { return };
        let symbol = self.intern(name.text);
        let ty = self.lower_type(setting.ty(), None);
        let doc = setting.doc().map(|doc| self.intern(&doc));
        let required = setting.default().is_none() && !matches!(self.program.types.of(ty), Type::Optional(_));
        let field = Field { name: symbol, ty, default: None, required, refinements: Vec::new(), doc, span: name.span };
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

    /// The settings that realizations of a component on a target take.
    pub(crate) fn settings_of(&mut self, component: ComponentId, target: TargetId, span: Span) -> Option<RecordId> {
        let names = self.names;
        for (id, declaration) in names.iter() {
            if matches!(declaration.decl, Decl::Realize(_)) && names.is_std(declaration.package) {
                self.realization_entries(id);
            }
        }
        let made = |known: &&Realization| known.component == component && known.target == target;
        let found = self.program.realizations.iter().find(made).map(|known| known.settings);
        if found.is_none() {
            let component = self.program.text(self.program.component(component).name).to_owned();
            let target = self.program.text(self.program.target(target).name).to_owned();
            self.report(Problem::NoRealization { span, component, target });
        }
        found
    }

    /// A realization of a user's package.
    pub(crate) fn check_realize(&mut self, _decl: RealizeDecl<'a>, package: PackageId) {
        let names = self.names;
        let own = names.iter().filter(|(_, declaration)| declaration.package == package);
        for (id, declaration) in own {
            if matches!(declaration.decl, Decl::Realize(_)) {
                self.realization_entries(id);
            }
        }
    }

    /// Makes the realizations that one declaration stands for, one a target.
    fn realization_entries(&mut self, id: DeclarationId) {
        if self.entries.contains_key(&id) {
            return;
        }
        self.entries.insert(id, Entry::Broken);
        let declaration = self.names.get(id);
        let Decl::Realize(decl) = declaration.decl else { return };
        self.within(Context::package(declaration.package), |checker| {
            let Some(path) = decl.component() else { return };
            let name = path.text().into_owned();
            let found = checker.names.find(declaration.package, Space::Types, &name);
            let Some(Entry::Component(component)) = found.map(|id| checker.type_entry(id)) else {
                checker.report(Problem::NotAComponent { span: path.span(), name });
                return;
            };
            for target in decl.targets() {
                if let Some(target) = checker.target_named(target) {
                    checker.add_realization(decl, component, target);
                }
            }
        });
    }

    fn add_realization(&mut self, decl: RealizeDecl<'a>, component: ComponentId, target: TargetId) {
        let record = Record { name: None, fields: Vec::new(), short: None, span: decl.span() };
        let settings = self.program.types.add_record(record);
        let made = RealizationId(self.program.realizations.len() as u32);
        let empty = Realization { component, target, settings, items: Vec::new(), span: decl.span() };
        self.program.realizations.push(empty);
        let home = Home::Realization { component, target, settings };
        let context = self.context.at(home);
        let items = self.within(context, |checker| {
            let mut items = Vec::new();
            for item in decl.body().into_iter().flat_map(Body::items) {
                items.extend(checker.check_realization_item(component, settings, item));
            }
            items
        });
        if let Some(known) = self.program.realizations.get_mut(made.index()) {
            known.items = items;
        }
    }

    fn check_realization_item(
        &mut self,
        component: ComponentId,
        settings: RecordId,
        item: Item<'a>,
    ) -> Option<RealizationItem> {
        match item {
            Item::Setting(setting) => {
                self.add_setting(settings, setting);
                None
            }
            Item::Decl(Decl::Let(decl)) => self.local_let(component, decl).map(RealizationItem::Let),
            Item::Resource(resource) => self.check_resource(resource).map(RealizationItem::Resource),
            Item::Out(out) => {
                let name = self.intern(out.name()?.text);
                let Some(Member::Out(id)) = self.program.component(component).member(name) else {
                    let known = self.program.component(component).outs.iter();
                    let outs = known.map(|out| self.program.text(out.name).to_owned()).collect();
                    let (span, name) = (out.span(), self.program.text(name).to_owned());
                    self.report(Problem::NoOut { span, name, outs });
                    return None;
                };
                let ty = self.program.component(component).out(id).ty;
                Some(RealizationItem::Out(id, self.check_against(out.value()?, ty)))
            }
            Item::Ignore(ignore) => Some(RealizationItem::Ignore(self.check_ignore(component, ignore))),
            item => {
                let expected = "`setting`, `let`, `resource`, `out` or `ignore`";
                self.report(Problem::NotHere { span: item.span(), place: "a realization", expected });
                None
            }
        }
    }

    fn check_resource(&mut self, resource: ResourceItem<'a>) -> Option<LocalResource> {
        let name = resource.name()?;
        let type_name = self.intern(&resource.type_name()?);
        let local = self.intern(name.text);
        let class = match resource.keyword().map(|keyword| keyword.text) {
            Some("data") => ResourceClass::Data,
            Some("ephemeral") => ResourceClass::Ephemeral,
            _ => ResourceClass::Resource,
        };
        let bound = self.locals.len();
        let header = self.check_header(resource.for_clause(), resource.by());
        let condition = resource.condition().map(|condition| self.check_condition(condition));
        let data = self.program.types.plain(Type::Data);
        let body = resource.body().map_or(Exprs::UNKNOWN, |body| self.check_against(syntax::Expr::Body(body), data));
        self.locals.truncate(bound);
        let stateful = resource.is_stateful();
        Some(LocalResource { class, type_name, local, stateful, header, condition, body, span: name.span })
    }

    fn check_ignore(&mut self, component: ComponentId, ignore: IgnoreItem<'a>) -> LossRule {
        let ignored = ignore.paths().map(|path| self.check_ignored(component, path)).collect();
        let condition = ignore.when().map(|condition| self.check_condition(condition));
        let because = ignore.because().and_then(syntax::StringExpr::plain).unwrap_or_default();
        LossRule { ignored, condition, because: self.intern(&because) }
    }

    fn check_ignored(&mut self, component: ComponentId, path: Path<'a>) -> Ignored {
        let segments: Vec<Symbol> = path.segments().map(|segment| self.intern(segment.text)).collect();
        let known = self.program.component(component);
        let is_field = segments.first().is_some_and(|first| matches!(known.member(*first), Some(Member::Field(_))));
        if !is_field {
            let of = self.program.text(known.name).to_owned();
            let fields = self.field_names(known.fields);
            let declared = Some(known.span);
            let name = path.text().into_owned();
            self.report(Problem::UnknownField { span: path.span(), name, of, known: fields, declared });
        }
        Ignored { path: segments, span: path.span() }
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
