//! `infra explain`: what a code means, with an example and its remedy.

use driver::{Status, nearest};

use crate::shell::{Failure, Shell};

const EXAMPLES: &str = "\
Examples:
  infra explain                  all codes, a line each
  infra explain unknown-field    one of them";

/// Explains a code of a diagnostic, or lists all codes
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The code, as it stands in brackets after `error`
    code: Option<String>,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Status, Failure> {
    let Some(code) = &args.code else {
        shell.print(&list())?;
        return Ok(Status::Fine);
    };
    if let Some(page) = driver::page(code) {
        shell.print(page)?;
        return Ok(Status::Fine);
    }
    let failure = Failure::usage(format!("there is no code `{code}`"));
    Err(match nearest(code, driver::pages().iter().map(|(code, _)| *code)) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help("`infra explain` lists them all"),
    })
}

fn list() -> String {
    let widest = driver::pages().iter().map(|(code, _)| code.len()).max().unwrap_or(0);
    let line = |(code, page): &(&str, &str)| format!("{code:widest$}  {}\n", summary(page));
    driver::pages().iter().map(line).collect()
}

/// The first sentence of a page's text.
fn summary(page: &str) -> String {
    let lines = page.lines().skip_while(|line| line.is_empty() || line.starts_with('#'));
    let first: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    let text = first.join(" ");
    text.split_once(". ").map_or(text.clone(), |(first, _)| format!("{first}."))
}
