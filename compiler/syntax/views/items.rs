//! Views of what stands in bodies.

use std::borrow::Cow;

use crate::views::accessors;
use crate::views::clauses::{BecauseClause, WhenClause};
use crate::views::decls::Decl;
use crate::views::exprs::{Expr, ListItem};
use crate::views::names::{Body, Name, Path};
use crate::views::strings::StringExpr;
use crate::{Element, SyntaxKind, TokenRef};

views! {
    /// `KEY (= | += | -=) EXPR [if COND]`, `KEY { … } [if COND]`
    Field { key value condition doc }
    /// `[short] KEY : TYPE [= EXPR]`
    FieldDecl { key ty refinements default doc }
    /// `EXPR => EXPR [if COND]`
    MapEntry { condition doc }
    /// `NAME [ EXPR ] { … }`
    KeyedField { name body doc }
    /// `...EXPR [if COND]`
    Spread { expr condition }
    /// `for P in EXPR [if C] : ITEM`
    ForEntry { for_clause condition }
    /// A word alone.
    Flag { name condition doc }
    /// `[static] out NAME : TYPE [= EXPR]`, `out NAME = EXPR [if COND]`
    OutItem { name ty refinements value condition doc }
    /// `can NAME, NAME [if COND] [via OUT, OUT]`
    CanItem { name condition via doc }
    /// `setting NAME : TYPE [= EXPR]`, `setting NAME = EXPR`
    SettingItem { name ty refinements default doc }
    /// `export NAME : TYPE [= EXPR]`, `export NAME = EXPR [if COND]`
    ExportItem { name ty refinements value condition doc }
    /// `ignore PATH, PATH [when COND] [because STRING]`
    IgnoreItem { paths doc }
    /// `[stateful] (resource | data | ephemeral) TYPE LOCAL …`
    ResourceItem { name target for_clause by condition body doc }
    /// `file LOCAL [for …] at STRING [if C] = EXPR`
    FileItem { name for_clause by condition doc }
    /// `place (all C, D | a, b) on TARGET`
    PlaceItem { target doc }
    /// `without a, b`
    WithoutItem { paths doc }
    /// `target NAME [{ … }]` in an environment.
    TargetItem { path body doc }
    /// `on TARGET { … }`
    OnItem { target body doc }
    /// `every resource [TYPE] { … }`
    EveryItem { path condition body doc }
    /// `catalog NAME [STRING]`
    CatalogItem { path string doc }
    /// `grant NAME = EXPR [if COND]`, `grant: TYPE`
    GrantItem { name ty value condition doc }
    /// `put …`, `get on T …`, `allow on T …` of a hand-over.
    HandoverItem { target for_clause by condition body doc }
    /// `assert COND [, "message"]`
    AssertItem { condition_expr doc }
    /// `expect error STRING [with BODY]`
    ExpectItem { body doc }
}

/// What a body holds: a declaration, or an item of its own.
#[derive(Clone, Copy)]
pub enum Item<'t> {
    /// A declaration: an instance, a `let`, a `require`.
    Decl(Decl<'t>),
    /// Anything else.
    Entry(Entry<'t>),
}

