//! The nodes of a body: 16 bytes each and `Copy`, their contents in the arena that made them.

use crate::{OriginId, TermId};

/// A piece of text in an arena.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Str {
    pub(crate) start: u32,
    pub(crate) len: u32,
}

/// A run of entries in an arena.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entries {
    pub(crate) start: u32,
    pub(crate) len: u32,
}

impl Entries {
    /// How many there are.
    pub fn len(self) -> usize {
        self.len as usize
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.len == 0
    }
}

/// A value of a body. It belongs to one arena and means nothing in another: `Arena::copy` carries it over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Node {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// An exact decimal, `mantissa / 10^scale`.
    Decimal {
        /// The digits.
        mantissa: i64,
        /// How many of them stand after the point.
        scale: u8,
    },
    /// Text as it is meant; each format escapes it.
    Text(Str),
    /// A list; its entries have no keys.
    List(Entries),
    /// A map in the order written; keys are static and unique.
    Map(Entries),
    /// Text with holes: `Text` entries are literal, all others are holes. It has at least one hole and two parts, and no
    /// two literals meet.
    Template(Entries),
    /// A nested block of Terraform; several of one name are several entries.
    Block(Entries),
    /// What only a consumer can evaluate: Terraform's expressions, Compose's holes, encoded documents.
    Term(TermId),
}

/// A child: an attribute, a block, a field of a map, an item of a list or a part of a template.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// Its name; empty in lists, templates and arguments.
    pub key: Str,
    /// Its value.
    pub node: Node,
    /// Where it comes from; `OriginId::NONE` means: from where its parent does.
    pub origin: OriginId,
}
