//! Writes a picture as text: target by target, each instance with what it needs.

use unicode_width::UnicodeWidthStr;

use crate::picture::{Edge, Line, Picture};

/// Writes a picture.
pub(crate) fn write(picture: &Picture) -> String {
    let mut out = format!("{} · {}\n", plain(&picture.app), plain(&picture.environment));
    for group in picture.used_groups() {
        let name = group.and_then(|group| picture.groups.get(group));
        out.push_str(&format!("\n{}\n", name.map_or("no target".to_string(), |name| plain(name))));
        out.push_str(&table(picture, group));
    }
    if picture.nodes.is_empty() {
        out.push_str("\nno instances\n");
    }
    out
}

/// The instances of one target, in columns.
fn table(picture: &Picture, group: Option<usize>) -> String {
    let mut rows: Vec<[String; 4]> = Vec::new();
    for (at, node) in picture.members(group) {
        let mut title = plain(&format!("{} ({})", node.path, node.component));
        let mut needs = picture.edges.iter().filter(|edge| edge.from == at).peekable();
        if needs.peek().is_none() {
            rows.push([std::mem::take(&mut title), String::new(), String::new(), String::new()]);
        }
        for edge in needs {
            rows.push(row(picture, edge, std::mem::take(&mut title)));
        }
    }
    let mut widths = [0; 4];
    // A row that needs nothing does not push the arrows of the others aside.
    for row in rows.iter().filter(|row| !row[1].is_empty()) {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    rows.iter().map(|row| line(row, widths)).collect()
}

fn row(picture: &Picture, edge: &Edge, title: String) -> [String; 4] {
    let to = picture.nodes.get(edge.to);
    let mut target = format!("→ {}", to.map_or("", |node| node.path.as_str()));
    if picture.crosses(edge) {
        let group = to.and_then(|node| node.group).and_then(|group| picture.groups.get(group));
        target.push_str(&format!(" on {}", group.map_or("no target", String::as_str)));
    }
    let mut words = edge.words();
    if edge.line == Line::Mention {
        words.push("mentioned".to_string());
    }
    if edge.secret() {
        words.push("secret".to_string());
    }
    words.extend(edge.way());
    let fields: Vec<&str> =
        edge.fields().into_iter().map(|field| field.strip_prefix("env.").unwrap_or(field)).collect();
    let fields = if fields.is_empty() { String::new() } else { format!("({})", fields.join(", ")) };
    [title, plain(&target), plain(&words.join(" ")), plain(&fields)]
}

fn line(row: &[String; 4], widths: [usize; 4]) -> String {
    let mut out = " ".to_string();
    for (cell, width) in row.iter().zip(widths) {
        out.push(' ');
        out.push_str(cell);
        out.push_str(&" ".repeat(width.saturating_sub(cell.width())));
    }
    format!("{}\n", out.trim_end())
}

/// Text that stays on its line.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
