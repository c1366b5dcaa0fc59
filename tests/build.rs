//! What a build does to its folder: planned on a disk in memory that can stop at any moment, then done on the real one
//! by the program.

#![allow(unreachable_pub, clippy::panic, reason = "a test's own modules; a broken case must stop the test")]

#[path = "build/boxes.rs"]
mod boxes;
#[path = "build/contract.rs"]
mod contract;
#[path = "support/fences.rs"]
mod fences;
#[path = "build/folders.rs"]
mod folders;
#[path = "build/killed.rs"]
mod killed;
#[path = "build/memory.rs"]
mod memory;
#[path = "build/plans.rs"]
mod plans;
#[path = "build/stamp.rs"]
mod stamp;
#[path = "cli/transcript.rs"]
#[allow(dead_code, reason = "transcripts are played elsewhere")]
mod transcript;
