//! Cycles through an `after`: instances that wait for each other.

use graph::{Edge, EdgeKind};
use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::machine::Machine;
use crate::problem::Problem;

type Order = DiGraph<(), u32, u32>;

impl Machine<'_> {
    /// Reports each knot of instances that an `after` is part of, by its shortest round.
    pub(crate) fn check_order(&mut self, edges: &[Edge]) {
        if !edges.iter().any(|edge| edge.kind == EdgeKind::After) {
            return;
        }
        let orders = |edge: &Edge| edge.kind != EdgeKind::Mention;
        let mut order = Order::with_capacity(self.instances.len(), edges.len());
        for _ in &self.instances {
            order.add_node(());
        }
        for (at, edge) in edges.iter().enumerate().filter(|(_, edge)| orders(edge)) {
            order.add_edge(NodeIndex::new(edge.from.index()), NodeIndex::new(edge.to.index()), at as u32);
        }
        let mut knot = vec![0usize; self.instances.len()];
        for (number, component) in tarjan_scc(&order).into_iter().enumerate() {
            for node in component {
                if let Some(known) = knot.get_mut(node.index()) {
                    *known = number;
                }
            }
        }
        let mut reported: Vec<usize> = Vec::new();
        for (at, edge) in edges.iter().enumerate().filter(|(_, edge)| edge.kind == EdgeKind::After) {
            let (from, to) = (knot.get(edge.from.index()), knot.get(edge.to.index()));
            let Some(number) = from.filter(|_| from == to) else { continue };
            if reported.contains(number) {
                continue;
            }
            reported.push(*number);
            let back = path(&order, edge.to.index(), edge.from.index());
            let round = std::iter::once(at).chain(back.into_iter().map(|edge| edge as usize));
            let named = round.filter_map(|at| edges.get(at)).map(|edge| self.named(edge)).collect();
            self.report(Problem::OrderCycle { edges: named });
        }
    }

    fn named(&self, edge: &Edge) -> (String, String, String, source::Span) {
        let name = |id| self.owned(self.instance(id).path);
        let what = match edge.kind {
            EdgeKind::Asks(_) => "uses",
            EdgeKind::After | EdgeKind::Mention => "waits for",
        };
        (name(edge.from), name(edge.to), what.to_owned(), edge.span)
    }
}

/// The edges of a shortest path.
fn path(order: &Order, from: usize, to: usize) -> Vec<u32> {
    let mut came: Vec<Option<(usize, u32)>> = vec![None; order.node_count()];
    let mut queue = std::collections::VecDeque::from([from]);
    while let Some(at) = queue.pop_front() {
        if at == to {
            break;
        }
        // Edges come last first, so that the earlier one wins by being looked at last.
        let mut next: Vec<(usize, u32)> =
            order.edges(NodeIndex::new(at)).map(|edge| (edge.target().index(), *edge.weight())).collect();
        next.sort_unstable_by_key(|(_, edge)| *edge);
        for (target, edge) in next {
            if let Some(known) = came.get_mut(target)
                && known.is_none()
                && target != from
            {
                *known = Some((at, edge));
                queue.push_back(target);
            }
        }
    }
    let mut edges = Vec::new();
    let mut at = to;
    while at != from {
        let Some((before, edge)) = came.get(at).copied().flatten() else { break };
        edges.push(edge);
        at = before;
    }
    edges.reverse();
    edges
}
