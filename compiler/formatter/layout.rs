//! Which pieces start a line, and how far in.
//!
//! Groups that somebody broken over lines stay so; a line that is too long is broken at the outermost group that
//! holds what is too much.

use crate::WIDTH;
use crate::pieces::{Comma, Entry, Group, Level, Piece, Pieces};

/// How wide the arguments may be that stand beside one that is broken.
const BESIDE: usize = 40;

/// The pieces of a line.
pub(crate) struct Line {
    pub(crate) first: usize,
    pub(crate) end: usize,
    /// Blanks before the first.
    pub(crate) indent: usize,
}

/// Settles the breaks between pieces, and gives the lines that come of it.
pub(crate) fn layout(pieces: &mut Pieces<'_>) -> Vec<Line> {
    loop {
        while break_groups_of_several_lines(pieces) {}
        settle(pieces);
        let lines = lines(pieces);
        let starts = starts(pieces);
        let mut changed = false;
        for line in &lines {
            if width(pieces, line.first, line.end) + line.indent > WIDTH {
                changed |= shorten(pieces, line, &starts);
            }
        }
        if !changed {
            return lines;
        }
    }
}

/// Breaks groups on one line with several entries of which one goes over several; gives whether there were any.
fn break_groups_of_several_lines(pieces: &mut Pieces<'_>) -> bool {
    let mut broken_before = vec![0usize];
    let mut count = 0;
    for piece in &pieces.pieces {
        count += usize::from(piece.breaks > 0);
        broken_before.push(count);
    }
    let breaks_within = |first: usize, last: usize| broken_before.get(last + 1) > broken_before.get(first + 1);
    let mut found = Vec::new();
    for (at, group) in pieces.groups.iter().enumerate().filter(|(_, group)| !group.broken && group.entries.len() > 1) {
        let tall: Vec<&Entry> = group.entries.iter().filter(|entry| breaks_within(entry.first, entry.last)).collect();
        let is_held = |entry: &Entry| entry.last == group.last() || is_bracketed(pieces, entry);
        let hugs = group.hugs && matches!(tall.as_slice(), [entry] if is_held(entry));
        if !tall.is_empty() && !hugs {
            found.push(at);
        }
    }
    found.iter().for_each(|at| break_entries(pieces, *at));
    !found.is_empty()
}

/// Whether an entry is one pair of brackets with all that stands inside.
fn is_bracketed(pieces: &Pieces<'_>, entry: &Entry) -> bool {
    let opened = pieces.pieces.get(entry.first).and_then(|piece| piece.opens);
    opened.and_then(|group| pieces.groups.get(group)?.brackets).is_some_and(|(_, close)| close == entry.last)
}

/// Puts each entry of a group on a line of its own.
fn break_entries(pieces: &mut Pieces<'_>, group: usize) {
    let Pieces { pieces, groups } = pieces;
    let Some(group) = groups.get_mut(group) else { return };
    group.broken = true;
    for entry in &group.entries {
        if let Some(piece) = pieces.get_mut(entry.first) {
            piece.breaks = piece.breaks.max(1);
        }
    }
}

/// Sees to it that what belongs on a line of its own has one, and that no empty line stands next to a bracket.
fn settle(pieces: &mut Pieces<'_>) {
    let Pieces { pieces, groups } = pieces;
    for group in groups.iter().filter(|group| group.broken) {
        let Some((open, close)) = group.brackets else {
            // Each declaration of a file starts a line.
            set_breaks(pieces, group.entries.iter().map(|entry| entry.first), |breaks| breaks.max(1));
            continue;
        };
        let has_comment = pieces.get(open + 1).is_some_and(|piece| piece.is_comment && piece.breaks == 0);
        let first = open + 1 + usize::from(has_comment);
        set_breaks(pieces, [first, close], |_| 1);
    }
    set_breaks(pieces, [0], |_| 0);
}

fn set_breaks(pieces: &mut [Piece<'_>], at: impl IntoIterator<Item = usize>, to: impl Fn(u8) -> u8) {
    for at in at {
        if let Some(piece) = pieces.get_mut(at) {
            piece.breaks = to(piece.breaks);
        }
    }
}

fn lines(pieces: &Pieces<'_>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    // For each open group whether it is broken and how far in its entries stand.
    let mut open: Vec<(bool, usize)> = vec![(true, 0)];
    for (at, piece) in pieces.pieces.iter().enumerate() {
        let inside = open.last().map_or(0, |group| group.1);
        if piece.breaks > 0 || at == 0 {
            let around = open.iter().rev().find(|group| group.0).map_or(0, |group| group.1);
            let indent = match piece.level {
                Level::Entry => inside,
                Level::Rest => around + 2,
                Level::Close => inside.saturating_sub(2),
            };
            lines.push(Line { first: at, end: at, indent });
        }
        if piece.closes {
            open.pop();
        }
        let Some(line) = lines.last_mut() else { continue };
        line.end = at + 1;
        if let Some(group) = piece.opens.and_then(|group| pieces.groups.get(group)) {
            open.push((group.broken, line.indent + 2));
        }
    }
    lines
}

/// How wide some pieces of a line are, up to a comment or the end of a string's first line.
pub(crate) fn width(pieces: &Pieces<'_>, first: usize, end: usize) -> usize {
    let mut width = 0;
    for at in first..end {
        let Some(piece) = pieces.pieces.get(at) else { break };
        let starts_line = at == first;
        if piece.is_comment && !starts_line {
            break;
        }
        width += piece.padding + usize::from(piece.spaced && !starts_line);
        if let Some((line, _)) = piece.text.split_once('\n') {
            return width + line.trim_end().chars().count();
        }
        width += piece.text.chars().count() + usize::from(has_comma(pieces, at));
    }
    width
}

/// Whether a comma stands after a piece.
pub(crate) fn has_comma(pieces: &Pieces<'_>, at: usize) -> bool {
    let next = pieces.pieces.get(at + 1);
    match pieces.pieces.get(at).map(|piece| piece.comma) {
        Some(Comma::Always) => true,
        Some(Comma::Flat) => next.is_some_and(|next| next.breaks == 0 && !next.is_comment),
        _ => false,
    }
}

/// For each piece whether it starts an entry of a group that is broken.
fn starts(pieces: &Pieces<'_>) -> Vec<bool> {
    let mut starts = vec![false; pieces.pieces.len()];
    for entry in pieces.groups.iter().filter(|group| group.broken).flat_map(|group| &group.entries) {
        starts.get_mut(entry.first).into_iter().for_each(|start| *start = true);
    }
    starts
}

/// Breaks a line that is too long; gives whether it could.
fn shorten(pieces: &mut Pieces<'_>, line: &Line, starts: &[bool]) -> bool {
    let on_line: Vec<usize> = (line.first + 1..line.end).filter(|at| starts.get(*at) == Some(&true)).collect();
    if !on_line.is_empty() {
        set_breaks(&mut pieces.pieces, on_line, |_| 1);
        return true;
    }
    let joints = joints(pieces, line);
    let outermost = !joints.is_empty() && joints.iter().all(|joint| joint.depth == 0);
    match widest(pieces, line.first, line.end).filter(|_| !outermost) {
        Some(group) => break_entries(pieces, group),
        None if joints.is_empty() => return false,
        None => set_breaks(&mut pieces.pieces, joints.iter().map(|joint| joint.at), |_| 1),
    }
    true
}

/// A piece of a line that may start one.
struct Joint {
    at: usize,
    depth: usize,
}

/// The outermost joints of a line, of these the loosest.
fn joints(pieces: &Pieces<'_>, line: &Line) -> Vec<Joint> {
    let mut best = (usize::MAX, u8::MAX);
    let mut found = Vec::new();
    let mut depth = 0usize;
    for at in line.first..line.end {
        let Some(piece) = pieces.pieces.get(at) else { break };
        depth = depth.saturating_sub(usize::from(piece.closes));
        if let Some(joint) = piece.joint.filter(|_| at > line.first) {
            if (depth, joint) < best {
                best = (depth, joint);
                found.clear();
            }
            if (depth, joint) == best {
                found.push(Joint { at, depth });
            }
        }
        depth += usize::from(piece.opens.is_some());
    }
    found
}

/// The widest of the groups that stand side by side among some pieces of a line. One that holds nothing but another
/// one gives way to that.
fn widest(pieces: &Pieces<'_>, first: usize, end: usize) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    let mut at = first;
    while at < end {
        let opened = pieces.pieces.get(at).and_then(|piece| piece.opens);
        let group = opened.and_then(|group| Some((group, pieces.groups.get(group)?)));
        let Some((index, Group { brackets: Some((_, close)), entries, breakable, broken, hugs })) = group else {
            at += 1;
            continue;
        };
        // A group that goes on below holds none that ends on this line, but for those in its first entries.
        if *close >= end || *broken {
            at += 1;
            continue;
        }
        let size = width(pieces, at, *close);
        if !entries.is_empty() && best.is_none_or(|(_, most)| size > most) {
            let gives_way = entries.len() == 1 || !breakable || (*hugs && has_one_to_break(pieces, entries));
            let inner = if gives_way { widest(pieces, at + 1, *close) } else { None };
            best = inner.or(breakable.then_some(index)).map(|group| (group, size)).or(best);
        }
        at = close + 1;
    }
    best.map(|(group, _)| group)
}

/// Whether all but one of some arguments are short, and that one is a list or a record.
fn has_one_to_break(pieces: &Pieces<'_>, entries: &[Entry]) -> bool {
    let (wide, short): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(|entry| is_bracketed(pieces, entry));
    let rest: usize = short.iter().map(|entry| width(pieces, entry.first, entry.last + 1)).sum();
    wide.len() == 1 && rest <= BESIDE
}
