//! `infra why`: where a value comes from.

use std::fmt::Write;

use driver::{Sources, Span, Status, Why};

use crate::args::SetArgs;
use crate::report::Format;
use crate::shell::{Failure, Shell};
use crate::terminal::Stream;

const EXAMPLES: &str = "\
Examples:
  infra why production db.storage            the value, and every layer that writes it
  infra why local api                        all fields of an instance
  infra why local 'worker[\"mail\"].env.QUEUE'  one of many; the quotes are for the shell
  infra why production stage                 an input
  infra why production aws.region            a setting of a target";

/// Says what a value is in an environment, and which layers wrote it
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The environment
    env: String,

    /// An instance with a field, an input, or a target with a setting
    path: String,

    /// A folder of the spec, or one of its files
    #[arg(default_value = ".")]
    spec: String,

    #[command(flatten)]
    set: SetArgs,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Status, Failure> {
    let checked = shell.check(&args.spec, &args.set.sets);
    let sources = &checked.project.sources;
    if checked.environments.is_empty() {
        shell.report(Stream::Errors, Format::Terminal, sources, &checked.diagnostics)?;
        return Ok(checked.status());
    }
    let why = driver::why(&checked, &args.env, &args.path)?;
    shell.print(&told(sources, &why))?;
    Ok(checked.status())
}

/// The answer: the value, then what wrote it, what it is made of, what it reads.
fn told(sources: &Sources, why: &Why) -> String {
    let mut out =
        if why.parts.is_empty() { format!("{} = {}\n", why.path, why.value) } else { format!("{}\n", why.path) };
    let layers = why.layers.iter().map(|written| {
        let mark = if written.counts { ">" } else { " " };
        [format!("{mark} {}", written.layer), place(sources, written.span), excerpt(sources, written.span)]
    });
    out.push_str(&table("written by", layers.collect()));
    let parts = why.parts.iter().map(|(name, value, layer)| [format!("  {name}"), shortened(value), layer.clone()]);
    out.push_str(&table("made of", parts.collect()));
    let reads = why.reads.iter().map(|read| {
        let secret = if read.is_secret { "a secret" } else { "known to its target" };
        [format!("  {}", read.path), secret.to_owned(), place(sources, read.span)]
    });
    out.push_str(&table("reads", reads.collect()));
    out
}

/// Rows under a heading, their columns aligned; nothing where there are none.
fn table(heading: &str, rows: Vec<[String; 3]>) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (first, second) = (width(0), width(1));
    let mut out = format!("\n{heading}\n");
    for [a, b, c] in &rows {
        let line = format!("{a:first$}  {b:second$}  {c}");
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

fn place(sources: &Sources, span: Span) -> String {
    let at = sources.position(span);
    format!("{}:{}:{}", sources.get(span.file).name, at.line, at.column)
}

/// What is written there, on one line.
fn excerpt(sources: &Sources, span: Span) -> String {
    shortened(&sources.text(span).split_whitespace().collect::<Vec<_>>().join(" "))
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let shown: String = text.chars().take(LONGEST - 1).collect();
    format!("{shown}…")
}
