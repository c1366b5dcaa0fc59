//! Where lines leave and reach cards, which row each has between two columns, and which of them share a turn.

use std::collections::BTreeMap;

use super::Plan;
use super::grid::{Grid, row_height};
use super::ranks::Ranks;
use super::tracks::{self, Net, Verdict};
use crate::picture::Line;

/// What may share turns: lines of one meaning that point one way.
type Class = (Line, bool);

/// A link's way across one gap: from a port at the left, along a row, to a port at the right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// The link.
    pub(super) link: usize,
    /// The item at the left.
    from: usize,
    /// The item at the right.
    to: usize,
    /// What it may share its turns with.
    class: Class,
    /// Where it leaves the left item.
    pub(super) start: i32,
    /// Where it runs between the two zones; its label stands there.
    pub(super) row: i32,
    /// Where it reaches the right item.
    pub(super) end: i32,
    /// Its turn in the left zone, by its place in `before`.
    pub(super) before: usize,
    /// Its turn in the right zone, by its place in `after`.
    pub(super) after: usize,
}

impl Step {
    /// Whether the link ends with it, at the right.
    pub(super) fn is_last(&self, grid: &Grid) -> bool {
        grid.is_card(self.to)
    }
}

/// What lies between one column and the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Gap {
    /// The ways across, by link.
    pub(super) steps: Vec<Step>,
    /// The turns left of the labels.
    pub(super) before: Vec<Net>,
    /// The turns right of them.
    pub(super) after: Vec<Net>,
}

/// The least distance of two ports of one card, and of a port from a corner.
const PORT: i32 = 8;
/// The least distance of a port from a row that it could be taken for.
const CLEAR: i32 = 5;

/// Finds ways, ports and turns.
pub(super) fn connect(plan: &Plan, ranks: &Ranks, grid: &Grid) -> Vec<Gap> {
    let rows = label_rows(plan, ranks, grid);
    let mut gaps = vec![Gap::default(); grid.columns.len().saturating_sub(1)];
    for (link, way) in grid.chains.iter().enumerate() {
        for two in way.windows(2) {
            let &[from, to] = two else { continue };
            let row = if grid.is_card(to) { rows[link] } else { grid.items[to].y };
            let class = (plan.links[link].line, ranks.flipped[link]);
            let step = Step { link, from, to, class, start: row, row, end: row, before: 0, after: 0 };
            gaps[grid.items[from].rank].steps.push(step);
        }
    }
    for gap in &mut gaps {
        let reach = |item: usize| if grid.is_card(item) { plan.cards[item].size.h / 2 - PORT } else { 0 };
        choose(grid, gap, reach, &[]);
        if group_turns(gap) == Verdict::Clash {
            let mut rows: Vec<i32> = gap.steps.iter().map(|step| step.row).collect();
            rows.sort_unstable();
            choose(grid, gap, reach, &rows);
            group_turns(gap);
        }
    }
    gaps
}

/// Finds the ports of all steps; those that are free to move stay clear of the rows given.
fn choose(grid: &Grid, gap: &mut Gap, reach: impl Fn(usize) -> i32, rows: &[i32]) {
    let leaving = assign(grid, &gap.steps, |step| (step.from, reach(step.from)), rows);
    let reaching = assign(grid, &gap.steps, |step| (step.to, reach(step.to)), &[]);
    for ((step, start), end) in gap.steps.iter_mut().zip(leaving).zip(reaching) {
        (step.start, step.end) = (start, end);
    }
}

/// The row of each link before the card it ends at, in the order the lines come from.
fn label_rows(plan: &Plan, ranks: &Ranks, grid: &Grid) -> Vec<i32> {
    let mut arriving: Vec<Vec<usize>> = vec![Vec::new(); plan.cards.len()];
    for link in 0..plan.links.len() {
        arriving[ranks.ends(plan, link).1].push(link);
    }
    let mut rows = vec![0; plan.links.len()];
    for (card, mut links) in arriving.into_iter().enumerate() {
        links.sort_by_key(|link| grid.chains[*link].iter().rev().nth(1).map(|item| grid.items[*item].y));
        let heights = links.iter().map(|link| row_height(plan.links[*link].label.h));
        let mut top = grid.items[card].y - heights.sum::<i32>() / 2;
        for link in links {
            let height = row_height(plan.links[link].label.h);
            rows[link] = top + height / 2;
            top += height;
        }
    }
    rows
}

/// The port of each step at one of its ends, an item and how far from its middle ports may be: straight on where that
/// is possible, else together with others of its class.
fn assign(grid: &Grid, steps: &[Step], end: impl Fn(&Step) -> (usize, i32), rows: &[i32]) -> Vec<i32> {
    let mut taken: BTreeMap<usize, Vec<(Class, i32)>> = BTreeMap::new();
    let is_straight = |step: &Step| (step.row - grid.items[end(step).0].y).abs() <= end(step).1;
    for step in steps.iter().filter(|step| is_straight(step)) {
        taken.entry(end(step).0).or_default().push((step.class, step.row));
    }
    let ports = steps.iter().map(|step| {
        if is_straight(step) {
            return step.row;
        }
        let (item, reach) = end(step);
        let taken = taken.entry(item).or_default();
        let same = taken.iter().filter(|(class, _)| *class == step.class).map(|(_, y)| *y);
        same.min_by_key(|y| (y - step.row).abs()).unwrap_or_else(|| {
            let free = free_port(grid.items[item].y, reach, taken, rows);
            taken.push((step.class, free));
            free
        })
    });
    ports.collect()
}

/// The port nearest to the middle among those with the most room around them.
fn free_port(middle: i32, reach: i32, taken: &[(Class, i32)], rows: &[i32]) -> i32 {
    let room = |y: &i32| {
        let port = taken.iter().map(|(_, other)| (other - y).abs()).min();
        let next = rows.partition_point(|row| row < y);
        let row = [next.checked_sub(1), Some(next)].into_iter().flatten().filter_map(|at| rows.get(at));
        let row = row.map(|row| (row - y).abs()).min();
        port.unwrap_or(PORT).min(PORT) + row.unwrap_or(CLEAR).min(CLEAR)
    };
    let offsets = (0..=reach).flat_map(|offset| [middle + offset, middle - offset]);
    // Of equals the last one wins, so the middle comes last.
    offsets.rev().max_by_key(room).unwrap_or(middle)
}

/// Steps that share a port share a turn.
fn group_turns(gap: &mut Gap) -> Verdict {
    (gap.before, gap.after) = (Vec::new(), Vec::new());
    let mut known: BTreeMap<(usize, Class, i32), usize> = BTreeMap::new();
    for step in &mut gap.steps {
        step.before = *known.entry((step.from, step.class, step.start)).or_insert(gap.before.len());
        if step.before == gap.before.len() {
            gap.before.push(Net::default());
        }
        gap.before[step.before].join(step.start, step.row);
    }
    known.clear();
    for step in &mut gap.steps {
        step.after = *known.entry((step.to, step.class, step.end)).or_insert(gap.after.len());
        if step.after == gap.after.len() {
            gap.after.push(Net::default());
        }
        gap.after[step.after].join(step.row, step.end);
    }
    tracks::assign(&mut gap.after);
    tracks::assign(&mut gap.before)
}
