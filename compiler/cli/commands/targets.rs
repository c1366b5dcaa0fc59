//! `infra targets`: what each component means on each target.

use std::collections::BTreeSet;
use std::fmt::Write;

use driver::{Meaning, Status};

use crate::os_host::OsHost;
use crate::report::Format;
use crate::shell::{Failure, Shell};
use crate::terminal::Stream;

const EXAMPLES: &str = "\
Examples:
  infra targets                     every component, and where it has a meaning
  infra targets postgres            what is ignored of a component on each target, and why";

/// Shows which component means something on which target, and what is ignored there
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The component; all of them where it is left out
    component: Option<String>,

    /// A folder of the spec whose own realizations count, too
    #[arg(long = "spec", default_value = ".", value_name = "PATH")]
    path: String,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Status, Failure> {
    let (checked, all) = driver::targets(&OsHost, &shell.request(&args.path, &[]));
    if checked.status() != Status::Fine {
        shell.report(Stream::Errors, Format::Terminal, &checked.project.sources, &checked.diagnostics)?;
        return Ok(checked.status());
    }
    match &args.component {
        None => shell.print(&table(&all))?,
        Some(component) => {
            let own: Vec<&Meaning> = all.iter().filter(|meaning| meaning.component == *component).collect();
            if own.is_empty() {
                let names: BTreeSet<&str> = all.iter().map(|meaning| meaning.component.as_str()).collect();
                let near = driver::nearest(component, names.iter().copied());
                let failure = Failure::usage(format!("no target has a meaning for a component `{component}`"));
                return Err(match near {
                    Some(near) => failure.help(format!("did you mean `{near}`?")),
                    None => failure,
                });
            }
            shell.print(&own.into_iter().map(told).collect::<Vec<_>>().join("\n"))?;
        }
    }
    Ok(Status::Fine)
}

/// A row a component, a column a target: how many things are ignored there.
fn table(all: &[Meaning]) -> String {
    let targets: BTreeSet<&str> = all.iter().map(|meaning| meaning.target.as_str()).collect();
    let components: BTreeSet<&str> = all.iter().map(|meaning| meaning.component.as_str()).collect();
    let width = components.iter().map(|name| name.len()).max().unwrap_or(0);
    let mut out = format!("{:width$}", "");
    for target in &targets {
        out.push_str(&format!("  {target}"));
    }
    out.push('\n');
    for component in components {
        let mut line = format!("{component:width$}");
        for target in &targets {
            let found = all.iter().find(|meaning| meaning.component == component && meaning.target == **target);
            let text = found.map_or("-".to_owned(), |meaning| match meaning.ignored.len() {
                0 => "all".to_owned(),
                _ => format!("-{}", meaning.ignored.iter().map(|one| one.fields.len()).sum::<usize>()),
            });
            _ = write!(line, "  {text:columns$}", columns = target.len());
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out.push_str("\n`all`: every field counts; `-3`: three fields are ignored, as `infra targets COMPONENT` tells\n");
    out
}

fn told(meaning: &Meaning) -> String {
    let mut out = format!("{} on {}\n", meaning.component, meaning.target);
    if meaning.ignored.is_empty() {
        out.push_str("  every field counts\n");
    }
    for one in &meaning.ignored {
        let when = one.when.as_ref().map(|when| format!(" when {when}")).unwrap_or_default();
        _ = writeln!(out, "  {}{when}\n    {}", one.fields.join(", "), one.because);
    }
    out
}
