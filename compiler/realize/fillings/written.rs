//! What a kustomization says of the inputs of its manifests: what the target says of them all, and where each goes.

use std::collections::BTreeMap;

use eval::{Whence, variable_name};
use resources::{Arena, Fragment, Kind, Node, Origin, OriginId, Variable};
use values::{MapSlot, Value};

use super::{Filling, INPUTS, Place, Select};
use crate::Stage;
use crate::fragment::{Step, Writer};

/// What of `inputs` says where `kustomize` reads them; all else belongs to the kustomization.
const SOURCE: &str = "source";

/// The path below which the source has a field for each input.
const FIELD_PATH: &str = "fieldPath";

impl Stage<'_> {
    /// What the kustomizations say of the holes that were noted, and the variables that fill them.
    pub(crate) fn filled(&mut self) -> Vec<Fragment> {
        let mut fillings = std::mem::take(&mut self.fillings);
        fillings.sort_by(|a, b| (a.unit, a.rank, &a.variable).cmp(&(b.unit, b.rank, &b.variable)));
        let units = fillings.chunk_by(|a, b| a.unit == b.unit);
        units.filter_map(|unit| self.unit_filled(unit)).collect()
    }

    fn unit_filled(&mut self, fillings: &[Filling]) -> Option<Fragment> {
        let target = fillings.first()?.target;
        let Value::Map(said) = self.realizer.given(target, INPUTS)?.value else { return None };
        let mut writer = self.writer(Whence::Target(target), target);
        writer.path = vec![Step::Said(INPUTS)];
        let is_source = |writer: &Writer<'_, '_>, entry: &MapSlot| writer.stage.realizer.text(entry.key) == SOURCE;
        let (source, rest): (Vec<_>, Vec<_>) =
            writer.map_entries(said).into_iter().partition(|entry| is_source(&writer, entry));
        let source = source.first().map(|entry| writer.texts(entry.slot.value)).unwrap_or_default();
        let mark = writer.fragment.arena.begin();
        rest.into_iter().for_each(|entry| writer.put_entry(entry, None));
        let arena = &mut writer.fragment.arena;
        let list = arena.begin();
        for same in fillings.chunk_by(|a, b| (a.rank, &a.variable) == (b.rank, &b.variable)) {
            put_replacement(arena, &source, same);
        }
        let list = arena.list(list);
        arena.put("replacements", list, OriginId::NONE);
        let body = arena.close(mark);
        writer.push_resource(Kind::Kustomization, ("", "", ""), body);
        let mut fragment = writer.fragment;
        let by_name: BTreeMap<&str, &Filling> = fillings.iter().rev().map(|one| (one.variable.as_str(), one)).collect();
        for filling in by_name.into_values() {
            fragment.variables.extend(self.asked(&mut fragment.arena, filling));
        }
        Some(fragment)
    }

    /// The line of a variable.
    fn asked(&self, arena: &mut Arena, filling: &Filling) -> Option<Variable> {
        let program = self.program;
        let input = program.inputs.iter().find(|input| variable_name(program.text(input.name)) == filling.variable)?;
        let name = program.text(input.name);
        let doc = self.input_doc(name).unwrap_or_else(|| format!("Input `{name}`"));
        let instance = arena.piece(&filling.instance);
        let origin = arena.add_origin(Origin { instance, spec: Some(input.span), realization: None });
        let (name, doc) = (arena.piece(&filling.variable), arena.piece(&doc));
        Some(Variable { unit: filling.unit, name, doc, value: arena.piece(&filling.default), origin })
    }
}

impl Writer<'_, '_> {
    /// The texts of a map.
    fn texts(&mut self, value: Value) -> Vec<(String, String)> {
        let Some(Value::Map(map)) = self.settled(value) else { return Vec::new() };
        let mut texts = Vec::new();
        for entry in self.map_entries(map) {
            let text = self.spelled_text(entry.slot.value).unwrap_or_default();
            texts.push((self.stage.realizer.text(entry.key).to_owned(), text));
        }
        texts
    }
}

/// Adds where one variable goes.
fn put_replacement(arena: &mut Arena, source: &[(String, String)], same: &[Filling]) {
    let Some(first) = same.first() else { return };
    let one = arena.begin();
    let mark = arena.begin();
    for (key, text) in source {
        match key.as_str() {
            FIELD_PATH => put_text(arena, key, &format!("{text}.{}", first.variable)),
            _ => put_text(arena, key, text),
        }
    }
    let source = arena.map(mark);
    arena.put(SOURCE, source, OriginId::NONE);
    let mut by_target: BTreeMap<(&Select, Option<&Place>), Vec<&str>> = BTreeMap::new();
    for filling in same {
        by_target.entry((&filling.select, filling.place.as_ref())).or_default().push(&filling.field);
    }
    let targets = arena.begin();
    for ((select, place), fields) in by_target {
        let target = arena.begin();
        put_select(arena, select);
        put_list(arena, "fieldPaths", &fields);
        if let Some(Place { delimiter, index }) = place {
            let options = arena.begin();
            put_text(arena, "delimiter", delimiter);
            arena.put("index", Node::Int(*index as i64), OriginId::NONE);
            let options = arena.map(options);
            arena.put("options", options, OriginId::NONE);
        }
        let target = arena.map(target);
        arena.item(target, OriginId::NONE);
    }
    let targets = arena.list(targets);
    arena.put("targets", targets, OriginId::NONE);
    let one = arena.map(one);
    arena.item(one, OriginId::NONE);
}

fn put_select(arena: &mut Arena, select: &Select) {
    let mark = arena.begin();
    put_text(arena, "kind", &select.kind);
    put_text(arena, "name", &select.name);
    if !select.namespace.is_empty() {
        put_text(arena, "namespace", &select.namespace);
    }
    let node = arena.map(mark);
    arena.put("select", node, OriginId::NONE);
}

fn put_text(arena: &mut Arena, key: &str, text: &str) {
    let node = arena.text(text);
    arena.put(key, node, OriginId::NONE);
}

fn put_list(arena: &mut Arena, key: &str, texts: &[&str]) {
    let mark = arena.begin();
    for text in texts {
        let node = arena.text(text);
        arena.item(node, OriginId::NONE);
    }
    let node = arena.list(mark);
    arena.put(key, node, OriginId::NONE);
}
