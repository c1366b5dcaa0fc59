//! Deployments written as text: a head, the targets, instances, edges.
//!
//! ```text
//! shop production
//! targets kubernetes, aws
//! api: service on kubernetes
//! db: postgres on aws in stores
//! api -> db: connect :5432 secret env.DATABASE_URL from=10.0.64.0/18,10.1.0.0/16
//! api -> mail: connect uses from=anywhere
//! api -> queue: write uses from=nowhere
//! api -> cache: after
//! alert -> api: mention on.of
//! ```

use graph::{
    ComponentGraph, Crossing, Deployment, Edge, EdgeKind, Gap, Instance, Passage, Placement, Stated, TargetSlot,
};
use source::{FileId, Span};
use values::{ComponentId, InstanceId, Symbols, TargetId, Value, Values};

const SPAN: Span = Span { file: FileId(0), start: 0, end: 0 };

/// A deployment with the ways between its targets.
#[derive(Clone)]
pub(crate) struct Sample {
    pub(crate) deployment: Deployment,
    pub(crate) passages: Vec<Passage>,
}

/// An empty sample.
pub(crate) fn empty(app: &str, environment: &str, targets: &[&str]) -> Sample {
    let mut symbols = Symbols::default();
    let (app, environment) = (symbols.intern(app), symbols.intern(environment));
    let slot = |(at, name): (usize, &&str)| TargetSlot {
        target: TargetId(at as u32),
        name: symbols.intern(name),
        settings: Value::None,
        span: SPAN,
    };
    let targets = targets.iter().enumerate().map(slot).collect();
    let graph = ComponentGraph {
        symbols,
        values: Values::default(),
        app,
        environment,
        span: SPAN,
        layers: Vec::new(),
        inputs: Vec::new(),
        targets,
        instances: Vec::new(),
        edges: Vec::new(),
        placed: Vec::new(),
        left_out: Vec::new(),
    };
    let deployment = Deployment { graph, placements: Vec::new(), crossings: Vec::new() };
    Sample { deployment, passages: Vec::new() }
}

/// Adds an instance.
pub(crate) fn instance(Sample { deployment: to, .. }: &mut Sample, path: &str, component: &str, target: Option<usize>) {
    let symbols = &mut to.graph.symbols;
    let (path, component) = (symbols.intern(path), symbols.intern(component));
    to.graph.instances.push(Instance {
        path,
        name: path,
        key: None,
        component: ComponentId(0),
        component_name: component,
        decl: 0,
        owner: None,
        fields: Value::None,
        settings: Vec::new(),
        doc: None,
        span: SPAN,
    });
    to.placements.push(target.map(|target| Placement { target: target as u16, span: None }));
}

/// Adds an edge; `what` as in the text.
pub(crate) fn edge(to: &mut Sample, from: usize, needed: usize, what: &str) {
    let Sample { deployment: on, passages } = to;
    let mut kind = EdgeKind::Mention;
    let (mut port, mut secret, mut field, mut callers) = (None, false, Symbols::EMPTY, None);
    for (nth, word) in what.split(' ').enumerate() {
        match (nth, word) {
            (0, "mention") => {}
            (0, "after") => (kind, field) = (EdgeKind::After, on.graph.symbols.intern("after")),
            (0, capability) => kind = EdgeKind::Asks(on.graph.symbols.intern(capability)),
            (_, "secret") => secret = true,
            (_, word) => match (word.strip_prefix(':'), word.strip_prefix("from=")) {
                (Some(number), _) => port = number.parse().ok(),
                (_, Some(blocks)) => callers = Some(blocks),
                _ => field = on.graph.symbols.intern(word),
            },
        }
    }
    let (from, to) = (InstanceId(from as u32), InstanceId(needed as u32));
    let (start, end) = (on.placement(from), on.placement(to));
    if let (Some(start), Some(end)) = (start, end)
        && start.target != end.target
    {
        let edge = on.graph.edges.len() as u32;
        let crossing = Crossing { edge, from: start.target, to: end.target };
        on.crossings.push(crossing);
        passages.extend(callers.map(|callers| passage(crossing, callers)));
    }
    on.graph.edges.push(Edge { from, to, kind, outputs: Vec::new(), secret, port, field, span: SPAN });
}

/// A way that lets in some blocks, `anywhere` or `nowhere`.
fn passage(crossing: Crossing, callers: &str) -> Passage {
    let stated = |blocks: &str| Stated { blocks: blocks.split(',').map(str::to_string).collect(), span: Some(SPAN) };
    let nothing = Stated::default;
    let (from, answers, gap) = match callers {
        "anywhere" => (nothing(), Some(stated("0.0.0.0/0")), None),
        "nowhere" => (nothing(), Some(nothing()), Some(Gap::Closed)),
        blocks => (stated(blocks), None, None),
    };
    Passage { crossing, from, to: stated("10.0.0.0/16"), reach: nothing(), answers, gap }
}

/// Reads a text.
pub(crate) fn read(text: &str) -> Sample {
    let mut lines = text.lines().filter(|line| !line.is_empty());
    let (app, environment) = lines.next().expect("a head").split_once(' ').expect("app and environment");
    let targets: Vec<&str> = lines.next().expect("targets").trim_start_matches("targets").split(',').collect();
    let targets: Vec<&str> = targets.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
    let mut all = empty(app, environment, &targets);
    for line in lines {
        let (head, what) = line.split_once(": ").expect("a colon");
        if let Some((from, to)) = head.split_once(" -> ") {
            let find =
                |path: &str| all.deployment.graph.find(path).unwrap_or_else(|| panic!("no instance {path}")).index();
            let (from, to) = (find(from), find(to));
            edge(&mut all, from, to, what);
            continue;
        }
        let (what, owner) = what.split_once(" in ").map_or((what, None), |(what, owner)| (what, Some(owner)));
        let (component, target) = what.split_once(" on ").map_or((what, None), |(what, on)| (what, Some(on)));
        let target = target.map(|name| targets.iter().position(|other| *other == name).expect("a target"));
        instance(&mut all, head, component, target);
        let graph = &mut all.deployment.graph;
        let owner = owner.and_then(|owner| graph.find(owner));
        graph.instances.last_mut().expect("just added").owner = owner;
    }
    all
}
