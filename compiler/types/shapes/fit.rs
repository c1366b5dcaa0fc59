//! What may stand where a shape is expected, and where a value of a shape may stand.

use catalog::{Block, Family, Shape, ShapeKind};
use program::{BinaryOp, Expr, Labels, ShapeRef, Ty, Type};
use source::Span;
use values::{ExprId, Value};

use super::keyed::merge_key;
use super::problem::ShapeProblem;
use super::table::is_terraform;
use crate::checker::{Checker, Typed};

impl<'a> Checker<'a> {
    /// A value where a shape is expected, its labels aside.
    pub(crate) fn make_shape(&mut self, typed: Typed, wanted: ShapeRef, expected: Ty, span: Span) -> Option<ExprId> {
        let found = self.program.types.of(typed.ty);
        let shape = self.shape_of(wanted)?;
        if let Type::Shape(from) = found {
            return self.shape_to_shape(typed, (from, wanted), expected, span);
        }
        // Data says nothing of itself: what it comes to is judged by value.
        if matches!(found, Type::Data) {
            return Some(typed.id);
        }
        if self.is_document(typed.ty)
            && let Some(document) = self.make_document(typed, expected, span)
        {
            return Some(document);
        }
        match shape.kind() {
            ShapeKind::Any => {
                let data = self.program.types.plain(Type::Data);
                self.try_convert(typed, data, span)
            }
            ShapeKind::Union(_) => self.make_member(typed, shape, expected, span),
            ShapeKind::List(of) | ShapeKind::Set(of) => self.make_elements(typed, shape, of, expected.labels, span),
            ShapeKind::Map(of) => {
                let of = self.shape_type(of, expected.labels);
                match found {
                    Type::Map(from) => self.make_map(typed, from, of, span),
                    Type::Record(record) => self.record_to_map(typed, record, of, span),
                    _ => None,
                }
            }
            ShapeKind::Object(block) => match found {
                Type::Record(record) => self.record_to_object(typed, record, block, span),
                _ => None,
            },
            ShapeKind::Tuple(_) => matches!(found, Type::List(_)).then_some(typed.id),
            _ => self.make_scalar(typed, found, shape, span),
        }
    }

    fn make_scalar(&mut self, typed: Typed, found: Type, shape: Shape<'a>, span: Span) -> Option<ExprId> {
        use Type as T;
        let is_text = matches!(found, T::String | T::Text | T::Url | T::Domain | T::Cidr | T::Name);
        match (shape.kind(), found) {
            (ShapeKind::String, T::Path) => Some(self.located(typed.id, span)),
            (ShapeKind::String | ShapeKind::Quantity | ShapeKind::IntOrString, _) if is_text => Some(typed.id),
            (ShapeKind::String, _) if spells(shape, found) => Some(typed.id),
            (ShapeKind::String, _) => self.make_text(typed, found, span),
            (ShapeKind::Number, T::Int | T::Number | T::Port) => Some(typed.id),
            (ShapeKind::Number, T::Cpu) if !is_terraform(shape) => Some(typed.id),
            (ShapeKind::Integer, T::Int | T::Port) => Some(typed.id),
            (ShapeKind::Bool, T::Bool) => Some(typed.id),
            (ShapeKind::Quantity, T::Size | T::Cpu | T::Int | T::Number) => Some(typed.id),
            (ShapeKind::IntOrString, T::Int | T::Port | T::Percent) => Some(typed.id),
            _ => None,
        }
    }

    fn make_elements(
        &mut self,
        typed: Typed,
        list: Shape<'a>,
        of: Shape<'a>,
        labels: Labels,
        span: Span,
    ) -> Option<ExprId> {
        let is_object = matches!(of.kind(), ShapeKind::Object(_));
        match (self.program.types.of(typed.ty), merge_key(list)) {
            (Type::List(from), _) => {
                let of = self.shape_type(of, labels);
                self.make_list(typed, from, of, span)
            }
            (Type::Map(from), Some(key)) => {
                let key = self.intern(key);
                let of = self.shape_ref(of, Some(key));
                let of = Ty { labels, ..self.program.types.plain(Type::Shape(of)) };
                self.make_map(typed, from, of, span)
            }
            (Type::Record(record), Some(key)) => {
                let key = self.intern(key);
                let of = self.shape_ref(of, Some(key));
                let of = Ty { labels, ..self.program.types.plain(Type::Shape(of)) };
                self.record_to_map(typed, record, of, span)
            }
            // A block that is written once needs no list around it.
            (Type::Record(_), None) if is_object && is_terraform(list) => {
                let of = self.shape_type(of, labels);
                self.try_convert(typed, of, span)
            }
            _ => None,
        }
    }

    fn shape_to_shape(
        &mut self,
        typed: Typed,
        (from, wanted): (ShapeRef, ShapeRef),
        expected: Ty,
        span: Span,
    ) -> Option<ExprId> {
        let (a, b) = (self.program.shapes.get(from), self.program.shapes.get(wanted));
        if (a.catalog, a.shape) == (b.catalog, b.shape) {
            return Some(typed.id);
        }
        let (found, shape) = (self.shape_of(from)?, self.shape_of(wanted)?);
        match (found.kind(), shape.kind()) {
            (_, ShapeKind::Any) | (ShapeKind::Any, _) => Some(typed.id),
            (_, ShapeKind::Union(_)) => self.make_member(typed, shape, expected, span),
            (ShapeKind::Object(inner), ShapeKind::Object(outer)) => fits_inside(inner, outer).then_some(typed.id),
            // One block where a list of them may stand.
            (ShapeKind::Object(_), ShapeKind::List(of) | ShapeKind::Set(of)) if is_terraform(shape) => {
                let of = self.shape_type(of, expected.labels);
                self.try_convert(typed, of, span)
            }
            (ShapeKind::Object(_), _) => None,
            (a, b) if a == b => Some(typed.id),
            (ShapeKind::Quantity | ShapeKind::IntOrString | ShapeKind::Union(_), ShapeKind::String) => Some(typed.id),
            _ => {
                let ty = self.read_type(found, typed.ty.labels);
                match self.program.types.of(ty) {
                    Type::Shape(_) => None,
                    _ => self.try_convert(Typed { ty, ..typed }, expected, span),
                }
            }
        }
    }

    /// A value of a shape where a type of the language is expected.
    pub(crate) fn open_shape(&mut self, typed: Typed, from: ShapeRef, expected: Ty, span: Span) -> Option<ExprId> {
        let shape = self.shape_of(from)?;
        let ty = self.read_type(shape, typed.ty.labels);
        let wanted = self.program.types.of(expected);
        if !matches!(self.program.types.of(ty), Type::Shape(_)) {
            return self.try_convert(Typed { ty, ..typed }, expected, span);
        }
        match (shape.kind(), wanted) {
            (_, Type::Data) => Some(typed.id),
            (ShapeKind::Object(_), _) => None,
            (_, Type::String) => Some(typed.id),
            (_, Type::Text) => Some(self.program.exprs.push(Expr::Text(typed.id), span)),
            (ShapeKind::IntOrString, Type::Int | Type::Number | Type::Port) => Some(typed.id),
            _ => None,
        }
    }

    /// What is made of a value that may be absent: nothing where it is.
    pub(crate) fn made_where_there(&mut self, value: ExprId, made: ExprId, span: Span) -> ExprId {
        let none = self.program.exprs.push(Expr::Value(Value::None), span);
        let is_there = self.program.exprs.push(Expr::Binary(BinaryOp::NotEqual, value, none), span);
        self.program.exprs.push(Expr::If(is_there, made, None), span)
    }

    /// Says why a value doesn't fit a shape, with what would mend it.
    pub(crate) fn report_misfit(&mut self, typed: Typed, expected: Ty, span: Span, help: Option<String>) {
        let (path, expected, found) =
            (self.trail_text(), self.show(Checker::unlabelled(expected)), self.show(typed.ty));
        self.report_shape(ShapeProblem::Misfit { span, path, expected, found, help });
    }

    /// What mends a value that doesn't fit a shape.
    pub(crate) fn misfit_help(&self, found: Type, expected: Ty) -> Option<String> {
        let shape = self.shape_within(expected)?;
        let step = self.trail.steps.last().map_or("", |step| self.program.text(*step));
        if let Some(kind) = found.quantity() {
            let units = values::Unit::ALL.into_iter().filter(|unit| unit.kind.is_same(kind)).map(|unit| unit.name);
            let units: Vec<&str> = units.filter(|unit| *unit != "%").collect();
            return Some(format!("say in which unit: `{step} = … as {}`", units.join("`, `as ")));
        }
        if let Type::Record(record) = found
            && let Some(help) = self.record_help(record, shape)
        {
            return Some(help);
        }
        match (found, shape.kind()) {
            (Type::String | Type::Text, ShapeKind::Integer | ShapeKind::Number | ShapeKind::Bool) => {
                Some("write it without quotes".to_owned())
            }
            (Type::Number, ShapeKind::Integer) => Some("make it whole with `floor(…)` or `ceil(…)`".to_owned()),
            (Type::Component(..) | Type::Interface(..) | Type::Instance, _) => {
                Some("read one of its fields or outputs: `….host`".to_owned())
            }
            (Type::Range(_), _) => Some("take `.min` or `.max` of it".to_owned()),
            (Type::Shape(from), ShapeKind::String) if self.roots.contains_key(&from) => {
                Some("this is the whole resource: read an attribute of it, such as `….id` or `….name`".to_owned())
            }
            (_, ShapeKind::List(of) | ShapeKind::Set(of)) => match of.kind() {
                ShapeKind::Object(_) => {
                    Some(format!("write `{step} {{ … }}` or a list of bodies: `{step} = [{{ … }}]`"))
                }
                _ => Some("write a list: `[…]`".to_owned()),
            },
            (_, ShapeKind::Object(_) | ShapeKind::Map(_)) => Some(format!("write a body: `{step} {{ … }}`")),
            _ => None,
        }
    }

    /// Which field of a record an object doesn't take.
    fn record_help(&self, record: values::RecordId, shape: Shape<'a>) -> Option<String> {
        let is_object = |member: &Shape<'a>| matches!(member.kind(), ShapeKind::Object(_));
        let block = shape.members().find(is_object)?.block()?;
        let fields = self.program.record(record).fields.iter();
        let names: Vec<&str> = fields.map(|field| self.program.text(field.name)).collect();
        let takes = |name: &&&str| block.field(name).is_some_and(|field| field.settable()) || block.rest().is_some();
        let other: Vec<String> = names.iter().filter(|name| !takes(name)).map(|name| format!("`{name}`")).collect();
        match other.as_slice() {
            [] => Some(format!("one of {} is of another type than it takes", names.join(", "))),
            other => Some(format!("it has no {}", other.join(", "))),
        }
    }

    /// Whether a value that is gone after the run stands where nothing keeps it; reported with where it may.
    pub(crate) fn forgets(&mut self, found: Labels, expected: Ty, span: Span) -> bool {
        let inside = match self.program.types.of(expected) {
            Type::Optional(of) => of.labels,
            Type::Data => Labels::EPHEMERAL,
            _ => Labels::NONE,
        };
        if !found.is_ephemeral() || expected.labels.and(inside).is_ephemeral() {
            return true;
        }
        // Several of its kind have their label inside.
        if self.deep_labels(expected).is_ephemeral() {
            return true;
        }
        let in_shape = self.shape_within(expected).is_some();
        let path = if in_shape { self.trail_text() } else { String::new() };
        let fields = self.root_fields().filter(|field| field.settable() && field.write_only());
        let holders = if in_shape { fields.map(|field| field.name().to_owned()).collect() } else { Vec::new() };
        let expected = self.show(Checker::unlabelled(expected));
        self.report_shape(ShapeProblem::Ephemeral { span, path, expected, holders });
        false
    }

    /// Whether a secret would stand where nothing keeps it; reported with what would.
    pub(crate) fn keeps_secret(&mut self, found: Labels, expected: Ty, span: Span) -> bool {
        // Compose fills every text from its environment when it starts, so that what is written is a reference.
        let allowed = expected.labels.is_secret() || self.fills_texts();
        if !found.is_secret() || allowed || self.shape_within(expected).is_none() {
            return true;
        }
        let path = self.trail_text();
        let (holders, family) = self.secret_holders();
        self.report_shape(ShapeProblem::Secret { span, path, holders, family });
        false
    }

    /// Whether the target at hand fills its texts from outside.
    pub(crate) fn fills_texts(&self) -> bool {
        self.target_here().is_some_and(|target| self.program.target(target).sink == program::Sink::Compose)
    }

    /// The fields of the resource at hand that may hold a secret.
    fn secret_holders(&self) -> (Vec<String>, Option<Family>) {
        let Some(shape) = self.trail.root.and_then(|shape| self.shape_of(shape)) else { return (Vec::new(), None) };
        let holders = self.root_fields().filter(|field| field.settable() && (field.write_only() || field.sensitive()));
        (holders.map(|field| field.name().to_owned()).collect(), Some(shape.catalog().family()))
    }

    /// The fields of the resource at hand.
    fn root_fields(&self) -> impl Iterator<Item = catalog::Field<'a>> + use<'a> {
        let shape = self.trail.root.and_then(|shape| self.shape_of(shape));
        shape.and_then(Shape::block).into_iter().flat_map(Block::fields)
    }
}

/// Whether a quantity or a time has one spelling where a text is expected.
fn spells(shape: Shape<'_>, found: Type) -> bool {
    let format = shape.facts().format().unwrap_or("");
    let is = |names: &[&str]| format.split('|').any(|format| names.contains(&format));
    let is_free = shape.facts().values().len() == 0 && format.is_empty();
    match found {
        Type::Window => is(&["daily_window", "window"]),
        Type::WeeklyWindow => is(&["weekly_window", "window"]),
        Type::Clock => is(&["hour"]),
        Type::Duration => is(&["timeout"]) || (!is_terraform(shape) && (is_free || is(&["duration"]))),
        Type::Size => shape.catalog().family() == Family::Compose && is_free,
        _ => false,
    }
}

/// Whether every field of one object is a field of the other, too.
fn fits_inside(inner: Block<'_>, outer: Block<'_>) -> bool {
    inner.fields().all(|field| {
        let other = outer.field(field.name());
        other.is_some_and(|other| other.shape() == field.shape() || other.shape().kind() == field.shape().kind())
    })
}
