//! A host of files that are nowhere but in memory, for tests and editors.

use std::collections::{BTreeMap, BTreeSet};

use super::{Entry, Host, Refusal};

/// Links that are followed before they count as a circle.
const LINKS: usize = 16;

/// Files by their absolute path. Folders are there as soon as something lies in them.
#[derive(Clone, Debug, Default)]
pub struct MemoryHost {
    files: BTreeMap<String, Vec<u8>>,
    refusals: BTreeMap<String, Refusal>,
    links: BTreeMap<String, String>,
}

impl MemoryHost {
    /// A host with the files of a list.
    pub fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let files = files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        Self { files: files.collect(), ..Self::default() }
    }

    /// The same host with one more file, which may hold any bytes.
    pub fn with(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.to_owned(), bytes.into());
        self
    }

    /// The same host, which refuses whatever is asked of one path.
    pub fn refusing(mut self, path: &str, refusal: Refusal) -> Self {
        self.refusals.insert(path.to_owned(), refusal);
        self
    }

    /// The same host with a symbolic link.
    pub fn linking(mut self, path: &str, to: &str) -> Self {
        self.links.insert(path.to_owned(), to.to_owned());
        self
    }

    /// A path with its links followed.
    fn real(&self, path: &str) -> Result<String, Refusal> {
        let mut path = path.to_owned();
        for _ in 0..LINKS {
            let Some((rest, to)) = self.links.iter().find_map(|(link, to)| Some((rest_below(&path, link)?, to))) else {
                return Ok(path);
            };
            path = format!("{to}{rest}");
        }
        Err(Refusal::Loop)
    }

    fn allowed(&self, path: &str) -> Result<(), Refusal> {
        self.refusals.get(path).map_or(Ok(()), |refusal| Err(refusal.clone()))
    }

    fn below<'a>(&'a self, folder: &str) -> impl Iterator<Item = &'a str> {
        let prefix = format!("{}/", folder.trim_end_matches('/'));
        let all = self.files.keys().chain(self.refusals.keys());
        all.filter_map(move |path| path.strip_prefix(&prefix))
    }
}

impl Host for MemoryHost {
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Refusal> {
        self.allowed(path)?;
        let path = self.real(path)?;
        match self.files.get(&path) {
            Some(bytes) if bytes.len() as u64 > limit => Err(Refusal::TooLarge(bytes.len() as u64)),
            Some(bytes) => Ok(bytes.clone()),
            None if self.below(&path).next().is_some() => Err(Refusal::NotAFile),
            None => Err(Refusal::Missing),
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<Entry>, Refusal> {
        self.allowed(folder)?;
        let folder = self.real(folder)?;
        if self.files.contains_key(&folder) {
            return Err(Refusal::NotAFolder);
        }
        let entries: BTreeSet<(String, bool)> = self
            .below(&folder)
            .map(|rest| rest.split_once('/').map_or((rest, false), |(name, _)| (name, true)))
            .map(|(name, is_folder)| (name.to_owned(), is_folder))
            .collect();
        let entries = entries.into_iter().map(|(name, is_folder)| Entry { name, is_folder, is_link: false });
        let links = self.links.keys().filter_map(|link| {
            let name = rest_below(link, &folder)?.strip_prefix('/').filter(|name| !name.contains('/'))?.to_owned();
            let is_folder = self.real(link).is_ok_and(|real| self.below(&real).next().is_some());
            Some(Entry { name, is_folder, is_link: true })
        });
        let entries: Vec<Entry> = entries.chain(links).collect();
        if entries.is_empty() { Err(Refusal::Missing) } else { Ok(entries) }
    }

    fn resolve(&self, path: &str) -> Result<String, Refusal> {
        self.allowed(path)?;
        self.real(path)
    }
}

/// What is left of a path that is another or lies below it.
fn rest_below<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(folder.trim_end_matches('/'))?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}
