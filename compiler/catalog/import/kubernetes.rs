//! Imports kinds of the Kubernetes API: OpenAPI documents of a cluster, bundles of schemas, custom resources.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde_json::{Map, Value, json};

use super::document::{documents, need, object, sorted, text, texts, unknown};
use super::json_schema::{Schemas, Unlisted, target};
use super::{ImportError, Imported, Label, crd, error, openapi};
use crate::import::writer::{Record, Title, Writer};
use crate::layout::{record, shape};
use crate::types::{Class, Family};

const DOCUMENT: &str = "an OpenAPI document of a cluster (`definitions` or `components`), a bundle of schemas (`kinds`, `$defs`), \
                        or manifests of kind CustomResourceDefinition";

/// The kinds of documents on their way into a catalog.
#[derive(Default)]
pub(super) struct Kinds {
    /// By `apiVersion/Kind`.
    pub(super) kinds: BTreeMap<String, Kind>,
    /// The schemas that kinds refer to.
    pub(super) defs: Map<String, Value>,
    pub(super) name: String,
    pub(super) source: String,
    pub(super) version: String,
}

/// One kind: its schema, and where its objects live.
pub(super) struct Kind {
    pub(super) schema: Value,
    pub(super) scope: String,
    pub(super) plural: String,
}

/// Makes one catalog of all kinds of the documents, each JSON or YAML.
pub fn kubernetes(texts: &[&str], label: Label<'_>) -> Result<Imported, ImportError> {
    let mut kinds = Kinds::default();
    for text in texts {
        for document in documents(text)? {
            read(&document, &mut kinds)?;
        }
    }
    if kinds.kinds.is_empty() {
        return Err(error("", "a document with kinds that can be written", "none"));
    }
    write(&kinds, label)
}

fn read(document: &Value, into: &mut Kinds) -> Result<(), ImportError> {
    if document.get("kinds").is_some() {
        bundle(document, into)
    } else if let Some(schemas) = object(document, "definitions", "")? {
        openapi::read(document, schemas, into)
    } else if document.get("components").is_some() {
        let components = document.get("components").unwrap_or(&Value::Null);
        let none = Map::new();
        openapi::read(document, object(components, "schemas", "components")?.unwrap_or(&none), into)
    } else if text(document, "kind") == Some("CustomResourceDefinition") {
        crd::read(document, into)
    } else {
        Err(unknown(document, DOCUMENT))
    }
}

fn bundle(document: &Value, into: &mut Kinds) -> Result<(), ImportError> {
    for (key, schema) in sorted(object(document, "kinds", "")?) {
        let place = format!("kinds.{key}");
        let (api, name) =
            key.rsplit_once('/').ok_or_else(|| error(&place, "a key `apiVersion/Kind`", format!("`{key}`")))?;
        let kind = Kind {
            schema: written(schema, api, name),
            scope: need(schema, "x-scope", &place)?.to_owned(),
            plural: need(schema, "x-plural", &place)?.to_owned(),
        };
        into.kinds.insert(key.to_owned(), kind);
    }
    for (key, schema) in object(document, "$defs", "")?.into_iter().flatten() {
        into.defs.insert(key.clone(), schema.clone());
    }
    let source = text(document, "x-source").unwrap_or("");
    let source = source.split(" (").next().unwrap_or(source);
    into.source = source.to_owned();
    if let Some((_, version)) =
        source.split_once(' ').filter(|(_, version)| version.starts_with(|c: char| c.is_ascii_digit()))
    {
        into.version = version.to_owned();
    }
    Ok(())
}

/// The schema of a kind as people write it: what the server fills in goes, apiVersion and kind are fixed.
pub(super) fn written(schema: &Value, api: &str, kind: &str) -> Value {
    let mut schema = schema.as_object().cloned().unwrap_or_default();
    let mut required: Vec<Value> = texts(&Value::Object(schema.clone()), "required")
        .filter(|name| !matches!(*name, "status" | "metadata" | "apiVersion" | "kind"))
        .map(|name| json!(name))
        .collect();
    required.push(json!("metadata"));
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.shift_remove("status");
        properties.insert("apiVersion".to_owned(), json!({ "type": "string", "const": api }));
        properties.insert("kind".to_owned(), json!({ "type": "string", "const": kind }));
    }
    schema.insert("required".to_owned(), Value::Array(required));
    Value::Object(schema)
}

fn write(kinds: &Kinds, label: Label<'_>) -> Result<Imported, ImportError> {
    let used = reached(kinds);
    let mut records: Vec<Record> = used.iter().map(|key| shared(key)).collect();
    for (key, kind) in &kinds.kinds {
        records.push(kind_record(key, kind));
    }
    let mut schemas =
        Schemas { writer: Writer::new(), places: FxHashMap::default(), defs: &kinds.defs, unlisted: Unlisted::Refused };
    schemas.places = schemas.writer.declare(records);
    for key in &used {
        let schema = kinds.defs.get(key.as_str()).unwrap_or(&Value::Null);
        let id = special(key, &mut schemas).map_or_else(|| schemas.shape(schema, &format!("$defs.{key}")), Ok)?;
        place(&mut schemas, Class::Shared, key, id);
    }
    for (key, kind) in &kinds.kinds {
        let id = schemas.shape(&kind.schema, &format!("kinds.{key}"))?;
        place(&mut schemas, Class::Kind, key, id);
    }
    let name = label.name.unwrap_or(&kinds.name);
    let name = if name.is_empty() { default_name(kinds) } else { name.to_owned() };
    let version = label.version.unwrap_or(&kinds.version);
    let title = Title { family: Family::Kubernetes, name: &name, source: &kinds.source, version };
    Ok(Imported { bytes: schemas.writer.finish(&title), name })
}

fn place(schemas: &mut Schemas<'_>, class: Class, key: &str, id: u32) {
    if let Some(index) = schemas.places.get(&(class.code(), key.to_owned())) {
        schemas.writer.set_type(*index, |record| record.shape = id);
    }
}

/// Types whose schema in OpenAPI documents says less than their name.
fn special(key: &str, schemas: &mut Schemas<'_>) -> Option<u32> {
    let head = match key.rsplit('.').next()? {
        "Quantity" if key.ends_with("api.resource.Quantity") => shape::QUANTITY,
        "IntOrString" if key.ends_with("util.intstr.IntOrString") => shape::INT_OR_STRING,
        _ => return None,
    };
    Some(schemas.writer.shape(head, 0, &crate::import::writer::Draft::default()))
}

fn kind_record(key: &str, kind: &Kind) -> Record {
    let (api, name) = key.rsplit_once('/').unwrap_or(("", key));
    let (group, version) = api.rsplit_once('/').unwrap_or(("", api));
    let flags = match kind.scope.as_str() {
        "Namespaced" => record::NAMESPACED,
        "Cluster" => record::CLUSTER,
        _ => 0,
    };
    let plural = kind.plural.clone();
    let base = Record::new(Class::Kind, name);
    Record { key: key.to_owned(), group: group.to_owned(), version: version.to_owned(), plural, flags, ..base }
}

/// A shared type: its short name, with the package and version that its long name holds.
fn shared(key: &str) -> Record {
    let (group, version, name) = long_name(key);
    let base = Record::new(Class::Shared, name);
    Record { key: key.to_owned(), group: group.to_owned(), version: version.to_lowercase(), ..base }
}

/// `a.b.v1.Name`, or `AbV1Name` as generators spell it where dots may not stand.
fn long_name(key: &str) -> (&str, &str, &str) {
    if let Some((api, name)) = key.rsplit_once('.') {
        return match api.rsplit_once('.') {
            Some((group, version)) if is_version(version) => (group, version, name),
            _ => (api, "", name),
        };
    }
    let starts = key.char_indices().filter(|(_, c)| *c == 'V').map(|(at, _)| at);
    let found = starts.rev().find_map(|at| {
        let rest = key.get(at..)?;
        let length = rest.get(1..)?.find(|c: char| c.is_ascii_uppercase())? + 1;
        let version = rest.get(..length)?;
        is_version(version).then_some((at, length))
    });
    match found {
        Some((at, length)) => {
            let (group, rest) = key.split_at(at);
            let (version, name) = rest.split_at(length);
            (group, version, name)
        }
        None => ("", "", key),
    }
}

/// `v1`, `v1beta2`, in either case of the letter.
fn is_version(text: &str) -> bool {
    let rest = text.strip_prefix(['v', 'V']).unwrap_or("");
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let stage = digits.strip_prefix("alpha").or(digits.strip_prefix("beta")).unwrap_or(digits);
    rest.starts_with(|c: char| c.is_ascii_digit()) && stage.bytes().all(|byte| byte.is_ascii_digit())
}

/// The keys of the schemas that kinds refer to, over any number of steps.
fn reached(kinds: &Kinds) -> Vec<String> {
    let mut open: Vec<&Value> = kinds.kinds.values().map(|kind| &kind.schema).collect();
    let mut used = BTreeMap::new();
    while let Some(value) = open.pop() {
        if let Some((key, schema)) =
            text(value, "$ref").and_then(|reference| kinds.defs.get_key_value(target(reference)))
            && used.insert(key.clone(), ()).is_none()
        {
            open.push(schema);
        }
        match value {
            Value::Object(map) => open.extend(map.values()),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    used.into_keys().collect()
}

/// The first word of the group, as a name; `kubernetes` where there are kinds of the core group.
fn default_name(kinds: &Kinds) -> String {
    let groups: Vec<&str> = kinds
        .kinds
        .keys()
        .filter_map(|key| key.split_once('/'))
        .filter(|(_, rest)| rest.contains('/'))
        .map(|(g, _)| g)
        .collect();
    match groups.first() {
        Some(group) if groups.len() == kinds.kinds.len() => {
            let word = group.split('.').next().unwrap_or(group);
            word.replace('-', "_")
        }
        _ => "kubernetes".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::long_name;

    #[test]
    fn long_names_hold_package_version_and_name() {
        assert_eq!(long_name("io.k8s.api.core.v1.Container"), ("io.k8s.api.core", "v1", "Container"));
        assert_eq!(long_name("AbV2ApisCdV1alpha1VaultSecret"), ("AbV2ApisCd", "V1alpha1", "VaultSecret"));
        assert_eq!(long_name("io.k8s.apimachinery.pkg.util.intstr.IntOrString").2, "IntOrString");
        assert_eq!(long_name("Plain"), ("", "", "Plain"));
    }
}
