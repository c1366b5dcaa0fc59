//! Realizations: what a component means on a target.

use names::{DeclarationId, PackageId};
use program::{Ignored, LossRule, Member, Realization, RealizationId, RealizationItem, Record, Sink, Ty, Type};
use source::Span;
use syntax::{Body, Decl, IgnoreItem, Item, Path, RealizeDecl};
use values::{ComponentId, RecordId, Symbol, TargetId};

use crate::checker::{Checker, Entry};
use crate::problem::Problem;
use crate::scope::{Context, Home};

/// What an instance may add to what its target says of the unit as a whole.
const ADDED: &str = "kustomization";
/// Whom an instance answers on other targets, where its target doesn't say it for all.
const ANSWERS: &str = "answers";

/// The entries of the store that an instance owns.
const KEEPS: &str = "keeps";

/// Where nothing of the store is made.
pub(crate) const NO_HANDOVER: &str = "a realization on a target without a `handover`";

/// The realization at hand.
#[derive(Clone, Copy)]
struct Pair {
    component: ComponentId,
    target: TargetId,
    settings: RecordId,
}

impl<'a> Checker<'a> {
    /// The settings that realizations of a component on a target take.
    pub(crate) fn settings_of(&mut self, component: ComponentId, target: TargetId, span: Span) -> Option<RecordId> {
        for pair in self.realize_pairs() {
            if let Some(decl) = pair.decl.filter(|_| pair.of == (component, target)) {
                self.realization_entries(decl);
            }
        }
        let found = self.program.realization_of(component, target);
        let found = found.map(|found| self.program.realization(found).settings);
        if found.is_none() {
            let component = self.program.text(self.program.component(component).name).to_owned();
            let target = self.program.text(self.program.target(target).name).to_owned();
            self.report(Problem::NoRealization { span, component, target });
        }
        found
    }

    /// The realizations of a user's package.
    pub(crate) fn check_realize(&mut self, _decl: RealizeDecl<'a>, package: PackageId) {
        let names = self.names;
        let own = names.iter().filter(|(_, declaration)| declaration.package == package);
        for (id, declaration) in own {
            if matches!(declaration.decl, Some(Decl::Realize(_))) {
                self.realization_entries(id);
            }
        }
    }

    /// Makes the realizations that one declaration stands for, one a target.
    pub(crate) fn realization_entries(&mut self, id: DeclarationId) {
        if self.entries.contains_key(&id) {
            return;
        }
        self.entries.insert(id, Entry::Broken);
        let declaration = self.names.get(id);
        let Some(Decl::Realize(decl)) = declaration.decl else { return };
        self.within(Context::package(declaration.package), |checker| {
            let Some(component) = checker.component_of(decl.component()) else { return };
            for written in decl.targets() {
                if let Some(target) = checker.target_named(written)
                    && checker.is_the_one(id, (component, target))
                {
                    checker.add_realization(decl, component, target);
                }
            }
        });
    }

    fn add_realization(&mut self, decl: RealizeDecl<'a>, component: ComponentId, target: TargetId) {
        let record = Record { name: None, fields: Vec::new(), short: None, span: decl.span() };
        let settings = self.program.types.add_record(record);
        let embedded = self.names.is_std(self.context.package);
        let (replaces, span) = (decl.replaces(), decl.span());
        let by = decl.by().and_then(|path| self.doer(path, target));
        let items = Vec::new();
        let made = RealizationId(self.program.realizations.len() as u32);
        let is_replaced = false;
        let empty = Realization { component, target, settings, by, replaces, is_replaced, items, embedded, span };
        self.program.realizations.push(empty);
        let pair = Pair { component, target, settings };
        let context = self.context.at(Home::Realization { component, target, settings });
        let items = self.within(context, |checker| {
            let written: Vec<Item<'a>> = decl.body().into_iter().flat_map(Body::items).collect();
            for item in &written {
                if let Item::Setting(setting) = item {
                    checker.add_setting(settings, *setting);
                }
            }
            checker.declare_locals(settings, &written);
            for item in &written {
                if let Item::Decl(Decl::Instance(inner)) = item {
                    checker.declare_realized(made, settings, *inner);
                }
            }
            written.into_iter().filter_map(|item| checker.check_realization_item(pair, item)).collect()
        });
        if let Some(known) = self.program.realizations.get_mut(made.index()) {
            known.items = items;
        }
    }

    /// Whose realization does the work of the one at hand. The library's own are looked at where their component is.
    fn doer(&mut self, path: Path<'a>, target: TargetId) -> Option<ComponentId> {
        let component = self.component_of(Some(path))?;
        if !self.names.is_std(self.context.package) {
            self.settings_of(component, target, path.span())?;
        }
        Some(component)
    }

    fn check_realization_item(&mut self, pair: Pair, item: Item<'a>) -> Option<RealizationItem> {
        match item {
            Item::Setting(_) => None,
            Item::Decl(Decl::Instance(inner)) => {
                self.check_realized(pair.component, pair.settings, inner);
                None
            }
            Item::Out(out) => {
                let name = self.intern(out.name()?.text);
                let Some(Member::Out(id)) = self.program.component(pair.component).member(name) else {
                    let known = self.program.component(pair.component).outs.iter();
                    let outs = known.map(|out| self.program.text(out.name).to_owned()).collect();
                    let (span, name) = (out.span(), self.program.text(name).to_owned());
                    self.report(Problem::NoOut { span, name, outs });
                    return None;
                };
                let ty = self.program.component(pair.component).out(id).ty;
                Some(RealizationItem::Out(id, self.face_value(out.value()?, out.condition(), ty)))
            }
            Item::Export(export) => {
                let name = export.name()?;
                self.check_face(pair, (name.text, name.span), (export.value()?, export.condition()))
            }
            // `peer = …` and `ready = …`
            Item::Field(field) => {
                let key = field.key()?;
                if key.text() == KEEPS {
                    return self.check_keeps(pair, field);
                }
                match self.given_here(pair.target, &key.text()) {
                    Some(ty) => {
                        let name = self.intern(&key.text());
                        let value = self.face_value(field.value()?, field.condition(), ty);
                        Some(RealizationItem::Given(name, value))
                    }
                    None => self.check_face(pair, (&key.text(), key.span()), (field.value()?, field.condition())),
                }
            }
            Item::Grant(grant) => self.check_grant(pair, grant),
            Item::Ignore(ignore) => Some(RealizationItem::Ignore(self.check_ignore(pair.component, ignore))),
            Item::Decl(Decl::Require(rule)) => self.check_rule(rule).map(RealizationItem::Require),
            item => {
                let expected = "`setting`, `let`, `resource`, `file`, `keeps`, `out`, `export`, `grant`, `ignore`, `require`, a face or an instance";
                self.check_shared(pair.settings, item, "a realization", expected)
            }
        }
    }

    /// The type of what a realization may say beside faces of its target.
    fn given_here(&mut self, target: TargetId, name: &str) -> Option<Ty> {
        match name {
            ADDED if self.program.target(target).sink == Sink::Kubernetes => {
                let data = self.program.types.plain(Type::Data);
                Some(Ty { labels: program::Labels::DEFERRED, ..data })
            }
            ANSWERS => {
                let cidr = self.program.types.plain(Type::Cidr);
                Some(self.program.types.plain(Type::List(cidr)))
            }
            _ => None,
        }
    }

    fn check_face(
        &mut self,
        pair: Pair,
        (name, span): (&str, Span),
        (value, condition): (syntax::Expr<'a>, Option<syntax::Expr<'a>>),
    ) -> Option<RealizationItem> {
        let symbol = self.intern(name);
        let target = self.program.target(pair.target);
        let Some(at) = target.face(symbol) else {
            let of = self.program.text(target.name).to_owned();
            let known = target.faces.iter().map(|face| self.program.text(face.name).to_owned()).collect();
            let declared = Some(target.span);
            self.report(Problem::UnknownField { span, name: name.to_owned(), of, known, declared });
            return None;
        };
        let ty = target.faces.get(usize::from(at))?.ty;
        // What a resource is known by is the target's to say, so a face may always wait for it.
        let ty = Ty { labels: ty.labels.and(program::Labels::DEFERRED), ..ty };
        Some(RealizationItem::Face(at, self.face_value(value, condition, ty)))
    }

    /// A value that may be left out under a condition.
    pub(crate) fn face_value(
        &mut self,
        value: syntax::Expr<'a>,
        condition: Option<syntax::Expr<'a>>,
        ty: Ty,
    ) -> values::ExprId {
        let narrowed = self.narrowed.len();
        let guard = condition.map(|condition| self.check_guard(condition));
        let checked = self.check_against(value, ty);
        self.narrowed.truncate(narrowed);
        match guard {
            Some(guard) => self.program.exprs.push(program::Expr::If(guard, checked, None), value.span()),
            None => checked,
        }
    }

    /// `keeps { password { length = 40 } }`: secrets of its own, each with what the target's hand-over asks of it.
    fn check_keeps(&mut self, pair: Pair, field: syntax::Field<'a>) -> Option<RealizationItem> {
        let Some(handover) = &self.program.target(pair.target).handover else {
            let (place, expected) = (NO_HANDOVER, "`entry(\"…\")` alone, whose value somebody puts in by hand");
            self.report(Problem::NotHere { span: field.span(), place, expected });
            return None;
        };
        let entry = self.program.types.plain(Type::Record(handover.stated));
        let all = self.program.types.plain(Type::Map(entry));
        Some(RealizationItem::Keeps(self.face_value(field.value()?, field.condition(), all)))
    }

    fn check_grant(&mut self, pair: Pair, grant: syntax::GrantItem<'a>) -> Option<RealizationItem> {
        let name = grant.name()?;
        let symbol = self.intern(name.text);
        let component = self.program.component(pair.component);
        if component.capability(symbol).is_none() {
            let of = self.program.text(component.name).to_owned();
            let known = component.capabilities.iter().map(|can| self.program.text(can.name).to_owned()).collect();
            let declared = Some(component.span);
            self.report(Problem::UnknownMember { span: name.span, name: name.text.to_owned(), of, known, declared });
            return None;
        }
        let data = self.program.types.plain(Type::Data);
        let ty = self.program.target(pair.target).grant.unwrap_or(data);
        let ty = Ty { labels: ty.labels.and(program::Labels::DEFERRED), ..ty };
        Some(RealizationItem::Grant(symbol, self.face_value(grant.value()?, grant.condition(), ty)))
    }

    fn check_ignore(&mut self, component: ComponentId, ignore: IgnoreItem<'a>) -> LossRule {
        let ignored = ignore.paths().map(|path| self.check_ignored(component, path)).collect();
        let condition = ignore.when().map(|condition| self.check_condition(condition));
        let because = ignore.because().and_then(syntax::StringExpr::plain).unwrap_or_default();
        if because.trim().is_empty() {
            self.report(Problem::IgnoreNeedsReason { span: ignore.span() });
        }
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
}
