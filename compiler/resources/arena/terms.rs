//! Building terms.

use crate::{Arena, Binary, Choice, Comprehension, Entries, Fallback, Format, Mark, Node, OriginId, Root, Str};
use crate::{Term, TermId, Unary};

impl Arena {
    fn add_term(&mut self, term: Term) -> Node {
        self.terms.push(term);
        Node::Term(TermId(self.terms.len() as u32 - 1))
    }

    /// `TYPE.NAME` of a managed resource.
    pub fn resource(&mut self, ty: &str, name: &str) -> Node {
        self.reference(Root::Resource, ty, name)
    }

    /// A reference of any root; `ty` is empty where the root has no types.
    pub fn reference(&mut self, root: Root, ty: &str, name: &str) -> Node {
        let (ty, name) = (self.piece(ty), self.piece(name));
        self.add_term(Term::Reference { root, ty, name })
    }

    /// `var.NAME`
    pub fn variable(&mut self, name: &str) -> Node {
        self.reference(Root::Variable, "", name)
    }

    /// `local.NAME`
    pub fn local(&mut self, name: &str) -> Node {
        self.reference(Root::Local, "", name)
    }

    /// A word as it stands: a comprehension's variable, `null`, `string`.
    pub fn word(&mut self, word: &str) -> Node {
        self.reference(Root::Bare, "", word)
    }

    /// `of.name`
    pub fn attribute(&mut self, of: Node, name: &str) -> Node {
        let name = self.piece(name);
        self.add_term(Term::Attribute { of, name })
    }

    /// `of[key]`
    pub fn index(&mut self, of: Node, key: Node) -> Node {
        self.add_term(Term::Index { of, key })
    }

    /// Closes a container as the arguments of a call.
    pub fn call(&mut self, function: &str, mark: Mark) -> Node {
        let args = self.close(mark);
        self.call_with(function, args)
    }

    /// A call of arguments that are at hand.
    pub fn call_of(&mut self, function: &str, args: &[Node]) -> Node {
        let mark = self.begin();
        for arg in args {
            self.item(*arg, OriginId::NONE);
        }
        self.call(function, mark)
    }

    fn call_with(&mut self, function: &str, args: Entries) -> Node {
        let function = self.piece(function);
        self.add_term(Term::Call { function, args })
    }

    /// `op of`
    pub fn unary(&mut self, op: Unary, of: Node) -> Node {
        self.add_term(Term::Unary { op, of })
    }

    /// `left op right`
    pub fn binary(&mut self, op: Binary, left: Node, right: Node) -> Node {
        self.add_term(Term::Binary { op, left, right })
    }

    /// `test ? then : otherwise`
    pub fn choose(&mut self, choice: Choice) -> Node {
        self.add_term(Term::If(Box::new(choice)))
    }

    /// `[for … : …]` or `{ for … : … => … }`
    pub fn comprehend(&mut self, comprehension: Comprehension) -> Node {
        self.add_term(Term::For(Box::new(comprehension)))
    }

    /// `${NAME}` of Compose with what holds when it isn't set.
    pub fn hole(&mut self, name: &str, fallback: Fallback) -> Node {
        let name = self.piece(name);
        self.add_term(Term::Hole { name, fallback })
    }

    /// The text of a document.
    pub fn document(&mut self, format: Format, of: Node) -> Node {
        self.add_term(Term::Document { format, of })
    }

    /// A term of another arena, its parts carried over.
    pub(super) fn copy_term(&mut self, from: &Arena, id: TermId) -> Node {
        let term = match from.term(id) {
            Term::Reference { root, ty, name } => {
                Term::Reference { root: *root, ty: self.carry(from, *ty), name: self.carry(from, *name) }
            }
            Term::Attribute { of, name } => Term::Attribute { of: self.copy(from, *of), name: self.carry(from, *name) },
            Term::Index { of, key } => Term::Index { of: self.copy(from, *of), key: self.copy(from, *key) },
            Term::Call { function, args } => {
                let args = self.copy_entries(from, *args);
                Term::Call { function: self.carry(from, *function), args }
            }
            Term::Unary { op, of } => Term::Unary { op: *op, of: self.copy(from, *of) },
            Term::Binary { op, left, right } => {
                Term::Binary { op: *op, left: self.copy(from, *left), right: self.copy(from, *right) }
            }
            Term::If(choice) => Term::If(Box::new(Choice {
                test: self.copy(from, choice.test),
                then: self.copy(from, choice.then),
                otherwise: self.copy(from, choice.otherwise),
            })),
            Term::For(comprehension) => Term::For(Box::new(self.copy_comprehension(from, comprehension))),
            Term::Hole { name, fallback } => {
                Term::Hole { name: self.carry(from, *name), fallback: self.copy_fallback(from, *fallback) }
            }
            Term::Document { format, of } => Term::Document { format: *format, of: self.copy(from, *of) },
        };
        self.add_term(term)
    }

    /// A text of another arena.
    pub(super) fn carry(&mut self, from: &Arena, piece: Str) -> Str {
        self.piece(from.str(piece))
    }
}
