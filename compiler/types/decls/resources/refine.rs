//! `refine TYPE { … }`: what a package adds to what a catalog says of a type.

use catalog::{
    Added, Between, Block, Catalog, Class, Demand, NameRule, NameScope, ResourceType, RuleKind, Shape, ShapeKind,
};
use names::{DeclarationId, PackageId};
use program::{Refinement, Type};
use source::Span;
use syntax::{
    AppliedType, Body, Decl, Expr as Syntax, FieldDecl, Flag, Item, Path, RefineDecl, RuleItem, TypeArg, TypeExpr,
};
use values::Value;

use crate::checker::Checker;
use crate::problem::Problem;
use crate::scope::Context;
use crate::shapes::ShapeProblem;

/// What a type may be called by, the whole ones first.
const CLASSES: [Class; 7] =
    [Class::Resource, Class::Kind, Class::Element, Class::Data, Class::Ephemeral, Class::Provider, Class::Shared];

/// Words for where a name must be the only one.
const SCOPES: [(&str, NameScope); 3] =
    [("target", NameScope::Target), ("global", NameScope::Global), ("owner", NameScope::Owner)];

/// Words for what holds between fields.
const RULES: [(&str, RuleKind); 4] = [
    ("at_least_one", RuleKind::AtLeastOne),
    ("at_most_one", RuleKind::AtMostOne),
    ("exactly_one", RuleKind::ExactlyOne),
    ("needs", RuleKind::Needs),
];

/// What stands in the body.
const EXPECTED: &str = "`path: TYPE`, `stateful`, or a rule such as `at_most_one a, b`";

/// A field that is refined.
#[derive(Clone, Copy)]
struct Place<'a> {
    at: Added,
    shape: Shape<'a>,
}

impl<'a> Checker<'a> {
    /// What the declarations of a user's package add, named or not.
    pub(crate) fn check_refine(&mut self, id: DeclarationId, decl: RefineDecl<'a>) {
        let Some(path) = decl.path() else { return };
        let catalogs = self.catalogs;
        let all: Vec<&'a Catalog> = catalogs.iter().collect();
        match all.iter().rev().find_map(|catalog| refined_in(catalog, path)) {
            Some(found) => {
                self.refine_with(id, found);
            }
            None => {
                let last = path.last().map_or("", |last| last.text);
                let known = CLASSES.into_iter().flat_map(|class| all.iter().flat_map(move |all| all.names(class)));
                let nearest = source::nearest(last, known).filter(|nearest| *nearest != last).map(str::to_owned);
                let name = path.text().into_owned();
                self.report_shape(ShapeProblem::UnknownRefined { span: path.span(), name, nearest });
            }
        }
    }

    /// Takes in what packages add to a type, once; and to all types that others of its catalog share.
    pub(crate) fn refine_type(&mut self, found: ResourceType<'a>) {
        let catalog = found.catalog();
        if let Some(place) = self.catalogs.place_of(catalog)
            && self.refines.catalogs.insert(place)
        {
            let shared = self.refines.decls.values().flatten().copied().collect::<Vec<_>>();
            for id in shared {
                let of = self.refined_by(id, catalog);
                if let Some(of) = of.filter(|of| of.class() == Class::Shared) {
                    self.refine_with(id, of);
                }
            }
        }
        let named = self.refines.decls.get(found.name()).cloned().unwrap_or_default();
        for id in named {
            if self.refined_by(id, catalog) == Some(found) {
                self.refine_with(id, found);
            }
        }
    }

    fn refined_by(&self, id: DeclarationId, catalog: &'a Catalog) -> Option<ResourceType<'a>> {
        let Decl::Refine(decl) = self.names.get(id).decl else { return None };
        refined_in(catalog, decl.path()?)
    }

    fn refine_with(&mut self, id: DeclarationId, found: ResourceType<'a>) {
        let declaration = self.names.get(id);
        let Decl::Refine(decl) = declaration.decl else { return };
        if !self.refines.done.insert(id) {
            return;
        }
        let root = self.program.refined.begin(self.catalogs, found);
        let package: PackageId = declaration.package;
        self.within(Context::package(package), |checker| {
            for item in decl.body().into_iter().flat_map(Body::items) {
                match item {
                    Item::FieldDecl(field) => checker.refine_field(root, found, field),
                    Item::Rule(rule) => checker.refine_rule(root, found, rule),
                    Item::Flag(flag) => checker.refine_flag(root, found, flag),
                    item => {
                        let (place, expected) = ("a `refine`", EXPECTED);
                        checker.report(Problem::NotHere { span: item.span(), place, expected });
                    }
                }
            }
        });
    }

    /// `stateful`: what is lost with the resource is lost for good.
    fn refine_flag(&mut self, root: Added, found: ResourceType<'a>, flag: Flag<'a>) {
        match flag.name().map(|name| name.text) {
            Some("stateful") if found.class() == Class::Resource => {
                self.refines.stateful.insert(root);
            }
            _ => self.bad_refinement(flag.span(), "this says nothing of the type".to_owned(), EXPECTED.to_owned()),
        }
    }

    fn refine_rule(&mut self, root: Added, found: ResourceType<'a>, rule: RuleItem<'a>) {
        let word = rule.keyword().map_or("", |keyword| keyword.text);
        let Some((_, kind)) = RULES.iter().find(|(known, _)| *known == word) else { return };
        let mut paths = Vec::new();
        for path in rule.paths() {
            if self.refined_field(root, found, &path.text(), path.span()).is_none() {
                return;
            }
            paths.push(path.text().into_owned());
        }
        if paths.len() < 2 {
            let help = format!("`{word} a, b`: name the fields that it holds between");
            return self.bad_refinement(rule.span(), format!("`{word}` holds between several fields"), help);
        }
        self.program.refined.rule(root, Between { kind: *kind, paths });
    }

    /// `path: TYPE refinements`
    fn refine_field(&mut self, root: Added, found: ResourceType<'a>, decl: FieldDecl<'a>) {
        let Some(key) = decl.key() else { return };
        let Some(place) = self.refined_field(root, found, &key.text(), key.span()) else { return };
        if let Some(value) = decl.default() {
            let help = "the realization says what stands there".to_owned();
            self.bad_refinement(value.span(), "a refinement gives no value".to_owned(), help);
        }
        let Some(written) = decl.ty() else { return };
        let Some(ty) = self.refined_as(place, written) else { return };
        for refinement in decl.refinements() {
            self.refine_value(place, ty, refinement);
        }
    }

    /// The field of a path, through lists and maps; nothing, with the mistake reported, where there is none.
    fn refined_field(&mut self, root: Added, of: ResourceType<'a>, path: &str, span: Span) -> Option<Place<'a>> {
        let (mut at, mut shape, mut so_far) = (root, of.shape(), of.name().to_owned());
        for name in path.split('.') {
            let field = block_within(shape).and_then(|block| block.field(name));
            let Some(field) = field else {
                let known = block_within(shape).into_iter().flat_map(|block| block.fields());
                let nearest = source::nearest(name, known.map(|field| field.name()));
                let help = nearest.filter(|_| path.contains('.')).map(|nearest| format!("did you mean `{nearest}`?"));
                let nearest = nearest.filter(|_| help.is_none()).map(str::to_owned);
                let (of, name) = (so_far, name.to_owned());
                self.report_shape(ShapeProblem::UnknownAttribute { span, name, of, nearest, help });
                return None;
            };
            at = self.program.refined.below(at, name);
            shape = field.shape();
            so_far = format!("{so_far}.{name}");
        }
        Some(Place { at, shape })
    }

    /// What the written type says of the values there, and the type that refinements narrow.
    fn refined_as(&mut self, place: Place<'a>, written: TypeExpr<'a>) -> Option<program::Ty> {
        let path = match written {
            TypeExpr::Applied(applied) => return self.refined_applied(place, applied),
            TypeExpr::Named(named) => named.path().map(Path::text).unwrap_or_default(),
            _ => "".into(),
        };
        let ty = match path.as_ref() {
            "string" | "text" => Type::String,
            "int" => Type::Int,
            "number" => Type::Number,
            "bool" => Type::Bool,
            format if catalog::is_format(format) => {
                self.program.refined.demand(place.at, Demand::Format(format.to_owned()));
                Type::String
            }
            _ => {
                let help = "`string`, `int`, `number`, `bool`, a format such as `quantity`, `duration`, `arn`, or \
                            `name(63, \"a-z0-9-\")`, `json(T)`, `list(T)`, `map(T)`";
                self.bad_refinement(written.span(), "this is no type of an attribute".to_owned(), help.to_owned());
                return None;
            }
        };
        let fits = takes(place.shape, ty);
        if !fits {
            self.misfits(place, written.span());
        }
        fits.then(|| self.program.types.plain(ty))
    }

    fn refined_applied(&mut self, place: Place<'a>, applied: AppliedType<'a>) -> Option<program::Ty> {
        let name = applied.path().map(Path::text).unwrap_or_default();
        match (name.as_ref(), place.shape.kind()) {
            ("name", _) if takes(place.shape, Type::String) => {
                let rule = self.name_rule(applied)?;
                self.program.refined.demand(place.at, Demand::Name(rule));
                Some(self.program.types.plain(Type::String))
            }
            ("json", ShapeKind::String | ShapeKind::Any) => {
                let ty = self.lower_type(applied.argument(), None);
                self.refines.documents.insert(place.at, ty);
                Some(self.program.types.plain(Type::String))
            }
            ("list", ShapeKind::List(_) | ShapeKind::Set(_)) | ("map", ShapeKind::Map(_)) => {
                let shape = place.shape.element()?;
                self.refined_as(Place { shape, ..place }, applied.argument()?)
            }
            _ => {
                self.misfits(place, applied.span());
                None
            }
        }
    }

    /// `name(63, "a-z0-9-")`, `name(63, "a-z0-9-", global)`
    fn name_rule(&mut self, applied: AppliedType<'a>) -> Option<NameRule> {
        let (mut longest, mut chars, mut scope) = (None, None, NameScope::Target);
        let (int, string) = (self.program.types.plain(Type::Int), self.program.types.plain(Type::String));
        for (at, arg) in applied.args().enumerate() {
            match (at, arg) {
                (0, TypeArg::Value(value)) => longest = self.constant(value, int),
                (1, TypeArg::Value(value)) => chars = self.constant(value, string),
                (2, TypeArg::Type(TypeExpr::Named(named))) => {
                    let word = named.path().map(Path::text).unwrap_or_default();
                    match SCOPES.iter().find(|(known, _)| *known == word) {
                        Some((_, known)) => scope = *known,
                        None => return self.no_name_rule(named.span()),
                    }
                }
                _ => return self.no_name_rule(applied.span()),
            }
        }
        if applied.args().count() < 2 {
            return self.no_name_rule(applied.span());
        }
        // What is no constant was reported.
        let (Value::Int(longest), Value::Str(chars)) = (longest?, chars?) else { return None };
        match u32::try_from(longest) {
            Ok(longest @ 12..) => Some(NameRule { longest, chars: self.program.text(chars).to_owned(), scope }),
            _ => self.no_name_rule(applied.span()),
        }
    }

    fn no_name_rule(&mut self, span: Span) -> Option<NameRule> {
        let help = "`name(63, \"a-z0-9-\")`: how long, at least 12, and its characters; then perhaps where it is the \
                    only one of its type: `target`, `global`, `owner`";
        self.bad_refinement(span, "this is no rule of names".to_owned(), help.to_owned());
        None
    }

    fn refine_value(&mut self, place: Place<'a>, ty: program::Ty, written: syntax::Refinement<'a>) {
        if let (Some("in"), Some(Syntax::List(_))) = (written.keyword().map(|word| word.text), written.expr()) {
            return self.refine_listed(place, ty, written);
        }
        let Some(refinement) = self.lower_refinement(written, ty) else { return };
        let number = |value: Value| value.to_decimal().map(|number| number.to_string()).unwrap_or_default();
        let demand = match refinement {
            Refinement::In(low, high) => Demand::In(number(low), number(high)),
            Refinement::Step(step) => Demand::Step(number(step)),
            Refinement::Matching(pattern) => Demand::Matching(self.program.text(pattern).to_owned()),
            Refinement::Length(low, high) => Demand::Length(low, high),
            Refinement::Unique => return,
        };
        self.program.refined.demand(place.at, demand);
    }

    /// `in ["a", "b"]`
    fn refine_listed(&mut self, place: Place<'a>, ty: program::Ty, written: syntax::Refinement<'a>) {
        let list = self.program.types.plain(Type::List(ty));
        let Some(expr) = written.expr() else { return };
        let id = self.check_against(expr, list);
        let program::Expr::List(slice) = self.program.exprs.get(id) else { return };
        let values: Vec<values::ExprId> =
            self.program.exprs.entry_list(slice).iter().map(|entry| entry.value).collect();
        let mut texts = Vec::new();
        for value in values {
            match self.program.exprs.get(value) {
                program::Expr::Value(Value::Str(text)) => texts.push(self.program.text(text).to_owned()),
                program::Expr::Value(value) => texts.extend(value.to_decimal().map(|number| number.to_string())),
                program::Expr::Unknown => return,
                _ => return self.report(Problem::NotConstant { span: self.program.exprs.span(value) }),
            }
        }
        self.program.refined.demand(place.at, Demand::OneOf(texts));
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

/// The object that stands at a shape, in a list or a map, or as one of several.
fn block_within(shape: Shape<'_>) -> Option<Block<'_>> {
    shape.members().find_map(|member| match member.kind() {
        ShapeKind::Object(block) => Some(block),
        _ => member.element().and_then(block_within),
    })
}

/// Whether values of a type may stand at a shape, by themselves or as elements.
fn takes(shape: Shape<'_>, ty: Type) -> bool {
    shape.members().any(|member| match (member.kind(), ty) {
        (ShapeKind::Any, _) | (ShapeKind::Bool, Type::Bool) => true,
        (ShapeKind::String | ShapeKind::Quantity | ShapeKind::IntOrString, Type::String) => true,
        (ShapeKind::Integer | ShapeKind::IntOrString, Type::Int) => true,
        (ShapeKind::Number, Type::Int | Type::Number) => true,
        (ShapeKind::List(of) | ShapeKind::Set(of) | ShapeKind::Map(of), _) => takes(of, ty),
        _ => false,
    })
}
