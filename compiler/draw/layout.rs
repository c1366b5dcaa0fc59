//! Places cards, boxes, labels and lines: a layered layout from left to right, with a band of rows for each group.
//!
//! Takes sizes and who is linked to whom, gives whole pixels. Cards stand in columns, one a rank; between two columns
//! each line runs on a row of its own, and turns only in the zones left and right of the labels. So no line covers a
//! card or a label, and nothing overlaps, whatever the graph.

mod bands;
mod columns;
mod grid;
mod order;
mod ports;
mod ranks;
mod routes;
mod rows;
mod straight;
mod tracks;

use crate::picture::Line;

/// Width and height.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Size {
    /// Width.
    pub(crate) w: i32,
    /// Height.
    pub(crate) h: i32,
}

/// A place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    /// From the left.
    pub(crate) x: i32,
    /// From the top.
    pub(crate) y: i32,
}

/// A box, by its upper left corner and its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rect {
    /// Left.
    pub(crate) x: i32,
    /// Top.
    pub(crate) y: i32,
    /// Width.
    pub(crate) w: i32,
    /// Height.
    pub(crate) h: i32,
}

/// A card to place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Card {
    /// Its size; the cards of a column get the width of the widest.
    pub(crate) size: Size,
    /// Its group.
    pub(crate) group: usize,
}

/// A line to draw, between two different cards.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    /// Where it starts.
    pub(crate) from: usize,
    /// Where its arrow is.
    pub(crate) to: usize,
    /// The size of its label; zero without one.
    pub(crate) label: Size,
    /// What it means: lines of different meaning never share a stretch.
    pub(crate) line: Line,
}

/// What is to be placed. Several groups, each with at least one card.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// The cards.
    pub(crate) cards: Vec<Card>,
    /// The lines.
    pub(crate) links: Vec<Link>,
    /// How many groups there are.
    pub(crate) groups: usize,
}

/// A line, placed.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    /// Its pieces from start to arrow: one, or two with the label between them.
    pub(crate) pieces: Vec<Vec<Point>>,
    /// Where its label stands, if it has one.
    pub(crate) label: Option<Rect>,
}

/// Everything, placed; the upper left corner of all is the origin.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// The size of all.
    pub(crate) size: Size,
    /// The boxes of the groups, in their order.
    pub(crate) groups: Vec<Rect>,
    /// The cards, in the order of the plan.
    pub(crate) cards: Vec<Rect>,
    /// The lines, in the order of the plan.
    pub(crate) routes: Vec<Route>,
}

/// Room between the cards of a group and its frame.
pub(crate) const PAD: i32 = 14;
/// Room for the name of a group, above its first row.
pub(crate) const HEAD: i32 = 34;

impl Rect {
    /// Its right edge.
    pub(crate) fn right(self) -> i32 {
        self.x + self.w
    }

    /// Its lower edge.
    pub(crate) fn bottom(self) -> i32 {
        self.y + self.h
    }
}

/// Places a plan.
pub(crate) fn lay(plan: &Plan) -> Layout {
    let ranks = ranks::rank(plan);
    let bands = bands::stack(plan, &ranks);
    let mut grid = grid::build(plan, &ranks, &bands);
    order::arrange(&mut grid);
    rows::settle(&mut grid);
    let gaps = ports::connect(plan, &ranks, &grid);
    let columns = columns::place(plan, &grid, &gaps);
    let routes = routes::draw(plan, &ranks, &grid, &gaps, &columns);
    finish(plan, &bands, &grid, &columns, routes)
}

fn finish(
    plan: &Plan,
    bands: &bands::Bands,
    grid: &grid::Grid,
    columns: &[columns::Column],
    routes: Vec<Route>,
) -> Layout {
    let cards = (0..plan.cards.len()).map(|at| {
        let (item, column) = (&grid.items[at], &columns[grid.items[at].rank]);
        let h = plan.cards[at].size.h;
        Rect { x: column.x, y: item.y - h / 2, w: column.w, h }
    });
    let groups = (0..plan.groups).map(|group| {
        let (first, last) = bands.spans[group];
        let (top, bottom) = grid.extent(bands.of_group(group));
        let (x, right) = (columns[first].x - PAD, columns[last].x + columns[last].w + PAD);
        Rect { x, y: top - HEAD, w: right - x, h: bottom + PAD - top + HEAD }
    });
    let mut layout = Layout { size: Size::default(), groups: groups.collect(), cards: cards.collect(), routes };
    layout.shift_to_origin();
    layout
}

impl Layout {
    fn shift_to_origin(&mut self) {
        let all: Vec<Point> = self.corners().collect();
        let left = all.iter().map(|point| point.x).min().unwrap_or(0);
        let top = all.iter().map(|point| point.y).min().unwrap_or(0);
        let right = all.iter().map(|point| point.x).max().unwrap_or(0);
        let bottom = all.iter().map(|point| point.y).max().unwrap_or(0);
        self.size = Size { w: right - left, h: bottom - top };
        let labels = self.routes.iter_mut().filter_map(|route| route.label.as_mut());
        for rect in self.groups.iter_mut().chain(&mut self.cards).chain(labels) {
            (rect.x, rect.y) = (rect.x - left, rect.y - top);
        }
        for point in self.routes.iter_mut().flat_map(|route| &mut route.pieces).flatten() {
            (point.x, point.y) = (point.x - left, point.y - top);
        }
    }

    fn corners(&self) -> impl Iterator<Item = Point> {
        let rects = self.groups.iter().chain(&self.cards);
        let corners =
            rects.flat_map(|rect| [Point { x: rect.x, y: rect.y }, Point { x: rect.right(), y: rect.bottom() }]);
        corners.chain(self.routes.iter().flat_map(|route| route.pieces.iter().flatten().copied()))
    }
}
