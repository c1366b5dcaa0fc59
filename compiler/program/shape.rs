//! Shapes of catalogs as types name them: by a number, with what messages call them.

use bitcode::{Decode, Encode};
use rustc_hash::FxHashMap;
use values::Symbol;

/// A shape of a catalog, by its place in the program's table; equal shapes have equal references.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct ShapeRef(pub u32);

/// A shape of a catalog: where it stands, and its name in messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ShapeEntry {
    /// The catalog, by its place among those of the run.
    pub catalog: u32,
    /// The number of the shape in that catalog.
    pub shape: u32,
    /// The key of a list's element that the entry around it says.
    pub given: Option<Symbol>,
    /// What packages add to the place that it stands in.
    pub note: u32,
    /// What it is called: `string`, `Container`, `the body of …`.
    pub name: Symbol,
}

/// The shapes that a program speaks of.
#[derive(Clone, Debug, Default, Encode, Decode)]
pub struct ShapeTable {
    entries: Vec<ShapeEntry>,
    places: FxHashMap<(u32, u32, Option<Symbol>, u32), ShapeRef>,
}

impl ShapeTable {
    /// The reference to a shape that is known already.
    pub fn find(&self, catalog: u32, shape: u32, given: Option<Symbol>, note: u32) -> Option<ShapeRef> {
        self.places.get(&(catalog, shape, given, note)).copied()
    }

    /// Adds a shape; one that is known keeps its name.
    pub fn add(&mut self, entry: ShapeEntry) -> ShapeRef {
        let next = ShapeRef(self.entries.len() as u32);
        let known = *self.places.entry((entry.catalog, entry.shape, entry.given, entry.note)).or_insert(next);
        if known == next {
            self.entries.push(entry);
        }
        known
    }

    /// What a reference stands for.
    pub fn get(&self, shape: ShapeRef) -> ShapeEntry {
        *self.entries.get(shape.0 as usize).expect("a reference comes from the table it is asked of")
    }
}
