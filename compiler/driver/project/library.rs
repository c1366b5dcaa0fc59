//! The standard library in the binary: as checked when the compiler was built, and as text for the specs that change
//! what its own text comes to.

use std::sync::OnceLock;

use source::{FileId, Sources};
use syntax::Decl;
use types::Library;

use super::{Package, Project, catalogs};
use crate::host::MemoryHost;

include!(concat!(env!("OUT_DIR"), "/library.rs"));
include!(concat!(env!("OUT_DIR"), "/beside.rs"));

/// The library as checked.
static CHECKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.checked"));

/// The name under which the library counts as a package.
const STD: &str = "std";

/// All files of the library by name, for those who want to read it.
pub fn library() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().copied()
}

/// Sources of which nothing is read yet but the library's.
pub(super) fn sources() -> Sources {
    static SOURCES: OnceLock<Sources> = OnceLock::new();
    SOURCES.get_or_init(|| Sources::of_library(library())).clone()
}

/// The library as checked.
pub(crate) fn checked() -> Library<'static> {
    Library::read(CHECKED).expect("the build script wrote it with the same crates")
}

/// The files that the library reads, below `/std`.
pub(super) fn beside() -> MemoryHost {
    MemoryHost::new(BESIDE.iter().copied())
}

/// Adds the library as the last package: as checked, where that holds for this spec, and else as text.
pub(crate) fn add_library(project: &mut Project) {
    if !is_changed(project) {
        return add_checked(project);
    }
    let files: Vec<FileId> = (0..FILES.len()).map(FileId::library).collect();
    let parses = files.iter().map(|file| syntax::parse(*file, &project.sources.get(*file).text));
    project.library = parses.collect();
    project.packages.push(Package { path: STD.to_owned(), is_std: true, files });
}

/// Adds the library as checked, as the last package.
pub(crate) fn add_checked(project: &mut Project) {
    project.packages.push(Package { path: STD.to_owned(), is_std: true, files: Vec::new() });
}

/// Whether a spec changes what holds for the library's resources: by what it adds to catalogs, or by catalogs of its own in
/// the place of those in the binary.
fn is_changed(project: &Project) -> bool {
    let refines = |package: &Package| project.decls(package).any(|decl| matches!(decl, Decl::Refine(_)));
    let embedded = catalogs();
    !embedded.names().eq(project.catalogs.names().take(embedded.names().count()))
        || project.packages.iter().any(refines)
}
