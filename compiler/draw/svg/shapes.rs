//! Path data: lines with round corners, arrows, the lock.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::layout::Point;

/// The radius of a line's corners.
const ROUND: i32 = 6;
/// How long and how half-wide an arrow is.
const ARROW: (i32, f32) = (7, 3.5);

/// What is already drawn of lines of one look, so that a stretch that several share is drawn once.
#[derive(Debug, Default)]
pub(super) struct Ink {
    /// Drawn stretches by whether they are upright and where they lie.
    stretches: BTreeMap<(bool, i32), Vec<(i32, i32)>>,
    /// Drawn corners, by where they start, turn and end.
    corners: BTreeSet<[(i32, i32); 3]>,
}

impl Ink {
    /// The parts of a line in pieces that are not drawn yet.
    pub(super) fn path(&mut self, pieces: &[Vec<Point>]) -> String {
        let mut pen = Pen::default();
        for piece in shortened(pieces) {
            let mut from = piece.first().copied();
            for three in piece.windows(3) {
                let (&[a, b, c], Some(start)) = (three, from) else { continue };
                let (before, after) = (near(b, a), near(b, c));
                self.stretch(&mut pen, start, before);
                if self.corners.insert([before, b, after].map(|point| (point.x, point.y))) {
                    pen.curve(before, b, after);
                }
                from = Some(after);
            }
            if let (Some(start), Some(end)) = (from, piece.last()) {
                self.stretch(&mut pen, start, *end);
            }
        }
        pen.out
    }

    fn stretch(&mut self, pen: &mut Pen, from: Point, to: Point) {
        let upright = from.x == to.x;
        let (start, end, line) = if upright { (from.y, to.y, from.x) } else { (from.x, to.x, from.y) };
        let drawn = self.stretches.entry((upright, line)).or_default();
        let mut open = vec![(start.min(end), start.max(end))];
        for (low, high) in drawn.iter() {
            let cut = |(a, b): (i32, i32)| [(a, b.min(*low)), (a.max(*high), b)];
            open = open.into_iter().flat_map(cut).filter(|(a, b)| a < b).collect();
        }
        drawn.extend(&open);
        if start > end {
            open = open.into_iter().rev().map(|(a, b)| (b, a)).collect();
        }
        let point = |at: i32| if upright { Point { x: line, y: at } } else { Point { x: at, y: line } };
        for (a, b) in open {
            pen.line(point(a), point(b));
        }
    }
}

/// Writes path data, lifted where the next part starts elsewhere.
#[derive(Default)]
struct Pen {
    out: String,
    at: Option<Point>,
}

impl Pen {
    fn go(&mut self, to: Point) {
        if self.at != Some(to) {
            let _ = write!(self.out, "M{} {}", to.x, to.y);
        }
    }

    fn line(&mut self, from: Point, to: Point) {
        self.go(from);
        let _ = if from.x == to.x { write!(self.out, "V{}", to.y) } else { write!(self.out, "H{}", to.x) };
        self.at = Some(to);
    }

    fn curve(&mut self, from: Point, corner: Point, to: Point) {
        self.go(from);
        let _ = write!(self.out, "Q{} {} {} {}", corner.x, corner.y, to.x, to.y);
        self.at = Some(to);
    }
}

/// The pieces, the last one cut short for the arrow.
fn shortened(pieces: &[Vec<Point>]) -> Vec<Vec<Point>> {
    let mut pieces = pieces.to_vec();
    if let Some([.., before, end]) = pieces.last_mut().map(Vec::as_mut_slice) {
        end.x -= (end.x - before.x).signum() * (ARROW.0 - 2);
    }
    pieces
}

/// The point on the way from a corner to its neighbour where the round ends: at most half way.
fn near(corner: Point, neighbour: Point) -> Point {
    let step = |from: i32, to: i32| {
        let way = to - from;
        from + way.signum() * ROUND.min(way.abs() / 2)
    };
    Point { x: step(corner.x, neighbour.x), y: step(corner.y, neighbour.y) }
}

/// The arrow at the end of a piece.
pub(super) fn arrow(piece: &[Point]) -> Option<String> {
    let [.., before, end] = piece else { return None };
    let (length, half) = ARROW;
    let back = end.x - (end.x - before.x).signum() * length;
    let y = end.y as f32;
    Some(format!("M{} {y}L{back} {}V{}Z", end.x, y - half, y + half))
}

/// A closed lock, eight wide and nine high.
pub(super) fn lock(x: i32, y: i32) -> String {
    format!(
        "M{x} {}h8v5h-8zM{} {}v-1.5a2.5 2.5 0 0 1 5 0v1.5h-1.2v-1.5a1.3 1.3 0 0 0 -2.6 0v1.5z",
        y + 4,
        x as f32 + 1.5,
        y + 4
    )
}
