//! Instances and edges of one environment.

use source::Span;
use values::{ComponentId, InstanceId, OutId, Slot, Symbol, Symbols, TargetId, Value, Values};

/// What an edge asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeKind {
    /// A capability: it opens a way, and it orders.
    Asks(Symbol),
    /// Order without access: `after`.
    After,
    /// Nothing: a reference that was only looked at, or an output that asks nothing.
    Mention,
}

/// One instance needs another.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Who needs.
    pub from: InstanceId,
    /// Who is needed.
    pub to: InstanceId,
    /// What is asked.
    pub kind: EdgeKind,
    /// The outputs that are read along it, in the order of their declaration.
    pub outputs: Vec<OutId>,
    /// Whether one of them is secret.
    pub secret: bool,
    /// The port it goes to, where the needed side says one that the compiler knows.
    pub port: Option<u16>,
    /// The field of the needing instance that it stands in, such as `env.DATABASE_URL`.
    pub field: Symbol,
    /// Where the reference is written.
    pub span: Span,
}

/// A layer of values: where a written value comes from.
#[derive(Clone, Copy, Debug)]
pub struct Layer {
    /// `default`, `spec`, the name of an environment, `--set`.
    pub name: Symbol,
    /// Where it is declared, if it is.
    pub span: Option<Span>,
}

/// A target of the environment with its settings.
#[derive(Clone, Debug)]
pub struct TargetSlot {
    /// Which.
    pub target: TargetId,
    /// Its name.
    pub name: Symbol,
    /// A record of its settings.
    pub settings: Value,
    /// Where it is named last.
    pub span: Span,
}

/// Settings of an instance for the realization on one target.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The target.
    pub target: TargetId,
    /// A record of settings; what nobody wrote is unset.
    pub value: Value,
}

/// An input with its value.
#[derive(Clone, Copy, Debug)]
pub struct InputSlot {
    /// Its name.
    pub name: Symbol,
    /// Its value and where it came from.
    pub slot: Slot,
}

/// What the environment leaves out.
#[derive(Clone, Copy, Debug)]
pub struct LeftOut {
    /// Its path.
    pub path: Symbol,
    /// The `without`.
    pub span: Span,
}

/// An instance of the environment.
#[derive(Clone, Debug)]
pub struct Instance {
    /// Its identity within the environment: `api`, `worker["mail"]`, `agent.daemon`, `network.db`.
    pub path: Symbol,
    /// Its name alone.
    pub name: Symbol,
    /// Its key, for one of many.
    pub key: Option<Symbol>,
    /// Its component.
    pub component: ComponentId,
    /// The component's name.
    pub component_name: Symbol,
    /// The declaration, as the program counts.
    pub decl: u32,
    /// The composite it is inside of.
    pub owner: Option<InstanceId>,
    /// A record of its fields, finished: defaults filled in, nothing unset.
    pub fields: Value,
    /// Settings for realizations.
    pub settings: Vec<Settings>,
    /// What its documentation says.
    pub doc: Option<Symbol>,
    /// Where its name stands.
    pub span: Span,
}

/// One environment.
#[derive(Clone, Debug)]
pub struct ComponentGraph {
    /// Names and strings; those of the program and those that evaluation made.
    pub symbols: Symbols,
    /// All values.
    pub values: Values,
    /// The app's name.
    pub app: Symbol,
    /// The environment's name.
    pub environment: Symbol,
    /// Where it is declared.
    pub span: Span,
    /// The layers, lowest first.
    pub layers: Vec<Layer>,
    /// The inputs.
    pub inputs: Vec<InputSlot>,
    /// The targets; the first one takes what nothing places.
    pub targets: Vec<TargetSlot>,
    /// The instances, in the order declared.
    pub instances: Vec<Instance>,
    /// The edges, by the instance that needs, in the order of its fields.
    pub edges: Vec<Edge>,
    /// What `place` says of an instance: the target's place in `targets`, and where that is written.
    pub placed: Vec<Option<(u16, Span)>>,
    /// What is left out.
    pub left_out: Vec<LeftOut>,
}

impl ComponentGraph {
    /// The instance of an id.
    pub fn instance(&self, id: InstanceId) -> &Instance {
        self.instances.get(id.index()).expect("an instance's id comes from its own graph")
    }

    /// The text of a symbol.
    pub fn text(&self, symbol: Symbol) -> &str {
        self.symbols.get(symbol)
    }

    /// All instances with their ids.
    pub fn ids(&self) -> impl Iterator<Item = (InstanceId, &Instance)> {
        self.instances.iter().enumerate().map(|(at, instance)| (InstanceId(at as u32), instance))
    }

    /// The instance of a path.
    pub fn find(&self, path: &str) -> Option<InstanceId> {
        let symbol = self.symbols.find(path)?;
        self.ids().find(|(_, instance)| instance.path == symbol).map(|(id, _)| id)
    }

    /// What an instance needs.
    pub fn needs(&self, id: InstanceId) -> impl Iterator<Item = &Edge> {
        self.edges.iter().filter(move |edge| edge.from == id)
    }

    /// Who needs an instance.
    pub fn needed_by(&self, id: InstanceId) -> impl Iterator<Item = &Edge> {
        self.edges.iter().filter(move |edge| edge.to == id)
    }
}
