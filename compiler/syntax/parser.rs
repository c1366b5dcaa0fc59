//! The machine under the grammar: tokens in, nodes out, mistakes noted on the way.
//!
//! Nodes are kept in postorder while parsing, so that a node can be put around finished ones at no cost; the tree
//! turns them into preorder at the end.

mod brackets;
mod recover;

use source::{Diagnostic, FileId};

use crate::lexer::lex;
use crate::problem::Mistake;
use crate::tree::NodeData;
use crate::tree::Token;
use crate::{Parse, SyntaxKind, Tree, grammar};

/// How deep brackets, operators and branches may nest.
const DEPTH_LIMIT: u32 = 256;

/// How many nodes may lie above each other in one expression, so that those who walk it needn't fear for the stack.
const HEIGHT_LIMIT: u16 = 512;

/// A token that is not trivia.
#[derive(Clone, Copy)]
struct Sig {
    kind: SyntaxKind,
    /// Whether a line break stands before it.
    breaks: bool,
    /// Whether nothing stands before it.
    tight: bool,
    /// Whether characters that mean nothing stand before it on its line.
    dirty: bool,
    token: u32,
}

/// Where a node starts.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    nodes: usize,
    pos: usize,
}

pub(crate) struct Parser<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    sigs: Vec<Sig>,
    /// For each bracket the place of the one that it pairs with, or `brackets::NONE`.
    partners: Vec<u32>,
    /// For each token the blanks at the start of its line; empty if all brackets are closed.
    indents: Vec<u32>,
    pos: usize,
    nodes: Vec<NodeData>,
    heights: Vec<u16>,
    mistakes: Vec<Mistake>,
    last_report: Option<usize>,
    gave_up: bool,
    found_open: bool,
    depth: u32,
    /// Whether line breaks are space, as in parentheses.
    spaced: bool,
    /// Whether a `{` belongs to the header around and not to the expression.
    header: bool,
}

/// Parses a text; see `grammar` for what it may say.
pub(crate) fn parse(file: FileId, text: &str) -> Parse {
    let lexed = lex(text);
    let mut parser = Parser::new(text, lexed.tokens, lexed.mistakes);
    grammar::file(&mut parser);
    parser.into_parse(file)
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, tokens: Vec<Token>, mistakes: Vec<Mistake>) -> Self {
        let sigs = significant(text, &tokens);
        let brackets = brackets::pair(&sigs);
        let indents = if brackets.all_closed { Vec::new() } else { brackets::indents(&tokens, &sigs) };
        let (nodes, heights) = (Vec::with_capacity(sigs.len()), Vec::with_capacity(sigs.len()));
        Self {
            text,
            tokens,
            sigs,
            partners: brackets.partners,
            indents,
            pos: 0,
            nodes,
            heights,
            mistakes,
            last_report: None,
            gave_up: false,
            found_open: false,
            depth: 0,
            spaced: false,
            header: false,
        }
    }

    fn into_parse(mut self, file: FileId) -> Parse {
        self.nodes.push(NodeData {
            kind: SyntaxKind::File,
            first: 0,
            end: self.tokens.len() as u32,
            size: self.nodes.len() as u32 + 1,
        });
        self.mistakes.sort_by_key(|mistake| mistake.start);
        let diagnostics: Vec<Diagnostic> = self.mistakes.iter().map(|mistake| mistake.diagnostic(file)).collect();
        Parse { tree: Tree::from_postorder(file, self.tokens, &self.nodes), diagnostics }
    }

    fn sig(&self, at: usize) -> Sig {
        let last = || self.sigs.last().copied();
        self.sigs.get(at).copied().or_else(last).expect("the tokens end with `End`")
    }

    /// The kind of the current token.
    pub(crate) fn kind(&self) -> SyntaxKind {
        self.sig(self.pos).kind
    }

    /// The kind of a token ahead.
    pub(crate) fn peek(&self, ahead: usize) -> SyntaxKind {
        self.sig(self.pos + ahead).kind
    }

    /// Whether the current token is of a kind.
    pub(crate) fn at(&self, kind: SyntaxKind) -> bool {
        self.kind() == kind
    }

    /// The current token if it is a word, else nothing.
    pub(crate) fn word(&self) -> &'t str {
        self.peek_word(0)
    }

    /// A token ahead if it is a word, else nothing.
    pub(crate) fn peek_word(&self, ahead: usize) -> &'t str {
        let sig = self.sig(self.pos + ahead);
        if sig.kind == SyntaxKind::Word { self.text_of(sig) } else { "" }
    }

    /// The text of a token ahead.
    pub(crate) fn peek_text(&self, ahead: usize) -> &'t str {
        self.text_of(self.sig(self.pos + ahead))
    }

    fn text_of(&self, sig: Sig) -> &'t str {
        self.text.get(self.start_of(sig) as usize..self.end_of(sig) as usize).unwrap_or("")
    }

    fn start_of(&self, sig: Sig) -> u32 {
        self.tokens.get(sig.token as usize).map_or(0, |token| token.start)
    }

    fn end_of(&self, sig: Sig) -> u32 {
        self.tokens.get(sig.token as usize + 1).map_or(self.text.len() as u32, |next| next.start)
    }

    /// Whether the current token starts a line that counts.
    pub(crate) fn breaks(&self) -> bool {
        self.breaks_at(0)
    }

    /// Whether a token ahead starts a line that counts, or is the end.
    pub(crate) fn breaks_at(&self, ahead: usize) -> bool {
        let sig = self.sig(self.pos + ahead);
        sig.kind == SyntaxKind::End || sig.breaks && !self.spaced
    }

    /// Whether a token ahead starts a line, in parentheses too.
    pub(crate) fn starts_line(&self, ahead: usize) -> bool {
        self.sig(self.pos + ahead).breaks
    }

    /// Whether nothing stands before a token ahead.
    pub(crate) fn tight(&self, ahead: usize) -> bool {
        self.sig(self.pos + ahead).tight
    }

    /// How far it is from a token ahead that opens something to the one that closes it.
    pub(crate) fn closing(&self, ahead: usize) -> Option<usize> {
        let partner = self.partner(self.pos + ahead)?;
        (partner > self.pos + ahead).then(|| partner - self.pos)
    }

    fn partner(&self, at: usize) -> Option<usize> {
        self.partners.get(at).filter(|partner| **partner != brackets::NONE).map(|partner| *partner as usize)
    }

    /// Whether nothing was taken since a mark.
    pub(crate) fn is_at(&self, mark: Mark) -> bool {
        self.pos == mark.pos
    }

    /// The first token after a mark.
    pub(crate) fn text_at(&self, mark: Mark) -> &'t str {
        self.text_of(self.sig(mark.pos))
    }

    /// The kind of the second token after a mark.
    pub(crate) fn second_kind(&self, mark: Mark) -> SyntaxKind {
        self.sig(mark.pos + 1).kind
    }

    /// Whether the token before closes a string.
    pub(crate) fn follows_string(&self) -> bool {
        self.pos > 0 && self.sig(self.pos - 1).kind == SyntaxKind::StringClose
    }

    /// Whether the separator here is a `;`.
    pub(crate) fn is_semicolon(&self) -> bool {
        let token = self.tokens.get(self.sig(self.pos).token as usize);
        self.at(SyntaxKind::Comma) && token.is_some_and(|token| token.kind == SyntaxKind::Unknown)
    }

    /// Whether the operand before can be called: a name or a member.
    pub(crate) fn is_callable(&self) -> bool {
        use SyntaxKind::{GetExpr, NameExpr, TryGetExpr};
        self.nodes.last().is_some_and(|node| matches!(node.kind, NameExpr | GetExpr | TryGetExpr))
    }

    /// Takes the current token.
    pub(crate) fn bump(&mut self) {
        if self.kind() != SyntaxKind::End {
            self.pos += 1;
        }
    }

    /// Takes the current token if it is of a kind.
    pub(crate) fn eat(&mut self, kind: SyntaxKind) -> bool {
        let found = self.at(kind);
        if found {
            self.bump();
        }
        found
    }

    /// Takes the current token if it is this word.
    pub(crate) fn eat_word(&mut self, word: &str) -> bool {
        let found = self.word() == word;
        if found {
            self.bump();
        }
        found
    }

    /// Starts a node here.
    pub(crate) fn start(&self) -> Mark {
        Mark { nodes: self.nodes.len(), pos: self.pos }
    }

    /// Ends a node that started at a mark; one without tokens is not made.
    pub(crate) fn finish(&mut self, mark: Mark, kind: SyntaxKind) -> SyntaxKind {
        if self.pos == mark.pos {
            return kind;
        }
        let first = self.sig(mark.pos).token;
        let end = self.sig(self.pos - 1).token + 1;
        let size = (self.nodes.len() - mark.nodes) as u32 + 1;
        self.heights.push(self.height_since(mark) + 1);
        self.nodes.push(NodeData { kind, first, end, size });
        kind
    }

    /// How many nodes lie above each other in what was made since a mark.
    fn height_since(&self, mark: Mark) -> u16 {
        let mut highest = 0;
        let mut at = self.nodes.len();
        while at > mark.nodes {
            highest = highest.max(self.heights.get(at - 1).copied().unwrap_or(0));
            at -= self.nodes.get(at - 1).map_or(1, |node| node.size as usize);
        }
        highest
    }

    /// Turns `x in xs`, parsed since a mark as an operator, into a `for` without its word.
    pub(crate) fn make_quantifier(&mut self, mark: Mark) -> bool {
        let is_in = self.text_of(self.sig(mark.pos + 1)) == "in";
        let whole = self.nodes.len().checked_sub(1).filter(|whole| *whole > mark.nodes);
        let Some([name, .., operator]) = self.nodes.get_mut(mark.nodes..) else { return false };
        let covers = whole.is_some_and(|whole| operator.size as usize == whole - mark.nodes + 1);
        if !(covers && name.kind == SyntaxKind::NameExpr && operator.kind == SyntaxKind::BinaryExpr && is_in) {
            return false;
        }
        name.kind = SyntaxKind::Pattern;
        operator.kind = SyntaxKind::ForClause;
        true
    }

    /// Parses what stands in brackets: line breaks count or don't, headers are left behind. Too deep, it is skipped.
    pub(crate) fn nested(&mut self, spaced: bool, inside: impl FnOnce(&mut Self)) {
        let before = (self.spaced, self.header);
        (self.spaced, self.header) = (spaced, false);
        self.deeper(inside);
        (self.spaced, self.header) = before;
    }

    /// Parses one level deeper, or skips what is too deep.
    pub(crate) fn deeper(&mut self, inside: impl FnOnce(&mut Self)) {
        self.depth += 1;
        if self.depth > DEPTH_LIMIT {
            self.give_up();
        } else {
            inside(self);
        }
        self.depth -= 1;
    }

    /// Parses the expression of a header, before whose `{` it ends.
    pub(crate) fn in_header(&mut self, inside: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.header, true);
        inside(self);
        self.header = before;
    }

    /// Whether the `{` here belongs to the header around.
    pub(crate) fn is_header(&self) -> bool {
        self.header
    }

    /// Whether the last node made lies as deep as expressions may.
    pub(crate) fn is_too_high(&mut self) -> bool {
        let too_high = self.heights.last().is_some_and(|height| *height > HEIGHT_LIMIT);
        if too_high {
            self.give_up();
        }
        too_high
    }
}

/// The tokens that are not trivia. Stray characters are passed over, but for `;`, which separates like a comma.
fn significant(text: &str, tokens: &[Token]) -> Vec<Sig> {
    let mut sigs = Vec::with_capacity(tokens.len() / 2 + 1);
    let (mut breaks, mut tight, mut dirty) = (true, false, false);
    for (at, token) in tokens.iter().enumerate() {
        let mut kind = token.kind;
        if kind == SyntaxKind::Newline {
            (breaks, dirty) = (true, false);
        }
        if kind == SyntaxKind::Unknown && text.as_bytes().get(token.start as usize) == Some(&b';') {
            kind = SyntaxKind::Comma;
        }
        if kind == SyntaxKind::Unknown {
            dirty = true;
        }
        if kind.is_trivia() || kind == SyntaxKind::Unknown {
            tight = false;
            continue;
        }
        sigs.push(Sig { kind, breaks, tight, dirty, token: at as u32 });
        (breaks, tight, dirty) = (false, true, false);
    }
    sigs
}
