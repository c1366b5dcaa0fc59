//! `infra fix`: lets the machine mend what it surely can.

use std::collections::BTreeMap;

use driver::{Checked, Overlay, Status};

use crate::args::SpecArgs;
use crate::os_host::{self, OsHost};
use crate::report::{Format, count_of};
use crate::shell::{Failure, Shell};
use crate::terminal::Stream;

const EXAMPLES: &str = "\
Examples:
  infra fix --dry-run    shows what it would change
  infra fix              changes it, then reports what is left";

/// Mends what is wrong with a spec where there is just one way to
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    spec: SpecArgs,

    /// Shows the changes and writes nothing
    #[arg(long)]
    dry_run: bool,
}

/// A fix may uncover the next mistake, but not for ever.
const ROUNDS: usize = 16;

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Status, Failure> {
    let request = shell.request(&args.spec.path, &args.spec.set.sets);
    let mut host = Overlay::new(&OsHost);
    let mut before: BTreeMap<String, String> = BTreeMap::new();
    let mut done = 0;
    let mut checked = driver::check(&host, &request);
    for _ in 0..ROUNDS {
        let fixed = driver::apply(&checked.project.sources, &checked.diagnostics);
        if fixed.is_empty() {
            break;
        }
        for file in fixed {
            let source = checked.project.sources.get(file.file);
            before.entry(source.name.clone()).or_insert_with(|| source.text.to_string());
            done += file.titles.len();
            host.replace(&shell.absolute(&source.name), file.text);
        }
        checked = driver::check(&host, &request);
    }
    for (name, old) in &before {
        let new = host.get(&shell.absolute(name)).unwrap_or(old);
        if args.dry_run {
            shell.print(&changes(name, old, new))?;
        } else {
            os_host::replace(&shell.absolute(name), new)
                .map_err(|error| Failure::system(&format!("write {name}"), &error))?;
        }
    }
    finish(args, shell, &checked, done)
}

fn finish(args: &Args, shell: &Shell, checked: &Checked, done: usize) -> Result<Status, Failure> {
    shell.report(Stream::Errors, Format::Terminal, &checked.project.sources, &checked.diagnostics)?;
    let said = match (done, args.dry_run) {
        (0, _) => "there is nothing that only one change could mend\n".to_owned(),
        (_, true) => format!("would mend {}\n", count_of(done, "thing", "things")),
        (_, false) => format!("mended {}\n", count_of(done, "thing", "things")),
    };
    shell.print(&said)?;
    // A dry run that would change something is a check that failed.
    let status = if args.dry_run && done > 0 { Status::Errors } else { Status::Fine };
    Ok(checked.status().max(status))
}

/// What changes between two texts, line by line: stretches that differ, old lines before new ones.
fn changes(name: &str, old: &str, new: &str) -> String {
    let mut out = format!("{name}\n");
    for (line, old, new) in driver::line_changes(old, new) {
        out.push_str(&format!("@ line {line}\n"));
        old.iter().for_each(|text| out.push_str(&format!("- {text}\n")));
        new.iter().for_each(|text| out.push_str(&format!("+ {text}\n")));
    }
    out
}
