//! Writes a catalog: interns texts and nodes, so that what is equal is stored once, and lays the file out.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::layout::{self, block, header, record, scalar, shape, slot};
use crate::types::{Class, Family};

/// A type to be written; `key` is what the schema calls it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Record {
    pub(crate) key: String,
    pub(crate) class: u32,
    pub(crate) name: String,
    pub(crate) group: String,
    pub(crate) version: String,
    pub(crate) plural: String,
    pub(crate) flags: u32,
    pub(crate) shape: u32,
    pub(crate) returns: u32,
}

impl Record {
    pub(crate) fn new(class: Class, name: &str) -> Record {
        Record { key: name.to_owned(), class: class.code(), name: name.to_owned(), ..Record::default() }
    }
}

/// What the header says of a catalog as a whole.
pub(crate) struct Title<'a> {
    pub(crate) family: Family,
    pub(crate) name: &'a str,
    pub(crate) source: &'a str,
    pub(crate) version: &'a str,
}

/// Facts to be written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    slots: BTreeMap<u32, u32>,
    flags: u32,
}

impl Draft {
    /// States a fact; the first statement holds.
    pub(crate) fn put(&mut self, slot: u32, word: u32) {
        self.slots.entry(slot).or_insert(word);
    }

    pub(crate) fn has(&self, slot: u32) -> bool {
        self.slots.contains_key(&slot)
    }

    pub(crate) fn flag(&mut self, bit: u32) {
        self.flags |= bit;
    }

    /// The facts of this draft and those of another that it does not state itself.
    pub(crate) fn with(mut self, other: Draft) -> Draft {
        for (slot, word) in other.slots {
            self.put(slot, word);
        }
        self.flags |= other.flags;
        self
    }
}

/// A block to be written.
#[derive(Debug, Clone, Default)]
pub(crate) struct BlockDraft {
    pub(crate) flags: u32,
    pub(crate) rest: u32,
    pub(crate) rules: Vec<u32>,
    /// Fields by name; the writer orders them.
    pub(crate) fields: Vec<(String, u32)>,
}

/// A catalog being written.
pub(crate) struct Writer {
    texts: Vec<Box<str>>,
    text_ids: FxHashMap<Box<str>, u32>,
    words: Vec<u32>,
    nodes: FxHashMap<Box<[u32]>, u32>,
    types: Vec<Record>,
}

impl Writer {
    pub(crate) fn new() -> Writer {
        let mut writer = Writer {
            texts: Vec::new(),
            text_ids: FxHashMap::default(),
            words: Vec::new(),
            nodes: FxHashMap::default(),
            types: Vec::new(),
        };
        writer.text("");
        // Node 0 is the empty list, no facts, and the shape of anything; a damaged file reads as that.
        writer.words.extend([0, 0, 0, 0]);
        writer
    }

    /// Takes the types, orders them, and gives the place of each key.
    pub(crate) fn declare(&mut self, mut types: Vec<Record>) -> FxHashMap<(u32, String), u32> {
        types.sort_by(|a, b| order(a).cmp(&order(b)));
        self.types = types;
        let keys = self.types.iter().zip(0..);
        keys.map(|(record, index)| ((record.class, record.key.clone()), index)).collect()
    }

    pub(crate) fn set_type(&mut self, index: u32, edit: impl FnOnce(&mut Record)) {
        if let Some(record) = self.types.get_mut(index as usize) {
            edit(record);
        }
    }

    pub(crate) fn text(&mut self, text: &str) -> u32 {
        if let Some(id) = self.text_ids.get(text) {
            return *id;
        }
        let id = u32::try_from(self.texts.len()).unwrap_or(0);
        self.texts.push(text.into());
        self.text_ids.insert(text.into(), id);
        id
    }

    pub(crate) fn node(&mut self, words: Vec<u32>) -> u32 {
        if let Some(id) = self.nodes.get(words.as_slice()) {
            return *id;
        }
        let id = u32::try_from(self.words.len()).unwrap_or(0);
        self.words.extend_from_slice(&words);
        self.nodes.insert(words.into(), id);
        id
    }

    pub(crate) fn list(&mut self, items: &[u32]) -> u32 {
        if items.is_empty() {
            return 0;
        }
        let mut words = vec![u32::try_from(items.len()).unwrap_or(0)];
        words.extend_from_slice(items);
        self.node(words)
    }

    pub(crate) fn texts<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) -> u32 {
        let ids: Vec<u32> = texts.into_iter().map(|text| self.text(text)).collect();
        self.list(&ids)
    }

    pub(crate) fn facts(&mut self, draft: &Draft) -> u32 {
        let mask = draft.slots.keys().fold(draft.flags, |mask, slot| mask | 1 << slot);
        if mask == 0 {
            return 0;
        }
        let mut words = vec![mask];
        words.extend(draft.slots.values());
        self.node(words)
    }

    /// A shape of a kind with bits, its payload and its facts.
    pub(crate) fn shape(&mut self, head: u32, payload: u32, facts: &Draft) -> u32 {
        let facts = self.facts(facts);
        if (head, payload, facts) == (shape::ANY, 0, 0) {
            return 0;
        }
        self.node(vec![head, payload, facts])
    }

    /// The same shape with facts added where it has none of the kind.
    pub(crate) fn refine(&mut self, id: u32, more: Draft) -> u32 {
        let at = |offset: u32| self.words.get((id + offset) as usize).copied().unwrap_or(0);
        let (head, payload, facts) = (at(shape::HEAD), at(shape::PAYLOAD), at(shape::FACTS));
        let own = self.draft_of(facts);
        self.shape(head, payload, &own.with(more))
    }

    /// The same shape with other bits of its kind.
    pub(crate) fn with_head(&mut self, id: u32, head: u32) -> u32 {
        let at = |offset: u32| self.words.get((id + offset) as usize).copied().unwrap_or(0);
        let (payload, facts) = (at(shape::PAYLOAD), at(shape::FACTS));
        if (head, payload, facts) == (shape::ANY, 0, 0) { 0 } else { self.node(vec![head, payload, facts]) }
    }

    /// The element of a list, set or map of the pool.
    pub(crate) fn element(&self, id: u32) -> Option<(u32, u32)> {
        let at = |offset: u32| self.words.get((id + offset) as usize).copied().unwrap_or(0);
        let many = matches!(at(shape::HEAD) & 0xff, shape::LIST | shape::SET | shape::MAP);
        many.then(|| (at(shape::HEAD), at(shape::PAYLOAD)))
    }

    pub(crate) fn head(&self, id: u32) -> u32 {
        self.words.get(id as usize).copied().unwrap_or(0)
    }

    pub(crate) fn draft_of_shape(&self, id: u32) -> Draft {
        self.draft_of(self.words.get((id + shape::FACTS) as usize).copied().unwrap_or(0))
    }

    fn draft_of(&self, facts: u32) -> Draft {
        let mask = self.words.get(facts as usize).copied().unwrap_or(0);
        let slots = (0..slot::COUNT).filter(|slot| mask & (1 << slot) != 0);
        let words = self.words.iter().skip(facts as usize + 1).copied();
        Draft { slots: slots.zip(words).collect(), flags: mask & !((1 << slot::COUNT) - 1) }
    }

    pub(crate) fn field(&mut self, name: &str, shape: u32, flags: u32, extra: &Draft) -> (String, u32) {
        let (name_id, extra) = (self.text(name), self.facts(extra));
        (name.to_owned(), self.node(vec![name_id, shape, flags, extra]))
    }

    pub(crate) fn rule(&mut self, kind: u32, paths: &[&str]) -> u32 {
        let mut words = vec![kind, u32::try_from(paths.len()).unwrap_or(0)];
        words.extend(paths.iter().map(|path| self.text(path)).collect::<Vec<u32>>());
        self.node(words)
    }

    pub(crate) fn block(&mut self, mut draft: BlockDraft) -> u32 {
        if draft.flags & block::ORDERED == 0 {
            draft.fields.sort();
        }
        let rules = self.list(&draft.rules);
        let mut words = vec![draft.flags, u32::try_from(draft.fields.len()).unwrap_or(0), draft.rest, rules];
        words.extend(draft.fields.iter().map(|(_, id)| *id));
        self.node(words)
    }

    /// A scalar's word: what it is, and its text.
    pub(crate) fn scalar(&mut self, value: &serde_json::Value) -> u32 {
        let (tag, text) = match value {
            serde_json::Value::Null => return scalar::NONE,
            serde_json::Value::String(text) => (scalar::TEXT, text.clone()),
            serde_json::Value::Number(number) => (scalar::NUMBER, number.to_string()),
            serde_json::Value::Bool(value) => (scalar::BOOL, value.to_string()),
            other => (scalar::JSON, other.to_string()),
        };
        self.text(&text) | tag << scalar::SHIFT
    }

    /// The bytes of the file.
    pub(crate) fn finish(mut self, title: &Title<'_>) -> Vec<u8> {
        let head = [title.name, title.source, title.version].map(|text| self.text(text));
        let records = self.records();
        let mut offsets = vec![0_u32];
        let mut bytes = Vec::new();
        for text in &self.texts {
            bytes.extend_from_slice(text.as_bytes());
            offsets.push(u32::try_from(bytes.len()).unwrap_or(0));
        }
        let mut words = [0_u32; layout::HEADER / 4];
        let count = |len: usize| u32::try_from(len).unwrap_or(0);
        let said = [
            (header::FORMAT, layout::FORMAT),
            (header::FAMILY, title.family as u32),
            (header::NAME, head[0]),
            (header::SOURCE, head[1]),
            (header::VERSION, head[2]),
            (header::TYPES, count(self.types.len())),
            (header::WORDS, count(self.words.len())),
            (header::TEXTS, count(self.texts.len())),
            (header::TEXT_BYTES, count(bytes.len())),
        ];
        for (at, word) in said {
            words[at] = word;
        }
        let all = words.iter().chain(&records).chain(&self.words).chain(&offsets);
        let mut file: Vec<u8> = all.flat_map(|word| word.to_le_bytes()).collect();
        file.extend_from_slice(&bytes);
        file[..8].copy_from_slice(&layout::MAGIC);
        let sum = layout::checksum(&file);
        file[layout::CHECKSUM].copy_from_slice(&sum.to_le_bytes());
        file
    }

    fn records(&mut self) -> Vec<u32> {
        let types = std::mem::take(&mut self.types);
        let mut words = Vec::with_capacity(types.len() * record::SIZE as usize);
        for t in &types {
            let texts = [&t.name, &t.group, &t.version, &t.plural].map(|text| self.text(text));
            words.extend([t.class, texts[0], texts[1], texts[2], t.shape, t.flags, texts[3], t.returns]);
        }
        self.types = types;
        words
    }
}

type Order<'a> = (u32, &'a str, std::cmp::Reverse<(u32, u32, u32)>, bool, &'a str, &'a str);

/// By class, name, version with the newest stable one first; of equal ones the core group, then by group.
fn order(record: &Record) -> Order<'_> {
    let core = record.group.is_empty() || record.group.ends_with(".core");
    let rank = std::cmp::Reverse(rank(&record.version));
    (record.class, &record.name, rank, !core, &record.group, &record.key)
}

/// How new and stable a version is: `v2`, `v1`, `v1beta2`, `v1beta1`, `v1alpha1`, all others.
fn rank(version: &str) -> (u32, u32, u32) {
    let parse = || {
        let rest = version.strip_prefix('v')?;
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let major = rest.get(..end)?.parse().ok()?;
        let stage = rest.get(end..)?;
        let step = |name: &str, rank: u32| stage.strip_prefix(name).map(|n| (rank, major, n.parse().unwrap_or(0)));
        match stage {
            "" => Some((3, major, 0)),
            _ => step("beta", 2).or_else(|| step("alpha", 1)),
        }
    };
    parse().unwrap_or((0, 0, 0))
}

#[cfg(test)]
mod tests {
    use super::rank;

    #[test]
    fn stable_versions_come_before_newer_unstable_ones() {
        let mut versions = ["v1alpha1", "v2beta2", "v1", "odd", "v2beta10", "v2", "v1beta1"];
        versions.sort_by_key(|version| std::cmp::Reverse(rank(version)));
        assert_eq!(versions, ["v2", "v1", "v2beta10", "v2beta2", "v1beta1", "v1alpha1", "odd"]);
    }
}
