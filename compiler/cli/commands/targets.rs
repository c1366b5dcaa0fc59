//! `infra targets`: what each component means on each target.

use std::fmt::Write;

use driver::{About, Meaning, Meanings, Status};

use crate::os_host::OsHost;
use crate::report::{Format, count_of};
use crate::shell::{Failure, Shell};
use crate::terminal::Stream;

const EXAMPLES: &str = "\
Examples:
  infra targets                     every component, and where it has a meaning
  infra targets postgres            what has no effect of a component on each target, and why
  infra targets aws                 the same of each component on a target";

/// Shows which component means something on which target, and what has no effect there
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A component or a target; all of them where it is left out
    #[arg(value_name = "COMPONENT|TARGET")]
    name: Option<String>,

    /// A folder of the spec whose own components and realizations count, too
    #[arg(long = "spec", default_value = ".", value_name = "PATH")]
    path: String,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Status, Failure> {
    let (checked, known) = driver::targets(&OsHost, &shell.request(&args.path, &[]));
    if checked.status() != Status::Fine {
        shell.report(Stream::Errors, Format::Terminal, &checked.project.sources, &checked.diagnostics)?;
        return Ok(checked.status());
    }
    let text = match &args.name {
        None => table(&known),
        Some(name) => one(&known, name).ok_or_else(|| unknown(&known, name))?,
    };
    shell.print(&text)?;
    Ok(Status::Fine)
}

fn unknown(known: &Meanings, name: &str) -> Failure {
    let components = known.components.iter().map(|about| about.name.as_str());
    let names = components.chain(known.targets.iter().map(String::as_str));
    let failure = Failure::usage(format!("no component and no target is called `{name}`"));
    match driver::nearest(name, names) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help("`infra targets` lists them"),
    }
}

/// The targets that at least one component means something on, then the others.
fn targets(known: &Meanings) -> (Vec<&str>, Vec<&str>) {
    let targets = known.targets.iter().map(String::as_str);
    targets.partition(|target| known.all.iter().any(|meaning| meaning.target == **target))
}

/// How much of a component counts on a target.
fn cell(known: &Meanings, about: &About, target: &str) -> String {
    match known.of(&about.name, target).map(ignored) {
        Some(0) => "all".to_owned(),
        Some(count) => format!("all but {count}"),
        None if known.is_known(about, target) => "parts".to_owned(),
        None => "-".to_owned(),
    }
}

fn ignored(meaning: &Meaning) -> usize {
    meaning.ignored.iter().map(|one| one.fields.len()).sum()
}

/// A row a component, a column a target.
fn table(known: &Meanings) -> String {
    let (used, unused) = targets(known);
    let header = ["".to_owned()].into_iter().chain(used.iter().map(|target| (*target).to_owned()));
    let mut rows: Vec<Vec<String>> = vec![header.collect()];
    for about in &known.components {
        let cells = used.iter().map(|target| cell(known, about, target));
        rows.push([about.name.clone()].into_iter().chain(cells).collect());
    }
    let mut out = String::new();
    for row in &rows {
        let mut line = String::new();
        for (at, text) in row.iter().enumerate() {
            let width = rows.iter().filter_map(|row| row.get(at)).map(|text| text.chars().count()).max().unwrap_or(0);
            _ = write!(line, "{text:width$}  ");
        }
        _ = writeln!(out, "{}", line.trim_end());
    }
    out.push_str("\nall        every field has its effect there\n");
    out.push_str(
        "all but 2  two fields have none, always or in some cases: `infra targets COMPONENT` says which and why\n",
    );
    out.push_str("parts      it is made of other components, and means there what they mean\n");
    out.push_str("-          it can't be placed there\n");
    if !unused.is_empty() {
        _ = writeln!(out, "\nnothing can be placed on {} yet", unused.join(", "));
    }
    out
}

/// A component on each target, or a target with each component.
fn one(known: &Meanings, name: &str) -> Option<String> {
    if let Some(about) = known.components.iter().find(|about| about.name == name) {
        let doc = if about.doc.is_empty() { String::new() } else { format!(": {}", about.doc.replace('\n', " ")) };
        let (used, _) = targets(known);
        let told = used.into_iter().map(|target| told(known, about, target));
        return Some(format!("{name}{doc}\n\n{}", told.collect::<Vec<_>>().join("\n")));
    }
    let target = known.targets.iter().find(|target| *target == name)?;
    let (there, not): (Vec<&About>, _) = known.components.iter().partition(|about| known.is_known(about, target));
    if there.is_empty() {
        return Some(format!("nothing can be placed on {target} yet\n"));
    }
    let mut text: Vec<String> = there.into_iter().map(|about| told(known, about, target)).collect();
    if !not.is_empty() {
        let names: Vec<&str> = not.iter().map(|about| about.name.as_str()).collect();
        text.push(format!("{} can't be placed on {target}\n", names.join(", ")));
    }
    Some(text.join("\n"))
}

fn told(known: &Meanings, about: &About, target: &str) -> String {
    let head = format!("{} on {target}", about.name);
    let Some(meaning) = known.of(&about.name, target) else {
        return match known.is_known(about, target) {
            true => {
                let parts: Vec<String> = about.parts.iter().map(|part| format!("`infra targets {part}`")).collect();
                format!("{head}: made of other components, see {}\n", parts.join(", "))
            }
            false => format!("{head}: it can't be placed there\n"),
        };
    };
    if meaning.ignored.is_empty() {
        return format!("{head}: every field has its effect\n");
    }
    let mut out = format!("{head}: {} no effect\n", count_of(ignored(meaning), "field has", "fields have"));
    for one in &meaning.ignored {
        let when = one.when.as_ref().map(|when| format!(", when {when}")).unwrap_or_default();
        _ = writeln!(out, "  {}{when}\n    {}", one.fields.join(", "), one.because);
    }
    out
}
