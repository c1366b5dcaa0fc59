//! Seeded random graphs: no panic, the same twice, and nothing lies on anything else.

use super::sample::{self, Sample};
use super::xml;
use crate::layout::{Layout, Link, Plan, Point, Rect, lay};
use crate::picture::Picture;
use crate::svg;
use crate::{Format, draw};

/// A small generator of numbers; the same seed gives the same graph.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }
}

const WORDS: [&str; 8] =
    ["db", "api", "worker[\"a b\"]", "x<&>'\"", "a_rather_long_name_of_an_instance_number", "w", "ü", "\u{1}"];
const ASKED: [&str; 6] = ["connect", "read", "write", "administrate_everything", "after", "mention"];

const LET_IN: [&str; 4] = ["", " from=10.0.64.0/18", " from=2001:db8:1234:5678::/64,10.0.0.0/8", " from=anywhere"];

fn random(seed: u64, cards: usize, links: usize) -> Sample {
    let mut dice = Dice(seed);
    let targets = dice.roll(5);
    let mut all = sample::empty("app", "environment", &["kubernetes", "aws", "vercel", "on-premises"][..targets]);
    for nth in 0..cards {
        let target = if targets == 0 || dice.roll(20) == 0 { None } else { Some(dice.roll(targets)) };
        let path = format!("{}{nth}", WORDS[dice.roll(WORDS.len())]);
        sample::instance(&mut all, &path, WORDS[dice.roll(WORDS.len())], target);
    }
    // Some graphs run one way, some are full of cycles.
    let one_way = dice.roll(3) > 0;
    for _ in 0..links {
        let (a, b) = (dice.roll(cards), dice.roll(cards));
        let (from, to) = if one_way { (a.max(b), a.min(b)) } else { (a, b) };
        let port = if dice.roll(2) == 0 { format!(" :{}", dice.roll(65_536)) } else { String::new() };
        let secret = if dice.roll(3) == 0 { " secret" } else { "" };
        let what = format!("{}{port}{secret} env.X{}", ASKED[dice.roll(6)], dice.roll(9));
        sample::edge(&mut all, from, to, &format!("{what}{}", LET_IN[dice.roll(4)]));
    }
    all
}

fn placed(sample: &Sample) -> (Plan, Layout) {
    let picture = Picture::of(&sample.deployment, &sample.passages).without_shells();
    let labels: Vec<_> = picture.edges.iter().map(svg::Label::of).collect();
    let plan = svg::plan(&picture, &picture.used_groups(), &labels);
    let layout = lay(&plan);
    (plan, layout)
}

fn overlaps(a: Rect, b: Rect) -> bool {
    a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom()
}

/// The stretch between two points as a box without area.
fn stretch(two: &[Point]) -> Rect {
    let (a, b) = (two[0], two[1]);
    Rect { x: a.x.min(b.x), y: a.y.min(b.y), w: (a.x - b.x).abs(), h: (a.y - b.y).abs() }
}

fn check(plan: &Plan, layout: &Layout, seed: u64) {
    let labels: Vec<Rect> = layout.routes.iter().filter_map(|route| route.label).collect();
    for (nth, a) in layout.cards.iter().enumerate() {
        assert!(layout.cards[..nth].iter().all(|b| !overlaps(*a, *b)), "seed {seed}: cards overlap");
        assert!(labels.iter().all(|b| !overlaps(*a, *b)), "seed {seed}: a label lies on a card");
        for (group, frame) in layout.groups.iter().enumerate() {
            let is_inside = frame.x < a.x && a.right() < frame.right() && frame.y < a.y && a.bottom() < frame.bottom();
            assert_eq!(is_inside, plan.cards[nth].group == group, "seed {seed}: a card and a frame");
            assert!(is_inside || !overlaps(*a, *frame), "seed {seed}: a card lies across a frame");
        }
    }
    for (nth, a) in labels.iter().enumerate() {
        assert!(labels[..nth].iter().all(|b| !overlaps(*a, *b)), "seed {seed}: labels overlap");
    }
    for (nth, a) in layout.groups.iter().enumerate() {
        assert!(layout.groups[..nth].iter().all(|b| !overlaps(*a, *b)), "seed {seed}: frames overlap");
    }
    for (link, route) in plan.links.iter().zip(&layout.routes) {
        for two in route.pieces.iter().flat_map(|piece| piece.windows(2)) {
            assert!(two[0].x == two[1].x || two[0].y == two[1].y, "seed {seed}: a slanted line");
            let line = stretch(two);
            assert!(layout.cards.iter().all(|card| !overlaps(line, *card)), "seed {seed}: a line runs over a card");
            assert!(labels.iter().all(|label| !overlaps(line, *label)), "seed {seed}: a line runs over a label");
        }
        let at_edge = |card: Rect, point: Option<&Point>| {
            point.is_some_and(|p| (p.x == card.x || p.x == card.right()) && card.y < p.y && p.y < card.bottom())
        };
        let (first, last) = (route.pieces.first().expect("a piece"), route.pieces.last().expect("a piece"));
        assert!(at_edge(layout.cards[link.from], first.first()), "seed {seed}: a line starts nowhere");
        assert!(at_edge(layout.cards[link.to], last.last()), "seed {seed}: a line ends nowhere");
    }
}

/// Whether two stretches run on top of each other.
fn covers(a: Rect, b: Rect) -> bool {
    let upright = a.w == 0 && b.w == 0 && a.x == b.x && a.y < b.bottom() && b.y < a.bottom();
    let level = a.h == 0 && b.h == 0 && a.y == b.y && a.x < b.right() && b.x < a.right();
    upright || level
}

/// How many pairs of lines that share no card run on top of each other somewhere.
fn covered(plan: &Plan, layout: &Layout) -> usize {
    let stretches =
        layout.routes.iter().map(|route| route.pieces.iter().flat_map(|piece| piece.windows(2).map(stretch)));
    let all: Vec<Vec<Rect>> = stretches.map(Iterator::collect).collect();
    let mut count = 0;
    for (x, a) in plan.links.iter().enumerate() {
        let apart = |b: &Link| ![b.from, b.to].contains(&a.from) && ![b.from, b.to].contains(&a.to);
        let others = plan.links[..x].iter().zip(&all).filter(|(b, _)| apart(b));
        count += others.filter(|(_, b)| all[x].iter().any(|p| b.iter().any(|q| covers(*p, *q)))).count();
    }
    count
}

#[test]
fn nothing_lies_on_anything_else() {
    let (mut on_top, mut links) = (0, 0);
    for seed in 0..600 {
        let mut dice = Dice(seed);
        let cards = 1 + dice.roll(40);
        let wanted = dice.roll(2 * cards);
        let (plan, layout) = placed(&random(seed, cards, wanted));
        check(&plan, &layout, seed);
        on_top += covered(&plan, &layout);
        links += plan.links.len();
    }
    // Where two passing lines change rows with each other, a stretch of a track's width is shared.
    assert!(on_top * 1000 < links, "{on_top} of {links} lines run on top of others");
}

#[test]
fn every_format_is_the_same_twice() {
    for seed in 0..60 {
        let sample = random(seed, 1 + seed as usize % 30, seed as usize);
        let drawn = |sample: &Sample, format| draw(&sample.deployment, &sample.passages, format);
        for format in Format::ALL {
            assert_eq!(drawn(&sample, format), drawn(&sample.clone(), format));
        }
    }
}

#[test]
fn svg_is_well_formed() {
    for seed in 0..200 {
        let sample = random(seed, seed as usize % 12, seed as usize % 25);
        let drawn = draw(&sample.deployment, &sample.passages, Format::Svg);
        xml::elements(&drawn).unwrap_or_else(|wrong| panic!("seed {seed}: {wrong}"));
    }
}
