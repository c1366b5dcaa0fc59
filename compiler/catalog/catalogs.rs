//! Several catalogs searched as one, each opened when something asks for it.

use std::sync::OnceLock;

use crate::catalog::{Bytes, Catalog};
use crate::types::{Class, ResourceType};

/// Several catalogs searched as one; a later one hides an earlier one of its name.
#[derive(Clone, Default)]
pub struct Catalogs {
    all: Vec<Slot>,
}

/// A catalog, or the bytes that it will be.
#[derive(Clone)]
struct Slot {
    name: String,
    bytes: &'static [u8],
    opened: OnceLock<Option<Catalog>>,
}

impl std::fmt::Debug for Catalogs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

impl Slot {
    fn catalog(&self) -> Option<&Catalog> {
        self.opened.get_or_init(|| Catalog::open(Bytes::Fixed(self.bytes)).ok()).as_ref()
    }
}

impl Catalogs {
    /// Catalogs in the order in which they are searched, those of the user last.
    pub fn new(catalogs: impl IntoIterator<Item = Catalog>) -> Catalogs {
        let mut all = Catalogs::default();
        catalogs.into_iter().for_each(|catalog| all.add(catalog));
        all
    }

    /// Catalogs that are a part of the binary, each with its name: none is looked at before something asks for it.
    pub fn embedded(catalogs: impl IntoIterator<Item = (&'static str, &'static [u8])>) -> Catalogs {
        let slot = |(name, bytes): (&str, _)| Slot { name: name.to_owned(), bytes, opened: OnceLock::new() };
        Catalogs { all: catalogs.into_iter().map(slot).collect() }
    }

    /// Adds a catalog behind the others.
    pub fn add(&mut self, catalog: Catalog) {
        self.all.retain(|other| other.name != catalog.name());
        let name = catalog.name().to_owned();
        self.all.push(Slot { name, bytes: &[], opened: OnceLock::from(Some(catalog)) });
    }

    /// The catalogs.
    pub fn iter(&self) -> impl Iterator<Item = &Catalog> {
        self.all.iter().filter_map(Slot::catalog)
    }

    /// The names of the catalogs.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|slot| slot.name.as_str())
    }

    /// The catalog of that name.
    pub fn named(&self, name: &str) -> Option<&Catalog> {
        self.at(self.place(name)?)
    }

    /// The place of the catalog of that name, which stays as long as none is added.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.all.iter().position(|slot| slot.name == name)
    }

    /// The place of a catalog that this gave.
    pub fn place_of(&self, catalog: &Catalog) -> Option<usize> {
        let same = |slot: &Slot| {
            slot.opened.get().is_some_and(|opened| opened.as_ref().is_some_and(|one| std::ptr::eq(one, catalog)))
        };
        self.all.iter().position(same)
    }

    /// The catalog of a place.
    pub fn at(&self, place: usize) -> Option<&Catalog> {
        self.all.get(place).and_then(Slot::catalog)
    }

    /// The type of that class and name in the last catalog that has it.
    pub fn resource(&self, class: Class, name: &str) -> Option<ResourceType<'_>> {
        self.all.iter().rev().find_map(|slot| slot.catalog()?.resource(class, name))
    }

    /// The name of the class that was probably meant, out of all catalogs.
    pub fn nearest(&self, class: Class, name: &str) -> Option<&str> {
        source::nearest(name, self.iter().flat_map(|catalog| catalog.names(class)))
    }
}
