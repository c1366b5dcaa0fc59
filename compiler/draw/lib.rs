//! Pictures of one environment: who needs whom, what is asked, where each instance goes.
//!
//! Takes a `Deployment` and the ways between its targets, gives text: SVG to look at, DOT and Mermaid for other drawing tools, JSON for programs,
//! plain text for a terminal. Promises the same bytes for the same input, and in SVG that no card, label or line
//! covers another card or label. It reads no realization, so it knows components by their names alone.

mod dot;
mod json;
mod layout;
mod measure;
mod mermaid;
mod picture;
mod svg;
mod text;

#[cfg(test)]
mod tests;

use graph::{Deployment, Passage};

use picture::Picture;

/// What a picture is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// A finished picture, for light and dark pages.
    Svg,
    /// For Graphviz.
    Dot,
    /// For Markdown pages that draw Mermaid.
    Mermaid,
    /// For programs; its shape is described in `json.rs`.
    Json,
    /// For a terminal.
    Text,
}

impl Format {
    /// All of them, the one for people first.
    pub const ALL: [Format; 5] = [Format::Svg, Format::Dot, Format::Mermaid, Format::Json, Format::Text];

    /// How it is called on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Svg => "svg",
            Format::Dot => "dot",
            Format::Mermaid => "mermaid",
            Format::Json => "json",
            Format::Text => "text",
        }
    }

    /// The format of a name.
    pub fn parse(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// Draws a placed environment with the ways between its targets, as far as they are known; the text ends in a newline.
pub fn draw(deployment: &Deployment, passages: &[Passage], format: Format) -> String {
    let picture = Picture::of(deployment, passages);
    match format {
        Format::Svg => svg::write(&picture.without_shells()),
        Format::Dot => dot::write(&picture.without_shells()),
        Format::Mermaid => mermaid::write(&picture.without_shells()),
        Format::Json => json::write(&picture),
        Format::Text => text::write(&picture),
    }
}
