//! How far right each column stands, with the zones and the labels between it and the next.

use super::grid::Grid;
use super::ports::Gap;
use super::tracks::Net;
use super::{PAD, Plan};

/// A column of cards, and what lies between it and the next.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Column {
    /// The left edge of its cards.
    pub(super) x: i32,
    /// Their width.
    pub(super) w: i32,
    /// The first track before the labels.
    pub(super) before: i32,
    /// The left edge of the labels.
    pub(super) labels: i32,
    /// The width of the widest label.
    pub(super) label_width: i32,
    /// The first track after the labels.
    pub(super) after: i32,
}

/// Between two tracks.
pub(super) const TRACK: i32 = 9;
/// Between a column's cards and the first track: the frame, and room for an arrow.
const CLEAR: i32 = PAD + 10;
/// Between a track and a label.
const SIDE: i32 = 8;

/// Places the columns.
pub(super) fn place(plan: &Plan, grid: &Grid, gaps: &[Gap]) -> Vec<Column> {
    let mut columns = vec![Column::default(); grid.columns.len()];
    let mut x = 0;
    for (rank, column) in columns.iter_mut().enumerate() {
        let cards = grid.columns[rank].iter().filter(|item| grid.is_card(**item));
        column.x = x;
        column.w = cards.map(|card| plan.cards[*card].size.w).max().unwrap_or(0);
        x += column.w;
        let Some(gap) = gaps.get(rank) else { continue };
        let ending = gap.steps.iter().filter(|step| step.is_last(grid));
        column.label_width = ending.map(|step| plan.links[step.link].label.w).max().unwrap_or(0);
        column.before = x + CLEAR;
        column.labels = column.before + breadth(&gap.before) + SIDE;
        column.after = column.labels + column.label_width + SIDE;
        x = column.after + breadth(&gap.after) + CLEAR;
    }
    columns
}

/// From the first track to the last.
fn breadth(nets: &[Net]) -> i32 {
    let last = nets.iter().filter(|net| net.turns()).map(|net| net.track).max();
    last.map_or(0, |last| last as i32 * TRACK)
}
