//! Catalogs: those in the binary, and those in the folder `catalogs` beside the spec.

use catalog::{Catalog, Catalogs};
use source::{Diagnostic, Span};

use super::{Project, about};
use crate::host::{Host, Wanted, paths};
use crate::problem::{LIMIT, Problem};

include!(concat!(env!("OUT_DIR"), "/catalogs.rs"));

/// The folder of a spec that holds catalogs of its own.
const FOLDER: &str = "catalogs";

/// The catalogs of the standard library; none is opened before something asks for it.
pub fn catalogs() -> Catalogs {
    Catalogs::embedded(CATALOGS.iter().copied())
}

/// Adds the catalogs that lie beside a spec; one of them hides another of its name.
pub(super) fn load(host: &dyn Host, base: &str, project: &mut Project, diagnostics: &mut Vec<Diagnostic>) {
    let folder = paths::join(&project.root, FOLDER);
    let Ok(entries) = host.find(&folder, &Wanted::files(&["*.catalog", ".*.catalog"])) else { return };
    let mut names: Vec<String> = entries.into_iter().filter(|entry| !entry.is_folder).map(|entry| entry.name).collect();
    names.sort_unstable();
    for name in names {
        let path = paths::join(&folder, &name);
        let shown = paths::relative(base, &path);
        let open = |bytes| Catalog::open(bytes).and_then(|found: Catalog| found.verify().map(|()| found));
        let problem = match host.read(&path, LIMIT).map(open) {
            Ok(Ok(found)) => {
                project.catalogs.add(found);
                continue;
            }
            Ok(Err(error)) => about(project, shown, |file, path| bad(file, path, error)),
            Err(refusal) => {
                about(project, shown, |file, path| Problem::Unreadable { span: Span::at(file, 0), path, refusal })
            }
        };
        diagnostics.push(problem);
    }
}

fn bad(file: source::FileId, path: String, error: catalog::CatalogError) -> Problem {
    Problem::BadCatalog { span: Span::at(file, 0), path, error: error.to_string() }
}
