//! The arena of a fragment: text in one buffer, entries and terms in one table each.

mod build;
mod copy;
mod terms;

use crate::{Entries, Entry, Fallback, Node, Origin, OriginId, Str, Term, TermId};

pub use build::Mark;

/// What the nodes of a fragment stand in. Children are made before their parents and may be shared between them.
#[derive(Clone, Debug, Default)]
pub struct Arena {
    text: String,
    entries: Vec<Entry>,
    terms: Vec<Term>,
    origins: Vec<Origin>,
    /// The entries of containers that are still open, innermost last.
    open: Vec<Entry>,
}

impl Arena {
    /// The text of a piece.
    pub fn str(&self, piece: Str) -> &str {
        let start = piece.start as usize;
        self.text.get(start..start + piece.len as usize).unwrap_or("")
    }

    /// The entries of a run.
    pub fn entries(&self, run: Entries) -> &[Entry] {
        let start = run.start as usize;
        self.entries.get(start..start + run.len as usize).unwrap_or(&[])
    }

    /// A term.
    pub fn term(&self, id: TermId) -> &Term {
        self.terms.get(id.0 as usize).expect("a TermId comes from the arena it is asked of")
    }

    /// An origin; none for `OriginId::NONE`.
    pub fn origin(&self, id: OriginId) -> Option<&Origin> {
        self.origins.get(id.0 as usize)
    }

    /// The last entry with a key, since what is written later holds.
    pub fn find(&self, run: Entries, key: &str) -> Option<&Entry> {
        self.entries(run).iter().rev().find(|entry| self.str(entry.key) == key)
    }

    /// What stands under a key of a map or block.
    pub fn field(&self, node: Node, key: &str) -> Option<Node> {
        match node {
            Node::Map(run) | Node::Block(run) => self.find(run, key).map(|entry| entry.node),
            _ => None,
        }
    }

    /// Adds all that a node says, its holes being what they fall back to: enough to tell two of them apart.
    pub fn spell(&self, node: Node, text: &mut String) {
        match node {
            Node::Text(piece) => text.push_str(self.str(piece)),
            Node::Template(parts) => self.entries(parts).iter().for_each(|part| self.spell(part.node, text)),
            Node::List(run) | Node::Map(run) | Node::Block(run) => {
                for entry in self.entries(run) {
                    text.push_str(self.str(entry.key));
                    text.push('\0');
                    self.spell(entry.node, text);
                    text.push('\0');
                }
            }
            Node::Term(id) => match self.term(id) {
                Term::Document { of, .. } => self.spell(*of, text),
                Term::Hole { fallback: Fallback::Default(piece), .. } => text.push_str(self.str(*piece)),
                _ => {}
            },
            Node::Bool(_) | Node::Int(_) | Node::Decimal { .. } => text.push_str(&format!("{node:?}")),
        }
    }

    /// The text of a text node.
    pub fn as_text(&self, node: Node) -> Option<&str> {
        match node {
            Node::Text(piece) => Some(self.str(piece)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(arena: &mut Arena, parts: &[Node]) -> Node {
        let mark = arena.begin();
        parts.iter().for_each(|part| arena.item(*part, OriginId::NONE));
        arena.template(mark)
    }

    #[test]
    fn containers_nest_and_close_in_turn() {
        let mut arena = Arena::default();
        let body = arena.begin();
        arena.put("a", Node::Int(1), OriginId::NONE);
        let inner = arena.begin();
        arena.put("x", Node::Int(2), OriginId::NONE);
        arena.replace(&inner, "x", Node::Int(3), OriginId::NONE);
        arena.replace(&inner, "a", Node::Int(4), OriginId::NONE);
        let inner = arena.map(inner);
        arena.put("inner", inner, OriginId::NONE);
        arena.replace(&body, "a", Node::Int(5), OriginId::NONE);
        let body = arena.close(body);
        assert_eq!(body.len(), 2);
        assert_eq!(arena.find(body, "a").map(|it| it.node), Some(Node::Int(5)));
        assert_eq!([arena.field(inner, "x"), arena.field(inner, "a")], [Some(Node::Int(3)), Some(Node::Int(4))]);
        assert_eq!(arena.field(inner, "b"), None);
    }

    #[test]
    fn templates_have_holes_and_no_literals_that_meet() {
        let mut arena = Arena::default();
        let [a, b, empty] = ["a", "b", ""].map(|text| arena.text(text));
        let far = arena.text("far");
        let hole = arena.hole("X", Fallback::Empty);
        let text = template(&mut arena, &[a, b, empty, far]);
        assert_eq!(arena.as_text(text), Some("abfar"));
        assert_eq!(template(&mut arena, &[empty, hole]), hole);
        assert_eq!(template(&mut arena, &[]), Node::Text(Str::default()));
        let Node::Template(parts) = template(&mut arena, &[far, a, hole, hole, empty, b]) else {
            unreachable!("a hole")
        };
        let parts: Vec<_> = arena.entries(parts).iter().map(|it| arena.as_text(it.node)).collect();
        assert_eq!(parts, [Some("fara"), None, None, Some("b")]);
    }

    #[test]
    fn what_is_copied_means_the_same() {
        let mut from = Arena::default();
        let instance = from.piece("shop/db");
        let origin = from.add_origin(Origin { instance, spec: None, realization: None });
        let mark = from.begin();
        let (host, text) = (from.resource("kind_of_disk", "db"), from.text("x"));
        let address = from.attribute(host, "address");
        let call = from.call_of("join", &[text, address]);
        from.put("call", call, origin);
        from.put("number", Node::Decimal { mantissa: 5, scale: 1 }, origin);
        let map = from.map(mark);

        let mut to = Arena::default();
        to.piece("something before");
        let copy = to.copy(&from, map);
        let Node::Map(run) = copy else { unreachable!("a map") };
        let found = to.find(run, "call").and_then(|it| to.origin(it.origin)).map(|it| to.str(it.instance));
        assert_eq!(found, Some("shop/db"));
        assert_eq!(to.origins.len(), 1);
        let Some(Node::Term(id)) = to.field(copy, "call") else { unreachable!("a term") };
        let Term::Call { function, args } = to.term(id) else { unreachable!("a call") };
        assert_eq!((to.str(*function), args.len()), ("join", 2));
    }
}
