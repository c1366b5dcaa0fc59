//! Imports what `terraform providers schema -json` and `terraform metadata functions -json` print.

use serde_json::Value;

use super::document::{count, join, json, object, sorted, text, unknown, yes};
use super::facts::{Known, Parts, Sheet, strangers};
use super::{ImportError, Imported, Label, error, wrong};
use crate::import::writer::{BlockDraft, Draft, Record, Title, Writer};
use crate::layout::{block, field, record, shape, slot};
use crate::types::{Class, Family};

const DOCUMENT: &str = "a document of `terraform providers schema -json` (`provider_schemas`) or of \
                        `terraform metadata functions -json` (`function_signatures`)";

/// Makes a catalog of each provider of the documents; signatures of functions join the only provider, or stand alone.
pub fn terraform(documents: &[&str], facts: Option<&str>, label: Label<'_>) -> Result<Vec<Imported>, ImportError> {
    let parsed: Vec<Value> = documents.iter().map(|text| json(text)).collect::<Result<_, _>>()?;
    let mut providers = Vec::new();
    let mut functions = Vec::new();
    for document in &parsed {
        gather(document, &mut providers, &mut functions)?;
    }
    if providers.len() > 1 && (label.name.is_some() || facts.is_some()) {
        let found = format!("{} of them: import each from a document of its own", providers.len());
        return Err(error("provider_schemas", "one provider, since a name or facts are given", found));
    }
    let sheet = Sheet::read(facts)?;
    if providers.len() == 1 || !functions.is_empty() && providers.is_empty() {
        let mut all: Vec<Provider<'_>> = providers;
        let mut one =
            all.pop().unwrap_or(Provider { address: "terraform", schema: &Value::Null, functions: Vec::new() });
        one.functions.append(&mut functions);
        return Ok(vec![provider(&one, &sheet, label)?]);
    }
    let mut made: Vec<Imported> = providers.iter().map(|one| provider(one, &sheet, label)).collect::<Result<_, _>>()?;
    if !functions.is_empty() {
        let alone = Provider { address: "terraform", schema: &Value::Null, functions };
        made.push(provider(&alone, &sheet, label)?);
    }
    Ok(made)
}

struct Provider<'v> {
    address: &'v str,
    schema: &'v Value,
    functions: Vec<(&'v str, &'v Value)>,
}

fn gather<'v>(
    document: &'v Value,
    providers: &mut Vec<Provider<'v>>,
    functions: &mut Vec<(&'v str, &'v Value)>,
) -> Result<(), ImportError> {
    let listed = sorted(object(document, "provider_schemas", "")?);
    let plain = document.get("resource_schemas").is_some() || document.get("data_source_schemas").is_some();
    let signatures = object(document, "function_signatures", "")?;
    if !listed.is_empty() {
        providers.extend(listed.into_iter().map(|(address, schema)| Provider {
            address,
            schema,
            functions: Vec::new(),
        }));
    } else if plain {
        providers.push(Provider {
            address: text(document, "source").unwrap_or(""),
            schema: document,
            functions: Vec::new(),
        });
    } else if let Some(signatures) = signatures.or(object(document, "functions", "")?) {
        // Each function is listed a second time under `core::`.
        functions.extend(sorted(Some(signatures)).into_iter().filter(|(name, _)| !name.contains("::")));
    } else {
        return Err(unknown(document, DOCUMENT));
    }
    Ok(())
}

fn provider(provider: &Provider<'_>, sheet: &Sheet, label: Label<'_>) -> Result<Imported, ImportError> {
    let source = provider.address.strip_prefix("registry.terraform.io/").unwrap_or(provider.address);
    let own = source.rsplit('/').next().unwrap_or(source);
    let name = label.name.unwrap_or(own);
    if name.is_empty() {
        return Err(error("", "the name of the catalog, since the document does not name its provider", "none"));
    }
    let schema = provider.schema;
    let version = label.version.or(text(schema, "version")).unwrap_or("");
    let resources = object(schema, "resource_schemas", "")?;
    let listed = |name: &str| resources.is_some_and(|resources| resources.contains_key(name));
    if let Some(stranger) = strangers(sheet, listed) {
        return Err(error("resources", "facts of resources that the schema has", format!("`{stranger}`")));
    }
    let mut importer = Importer { writer: Writer::new(), known: Known::default() };
    importer.types(provider, own, sheet)?;
    let title = Title { family: Family::Terraform, name, source, version };
    Ok(Imported { name: name.to_owned(), bytes: importer.writer.finish(&title) })
}

struct Importer<'v> {
    writer: Writer,
    known: Known<'v>,
}

const SECTIONS: [(Class, &str); 3] = [
    (Class::Resource, "resource_schemas"),
    (Class::Data, "data_source_schemas"),
    (Class::Ephemeral, "ephemeral_resource_schemas"),
];

impl<'v> Importer<'v> {
    fn types(&mut self, provider: &Provider<'_>, own: &str, sheet: &'v Sheet) -> Result<(), ImportError> {
        let schema = provider.schema;
        let mut records = Vec::new();
        for (class, key) in SECTIONS {
            for (name, schema) in sorted(object(schema, key, "")?) {
                self.known = if class == Class::Resource { sheet.of(name)? } else { Known::default() };
                records.push(self.resource(class, name, schema, &join(key, name))?);
            }
        }
        self.known = Known::default();
        if let Some(config) = schema.get("provider").filter(|config| config.get("block").is_some()) {
            records.push(self.resource(Class::Provider, own, config, "provider")?);
        }
        let functions = sorted(object(schema, "functions", "")?);
        for (name, signature) in functions.into_iter().chain(provider.functions.iter().copied()) {
            records.push(self.function(name, signature)?);
        }
        self.writer.declare(records);
        Ok(())
    }

    fn resource(&mut self, class: Class, name: &str, schema: &Value, place: &str) -> Result<Record, ImportError> {
        let spot = Spot { path: String::new(), place: join(place, "block"), flags: 0 };
        let body = schema.get("block").ok_or_else(|| wrong(&spot.place, "the block of the type", None))?;
        let mut record = Record::new(class, name);
        let block = self.block(body, &spot)?;
        record.shape = self.writer.shape(shape::OBJECT, block, &Draft::default());
        record.version = schema.get("version").map(Value::to_string).unwrap_or_default();
        record.flags = if yes(body, "deprecated") { record::DEPRECATED } else { 0 };
        Ok(record)
    }

    /// A block: its attributes and the blocks in it.
    fn block(&mut self, body: &Value, spot: &Spot) -> Result<u32, ImportError> {
        let rules = self.known.rules(&spot.path, &mut self.writer);
        let mut draft = BlockDraft { rules, ..BlockDraft::default() };
        for (name, attribute) in sorted(object(body, "attributes", &spot.place)?) {
            draft.fields.push(self.attribute(name, attribute, &spot.inner("attributes", name))?);
        }
        for (name, nested) in sorted(object(body, "block_types", &spot.place)?) {
            draft.fields.push(self.nested(name, nested, &spot.inner("block_types", name))?);
        }
        Ok(self.writer.block(draft))
    }

    fn attribute(&mut self, name: &str, schema: &Value, spot: &Spot) -> Result<(String, u32), ImportError> {
        let bits = [
            ("required", field::REQUIRED),
            ("optional", field::OPTIONAL),
            ("computed", field::COMPUTED),
            ("sensitive", field::SENSITIVE),
            ("write_only", field::WRITE_ONLY),
            ("deprecated", field::DEPRECATED),
        ];
        let nested = schema.get("nested_type");
        let inline = if nested.is_some() { field::INLINE } else { spot.flags & field::INLINE };
        let flags = bits.iter().filter(|(key, _)| yes(schema, key)).fold(inline, |flags, (_, bit)| flags | bit);
        let shape = match (schema.get("type"), nested) {
            (Some(ty), _) => self.ty(ty, &spot.typed(flags))?,
            (None, Some(nested)) => self.nesting(nested, nested, &spot.with(inline))?,
            (None, None) => return Err(wrong(&spot.place, "a `type` or a `nested_type`", Some(schema))),
        };
        Ok(self.finish(name, shape, flags, spot))
    }

    /// A field with its facts in their places.
    fn finish(&mut self, name: &str, shape: u32, flags: u32, spot: &Spot) -> (String, u32) {
        let parts = self.known.parts(&spot.path, &mut self.writer);
        let shape = self.known_of(shape, &parts);
        self.writer.field(name, shape, flags | parts.flags, &parts.extra)
    }

    /// Facts of plain values go down to the elements of a collection, those of the collection stay on it.
    fn known_of(&mut self, id: u32, parts: &Parts) -> u32 {
        match self.writer.element(id) {
            Some((head, element)) => {
                let inner = Parts { value: parts.value.clone(), whole: parts.whole, ..Parts::default() };
                let element = self.known_of(element, &inner);
                let own = self.writer.draft_of_shape(id).with(parts.items.clone());
                self.writer.shape(head, element, &own)
            }
            None if parts.whole && self.writer.head(id) == shape::NUMBER => {
                let integer = self.writer.shape(shape::INTEGER, 0, &Draft::default());
                self.writer.refine(integer, parts.value.clone())
            }
            None => self.writer.refine(id, parts.value.clone()),
        }
    }

    fn nested(&mut self, name: &str, schema: &Value, spot: &Spot) -> Result<(String, u32), ImportError> {
        let body = schema.get("block").ok_or_else(|| wrong(&spot.place, "a `block`", Some(schema)))?;
        let shape = self.nesting(schema, body, spot)?;
        let required = count(schema, "min_items").is_some_and(|least| least > 0);
        let needed = if required { field::REQUIRED } else { field::OPTIONAL };
        let deprecated = if yes(body, "deprecated") { field::DEPRECATED } else { 0 };
        Ok(self.finish(name, shape, needed | deprecated | field::BLOCK, spot))
    }

    /// The shape of a nested block or attribute, by its nesting mode.
    fn nesting(&mut self, schema: &Value, body: &Value, spot: &Spot) -> Result<u32, ImportError> {
        let block = self.block(body, spot)?;
        let object = self.writer.shape(shape::OBJECT, block, &Draft::default());
        let mut sizes = Draft::default();
        for (key, slot) in [("min_items", slot::MIN_ITEMS), ("max_items", slot::MAX_ITEMS)] {
            if let Some(count) = count(schema, key).filter(|count| *count > 0) {
                sizes.put(slot, count);
            }
        }
        let head = match text(schema, "nesting_mode") {
            Some("single" | "group") => return Ok(object),
            Some("list") => shape::LIST,
            Some("set") => shape::SET,
            Some("map") => shape::MAP,
            _ => {
                let expected = "`single`, `group`, `list`, `set` or `map`";
                return Err(wrong(&join(&spot.place, "nesting_mode"), expected, schema.get("nesting_mode")));
            }
        };
        Ok(self.writer.shape(head, object, &sizes))
    }

    fn ty(&mut self, ty: &Value, spot: &Spot) -> Result<u32, ImportError> {
        let parts = match ty {
            Value::String(name) => return self.plain(name, ty, spot),
            Value::Array(parts) => parts,
            _ => return Err(wrong(&spot.place, "a type", Some(ty))),
        };
        match (parts.first().and_then(Value::as_str), parts.get(1)) {
            (Some("list"), Some(element)) => self.many(shape::LIST, element, spot),
            (Some("set"), Some(element)) => self.many(shape::SET, element, spot),
            (Some("map"), Some(element)) => self.many(shape::MAP, element, spot),
            (Some("tuple"), Some(Value::Array(elements))) => {
                let ids: Vec<u32> = elements.iter().map(|element| self.ty(element, spot)).collect::<Result<_, _>>()?;
                let list = self.writer.list(&ids);
                Ok(self.writer.shape(shape::TUPLE, list, &Draft::default()))
            }
            (Some("object"), Some(Value::Object(fields))) => self.object(fields, parts.get(2), spot),
            _ => Err(wrong(&spot.place, "a list, set, map, tuple or object type", Some(ty))),
        }
    }

    fn plain(&mut self, name: &str, ty: &Value, spot: &Spot) -> Result<u32, ImportError> {
        let head = match name {
            "string" => shape::STRING,
            "number" => shape::NUMBER,
            "bool" => shape::BOOL,
            "dynamic" => shape::ANY,
            _ => return Err(wrong(&spot.place, "`string`, `number`, `bool` or `dynamic`", Some(ty))),
        };
        Ok(self.writer.shape(head, 0, &Draft::default()))
    }

    fn many(&mut self, head: u32, element: &Value, spot: &Spot) -> Result<u32, ImportError> {
        let element = self.ty(element, spot)?;
        Ok(self.writer.shape(head, element, &Draft::default()))
    }

    /// An object type. Its third part names the attributes that may be left out; without it none is told apart.
    fn object(&mut self, fields: &Fields, optional: Option<&Value>, spot: &Spot) -> Result<u32, ImportError> {
        let rules = self.known.rules(&spot.path, &mut self.writer);
        let mut draft = BlockDraft { rules, ..BlockDraft::default() };
        let names = optional.and_then(Value::as_array);
        let settable = spot.flags & (field::REQUIRED | field::OPTIONAL) != 0;
        for (name, ty) in sorted(Some(fields)) {
            let own = match names {
                _ if !settable => field::COMPUTED,
                Some(names) if !names.iter().any(|listed| listed == name) => field::REQUIRED,
                _ => field::OPTIONAL,
            };
            let spot = Spot { path: join(&spot.path, name), place: join(&spot.place, name), flags: spot.flags };
            let shape = self.ty(ty, &spot)?;
            draft.fields.push(self.finish(name, shape, own | spot.flags & field::INLINE, &spot));
        }
        let block = self.writer.block(draft);
        Ok(self.writer.shape(shape::OBJECT, block, &Draft::default()))
    }

    fn function(&mut self, name: &str, signature: &Value) -> Result<Record, ImportError> {
        let place = join("functions", name);
        let mut draft = BlockDraft { flags: block::ORDERED, ..BlockDraft::default() };
        let fixed = signature.get("parameters").and_then(Value::as_array).into_iter().flatten();
        let fixed = fixed.map(|parameter| (parameter, field::REQUIRED));
        let last = signature.get("variadic_parameter").map(|parameter| (parameter, field::OPTIONAL | field::VARIADIC));
        for (parameter, flags) in fixed.chain(last) {
            draft.fields.push(self.parameter(parameter, flags, &place)?);
        }
        let spot = Spot { path: String::new(), place: join(&place, "return_type"), flags: 0 };
        let returns = signature.get("return_type").ok_or_else(|| wrong(&spot.place, "a type", None))?;
        let mut record = Record::new(Class::Function, name);
        record.returns = self.ty(returns, &spot)?;
        let block = self.writer.block(draft);
        record.shape = self.writer.shape(shape::OBJECT, block, &Draft::default());
        Ok(record)
    }

    fn parameter(&mut self, parameter: &Value, flags: u32, place: &str) -> Result<(String, u32), ImportError> {
        let name = text(parameter, "name").unwrap_or("value");
        let spot = Spot { path: String::new(), place: join(place, name), flags };
        let ty = parameter.get("type").ok_or_else(|| wrong(&spot.place, "a `type`", Some(parameter)))?;
        let mut shape = self.ty(ty, &spot)?;
        if yes(parameter, "is_nullable") {
            let head = self.writer.head(shape) | shape::NULLABLE;
            shape = self.writer.with_head(shape, head);
        }
        Ok(self.writer.field(name, shape, flags, &Draft::default()))
    }
}

type Fields = serde_json::Map<String, Value>;

/// Where an attribute stands: its path among the facts, its place for errors, whether it lies in a nested attribute, and
/// for types the other bits of the attribute that they belong to.
struct Spot {
    path: String,
    place: String,
    flags: u32,
}

impl Spot {
    fn inner(&self, section: &str, name: &str) -> Spot {
        let flags = self.flags & field::INLINE;
        Spot { path: join(&self.path, name), place: format!("{}.{section}.{name}", self.place), flags }
    }

    fn with(&self, flags: u32) -> Spot {
        Spot { path: self.path.clone(), place: self.place.clone(), flags }
    }

    fn typed(&self, flags: u32) -> Spot {
        Spot { place: join(&self.place, "type"), ..self.with(flags) }
    }
}
