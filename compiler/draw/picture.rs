//! What is drawn, before any format: cards, boxes and lines, one line a pair of instances.

use std::collections::BTreeMap;

use graph::{Deployment, EdgeKind, Passage};

/// What a line means, the strongest first: of several between a pair, the strongest is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Line {
    /// A capability is asked.
    Access,
    /// Order alone.
    Order,
    /// Looked at, nothing asked.
    Mention,
}

/// An instance.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Its path.
    pub(crate) path: String,
    /// Its component's name.
    pub(crate) component: String,
    /// Its target, by its place in `groups`.
    pub(crate) group: Option<usize>,
    /// The composite it is inside of, by its place in `nodes`.
    pub(crate) owner: Option<usize>,
}

/// One reference behind a line.
#[derive(Clone, Debug)]
pub(crate) struct Need {
    /// What it means.
    pub(crate) line: Line,
    /// What is asked.
    pub(crate) capability: Option<String>,
    /// The port it goes to, if known.
    pub(crate) port: Option<u16>,
    /// Whether it carries a secret.
    pub(crate) secret: bool,
    /// The field it stands in.
    pub(crate) field: String,
}

/// All that one instance needs of another.
#[derive(Clone, Debug)]
pub(crate) struct Edge {
    /// Who needs, by its place in `nodes`.
    pub(crate) from: usize,
    /// Who is needed.
    pub(crate) to: usize,
    /// The strongest of what the references mean.
    pub(crate) line: Line,
    /// The references, in the order of the needing instance's fields.
    pub(crate) needs: Vec<Need>,
    /// How calls get from one target to another, where they have to.
    pub(crate) passage: Option<Passage>,
}

/// An environment to draw.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    /// The app's name.
    pub(crate) app: String,
    /// The environment's name.
    pub(crate) environment: String,
    /// The names of the targets, in their order.
    pub(crate) groups: Vec<String>,
    /// The instances, in the order declared.
    pub(crate) nodes: Vec<Node>,
    /// The lines, by the instance that needs, then in the order of its fields.
    pub(crate) edges: Vec<Edge>,
}

impl Picture {
    /// What a deployment shows. A reference of an instance to itself is not part of it.
    pub(crate) fn of(deployment: &Deployment, passages: &[Passage]) -> Picture {
        let graph = &deployment.graph;
        let text = |symbol| graph.text(symbol).to_string();
        let nodes = graph.ids().map(|(id, instance)| Node {
            path: text(instance.path),
            component: text(instance.component_name),
            group: deployment.placement(id).map(|placement| usize::from(placement.target)),
            owner: instance.owner.map(|owner| owner.index()),
        });
        Picture {
            app: text(graph.app),
            environment: text(graph.environment),
            groups: graph.targets.iter().map(|target| text(target.name)).collect(),
            nodes: nodes.collect(),
            edges: edges_of(deployment, passages),
        }
    }

    /// Without composites that no line touches: their parts are there, and bear their name.
    pub(crate) fn without_shells(mut self) -> Picture {
        let mut kept = vec![true; self.nodes.len()];
        for owner in self.nodes.iter().filter_map(|node| node.owner) {
            kept[owner] = false;
        }
        for edge in &self.edges {
            (kept[edge.from], kept[edge.to]) = (true, true);
        }
        let mut next = 0;
        let mut places = Vec::with_capacity(kept.len());
        for is in &kept {
            places.push(next);
            next += usize::from(*is);
        }
        for edge in &mut self.edges {
            (edge.from, edge.to) = (places[edge.from], places[edge.to]);
        }
        for node in &mut self.nodes {
            node.owner = node.owner.filter(|owner| kept[*owner]).map(|owner| places[owner]);
        }
        let mut keep = kept.into_iter();
        self.nodes.retain(|_| keep.next().unwrap_or(true));
        self
    }

    /// The instances on a target, with their places; `None` for those that no target takes.
    pub(crate) fn members(&self, group: Option<usize>) -> impl Iterator<Item = (usize, &Node)> {
        self.nodes.iter().enumerate().filter(move |(_, node)| node.group == group)
    }

    /// The targets that take at least one instance, then `None` if there are instances that no target takes.
    pub(crate) fn used_groups(&self) -> Vec<Option<usize>> {
        let all = (0..self.groups.len()).map(Some).chain([None]);
        all.filter(|group| self.members(*group).next().is_some()).collect()
    }

    /// Whether the ends of a line are on different targets.
    pub(crate) fn crosses(&self, edge: &Edge) -> bool {
        self.nodes[edge.from].group != self.nodes[edge.to].group
    }
}

impl Edge {
    /// The references that mean what the line means.
    pub(crate) fn drawn(&self) -> impl Iterator<Item = &Need> {
        self.needs.iter().filter(|need| need.line == self.line)
    }

    /// What is asked, each once.
    pub(crate) fn capabilities(&self) -> Vec<&str> {
        once(self.drawn().filter_map(|need| need.capability.as_deref()))
    }

    /// The ports, each once.
    pub(crate) fn ports(&self) -> Vec<u16> {
        once(self.drawn().filter_map(|need| need.port))
    }

    /// The fields, each once.
    pub(crate) fn fields(&self) -> Vec<&str> {
        once(self.drawn().map(|need| need.field.as_str()).filter(|field| !field.is_empty()))
    }

    /// Whether a secret goes along it.
    pub(crate) fn secret(&self) -> bool {
        self.drawn().any(|need| need.secret)
    }

    /// Whether calls don't get from one target to another.
    pub(crate) fn is_cut(&self) -> bool {
        self.passage.as_ref().is_some_and(|passage| passage.gap.is_some())
    }

    /// Whose calls get through between targets: those from some addresses, over the internet, or nobody's.
    pub(crate) fn way(&self) -> Option<String> {
        let passage = self.passage.as_ref()?;
        if self.is_cut() {
            return Some("no way".to_string());
        }
        let (first, more) = passage.from.blocks.split_first().filter(|_| !passage.is_open()).unzip();
        Some(match (first, more) {
            (Some(first), Some([])) => format!("from {first}"),
            (Some(first), Some(more)) => format!("from {first} +{}", more.len()),
            _ => "over the internet".to_string(),
        })
    }

    /// What stands beside the line, in pieces: `read,` `write` `:443`; `after`; nothing for a mention.
    pub(crate) fn words(&self) -> Vec<String> {
        if self.line == Line::Order {
            return vec!["after".to_string()];
        }
        let capabilities = self.capabilities();
        let commas = (1..=capabilities.len()).map(|nth| if nth < capabilities.len() { "," } else { "" });
        let asked = capabilities.iter().zip(commas).map(|(name, comma)| format!("{name}{comma}"));
        asked.chain(self.ports().iter().map(|port| format!(":{port}"))).collect()
    }
}

fn edges_of(deployment: &Deployment, passages: &[Passage]) -> Vec<Edge> {
    let graph = &deployment.graph;
    let passages: BTreeMap<u32, &Passage> = passages.iter().map(|passage| (passage.crossing.edge, passage)).collect();
    let mut edges: Vec<Edge> = Vec::new();
    let mut known: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (nth, edge) in graph.edges.iter().enumerate().filter(|(_, edge)| edge.from != edge.to) {
        let (from, to) = (edge.from.index(), edge.to.index());
        let (line, capability) = match edge.kind {
            EdgeKind::Asks(capability) => (Line::Access, Some(graph.text(capability).to_string())),
            EdgeKind::After => (Line::Order, None),
            EdgeKind::Mention => (Line::Mention, None),
        };
        let field = graph.text(edge.field).to_string();
        let need = Need { line, capability, port: edge.port, secret: edge.secret, field };
        let at = *known.entry((from, to)).or_insert(edges.len());
        // All that is asked between two takes the same way.
        let passage = passages.get(&(nth as u32)).copied();
        match edges.get_mut(at) {
            Some(merged) => {
                merged.line = merged.line.min(line);
                merged.needs.push(need);
                merged.passage = merged.passage.take().or_else(|| passage.cloned());
            }
            None => edges.push(Edge { from, to, line, needs: vec![need], passage: passage.cloned() }),
        }
    }
    edges.sort_by_key(|edge| edge.from);
    edges
}

fn once<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = Vec::new();
    for one in all {
        if !seen.contains(&one) {
            seen.push(one);
        }
    }
    seen
}
