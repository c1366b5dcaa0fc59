//! Which column each card stands in: what is needed stands right of what needs it.

use std::collections::BTreeMap;

use super::{Link, Plan};
use crate::picture::Line;

/// The columns of the cards.
#[derive(Clone, Debug)]
pub(super) struct Ranks {
    /// The column of each card.
    pub(super) of: Vec<usize>,
    /// Which links run from right to left, since they close a cycle.
    pub(super) flipped: Vec<bool>,
}

impl Ranks {
    /// The ends of a link, the left one first.
    pub(super) fn ends(&self, plan: &Plan, link: usize) -> (usize, usize) {
        let Some(found) = plan.links.get(link) else { return (0, 0) };
        if self.flipped[link] { (found.to, found.from) } else { (found.from, found.to) }
    }
}

/// Finds the columns.
pub(super) fn rank(plan: &Plan) -> Ranks {
    let count = plan.cards.len();
    let mut ranks = Ranks { of: vec![0; count], flipped: flip(plan) };
    let arcs: Vec<(usize, usize)> = (0..plan.links.len()).map(|link| ranks.ends(plan, link)).collect();
    let eras = Eras::of(plan, &arcs);
    let flow = Flow::of(plan, &arcs, &eras);
    let limits = flow.push_right(&mut ranks.of, &eras);
    for _ in 0..4 {
        flow.tighten(&mut ranks.of, &limits);
    }
    spread_lone(plan, &flow, &mut ranks.of);
    close_gaps(&mut ranks.of);
    ranks
}

/// Which links to turn round so that no cycle is left, and so that two groups lie side by side where all but a few of
/// the links between them run one way. Later instances are written above earlier ones, as a rule, so the search starts
/// at the end; mentions give way to the rest.
fn flip(plan: &Plan) -> Vec<bool> {
    let count = plan.cards.len();
    let against = against_flow(plan);
    let turn = |(from, to): (usize, usize), turned: bool| if turned { (to, from) } else { (from, to) };
    let arcs: Vec<_> =
        plan.links.iter().zip(&against).map(|(link, against)| turn((link.from, link.to), *against)).collect();
    let is_strong = |link: usize| plan.links[link].line != Line::Mention;
    let strong = arcs.iter().enumerate().filter(|(link, _)| is_strong(*link)).map(|(_, arc)| *arc);
    let starts: Vec<usize> = (0..count).rev().collect();
    let mut time = vec![0; count];
    for (at, card) in postorder(&neighbours(count, strong), &starts).into_iter().enumerate() {
        time[card] = at;
    }
    let is_backward = |(from, to): (usize, usize)| time[to] > time[from];
    let forward = arcs.iter().enumerate().map(|(link, arc)| turn(*arc, is_strong(link) && is_backward(*arc)));
    let knots = components(count, &forward.collect::<Vec<_>>());
    let flipped = arcs.iter().zip(against).enumerate().map(|(link, (arc, against))| {
        let is_tied = is_strong(link) || knots[arc.0] == knots[arc.1];
        against != (is_tied && is_backward(*arc))
    });
    flipped.collect()
}

/// So many links from one group to another outweigh one that runs back.
const OUTWEIGH: usize = 4;

/// Links between two groups that run against nearly all others between them.
fn against_flow(plan: &Plan) -> Vec<bool> {
    let ends = |link: &Link| (plan.cards[link.from].group, plan.cards[link.to].group);
    let mut flow: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for link in &plan.links {
        *flow.entry(ends(link)).or_default() += 1;
    }
    let count = |pair: (usize, usize)| flow.get(&pair).copied().unwrap_or(0);
    let against = plan.links.iter().map(ends).map(|(a, b)| a != b && count((a, b)) * OUTWEIGH <= count((b, a)));
    against.collect()
}

/// Groups in the order they lie from left to right; those that need each other share an era.
struct Eras {
    /// The era of each group.
    of: Vec<usize>,
    /// For each era, those it lies right of.
    before: Vec<Vec<usize>>,
}

impl Eras {
    fn of(plan: &Plan, arcs: &[(usize, usize)]) -> Eras {
        let group = |card: usize| plan.cards[card].group;
        let between: Vec<(usize, usize)> = arcs.iter().map(|(from, to)| (group(*from), group(*to))).collect();
        let of = components(plan.groups, &between);
        let mut before = vec![Vec::new(); plan.groups];
        for (from, to) in between {
            if of[from] != of[to] {
                before[of[to]].push(of[from]);
            }
        }
        Eras { of, before }
    }
}

/// The links as a graph without cycles.
struct Flow {
    /// Cards, each after all that need it, eras one after the other.
    sorted: Vec<usize>,
    /// The era of each card.
    era: Vec<usize>,
    /// Who needs each card, with how much that pulls.
    into: Vec<Vec<(usize, i32)>>,
    /// What each card needs.
    out: Vec<Vec<(usize, i32)>>,
}

impl Flow {
    fn of(plan: &Plan, arcs: &[(usize, usize)], eras: &Eras) -> Flow {
        let count = plan.cards.len();
        let starts: Vec<usize> = (0..count).rev().collect();
        let mut sorted = postorder(&neighbours(count, arcs.iter().copied()), &starts);
        sorted.reverse();
        let era: Vec<usize> = plan.cards.iter().map(|card| eras.of[card.group]).collect();
        sorted.sort_by_key(|card| era[*card]);
        let (mut into, mut out) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        for ((from, to), link) in arcs.iter().zip(&plan.links) {
            let pull = if link.line == Line::Mention { 1 } else { 3 };
            into[*to].push((*from, pull));
            out[*from].push((*to, pull));
        }
        Flow { sorted, era, into, out }
    }

    /// Each card as far left as it may be; gives the first and last column of each card's era.
    fn push_right(&self, ranks: &mut [usize], eras: &Eras) -> Vec<(usize, usize)> {
        let mut bounds: Vec<Option<(usize, usize)>> = vec![None; eras.before.len()];
        for card in &self.sorted {
            let era = self.era[*card];
            let ends = eras.before[era].iter().filter_map(|earlier| bounds[*earlier]);
            let first =
                bounds[era].map_or_else(|| ends.map(|(_, last)| last + 1).max().unwrap_or(0), |(first, _)| first);
            let rank = self.into[*card].iter().map(|(from, _)| ranks[*from] + 1).max().unwrap_or(0).max(first);
            ranks[*card] = rank;
            bounds[era] = Some((first, bounds[era].map_or(rank, |(_, last)| last.max(rank))));
        }
        self.era.iter().map(|era| bounds[*era].unwrap_or((0, 0))).collect()
    }

    /// Moves each card to the end of its freedom that shortens its lines. What it alone needs goes along.
    fn tighten(&self, ranks: &mut [usize], limits: &[(usize, usize)]) {
        for card in self.sorted.iter().rev().chain(&self.sorted) {
            let (first, last) = limits[*card];
            let low = self.into[*card].iter().map(|(from, _)| ranks[*from] + 1).max().unwrap_or(first).max(first);
            let room = |to: usize| if self.follows(to) { limits[to].1 } else { ranks[to] };
            let high = self.out[*card].iter().map(|(to, _)| room(*to) - 1).min().unwrap_or(last).min(last);
            let free = |side: &[(usize, i32)]| {
                side.iter().filter(|(to, _)| !self.follows(*to)).map(|(_, pull)| pull).sum::<i32>()
            };
            match free(&self.into[*card]).cmp(&free(&self.out[*card])) {
                std::cmp::Ordering::Less => ranks[*card] = high,
                std::cmp::Ordering::Greater => ranks[*card] = low,
                std::cmp::Ordering::Equal => {}
            }
            for (to, _) in self.out[*card].iter().filter(|(to, _)| self.follows(*to)) {
                ranks[*to] = (ranks[*card] + 1).max(limits[*to].0);
            }
        }
    }

    /// Whether one other card needs it, and it needs none.
    fn follows(&self, card: usize) -> bool {
        self.out[card].is_empty() && self.into[card].len() == 1
    }
}

/// Cards without lines fill the emptiest columns of their group.
fn spread_lone(plan: &Plan, flow: &Flow, ranks: &mut [usize]) {
    let lone = |card: usize| flow.into[card].is_empty() && flow.out[card].is_empty();
    for group in 0..plan.groups {
        let members: Vec<usize> = (0..plan.cards.len()).filter(|card| plan.cards[*card].group == group).collect();
        let (apart, linked): (Vec<usize>, Vec<usize>) = members.into_iter().partition(|card| lone(*card));
        let span = linked.iter().map(|card| ranks[*card]);
        let first = span.clone().min().or(apart.first().map(|card| ranks[*card])).unwrap_or(0);
        let last = span.max().unwrap_or(first + apart.len().isqrt().saturating_sub(1));
        let mut filled = vec![0; last - first + 1];
        for card in linked {
            filled[ranks[card] - first] += 1;
        }
        for card in apart {
            let emptiest = (0..filled.len()).min_by_key(|column| filled[*column]).unwrap_or(0);
            filled[emptiest] += 1;
            ranks[card] = first + emptiest;
        }
    }
}

fn close_gaps(ranks: &mut [usize]) {
    let mut used: Vec<usize> = ranks.to_vec();
    used.sort_unstable();
    used.dedup();
    for rank in ranks {
        *rank = used.partition_point(|one| one < rank);
    }
}

fn neighbours(count: usize, arcs: impl Iterator<Item = (usize, usize)>) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new(); count];
    for (from, to) in arcs {
        all[from].push(to);
    }
    all
}

/// Nodes in the order a depth-first search leaves them.
fn postorder(next: &[Vec<usize>], starts: &[usize]) -> Vec<usize> {
    let mut seen = vec![false; next.len()];
    let mut left = Vec::with_capacity(next.len());
    let mut path: Vec<(usize, usize)> = Vec::new();
    for start in starts {
        if !std::mem::replace(&mut seen[*start], true) {
            path.push((*start, 0));
        }
        while let Some((node, tried)) = path.last_mut() {
            match next[*node].get(*tried) {
                Some(to) => {
                    *tried += 1;
                    if !std::mem::replace(&mut seen[*to], true) {
                        path.push((*to, 0));
                    }
                }
                None => {
                    left.push(*node);
                    path.pop();
                }
            }
        }
    }
    left
}

/// The strongly connected component of each node, numbered so that arcs between them go upwards.
fn components(count: usize, arcs: &[(usize, usize)]) -> Vec<usize> {
    let starts: Vec<usize> = (0..count).collect();
    let left = postorder(&neighbours(count, arcs.iter().copied()), &starts);
    let back = neighbours(count, arcs.iter().map(|(from, to)| (*to, *from)));
    let mut of = vec![usize::MAX; count];
    let mut open = Vec::new();
    let mut number = 0;
    for root in left.into_iter().rev() {
        if of[root] != usize::MAX {
            continue;
        }
        open.push(root);
        while let Some(node) = open.pop() {
            if of[node] == usize::MAX {
                of[node] = number;
                open.extend(&back[node]);
            }
        }
        number += 1;
    }
    of
}
