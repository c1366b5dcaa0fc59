//! From a host to any result of the pipeline: loads a spec, runs the phases over it, tidies what they found.
//!
//! Takes a `Host` and a `Request`, gives a `Checked`. Embeds the standard library and the pages of `infra explain`.
//! It touches no operating system and prints nothing: both are a shell's business.

mod changes;
mod explain;
mod fix;
mod host;
mod library;
mod pipeline;
mod problem;
mod project;
mod report;
mod sets;
mod spelling;
mod why;

pub use changes::{Change, line_changes};
pub use explain::{codes, page, pages};
pub use fix::{Fixed, apply};
pub use host::{Entry, Host, MemoryHost, Overlay, Refusal};
pub use library::library;
pub use pipeline::{Checked, check};
pub use problem::{CODES, Status};
pub use project::{Package, Project, Request};
pub use why::{Miss, Read, Why, Written, why};
pub use source::{Diagnostic, Edit, FileId, Fix, Label, LineIndex, Position, Severity, Source, Sources, Span, nearest};
