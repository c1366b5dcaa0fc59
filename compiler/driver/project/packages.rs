//! The packages that a spec uses, those that they use, and circles among them.

use std::collections::BTreeMap;

use petgraph::graph::{DiGraph, NodeIndex};
use source::{Diagnostic, Span};
use syntax::Decl;

use super::{Package, Project, Request, reader};
use crate::host::{Host, Refusal, paths};
use crate::problem::Problem;

/// A `use`: where it stands, whose it is, what it means.
struct Use {
    span: Span,
    from: usize,
    to: usize,
}

/// Reads all packages that the root reaches into the project.
pub(super) fn load_used(host: &dyn Host, request: &Request, project: &mut Project, diagnostics: &mut Vec<Diagnostic>) {
    let mut known: BTreeMap<String, Option<usize>> = BTreeMap::from([(String::new(), Some(0))]);
    let mut uses = Vec::new();
    let mut from = 0;
    while let Some(package) = project.packages.get(from) {
        for (span, folder) in used_folders(project, package) {
            let Some(path) = join(&project.packages, from, &folder) else {
                diagnostics.push(Problem::PackageOutside { span, folder }.diagnostic());
                continue;
            };
            let to = match known.get(&path) {
                Some(known) => *known,
                None => {
                    let to = load(host, request, (&path, span), project, diagnostics);
                    known.insert(path, to);
                    to
                }
            };
            uses.extend(to.map(|to| Use { span, from, to }));
        }
        from += 1;
    }
    report_cycles(project, &uses, diagnostics);
}

fn used_folders(project: &Project, package: &Package) -> Vec<(Span, String)> {
    let uses = project.decls(package).filter_map(|decl| match decl {
        Decl::Use(decl) => Some((decl.span(), decl.folder()?.to_owned())),
        _ => None,
    });
    uses.collect()
}

/// The path below the root that a folder means from a package; none above the root.
fn join(packages: &[Package], from: usize, folder: &str) -> Option<String> {
    let from = packages.get(from).map_or("", |package| package.path.as_str());
    let mut parts: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
    for part in folder.split('/').filter(|part| !matches!(*part, "" | ".")) {
        match part {
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// Reads one package; its place among the packages, or nothing where it can't be read.
fn load(
    host: &dyn Host,
    request: &Request,
    (path, span): (&str, Span),
    project: &mut Project,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let folder = paths::join(&project.root, path);
    let shown = paths::relative(&request.base, &folder);
    let names = match reader::spec_files(host, &folder) {
        Ok(names) => names,
        Err(refusal) => {
            let problem = match refusal {
                Refusal::Missing | Refusal::NotAFolder => missing(host, span, &folder, shown),
                refusal => Problem::Unreadable { span, path: shown, refusal },
            };
            diagnostics.push(problem.diagnostic());
            return None;
        }
    };
    if names.is_empty() {
        diagnostics.push(Problem::EmptyPackage { span, folder: shown }.diagnostic());
        return None;
    }
    let files = reader::read_files(host, &request.base, (&folder, &names), project, diagnostics);
    project.packages.push(Package { path: path.to_owned(), is_std: false, files });
    Some(project.packages.len() - 1)
}

/// A folder that isn't there, with the names of those beside it.
fn missing(host: &dyn Host, span: Span, folder: &str, shown: String) -> Problem {
    let parent = paths::parent(folder).unwrap_or("/");
    let near = shown.rsplit_once('/').map_or(String::new(), |(near, _)| format!("{near}/"));
    let entries = host.list(parent).unwrap_or_default();
    let folders = entries.iter().filter(|entry| entry.is_folder && !entry.name.starts_with('.'));
    let beside = folders.map(|entry| format!("{near}{}", entry.name)).collect();
    Problem::MissingPackage { span, folder: shown, beside }
}

fn report_cycles(project: &Project, uses: &[Use], diagnostics: &mut Vec<Diagnostic>) {
    let edges = uses.iter().map(|each| (each.from as u32, each.to as u32));
    let graph: DiGraph<(), ()> = DiGraph::from_edges(edges);
    for members in petgraph::algo::kosaraju_scc(&graph) {
        let inside = |at: usize| members.contains(&NodeIndex::new(at));
        let inner: Vec<&Use> = uses.iter().filter(|each| inside(each.from) && inside(each.to)).collect();
        if let Some(first) = inner.first() {
            let name = |at: usize| project.packages.get(at).map(|package| package.path.as_str()).unwrap_or("");
            let name = |at: usize| if at == 0 { ".".to_owned() } else { format!("./{}", name(at)) };
            let uses = circle(&inner, first).iter().map(|each| (each.span, name(each.from))).collect();
            diagnostics.push(Problem::PackageCycle { uses }.diagnostic());
        }
    }
}

/// A way from the first use back to where it started; there is one, since all of them lie on circles.
fn circle<'a>(inner: &[&'a Use], first: &'a Use) -> Vec<&'a Use> {
    let mut came: BTreeMap<usize, &Use> = BTreeMap::from([(first.to, first)]);
    let mut queue = std::collections::VecDeque::from([first.to]);
    while let Some(at) = queue.pop_front() {
        if at == first.from {
            break;
        }
        for next in inner.iter().filter(|each| each.from == at) {
            if let std::collections::btree_map::Entry::Vacant(entry) = came.entry(next.to) {
                entry.insert(next);
                queue.push_back(next.to);
            }
        }
    }
    let mut way = Vec::new();
    let mut at = first.from;
    while let Some(last) = came.get(&at) {
        way.push(*last);
        at = last.from;
        if at == first.from {
            break;
        }
    }
    way.reverse();
    way
}
