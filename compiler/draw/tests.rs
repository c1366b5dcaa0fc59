//! Tests of the whole crate: golden files, and properties of pictures of seeded random graphs.

mod goldens;
mod picture;
mod properties;
mod sample;
mod xml;
