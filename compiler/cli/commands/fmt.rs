//! `infra fmt`: the one style.

use driver::{Formatted, Host, Refusal, Status};

use crate::os_host::{self, OsHost};
use crate::report::Format;
use crate::shell::{Failure, Shell};
use crate::terminal::Stream;

const EXAMPLES: &str = "\
Examples:
  infra fmt                     all specs in and below the current folder
  infra fmt --check             names the files that aren't formatted; status 1 if there are any
  infra fmt --stdin < a.infra   for editors";

/// Formats specs; there is one style and no option for it
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Files, or folders with all that lies below them
    #[arg(default_value = ".", conflicts_with = "stdin")]
    paths: Vec<String>,

    /// Writes nothing; names the files that aren't formatted and ends with status 1 if there are any
    #[arg(long)]
    check: bool,

    /// Formats the standard input to the standard output
    #[arg(long, conflicts_with = "check")]
    stdin: bool,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Status, Failure> {
    if args.stdin {
        let text = os_host::read_input().map_err(|error| Failure::system("read the standard input", &error))?;
        let formatted = driver::format_text("<stdin>", &text);
        shell.print(formatted.text.as_deref().unwrap_or(""))?;
        return told(shell, &formatted);
    }
    let mut status = Status::Fine;
    for path in &args.paths {
        let files = spec_files(shell, path)?;
        if files.is_empty() {
            shell.say(&format!("infra: no `.infra` file lies in `{path}` or below it\n"))?;
        }
        for file in files {
            status = status.max(format_file(args, shell, &file)?);
        }
    }
    Ok(status)
}

fn format_file(args: &Args, shell: &Shell, path: &str) -> Result<Status, Failure> {
    let formatted = driver::format_file(&OsHost, path, &shell.base);
    let status = told(shell, &formatted)?;
    match &formatted.text {
        Some(text) if !formatted.is_unchanged() => {
            shell.print(&format!("{path}\n"))?;
            if args.check {
                return Ok(status.max(Status::Errors));
            }
            os_host::replace(&shell.absolute(path), text)
                .map_err(|error| Failure::system(&format!("write {path}"), &error))?;
            Ok(status)
        }
        _ => Ok(status),
    }
}

fn told(shell: &Shell, formatted: &Formatted) -> Result<Status, Failure> {
    shell.report(Stream::Errors, Format::Terminal, &formatted.sources, &formatted.diagnostics)?;
    Ok(formatted.status())
}

/// A file as it is, or the specs below a folder; nothing hidden, nothing installed.
fn spec_files(shell: &Shell, path: &str) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    let mut open = vec![path.trim_end_matches('/').to_owned()];
    while let Some(next) = open.pop() {
        let entries = match OsHost.list(&shell.absolute(&next)) {
            Ok(entries) => entries,
            Err(Refusal::Missing) if next == path => {
                return Err(Failure::usage(format!("there is no file or folder `{path}`"))
                    .help("name `.infra` files, or folders with specs in or below them"));
            }
            // A file, or what can't be listed: reading it says what is wrong.
            Err(_) => {
                found.push(next);
                continue;
            }
        };
        for entry in entries.iter().filter(|entry| !entry.name.starts_with('.') && entry.name != "node_modules") {
            let below = if next == "." { entry.name.clone() } else { format!("{next}/{}", entry.name) };
            match entry.is_folder {
                true => open.push(below),
                false if entry.name.ends_with(".infra") => found.push(below),
                false => {}
            }
        }
    }
    found.sort_unstable();
    Ok(found)
}
