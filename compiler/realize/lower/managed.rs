//! Blocks of Terraform: what its own words say beside the attributes, and what stands in blocks of its own.

use catalog::ResourceType;
use eval::{IDENTIFIER, What, Whence, spell};
use graph::EdgeKind;
use program::{LocalResource, ResourceClass};
use resources::{Entries, Kind, Node, OriginId, Root};
use values::{InstanceId, Slice, Value};

use crate::fragment::Writer;

/// The words of Terraform that stand beside attributes.
const LIFECYCLE: &str = "lifecycle";
const DEPENDS_ON: &str = "depends_on";
const PROVIDER: &str = "provider";

/// The entries of `lifecycle` that name attributes or resources instead of holding values.
const NAMING: [&str; 2] = ["ignore_changes", "replace_triggered_by"];

impl<'a> Writer<'_, 'a> {
    /// A block: its attributes, then how it lives and what it waits for.
    pub(crate) fn managed(&mut self, body: Slice, ty: ResourceType<'a>, resource: &LocalResource) -> Entries {
        let mark = self.fragment.arena.begin();
        let (mut lifecycle, mut waits) = (None, Vec::new());
        let block = self.whole_block(ty);
        let block = self.in_cases(block, Value::Map(body));
        for entry in self.map_entries(body) {
            match self.stage.realizer.text(entry.key) {
                LIFECYCLE => lifecycle = Some(entry.slot.value),
                PROVIDER => self.put_provider(entry.slot.value),
                DEPENDS_ON => waits.extend(self.named_in(entry.slot.value)),
                _ => self.put_entry(entry, block),
            }
        }
        self.put_lifecycle(lifecycle, resource);
        if self.stage.program.text(resource.local) == "main" {
            waits.extend(self.waited_for());
        }
        self.put_waits(&waits);
        let entries = self.fragment.arena.close(mark);
        self.judge_rules(entries, block);
        entries
    }

    /// One of the target's further providers, by its alias.
    fn put_provider(&mut self, value: Value) {
        let alias = self.settled(value).and_then(|value| self.stage.realizer.plain_text(value));
        let (Some(alias), Some(provider)) = (alias, self.catalog_names().into_iter().next()) else { return };
        let word = self.fragment.arena.word(&format!("{provider}.{alias}"));
        self.stage.aliases.insert((self.target, alias));
        self.fragment.arena.put(PROVIDER, word, OriginId::NONE);
    }

    /// What holds state is kept from deletion unless the spec says otherwise.
    fn put_lifecycle(&mut self, written: Option<Value>, resource: &LocalResource) {
        let keeps = resource.stateful && resource.class == ResourceClass::Resource && self.is_protected();
        let written = match written.and_then(|value| self.settled(value)) {
            Some(Value::Map(map)) => self.map_entries(map),
            _ => Vec::new(),
        };
        let mark = self.fragment.arena.begin();
        let said = written.iter().any(|entry| self.stage.realizer.text(entry.key) == "prevent_destroy");
        if keeps && !said {
            self.fragment.arena.put("prevent_destroy", Node::Bool(true), OriginId::NONE);
        }
        for entry in written {
            let key = self.stage.realizer.text(entry.key).to_owned();
            match NAMING.contains(&key.as_str()) {
                true => {
                    if let Some(words) = self.words(entry.slot.value) {
                        self.fragment.arena.put(&key, words, OriginId::NONE);
                    }
                }
                false => self.put_entry(entry, None),
            }
        }
        let body = self.fragment.arena.close(mark);
        if !body.is_empty() {
            self.fragment.arena.put(LIFECYCLE, Node::Block(body), OriginId::NONE);
        }
    }

    /// Names as words: `[desired_count]`.
    fn words(&mut self, value: Value) -> Option<Node> {
        let Value::List(slice) = self.settled(value)? else { return self.node(value, None) };
        let all: Vec<Value> = self.stage.realizer.values().slice(slice).iter().map(|slot| slot.value).collect();
        let mark = self.fragment.arena.begin();
        for one in all {
            let node = match self.stage.realizer.plain_text(one) {
                Some(word) => Some(self.fragment.arena.word(&word)),
                None => self.reference_in(one),
            };
            if let Some(node) = node {
                self.fragment.arena.item(node, OriginId::NONE);
            }
        }
        let list = self.fragment.arena.list(mark);
        (!matches!(list, Node::List(run) if run.is_empty())).then_some(list)
    }

    fn is_protected(&self) -> bool {
        let Some(instance) = self.stage.realizer.owner(self.whence) else { return true };
        self.stage.field(instance, "protect") != Some(Value::Bool(false))
    }

    /// The resources that a value names, one or several.
    fn named_in(&mut self, value: Value) -> Vec<Node> {
        let all: Vec<Value> = match self.settled(value) {
            Some(Value::List(slice)) => {
                self.stage.realizer.values().slice(slice).iter().map(|slot| slot.value).collect()
            }
            Some(Value::Map(map)) => self.map_entries(map).into_iter().map(|entry| entry.slot.value).collect(),
            Some(one @ Value::Made(_)) => return self.reference_in(one).into_iter().collect(),
            _ => Vec::new(),
        };
        all.into_iter().flat_map(|one| self.named_in(one)).collect()
    }

    fn reference_in(&mut self, value: Value) -> Option<Node> {
        let Value::Made(made) = value else { return None };
        self.reference(made)
    }

    /// `TYPE.NAME` of a resource of the same module.
    pub(crate) fn reference(&mut self, made: u32) -> Option<Node> {
        let of = self.stage.realizer.get(made)?;
        let What::Resource(resource) = of.what else { return None };
        let root = match resource.class {
            ResourceClass::Resource => Root::Resource,
            ResourceClass::Data => Root::Data,
            ResourceClass::Ephemeral => Root::Ephemeral,
        };
        let ty = self.stage.program.text(resource.type_name);
        let label = self.stage.realizer.label(made);
        let node = self.fragment.arena.reference(root, ty, &label);
        // All others are written in any case.
        if resource.class != ResourceClass::Resource {
            self.stage.referred.insert((self.unit, ty.to_owned(), label));
        }
        Some(node)
    }

    /// The resources that stand for those that the instance at hand is made `after`, where they are in its module.
    fn waited_for(&mut self) -> Vec<Node> {
        let Some(instance) = self.stage.realizer.owner(self.whence) else { return Vec::new() };
        let edges = self.stage.deployment.graph.needs(instance).filter(|edge| edge.kind == EdgeKind::After);
        let mut before: Vec<InstanceId> = edges.map(|edge| edge.to).collect();
        before.dedup();
        let mut nodes = Vec::new();
        for one in before {
            let target = self.stage.realizer.target_at(one);
            if target.is_none_or(|target| self.stage.units.of(target) != self.unit) {
                continue;
            }
            for made in self.stage.realizer.made(Whence::Instance(one)) {
                let local = self.stage.realizer.get(made).map(|made| self.stage.program.text(made.what.local()));
                if local == Some("main") {
                    nodes.extend(self.reference(made));
                }
            }
        }
        nodes
    }

    fn put_waits(&mut self, waits: &[Node]) {
        if waits.is_empty() {
            return;
        }
        let mark = self.fragment.arena.begin();
        for node in waits {
            self.fragment.arena.item(*node, OriginId::NONE);
        }
        let list = self.fragment.arena.list(mark);
        self.fragment.arena.put(DEPENDS_ON, list, OriginId::NONE);
    }

    /// What an instance was called, and what it takes over: `moved` for each resource, `import` for the main one.
    pub(crate) fn put_identity(&mut self, made: u32, resource: &LocalResource) {
        let Some(instance) = self.stage.realizer.owner(self.whence) else { return };
        if resource.class != ResourceClass::Resource {
            return;
        }
        let was = self.text_field(instance, "was");
        let adopted = self.text_field(instance, "adopt").filter(|_| self.stage.taken_over(instance) == Some(made));
        if was.is_none() && adopted.is_none() {
            return;
        }
        let (ty, label) = (self.stage.program.text(resource.type_name), self.stage.realizer.label(made));
        if let Some(was) = was {
            let now = spell(&[&self.stage.whence_name(self.whence)], IDENTIFIER);
            let before = spell(&[&was], IDENTIFIER);
            let old = label.strip_prefix(&now).map(|rest| format!("{before}{rest}"));
            if let Some(old) = old {
                let [from, to] = [old.as_str(), label.as_str()].map(|name| self.fragment.arena.resource(ty, name));
                self.put_pair(Kind::Moved, ("moved.tf", &format!("{ty}.{label}")), [("from", from), ("to", to)]);
            }
        }
        if let Some(id) = adopted {
            let (to, id) = (self.fragment.arena.resource(ty, &label), self.fragment.arena.text(&id));
            self.put_pair(Kind::Import, ("imports.tf", &format!("{ty}.{label}")), [("to", to), ("id", id)]);
        }
    }

    fn text_field(&self, instance: InstanceId, name: &str) -> Option<String> {
        self.stage.realizer.plain_text(self.stage.field(instance, name)?)
    }

    fn put_pair(&mut self, kind: Kind, (file, label): (&str, &str), pair: [(&str, Node); 2]) {
        let mark = self.fragment.arena.begin();
        for (key, node) in pair {
            self.fragment.arena.put(key, node, OriginId::NONE);
        }
        let body = self.fragment.arena.close(mark);
        self.push_resource(kind, (file, "", label), body);
    }
}
