//! Emission: what the files look like, and that their readers read what was meant.
//!
//! `emit/*.md` hold cases: a set of resources as JSON, then the files that come of it. `UPDATE=1` rewrites the files.
//! The other tests feed seeded nasty texts and random bodies through the emitters to independent readers. A reader that
//! isn't on the machine is skipped by name. `EMIT_ROUNDS=50` makes fifty times as many.

#![allow(clippy::panic, reason = "a test ends where its own case can't be read")]

#[path = "emit/build.rs"]
mod build;
#[path = "emit/cases.rs"]
mod cases;
#[path = "emit/compose.rs"]
mod compose;
#[path = "emit/nasty.rs"]
mod nasty;
#[path = "emit/terraform.rs"]
mod terraform;
#[path = "emit/yaml.rs"]
mod yaml;
