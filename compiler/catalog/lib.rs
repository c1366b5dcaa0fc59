//! Catalogs: what is known of the types of a target, from a provider's schema, the Kubernetes API or the Compose
//! specification, read in place from a compact file.
//!
//! Takes the bytes of a catalog, or a schema to import; gives types, their fields, shapes, facts and rules, judgements
//! of values, and texts that describe a type. Opening costs a look at the header, a type costs what is read of it.
//! Damaged bytes give an error or read as empty, never a panic. It reads no disk and knows no type by name.

mod catalog;
mod catalogs;
mod describe;
mod facts;
mod field;
mod judge;
mod layout;
mod refined;
mod shape;
mod types;

/// Makes catalogs out of schemas.
pub mod import;

pub use catalog::{Bytes, Catalog, CatalogError};
pub use catalogs::Catalogs;
pub use describe::{describe, list};
pub use facts::{Facts, Rule, RuleKind, Rules, Scalar};
pub use field::{Change, Field, Place, Replace};
pub use judge::{Fault, FaultKind, is_format};
pub use refined::{Added, Between, Case, Demand, NameRule, NameScope, Notes, Refined};
pub use shape::{Block, Shape, ShapeId, ShapeKind, Shapes};
pub use types::{Class, Family, ResourceType, Scope};
