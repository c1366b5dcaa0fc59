//! Ways through the network: whoever asks something of an instance on another target must be able to call it.

use std::collections::{BTreeMap, BTreeSet};

use eval::Realizer;
use graph::{Crossing, Deployment, EdgeKind, Gap, Passage, Stated};
use program::Program;
use source::Span;
use values::{InstanceId, holds_cidr};

use crate::Stage;
use crate::fragment::is_realized;
use crate::problem::{Problem, StatedBy};

/// What one mistake is: a gap, the caller's target, and who isn't reached, where that matters.
type Cause = (Gap, u16, Option<InstanceId>);

/// The ways of all that is asked from one target to another, in the order of edges.
pub fn passages(program: &Program, deployment: &Deployment) -> Vec<Passage> {
    found((program, deployment), &mut Realizer::new(program, deployment))
}

/// The same with a realizer that is there already.
fn found(of: (&Program, &Deployment), realizer: &mut Realizer<'_>) -> Vec<Passage> {
    let (_, deployment) = of;
    let mut stated = Statements { realizer, known: BTreeMap::new(), answered: BTreeMap::new() };
    let mut all = Vec::with_capacity(deployment.crossings.len());
    for crossing in &deployment.crossings {
        let Some(edge) = deployment.graph.edges.get(crossing.edge as usize) else { continue };
        // What has no meaning on its target was reported as that.
        if matches!(edge.kind, EdgeKind::Asks(_)) && is_realized(of, stated.realizer, edge.to) {
            all.push(stated.passage(*crossing, (edge.from, edge.to)));
        }
    }
    all
}

/// What targets and realizations state, each asked once.
struct Statements<'r, 'p> {
    realizer: &'r mut Realizer<'p>,
    known: BTreeMap<(u16, &'static str), Stated>,
    answered: BTreeMap<InstanceId, Option<Stated>>,
}

impl Statements<'_, '_> {
    fn passage(&mut self, crossing: Crossing, (caller, callee): (InstanceId, InstanceId)) -> Passage {
        let answers = self.answered.entry(callee).or_insert_with(|| self.realizer.answered_blocks(callee)).clone();
        let from = self.stated(crossing.from, "addresses");
        let to = self.stated(crossing.to, "addresses");
        let reach = self.stated(crossing.from, "reach");
        let mut passage = Passage { crossing, from, to, reach, answers, gap: None };
        passage.gap = self.circle(caller, callee).or_else(|| gap(&passage));
        passage
    }

    /// The name by which an instance would call itself instead of one on another target: of what answers for a host,
    /// only neighbours on its own target know another address.
    fn circle(&mut self, caller: InstanceId, callee: InstanceId) -> Option<Gap> {
        let host = self.realizer.host(callee)?;
        self.realizer.hosts(caller).contains(&host).then_some(Gap::Circle(host))
    }

    fn stated(&mut self, target: u16, name: &'static str) -> Stated {
        self.known.entry((target, name)).or_insert_with(|| self.realizer.stated_blocks(target, name)).clone()
    }
}

/// What stands between an instance and those on another target, if anything does.
fn gap(passage: &Passage) -> Option<Gap> {
    let Passage { from, to, reach, answers, .. } = passage;
    if answers.as_ref().is_some_and(|answers| answers.blocks.is_empty()) {
        return Some(Gap::Closed);
    }
    if passage.is_open() {
        return None;
    }
    if from.blocks.is_empty() {
        return Some(Gap::Unstated);
    }
    let outside = |blocks: &[String], address: &String| !blocks.iter().any(|block| holds_cidr(block, address));
    if let Some(answers) = answers
        && let Some(address) = from.blocks.iter().find(|address| outside(&answers.blocks, address))
    {
        return Some(Gap::Refused(address.clone()));
    }
    let beyond = to.blocks.iter().find(|address| !reach.blocks.is_empty() && outside(&reach.blocks, address));
    beyond.map(|address| Gap::OutOfReach(address.clone()))
}

impl Stage<'_> {
    /// Proves that each edge between two targets has a way through the network, and gives those who lack one. Several
    /// edges that miss the same thing are one mistake.
    pub(crate) fn report_missing_paths(&mut self) -> BTreeSet<InstanceId> {
        let deployment = self.deployment;
        let mut cut_off = BTreeSet::new();
        let mut cuts: BTreeMap<Cause, Vec<(Passage, Span)>> = BTreeMap::new();
        for passage in found((self.program, deployment), &mut self.realizer) {
            let edge = deployment.graph.edges.get(passage.crossing.edge as usize);
            if let (Some(gap), Some(edge)) = (&passage.gap, edge) {
                // A target that says too little does so for all that its instances call.
                let callee = (*gap != Gap::Unstated).then_some(edge.to);
                let cause = (gap.clone(), passage.crossing.from, callee);
                cuts.entry(cause).or_default().push((passage, edge.span));
                cut_off.insert(edge.from);
            }
        }
        for ((gap, ..), edges) in cuts {
            self.report_gap(gap, &edges);
        }
        cut_off
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

    fn report_gap(&mut self, gap: Gap, edges: &[(Passage, Span)]) {
        let graph = &self.deployment.graph;
        let Some(((Passage { crossing, answers, .. }, span), more)) = edges.split_first() else { return };
        let ends = |crossing: &Crossing| {
            let edge = graph.edges.get(crossing.edge as usize)?;
            let path = |id| graph.text(graph.instance(id).path).to_owned();
            Some((path(edge.from), path(edge.to)))
        };
        let Some((from, to)) = ends(crossing) else { return };
        // Where the target is named that says too little, or that lets nobody in; or who has the name.
        let named = match (&gap, graph.edges.get(crossing.edge as usize)) {
            (Gap::Circle(_), Some(edge)) => eval::Whence::Instance(edge.to),
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
            answered: answers.as_ref().map_or(Vec::new(), |answers| answers.blocks.clone()),
            by: self.stated_by(crossing.from, "addresses"),
        };
        let mut diagnostic = problem.diagnostic();
        for (passage, span) in more {
            if let Some((from, to)) = ends(&passage.crossing) {
                diagnostic = diagnostic.also(*span, format!("nor `{from}` `{to}`"));
            }
        }
        self.diagnostics.push(diagnostic);
    }
}
