//! An open catalog: bytes that are read in place, with every read checked.

use std::sync::Arc;

use crate::layout::{self, header, record};
use crate::types::{Class, Family, ResourceType, Wanted};

/// The bytes of a catalog: a part of the binary, or shared memory.
#[derive(Clone)]
pub enum Bytes {
    /// Embedded in the binary.
    Fixed(&'static [u8]),
    /// Read from a file of the user's.
    Shared(Arc<[u8]>),
}

impl From<&'static [u8]> for Bytes {
    fn from(bytes: &'static [u8]) -> Bytes {
        Bytes::Fixed(bytes)
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Bytes {
        Bytes::Shared(bytes.into())
    }
}

impl From<Arc<[u8]>> for Bytes {
    fn from(bytes: Arc<[u8]>) -> Bytes {
        Bytes::Shared(bytes)
    }
}

/// Why bytes are no catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CatalogError {
    /// The file begins otherwise than a catalog does.
    NotACatalog,
    /// The layout is of another version than this compiler reads.
    Format {
        /// The version that the file states.
        found: u32,
    },
    /// The file is shorter or longer than its header says.
    Length {
        /// Bytes that the header speaks of.
        expected: u64,
        /// Bytes that there are.
        found: u64,
    },
    /// The header names a family that there is not.
    Family {
        /// What the header holds.
        found: u32,
    },
    /// The contents do not give the checksum of the header.
    Checksum,
}

impl std::fmt::Display for CatalogError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            CatalogError::NotACatalog => {
                write!(f, "expected a catalog made by `infra catalog import`, found another kind of file")
            }
            CatalogError::Format { found } => {
                let expected = layout::FORMAT;
                write!(f, "expected a catalog of layout {expected}, found layout {found}: import it again")
            }
            CatalogError::Length { expected, found } => {
                write!(f, "expected a catalog of {expected} bytes, found {found}: the file is cut off or damaged")
            }
            CatalogError::Family { found } => {
                write!(f, "expected a family of catalogs from 0 to 2, found {found}: the file is damaged")
            }
            CatalogError::Checksum => {
                write!(f, "expected the contents that the catalog was made with, found others: the file is damaged")
            }
        }
    }
}

impl std::error::Error for CatalogError {}

/// A catalog of resource types, read in place.
#[derive(Clone)]
pub struct Catalog {
    bytes: Bytes,
    family: Family,
    types: u32,
    words: u32,
    texts: u32,
    /// Where the pool of words begins, the index of the texts, the texts.
    pool: usize,
    index: usize,
    text: usize,
}

impl std::fmt::Debug for Catalog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Catalog({} {}, {} types)", self.name(), self.version(), self.types)
    }
}

impl Catalog {
    /// Opens a catalog by looking at its header alone.
    pub fn open(bytes: impl Into<Bytes>) -> Result<Catalog, CatalogError> {
        let bytes = bytes.into();
        let all = slice(&bytes);
        if all.get(..8) != Some(layout::MAGIC.as_slice()) || all.len() < layout::HEADER {
            return Err(CatalogError::NotACatalog);
        }
        let word = |at: usize| read(all, at * 4);
        if word(header::FORMAT) != layout::FORMAT {
            return Err(CatalogError::Format { found: word(header::FORMAT) });
        }
        let family = word(header::FAMILY);
        let (types, words, texts) = (word(header::TYPES), word(header::WORDS), word(header::TEXTS));
        let expected = layout::HEADER as u64
            + u64::from(types) * u64::from(record::SIZE) * 4
            + u64::from(words) * 4
            + (u64::from(texts) + 1) * 4
            + u64::from(word(header::TEXT_BYTES));
        if expected != all.len() as u64 {
            return Err(CatalogError::Length { expected, found: all.len() as u64 });
        }
        let family = Family::from_code(family).ok_or(CatalogError::Family { found: family })?;
        let pool = layout::HEADER + types as usize * record::SIZE as usize * 4;
        let index = pool + words as usize * 4;
        let text = index + (texts as usize + 1) * 4;
        Ok(Catalog { bytes, family, types, words, texts, pool, index, text })
    }

    /// Reads the whole catalog once and compares it with its checksum.
    pub fn verify(&self) -> Result<(), CatalogError> {
        let all = slice(&self.bytes);
        let stored = all.get(layout::CHECKSUM).and_then(|b| b.try_into().ok()).map(u64::from_le_bytes);
        if stored == Some(layout::checksum(all)) { Ok(()) } else { Err(CatalogError::Checksum) }
    }

    /// What the catalog describes: Terraform, Kubernetes or Compose.
    pub fn family(&self) -> Family {
        self.family
    }

    /// The name that a spec calls it by: the provider's, or that of the group of kinds.
    pub fn name(&self) -> &str {
        self.text(self.header(header::NAME))
    }

    /// Where its types come from, such as the address of a provider.
    pub fn source(&self) -> &str {
        self.text(self.header(header::SOURCE))
    }

    /// The version of what it describes; empty where the schema did not say it.
    pub fn version(&self) -> &str {
        self.text(self.header(header::VERSION))
    }

    /// The type of that class and name; `Kind@v1` and `Kind@group/v1` ask for more than the newest stable one.
    pub fn resource(&self, class: Class, name: &str) -> Option<ResourceType<'_>> {
        let wanted = Wanted::parse(name);
        self.versions(class, wanted.name).find(|found| wanted.fits(found))
    }

    /// All types of that class and plain name, the newest stable one first.
    pub fn versions<'a>(&'a self, class: Class, name: &str) -> impl Iterator<Item = ResourceType<'a>> + use<'a> {
        let wanted = (class.code(), name.as_bytes());
        let first = self.lower(|t| (t.class_code(), t.name_bytes()) < wanted);
        let same = |index: &u32| {
            let found = ResourceType { catalog: self, index: *index };
            (found.class_code(), found.name_bytes()) == wanted
        };
        let count = (first..self.types).take_while(same).count() as u32;
        (first..first + count).map(move |index| ResourceType { catalog: self, index })
    }

    /// All types, by class, then name, then version, the newest stable one first.
    pub fn types(&self) -> impl Iterator<Item = ResourceType<'_>> + '_ {
        (0..self.types).map(move |index| ResourceType { catalog: self, index })
    }

    /// The names of a class in order, each once.
    pub fn names(&self, class: Class) -> impl Iterator<Item = &str> + '_ {
        let first = self.lower(|t| t.class_code() < class.code());
        let end = self.lower(|t| t.class_code() <= class.code());
        let mut last = None;
        (first..end).filter_map(move |index| {
            let name = ResourceType { catalog: self, index }.name();
            (last.replace(name) != Some(name)).then_some(name)
        })
    }

    /// The name of the class that was probably meant.
    pub fn nearest(&self, class: Class, name: &str) -> Option<&str> {
        source::nearest(name, self.names(class))
    }

    /// The first type that does not stand before what is looked for.
    fn lower(&self, before: impl Fn(&ResourceType<'_>) -> bool) -> u32 {
        let (mut low, mut high) = (0, self.types);
        while low < high {
            let index = low + (high - low) / 2;
            if before(&ResourceType { catalog: self, index }) {
                low = index + 1;
            } else {
                high = index;
            }
        }
        low
    }

    fn header(&self, word: usize) -> u32 {
        read(slice(&self.bytes), word * 4)
    }

    /// A word of the record of a type; 0 where there is none.
    pub(crate) fn record(&self, index: u32, word: u32) -> u32 {
        let at =
            (index < self.types).then(|| layout::HEADER + (index as usize * record::SIZE as usize + word as usize) * 4);
        at.map_or(0, |at| read(slice(&self.bytes), at))
    }

    /// A word of the pool; 0 where there is none.
    pub(crate) fn word(&self, at: u32) -> u32 {
        if at < self.words { read(slice(&self.bytes), self.pool + at as usize * 4) } else { 0 }
    }

    /// The number of words that a list at this place can have at most.
    pub(crate) fn room(&self, at: u32) -> u32 {
        self.words.saturating_sub(at)
    }

    /// A text of the table; empty where there is none.
    pub(crate) fn text(&self, id: u32) -> &str {
        std::str::from_utf8(self.text_bytes(id)).unwrap_or("")
    }

    /// The same as bytes, which is all that comparing takes.
    pub(crate) fn text_bytes(&self, id: u32) -> &[u8] {
        if id >= self.texts {
            return &[];
        }
        let all = slice(&self.bytes);
        let at = self.index + id as usize * 4;
        let (from, to) = (read(all, at) as usize, read(all, at + 4) as usize);
        all.get(self.text.saturating_add(from)..self.text.saturating_add(to)).unwrap_or(&[])
    }
}

fn slice(bytes: &Bytes) -> &[u8] {
    match bytes {
        Bytes::Fixed(bytes) => bytes,
        Bytes::Shared(bytes) => bytes,
    }
}

fn read(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}
