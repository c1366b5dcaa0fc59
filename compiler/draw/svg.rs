//! Writes a picture as SVG: laid out, with its own style, no scripts and no fonts, for light and dark pages.

mod labels;
mod legend;
mod shapes;
mod style;
mod xml;

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::layout::{self, Card, HEAD, Layout, Link, PAD, Plan, Rect, Size};
use crate::measure::{fit, width};
use crate::picture::{Edge, Line, Node, Picture};
pub(crate) use labels::Label;
use shapes::Ink;
use xml::escape;

/// Around the picture.
const MARGIN: i32 = 28;
/// For the title above it.
const TITLE: i32 = 44;
/// The height of a card.
const CARD: i32 = 44;
/// Between a card's edge and its text.
const INSET: i32 = 16;
/// The widths of cards.
const NARROW: i32 = 112;
const WIDE: i32 = 250;
/// Font sizes of a card's two lines, the first as wide as if it were not bold.
const NAME: i32 = 14;
const KIND: i32 = 11;

/// Writes a picture.
pub(crate) fn write(picture: &Picture) -> String {
    let groups = picture.used_groups();
    let labels: Vec<Label> = picture.edges.iter().map(Label::of).collect();
    let layout = layout::lay(&plan(picture, &groups, &labels));
    let keys = legend::keys(picture);
    let title = format!("{} · {}", picture.app, picture.environment);
    let body = layout.size.w.max(legend::width(&keys)).max(width(&title, 20));
    let size = Size { w: body + 2 * MARGIN, h: layout.size.h + 2 * MARGIN + TITLE + legend::height(&keys) };
    let mut out = String::new();
    open(&mut out, picture, &title, size, groups.len());
    let _ = writeln!(out, r#"<g transform="translate({MARGIN} {})">"#, MARGIN + TITLE);
    for (nth, (group, rect)) in groups.iter().zip(&layout.groups).enumerate() {
        if let Some(name) = group.and_then(|group| picture.groups.get(group)) {
            frame(&mut out, nth, name, *rect);
        }
    }
    lines(&mut out, picture, &layout, &labels);
    for (node, rect) in picture.nodes.iter().zip(&layout.cards) {
        let nth = groups.iter().position(|group| *group == node.group).unwrap_or(0);
        card(&mut out, picture, node, (nth, *rect));
    }
    out.push_str("</g>\n");
    legend::write(&mut out, &keys, MARGIN, size.h - MARGIN - legend::height(&keys));
    out.push_str("</svg>\n");
    out
}

/// The measures of a picture's parts.
pub(crate) fn plan(picture: &Picture, groups: &[Option<usize>], labels: &[Label]) -> Plan {
    let cards = picture.nodes.iter().map(|node| {
        let text = width(&node.path, NAME).max(kind_width(&node.component));
        let w = (text + 2 * INSET).clamp(NARROW, WIDE);
        let group = groups.iter().position(|group| *group == node.group).unwrap_or(0);
        Card { size: Size { w, h: CARD }, group }
    });
    let link =
        |(edge, label): (&Edge, &Label)| Link { from: edge.from, to: edge.to, label: label.size, line: edge.line };
    let links = picture.edges.iter().zip(labels).map(link);
    Plan { cards: cards.collect(), links: links.collect(), groups: groups.len() }
}

fn open(out: &mut String, picture: &Picture, title: &str, size: Size, groups: usize) {
    let Size { w, h } = size;
    let _ = writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" class="infra" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="graphics-document">"#
    );
    let _ = writeln!(out, "<title>{}</title>", escape(title));
    let (nodes, edges) = (picture.nodes.len(), picture.edges.len());
    let _ = writeln!(
        out,
        "<desc>Instances: {nodes}. Lines: {edges}. An arrow goes from who needs to what is needed.</desc>"
    );
    let _ = writeln!(out, "<style>\n{}</style>", style::sheet(groups));
    let _ = writeln!(out, r#"<rect class="page" width="{w}" height="{h}"/>"#);
    let (app, environment) = (escape(&picture.app), escape(&picture.environment));
    let y = MARGIN + 16;
    let _ = writeln!(
        out,
        r#"<text class="title" x="{MARGIN}" y="{y}">{app}<tspan class="quiet" dx="9">{environment}</tspan></text>"#
    );
}

fn frame(out: &mut String, nth: usize, name: &str, rect: Rect) {
    let Rect { x, y, w, h } = rect;
    let hue = nth % style::HUES;
    let name = escape(&fit(name, 13, w - 2 * PAD));
    let _ = writeln!(out, r#"<rect class="box h{hue}" x="{x}" y="{y}" width="{w}" height="{h}" rx="12"/>"#);
    let _ = writeln!(out, r#"<text class="head t{hue}" x="{}" y="{}">{name}</text>"#, x + PAD, y + HEAD - 12);
}

fn lines(out: &mut String, picture: &Picture, layout: &Layout, labels: &[Label]) {
    // Half a pixel makes thin lines crisp.
    out.push_str("<g transform=\"translate(.5 .5)\">\n");
    let mut inks: BTreeMap<Line, Ink> = BTreeMap::new();
    for ((edge, route), label) in picture.edges.iter().zip(&layout.routes).zip(labels) {
        let class = line_class(edge.line);
        let _ = write!(out, r#"<g class="edge"><title>{}</title>"#, escape(&labels::spoken(picture, edge)));
        // The whole line, unseen: what a pointer finds and what lights up under it.
        let _ = write!(out, r#"<path class="whole" d="{}"/>"#, Ink::default().path(&route.pieces));
        let path = inks.entry(edge.line).or_default().path(&route.pieces);
        if !path.is_empty() {
            let _ = write!(out, r#"<path class="{class}" d="{path}"/>"#);
        }
        if let Some(arrow) = route.pieces.last().and_then(|piece| shapes::arrow(piece)) {
            let _ = write!(out, r#"<path class="arrow {class}" d="{arrow}"/>"#);
        }
        if let Some(rect) = route.label {
            label.write(out, rect);
        }
        out.push_str("</g>\n");
    }
    out.push_str("</g>\n");
}

/// How a line is styled.
fn line_class(line: Line) -> &'static str {
    match line {
        Line::Access => "access",
        Line::Order => "order",
        Line::Mention => "mention",
    }
}

fn card(out: &mut String, picture: &Picture, node: &Node, (nth, rect): (usize, Rect)) {
    let Rect { x, y, w, h } = rect;
    let target = node.group.and_then(|group| picture.groups.get(group));
    let place = target.map_or_else(String::new, |name| format!(" on {name}"));
    let _ = write!(out, "<g><title>{}</title>", escape(&format!("{} ({}){place}", node.path, node.component)));
    let _ = write!(out, r#"<rect class="card" x="{x}" y="{y}" width="{w}" height="{h}" rx="8"/>"#);
    let hue = if node.group.is_some() { format!("h{}", nth % style::HUES) } else { "none".to_string() };
    let (bar, top, tall) = (x + 6, y + 8, h - 16);
    let _ = write!(out, r#"<rect class="bar {hue}" x="{bar}" y="{top}" width="3" height="{tall}" rx="1.5"/>"#);
    let left = x + INSET;
    let path = escape(&fit(&node.path, NAME, w - 2 * INSET + 4));
    let _ = write!(out, r#"<text class="name" x="{left}" y="{}">{path}</text>"#, y + 19);
    let mut component = node.component.clone();
    if kind_width(&component) > w - 2 * INSET + 4 {
        component = fit(&component, KIND + 1, w - 2 * INSET);
    }
    let _ = writeln!(out, r#"<text class="kind" x="{left}" y="{}">{}</text></g>"#, y + 35, escape(&component));
}

/// The width of a component's name in small capitals.
fn kind_width(name: &str) -> i32 {
    width(&name.to_uppercase(), KIND - 1) + name.chars().count() as i32 / 2
}
