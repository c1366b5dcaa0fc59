//! Reads of resources: what a local is, what an attribute of it gives.

use catalog::{Family, Scalar, Shape, ShapeKind};
use program::{Expr, Labels, ShapeRef, Ty, Type};
use source::Span;
use syntax::TokenRef;
use values::Value;

use super::problem::ShapeProblem;
use super::table::is_terraform;
use crate::checker::{Checker, Typed};

/// By which name a resource of a cluster or a project is called elsewhere.
const NAME: &str = "name";

impl<'a> Checker<'a> {
    /// The type of a resource that is read: known when its target applies, on a target that works like that.
    pub(crate) fn read_resource(&mut self, shape: ShapeRef, is_ephemeral: bool) -> Ty {
        let ty = self.program.types.plain(Type::Shape(shape));
        let is_deferred = self.shape_of(shape).is_some_and(is_terraform);
        let labels = match (is_deferred, is_ephemeral) {
            (true, true) => Labels::EPHEMERAL,
            (true, false) => Labels::DEFERRED,
            (false, _) => Labels::NONE,
        };
        Ty { labels, ..ty }
    }

    /// The type that a shape reads as: one of the language's where it has one.
    pub(crate) fn read_type(&mut self, shape: Shape<'a>, labels: Labels) -> Ty {
        let ty = match shape.kind() {
            ShapeKind::String => Type::String,
            ShapeKind::Integer => Type::Int,
            // Terraform tells no whole numbers from others; few attributes hold a fraction.
            ShapeKind::Number if is_terraform(shape) && !has_fraction(shape) => Type::Int,
            ShapeKind::Number => Type::Number,
            ShapeKind::Bool => Type::Bool,
            ShapeKind::List(of) | ShapeKind::Set(of) => Type::List(self.read_type(of, labels)),
            ShapeKind::Map(of) => Type::Map(self.read_type(of, labels)),
            ShapeKind::Any => Type::Data,
            _ => return self.shape_type(shape, labels),
        };
        Ty { labels, ..self.program.types.plain(ty) }
    }

    /// `a.b`, where `a` is a resource or a part of one.
    pub(crate) fn shape_part(&mut self, base: Typed, from: ShapeRef, name: TokenRef<'a>) -> Option<(Expr, Ty)> {
        let shape = self.shape_of(from)?;
        let block = shape.block().filter(|_| matches!(shape.kind(), ShapeKind::Object(_)));
        let field = block.and_then(|block| block.field(name.text));
        let is_root = self.roots.contains_key(&from);
        let labels = base.ty.labels;
        let ty = match (field, block.and_then(|block| block.rest())) {
            _ if is_root && name.text == NAME && shape.catalog().family() != Family::Terraform => {
                self.program.types.plain(Type::String)
            }
            (Some(field), _) => {
                let secret = if field.sensitive() { Labels::SECRET } else { Labels::NONE };
                self.read_type(field.shape(), labels.and(secret))
            }
            (None, Some(rest)) => self.read_type(rest, labels),
            (None, None) => {
                self.report_no_attribute(from, shape, name);
                return None;
            }
        };
        let symbol = self.intern(name.text);
        let key = self.constant_expr(Value::Str(symbol), name.span, Type::String);
        Some((Expr::Index(base.id, key.id), ty))
    }

    /// A part of one of many, which nothing names.
    pub(crate) fn part_of_many(&mut self, base: Typed, name: TokenRef<'a>) -> Option<(Expr, Ty)> {
        let is_map = matches!(self.program.types.of(base.ty), Type::Map(_));
        let text = self.program.exprs.span(base.id);
        let found = self.show(Checker::unlabelled(base.ty));
        let name = name.text.to_owned();
        self.report_shape(ShapeProblem::OneOfMany { span: text, name, found, is_map });
        None
    }

    /// A word that stands bare where a text is expected, and means nothing there.
    pub(crate) fn unquoted(&mut self, name: &str, expected: Option<Ty>, span: Span) -> Option<Typed> {
        let shape = self.shape_within(expected?)?;
        let takes_text = |member: Shape<'a>| matches!(member.kind(), ShapeKind::String | ShapeKind::IntOrString);
        if !shape.members().any(takes_text) {
            return None;
        }
        let values = shape.members().flat_map(|member| member.facts().values());
        let same = |value: &String| value.replace(['-', ' '], "_").eq_ignore_ascii_case(name);
        let texts =
            values.filter_map(|value| if let Scalar::Text(text) = value { Some(text.to_owned()) } else { None });
        let listed = texts.into_iter().find(same);
        self.report_shape(ShapeProblem::Unquoted { span, name: name.to_owned(), listed });
        Some(Typed::UNKNOWN)
    }

    fn report_no_attribute(&mut self, from: ShapeRef, shape: Shape<'a>, name: TokenRef<'a>) {
        let known = shape.block().into_iter().flat_map(|block| block.fields()).map(|field| field.name());
        let nearest = source::nearest(name.text, known).map(str::to_owned);
        let of = self.roots.get(&from).copied().unwrap_or_else(|| self.program.shapes.get(from).name);
        let of = self.program.text(of).to_owned();
        let (span, name) = (name.span, name.text.to_owned());
        self.report_shape(ShapeProblem::UnknownAttribute { span, name, of, nearest, help: None });
    }
}

fn has_fraction(shape: Shape<'_>) -> bool {
    let facts = shape.facts();
    [facts.min(), facts.max(), facts.step()].into_iter().flatten().any(|number| number.contains('.'))
}
