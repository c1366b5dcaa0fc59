//! Who declares what, and what a name means from where it stands.
//!
//! Takes the parsed files of all packages, gives `Names`: every declaration once, with tables to look it up by
//! package and by kind of name. It looks into no expression and knows no types.

mod collect;
mod lookup;
mod problem;
mod tables;

pub use collect::resolve;
pub use lookup::Found;
pub use problem::CODES;
pub use tables::{Declaration, DeclarationId, File, Known, Names, Package, PackageId, Space};
