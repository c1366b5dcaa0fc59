//! `infra completions`: a completion script for a shell.

use clap::CommandFactory;
use driver::Status;

use crate::args;
use crate::shell::{Failure, Shell};

const EXAMPLES: &str = "\
Examples:
  infra completions bash > /etc/bash_completion.d/infra
  infra completions fish > ~/.config/fish/completions/infra.fish";

/// Prints a completion script for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The shell
    shell: clap_complete::Shell,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Status, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut args::Args::command(), "infra", &mut script);
    shell.print(&String::from_utf8_lossy(&script))?;
    Ok(Status::Fine)
}
