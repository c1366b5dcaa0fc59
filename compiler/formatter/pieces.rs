//! A tree as a row of pieces: tokens, whole strings and comments, with how they may be set apart.

use syntax::{Element, Node, SyntaxKind, TokenRef};

use crate::align::{Column, column};
use crate::spacing::{is_spaced, joint};

/// What is set down without a break inside.
pub(crate) struct Piece<'t> {
    /// What is written; several lines for a `"""` string.
    pub(crate) text: &'t str,
    /// Whether a blank stands before it, on the same line.
    pub(crate) spaced: bool,
    /// How many line breaks stand before it; two make an empty line.
    pub(crate) breaks: u8,
    /// Where it stands if it starts a line.
    pub(crate) level: Level,
    /// Whether it is a comment.
    pub(crate) is_comment: bool,
    /// Where it may start a line if the one before is too long: the looser what it joins, the lower.
    pub(crate) joint: Option<u8>,
    /// The comma after it.
    pub(crate) comma: Comma,
    /// Blanks before it that make it stand below others.
    pub(crate) padding: usize,
    /// The group that it opens, or that it closes.
    pub(crate) opens: Option<usize>,
    /// Whether it closes the group that was opened last.
    pub(crate) closes: bool,
}

/// Where a piece stands if it starts a line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// It starts an entry of a group.
    Entry,
    /// It goes on with an entry.
    Rest,
    /// It closes a group.
    Close,
}

/// The comma after a piece.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comma {
    Never,
    /// If the next entry stands on the same line.
    Flat,
    Always,
}

/// Brackets and the entries in them; the whole file is one, too.
pub(crate) struct Group {
    /// The pieces of its brackets; of the file, nothing.
    pub(crate) brackets: Option<(usize, usize)>,
    /// The first and the last piece of each entry, comments apart.
    pub(crate) entries: Vec<Entry>,
    /// Whether its entries stand on lines below its opening bracket.
    pub(crate) broken: bool,
    /// Whether it may be broken where a line is too long.
    pub(crate) breakable: bool,
    /// Whether one entry may go on below while the others stand beside the brackets.
    pub(crate) hugs: bool,
}

impl Group {
    /// The last piece of its last entry.
    pub(crate) fn last(&self) -> usize {
        self.entries.last().map_or(0, |entry| entry.last)
    }
}

/// An entry of a group.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) first: usize,
    pub(crate) last: usize,
    /// What makes it stand in a column with its neighbours.
    pub(crate) column: Option<Column>,
}

/// All of a file.
pub(crate) struct Pieces<'t> {
    pub(crate) pieces: Vec<Piece<'t>>,
    /// The groups, those around before those inside; the file first.
    pub(crate) groups: Vec<Group>,
}

/// The pieces of a file.
pub(crate) fn pieces<'t>(file: Node<'t>) -> Pieces<'t> {
    let group = Group { brackets: None, entries: Vec::new(), broken: true, breakable: false, hugs: false };
    let pieces = Pieces { pieces: Vec::new(), groups: vec![group] };
    let mut walk = Walk { pieces, next: 0, level: Level::Entry, joint: None, before: None, root: file };
    for child in file.children() {
        walk.entry(0, child);
    }
    walk.level = Level::Entry;
    walk.gap(file.token_range().end.saturating_sub(1));
    walk.pieces
}

struct Walk<'t> {
    pieces: Pieces<'t>,
    /// The first token that isn't set down yet.
    next: u32,
    /// The level of the next piece.
    level: Level,
    /// The joint of the next piece.
    joint: Option<u8>,
    /// The token before with the node it stands in, for the space after it.
    before: Option<(SyntaxKind, SyntaxKind)>,
    root: Node<'t>,
}

impl<'t> Walk<'t> {
    fn node(&mut self, node: Node<'t>) {
        match node.kind() {
            SyntaxKind::StringExpr | SyntaxKind::Key | SyntaxKind::Name => self.whole(node),
            SyntaxKind::Path if node.token(SyntaxKind::Slash).is_some() => self.whole(node),
            kind if is_group(kind) => self.grouped(node),
            kind => {
                for element in node.elements() {
                    match element {
                        Element::Node(child) => {
                            if kind == SyntaxKind::TypeDecl && child.kind() == SyntaxKind::UnionType {
                                self.joint = Some(0);
                            }
                            self.node(child);
                        }
                        Element::Token(token) => self.token(token, kind),
                    }
                }
            }
        }
    }

    /// A node that holds brackets, and before them perhaps something else.
    fn grouped(&mut self, node: Node<'t>) {
        let mut group = None;
        for element in node.elements() {
            match (element, group) {
                (Element::Node(child), None) => self.node(child),
                (Element::Node(child), Some(group)) => self.entry(group, child),
                (Element::Token(token), None) if opens(token.kind) => {
                    group = Some(self.open(node, token));
                }
                // A comma in brackets is set down again where it is needed.
                (Element::Token(token), Some(_)) if token.kind == SyntaxKind::Comma => {}
                (Element::Token(token), Some(inside)) if closes(token.kind) => {
                    self.close(inside, token, node.kind());
                    group = None;
                }
                (Element::Token(token), _) => self.token(token, node.kind()),
            }
        }
    }

    fn open(&mut self, node: Node<'t>, token: TokenRef<'t>) -> usize {
        self.token(token, node.kind());
        let at = self.pieces.pieces.len() - 1;
        let kind = node.kind();
        let group = self.pieces.groups.len();
        self.pieces.groups.push(Group {
            brackets: Some((at, at)),
            entries: Vec::new(),
            broken: false,
            breakable: !matches!(kind, SyntaxKind::ParenExpr | SyntaxKind::Pattern),
            hugs: matches!(kind, SyntaxKind::ArgList | SyntaxKind::AppliedType | SyntaxKind::ParenExpr),
        });
        if let Some(piece) = self.pieces.pieces.last_mut() {
            piece.opens = Some(group);
        }
        group
    }

    fn entry(&mut self, group: usize, node: Node<'t>) {
        let broken = self.breaks_before(node.token_range().start);
        self.level = Level::Entry;
        self.gap(node.token_range().start);
        let first = self.pieces.pieces.len();
        self.node(node);
        let last = self.pieces.pieces.len() - 1;
        let column = column(node, first, &self.pieces.pieces);
        let is_paren = self.is_paren(group);
        let Some(found) = self.pieces.groups.get_mut(group) else { return };
        if let Some(previous) = found.entries.last().and_then(|entry| self.pieces.pieces.get_mut(entry.last)) {
            previous.comma = if is_paren { Comma::Always } else { Comma::Flat };
        }
        found.broken |= broken;
        found.entries.push(Entry { first, last, column });
    }

    fn is_paren(&self, group: usize) -> bool {
        let brackets = self.pieces.groups.get(group).and_then(|group| group.brackets);
        brackets.and_then(|(open, _)| self.pieces.pieces.get(open)).is_some_and(|open| open.text == "(")
    }

    fn close(&mut self, group: usize, token: TokenRef<'t>, parent: SyntaxKind) {
        let broken = self.breaks_before(token.index);
        self.level = Level::Entry;
        self.gap(token.index);
        self.level = Level::Close;
        self.token(token, parent);
        let at = self.pieces.pieces.len() - 1;
        if let Some(piece) = self.pieces.pieces.last_mut() {
            piece.closes = true;
        }
        if let Some(group) = self.pieces.groups.get_mut(group) {
            group.broken |= broken;
            group.brackets = group.brackets.map(|(open, _)| (open, at));
        }
    }

    /// Whether a line break stands between the last piece and a token.
    fn breaks_before(&self, token: u32) -> bool {
        let is_break = |at: u32| self.root.token_at(at).is_some_and(|token| token.kind == SyntaxKind::Newline);
        (self.next..token).any(is_break)
    }

    fn token(&mut self, token: TokenRef<'t>, parent: SyntaxKind) {
        if !token.kind.is_trivia() && token.kind != SyntaxKind::End {
            self.put(token.kind, parent, token.index, token.index + 1, token.text);
        }
    }

    /// A node as it is written.
    fn whole(&mut self, node: Node<'t>) {
        let range = node.token_range();
        self.put(SyntaxKind::Word, node.kind(), range.start, range.end, node.text());
    }

    fn put(&mut self, kind: SyntaxKind, parent: SyntaxKind, first: u32, end: u32, text: &'t str) {
        let breaks = self.gap(first);
        let spaced = self.before.is_some_and(|before| is_spaced(before, (kind, parent)));
        self.joint = self.joint.or_else(|| joint(self.before, (kind, parent), text));
        self.push(text, spaced, breaks, false);
        self.joint = None;
        self.before = Some((kind, parent));
        self.next = end;
        self.level = Level::Rest;
    }

    /// Sets down the comments before a token; gives how many line breaks stand after them.
    fn gap(&mut self, token: u32) -> u8 {
        let mut breaks = 0u8;
        for at in self.next..token {
            let Some(found) = self.root.token_at(at) else { continue };
            match found.kind {
                SyntaxKind::Newline => breaks = breaks.saturating_add(1),
                SyntaxKind::Comment | SyntaxKind::DocComment => {
                    self.push(found.text.trim_end(), true, breaks, true);
                    breaks = 0;
                    self.next = at + 1;
                }
                _ => {}
            }
        }
        breaks
    }

    fn push(&mut self, text: &'t str, spaced: bool, breaks: u8, is_comment: bool) {
        let breaks = match self.level {
            Level::Entry => breaks.min(2),
            // Within an entry there are no empty lines.
            Level::Rest | Level::Close => breaks.min(1),
        };
        self.pieces.pieces.push(Piece {
            text,
            spaced,
            breaks,
            level: self.level,
            is_comment,
            joint: self.joint,
            comma: Comma::Never,
            padding: 0,
            opens: None,
            closes: false,
        });
    }
}

fn is_group(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::Body
            | SyntaxKind::ListExpr
            | SyntaxKind::RecordType
            | SyntaxKind::ArgList
            | SyntaxKind::ParamList
            | SyntaxKind::AppliedType
            | SyntaxKind::MatchExpr
            | SyntaxKind::Pattern
            | SyntaxKind::ParenExpr
    )
}

fn opens(kind: SyntaxKind) -> bool {
    matches!(kind, SyntaxKind::LBrace | SyntaxKind::LBracket | SyntaxKind::LParen)
}

fn closes(kind: SyntaxKind) -> bool {
    matches!(kind, SyntaxKind::RBrace | SyntaxKind::RBracket | SyntaxKind::RParen)
}
