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
    /// `at_most_one PATH, PATH` in a `refine`
    RuleItem { paths doc }
    /// `keys PATH: TYPE` in a `refine`
    KeysItem { doc }
    /// `when PATH: TYPE { … }` in a `refine`
    WhenItem { body doc }
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
    /// `assert COND [, "message"]`
    AssertItem { condition_expr doc }
    /// `expect error STRING [with BODY]`
    ExpectItem { body doc }
}

view_enum! {
    /// What a body holds.
    Item {
        /// `KEY = EXPR`, `KEY { … }`
        Field(Field),
        /// `KEY : TYPE`
        FieldDecl(FieldDecl),
        /// `EXPR => EXPR`
        MapEntry(MapEntry),
        /// `NAME [ EXPR ] { … }`
        KeyedField(KeyedField),
        /// `...EXPR`
        Spread(Spread),
        /// `for P in EXPR : ITEM`
        ForEntry(ForEntry),
        /// A word alone.
        Flag(Flag),
        /// `out …`
        Out(OutItem),
        /// `can …`
        Can(CanItem),
        /// `setting …`
        Setting(SettingItem),
        /// `export …`
        Export(ExportItem),
        /// `ignore …`
        Ignore(IgnoreItem),
        /// `at_most_one …`
        Rule(RuleItem),
        /// `keys …`
        Keys(KeysItem),
        /// `when …`
        When(WhenItem),
        /// `resource …`, `data …`, `ephemeral …`
        Resource(ResourceItem),
        /// `file …`
        File(FileItem),
        /// `place …`
        Place(PlaceItem),
        /// `without …`
        Without(WithoutItem),
        /// `target …` of an environment
        Target(TargetItem),
        /// `on …`
        On(OnItem),
        /// `every resource …`
        Every(EveryItem),
        /// `catalog …`
        Catalog(CatalogItem),
        /// `grant …`
        Grant(GrantItem),
        /// `assert …`
        Assert(AssertItem),
        /// `expect error …`
        Expect(ExpectItem),
        /// A declaration: an instance, a `require`, a `let`.
        Decl(Decl),
    }
}

impl<'t> Field<'t> {
    /// `=`, `+=` or `-=`; absent before `{`.
    pub fn operator(self) -> Option<TokenRef<'t>> {
        use SyntaxKind::{Equals, MinusEquals, PlusEquals};
        self.0.tokens().find(|token| matches!(token.kind, Equals | PlusEquals | MinusEquals))
    }
}

impl FieldDecl<'_> {
    /// Whether a bare value may stand for the whole record.
    pub fn is_short(self) -> bool {
        self.0.word("short").is_some()
    }
}

impl<'t> MapEntry<'t> {
    /// The expression before `=>`.
    pub fn key(self) -> Option<Expr<'t>> {
        let arrow = self.0.token(SyntaxKind::Arrow)?.span.start;
        self.0.children().find_map(Expr::cast).filter(|key| key.span().end <= arrow)
    }

    /// The expression after `=>`.
    pub fn value(self) -> Option<Expr<'t>> {
        let arrow = self.0.token(SyntaxKind::Arrow)?.span.end;
        self.0.children().filter(|child| child.span().start >= arrow).find_map(Expr::cast)
    }
}

impl<'t> KeyedField<'t> {
    /// The key in brackets.
    pub fn index(self) -> Option<Expr<'t>> {
        self.0.children().find_map(|child| Body::cast(child).is_none().then(|| Expr::cast(child))?)
    }
}

impl<'t> ForEntry<'t> {
    /// What is made in each turn: in a map an entry, a spread or another `for`.
    pub fn item(self) -> Option<Item<'t>> {
        self.0.children().find_map(Item::cast)
    }

    /// What is made in each turn, in a list.
    pub fn element(self) -> Option<ListItem<'t>> {
        self.0.children().find_map(ListItem::cast)
    }
}

impl OutItem<'_> {
    /// Whether the compiler must know it.
    pub fn is_static(self) -> bool {
        self.0.word("static").is_some()
    }
}

impl<'t> IgnoreItem<'t> {
    /// Where it holds.
    pub fn when(self) -> Option<Expr<'t>> {
        self.0.children().find_map(WhenClause::cast)?.expr()
    }

    /// Why.
    pub fn because(self) -> Option<StringExpr<'t>> {
        self.0.children().find_map(BecauseClause::cast)?.string()
    }
}

impl<'t> RuleItem<'t> {
    /// What holds: `at_least_one`, `at_most_one`, `exactly_one`, `immutable`, `needs` or `required`.
    pub fn keyword(self) -> Option<TokenRef<'t>> {
        self.0.token(SyntaxKind::Word)
    }
}

impl<'t> KeysItem<'t> {
    /// The map whose keys it speaks of, and what they are.
    pub fn field(self) -> Option<FieldDecl<'t>> {
        self.0.children().find_map(FieldDecl::cast)
    }
}

impl<'t> WhenItem<'t> {
    /// What decides, and what it must be.
    pub fn field(self) -> Option<FieldDecl<'t>> {
        self.0.children().find_map(FieldDecl::cast)
    }
}

impl<'t> ResourceItem<'t> {
    /// `resource`, `data` or `ephemeral`.
    pub fn keyword(self) -> Option<TokenRef<'t>> {
        self.0.tokens().find(|token| matches!(token.text, "resource" | "data" | "ephemeral"))
    }

    /// Its type, unless it is quoted.
    pub fn path(self) -> Option<Path<'t>> {
        self.0.children().take_while(|child| Name::cast(*child).is_none()).find_map(Path::cast)
    }

    /// Its type as text, with its version.
    pub fn type_name(self) -> Option<Cow<'t, str>> {
        let quoted = || self.0.children().find_map(StringExpr::cast)?.plain();
        self.path().map(Path::text).or_else(quoted)
    }

    /// Whether it holds data that must not be lost.
    pub fn is_stateful(self) -> bool {
        self.0.word("stateful").is_some()
    }
}

impl<'t> FileItem<'t> {
    /// Where the file is written, after `at`.
    pub fn at(self) -> Option<Expr<'t>> {
        accessors::expr_after(self.0, "at")
    }

    /// Its text, after `=`.
    pub fn value(self) -> Option<Expr<'t>> {
        let equals = self.0.token(SyntaxKind::Equals)?.span.end;
        self.0.children().filter(|child| child.span().start >= equals).find_map(Expr::cast)
    }
}

impl<'t> PlaceItem<'t> {
    /// What is placed, each with whether `all` stands right before it.
    pub fn entries(self) -> impl Iterator<Item = (bool, Path<'t>)> {
        let mut all = false;
        let before_on = self.0.elements().take_while(
            |element| !matches!(element, Element::Token(token) if token.kind == SyntaxKind::Word && token.text == "on"),
        );
        before_on.filter_map(move |element| match element {
            Element::Token(token) if token.kind == SyntaxKind::Word => {
                all = token.text == "all";
                None
            }
            Element::Node(child) => Some((std::mem::take(&mut all), Path::cast(child)?)),
            Element::Token(_) => None,
        })
    }
}

impl ExpectItem<'_> {
    /// The code of the error that is expected.
    pub fn code(self) -> Option<String> {
        let quoted = || self.0.children().find_map(StringExpr::cast)?.plain().map(Cow::into_owned);
        self.0.child(SyntaxKind::Name).map(|name| name.text().to_owned()).or_else(quoted)
    }
}
