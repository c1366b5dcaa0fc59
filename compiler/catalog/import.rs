//! Imports: schemas as their own tools print them, turned into the bytes of catalogs. Pure functions of text.

mod compose;
mod crd;
mod document;
mod facts;
mod json_schema;
mod kubernetes;
mod openapi;
mod terraform;
mod writer;

use serde_json::Value;

pub use compose::compose;
pub use kubernetes::kubernetes;
pub use terraform::terraform;

/// A catalog that an import made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The name that specs call it by, and that its file should have.
    pub name: String,
    /// The contents of the file.
    pub bytes: Vec<u8>,
}

/// What the one who imports says of a catalog where the schema does not.
#[derive(Debug, Clone, Copy, Default)]
pub struct Label<'a> {
    /// The name of the catalog; without it that of the provider, or of the group of kinds.
    pub name: Option<&'a str>,
    /// The version of what the schema describes.
    pub version: Option<&'a str>,
}

/// Why a schema can't be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportError {
    /// Where in the document, as keys with `.` between them; empty for the whole.
    pub place: String,
    /// What was expected there.
    pub expected: String,
    /// What was found.
    pub found: String,
}

impl std::fmt::Display for ImportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.place.is_empty() {
            write!(f, "at `{}`: ", self.place)?;
        }
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}

impl std::error::Error for ImportError {}

fn error(place: &str, expected: &str, found: impl Into<String>) -> ImportError {
    ImportError { place: place.to_owned(), expected: expected.to_owned(), found: found.into() }
}

fn wrong(place: &str, expected: &str, value: Option<&Value>) -> ImportError {
    error(place, expected, value.map_or_else(|| "nothing".to_owned(), name_of))
}

/// What a value of a document is, in words.
fn name_of(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "a boolean".to_owned(),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) => format!("the text {:?}", text.chars().take(60).collect::<String>()),
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(map) => {
            let keys: Vec<String> = map.keys().take(6).map(|key| format!("`{key}`")).collect();
            let more = if map.len() > 6 { ", …" } else { "" };
            format!("an object with the keys {}{more}", keys.join(", "))
        }
    }
}
