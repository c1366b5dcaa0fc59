//! Typed views: thin wrappers that give a node's parts names.
//!
//! A view never fails on a broken tree: what is missing is `None` or left out of an iterator.

#[macro_use]
mod accessors;
mod blocks;
pub(crate) mod clauses;
pub(crate) mod decls;
pub(crate) mod exprs;
pub(crate) mod items;
pub(crate) mod names;
pub(crate) mod ops;
pub(crate) mod strings;
pub(crate) mod types;
