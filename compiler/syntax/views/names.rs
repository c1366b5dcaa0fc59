//! Views of files, bodies, keys, names and paths.

use std::borrow::Cow;

use source::Span;

use crate::views::decls::Decl;
use crate::views::items::Item;
use crate::views::strings::StringExpr;
use crate::{Node, SyntaxKind, TokenRef};

views! {
    /// A whole file.
    File {}
    /// `{ … }`: a block, a record or a map.
    Body {}
    /// The key of a field: a word or a string.
    Key {}
    /// A name that stands for something declared, possibly qualified: `network.db`, `kubernetes.Deployment@v1`.
    Path {}
    /// A name where something is declared.
    Name {}
}

impl<'t> File<'t> {
    /// Its declarations, in order.
    pub fn decls(self) -> impl Iterator<Item = Decl<'t>> {
        self.0.children().filter_map(Decl::cast)
    }
}

impl<'t> Body<'t> {
    /// Its items, in order.
    pub fn items(self) -> impl Iterator<Item = Item<'t>> {
        self.0.children().filter_map(Item::cast)
    }

    /// Whether nothing stands in it.
    pub fn is_empty(self) -> bool {
        self.0.children().next().is_none()
    }
}

impl<'t> Key<'t> {
    /// What it says, without quotes and escapes.
    pub fn text(self) -> Cow<'t, str> {
        match self.0.children().find_map(StringExpr::cast) {
            Some(string) => string.plain().unwrap_or_default(),
            None => Cow::Borrowed(self.0.text()),
        }
    }

    /// Whether it is quoted.
    pub fn is_string(self) -> bool {
        self.0.child(SyntaxKind::StringExpr).is_some()
    }
}

impl<'t> Path<'t> {
    /// Its words, from the outermost; without a version.
    pub fn segments(self) -> impl Iterator<Item = TokenRef<'t>> {
        let words = self.0.tokens().take_while(|token| token.kind != SyntaxKind::At);
        words.filter(|token| token.kind == SyntaxKind::Word)
    }

    /// Its last word.
    pub fn last(self) -> Option<TokenRef<'t>> {
        self.segments().last()
    }

    /// The word after `@`.
    pub fn version(self) -> Option<TokenRef<'t>> {
        self.0.tokens().skip_while(|token| token.kind != SyntaxKind::At).nth(1)
    }

    /// The path as it is written, without spaces and comments.
    pub fn text(self) -> Cow<'t, str> {
        if self.0.token_range().all(|at| self.0.token_at(at).is_some_and(|token| !token.kind.is_trivia())) {
            return Cow::Borrowed(self.0.text());
        }
        Cow::Owned(self.0.tokens().map(|token| token.text).collect())
    }
}

impl<'t> Name<'t> {
    /// The word.
    pub fn token(self) -> Option<TokenRef<'t>> {
        self.0.token(SyntaxKind::Word)
    }
}

/// From the first of some nodes to the last, if there is one.
pub fn span_of<'t>(nodes: impl IntoIterator<Item = Node<'t>>) -> Option<Span> {
    nodes.into_iter().map(Node::span).reduce(Span::to)
}
