//! Compose: what its reader fills in comes out as meant, and `.env` reads back.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use resources::{Fallback, Fragment, Kind, Node, OriginId, Resource, ResourceSet, Sink, Unit, UnitId, Variable};
use serde_json::{Map, Value, json};

use crate::build;
use crate::nasty::{self, Seed};

#[test]
fn compose_fills_in_what_was_meant() {
    let all = nasty::texts(&mut Seed(5), 300 * build::rounds());
    // Compose wants a character in a key, and takes `x-` for an extension.
    let keys = all.iter().filter(|text| !text.trim_matches('\n').is_empty() && !text.starts_with("x-"));
    let keys: Value = keys.map(|text| (text.clone(), json!(text))).collect::<Map<_, _>>().into();
    let (one, environment) = service(&all, &keys);
    let files = emit::emit(&unit(one));
    let bytes = &files.get("compose/compose.yaml").expect("the file").bytes;
    let read: Value = serde_norway::from_slice(bytes).expect("YAML");
    let filled = fill(&read["services"]["api"], &BTreeMap::from([("SET", "$et${X}")]));
    for read in [Some(filled), docker_compose(bytes, "")].into_iter().flatten() {
        build::same("environment", &read["environment"], &environment);
        build::same("command", &read["command"], &json!(all));
        build::same("labels", &read["labels"], &keys);
    }
}

/// A service with these texts, around holes in its environment, and what becomes of that.
fn service(all: &[String], keys: &Value) -> (Fragment, Value) {
    let mut one = Fragment::default();
    let arena = &mut one.arena;
    let mut meant = Map::new();
    let body = arena.begin();
    for (key, value) in [("image", &json!("x")), ("command", &json!(all)), ("labels", keys)] {
        let node = build::plain(arena, value);
        arena.put(key, node, OriginId::NONE);
    }
    let environment = arena.begin();
    for (at, text) in all.iter().enumerate() {
        let mark = arena.begin();
        let (literal, default) = (arena.text(text), arena.piece("by default"));
        let (name, fallback, filled) = match at % 2 {
            0 => ("UNSET", Fallback::Default(default), "by default"),
            _ => ("SET", Fallback::Required(default), "$et${X}"),
        };
        let hole = arena.hole(name, fallback);
        for part in [literal, hole, literal] {
            arena.item(part, OriginId::NONE);
        }
        let template = arena.template(mark);
        arena.put(&format!("K{at}"), template, OriginId::NONE);
        meant.insert(format!("K{at}"), json!(format!("{text}{filled}{text}")));
    }
    let environment: Node = arena.map(environment);
    arena.put("environment", environment, OriginId::NONE);
    let (label, file, body) = (arena.piece("api"), arena.piece("compose.yaml"), arena.close(body));
    let (unit, ty, origin) = (UnitId(0), Default::default(), OriginId::NONE);
    one.resources.push(Resource { unit, file, rank: 0, kind: Kind::Service, ty, label, body, origin });
    (one, Value::Object(meant))
}

#[test]
fn variables_read_back() {
    let mut seed = Seed(9);
    let all = nasty::texts(&mut seed, 200);
    let mut one = Fragment::default();
    let mut meant = BTreeMap::new();
    for (at, text) in all.iter().enumerate().filter(|(_, text)| !text.chars().any(|c| c.is_control() && c != '\n')) {
        let [name, doc, value] = [&format!("K{at}"), text, text].map(|it| one.arena.piece(it));
        one.variables.push(Variable { unit: UnitId(0), name, doc, value, origin: OriginId::NONE });
        meant.insert(format!("K{at}"), text.clone());
    }
    let files = emit::emit(&unit(one));
    let text = String::from_utf8(files.get("compose/.env.example").expect("the file").bytes.clone()).expect("UTF-8");
    assert_eq!(variables(&text), meant);
    let names = meant.keys().map(|name| (name.clone(), json!(format!("${{{name}}}")))).collect::<Map<_, _>>();
    let project = json!({ "services": { "api": { "image": "x", "environment": names } } }).to_string();
    if let Some(read) = docker_compose(project.as_bytes(), &text) {
        build::same("environment", &read["environment"], &json!(meant));
    }
}

fn unit(one: Fragment) -> ResourceSet {
    let units = vec![Unit { sink: Sink::Compose, folder: "compose".into() }];
    ResourceSet { environment: "test".into(), spec: "app.infra".into(), units, fragments: vec![one] }
}

/// What Docker Compose itself makes of a project; none if it isn't there or is the old one.
fn docker_compose(project: &[u8], env: &str) -> Option<Value> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("emit-compose-{}", env.len()));
    fs::create_dir_all(&folder).expect("a folder can be made");
    for (name, bytes) in [("compose.yaml", project), (".env", env.as_bytes())] {
        fs::write(folder.join(name), bytes).expect("a file can be written");
    }
    let program = std::env::var("DOCKER_COMPOSE").unwrap_or("docker-compose".into());
    let run =
        |args: &[&str]| Command::new(&program).args(args).current_dir(&folder).env("SET", "$et${X}").output().ok();
    let known =
        run(&["version", "--short"]).filter(|done| done.stdout.starts_with(b"2") || done.stdout.starts_with(b"5"));
    if known.is_none() {
        build::skip("docker-compose 2");
        return None;
    }
    let done = run(&["-p", "emit", "config", "--format", "json"])?;
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    // It shows a project that could be read again, so each dollar twice, in keys too.
    let shown = String::from_utf8(done.stdout).expect("UTF-8").replace("$$", "$");
    let shown: Value = serde_json::from_str(&shown).expect("JSON");
    Some(shown["services"]["api"].clone())
}

/// Fills in variables as Compose does: `$$` is a dollar, `${NAME…}` a variable.
fn fill(tree: &Value, variables: &BTreeMap<&str, &str>) -> Value {
    match tree {
        Value::String(text) => json!(filled(text, variables)),
        Value::Array(items) => items.iter().map(|item| fill(item, variables)).collect(),
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), fill(value, variables))).collect(),
        _ => tree.clone(),
    }
}

fn filled(text: &str, variables: &BTreeMap<&str, &str>) -> String {
    let mut made = String::new();
    let mut rest = text;
    while let Some((plain, after)) = rest.split_once('$') {
        made += plain;
        if let Some(after) = after.strip_prefix('$') {
            made.push('$');
            rest = after;
            continue;
        }
        let (hole, after) = after.strip_prefix('{').and_then(|it| it.split_once('}')).expect("a hole");
        let (name, otherwise) = hole.split_at(hole.find(':').unwrap_or(hole.len()));
        let default = otherwise.strip_prefix(":-");
        made += variables.get(name).copied().or(default).expect("a value or a default");
        rest = after;
    }
    made + rest
}

/// Reads `.env` by its rules: bare, in single quotes without escapes, in double quotes with them.
fn variables(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (name, value) = line.split_once('=').expect("a variable");
        let value = match value.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
            Some(quoted) => unescaped(quoted),
            None => value.strip_prefix('\'').and_then(|it| it.strip_suffix('\'')).unwrap_or(value).to_string(),
        };
        found.insert(name.to_string(), value);
    }
    found
}

fn unescaped(text: &str) -> String {
    let mut made = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('n')) => made.push('\n'),
            ('\\', Some('r')) => made.push('\r'),
            ('\\', Some(c)) => made.push(c),
            _ => made.push(c),
        }
    }
    made
}
