//! Reads documents: JSON, or YAML of one or several documents.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{ImportError, error, name_of, wrong};

/// The one document of a JSON text.
pub(super) fn json(text: &str) -> Result<Value, ImportError> {
    serde_json::from_str(text).map_err(|found| error("", "a JSON document", found.to_string()))
}

/// The documents of a JSON or YAML text; what is empty is left out, a list of objects stands for its items.
pub(super) fn documents(text: &str) -> Result<Vec<Value>, ImportError> {
    let mut all = Vec::new();
    if text.trim_start().starts_with('{') {
        all.push(json(text)?);
    } else {
        for document in serde_norway::Deserializer::from_str(text) {
            let value = Value::deserialize(document);
            all.push(value.map_err(|found| error("", "JSON or YAML documents", found.to_string()))?);
        }
    }
    let lists = all.into_iter().filter(|value| !value.is_null()).flat_map(|value| match value.get("items") {
        Some(Value::Array(items))
            if value.get("kind").and_then(Value::as_str).is_some_and(|kind| kind.ends_with("List")) =>
        {
            items.clone()
        }
        _ => vec![value],
    });
    Ok(lists.collect())
}

/// The object under a key; an empty one where the key is not there.
pub(super) fn object<'v>(
    value: &'v Value,
    key: &str,
    place: &str,
) -> Result<Option<&'v Map<String, Value>>, ImportError> {
    match value.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(map)) => Ok(Some(map)),
        other => Err(wrong(&join(place, key), "an object", other)),
    }
}

/// The entries of an object in the order of their keys, so that the bytes do not hang on the order in the document.
pub(super) fn sorted(map: Option<&Map<String, Value>>) -> Vec<(&str, &Value)> {
    let mut entries: Vec<(&str, &Value)> =
        map.into_iter().flatten().map(|(key, value)| (key.as_str(), value)).collect();
    entries.sort_by_key(|(key, _)| *key);
    entries
}

/// The text under a key.
pub(super) fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str)
}

/// The text under a key, which must be there.
pub(super) fn need<'v>(value: &'v Value, key: &str, place: &str) -> Result<&'v str, ImportError> {
    text(value, key).ok_or_else(|| wrong(&join(place, key), "a text", value.get(key)))
}

/// The texts of a list under a key.
pub(super) fn texts<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v str> + use<'v> {
    value.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// Whether a key is true.
pub(super) fn yes(value: &Value, key: &str) -> bool {
    value.get(key).and_then(Value::as_bool).unwrap_or(false)
}

/// A count under a key, cut where it is larger than a count can be.
pub(super) fn count(value: &Value, key: &str) -> Option<u32> {
    let number = value.get(key)?.as_u64()?;
    Some(u32::try_from(number).unwrap_or(u32::MAX))
}

/// Two parts of a path.
pub(super) fn join(place: &str, key: &str) -> String {
    if place.is_empty() { key.to_owned() } else { format!("{place}.{key}") }
}

/// What a document is, for an error that lists what would do.
pub(super) fn unknown(document: &Value, expected: &str) -> ImportError {
    error("", expected, name_of(document))
}
