//! `infra check`: all that is wrong with a spec, in every environment.

use driver::Status;

use crate::args::{ReportArgs, SpecArgs};
use crate::report::count_of;
use crate::shell::{Failure, Shell};
use crate::terminal::Stream;

const EXAMPLES: &str = "\
Examples:
  infra check                            the spec of the current folder
  infra check shop --set stage=local     with an input from outside
  infra check --format github            as annotations of a pull request
  infra check --format short | head      a line each";

/// Checks a spec in every environment and writes nothing
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    spec: SpecArgs,

    #[command(flatten)]
    report: ReportArgs,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Status, Failure> {
    let checked = shell.check(&args.spec.path, &args.spec.set.sets);
    let sources = &checked.project.sources;
    shell.report(Stream::Output, args.report.format, sources, &checked.diagnostics)?;
    if checked.diagnostics.is_empty() && args.report.format.is_for_people() {
        let files = sources.iter().filter(|(_, source)| !source.embedded).count();
        shell.print(&format!("no problems in {}\n", count_of(files, "file", "files")))?;
    }
    Ok(checked.status())
}
