//! Hand-overs: how a target makes, keeps and reads back entries of the store, once for all realizations.

use names::{DeclarationId, Space};
use program::{Field, Handover, Labels, RealizationItem, Record, Ty, Type};
use source::Span;
use syntax::{Body, Decl, ExportItem, HandoverDecl, Item};
use values::{RecordId, TargetId};

use crate::checker::{Checker, Entry, Job};
use crate::problem::Problem;
use crate::scope::{Context, Home};

impl<'a> Checker<'a> {
    /// What realizations need to know of a target's hand-over before its own expressions are looked at.
    pub(super) fn enter_handover(&mut self, target: TargetId, of: DeclarationId) {
        let Some((id, decl)) = self.handovers_of(of).next() else { return };
        let span = decl.path().map_or(decl.span(), |path| path.span());
        let [stated, entry, kept] = ["keeps", "entry", "kept"].map(|name| {
            let name = Some(self.intern(name));
            self.program.types.add_record(Record { name, fields: Vec::new(), short: None, span })
        });
        self.within(Context::package(self.names.get(id).package), |checker| {
            checker.add_entry_parts(stated, entry, span);
            let items: Vec<Item<'a>> = decl.body().into_iter().flat_map(Body::items).collect();
            for item in &items {
                match item {
                    Item::Setting(setting) => {
                        checker.add_setting(stated, *setting);
                        checker.add_setting(entry, *setting);
                        checker.want_default(entry);
                    }
                    Item::Export(export) => checker.add_kept_part(kept, *export),
                    _ => {}
                }
            }
            checker.context.home = Home::Handover { target, settings: entry };
            checker.declare_locals(entry, &items);
        });
        let (exports, items) = (Vec::new(), Vec::new());
        let handover = Handover { stated, entry, kept, exports, items, span };
        self.change_target(target, |known| known.handover = Some(handover));
        self.jobs.push_back(Job::Handover(target, id));
    }

    /// The hand-overs that name a declared target; there should be one at most.
    fn handovers_of(&self, target: DeclarationId) -> impl Iterator<Item = (DeclarationId, HandoverDecl<'a>)> {
        let names = self.names;
        names.iter().filter_map(move |(id, declaration)| {
            let Some(Decl::Handover(decl)) = declaration.decl else { return None };
            let found = names.find(declaration.package, Space::Targets, &decl.path()?.text());
            (found == Some(target)).then_some((id, decl))
        })
    }

    /// `name`, `path`, `doc` and `text`, as far as they are known of an entry or stated by its owner.
    fn add_entry_parts(&mut self, stated: RecordId, entry: RecordId, span: Span) {
        let (string, text) = (self.program.types.plain(Type::String), self.program.types.plain(Type::Text));
        let (maybe_string, maybe_text) = (self.make_optional(string), self.make_optional(text));
        let maybe_text = Ty { labels: Labels::SECRET.and(Labels::DEFERRED), ..maybe_text };
        let parts = [("name", string), ("path", string), ("doc", string), ("text", maybe_text)];
        let all = parts.map(|part| (entry, part)).into_iter();
        for (record, (name, ty)) in all.chain([("path", maybe_string), ("text", maybe_text)].map(|part| (stated, part)))
        {
            self.add_part(record, name, ty, span);
        }
    }

    fn add_part(&mut self, record: RecordId, name: &str, ty: Ty, span: Span) {
        let name = self.intern(name);
        let field = Field { name, ty, default: None, required: false, refinements: Vec::new(), doc: None, span };
        if let Some(known) = self.program.types.records.get_mut(record.index()) {
            known.fields.push(field);
        }
    }

    /// What others read is an entry that no realization speaks of.
    fn want_default(&mut self, entry: RecordId) {
        let Some(setting) = self.program.record(entry).fields.last().filter(|setting| setting.required) else { return };
        let (place, expected) = ("a hand-over", "settings that nobody has to state: with a default, or optional");
        self.report(Problem::NotHere { span: setting.span, place, expected });
    }

    fn add_kept_part(&mut self, kept: RecordId, export: ExportItem<'a>) {
        let Some(name) = export.name() else { return };
        let ty = self.lower_type(export.ty(), None);
        self.add_part(kept, name.text, ty, name.span);
    }

    /// The expressions of a target's hand-over.
    pub(crate) fn check_handover(&mut self, target: TargetId, id: DeclarationId) {
        let declaration = self.names.get(id);
        let (Some(Decl::Handover(decl)), Some(known)) = (declaration.decl, &self.program.target(target).handover)
        else {
            return;
        };
        let (settings, kept) = (known.entry, known.kept);
        let context = Context::package(declaration.package).at(Home::Handover { target, settings });
        let (mut exports, mut items) = (Vec::new(), Vec::new());
        self.within(context, |checker| {
            for item in decl.body().into_iter().flat_map(Body::items) {
                match item {
                    Item::Setting(_) => {}
                    Item::Export(export) => {
                        let ty = checker.program.record(kept).fields.get(exports.len()).map(|field| field.ty);
                        let value =
                            ty.zip(export.value()).map(|(ty, value)| checker.face_value(value, export.condition(), ty));
                        exports.push(value.unwrap_or(program::Exprs::UNKNOWN));
                    }
                    Item::Decl(Decl::Require(rule)) => {
                        items.extend(checker.check_rule(rule).map(RealizationItem::Require));
                    }
                    item => {
                        let expected = "`setting`, `let`, `resource`, `file`, `export NAME: TYPE = …` or `require`";
                        items.extend(checker.check_shared(settings, item, "a hand-over", expected));
                    }
                }
            }
        });
        self.change_target(target, |target| {
            if let Some(handover) = &mut target.handover {
                (handover.exports, handover.items) = (exports, items);
            }
        });
    }

    /// A hand-over of a user's package: of a target that there is and that has no other.
    pub(crate) fn check_own_handover(&mut self, decl: HandoverDecl<'a>, id: DeclarationId) {
        let Some(path) = decl.path() else { return };
        let package = self.names.get(id).package;
        self.within(Context::package(package), |checker| {
            if checker.target_named(path).is_none() {
                return;
            }
            let Some(declared) = checker.names.find(package, Space::Targets, &path.text()) else { return };
            let Entry::Target(target) = checker.target_entry(declared) else { return };
            let written = checker.handovers_of(declared).next();
            let others = written.filter(|(first, _)| *first != id).map(|(first, _)| checker.names.get(first).span);
            let known = checker.names.get(declared).decl.is_none();
            let handed = checker.program.target(target).handover.as_ref().map(|known| known.span);
            match others.or(handed.filter(|_| known)) {
                Some(first) => {
                    let name = format!("handover {}", path.text());
                    checker.report(Problem::WrittenTwice { span: path.span(), name, first });
                }
                // A target that was looked at before learns of it here.
                None if known => checker.enter_handover(target, declared),
                None => {}
            }
        });
    }
}
