//! `infra why`: where a value comes from.

use std::fmt::Write;

use driver::{Effect, Sources, Span, Status, Trace};

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

/// The answer: the value with its type, then what each layer said, the highest first.
fn told(sources: &Sources, trace: &Trace) -> String {
    let ty = if trace.ty.is_empty() { String::new() } else { format!("  ({})", trace.ty) };
    let mut out = format!("{} = {}{ty}\n", trace.path, trace.value);
    let rows = trace.steps.iter().rev().map(|step| {
        let mark = if step.effect == Effect::Replaced { " " } else { ">" };
        let place = step.span.map_or(String::new(), |span| place(sources, span));
        [format!("{mark} {}", step.layer), shortened(&step.text), place]
    });
    out.push_str(&table(rows.collect()));
    out
}

/// Rows with their columns aligned.
fn table(rows: Vec<[String; 3]>) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (first, second) = (width(0), width(1));
    let mut out = String::new();
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

fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let shown: String = text.chars().take(LONGEST - 1).collect();
    format!("{shown}…")
}
