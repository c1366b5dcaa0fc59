//! From a host to any result of the pipeline: loads a spec, runs the phases over it, tidies what they found.
//!
//! Takes a `Host` and a `Request`, gives a `Checked` or a `Built`, and plans what a build does to its folder. Embeds the
//! standard library and the pages of `infra explain`. It touches no operating system and prints nothing: both are a
//! shell's business.

mod catalogs;
mod digest;
mod edits;
mod host;
pub mod output;
mod pipeline;
mod problem;
mod project;
mod stack;
mod targets;
mod why;

pub use catalogs::{CatalogSchema, import_compose, import_kubernetes, import_terraform, list_catalogs, show_type};
pub use draw::{Format as PictureFormat, draw};
pub use edits::{Change, Fixed, apply, line_changes};
pub use emit::OutputFile;
pub use eval::{Effect, Means, Party, TestResult, Trace, TraceStep, Way};
pub use graph::{Deployment, Gap, Network, Passage, Stated};
pub use host::{Entry, Host, MemoryHost, Overlay, Refusal, Wanted};
pub use pipeline::{Built, Checked, Formatted, Report, build, check, evaluate, format_file, format_text, test};
pub use problem::{CODES, Status, codes, page, pages};
pub use project::{Locked, Package, Project, Request, catalogs, library, lock};
pub use resources::Loss;
pub use source::{Diagnostic, Edit, FileId, Fix, Label, LineIndex, Position, Severity, Source, Sources, Span, nearest};
pub use targets::{About, Ignored, Meaning, Meanings, targets};
pub use why::{Ask, Calls, Miss, Why, trace, why};
