//! Declarations, a file a kind.

mod circles;
mod components;
mod environments;
mod functions;
mod headers;
mod instances;
mod interfaces;
mod overrides;
mod realizations;
mod resources;
mod specs;
mod targets;
mod tests;
mod wanted;

pub(crate) use headers::Bound;
pub(crate) use realizations::NO_HANDOVER;
pub(crate) use specs::APP_FIELDS;
