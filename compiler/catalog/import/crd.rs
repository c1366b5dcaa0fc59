//! Reads custom resources from the manifests that define them.

use serde_json::{Value, json};

use super::document::{need, text, yes};
use super::kubernetes::{Kind, Kinds, written};
use super::{ImportError, wrong};

/// The key of the type of `metadata`, which manifests leave open.
const META: &str = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/// Takes the versions of a custom resource that are served.
pub(super) fn read(manifest: &Value, into: &mut Kinds) -> Result<(), ImportError> {
    let spec = manifest.get("spec").ok_or_else(|| wrong("spec", "the definition", None))?;
    let (group, scope) = (need(spec, "group", "spec")?, need(spec, "scope", "spec")?);
    let names = spec.get("names").unwrap_or(&Value::Null);
    let (kind, plural) = (need(names, "kind", "spec.names")?, need(names, "plural", "spec.names")?);
    let versions = spec.get("versions").and_then(Value::as_array);
    for version in versions.ok_or_else(|| wrong("spec.versions", "a list of versions", spec.get("versions")))? {
        let name = need(version, "name", "spec.versions")?;
        if version.get("served").is_some() && !yes(version, "served") {
            continue;
        }
        let place = format!("{kind}.spec.versions.{name}.schema.openAPIV3Schema");
        let schema = version.get("schema").and_then(|schema| schema.get("openAPIV3Schema"));
        let schema = schema.ok_or_else(|| wrong(&place, "a schema", None))?;
        let api = format!("{group}/{name}");
        let mut schema = written(schema, &api, kind);
        if let Some(Value::Object(properties)) = schema.get_mut("properties") {
            properties.insert("metadata".to_owned(), json!({ "$ref": format!("#/$defs/{META}") }));
        }
        into.kinds.insert(format!("{api}/{kind}"), Kind { schema, scope: scope.to_owned(), plural: plural.to_owned() });
    }
    into.defs.entry(META).or_insert_with(metadata);
    if into.source.is_empty() {
        into.source = group.to_owned();
    }
    if let Some(label) =
        manifest.pointer("/metadata/labels").and_then(|labels| text(labels, "app.kubernetes.io/version"))
    {
        into.version = label.trim_start_matches('v').to_owned();
    }
    Ok(())
}

/// What people write in `metadata`; the rest is the server's.
fn metadata() -> Value {
    let words = json!({ "type": "object", "additionalProperties": { "type": "string" } });
    let text = json!({ "type": "string" });
    let owner = json!({
        "type": "object",
        "properties": {
            "apiVersion": text, "kind": text, "name": text, "uid": text,
            "controller": { "type": "boolean" }, "blockOwnerDeletion": { "type": "boolean" },
        },
        "required": ["apiVersion", "kind", "name", "uid"],
    });
    json!({
        "type": "object",
        "properties": {
            "annotations": words, "labels": words, "name": text, "generateName": text, "namespace": text,
            "finalizers": { "type": "array", "items": text, "x-list-set": true },
            "ownerReferences": { "type": "array", "items": owner, "x-list-map-keys": ["uid"] },
        },
    })
}
