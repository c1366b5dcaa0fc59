//! What a refinement says of one value: its type, and what narrows it.

use catalog::{Demand, NameRule, NameScope, Shape, ShapeKind};
use program::{Refinement, Type};
use source::Span;
use syntax::{AppliedType, Expr as Syntax, FieldDecl, Path, TypeArg, TypeExpr};
use values::Value;

use super::Place;
use crate::checker::Checker;
use crate::problem::Problem;

/// Words for where a name must be the only one.
const SCOPES: [(&str, NameScope); 3] =
    [("target", NameScope::Target), ("global", NameScope::Global), ("owner", NameScope::Owner)];

/// What may stand for the type of an attribute.
const TYPES: &str = "`string`, `int`, `number`, `bool`, a format such as `quantity`, `duration`, `arn`, or \
                     `name(63, \"a-z0-9-\")`, `json(T)`, `list(T)`, `map(T)`";

impl<'a> Checker<'a> {
    /// `TYPE refinements` of what stands at a place.
    pub(super) fn refine_as(&mut self, place: Place<'a>, decl: FieldDecl<'a>) {
        let Some(ty) = decl.ty().and_then(|written| self.refined_as(place, written)) else { return };
        for refinement in decl.refinements() {
            self.refine_value(place, ty, refinement);
        }
    }

    /// `TYPE refinements` of the keys of a map: texts, perhaps of a format.
    pub(super) fn refine_keys_as(&mut self, place: Place<'a>, decl: FieldDecl<'a>) {
        let Some(written) = decl.ty() else { return };
        let path = written.path().map(Path::text).unwrap_or_default();
        match path.as_ref() {
            "string" | "text" => {}
            format if catalog::is_format(format) => {
                self.program.refined.demand(place.at, Demand::Format(format.to_owned()));
            }
            _ => {
                let help = "`string` or a format such as `domain`, narrowed by `in`, `matching`, `length`";
                return self.bad_refinement(written.span(), "keys are texts".to_owned(), help.to_owned());
            }
        }
        let ty = self.program.types.plain(Type::String);
        for refinement in decl.refinements() {
            self.refine_value(place, ty, refinement);
        }
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
                self.bad_refinement(written.span(), "this is no type of an attribute".to_owned(), TYPES.to_owned());
                return None;
            }
        };
        if !takes(place.shape, ty) {
            self.misfits(place, written.span());
            return None;
        }
        let is_text = innermost(place.shape).kind() == ShapeKind::String;
        match ty {
            Type::Int if is_text => self.program.refined.demand(place.at, Demand::Int),
            Type::Number if is_text => self.program.refined.demand(place.at, Demand::Number),
            _ => {}
        }
        Some(self.program.types.plain(ty))
    }

    fn refined_applied(&mut self, place: Place<'a>, applied: AppliedType<'a>) -> Option<program::Ty> {
        let name = applied.path().map(Path::text).unwrap_or_default();
        match (name.as_ref(), place.shape.kind()) {
            ("name" | "json", _) if place.in_case => {
                self.only_always(applied.span(), &name);
                None
            }
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
                program::Expr::Value(Value::Bool(holds)) => texts.push(holds.to_string()),
                program::Expr::Value(value) => texts.extend(value.to_decimal().map(|number| number.to_string())),
                program::Expr::Unknown => return,
                _ => return self.report(Problem::NotConstant { span: self.program.exprs.span(value) }),
            }
        }
        self.program.refined.demand(place.at, Demand::OneOf(texts));
    }
}

/// Whether values of a type may stand at a shape, by themselves or as elements.
fn takes(shape: Shape<'_>, ty: Type) -> bool {
    shape.members().any(|member| match (member.kind(), ty) {
        (ShapeKind::Any, _) | (ShapeKind::Bool, Type::Bool) => true,
        (ShapeKind::String | ShapeKind::Quantity | ShapeKind::IntOrString, Type::String) => true,
        // A text may spell a number.
        (ShapeKind::String, Type::Int | Type::Number) => true,
        (ShapeKind::Integer | ShapeKind::IntOrString, Type::Int) => true,
        (ShapeKind::Number, Type::Int | Type::Number) => true,
        (ShapeKind::List(of) | ShapeKind::Set(of) | ShapeKind::Map(of), _) => takes(of, ty),
        _ => false,
    })
}

/// What stands in lists and maps in the end.
fn innermost(shape: Shape<'_>) -> Shape<'_> {
    shape.element().map_or(shape, innermost)
}
