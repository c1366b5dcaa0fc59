//! A plan as steps for a shell to take.

use std::collections::BTreeSet;

use super::plan::{Action, Fate, Plan, StampChange};
use super::{ASIDE, JOURNAL, MANIFEST, MAP, STAGING, STAMP};

/// One step. All paths are below the output folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<'p> {
    /// Makes a folder where there is none yet; the one above it is there.
    Folder(String),
    /// Replaces files, each as a whole: it is written to the staging folder, then renamed. They may be taken in any order
    /// and at once.
    Write(Vec<(&'p str, &'p [u8])>),
    /// Writes files where nobody looks, each below `ASIDE` at the path that it will have. They may be taken in any order and
    /// at once.
    Stage(Vec<(&'p str, &'p [u8])>),
    /// Gives a folder that stands aside its place, where nothing is.
    Publish(&'p str),
    /// Removes a file, if it is there.
    Remove(&'p str),
    /// Removes a folder, if it is there and empty.
    Prune(&'p str),
}

impl Step<'_> {
    /// Where files stand until they are whole.
    pub const STAGING: &'static str = STAGING;

    /// Where folders stand until they are whole.
    pub const ASIDE: &'static str = ASIDE;
}

impl Plan<'_> {
    /// The steps in their order. Wherever they stop, each file is as it was or as it should be, and the journal tells
    /// the next build what this one may have written. The manifest comes last.
    pub fn steps(&self) -> Vec<Step<'_>> {
        let texts = &self.texts;
        let mut steps = vec![Step::Folder(STAGING.to_owned())];
        if let Some(staged) = &self.staged {
            steps.extend(staged.files.iter().map(|path| Step::Remove(path)));
            steps.extend(staged.folders.iter().map(|path| Step::Prune(path)));
        }
        steps.push(one(JOURNAL, &texts.journal));
        steps.extend(self.with(Action::Remove).map(|file| Step::Remove(&file.path)));
        steps.extend(self.pruned.iter().map(|folder| Step::Prune(folder)));
        let writes = self.with(Action::Write).filter_map(|file| Some((file.path.as_str(), file.bytes?)));
        let (aside, writes): (Vec<_>, Vec<_>) = writes.partition(|(path, _)| self.fresh.contains(top(path)));
        if !aside.is_empty() {
            steps.push(Step::Folder(ASIDE.to_owned()));
            steps.extend(folders(&aside).into_iter().map(|folder| Step::Folder(format!("{ASIDE}/{folder}"))));
            steps.push(Step::Stage(aside));
            steps.extend(self.fresh.iter().map(|folder| Step::Publish(folder)));
            steps.push(Step::Prune(ASIDE));
        }
        if !writes.is_empty() {
            steps.extend(folders(&writes).into_iter().map(Step::Folder));
            steps.push(Step::Write(writes));
        }
        if texts.map_changes {
            steps.push(one(MAP, &texts.map));
        }
        match &texts.stamp {
            StampChange::None => {}
            StampChange::Write(stamp) => steps.push(one(STAMP, stamp)),
            StampChange::Remove => steps.push(Step::Remove(STAMP)),
        }
        if self.manifest != Fate::Unchanged {
            steps.push(one(MANIFEST, &texts.manifest));
        }
        match &texts.journal_after {
            Some(after) => steps.push(one(JOURNAL, after)),
            None => steps.extend([Step::Remove(JOURNAL), Step::Prune(STAGING)]),
        }
        steps
    }
}

fn one<'p>(path: &'static str, text: &'p str) -> Step<'p> {
    Step::Write(vec![(path, text.as_bytes())])
}

/// The folder of the environment that a path belongs to.
pub(super) fn top(path: &str) -> &str {
    path.split('/').next().unwrap_or("")
}

/// The folders of the files, each behind the one above it.
fn folders(writes: &[(&str, &[u8])]) -> BTreeSet<String> {
    let mut folders = BTreeSet::new();
    let mut last = "";
    for (path, _) in writes {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if folder == last {
            continue;
        }
        last = folder;
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        folders.extend(ends.filter_map(|end| folder.get(..end)).map(str::to_owned));
    }
    folders
}
