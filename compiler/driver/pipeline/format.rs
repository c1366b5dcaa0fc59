//! The one style, for a file or a text.

use source::{Diagnostic, FileId, Sources};

use crate::host::{Host, paths};
use crate::problem::{Status, tidy};
use crate::project::{Project, read_file};

/// A file as it is and as it should be.
pub struct Formatted {
    /// The file, for messages.
    pub sources: Sources,
    /// Why it has no other text: what keeps it from being read or understood.
    pub diagnostics: Vec<Diagnostic>,
    /// Its text in the one style.
    pub text: Option<String>,
}

impl Formatted {
    /// Whether the text stays as it is.
    pub fn is_unchanged(&self) -> bool {
        let old = self.sources.iter().next().map(|(_, source)| &*source.text);
        self.text.as_deref() == old
    }

    /// How it ended.
    pub fn status(&self) -> Status {
        Status::of(&self.diagnostics)
    }
}

/// Formats a file; `base` is the folder that messages name it from.
pub fn format_file(host: &dyn Host, path: &str, base: &str) -> Formatted {
    let read = read_file(host, &paths::join(base, path), &paths::join("/", base));
    format(read.value, read.diagnostics)
}

/// Formats a text; `name` is what messages call it.
pub fn format_text(name: &str, text: &str) -> Formatted {
    let mut project = Project::default();
    project.add(name.to_owned(), text.to_owned());
    format(project, Vec::new())
}

/// Formats the only file of a project. A text whose syntax is broken is left alone: its parts might be taken wrongly.
fn format(project: Project, mut diagnostics: Vec<Diagnostic>) -> Formatted {
    diagnostics.extend(project.parses.iter().flat_map(|parse| parse.diagnostics.iter().cloned()));
    let is_broken = diagnostics.iter().any(Diagnostic::is_error);
    let (parse, text) = project.file(FileId(0));
    let text = if is_broken { None } else { formatter::format(parse, text) };
    Formatted { diagnostics: tidy(diagnostics), text, sources: project.sources }
}
