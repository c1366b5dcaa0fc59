//! Fields: one key of a block, what it holds, whether it must and may be set, and what a change of it does.

use crate::catalog::Catalog;
use crate::facts::Facts;
use crate::layout::field;
use crate::shape::{Shape, ShapeKind};

/// How a field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// As an attribute: `name = value`.
    Attribute,
    /// As blocks: `name { … }`.
    Block,
}

/// Whether a change makes the provider replace the resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Replace {
    /// Not known.
    Unknown,
    /// The resource is changed in place.
    No,
    /// The resource is destroyed and made again.
    Yes,
}

/// What changes on a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// From one value to another.
    Value,
    /// From nothing to a value.
    Add,
    /// From a value to nothing.
    Remove,
}

/// One field of a block.
#[derive(Clone, Copy)]
pub struct Field<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) id: u32,
    /// What packages add to the object that it is a field of.
    pub(crate) note: u32,
}

impl std::fmt::Debug for Field<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {:?}", self.name(), self.shape())
    }
}

impl<'a> Field<'a> {
    /// Its name as the target writes it.
    pub fn name(self) -> &'a str {
        self.catalog.text(self.word(field::NAME))
    }

    pub(crate) fn name_bytes(self) -> &'a [u8] {
        self.catalog.text_bytes(self.word(field::NAME))
    }

    /// What it holds, by the catalog alone.
    pub fn shape(self) -> Shape<'a> {
        Shape { catalog: self.catalog, id: self.word(field::SHAPE), note: 0 }
    }

    /// Whether it must be set.
    pub fn required(self) -> bool {
        self.has(field::REQUIRED)
    }

    /// Whether it may be left out, by the schema.
    pub fn optional(self) -> bool {
        self.has(field::OPTIONAL)
    }

    /// Whether the provider gives its value where it is not set.
    pub fn computed(self) -> bool {
        self.has(field::COMPUTED)
    }

    /// Whether it may be set at all: not read-only, not fixed, not refused by the provider.
    pub fn settable(self) -> bool {
        !self.has(field::FIXED) && (self.required() || self.optional())
    }

    /// Whether the value is kept out of what people see.
    pub fn sensitive(self) -> bool {
        self.has(field::SENSITIVE)
    }

    /// Whether the value is handed over and never kept.
    pub fn write_only(self) -> bool {
        self.has(field::WRITE_ONLY)
    }

    /// Whether it should not be used any more.
    pub fn deprecated(self) -> bool {
        self.has(field::DEPRECATED)
    }

    /// Whether a function takes any number of this parameter, the last one.
    pub fn variadic(self) -> bool {
        self.has(field::VARIADIC)
    }

    /// Whether it is written as an attribute or as blocks.
    pub fn place(self) -> Place {
        if self.has(field::BLOCK) { Place::Block } else { Place::Attribute }
    }

    /// Whether Terraform takes it in the form of blocks: nested blocks, and lists and sets of objects that may be set,
    /// apart from nested attributes.
    pub fn takes_blocks(self) -> bool {
        let many = || matches!(self.shape().kind(), ShapeKind::List(_) | ShapeKind::Set(_));
        let is_as_blocks = || self.settable() && !self.has(field::INLINE) && many() && self.shape().block().is_some();
        self.has(field::BLOCK) || is_as_blocks()
    }

    /// Whether such a change makes the provider replace the resource.
    pub fn replace(self, change: Change) -> Replace {
        let flags = self.word(field::FLAGS);
        let own = |shift: u32| (flags >> shift) & 3;
        let of_change = match change {
            Change::Value => 0,
            Change::Add => own(field::REPLACE_ADD),
            Change::Remove => own(field::REPLACE_REMOVE),
        };
        match if of_change == 0 { own(field::REPLACE) } else { of_change } {
            1 => Replace::No,
            2 => Replace::Yes,
            _ => Replace::Unknown,
        }
    }

    /// What is known of the field alone: its default, an example, replacements of single values.
    pub fn extra(self) -> Facts<'a> {
        Facts { catalog: self.catalog, id: self.word(field::EXTRA) }
    }

    /// What is known of its value, of the elements where it is a list, set or map.
    pub fn facts(self) -> Facts<'a> {
        let shape = self.shape();
        match shape.kind() {
            ShapeKind::List(element) | ShapeKind::Set(element) | ShapeKind::Map(element) => element.facts(),
            _ => shape.facts(),
        }
    }

    fn has(self, bit: u32) -> bool {
        self.word(field::FLAGS) & bit != 0
    }

    fn word(self, at: u32) -> u32 {
        self.catalog.word(self.id.saturating_add(at))
    }
}
