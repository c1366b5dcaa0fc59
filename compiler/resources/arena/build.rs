//! Building leaves and containers: `begin`, then `put` or `item` for each child, then what it was all about.

use std::fmt::{self, Write};

use crate::{Arena, Entries, Entry, Node, Origin, OriginId, Str};

/// An open container. Containers close in the reverse order of their opening.
#[derive(Debug)]
#[must_use = "a container that is begun must be closed"]
pub struct Mark(usize);

impl Arena {
    /// Adds a text.
    pub fn piece(&mut self, text: &str) -> Str {
        let start = self.text.len();
        self.text.push_str(text);
        self.since(start)
    }

    /// Adds what something prints, without a string between.
    pub fn print(&mut self, value: impl fmt::Display) -> Str {
        let start = self.text.len();
        // Writing into a `String` can't fail, and a `Display` that fails has written what it has to say.
        let _ = write!(self.text, "{value}");
        self.since(start)
    }

    fn since(&self, start: usize) -> Str {
        Str { start: start as u32, len: (self.text.len() - start) as u32 }
    }

    /// Adds an origin; the one given last is not stored twice.
    pub fn add_origin(&mut self, origin: Origin) -> OriginId {
        if self.origins.last() != Some(&origin) {
            self.origins.push(origin);
        }
        OriginId(self.origins.len() as u32 - 1)
    }

    /// A text node.
    pub fn text(&mut self, text: &str) -> Node {
        Node::Text(self.piece(text))
    }

    /// Opens a container.
    pub fn begin(&self) -> Mark {
        Mark(self.open.len())
    }

    /// Adds a child with a key to the innermost open container.
    pub fn put(&mut self, key: &str, node: Node, origin: OriginId) {
        let key = self.piece(key);
        self.put_at(key, node, origin);
    }

    /// Adds a child under a key that the arena has already.
    pub fn put_at(&mut self, key: Str, node: Node, origin: OriginId) {
        self.open.push(Entry { key, node, origin });
    }

    /// Adds a child without a key to the innermost open container.
    pub fn item(&mut self, node: Node, origin: OriginId) {
        self.open.push(Entry { key: Str::default(), node, origin });
    }

    /// Adds the children of another container of this arena, as a spread does.
    pub fn spread(&mut self, run: Entries) {
        let (start, len) = (run.start as usize, run.len as usize);
        self.open.extend_from_slice(self.entries.get(start..start + len).unwrap_or(&[]));
    }

    /// Puts a child in the place of the one with its key, or adds it: how a later layer overrides.
    pub fn replace(&mut self, mark: &Mark, key: &str, node: Node, origin: OriginId) {
        let text = &self.text;
        let named = |entry: &&mut Entry| {
            let start = entry.key.start as usize;
            text.get(start..start + entry.key.len as usize) == Some(key)
        };
        match self.open.iter_mut().skip(mark.0).find(named) {
            Some(entry) => (entry.node, entry.origin) = (node, origin),
            None => self.put(key, node, origin),
        }
    }

    /// Closes a container and gives its children, such as the body of a resource.
    pub fn close(&mut self, mark: Mark) -> Entries {
        let start = self.entries.len() as u32;
        self.entries.extend(self.open.drain(mark.0.min(self.open.len())..));
        Entries { start, len: self.entries.len() as u32 - start }
    }

    /// Closes a container as a list.
    pub fn list(&mut self, mark: Mark) -> Node {
        Node::List(self.close(mark))
    }

    /// Closes a container as a map.
    pub fn map(&mut self, mark: Mark) -> Node {
        Node::Map(self.close(mark))
    }

    /// Closes a container as a nested block.
    pub fn block(&mut self, mark: Mark) -> Node {
        Node::Block(self.close(mark))
    }

    /// Closes a container as text with holes. Literal parts that meet are joined; parts that are all literal become text,
    /// and a single hole stays what it is: where the consumer doesn't convert, call `tostring` on it.
    pub fn template(&mut self, mark: Mark) -> Node {
        let parts = self.close(mark);
        let start = self.entries.len();
        for at in parts.start as usize..start {
            let Some(part) = self.entries.get(at).copied() else { break };
            let before = self.entries.get(start..).and_then(<[Entry]>::last).map(|entry| entry.node);
            match (before, part.node) {
                (_, Node::Text(text)) if text.len == 0 => {}
                (Some(Node::Text(before)), Node::Text(text)) => {
                    self.entries.pop();
                    let node = Node::Text(self.joined(before, text));
                    self.entries.push(Entry { node, ..part });
                }
                _ => self.entries.push(part),
            }
        }
        // The parts as given are of no use to anyone; what was made of them takes their place.
        self.entries.drain(parts.start as usize..start);
        let len = self.entries.len() as u32 - parts.start;
        match self.entries.last() {
            Some(only) if len == 1 => only.node,
            _ if len == 0 => Node::Text(Str::default()),
            _ => Node::Template(Entries { start: parts.start, len }),
        }
    }

    fn joined(&mut self, a: Str, b: Str) -> Str {
        if a.start + a.len == b.start {
            return Str { start: a.start, len: a.len + b.len };
        }
        let joined = [self.str(a), self.str(b)].concat();
        self.piece(&joined)
    }
}
