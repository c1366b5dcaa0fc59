//! The `infra` program: reads the command line, runs one command, ends with its status.
//!
//! It is the only part that touches the operating system. It knows nothing of the language: what it shows comes from
//! `driver`.

mod args;
mod commands;
mod disk;
mod os_host;
mod progress;
mod report;
mod shell;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use args::Args;
use terminal::Stream;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        // Help and version go to the output and are fine; anything else is wrong usage. Nobody hears of a stream that
        // can't be written to.
        Err(error) => {
            drop(error.print());
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let color = args.color;
    let status = shell::Shell::new(color).and_then(|shell| commands::run(args.command, &shell));
    let status = status.unwrap_or_else(|failure| {
        drop(terminal::write(Stream::Errors, &failure.to_string()));
        failure.status
    });
    ExitCode::from(status as u8)
}
