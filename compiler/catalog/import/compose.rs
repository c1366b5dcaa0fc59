//! Imports the JSON Schema of the Compose specification.

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use super::document::{json, object, sorted, text, unknown};
use super::json_schema::{Schemas, Unlisted, target};
use super::{ImportError, Imported, Label};
use crate::import::writer::{Record, Title, Writer};
use crate::types::{Class, Family};

/// The name of the element that the whole file is.
const PROJECT: &str = "project";

/// Makes the catalog of a Compose schema: the project, the elements of its sections, and the types that they share.
pub fn compose(document: &str, label: Label<'_>) -> Result<Imported, ImportError> {
    let schema = json(document)?;
    let defs = object(&schema, "definitions", "")?.or(object(&schema, "$defs", "")?);
    let Some(defs) =
        defs.filter(|_| schema.get("properties").is_some_and(|sections| sections.get("services").is_some()))
    else {
        return Err(unknown(
            &schema,
            "the JSON Schema of the Compose specification, with `definitions` and `properties.services`",
        ));
    };
    let sections = sections(&schema)?;
    let mut records: Vec<Record> = sorted(Some(defs)).into_iter().map(|(key, _)| element(key, &sections)).collect();
    records.push(Record::new(Class::Element, PROJECT));
    let mut schemas = Schemas { writer: Writer::new(), places: FxHashMap::default(), defs, unlisted: Unlisted::Taken };
    schemas.places = schemas.writer.declare(records);
    for (key, definition) in sorted(Some(defs)) {
        let class = if sections.contains_key(key) { Class::Element } else { Class::Shared };
        let id = schemas.shape(definition, &format!("definitions.{key}"))?;
        set(&mut schemas, class, key, id);
    }
    let id = schemas.shape(&schema, "")?;
    set(&mut schemas, Class::Element, PROJECT, id);
    let name = label.name.unwrap_or("compose").to_owned();
    let source = text(&schema, "$id").unwrap_or("").trim_end_matches(".json");
    let title = Title { family: Family::Compose, name: &name, source, version: label.version.unwrap_or("") };
    Ok(Imported { bytes: schemas.writer.finish(&title), name })
}

/// Definitions that a section of the project is a map of, each with the name of its section.
fn sections(schema: &Value) -> Result<Map<String, Value>, ImportError> {
    let mut found = Map::new();
    for (section, property) in sorted(object(schema, "properties", "")?) {
        for (_, value) in sorted(object(property, "patternProperties", &format!("properties.{section}"))?) {
            if let Some(reference) = text(value, "$ref") {
                found.insert(target(reference).to_owned(), Value::from(section));
            }
        }
    }
    Ok(found)
}

fn element(key: &str, sections: &Map<String, Value>) -> Record {
    match sections.get(key).and_then(Value::as_str) {
        Some(section) => Record { plural: section.to_owned(), ..Record::new(Class::Element, key) },
        None => Record::new(Class::Shared, key),
    }
}

fn set(schemas: &mut Schemas<'_>, class: Class, key: &str, id: u32) {
    if let Some(index) = schemas.places.get(&(class.code(), key.to_owned())) {
        schemas.writer.set_type(*index, |record| record.shape = id);
    }
}
