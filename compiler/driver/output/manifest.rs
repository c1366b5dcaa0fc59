//! The manifest: what was generated, a hash a file, in the format of `sha256sum`.

use std::fmt::Write;

use super::own::MARK;
use crate::digest::{self, Hash};

/// Its first lines, which `sha256sum -c` skips; the app's name stands between the first two.
const HEADER: [&str; 3] = [
    MARK,
    ": the files that it wrote here, with their SHA-256. Do not edit.\n",
    "# Without the compiler: sha256sum -c infra.manifest\n",
];

/// What stands around the app's name.
const APP: [&str; 2] = [" for `", "`"];

/// The files that a manifest lists, by path. One that was merged by hand may list a path twice.
#[derive(Debug, Default)]
pub(crate) struct Manifest<'t> {
    app: Option<&'t str>,
    entries: Vec<(&'t str, Hash)>,
}

impl<'t> Manifest<'t> {
    /// Reads a manifest. A line that is none of its own says nothing; nor does one whose path leads out of the folder,
    /// since what is listed may be removed.
    pub(crate) fn parse(text: &'t str) -> Self {
        let mut entries: Vec<(&str, Hash)> = text.lines().filter_map(entry).collect();
        entries.sort_unstable();
        entries.dedup();
        let app = text.strip_prefix(MARK).and_then(|rest| rest.strip_prefix(APP[0]));
        Self { app: app.and_then(|rest| rest.split_once(APP[1])).map(|(app, _)| app), entries }
    }

    /// The app whose files are listed, where it says.
    pub(crate) fn app(&self) -> Option<&'t str> {
        self.app
    }

    /// All paths with their hashes, sorted.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'t str, Hash)> {
        self.entries.iter().copied()
    }

    /// Whether a file is listed.
    pub(crate) fn lists(&self, path: &str) -> bool {
        self.entries.binary_search_by(|(known, _)| (*known).cmp(path)).is_ok()
    }

    /// Whether a file is listed with just this text.
    pub(crate) fn knows(&self, path: &str, hash: &Hash) -> bool {
        self.entries.binary_search_by(|(known, text)| (*known).cmp(path).then_with(|| text.cmp(hash))).is_ok()
    }
}

/// The text of a manifest of an app; of nobody's where the name is empty.
pub(crate) fn print<'a>(app: &str, entries: impl Iterator<Item = (&'a str, Hash)>) -> String {
    let [mark, what, how] = HEADER;
    let mut out = match app {
        "" => format!("{mark}{what}{how}"),
        app => format!("{mark}{}{app}{}{what}{how}", APP[0], APP[1]),
    };
    for (path, hash) in entries {
        digest::write(&hash, &mut out);
        let _ = writeln!(out, "  {path}");
    }
    out
}

fn entry(line: &str) -> Option<(&str, Hash)> {
    let (digits, path) = line.split_once("  ")?;
    let hash = digest::read(digits)?;
    resources::refuses_path(path).is_none().then_some((path, hash))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::hash;

    #[test]
    fn what_is_printed_is_read() {
        let entries = [("a/x.tf", hash(b"")), ("b/y z.yaml", hash(b"1"))];
        let text = print("shop", entries.into_iter());
        assert!(
            text.contains("\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a/x.tf\n"),
            "{text}"
        );
        let read = Manifest::parse(&text);
        assert_eq!(read.entries().collect::<Vec<_>>(), entries);
        assert_eq!((read.app(), Manifest::parse(&print("", entries.into_iter())).app()), (Some("shop"), None));
        assert!(read.knows("a/x.tf", &hash(b"")) && !read.knows("a/x.tf", &hash(b"1")) && !read.lists("a"));
    }

    #[test]
    fn lines_that_lead_out_of_the_folder_or_are_broken_say_nothing() {
        let good = print("", [("a", hash(b""))].into_iter());
        let digits: String = good.lines().last().expect("an entry").chars().take(64).collect();
        for path in ["../a", "/etc/passwd", "a/../../b", "", "a/"] {
            let text = format!("{digits}  {path}\n<<<<<<< ours\n{digits} a\n{}  a\nzz  b\n", &digits[1..]);
            assert_eq!(Manifest::parse(&text).entries().count(), 0, "{path}");
        }
    }
}
