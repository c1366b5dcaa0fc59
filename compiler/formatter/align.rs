//! Columns: `=`, `{` and `=>` of neighbouring lines below each other, and comments behind them.

use syntax::{Node, SyntaxKind};

use crate::WIDTH;
use crate::layout::{Line, width};
use crate::pieces::{Entry, Piece, Pieces};

/// What an entry puts below that of its neighbours.
#[derive(Clone, Copy)]
pub(crate) struct Column {
    /// What the entry is.
    kind: SyntaxKind,
    /// The piece that stands in the column.
    at: usize,
}

/// The column of an entry whose pieces start at `first` and end with the last of all.
pub(crate) fn column(node: Node<'_>, first: usize, pieces: &[Piece<'_>]) -> Option<Column> {
    let kind = node.kind();
    let sign = match kind {
        SyntaxKind::Field => return Some(Column { kind, at: first + 1 }),
        SyntaxKind::MatchArm | SyntaxKind::MapEntry => "=>",
        SyntaxKind::OutItem | SyntaxKind::ExportItem | SyntaxKind::SettingItem | SyntaxKind::GrantItem => "=",
        SyntaxKind::LetDecl | SyntaxKind::ExposeDecl => "=",
        SyntaxKind::InstanceDecl | SyntaxKind::RefineDecl | SyntaxKind::WhenItem => "{",
        SyntaxKind::TargetItem | SyntaxKind::KeyedField => "{",
        _ => return None,
    };
    // A type before the sign, several names or a loop make a line that stands for itself.
    let is_plain =
        |child: Node<'_>| !matches!(child.kind(), SyntaxKind::ForClause) && syntax::TypeExpr::cast(child).is_none();
    let names = node.children().filter(|child| child.kind() == SyntaxKind::Name).count();
    let at = find_outside(pieces, first, sign)?;
    (names <= 1 && node.children().all(is_plain)).then_some(Column { kind, at })
}

/// The first piece of a text that stands in no brackets, but may open some.
fn find_outside(pieces: &[Piece<'_>], first: usize, text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, piece) in pieces.iter().enumerate().skip(first) {
        if depth == 0 && piece.text == text {
            return Some(at);
        }
        depth = (depth + usize::from(piece.opens.is_some())).saturating_sub(usize::from(piece.closes));
    }
    None
}

/// The line of an entry in a column, and what the next one goes by.
#[derive(Clone, Copy)]
struct Row {
    line: usize,
    entry: Entry,
    /// Whether the entry ends on its line.
    is_flat: bool,
}

/// Puts the columns of neighbouring lines below each other.
pub(crate) fn align(pieces: &mut Pieces<'_>, lines: &[Line]) {
    let mut runs: Vec<Vec<(usize, usize)>> = Vec::new();
    for group in pieces.groups.iter().filter(|group| group.broken) {
        let mut before: Option<Row> = None;
        for (index, entry) in group.entries.iter().enumerate() {
            let at = lines.partition_point(|line| line.first <= entry.first).saturating_sub(1);
            let (Some(line), Some(column)) = (lines.get(at), entry.column) else { continue };
            let shares = group.entries.get(index + 1).is_some_and(|next| next.first < line.end);
            if line.first != entry.first || shares {
                continue;
            }
            let row = Row { line: at, entry: *entry, is_flat: is_flat(pieces, line, entry) };
            if !before.is_some_and(|above| continues(pieces, lines, above, row)) {
                runs.push(Vec::new());
            }
            runs.last_mut().into_iter().for_each(|run| run.push((at, column.at)));
            before = Some(row);
        }
    }
    for run in runs.iter().filter(|run| run.len() > 1) {
        pad(pieces, lines, run);
    }
    align_comments(pieces, lines);
}

/// Whether an entry goes on with the column of the one above. One over several lines does so where its value follows
/// a sign, as the last of its run.
fn continues(pieces: &Pieces<'_>, lines: &[Line], above: Row, row: Row) -> bool {
    let sign = |row: Row| row.entry.column.and_then(|column| pieces.pieces.get(column.at)).map(|piece| piece.text);
    let is_tall_value = sign(row) != Some("{") && sign(above) == sign(row);
    let starts = lines.get(above.line + 1..=row.line).unwrap_or(&[]).iter().map(|line| pieces.pieces.get(line.first));
    let is_remark = |text: &str| text.starts_with("//") && !text.starts_with("///");
    let is_below = starts.enumerate().all(|(index, start)| {
        start.is_some_and(|piece| piece.breaks < 2 && (above.line + 1 + index == row.line || is_remark(piece.text)))
    });
    above.is_flat && (row.is_flat || is_tall_value) && is_below && is_alike(pieces, &above.entry, &row.entry)
}

/// Whether all of an entry stands on its line.
fn is_flat(pieces: &Pieces<'_>, line: &Line, entry: &Entry) -> bool {
    let on_line = pieces.pieces.get(line.first..line.end).unwrap_or(&[]);
    entry.last < line.end && on_line.iter().all(|piece| !piece.text.contains('\n')) && is_closed(pieces, line)
}

/// Whether all groups that a line opens end on it.
fn is_closed(pieces: &Pieces<'_>, line: &Line) -> bool {
    let opened = pieces.pieces.get(line.first..line.end).unwrap_or(&[]).iter().filter_map(|piece| piece.opens);
    let mut closes = opened.filter_map(|group| pieces.groups.get(group)?.brackets);
    closes.all(|(_, close)| close < line.end)
}

fn is_alike(pieces: &Pieces<'_>, one: &Entry, other: &Entry) -> bool {
    let (Some(first), Some(second)) = (one.column, other.column) else { return false };
    let word = |entry: &Entry| pieces.pieces.get(entry.first).map(|piece| piece.text);
    first.kind == second.kind && (first.kind != SyntaxKind::InstanceDecl || word(one) == word(other))
}

/// Sets the entries of a run apart from their columns; one that would become too long for it stays as it is.
fn pad(pieces: &mut Pieces<'_>, lines: &[Line], run: &[(usize, usize)]) {
    let widths = |(line, at): &(usize, usize)| {
        let line = lines.get(*line)?;
        Some((width(pieces, line.first, *at), line.indent + width(pieces, line.first, line.end)))
    };
    let widths: Vec<(usize, usize)> = run.iter().map(|row| widths(row).unwrap_or_default()).collect();
    let most = widths.iter().map(|(before, _)| *before).max().unwrap_or(0);
    for ((_, at), (before, all)) in run.iter().zip(widths) {
        let padding = most - before;
        if let Some(piece) = pieces.pieces.get_mut(*at).filter(|_| all + padding <= WIDTH) {
            piece.padding = padding;
        }
    }
}

/// Puts the comments behind neighbouring lines below each other.
fn align_comments(pieces: &mut Pieces<'_>, lines: &[Line]) {
    let mut run: Vec<(usize, usize)> = Vec::new();
    let mut indent = 0;
    for line in lines {
        let behind = line.end.checked_sub(1).filter(|last| *last > line.first);
        let comment = behind.filter(|last| pieces.pieces.get(*last).is_some_and(|piece| piece.is_comment));
        let is_apart = pieces.pieces.get(line.first).is_some_and(|piece| piece.breaks > 1);
        if comment.is_none() || is_apart || line.indent != indent {
            pad_comments(pieces, &run);
            run.clear();
        }
        indent = line.indent;
        if let Some(at) = comment {
            run.push((at, line.indent + end_width(pieces, line)));
        }
    }
    pad_comments(pieces, &run);
}

/// How wide a line is before its comment; of a string over several lines the last one counts.
fn end_width(pieces: &Pieces<'_>, line: &Line) -> usize {
    let tall =
        (line.first..line.end).rev().find(|at| pieces.pieces.get(*at).is_some_and(|piece| piece.text.contains('\n')));
    match tall.and_then(|at| Some((at, pieces.pieces.get(at)?.text.rsplit_once('\n')?.1))) {
        Some((at, text)) => (text.chars().count() + width(pieces, at + 1, line.end)).saturating_sub(line.indent),
        None => width(pieces, line.first, line.end),
    }
}

fn pad_comments(pieces: &mut Pieces<'_>, run: &[(usize, usize)]) {
    let most = run.iter().map(|(_, width)| *width).max().unwrap_or(0);
    for (at, width) in run {
        if let Some(piece) = pieces.pieces.get_mut(*at) {
            piece.padding = most - width;
        }
    }
}
