//! Carrying nodes from one arena to another: what one instance shows and another uses.

use crate::{Arena, Comprehension, Entries, Entry, Fallback, Node, Origin, OriginId, Yield};

impl Arena {
    /// A node of another arena with all that it holds, origins included.
    pub fn copy(&mut self, from: &Arena, node: Node) -> Node {
        match node {
            Node::Bool(_) | Node::Int(_) | Node::Decimal { .. } => node,
            Node::Text(piece) => Node::Text(self.carry(from, piece)),
            Node::List(run) => Node::List(self.copy_entries(from, run)),
            Node::Map(run) => Node::Map(self.copy_entries(from, run)),
            Node::Template(run) => Node::Template(self.copy_entries(from, run)),
            Node::Block(run) => Node::Block(self.copy_entries(from, run)),
            Node::Term(id) => self.copy_term(from, id),
        }
    }

    pub(super) fn copy_entries(&mut self, from: &Arena, run: Entries) -> Entries {
        let mark = self.begin();
        for Entry { key, node, origin } in from.entries(run) {
            let (key, node, origin) = (self.carry(from, *key), self.copy(from, *node), self.copy_origin(from, *origin));
            self.put_at(key, node, origin);
        }
        self.close(mark)
    }

    fn copy_origin(&mut self, from: &Arena, id: OriginId) -> OriginId {
        let Some(origin) = from.origin(id) else { return OriginId::NONE };
        let known = self.origins.last().filter(|last| {
            (last.spec, last.realization) == (origin.spec, origin.realization)
                && self.str(last.instance) == from.str(origin.instance)
        });
        if known.is_some() {
            return OriginId(self.origins.len() as u32 - 1);
        }
        let instance = self.carry(from, origin.instance);
        self.add_origin(Origin { instance, ..*origin })
    }

    pub(super) fn copy_comprehension(&mut self, from: &Arena, it: &Comprehension) -> Comprehension {
        Comprehension {
            key: it.key.map(|key| self.carry(from, key)),
            value: self.carry(from, it.value),
            over: self.copy(from, it.over),
            result: match it.result {
                Yield::Items(item) => Yield::Items(self.copy(from, item)),
                Yield::Pairs(key, value) => Yield::Pairs(self.copy(from, key), self.copy(from, value)),
                Yield::Groups(key, value) => Yield::Groups(self.copy(from, key), self.copy(from, value)),
            },
            test: it.test.map(|test| self.copy(from, test)),
        }
    }

    pub(super) fn copy_fallback(&mut self, from: &Arena, fallback: Fallback) -> Fallback {
        match fallback {
            Fallback::Empty => Fallback::Empty,
            Fallback::Required(why) => Fallback::Required(self.carry(from, why)),
            Fallback::Default(text) => Fallback::Default(self.carry(from, text)),
        }
    }
}
