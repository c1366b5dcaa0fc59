//! Types of everything: what is written is checked against what is declared, and lowered to the typed program.
//!
//! Takes `Names` and catalogs, gives a `Program` in which every name is resolved, every conversion is written out and
//! every expression has a type; bodies of resources are what their catalog says. What depends on an environment's
//! values is left to `eval`. Declarations of the standard library are checked when something names them.

mod check;
mod checker;
mod constant;
mod convert;
mod decls;
mod exprs;
mod labels;
mod limits;
mod problem;
mod records;
mod scope;
mod shapes;
mod type_exprs;
mod universal;

pub use check::{Library, check};
pub use problem::CODES;
