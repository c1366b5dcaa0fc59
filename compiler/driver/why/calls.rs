//! What one instance needs of another, and how its calls get there.

use eval::Way;
use graph::{Deployment, Edge, EdgeKind, Passage};
use source::Span;
use values::InstanceId;

use super::Miss;
use crate::pipeline::Checked;

/// What one instance needs of another.
#[derive(Clone, Debug)]
pub struct Calls {
    /// Who needs, and its target.
    pub from: (String, String),
    /// Who is needed, and its target.
    pub to: (String, String),
    /// What is needed, in the order of the needing instance's fields.
    pub asks: Vec<Ask>,
    /// How calls get from one target to the other; none on one target, and where nothing is asked.
    pub passage: Option<Passage>,
}

/// One reference.
#[derive(Clone, Debug)]
pub struct Ask {
    /// What it asks: a capability with the port, `after`, or nothing but to mention it.
    pub what: String,
    /// The field that it stands in.
    pub field: String,
    /// Where it is written.
    pub span: Span,
}

/// The two ends that `api -> db` names.
pub(super) fn ends(path: &str) -> Option<(&str, &str)> {
    let (from, to) = path.split_once("->").or_else(|| path.split_once('→'))?;
    Some((from.trim(), to.trim()))
}

/// What one instance needs of another.
pub(super) fn between(checked: &Checked, deployment: &Deployment, (from, to): (&str, &str)) -> Result<Calls, Miss> {
    let graph = &deployment.graph;
    let environment = graph.text(graph.environment);
    let find = |path: &str| {
        let names: Vec<&str> = graph.instances.iter().map(|instance| graph.text(instance.path)).collect();
        let message = || format!("`{environment}` has no instance `{path}`");
        graph.find(path).ok_or_else(|| Miss::new(message(), path, &names))
    };
    let pair = (find(from)?, find(to)?);
    let passages = checked.passages(deployment);
    let found = gathered(deployment, &passages, |_, edge| (edge.from, edge.to) == pair).pop();
    found.ok_or_else(|| {
        let mut needed: Vec<&str> = graph.needs(pair.0).map(|edge| graph.text(graph.instance(edge.to).path)).collect();
        needed.dedup();
        let help = match needed.as_slice() {
            [] => format!("`{from}` needs nothing at all"),
            needed => format!("it needs {}", needed.join(", ")),
        };
        Miss { message: format!("`{from}` needs nothing of `{to}` in `{environment}`"), help: Some(help) }
    })
}

/// The calls between targets that come of a path: of a field, of an output, of an instance on either side, and of the
/// secrets that are handed over on `ways`.
pub(super) fn across(checked: &Checked, deployment: &Deployment, (path, ways): (&str, &[Way])) -> Vec<Calls> {
    let graph = &deployment.graph;
    let passages = checked.passages(deployment);
    if passages.is_empty() {
        return Vec::new();
    }
    let text = |id: InstanceId| graph.text(graph.instance(id).path);
    let is_handed_over = |edge: &Edge| {
        let reads = |way: &Way| way.consumers.iter().any(|reader| reader.instance == text(edge.from));
        ways.iter().any(|way| way.owner.instance == text(edge.to) && reads(way))
    };
    let reads_output = |edge: &Edge, rest: &str| {
        let component = checked.program.component(graph.instance(edge.to).component);
        edge.outputs.iter().any(|output| checked.program.text(component.out(*output).name) == rest)
    };
    gathered(deployment, &passages, |passage, edge| {
        let starts = || below(path, text(edge.from)).is_some_and(|rest| touches(rest, graph.text(edge.field)));
        let ends = || below(path, text(edge.to)).is_some_and(|rest| rest.is_empty() || reads_output(edge, rest));
        passage.is_some() && (starts() || ends() || is_handed_over(edge))
    })
}

/// What is left of a path behind an instance.
fn below<'p>(path: &'p str, instance: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(instance)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('.') }
}

/// Whether one of two ways into an instance is part of the other.
fn touches(asked: &str, field: &str) -> bool {
    let (short, long) = if asked.len() < field.len() { (asked, field) } else { (field, asked) };
    let rest = long.strip_prefix(short);
    short.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// The edges that are wanted, those of a pair together.
fn gathered(
    deployment: &Deployment,
    passages: &[Passage],
    is_wanted: impl Fn(Option<&Passage>, &Edge) -> bool,
) -> Vec<Calls> {
    let graph = &deployment.graph;
    let mut all: Vec<((InstanceId, InstanceId), Calls)> = Vec::new();
    for (at, edge) in graph.edges.iter().enumerate() {
        let found = passages.binary_search_by_key(&(at as u32), |passage| passage.crossing.edge);
        let passage = found.ok().and_then(|found| passages.get(found));
        if !is_wanted(passage, edge) {
            continue;
        }
        let pair = (edge.from, edge.to);
        let known = all.iter().position(|(known, _)| *known == pair).unwrap_or_else(|| {
            let [from, to] = [edge.from, edge.to].map(|id| end(deployment, id));
            all.push((pair, Calls { from, to, asks: Vec::new(), passage: None }));
            all.len() - 1
        });
        if let Some((_, calls)) = all.get_mut(known) {
            calls.asks.push(ask(deployment, edge));
            calls.passage = calls.passage.take().or_else(|| passage.cloned());
        }
    }
    all.into_iter().map(|(_, calls)| calls).collect()
}

fn end(deployment: &Deployment, id: InstanceId) -> (String, String) {
    let target = deployment.target_name(id).unwrap_or("no target");
    (deployment.graph.text(deployment.graph.instance(id).path).to_owned(), target.to_owned())
}

fn ask(deployment: &Deployment, edge: &Edge) -> Ask {
    let graph = &deployment.graph;
    let what = match edge.kind {
        EdgeKind::Asks(capability) => graph.text(capability).to_owned(),
        EdgeKind::After => "comes after it".to_owned(),
        EdgeKind::Mention => "mentions it".to_owned(),
    };
    let port = edge.port.map(|port| format!(" :{port}")).unwrap_or_default();
    Ask { what: format!("{what}{port}"), field: graph.text(edge.field).to_owned(), span: edge.span }
}
