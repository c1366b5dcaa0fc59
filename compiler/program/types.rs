//! Types, as tables: what a value may be, what a record holds, what a union offers.

use bitcode::{Decode, Encode};
use rustc_hash::FxHashMap;
use source::Span;
use values::{CaseId, ComponentId, ExprId, QuantityKind, RecordId, Symbol, TargetId, UnionId, Value};

use crate::{InterfaceId, ShapeRef};

/// A type without labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct TypeId(pub u32);

/// What may be said of a value beside its type; bounds from above.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct Labels(u8);

impl Labels {
    /// Plain and known to the compiler.
    pub const NONE: Labels = Labels(0);
    /// Must reach no output.
    pub const SECRET: Labels = Labels(1);
    /// Known to a target only.
    pub const DEFERRED: Labels = Labels(2);

    /// Forgotten when the run is over, so that nothing may keep it; such a value is secret and deferred, too.
    pub const EPHEMERAL: Labels = Labels(1 | 2 | 4);

    /// Both sets of labels.
    pub fn and(self, other: Labels) -> Labels {
        Labels(self.0 | other.0)
    }

    /// Whether every label of `self` is one of `bound`.
    pub fn fits(self, bound: Labels) -> bool {
        self.0 & !bound.0 == 0
    }

    /// Whether it may be a secret.
    pub fn is_secret(self) -> bool {
        self.0 & Self::SECRET.0 != 0
    }

    /// Whether nothing may keep it.
    pub fn is_ephemeral(self) -> bool {
        self.0 & 4 != 0
    }

    /// Whether it may be known to a target only.
    pub fn is_deferred(self) -> bool {
        self.0 & Self::DEFERRED.0 != 0
    }
}

/// A type with its labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct Ty {
    /// What it is.
    pub id: TypeId,
    /// What is said of it.
    pub labels: Labels,
}

/// A type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[allow(missing_docs, reason = "a variant is the type of that name in the language")]
pub enum Type {
    /// Of something broken, so that one mistake is one message.
    Unknown,
    /// Of `none` where nothing else is known.
    None,
    Bool,
    Int,
    Number,
    String,
    Text,
    Size,
    Duration,
    Cpu,
    Percent,
    Rate,
    Clock,
    Window,
    WeeklyWindow,
    Weekday,
    Port,
    Cidr,
    Domain,
    Url,
    Path,
    /// `self.name`: a name that its sink will spell.
    Name,
    /// Plain data of any shape, for `json(…)`, `yaml(…)` and bodies of resources.
    Data,
    Range(TypeId),
    Optional(Ty),
    List(Ty),
    Map(Ty),
    Record(RecordId),
    Union(UnionId),
    /// The fields of a component, each of them optional.
    Fields(ComponentId),
    /// A reference to an instance of a component, and the capability that it asks.
    Component(ComponentId, Option<Symbol>),
    /// A reference to an instance that provides an interface, and the capability that it asks.
    Interface(InterfaceId, Option<Symbol>),
    /// A reference to any instance.
    Instance,
    /// What `uses` takes: an instance, or one of its capabilities.
    Use,
    /// The name of a target.
    TargetName,
    /// The settings of a target, in its realizations.
    Target(TargetId),
    /// A file that a realization writes.
    File,
    /// An edge to or from an instance, as realizations on a target see it.
    Link(TargetId),
    /// What a catalog says of a part of a resource.
    Shape(ShapeRef),
}

/// A field of a record type or a component.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Field {
    /// Its name.
    pub name: Symbol,
    /// Its type.
    pub ty: Ty,
    /// Its value where nobody writes one; it may read the other fields of a component.
    pub default: Option<ExprId>,
    /// Whether somebody must write it: it has no default and may not be absent.
    pub required: bool,
    /// What else its values must satisfy.
    pub refinements: Vec<Refinement>,
    /// What it is for.
    pub doc: Option<Symbol>,
    /// Where it is declared.
    pub span: Span,
}

/// What a field's values must satisfy beside their type. On a range it holds for both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Refinement {
    /// From the first to the second, ends included.
    In(Value, Value),
    /// A multiple of it.
    Step(Value),
    /// A text that the pattern matches.
    Matching(Symbol),
    /// As many characters, elements or entries.
    Length(u32, u32),
    /// A list without repetition.
    Unique,
}

/// A record type.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Record {
    /// Its name, if it has one; `service` for the fields of that component, `http` for those of a case.
    pub name: Option<Symbol>,
    /// Its fields, in the order declared.
    pub fields: Vec<Field>,
    /// The field a bare value stands for.
    pub short: Option<u16>,
    /// Where it is declared.
    pub span: Span,
}

impl Record {
    /// The place of a field.
    pub fn find(&self, name: Symbol) -> Option<u16> {
        self.fields.iter().position(|field| field.name == name).map(|at| at as u16)
    }
}

/// A case of a union.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Case {
    /// Its name.
    pub name: Symbol,
    /// Its fields, if it has any.
    pub record: Option<RecordId>,
    /// Where it is declared.
    pub span: Span,
}

/// A union type.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Union {
    /// Its name, if it has one.
    pub name: Option<Symbol>,
    /// Its cases, in the order declared.
    pub cases: Vec<Case>,
    /// Where it is declared.
    pub span: Span,
}

impl Union {
    /// The case of a name.
    pub fn find(&self, name: Symbol) -> Option<CaseId> {
        self.cases.iter().position(|case| case.name == name).map(|at| CaseId(at as u16))
    }

    /// A case by its number.
    pub fn case(&self, id: CaseId) -> &Case {
        self.cases.get(id.index()).expect("a case's number comes from its own union")
    }
}

/// All types of a program; equal types have equal ids.
#[derive(Clone, Debug, Encode, Decode)]
pub struct TypeTable {
    types: Vec<Type>,
    ids: FxHashMap<Type, TypeId>,
    /// Record types, those of components among them.
    pub records: Vec<Record>,
    /// Union types.
    pub unions: Vec<Union>,
}

impl Default for TypeTable {
    fn default() -> Self {
        let mut table = Self { types: Vec::new(), ids: FxHashMap::default(), records: Vec::new(), unions: Vec::new() };
        table.id(Type::Unknown);
        table
    }
}

impl TypeTable {
    /// The type of something broken.
    pub const UNKNOWN: Ty = Ty { id: TypeId(0), labels: Labels::NONE };

    /// The id of a type.
    pub fn id(&mut self, ty: Type) -> TypeId {
        if let Some(id) = self.ids.get(&ty) {
            return *id;
        }
        let id = TypeId(self.types.len() as u32);
        self.types.push(ty);
        self.ids.insert(ty, id);
        id
    }

    /// A type without labels.
    pub fn plain(&mut self, ty: Type) -> Ty {
        Ty { id: self.id(ty), labels: Labels::NONE }
    }

    /// The type of an id.
    pub fn get(&self, id: TypeId) -> Type {
        self.types.get(id.0 as usize).copied().unwrap_or(Type::Unknown)
    }

    /// What a type is, its labels aside.
    pub fn of(&self, ty: Ty) -> Type {
        self.get(ty.id)
    }

    /// A record type.
    pub fn record(&self, id: RecordId) -> &Record {
        self.records.get(id.index()).expect("a record's id comes from its own program")
    }

    /// A union type.
    pub fn union(&self, id: UnionId) -> &Union {
        self.unions.get(id.index()).expect("a union's id comes from its own program")
    }

    /// Adds a record type.
    pub fn add_record(&mut self, record: Record) -> RecordId {
        self.records.push(record);
        RecordId(self.records.len() as u32 - 1)
    }

    /// Adds a union type.
    pub fn add_union(&mut self, union: Union) -> UnionId {
        self.unions.push(union);
        UnionId(self.unions.len() as u32 - 1)
    }
}

impl Type {
    /// The quantity it is the type of; rates say nothing of their unit.
    pub fn quantity(self) -> Option<QuantityKind> {
        match self {
            Self::Size => Some(QuantityKind::Size),
            Self::Duration => Some(QuantityKind::Duration),
            Self::Cpu => Some(QuantityKind::Cpu),
            Self::Percent => Some(QuantityKind::Percent),
            Self::Rate => Some(QuantityKind::Rate(values::RateUnit::Second)),
            _ => None,
        }
    }

    /// Whether a value of it stands for an instance.
    pub fn is_reference(self) -> bool {
        matches!(self, Self::Component(..) | Self::Interface(..) | Self::Instance)
    }
}
