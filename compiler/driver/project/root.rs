//! The root of a spec: the nearest folder upwards that declares an app.

use source::{FileId, Outcome, Span};
use syntax::Decl;

use super::{Package, Project, Request, about, reader};
use crate::host::{Host, Refusal, Wanted, paths};
use crate::problem::Problem;

/// The project of the root's own files; without packages where there is no root.
pub(super) fn find(host: &dyn Host, request: &Request) -> Outcome<Project> {
    let shown = |path: &str| paths::relative(&request.base, path);
    let start = match host.find(&request.path, &Wanted::files(&[])) {
        Ok(_) => request.path.as_str(),
        Err(Refusal::NotAFolder) => paths::parent(&request.path).unwrap_or("/"),
        Err(refusal) => return refused(host, request, refusal),
    };
    let mut first: Option<Outcome<Project>> = None;
    for folder in std::iter::successors(Some(start), |folder| paths::parent(folder)) {
        let Ok(names) = reader::spec_files(host, folder) else { break };
        if names.is_empty() {
            continue;
        }
        let (project, declares) = read(host, request, (folder, names));
        if declares {
            return project;
        }
        first.get_or_insert(project);
    }
    let mut found = first.unwrap_or_default();
    found.value.packages.clear();
    if found.has_errors() {
        return found;
    }
    let problem = match found.value.sources.iter().count() {
        1.. => Problem::NoApp { file: FileId(0), folder: shown(start) }.diagnostic(),
        0 => about(&mut found.value, shown(start), |file, folder| Problem::NoSpec { file, folder }),
    };
    found.diagnostics.push(problem);
    found
}

/// The spec files of a folder as a root package, and whether one of them declares the app.
fn read(host: &dyn Host, request: &Request, place: (&str, Vec<String>)) -> (Outcome<Project>, bool) {
    let mut project = Project { root: place.0.to_owned(), ..Project::default() };
    let mut diagnostics = Vec::new();
    let files = reader::read_files(host, &request.base, (place.0, &place.1), &mut project, &mut diagnostics);
    let package = Package { path: String::new(), is_std: false, files };
    let declares = project.decls(&package).any(|decl| matches!(decl, Decl::App(_)));
    project.packages.push(package);
    (Outcome::new(project, diagnostics), declares)
}

/// The path that was given can't be looked into.
fn refused(host: &dyn Host, request: &Request, refusal: Refusal) -> Outcome<Project> {
    let mut project = Project::default();
    let folder = paths::parent(&request.path).unwrap_or("/");
    let beside = host.list(folder).unwrap_or_default();
    let beside = beside.iter().map(|entry| paths::relative(&request.base, &paths::join(folder, &entry.name))).collect();
    let problem = about(&mut project, paths::relative(&request.base, &request.path), |file, path| match refusal {
        Refusal::Missing => Problem::MissingPath { file, path, beside },
        refusal => Problem::Unreadable { span: Span::at(file, 0), path, refusal },
    });
    Outcome::new(project, vec![problem])
}
