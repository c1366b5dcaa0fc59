//! One environment as data: its instances with their values, the edges between them, where each of them goes.
//!
//! Takes nothing, gives `ComponentGraph` (what `eval` finds) and `Deployment` (what `place` adds). It computes
//! nothing but views of itself.

mod component;
mod deployment;

pub use component::{ComponentGraph, Edge, EdgeKind, InputSlot, Instance, Layer, LeftOut, Settings, TargetSlot};
pub use deployment::{Crossing, Deployment, Placement};
