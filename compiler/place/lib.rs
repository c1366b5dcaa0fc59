//! A target for every instance of an environment, and the edges that lead from one target to another.
//!
//! Takes a `ComponentGraph`, gives a `Deployment`. What `place` lines say was read by `eval`; what they don't say goes
//! to the environment's first target, and what is inside a composite goes where that goes. It evaluates nothing.

mod problem;

use graph::{ComponentGraph, Crossing, Deployment, Placement};
use source::Outcome;
use values::InstanceId;

use problem::Problem;

pub use problem::CODES;

/// Places an environment.
pub fn place(graph: ComponentGraph) -> Outcome<Deployment> {
    let mut diagnostics = Vec::new();
    // A spec without environments is looked at and never built, so it needs no target.
    let is_built = !graph.text(graph.environment).is_empty();
    if graph.targets.is_empty() && !graph.instances.is_empty() && is_built {
        let (environment, count) = (graph.text(graph.environment).to_owned(), graph.instances.len());
        diagnostics.push(Problem::NoTarget { span: graph.span, environment, count }.diagnostic());
    }
    let placements = placements(&graph);
    let crossings = crossings(&graph, &placements);
    Outcome::new(Deployment { graph, placements, crossings }, diagnostics)
}

/// Where each instance goes; owners come before what is inside of them.
fn placements(graph: &ComponentGraph) -> Vec<Option<Placement>> {
    let first = (!graph.targets.is_empty()).then_some(Placement { target: 0, span: None });
    let mut placements: Vec<Option<Placement>> = Vec::with_capacity(graph.instances.len());
    for (id, instance) in graph.ids() {
        let said = graph.placed.get(id.index()).copied().flatten();
        let said = said.map(|(target, span)| Placement { target, span: Some(span) });
        let owner = instance.owner.and_then(|owner| placements.get(owner.index()).copied().flatten());
        placements.push(said.or(owner).or(first));
    }
    placements
}

fn crossings(graph: &ComponentGraph, placements: &[Option<Placement>]) -> Vec<Crossing> {
    let target = |id: InstanceId| placements.get(id.index()).copied().flatten().map(|placement| placement.target);
    let edges = graph.edges.iter().enumerate();
    let crossing = edges.filter_map(|(at, edge)| {
        let (from, to) = (target(edge.from)?, target(edge.to)?);
        (from != to).then_some(Crossing { edge: at as u32, from, to })
    });
    crossing.collect()
}
