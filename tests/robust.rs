//! Bad input through the whole program: it says what is wrong, once, with the right status and soon, whatever it is
//! given. Bytes that are no text, and what the system refuses, are told apart in `cli.rs`.

#![allow(unreachable_pub, clippy::panic, reason = "a test's own modules; a case that hangs must stop the test")]

#[path = "robust/chains.rs"]
mod chains;
#[path = "robust/crowds.rs"]
mod crowds;
#[path = "robust/folders.rs"]
mod folders;
#[path = "robust/growth.rs"]
mod growth;
#[path = "robust/nests.rs"]
mod nests;
#[path = "robust/run.rs"]
mod run;

use std::time::Duration;

use run::{Case, run};

/// How long a case may take where tests are built without much optimization and many run at once.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs each case and gathers what went wrong, so that one run shows all.
fn play(cases: Vec<Case>) {
    let failures: Vec<String> = cases.iter().filter_map(|case| failure(case).err()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

fn failure(case: &Case) -> Result<(), String> {
    let said = |output: &str| output.chars().take(600).collect::<String>();
    let (status, output) = run(case, PATIENCE).ok_or_else(|| format!("{} doesn't end", case.name))?;
    let expected = i32::from(!case.codes.is_empty());
    if status != Some(expected) {
        return Err(format!("{}: status {status:?}, not {expected}: {}", case.name, said(&output)));
    }
    for code in case.codes {
        if !output.contains(&format!("error[{code}]")) {
            return Err(format!("{}: no `{code}` in {}", case.name, said(&output)));
        }
    }
    let mut lines: Vec<&str> = output.lines().collect();
    lines.sort_unstable();
    match lines.windows(2).find(|pair| pair.first() == pair.last()) {
        Some(twice) => Err(format!("{}: told twice: {}", case.name, said(twice.first().unwrap_or(&"")))),
        None => Ok(()),
    }
}

#[test]
fn what_nests_deep_is_told_once() {
    play(nests::cases());
}

#[test]
fn long_chains_and_circles_end() {
    play(chains::cases());
}

#[test]
fn what_grows_without_end_is_stopped() {
    play(growth::cases());
}

#[test]
fn crowds_of_mistakes_are_told_soon() {
    play(crowds::cases());
}

#[test]
fn odd_folders_are_told_apart() {
    folders::check_all();
}
