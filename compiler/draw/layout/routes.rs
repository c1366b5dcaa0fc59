//! Lines as points: from port to port across the gaps, broken where the label stands.

use super::columns::{Column, TRACK};
use super::grid::Grid;
use super::ports::{Gap, Step};
use super::ranks::Ranks;
use super::{Plan, Point, Rect, Route};

/// Draws all links.
pub(super) fn draw(plan: &Plan, ranks: &Ranks, grid: &Grid, gaps: &[Gap], columns: &[Column]) -> Vec<Route> {
    let mut routes = vec![Route { pieces: vec![Vec::new()], label: None }; plan.links.len()];
    for (rank, gap) in gaps.iter().enumerate() {
        for step in &gap.steps {
            let size = plan.links[step.link].label;
            let room = (step.is_last(grid) && size.w > 0).then_some((columns[rank], size));
            cross(
                &mut routes[step.link],
                step,
                gap,
                (columns[rank], columns[rank + 1]),
                room.map(|(column, size)| Rect {
                    x: column.labels + (column.label_width - size.w) / 2,
                    y: step.row - size.h / 2,
                    w: size.w,
                    h: size.h,
                }),
            );
        }
    }
    for (route, flipped) in routes.iter_mut().zip(&ranks.flipped) {
        for piece in &mut route.pieces {
            tidy(piece);
        }
        if *flipped {
            route.pieces.reverse();
            route.pieces.iter_mut().for_each(|piece| piece.reverse());
        }
    }
    routes
}

/// Adds one gap to a line.
fn cross(route: &mut Route, step: &Step, gap: &Gap, (left, right): (Column, Column), label: Option<Rect>) {
    let turn = |x: i32, track: usize, from: i32, to: i32| {
        let x = x + track as i32 * TRACK;
        [Point { x, y: from }, Point { x, y: to }]
    };
    let mut points = vec![Point { x: left.x + left.w, y: step.start }];
    points.extend(turn(left.before, gap.before[step.before].track, step.start, step.row));
    let mut rest = Vec::new();
    if let Some(label) = label {
        points.push(Point { x: label.x, y: step.row });
        rest.push(Point { x: label.right(), y: step.row });
    }
    rest.extend(turn(left.after, gap.after[step.after].track, step.row, step.end));
    rest.push(Point { x: right.x, y: step.end });
    if let Some(piece) = route.pieces.last_mut() {
        piece.extend(points);
    }
    match (label, route.pieces.last_mut()) {
        (None, Some(piece)) => piece.extend(rest),
        _ => route.pieces.push(rest),
    }
    route.label = route.label.or(label);
}

/// Leaves out points that are twice there or lie on a straight stretch.
fn tidy(piece: &mut Vec<Point>) {
    piece.dedup();
    let mut kept: Vec<Point> = Vec::with_capacity(piece.len());
    for point in piece.iter() {
        if let [.., a, b] = kept.as_slice()
            && ((a.x == b.x && b.x == point.x) || (a.y == b.y && b.y == point.y))
        {
            kept.pop();
        }
        kept.push(*point);
    }
    *piece = kept;
}
