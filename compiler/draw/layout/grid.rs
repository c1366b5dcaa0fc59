//! The cards and the places where lines pass a column, with what is linked to what from column to column.

use std::collections::BTreeMap;

use super::Plan;
use super::bands::Bands;
use super::ranks::Ranks;
use crate::picture::Line;

/// A card, or a line that passes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    /// Its column.
    pub(super) rank: usize,
    /// Its band.
    pub(super) band: usize,
    /// The height it needs, an even number: of a card, that of the labels before it too.
    pub(super) room: i32,
    /// Its middle.
    pub(super) y: i32,
}

impl Item {
    /// Its upper edge.
    pub(super) fn top(&self) -> i32 {
        self.y - self.room / 2
    }

    /// Its lower edge.
    pub(super) fn bottom(&self) -> i32 {
        self.y + self.room / 2
    }
}

/// Items and links between neighbouring columns.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    /// The items: first the cards in their order, then what passes.
    pub(super) items: Vec<Item>,
    /// How many cards there are.
    pub(super) cards: usize,
    /// The items of each column from top to bottom, band by band.
    pub(super) columns: Vec<Vec<usize>>,
    /// For each item, what it is linked to in the column left of it, and how strongly.
    pub(super) left: Vec<Vec<(usize, i64)>>,
    /// The same to the right.
    pub(super) right: Vec<Vec<(usize, i64)>>,
    /// For each link of the plan, the items it goes through from left to right.
    pub(super) chains: Vec<Vec<usize>>,
    /// The first and last column of each stacked band; the other way round for a band without items.
    pub(super) spans: Vec<(usize, usize)>,
}

/// Room between a card and what is above or below.
const BETWEEN: i32 = 14;
/// Room of a line that passes.
const PASS: i32 = 12;
/// Room between labels.
pub(super) const LEADING: i32 = 4;

impl Grid {
    /// Whether an item is a card.
    pub(super) fn is_card(&self, item: usize) -> bool {
        item < self.cards
    }

    /// Whether an item has no lines.
    pub(super) fn is_lone(&self, item: usize) -> bool {
        self.left[item].is_empty() && self.right[item].is_empty()
    }

    /// The upper and lower edge of a band's items.
    pub(super) fn extent(&self, band: usize) -> (i32, i32) {
        let all = self.items.iter().filter(|item| item.band == band);
        let edges = all.map(|item| (item.top() + BETWEEN / 2, item.bottom() - BETWEEN / 2));
        edges.reduce(|(a, b), (c, d)| (a.min(c), b.max(d))).unwrap_or((0, 0))
    }

    /// Whether two items are in bands that are stacked on each other, so that neither can go where the other is.
    pub(super) fn is_barred(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.items[a].band, self.items[b].band);
        let stacked = a != b && a < self.spans.len() && b < self.spans.len();
        stacked && (a % 2 == 0 || b % 2 == 0 || self.share_column(a, b))
    }

    /// Whether two stacked bands have a column in common.
    pub(super) fn share_column(&self, a: usize, b: usize) -> bool {
        self.spans[a].0 <= self.spans[b].1 && self.spans[b].0 <= self.spans[a].1
    }
}

/// Builds the grid, cards of a column in the order of the plan.
pub(super) fn build(plan: &Plan, ranks: &Ranks, bands: &Bands) -> Grid {
    let mut items: Vec<Item> = Vec::new();
    for (card, rank) in plan.cards.iter().zip(&ranks.of) {
        items.push(Item { rank: *rank, band: bands.of_group(card.group), room: even(card.size.h + BETWEEN), y: 0 });
    }
    for (at, room) in label_rooms(plan, ranks).into_iter().enumerate() {
        items[at].room = items[at].room.max(even(room + BETWEEN / 2));
    }
    let chains = chains_of(plan, ranks, bands, &mut items);
    let mut columns = vec![Vec::new(); items.iter().map(|item| item.rank + 1).max().unwrap_or(0)];
    for (at, item) in items.iter().enumerate() {
        columns[item.rank].push(at);
    }
    let (left, right) = sides(plan, &chains, items.len());
    let mut spans = vec![(usize::MAX, 0); bands.stacked()];
    for item in &items {
        if let Some(span) = spans.get_mut(item.band) {
            *span = (span.0.min(item.rank), span.1.max(item.rank));
        }
    }
    Grid { items, cards: plan.cards.len(), columns, left, right, chains, spans }
}

fn even(height: i32) -> i32 {
    height + height % 2
}

/// The height of all labels before each card.
fn label_rooms(plan: &Plan, ranks: &Ranks) -> Vec<i32> {
    let mut rooms = vec![0; plan.cards.len()];
    for (at, link) in plan.links.iter().enumerate() {
        rooms[ranks.ends(plan, at).1] += row_height(link.label.h);
    }
    rooms
}

/// The height of the row that a line has for itself before a card.
pub(super) fn row_height(label: i32) -> i32 {
    even((label + LEADING).max(PASS))
}

/// The way of each link. Links of one card to one group share their way for as long as they can.
fn chains_of(plan: &Plan, ranks: &Ranks, bands: &Bands, items: &mut Vec<Item>) -> Vec<Vec<usize>> {
    let mut passes: BTreeMap<(usize, Line, bool, usize), Vec<usize>> = BTreeMap::new();
    let mut chains = Vec::with_capacity(plan.links.len());
    for (at, link) in plan.links.iter().enumerate() {
        let (left, right) = ranks.ends(plan, at);
        let (from, to) = (plan.cards[left].group, plan.cards[right].group);
        let shared = passes.entry((left, link.line, ranks.flipped[at], to)).or_default();
        let between = ranks.of[right] - ranks.of[left] - 1;
        while shared.len() < between {
            let rank = ranks.of[left] + 1 + shared.len();
            shared.push(items.len());
            items.push(Item { rank, band: bands.of_pass(from, to, rank), room: PASS, y: 0 });
        }
        let way = shared[..between].iter().copied();
        chains.push([left].into_iter().chain(way).chain([right]).collect());
    }
    chains
}

type Sides = Vec<Vec<(usize, i64)>>;

/// What is linked from column to column, once each, with how strongly an item is drawn that way: a line that passes is
/// drawn most by its own next stretch, so that it runs straight; mentions hardly draw.
fn sides(plan: &Plan, chains: &[Vec<usize>], count: usize) -> (Sides, Sides) {
    let cards = plan.cards.len();
    let (mut left, mut right): (Sides, Sides) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    let mut steps = Vec::new();
    for (way, link) in chains.iter().zip(&plan.links) {
        let pull = if link.line == Line::Mention { 1 } else { 4 };
        steps.extend(way.windows(2).filter_map(|two| Some((*two.first()?, *two.last()?, pull))));
    }
    // The strongest of several comes first and stays.
    steps.sort_unstable_by_key(|(from, to, pull)| (*from, *to, -pull));
    steps.dedup_by_key(|(from, to, _)| (*from, *to));
    for (from, to, pull) in steps {
        let seen_by = |item: usize, other: usize| match (item < cards, other < cards) {
            (false, false) => 8 * pull,
            (false, true) => 2 * pull,
            (true, _) => pull,
        };
        right[from].push((to, seen_by(from, to)));
        left[to].push((from, seen_by(to, from)));
    }
    (left, right)
}
