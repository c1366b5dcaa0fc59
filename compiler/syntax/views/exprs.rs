//! Views of expressions and patterns.

use crate::views::accessors;
use crate::views::names::Body;
use crate::views::ops::{BinaryOp, UnaryOp};
use crate::views::strings::StringExpr;
use crate::{Node, SyntaxKind, TokenRef};

views! {
    /// A number, quantity, rate, percent, clock, or `true false none`.
    LiteralExpr {}
    /// A word used as a value; `self` too.
    NameExpr {}
    /// `a.b`
    GetExpr {}
    /// `a?.b`
    TryGetExpr {}
    /// `a[b]`
    IndexExpr {}
    /// `f(a, n = b)`
    CallExpr {}
    /// `(a, n = b)`
    ArgList {}
    /// One argument: `a`, `n = b`, or `x in xs : c`.
    Arg { for_clause condition value }
    /// `[a, ...b, c if d]`
    ListExpr {}
    /// One element of a list.
    ListItem { value condition }
    /// `NAME { … }`
    CaseExpr { body }
    /// `NAME LITERAL`, `NAME LITERAL..LITERAL`
    ShortCaseExpr { value }
    /// `-a`, `!a`
    UnaryExpr { expr }
    /// `a + b` and all other binary operators.
    BinaryExpr {}
    /// `a is case`
    IsExpr { expr }
    /// `a as unit`
    AsExpr { expr }
    /// `if a then b [else c]`
    IfExpr {}
    /// `match a { … }`
    MatchExpr {}
    /// `PATTERN [if C] => EXPR`
    MatchArm { condition }
    /// `case`, `case { f, g = h, ...rest }`, `_`, `none`, a literal, `a | b`.
    Pattern {}
    /// One field bound by a pattern: `f`, `g = h`, `...rest`.
    PatternField {}
    /// `(a)`
    ParenExpr { expr }
}

view_enum! {
    /// An expression.
    Expr {
        /// `3`, `20GiB`, `true`
        Literal(LiteralExpr),
        /// `"text ${hole}"`
        String(StringExpr),
        /// `a`
        Name(NameExpr),
        /// `a.b`
        Get(GetExpr),
        /// `a?.b`
        TryGet(TryGetExpr),
        /// `a[b]`
        Index(IndexExpr),
        /// `f(a)`
        Call(CallExpr),
        /// `[a, b]`
        List(ListExpr),
        /// `{ … }`
        Body(Body),
        /// `NAME { … }`
        Case(CaseExpr),
        /// `daily 02:00`
        ShortCase(ShortCaseExpr),
        /// `-a`
        Unary(UnaryExpr),
        /// `a + b`
        Binary(BinaryExpr),
        /// `a is case`
        Is(IsExpr),
        /// `a as unit`
        As(AsExpr),
        /// `if a then b else c`
        If(IfExpr),
        /// `match a { … }`
        Match(MatchExpr),
        /// `(a)`
        Paren(ParenExpr),
    }
}

/// What stands in a list.
#[derive(Clone, Copy)]
pub enum ListEntry<'t> {
    /// An element.
    Item(ListItem<'t>),
    /// `...rest`
    Spread(crate::Spread<'t>),
    /// `for x in xs : e`
    For(crate::ForEntry<'t>),
}

fn first(node: Node<'_>) -> Option<Expr<'_>> {
    node.children().find_map(Expr::cast)
}

fn second(node: Node<'_>) -> Option<Expr<'_>> {
    node.children().filter_map(Expr::cast).nth(1)
}

fn last_word(node: Node<'_>) -> Option<TokenRef<'_>> {
    node.tokens().filter(|token| token.kind == SyntaxKind::Word).last()
}

impl<'t> Expr<'t> {
    /// The expression within its parentheses, if it has any.
    pub fn inner(self) -> Option<Expr<'t>> {
        let mut expr = self;
        while let Self::Paren(paren) = expr {
            expr = paren.expr()?;
        }
        Some(expr)
    }
}

impl<'t> LiteralExpr<'t> {
    /// The literal.
    pub fn token(self) -> Option<TokenRef<'t>> {
        self.0.tokens().next()
    }
}

impl<'t> NameExpr<'t> {
    /// The word.
    pub fn token(self) -> Option<TokenRef<'t>> {
        self.0.token(SyntaxKind::Word)
    }
}

impl<'t> GetExpr<'t> {
    /// What stands before the dot.
    pub fn base(self) -> Option<Expr<'t>> {
        first(self.0)
    }

    /// The name after the dot.
    pub fn name(self) -> Option<TokenRef<'t>> {
        last_word(self.0)
    }
}

impl<'t> TryGetExpr<'t> {
    /// What stands before `?.`.
    pub fn base(self) -> Option<Expr<'t>> {
        first(self.0)
    }

    /// The name after `?.`.
    pub fn name(self) -> Option<TokenRef<'t>> {
        last_word(self.0)
    }
}

impl<'t> IndexExpr<'t> {
    /// What is indexed.
    pub fn base(self) -> Option<Expr<'t>> {
        first(self.0)
    }

    /// The key in brackets.
    pub fn index(self) -> Option<Expr<'t>> {
        second(self.0)
    }
}

impl<'t> CallExpr<'t> {
    /// What is called.
    pub fn callee(self) -> Option<Expr<'t>> {
        first(self.0)
    }

    /// Its arguments, in order.
    pub fn args(self) -> impl Iterator<Item = Arg<'t>> {
        let list = self.0.child(SyntaxKind::ArgList).and_then(ArgList::cast);
        list.into_iter().flat_map(ArgList::args)
    }
}

impl<'t> ArgList<'t> {
    /// The arguments, in order.
    pub fn args(self) -> impl Iterator<Item = Arg<'t>> {
        self.0.children().filter_map(Arg::cast)
    }
}

impl<'t> Arg<'t> {
    /// The parameter that it names.
    pub fn name(self) -> Option<TokenRef<'t>> {
        accessors::names(self.0).next()
    }
}

impl<'t> ListExpr<'t> {
    /// What stands in it, in order.
    pub fn entries(self) -> impl Iterator<Item = ListEntry<'t>> {
        self.0.children().filter_map(ListEntry::cast)
    }
}

impl<'t> ListEntry<'t> {
    /// The view, if the node is one of these.
    pub fn cast(node: Node<'t>) -> Option<Self> {
        let item = ListItem::cast(node).map(Self::Item);
        let spread = || crate::Spread::cast(node).map(Self::Spread);
        item.or_else(spread).or_else(|| crate::ForEntry::cast(node).map(Self::For))
    }

    /// The node under the view.
    pub fn node(self) -> Node<'t> {
        match self {
            Self::Item(item) => item.node(),
            Self::Spread(spread) => spread.node(),
            Self::For(entry) => entry.node(),
        }
    }
}

impl<'t> CaseExpr<'t> {
    /// The case.
    pub fn name(self) -> Option<TokenRef<'t>> {
        self.0.token(SyntaxKind::Word)
    }
}

impl<'t> ShortCaseExpr<'t> {
    /// The case.
    pub fn name(self) -> Option<TokenRef<'t>> {
        self.0.token(SyntaxKind::Word)
    }
}

impl<'t> UnaryExpr<'t> {
    /// `-` or `!`.
    pub fn operator(self) -> Option<TokenRef<'t>> {
        self.0.tokens().next()
    }

    /// The operator as data.
    pub fn op(self) -> Option<UnaryOp> {
        UnaryOp::of(self.operator()?)
    }
}

impl<'t> BinaryExpr<'t> {
    /// The left side.
    pub fn lhs(self) -> Option<Expr<'t>> {
        first(self.0)
    }

    /// The right side.
    pub fn rhs(self) -> Option<Expr<'t>> {
        second(self.0)
    }

    /// The operator's token; the word of `in`.
    pub fn operator(self) -> Option<TokenRef<'t>> {
        self.0.tokens().next()
    }

    /// The operator as data.
    pub fn op(self) -> Option<BinaryOp> {
        BinaryOp::of(self.operator()?)
    }
}

impl<'t> IsExpr<'t> {
    /// The case, after `is`.
    pub fn case(self) -> Option<TokenRef<'t>> {
        self.0.tokens().filter(|token| token.kind == SyntaxKind::Word).nth(1)
    }
}

impl<'t> AsExpr<'t> {
    /// The unit, after `as`.
    pub fn unit(self) -> Option<TokenRef<'t>> {
        self.0.tokens().filter(|token| token.kind == SyntaxKind::Word).nth(1)
    }
}

impl<'t> IfExpr<'t> {
    /// What stands after `if`.
    pub fn condition(self) -> Option<Expr<'t>> {
        accessors::expr_after(self.0, "if")
    }

    /// What stands after `then`.
    pub fn then(self) -> Option<Expr<'t>> {
        accessors::expr_after(self.0, "then")
    }

    /// What stands after `else`.
    pub fn otherwise(self) -> Option<Expr<'t>> {
        accessors::expr_after(self.0, "else")
    }
}

impl<'t> MatchExpr<'t> {
    /// What is looked at.
    pub fn value(self) -> Option<Expr<'t>> {
        first(self.0)
    }

    /// Its arms, in order.
    pub fn arms(self) -> impl Iterator<Item = MatchArm<'t>> {
        self.0.children().filter_map(MatchArm::cast)
    }
}

impl<'t> MatchArm<'t> {
    /// What it fits.
    pub fn pattern(self) -> Option<Pattern<'t>> {
        self.0.children().find_map(Pattern::cast)
    }

    /// What it gives.
    pub fn value(self) -> Option<Expr<'t>> {
        first(self.0)
    }
}

impl<'t> Pattern<'t> {
    /// The case, the bound name, `_`, `none`, `true` or `false`.
    pub fn name(self) -> Option<TokenRef<'t>> {
        self.0.token(SyntaxKind::Word)
    }

    /// Whether it is `_`.
    pub fn is_rest(self) -> bool {
        self.name().is_some_and(|name| name.text == "_")
    }

    /// The literal, if it is one: a `Literal`, a `String` or a `-` with a literal.
    pub fn literal(self) -> Option<Expr<'t>> {
        first(self.0)
    }

    /// The alternatives of `a | b`.
    pub fn alternatives(self) -> impl Iterator<Item = Pattern<'t>> {
        self.0.children().filter_map(Pattern::cast)
    }

    /// The fields that it binds.
    pub fn fields(self) -> impl Iterator<Item = PatternField<'t>> {
        self.0.children().filter_map(PatternField::cast)
    }

    /// Whether braces stand after the case.
    pub fn has_fields(self) -> bool {
        self.0.token(SyntaxKind::LBrace).is_some()
    }
}

impl<'t> PatternField<'t> {
    /// The field; with `...`, the name of the rest.
    pub fn name(self) -> Option<TokenRef<'t>> {
        self.0.token(SyntaxKind::Word)
    }

    /// What stands after `=`: the name it is bound to, or a pattern.
    pub fn pattern(self) -> Option<Pattern<'t>> {
        self.0.children().find_map(Pattern::cast)
    }

    /// Whether it takes all other fields.
    pub fn is_rest(self) -> bool {
        self.0.token(SyntaxKind::Ellipsis).is_some()
    }
}
