//! The lossless tree of a file: tokens in order, nodes in preorder, nothing else.
//!
//! A node knows the range of its tokens and how many nodes lie under it, so the whole tree is two flat arrays.
//! Trivia before and after a node belongs to the node around it.

use source::{FileId, Span};

use crate::SyntaxKind;

/// A token; its text ends where the next one starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: SyntaxKind,
    /// Its first byte.
    pub(crate) start: u32,
}

/// A node of the flat tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NodeData {
    pub(crate) kind: SyntaxKind,
    pub(crate) first: u32,
    pub(crate) end: u32,
    /// Nodes in this subtree, itself included.
    pub(crate) size: u32,
}

/// The tree of one file. The last token is `End`.
#[derive(Clone, Debug)]
pub struct Tree {
    file: FileId,
    tokens: Vec<Token>,
    nodes: Vec<NodeData>,
}

/// A node, as cheap to pass around as two words.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree,
    text: &'t str,
    index: u32,
}

/// A node or a token, in the order of the text.
#[derive(Clone, Copy)]
pub enum Element<'t> {
    /// A node under this one.
    Node(Node<'t>),
    /// A token directly under this one.
    Token(TokenRef<'t>),
}

/// A token with its text.
#[derive(Clone, Copy)]
pub struct TokenRef<'t> {
    /// What it is.
    pub kind: SyntaxKind,
    /// Its text.
    pub text: &'t str,
    /// Where it stands.
    pub span: Span,
    /// Its place among the tokens of the file.
    pub index: u32,
}

impl Tree {
    /// The root, a `File`. `text` must be the text that was parsed.
    pub fn root<'t>(&'t self, text: &'t str) -> Node<'t> {
        Node { tree: self, text, index: 0 }
    }

    /// The file it was parsed from.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The token at a place in the file.
    pub fn token<'t>(&'t self, text: &'t str, index: u32) -> Option<TokenRef<'t>> {
        let token = self.at(index)?;
        let end = self.start_of(index + 1, text);
        let span = Span::new(self.file, token.start, end);
        let text = text.get(token.start as usize..end as usize)?;
        Some(TokenRef { kind: token.kind, text, span, index })
    }

    /// How many tokens there are, the end included.
    pub fn token_count(&self) -> u32 {
        self.tokens.len() as u32
    }

    fn at(&self, index: u32) -> Option<Token> {
        self.tokens.get(index as usize).copied()
    }

    /// Where a token starts, and where the text ends for the one after the last.
    fn start_of(&self, index: u32, text: &str) -> u32 {
        self.at(index).map_or(text.len() as u32, |token| token.start)
    }

    /// The tree of nodes that stand in postorder, the root last.
    pub(crate) fn from_postorder(file: FileId, tokens: Vec<Token>, postorder: &[NodeData]) -> Self {
        let mut nodes = postorder.to_vec();
        // The first postorder index of each node above the current one: a node outside of it isn't above.
        let mut above: Vec<usize> = Vec::new();
        for (at, node) in postorder.iter().enumerate().rev() {
            let first = at + 1 - node.size as usize;
            while above.last().is_some_and(|start| *start > at) {
                above.pop();
            }
            // In preorder the nodes above come before a node, those under it after.
            if let Some(place) = nodes.get_mut(first + above.len()) {
                *place = *node;
            }
            above.push(first);
        }
        Self { file, tokens, nodes }
    }
}

impl<'t> Node<'t> {
    fn data(self) -> NodeData {
        *self.tree.nodes.get(self.index as usize).expect("a node's index comes from its own tree")
    }

    /// What it is.
    pub fn kind(self) -> SyntaxKind {
        self.data().kind
    }

    /// Its place among the nodes of the file, which names it for as long as the tree lives.
    pub fn index(self) -> u32 {
        self.index
    }

    /// The file it stands in.
    pub fn file(self) -> FileId {
        self.tree.file
    }

    /// From its first token to its last, without the trivia around it.
    pub fn span(self) -> Span {
        let data = self.data();
        let start = self.tree.at(data.first).map_or(0, |token| token.start);
        let end = self.tree.start_of(data.end, self.text);
        Span::new(self.tree.file, start, end)
    }

    /// The text under it.
    pub fn text(self) -> &'t str {
        let span = self.span();
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// The nodes directly under it.
    pub fn children(self) -> Children<'t> {
        Children { tree: self.tree, text: self.text, next: self.index + 1, end: self.index + self.data().size }
    }

    /// The first node under it of a kind.
    pub fn child(self, kind: SyntaxKind) -> Option<Node<'t>> {
        self.children().find(|node| node.kind() == kind)
    }

    /// Nodes and tokens directly under it, trivia included, in the order of the text.
    pub fn elements(self) -> impl Iterator<Item = Element<'t>> {
        let data = self.data();
        let (tree, text) = (self.tree, self.text);
        let mut children = self.children().peekable();
        let mut at = data.first;
        std::iter::from_fn(move || {
            if at >= data.end {
                return None;
            }
            if let Some(child) = children.next_if(|child| child.data().first == at) {
                // An empty node at the end of another never occurs: the parser gives each node a token.
                at = child.data().end.max(at);
                return Some(Element::Node(child));
            }
            at += 1;
            tree.token(text, at - 1).map(Element::Token)
        })
    }

    /// The tokens directly under it that are not trivia.
    pub fn tokens(self) -> impl Iterator<Item = TokenRef<'t>> {
        let (tree, text) = (self.tree, self.text);
        let (mut at, end) = (self.data().first, self.data().end);
        let mut children = self.children().map(Node::data);
        let mut child = children.next();
        std::iter::from_fn(move || {
            while at < end {
                if let Some(passed) = child.filter(|child| child.first == at) {
                    at = passed.end.max(at);
                    child = children.next();
                    continue;
                }
                at += 1;
                if !tree.at(at - 1)?.kind.is_trivia() {
                    return tree.token(text, at - 1);
                }
            }
            None
        })
    }

    /// The first token directly under it of a kind.
    pub fn token(self, kind: SyntaxKind) -> Option<TokenRef<'t>> {
        self.tokens().find(|token| token.kind == kind)
    }

    /// The first word directly under it that reads `text`.
    pub fn word(self, text: &str) -> Option<TokenRef<'t>> {
        self.tokens().find(|token| token.kind == SyntaxKind::Word && token.text == text)
    }

    /// The tokens it spans, those of its children and trivia included.
    pub fn token_range(self) -> std::ops::Range<u32> {
        let data = self.data();
        data.first..data.end
    }

    /// The token at an index of the file.
    pub fn token_at(self, index: u32) -> Option<TokenRef<'t>> {
        self.tree.token(self.text, index)
    }

    /// The `///` lines right before it, joined, without their slashes.
    pub fn doc(self) -> Option<String> {
        let mut lines = Vec::new();
        let mut at = self.data().first;
        while at > 0 {
            at -= 1;
            let Some(token) = self.tree.token(self.text, at) else { break };
            match token.kind {
                SyntaxKind::DocComment => lines.push(token.text.trim_start_matches('/').trim()),
                SyntaxKind::Space | SyntaxKind::Newline => {}
                _ => break,
            }
        }
        lines.reverse();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }
}

/// The nodes directly under a node.
#[derive(Clone)]
pub struct Children<'t> {
    tree: &'t Tree,
    text: &'t str,
    next: u32,
    end: u32,
}

impl<'t> Iterator for Children<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        if self.next >= self.end {
            return None;
        }
        let node = Node { tree: self.tree, text: self.text, index: self.next };
        self.next += node.data().size.max(1);
        Some(node)
    }
}
