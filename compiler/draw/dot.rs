//! Writes a picture for Graphviz: a cluster for each target.

use std::fmt::Write;

use crate::picture::{Edge, Line, Picture};

/// How everything looks unless it says otherwise.
const STYLE: &str = "  rankdir=LR
  labelloc=t
  fontname=\"Helvetica\"
  node [shape=box style=\"rounded,filled\" fillcolor=white color=\"#cbd5e1\" fontname=\"Helvetica\" fontsize=12]
  edge [color=\"#64748b\" fontname=\"Helvetica\" fontsize=10 arrowsize=0.7]
";

/// Writes a picture.
pub(crate) fn write(picture: &Picture) -> String {
    let title = quote(&format!("{} · {}", picture.app, picture.environment));
    let mut out = format!("digraph {title} {{\n  label={title}\n{STYLE}");
    for group in picture.used_groups() {
        let name = group.and_then(|at| Some((at, picture.groups.get(at)?)));
        if let Some((at, name)) = name {
            let _ = writeln!(out, "  subgraph cluster_{at} {{\n    label={}", quote(name));
            out.push_str("    style=\"rounded,filled\" fillcolor=\"#f8fafc\" color=\"#94a3b8\"\n");
        }
        for (_, node) in picture.members(group) {
            let indent = if name.is_some() { "    " } else { "  " };
            let label = quote(&format!("{}\n{}", node.path, node.component));
            let _ = writeln!(out, "{indent}{} [label={label}]", quote(&node.path));
        }
        if name.is_some() {
            out.push_str("  }\n");
        }
    }
    for edge in &picture.edges {
        let path = |at: usize| picture.nodes.get(at).map_or(String::new(), |node| quote(&node.path));
        let _ = writeln!(out, "  {} -> {}{}", path(edge.from), path(edge.to), attributes(edge));
    }
    out.push_str("}\n");
    out
}

fn attributes(edge: &Edge) -> String {
    let mut words = edge.words();
    if edge.secret() {
        words.push("secret".to_string());
    }
    let mut all = Vec::new();
    let lines: Vec<String> = [words.join(" ")].into_iter().filter(|line| !line.is_empty()).chain(edge.way()).collect();
    if !lines.is_empty() {
        all.push(format!("label={}", quote(&lines.join("\n"))));
    }
    match edge.line {
        Line::Access => {}
        Line::Order => all.push("style=dashed".to_string()),
        Line::Mention => all.push("style=dotted color=\"#94a3b8\" constraint=false".to_string()),
    }
    if all.is_empty() { String::new() } else { format!(" [{}]", all.join(" ")) }
}

/// A string of DOT, whose only escape in names is that of the quote; labels know more of them.
fn quote(text: &str) -> String {
    let mut out = "\"".to_string();
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
