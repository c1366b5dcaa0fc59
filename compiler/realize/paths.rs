//! Ways through the network: whoever asks something of an instance on another target must be able to call it.

use std::collections::{BTreeMap, BTreeSet};

use graph::{Crossing, EdgeKind};
use source::Span;
use values::{InstanceId, holds_cidr};

use crate::Stage;
use crate::problem::{Gap, Problem, StatedBy};

/// All addresses there are; who answers them answers whoever calls, from wherever.
const EVERYWHERE: [&str; 2] = ["0.0.0.0/0", "::/0"];

/// What one mistake is: a gap, the caller's target, and who isn't reached, where that matters.
type Cause = (Gap, u16, Option<InstanceId>);

/// An edge that has no way, with the place where it is asked for.
type Cut = (Crossing, Span);

impl Stage<'_> {
    /// Proves that each edge between two targets has a way through the network, and gives those who lack one. Several
    /// edges that miss the same thing are one mistake.
    pub(crate) fn report_missing_paths(&mut self) -> BTreeSet<InstanceId> {
        let deployment = self.deployment;
        let mut cut_off = BTreeSet::new();
        let mut found: BTreeMap<Cause, Vec<Cut>> = BTreeMap::new();
        for crossing in &deployment.crossings {
            let Some(edge) = deployment.graph.edges.get(crossing.edge as usize) else { continue };
            // What has no meaning on its target was reported as that.
            if !matches!(edge.kind, EdgeKind::Asks(_)) || !self.is_realized(edge.to) {
                continue;
            }
            let gap = self.circle(edge.from, edge.to).or_else(|| self.gap(*crossing, edge.to));
            if let Some(gap) = gap {
                // A target that says too little does so for all that its instances call.
                let callee = (!matches!(gap, Gap::Unstated { .. })).then_some(edge.to);
                found.entry((gap, crossing.from, callee)).or_default().push((*crossing, edge.span));
                cut_off.insert(edge.from);
            }
        }
        for ((gap, ..), edges) in found {
            self.report_gap(gap, &edges);
        }
        cut_off
    }

    /// The name by which an instance would call itself instead of one on another target: of what answers for a host,
    /// only neighbours on its own target know another address.
    fn circle(&mut self, caller: InstanceId, callee: InstanceId) -> Option<Gap> {
        let host = self.realizer.host(callee)?;
        self.realizer.hosts(caller).contains(&host).then_some(Gap::Circle { host })
    }

    /// What stands between an instance and those on another target, if anything does.
    fn gap(&mut self, crossing: Crossing, callee: InstanceId) -> Option<Gap> {
        let answered = self.realizer.answered_blocks(callee);
        if let Some(answered) = &answered {
            if answered.is_empty() {
                return Some(Gap::Closed);
            }
            if answered.iter().any(|block| EVERYWHERE.contains(&block.as_str())) {
                return None;
            }
        }
        let addresses = self.realizer.stated_blocks(crossing.from, "addresses");
        if addresses.is_empty() {
            return Some(Gap::Unstated { by: self.stated_by(crossing.from, "addresses") });
        }
        let outside = |blocks: &[String], address: &String| !blocks.iter().any(|block| holds_cidr(block, address));
        if let Some(answered) = answered
            && let Some(address) = addresses.into_iter().find(|address| outside(&answered, address))
        {
            return Some(Gap::Refused { answered, address });
        }
        let reach = self.realizer.stated_blocks(crossing.from, "reach");
        let theirs = self.realizer.stated_blocks(crossing.to, "addresses");
        let beyond = theirs.into_iter().find(|address| !reach.is_empty() && outside(&reach, address));
        beyond.map(|address| Gap::OutOfReach { address })
    }

    fn stated_by(&self, target: u16, name: &str) -> StatedBy {
        let slot = self.deployment.graph.targets.get(usize::from(target));
        let Some((slot, name)) = slot.zip(self.program.symbols.find(name)) else { return StatedBy::Nothing };
        let target = self.program.target(slot.target);
        match (target.given(name), self.program.record(target.settings).find(name)) {
            (Some(_), _) => StatedBy::Given,
            (None, Some(_)) => StatedBy::Setting,
            (None, None) => StatedBy::Nothing,
        }
    }

    fn report_gap(&mut self, gap: Gap, edges: &[Cut]) {
        let graph = &self.deployment.graph;
        let Some(((crossing, span), more)) = edges.split_first() else { return };
        let ends = |crossing: &Crossing| {
            let edge = graph.edges.get(crossing.edge as usize)?;
            let path = |id| graph.text(graph.instance(id).path).to_owned();
            Some((path(edge.from), path(edge.to)))
        };
        let Some((from, to)) = ends(crossing) else { return };
        // Where the target is named that says too little, or that lets nobody in; or who has the name.
        let named = match (&gap, graph.edges.get(crossing.edge as usize)) {
            (Gap::Circle { .. }, Some(edge)) => eval::Whence::Instance(edge.to),
            (Gap::Closed, _) => eval::Whence::Target(crossing.to),
            _ => eval::Whence::Target(crossing.from),
        };
        let target = |at| self.whence_name(eval::Whence::Target(at));
        let problem = Problem::NoPath {
            span: *span,
            from,
            to,
            targets: (target(crossing.from), target(crossing.to)),
            named: self.whence_span(named),
            gap,
        };
        let mut diagnostic = problem.diagnostic();
        for (crossing, span) in more {
            if let Some((from, to)) = ends(crossing) {
                diagnostic = diagnostic.also(*span, format!("nor `{from}` `{to}`"));
            }
        }
        self.diagnostics.push(diagnostic);
    }
}
