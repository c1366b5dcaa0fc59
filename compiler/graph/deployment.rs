//! An environment with a target for every instance.

use source::Span;
use values::InstanceId;

use crate::ComponentGraph;

/// Where an instance goes, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The target, by its place in the graph's `targets`.
    pub target: u16,
    /// The `place` that says so; the environment's first target where there is none.
    pub span: Option<Span>,
}

/// An edge between instances on different targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// The edge, by its place in the graph's `edges`.
    pub edge: u32,
    /// Where it starts.
    pub from: u16,
    /// Where it ends.
    pub to: u16,
}

/// A placed environment.
#[derive(Clone, Debug)]
pub struct Deployment {
    /// What is placed.
    pub graph: ComponentGraph,
    /// A placement for each instance, in their order; none only where the environment has no target.
    pub placements: Vec<Option<Placement>>,
    /// The edges between targets, in the order of edges.
    pub crossings: Vec<Crossing>,
}

impl Deployment {
    /// Where an instance goes.
    pub fn placement(&self, id: InstanceId) -> Option<Placement> {
        self.placements.get(id.index()).copied().flatten()
    }

    /// The name of the target an instance goes to.
    pub fn target_name(&self, id: InstanceId) -> Option<&str> {
        let target = self.graph.targets.get(usize::from(self.placement(id)?.target))?;
        Some(self.graph.text(target.name))
    }
}
