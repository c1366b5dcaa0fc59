//! Pages in Markdown as their fenced blocks and what stands between them.

#![allow(dead_code, unreachable_pub, reason = "each test takes what it needs")]

/// A part of a page. All parts together, with the fences' own lines, are the page.
pub enum Part<'p> {
    /// Headings and sentences, as they stand.
    Prose(&'p str),
    /// A block.
    Fence(Fence<'p>),
}

/// A block between two lines of three backticks or more.
#[derive(Clone, Copy)]
pub struct Fence<'p> {
    /// The line of its opening, from one; its text starts on the next.
    pub line: usize,
    /// What stands behind the backticks.
    pub info: &'p str,
    /// What stands in it, each line ended.
    pub text: &'p str,
}

impl<'p> Fence<'p> {
    /// The words behind the backticks.
    pub fn words(&self) -> impl Iterator<Item = &'p str> {
        self.info.split_whitespace()
    }
}

/// The parts of a page, in their order.
pub fn parts(page: &str) -> Vec<Part<'_>> {
    let (mut parts, mut start) = (Vec::new(), 0);
    // What closes the open block, and where and how it was opened.
    let mut open: Option<(&str, usize, &str)> = None;
    let mut at = 0;
    for (index, line) in page.split_inclusive('\n').enumerate() {
        let (begin, bare) = (at, line.trim_end());
        at += line.len();
        match open {
            Some((ticks, opened, info)) if bare == ticks => {
                parts.push(Part::Fence(Fence { line: opened, info, text: &page[start..begin] }));
                (open, start) = (None, at);
            }
            None if bare.starts_with("```") => {
                let info = bare.trim_start_matches('`');
                if start < begin {
                    parts.push(Part::Prose(&page[start..begin]));
                }
                open = Some((&bare[..bare.len() - info.len()], index + 1, info.trim()));
                start = at;
            }
            _ => {}
        }
    }
    assert!(open.is_none(), "the block of line {} has no end", open.map_or(0, |(_, line, _)| line));
    if start < page.len() {
        parts.push(Part::Prose(&page[start..]));
    }
    parts
}

/// The blocks of a page.
pub fn fences(page: &str) -> impl Iterator<Item = Fence<'_>> {
    parts(page).into_iter().filter_map(|part| match part {
        Part::Fence(fence) => Some(fence),
        Part::Prose(_) => None,
    })
}

/// The blocks of a page, each with the heading that it stands under.
pub fn under_headings(page: &str) -> impl Iterator<Item = (&str, Fence<'_>)> {
    let mut heading = "";
    parts(page).into_iter().filter_map(move |part| match part {
        Part::Prose(text) => {
            let last = text.lines().rfind(|line| line.starts_with('#'));
            heading = last.map_or(heading, |line| line.trim_start_matches('#').trim());
            None
        }
        Part::Fence(fence) => Some((heading, fence)),
    })
}
