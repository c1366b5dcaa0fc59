//! `infra.lock`: folders that were copied from elsewhere, each with the hash that it had then.
//!
//! A line a folder, as `sha256sum` writes them. The hash of a folder is that of such lines, one for each file below it:
//! `find . -type f | sort | xargs sha256sum`, with neither hidden files nor the `./` before the names.

use std::collections::BTreeMap;
use std::fmt::Write;

use source::{Diagnostic, Span};

use super::{Project, Request};
use crate::digest::{self, Hash, hash};
use crate::host::{Host, Refusal, Wanted, paths};
use crate::problem::{LIMIT, LockMistake, Problem};
use crate::why::Miss;

/// Its name, beside the spec.
pub(crate) const LOCK: &str = "infra.lock";

const HEADER: &str = "\
# Written by `infra lock`: folders that were copied from elsewhere, a hash a folder. Do not edit.
";

/// Holds the folders of the lock against what they should be.
pub(super) fn check(host: &dyn Host, base: &str, project: &mut Project, diagnostics: &mut Vec<Diagnostic>) {
    let path = paths::join(&project.root, LOCK);
    let shown = paths::relative(base, &path);
    let text = match host.read(&path, LIMIT) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(Refusal::Missing) => return,
        Err(refusal) => {
            let problem = |file, path| Problem::Unreadable { span: Span::at(file, 0), path, refusal };
            return diagnostics.push(super::about(project, shown, problem));
        }
    };
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let range = start..start + line.trim_end().len() as u32;
        start += line.len() as u32;
        found.extend(mistake(host, &project.root, line).map(|what| (range, what)));
    }
    if found.is_empty() {
        return;
    }
    let file = project.sources.add(shown, text.as_str());
    // It is no spec, and nothing of it is parsed.
    project.parses.push(syntax::parse(file, ""));
    diagnostics.extend(found.into_iter().map(|(range, what)| {
        let span = Span::new(file, range.start, range.end);
        Problem::Lock { span, what }.diagnostic()
    }));
}

/// What is wrong with a line, or with the folder that it names.
fn mistake(host: &dyn Host, root: &str, line: &str) -> Option<LockMistake> {
    let line = line.trim_end();
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    let Some((folder, known)) = entry(line) else { return Some(LockMistake::Line) };
    let folder = folder.to_owned();
    match folder_hash(host, &paths::join(root, &folder)) {
        Ok(found) if found == known => None,
        Ok(_) => Some(LockMistake::Changed(folder)),
        Err((_, Refusal::Missing | Refusal::NotAFolder)) => Some(LockMistake::Gone(folder)),
        Err((path, refusal)) => Some(LockMistake::Unreadable(paths::way(root, &path), refusal)),
    }
}

fn entry(line: &str) -> Option<(&str, Hash)> {
    let (digits, folder) = line.split_once("  ")?;
    let hash = digest::read(digits)?;
    resources::refuses_path(folder).is_none().then_some((folder, hash))
}

/// The hash of all that lies in a folder; or what can't be read of it.
fn folder_hash(host: &dyn Host, folder: &str) -> Result<Hash, (String, Refusal)> {
    let mut files: BTreeMap<String, Hash> = BTreeMap::new();
    let mut open = vec![String::new()];
    while let Some(below) = open.pop() {
        let path = paths::join(folder, &below);
        for entry in host.find(&path, &Wanted::tree(&["*"])).map_err(|refusal| (path, refusal))? {
            let name = if below.is_empty() { entry.name } else { format!("{below}/{}", entry.name) };
            if entry.is_folder {
                // What a link leads to is no part of what was copied.
                open.extend((!entry.is_link).then_some(name));
                continue;
            }
            let path = paths::join(folder, &name);
            let bytes = host.read(&path, LIMIT).map_err(|refusal| (path, refusal))?;
            files.insert(name, hash(&bytes));
        }
    }
    Ok(hash(lines(&files).as_bytes()))
}

fn lines(entries: &BTreeMap<String, Hash>) -> String {
    let mut out = String::new();
    for (name, hash) in entries {
        digest::write(hash, &mut out);
        let _ = writeln!(out, "  {name}");
    }
    out
}

/// A lock as it should be.
pub struct Locked {
    /// Where it stands, absolute.
    pub path: String,
    /// The same as people in the current folder would write it.
    pub shown: String,
    /// Its text; none where there is nothing to lock, so that there should be none.
    pub text: Option<String>,
    /// Whether that is another text than what stands there.
    pub is_changed: bool,
    /// The folders that it names.
    pub folders: Vec<String>,
}

/// Locks folders, and those that are locked already, as they are now. `request` is about the spec, `folders` are named as
/// people in its base would. Those that are gone are left out.
pub fn lock(host: &dyn Host, request: &Request, folders: &[String]) -> Result<Locked, Miss> {
    let project = super::root::find(host, request).value;
    let miss = |message: String, help: &str| Miss { message, help: Some(help.to_owned()) };
    if project.packages.is_empty() {
        let message = format!("there is no spec in `{}`", paths::relative(&request.base, &request.path));
        return Err(miss(message, "`infra.lock` stands beside the spec that uses the folders"));
    }
    let path = paths::join(&project.root, LOCK);
    let old = host.read(&path, LIMIT).ok();
    let known = old.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
    let mut named: BTreeMap<String, bool> =
        known.lines().filter_map(entry).map(|(folder, _)| (folder.to_owned(), false)).collect();
    for folder in folders {
        let below = paths::way(&project.root, &paths::join(&request.base, folder));
        if below == "." || below.starts_with("..") {
            let message = format!("`{folder}` isn't below the folder that declares the `app`");
            return Err(miss(message, "copy it there: a spec is whole wherever it is checked out"));
        }
        if resources::refuses_path(&below).is_some() {
            return Err(miss(format!("`{folder}` can't be named in a lock"), "give it a name of plain letters"));
        }
        named.insert(below, true);
    }
    let mut entries = BTreeMap::new();
    for (folder, is_asked) in named {
        match folder_hash(host, &paths::join(&project.root, &folder)) {
            Ok(hash) => drop(entries.insert(folder, hash)),
            Err((_, Refusal::Missing)) if !is_asked => {}
            Err((path, refusal)) => {
                let path = paths::relative(&request.base, &path);
                let message = match refusal {
                    Refusal::Missing => format!("there is no folder `{path}`"),
                    refusal => format!("`{path}` can't be locked: {refusal}"),
                };
                return Err(miss(message, "name a folder that the spec uses"));
            }
        }
    }
    let text = (!entries.is_empty()).then(|| format!("{HEADER}{}", lines(&entries)));
    let is_changed = text.as_ref().map(String::as_bytes) != old.as_deref();
    let shown = paths::relative(&request.base, &path);
    Ok(Locked { path, shown, text, is_changed, folders: entries.into_keys().collect() })
}
