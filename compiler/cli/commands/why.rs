//! `infra why`: where a value comes from.

mod calls;

use std::fmt::Write;

use driver::output::{self, Line, Place};
use driver::{Checked, Effect, Party, Sources, Span, Status, Trace, Way, Why};

use crate::args::SetArgs;
use crate::os_host::OsHost;
use crate::report::Format;
use crate::shell::{Failure, Shell};
use crate::terminal::Stream;

const EXAMPLES: &str = "\
Examples:
  infra why production db.storage             the value, and every layer that writes it
  infra why local api                         all fields of an instance
  infra why local 'worker[\"mail\"].env.QUEUE'  one of many; the quotes are for the shell
  infra why production stage                  an input
  infra why production aws.region             a setting of a target
  infra why production api.env.DATABASE_URL   and who makes and who reads the secrets in it
  infra why production shop/production/jwt    a secret by its name in the store
  infra why production 'api -> db'            what one needs of another, and how its calls get there
  infra why db.url                            in each environment, of the spec of the current folder
  infra why out/production/terraform/db.tf:14 a line of a generated file: the lines that led to it";

const USAGE: &str = "infra why <ENV> <PATH> [SPEC]\n       infra why <PATH>\n       infra why <FILE:LINE> [SPEC]";

/// Says where a value comes from, layer by layer, or a line of a generated file
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, override_usage = USAGE)]
pub(crate) struct Args {
    /// The environment, or a line of a generated file; a path alone is looked up in all environments
    #[arg(value_name = "ENV|FILE:LINE")]
    subject: String,

    /// An instance with a field or an output, an input, a target with a setting, a name in the store of secrets, or
    /// two instances: `api -> db`
    path: Option<String>,

    /// A folder of the spec, or one of its files; the current folder where it is left out, or that of a generated file
    spec: Option<String>,

    #[command(flatten)]
    set: SetArgs,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Status, Failure> {
    if let Some((file, line)) = generated(&args.subject) {
        let request = |spec| shell.request(spec, &args.set.sets);
        let request = match &args.path {
            Some(spec) => request(spec),
            None => output::above(&OsHost, request("."), file),
        };
        let found = output::line(&OsHost, &request, file, line)?;
        shell.print(&traced(&args.subject, &found))?;
        return Ok(Status::Fine);
    }
    let checked = shell.evaluate(args.spec.as_deref().unwrap_or("."), &args.set.sets);
    let sources = &checked.project.sources;
    if checked.environments.is_empty() {
        shell.report(Stream::Errors, Format::Terminal, sources, &checked.diagnostics)?;
        return Ok(checked.status());
    }
    let text = match &args.path {
        Some(path) => told(sources, &driver::why(&checked, &args.subject, path)?),
        None => told_everywhere(&checked, &args.subject)?,
    };
    shell.print(&text)?;
    Ok(checked.status())
}

/// The answers of all environments to a path alone, those that know it.
fn told_everywhere(checked: &Checked, path: &str) -> Result<String, Failure> {
    let names = checked.environment_names();
    if names.contains(&path) {
        return Err(Failure::usage(format!("which value of `{path}`?"))
            .help("give an instance with a field, such as `db.storage`, or a generated line as FILE:LINE"));
    }
    let mut answers = Vec::new();
    let mut first = None;
    for name in names {
        match driver::why(checked, name, path) {
            Ok(why) => answers.push(format!("{name}\n\n{}", told(&checked.project.sources, &why))),
            Err(miss) => first = first.or(Some(miss)),
        }
    }
    match first.filter(|_| answers.is_empty()) {
        Some(miss) => Err(miss.into()),
        None => Ok(answers.join("\n")),
    }
}

/// `FILE:LINE`, perhaps with a column behind it, as editors and compilers write it. No environment's name has a colon.
fn generated(subject: &str) -> Option<(&str, u32)> {
    let (rest, last) = subject.rsplit_once(':')?;
    let last = last.parse().ok()?;
    let with_column = rest.rsplit_once(':').and_then(|(file, line)| Some((file, line.parse().ok()?)));
    Some(with_column.unwrap_or((rest, last)))
}

/// The answer for a generated line: the line, the instance it is there for, the spec's and the realization's words.
fn traced(subject: &str, found: &Line) -> String {
    let mut out = format!("{subject}\n  {}\n", found.text.trim());
    match &found.instance {
        Some(instance) => out.push_str(&format!("instance     {instance} in {}\n", found.environment)),
        None => out.push_str("it comes from nothing in the spec: it holds the file together\n"),
    }
    for (word, place) in [("spec", &found.spec), ("realization", &found.realization)] {
        if let Some(place) = place {
            out.push_str(&written(word, place, found));
        }
    }
    if found.is_edited {
        out.push_str("the file isn't as it was generated: its lines may have moved; `infra build` says more\n");
    }
    out
}

fn written(word: &str, place: &Place, found: &Line) -> String {
    let Place { file, line, column, text } = place;
    let text = match text {
        Some(text) => shortened(text.trim()),
        None if found.has_spec => "(changed since the build; `infra build` brings it up to date)".to_owned(),
        None => "(no spec lies here: `infra why FILE:LINE SPEC` shows the line)".to_owned(),
    };
    format!("{word:<12} {file}:{line}:{column}  {text}\n")
}

/// The answer: the value with its layers, then the way of each secret, then that of calls between targets.
fn told(sources: &Sources, why: &Why) -> String {
    let value = why.trace.iter().map(|trace| value(sources, trace));
    let ways = why.ways.iter().map(|way| handed_over(sources, way));
    let calls = why.calls.iter().map(|calls| calls::told(sources, calls));
    value.chain(ways).chain(calls).collect::<Vec<_>>().join("\n")
}

/// How a secret gets from its owner to those who read it: what it is called, then who does what with it, and where that
/// is written.
fn handed_over(sources: &Sources, way: &Way) -> String {
    let mut rows = Vec::new();
    party(&mut rows, sources, "owner", &way.owner);
    if way.owner.means.is_empty() {
        rows.push(["  put in".to_owned(), "by hand".to_owned(), String::new()]);
    }
    for consumer in &way.consumers {
        party(&mut rows, sources, "reader", consumer);
    }
    format!("{}\n{}", way.name, table(rows))
}

fn party(rows: &mut Vec<[String; 3]>, sources: &Sources, role: &str, party: &Party) {
    let Party { instance, target, span, means } = party;
    rows.push([format!("  {role}"), format!("{instance} on {target}"), place(sources, *span)]);
    rows.extend(means.iter().map(|means| ["    through".to_owned(), means.name.clone(), place(sources, means.span)]));
}

/// A value with its type, then what each layer said, the highest first.
fn value(sources: &Sources, trace: &Trace) -> String {
    let ty = if trace.ty.is_empty() { String::new() } else { format!("  ({})", trace.ty) };
    if !trace.fields.is_empty() {
        return format!("{}{ty}\n{}The other fields have their defaults.\n", trace.path, fields(sources, trace));
    }
    let mut out = format!("{} = {}{ty}\n", trace.path, trace.value);
    let rows = trace.steps.iter().rev().map(|step| {
        let mark = if step.effect == Effect::Replaced { " " } else { ">" };
        let place = step.span.map_or(String::new(), |span| place(sources, span));
        [format!("{mark} {}", step.layer), shortened(&step.text), place]
    });
    out.push_str(&table(rows.collect()));
    out
}

/// The fields of an instance that somebody wrote, each with the layer that counts.
fn fields(sources: &Sources, trace: &Trace) -> String {
    let rows = trace.fields.iter().map(|(name, step)| {
        let place = step.span.map_or(String::new(), |span| place(sources, span));
        [format!("  {name}"), format!("= {}", shortened(&step.text)), format!("{}  {place}", step.layer)]
    });
    table(rows.collect())
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
    let (at, name) = (sources.position(span), &sources.get(span.file).name);
    // What the command line sets has no line that anybody could look up.
    if name == "--set" {
        return String::new();
    }
    format!("{name}:{}:{}", at.line, at.column)
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let shown: String = text.chars().take(LONGEST - 1).collect();
    format!("{shown}…")
}
