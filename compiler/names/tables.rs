//! Declarations and where they are found.

use bitcode::{Decode, Encode};
use rustc_hash::FxHashMap;
use source::Span;
use syntax::{Decl, Parse};

/// A file of a package, parsed.
#[derive(Clone, Copy)]
pub struct File<'a> {
    /// Its tree.
    pub parse: &'a Parse,
    /// Its text.
    pub text: &'a str,
}

/// A name whose declaration was looked at before, in a run that is over.
#[derive(Clone, Copy, Debug, Encode, Decode)]
pub struct Known<'a> {
    /// The name.
    pub name: &'a str,
    /// Where it stands.
    pub span: Span,
    /// Among which names it counts.
    pub space: Space,
}

/// A package: the files of one folder.
pub struct Package<'a> {
    /// Its folder below the root, `/` between names; empty for the root, `std` for the standard library.
    pub path: String,
    /// Whether it is the standard library, which needs no `use`.
    pub is_std: bool,
    /// Its files, by name.
    pub files: Vec<File<'a>>,
    /// What it declares in files that are not looked at again.
    pub known: Vec<Known<'a>>,
}

/// A package of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PackageId(pub u32);

/// A declaration of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeclarationId(pub u32);

/// Kinds of names: a type and a value may share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub enum Space {
    /// Components, interfaces, types.
    Types,
    /// Instances, lets, inputs, functions.
    Values,
    /// Targets.
    Targets,
    /// Environments and layers.
    Environments,
    /// What is found by walking, never by name: realizations, rules, tests, patches.
    Nameless,
}

/// One declared name.
#[derive(Clone, Copy)]
pub struct Declaration<'a> {
    /// Its name; empty for what has none.
    pub name: &'a str,
    /// Where its name stands, or the whole of what has none.
    pub span: Span,
    /// Among which names it counts.
    pub space: Space,
    /// Whose it is.
    pub package: PackageId,
    /// What it says; nothing of one that was looked at before.
    pub decl: Option<Decl<'a>>,
    /// Whether other packages see it.
    pub is_pub: bool,
}

/// What is known of one package.
pub(crate) struct PackageNames<'a> {
    pub(crate) path: String,
    pub(crate) is_std: bool,
    pub(crate) tables: FxHashMap<(Space, &'a str), DeclarationId>,
    pub(crate) uses: FxHashMap<&'a str, PackageId>,
}

/// All declarations of a run.
pub struct Names<'a> {
    pub(crate) packages: Vec<PackageNames<'a>>,
    pub(crate) declarations: Vec<Declaration<'a>>,
    pub(crate) std: Option<PackageId>,
}

impl<'a> Names<'a> {
    /// A declaration by its id.
    pub fn get(&self, id: DeclarationId) -> Declaration<'a> {
        *self.declarations.get(id.0 as usize).expect("a DeclarationId comes from the names it is asked of")
    }

    /// All declarations, in the order of packages, files and lines.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (DeclarationId, Declaration<'a>)> {
        self.declarations.iter().enumerate().map(|(at, declaration)| (DeclarationId(at as u32), *declaration))
    }

    /// The folder of a package below the root; empty for the root itself.
    pub fn path(&self, package: PackageId) -> &str {
        self.packages.get(package.0 as usize).map_or("", |package| &package.path)
    }

    /// Whether a package is the standard library.
    pub fn is_std(&self, package: PackageId) -> bool {
        self.std == Some(package)
    }
}
