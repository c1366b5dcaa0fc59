//! A spec on its host: its root, its packages, their files, read and parsed.

mod catalogs;
mod decode;
mod files;
pub(crate) mod glob;
mod library;
mod lock;
mod packages;
mod reader;
mod root;
mod sets;

use catalog::Catalogs;
use source::{FileId, Outcome, Sources};
use syntax::Parse;

use crate::host::{Host, paths};
use crate::problem::Problem;

pub use catalogs::catalogs;
pub(crate) use files::read_into;
pub use library::library;
pub(crate) use library::{add_checked, add_library, checked};
pub use lock::{Locked, lock};
pub(crate) use sets::{LAYER, add_layer};

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// A folder of the spec or one of its files, absolute.
    pub path: String,
    /// The folder that messages name files from, absolute.
    pub base: String,
    /// Inputs set from outside, each `NAME=VALUE`.
    pub sets: Vec<String>,
    /// The output folder, where it isn't `out` in the root of the spec.
    pub out: Option<String>,
}

impl Request {
    /// A request for a path that was given in a folder, both made absolute and free of dots.
    pub fn new(path: &str, base: &str, sets: &[String]) -> Self {
        let base = paths::join("/", base);
        Self { path: paths::join(&base, path), base, sets: sets.to_vec(), out: None }
    }
}

/// The files of one folder.
#[derive(Clone, Debug)]
pub struct Package {
    /// Its folder below the root; empty for the root itself.
    pub path: String,
    /// Whether it is the standard library.
    pub is_std: bool,
    /// Its files, by name.
    pub files: Vec<FileId>,
}

/// A spec, read and parsed. Where something kept files away, there are diagnostics of that.
#[derive(Clone, Debug)]
pub struct Project {
    /// The folder that declares the app, absolute; empty where none does.
    pub root: String,
    /// The files that were read, with those of the standard library beside them.
    pub sources: Sources,
    /// The trees of those that were read, in the same order.
    pub parses: Vec<Parse>,
    /// The trees of the library's files, where what was found of them before doesn't hold for this spec.
    pub(crate) library: Vec<Parse>,
    /// The root, the packages it uses, the standard library.
    pub packages: Vec<Package>,
    /// What is known of resources: the catalogs in the binary and those of the spec.
    pub catalogs: Catalogs,
}

impl Default for Project {
    fn default() -> Self {
        let (parses, library, packages) = Default::default();
        Self { root: String::new(), sources: library::sources(), parses, library, packages, catalogs: catalogs() }
    }
}

impl Project {
    /// Reads the spec that a path belongs to. What can't be read is said in the diagnostics, mistakes of syntax
    /// stand in the parses.
    pub fn load(host: &dyn Host, request: &Request) -> Outcome<Self> {
        let found = root::find(host, request);
        let mut diagnostics = found.diagnostics;
        let mut project = found.value;
        if project.packages.is_empty() {
            return Outcome::new(project, diagnostics);
        }
        packages::load_used(host, request, &mut project, &mut diagnostics);
        lock::check(host, &request.base, &mut project, &mut diagnostics);
        catalogs::load(host, &request.base, &mut project, &mut diagnostics);
        Outcome::new(project, diagnostics)
    }

    /// The path of a file below the root, as outputs name it.
    pub fn path_of(&self, file: FileId, base: &str) -> String {
        let source = self.sources.get(file);
        if source.embedded {
            return source.name.clone();
        }
        paths::relative(&self.root, &paths::join(base, &source.name))
    }

    /// The spec as headers of outputs name it: the file that declares the app, below the root.
    pub fn spec_name(&self) -> String {
        let files = self.packages.first().map_or(&[][..], |package| &package.files);
        let declares = |file: &&FileId| {
            let (parse, text) = self.file(**file);
            syntax::File(parse.root(text)).decls().any(|decl| matches!(decl, syntax::Decl::App(_)))
        };
        let file = files.iter().find(declares);
        let name = file.map_or("", |file| self.sources.get(*file).name.as_str());
        name.rsplit('/').next().unwrap_or(name).to_owned()
    }

    /// Adds and parses a file.
    pub(crate) fn add(&mut self, name: String, text: String) -> FileId {
        let file = self.sources.add(name, text);
        self.parse(file);
        file
    }

    /// Adds a file that is no spec, such as a template, once: mistakes in it are shown where they stand.
    pub(crate) fn add_beside(&mut self, name: String, text: &str, is_embedded: bool) -> FileId {
        let known = self.sources.iter().find(|(_, source)| source.name == name && source.embedded == is_embedded);
        if let Some((file, _)) = known {
            return file;
        }
        let file = match is_embedded {
            true => self.sources.add_embedded(name, text.to_owned()),
            false => self.sources.add(name, text),
        };
        self.parses.push(syntax::parse(file, ""));
        file
    }

    fn parse(&mut self, file: FileId) {
        let parse = syntax::parse(file, &self.sources.get(file).text);
        self.parses.push(parse);
    }

    /// The tree of a file and its text.
    pub(crate) fn file(&self, file: FileId) -> (&Parse, &str) {
        let found = match file.in_library() {
            Some(at) => self.library.get(at),
            None => self.parses.get(file.0 as usize),
        };
        let parse = found.expect("each source that is asked for is parsed before");
        (parse, &self.sources.get(file).text)
    }

    /// The declarations of a package, with no regard for mistakes in it.
    pub(crate) fn decls<'a>(&'a self, package: &'a Package) -> impl Iterator<Item = syntax::Decl<'a>> {
        package.files.iter().flat_map(|file| {
            let (parse, text) = self.file(*file);
            syntax::File(parse.root(text)).decls()
        })
    }
}

/// A project of one file, whatever it belongs to.
pub(crate) fn read_file(host: &dyn Host, path: &str, base: &str) -> Outcome<Project> {
    let mut project = Project::default();
    let mut diagnostics = Vec::new();
    let (folder, name) = (paths::parent(path).unwrap_or("/"), path.rsplit('/').next().unwrap_or(path));
    reader::read_files(host, base, (folder, &[name.to_owned()]), &mut project, &mut diagnostics);
    Outcome::new(project, diagnostics)
}

/// A diagnostic about something that has no text: a source of that name without any.
fn about(project: &mut Project, name: String, problem: impl FnOnce(FileId, String) -> Problem) -> source::Diagnostic {
    let file = project.add(name.clone(), String::new());
    problem(file, name).diagnostic()
}
