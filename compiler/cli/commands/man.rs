//! `infra man`: the manual pages.

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use driver::{Status, nearest};

use crate::args;
use crate::shell::{Failure, Shell};

const EXAMPLES: &str = "\
Examples:
  infra man | man -l -
  infra man check > /usr/local/share/man/man1/infra-check.1";

/// Prints a manual page
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The command that the page is about; the whole program where it is left out
    command: Option<String>,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Status, Failure> {
    let mut whole = args::Args::command();
    whole.build();
    let page = match &args.command {
        None => whole,
        Some(name) => command(&whole, name)?,
    };
    let mut text = Vec::new();
    let title = args.command.as_ref().map_or("infra".to_owned(), |name| format!("infra-{name}"));
    Man::new(page).title(title).render(&mut text).map_err(|error| Failure::system("render the page", &error))?;
    shell.print(&String::from_utf8_lossy(&text))?;
    Ok(Status::Fine)
}

fn command(whole: &Command, name: &str) -> Result<Command, Failure> {
    if let Some(found) = whole.find_subcommand(name) {
        return Ok(found.clone());
    }
    let failure = Failure::usage(format!("there is no command `{name}`"));
    Err(match nearest(name, whole.get_subcommands().map(Command::get_name)) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help("`infra --help` lists them all"),
    })
}
