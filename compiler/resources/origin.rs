//! Where an entry comes from.

use source::Span;

use crate::Str;

/// An origin in an arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OriginId(pub(crate) u32);

impl OriginId {
    /// No origin of its own: the parent's holds.
    pub const NONE: OriginId = OriginId(u32::MAX);
}

/// What led to an entry: an instance, the spec's words for it and the realization's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The path of the instance, or of the target whose shared resource it is.
    pub instance: Str,
    /// The expression or header of the spec.
    pub spec: Option<Span>,
    /// The expression of the realization.
    pub realization: Option<Span>,
}
