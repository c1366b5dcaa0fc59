//! Manifests: bodies with what their format asks for beside what a realization says.

use catalog::ResourceType;
use resources::{Entries, OriginId};
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
        let (metadata, rest): (Vec<MapSlot>, Vec<MapSlot>) =
            entries.into_iter().partition(|entry| self.stage.realizer.text(entry.key) == "metadata");
        self.put_metadata(metadata.first().map(|entry| entry.slot.value), ty, label);
        for entry in rest {
            self.put_entry(entry, ty.block());
        }
        self.fragment.arena.close(mark)
    }

    fn put_metadata(&mut self, written: Option<Value>, ty: ResourceType<'a>, label: &str) {
        let block = ty.block().and_then(|block| block.field("metadata")).and_then(|field| field.shape().block());
        let entries = match written {
            Some(Value::Map(map)) => self.map_entries(map),
            _ => Vec::new(),
        };
        let mark = self.fragment.arena.begin();
        if !entries.iter().any(|entry| self.stage.realizer.text(entry.key) == "name") {
            let name = self.fragment.arena.text(label);
            self.fragment.arena.put("name", name, OriginId::NONE);
        }
        let is_cluster = ty.scope() == Some(catalog::Scope::Cluster);
        self.path.push(Step::Said("metadata"));
        for entry in entries {
            // What belongs to the cluster as a whole has no namespace, whatever lies beneath all resources.
            if !(is_cluster && self.stage.realizer.text(entry.key) == "namespace") {
                self.put_entry(entry, block);
            }
        }
        self.path.pop();
        let node = self.fragment.arena.map(mark);
        self.fragment.arena.put("metadata", node, OriginId::NONE);
    }
}
