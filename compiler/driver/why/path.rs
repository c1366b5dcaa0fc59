//! Paths to values: reading them, and walking them.

use graph::ComponentGraph;
use program::Program;
use values::{InstanceId, Origin, RecordId, Slot, Value};

/// What has the first part of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    /// An instance.
    Instance(InstanceId),
    /// An input, by its place.
    Input(usize),
    /// A target of the environment, by its place.
    Target(usize),
}

/// One part of a path: a field, a key or an index, as text.
pub(crate) struct Step(pub(crate) String);

/// What a path starts with, and what is left of it. Of instances the one with the longest path wins.
pub(crate) fn holder<'a>(graph: &ComponentGraph, path: &'a str) -> Option<(Holder, &'a str)> {
    let rest = |name: &str| {
        let rest = path.strip_prefix(name)?;
        (rest.is_empty() || rest.starts_with(['.', '['])).then_some(rest)
    };
    let instances = graph.ids().filter_map(|(id, instance)| {
        let rest = rest(graph.text(instance.path))?;
        Some((Holder::Instance(id), rest))
    });
    let inputs = graph.inputs.iter().enumerate();
    let inputs = inputs.filter_map(|(at, input)| Some((Holder::Input(at), rest(graph.text(input.name))?)));
    let targets = graph.targets.iter().enumerate();
    let targets = targets.filter_map(|(at, target)| Some((Holder::Target(at), rest(graph.text(target.name))?)));
    instances.chain(inputs).chain(targets).min_by_key(|(_, rest)| rest.len())
}

/// Everything that a path may start with.
pub(crate) fn heads(graph: &ComponentGraph) -> Vec<&str> {
    let instances = graph.instances.iter().map(|instance| instance.path);
    let inputs = graph.inputs.iter().map(|input| input.name);
    let targets = graph.targets.iter().map(|target| target.name);
    instances.chain(inputs).chain(targets).map(|symbol| graph.text(symbol)).collect()
}

/// The parts of `.a["b"][0]`; nothing where it is no path.
pub(crate) fn parse(mut rest: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            let (name, next) = after.split_at(end);
            steps.push(Step(name.to_owned()));
            rest = next;
        } else {
            let after = rest.strip_prefix('[')?;
            let (key, next) = match after.strip_prefix('"') {
                Some(quoted) => quoted.split_once("\"]")?,
                None => after.split_once(']')?,
            };
            steps.push(Step(key.to_owned()));
            rest = next;
        }
    }
    Some(steps).filter(|steps| steps.iter().all(|Step(part)| !part.is_empty()))
}

/// The record of a value's fields and where they start, if it has fields.
pub(crate) fn fields(program: &Program, value: Value) -> Option<(RecordId, u32)> {
    match value {
        Value::Record { record, start } => Some((record, start)),
        Value::Case { union, case, body } => Some((program.union(union).case(case).record?, body)),
        _ => None,
    }
}

/// A part of a value as the program's expressions know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A field of a record type.
    Field(RecordId, u16),
    /// A key of a map, an index of a list, an end of a range.
    Key(String),
}

/// A way down from a holder.
pub(crate) struct Walk<'a> {
    program: &'a Program,
    graph: &'a ComponentGraph,
    pub(crate) holder: Holder,
    pub(crate) parts: Vec<Part>,
    path: String,
    slot: Slot,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(program: &'a Program, graph: &'a ComponentGraph, holder: Holder) -> Self {
        let bare = |value| Slot { value, origin: Origin::NONE };
        let (path, slot) = match holder {
            Holder::Instance(id) => {
                let instance = graph.instance(id);
                (instance.path, bare(instance.fields))
            }
            Holder::Input(at) => {
                let input = graph.inputs.get(at).expect("a holder was found in this graph");
                (input.name, input.slot)
            }
            Holder::Target(at) => {
                let target = graph.targets.get(at).expect("a holder was found in this graph");
                (target.name, bare(target.settings))
            }
        };
        Self { program, graph, holder, parts: Vec::new(), path: graph.text(path).to_owned(), slot }
    }

    pub(crate) fn slot(&self) -> Slot {
        self.slot
    }

    pub(crate) fn path(&self) -> String {
        self.path.clone()
    }

    /// Goes one part down, or gives the names that there are.
    pub(crate) fn step(&mut self, Step(part): &Step) -> Result<(), Vec<String>> {
        if let Some((record, start)) = fields(self.program, self.slot.value) {
            return self.enter_field(record, start, part);
        }
        let values = &self.graph.values;
        match self.slot.value {
            Value::Map(slice) => {
                let entries = values.map(slice);
                let found = entries.iter().find(|entry| self.graph.text(entry.key) == part);
                let names =
                    || -> Vec<String> { entries.iter().map(|entry| self.graph.text(entry.key).to_owned()).collect() };
                self.slot = found.ok_or_else(names)?.slot;
                self.path.push_str(&match super::spelling::key_of(part) {
                    word if word == *part => format!(".{word}"),
                    quoted => format!("[{quoted}]"),
                });
            }
            Value::List(slice) => {
                let elements = values.slice(slice);
                let found = part.parse::<usize>().ok().and_then(|at| elements.get(at));
                let names = || -> Vec<String> { (0..elements.len()).map(|at| at.to_string()).collect() };
                self.slot = *found.ok_or_else(names)?;
                self.path.push_str(&format!("[{part}]"));
            }
            Value::Range(start) => {
                let ends = ["min", "max"];
                let at = ends.iter().position(|end| end == part);
                let at = at.ok_or_else(|| ends.map(str::to_owned).to_vec())?;
                self.slot = values.slot(start + at as u32);
                self.path.push_str(&format!(".{part}"));
            }
            _ => return Err(Vec::new()),
        }
        self.parts.push(Part::Key(part.clone()));
        Ok(())
    }

    fn enter_field(&mut self, record: RecordId, start: u32, part: &str) -> Result<(), Vec<String>> {
        let fields = &self.program.record(record).fields;
        let at = fields.iter().position(|field| self.program.text(field.name) == part);
        let names = || -> Vec<String> { fields.iter().map(|field| self.program.text(field.name).to_owned()).collect() };
        let at = at.ok_or_else(names)? as u16;
        self.slot = self.graph.values.slot(start + u32::from(at));
        self.path.push_str(&format!(".{part}"));
        self.parts.push(Part::Field(record, at));
        Ok(())
    }
}
