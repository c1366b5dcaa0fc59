//! What realizations say of a placed environment, evaluated on demand: resources and files with their bodies, outputs,
//! what instances show each other.

mod blame;
mod bodies;
mod entries;
mod handovers;
mod links;
mod locals;
mod names;
mod outs;
mod resume;
mod secrets;

use graph::{Deployment, Edge, EdgeKind, Stated};
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use program::{LocalFile, LocalResource, LossRule, Program, RealizationId, RealizationItem, Sink};
use rustc_hash::FxHashMap;
use source::{Diagnostic, Span};
use values::{ExprId, InstanceId, Origin, OutId, Slot, Symbol, TargetId, Value, Values};

use crate::fields::holders::Whose;
use crate::fields::layers::Binds;
use crate::machine::{Machine, Memo};

pub(crate) use handovers::HandOvers;
pub use handovers::{Means, Party, Way};
pub use names::{IDENTIFIER, LABEL, Spelling, fingerprint, spell};
pub use secrets::variable_name;

/// What resources belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whence {
    /// An instance, through its realization.
    Instance(InstanceId),
    /// A target, by its place in the environment: it shares them.
    Target(u16),
    /// An entry of the store, through the hand-over of its owner's target.
    Entry(u32),
}

/// A resource or a file that is made.
#[derive(Clone, Copy, Debug)]
pub struct Made<'p> {
    /// What it belongs to.
    pub whence: Whence,
    /// What it is.
    pub what: What<'p>,
    /// Its key, where there are many.
    pub key: Option<Symbol>,
}

/// A resource or a file.
#[derive(Clone, Copy, Debug)]
pub enum What<'p> {
    /// A resource.
    Resource(&'p LocalResource),
    /// A file.
    File(&'p LocalFile),
}

impl What<'_> {
    /// Its name among its owner's.
    pub fn local(&self) -> Symbol {
        match self {
            Self::Resource(resource) => resource.local,
            Self::File(file) => file.local,
        }
    }

    /// Where it is declared.
    pub fn span(&self) -> Span {
        match self {
            Self::Resource(resource) => resource.span,
            Self::File(file) => file.span,
        }
    }
}

/// A made one with what evaluation keeps of it.
pub(crate) struct MadeRun<'p> {
    pub(crate) made: Made<'p>,
    /// Its name within its unit.
    pub(crate) label: String,
    pub(crate) binds: Binds,
    pub(crate) body: Memo,
    /// Whether something refers to it.
    pub(crate) is_named: bool,
}

/// What became of a local.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Range {
    Running,
    Failed,
    /// So many from the first on.
    Made {
        first: u32,
        len: u32,
        is_many: bool,
    },
}

/// Something an instance shows: an output, a face of its target, what a capability turns into, what it keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Shown {
    Out(OutId),
    Face(u16),
    Grant(Symbol),
    Keeps,
}

/// A secret that an instance fetches from the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Who fetches it.
    pub consumer: InstanceId,
    /// Whose it is.
    pub owner: InstanceId,
    /// Its name among those of its owner.
    pub name: Symbol,
}

/// What evaluation knows once instances are placed.
#[derive(Default)]
pub(crate) struct Faces<'p> {
    pub(crate) edges: Vec<Edge>,
    /// The edges that lead away from each instance, and to it, by their places.
    pub(crate) outgoing: Vec<Vec<u32>>,
    pub(crate) incoming: Vec<Vec<u32>>,
    /// Which instances need each other in a circle: those of one number.
    pub(crate) circles: Vec<u32>,
    pub(crate) made: Vec<MadeRun<'p>>,
    pub(crate) ranges: FxHashMap<(Whence, Symbol), Range>,
    /// Secrets that were asked for by their path, each by whom.
    pub(crate) asked: Vec<(InstanceId, InstanceId, Symbol)>,
    /// Entries that something asked for, and which one each is.
    pub(crate) entries: Vec<entries::EntryRun>,
    pub(crate) entry_places: FxHashMap<(InstanceId, Symbol), Option<u32>>,
    pub(crate) shown: FxHashMap<(InstanceId, Shown), Memo>,
    /// What people should know of secrets, where a realization says it.
    pub(crate) entry_docs: FxHashMap<(InstanceId, Symbol), Symbol>,
}

/// The evaluation of a placed environment.
pub struct Realizer<'p> {
    pub(crate) machine: Machine<'p>,
}

impl Faces<'_> {
    /// Takes up the edges of a graph.
    pub(crate) fn enter_edges(&mut self, graph: &graph::ComponentGraph) {
        let mut asks: DiGraph<(), ()> = DiGraph::with_capacity(graph.instances.len(), graph.edges.len());
        self.edges.clone_from(&graph.edges);
        self.outgoing = vec![Vec::new(); graph.instances.len()];
        self.incoming = self.outgoing.clone();
        graph.instances.iter().for_each(|_| _ = asks.add_node(()));
        for (at, edge) in graph.edges.iter().enumerate() {
            let (from, to) = (edge.from, edge.to);
            self.outgoing.get_mut(from.index()).into_iter().for_each(|edges| edges.push(at as u32));
            self.incoming.get_mut(to.index()).into_iter().for_each(|edges| edges.push(at as u32));
            if matches!(edge.kind, EdgeKind::Asks(_)) {
                asks.add_edge(NodeIndex::new(from.index()), NodeIndex::new(to.index()), ());
            }
        }
        self.circles = vec![0; graph.instances.len()];
        // The other algorithm goes as deep as the longest chain of edges.
        for (number, circle) in kosaraju_scc(&asks).into_iter().enumerate() {
            for node in circle {
                self.circles.get_mut(node.index()).into_iter().for_each(|known| *known = number as u32);
            }
        }
    }

    pub(crate) fn circle(&self, of: InstanceId) -> Option<u32> {
        self.circles.get(of.index()).copied()
    }
}

impl<'p> Realizer<'p> {
    /// Takes up a deployment where its evaluation ended.
    pub fn new(program: &'p Program, deployment: &Deployment) -> Self {
        Self { machine: Machine::resume(program, deployment) }
    }

    /// All values.
    pub fn values(&self) -> &Values {
        &self.machine.values
    }

    /// The text of a symbol.
    pub fn text(&self, symbol: Symbol) -> &str {
        self.machine.name(symbol)
    }

    /// The symbol of a text.
    pub fn intern(&mut self, text: &str) -> Symbol {
        self.machine.symbols.intern(text)
    }

    /// What was found wrong since it was asked last.
    pub fn take_diagnostics(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.machine.diagnostics)
    }

    /// The realization of an instance on its target.
    pub fn realization(&self, instance: InstanceId) -> Option<RealizationId> {
        self.machine.realization_of(instance)
    }

    /// The resources and files of an instance, or those of a target that something refers to; in the order declared.
    pub fn made(&mut self, whence: Whence) -> Vec<u32> {
        self.machine.made_of_all(whence)
    }

    /// One of them.
    pub fn get(&self, made: u32) -> Option<Made<'p>> {
        self.machine.faces.made.get(made as usize).map(|run| run.made)
    }

    /// Its body, over what its target puts beneath; of a file its text.
    pub fn body(&mut self, made: u32) -> Option<Value> {
        self.machine.body_of(made).ok()
    }

    /// The path of a file.
    pub fn path(&mut self, made: u32) -> Option<Value> {
        self.machine.path_of(made).ok()
    }

    /// A value as a target sees it: outputs give what their owners say, or an entry of the store.
    pub fn seen_from(&mut self, value: Value, target: u16) -> Option<Value> {
        match value {
            Value::Output { .. } | Value::Deferred(_) => self.machine.seen_from(value, Some(target)).ok(),
            plain => Some(plain),
        }
    }

    /// The value of a secret as its owner reads it back, for a module that both are in: what the hand-over exports as
    /// `value`.
    pub fn kept_value(&mut self, owner: InstanceId, name: Symbol, target: u16) -> Option<Value> {
        let kept = self.machine.kept_by(owner, name, Some(target)).ok()?;
        let Value::Record { record, start } = kept else { return None };
        let at = self.machine.program.record(record).find(self.machine.symbols.find("value")?)?;
        Some(self.machine.values.slot(start + u32::from(at)).value)
    }

    /// The ways of what stands at a path: an output, a field or a part of one, an instance's own, or what lies in the
    /// store under it.
    pub fn ways(&mut self, path: &str) -> Vec<Way> {
        self.machine.ways(path)
    }

    /// The entries of the store that an instance owns.
    pub fn entries(&mut self, owner: InstanceId) -> Vec<u32> {
        self.machine.entries_of(owner)
    }

    /// The instance that something belongs to; none for what a target shares.
    pub fn owner(&self, whence: Whence) -> Option<InstanceId> {
        self.machine.owner_of(whence)
    }

    /// The path of an entry in the store.
    pub fn entry_path(&mut self, owner: InstanceId, name: Symbol) -> String {
        self.machine.entry_path(owner, name)
    }

    /// What the spec exposes under a name, where it is known in this environment.
    pub fn exposed(&mut self, value: ExprId) -> Option<Value> {
        let at = self.machine.bare_frame(crate::fields::layers::SPEC);
        self.machine.within(at, |machine, at| machine.eval(value, at)).ok()
    }

    /// The variable that holds a secret: the owner and the secret's name in capitals.
    pub fn entry_variable(&self, owner: InstanceId, name: Symbol) -> String {
        self.machine.entry_variable(owner, name)
    }

    /// The name of a resource or a file within its unit.
    pub fn label(&self, made: u32) -> String {
        self.machine.label_of(made).map_or_else(|_| String::new(), str::to_owned)
    }

    /// What an instance is called in the outside world.
    pub fn name_outside(&self, of: InstanceId) -> String {
        self.machine.name_outside(of)
    }

    /// The name of what belongs to an owner and is called so.
    pub fn label_at(&self, whence: Whence, local: &str) -> String {
        names::label(self.machine.words_of(whence, local), local, None, LABEL)
    }

    /// What the realization of an instance adds to what its target says under a name.
    pub fn added(&mut self, instance: InstanceId, name: &str) -> Option<Slot> {
        self.machine.added(instance, name)
    }

    /// What a secret is, for whoever has to provide it.
    pub fn entry_doc(&self, owner: InstanceId, name: Symbol) -> String {
        self.machine.entry_doc(owner, name)
    }

    /// What a target says of itself under a name.
    pub fn given(&mut self, target: u16, name: &str) -> Option<Slot> {
        self.machine.given(target, name)
    }

    /// The blocks of addresses that a target gives or sets under a name.
    pub fn stated_blocks(&mut self, target: u16, name: &str) -> Stated {
        let slot = self.machine.given_or_set(target, name);
        slot.and_then(|slot| self.stated(slot)).unwrap_or_default()
    }

    /// The blocks of addresses whose calls an instance answers; nothing where neither its realization nor its target
    /// says any.
    pub fn answered_blocks(&mut self, instance: InstanceId) -> Option<Stated> {
        let own = self.machine.added(instance, "answers").filter(|slot| !slot.value.is_absent());
        let target = self.target_at(instance)?;
        let slot = own.or_else(|| self.machine.given(target, "answers"))?;
        self.stated(slot)
    }

    fn stated(&mut self, slot: Slot) -> Option<Stated> {
        let Value::List(slots) = self.machine.settle(slot.value).ok()? else { return None };
        let values: Vec<Value> = self.machine.values.slice(slots).iter().map(|slot| slot.value).collect();
        let blocks: Option<Vec<String>> = values.into_iter().map(|value| self.plain_text(value)).collect();
        let is_written = slot.origin != Origin::NONE;
        Some(Stated { blocks: blocks?, span: is_written.then(|| self.machine.span(slot.origin.expr)) })
    }

    /// The rules by which an instance's realization ignores what its spec may say, those that hold.
    pub fn ignored(&mut self, instance: InstanceId) -> Vec<&'p LossRule> {
        self.machine.ignored(instance)
    }

    /// The patches of an instance or a target whose resource isn't made.
    pub fn idle_patches(&mut self, whence: Whence) -> Vec<&'p program::Patch> {
        self.machine.idle_patches(whence)
    }

    /// Secrets that an instance fetches from the store and whose owner puts nothing there.
    pub fn without_producer(&mut self) -> Vec<Fetched> {
        self.machine.without_producer()
    }

    /// Checks what a realization asks of an instance.
    pub fn check_rules(&mut self, instance: InstanceId) {
        self.machine.check_realized(instance);
    }

    /// Whether a value is a secret, or made of one.
    pub fn is_secret(&self, value: Value) -> bool {
        self.machine.is_secret(value)
    }

    /// A value as a message shows it.
    pub fn shown(&self, value: Value) -> String {
        self.machine.shown(value)
    }

    /// The text of a scalar, if it has one that is known.
    pub fn plain_text(&self, value: Value) -> Option<String> {
        self.machine.plain_text(value)
    }

    /// The target of an instance, by its place in the environment.
    pub fn target_at(&self, instance: InstanceId) -> Option<u16> {
        self.machine.target_at(instance)
    }

    /// Where the value that an expression reads is written, as far as it reads one of the instance's fields.
    pub fn blame(&self, instance: InstanceId, expr: ExprId) -> Option<Span> {
        self.machine.field_read(instance, expr)
    }
}

impl<'p> Machine<'p> {
    /// The items of what resources belong to.
    pub(crate) fn items_of(&self, whence: Whence) -> &'p [RealizationItem] {
        let program = self.program;
        match whence {
            Whence::Instance(instance) => {
                self.realization_of(instance).map_or(&[][..], |id| &program.realization(id).items)
            }
            Whence::Target(at) => self.target_id(at).map_or(&[][..], |id| &program.target(id).items),
            Whence::Entry(entry) => {
                let owner = self.entry_run(entry).map(|run| run.owner);
                owner.and_then(|owner| self.handover_of(owner)).map_or(&[][..], |handover| &handover.items)
            }
        }
    }

    /// The target of what something belongs to, by its place.
    pub(crate) fn target_for(&self, whence: Whence) -> Option<u16> {
        match whence {
            Whence::Target(target) => Some(target),
            _ => self.owner_of(whence).and_then(|owner| self.target_at(owner)),
        }
    }

    /// What writes the files of a target.
    pub(crate) fn sink_at(&self, target: Option<u16>) -> Option<Sink> {
        target.and_then(|at| self.target_id(at)).map(|id| self.program.target(id).sink)
    }

    pub(crate) fn target_id(&self, at: u16) -> Option<TargetId> {
        self.targets.get(usize::from(at)).map(|slot| slot.target)
    }

    /// What an expression belongs to: the target or the entry that is being evaluated, else the instance at hand.
    pub(crate) fn whence(&self, at: crate::machine::Frame) -> Option<Whence> {
        match at.near.map(|near| self.holder(near).whose) {
            Some(Whose::Target(target)) => Some(Whence::Target(target)),
            Some(Whose::Entry(entry)) => Some(Whence::Entry(entry)),
            _ => at.me.map(Whence::Instance),
        }
    }

    /// Whether names are to be spelled by the place they stand in.
    pub(crate) fn spells_names(&self, at: crate::machine::Frame) -> bool {
        self.is_placed && at.near.is_some()
    }
}
