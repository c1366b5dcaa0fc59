//! Values: 16 bytes each, with an arena for what doesn't fit.

use crate::{
    CaseId, Clock, Decimal, ExprId, InstanceId, LayerId, OutId, Quantity, QuantityKind, RecordId, Symbol, UnionId,
    WeeklyWindow, Window,
};
use bitcode::{Decode, Encode};

/// A run of slots or entries in an arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
pub struct Slice {
    /// The first.
    pub start: u32,
    /// How many.
    pub len: u32,
}

impl Slice {
    /// No entries.
    pub const EMPTY: Slice = Slice { start: 0, len: 0 };

    /// Its places in the arena.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..(self.start + self.len) as usize
    }
}

/// Something only a target will know, or a piece of text with holes: a node in `Values`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct DeferredId(pub u32);

/// A value of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Value {
    /// Not written: a slot that waits for its default. Never escapes a record under construction.
    Unset,
    /// `none`: absent on purpose.
    None,
    /// `true`, `false`.
    Bool(bool),
    /// A whole number; a port too.
    Int(i64),
    /// An exact decimal that is not a whole number, or whose type is `number`.
    Number {
        /// Its digits.
        mantissa: i64,
        /// How many of them stand after the point.
        scale: u8,
    },
    /// A quantity in base units.
    Quantity {
        /// What it measures.
        kind: QuantityKind,
        /// How much.
        amount: i64,
    },
    /// Text without holes: string, url, domain, path, cidr.
    Str(Symbol),
    /// A time of day.
    Clock(Clock),
    /// A stretch of each day.
    Window(Window),
    /// A stretch of one day of the week.
    WeeklyWindow(WeeklyWindow),
    /// Both ends, in two slots.
    Range(u32),
    /// A case; its fields, if it has any, start at the slot `body`.
    Case {
        /// The union.
        union: UnionId,
        /// Which case.
        case: CaseId,
        /// Where its fields start; meaningless for a case without any.
        body: u32,
    },
    /// The fields of a record type, in its order.
    Record {
        /// The type.
        record: RecordId,
        /// Where its fields start.
        start: u32,
    },
    /// Elements.
    List(Slice),
    /// Entries of `Values::entries`, in the order written.
    Map(Slice),
    /// An instance, as a reference.
    Instance(InstanceId),
    /// An output of an instance, as a reference; `Values` doesn't know what it comes to.
    Output {
        /// Whose.
        instance: InstanceId,
        /// Which.
        output: OutId,
    },
    /// Text with holes, or what only a target knows.
    Deferred(DeferredId),
    /// A resource or a file that a realization makes, as evaluation counts.
    Made(u32),
    /// Another instance, as one sees it along their edges.
    Link {
        /// Who looks.
        of: InstanceId,
        /// At whom.
        other: InstanceId,
        /// Whether the other one needs it, or it needs the other.
        incoming: bool,
    },
}

/// Which expression of which layer wrote a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The expression; `Origin::NONE` where nobody wrote it.
    pub expr: ExprId,
    /// The layer.
    pub layer: LayerId,
}

impl Origin {
    /// Written by nobody.
    pub const NONE: Origin = Origin { expr: ExprId(u32::MAX), layer: LayerId(0) };
}

/// A value in its place, with where it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The value.
    pub value: Value,
    /// Who wrote it.
    pub origin: Origin,
}

impl Slot {
    /// A slot that nobody wrote.
    pub const UNSET: Slot = Slot { value: Value::Unset, origin: Origin::NONE };
}

/// An entry of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MapSlot {
    /// Its key.
    pub key: Symbol,
    /// What stands there.
    pub slot: Slot,
}

/// What only a target knows, as the compiler sees it. Operands are values, so deferred things nest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deferred {
    /// Pieces, in `Values::slots`, joined to one text; at least one is a reference or deferred.
    Text(Slice),
    /// An input that is known when the target applies, with its default if it has one.
    Input {
        /// The input's name.
        name: Symbol,
        /// Its default, `Value::None` without one.
        default: u32,
    },
    /// An operation the target carries out, on operands in `Values::slots`.
    Operation {
        /// Its name in the language.
        name: Symbol,
        /// Its operands.
        operands: Slice,
    },
    /// An attribute of a resource that its target knows once it is made.
    Attribute {
        /// The resource, as evaluation counts.
        resource: u32,
        /// The attribute's name.
        name: Symbol,
    },
    /// A secret in the environment's store.
    Entry {
        /// Whose it is.
        owner: InstanceId,
        /// Its name among those of its owner; empty where that has only one.
        name: Symbol,
    },
    /// The name of an instance, or of the environment as a whole, spelled by the rules of the place it stands in.
    Name(Option<InstanceId>),
}

/// The values of one environment.
#[derive(Clone, Debug, Default)]
pub struct Values {
    /// Fields, elements, ends of ranges, pieces of text.
    pub slots: Vec<Slot>,
    /// Entries of maps.
    pub entries: Vec<MapSlot>,
    /// Deferred nodes.
    pub deferred: Vec<Deferred>,
}

impl Values {
    /// Stores slots and gives their place.
    pub fn push(&mut self, slots: &[Slot]) -> Slice {
        let start = self.slots.len() as u32;
        self.slots.extend_from_slice(slots);
        Slice { start, len: slots.len() as u32 }
    }

    /// Stores entries of a map and gives their place.
    pub fn push_entries(&mut self, entries: &[MapSlot]) -> Slice {
        let start = self.entries.len() as u32;
        self.entries.extend_from_slice(entries);
        Slice { start, len: entries.len() as u32 }
    }

    /// Stores a deferred node.
    pub fn defer(&mut self, node: Deferred) -> Value {
        self.deferred.push(node);
        Value::Deferred(DeferredId(self.deferred.len() as u32 - 1))
    }

    /// The slots of a slice.
    pub fn slice(&self, slice: Slice) -> &[Slot] {
        self.slots.get(slice.range()).unwrap_or(&[])
    }

    /// The entries of a map.
    pub fn map(&self, slice: Slice) -> &[MapSlot] {
        self.entries.get(slice.range()).unwrap_or(&[])
    }

    /// One slot.
    pub fn slot(&self, at: u32) -> Slot {
        self.slots.get(at as usize).copied().unwrap_or(Slot::UNSET)
    }

    /// A deferred node.
    pub fn deferred(&self, id: DeferredId) -> Deferred {
        self.deferred.get(id.0 as usize).copied().unwrap_or(Deferred::Text(Slice::EMPTY))
    }
}

impl From<Quantity> for Value {
    fn from(quantity: Quantity) -> Self {
        Self::Quantity { kind: quantity.kind, amount: quantity.amount }
    }
}

impl From<Decimal> for Value {
    fn from(number: Decimal) -> Self {
        match number.to_int() {
            Some(whole) => Self::Int(whole),
            None => Self::Number { mantissa: number.mantissa, scale: number.scale },
        }
    }
}

impl Value {
    /// The exact number it is, if it is one.
    pub fn to_decimal(self) -> Option<Decimal> {
        match self {
            Self::Int(whole) => Some(Decimal::from(whole)),
            Self::Number { mantissa, scale } => Some(Decimal::new(mantissa, scale)),
            _ => None,
        }
    }

    /// The quantity it is, if it is one.
    pub fn to_quantity(self) -> Option<Quantity> {
        match self {
            Self::Quantity { kind, amount } => Some(Quantity { kind, amount }),
            _ => None,
        }
    }

    /// Whether it is absent: `none`, or not written.
    pub fn is_absent(self) -> bool {
        matches!(self, Self::None | Self::Unset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_sixteen_bytes() {
        assert_eq!(size_of::<Value>(), 16);
        assert_eq!(size_of::<Slot>(), 24);
    }
}
