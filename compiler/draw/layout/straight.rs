//! Takes small steps out of lines that pass several columns.

use super::grid::Grid;

/// Gives neighbouring stretches of a passing line the same row wherever what is above and below leaves room.
pub(super) fn straighten(grid: &mut Grid) {
    let mut nth_in_column = vec![0; grid.items.len()];
    for column in &grid.columns {
        for (nth, at) in column.iter().enumerate() {
            nth_in_column[*at] = nth;
        }
    }
    let edges: Vec<(i32, i32)> = (0..grid.spans.len()).map(|band| edges_of(grid, band)).collect();
    let starts = (grid.cards..grid.items.len()).filter(|at| grid.left[*at].iter().all(|(from, _)| grid.is_card(*from)));
    for start in starts.collect::<Vec<_>>() {
        let mut stretch: Vec<usize> = Vec::new();
        let mut common = (i32::MIN, i32::MAX);
        let next_pass = |at: &usize| grid.right[*at].iter().map(|(to, _)| *to).find(|to| !grid.is_card(*to));
        let chain: Vec<usize> = std::iter::successors(Some(start), next_pass).collect();
        for at in chain {
            let free = freedom(grid, &edges, at, nth_in_column[at]);
            let both = (common.0.max(free.0), common.1.min(free.1));
            if both.0 > both.1 {
                level(grid, &stretch, common);
                stretch.clear();
                common = free;
            } else {
                common = both;
            }
            stretch.push(at);
        }
        level(grid, &stretch, common);
    }
}

fn edges_of(grid: &Grid, band: usize) -> (i32, i32) {
    let all = grid.items.iter().filter(|item| item.band == band).map(|item| (item.top(), item.bottom()));
    all.reduce(|(a, b), (c, d)| (a.min(c), b.max(d))).unwrap_or((0, 0))
}

/// How far an item may go up and down between its neighbours, or within its band.
fn freedom(grid: &Grid, edges: &[(i32, i32)], at: usize, nth: usize) -> (i32, i32) {
    let item = &grid.items[at];
    let column = &grid.columns[item.rank];
    let same = |other: Option<&usize>| other.map(|other| &grid.items[*other]).filter(|other| other.band == item.band);
    let (top, bottom) = edges.get(item.band).copied().unwrap_or((-1_000_000, 1_000_000));
    let above = same(nth.checked_sub(1).and_then(|nth| column.get(nth))).map_or(top, |other| other.bottom());
    let below = same(column.get(nth + 1)).map_or(bottom, |other| other.top());
    (above + item.room / 2, below - item.room / 2)
}

/// Puts a stretch on one row: the row of the card it comes from or goes to, or the middle of what it had.
fn level(grid: &mut Grid, stretch: &[usize], (low, high): (i32, i32)) {
    let (Some(first), Some(last)) = (stretch.first(), stretch.last()) else { return };
    if low > high {
        return;
    }
    let single = |side: &[(usize, i64)]| match side {
        [(one, _)] if grid.is_card(*one) && !grid.is_barred(*first, *one) => Some(grid.items[*one].y),
        _ => None,
    };
    let mut rows: Vec<i32> = stretch.iter().map(|at| grid.items[*at].y).collect();
    rows.sort_unstable();
    let near = |wish: &i32| (low - 16..=high + 16).contains(wish);
    let wish = single(&grid.left[*first]).filter(near).or(single(&grid.right[*last]).filter(near));
    let row = wish.unwrap_or(rows[rows.len() / 2]).clamp(low, high);
    for at in stretch {
        grid.items[*at].y = row;
    }
}
