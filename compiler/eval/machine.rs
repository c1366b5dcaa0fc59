//! The state of one environment's evaluation: values so far, what is under way, and what was found wrong.

pub(crate) mod effort;

use std::cell::Cell;

use graph::Deployment;
use program::{LetId, Program};
use rustc_hash::FxHashMap;
use source::{Diagnostic, Span};
use values::{ExprId, InstanceId, LayerId, MapSlot, OutId, Pattern, Slice, Slot, Symbol, Symbols, Value, Values};

use crate::faces::{Faces, HandOvers};
use crate::fields::Source;
use crate::fields::defaults::Defaults;
use crate::fields::holders::{Holder, HolderId, State, Writer};
use crate::fields::layers::LayerRun;
use crate::instances::{Decls, Node};
use crate::problem::Problem;

/// What is left of a value whose mistake was reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Poisoned;

/// A value, or nothing because something in it was reported.
pub(crate) type Eval<T = Value> = Result<T, Poisoned>;

/// Where an expression is evaluated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    /// Where its locals start.
    pub(crate) base: u32,
    /// The instance at hand.
    pub(crate) me: Option<InstanceId>,
    /// The instance whose fields stand bare: the composite for an instance inside it, else the one at hand.
    pub(crate) bare: Option<InstanceId>,
    /// The target or the realization whose settings are being evaluated.
    pub(crate) near: Option<HolderId>,
    /// The layer that what is written here belongs to.
    pub(crate) layer: LayerId,
    /// The literals of higher layers that lie over the one at hand, in `Machine::uppers`.
    pub(crate) uppers: Slice,
}

impl Frame {
    /// The frame of something that no layer lies over.
    pub(crate) fn alone(self) -> Self {
        Self { uppers: Slice::EMPTY, ..self }
    }
}

/// What is evaluated once and may depend on itself by mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Field(HolderId, u16),
    Let(LetId, Option<InstanceId>),
    Input(u32),
    Out(InstanceId, OutId),
    App(Symbol),
    /// Something that a realization says of an instance.
    Shown(InstanceId, ExprId),
}

/// A unit under way, and where it was asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) unit: Unit,
    pub(crate) read: Span,
}

/// A `let` of an instance, and which of its entries it is about, where it is a hand-over's.
pub(crate) type OwnLet = (LetId, Option<InstanceId>, Option<HolderId>);

/// What became of something that is evaluated once.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Memo {
    Todo,
    Running,
    Done(Slot),
    Failed,
}

/// A part of the path to the value that is being checked.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Segment {
    /// Of a field of a holder.
    Root(HolderId),
    /// Of a literal that stands for itself.
    Literal,
    Field(Symbol),
    Key(Symbol),
    Index(u32),
}

/// A read of another instance's field, for the picture.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mention {
    pub(crate) from: InstanceId,
    pub(crate) to: InstanceId,
    pub(crate) field: u16,
    pub(crate) span: Span,
}

/// The evaluation of one environment.
pub(crate) struct Machine<'p> {
    pub(crate) program: &'p Program,
    pub(crate) symbols: Symbols,
    pub(crate) values: Values,
    pub(crate) layers: Vec<LayerRun<'p>>,
    pub(crate) environment: Symbol,
    pub(crate) environment_span: Span,
    pub(crate) diagnostics: Vec<Diagnostic>,
    // Instances and what holds fields.
    pub(crate) instances: Vec<graph::Instance>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) decls: Decls,
    pub(crate) left_out: Vec<graph::LeftOut>,
    pub(crate) targets: Vec<graph::TargetSlot>,
    pub(crate) target_holders: Vec<HolderId>,
    pub(crate) placed: Vec<Option<(u16, Span)>>,
    pub(crate) holders: Vec<Holder>,
    pub(crate) states: Vec<State>,
    pub(crate) writers: Vec<Writer>,
    pub(crate) defaults: Defaults,
    // What is evaluated once.
    pub(crate) inputs: Vec<Memo>,
    pub(crate) lets: Vec<Memo>,
    pub(crate) own_lets: FxHashMap<OwnLet, Memo>,
    pub(crate) spreads: FxHashMap<(HolderId, ExprId), Eval>,
    pub(crate) filters: Vec<(program::InstanceFilter, Value)>,
    pub(crate) patterns: FxHashMap<Symbol, Option<Pattern>>,
    pub(crate) mentions: Vec<Mention>,
    // What realizations say, once all instances are placed.
    pub(crate) settings_holders: FxHashMap<(InstanceId, values::TargetId), HolderId>,
    pub(crate) is_placed: bool,
    /// Where the environment and those that it extends are declared.
    pub(crate) layer_spans: Vec<Span>,
    pub(crate) faces: Faces<'p>,
    /// The same environment, placed, and what is handed over in it, for tests that ask.
    pub(crate) deployment: Option<&'p Deployment>,
    pub(crate) hand_overs: Option<Box<HandOvers<'p>>>,
    // Where the walk stands.
    pub(crate) frame: Frame,
    pub(crate) stack: Vec<Step>,
    pub(crate) path: Vec<Segment>,
    pub(crate) locals: Vec<Value>,
    pub(crate) scratch: Vec<Slot>,
    pub(crate) scratch_entries: Vec<MapSlot>,
    pub(crate) sources: Vec<Source>,
    pub(crate) uppers: Vec<ExprId>,
    pub(crate) text: String,
    pub(crate) depth: u32,
    pub(crate) too_deep: bool,
    /// Steps that are left, and where they ran out.
    pub(crate) left: Cell<u64>,
    pub(crate) exhausted_at: Option<Span>,
}

impl<'p> Machine<'p> {
    pub(crate) fn new(program: &'p Program, symbols: Symbols, values: Values) -> Self {
        let mut symbols = symbols;
        let environment = symbols.intern("");
        Self {
            program,
            symbols,
            values,
            layers: Vec::new(),
            environment,
            environment_span: program.app.as_ref().map_or(nowhere(), |app| app.span),
            diagnostics: Vec::new(),
            instances: Vec::new(),
            nodes: Vec::new(),
            decls: Decls::new(program),
            left_out: Vec::new(),
            targets: Vec::new(),
            target_holders: Vec::new(),
            placed: Vec::new(),
            holders: Vec::new(),
            states: Vec::new(),
            writers: Vec::new(),
            defaults: Defaults::new(program),
            inputs: vec![Memo::Todo; program.inputs.len()],
            lets: vec![Memo::Todo; program.lets.len()],
            own_lets: FxHashMap::default(),
            spreads: FxHashMap::default(),
            filters: Vec::new(),
            patterns: FxHashMap::default(),
            mentions: Vec::new(),
            settings_holders: FxHashMap::default(),
            is_placed: false,
            layer_spans: Vec::new(),
            faces: Faces::default(),
            deployment: None,
            hand_overs: None,
            frame: Frame { base: 0, me: None, bare: None, near: None, layer: LayerId(0), uppers: Slice::EMPTY },
            stack: Vec::new(),
            path: Vec::new(),
            locals: Vec::new(),
            scratch: Vec::new(),
            scratch_entries: Vec::new(),
            sources: Vec::new(),
            uppers: Vec::new(),
            text: String::new(),
            depth: 0,
            too_deep: false,
            left: Cell::new(crate::machine::effort::LIMIT),
            exhausted_at: None,
        }
    }

    /// Says what is wrong and gives what is left of the value.
    pub(crate) fn report(&mut self, problem: Problem) -> Poisoned {
        self.diagnostics.push(problem.diagnostic());
        Poisoned
    }

    /// The text of a symbol.
    pub(crate) fn name(&self, symbol: Symbol) -> &str {
        self.symbols.get(symbol)
    }

    /// The text of a symbol, for a message.
    pub(crate) fn owned(&self, symbol: Symbol) -> String {
        self.symbols.get(symbol).to_owned()
    }

    /// A frame that sees no instance.
    pub(crate) fn bare_frame(&self, layer: LayerId) -> Frame {
        Frame { base: self.locals.len() as u32, me: None, bare: None, near: None, layer, uppers: Slice::EMPTY }
    }

    /// The frame of what a component says of an instance: defaults, outputs, conditions, rules.
    pub(crate) fn own_frame(&self, id: InstanceId) -> Frame {
        Frame { me: Some(id), bare: Some(id), ..self.bare_frame(LayerId(0)) }
    }

    /// Runs `walk` in a frame and forgets its locals.
    pub(crate) fn within<T>(&mut self, at: Frame, walk: impl FnOnce(&mut Self, Frame) -> T) -> T {
        let outer = std::mem::replace(&mut self.frame, at);
        let result = walk(self, at);
        self.frame = outer;
        self.locals.truncate(at.base as usize);
        result
    }

    /// The value of a local.
    pub(crate) fn local(&self, at: Frame, local: u16) -> Value {
        self.locals.get(at.base as usize + usize::from(local)).copied().unwrap_or(Value::None)
    }

    /// Binds a local.
    pub(crate) fn bind(&mut self, at: Frame, local: u16, value: Value) {
        let place = at.base as usize + usize::from(local);
        if self.locals.len() <= place {
            self.locals.resize(place + 1, Value::None);
        }
        if let Some(slot) = self.locals.get_mut(place) {
            *slot = value;
        }
    }

    /// Where an expression stands.
    pub(crate) fn span(&self, expr: ExprId) -> Span {
        self.program.span(expr)
    }

    /// Where a value was written; `fallback` where nobody wrote it.
    pub(crate) fn origin_span(&self, slot: Slot, fallback: Span) -> Span {
        if slot.origin == values::Origin::NONE { fallback } else { self.span(slot.origin.expr) }
    }
}

/// A place for what has none, in a spec without an `app`.
pub(crate) fn nowhere() -> Span {
    Span::at(source::FileId(0), 0)
}
