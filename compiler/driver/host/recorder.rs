//! A host that remembers what it was asked and what it answered, so that a later run can tell whether it would hear the
//! same.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;
use std::sync::{Mutex, PoisonError};

use super::{Entry, Host, Refusal, Wanted, paths};
use crate::digest::{Hash, hash};

/// What is asked of a host about a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Question {
    /// What stands in the file?
    File,
    /// What of this lies in the folder?
    Folder(Wanted),
    /// Where does it lead?
    Link,
}

/// What a host said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The bytes of a file, as their hash.
    File(Hash),
    /// What of that which was asked for lies in a folder, by name.
    Folder(Vec<Entry>),
    /// There is no such file or folder.
    Nowhere(Refusal),
    /// Where a path leads.
    Link(String),
    /// What is no answer to rely on: the system refused, or it said two things.
    Unsure,
}

/// Where answers are seen from, so that they mean the same on another machine.
pub(crate) struct Frame<'f> {
    /// The root of the spec with its links followed.
    pub(crate) real: String,
    /// The output folder. Whether it is there is no answer: a build makes it.
    pub(crate) out: &'f str,
}

impl<'f> Frame<'f> {
    pub(crate) fn new(host: &dyn Host, root: &str, out: &'f str) -> Self {
        Self { real: host.resolve(root).unwrap_or_else(|_| root.to_owned()), out }
    }
}

impl Answer {
    /// What a file's bytes say.
    fn of_read(read: &Result<Vec<u8>, Refusal>) -> Self {
        match read {
            Ok(bytes) => Self::File(hash(bytes)),
            Err(Refusal::Missing) => Self::Nowhere(Refusal::Missing),
            Err(_) => Self::Unsure,
        }
    }

    /// What a folder's listing says.
    fn of_list(listed: &Result<Vec<Entry>, Refusal>) -> Self {
        match listed {
            Ok(entries) => {
                let mut entries = entries.clone();
                entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
                Self::Folder(entries)
            }
            Err(refusal @ (Refusal::Missing | Refusal::NotAFolder)) => Self::Nowhere(refusal.clone()),
            Err(_) => Self::Unsure,
        }
    }

    /// The answer to a question as a hash; none where it can't be relied on.
    pub(crate) fn hash(&self, path: &str, frame: &Frame<'_>) -> Option<Hash> {
        let text = match self {
            Self::File(hash) => return Some(*hash),
            Self::Folder(entries) => {
                let is_out = |entry: &&Entry| paths::join(path, &entry.name) == frame.out;
                let line = |entry: &Entry| {
                    let Entry { name, is_folder, is_link } = entry;
                    format!("{}{}{name}\0", u8::from(*is_folder), u8::from(*is_link))
                };
                entries.iter().filter(|entry| !is_out(entry)).map(line).collect()
            }
            Self::Nowhere(refusal) => refusal.to_string(),
            Self::Link(real) => paths::way(&frame.real, real),
            Self::Unsure => return None,
        };
        Some(hash(text.as_bytes()))
    }
}

/// What was asked and answered, by question and absolute path.
pub(crate) type Answers = BTreeMap<(Question, String), Answer>;

/// Another host, listened to.
pub(crate) struct Recorder<'h> {
    below: &'h dyn Host,
    answers: Mutex<Answers>,
}

impl<'h> Recorder<'h> {
    pub(crate) fn new(below: &'h dyn Host) -> Self {
        Self { below, answers: Mutex::default() }
    }

    /// All that was said.
    pub(crate) fn answers(self) -> Answers {
        self.answers.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, question: Question, path: &str, answer: Answer) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        match answers.entry((question, path.to_owned())) {
            Slot::Occupied(mut known) if *known.get() != answer => drop(known.insert(Answer::Unsure)),
            Slot::Occupied(_) => {}
            Slot::Vacant(new) => drop(new.insert(answer)),
        }
    }
}

impl Host for Recorder<'_> {
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Refusal> {
        let read = self.below.read(path, limit);
        self.note(Question::File, path, Answer::of_read(&read));
        read
    }

    fn list(&self, folder: &str) -> Result<Vec<Entry>, Refusal> {
        self.find(folder, &Wanted::all())
    }

    fn find(&self, folder: &str, wanted: &Wanted) -> Result<Vec<Entry>, Refusal> {
        let found = self.below.find(folder, wanted);
        self.note(Question::Folder(wanted.clone()), folder, Answer::of_list(&found));
        found
    }

    fn resolve(&self, path: &str) -> Result<String, Refusal> {
        let real = self.below.resolve(path);
        self.note(Question::Link, path, real.clone().map_or(Answer::Unsure, Answer::Link));
        real
    }
}

/// Whether a host still answers a question with this hash; what it reads of a file goes to `texts`.
pub(crate) fn still(
    host: &dyn Host,
    (question, path, known): (&Question, &str, &Hash),
    frame: &Frame<'_>,
    texts: &mut BTreeMap<String, Vec<u8>>,
) -> bool {
    let answer = match question {
        Question::File => {
            let read = host.read(path, crate::problem::LIMIT);
            let answer = Answer::of_read(&read);
            texts.extend(read.ok().map(|bytes| (path.to_owned(), bytes)));
            answer
        }
        Question::Folder(wanted) => Answer::of_list(&host.find(path, wanted)),
        Question::Link => host.resolve(path).map_or(Answer::Unsure, Answer::Link),
    };
    answer.hash(path, frame).as_ref() == Some(known)
}
