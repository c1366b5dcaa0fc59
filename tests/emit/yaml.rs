//! YAML: readers of 1.1, of 1.2 and Go's read what was meant, as value, as key, in lists and in nested documents.

use std::fs;
use std::path::Path;
use std::process::Command;

use resources::{Fragment, Kind, OriginId, Resource, ResourceSet, Sink, Unit, UnitId};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::build;
use crate::nasty::{self, Seed};

#[test]
fn yaml_reads_what_was_meant() {
    let mut seed = Seed(3);
    let all = nasty::texts(&mut seed, 400 * build::rounds());
    let keys: Map<String, Value> = all.iter().map(|text| (text.clone(), json!(text))).collect();
    let mut documents = vec![json!({ "list": all, "keys": keys, "command": all })];
    documents.extend((0..80 * build::rounds()).map(|_| json!({ "tree": seed.tree(4), "map": seed.map(3) })));
    let text = written(&documents);

    let parsed: Result<Vec<Value>, _> = serde_norway::Deserializer::from_str(&text).map(Value::deserialize).collect();
    same("serde_norway", &parsed.expect("YAML"), &documents);

    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("emit.yaml");
    fs::write(&path, &text).expect("a file can be written");
    for reader in ["PyYAML", "PyYAML without libyaml", "PyYAML with Go's words", "ruamel.yaml"] {
        if let Some(read) = python(reader, &path) {
            same(reader, &read, &documents);
        }
    }
}

/// Kubernetes' own reader, in Go, decodes into types: a text that it took for something else would be an error.
#[test]
fn kubectl_reads_what_was_meant() {
    let all = nasty::texts(&mut Seed(13), 400 * build::rounds());
    let env: Value =
        all.iter().enumerate().map(|(at, text)| json!({ "name": format!("K{at}"), "value": text })).collect();
    let keys: Map<String, Value> = all.iter().map(|text| (text.clone(), json!(text))).collect();
    let container = json!({ "name": "main", "image": "x", "command": all, "env": env });
    let text = written(&[json!({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "x", "annotations": keys },
        "spec": { "selector": { "matchLabels": { "a": "b" } }, "template": { "metadata": { "labels": { "a": "b" } },
            "spec": { "containers": [container] } } },
    })]);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("emit-kubectl.yaml");
    fs::write(&path, text).expect("a file can be written");
    let done =
        Command::new("kubectl").args(["set", "env", "--local", "-o", "json", "ADDED=1", "-f"]).arg(&path).output();
    let Ok(done) = done else { return build::skip("kubectl") };
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let read: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    build::same("kubectl: annotations", &read["metadata"]["annotations"], &Value::Object(keys));
    let read = &read["spec"]["template"]["spec"]["containers"][0];
    build::same("kubectl: command", &read["command"], &json!(all));
    for (found, meant) in read["env"].as_array().into_iter().flatten().zip(&all) {
        assert_eq!(found["value"].as_str().unwrap_or(""), meant, "kubectl: env");
    }
}

/// The documents in one file, without what a manifest has beside them.
fn written(documents: &[Value]) -> String {
    let made = |document: &Value| {
        let mut one = Fragment::default();
        let mark = one.arena.begin();
        for (key, value) in document.as_object().into_iter().flatten() {
            let node = build::plain(&mut one.arena, value);
            one.arena.put(key, node, OriginId::NONE);
        }
        let (file, body) = (one.arena.piece("all.yaml"), one.arena.close(mark));
        let (ty, label) = Default::default();
        one.resources.push(Resource {
            unit: UnitId(0),
            file,
            rank: 0,
            kind: Kind::Document,
            ty,
            label,
            body,
            origin: OriginId::NONE,
        });
        one
    };
    let set = ResourceSet {
        spec: "app.infra".into(),
        units: vec![Unit { sink: Sink::Kubernetes, folder: "kubernetes".into() }],
        fragments: documents.iter().map(made).collect(),
        ..Default::default()
    };
    let files = emit::emit(&set);
    String::from_utf8(files.get("kubernetes/all.yaml").expect("the file").bytes.clone()).expect("UTF-8")
}

/// What a reader of Python reads; none if it isn't there.
fn python(reader: &str, path: &Path) -> Option<Vec<Value>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/emit/read.py");
    let python = std::env::var("PYTHON").unwrap_or("python3".into());
    let done = Command::new(python).arg(script).arg(reader).arg(path).output();
    let Some(done) = done.ok().filter(|done| done.status.code() != Some(9)) else {
        build::skip(reader);
        return None;
    };
    assert!(done.status.success(), "{reader}: {}", String::from_utf8_lossy(&done.stderr));
    Some(serde_json::from_slice(&done.stdout).expect("JSON"))
}

fn same(reader: &str, found: &[Value], meant: &[Value]) {
    assert_eq!(found.len(), meant.len(), "{reader}: documents");
    for (at, (found, meant)) in found.iter().zip(meant).enumerate() {
        build::same(&format!("{reader}: [{at}]"), found, meant);
    }
}
