//! `infra lock`: folders that were copied from elsewhere, and what was in them.

use driver::Status;

use crate::os_host::{self, OsHost};
use crate::report::count_of;
use crate::shell::{Failure, Shell};

const EXAMPLES: &str = "\
Examples:
  infra lock vendor/network    notes what is in the folder; from then on `infra check` fails if it changes
  infra lock                   notes anew what is in the folders of the lock, and drops those that are gone";

/// Notes in `infra.lock` what is in folders that were copied from elsewhere
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Folders to add; those that the lock names are renewed in any case
    folders: Vec<String>,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Status, Failure> {
    // The spec lies above what it uses.
    let inside = args.folders.first().map_or(".".to_owned(), |folder| format!("{folder}/.."));
    let locked = driver::lock(&OsHost, &shell.request(&inside, &[]), &args.folders)?;
    let system = |doing: &str| {
        let doing = format!("{doing} {}", locked.shown);
        move |error| Failure::system(&doing, &error)
    };
    match &locked.text {
        Some(text) if locked.is_changed => os_host::replace(&locked.path, text).map_err(system("write"))?,
        None if locked.is_changed => os_host::remove(&locked.path).map_err(system("remove"))?,
        _ => {}
    }
    let state = match (locked.folders.len(), locked.is_changed) {
        (0, _) => "nothing is locked; name a folder".to_owned(),
        (count, true) => count_of(count, "folder", "folders"),
        (count, false) => format!("{}, none changed", count_of(count, "folder", "folders")),
    };
    shell.print(&format!("{}: {state}\n", locked.shown))?;
    Ok(Status::Fine)
}
