//! `infra why`: a value, and the layers that wrote it on the way.

mod layers;
mod path;
mod spelling;

use graph::ComponentGraph;
use program::Program;
use source::{Span, nearest};
use values::{InstanceId, Slot, Value};

use crate::pipeline::Checked;
use path::Step;
use spelling::Speller;

/// What is known of one value.
#[derive(Clone, Debug)]
pub struct Why {
    /// Its path, in full.
    pub path: String,
    /// Its value, as the language writes it.
    pub value: String,
    /// What wrote it, the highest layer first.
    pub layers: Vec<Written>,
    /// What it is made of, where it is made of several: the name, the value, the layer.
    pub parts: Vec<(String, String, String)>,
    /// The outputs that it reads.
    pub reads: Vec<Read>,
}

/// A layer that writes a value, or a part of it, or what it is a part of.
#[derive(Clone, Debug)]
pub struct Written {
    /// Its name.
    pub layer: String,
    /// Where.
    pub span: Span,
    /// Whether the value comes from here.
    pub counts: bool,
}

/// An output that a value reads.
#[derive(Clone, Debug)]
pub struct Read {
    /// Whose and which.
    pub path: String,
    /// Where it is declared.
    pub span: Span,
    /// Whether it is a secret.
    pub is_secret: bool,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// What isn't there.
    pub message: String,
    /// What is.
    pub help: Option<String>,
}

impl Miss {
    /// Something isn't named `name`; `names` are.
    pub(crate) fn new(message: String, name: &str, names: &[&str]) -> Self {
        const SHOWN: usize = 20;
        let help = match nearest(name, names.iter().copied()) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None if names.is_empty() => None,
            None => {
                let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
                Some(format!("there are {}{}", shown.join(", "), if names.len() > SHOWN { ", …" } else { "" }))
            }
        };
        Self { message, help }
    }
}

/// Where the value of a path in an environment comes from. A path is an instance with a field, an input, or a target
/// with a setting: `db.storage`, `worker["mail"].env.QUEUE`, `stage`, `aws.region`.
pub fn why(checked: &Checked, environment: &str, path: &str) -> Result<Why, Miss> {
    answer(&checked.program, &checked.environment(environment)?.graph, path)
}

fn answer(program: &Program, graph: &ComponentGraph, path: &str) -> Result<Why, Miss> {
    let speller = Speller { program, graph };
    let (holder, rest) = path::holder(graph, path).ok_or_else(|| {
        let head: String = path.chars().take_while(|c| !matches!(c, '.' | '[')).collect();
        Miss::new(format!("nothing in the environment is named `{head}`"), &head, &path::heads(graph))
    })?;
    let steps = path::parse(rest).ok_or_else(|| Miss {
        message: format!("`{rest}` is no path"),
        help: Some("write fields after dots and keys in brackets: `api.env.PORT`, `public.routes[\"/\"]`".to_owned()),
    })?;
    let mut walk = path::Walk::new(program, graph, holder);
    for step in &steps {
        walk.step(step).map_err(|names| {
            let (whole, Step(part)) = (walk.path(), step);
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            Miss::new(format!("`{whole}` has no `{part}`"), part, &names)
        })?;
    }
    let slot = walk.slot();
    Ok(Why {
        path: walk.path(),
        value: speller.spell(slot.value),
        layers: layers::written(program, graph, &walk),
        parts: parts(speller, slot),
        reads: reads(speller, slot),
    })
}

/// The fields of a record or entries of a map that somebody wrote, or that aren't absent.
fn parts(speller: Speller<'_>, slot: Slot) -> Vec<(String, String, String)> {
    let (program, graph) = (speller.program, speller.graph);
    let layer = |slot: Slot| {
        let layer = graph.layers.get(slot.origin.layer.index());
        layer.map_or(String::new(), |layer| graph.text(layer.name).to_owned())
    };
    let part = |name: String, slot: Slot| (name, speller.spell(slot.value), layer(slot));
    match path::fields(program, slot.value) {
        Some((record, start)) => {
            let fields = program.record(record).fields.iter().enumerate();
            let slots = fields.map(|(at, field)| (field.name, graph.values.slot(start + at as u32)));
            let present = slots.filter(|(_, slot)| !slot.value.is_absent());
            present.map(|(name, slot)| part(program.text(name).to_owned(), slot)).collect()
        }
        None => match slot.value {
            Value::Map(slice) => {
                let entries = graph.values.map(slice).iter();
                entries.map(|entry| part(spelling::key_of(graph.text(entry.key)), entry.slot)).collect()
            }
            _ => Vec::new(),
        },
    }
}

/// The outputs in a value; not those in parts of a record, which have answers of their own.
fn reads(speller: Speller<'_>, slot: Slot) -> Vec<Read> {
    let mut found: Vec<Read> = Vec::new();
    let mut open = vec![slot.value];
    while let Some(value) = open.pop() {
        match value {
            Value::Output { instance, output } => {
                let component = speller.graph.instance(instance).component;
                let out = speller.program.component(component).out(output);
                let path = speller.spell(value);
                if found.iter().all(|known| known.path != path) {
                    found.push(Read { path, span: out.span, is_secret: out.ty.labels.is_secret() });
                }
            }
            Value::Deferred(id) => match speller.graph.values.deferred(id) {
                values::Deferred::Text(slice) | values::Deferred::Operation { operands: slice, .. } => {
                    open.extend(speller.graph.values.slice(slice).iter().rev().map(|slot| slot.value));
                }
                values::Deferred::Input { .. } | values::Deferred::Attribute { .. } => {}
            },
            _ => {}
        }
    }
    found
}

/// An instance's declaration and the names that lead to it from a declared one.
fn inner_path(graph: &ComponentGraph, id: InstanceId) -> (u32, Vec<String>, Option<String>) {
    let mut names = Vec::new();
    let mut at = graph.instance(id);
    while let Some(owner) = at.owner {
        names.push(graph.text(at.name).to_owned());
        at = graph.instance(owner);
    }
    names.reverse();
    (at.decl, names, at.key.map(|key| graph.text(key).to_owned()))
}
