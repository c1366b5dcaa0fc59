//! What realizations know of the edges of an instance.

use bitcode::{Decode, Encode};

/// From which end an instance looks along its edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub enum LinkSide {
    /// `used_by`: what needs it.
    UsedBy,
    /// `uses`: what it needs.
    Uses,
    /// `mentions`: what it refers to, whether it asks something or not.
    Mentions,
    /// `visitors`: instances on other targets that ask something of those on the target at hand.
    Visitors,
    /// Those that the instance waits for: what it asks something of, apart from circles, and `after`.
    Waits,
}

/// What is known of the other end of an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum LinkPart {
    /// The instance, as a reference.
    Instance,
    /// Its name, which a sink will spell.
    Name,
    /// Its path in the environment.
    Path,
    /// Its component's name.
    Component,
    /// The name of its target.
    Target,
    /// The addresses that its target states for those outside.
    Addresses,
    /// What is asked.
    Capabilities,
    /// The port that is asked for, where it is known.
    Port,
    /// What its realization turns the capabilities into.
    Grants,
    /// A face of the target at hand, by its place.
    Face(u16),
}
