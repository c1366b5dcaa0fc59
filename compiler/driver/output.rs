//! The output folder: what a build does to it is decided here, as data, before anything is touched.
//!
//! `plan` compares the files of a build with what lies there and what the manifest knows, and says what becomes of
//! each. Its steps are for a shell to take, in their order; wherever they stop, the next plan finishes them.

mod found;
mod manifest;
mod map;
mod own;
mod plan;
mod stamp;
mod steps;

use emit::OutputFile;

use crate::digest::{self, Hash};
use crate::host::recorder::{Answer, Answers};
use crate::host::{Host, paths};
use crate::project::{Project, Request};
use crate::why::Miss;

pub use found::Unreadable;
pub(crate) use map::Maps;
pub use map::{Line, Place, above, line};
pub use plan::{Action, Edits, Fate, Plan, Planned, plan};
pub(crate) use stamp::Stamp;
pub use stamp::{Recalled, recall};
pub use steps::Step;

/// What was generated, a hash a file.
pub(crate) const MANIFEST: &str = "infra.manifest";

/// Where the lines of the files come from.
pub(crate) const MAP: &str = "infra.map";

/// What the last build read and said.
pub(crate) const STAMP: &str = "infra.stamp";

/// The folder of files that aren't whole yet, there only while a build runs.
pub(crate) const STAGING: &str = ".infra.new";

/// Where the folder of a new environment stands until it is whole.
pub(crate) const ASIDE: &str = ".infra.new/folders";

/// What the build that runs, and those that were killed before it, may have written.
pub(crate) const JOURNAL: &str = ".infra.new/journal";

/// The files of one environment.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// The app's name.
    pub app: String,
    /// The environment's name; empty for a spec that declares none.
    pub environment: String,
    /// Its folder below the output folder.
    pub folder: String,
    /// Its files, with paths below its folder.
    pub files: Vec<OutputFile>,
    /// Its part of the source map.
    pub map: String,
    /// What tells each file's text from others.
    hashes: Vec<Hash>,
}

impl Output {
    /// The files of an environment, which no map knows yet; the names are those of the app, the environment and its folder.
    pub fn new([app, environment, folder]: [String; 3], files: Vec<OutputFile>) -> Self {
        let hashes = files.iter().map(|file| digest::hash(&file.bytes)).collect();
        Self { app, environment, folder, files, map: String::new(), hashes }
    }

    /// The same with its part of the source map.
    pub fn mapped(self, map: String) -> Self {
        Self { map, ..self }
    }
}

/// Which part of the output folder a build is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// All of it.
    #[default]
    All,
    /// The folder of one environment.
    One(String),
    /// The folders of an environment that is there once for each of a list.
    Each(String),
}

impl Scope {
    /// Whether a path below the output folder belongs to it.
    pub(crate) fn holds(&self, path: &str) -> bool {
        let folder = path.split('/').next().unwrap_or("");
        match self {
            Self::All => true,
            Self::One(name) => folder == name,
            Self::Each(name) => folder.strip_prefix(name.as_str()).is_some_and(|key| key.starts_with('-')),
        }
    }
}

/// The folder of an environment: its name, and its key where it is one of many, as file systems take it.
pub fn folder(environment: &str) -> String {
    if environment.is_empty() {
        return "default".to_owned();
    }
    let (name, key) = environment.split_once('[').unwrap_or((environment, ""));
    let key = key.strip_prefix('"').and_then(|key| key.strip_suffix("\"]")).unwrap_or(key);
    let mut out = name.to_owned();
    for (at, byte) in key.bytes().enumerate() {
        if at == 0 {
            out.push('-');
        }
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'-' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Where a build goes: the folder that was asked for, or else `out` in the root of the spec.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutputFolder {
    /// Absolute; empty where there is no spec and none was asked for.
    pub path: String,
    /// As people in the current folder would write it.
    pub shown: String,
}

impl OutputFolder {
    /// The output folder of a spec.
    pub fn new(project: &Project, request: &Request) -> Self {
        let path = match &request.out {
            Some(asked) => paths::join(&request.base, asked),
            None if project.root.is_empty() => return Self::default(),
            None => paths::join(&project.root, "out"),
        };
        Self::at(path, request)
    }

    /// The folder of an absolute path.
    pub(crate) fn at(path: String, request: &Request) -> Self {
        Self { shown: paths::relative(&request.base, &path), path }
    }
}

/// The root of a spec as its output folder sees it.
pub(crate) fn root_seen_from(project: &Project, request: &Request) -> String {
    let out = OutputFolder::new(project, request);
    paths::relative(&out.path, &project.root)
}

/// Refuses a folder that holds what a build is made of: the next one would be made of what this one wrote, and an
/// environment may be called like a folder of the spec. `answers` is all that was read.
pub(crate) fn refuse_shared(
    host: &dyn Host,
    project: &Project,
    request: &Request,
    answers: &Answers,
) -> Result<(), Miss> {
    let out = OutputFolder::new(project, request);
    let (path, root) = (real(host, &out.path), real(host, &project.root));
    let shown = &out.shown;
    let is_inside = |file: &str| path == "/" || file.strip_prefix(&path).is_some_and(|rest| rest.starts_with('/'));
    let message = if path == root {
        format!("`{shown}` is the folder of the spec itself")
    } else if is_inside(&root) {
        format!("`{shown}` holds the folder of the spec")
    } else {
        let read = answers.iter().filter_map(|((_, asked), answer)| match answer {
            Answer::File(_) => {
                Some(asked.strip_prefix(&project.root).map_or(asked.clone(), |rest| format!("{root}{rest}")))
            }
            Answer::Link(to) => Some(to.clone()),
            _ => None,
        });
        let Some(file) = read.into_iter().find(|file| is_inside(file)) else { return Ok(()) };
        format!("`{shown}` holds `{}`, which the spec is made of", paths::way(&root, &file))
    };
    let help = "nothing was written; give what is built a folder of its own with `--out`";
    Err(Miss { message: format!("the output can't go there: {message}"), help: Some(help.to_owned()) })
}

/// Where a path leads that may not be there yet.
fn real(host: &dyn Host, path: &str) -> String {
    match (host.resolve(path), paths::parent(path)) {
        (Ok(real), _) => real,
        (Err(_), Some(above)) => paths::join(&real(host, above), path.rsplit('/').next().unwrap_or("")),
        (Err(_), None) => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_environments_are_plain_and_differ() {
        assert_eq!(folder("production"), "production");
        assert_eq!(folder(""), "default");
        assert_eq!(folder("preview[\"search\"]"), "preview-search");
        assert_eq!(folder("preview[\"feat/x y\"]"), "preview-feat%2Fx%20y");
        assert_eq!(folder("preview[\"..\"]"), "preview-..");
        assert_eq!(folder("p[\"a\\\"b\"]"), "p-a%5C%22b");
    }

    #[test]
    fn a_scope_holds_its_folders() {
        let each = Scope::Each("preview".to_owned());
        assert!(each.holds("preview-a/x") && !each.holds("preview/x") && !each.holds("previews-a/x"));
        let one = Scope::One("local".to_owned());
        assert!(one.holds("local/x") && !one.holds("local-a/x") && Scope::All.holds("any"));
    }
}
