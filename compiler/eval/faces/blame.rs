//! Which words of the spec a value of a realization comes from.

use program::{Expr, SelfPart};
use source::Span;
use values::{ExprId, InstanceId, Origin, Slot, Value};

use crate::machine::Machine;

impl Machine<'_> {
    /// Where the spec writes the only field, or the only part of one, that an expression of a realization reads.
    pub(crate) fn field_read(&self, instance: InstanceId, expr: ExprId) -> Option<Span> {
        let whole = self.span(expr);
        let inside = (0..=expr.0).map(ExprId).filter(|id| whole.holds(self.span(*id)));
        let written = inside.filter_map(|id| self.slot_read(instance, id)).filter(|slot| slot.origin != Origin::NONE);
        let mut places: Vec<Span> = written.map(|slot| self.span(slot.origin.expr)).collect();
        places.sort();
        places.dedup();
        // A part stands within the whole that it is read of.
        let is_whole = |place: &Span| places.iter().any(|other| other != place && place.holds(*other));
        let mut narrow = places.iter().filter(|place| !is_whole(place));
        narrow.next().copied().filter(|_| narrow.next().is_none())
    }

    /// The field, or the part of one, that an expression stands for.
    fn slot_read(&self, instance: InstanceId, expr: ExprId) -> Option<Slot> {
        let holder = self.node(instance).holder;
        match self.program.exprs.get(expr) {
            Expr::SelfField(field) => Some(self.field_slot(holder, field)),
            Expr::SelfPart(SelfPart::Name) => {
                let record = self.program.component(self.instance(instance).component).fields;
                let name = self.program.record(record).find(self.symbols.find("name")?)?;
                Some(self.field_slot(holder, name))
            }
            Expr::Get(of, part) | Expr::TryGet(of, part) => {
                let start = match self.slot_read(instance, of)?.value {
                    Value::Record { start, .. } | Value::Case { body: start, .. } | Value::Range(start) => start,
                    _ => return None,
                };
                Some(self.values.slot(start + u32::from(part)))
            }
            _ => None,
        }
    }
}
