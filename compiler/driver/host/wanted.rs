//! Which entries of a folder somebody asks for, so that others may come and go unnoticed.

use super::Entry;
use crate::project::glob;

/// Files whose names fit one of some patterns, and perhaps all folders. What is hidden fits only a pattern that starts
/// with a dot, as a folder, too.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// The patterns with a slash between them, which no name has; one at the end stands for folders.
    spelled: String,
}

impl Wanted {
    /// Files of these names.
    pub fn files(names: &[&str]) -> Self {
        Self { spelled: names.join("/") }
    }

    /// Files of these names, and folders.
    pub fn tree(names: &[&str]) -> Self {
        Self { spelled: format!("{}/", names.join("/")) }
    }

    /// Whatever there is.
    pub fn all() -> Self {
        Self::tree(&["*", ".*"])
    }

    /// The one that is written so.
    pub(crate) fn read(spelled: String) -> Self {
        Self { spelled }
    }

    /// How it is written.
    pub(crate) fn spelled(&self) -> &str {
        &self.spelled
    }

    /// Whether an entry is asked for.
    pub fn takes(&self, entry: &Entry) -> bool {
        let is_hidden = entry.name.starts_with('.');
        let is_named = || {
            let patterns = self.spelled.split('/').filter(|pattern| pattern.starts_with('.') == is_hidden);
            patterns.into_iter().any(|pattern| glob::name_fits(pattern, &entry.name))
        };
        if entry.is_folder && !is_hidden { self.spelled.ends_with('/') } else { is_named() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_taken_and_nothing_else() {
        let takes = |wanted: &Wanted, name: &str| {
            let (name, is_folder) = name.strip_suffix('/').map_or((name, false), |name| (name, true));
            wanted.takes(&Entry { name: name.to_owned(), is_folder, is_link: false })
        };
        let taken = |wanted: &Wanted| {
            let names = ["app.infra", ".app.infra", "README.md", "src/", ".git/", ".env", "x.infra/"];
            names.into_iter().filter(|name| takes(wanted, name)).collect::<Vec<_>>()
        };
        assert_eq!(taken(&Wanted::files(&["*.infra"])), ["app.infra"]);
        assert_eq!(taken(&Wanted::files(&["*.infra", ".*.infra"])), ["app.infra", ".app.infra"]);
        assert_eq!(taken(&Wanted::tree(&["*.md"])), ["README.md", "src/", "x.infra/"]);
        assert_eq!(taken(&Wanted::tree(&["*.md", ".g*"])), ["README.md", "src/", ".git/", "x.infra/"]);
        assert_eq!(taken(&Wanted::all()).len(), 7);
        assert!(taken(&Wanted::files(&[])).is_empty());
        let spelled = Wanted::read(Wanted::all().spelled().to_owned());
        assert_eq!(spelled, Wanted::all());
    }
}
