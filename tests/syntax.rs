//! Lexer and parser: each construct and its tree, each mistake and its message, and what holds for any text.
//!
//! `syntax/ok/*.infra` stand beside their trees, `syntax/err/*.infra` beside their mistakes; `UPDATE=1` rewrites both.

#![allow(unreachable_pub, clippy::panic, reason = "a test's own modules; a broken case must stop the test")]

#[path = "syntax/corpus.rs"]
mod corpus;
#[path = "syntax/golden.rs"]
mod golden;
#[path = "syntax/properties.rs"]
mod properties;
#[path = "syntax/views.rs"]
mod views;
