//! Manifests: bodies with what their format asks for beside what a realization says.

use catalog::ResourceType;
use resources::{Entries, Node, OriginId};
use values::{MapSlot, Slice, Value};

use crate::fragment::{Step, Writer};

impl<'a> Writer<'_, 'a> {
    /// A manifest: version and kind first, a name of its own unless it has one.
    pub(crate) fn document(&mut self, body: Slice, ty: ResourceType<'a>, label: &str) -> Entries {
        let mark = self.fragment.arena.begin();
        let (version, kind) = (ty.api_version(), ty.name());
        let [version, kind] = [version.as_str(), kind].map(|text| self.fragment.arena.text(text));
        self.fragment.arena.put("apiVersion", version, OriginId::NONE);
        self.fragment.arena.put("kind", kind, OriginId::NONE);
        let entries = self.map_entries(body);
        let block = self.whole_block(ty);
        let block = self.in_cases(block, Value::Map(body));
        let (metadata, rest): (Vec<MapSlot>, Vec<MapSlot>) =
            entries.into_iter().partition(|entry| self.stage.realizer.text(entry.key) == "metadata");
        self.put_metadata(metadata.first().map(|entry| entry.slot.value), ty, label);
        for entry in rest {
            self.put_entry(entry, block);
        }
        let entries = self.fragment.arena.close(mark);
        self.judge_rules(entries, block);
        entries
    }

    fn put_metadata(&mut self, written: Option<Value>, ty: ResourceType<'a>, label: &str) {
        let block = self.whole_block(ty).and_then(|block| block.field("metadata"));
        let block = block.and_then(|field| self.field_shape(field).block());
        let entries = match written {
            Some(Value::Map(map)) => self.map_entries(map),
            _ => Vec::new(),
        };
        let mark = self.fragment.arena.begin();
        let is_cluster = ty.scope() == Some(catalog::Scope::Cluster);
        let entry = |writer: &Self, key: &str| {
            let found = entries.iter().find(|entry| writer.stage.realizer.text(entry.key) == key);
            found.map(|entry| entry.slot.value)
        };
        let namespace = entry(self, "namespace").filter(|_| !is_cluster).and_then(|value| self.settled(value));
        self.namespace = namespace.and_then(|value| self.stage.realizer.plain_text(value)).unwrap_or_default();
        self.path.push(Step::Said("metadata"));
        if entry(self, "name").is_none() {
            let shape = block.and_then(|block| block.field("name")).map(|field| self.field_shape(field));
            self.path.push(Step::Said("name"));
            if let Some(name) = self.text_node(label, shape) {
                self.claim(name, shape);
                self.fragment.arena.put("name", name, OriginId::NONE);
            }
            self.path.pop();
        }
        for entry in entries {
            // What belongs to the cluster as a whole has no namespace, whatever lies beneath all resources.
            if !(is_cluster && self.stage.realizer.text(entry.key) == "namespace") {
                self.put_entry(entry, block);
            }
        }
        self.path.pop();
        let metadata = self.fragment.arena.close(mark);
        self.judge_rules(metadata, block);
        self.fragment.arena.put("metadata", Node::Map(metadata), OriginId::NONE);
    }
}
