//! The one checked representation between realizations and text: what an environment's outputs hold.
//!
//! Takes what `realize` puts in (a `Fragment` an instance, each with its own `Arena`), gives a `ResourceSet` that `emit`
//! writes without asking back. Promises: no null, children before parents (so every walk ends), one origin an entry.
//! It doesn't know catalogs, checks no types and writes nothing; what a format can't hold is told by `refuses` before.

mod arena;
mod loss;
mod node;
mod origin;
mod refusal;
mod resource;
mod set;
mod source_map;
mod term;

pub use arena::{Arena, Mark};
pub use loss::Loss;
pub use node::{Entries, Entry, Node, Str};
pub use origin::{Origin, OriginId};
pub use refusal::{PathFault, Refusal, refuses, refuses_fallback, refuses_label, refuses_path, refuses_variable};
pub use resource::{Content, INPUTS, Kind, Resource, Sink, TextFile, UnitId, Variable};
pub use set::{Clash, Fragment, Place, ResourceSet, Unit};
pub use source_map::{OriginRef, SourceMap};
pub use term::{Binary, Choice, Comprehension, Fallback, Format, Root, Term, TermId, Unary, Yield};
