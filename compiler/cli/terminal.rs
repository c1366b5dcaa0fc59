//! The two streams of the process: what they can show, and writing to them.

use std::io::{self, IsTerminal, Write};

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Color {
    /// On a terminal that shows them, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What a stream can show.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// Whether colours are wanted.
    pub(crate) color: bool,
    /// Whether lines may be drawn with more than ASCII.
    pub(crate) unicode: bool,
    /// Columns before text wraps.
    pub(crate) width: usize,
}

/// One of the two streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stream {
    /// What a command was asked for.
    Output,
    /// What is to be said beside it.
    Errors,
}

impl Style {
    /// What a stream can show, with the user's wish.
    pub(crate) fn of(stream: Stream, color: Color) -> Self {
        let is_terminal = match stream {
            Stream::Output => io::stdout().is_terminal(),
            Stream::Errors => io::stderr().is_terminal(),
        };
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let color = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => is_terminal && variable("NO_COLOR").is_none() && variable("TERM").as_deref() != Some("dumb"),
        };
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable);
        let unicode = locale.is_none_or(|locale| {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        });
        Self { color, unicode, width: width(is_terminal) }
    }
}

/// Text wraps at the terminal's edge, but no later than one reads with ease; at 80 columns where there is no edge.
fn width(is_terminal: bool) -> usize {
    let edge = if is_terminal { terminal_size::terminal_size() } else { None };
    edge.map_or(80, |(width, _)| usize::from(width.0).clamp(40, 120))
}

/// Writes to a stream. A reader that has gone away is no error: it has what it wanted.
pub(crate) fn write(stream: Stream, text: &str) -> io::Result<()> {
    let written = match stream {
        Stream::Output => {
            let mut out = io::stdout().lock();
            out.write_all(text.as_bytes()).and_then(|()| out.flush())
        }
        Stream::Errors => io::stderr().lock().write_all(text.as_bytes()),
    };
    written.or_else(|error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
}
