//! The fields that every instance has, whatever its component.

use program::{Expr, Field, Labels, Ty, Type};
use source::Span;
use values::{Slice, Symbol};

use crate::checker::Checker;

/// A universal field: its name, its type, and what it is for.
pub(crate) struct Universal {
    name: &'static str,
    kind: Kind,
    doc: &'static str,
}

enum Kind {
    OptionalString,
    OptionalBool,
    Strings,
    Instances,
    Uses,
}

pub(crate) const UNIVERSAL: [Universal; 7] = [
    Universal { name: "name", kind: Kind::OptionalString, doc: "The name that others already know it by." },
    Universal { name: "labels", kind: Kind::Strings, doc: "Labels of everything it becomes." },
    Universal { name: "after", kind: Kind::Instances, doc: "What must be there first, without access to it." },
    Universal { name: "uses", kind: Kind::Uses, doc: "What it reaches beside what its fields read." },
    Universal { name: "was", kind: Kind::OptionalString, doc: "What it was called before." },
    Universal { name: "protect", kind: Kind::OptionalBool, doc: "Whether it is kept from deletion." },
    Universal { name: "adopt", kind: Kind::OptionalString, doc: "The id of what exists already and is taken over." },
];

impl Checker<'_> {
    /// The fields that come first in every component.
    pub(crate) fn universal_fields(&mut self, span: Span) -> Vec<Field> {
        UNIVERSAL.iter().map(|universal| self.universal_field(universal, span)).collect()
    }

    fn universal_field(&mut self, universal: &Universal, span: Span) -> Field {
        let empty = |checker: &mut Self, expr| Some(checker.program.exprs.push(expr, span));
        let (ty, default) = match universal.kind {
            Kind::OptionalString => (self.optional(Type::String), None),
            Kind::OptionalBool => (self.optional(Type::Bool), None),
            Kind::Strings => {
                let of = self.program.types.plain(Type::String);
                (Type::Map(of), empty(self, Expr::Map(Slice::EMPTY)))
            }
            Kind::Instances => {
                let of = self.program.types.plain(Type::Instance);
                (Type::List(of), empty(self, Expr::List(Slice::EMPTY)))
            }
            Kind::Uses => {
                let of = self.program.types.plain(Type::Use);
                (Type::List(of), empty(self, Expr::List(Slice::EMPTY)))
            }
        };
        let ty = Ty { id: self.program.types.id(ty), labels: Labels::NONE };
        let (name, doc): (Symbol, Symbol) = (self.intern(universal.name), self.intern(universal.doc));
        Field { name, ty, default, required: false, refinements: Vec::new(), doc: Some(doc), span }
    }

    fn optional(&mut self, ty: Type) -> Type {
        Type::Optional(self.program.types.plain(ty))
    }
}
