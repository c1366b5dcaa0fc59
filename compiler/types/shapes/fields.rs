//! The entries of an object: which field a key is, whether it may be set, what it takes.

use std::borrow::Cow;

use catalog::{Family, Field, ShapeKind};
use program::{Entry, EntryKind, Exprs, FieldOp, Labels, Ty, Type};
use source::Span;
use syntax::{Expr as Syntax, MapEntry};
use values::{ExprId, Value};

use super::body::Object;
use super::meta::replaced;
use super::problem::ShapeProblem;
use crate::checker::{Checker, Typed};
use crate::exprs::bodies::field_op;
use crate::problem::Problem;
use crate::scope::Shape as Layering;

/// What a key takes.
pub(super) struct Slot {
    pub(super) ty: Ty,
    pub(super) required: bool,
}

impl<'a> Checker<'a> {
    pub(super) fn object_field(&mut self, object: &mut Object<'a>, field: syntax::Field<'a>) {
        let (Some(key), Some(value)) = (field.key(), field.value()) else { return };
        let condition = field.condition().map(|condition| self.static_guard(condition, STANDS));
        self.object_value(object, (key.text(), key.span()), field_op(field), value, condition);
    }

    /// `"key" => value`: an entry whose key is an expression, which an object knows only where it is a constant.
    pub(super) fn object_entry(&mut self, object: &mut Object<'a>, entry: MapEntry<'a>) {
        let (Some(key), Some(value)) = (entry.key(), entry.value()) else { return };
        let text = self.program.types.plain(Type::String);
        let checked = self.check_against(key, text);
        let Some(name) = self.constant_text(checked).map(str::to_owned) else {
            let path = self.trail_text();
            self.report_shape(ShapeProblem::OpenKey { span: key.span(), path });
            object.open = true;
            return;
        };
        let condition = entry.condition().map(|condition| self.static_guard(condition, STANDS));
        self.object_value(object, (Cow::Owned(name), key.span()), FieldOp::Set, value, condition);
    }

    /// A word alone sets a field that is true or false.
    pub(super) fn object_flag(&mut self, object: &mut Object<'a>, flag: syntax::Flag<'a>) {
        let Some(name) = flag.name() else { return };
        let condition = flag.condition().map(|condition| self.static_guard(condition, STANDS)).and_then(Exprs::some);
        let Some(slot) = self.slot(object, name.text, name.span) else { return };
        let symbol = self.intern(name.text);
        let is_bool = self
            .shape_within(slot.ty)
            .is_some_and(|shape| shape.members().any(|member| matches!(member.kind(), ShapeKind::Bool)));
        if !is_bool {
            let expected = self.show(slot.ty);
            self.report(Problem::NoValue { span: name.span, name: name.text.to_owned(), expected });
            return;
        }
        let value = self.constant_expr(Value::Bool(true), name.span, Type::Bool).id;
        self.enter(object, Entry { kind: EntryKind::Key(symbol, FieldOp::Set), value, condition, span: name.span });
    }

    fn object_value(
        &mut self,
        object: &mut Object<'a>,
        (name, span): (Cow<'_, str>, Span),
        op: FieldOp,
        value: Syntax<'a>,
        condition: Option<ExprId>,
    ) {
        let Some(slot) = self.slot(object, &name, span) else {
            object.open = true;
            return;
        };
        let symbol = self.intern(&name);
        self.trail.steps.push(symbol);
        let typed = match self.meta_value(object, &name, value) {
            Some(typed) => typed,
            None => self.check(value, Some(slot.ty)),
        };
        let value = self.slot_value(typed, slot, value.span());
        self.trail.steps.pop();
        let condition = condition.and_then(Exprs::some);
        self.enter(object, Entry { kind: EntryKind::Key(symbol, op), value, condition, span });
    }

    fn enter(&mut self, object: &mut Object<'a>, entry: Entry) {
        if let EntryKind::Key(name, _) = entry.kind {
            self.check_twice(&object.entries, entry.kind, name, entry.span, entry.condition.is_some());
        }
        object.entries.push(entry);
    }

    /// The value of a key; one that may be absent is left out, where it may be left out.
    pub(super) fn slot_value(&mut self, typed: Typed, slot: Slot, span: Span) -> ExprId {
        let may_be_absent = matches!(self.program.types.of(typed.ty), Type::Optional(_) | Type::None);
        if may_be_absent && slot.required && self.context.shape == Layering::Whole {
            let (path, found) = (self.trail_text(), self.show(Checker::unlabelled(typed.ty)));
            self.report_shape(ShapeProblem::MayBeAbsent { span, path, found });
            return Exprs::UNKNOWN;
        }
        let target = if may_be_absent { self.make_optional(slot.ty) } else { slot.ty };
        let value = self.convert(typed, target, span);
        if may_be_absent {
            self.maybe.insert(value);
        }
        value
    }

    /// What a key of an object takes; nothing, with the mistake reported, where it takes nothing.
    pub(super) fn slot(&mut self, object: &Object<'a>, name: &str, span: Span) -> Option<Slot> {
        let Some(field) = object.block.field(name) else {
            return self.meta_slot(object, name).or_else(|| self.rest_slot(object, name, span));
        };
        let is_given = self.given_key(object.shape).is_some_and(|given| self.program.text(given) == name);
        if is_given && self.trail.steps.len() > 1 {
            let path = self.path_of(name);
            self.report_shape(ShapeProblem::GivenKey { span, path });
            return None;
        }
        if !field.settable() {
            let (path, by_type) = (self.path_of(name), object.is_root && object.family == Family::Kubernetes);
            self.report_shape(ShapeProblem::Computed { span, path, by_type });
            return None;
        }
        if field.deprecated() {
            let path = self.path_of(name);
            self.report_shape(ShapeProblem::Deprecated { span, path });
        }
        let shape = self.field_shape(field);
        let ty = self.shape_type(shape, self.labels_of(field));
        Some(Slot { ty, required: field.required() })
    }

    /// A key that is no field, where others may stand, too.
    fn rest_slot(&mut self, object: &Object<'a>, name: &str, span: Span) -> Option<Slot> {
        if let Some(rest) = object.block.rest() {
            return Some(Slot { ty: self.shape_type(rest, Labels::DEFERRED), required: false });
        }
        if object.block.extensions() && name.starts_with("x-") {
            return Some(Slot { ty: self.program.types.plain(Type::Data), required: false });
        }
        let nearest = object.block.nearest(name).map(str::to_owned);
        let help = match (replaced(object, name), &nearest) {
            (Some(help), _) => Some(help.to_owned()),
            (None, None) => self.attribute_help(object, name),
            _ => None,
        };
        let (of, name) = (self.trail_text(), name.to_owned());
        self.report_shape(ShapeProblem::UnknownAttribute { span, name, of, nearest, help });
        None
    }

    /// Where a key belongs that stands in the wrong place, or what may stand here.
    fn attribute_help(&self, object: &Object<'a>, name: &str) -> Option<String> {
        const FEW: usize = 12;
        let inside = object
            .block
            .fields()
            .find(|field| field.settable() && inner_block(*field).is_some_and(|block| block.field(name).is_some()));
        if let Some(inside) = inside {
            return Some(format!("`{name}` stands in `{} {{ … }}`", inside.name()));
        }
        let known: Vec<String> =
            object.block.fields().filter(|field| field.settable()).map(|field| format!("`{}`", field.name())).collect();
        (1..=FEW).contains(&known.len()).then(|| format!("there are {}", known.join(", ")))
    }

    pub(super) fn path_of(&self, name: &str) -> String {
        match self.trail.steps.is_empty() {
            true => name.to_owned(),
            false => format!("{}.{name}", self.trail_text()),
        }
    }

    /// What a field may hold beside plain values.
    pub(super) fn labels_of(&self, field: Field<'a>) -> Labels {
        match field.sensitive() {
            _ if field.write_only() || self.trail.is_ephemeral => Labels::EPHEMERAL,
            true => Labels::DEFERRED.and(Labels::SECRET),
            false => Labels::DEFERRED,
        }
    }

    /// A condition that decides whether something stands there, which the compiler must know.
    pub(crate) fn static_guard(&mut self, condition: Syntax<'a>, what: &'static str) -> ExprId {
        let expected = self.program.types.plain(Type::Bool);
        let typed = self.check(condition, Some(expected));
        self.must_be_static(typed.ty.labels, what, condition.span());
        self.decides_static(typed.ty.labels, what, condition.span());
        let checked = self.convert(Typed { ty: Checker::unlabelled(typed.ty), ..typed }, expected, condition.span());
        self.assume(condition, true);
        checked
    }

    /// Fields that must be set and aren't, and what holds between fields.
    pub(super) fn check_complete(&mut self, object: &Object<'a>, span: Span) {
        if self.context.shape == Layering::Whole && !object.open {
            let given = self.given_key(object.shape);
            let is_written = |checker: &Self, name: &str| {
                let Some(symbol) = checker.program.symbols.find(name) else { return false };
                let same = |entry: &Entry| matches!(entry.kind, EntryKind::Key(key, _) if key == symbol);
                given == Some(symbol) || object.entries.iter().any(same)
            };
            let made_here = |name: &str| object.is_root && object.family == Family::Kubernetes && name == METADATA;
            let needed = object.block.fields().filter(|field| field.required() && field.settable());
            let missing: Vec<String> = needed
                .filter(|field| !made_here(field.name()) && !is_written(self, field.name()))
                .filter(|field| !object.is_root || !self.is_beneath(&self.trail_text(), field.name()))
                .map(|field| format!("{}: {:?}", field.name(), field.shape()))
                .collect();
            if !missing.is_empty() {
                let of = self.trail_text();
                self.report_shape(ShapeProblem::Missing { span, of, missing });
            }
        }
        self.check_rules(object, span);
    }
}

/// What a condition decides here.
pub(super) const STANDS: &str = "whether an attribute stands there";

/// What the compiler writes into every object of a cluster.
const METADATA: &str = "metadata";

fn inner_block<'a>(field: Field<'a>) -> Option<catalog::Block<'a>> {
    field.shape().members().find_map(|member| member.block())
}
