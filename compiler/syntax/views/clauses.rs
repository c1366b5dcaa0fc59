//! Views of clauses: what hangs on a header or at the end of an entry.

use crate::views::exprs::Pattern;
use crate::{SyntaxKind, TokenRef};

views! {
    /// `for PATTERN[, NAME] in EXPR [by EXPR]`; without `for` in the argument `x in xs : c`.
    ForClause { by }
    /// `by EXPR` after a `for`.
    ByClause { expr }
    /// `if COND` at the end of an entry or a header.
    IfClause { expr }
    /// `when COND`
    WhenClause { expr }
    /// `because STRING`
    BecauseClause { string }
    /// `extends A, B`
    ExtendsClause { paths }
    /// `provides A, B`
    ProvidesClause { paths }
    /// `via A, B`
    ViaClause { paths }
}

impl<'t> ForClause<'t> {
    /// What it binds: the element; or the key and the value, the element and its index.
    pub fn patterns(self) -> impl Iterator<Item = Pattern<'t>> {
        self.0.children().filter_map(Pattern::cast)
    }

    /// The names that it binds where the patterns are plain names.
    pub fn names(self) -> impl Iterator<Item = TokenRef<'t>> {
        self.patterns().filter_map(|pattern| pattern.node().token(SyntaxKind::Word))
    }

    /// What it runs over.
    pub fn source(self) -> Option<crate::Expr<'t>> {
        crate::views::accessors::expr_after(self.0, "in")
    }
}
