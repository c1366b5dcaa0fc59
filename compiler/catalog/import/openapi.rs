//! Reads the OpenAPI documents that a cluster serves, version 2 and 3.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::ImportError;
use super::document::{object, sorted, text};
use super::kubernetes::{Kind, Kinds, written};

const GVK: &str = "x-kubernetes-group-version-kind";

/// Takes the kinds that can be listed and made, and all schemas.
pub(super) fn read(document: &Value, schemas: &Map<String, Value>, into: &mut Kinds) -> Result<(), ImportError> {
    let paths = object(document, "paths", "")?;
    let places = places(paths);
    for (key, schema) in sorted(Some(schemas)) {
        let named = schema.get(GVK).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        // Types that many kinds share, such as options of a deletion, name each of them.
        let [named] = named else { continue };
        let Some(api) = api(named) else { continue };
        let kind = text(named, "kind").unwrap_or("");
        let place = places.get(&format!("{api}/{kind}"));
        let writable = schema.get("properties").is_some_and(|properties| properties.get("metadata").is_some());
        if kind.ends_with("List") || !writable || (paths.is_some() && place.is_none()) {
            continue;
        }
        let (scope, plural) = place.cloned().unwrap_or_default();
        into.kinds.insert(format!("{api}/{kind}"), Kind { schema: written(schema, &api, kind), scope, plural });
        into.defs.remove(key);
    }
    for (key, schema) in schemas {
        into.defs.entry(key.clone()).or_insert_with(|| schema.clone());
    }
    if let Some(info) = document.get("info") {
        into.source = text(info, "title").unwrap_or("").to_owned();
        into.version =
            text(info, "version").map(|version| version.trim_start_matches('v').to_owned()).unwrap_or_default();
        into.version = if into.version == "unversioned" { String::new() } else { std::mem::take(&mut into.version) };
    }
    Ok(())
}

/// `apiVersion` out of group and version.
fn api(named: &Value) -> Option<String> {
    let version = text(named, "version")?;
    Some(match text(named, "group").unwrap_or("") {
        "" => version.to_owned(),
        group => format!("{group}/{version}"),
    })
}

/// Scope and plural of each kind that one path both lists and makes.
fn places(paths: Option<&Map<String, Value>>) -> BTreeMap<String, (String, String)> {
    let mut places = BTreeMap::new();
    for (path, item) in sorted(paths) {
        let action = |verb: &str| item.get(verb).and_then(|verb| text(verb, "x-kubernetes-action"));
        if action("get") != Some("list") || action("post") != Some("post") {
            continue;
        }
        let named = item.get("post").and_then(|post| post.get(GVK));
        let Some((named, api)) = named.and_then(|named| Some((named, api(named)?))) else { continue };
        let scope = if path.contains("/namespaces/{namespace}/") { "Namespaced" } else { "Cluster" };
        let plural = path.rsplit('/').next().unwrap_or("");
        let kind = text(named, "kind").unwrap_or("");
        places.insert(format!("{api}/{kind}"), (scope.to_owned(), plural.to_owned()));
    }
    places
}
