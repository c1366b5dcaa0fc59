//! Views of types.

use crate::views::exprs::Expr;
use crate::views::items::FieldDecl;
use crate::views::names::Path;
use crate::{Element, SyntaxKind, TokenRef};

views! {
    /// A path used as a type.
    NamedType { path }
    /// `list(T)`, `range(T)`, `name(63, "a-z")`: a name and arguments.
    AppliedType { path }
    /// `T?`
    OptionalType { ty }
    /// `secret T`, `deferred T`, `ephemeral T`
    LabelledType { ty }
    /// `{ a: T, … }`
    RecordType {}
    /// `...T` inside a record type.
    TypeSpread { ty }
    /// `a | b { … } | c`
    UnionType {}
    /// One case of a union: a name and perhaps a record.
    UnionCase { name doc }
    /// `in a..b`, `step s`, `matching "re"`, `length a..b`, `unique`
    Refinement { expr }
}

view_enum! {
    /// A type as written.
    TypeExpr {
        /// `a.b`
        Named(NamedType),
        /// `list(T)`
        Applied(AppliedType),
        /// `T?`
        Optional(OptionalType),
        /// `secret T`
        Labelled(LabelledType),
        /// `{ a: T }`
        Record(RecordType),
        /// `a | b`
        Union(UnionType),
    }
}

view_enum! {
    /// What stands in a record type.
    RecordMember {
        /// `a: T`
        Field(FieldDecl),
        /// `...T`
        Spread(TypeSpread),
    }
}

/// An argument of an applied type.
#[derive(Clone, Copy)]
pub enum TypeArg<'t> {
    /// A type: `list(string)`.
    Type(TypeExpr<'t>),
    /// A value: `name(63, "a-z")`.
    Value(Expr<'t>),
}

impl<'t> AppliedType<'t> {
    /// Its arguments, in order.
    pub fn args(self) -> impl Iterator<Item = TypeArg<'t>> {
        self.0.children().filter_map(|child| match TypeExpr::cast(child) {
            Some(ty) => Some(TypeArg::Type(ty)),
            None => Expr::cast(child).map(TypeArg::Value),
        })
    }

    /// Its first argument that is a type.
    pub fn argument(self) -> Option<TypeExpr<'t>> {
        self.0.children().find_map(TypeExpr::cast)
    }
}

impl<'t> LabelledType<'t> {
    /// `secret`, `deferred` or `ephemeral`.
    pub fn label(self) -> Option<TokenRef<'t>> {
        self.0.token(SyntaxKind::Word)
    }
}

impl<'t> RecordType<'t> {
    /// Its fields and spreads, in order.
    pub fn members(self) -> impl Iterator<Item = RecordMember<'t>> {
        self.0.children().filter_map(RecordMember::cast)
    }

    /// Its own fields, in order.
    pub fn fields(self) -> impl Iterator<Item = FieldDecl<'t>> {
        self.0.children().filter_map(FieldDecl::cast)
    }
}

impl<'t> UnionType<'t> {
    /// Its cases, in order.
    pub fn cases(self) -> impl Iterator<Item = UnionCase<'t>> {
        self.0.children().filter_map(UnionCase::cast)
    }
}

impl<'t> UnionCase<'t> {
    /// What the case holds.
    pub fn record(self) -> Option<RecordType<'t>> {
        self.0.children().find_map(RecordType::cast)
    }
}

impl<'t> Refinement<'t> {
    /// `in`, `step`, `matching`, `length` or `unique`.
    pub fn keyword(self) -> Option<TokenRef<'t>> {
        self.0.elements().find_map(|element| match element {
            Element::Token(token) if token.kind == SyntaxKind::Word => Some(token),
            _ => None,
        })
    }
}

impl<'t> TypeExpr<'t> {
    /// The path, if it is nothing but a name.
    pub fn path(self) -> Option<Path<'t>> {
        match self {
            Self::Named(named) => named.path(),
            _ => None,
        }
    }
}
