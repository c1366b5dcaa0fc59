//! The house rules that a machine can check: who imports whom, how large things are, what words stand nowhere.

#![allow(unreachable_pub, clippy::panic, reason = "a test's own modules; a broken case must stop the test")]

#[path = "tidy/files.rs"]
mod files;
#[path = "tidy/functions.rs"]
mod functions;
#[path = "tidy/imports.rs"]
mod imports;
#[path = "tidy/words.rs"]
mod words;

use std::path::Path;
use std::process::Command;

use files::{Source, root, rust_sources};

/// Fails with every complaint at once.
#[track_caller]
fn none(rule: &str, complaints: &[String]) {
    assert!(complaints.is_empty(), "{rule}:\n  {}", complaints.join("\n  "));
}

#[test]
fn crates_import_only_what_stands_before_them() {
    none("compiler/README.md and the table in tests/tidy/imports.rs say who may import whom", &imports::complaints());
}

#[test]
fn files_are_small() {
    let sources = rust_sources();
    let large: Vec<&Source> = sources.iter().filter(|source| source.lines() > 400).collect();
    for source in &large {
        println!("{} lines: {}", source.lines(), source.path);
    }
    println!("{} of {} files have more than 400 lines", large.len(), sources.len());
    let too_large = large.iter().filter(|source| source.lines() > 800);
    let complaints: Vec<String> = too_large.map(|source| format!("{}: {}", source.path, source.lines())).collect();
    none("a file has at most 800 lines, better 400", &complaints);
}

#[test]
fn functions_are_small() {
    let mut complaints = Vec::new();
    for source in rust_sources() {
        let long = functions::functions(&source.text).into_iter().filter(|function| function.lines > 80);
        let long = long.filter(|function| !function.is_flat_match);
        complaints.extend(long.map(|f| format!("{}: `{}` has {} lines", source.path, f.name, f.lines)));
    }
    none("a function has at most 80 lines, better 40, unless it is a flat match", &complaints);
}

#[test]
fn folders_are_small() {
    let crowded = files::folders("compiler").into_iter().filter(|(path, count)| path != "compiler" && *count > 15);
    let complaints: Vec<String> = crowded.map(|(path, count)| format!("{path}: {count} entries")).collect();
    none("a folder of a crate has at most 15 entries", &complaints);
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent = rust_sources().into_iter().filter(|source| !source.text.starts_with("//! "));
    let complaints: Vec<String> = silent.map(|source| source.path).collect();
    none("a Rust file opens with `//!` and its purpose", &complaints);
}

#[test]
fn no_rust_file_knows_a_cloud() {
    none("a cloud service or a component is named in stdlib/ alone", &words::clouds(&rust_sources()));
}

#[test]
fn nothing_is_left_unfinished_or_names_this_machine() {
    none("unfinished places, paths of a machine", &words::leftovers(&files::texts()));
}

#[test]
fn everything_is_formatted() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo).args(["fmt", "--all", "--check", "--", "-l"]).current_dir(root()).output();
    let output = output.expect("cargo runs, since it runs this test");
    assert!(output.status.success(), "run `cargo fmt --all`:\n{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn the_map_names_every_crate() {
    let map = std::fs::read_to_string(root().join("compiler/README.md")).expect("the map is there");
    let missing = imports::TABLE.iter().filter(|(name, _)| Path::new(&root()).join("compiler").join(name).exists());
    let missing = missing.filter(|(name, _)| !map.contains(&format!("`{name}`")));
    let complaints: Vec<String> = missing.map(|(name, _)| (*name).to_owned()).collect();
    none("compiler/README.md has a line for each crate", &complaints);
}
