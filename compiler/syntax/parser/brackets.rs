//! Which bracket closes which, known before the grammar starts, so that recovery can step over whole groups.

use super::Sig;
use crate::SyntaxKind;
use crate::tree::Token;

/// Where a bracket has no partner.
pub(super) const NONE: u32 = u32::MAX;

/// The pairs of a text.
pub(super) struct Brackets {
    /// For each bracket the place of its partner, or `NONE`.
    pub(super) partners: Vec<u32>,
    /// Whether each `{`, `[` and `(` is closed.
    pub(super) all_closed: bool,
}

/// The kinds of brackets, as indices of counters.
fn bracket(kind: SyntaxKind) -> Option<(usize, bool)> {
    Some(match kind {
        SyntaxKind::LBrace => (0, true),
        SyntaxKind::RBrace => (0, false),
        SyntaxKind::LBracket => (1, true),
        SyntaxKind::RBracket => (1, false),
        SyntaxKind::LParen => (2, true),
        SyntaxKind::RParen => (2, false),
        SyntaxKind::HoleOpen => (3, true),
        SyntaxKind::HoleClose => (3, false),
        SyntaxKind::StringOpen => (4, true),
        SyntaxKind::StringClose => (4, false),
        _ => return None,
    })
}

/// Pairs the brackets: one that closes takes the nearest open one of its kind, and what was left open in between
/// stays open.
pub(super) fn pair(sigs: &[Sig]) -> Brackets {
    let mut partners = vec![NONE; sigs.len()];
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut counts = [0usize; 5];
    let mut all_closed = true;
    for (at, sig) in sigs.iter().enumerate() {
        let Some((kind, opens)) = bracket(sig.kind) else { continue };
        if opens {
            open.push((kind, at));
            count(&mut counts, kind, 1);
            continue;
        }
        if counts.get(kind) == Some(&0) {
            continue;
        }
        while let Some((opened, from)) = open.pop() {
            count(&mut counts, opened, usize::MAX);
            if opened == kind {
                set(&mut partners, from, at);
                set(&mut partners, at, from);
                break;
            }
            all_closed &= opened > 2;
        }
    }
    all_closed &= open.iter().all(|(kind, _)| *kind > 2);
    Brackets { partners, all_closed }
}

fn set(partners: &mut [u32], at: usize, partner: usize) {
    if let Some(slot) = partners.get_mut(at) {
        *slot = partner as u32;
    }
}

fn count(counts: &mut [usize; 5], kind: usize, by: usize) {
    if let Some(counter) = counts.get_mut(kind) {
        *counter = counter.wrapping_add(by);
    }
}

/// The blanks at the start of the line of each token.
pub(super) fn indents(tokens: &[Token], sigs: &[Sig]) -> Vec<u32> {
    let mut indents = Vec::with_capacity(sigs.len());
    let mut indent = 0;
    for sig in sigs {
        if sig.breaks {
            let start = |at: u32| tokens.get(at as usize).map_or(0, |token| token.start);
            let is_space = |at: u32| tokens.get(at as usize).is_some_and(|token| token.kind == SyntaxKind::Space);
            let before = sig.token.checked_sub(1).filter(|before| is_space(*before));
            indent = before.map_or(0, |before| start(sig.token) - start(before));
        }
        indents.push(indent);
    }
    indents
}
