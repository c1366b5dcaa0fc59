//! Shapes as types: from a catalog's shape to a reference and back, and where the walk stands in a body.

use catalog::{Family, Shape, ShapeId, ShapeKind};
use program::{Labels, ShapeEntry, ShapeRef, Ty, Type};
use values::Symbol;

use crate::checker::Checker;

/// Where the walk stands in the body of a resource.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trail {
    /// The resource's type, then the keys down to here.
    pub(crate) steps: Vec<Symbol>,
    /// The resource's shape.
    pub(crate) root: Option<ShapeRef>,
    /// Whether the resource is made and forgotten, and all that is in it.
    pub(crate) is_ephemeral: bool,
}

impl<'a> Checker<'a> {
    /// The type of values of a shape.
    pub(crate) fn shape_type(&mut self, shape: Shape<'a>, labels: Labels) -> Ty {
        let shape = self.shape_ref(shape, None);
        Ty { labels, ..self.program.types.plain(Type::Shape(shape)) }
    }

    /// The reference to a shape; objects count as one by whatever name they are reached. `given` is the key of a
    /// list's element that its entry says, so that its body needn't.
    pub(crate) fn shape_ref(&mut self, shape: Shape<'a>, given: Option<Symbol>) -> ShapeRef {
        self.shape_called(shape, given, None)
    }

    /// The same, with a name for messages.
    pub(super) fn shape_called(&mut self, shape: Shape<'a>, given: Option<Symbol>, name: Option<Symbol>) -> ShapeRef {
        let (mut end, note) = (shape, shape.note());
        if matches!(shape.kind(), ShapeKind::Object(_)) {
            while let Some(named) = end.named() {
                end = named.shape();
            }
        }
        let place = self.catalogs.place_of(shape.catalog()).unwrap_or_default() as u32;
        let number = end.id().number();
        if let Some(known) = self.program.shapes.find(place, number, given, note) {
            return known;
        }
        let name = name.unwrap_or_else(|| match shape.named().map(|named| named.name()) {
            Some(name) => self.intern(name),
            None => self.intern(&format!("{shape:?}")),
        });
        self.program.shapes.add(ShapeEntry { catalog: place, shape: number, given, note, name })
    }

    /// The shape of a reference.
    pub(crate) fn shape_of(&self, shape: ShapeRef) -> Option<Shape<'a>> {
        let entry = self.program.shapes.get(shape);
        Some(self.catalogs.at(entry.catalog as usize)?.shape(ShapeId::numbered(entry.shape)).noted(entry.note))
    }

    /// The key that the entry around an element says.
    pub(crate) fn given_key(&self, shape: ShapeRef) -> Option<Symbol> {
        self.program.shapes.get(shape).given
    }

    /// The shape that a type stands for, `?` aside.
    pub(crate) fn shape_within(&self, ty: Ty) -> Option<Shape<'a>> {
        match self.program.types.of(ty) {
            Type::Shape(shape) => self.shape_of(shape),
            Type::Optional(of) => self.shape_within(of),
            _ => None,
        }
    }

    /// Whether text is expected, so that a number must be spelled as text would be.
    pub(crate) fn wants_text(&self, ty: Ty) -> bool {
        match self.program.types.of(ty) {
            Type::Text | Type::String => true,
            Type::Shape(shape) => self.shape_of(shape).is_some_and(|shape| shape.kind() == ShapeKind::String),
            _ => false,
        }
    }

    /// Goes into an entry of a map, if that is a part of a resource; gives where the walk stood before.
    pub(crate) fn step_in(&mut self, key: Option<Symbol>) -> usize {
        let depth = self.trail.steps.len();
        self.trail.steps.extend(key.filter(|_| depth > 0));
        depth
    }

    /// Where the walk stands, as messages say it: `type.block.attribute`.
    pub(crate) fn trail_text(&self) -> String {
        let steps: Vec<&str> = self.trail.steps.iter().map(|step| self.program.text(*step)).collect();
        steps.join(".")
    }
}

/// Whether blocks of a shape are written one after the other, not under keys.
pub(super) fn is_terraform(shape: Shape<'_>) -> bool {
    shape.catalog().family() == Family::Terraform
}
