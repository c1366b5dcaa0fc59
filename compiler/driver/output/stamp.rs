//! The stamp: what the last build was asked, read, wrote and said. Where all of that is still so, the next build has
//! nothing to find out, and says the same.
//!
//! It holds hashes and ways from the output folder, nothing of a machine. Whatever is wrong with it, a build is as it
//! would be without.

mod lines;
mod said;

use std::collections::BTreeMap;
use std::iter::successors;

use super::found::{Found, Look};
use super::manifest::Manifest;
use super::plan::Plan;
use super::{MANIFEST, MAP, OutputFolder, STAGING, STAMP, Scope};
use crate::digest::{Hash, hash};
use crate::host::recorder::{Answers, Frame, Question, still};
use crate::host::{Host, Wanted, paths};
use crate::pipeline::{Built, Report};
use crate::project::Request;
use crate::stack::both;
use lines::{Lines, Parsed};

/// What tells this compiler, with its library, from others.
const COMPILER: &str = env!("INFRA_FINGERPRINT");

/// More than any stamp has.
const LIMIT: u64 = 256 << 20;

/// The stamp of a build whose files aren't written yet.
pub(crate) struct Stamp {
    lines: Lines,
}

impl Stamp {
    /// The stamp of a build that went well; none where what it read can't be told again.
    pub(crate) fn new(
        host: &dyn Host,
        request: &Request,
        environment: Option<&str>,
        (built, answers): (&Built, &Answers),
    ) -> Option<Self> {
        let project = &built.checked.project;
        let out = OutputFolder::new(project, request).path;
        let frame = Frame::new(host, &project.root, &out);
        let mut lines = Lines::default();
        lines.add_hash("build", &asked(request, environment), &[]);
        lines.add("root", &[&paths::way(&out, &project.root)]);
        lines.add("path", &[&paths::way(&project.root, &request.path)]);
        match &built.scope {
            Scope::All => lines.add("all", &[]),
            Scope::One(name) => lines.add("one", &[name]),
            Scope::Each(name) => lines.add("each", &[name]),
        }
        for ((question, path), answer) in answers {
            let (hash, path) = (answer.hash(path, &frame)?, paths::way(&project.root, path));
            match question {
                Question::File => lines.add_hash("file", &hash, &[&path]),
                Question::Folder(wanted) => lines.add_hash("folder", &hash, &[&path, wanted.spelled()]),
                Question::Link => lines.add_hash("link", &hash, &[&path]),
            }
        }
        said::write(&mut lines, &built.report(), (&request.base, &project.root), answers)?;
        Some(Self { lines })
    }

    /// Its text, once the manifest and the map are known.
    pub(super) fn print(&self, manifest: &str, map: &str) -> String {
        let mut lines = self.lines.clone();
        lines.add_hash("manifest", &hash(manifest.as_bytes()), &[]);
        lines.add_hash("map", &hash(map.as_bytes()), &[]);
        lines.sealed()
    }
}

/// What a build was asked, and of which compiler.
fn asked(request: &Request, environment: Option<&str>) -> Hash {
    hash(format!("{COMPILER} {environment:?} {:?}", request.sets).as_bytes())
}

/// A build that was done before.
pub struct Recalled {
    /// What it said.
    pub report: Report,
    /// Where its files are.
    pub folder: OutputFolder,
    /// What there is to do with them: nothing.
    pub plan: Plan<'static>,
}

/// The last build, if this one would be the same: it was asked the same, everything that it read is as it was, and so is
/// everything that it wrote.
pub fn recall(host: &(dyn Host + Sync), request: &Request, environment: Option<&str>) -> Option<Recalled> {
    let outs: Vec<String> = match &request.out {
        Some(out) => vec![paths::join(&request.base, out)],
        None => {
            let folders = successors(Some(request.path.as_str()), |folder| paths::parent(folder));
            folders.map(|folder| paths::join(folder, "out")).collect()
        }
    };
    outs.into_iter().find_map(|out| {
        let text = String::from_utf8(host.read(&paths::join(&out, STAMP), LIMIT).ok()?).ok()?;
        recalled(host, request, asked(request, environment), (&text, out))
    })
}

fn recalled(host: &(dyn Host + Sync), request: &Request, asked: Hash, (text, out): (&str, String)) -> Option<Recalled> {
    let stamp = Known::read(lines::unsealed(text)?)?;
    let root = paths::join(&out, &stamp.root);
    let is_default = request.out.is_some() || paths::join(&root, "out") == out;
    if stamp.asked != asked || !is_default || paths::join(&root, &stamp.path) != request.path {
        return None;
    }
    let frame = Frame::new(host, &root, &out);
    let mut texts = BTreeMap::new();
    let is_so = stamp
        .answers
        .iter()
        .all(|(question, known, path)| still(host, (question, &paths::join(&root, path), known), &frame, &mut texts));
    let files = is_so.then(|| untouched(host, &out, &stamp)).flatten()?;
    let report = said::read(&stamp.said, |path| {
        let path = paths::join(&root, path);
        let text = String::from_utf8(texts.remove(&path)?).ok()?;
        Some((paths::relative(&request.base, &path), text))
    })?;
    Some(Recalled { report, folder: OutputFolder::at(out, request), plan: Plan::idle(files) })
}

/// The files of a build, if all that it wrote is there as it wrote it. Half of them are looked at in a thread of its own.
fn untouched(host: &(dyn Host + Sync), out: &str, stamp: &Known<'_>) -> Option<Vec<String>> {
    let mut look = Look::new(host, out);
    if look.list("").ok()?.iter().any(|entry| entry.name == STAGING) {
        return None;
    }
    let text = look.text(MANIFEST).ok()??;
    if hash(text.as_bytes()) != stamp.manifest {
        return None;
    }
    let manifest = Manifest::parse(&text);
    let files: Vec<(&str, Hash)> = manifest.entries().filter(|(path, _)| stamp.scope.holds(path)).collect();
    let (first, second) = files.split_at(files.len() / 2);
    let are_so = |files: &[(&str, Hash)]| {
        let mut look = Look::new(host, out);
        files.iter().all(|(path, known)| matches!(look.at(path, None), Ok(Found::Other(hash, _)) if hash == *known))
    };
    let (first, second) = both(
        || {
            let map = look.text(MAP).ok().flatten();
            map.is_some_and(|map| hash(map.as_bytes()) == stamp.map) && are_so(first)
        },
        || are_so(second),
    );
    (first && second).then(|| files.into_iter().map(|(path, _)| path.to_owned()).collect())
}

/// A stamp, read.
#[derive(Default)]
struct Known<'t> {
    asked: Hash,
    root: String,
    path: String,
    scope: Scope,
    answers: Vec<(Question, Hash, String)>,
    manifest: Hash,
    map: Hash,
    said: Vec<Parsed<'t>>,
}

impl<'t> Known<'t> {
    fn read(text: &'t str) -> Option<Self> {
        let mut known = Self::default();
        for line in lines::parse(text) {
            match line.word {
                "build" => known.asked = line.hash(0)?,
                "root" => known.root = line.text(0)?,
                "path" => known.path = line.text(0)?,
                "all" => known.scope = Scope::All,
                "one" => known.scope = Scope::One(line.text(0)?),
                "each" => known.scope = Scope::Each(line.text(0)?),
                "manifest" => known.manifest = line.hash(0)?,
                "map" => known.map = line.hash(0)?,
                "file" => known.answers.push((Question::File, line.hash(0)?, line.text(1)?)),
                "folder" => {
                    let wanted = Wanted::read(line.text(2)?);
                    known.answers.push((Question::Folder(wanted), line.hash(0)?, line.text(1)?));
                }
                "link" => known.answers.push((Question::Link, line.hash(0)?, line.text(1)?)),
                _ => known.said.push(line),
            }
        }
        Some(known)
    }
}
