//! Checked expressions, in one arena. Names are resolved, conversions are written out, so evaluation needs no types.

mod builtin;
mod link;

use bitcode::{Decode, Encode};
use source::Span;
use values::{CaseId, ComponentId, ExprId, OutId, QuantityKind, RecordId, Slice, Symbol, UnionId, Unit, Value};

use crate::{DeclId, FnId, InputId, InterfaceId, LetId};

pub use builtin::Builtin;
pub use link::{LinkPart, LinkSide};

/// An expression.
#[derive(Clone, Copy, Debug, Encode, Decode)]
pub enum Expr {
    /// Something broken; the gate keeps it from evaluation.
    Unknown,
    /// A constant: any value without references, cases without fields among them.
    Value(Value),
    /// Pieces of text, joined.
    Template(Slice),
    /// A list of `Exprs::entries`.
    List(Slice),
    /// A map of `Exprs::entries`.
    Map(Slice),
    /// A record of some or all fields of its type, of `Exprs::entries`.
    Record(RecordId, Slice),
    /// A record or a case that stands for itself, not for a layer: what its literal leaves out is filled with
    /// the defaults of its type.
    Whole(ExprId),
    /// A case with its fields, an `Expr::Record`.
    Case(UnionId, CaseId, ExprId),
    /// A range from one to the other.
    Range(ExprId, ExprId),
    /// A scalar that stands for the range from it to itself.
    Widen(ExprId),
    /// Text made of a number, a bool, a case or a reference.
    Text(ExprId),
    /// A value bound by a `for`, a pattern or a parameter, counted from the frame's start.
    Local(u16),
    /// A `let`.
    Let(LetId),
    /// An input.
    Input(InputId),
    /// A declared instance; inside a composite, that of the composite at hand.
    Instance(DeclId),
    /// The instance of a key.
    Keyed(DeclId, ExprId),
    /// All instances that satisfy the filter, as a list of references.
    Instances(InstanceFilter),
    /// A part of the instance at hand, its fields apart.
    SelfPart(SelfPart),
    /// A field of the instance at hand.
    SelfField(u16),
    /// An output of the instance at hand.
    SelfOut(OutId),
    /// A setting of the target of the instance at hand, in a realization.
    TargetSetting(u16),
    /// A setting of the realization at hand.
    Setting(u16),
    /// A resource or a file of the realization or the target at hand, by its local name.
    Resource(Symbol),
    /// A resource or a file that the target of the realization at hand shares.
    TargetResource(Symbol),
    /// A `let` of that target.
    TargetLet(LetId),
    /// Those that use the instance at hand, or those that it uses, on its target or elsewhere.
    Links(LinkSide),
    /// What is known of one of them.
    LinkPart(ExprId, LinkPart),
    /// A field of the `app`.
    App(Symbol),
    /// The name of the environment.
    EnvironmentName,
    /// A field of a record or of the case that a value is known to be; of a range or a window its start (0) or end (1).
    Get(ExprId, u16),
    /// The same; absent where the value is.
    TryGet(ExprId, u16),
    /// A field, an output or a part of the instance that a reference stands for, by name.
    Member(ExprId, Symbol),
    /// The same; absent where the reference is, or where the environment leaves the instance out.
    TryMember(ExprId, Symbol),
    /// A capability of an instance, asked by name in `uses`.
    Ask(ExprId, Symbol),
    /// An entry of a map, an element of a list, an attribute of data.
    Index(ExprId, ExprId),
    /// A call of a function, its arguments in `Exprs::lists`, in the order of its parameters.
    Call(FnId, Slice),
    /// A call of a built-in function, its arguments in `Exprs::lists`.
    Builtin(Builtin, Slice),
    /// An operator before its operand.
    Unary(UnaryOp, ExprId),
    /// An operator between its operands.
    Binary(BinaryOp, ExprId, ExprId),
    /// Whether a value is of a case.
    Is(ExprId, CaseId),
    /// A quantity as a number of units.
    As(ExprId, UnitRef),
    /// One or the other; `none` where the other is left out.
    If(ExprId, ExprId, Option<ExprRef>),
    /// The first arm that fits, of `Exprs::arms`.
    Match(ExprId, Slice),
}

/// An expression in an `Option`, without a word of its own for absence.
pub type ExprRef = std::num::NonZeroU32;

/// A unit, by its place in `Unit::ALL`.
pub type UnitRef = u8;

/// A part of the instance at hand that isn't a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum SelfPart {
    /// The instance itself, as a reference.
    Whole,
    /// The composite that it is inside of, as a reference.
    Owner,
    /// Its name, which a sink will spell.
    Name,
    /// Its path, such as `shop/production/db`.
    Path,
    /// Its key, for one of many.
    Key,
    /// What its documentation says.
    Doc,
}

/// Which instances `instances(…)` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum InstanceFilter {
    /// Those of a component.
    Component(ComponentId),
    /// Those that provide an interface.
    Interface(InterfaceId),
    /// All of them.
    All,
}

/// An operator before its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[allow(missing_docs, reason = "the names say it")]
pub enum UnaryOp {
    Not,
    Negate,
}

/// An operator between its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[allow(missing_docs, reason = "the names say it")]
pub enum BinaryOp {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    And,
    Or,
    /// The left side, the right where it is absent.
    Coalesce,
    /// An element in a list, a key in a map, a value in a range.
    In,
}

/// What an entry does to the value beneath it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum FieldOp {
    /// `=`, or a body.
    Set,
    /// `+=`
    Add,
    /// `-=`
    Remove,
}

/// What an entry of a list, a map or a record is.
#[derive(Clone, Copy, Debug, Encode, Decode)]
pub enum EntryKind {
    /// An element of a list.
    Item,
    /// A field of a record.
    Field(u16, FieldOp),
    /// An entry of a map under a constant key.
    Key(Symbol, FieldOp),
    /// An entry of a map under a computed key.
    Computed(ExprId),
    /// All entries of another list, map or record.
    Spread,
    /// An entry for each element of a list or a map, which is `Entry::value`.
    For {
        /// Where the element or the key goes.
        first: u16,
        /// Where the index or the value goes, if it is asked for.
        second: Option<std::num::NonZeroU16>,
        /// Which elements count.
        filter: Option<ExprRef>,
        /// The entries made for each, of `Exprs::entries`.
        body: Slice,
    },
}

/// An entry of a list, a map or a record.
#[derive(Clone, Copy, Debug, Encode, Decode)]
pub struct Entry {
    /// What it is.
    pub kind: EntryKind,
    /// Its value.
    pub value: ExprId,
    /// Whether it counts; falls through where it doesn't.
    pub condition: Option<ExprRef>,
    /// Where its key stands, or the entry where it has none.
    pub span: Span,
}

/// An arm of a `match`: one of several patterns, perhaps a guard, and what it comes to.
#[derive(Clone, Copy, Debug, Encode, Decode)]
pub struct Arm {
    /// Its patterns, of `Exprs::patterns`.
    pub patterns: Slice,
    /// A condition more.
    pub guard: Option<ExprRef>,
    /// What it comes to.
    pub value: ExprId,
}

/// A pattern.
#[derive(Clone, Copy, Debug, Encode, Decode)]
pub enum Pattern {
    /// `_`
    Any,
    /// `none`
    None,
    /// An equal value.
    Value(ExprId),
    /// A case; pairs of a field and the local it is bound to, of `Exprs::bindings`.
    Case(CaseId, Slice),
}

/// The expressions of a program.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Exprs {
    exprs: Vec<Expr>,
    spans: Vec<Span>,
    /// Arguments and pieces of text.
    pub lists: Vec<ExprId>,
    /// Entries of lists, maps and records.
    pub entries: Vec<Entry>,
    /// Arms.
    pub arms: Vec<Arm>,
    /// Patterns of arms.
    pub patterns: Vec<Pattern>,
    /// Fields bound by patterns: the field and the local.
    pub bindings: Vec<(u16, u16)>,
}

impl Default for Exprs {
    fn default() -> Self {
        let nowhere = Span::at(source::FileId(0), 0);
        // Expression 0 is taken, so that an optional expression costs no more than an expression.
        Self {
            exprs: vec![Expr::Unknown],
            spans: vec![nowhere],
            lists: Vec::new(),
            entries: Vec::new(),
            arms: Vec::new(),
            patterns: Vec::new(),
            bindings: Vec::new(),
        }
    }
}

impl Exprs {
    /// Something broken.
    pub const UNKNOWN: ExprId = ExprId(0);

    /// Adds an expression.
    pub fn push(&mut self, expr: Expr, span: Span) -> ExprId {
        self.exprs.push(expr);
        self.spans.push(span);
        ExprId(self.exprs.len() as u32 - 1)
    }

    /// The expression of an id.
    pub fn get(&self, id: ExprId) -> Expr {
        self.exprs.get(id.index()).copied().unwrap_or(Expr::Unknown)
    }

    /// Where it stands.
    pub fn span(&self, id: ExprId) -> Span {
        self.spans.get(id.index()).copied().unwrap_or(Span::at(source::FileId(0), 0))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.exprs.len()
    }

    /// Whether there are none; never, since the unknown one is always there.
    pub fn is_empty(&self) -> bool {
        self.exprs.is_empty()
    }

    /// An expression for an `Option` field.
    pub fn some(id: ExprId) -> Option<ExprRef> {
        ExprRef::new(id.0)
    }

    /// The expression of an `Option` field.
    pub fn open(id: ExprRef) -> ExprId {
        ExprId(id.get())
    }

    /// Adds a list of expressions.
    pub fn push_list(&mut self, list: &[ExprId]) -> Slice {
        let start = self.lists.len() as u32;
        self.lists.extend_from_slice(list);
        Slice { start, len: list.len() as u32 }
    }

    /// Adds entries.
    pub fn push_entries(&mut self, entries: &[Entry]) -> Slice {
        let start = self.entries.len() as u32;
        self.entries.extend_from_slice(entries);
        Slice { start, len: entries.len() as u32 }
    }

    /// The expressions of a slice.
    pub fn list(&self, slice: Slice) -> &[ExprId] {
        self.lists.get(slice.range()).unwrap_or(&[])
    }

    /// The entries of a slice.
    pub fn entry_list(&self, slice: Slice) -> &[Entry] {
        self.entries.get(slice.range()).unwrap_or(&[])
    }

    /// The arms of a slice.
    pub fn arm_list(&self, slice: Slice) -> &[Arm] {
        self.arms.get(slice.range()).unwrap_or(&[])
    }

    /// The patterns of an arm.
    pub fn pattern_list(&self, slice: Slice) -> &[Pattern] {
        self.patterns.get(slice.range()).unwrap_or(&[])
    }

    /// The bindings of a pattern.
    pub fn binding_list(&self, slice: Slice) -> &[(u16, u16)] {
        self.bindings.get(slice.range()).unwrap_or(&[])
    }
}

/// The unit of a reference to one.
pub fn unit(reference: UnitRef) -> Unit {
    Unit::ALL.get(usize::from(reference)).copied().unwrap_or(Unit {
        name: "",
        kind: QuantityKind::Size,
        base: 1,
        literal: false,
        fraction: false,
    })
}
