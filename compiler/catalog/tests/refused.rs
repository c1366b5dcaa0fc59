//! Documents that can't be imported: the error names the place, what was expected and what was found.

use infra_catalog::import::{self, Label};

fn terraform(text: &str, facts: Option<&str>) -> String {
    import::terraform(&[text], facts, Label::default())
        .map(|_| ())
        .map_or_else(|error| error.to_string(), |()| "ok".into())
}

fn kubernetes(text: &str) -> String {
    import::kubernetes(&[text], Label::default()).map(|_| ()).map_or_else(|error| error.to_string(), |()| "ok".into())
}

#[test]
fn what_is_no_schema_is_named() {
    assert!(terraform("{", None).starts_with("expected a JSON document, found EOF"));
    assert_eq!(
        terraform("{\"a\": 1}", None),
        "expected a document of `terraform providers schema -json` (`provider_schemas`) or of \
         `terraform metadata functions -json` (`function_signatures`), found an object with the keys `a`"
    );
    assert!(kubernetes("a: [1").starts_with("expected JSON or YAML documents, found "));
    assert!(
        kubernetes("kind: Pod")
            .contains("or manifests of kind CustomResourceDefinition, found an object with the keys `kind`")
    );
    assert_eq!(kubernetes(""), "expected a document with kinds that can be written, found none");
    let compose = import::compose("{}", Label::default()).map(|_| ());
    assert!(compose.is_err_and(|error| error.expected.contains("`properties.services`")));
}

#[test]
fn a_wrong_place_in_a_provider_is_named() {
    let schema = |ty: &str| {
        format!(
            "{{\"source\": \"a/toy\", \"resource_schemas\": {{\"toy_x\": {{\"block\": {{\"attributes\": {{\"a\": {{\"type\": {ty}}}}}}}}}}}}}"
        )
    };
    assert_eq!(terraform(&schema("\"string\""), None), "ok");
    assert_eq!(
        terraform(&schema("\"strnig\""), None),
        "at `resource_schemas.toy_x.block.attributes.a.type`: \
         expected `string`, `number`, `bool` or `dynamic`, found the text \"strnig\""
    );
    assert_eq!(
        terraform(&schema("[\"list\"]"), None),
        "at `resource_schemas.toy_x.block.attributes.a.type`: \
         expected a list, set, map, tuple or object type, found a list of 1"
    );
    assert_eq!(
        terraform(&schema("\"string\""), Some("{\"resources\": {\"toy_y\": {}}}")),
        "at `resources`: expected facts of resources that the schema has, found `toy_y`"
    );
    assert_eq!(
        terraform(&schema("\"string\""), Some("[]")),
        "at `resources`: expected an object of resource types, each with `attributes`, found nothing"
    );
}

#[test]
fn several_providers_become_several_catalogs() {
    let one = "{\"resource_schemas\": {}}";
    let both = format!("{{\"provider_schemas\": {{\"x.com/a/toy\": {one}, \"registry.terraform.io/b/game\": {one}}}}}");
    let made = import::terraform(&[&both], None, Label::default()).expect("both are imported");
    let names: Vec<&str> = made.iter().map(|made| made.name.as_str()).collect();
    assert_eq!(names, ["game", "toy"]);
    let named = import::terraform(&[&both], None, Label { name: Some("n"), version: None });
    assert!(named.is_err_and(|error| error.found.starts_with("2 of them")));
}

#[test]
fn a_wrong_place_in_a_manifest_is_named() {
    let manifest =
        "kind: CustomResourceDefinition\nspec: {group: g.io, scope: Cluster, names: {kind: K, plural: ks}, versions: ";
    assert_eq!(
        kubernetes(&format!("{manifest}4}}")),
        "at `spec.versions`: expected a list of versions, found the number 4"
    );
    let version =
        "[{name: v1, served: true, schema: {openAPIV3Schema: {type: object, properties: {a: {type: strnig}}}}}]}";
    assert_eq!(
        kubernetes(&format!("{manifest}{version}")),
        "at `kinds.g.io/v1/K.properties.a.type`: expected a type of JSON Schema, found `strnig`"
    );
    let reference =
        "[{name: v1, served: true, schema: {openAPIV3Schema: {type: object, properties: {a: {$ref: '#/x'}}}}}]}";
    assert!(
        kubernetes(&format!("{manifest}{reference}"))
            .contains("expected a reference to a schema of the document, found `#/x`")
    );
}
