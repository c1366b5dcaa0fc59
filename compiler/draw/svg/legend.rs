//! What the styles of lines mean: only those that the picture uses.

use std::fmt::Write;

use super::line_class;
use super::shapes::{self, Ink};
use crate::layout::Point;
use crate::measure;
use crate::picture::{Line, Picture};

/// An entry: a kind of line, or the lock.
pub(super) struct Key {
    line: Option<Line>,
    text: &'static str,
}

/// The font's size, a sample's width, and the room between entries.
const FONT: i32 = 11;
const SAMPLE: i32 = 34;
const BETWEEN: i32 = 26;

/// The entries that a picture needs.
pub(super) fn keys(picture: &Picture) -> Vec<Key> {
    let lines = [
        (Line::Access, "needs, with access"),
        (Line::Order, "comes after, without access"),
        (Line::Mention, "mentions"),
    ];
    let used = lines.into_iter().filter(|(line, _)| picture.edges.iter().any(|edge| edge.line == *line));
    let mut keys: Vec<Key> = used.map(|(line, text)| Key { line: Some(line), text }).collect();
    if picture.edges.iter().any(|edge| edge.secret()) {
        keys.push(Key { line: None, text: "carries a secret" });
    }
    keys
}

fn key_width(key: &Key) -> i32 {
    let sample = if key.line.is_some() { SAMPLE } else { 9 };
    sample + 8 + measure::width(key.text, FONT)
}

/// The width of all of them.
pub(super) fn width(keys: &[Key]) -> i32 {
    keys.iter().map(|key| key_width(key) + BETWEEN).sum::<i32>() - if keys.is_empty() { 0 } else { BETWEEN }
}

/// The height, with the room above.
pub(super) fn height(keys: &[Key]) -> i32 {
    if keys.is_empty() { 0 } else { 40 }
}

/// Writes them in a row.
pub(super) fn write(out: &mut String, keys: &[Key], left: i32, top: i32) {
    let (mut x, y) = (left, top + 34);
    for key in keys {
        let text = x + key_width(key) - measure::width(key.text, FONT);
        match key.line {
            Some(line) => {
                let piece = vec![Point { x, y }, Point { x: x + SAMPLE, y }];
                let class = line_class(line);
                let arrow = shapes::arrow(&piece).unwrap_or_default();
                let path = Ink::default().path(&[piece]);
                let _ = write!(out, r#"<path class="{class}" d="{path}"/><path class="arrow {class}" d="{arrow}"/>"#);
            }
            None => {
                let _ = write!(out, r#"<path class="lock" d="{}"/>"#, shapes::lock(x, y - 5));
            }
        }
        let _ = writeln!(out, r#"<text class="key" x="{text}" y="{}">{}</text>"#, y + 4, key.text);
        x += key_width(key) + BETWEEN;
    }
}
