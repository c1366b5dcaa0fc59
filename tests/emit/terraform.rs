//! Terraform: `fmt` finds nothing to do, and what it reads is what was meant.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use resources::{
    Arena, Binary, Fragment, Kind, Node, OriginId, Resource, ResourceSet, Sink, Unary, Unit, UnitId, refuses,
};
use serde_json::{Map, Value, json};

use crate::build;
use crate::nasty::{self, Seed};

#[test]
fn fmt_leaves_it_alone() {
    let folder = folder("fmt");
    let mut seed = Seed(7);
    for file in emit::emit(&cases()).files {
        write(&folder, &file.path.replace('/', "_"), &file.bytes);
    }
    for at in 0..12 * build::rounds() {
        let bodies = (0..12).map(|_| seed.body(2)).collect::<Vec<_>>();
        let file = emit::emit(&blocks(bodies)).files.remove(0);
        hcl::parse(&String::from_utf8_lossy(&file.bytes)).unwrap_or_else(|error| panic!("{at}: {error}"));
        write(&folder, &format!("random_{at}.tf"), &file.bytes);
    }
    let Some(done) = terraform(&folder, &["fmt", "-check", "-diff"]) else { return };
    let diff = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{}\n{}", &diff[..diff.len().min(4000)], String::from_utf8_lossy(&done.stderr));
}

#[test]
fn terraform_reads_what_was_meant() {
    let mut seed = Seed(11);
    let mut all = nasty::texts(&mut seed, 300 * build::rounds());
    all.retain(|text| refuses(Sink::Terraform, text).is_none());
    let keys: Value = all.iter().map(|text| (text.clone(), json!(text))).collect::<Map<_, _>>().into();
    let trees: Value = (0..60 * build::rounds()).map(|_| seed.tree(3)).filter(is_composed).collect();
    let sums: Vec<Sum> = (0..100 * build::rounds()).map(|_| seed.sum(4)).collect();
    let holes: Vec<Value> = (0..60 * build::rounds()).map(|_| seed.parts()).filter(is_composed).collect();

    let mut one = Fragment::default();
    let arena = &mut one.arena;
    let nested = build::plain(arena, &trees);
    let outputs = [
        ("keys", build::plain(arena, &keys), keys),
        ("list", build::plain(arena, &json!(all)), json!(all)),
        ("nested", nested, trees.clone()),
        ("document", arena.document(resources::Format::Json, nested), trees),
        ("sums", each(arena, &sums, Sum::node), sums.iter().map(Sum::value).collect()),
        ("holes", each(arena, &holes, template), holes.iter().map(meant).collect()),
    ];
    locals_and_outputs(&mut one, &outputs);
    let Some(read) = applied(one) else { return };
    for (name, _, meant) in outputs {
        let value = &read[name]["value"];
        let document = || serde_json::from_str(value.as_str().expect("text")).expect("JSON");
        build::same(name, &if name == "document" { document() } else { value.clone() }, &meant);
    }
}

/// A local each, and an output that reads it.
fn locals_and_outputs(one: &mut Fragment, outputs: &[(&str, Node, Value)]) {
    let arena = &mut one.arena;
    let mark = arena.begin();
    for (name, node, _) in outputs {
        arena.put(name, *node, OriginId::NONE);
    }
    one.resources.push(resource(Kind::Locals, arena.close(mark), Default::default()));
    for (name, ..) in outputs {
        let mark = arena.begin();
        let local = arena.local(name);
        arena.put("value", local, OriginId::NONE);
        let (label, body) = (arena.piece(name), arena.close(mark));
        one.resources.push(resource(Kind::Output, body, label));
    }
}

/// The outputs as Terraform computes them; none if it isn't there.
fn applied(one: Fragment) -> Option<Value> {
    let folder = folder("read");
    let file = emit::emit(&unit(vec![one])).files.remove(0);
    write(&folder, "main.tf", &file.bytes);
    let applied = terraform(&folder, &["apply", "-auto-approve", "-no-color"])?;
    assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));
    let read = terraform(&folder, &["output", "-json"])?;
    Some(serde_json::from_slice(&read.stdout).expect("JSON"))
}

/// The bodies of the written cases are formatted as well.
fn cases() -> ResourceSet {
    let case = include_str!("expressions.md");
    let given = case.split("```json\n").nth(1).and_then(|rest| rest.split("\n```").next()).expect("JSON");
    build::set(&serde_json::from_str(given).expect("JSON"))
}

fn each<T>(arena: &mut Arena, of: &[T], node: impl Fn(&T, &mut Arena) -> Node) -> Node {
    let mark = arena.begin();
    for one in of {
        let node = node(one, arena);
        arena.item(node, OriginId::NONE);
    }
    arena.list(mark)
}

/// An expression whose value is known here.
enum Sum {
    Int(i64),
    Bool(bool),
    Minus(Box<Sum>),
    Not(Box<Sum>),
    Op(Binary, Box<Sum>, Box<Sum>),
    If(Box<Sum>, Box<Sum>, Box<Sum>),
}

impl Sum {
    fn value(&self) -> Value {
        match self {
            Sum::Bool(_) | Sum::Not(_) => json!(self.truth()),
            Sum::Op(op, ..) if !matches!(op, Binary::Add | Binary::Subtract | Binary::Multiply) => json!(self.truth()),
            Sum::If(_, then, _) => match then.value() {
                Value::Bool(_) => json!(self.truth()),
                _ => json!(self.number()),
            },
            _ => json!(self.number()),
        }
    }

    fn number(&self) -> i64 {
        match self {
            Sum::Int(value) => *value,
            Sum::Minus(of) => -of.number(),
            Sum::Op(Binary::Add, a, b) => a.number() + b.number(),
            Sum::Op(Binary::Subtract, a, b) => a.number() - b.number(),
            Sum::Op(_, a, b) => a.number() * b.number(),
            Sum::If(test, a, b) => {
                if test.truth() {
                    a.number()
                } else {
                    b.number()
                }
            }
            Sum::Bool(_) | Sum::Not(_) => 0,
        }
    }

    fn truth(&self) -> bool {
        match self {
            Sum::Bool(value) => *value,
            Sum::Not(of) => !of.truth(),
            Sum::Op(Binary::Or, a, b) => a.truth() || b.truth(),
            Sum::Op(Binary::And, a, b) => a.truth() && b.truth(),
            Sum::Op(Binary::Equal, a, b) => a.value() == b.value(),
            Sum::Op(Binary::Unequal, a, b) => a.value() != b.value(),
            Sum::Op(Binary::Less, a, b) => a.number() < b.number(),
            Sum::Op(_, a, b) => a.number() >= b.number(),
            Sum::If(test, a, b) => {
                if test.truth() {
                    a.truth()
                } else {
                    b.truth()
                }
            }
            Sum::Int(_) | Sum::Minus(_) => false,
        }
    }

    fn node(&self, arena: &mut Arena) -> Node {
        match self {
            Sum::Int(value) => Node::Int(*value),
            Sum::Bool(value) => Node::Bool(*value),
            Sum::Minus(of) => {
                let of = of.node(arena);
                arena.unary(Unary::Minus, of)
            }
            Sum::Not(of) => {
                let of = of.node(arena);
                arena.unary(Unary::Not, of)
            }
            Sum::Op(op, a, b) => {
                let (a, b) = (a.node(arena), b.node(arena));
                arena.binary(*op, a, b)
            }
            Sum::If(test, a, b) => {
                let (test, then, otherwise) = (test.node(arena), a.node(arena), b.node(arena));
                arena.choose(resources::Choice { test, then, otherwise })
            }
        }
    }
}

impl Seed {
    fn sum(&mut self, depth: usize) -> Sum {
        let part = |seed: &mut Seed| Box::new(seed.sum(depth.saturating_sub(1)));
        match self.below(if depth == 0 { 2 } else { 9 }) {
            0 | 1 => Sum::Int(self.below(20) as i64 - 10),
            2 => Sum::Minus(part(self)),
            3..=6 => Sum::Op(self.pick(&[Binary::Add, Binary::Subtract, Binary::Multiply]), part(self), part(self)),
            _ => Sum::If(Box::new(self.test(depth - 1)), part(self), part(self)),
        }
    }

    fn test(&mut self, depth: usize) -> Sum {
        let less = depth.saturating_sub(1);
        match self.below(if depth == 0 { 1 } else { 6 }) {
            0 => Sum::Bool(self.below(2) == 0),
            1 => Sum::Not(Box::new(self.test(less))),
            2 | 3 => Sum::Op(
                self.pick(&[Binary::Or, Binary::And, Binary::Equal, Binary::Unequal]),
                Box::new(self.test(less)),
                Box::new(self.test(less)),
            ),
            _ => Sum::Op(
                self.pick(&[Binary::Less, Binary::AtLeast, Binary::Equal]),
                Box::new(self.sum(less)),
                Box::new(self.sum(less)),
            ),
        }
    }

    /// Texts, each literal or, as a list of one, in a hole.
    fn parts(&mut self) -> Value {
        let part = |seed: &mut Seed| if seed.below(2) == 0 { json!(seed.text()) } else { json!([seed.text()]) };
        (0..2 + self.below(4)).map(|_| part(self)).collect()
    }

    /// A random body in the JSON that `build` reads: attributes, blocks and terms.
    fn body(&mut self, depth: usize) -> Value {
        let mut body = Map::new();
        for at in 0..1 + self.below(7) {
            let name = format!("{}_{at}", self.pick(&["a", "name", "some_long_name", "lifecycle", "x"]));
            let value = match self.below(9) {
                0 if depth > 0 => json!({ "$block": self.body(depth - 1) }),
                0..=2 => self.tree(3),
                _ => self.expr(3),
            };
            body.insert(name, value);
        }
        for meta in ["depends_on", "provider", "lifecycle"] {
            if self.below(5) == 0 {
                let value =
                    if meta == "lifecycle" { json!({"$block": {"prevent_destroy": true}}) } else { self.expr(1) };
                body.insert(meta.into(), value);
            }
        }
        body.into()
    }

    fn expr(&mut self, depth: usize) -> Value {
        let path = self.pick(&["var.x", "aws_vpc.main.id", "data.aws_region.here.name", "local.y", "v"]);
        let part = |seed: &mut Seed| if depth == 0 { json!({ "$ref": path }) } else { seed.expr(depth - 1) };
        let signs = ["+", "-", "*", "/", "%", "==", "!=", "<", ">=", "&&", "||"];
        match self.below(16) {
            0 | 1 => json!({ "$ref": path }),
            2 => json!(self.text()),
            3 => json!(self.below(100) as i64 - 50),
            4 => json!({ "$op": [self.pick(&signs), part(self), part(self)] }),
            5 => json!({ "$op": [self.pick(&["-", "!"]), part(self)] }),
            6 => json!({ "$if": [part(self), part(self), part(self)] }),
            7 => json!({ "$call": [self.pick(&["merge", "max", "provider::aws::arn_parse"]), part(self), part(self)] }),
            8 => json!({ "$attr": [part(self), "id"] }),
            9 => json!({ "$index": [part(self), { "$ref": path }] }),
            10 => json!({ "$template": [self.text(), part(self), self.text(), part(self)] }),
            11 => json!({ "$json": part(self) }),
            12 => json!({ "$for": { "value": "v", "over": part(self), "item": part(self), "if": part(self) } }),
            13 => json!({ "$for": { "key": "k", "value": "v", "over": part(self), "pair": [part(self), part(self)] } }),
            14 => json!([part(self), part(self)]),
            _ => json!({ self.text(): part(self), "b": self.tree(1) }),
        }
    }
}

fn template(parts: &Value, arena: &mut Arena) -> Node {
    let mark = arena.begin();
    for part in parts.as_array().into_iter().flatten() {
        let node = match part {
            // The text of a hole is hidden from the writer by a call.
            Value::Array(_) => {
                let text = build::plain(arena, &part[0]);
                arena.call_of("tostring", &[text])
            }
            _ => build::plain(arena, part),
        };
        arena.item(node, OriginId::NONE);
    }
    arena.template(mark)
}

fn meant(parts: &Value) -> String {
    let text = |part: &Value| part.as_str().or(part[0].as_str()).unwrap_or_default().to_string();
    parts.as_array().into_iter().flatten().map(text).collect()
}

/// Whether Terraform keeps all its texts.
fn is_composed(tree: &Value) -> bool {
    let fits = |text: &str| refuses(Sink::Terraform, text).is_none();
    match tree {
        Value::String(text) => fits(text),
        Value::Array(items) => items.iter().all(is_composed),
        Value::Object(fields) => fields.iter().all(|(key, value)| fits(key) && is_composed(value)),
        _ => true,
    }
}

fn blocks(bodies: Vec<Value>) -> ResourceSet {
    let made = |body: Value| {
        let mut one = Fragment::default();
        let body = build::body(&mut one.arena, &body);
        let mut resource = resource(Kind::Managed, body, one.arena.piece("x"));
        resource.ty = one.arena.piece("aws_x");
        one.resources.push(resource);
        one
    };
    unit(bodies.into_iter().map(made).collect())
}

fn resource(kind: Kind, body: resources::Entries, label: resources::Str) -> Resource {
    Resource {
        unit: UnitId(0),
        file: Default::default(),
        rank: 0,
        kind,
        ty: Default::default(),
        label,
        body,
        origin: OriginId::NONE,
    }
}

fn unit(fragments: Vec<Fragment>) -> ResourceSet {
    let units = vec![Unit { sink: Sink::Terraform, folder: "terraform".into() }];
    ResourceSet { environment: "test".into(), spec: "app.infra".into(), units, fragments }
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("emit").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    fs::write(folder.join(name), bytes).expect("a file can be written");
}

/// Runs Terraform without its network; none if it isn't there.
fn terraform(folder: &Path, args: &[&str]) -> Option<Output> {
    let settings = folder.join("terraform.rc");
    fs::write(&settings, "disable_checkpoint = true\n").expect("a file can be written");
    let done = Command::new("terraform").args(args).current_dir(folder).env("TF_CLI_CONFIG_FILE", settings).output();
    if done.is_err() {
        build::skip("terraform");
    }
    done.ok()
}
