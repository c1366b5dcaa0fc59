//! Facts of a provider that its schema does not hold, joined to the schema by type and path.

use serde_json::{Map, Value};

use super::document::{count, json, object, sorted, yes};
use super::{ImportError, wrong};
use crate::import::writer::{Draft, Writer};
use crate::layout::{field, rule, slot};

/// The facts of all resources of a provider.
pub(super) struct Sheet(Map<String, Value>);

impl Sheet {
    /// Reads a facts document; without one nothing is known.
    pub(super) fn read(text: Option<&str>) -> Result<Sheet, ImportError> {
        let Some(text) = text else { return Ok(Sheet(Map::new())) };
        let document = json(text)?;
        match document.get("resources") {
            Some(Value::Object(resources)) => Ok(Sheet(resources.clone())),
            other => Err(wrong("resources", "an object of resource types, each with `attributes`", other)),
        }
    }

    /// The facts of one resource type.
    pub(super) fn of(&self, name: &str) -> Result<Known<'_>, ImportError> {
        let Some(resource) = self.0.get(name) else { return Ok(Known::default()) };
        let place = format!("resources.{name}");
        let attributes = object(resource, "attributes", &place)?;
        let mut rules = Vec::new();
        let kinds = [
            ("conflicts", rule::AT_MOST_ONE),
            ("exactly_one_of", rule::EXACTLY_ONE),
            ("at_least_one_of", rule::AT_LEAST_ONE),
            ("required_with", rule::NEEDS),
        ];
        for (key, kind) in kinds {
            for group in resource.get(key).and_then(Value::as_array).into_iter().flatten() {
                let paths: Option<Vec<&str>> =
                    group.as_array().map(|paths| paths.iter().filter_map(Value::as_str).collect());
                let paths = paths.ok_or_else(|| wrong(&format!("{place}.{key}"), "lists of paths", Some(group)))?;
                let paths = if kind == rule::NEEDS { paths } else { innermost(paths) };
                if paths.len() > 1 {
                    rules.push(Together { kind, parent: common(&paths), paths });
                }
            }
        }
        Ok(Known { attributes, rules })
    }
}

/// What is known of one resource type.
#[derive(Default)]
pub(super) struct Known<'v> {
    attributes: Option<&'v Map<String, Value>>,
    rules: Vec<Together<'v>>,
}

/// A rule between paths, and the block that it holds in: the deepest one around all of them.
struct Together<'v> {
    kind: u32,
    parent: String,
    paths: Vec<&'v str>,
}

/// The facts of one path, sorted by where they belong.
#[derive(Default)]
pub(super) struct Parts {
    /// Facts of a plain value, or of the plain elements of a collection.
    pub(super) value: Draft,
    /// Facts of a collection.
    pub(super) items: Draft,
    /// Facts of the field.
    pub(super) extra: Draft,
    /// Bits of the field.
    pub(super) flags: u32,
    /// Whether numbers must be whole.
    pub(super) whole: bool,
}

impl Known<'_> {
    /// The facts of a path.
    pub(super) fn parts(&self, path: &str, writer: &mut Writer) -> Parts {
        let mut parts = Parts::default();
        let Some(fact) = self.attributes.and_then(|attributes| attributes.get(path)) else { return parts };
        values(fact, &mut parts.value, writer);
        let format = self.format(fact, path);
        words(fact, &format, &mut parts.value, writer);
        let name = path.rsplit('.').next().unwrap_or(path);
        if parts.value.has(slot::CHARS) && (name.starts_with("source_") || name.starts_with("target_")) {
            // What exists already may be named by its long form as well.
            parts.value.put(slot::ALSO, writer.texts(["arn"]));
        }
        for (key, slot) in [("min_items", slot::MIN_ITEMS), ("max_items", slot::MAX_ITEMS)] {
            if let Some(count) = count(fact, key) {
                parts.items.put(slot, count);
            }
        }
        changes(fact, &mut parts, writer);
        let bits = [(yes(fact, "required"), field::REQUIRED), (yes(fact, "deprecated"), field::DEPRECATED)];
        parts.flags |= bits.iter().filter(|(on, _)| *on).fold(0, |flags, (_, bit)| flags | bit);
        if fact.get("settable") == Some(&Value::Bool(false)) {
            parts.flags |= field::FIXED;
        }
        parts.whole = yes(fact, "integer");
        parts
    }

    /// The format of a path, narrowed where the name of the attribute or of the one beside it says more.
    fn format(&self, fact: &Value, path: &str) -> String {
        let format = super::document::text(fact, "format").unwrap_or("");
        let (block, name) = path.rsplit_once('.').unwrap_or(("", path));
        let has = |word: &str| name.contains(word);
        let beside = super::document::join(block, &format!("ipv6_{name}"));
        let twin = || self.attributes.is_some_and(|attributes| attributes.contains_key(&beside));
        let narrow = match format {
            // What its characters make base64 was measured as nothing else.
            "" if super::document::text(fact, "chars") == Some("+/-9A-Za-z") => "base64",
            "duration" if path.starts_with("timeouts.") => "timeout",
            "cidr" if has("ipv6") => "cidr6",
            "cidr" if has("ipv4") || twin() => "cidr4",
            "window" if has("maintenance") && !tried(fact) => "weekly_window",
            "window" if (has("backup") || has("snapshot")) && !tried(fact) => "daily_window",
            _ => format,
        };
        narrow.to_owned()
    }

    /// The rules that hold in the block at a path.
    pub(super) fn rules(&self, path: &str, writer: &mut Writer) -> Vec<u32> {
        let here = self.rules.iter().filter(|rule| rule.parent == path);
        let cut = if path.is_empty() { 0 } else { path.len() + 1 };
        here.map(|rule| {
            let paths: Vec<&str> = rule.paths.iter().filter_map(|path| path.get(cut..)).collect();
            writer.rule(rule.kind, &paths)
        })
        .collect()
    }
}

fn values(fact: &Value, draft: &mut Draft, writer: &mut Writer) {
    if let Some(allowed) = fact.get("enum").and_then(Value::as_array) {
        let ids: Vec<u32> = allowed.iter().map(|value| writer.scalar(value)).collect();
        draft.put(slot::ENUM, writer.list(&ids));
    }
    if yes(fact, "ignore_case") {
        draft.flag(slot::IGNORE_CASE);
    }
    if yes(fact, "enum_open") {
        draft.flag(slot::ENUM_OPEN);
        draft.put(slot::ALSO, writer.texts(super::document::texts(fact, "also")));
    }
    // One number alone is what was left of numbers that were too small to be tried.
    let ends = [("min", slot::MIN), ("max", slot::MAX)].into_iter().filter(|_| fact.get("min") != fact.get("max"));
    for (key, slot) in ends {
        if let Some(Value::Number(number)) = fact.get(key) {
            draft.put(slot, writer.text(&number.to_string()));
        }
    }
    if let Some(step) = fact.get("enum").and_then(Value::as_array).and_then(|allowed| endless(allowed)) {
        draft.put(slot::STEP, writer.text(&step.to_string()));
    }
    if let Some(ranges) = fact.get("ranges").and_then(Value::as_array) {
        let ends = ranges.iter().filter_map(Value::as_array).flatten();
        let ids: Vec<u32> = ends.map(|end| number_or_open(end, writer)).collect();
        draft.put(slot::RANGES, writer.list(&ids));
    }
}

/// The step of a list of numbers that goes on where trying ended: the last ones are equally far from each other, and
/// the next would be beyond.
fn endless(allowed: &[Value]) -> Option<i64> {
    const TRIED: i64 = 1300;
    let numbers: Vec<i64> = allowed.iter().map(Value::as_i64).collect::<Option<_>>()?;
    let [.., a, b, c, d] = numbers.as_slice() else { return None };
    let step = d - c;
    (step > 0 && b - a == step && c - b == step && *d < TRIED && d + step >= TRIED).then_some(step)
}

fn number_or_open(end: &Value, writer: &mut Writer) -> u32 {
    match end {
        Value::Number(number) => writer.text(&number.to_string()),
        _ => crate::layout::scalar::NONE,
    }
}

/// Formats, characters and lengths of a text.
fn words(fact: &Value, format: &str, draft: &mut Draft, writer: &mut Writer) {
    if let Some(pattern) = format.strip_prefix("regex:") {
        let mut patterns = vec![pattern];
        patterns.extend(super::document::texts(fact, "also_regex"));
        patterns.sort_unstable();
        patterns.dedup();
        draft.put(slot::PATTERNS, writer.texts(patterns));
    } else if !format.is_empty() {
        draft.put(slot::FORMAT, writer.text(format));
        if tried(fact) && !TELLING.contains(&format) {
            draft.flag(slot::GUESSED);
        }
    }
    if let Some(example) = super::document::text(fact, "example") {
        draft.put(slot::EXAMPLE, writer.text(example));
    }
    let trust = trust(fact, format);
    if trust == Trust::All {
        classes(fact, draft, writer);
    }
    let lengths = [("min_length", slot::MIN_LENGTH), ("max_length", slot::MAX_LENGTH)];
    for (key, slot) in lengths.into_iter().filter(|_| trust != Trust::Nothing) {
        if let Some(count) = count(fact, key) {
            draft.put(slot, count);
        }
    }
}

/// Characters inside, at the start and at the end. Where all may stand inside, only a start that is a plain class is
/// a rule of the text, other limits come from what the whole must read as.
fn classes(fact: &Value, draft: &mut Draft, writer: &mut Writer) {
    let all = super::document::text(fact, "chars") == Some(" -~");
    let keys = [("chars", slot::CHARS), ("first", slot::FIRST), ("last", slot::LAST), ("not_twice", slot::NOT_TWICE)];
    for (key, slot) in keys {
        let class = super::document::text(fact, key);
        if let Some(class) = class.filter(|class| !all || (slot == slot::FIRST && !class.starts_with(' '))) {
            draft.put(slot, writer.text(class));
        }
    }
}

/// What to believe of lengths and characters that were measured on one example.
#[derive(PartialEq, Eq)]
enum Trust {
    All,
    Lengths,
    Nothing,
}

/// Lengths and characters were found by stretching and changing the example. Where it is not a run of one letter, the
/// measures are those of its parts; where it is a number, they speak of the sizes of numbers.
fn trust(fact: &Value, format: &str) -> Trust {
    let example = super::document::text(fact, "example").unwrap_or("");
    let number = !example.is_empty() && example.bytes().all(|byte| byte.is_ascii_digit());
    let numbers = tried(fact) && format.split('|').any(|kind| matches!(kind, "integer" | "account_id"));
    let run = example.chars().zip(example.chars().skip(1)).all(|(a, b)| a == b);
    match () {
        () if numbers || number || example.contains(['-', '.', '_', ':', ' ']) => Trust::Nothing,
        () if format == "base64" => Trust::Nothing,
        () if run => Trust::All,
        () => Trust::Lengths,
    }
}

/// Formats whose words are so unlike others that nothing else passes where only they did.
const TELLING: [&str; 18] = [
    "account_id",
    "alias",
    "arn",
    "base64",
    "country",
    "date",
    "email",
    "email|url",
    "hour",
    "id",
    "json",
    "path",
    "phone",
    "region",
    "time",
    "url",
    "uuid",
    "version",
];

/// A format stands beside lengths or an example only where it was found by trying words.
fn tried(fact: &Value) -> bool {
    let other = super::document::text(fact, "format") == Some("other");
    other || ["min_length", "max_length", "chars", "example"].iter().any(|key| fact.get(key).is_some())
}

/// Defaults, and what a change does.
fn changes(fact: &Value, parts: &mut Parts, writer: &mut Writer) {
    if let Some(default) = fact.get("default") {
        parts.extra.put(slot::DEFAULT, writer.scalar(default));
    }
    if let Some(why) = super::document::text(fact, "replace_why") {
        parts.extra.put(slot::REPLACE_WHY, writer.text(why));
    }
    let kinds =
        [("replace", field::REPLACE), ("replace_add", field::REPLACE_ADD), ("replace_remove", field::REPLACE_REMOVE)];
    for (key, shift) in kinds {
        if let Some(Value::Bool(replaces)) = fact.get(key) {
            parts.flags |= (1 + u32::from(*replaces)) << shift;
        }
    }
    if let Some(pairs) = fact.get("replace_pairs").and_then(Value::as_array) {
        let words = pairs.iter().filter_map(Value::as_array).flat_map(|pair| match pair.as_slice() {
            [from, to, replaces] => {
                vec![writer.scalar(from), writer.scalar(to), u32::from(replaces == &Value::Bool(true))]
            }
            _ => Vec::new(),
        });
        let words: Vec<u32> = words.collect();
        parts.extra.put(slot::REPLACE_PAIRS, writer.list(&words));
    }
}

/// The paths without those of blocks that others lie in: such a block is where the rule holds, no part of it.
fn innermost(paths: Vec<&str>) -> Vec<&str> {
    let around =
        |path: &str| paths.iter().any(|other| other.strip_prefix(path).is_some_and(|rest| rest.starts_with('.')));
    paths.iter().copied().filter(|path| !around(path)).collect()
}

/// The deepest block that all paths lie in.
fn common(paths: &[&str]) -> String {
    let parents = paths.iter().map(|path| path.rsplit_once('.').map_or("", |(parent, _)| parent));
    let shared = parents.map(|parent| parent.split('.').filter(|name| !name.is_empty()).collect::<Vec<&str>>());
    let shared = shared.reduce(|a, b| a.into_iter().zip(b).take_while(|(x, y)| x == y).map(|(x, _)| x).collect());
    shared.unwrap_or_default().join(".")
}

/// The entries of the facts whose resource the schema does not have.
pub(super) fn strangers(sheet: &Sheet, known: impl Fn(&str) -> bool) -> Option<&str> {
    sorted(Some(&sheet.0)).into_iter().map(|(name, _)| name).find(|name| !known(name))
}
