//! `infra test`: the tests that a spec holds of itself.

use driver::{Status, TestResult};

use crate::args::{ReportArgs, SpecArgs};
use crate::os_host::OsHost;
use crate::report::count_of;
use crate::shell::{Failure, Shell};
use crate::terminal::Stream;

const EXAMPLES: &str = "\
Examples:
  infra test              every `test` of the spec of the current folder
  infra test shop         those of another folder";

/// Runs the tests that a spec holds of itself
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    spec: SpecArgs,

    #[command(flatten)]
    report: ReportArgs,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Status, Failure> {
    let (checked, results) = driver::test(&OsHost, &shell.request(&args.spec.path, &args.spec.set.sets));
    let failures = results.iter().flat_map(|result| result.failures.iter().cloned());
    let diagnostics: Vec<_> = checked.diagnostics.iter().cloned().chain(failures).collect();
    shell.report(Stream::Output, args.report.format, &checked.project.sources, &diagnostics)?;
    if args.report.format.is_for_people() && checked.status() == Status::Fine {
        shell.print(&listed(&results))?;
    }
    Ok(Status::of(&diagnostics))
}

/// A line for each test, and how many there are of each kind.
fn listed(results: &[TestResult]) -> String {
    let mut out = String::new();
    for result in results {
        let verdict = if result.failures.is_empty() { "ok    " } else { "FAILED" };
        out.push_str(&format!("{verdict} {} (in {})\n", result.name, result.environment));
    }
    let failed = results.iter().filter(|result| !result.failures.is_empty()).count();
    let passed = results.len() - failed;
    match (results.len(), failed) {
        (0, _) => out.push_str("the spec has no tests\n"),
        (_, 0) => out.push_str(&format!("{} passed\n", count_of(passed, "test", "tests"))),
        _ => out.push_str(&format!("{passed} passed, {failed} failed\n")),
    }
    out
}
