//! A host with other texts for some of its files: what an editor has open, what a fix would write.

use std::collections::BTreeMap;

use super::{Entry, Host, Refusal};

/// Another host with some files replaced.
pub struct Overlay<'h> {
    below: &'h dyn Host,
    texts: BTreeMap<String, String>,
}

impl<'h> Overlay<'h> {
    /// The host as it is.
    pub fn new(below: &'h dyn Host) -> Self {
        Self { below, texts: BTreeMap::new() }
    }

    /// Gives a file that is there another text.
    pub fn replace(&mut self, path: &str, text: String) {
        self.texts.insert(super::paths::join("/", path), text);
    }

    /// The text that a file was given.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.texts.get(&super::paths::join("/", path)).map(String::as_str)
    }
}

impl Host for Overlay<'_> {
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Refusal> {
        match self.texts.get(path) {
            Some(text) if text.len() as u64 > limit => Err(Refusal::TooLarge(text.len() as u64)),
            Some(text) => Ok(text.clone().into_bytes()),
            None => self.below.read(path, limit),
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<Entry>, Refusal> {
        self.below.list(folder)
    }

    fn resolve(&self, path: &str) -> Result<String, Refusal> {
        self.below.resolve(path)
    }
}
