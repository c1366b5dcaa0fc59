//! How far down each item stands: near the middle of what it is linked to, in the order of its column.

use super::grid::Grid;
use super::{HEAD, PAD, straight};

/// Which links an item follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Follow {
    Left,
    Right,
    Both,
}

/// Room between two bands, one above the other, beside the frames.
const STREET: i32 = 26;

/// Finds the rows.
pub(super) fn settle(grid: &mut Grid) {
    let runs = runs_of(grid);
    for run in &runs {
        let height: i32 = run.items.iter().map(|at| grid.items[*at].room).sum();
        let mut top = -height / 2;
        for at in &run.items {
            grid.items[*at].y = top + grid.items[*at].room / 2;
            top += grid.items[*at].room;
        }
    }
    separate(grid);
    for _ in 0..4 {
        sweep(grid, &runs, Follow::Left);
        sweep(grid, &runs, Follow::Right);
    }
    for _ in 0..3 {
        sweep(grid, &runs, Follow::Both);
    }
    rest(grid, &runs);
    separate(grid);
    straight::straighten(grid);
    close_up(grid, &runs);
    separate(grid);
}

/// The items of one band in one column, from the top.
struct Run {
    band: usize,
    items: Vec<usize>,
}

/// All runs, by column.
fn runs_of(grid: &Grid) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for column in &grid.columns {
        for same in column.chunk_by(|a, b| grid.items[*a].band == grid.items[*b].band) {
            let band = same.first().map_or(0, |at| grid.items[*at].band);
            runs.push(Run { band, items: same.to_vec() });
        }
    }
    runs
}

fn sweep(grid: &mut Grid, runs: &[Run], follow: Follow) {
    let count = runs.len();
    for nth in 0..count {
        let run = &runs[if follow == Follow::Right { count - 1 - nth } else { nth }];
        pull(grid, run, follow);
    }
    separate(grid);
}

/// Moves the items of a run as near to where they are drawn to as their order allows, by least squares.
fn pull(grid: &mut Grid, run: &Run, follow: Follow) {
    let wishes: Vec<Option<(i64, i64)>> = run.items.iter().map(|at| wish(grid, *at, follow)).collect();
    if wishes.iter().all(Option::is_none) {
        return;
    }
    let mut offset = 0;
    let mut offsets = Vec::with_capacity(run.items.len());
    for (nth, at) in run.items.iter().enumerate() {
        offset += if nth == 0 { 0 } else { i64::from(grid.items[run.items[nth - 1]].room + grid.items[*at].room) / 2 };
        offsets.push(offset);
    }
    // Blocks of items that touch: where the block wants to be, in sum, its weight, and how many items it has.
    let mut blocks: Vec<(i64, i64, usize)> = Vec::new();
    let mut idle = 0;
    for (wish, offset) in wishes.into_iter().zip(&offsets) {
        let Some((y, weight)) = wish else {
            // What nothing draws stays with its neighbour.
            match blocks.last_mut() {
                Some(block) => block.2 += 1,
                None => idle += 1,
            }
            continue;
        };
        let mut block = ((y - offset) * weight, weight, 1 + std::mem::take(&mut idle));
        while let Some(above) = blocks.pop_if(|above| mean(*above) >= mean(block)) {
            block = (above.0 + block.0, above.1 + block.1, above.2 + block.2);
        }
        blocks.push(block);
    }
    let bases = blocks.iter().flat_map(|block| std::iter::repeat_n(mean(*block), block.2));
    for ((at, offset), base) in run.items.iter().zip(offsets).zip(bases) {
        grid.items[*at].y = (base + offset) as i32;
    }
}

fn mean((sum, weight, _): (i64, i64, usize)) -> i64 {
    (sum + weight / 2).div_euclid(weight.max(1))
}

/// Where an item is drawn to, and how strongly.
fn wish(grid: &Grid, at: usize, follow: Follow) -> Option<(i64, i64)> {
    let left = grid.left[at].iter().filter(|_| follow != Follow::Right);
    let right = grid.right[at].iter().filter(|_| follow != Follow::Left);
    let linked = left.chain(right).filter(|(to, _)| !grid.is_barred(at, *to));
    let (sum, weight) =
        linked.fold((0, 0), |(sum, all), (to, pull)| (sum + i64::from(grid.items[*to].y) * pull, all + pull));
    (weight > 0).then(|| ((sum + weight / 2).div_euclid(weight), weight))
}

/// Runs that nothing draws go to the edge of their band that is nearer to what they are linked to.
fn rest(grid: &mut Grid, runs: &[Run]) {
    let is_idle = |run: &&Run| run.items.iter().all(|at| wish(grid, *at, Follow::Both).is_none());
    let (idle, drawn): (Vec<&Run>, Vec<&Run>) = runs.iter().partition(is_idle);
    for run in &idle {
        let mut beside: Vec<&Run> = drawn.iter().copied().filter(|other| other.band == run.band).collect();
        if beside.is_empty() {
            beside = idle.iter().copied().filter(|other| other.band == run.band).collect();
        }
        let all = || beside.iter().flat_map(|other| &other.items).map(|at| grid.items[*at]);
        let (top, bottom) = (all().map(|item| item.top()).min(), all().map(|item| item.bottom()).max());
        let linked = run.items.iter().flat_map(|at| grid.left[*at].iter().chain(&grid.right[*at]));
        let above: i64 = linked.map(|(to, pull)| if grid.items[*to].band < run.band { *pull } else { -pull }).sum();
        let height: i32 = run.items.iter().map(|at| grid.items[*at].room).sum();
        let (Some(top), Some(bottom)) = (top, bottom) else { continue };
        let mut next = if above >= 0 || bottom - height < top { top } else { bottom - height };
        for at in &run.items {
            grid.items[*at].y = next + grid.items[*at].room / 2;
            next += grid.items[*at].room;
        }
    }
}

/// Cards without lines come right below the card above them.
fn close_up(grid: &mut Grid, runs: &[Run]) {
    for two in runs.iter().flat_map(|run| run.items.windows(2)) {
        let &[above, below] = two else { continue };
        if grid.is_lone(below) {
            grid.items[below].y = grid.items[above].bottom() + grid.items[below].room / 2;
        }
    }
}

/// Stacks the bands: each as a whole right below the lowest of those above it that share a column with it.
fn separate(grid: &mut Grid) {
    let stacked = grid.spans.len();
    let mut edges = vec![(i32::MAX, i32::MIN); stacked];
    for item in &grid.items {
        if let Some(edge) = edges.get_mut(item.band) {
            *edge = (edge.0.min(item.top()), edge.1.max(item.bottom()));
        }
    }
    let mut shifts = vec![0; stacked];
    let frame = |band: usize, room: i32| if band % 2 == 1 { room } else { 0 };
    for band in 0..stacked {
        let above = (0..band).filter(|other| grid.share_column(*other, band));
        if let Some(lowest) = above.map(|other| edges[other].1 + frame(other, PAD)).max() {
            shifts[band] = lowest + STREET + frame(band, HEAD) - edges[band].0;
            edges[band] = (edges[band].0 + shifts[band], edges[band].1 + shifts[band]);
        }
    }
    for item in &mut grid.items {
        item.y += shifts.get(item.band).unwrap_or(&0);
    }
}
