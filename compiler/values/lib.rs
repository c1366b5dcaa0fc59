//! The values of the language: plain, small, in arenas.
//!
//! Takes text and numbers, gives `Symbol`, exact quantities, `Value` (16 bytes, `Copy`) and the `Values` arena that
//! holds what doesn't fit. Promises exact arithmetic: what can't be exact is an error. It evaluates nothing.

mod clock;
mod decimal;
mod form;
mod ids;
mod pattern;
mod quantity;
mod symbol;
mod value;

pub use clock::{Clock, Weekday, WeeklyWindow, Window};
pub use decimal::Decimal;
pub use form::{holds_cidr, is_cidr, is_domain, is_url};
pub use ids::{CaseId, ComponentId, ExprId, InstanceId, LayerId, OutId, RecordId, TargetId, UnionId};
pub use pattern::Pattern;
pub use quantity::{Quantity, QuantityKind, RateUnit, Unit, parse_quantity, parse_rate, spell};
pub use symbol::{Symbol, Symbols};
pub use value::{Deferred, DeferredId, MapSlot, Origin, Slice, Slot, Value, Values};
