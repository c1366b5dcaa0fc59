//! `refine TYPE { … }`: what a package adds to what a catalog says of a type.

mod narrow;

use catalog::{Added, Between, Block, Catalog, Class, ResourceType, RuleKind, Shape, ShapeKind};
use names::{DeclarationId, PackageId};
use source::Span;
use syntax::{Body, Decl, FieldDecl, Flag, Item, KeysItem, Path, RefineDecl, RuleItem, WhenItem};

use crate::checker::Checker;
use crate::problem::Problem;
use crate::scope::Context;
use crate::shapes::ShapeProblem;

/// What a type may be called by, the whole ones first.
const CLASSES: [Class; 7] =
    [Class::Resource, Class::Kind, Class::Element, Class::Data, Class::Ephemeral, Class::Provider, Class::Shared];

/// The classes of types that have a body of their own, which one refinement may speak of all at once.
const WHOLE: [Class; 3] = [Class::Resource, Class::Kind, Class::Element];

/// Words for what holds between fields.
const RULES: [(&str, RuleKind); 5] = [
    ("at_least_one", RuleKind::AtLeastOne),
    ("at_most_one", RuleKind::AtMostOne),
    ("exactly_one", RuleKind::ExactlyOne),
    ("needs", RuleKind::Needs),
    ("required", RuleKind::Required),
];

/// What stands in the body.
const EXPECTED: &str =
    "`path: TYPE`, `keys path: TYPE`, `when path: TYPE { … }`, `stateful`, or a rule such as `at_most_one a, b`";

/// What is refined: a type, all types of a catalog, or either where a value of it is such.
#[derive(Clone, Copy)]
struct Of<'a> {
    root: Added,
    found: ResourceType<'a>,
    is_all: bool,
    in_case: bool,
}

/// A field that is refined.
#[derive(Clone, Copy)]
struct Place<'a> {
    at: Added,
    shape: Shape<'a>,
    in_case: bool,
}

impl<'a> Checker<'a> {
    /// What the declarations of a user's package add, named or not.
    pub(crate) fn check_refine(&mut self, id: DeclarationId, decl: RefineDecl<'a>) {
        let all: Vec<&'a Catalog> = self.catalogs.iter().collect();
        for path in decl.paths() {
            let last = path.last().map_or("", |last| last.text);
            let found = match decl.is_all() {
                true => all.iter().find(|known| known.name() == path.text()).and_then(|known| any_of(known)),
                false => all.iter().rev().find_map(|catalog| refined_in(catalog, path)),
            };
            if let Some(found) = found {
                self.refine_with(id, found);
                continue;
            }
            let names: Vec<&str> = match decl.is_all() {
                true => self.catalogs.names().collect(),
                false => CLASSES.iter().flat_map(|class| all.iter().flat_map(|all| all.names(*class))).collect(),
            };
            let nearest = source::nearest(last, names).filter(|nearest| *nearest != last).map(str::to_owned);
            let (name, is_all) = (path.text().into_owned(), decl.is_all());
            self.report_shape(ShapeProblem::UnknownRefined { span: path.span(), name, is_all, nearest });
        }
    }

    /// Takes in what packages add to a type, once; and to all types of its catalog, and those that others share.
    pub(crate) fn refine_type(&mut self, found: ResourceType<'a>) {
        let catalog = found.catalog();
        if let Some(place) = self.catalogs.place_of(catalog)
            && self.refines.catalogs.insert(place)
        {
            let mut shared = self.refines.decls.values().flatten().copied().collect::<Vec<_>>();
            shared.sort_unstable();
            shared.dedup();
            for id in shared {
                let of = self.refined_by(id, catalog);
                let wanted = |of: &ResourceType<'a>| self.is_of_all(id) || of.class() == Class::Shared;
                for of in of.into_iter().filter(wanted).collect::<Vec<_>>() {
                    self.refine_with(id, of);
                }
            }
        }
        let named = self.refines.decls.get(found.name()).cloned().unwrap_or_default();
        for id in named {
            if self.refined_by(id, catalog).contains(&found) {
                self.refine_with(id, found);
            }
        }
    }

    /// The types of a catalog that a declaration speaks of; of one for all types, any.
    fn refined_by(&self, id: DeclarationId, catalog: &'a Catalog) -> Vec<ResourceType<'a>> {
        let Some(Decl::Refine(decl)) = self.names.get(id).decl else { return Vec::new() };
        match decl.is_all() {
            true => decl.paths().filter(|path| path.text() == catalog.name()).find_map(|_| any_of(catalog)),
            false => return decl.paths().filter_map(|path| refined_in(catalog, path)).collect(),
        }
        .into_iter()
        .collect()
    }

    fn is_of_all(&self, id: DeclarationId) -> bool {
        matches!(self.names.get(id).decl, Some(Decl::Refine(decl)) if decl.is_all())
    }

    fn refine_with(&mut self, id: DeclarationId, found: ResourceType<'a>) {
        let declaration = self.names.get(id);
        let Some(Decl::Refine(decl)) = declaration.decl else { return };
        let place = self.catalogs.place_of(found.catalog()).unwrap_or_default();
        if !self.refines.done.insert((id, place, found.full_name())) {
            return;
        }
        let is_all = decl.is_all();
        let root = match is_all {
            true => self.program.refined.begin_all(self.catalogs, found.catalog()),
            false => self.program.refined.begin(self.catalogs, found),
        };
        let package: PackageId = declaration.package;
        let of = Of { root, found, is_all, in_case: false };
        self.within(Context::package(package), |checker| checker.refine_body(of, decl.body()));
    }

    fn refine_body(&mut self, of: Of<'a>, body: Option<Body<'a>>) {
        for item in body.into_iter().flat_map(Body::items) {
            match item {
                Item::FieldDecl(field) => self.refine_field(of, field),
                Item::Keys(keys) => self.refine_keys(of, keys),
                Item::When(when) => self.refine_case(of, when),
                Item::Rule(rule) => self.refine_rule(of, rule),
                Item::Flag(flag) => self.refine_flag(of, flag),
                item => {
                    let (place, expected) = ("a `refine`", EXPECTED);
                    self.report(Problem::NotHere { span: item.span(), place, expected });
                }
            }
        }
    }

    /// `stateful`: what is lost with the resource is lost for good.
    fn refine_flag(&mut self, of: Of<'a>, flag: Flag<'a>) {
        match flag.name().map(|name| name.text) {
            Some("stateful") if of.in_case => self.only_always(flag.span(), "stateful"),
            Some("stateful") if of.found.class() == Class::Resource && !of.is_all => {
                self.refines.stateful.insert(of.root);
            }
            _ => self.bad_refinement(flag.span(), "this says nothing of the type".to_owned(), EXPECTED.to_owned()),
        }
    }

    fn refine_rule(&mut self, of: Of<'a>, rule: RuleItem<'a>) {
        let word = rule.keyword().map_or("", |keyword| keyword.text);
        let (mut paths, mut places) = (Vec::new(), Vec::new());
        for path in rule.paths() {
            let Some(place) = self.refined_field(of, &path.text(), path.span()) else { return };
            places.push(place.at);
            paths.push(path.text().into_owned());
        }
        match RULES.iter().find(|(known, _)| *known == word) {
            None if of.in_case => self.only_always(rule.span(), "immutable"),
            None => places.into_iter().for_each(|at| self.program.refined.fix(at)),
            Some((_, kind)) if paths.len() > 1 || *kind == RuleKind::Required => {
                self.program.refined.rule(of.root, Between { kind: *kind, paths });
            }
            Some(_) => {
                let help = format!("`{word} a, b`: name the fields that it holds between; of one, `required a`");
                self.bad_refinement(rule.span(), format!("`{word}` holds between several fields"), help);
            }
        }
    }

    /// `path: TYPE refinements`
    fn refine_field(&mut self, of: Of<'a>, decl: FieldDecl<'a>) {
        if let Some(place) = self.declared_place(of, decl) {
            self.refine_as(place, decl);
        }
    }

    /// `keys path: TYPE refinements`
    fn refine_keys(&mut self, of: Of<'a>, keys: KeysItem<'a>) {
        let Some(decl) = keys.field() else { return };
        let Some(place) = self.declared_place(of, decl) else { return };
        if !has_keys(place.shape) {
            let message = format!("the catalog says `{:?}` of this", place.shape);
            return self.bad_refinement(keys.span(), message, "`keys` is of maps whose keys are free".to_owned());
        }
        let at = self.program.refined.keys_of(place.at);
        self.refine_keys_as(Place { at, ..place }, decl);
    }

    /// `when path: TYPE refinements { … }`
    fn refine_case(&mut self, of: Of<'a>, when: WhenItem<'a>) {
        let Some(decl) = when.field() else { return };
        let Some(place) = self.declared_place(of, decl) else { return };
        let aside = self.program.refined.aside();
        self.refine_as(Place { at: aside, in_case: true, ..place }, decl);
        let demands = self.program.refined.take_demands(aside);
        let path = decl.key().map(|key| key.text().into_owned()).unwrap_or_default();
        let root = self.program.refined.case(of.root, &path, demands);
        self.refine_body(Of { root, in_case: true, ..of }, when.body());
    }

    /// The field that an item speaks of; it gives it no value.
    fn declared_place(&mut self, of: Of<'a>, decl: FieldDecl<'a>) -> Option<Place<'a>> {
        let key = decl.key()?;
        if let Some(value) = decl.default() {
            let help = "the realization says what stands there".to_owned();
            self.bad_refinement(value.span(), "a refinement gives no value".to_owned(), help);
        }
        self.refined_field(of, &key.text(), key.span())
    }

    /// The field of a path, through lists and maps; nothing, with the mistake reported, where there is none.
    fn refined_field(&mut self, of: Of<'a>, path: &str, span: Span) -> Option<Place<'a>> {
        let found = if of.is_all { with_path(of.found, path) } else { of.found };
        let mut so_far = if of.is_all { found.catalog().name() } else { found.name() }.to_owned();
        let (mut at, mut shape) = (of.root, found.shape());
        for name in path.split('.') {
            let field = block_within(shape).and_then(|block| block.field(name));
            let Some(field) = field else {
                let known = block_within(shape).into_iter().flat_map(|block| block.fields());
                let nearest = source::nearest(name, known.map(|field| field.name()));
                let help = nearest.filter(|_| path.contains('.')).map(|nearest| format!("did you mean `{nearest}`?"));
                let nearest = nearest.filter(|_| help.is_none() && !of.is_all).map(str::to_owned);
                let (of, name) = (so_far, name.to_owned());
                self.report_shape(ShapeProblem::UnknownAttribute { span, name, of, nearest, help });
                return None;
            };
            at = self.program.refined.below(at, name);
            shape = field.shape();
            so_far = format!("{so_far}.{name}");
        }
        Some(Place { at, shape, in_case: of.in_case })
    }

    fn only_always(&mut self, span: Span, word: &str) {
        let help = "say it beside the `when`, for all of the type".to_owned();
        self.bad_refinement(span, format!("`{word}` holds whatever the other values are"), help);
    }

    fn misfits(&mut self, place: Place<'a>, span: Span) {
        let message = format!("the catalog says `{:?}` of this", place.shape);
        let help = "a refinement narrows what the catalog says, and changes nothing of it".to_owned();
        self.bad_refinement(span, message, help);
    }

    fn bad_refinement(&mut self, span: Span, message: String, help: String) {
        self.report_shape(ShapeProblem::BadRefinement { span, message, help });
    }
}

/// The type of a catalog that a path means: `aws_iam_role`, `kubernetes.Container`.
fn refined_in<'a>(catalog: &'a Catalog, path: Path<'_>) -> Option<ResourceType<'a>> {
    let segments: Vec<&str> = path.segments().map(|segment| segment.text).collect();
    let (name, classes) = match segments.as_slice() {
        // What types share is told apart by its catalog.
        [name] => (*name, CLASSES.get(..6)?),
        [known, name] if *known == catalog.name() => (*name, &CLASSES[..]),
        _ => return None,
    };
    classes.iter().find_map(|class| catalog.resource(*class, name))
}

/// Some type of a catalog with a body of its own.
fn any_of(catalog: &Catalog) -> Option<ResourceType<'_>> {
    catalog.types().find(|found| WHOLE.contains(&found.class()))
}

/// The first type of the catalog of another that has a field at a path; the other where none has.
fn with_path<'a>(of: ResourceType<'a>, path: &str) -> ResourceType<'a> {
    let has_path = |found: &ResourceType<'a>| {
        let walk = path.split('.').try_fold(found.shape(), |shape, name| {
            block_within(shape).and_then(|block| block.field(name)).map(|field| field.shape())
        });
        walk.is_some() && WHOLE.contains(&found.class())
    };
    of.catalog().types().find(has_path).unwrap_or(of)
}

/// Whether a map whose keys are free stands at a shape, by itself or in a list.
fn has_keys(shape: Shape<'_>) -> bool {
    shape.members().any(|member| match member.kind() {
        ShapeKind::Map(_) => true,
        ShapeKind::List(of) | ShapeKind::Set(of) => has_keys(of),
        _ => false,
    })
}

/// The object that stands at a shape, in a list or a map, or as one of several.
fn block_within(shape: Shape<'_>) -> Option<Block<'_>> {
    shape.members().find_map(|member| match member.kind() {
        ShapeKind::Object(block) => Some(block),
        _ => member.element().and_then(block_within),
    })
}
