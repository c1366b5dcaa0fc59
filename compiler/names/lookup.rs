//! What a name means in a package.

use crate::tables::{DeclarationId, Names, PackageId, Space};

/// What a look-up found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A declaration that may be used here.
    Declared(DeclarationId),
    /// A declaration of another package that isn't `pub`.
    Private(DeclarationId),
    /// Nothing.
    Nothing,
}

impl<'a> Names<'a> {
    /// What a bare name means in a package: its own declarations, then those of the standard library.
    pub fn find(&self, package: PackageId, space: Space, name: &str) -> Option<DeclarationId> {
        let own = self.own(package, space, name);
        own.or_else(|| self.own(self.std.filter(|std| *std != package)?, space, name))
    }

    /// The package that a name of a `use` means.
    pub fn used(&self, package: PackageId, name: &str) -> Option<PackageId> {
        self.packages.get(package.0 as usize)?.uses.get(name).copied()
    }

    /// What a name of another package means from outside.
    pub fn find_in(&self, used: PackageId, space: Space, name: &str) -> Found {
        match self.own(used, space, name) {
            Some(id) if self.get(id).is_pub => Found::Declared(id),
            Some(id) => Found::Private(id),
            None => Found::Nothing,
        }
    }

    /// The names that a bare name could have meant, for suggestions.
    pub fn candidates(&self, package: PackageId, space: Space) -> Vec<&'a str> {
        let own = [Some(package), self.std.filter(|std| *std != package)];
        let packages = own.into_iter().flatten().filter_map(|id| self.packages.get(id.0 as usize));
        let mut all: Vec<&str> = packages.flat_map(|package| self.tables_of(package, space)).collect();
        all.sort_unstable();
        all
    }

    fn tables_of(&self, package: &crate::tables::PackageNames<'a>, space: Space) -> Vec<&'a str> {
        let declared = self.declarations.iter().filter(|declaration| declaration.space == space);
        let of_package = |at: PackageId| self.packages.get(at.0 as usize).is_some_and(|p| p.path == package.path);
        declared.filter(|declaration| of_package(declaration.package)).map(|declaration| declaration.name).collect()
    }

    fn own(&self, package: PackageId, space: Space, name: &str) -> Option<DeclarationId> {
        self.packages.get(package.0 as usize)?.tables.get(&(space, name)).copied()
    }
}
