//! Readable texts of types: one field a line, in columns.

use crate::catalog::Catalog;
use crate::facts::{Facts, RuleKind, Scalar};
use crate::field::{Change, Field, Place, Replace};
use crate::shape::{Block, Shape, ShapeKind};
use crate::types::{Class, ResourceType, Scope};

/// How deep blocks are shown, and how many lines at most: what a damaged file says must end, too.
const DEPTH: usize = 24;
const LINES: usize = 20_000;
/// How many shared types within each other are opened.
const OPENED: usize = 2;
/// Allowed values that are shown before the list is cut.
const VALUES: usize = 24;

/// A line of the text: its depth and its columns.
struct Line {
    depth: usize,
    name: String,
    shape: String,
    about: String,
}

/// The text of a type, for `infra catalog show`.
pub fn describe(found: ResourceType<'_>) -> String {
    let mut text = Text::default();
    if let Some(block) = found.block() {
        text.block(block, 0, 0);
    }
    let lines = text.lines;
    let mut text = heading(found);
    let left = |line: &Line| line.depth * 2 + line.name.chars().count();
    let name = lines.iter().map(left).max().unwrap_or(0).min(44);
    let shape = lines.iter().map(|line| line.shape.chars().count()).max().unwrap_or(0).min(28);
    for line in &lines {
        let start = format!("{}{}", "  ".repeat(line.depth), line.name);
        let row = format!("  {start:name$}  {:shape$}  {}", line.shape, line.about);
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}

/// The names of a catalog by class, for `infra catalog list`.
pub fn list(catalog: &Catalog) -> String {
    let mut text = format!("{} {}", catalog.family().name(), catalog.name());
    for part in [catalog.version(), catalog.source()].into_iter().filter(|part| !part.is_empty()) {
        text.push_str(&format!(" · {part}"));
    }
    text.push('\n');
    for class in Class::all() {
        for found in catalog.types().filter(|found| found.class() == class && class != Class::Shared) {
            text.push_str(&format!("  {:9} {}\n", class.name(), found.full_name()));
        }
    }
    text
}

fn heading(found: ResourceType<'_>) -> String {
    let catalog = found.catalog();
    let mut text = format!("{} {} · {} {}", found.class().name(), found.full_name(), catalog.name(), catalog.version());
    text.truncate(text.trim_end().len());
    let scope = found.scope().map(|scope| if scope == Scope::Namespaced { "namespaced" } else { "of the cluster" });
    let plural = Some(found.plural()).filter(|plural| !plural.is_empty());
    for part in [scope, plural, found.deprecated().then_some("deprecated")].into_iter().flatten() {
        text.push_str(&format!(" · {part}"));
    }
    if let Some(returns) = found.returns() {
        text.push_str(&format!(" · gives {}", phrase(returns)));
    } else if found.block().is_none() {
        text.push_str(&format!(" · {}", phrase(found.shape())));
    }
    text.push('\n');
    text
}

/// The lines of a type as they are gathered.
#[derive(Default)]
struct Text {
    lines: Vec<Line>,
    within: usize,
}

impl Text {
    fn block(&mut self, block: Block<'_>, depth: usize, opened: usize) {
        for field in block.fields() {
            if self.lines.len() > LINES {
                return;
            }
            self.line(depth, field.name(), phrase(field.shape()), about(field));
            self.inner(field.shape(), depth, opened);
        }
        if let Some(rest) = block.rest() {
            self.line(depth, "…", phrase(rest), "any other key".to_owned());
        }
        for rule in block.rules() {
            let paths: Vec<&str> = rule.paths().collect();
            let about = match (rule.kind(), paths.split_first()) {
                (RuleKind::Needs, Some((first, others))) => format!("{first} needs {}", others.join(", ")),
                (RuleKind::AtMostOne, _) => format!("at most one of {}", paths.join(", ")),
                (RuleKind::Required, _) => format!("needs {}", paths.join(", ")),
                (RuleKind::ExactlyOne, _) => format!("exactly one of {}", paths.join(", ")),
                (_, _) => format!("at least one of {}", paths.join(", ")),
            };
            self.line(depth, "rule", String::new(), about);
        }
    }

    /// The blocks within a shape, through lists and unions; names of shared types are opened up to a limit.
    fn inner(&mut self, shape: Shape<'_>, depth: usize, opened: usize) {
        let opened = opened + usize::from(shape.named().is_some());
        if opened > OPENED || self.within > DEPTH {
            return;
        }
        self.within += 1;
        match shape.kind() {
            ShapeKind::Object(block) => self.block(block, depth + 1, opened),
            ShapeKind::List(element) | ShapeKind::Set(element) | ShapeKind::Map(element) => {
                self.inner(element, depth, opened)
            }
            ShapeKind::Union(shapes) => shapes.for_each(|member| self.inner(member, depth, opened)),
            _ => {}
        }
        self.within -= 1;
    }

    fn line(&mut self, depth: usize, name: &str, shape: String, about: String) {
        self.lines.push(Line { depth, name: name.to_owned(), shape, about });
    }
}

/// Flags and facts of a field, with `·` between them.
fn about(field: Field<'_>) -> String {
    let mut parts: Vec<String> = Vec::new();
    let needed = match (field.required(), field.optional(), field.computed()) {
        (true, _, _) => "required",
        (_, true, true) => "optional, computed",
        (_, true, false) => "optional",
        _ => "computed",
    };
    parts.push(needed.to_owned());
    let flags = [
        (field.place() == Place::Block, "block"),
        (!field.settable() && field.optional(), "not settable"),
        (field.sensitive(), "sensitive"),
        (field.write_only(), "write-only"),
        (field.variadic(), "any number"),
        (field.deprecated(), "deprecated"),
        (field.replace(Change::Value) == Replace::Yes, "replaces"),
    ];
    parts.extend(flags.iter().filter(|(on, _)| *on).map(|(_, name)| (*name).to_owned()));
    let own = field.shape().facts();
    let inner = field.facts();
    let both = if field.shape().element().is_some() { vec![own, inner] } else { vec![own] };
    parts.extend(both.into_iter().chain([field.extra()]).map(facts).filter(|text| !text.is_empty()));
    parts.join(" · ")
}

/// A shape in words.
pub(crate) fn phrase(shape: Shape<'_>) -> String {
    phrase_at(shape, 0)
}

fn phrase_at(shape: Shape<'_>, depth: usize) -> String {
    if depth > DEPTH {
        return "…".to_owned();
    }
    let null = if shape.nullable() { " | null" } else { "" };
    match shape.named() {
        Some(named) => format!("{}{null}", named.name()),
        None => format!("{}{null}", sort(shape, depth)),
    }
}

fn sort(shape: Shape<'_>, depth: usize) -> String {
    let inner = |shape: Shape<'_>| phrase_at(shape, depth + 1);
    let member = |shape: Shape<'_>| match facts(shape.facts()) {
        about if about.is_empty() || shape.named().is_some() => inner(shape),
        about => format!("{} ({about})", inner(shape)),
    };
    match shape.kind() {
        ShapeKind::Any => "any".to_owned(),
        ShapeKind::String => "string".to_owned(),
        ShapeKind::Number => "number".to_owned(),
        ShapeKind::Integer => "int".to_owned(),
        ShapeKind::Bool => "bool".to_owned(),
        ShapeKind::Quantity => "quantity".to_owned(),
        ShapeKind::IntOrString => "int or string".to_owned(),
        ShapeKind::List(element) => format!("list({})", inner(element)),
        ShapeKind::Set(element) => format!("set({})", inner(element)),
        ShapeKind::Map(element) => format!("map({})", inner(element)),
        ShapeKind::Object(_) => "object".to_owned(),
        ShapeKind::Union(shapes) => shapes.take(DEPTH).map(member).collect::<Vec<_>>().join(" | "),
        ShapeKind::Tuple(shapes) => format!("tuple({})", shapes.take(DEPTH).map(inner).collect::<Vec<_>>().join(", ")),
    }
}

/// Facts in words, with `·` between them.
pub(crate) fn facts(facts: Facts<'_>) -> String {
    let mut parts: Vec<String> = Vec::new();
    let values: Vec<String> = facts.values().take(VALUES).map(word).collect();
    if !values.is_empty() {
        let more = if facts.values().len() > VALUES { " | …" } else { "" };
        let open = if facts.values_open() { " or others" } else { "" };
        let case = if facts.ignore_case() { ", any case" } else { "" };
        parts.push(format!("{}{more}{open}{case}", values.join(" | ")));
    }
    let outside = [(facts.above_min(), facts.min(), "above"), (facts.below_max(), facts.max(), "below")];
    for (_, end, word) in outside.into_iter().filter(|(on, _, _)| *on) {
        parts.push(format!("{word} {}", end.unwrap_or("")));
    }
    parts.extend(ends(facts.min().filter(|_| !facts.above_min()), facts.max().filter(|_| !facts.below_max()), ""));
    parts.extend(
        facts.ranges().map(|(min, max)| ends(min, max, "").unwrap_or_default()).reduce(|a, b| format!("{a} or {b}")),
    );
    let steps = if values.is_empty() { "multiple of" } else { "and on by" };
    parts.extend(facts.step().map(|step| format!("{steps} {step}")));
    let count = |count: Option<u32>| count.map(|count| count.to_string());
    parts.extend(ends(count(facts.min_length()).as_deref(), count(facts.max_length()).as_deref(), " characters"));
    parts.extend(ends(count(facts.min_items()).as_deref(), count(facts.max_items()).as_deref(), " items"));
    let guessed = if facts.format_guessed() { "?" } else { "" };
    parts.extend(facts.format().map(|format| format!("{format}{guessed}")));
    parts.extend(facts.patterns().map(|pattern| format!("/{pattern}/")));
    parts.extend(facts.chars().map(|class| format!("[{class}]")));
    let keys: Vec<&str> = facts.merge_keys().collect();
    parts.extend((!keys.is_empty()).then(|| format!("by {}", keys.join(", "))));
    parts.extend(facts.key_pattern().map(|pattern| format!("keys /{pattern}/")));
    parts.extend(facts.unique().then(|| "unique".to_owned()));
    parts.extend(facts.default().map(|value| format!("default {value}")));
    parts.join(" · ")
}

fn word(value: Scalar<'_>) -> String {
    match value {
        Scalar::Text(text) if !text.is_empty() && !text.contains([' ', '|']) => text.to_owned(),
        other => other.to_string(),
    }
}

fn ends(min: Option<&str>, max: Option<&str>, unit: &str) -> Option<String> {
    match (min, max) {
        (None, None) => None,
        (Some(min), Some(max)) if min == max => Some(format!("{min}{unit}")),
        (min, max) => Some(format!("{}..{}{unit}", min.unwrap_or(""), max.unwrap_or(""))),
    }
}
