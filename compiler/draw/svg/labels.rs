//! What stands on a line: capabilities, ports and a lock, in as many lines as they need.

use std::fmt::Write;

use super::shapes;
use super::xml::escape;
use crate::layout::{Rect, Size};
use crate::measure::{fit, width};
use crate::picture::{Edge, Line, Picture};

/// A label and its size.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    /// Its lines of text; none for a lock alone.
    lines: Vec<String>,
    /// Whether the last line says that no call gets through.
    cut: bool,
    /// Whether it shows a lock.
    secret: bool,
    /// Its size; zero when there is nothing to show.
    pub(crate) size: Size,
}

/// The font's size, the height of a line, and how wide a line may be.
const FONT: i32 = 11;
const LEADING: i32 = 13;
const LIMIT: i32 = 120;
/// More lines than this end in an ellipsis.
const LINES: usize = 3;
/// Room for the lock, and left and right of the text.
const LOCK: i32 = 12;
const SIDE: i32 = 4;

impl Label {
    /// The label of a line.
    pub(crate) fn of(edge: &Edge) -> Label {
        let (mut lines, secret) = (wrap(&edge.words()), edge.secret());
        let cut = edge.is_cut();
        lines.extend(edge.way().map(|text| fit(&text, FONT, LIMIT)));
        let text = lines.iter().map(|line| width(line, FONT)).max().unwrap_or(0);
        let lock = if secret { LOCK } else { 0 };
        let size = match (lines.len(), secret) {
            (0, false) => Size::default(),
            (0, true) => Size { w: 8 + 2 * SIDE, h: LEADING + 2 },
            (count, _) => Size { w: text + lock + 2 * SIDE, h: count as i32 * LEADING + 2 },
        };
        Label { lines, cut, secret, size }
    }

    /// Writes it into its place.
    pub(super) fn write(&self, out: &mut String, rect: Rect) {
        let middle = rect.x + (rect.w + if self.secret { LOCK } else { 0 }) / 2;
        if self.secret {
            let _ = write!(out, r#"<path class="lock" d="{}"/>"#, shapes::lock(rect.x + SIDE, rect.y + rect.h / 2 - 5));
        }
        for (nth, line) in self.lines.iter().enumerate() {
            let y = rect.y + nth as i32 * LEADING + 11;
            let class = if self.cut && nth + 1 == self.lines.len() { "label cut" } else { "label" };
            let _ = write!(out, r#"<text class="{class}" x="{middle}" y="{y}">{}</text>"#, escape(line));
        }
    }
}

fn wrap(words: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        let word = fit(word, FONT, LIMIT);
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}"), FONT) <= LIMIT => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            last.push_str(" …");
        }
    }
    lines
}

/// The whole of a line in words.
pub(super) fn spoken(picture: &Picture, edge: &Edge) -> String {
    let name = |at: usize| picture.nodes.get(at).map_or("", |node| node.path.as_str());
    let mut out = format!("{} → {}", name(edge.from), name(edge.to));
    let mut words = edge.words();
    if edge.line == Line::Mention {
        words.push("mentioned".to_string());
    }
    if edge.secret() {
        words.push("with a secret".to_string());
    }
    words.extend(edge.way());
    let _ = write!(out, ": {}", words.join(" "));
    let fields = edge.fields();
    if !fields.is_empty() {
        let _ = write!(out, " ({})", fields.join(", "));
    }
    out
}
