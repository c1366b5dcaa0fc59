//! What becomes of each file: the files of a build beside what lies there and what is known to be generated.

use std::collections::BTreeSet;

use super::found::{Found, Look, Unreadable};
use super::manifest::{self, Manifest};
use super::own::{Own, Staged};
use super::steps::top;
use super::{MANIFEST, Output, STAMP, Scope, map};
use crate::digest::Hash;
use crate::host::{Entry, Host};
use crate::pipeline::Built;
use crate::stack::both;

/// What to do about files that somebody else wrote or changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Edits {
    /// Leave them, and build nothing.
    #[default]
    Refuse,
    /// Replace them.
    Replace,
}

/// How a file stands to what a build wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is as it should be.
    Unchanged,
    /// It isn't there.
    Missing,
    /// It is as an earlier build wrote it, and should be different.
    Stale,
    /// It is as an earlier build wrote it, but for the ends of its lines, which git or an editor converted.
    Converted,
    /// An earlier build wrote it, and nothing makes it any more.
    LeftOver,
    /// An earlier build wrote it, and somebody changed it.
    Edited,
    /// No build wrote it.
    Foreign,
    /// It is a symbolic link.
    Link,
    /// It is the manifest of another app, whose files would be left over.
    Taken(String),
    /// It can't be a file before something is moved away: a folder at its path, or what isn't one above it.
    Blocked(String),
}

/// What is done about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    Keep,
    /// It is replaced as a whole.
    Write,
    /// It is removed.
    Remove,
    /// Nothing, and the build fails.
    Refuse,
}

/// A file of a plan.
#[derive(Clone, Debug)]
pub struct Planned<'a> {
    /// Below the output folder.
    pub path: String,
    /// What should stand in it; none where it should not be there, or where it is known to stand there.
    pub bytes: Option<&'a [u8]>,
    /// How it stands.
    pub fate: Fate,
    /// What is done about it.
    pub action: Action,
}

/// What a build does to its folder.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// All files that it wants there or that earlier ones left, by path.
    pub files: Vec<Planned<'a>>,
    /// How the manifest stands: unchanged, missing or stale.
    pub manifest: Fate,
    /// Whether a build was killed here before it was done.
    pub was_killed: bool,
    pub(super) texts: Texts,
    /// What lies in the staging folder, if there is one.
    pub(super) staged: Option<Staged>,
    /// Folders of environments where nothing stands yet: they are written aside, as a whole.
    pub(super) fresh: BTreeSet<String>,
    /// Folders that may be empty afterwards, each behind those below it.
    pub(super) pruned: Vec<String>,
}

/// The texts that a build keeps for itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    pub(super) manifest: String,
    pub(super) map: String,
    pub(super) map_changes: bool,
    pub(super) stamp: StampChange,
    pub(super) journal: String,
    /// What killed builds of other environments may still have written.
    pub(super) journal_after: Option<String>,
}

/// What becomes of the stamp.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum StampChange {
    #[default]
    None,
    Write(String),
    Remove,
}

impl Plan<'_> {
    /// The plan of a folder that is as a build left it, with these files.
    pub(super) fn idle(paths: Vec<String>) -> Self {
        let file = |path| Planned { path, bytes: None, fate: Fate::Unchanged, action: Action::Keep };
        let files = paths.into_iter().map(file).collect();
        let (texts, staged, fresh, pruned) = (Texts::default(), None, BTreeSet::new(), Vec::new());
        Self { files, manifest: Fate::Unchanged, was_killed: false, texts, staged, fresh, pruned }
    }

    /// The same with the stamp of the build that it is for.
    pub fn stamped(mut self, host: &dyn Host, root: &str, built: &Built) -> Self {
        let old = Look::new(host, root).text(STAMP);
        let new = built.stamp.as_ref().map(|stamp| stamp.print(&self.texts.manifest, &self.texts.map));
        self.texts.stamp = match (old, new) {
            (Ok(old), Some(new)) if old.as_ref() != Some(&new) => StampChange::Write(new),
            (Ok(Some(_)), None) => StampChange::Remove,
            // What can't be read is no stamp, and in nobody's way.
            _ => StampChange::None,
        };
        self
    }

    /// Whether the folder is what a build leaves behind.
    pub fn is_current(&self) -> bool {
        !self.was_killed && self.manifest == Fate::Unchanged && self.with(Action::Keep).count() == self.files.len()
    }

    /// Whether only the stamp differs, without which the folder is as good.
    pub fn is_unstamped(&self) -> bool {
        self.is_idle() && self.texts.stamp != StampChange::None
    }

    /// Whether there is nothing to do, but perhaps for the stamp.
    pub fn is_idle(&self) -> bool {
        self.is_current() && !self.texts.map_changes && self.staged.is_none()
    }

    /// The files of an action.
    pub fn with(&self, action: Action) -> impl Iterator<Item = &Planned<'_>> {
        self.files.iter().filter(move |file| file.action == action)
    }
}

/// What earlier builds said that they wrote.
struct Known<'t> {
    manifest: Manifest<'t>,
    journal: Manifest<'t>,
}

impl Known<'_> {
    /// A file that stands there and isn't as it should be: by its hash, and by that of the same with plain line ends.
    fn fate(&self, path: &str, (hash, plain): (&Hash, Option<&Hash>), generated: [Fate; 2]) -> Fate {
        let knows = |hash: &Hash| self.manifest.knows(path, hash) || self.journal.knows(path, hash);
        let [as_written, converted] = generated;
        if knows(hash) {
            as_written
        } else if plain.is_some_and(knows) {
            converted
        } else if self.manifest.lists(path) || self.journal.lists(path) {
            Fate::Edited
        } else {
            Fate::Foreign
        }
    }
}

/// A path that a plan is about: the bytes that are wanted there, their hash, and what stands there.
struct Case<'a> {
    path: String,
    bytes: Option<&'a [u8]>,
    hash: Hash,
    found: Found,
}

/// Plans a build: `outputs` are all files of `scope`. Only looks.
pub fn plan<'a>(
    host: &(dyn Host + Sync),
    root: &str,
    outputs: &'a [Output],
    scope: &Scope,
    edits: Edits,
) -> Result<Plan<'a>, Unreadable> {
    let mut look = Look::new(host, root);
    let own = Own::find(&mut look)?;
    let known = Known {
        manifest: Manifest::parse(own.manifest.as_deref().unwrap_or("")),
        journal: Manifest::parse(&own.journal),
    };
    let paths = paths(&known, outputs, scope);
    let fresh = fresh(look.list("")?, &paths);
    let cases = cases(host, root, paths, &fresh)?;
    let pruned = pruned(&cases);
    let mut files = fates(&mut look, &known, &cases, &pruned)?;
    let strangers = own.strangers.into_iter().chain(taken(&known.manifest, outputs));
    files.extend(strangers.map(|(path, fate)| (path, None, fate)));
    let texts = texts(&known, &cases, (outputs, scope), map::merge(own.map.as_deref(), outputs, scope));
    let manifest = match &own.manifest {
        Some(old) if *old == texts.manifest => Fate::Unchanged,
        Some(_) => Fate::Stale,
        None => Fate::Missing,
    };
    let was_killed =
        known.journal.entries().any(|(path, hash)| scope.holds(path) && !known.manifest.knows(path, &hash));
    let files = files.into_iter().map(|(path, bytes, fate)| {
        let action = action(&fate, bytes, edits);
        Planned { path, bytes, fate, action }
    });
    Ok(Plan { files: files.collect(), manifest, was_killed, texts, staged: own.staged, fresh, pruned })
}

/// The manifest, where it is that of another app.
fn taken(known: &Manifest<'_>, outputs: &[Output]) -> Option<(String, Fate)> {
    let (app, output) = (known.app()?, outputs.first()?);
    (app != output.app).then(|| (MANIFEST.to_owned(), Fate::Taken(app.to_owned())))
}

fn action(fate: &Fate, bytes: Option<&[u8]>, edits: Edits) -> Action {
    match (fate, edits) {
        (Fate::Unchanged, _) => Action::Keep,
        (Fate::Missing | Fate::Stale | Fate::Converted, _) => Action::Write,
        (Fate::LeftOver, _) => Action::Remove,
        (Fate::Blocked(_), _) | (_, Edits::Refuse) => Action::Refuse,
        // The manifest is written last, whatever becomes of it.
        (Fate::Taken(_), Edits::Replace) => Action::Write,
        (_, Edits::Replace) if bytes.is_some() => Action::Write,
        (_, Edits::Replace) => Action::Remove,
    }
}

/// A path with the bytes that are wanted there and their hash; none where nothing should be.
type Wanted<'a> = (String, Option<(&'a [u8], Hash)>);

/// All paths of a scope with the bytes that are wanted there, sorted: those of the build, and those of earlier ones.
fn paths<'a>(known: &Known<'_>, outputs: &'a [Output], scope: &Scope) -> Vec<Wanted<'a>> {
    let of_output = |output: &'a Output| {
        let files = output.files.iter().zip(&output.hashes);
        files.map(|(file, hash)| (format!("{}/{}", output.folder, file.path), Some((file.bytes.as_slice(), *hash))))
    };
    let mut paths: Vec<Wanted<'_>> = outputs.iter().flat_map(of_output).collect();
    paths.sort_unstable();
    let listed: BTreeSet<&str> =
        known.manifest.entries().chain(known.journal.entries()).map(|(path, _)| path).collect();
    let is_wanted = |path: &str| paths.binary_search_by(|(wanted, _)| wanted.as_str().cmp(path)).is_ok();
    let gone = listed.into_iter().filter(|path| scope.holds(path) && !is_wanted(path));
    let gone: Vec<Wanted<'_>> = gone.map(|path| (path.to_owned(), None)).collect();
    paths.extend(gone);
    paths.sort_unstable();
    paths
}

/// Looks at each path, half of them in a thread of its own, since reading takes its time.
fn cases<'a>(
    host: &(dyn Host + Sync),
    root: &str,
    mut paths: Vec<Wanted<'a>>,
    fresh: &BTreeSet<String>,
) -> Result<Vec<Case<'a>>, Unreadable> {
    const WORTH_A_THREAD: usize = 64;
    let look_at = |paths: Vec<Wanted<'a>>| {
        let mut look = Look::new(host, root);
        let case = |(path, wanted): Wanted<'a>| {
            let (bytes, hash) = wanted.map_or((None, Hash::default()), |(bytes, hash)| (Some(bytes), hash));
            let found = if fresh.contains(top(&path)) { Found::Missing } else { look.at(&path, bytes)? };
            Ok(Case { path, bytes, hash, found })
        };
        paths.into_iter().map(case).collect::<Result<Vec<Case<'a>>, Unreadable>>()
    };
    if paths.iter().filter(|(path, _)| !fresh.contains(top(path))).count() < WORTH_A_THREAD {
        return look_at(paths);
    }
    let second = paths.split_off(paths.len() / 2);
    let (first, second) = both(|| look_at(paths), || look_at(second));
    let mut cases = first?;
    cases.extend(second?);
    Ok(cases)
}

type Fated<'a> = (String, Option<&'a [u8]>, Fate);

/// How each file stands. What goes is told first, since it may make room for what comes.
fn fates<'a>(
    look: &mut Look<'_>,
    known: &Known<'_>,
    cases: &[Case<'a>],
    folders: &[String],
) -> Result<Vec<Fated<'a>>, Unreadable> {
    let mut leaving = Leaving { files: BTreeSet::new(), folders };
    let mut out: Vec<Fated<'_>> = Vec::with_capacity(cases.len());
    for case in cases.iter().filter(|case| case.bytes.is_none()) {
        let fate = match &case.found {
            Found::Other(hash, plain) => {
                known.fate(&case.path, (hash, plain.as_ref()), [Fate::LeftOver, Fate::LeftOver])
            }
            Found::Link => Fate::Link,
            // Somebody else removed it, or put something else there: it is no business of a build any more.
            Found::Missing | Found::Same | Found::Folder | Found::Behind(_) => continue,
        };
        if fate == Fate::LeftOver {
            leaving.files.insert(case.path.as_str());
        }
        out.push((case.path.clone(), None, fate));
    }
    for case in cases.iter().filter(|case| case.bytes.is_some()) {
        let fate = match &case.found {
            Found::Missing => Fate::Missing,
            Found::Same => Fate::Unchanged,
            Found::Other(hash, plain) => known.fate(&case.path, (hash, plain.as_ref()), [Fate::Stale, Fate::Converted]),
            Found::Link => Fate::Link,
            Found::Folder if leaving.clears(look, &case.path)? => Fate::Missing,
            Found::Folder => Fate::Blocked(case.path.clone()),
            Found::Behind(what) if leaving.files.contains(what.as_str()) => Fate::Missing,
            Found::Behind(what) => Fate::Blocked(what.clone()),
        };
        out.push((case.path.clone(), case.bytes, fate));
    }
    out.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    Ok(out)
}

/// What goes before anything comes.
struct Leaving<'p> {
    files: BTreeSet<&'p str>,
    folders: &'p [String],
}

impl Leaving<'_> {
    /// Whether a folder is removed with all that is in it.
    fn clears(&self, look: &mut Look<'_>, folder: &str) -> Result<bool, Unreadable> {
        let mut open = vec![folder.to_owned()];
        while let Some(folder) = open.pop() {
            if !self.folders.contains(&folder) {
                return Ok(false);
            }
            for entry in look.list(&folder)? {
                let path = format!("{folder}/{}", entry.name);
                match entry.is_folder && !entry.is_link {
                    true => open.push(path),
                    false if self.files.contains(path.as_str()) => {}
                    false => return Ok(false),
                }
            }
        }
        Ok(true)
    }
}

fn texts(known: &Known<'_>, cases: &[Case<'_>], (outputs, scope): (&[Output], &Scope), map: (String, bool)) -> Texts {
    let app = outputs.first().map_or("", |output| output.app.as_str());
    let wanted: Vec<(&str, Hash)> =
        cases.iter().filter(|case| case.bytes.is_some()).map(|case| (case.path.as_str(), case.hash)).collect();
    let others = known.manifest.entries().filter(|(path, _)| !scope.holds(path));
    let mut listed: Vec<(&str, Hash)> = wanted.iter().copied().chain(others).collect();
    listed.sort_unstable();
    let pending = |(path, hash): &(&str, Hash)| !known.manifest.knows(path, hash);
    let mut journal: Vec<(&str, Hash)> = known.journal.entries().chain(wanted).filter(pending).collect();
    journal.sort_unstable();
    journal.dedup();
    let mut after = known.journal.entries().filter(pending).filter(|(path, _)| !scope.holds(path)).peekable();
    let journal_after = after.peek().is_some().then(|| manifest::print("", after));
    let (map, map_changes) = map;
    Texts {
        manifest: manifest::print(app, listed.into_iter()),
        map,
        map_changes,
        stamp: StampChange::None,
        journal: manifest::print("", journal.into_iter()),
        journal_after,
    }
}

/// The folders of environments with nothing in their place, also for a file system that tells no small letters from
/// capital ones.
fn fresh(entries: &[Entry], paths: &[Wanted<'_>]) -> BTreeSet<String> {
    let taken: BTreeSet<String> = entries.iter().map(|entry| entry.name.to_lowercase()).collect();
    let wanted: BTreeSet<&str> =
        paths.iter().filter(|(_, wanted)| wanted.is_some()).map(|(path, _)| top(path)).collect();
    wanted.into_iter().filter(|folder| !taken.contains(&folder.to_lowercase())).map(str::to_owned).collect()
}

/// The folders above files that go and not above those that stay, each behind those below it. What lies behind a link
/// isn't among them.
fn pruned(cases: &[Case<'_>]) -> Vec<String> {
    let above = |path: &'_ str| path.match_indices('/').map(|(at, _)| at).collect::<Vec<usize>>();
    let mut stay: BTreeSet<&str> = BTreeSet::new();
    let mut go: BTreeSet<&str> = BTreeSet::new();
    for case in cases {
        let folders = above(&case.path).into_iter().filter_map(|at| case.path.get(..at));
        match (case.bytes, &case.found) {
            (Some(_), _) => stay.extend(folders),
            (None, Found::Missing | Found::Other(..) | Found::Link) => go.extend(folders),
            (None, _) => {}
        }
    }
    go.into_iter().rev().filter(|folder| !stay.contains(folder)).map(str::to_owned).collect()
}
