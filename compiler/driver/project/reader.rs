//! The `.infra` files of one folder.

use source::{Diagnostic, FileId, Span};

use super::{Project, about, decode};
use crate::host::{Host, Refusal, Wanted, paths};
use crate::problem::{LIMIT, Problem};

/// The names of a folder's spec files, sorted.
pub(super) fn spec_files(host: &dyn Host, folder: &str) -> Result<Vec<String>, Refusal> {
    let entries = host.find(folder, &Wanted::files(&["*.infra", ".*.infra"]))?;
    let mut names: Vec<String> = entries.into_iter().filter(|entry| !entry.is_folder).map(|entry| entry.name).collect();
    names.sort_unstable();
    Ok(names)
}

/// Reads files of a folder into the project; what can't be read is left out and reported.
pub(super) fn read_files(
    host: &dyn Host,
    base: &str,
    (folder, names): (&str, &[String]),
    project: &mut Project,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<FileId> {
    let mut files = Vec::new();
    for name in names {
        let path = paths::join(folder, name);
        let shown = paths::relative(base, &path);
        match host.read(&path, LIMIT) {
            Ok(bytes) => match decode::decode(bytes) {
                decode::Decoded::Text(text) => files.push(project.add(shown, text)),
                decode::Decoded::Broken(broken) => {
                    // Only the mistake is shown: the file takes no part in the run, so its text isn't parsed.
                    let file = project.sources.add(shown.clone(), broken.shown.as_str());
                    project.parses.push(syntax::parse(file, ""));
                    diagnostics.push(broken.problem(file, shown).diagnostic());
                }
            },
            Err(refusal) => diagnostics.push(about(project, shown, |file, path| {
                let span = Span::at(file, 0);
                match refusal {
                    Refusal::TooLarge(bytes) => Problem::TooLarge { span, path, bytes },
                    refusal => Problem::Unreadable { span, path, refusal },
                }
            })),
        }
    }
    files
}
