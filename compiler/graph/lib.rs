//! One environment as data: its instances with their values, the edges between them, where each of them goes.
//!
//! Takes nothing, gives `ComponentGraph` (what `eval` finds), `Deployment` (what `place` adds) and `Passage` (what
//! `realize` proves). It computes
//! nothing but views of itself.

mod component;
mod deployment;
mod passage;

pub use component::{ComponentGraph, Edge, EdgeKind, InputSlot, Instance, Layer, LeftOut, Settings, TargetSlot};
pub use deployment::{Crossing, Deployment, Placement};
pub use passage::{Gap, Network, Passage, Stated};
