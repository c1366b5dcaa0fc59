//! The one door to the outside: reading a file and listing a folder.

mod memory;
mod overlay;
pub(crate) mod paths;
pub(crate) mod recorder;
mod wanted;

pub use memory::MemoryHost;
pub use overlay::Overlay;
pub use wanted::Wanted;

/// Why the outside gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing of that name is there.
    Missing,
    /// A folder or a device where a file was expected.
    NotAFile,
    /// A file where a folder was expected.
    NotAFolder,
    /// The permissions forbid it.
    Denied,
    /// Symbolic links that lead to each other.
    Loop,
    /// More bytes than were asked for; how many, as far as that is known.
    TooLarge(u64),
    /// What the operating system says.
    Other(String),
}

/// Something in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name in the folder.
    pub name: String,
    /// Whether it is itself a folder; of a link, whether it leads to one.
    pub is_folder: bool,
    /// Whether it is a symbolic link.
    pub is_link: bool,
}

/// The outside, as the compiler sees it. Paths are absolute, with `/` between their parts.
pub trait Host {
    /// The bytes of a file, if there are at most `limit`.
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Refusal>;

    /// What stands in a folder, in any order.
    fn list(&self, folder: &str) -> Result<Vec<Entry>, Refusal>;

    /// Those of them that are asked for.
    fn find(&self, folder: &str, wanted: &Wanted) -> Result<Vec<Entry>, Refusal> {
        let mut entries = self.list(folder)?;
        entries.retain(|entry| wanted.takes(entry));
        Ok(entries)
    }

    /// Where a path leads once its symbolic links are followed; where there are none, the path itself.
    fn resolve(&self, path: &str) -> Result<String, Refusal> {
        Ok(path.to_owned())
    }
}
