//! Names of instances in the outside world, by the words that their target declares.

use std::collections::btree_map::Entry;

use catalog::{NameRule, NameScope, Shape};
use eval::{LABEL, Spelling, spell};
use resources::Node;
use values::{Deferred, InstanceId, Value};

use crate::Stage;
use crate::fragment::Writer;
use crate::problem::Problem;

/// A name that must be the only one of its sort.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Claim {
    /// On which target; on all of them, where it is none.
    target: Option<u16>,
    /// Of which attribute of which type.
    attribute: String,
    namespace: String,
    name: String,
}

impl Stage<'_> {
    /// The name of an instance in the outside world, by the words that its target declares.
    pub(crate) fn spelled_name(&mut self, target: u16, of: Option<InstanceId>, spelling: Spelling) -> String {
        let deployment = self.deployment;
        let graph = &deployment.graph;
        if let Some(given) = of.and_then(|instance| self.given_name(instance)) {
            return given;
        }
        let mut words = Vec::new();
        for word in self.words_of(target) {
            match word.as_str() {
                "app" => words.push(graph.text(graph.app).to_owned()),
                "environment" => words.push(graph.text(graph.environment).to_owned()),
                "instance" => words.extend(of.map(|instance| self.realizer.name_outside(instance))),
                other => words.push(other.to_owned()),
            }
        }
        if words.is_empty() {
            words.push(graph.text(graph.app).to_owned());
        }
        spell(&words.iter().map(String::as_str).collect::<Vec<_>>(), spelling)
    }

    /// The name that the spec gives to an instance, as others know it.
    fn given_name(&self, instance: InstanceId) -> Option<String> {
        match self.field(instance, "name")? {
            Value::Str(name) => Some(self.deployment.graph.text(name).to_owned()),
            _ => None,
        }
    }

    /// The words that a target makes names of; the instance alone where it says nothing.
    fn words_of(&mut self, target: u16) -> Vec<String> {
        let given = self.realizer.given(target, "names").map(|slot| slot.value);
        let Some(Value::List(slice)) = given else { return vec!["instance".to_owned()] };
        let words: Vec<Value> = self.realizer.values().slice(slice).iter().map(|slot| slot.value).collect();
        words.into_iter().filter_map(|word| self.realizer.plain_text(word)).collect()
    }
}

impl<'a> Writer<'_, 'a> {
    /// How names are spelled where a shape is expected: so many of them, beside as many letters.
    pub(crate) fn spelling(&self, shape: Option<Shape<'a>>, (names, letters): (usize, usize)) -> Spelling {
        const LEAST: usize = 10;
        let rule = shape.and_then(|shape| self.stage.notes.name(&self.stage.program.refined, shape.note()));
        let limits = [rule.map(|rule| rule.longest), shape.and_then(|shape| shape.facts().max_length())];
        let longest = limits.into_iter().flatten().min().map_or(LABEL.longest, |longest| {
            // What leaves no room for a name is refused by its length as a whole.
            ((longest as usize).saturating_sub(letters) / names.max(1)).max(LEAST)
        });
        Spelling { separator: rule.map_or(LABEL.separator, NameRule::separator), longest }
    }

    /// A name as the attribute at hand spells it.
    pub(crate) fn name(&mut self, of: Option<InstanceId>, shape: Option<Shape<'a>>) -> String {
        let spelling = self.spelling(shape, (1, 0));
        self.spelled(of, spelling)
    }

    pub(crate) fn spelled(&mut self, of: Option<InstanceId>, spelling: Spelling) -> String {
        let target = of.and_then(|of| self.stage.realizer.target_at(of)).unwrap_or(self.target);
        self.stage.spelled_name(target, of, spelling)
    }

    /// How many names stand among pieces of text, and how many letters beside them.
    pub(crate) fn beside_names(&self, pieces: &[Value]) -> (usize, usize) {
        let realizer = &self.stage.realizer;
        let is_name = |piece: &&Value| match piece {
            Value::Deferred(id) => matches!(realizer.values().deferred(*id), Deferred::Name(_)),
            _ => false,
        };
        let letters = pieces.iter().filter_map(|piece| realizer.plain_text(*piece)).map(|text| text.chars().count());
        (pieces.iter().filter(is_name).count(), letters.sum())
    }

    /// Whether a value is text with holes, which names may stand in.
    pub(crate) fn is_text(&self, value: Value) -> bool {
        let Value::Deferred(id) = value else { return false };
        matches!(self.stage.realizer.values().deferred(id), Deferred::Text(_))
    }

    /// Takes a name for the resource at hand, where it must be the only one of its type.
    pub(crate) fn claim(&mut self, node: Node, shape: Option<Shape<'a>>) {
        let (Node::Text(text), Some(shape)) = (node, shape) else { return };
        let rule = self.stage.notes.name(&self.stage.program.refined, shape.note());
        let target = match rule.map(|rule| rule.scope) {
            Some(NameScope::Target) => Some(self.target),
            Some(NameScope::Global) => None,
            Some(NameScope::Owner) | None => return,
        };
        let name = self.fragment.arena.str(text).to_owned();
        let (span, owner) = (self.stage.whence_span(self.whence), self.stage.whence_name(self.whence));
        let (attribute, namespace) = (self.attribute(), self.namespace.clone());
        match self.stage.claimed.entry(Claim { target, attribute, namespace, name: name.clone() }) {
            Entry::Vacant(free) => {
                free.insert((span, owner));
            }
            Entry::Occupied(taken) => {
                let (first, holder) = taken.get().clone();
                let problem = Problem::NameClash { span, name, first, owner: holder, other: owner };
                self.stage.diagnostics.push(problem.diagnostic());
            }
        }
    }
}
