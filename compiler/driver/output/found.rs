//! What lies in the output folder where a build would write: each path looked at once, none through a link.

use std::collections::BTreeMap;

use crate::digest::{self, Hash};
use crate::host::{Entry, Host, Refusal, paths};

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing.
    Missing,
    /// A file with the bytes that are wanted there.
    Same,
    /// A file with others; where its lines end as on Windows, the second is of the same with plain ends.
    Other(Hash, Option<Hash>),
    /// A symbolic link, wherever it leads.
    Link,
    /// A folder, or no file for other reasons.
    Folder,
    /// Nothing that could be reached: what stands above it is no folder, or a link.
    Behind(String),
}

/// What keeps a build from seeing what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The file or folder, below the output folder; empty for the output folder itself.
    pub path: String,
    /// Why it can't be read.
    pub refusal: Refusal,
}

/// More bytes than any generated file has; what is larger was not generated.
const LIMIT: u64 = 256 << 20;

/// A folder as it was found.
enum Folder {
    Missing,
    Behind(String),
    Entries(Vec<Entry>),
}

/// The folders that were looked into so far.
pub(super) struct Look<'h> {
    host: &'h dyn Host,
    root: &'h str,
    folders: BTreeMap<String, Folder>,
}

impl<'h> Look<'h> {
    pub(super) fn new(host: &'h dyn Host, root: &'h str) -> Self {
        Self { host, root, folders: BTreeMap::new() }
    }

    /// What stands at a path, beside the bytes that are wanted there.
    pub(super) fn at(&mut self, path: &str, wanted: Option<&[u8]>) -> Result<Found, Unreadable> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let entry = match self.folder(folder)? {
            Folder::Missing => return Ok(Found::Missing),
            Folder::Behind(what) => return Ok(Found::Behind(what.clone())),
            Folder::Entries(entries) => find(entries, name),
        };
        match entry {
            None => Ok(Found::Missing),
            Some(entry) if entry.is_link => Ok(Found::Link),
            Some(entry) if entry.is_folder => Ok(Found::Folder),
            Some(_) => self.file(path, wanted),
        }
    }

    /// What stands in a folder; nothing where there is none.
    pub(super) fn list(&mut self, folder: &str) -> Result<&[Entry], Unreadable> {
        match self.folder(folder)? {
            Folder::Entries(entries) => Ok(entries),
            Folder::Missing | Folder::Behind(_) => Ok(&[]),
        }
    }

    /// A text that the compiler keeps for itself.
    pub(super) fn text(&mut self, path: &str) -> Result<Option<String>, Unreadable> {
        match self.host.read(&paths::join(self.root, path), LIMIT) {
            Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
            Err(Refusal::Missing | Refusal::NotAFolder) => Ok(None),
            Err(refusal) => Err(Unreadable { path: path.to_owned(), refusal }),
        }
    }

    fn file(&self, path: &str, wanted: Option<&[u8]>) -> Result<Found, Unreadable> {
        match self.host.read(&format!("{}/{path}", self.root), LIMIT) {
            Ok(bytes) if wanted == Some(&bytes[..]) => Ok(Found::Same),
            Ok(bytes) => Ok(Found::Other(digest::hash(&bytes), plain(&bytes))),
            Err(Refusal::Missing) => Ok(Found::Missing),
            Err(Refusal::NotAFile) => Ok(Found::Folder),
            // No text has this hash, so it counts as one that somebody else wrote.
            Err(Refusal::TooLarge(_)) => Ok(Found::Other(Hash::default(), None)),
            Err(refusal) => Err(Unreadable { path: path.to_owned(), refusal }),
        }
    }

    fn folder(&mut self, path: &str) -> Result<&Folder, Unreadable> {
        if !self.folders.contains_key(path) {
            let folder = self.open(path)?;
            self.folders.insert(path.to_owned(), folder);
        }
        Ok(self.folders.get(path).expect("it was looked into just now"))
    }

    fn open(&mut self, path: &str) -> Result<Folder, Unreadable> {
        if let Some((above, name)) = path.rsplit_once('/').or((!path.is_empty()).then_some(("", path))) {
            match self.folder(above)? {
                Folder::Missing => return Ok(Folder::Missing),
                Folder::Behind(what) => return Ok(Folder::Behind(what.clone())),
                Folder::Entries(entries) => match find(entries, name) {
                    None => return Ok(Folder::Missing),
                    Some(entry) if entry.is_link || !entry.is_folder => return Ok(Folder::Behind(path.to_owned())),
                    Some(_) => {}
                },
            }
        }
        match self.host.list(&paths::join(self.root, path)) {
            Ok(mut entries) => {
                entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
                Ok(Folder::Entries(entries))
            }
            Err(Refusal::Missing) => Ok(Folder::Missing),
            Err(refusal) => Err(Unreadable { path: path.to_owned(), refusal }),
        }
    }
}

/// The hash of a text whose lines end plainly; none where they do.
fn plain(bytes: &[u8]) -> Option<Hash> {
    let mut out = Vec::with_capacity(bytes.len());
    for (at, byte) in bytes.iter().enumerate() {
        if *byte != b'\r' || bytes.get(at + 1) != Some(&b'\n') {
            out.push(*byte);
        }
    }
    (out.len() < bytes.len()).then(|| digest::hash(&out))
}

fn find<'e>(entries: &'e [Entry], name: &str) -> Option<&'e Entry> {
    entries.get(entries.binary_search_by(|entry| entry.name.as_str().cmp(name)).ok()?)
}
