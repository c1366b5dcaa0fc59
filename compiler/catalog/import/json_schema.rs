//! Turns JSON Schema, as OpenAPI and Compose use it, into shapes.

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use super::document::{count, join, object, sorted, text, texts, yes};
use super::{ImportError, error, wrong};
use crate::import::writer::{BlockDraft, Draft, Writer};
use crate::layout::{block, field, rule, shape, slot};
use crate::types::Class;

/// What becomes of keys that an object does not list and says nothing of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unlisted {
    /// They are refused, as a cluster does it.
    Refused,
    /// They are taken, as plain JSON Schema means it.
    Taken,
}

/// The schemas of a document on their way into a catalog.
pub(super) struct Schemas<'v> {
    pub(super) writer: Writer,
    /// The places of types in the catalog, by class and key.
    pub(super) places: FxHashMap<(u32, String), u32>,
    /// The schemas that others refer to.
    pub(super) defs: &'v Map<String, Value>,
    pub(super) unlisted: Unlisted,
}

/// The key that a reference within a document names.
pub(super) fn target(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

impl Schemas<'_> {
    /// The shape of a schema; `place` is where it stands, for errors.
    pub(super) fn shape(&mut self, schema: &Value, place: &str) -> Result<u32, ImportError> {
        match schema {
            Value::Bool(_) => Ok(0),
            Value::Object(map) if map.is_empty() => Ok(0),
            Value::Object(_) => self.written(schema, place),
            _ => Err(wrong(place, "a schema", Some(schema))),
        }
    }

    fn written(&mut self, schema: &Value, place: &str) -> Result<u32, ImportError> {
        let nullable = if yes(schema, "nullable") { shape::NULLABLE } else { 0 };
        if let Some(reference) = text(schema, "$ref") {
            return self.reference(reference, nullable, place);
        }
        if schema.get("allOf").is_some() {
            let merged = self.merged(schema, place)?;
            return self.written(&merged, place);
        }
        if let Some(head) = number_or_text(schema) {
            return Ok(self.writer.shape(head | nullable, 0, &Draft::default()));
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(members) = schema.get(key).and_then(Value::as_array).filter(|members| !only_required(members)) {
                return self.union(schema, members, &join(place, key));
            }
        }
        match schema.get("type") {
            Some(Value::Array(types)) => {
                let members: Vec<Value> = types.iter().map(|ty| replaced(schema, "type", ty.clone())).collect();
                self.union(&Value::Null, &members, place)
            }
            Some(Value::String(ty)) => self.typed(schema, ty, nullable, place),
            None => self.typed(schema, inferred(schema), nullable, place),
            other => Err(wrong(&join(place, "type"), "a type or a list of types", other)),
        }
    }

    fn reference(&mut self, reference: &str, nullable: u32, place: &str) -> Result<u32, ImportError> {
        let key = target(reference);
        let index = self.places.get(&(Class::Shared.code(), key.to_owned())).or_else(|| {
            // An element of a Compose file is a type that others may refer to, too.
            self.places.get(&(Class::Element.code(), key.to_owned()))
        });
        let index =
            *index.ok_or_else(|| error(place, "a reference to a schema of the document", format!("`{reference}`")))?;
        Ok(self.writer.node(vec![shape::NAMED | nullable, index, 0]))
    }

    /// A schema of several parts as one; what stands beside `allOf` comes first, then each part.
    fn merged(&self, schema: &Value, place: &str) -> Result<Value, ImportError> {
        let parts: Vec<&Value> = schema.get("allOf").and_then(Value::as_array).into_iter().flatten().collect();
        let mut whole = schema.as_object().cloned().unwrap_or_default();
        whole.remove("allOf");
        if let [one] = parts.as_slice()
            && one.get("$ref").is_some()
            && !whole.contains_key("properties")
        {
            whole.extend(one.as_object().cloned().unwrap_or_default());
            return Ok(Value::Object(whole));
        }
        for part in parts {
            let found = text(part, "$ref").map(|reference| self.defs.get(target(reference)));
            let part = match found {
                Some(None) => return Err(wrong(place, "parts that the document has", Some(part))),
                Some(Some(part)) => part,
                None => part,
            };
            let part = if part.get("allOf").is_some() { self.merged(part, place)? } else { part.clone() };
            add(&mut whole, &part);
        }
        Ok(Value::Object(whole))
    }

    fn union(&mut self, schema: &Value, members: &[Value], place: &str) -> Result<u32, ImportError> {
        let mut nullable = if yes(schema, "nullable") { shape::NULLABLE } else { 0 };
        let mut ids: Vec<u32> = Vec::new();
        for member in members {
            if text(member, "type") == Some("null") {
                nullable = shape::NULLABLE;
                continue;
            }
            let id = self.shape(member, place)?;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        if let [one] = ids.as_slice() {
            let head = self.writer.head(*one) | nullable;
            return Ok(self.writer.with_head(*one, head));
        }
        let list = self.writer.list(&ids);
        Ok(self.writer.shape(shape::UNION | nullable, list, &Draft::default()))
    }

    fn typed(&mut self, schema: &Value, ty: &str, nullable: u32, place: &str) -> Result<u32, ImportError> {
        let plain = match ty {
            "string" => shape::STRING,
            "number" => shape::NUMBER,
            "integer" => shape::INTEGER,
            "boolean" => shape::BOOL,
            "array" => return self.array(schema, nullable, place),
            "object" => return self.object(schema, nullable, place),
            "" | "null" => shape::ANY,
            _ => return Err(error(&join(place, "type"), "a type of JSON Schema", format!("`{ty}`"))),
        };
        let facts = self.facts(schema);
        Ok(self.writer.shape(plain | nullable, 0, &facts))
    }

    fn array(&mut self, schema: &Value, nullable: u32, place: &str) -> Result<u32, ImportError> {
        let element = match schema.get("items") {
            Some(items) => self.shape(items, &join(place, "items"))?,
            None => 0,
        };
        let mut facts = Draft::default();
        self.sizes(schema, ["minItems", "maxItems"], &mut facts);
        let set = text(schema, "x-kubernetes-list-type") == Some("set");
        if set || yes(schema, "uniqueItems") || yes(schema, "x-list-set") {
            facts.flag(slot::UNIQUE);
        }
        let keys: Vec<&str> =
            ["x-list-map-keys", "x-kubernetes-list-map-keys"].iter().flat_map(|key| texts(schema, key)).collect();
        let keys =
            if keys.is_empty() { text(schema, "x-kubernetes-patch-merge-key").into_iter().collect() } else { keys };
        if !keys.is_empty() {
            facts.put(slot::MERGE_KEYS, self.writer.texts(keys));
        }
        Ok(self.writer.shape(shape::LIST | nullable, element, &facts))
    }

    fn object(&mut self, schema: &Value, nullable: u32, place: &str) -> Result<u32, ImportError> {
        let mut facts = Draft::default();
        self.sizes(schema, ["minProperties", "maxProperties"], &mut facts);
        let listed = object(schema, "properties", place)?;
        let (rest, extensions) = self.rest(schema, &mut facts, place)?;
        if listed.is_none_or(Map::is_empty) && (rest.is_some() || schema.get("additionalProperties").is_none()) {
            return Ok(self.writer.shape(shape::MAP | nullable, rest.unwrap_or(0), &facts));
        }
        let mut draft = BlockDraft { flags: extensions, ..BlockDraft::default() };
        let open =
            rest.or((self.unlisted == Unlisted::Taken && schema.get("additionalProperties").is_none()).then_some(0));
        if let Some(rest) = open {
            draft.flags |= block::OPEN;
            draft.rest = rest;
        }
        let required: Vec<&str> = texts(schema, "required").collect();
        for (name, property) in sorted(listed) {
            let needed = if required.contains(&name) { field::REQUIRED } else { field::OPTIONAL };
            let field = self.field(name, property, needed, &join(&join(place, "properties"), name))?;
            draft.fields.push(field);
        }
        draft.rules = self.rules(schema);
        let block = self.writer.block(draft);
        Ok(self.writer.shape(shape::OBJECT | nullable, block, &facts))
    }

    /// The shape of keys that are not listed, and the bit for keys of extensions.
    fn rest(&mut self, schema: &Value, facts: &mut Draft, place: &str) -> Result<(Option<u32>, u32), ImportError> {
        let mut rest = None;
        let mut extensions = 0;
        for (pattern, value) in sorted(object(schema, "patternProperties", place)?) {
            if pattern == "^x-" {
                extensions = block::EXTENSIONS;
                continue;
            }
            rest = Some(self.shape(value, &join(place, "patternProperties"))?);
            if !matches!(pattern, ".+" | "^.+$" | ".*" | "^.*$") {
                facts.put(slot::KEY_PATTERN, self.writer.text(pattern));
            }
        }
        match schema.get("additionalProperties") {
            Some(Value::Bool(true)) => rest = rest.or(Some(0)),
            Some(value @ Value::Object(_)) => rest = Some(self.shape(value, &join(place, "additionalProperties"))?),
            _ if yes(schema, "x-kubernetes-preserve-unknown-fields") => rest = rest.or(Some(0)),
            _ => {}
        }
        Ok((rest, extensions))
    }

    fn field(&mut self, name: &str, schema: &Value, needed: u32, place: &str) -> Result<(String, u32), ImportError> {
        let shape = self.shape(schema, place)?;
        let mut extra = Draft::default();
        let mut flags = if yes(schema, "readOnly") { field::COMPUTED } else { needed };
        if let Some(value) = schema.get("const") {
            flags = field::FIXED | field::OPTIONAL;
            extra.put(slot::DEFAULT, self.writer.scalar(value));
        }
        if let Some(value) = schema.get("default").filter(|value| !value.is_null()) {
            extra.put(slot::DEFAULT, self.writer.scalar(value));
        }
        let bits = [("deprecated", field::DEPRECATED), ("writeOnly", field::WRITE_ONLY)];
        flags |= bits.iter().filter(|(key, _)| yes(schema, key)).fold(0, |flags, (_, bit)| flags | bit);
        Ok(self.writer.field(name, shape, flags, &extra))
    }

    fn sizes(&mut self, schema: &Value, keys: [&str; 2], facts: &mut Draft) {
        for (key, slot) in keys.into_iter().zip([slot::MIN_ITEMS, slot::MAX_ITEMS]) {
            if let Some(count) = count(schema, key) {
                facts.put(slot, count);
            }
        }
    }

    fn facts(&mut self, schema: &Value) -> Draft {
        let mut facts = Draft::default();
        let constant = schema.get("const").into_iter();
        let listed = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
        let values: Vec<u32> =
            listed.chain(constant).filter(|value| !value.is_null()).map(|value| self.writer.scalar(value)).collect();
        if !values.is_empty() {
            facts.put(slot::ENUM, self.writer.list(&values));
        }
        for (key, slot) in [("format", slot::FORMAT)] {
            if let Some(format) = text(schema, key) {
                facts.put(slot, self.writer.text(format));
            }
        }
        if let Some(pattern) = text(schema, "pattern") {
            facts.put(slot::PATTERNS, self.writer.texts([pattern]));
        }
        for (key, slot) in [("minLength", slot::MIN_LENGTH), ("maxLength", slot::MAX_LENGTH)] {
            if let Some(count) = count(schema, key) {
                facts.put(slot, count);
            }
        }
        self.bounds(schema, &mut facts);
        facts
    }

    /// Ends of ranges; an end may be left out of them by a number of its own or by a mark on the plain end.
    fn bounds(&mut self, schema: &Value, facts: &mut Draft) {
        let ends = [
            ("exclusiveMinimum", "minimum", slot::MIN, slot::ABOVE_MIN),
            ("exclusiveMaximum", "maximum", slot::MAX, slot::BELOW_MAX),
        ];
        for (outside, plain, slot, bit) in ends {
            if let Some(Value::Number(number)) = schema.get(outside) {
                facts.put(slot, self.writer.text(&number.to_string()));
                facts.flag(bit);
            } else if let Some(Value::Number(number)) = schema.get(plain) {
                facts.put(slot, self.writer.text(&number.to_string()));
                facts.flag(if yes(schema, outside) { bit } else { 0 });
            }
        }
        if let Some(Value::Number(number)) = schema.get("multipleOf") {
            facts.put(slot::STEP, self.writer.text(&number.to_string()));
        }
    }

    /// Unions of fields, and `oneOf` or `anyOf` whose members only require a field each.
    fn rules(&mut self, schema: &Value) -> Vec<u32> {
        let mut rules = Vec::new();
        for (key, kind) in [("oneOf", rule::EXACTLY_ONE), ("anyOf", rule::AT_LEAST_ONE)] {
            let members = schema.get(key).and_then(Value::as_array).filter(|members| only_required(members));
            let names: Vec<&str> = members.into_iter().flatten().flat_map(|member| texts(member, "required")).collect();
            if names.len() > 1 && members.is_some_and(|members| members.len() == names.len()) {
                rules.push(self.writer.rule(kind, &names));
            }
        }
        for key in ["x-unions", "x-kubernetes-unions"] {
            for union in schema.get(key).and_then(Value::as_array).into_iter().flatten() {
                let fields = union.get("fields-to-discriminateBy").and_then(Value::as_object);
                let names: Vec<&str> = sorted(fields).into_iter().map(|(name, _)| name).collect();
                if names.len() > 1 {
                    rules.push(self.writer.rule(rule::AT_MOST_ONE, &names));
                }
            }
        }
        rules
    }
}

/// Marks of the two types that are a number or a text.
fn number_or_text(schema: &Value) -> Option<u32> {
    let marked = ["x-int-or-string", "x-kubernetes-int-or-string"].iter().any(|key| yes(schema, key));
    let spelled = text(schema, "pattern").is_some_and(|pattern| pattern.contains("[KMGTPE]i"));
    if yes(schema, "x-quantity") || marked && spelled {
        return Some(shape::QUANTITY);
    }
    (marked || text(schema, "format") == Some("int-or-string")).then_some(shape::INT_OR_STRING)
}

/// Whether members of a union only say which fields must be there.
fn only_required(members: &[Value]) -> bool {
    let keys = |member: &Value| {
        member.as_object().is_some_and(|map| map.keys().all(|key| matches!(key.as_str(), "required" | "not")))
    };
    members.iter().all(keys)
}

fn inferred(schema: &Value) -> &'static str {
    let values = || schema.get("enum").and_then(Value::as_array).into_iter().flatten().chain(schema.get("const"));
    match schema {
        _ if schema.get("properties").is_some() || schema.get("additionalProperties").is_some() => "object",
        _ if schema.get("items").is_some() => "array",
        _ if schema.get("pattern").is_some() => "string",
        _ if values().next().is_some() && values().all(Value::is_string) => "string",
        _ => "",
    }
}

fn replaced(schema: &Value, key: &str, value: Value) -> Value {
    let mut map = schema.as_object().cloned().unwrap_or_default();
    map.insert(key.to_owned(), value);
    Value::Object(map)
}

/// Adds a part of a schema: properties and required names are joined, of other keys the first statement holds.
fn add(whole: &mut Map<String, Value>, part: &Value) {
    for (key, value) in part.as_object().into_iter().flatten() {
        match (whole.get_mut(key), value) {
            (Some(Value::Object(own)), Value::Object(more)) if key == "properties" => {
                for (name, property) in more {
                    own.entry(name.clone()).or_insert_with(|| property.clone());
                }
            }
            (Some(Value::Array(own)), Value::Array(more)) if key == "required" => own.extend(more.iter().cloned()),
            (Some(_), _) => {}
            (None, _) => {
                whole.insert(key.clone(), value.clone());
            }
        }
    }
}
