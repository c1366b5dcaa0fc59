//! The order of items in each column, such that few lines cross: sweeps that sort by the middle of what is linked.

use super::grid::{Grid, Item};

/// The neighbouring column that a column is sorted by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// Sorts the columns.
pub(super) fn arrange(grid: &mut Grid) {
    let size = grid.items.len() + grid.chains.len();
    let sweeps = (120_000 / size.max(1)).clamp(4, 24);
    for rank in 0..grid.columns.len() {
        let mut column = std::mem::take(&mut grid.columns[rank]);
        column.sort_by_key(|at| (grid.items[*at].band, grid.is_lone(*at)));
        grid.columns[rank] = column;
    }
    let mut places = places_of(grid);
    let mut best = (crossings(grid, &places), grid.columns.clone());
    for sweep in 0..sweeps {
        let count = grid.columns.len();
        for step in 1..count {
            let (rank, side) = if sweep % 2 == 0 { (step, Side::Left) } else { (count - 1 - step, Side::Right) };
            sort_column(grid, rank, side, &mut places);
        }
        let found = crossings(grid, &places);
        if found < best.0 {
            best = (found, grid.columns.clone());
        }
    }
    grid.columns = best.1;
    swap_neighbours(grid, sweeps);
}

/// Where each item is in its column: the middle of the column is 0, so that columns of different heights compare.
fn places_of(grid: &Grid) -> Vec<i64> {
    let mut places = vec![0; grid.items.len()];
    for column in &grid.columns {
        place(column, &grid.items, &mut places);
    }
    places
}

fn place(column: &[usize], items: &[Item], places: &mut [i64]) {
    let total: i64 = column.iter().map(|at| i64::from(items[*at].room)).sum();
    let mut top = -total / 2;
    for at in column {
        let room = i64::from(items[*at].room);
        places[*at] = top + room / 2;
        top += room;
    }
}

/// Sorts a column by the middle of what is linked on one side; what has no lines at all goes to the end of its band.
fn sort_column(grid: &mut Grid, rank: usize, side: Side, places: &mut [i64]) {
    let mut column = std::mem::take(&mut grid.columns[rank]);
    column.sort_by_cached_key(|at| {
        let linked = if side == Side::Left { &grid.left[*at] } else { &grid.right[*at] };
        let sum: i64 = linked.iter().map(|(to, _)| places[*to]).sum();
        let middle = if linked.is_empty() { places[*at] } else { sum / linked.len() as i64 };
        (grid.items[*at].band, grid.is_lone(*at), middle)
    });
    place(&column, &grid.items, places);
    grid.columns[rank] = column;
}

/// How many lines cross between neighbouring columns.
fn crossings(grid: &Grid, places: &[i64]) -> u64 {
    let mut sum = 0;
    for column in &grid.columns {
        let mut ends: Vec<i64> = Vec::new();
        for at in column {
            let from = ends.len();
            ends.extend(grid.right[*at].iter().map(|(to, _)| places[*to]));
            ends[from..].sort_unstable();
        }
        sum += inversions(&mut ends);
    }
    sum
}

/// How many pairs are in the wrong order; sorts them.
fn inversions(all: &mut [i64]) -> u64 {
    if all.len() < 2 {
        return 0;
    }
    let (low, high) = all.split_at_mut(all.len() / 2);
    let mut sum = inversions(low) + inversions(high);
    let mut taken = 0;
    for one in high.iter() {
        taken += low[taken..].partition_point(|other| other <= one);
        sum += (low.len() - taken) as u64;
    }
    all.sort();
    sum
}

/// Swaps neighbours in a column for as long as that removes crossings.
fn swap_neighbours(grid: &mut Grid, rounds: usize) {
    let mut places = places_of(grid);
    for _ in 0..rounds {
        let mut better = false;
        for rank in 0..grid.columns.len() {
            for nth in 1..grid.columns[rank].len() {
                let (a, b) = (grid.columns[rank][nth - 1], grid.columns[rank][nth]);
                if grid.items[a].band == grid.items[b].band && gain(grid, &places, a, b) > 0 {
                    grid.columns[rank].swap(nth - 1, nth);
                    better = true;
                }
            }
            place(&grid.columns[rank], &grid.items, &mut places);
        }
        if !better {
            return;
        }
    }
}

/// How many crossings go when `b` comes to stand above `a`.
fn gain(grid: &Grid, places: &[i64], a: usize, b: usize) -> i64 {
    let mut gain = 0;
    for side in [&grid.left, &grid.right] {
        for (x, _) in &side[a] {
            for (y, _) in &side[b] {
                gain += (places[*x] - places[*y]).signum();
            }
        }
    }
    gain
}
