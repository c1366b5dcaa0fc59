//! Compose: one project file, and the example of the variables that it asks for.

mod file;
mod text;
mod unit;

pub(crate) use unit::unit;
