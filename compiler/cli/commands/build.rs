//! `infra build`: the files of a spec.

mod told;

use clap::builder::NonEmptyStringValueParser;
use driver::output::{self, Action, Edits, OutputFolder, Plan, Recalled, Unreadable};
use driver::{Built, Report, Severity, Status};

use crate::args::{ReportArgs, SpecArgs};
use crate::disk;
use crate::os_host::OsHost;
use crate::progress::Progress;
use crate::report::Format;
use crate::shell::{Failure, Shell};
use crate::terminal::Stream;

const EXAMPLES: &str = "\
Examples:
  infra build                          every environment, below `out` in the root of the spec
  infra build shop --env production    one environment; the others' files stay as they are
  infra build --check                  for CI: writes nothing, status 1 unless `out` is up to date
  infra build --deny-loss              fails if a target can't do what the spec sets
  infra build --force                  replaces files that somebody changed by hand
  infra build --format json            what was written, kept, removed and refused, as a document";

/// Writes a spec's Terraform, Kubernetes and Compose files
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    spec: SpecArgs,

    /// The environment; all of them where it is left out
    #[arg(long, value_name = "NAME")]
    env: Option<String>,

    /// The folder to write to; `out` in the root of the spec where it is left out
    #[arg(long, value_name = "DIR", value_parser = NonEmptyStringValueParser::new())]
    out: Option<String>,

    /// Writes nothing; names the files that a build would change and ends with status 1 if there are any
    #[arg(long)]
    check: bool,

    /// Replaces files that were changed by hand, or that something else wrote
    #[arg(long, conflicts_with = "check")]
    force: bool,

    /// Makes an error of each setting that has no effect on its target
    #[arg(long)]
    deny_loss: bool,

    #[command(flatten)]
    report: ReportArgs,
}

/// What came of the files.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// Nothing was written, as was asked.
    Checked,
    /// Nothing was written, since files are in the way.
    Refused,
    /// The folder is what the spec says.
    Done,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Status, Failure> {
    let progress = Progress::start("checking the spec");
    let request = shell.request(&args.spec.path, &args.spec.set.sets);
    let request = driver::Request { out: args.out.clone(), ..request };
    // A check is there to be relied on, whoever sent the folder: it takes nobody's word for what was built.
    let recalled = if args.check { None } else { output::recall(&OsHost, &request, args.env.as_deref()) };
    if let Some(Recalled { report, folder, plan }) = recalled {
        drop(progress);
        let (report, status) = verdict(args, report);
        let done = (status == Status::Fine).then_some((&plan, Ending::Done));
        tell(args, shell, &report, (&folder, done))?;
        return Ok(status);
    }
    let built = driver::build(&OsHost, &request, args.env.as_deref())?;
    let (report, status) = verdict(args, built.report());
    let folder = OutputFolder::new(&built.checked.project, &request);
    if status != Status::Fine {
        drop(progress);
        tell(args, shell, &report, (&folder, None))?;
        return Ok(status);
    }
    let (plan, ending) = carry_out(args, &built, &folder, &progress)?;
    drop(progress);
    tell(args, shell, &report, (&folder, Some((&plan, ending))))?;
    let status = match ending {
        Ending::Done => Status::Fine,
        Ending::Checked if plan.is_current() => Status::Fine,
        _ => Status::Errors,
    };
    // The process ends now, and the system takes back all at once what would be given back piece by piece.
    std::mem::forget(built);
    Ok(status)
}

/// What is reported, and how that ends.
fn verdict(args: &Args, report: Report) -> (Report, Status) {
    let report = if args.deny_loss { report.deny_losses() } else { report };
    let status = report.status();
    (report, status)
}

/// Plans under the lock of the folder, and takes the steps where nothing speaks against it.
fn carry_out<'b>(
    args: &Args,
    built: &'b Built,
    folder: &OutputFolder,
    progress: &Progress,
) -> Result<(Plan<'b>, Ending), Failure> {
    let root = &folder.path;
    if !args.check {
        disk::make_folder(root).map_err(|error| {
            Failure::system(&format!("make the folder {}", folder.shown), &error).help(
                "nothing was written; move away what is in its place, or above it, or name another folder with `--out`",
            )
        })?;
    }
    // A check of a folder that isn't there has nothing to lock.
    let lock = disk::lock(root, || progress.enter("waiting for another build", 0));
    let edits = if args.force { Edits::Replace } else { Edits::Refuse };
    progress.enter("reading the output folder", 0);
    let plan = output::plan(&OsHost, root, &built.outputs, &built.scope, edits);
    let plan = plan.map(|plan| plan.stamped(&OsHost, root, built)).map_err(|Unreadable { path, refusal }| {
        let path = format!("{}/{path}", folder.shown);
        Failure::unreadable(path.trim_end_matches('/'), &refusal)
            .help("nothing was written; let the user who runs the command read it, or move it away")
    })?;
    if args.check {
        return Ok((plan, Ending::Checked));
    }
    if plan.with(Action::Refuse).next().is_some() {
        return Ok((plan, Ending::Refused));
    }
    if !plan.is_idle() {
        progress.enter("writing files", plan.with(Action::Write).count());
        disk::take(root, &plan.steps(), &progress.work.done).map_err(|trouble| {
            Failure::system(&format!("{} {}/{}", trouble.doing, folder.shown, trouble.path), &trouble.error)
                .help("no file is half-written; mend what the system names and build again to finish")
        })?;
    }
    if plan.is_unstamped() {
        // The folder is as good without; a later build only takes its time once more.
        drop(disk::take(root, &plan.steps(), &progress.work.done));
    }
    drop(lock);
    Ok((plan, Ending::Done))
}

/// Reports in the format that was asked for: what is wrong, what has no effect, what became of the files.
fn tell(
    args: &Args,
    shell: &Shell,
    report: &Report,
    (folder, done): (&OutputFolder, Option<(&Plan<'_>, Ending)>),
) -> Result<(), Failure> {
    let format = args.report.format;
    if format == Format::Json {
        return shell.print(&told::json(report, folder, done));
    }
    let mut diagnostics = report.diagnostics.clone();
    if !format.is_for_people() && !args.deny_loss {
        diagnostics.extend(report.loss_report(Severity::Lint));
    }
    shell.report(Stream::Output, format, &report.sources, &diagnostics)?;
    let mut text = String::new();
    if format.is_for_people() && !args.deny_loss {
        text.push_str(&told::losses(report));
    }
    if let Some((plan, ending)) = done {
        text.push_str(&told::files(folder, plan, ending));
    }
    if format.is_for_people() { shell.print(&text) } else { shell.say(&text) }
}
