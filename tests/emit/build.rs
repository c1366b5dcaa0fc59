//! A `ResourceSet` from JSON. An object whose only key starts with `$` is a term: `{"$ref": "var.x"}`.

use resources::{
    Arena, Binary, Choice, Comprehension, Content, Entries, Fallback, Format, Fragment, Kind, Node, Origin, OriginId,
    Resource, ResourceSet, Root, Sink, TextFile, Unary, Unit, UnitId, Variable, Yield,
};
use serde_json::Value;

/// The three units, in the order of their ids.
const UNITS: [(Sink, &str); 3] =
    [(Sink::Terraform, "terraform"), (Sink::Kubernetes, "kubernetes"), (Sink::Compose, "compose")];

/// What stands for a term rather than a map of one entry.
const TERMS: [&str; 13] = [
    "$block",
    "$ref",
    "$attr",
    "$index",
    "$call",
    "$template",
    "$op",
    "$if",
    "$for",
    "$hole",
    "$json",
    "$yaml",
    "$word",
];

/// A set with a fragment for each item of the list.
pub(crate) fn set(items: &Value) -> ResourceSet {
    let units = UNITS.map(|(sink, folder)| Unit { sink, folder: folder.into() });
    let mut set = ResourceSet { environment: "test".into(), spec: "shop/app.infra".into(), ..Default::default() };
    let used = |unit: &&Unit| list(items).iter().any(|item| text(item, "unit") == unit.folder);
    set.units = units.iter().filter(used).cloned().collect();
    for item in list(items) {
        let at = set.units.iter().position(|unit| unit.folder == text(item, "unit")).expect("a known unit");
        set.fragments.push(fragment(item, UnitId(at as u16)));
    }
    set
}

/// Whether the item is a resource, a text file or a variable is told by its keys.
fn fragment(item: &Value, unit: UnitId) -> Fragment {
    let mut one = Fragment::default();
    let instance = one.arena.piece(text(item, "from"));
    let origin = one.arena.add_origin(Origin { instance, spec: None, realization: None });
    if item.get("path").is_some() {
        let path = one.arena.piece(text(item, "path"));
        let content = if let Some(json) = item.get("json") {
            Content::Json(node(&mut one.arena, json))
        } else if let Some(yaml) = item.get("yaml") {
            Content::Yaml(node(&mut one.arena, yaml))
        } else {
            Content::Text(one.arena.piece(text(item, "text")))
        };
        one.files.push(TextFile { unit, path, content, origin });
    } else if item.get("variable").is_some() {
        let [name, doc, value] = ["variable", "doc", "value"].map(|key| one.arena.piece(text(item, key)));
        one.variables.push(Variable { unit, name, doc, value, origin });
    } else {
        let [file, ty, label] = ["file", "type", "label"].map(|key| one.arena.piece(text(item, key)));
        let body = body(&mut one.arena, item.get("body").unwrap_or(&Value::Null));
        let kind = kind(text(item, "kind"));
        let rank = item.get("rank").and_then(Value::as_u64).unwrap_or(0) as u16;
        one.resources.push(Resource { unit, file, rank, kind, ty, label, body, origin });
    }
    one
}

fn kind(name: &str) -> Kind {
    match name {
        "resource" => Kind::Managed,
        "data" => Kind::Data,
        "ephemeral" => Kind::Ephemeral,
        "provider" => Kind::Provider,
        "terraform" => Kind::Settings,
        "backend" => Kind::Backend,
        "variable" => Kind::Variable,
        "output" => Kind::Output,
        "locals" => Kind::Locals,
        "moved" => Kind::Moved,
        "import" => Kind::Import,
        "document" => Kind::Document,
        "kustomization" => Kind::Kustomization,
        "project" => Kind::Project,
        "service" => Kind::Service,
        "network" => Kind::Network,
        "volume" => Kind::Volume,
        "config" => Kind::Config,
        "secret" => Kind::Secret,
        _ => panic!("unknown kind {name}"),
    }
}

/// The entries of an object; `"key": [{"$block": …}, …]` are several blocks.
pub(crate) fn body(arena: &mut Arena, fields: &Value) -> Entries {
    let mark = arena.begin();
    for (key, value) in fields.as_object().into_iter().flatten() {
        let blocks = value.as_array().filter(|items| items.first().is_some_and(|it| it.get("$block").is_some()));
        for one in blocks.into_iter().flatten() {
            let node = node(arena, one);
            arena.put(key, node, OriginId::NONE);
        }
        if blocks.is_none() {
            let node = node(arena, value);
            arena.put(key, node, OriginId::NONE);
        }
    }
    arena.close(mark)
}

/// A node of a JSON value.
pub(crate) fn node(arena: &mut Arena, value: &Value) -> Node {
    match value {
        Value::Null => arena.word("null"),
        Value::Bool(value) => Node::Bool(*value),
        Value::Number(number) => match number.as_i64() {
            Some(int) => Node::Int(int),
            None => decimal(&number.to_string()),
        },
        Value::String(value) => arena.text(value),
        Value::Array(items) => {
            let mark = arena.begin();
            for item in items {
                let node = node(arena, item);
                arena.item(node, OriginId::NONE);
            }
            arena.list(mark)
        }
        Value::Object(fields) => match fields.iter().next() {
            Some((key, value)) if fields.len() == 1 && TERMS.contains(&key.as_str()) => term(arena, key, value),
            _ => Node::Map(body(arena, value)),
        },
    }
}

fn decimal(digits: &str) -> Node {
    let (whole, fraction) = digits.split_once('.').expect("a point");
    let mantissa = format!("{whole}{fraction}").parse().expect("digits");
    Node::Decimal { mantissa, scale: fraction.len() as u8 }
}

fn term(arena: &mut Arena, name: &str, value: &Value) -> Node {
    let arg = |at: usize| value.get(at).unwrap_or(&Value::Null);
    let word = |at: usize| arg(at).as_str().unwrap_or_default();
    match name {
        "$block" => Node::Block(body(arena, value)),
        "$word" => arena.word(value.as_str().unwrap_or_default()),
        "$ref" => reference(arena, value.as_str().unwrap_or_default()),
        "$attr" => {
            let of = node(arena, arg(0));
            arena.attribute(of, word(1))
        }
        "$index" => {
            let (of, key) = (node(arena, arg(0)), node(arena, arg(1)));
            arena.index(of, key)
        }
        "$call" => {
            let args: Vec<Node> = list(value).iter().skip(1).map(|it| node(arena, it)).collect();
            arena.call_of(word(0), &args)
        }
        "$template" => {
            let mark = arena.begin();
            for part in list(value) {
                let part = node(arena, part);
                arena.item(part, OriginId::NONE);
            }
            arena.template(mark)
        }
        "$op" if list(value).len() == 2 => {
            let of = node(arena, arg(1));
            arena.unary(if word(0) == "-" { Unary::Minus } else { Unary::Not }, of)
        }
        "$op" => {
            let (left, right) = (node(arena, arg(1)), node(arena, arg(2)));
            arena.binary(binary(word(0)), left, right)
        }
        "$if" => {
            let [test, then, otherwise] = [0, 1, 2].map(|at| node(arena, arg(at)));
            arena.choose(Choice { test, then, otherwise })
        }
        "$for" => comprehension(arena, value),
        "$hole" => {
            let fallback = match word(1) {
                "required" => Fallback::Required(arena.piece(word(2))),
                "default" => Fallback::Default(arena.piece(word(2))),
                _ => Fallback::Empty,
            };
            arena.hole(word(0), fallback)
        }
        "$json" | "$yaml" => {
            let of = node(arena, value);
            arena.document(if name == "$json" { Format::Json } else { Format::Yaml }, of)
        }
        _ => panic!("unknown term {name}"),
    }
}

/// `{"$for": {"key", "value", "over", "item" | "pair" | "group", "if"}}`
fn comprehension(arena: &mut Arena, value: &Value) -> Node {
    let key = value.get("key").and_then(Value::as_str).map(|key| arena.piece(key));
    let variable = arena.piece(text(value, "value"));
    let mut part = |name: &str, at: usize| {
        let part = value.get(name)?;
        Some(node(arena, if name == "pair" || name == "group" { part.get(at)? } else { part }))
    };
    let over = part("over", 0).expect("`over`");
    let result = match (part("item", 0), part("pair", 0), part("group", 0)) {
        (Some(item), ..) => Yield::Items(item),
        (_, Some(key), _) => Yield::Pairs(key, part("pair", 1).expect("a value")),
        (.., Some(key)) => Yield::Groups(key, part("group", 1).expect("a value")),
        _ => panic!("a comprehension has a result"),
    };
    let test = part("if", 0);
    arena.comprehend(Comprehension { key, value: variable, over, result, test })
}

/// `var.x`, `data.TYPE.NAME.attribute`, a bare word.
fn reference(arena: &mut Arena, path: &str) -> Node {
    let steps: Vec<&str> = path.split('.').collect();
    let (head, rest) = match steps.as_slice() {
        ["var", name, rest @ ..] => (arena.variable(name), rest),
        ["local", name, rest @ ..] => (arena.local(name), rest),
        ["data", ty, name, rest @ ..] => (arena.reference(Root::Data, ty, name), rest),
        ["ephemeral", ty, name, rest @ ..] => (arena.reference(Root::Ephemeral, ty, name), rest),
        [ty, name, rest @ ..] => (arena.resource(ty, name), rest),
        _ => return arena.word(path),
    };
    rest.iter().fold(head, |of, name| arena.attribute(of, name))
}

fn binary(sign: &str) -> Binary {
    match sign {
        "||" => Binary::Or,
        "&&" => Binary::And,
        "==" => Binary::Equal,
        "!=" => Binary::Unequal,
        "<" => Binary::Less,
        "<=" => Binary::AtMost,
        ">" => Binary::Greater,
        ">=" => Binary::AtLeast,
        "+" => Binary::Add,
        "-" => Binary::Subtract,
        "*" => Binary::Multiply,
        "/" => Binary::Divide,
        "%" => Binary::Remainder,
        _ => panic!("unknown operator {sign}"),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or("")
}

/// A node of plain data, whatever its keys are.
pub(crate) fn plain(arena: &mut Arena, value: &Value) -> Node {
    match value {
        Value::Array(items) => {
            let mark = arena.begin();
            for item in items {
                let node = plain(arena, item);
                arena.item(node, OriginId::NONE);
            }
            arena.list(mark)
        }
        Value::Object(fields) => {
            let mark = arena.begin();
            for (key, value) in fields {
                let node = plain(arena, value);
                arena.put(key, node, OriginId::NONE);
            }
            arena.map(mark)
        }
        _ => node(arena, value),
    }
}

/// How many times more than usual is tried.
pub(crate) fn rounds() -> usize {
    std::env::var("EMIT_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(1)
}

/// Says by name that a reader isn't on the machine, past what the test runner keeps to itself.
pub(crate) fn skip(reader: &str) {
    use std::io::Write;

    let _ = writeln!(std::io::stderr(), "skipped: {reader} not found");
}

/// Fails at the first leaf that differs.
pub(crate) fn same(place: &str, found: &Value, meant: &Value) {
    match (found, meant) {
        (Value::Array(found), Value::Array(meant)) if found.len() == meant.len() => {
            found.iter().zip(meant).enumerate().for_each(|(at, (a, b))| same(&format!("{place}[{at}]"), a, b));
        }
        (Value::Object(found), Value::Object(meant)) => {
            let more = found.keys().find(|key| !meant.contains_key(*key));
            assert_eq!(more, None, "{place}: a key that nobody wrote");
            for (key, meant) in meant {
                let found = found.get(key).unwrap_or_else(|| panic!("{place}: no key {key:?}"));
                same(&format!("{place}[{key:?}]"), found, meant);
            }
        }
        (Value::Number(a), Value::Number(b)) => assert_eq!(a.as_f64(), b.as_f64(), "{place}"),
        _ => assert_eq!(found, meant, "{place}"),
    }
}
