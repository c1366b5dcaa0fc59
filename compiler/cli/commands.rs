//! The commands, a file each: its part of the command line, and what it does.

pub(crate) mod build;
pub(crate) mod catalog;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod explain;
pub(crate) mod fix;
pub(crate) mod fmt;
pub(crate) mod graph;
pub(crate) mod init;
pub(crate) mod lock;
pub(crate) mod man;
pub(crate) mod targets;
pub(crate) mod test;
pub(crate) mod why;

use driver::Status;

use crate::args::Command;
use crate::shell::{Failure, Shell};

/// Runs one command.
pub(crate) fn run(command: Command, shell: &Shell) -> Result<Status, Failure> {
    match command {
        Command::Init(args) => init::run(&args, shell),
        Command::Build(args) => build::run(&args, shell),
        Command::Check(args) => check::run(&args, shell),
        Command::Fmt(args) => fmt::run(&args, shell),
        Command::Fix(args) => fix::run(&args, shell),
        Command::Graph(args) => graph::run(&args, shell),
        Command::Why(args) => why::run(&args, shell),
        Command::Targets(args) => targets::run(&args, shell),
        Command::Catalog(args) => catalog::run(&args, shell),
        Command::Test(args) => test::run(&args, shell),
        Command::Lock(args) => lock::run(&args, shell),
        Command::Explain(args) => explain::run(&args, shell),
        Command::Completions(args) => completions::run(&args, shell),
        Command::Man(args) => man::run(&args, shell),
    }
}
