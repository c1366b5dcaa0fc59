//! Literals: records, maps and cases, evaluated on top of what lies beneath them; lists and ranges.

use program::{Entry, EntryKind, Expr, Exprs, FieldOp};
use values::{CaseId, ExprId, MapSlot, Origin, RecordId, Slice, Slot, Symbol, UnionId, Value};

use crate::machine::{Eval, Frame, Machine, Poisoned};
use crate::problem::Problem;

impl Machine<'_> {
    /// What an expression comes to on top of `base`: a record, a map or a case merges, all else replaces.
    pub(crate) fn onto(&mut self, id: ExprId, base: Value, at: Frame) -> Eval {
        match self.program.exprs.get(id) {
            Expr::Record(record, entries) => {
                let base = match base {
                    Value::Record { record: of, start } if of == record => Some(start),
                    _ => None,
                };
                let start = self.record_onto(record, entries, base, at)?;
                Ok(Value::Record { record, start })
            }
            Expr::Map(entries) => self.map_onto(entries, base, at),
            Expr::Case(union, case, body) => self.case_onto((union, case), body, base, at),
            _ => self.eval(id, at),
        }
    }

    /// What an entry writes on top of what lies beneath it.
    pub(crate) fn apply(&mut self, op: FieldOp, value: ExprId, below: Value, at: Frame) -> Eval {
        match op {
            FieldOp::Set => self.onto(value, below, at),
            FieldOp::Add => {
                let added = self.eval(value, at)?;
                Ok(self.add_items(below, added))
            }
            FieldOp::Remove => {
                let removed = self.eval(value, at)?;
                Ok(self.remove_items(below, removed))
            }
        }
    }

    fn add_items(&mut self, below: Value, added: Value) -> Value {
        let (Value::List(below), Value::List(added)) = (below, added) else { return added };
        let mark = self.scratch.len();
        for slice in [below, added] {
            self.scratch.extend_from_slice(self.values.slots.get(slice.range()).unwrap_or(&[]));
        }
        Value::List(self.keep_slots(mark))
    }

    fn remove_items(&mut self, below: Value, removed: Value) -> Value {
        let (Value::List(list), Value::List(removed)) = (below, removed) else { return below };
        let mark = self.scratch.len();
        for place in list.range() {
            let slot = self.values.slot(place as u32);
            let is_removed = removed.range().any(|at| self.equal(slot.value, self.values.slot(at as u32).value));
            if !is_removed {
                self.scratch.push(slot);
            }
        }
        Value::List(self.keep_slots(mark))
    }

    /// Whether the condition of an entry holds.
    pub(crate) fn counts(&mut self, entry: &Entry, at: Frame) -> Eval<bool> {
        entry.condition.map_or(Ok(true), |condition| self.holds(Exprs::open(condition), at))
    }

    fn record_onto(&mut self, record: RecordId, entries: Slice, base: Option<u32>, at: Frame) -> Eval<u32> {
        let program = self.program;
        let count = program.record(record).fields.len();
        let mark = self.scratch.len();
        match base {
            Some(start) => {
                let slice = Slice { start, len: count as u32 };
                self.scratch.extend_from_slice(self.values.slots.get(slice.range()).unwrap_or(&[]));
            }
            None => self.scratch.resize(mark + count, Slot::UNSET),
        }
        let entries = program.exprs.entry_list(entries);
        let mut failed = false;
        // What is spread lies beneath what is written, wherever it stands.
        for entry in entries.iter().filter(|entry| matches!(entry.kind, EntryKind::Spread)) {
            failed |= self.spread_record(entry, record, mark, at).is_err();
        }
        for entry in entries {
            let EntryKind::Field(field, op) = entry.kind else { continue };
            let place = mark + usize::from(field);
            let below = self.scratch.get(place).copied().unwrap_or(Slot::UNSET);
            match self.write(entry, op, below, at) {
                Ok(slot) => _ = self.scratch.get_mut(place).map(|known| *known = slot),
                Err(Poisoned) => failed = true,
            }
        }
        let slice = self.keep_slots(mark);
        if failed { Err(Poisoned) } else { Ok(slice.start) }
    }

    fn write(&mut self, entry: &Entry, op: FieldOp, below: Slot, at: Frame) -> Eval<Slot> {
        if !self.counts(entry, at)? {
            return Ok(below);
        }
        let uppers = self.uppers.len();
        let Some(inner) = self.beneath(entry.kind, entry.value, at) else { return Ok(below) };
        let value = self.apply(op, entry.value, below.value, inner);
        self.uppers.truncate(uppers);
        let value = value?;
        Ok(Slot { value, origin: Origin { expr: entry.value, layer: at.layer } })
    }

    fn spread_record(&mut self, entry: &Entry, record: RecordId, mark: usize, at: Frame) -> Eval<()> {
        if !self.counts(entry, at)? {
            return Ok(());
        }
        let Value::Record { record: of, start } = self.eval(entry.value, at)? else { return Ok(()) };
        let fields = &self.program.record(of).fields;
        for (place, field) in fields.iter().enumerate() {
            // The same fields may stand in another record, under other numbers.
            let target = if of == record { Some(place as u16) } else { self.program.record(record).find(field.name) };
            let over = self.values.slot(start + place as u32);
            let Some(target) = target.map(|target| mark + usize::from(target)) else { continue };
            let below = self.scratch.get(target).copied().unwrap_or(Slot::UNSET);
            let merged = self.merge(below, over);
            if let Some(slot) = self.scratch.get_mut(target) {
                *slot = merged;
            }
        }
        Ok(())
    }

    fn case_onto(&mut self, (union, case): (UnionId, CaseId), body: ExprId, base: Value, at: Frame) -> Eval {
        let Expr::Record(record, entries) = self.program.exprs.get(body) else {
            return Ok(Value::Case { union, case, body: 0 });
        };
        let base = match base {
            Value::Case { union: of, case: known, body } if (of, known) == (union, case) => Some(body),
            _ => None,
        };
        let body = self.record_onto(record, entries, base, at)?;
        Ok(Value::Case { union, case, body })
    }

    fn map_onto(&mut self, entries: Slice, base: Value, at: Frame) -> Eval {
        let mark = self.scratch_entries.len();
        if let Value::Map(slice) = base {
            self.scratch_entries.extend_from_slice(self.values.entries.get(slice.range()).unwrap_or(&[]));
        }
        let result = self.map_entries(entries, mark, at);
        let slice = self.keep_entries(mark);
        result.map(|()| Value::Map(slice))
    }

    /// Writes entries into the map that lies in the scratch from `mark` on.
    pub(crate) fn map_entries(&mut self, entries: Slice, mark: usize, at: Frame) -> Eval<()> {
        let entries = self.program.exprs.entry_list(entries);
        // In a plain literal each key stands once, which spares the search.
        let is_fresh = self.scratch_entries.len() == mark
            && at.uppers.len == 0
            && entries.iter().all(|entry| matches!(entry.kind, EntryKind::Key(..)) && entry.condition.is_none());
        let mut failed = false;
        for (place, entry) in entries.iter().enumerate() {
            let written = match entry.kind {
                EntryKind::Key(key, FieldOp::Set) if is_fresh => {
                    self.onto(entry.value, Value::Unset, at).map(|value| self.push_entry(key, value, entry, at))
                }
                EntryKind::Spread => {
                    let before = entries.get(..place).unwrap_or(&[]);
                    self.spread_map(entry, before, mark, at)
                }
                _ => self.map_entry(entry, mark, at),
            };
            failed |= written.is_err();
        }
        if failed { Err(Poisoned) } else { Ok(()) }
    }

    fn push_entry(&mut self, key: Symbol, value: Value, entry: &Entry, at: Frame) {
        if value != Value::None {
            let slot = Slot { value, origin: Origin { expr: entry.value, layer: at.layer } };
            self.scratch_entries.push(MapSlot { key, slot });
        }
    }

    fn map_entry(&mut self, entry: &Entry, mark: usize, at: Frame) -> Eval<()> {
        if let EntryKind::For { .. } = entry.kind {
            return self.for_entries(entry, at, |machine, body| machine.map_entries(body, mark, at));
        }
        if !self.counts(entry, at)? {
            return Ok(());
        }
        let (key, op) = match entry.kind {
            EntryKind::Key(key, op) => (key, op),
            EntryKind::Computed(key) => (self.computed_key(key, at)?, FieldOp::Set),
            _ => return Ok(()),
        };
        let place = self.entry_place(key, mark);
        let below = place.map_or(Value::Unset, |place| self.entry_slot(place).value);
        let is_again = place.is_some_and(|place| self.is_written_by(place, entry, at));
        if is_again {
            let (span, key) = (entry.span, self.owned(key));
            return Err(self.report(Problem::EntryTwice { span, key }));
        }
        let uppers = self.uppers.len();
        let value = match self.beneath(EntryKind::Key(key, op), entry.value, at) {
            Some(inner) => self.apply(op, entry.value, below, inner),
            // What replaces it keeps its place.
            None => Ok(Value::Unset),
        };
        self.uppers.truncate(uppers);
        let slot = Slot { value: value?, origin: Origin { expr: entry.value, layer: at.layer } };
        self.set_entry(place, MapSlot { key, slot });
        Ok(())
    }

    fn computed_key(&mut self, key: ExprId, at: Frame) -> Eval<Symbol> {
        let value = self.eval(key, at)?;
        self.key_text(value, key)
    }

    /// Whether the entry that is there was made by the same one, in an earlier turn of its `for`.
    fn is_written_by(&self, place: usize, entry: &Entry, at: Frame) -> bool {
        self.entry_slot(place).origin == Origin { expr: entry.value, layer: at.layer }
    }

    fn entry_place(&self, key: Symbol, mark: usize) -> Option<usize> {
        let mut known = self.scratch_entries.iter().skip(mark);
        known.position(|entry| entry.key == key).map(|place| mark + place)
    }

    fn entry_slot(&self, place: usize) -> Slot {
        self.scratch_entries.get(place).map_or(Slot::UNSET, |entry| entry.slot)
    }

    /// Puts an entry where it was, at the end when it is new; takes it out when it is `none`.
    fn set_entry(&mut self, place: Option<usize>, entry: MapSlot) {
        match place {
            Some(place) if entry.slot.value == Value::None => _ = self.scratch_entries.remove(place),
            Some(place) => _ = self.scratch_entries.get_mut(place).map(|known| *known = entry),
            None if entry.slot.value == Value::None => {}
            None => self.scratch_entries.push(entry),
        }
    }

    /// Spreads a map beneath what the literal itself has written so far.
    fn spread_map(&mut self, entry: &Entry, before: &[Entry], mark: usize, at: Frame) -> Eval<()> {
        if !self.counts(entry, at)? {
            return Ok(());
        }
        let Value::Map(slice) = self.eval(entry.value, at)? else { return Ok(()) };
        for place in slice.range() {
            let Some(over) = self.values.entries.get(place).copied() else { continue };
            let known = self.entry_place(over.key, mark);
            let is_own = |place: usize| before.iter().any(|own| self.is_written_by(place, own, at));
            if known.is_some_and(is_own) {
                continue;
            }
            let below = known.map_or(Slot::UNSET, |place| self.entry_slot(place));
            let slot = self.merge(below, over.slot);
            self.set_entry(known, MapSlot { key: over.key, slot });
        }
        Ok(())
    }

    /// One value over another, as layers lie: what the upper one leaves unset comes from the lower.
    pub(crate) fn merge(&mut self, below: Slot, over: Slot) -> Slot {
        let value = match (below.value, over.value) {
            (_, Value::Unset) => return below,
            _ if !self.spend(1) => return over,
            (Value::Record { record, start: low }, Value::Record { record: of, start }) if of == record => {
                let start = self.merge_slots(low, start, self.program.record(record).fields.len() as u32);
                Value::Record { record, start }
            }
            (Value::Case { union, case, body: low }, Value::Case { union: of, case: known, body })
                if (of, known) == (union, case) =>
            {
                let record = self.program.union(union).case(case).record;
                let count = record.map_or(0, |record| self.program.record(record).fields.len() as u32);
                Value::Case { union, case, body: self.merge_slots(low, body, count) }
            }
            (Value::Map(low), Value::Map(high)) => self.merge_maps(low, high),
            (_, value) => value,
        };
        Slot { value, origin: over.origin }
    }

    fn merge_slots(&mut self, low: u32, high: u32, count: u32) -> u32 {
        let mark = self.scratch.len();
        for place in 0..count {
            let merged = self.merge(self.values.slot(low + place), self.values.slot(high + place));
            self.scratch.push(merged);
        }
        self.keep_slots(mark).start
    }

    fn merge_maps(&mut self, low: Slice, high: Slice) -> Value {
        let mark = self.scratch_entries.len();
        self.scratch_entries.extend_from_slice(self.values.entries.get(low.range()).unwrap_or(&[]));
        for place in high.range() {
            let Some(over) = self.values.entries.get(place).copied() else { continue };
            let known = self.entry_place(over.key, mark);
            let below = known.map_or(Slot::UNSET, |place| self.entry_slot(place));
            let slot = self.merge(below, over.slot);
            self.set_entry(known, MapSlot { key: over.key, slot });
        }
        Value::Map(self.keep_entries(mark))
    }

    /// A literal that stands for itself.
    pub(crate) fn whole(&mut self, of: ExprId, at: Frame) -> Eval {
        let value = self.eval(of, at)?;
        let span = self.span(of);
        self.finish_whole(value, at, span)
    }

    /// The elements of a list.
    pub(crate) fn list(&mut self, entries: Slice, at: Frame) -> Eval {
        let mark = self.scratch.len();
        let result = self.list_entries(entries, at);
        let slice = self.keep_slots(mark);
        result.map(|()| Value::List(slice))
    }

    pub(crate) fn list_entries(&mut self, entries: Slice, at: Frame) -> Eval<()> {
        let mut failed = false;
        for entry in self.program.exprs.entry_list(entries) {
            failed |= self.list_entry(entry, at).is_err();
        }
        if failed { Err(Poisoned) } else { Ok(()) }
    }

    fn list_entry(&mut self, entry: &Entry, at: Frame) -> Eval<()> {
        if let EntryKind::For { .. } = entry.kind {
            return self.for_entries(entry, at, |machine, body| machine.list_entries(body, at));
        }
        if !self.counts(entry, at)? {
            return Ok(());
        }
        let value = self.eval(entry.value, at)?;
        match (entry.kind, value) {
            (EntryKind::Spread, Value::List(slice)) => {
                self.scratch.extend_from_slice(self.values.slots.get(slice.range()).unwrap_or(&[]));
            }
            (EntryKind::Spread, _) => {}
            _ => self.scratch.push(Slot { value, origin: Origin { expr: entry.value, layer: at.layer } }),
        }
        Ok(())
    }
}
