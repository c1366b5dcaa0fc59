//! What every phase shares: where text stands, what may be wrong with it, and how a phase answers.
//!
//! Takes nothing, gives `FileId`, `Span`, `Sources`, `Diagnostic`, `Outcome`, `nearest`. It prints nothing and
//! reads no disk.

mod diagnostic;
mod line_index;
mod nearest;
mod outcome;
mod sources;
mod span;

pub use diagnostic::{Diagnostic, Edit, Fix, Label, Severity};
pub use line_index::{LineIndex, Position};
pub use nearest::{did_you_mean, nearest};
pub use outcome::Outcome;
pub use sources::{Source, Sources};
pub use span::{FileId, Span};
