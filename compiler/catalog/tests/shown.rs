//! What catalogs hold, shown type by type and compared with texts; `UPDATE=1` writes the texts anew.
#![allow(clippy::disallowed_methods)] // Texts are written anew where that is asked for.

use infra_catalog::import::{self, Imported, Label};
use infra_catalog::{Catalog, Fault, Field, ShapeKind, describe, list};

fn data(name: &str) -> String {
    let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_default()
}

fn toy() -> Imported {
    let made = import::terraform(
        &[&data("provider.json"), &data("functions.json")],
        Some(&data("facts.json")),
        Label::default(),
    );
    made.expect("the provider is imported").remove(0)
}

fn kubernetes(names: &[&str]) -> Imported {
    let texts: Vec<String> = names.iter().map(|name| data(name)).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    import::kubernetes(&texts, Label::default()).expect("the kinds are imported")
}

fn open(made: Imported) -> Catalog {
    let catalog = Catalog::open(made.bytes).expect("the catalog opens");
    assert_eq!(catalog.verify(), Ok(()));
    catalog
}

fn compare(name: &str, catalog: &Catalog) {
    let types = catalog.types().map(describe);
    let text = std::iter::once(list(catalog)).chain(types).collect::<Vec<_>>().join("\n");
    if std::env::var_os("UPDATE").is_some() {
        let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
        std::fs::write(path, &text).expect("the text is written");
    }
    assert_eq!(text, data(name), "{name}: run with UPDATE=1 and read the difference");
}

#[test]
fn a_provider_with_facts_and_functions() {
    compare("provider.txt", &open(toy()));
}

#[test]
fn a_cluster_by_openapi_2() {
    compare("cluster-v2.txt", &open(kubernetes(&["cluster-v2.json"])));
}

#[test]
fn a_cluster_by_openapi_3() {
    compare("cluster-v3.txt", &open(kubernetes(&["cluster-v3.json"])));
}

#[test]
fn custom_resources_by_their_manifests() {
    compare("widget.txt", &open(kubernetes(&["widget.yaml"])));
}

#[test]
fn the_compose_schema() {
    let made = import::compose(&data("compose.json"), Label { version: Some("1"), ..Label::default() });
    compare("compose.txt", &open(made.expect("the schema is imported")));
}

#[test]
fn values_are_judged_with_both_sides_named() {
    let catalogs = [open(toy()), open(kubernetes(&["widget.yaml", "cluster-v2.json"]))];
    for line in data("judged.txt").lines().filter(|line| !line.starts_with('#')) {
        let (case, expected) = line.split_once(" => ").expect("a case has a verdict");
        let mut words = case.splitn(3, ' ');
        let (ty, path, value) = (words.next(), words.next(), words.next());
        let (ty, path, value) = (ty.expect("type"), path.expect("path"), value.expect("value"));
        let found =
            catalogs.iter().flat_map(Catalog::types).find(|found| found.name() == ty).expect("the type is there");
        let field = path.split('.').fold((found.block(), None), |(block, _), name| {
            let field: Field<'_> = block.and_then(|block| block.field(name)).expect("the field is there");
            (field.shape().block(), Some(field))
        });
        let shape = field.1.expect("a path has a field").shape();
        let shape = shape.element().unwrap_or(shape);
        let value: serde_json::Value = serde_json::from_str(value).expect("values are JSON");
        let verdict = match &value {
            serde_json::Value::String(text) => shape.judge_text(text),
            number => shape.judge_number(&number.to_string()),
        };
        assert_eq!(verdict.err().map_or("ok".to_owned(), |fault: Fault| fault.to_string()), expected, "{case}");
    }
}

#[test]
fn the_same_schema_gives_the_same_bytes_whatever_the_order_of_its_keys() {
    let document: serde_json::Value = serde_json::from_str(&data("provider.json")).expect("the schema is JSON");
    let turned = reversed(&document).to_string();
    let facts = data("facts.json");
    let import =
        |text: &str| import::terraform(&[text], Some(&facts), Label::default()).expect("the provider is imported");
    assert_ne!(turned, document.to_string());
    assert_eq!(import(&document.to_string()), import(&turned));
}

fn reversed(value: &serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Object(map) => map.iter().rev().map(|(key, value)| (key.clone(), reversed(value))).collect(),
        serde_json::Value::Array(items) => items.iter().map(reversed).collect(),
        other => other.clone(),
    }
}

#[test]
fn names_may_ask_for_group_and_version() {
    use infra_catalog::Class::{Kind, Shared};
    let cluster = open(kubernetes(&["cluster-v2.json"]));
    let version = |name: &str| cluster.resource(Kind, name).map(|found| found.api_version());
    assert_eq!(version("Robot").as_deref(), Some("toys.example.com/v1"));
    assert_eq!(version("Robot@v2beta1").as_deref(), Some("toys.example.com/v2beta1"));
    assert_eq!(version("Robot@toys.example.com/v1").as_deref(), Some("toys.example.com/v1"));
    assert_eq!(version("toys.example.com/v1/Robot").as_deref(), Some("toys.example.com/v1"));
    assert_eq!(version("toys/v1/Robot").as_deref(), Some("toys.example.com/v1"));
    assert_eq!(version("Shelf@core/v1").as_deref(), Some("v1"));
    assert_eq!([version("Robot@v3"), version("Robot@other.com/v1"), version("Review")], [None, None, None]);
    assert_eq!(cluster.nearest(Kind, "Robto"), Some("Robot"));
    let arm = cluster.resource(Shared, "Arm").expect("shared types have short names");
    assert_eq!(cluster.resource(Shared, "io.example.api.toys.v1.Arm"), Some(arm));
    let inner = arm.block().and_then(|block| block.field("inner")).expect("the field is there");
    assert_eq!(inner.shape().named(), Some(arm), "a type may hold itself");
    assert!(matches!(inner.shape().kind(), ShapeKind::Object(_)));
}
