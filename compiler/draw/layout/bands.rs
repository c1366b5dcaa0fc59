//! Which group lies above which: groups that share a column are stacked, others stand side by side.

use super::Plan;
use super::ranks::Ranks;

/// Bands of rows, numbered from the top: an odd one for each group, an even one between two for lines that pass both.
/// Where no group is in the way, lines of a column have a band of their own, which nothing is stacked against.
#[derive(Clone, Debug)]
pub(super) struct Bands {
    /// The first and last column of each group.
    pub(super) spans: Vec<(usize, usize)>,
    /// How far from the top each group is.
    position: Vec<usize>,
}

/// Above this many groups, not all orders are tried.
const TRIED: usize = 6;

impl Bands {
    /// The band of a group.
    pub(super) fn of_group(&self, group: usize) -> usize {
        2 * self.position[group] + 1
    }

    /// The band of a line that passes a column on its way between two groups.
    pub(super) fn of_pass(&self, from: usize, to: usize, rank: usize) -> usize {
        if rank <= self.spans[from].1 {
            self.of_group(from)
        } else if rank >= self.spans[to].0 {
            self.of_group(to)
        } else if self.spans.iter().any(|(first, last)| (*first..=*last).contains(&rank)) {
            2 * self.position[from].max(self.position[to])
        } else {
            self.stacked() + rank
        }
    }

    /// How many bands are stacked; the numbers above are bands of open columns.
    pub(super) fn stacked(&self) -> usize {
        2 * self.spans.len() + 1
    }
}

/// Finds the order of groups that keeps lines between stacked groups short; the order declared where it doesn't matter.
pub(super) fn stack(plan: &Plan, ranks: &Ranks) -> Bands {
    let spans: Vec<(usize, usize)> = (0..plan.groups).map(|group| span_of(plan, ranks, group)).collect();
    let mut ties = vec![vec![0; plan.groups]; plan.groups];
    for link in &plan.links {
        let (a, b) = (plan.cards[link.from].group, plan.cards[link.to].group);
        if a != b && spans[a].0 <= spans[b].1 && spans[b].0 <= spans[a].1 {
            ties[a][b] += 1;
        }
    }
    let mut best: Vec<usize> = (0..plan.groups).collect();
    if plan.groups <= TRIED {
        let mut least = length(&best, &ties);
        each_order(&mut best.clone(), 0, &mut |order| {
            let found = length(order, &ties);
            if found < least {
                (least, best) = (found, order.to_vec());
            }
        });
    }
    let mut position = vec![0; plan.groups];
    for (at, group) in best.into_iter().enumerate() {
        position[group] = at;
    }
    Bands { spans, position }
}

fn span_of(plan: &Plan, ranks: &Ranks, group: usize) -> (usize, usize) {
    let members = plan.cards.iter().zip(&ranks.of).filter(|(card, _)| card.group == group);
    let columns = members.map(|(_, rank)| *rank);
    (columns.clone().min().unwrap_or(0), columns.max().unwrap_or(0))
}

/// How far the lines between groups reach, when the groups are stacked in an order.
fn length(order: &[usize], ties: &[Vec<usize>]) -> usize {
    let pairs = order.iter().enumerate().flat_map(|(x, a)| order.iter().enumerate().map(move |(y, b)| (x, a, y, b)));
    pairs.map(|(x, a, y, b)| ties[*a][*b] * x.abs_diff(y)).sum()
}

fn each_order(order: &mut Vec<usize>, at: usize, visit: &mut impl FnMut(&[usize])) {
    if at == order.len() {
        visit(order);
        return;
    }
    for pick in at..order.len() {
        let chosen = order.remove(pick);
        order.insert(at, chosen);
        each_order(order, at + 1, visit);
        let chosen = order.remove(at);
        order.insert(pick, chosen);
    }
}
