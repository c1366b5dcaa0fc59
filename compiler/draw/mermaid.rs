//! Writes a picture as a Mermaid flowchart: a subgraph for each target.

use std::fmt::Write;

use crate::picture::{Edge, Line, Picture};

/// Writes a picture.
pub(crate) fn write(picture: &Picture) -> String {
    let title = format!("{} · {}", picture.app, picture.environment);
    let title: String = title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let title = title.replace('\\', "\\\\").replace('"', "\\\"");
    let mut out = format!("---\ntitle: \"{title}\"\n---\nflowchart LR\n");
    for group in picture.used_groups() {
        let name = group.and_then(|at| Some((at, picture.groups.get(at)?)));
        if let Some((at, name)) = name {
            let _ = writeln!(out, "  subgraph t{at}[\"{}\"]", escape(name));
        }
        for (at, node) in picture.members(group) {
            let indent = if name.is_some() { "    " } else { "  " };
            let (path, component) = (escape(&node.path), escape(&node.component));
            let _ = writeln!(out, "{indent}n{at}[\"<b>{path}</b><br/>{component}\"]");
        }
        if name.is_some() {
            out.push_str("  end\n");
        }
    }
    for edge in &picture.edges {
        let _ = writeln!(out, "  n{} {} n{}", edge.from, arrow(edge), edge.to);
    }
    let mentions = picture.edges.iter().enumerate().filter(|(_, edge)| edge.line == Line::Mention);
    let mentions: Vec<String> = mentions.map(|(at, _)| at.to_string()).collect();
    if !mentions.is_empty() {
        let _ = writeln!(out, "  linkStyle {} stroke:#94a3b8,stroke-width:1px", mentions.join(","));
    }
    out
}

fn arrow(edge: &Edge) -> String {
    let mut words = edge.words();
    if edge.secret() {
        words.push("🔒".to_string());
    }
    words.extend(edge.way());
    let line = if edge.line == Line::Access { "-->" } else { "-.->" };
    if words.is_empty() { line.to_string() } else { format!("{line}|\"{}\"|", escape(&words.join(" "))) }
}

/// Text inside quotes: what Mermaid, Markdown or HTML would read as its own becomes an entity by number.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        // Between letters an underscore is just that; elsewhere it may start or end emphasis.
        let is_inner = before.is_alphanumeric() && chars.peek().is_some_and(|next| next.is_alphanumeric());
        match c {
            '"' | '#' | '&' | '<' | '>' | '`' | '%' | '*' | '\\' | ';' | '|' | '~' => entity(&mut out, c),
            '_' if !is_inner => entity(&mut out, c),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
        before = c;
    }
    out
}

fn entity(out: &mut String, c: char) {
    let _ = write!(out, "#{};", u32::from(c));
}
