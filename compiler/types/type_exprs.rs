//! Types as written to types as known.

use names::{DeclarationId, Found, Space};
use program::{Labels, Record, Ty, Type, TypeTable, Union};
use source::Span;
use syntax::{AppliedType, Decl, LabelledType, NamedType, Path, RecordType, TypeExpr, UnionType};
use values::Symbol;

use crate::checker::{Checker, Entry};
use crate::limits::MOST_PARTS;
use crate::problem::Problem;
use crate::scope::Context;

/// The types that need no declaration.
pub(crate) const BUILT_IN: [(&str, Type); 24] = [
    ("bool", Type::Bool),
    ("int", Type::Int),
    ("number", Type::Number),
    ("string", Type::String),
    ("text", Type::Text),
    ("size", Type::Size),
    ("duration", Type::Duration),
    ("cpu", Type::Cpu),
    ("percent", Type::Percent),
    ("rate", Type::Rate),
    ("clock", Type::Clock),
    ("window", Type::Window),
    ("weekly_window", Type::WeeklyWindow),
    ("weekday", Type::Weekday),
    ("port", Type::Port),
    ("cidr", Type::Cidr),
    ("domain", Type::Domain),
    ("url", Type::Url),
    ("path", Type::Path),
    ("name", Type::Name),
    ("data", Type::Data),
    ("instance", Type::Instance),
    ("target", Type::TargetName),
    ("use", Type::Use),
];

const APPLIED: [&str; 5] = ["list", "map", "range", "fields", "edge"];

/// Whether a name means a type without a declaration.
pub(crate) fn is_built_in(name: &str) -> bool {
    BUILT_IN.iter().any(|(known, _)| *known == name) || APPLIED.contains(&name)
}

impl<'a> Checker<'a> {
    /// The type that is written, or *unknown* with its mistake reported. `name` is what a declaration calls it.
    pub(crate) fn lower_type(&mut self, written: Option<TypeExpr<'a>>, name: Option<Symbol>) -> Ty {
        match written {
            None => TypeTable::UNKNOWN,
            Some(TypeExpr::Named(named)) => self.lower_named(named),
            Some(TypeExpr::Applied(applied)) => self.lower_applied(applied),
            Some(TypeExpr::Optional(optional)) => {
                let of = self.lower_type(optional.ty(), name);
                self.make_optional(of)
            }
            Some(TypeExpr::Labelled(labelled)) => self.lower_labelled(labelled, name),
            Some(TypeExpr::Record(record)) => self.lower_record(record, name),
            Some(TypeExpr::Union(union)) => self.lower_union(union, name),
        }
    }

    /// `T?`; an optional type is as optional as it can be already, and its labels stay outside.
    pub(crate) fn make_optional(&mut self, of: Ty) -> Ty {
        if matches!(self.program.types.of(of), Type::Optional(_) | Type::Unknown) {
            return of;
        }
        let bare = Ty { id: of.id, labels: Labels::NONE };
        Ty { id: self.program.types.id(Type::Optional(bare)), labels: of.labels }
    }

    fn lower_labelled(&mut self, labelled: LabelledType<'a>, name: Option<Symbol>) -> Ty {
        let of = self.lower_type(labelled.ty(), name);
        let label = match labelled.label().map(|label| label.text) {
            Some("secret") => Labels::SECRET,
            Some("ephemeral") => Labels::EPHEMERAL,
            _ => Labels::DEFERRED,
        };
        self.labelled(of, label)
    }

    /// A type with one label more, which sits on the elements of a list or a map: their keys and number stay plain.
    pub(crate) fn labelled(&mut self, ty: Ty, label: Labels) -> Ty {
        match self.program.types.of(ty) {
            Type::List(of) => {
                let of = self.labelled(of, label);
                Ty { id: self.program.types.id(Type::List(of)), labels: ty.labels }
            }
            Type::Map(of) => {
                let of = self.labelled(of, label);
                Ty { id: self.program.types.id(Type::Map(of)), labels: ty.labels }
            }
            _ => Ty { id: ty.id, labels: ty.labels.and(label) },
        }
    }

    fn lower_named(&mut self, named: NamedType<'a>) -> Ty {
        let Some(path) = named.path() else { return TypeTable::UNKNOWN };
        let segments: Vec<_> = path.segments().collect();
        match segments.as_slice() {
            [one] => {
                if let Some((_, ty)) = BUILT_IN.iter().find(|(name, _)| *name == one.text) {
                    return self.program.types.plain(*ty);
                }
                match self.names.find(self.context.package, Space::Types, one.text) {
                    Some(id) => self.type_of_entry(id, None, path.span()),
                    None => self.unknown_type(one.text, one.span),
                }
            }
            [first, second] => self.lower_qualified(path, (first.text, first.span), (second.text, second.span)),
            [first, middle, last] => self.lower_package_asked(path, first.text, middle.text, (last.text, last.span)),
            _ => self.unknown_type(&path.text(), path.span()),
        }
    }

    /// `network.db` of a used package, `sql.connect` of a component or an interface, `gateway.limit` of a field.
    fn lower_qualified(&mut self, path: Path<'a>, first: (&str, Span), second: (&str, Span)) -> Ty {
        if let Some(used) = self.names.used(self.context.package, first.0) {
            return match self.names.find_in(used, Space::Types, second.0) {
                Found::Declared(id) => self.type_of_entry(id, None, path.span()),
                Found::Private(id) => self.private(id, second.1),
                Found::Nothing => self.unknown_type(&path.text(), path.span()),
            };
        }
        match self.names.find(self.context.package, Space::Types, first.0) {
            Some(id) => self.type_of_entry(id, Some(second), path.span()),
            None => match self.catalog_type((first.0, second.0), second.1) {
                Some(ty) => ty,
                None => self.unknown_type(first.0, first.1),
            },
        }
    }

    fn lower_package_asked(&mut self, path: Path<'a>, first: &str, middle: &str, last: (&str, Span)) -> Ty {
        let found = self.names.used(self.context.package, first);
        match found.map(|used| self.names.find_in(used, Space::Types, middle)) {
            Some(Found::Declared(id)) => self.type_of_entry(id, Some(last), path.span()),
            Some(Found::Private(id)) => self.private(id, last.1),
            _ => self.unknown_type(&path.text(), path.span()),
        }
    }

    fn private(&mut self, id: DeclarationId, span: Span) -> Ty {
        let declaration = self.names.get(id);
        self.report(Problem::Private { span, name: declaration.name.to_owned(), declared: declaration.span });
        TypeTable::UNKNOWN
    }

    fn unknown_type(&mut self, name: &str, span: Span) -> Ty {
        let mut known: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
        known.extend(APPLIED);
        if self.may_guess() {
            known.extend(self.names.candidates(self.context.package, Space::Types));
        }
        let nearest = source::nearest(name, known).map(str::to_owned);
        self.report(Problem::UnknownType { span, name: name.to_owned(), nearest });
        TypeTable::UNKNOWN
    }

    /// The type that a declaration stands for: itself, a reference, or a part of it.
    fn type_of_entry(&mut self, id: DeclarationId, part: Option<(&str, Span)>, span: Span) -> Ty {
        match (self.type_entry(id), part) {
            (Entry::Type(ty), None) => ty,
            (Entry::Component(component), None) => self.program.types.plain(Type::Component(component, None)),
            (Entry::Interface(interface), None) => self.program.types.plain(Type::Interface(interface, None)),
            (Entry::Component(component), Some((name, at))) => self.part_of_component(component, name, at),
            (Entry::Interface(interface), Some((name, at))) => {
                let asked = self.intern(name);
                if !self.program.interface(interface).capabilities.contains(&asked) {
                    let of = self.program.text(self.program.interface(interface).name).to_owned();
                    self.report(Problem::NoCapability { span: at, of, name: name.to_owned(), offered: Vec::new() });
                    return TypeTable::UNKNOWN;
                }
                self.program.types.plain(Type::Interface(interface, Some(asked)))
            }
            (Entry::Type(_), Some((name, at))) => self.unknown_type(name, at),
            (Entry::Running, _) => {
                let name = self.names.get(id).name.to_owned();
                self.report(Problem::RecursiveType { span, name });
                TypeTable::UNKNOWN
            }
            _ => TypeTable::UNKNOWN,
        }
    }

    /// `sql.connect` asks a capability, `gateway.limit` is the type of a field.
    fn part_of_component(&mut self, component: values::ComponentId, name: &str, span: Span) -> Ty {
        let symbol = self.intern(name);
        let declared = self.program.component(component);
        if declared.capability(symbol).is_some() {
            return self.program.types.plain(Type::Component(component, Some(symbol)));
        }
        let record = self.program.record(declared.fields);
        if let Some(field) = record.fields.iter().find(|field| field.name == symbol) {
            return field.ty;
        }
        let offered = declared.capabilities.iter().map(|capability| self.program.text(capability.name).to_owned());
        let (of, offered) = (self.program.text(declared.name).to_owned(), offered.collect());
        self.report(Problem::NoCapability { span, of, name: name.to_owned(), offered });
        TypeTable::UNKNOWN
    }

    fn lower_applied(&mut self, applied: AppliedType<'a>) -> Ty {
        let Some(path) = applied.path() else { return TypeTable::UNKNOWN };
        let name = path.text();
        if name == "name" {
            return self.program.types.plain(Type::Name);
        }
        if name == "edge" {
            return self.lower_edge(applied);
        }
        let of = self.lower_type(applied.argument(), None);
        let bare = |checker: &mut Self, ty| checker.program.types.plain(ty);
        match name.as_ref() {
            "list" => bare(self, Type::List(of)),
            "map" => bare(self, Type::Map(of)),
            "range" if !self.has_range(self.program.types.of(of)) => {
                let (expected, found) = ("a number or a quantity".to_owned(), self.show(of));
                self.report(Problem::WrongType { span: applied.span(), expected, found, help: None });
                TypeTable::UNKNOWN
            }
            "range" => bare(self, Type::Range(of.id)),
            "fields" => match self.program.types.of(of) {
                Type::Component(component, None) => bare(self, Type::Fields(component)),
                Type::Unknown => of,
                _ => {
                    let found = self.show(of);
                    self.report(Problem::FieldsOf { span: applied.span(), found });
                    TypeTable::UNKNOWN
                }
            },
            other => self.unknown_type(other, path.span()),
        }
    }

    /// `edge(TARGET)`: an edge as realizations on a target see it.
    fn lower_edge(&mut self, applied: AppliedType<'a>) -> Ty {
        let Some(TypeExpr::Named(named)) = applied.argument() else { return TypeTable::UNKNOWN };
        let target = named.path().and_then(|path| self.target_named(path));
        target.map_or(TypeTable::UNKNOWN, |target| self.program.types.plain(Type::Link(target)))
    }

    fn lower_record(&mut self, record: RecordType<'a>, name: Option<Symbol>) -> Ty {
        let id = self.add_record(record, name);
        self.program.types.plain(Type::Record(id))
    }

    /// A record type with its fields; defaults wait until all types are there.
    pub(crate) fn add_record(&mut self, record: RecordType<'a>, name: Option<Symbol>) -> values::RecordId {
        let empty = Record { name, fields: Vec::new(), short: None, span: record.span() };
        let id = self.program.types.add_record(empty);
        self.fill_record(id, record);
        id
    }

    fn lower_union(&mut self, union: UnionType<'a>, name: Option<Symbol>) -> Ty {
        let mut cases: Vec<program::Case> = Vec::new();
        for case in union.cases() {
            let Some(token) = case.name() else { continue };
            if cases.len() >= MOST_PARTS {
                self.report(Problem::TooManyParts { span: token.span, limit: MOST_PARTS });
                break;
            }
            let symbol = self.intern(token.text);
            if let Some(first) = cases.iter().find(|other| other.name == symbol) {
                let first = first.span;
                self.report(Problem::DuplicateCase { span: token.span, name: token.text.to_owned(), first });
                continue;
            }
            let record = case.record().map(|record| self.add_record(record, Some(symbol)));
            cases.push(program::Case { name: symbol, record, span: token.span });
        }
        let id = self.program.types.add_union(Union { name, cases, span: union.span() });
        self.program.types.plain(Type::Union(id))
    }

    /// What a declaration of the type namespace stands for; looked at on first use.
    pub(crate) fn type_entry(&mut self, id: DeclarationId) -> Entry {
        if let Some(entry) = self.entries.get(&id) {
            return *entry;
        }
        let declaration = self.names.get(id);
        if !self.deeper(|| declaration.span) {
            return Entry::Broken;
        }
        let entry = match declaration.decl {
            Some(Decl::Type(decl)) => {
                self.entries.insert(id, Entry::Running);
                let name = self.intern(declaration.name);
                let context = Context::package(declaration.package);
                self.refuse_refinements(decl.refinements());
                let ty = self.within(context, |checker| checker.lower_type(decl.ty(), Some(name)));
                self.entries.insert(id, Entry::Type(ty));
                Entry::Type(ty)
            }
            Some(Decl::Component(decl)) => self.declare_component(id, decl, declaration.package),
            Some(Decl::Interface(decl)) => self.declare_interface(id, decl, declaration.package),
            _ => Entry::Broken,
        };
        self.higher();
        entry
    }
}
