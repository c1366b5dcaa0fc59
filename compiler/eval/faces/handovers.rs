//! The way of what is handed over: whose an entry of the store is, what makes it, who reads it and with what.

use graph::Deployment;
use program::{Program, ResourceClass, Sink};
use source::Span;
use values::{Deferred, ExprId, InstanceId, Origin, Slice, Slot, Symbol, Value};

use super::{What, Whence};
use crate::machine::{Eval, Frame, Machine, Poisoned};
use crate::problem::Problem;

/// An entry by its owner and its name there.
type Entry = (InstanceId, Symbol);

/// Somebody who takes part in a hand-over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The path of the instance.
    pub instance: String,
    /// Its target.
    pub target: String,
    /// Where the spec declares the owner, or says that the consumer reads it.
    pub span: Span,
    /// What it does it with.
    pub means: Vec<Means>,
}

/// A resource or a file by which something is handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Means {
    /// Its type and what it is called.
    pub name: String,
    /// Where a realization or a hand-over declares it.
    pub span: Span,
}

/// The way of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// What it stands under: a path of the store, or a variable where somebody puts it in by hand.
    pub name: String,
    /// Whose it is, and what makes it; nothing where it is put in by hand.
    pub owner: Party,
    /// Who reads it.
    pub consumers: Vec<Party>,
}

/// What is handed over in a deployment, for tests of a spec.
pub(crate) struct HandOvers<'p> {
    machine: Machine<'p>,
    all: Vec<(Entry, Vec<InstanceId>)>,
}

impl<'p> HandOvers<'p> {
    pub(crate) fn new(program: &'p Program, deployment: &Deployment) -> Self {
        let mut machine = Machine::resume(program, deployment);
        let all = machine.handed_over();
        Self { machine, all }
    }

    /// The path, the producer and the consumers of what an output is handed over as.
    pub(crate) fn of(&mut self, output: Value) -> Option<(String, String, Vec<String>)> {
        let entry @ (owner, name) = self.machine.entry_shown(output, &self.all)?;
        let (_, consumers) = self.all.iter().find(|(known, _)| *known == entry)?;
        let paths = consumers.iter().map(|id| self.machine.owned(self.machine.instance(*id).path)).collect();
        let path = self.machine.entry_path(owner, name);
        Some((path, self.machine.owned(self.machine.instance(owner).path), paths))
    }
}

impl Machine<'_> {
    /// `handover(db.url)` in a test: what the deployment that is tested makes of an output.
    pub(crate) fn hand_over_function(&mut self, written: &[ExprId], id: ExprId, at: Frame) -> Eval {
        let (Some(arg), Some(record)) = (written.first(), self.program.hand_over) else { return Err(Poisoned) };
        let output = self.eval(*arg, at)?;
        if self.hand_overs.is_none()
            && let Some(deployment) = self.deployment
        {
            self.hand_overs = Some(Box::new(HandOvers::new(self.program, deployment)));
        }
        let found = self.hand_overs.as_mut().and_then(|known| known.of(output));
        let Some((path, producer, consumers)) = found else {
            let (span, what, environment) = (self.span(id), self.spell(*arg), self.owned(self.environment));
            return Err(self.report(Problem::NoHandover { span, what, environment }));
        };
        let mut text = |text: String| Value::Str(self.symbols.intern(&text));
        let (path, producer) = (text(path), text(producer));
        let consumers: Vec<Value> = consumers.into_iter().map(text).collect();
        let consumers = self.list_of(consumers.into_iter());
        let mark = self.scratch.len();
        self.scratch.extend([path, producer, consumers].map(|value| Slot { value, origin: Origin::NONE }));
        let Slice { start, .. } = self.keep_slots(mark);
        Ok(Value::Record { record, start })
    }

    /// All entries, each with those who read it: their fields hold it, or their realizations ask for its path.
    fn handed_over(&mut self) -> Vec<(Entry, Vec<InstanceId>)> {
        let ids: Vec<InstanceId> = (0..self.instances.len() as u32).map(InstanceId).collect();
        let mut all: Vec<(Entry, Vec<InstanceId>)> = Vec::new();
        let mut note = |entry: Entry, consumer: Option<InstanceId>| {
            let at = all.iter().position(|(known, _)| *known == entry).unwrap_or_else(|| {
                all.push((entry, Vec::new()));
                all.len() - 1
            });
            let Some((_, consumers)) = all.get_mut(at) else { return };
            consumers.extend(consumer.filter(|id| *id != entry.0 && !consumers.contains(id)));
        };
        for id in &ids {
            for entry in self.own_entries(*id) {
                note(entry, None);
            }
            let (fields, target) = (self.instance(*id).fields, self.target_at(*id));
            for entry in self.entries_held(fields, target) {
                note(entry, Some(*id));
            }
            for made in self.made_by(*id) {
                _ = self.body_of(made);
            }
        }
        for (consumer, owner, name) in std::mem::take(&mut self.faces.asked) {
            note((owner, name), Some(consumer));
        }
        all
    }

    fn own_entries(&mut self, owner: InstanceId) -> Vec<Entry> {
        let entries = self.entries_of(owner);
        entries.into_iter().filter_map(|at| self.entry_run(at).map(|run| (run.owner, run.name))).collect()
    }

    /// Everything that is made for an instance: by its realization, and of its entries.
    fn made_by(&mut self, id: InstanceId) -> Vec<u32> {
        let entries = self.entries_of(id).into_iter().map(Whence::Entry);
        let all: Vec<Whence> = entries.chain([Whence::Instance(id)]).collect();
        all.into_iter().flat_map(|whence| self.made_of_all(whence)).collect()
    }

    fn entries_held(&mut self, value: Value, target: Option<u16>) -> Vec<Entry> {
        let mut held = Vec::new();
        _ = self.collect_holes(value, target, &mut held);
        held.into_iter().filter_map(|hole| self.entry_in(hole)).collect()
    }

    /// The entry that an output is handed over as.
    fn entry_shown(&mut self, output: Value, all: &[(Entry, Vec<InstanceId>)]) -> Option<Entry> {
        let Value::Output { instance, output: at } = output else { return None };
        let name = self.program.component(self.instance(instance).component).out(at).name;
        let known = self.settle(output).ok()?;
        let as_whole = all.iter().map(|(entry, _)| *entry).find(|entry| *entry == (instance, name));
        self.entry_in(known).or(as_whole)
    }

    /// The ways of what stands at a path: of an output, of all that a field holds, of what an instance owns; or of what
    /// lies in the store under it.
    pub(crate) fn ways(&mut self, path: &str) -> Vec<Way> {
        let found = self.value_at(path);
        let mut asked = match found {
            Some((instance, None)) => self.own_entries(instance),
            Some((instance, Some(value))) => self.entries_held(value, self.target_at(instance)),
            None => Vec::new(),
        };
        let is_output = matches!(found, Some((_, Some(Value::Output { .. }))));
        let is_name = found.is_none() && path.contains('/');
        if asked.is_empty() && !is_output && !is_name {
            return Vec::new();
        }
        let all = self.handed_over();
        if let Some((_, Some(output))) = found
            && let Some(entry) = self.entry_shown(output, &all)
        {
            asked = vec![entry];
        }
        if is_name {
            let entries = all.iter().map(|(entry, _)| *entry);
            asked = entries.filter(|(owner, name)| self.entry_path(*owner, *name) == path).collect();
        }
        let entries = self.whole_way(asked, &all);
        entries.into_iter().map(|entry| self.way_of(entry, &all)).collect()
    }

    /// Entries with those that their texts are put together of, and those whose texts hold them.
    fn whole_way(&mut self, asked: Vec<Entry>, all: &[(Entry, Vec<InstanceId>)]) -> Vec<Entry> {
        let mut way = asked.clone();
        let mut at = 0;
        while let Some(entry) = way.get(at).copied() {
            let more: Vec<Entry> = self.parts_of(entry).into_iter().filter(|part| !way.contains(part)).collect();
            way.extend(more);
            at += 1;
        }
        let mut behind = asked;
        while let Some(entry) = behind.pop() {
            for (other, _) in all {
                if !way.contains(other) && self.parts_of(*other).contains(&entry) {
                    way.push(*other);
                    behind.push(*other);
                }
            }
        }
        way
    }

    /// The entries that the text of one is put together of.
    fn parts_of(&mut self, (owner, name): Entry) -> Vec<Entry> {
        let Some(text) = self.entry_text(owner, name) else { return Vec::new() };
        self.entries_held(text, self.target_at(owner))
    }

    fn way_of(&mut self, entry @ (owner, name): Entry, all: &[(Entry, Vec<InstanceId>)]) -> Way {
        let made = self.makers(entry);
        let name = match made.is_empty() {
            true => self.entry_variable(owner, name),
            false => self.entry_path(owner, name),
        };
        let means = made.into_iter().map(|made| self.means(made)).collect();
        let owner = self.party(owner, self.instance(owner).span, means);
        let others = all.iter().find(|(known, _)| *known == entry).map(|(_, consumers)| consumers.clone());
        let own = Some(self.reader(entry.0, entry)).filter(|party| !party.means.is_empty());
        let others = others.unwrap_or_default().into_iter().map(|reader| self.reader(reader, entry));
        let consumers = own.into_iter().chain(others).collect();
        Way { name, owner, consumers }
    }

    /// The resources that keep an entry; those that only look it up where none does.
    fn makers(&mut self, (owner, name): Entry) -> Vec<u32> {
        let Ok(Some(at)) = self.entry_named(owner, name) else { return Vec::new() };
        let made = self.made_of_all(Whence::Entry(at));
        let of = |machine: &Self, class| -> Vec<u32> {
            made.iter().copied().filter(|made| machine.class_of(*made) == Some(class)).collect()
        };
        let kept = of(self, ResourceClass::Resource);
        if kept.is_empty() { of(self, ResourceClass::Data) } else { kept }
    }

    fn class_of(&self, made: u32) -> Option<ResourceClass> {
        match self.faces.made.get(made as usize)?.made.what {
            What::Resource(resource) => Some(resource.class),
            What::File(_) => None,
        }
    }

    fn reader(&mut self, reader: InstanceId, entry: Entry) -> Party {
        let (owner, name) = entry;
        let edges = || self.edges_of(reader, false).filter(|edge| edge.to == owner);
        let span = edges().find(|edge| edge.secret).or_else(|| edges().next()).map(|edge| edge.span);
        let span = span.unwrap_or(self.instance(reader).span);
        let words = [self.entry_path(owner, name), self.entry_variable(owner, name)];
        let mut means = Vec::new();
        for made in self.made_by(reader) {
            let Ok(body) = self.body_of(made) else { continue };
            if !self.is_of(made, entry) && self.speaks_of(body, entry, &words, self.target_at(reader)) {
                means.push(self.means(made));
            }
        }
        self.party(reader, span, means)
    }

    fn party(&self, of: InstanceId, span: Span, means: Vec<Means>) -> Party {
        let target = self.target_at(of).and_then(|at| self.targets.get(usize::from(at)));
        let target = target.map_or(String::new(), |slot| self.owned(slot.name));
        Party { instance: self.owned(self.instance(of).path), target, span, means }
    }

    /// A resource as its tool calls it: `TYPE.LABEL`, the kind and the name of a manifest, `service NAME`.
    fn means(&mut self, made: u32) -> Means {
        let Some(run) = self.faces.made.get(made as usize) else {
            return Means { name: String::new(), span: crate::machine::nowhere() };
        };
        let (whence, what) = (run.made.whence, run.made.what);
        let sink = self.sink_at(self.target_for(whence));
        let label =
            self.manifest_name(made).or_else(|| self.label_of(made).ok().map(str::to_owned)).unwrap_or_default();
        let name = match what {
            What::File(_) => format!("file {label}"),
            What::Resource(resource) => {
                let is_data = resource.class == ResourceClass::Data && sink == Some(Sink::Terraform);
                let separator = if sink == Some(Sink::Terraform) { "." } else { " " };
                let ty = self.name(resource.type_name);
                format!("{}{ty}{separator}{label}", if is_data { "data." } else { "" })
            }
        };
        Means { name, span: what.span() }
    }

    /// The name that a manifest gives itself.
    fn manifest_name(&mut self, made: u32) -> Option<String> {
        let name = self.name_given(made)?.ok()?;
        self.spelled(name)
    }

    /// A text with the names of instances in it.
    fn spelled(&mut self, value: Value) -> Option<String> {
        let Value::Deferred(id) = value else { return self.plain_text(value) };
        match self.values.deferred(id) {
            Deferred::Name(Some(of)) => {
                let own = self.said(of, "name");
                Some(own.unwrap_or_else(|| super::spell(&[&self.name_outside(of)], super::LABEL)))
            }
            Deferred::Text(_) => self.parts_in(value).into_iter().map(|part| self.spelled(part)).collect(),
            _ => None,
        }
    }

    /// Whether something in a body stands for an entry: the secret itself, what is made of it, its path or variable.
    fn speaks_of(&mut self, value: Value, entry: Entry, words: &[String; 2], target: Option<u16>) -> bool {
        let Ok(value) = self.seen_from(value, target) else { return false };
        match value {
            Value::Str(text) => words.iter().any(|word| word == self.name(text)),
            Value::Made(made) => self.is_of(made, entry),
            Value::Deferred(id) => match self.values.deferred(id) {
                Deferred::Entry { owner, name } => (owner, name) == entry,
                Deferred::Attribute { resource, .. } => self.is_of(resource, entry),
                _ => self.any_inside(value, entry, words, target),
            },
            _ => self.any_inside(value, entry, words, target),
        }
    }

    fn any_inside(&mut self, value: Value, entry: Entry, words: &[String; 2], target: Option<u16>) -> bool {
        let inside = self.parts_in(value);
        inside.into_iter().any(|one| self.speaks_of(one, entry, words, target))
    }

    /// Whether a resource is made of an entry.
    fn is_of(&self, made: u32, entry: Entry) -> bool {
        let whence = self.faces.made.get(made as usize).map(|run| run.made.whence);
        let Some(Whence::Entry(at)) = whence else { return false };
        self.entry_run(at).is_some_and(|run| (run.owner, run.name) == entry)
    }
}
