//! What higher layers replace is not evaluated: an entry that some layer above writes anew only keeps its place.

use program::{EntryKind, Expr, FieldOp};
use values::{ExprId, Slice};

use crate::machine::{Frame, Machine};

impl Machine<'_> {
    /// Whether a layer above replaces all of what is written here; else the frame to evaluate it in, which knows what
    /// lies above its own entries.
    pub(crate) fn beneath(&mut self, kind: EntryKind, value: ExprId, at: Frame) -> Option<Frame> {
        if at.uppers.len == 0 {
            return Some(at);
        }
        let start = self.uppers.len() as u32;
        for place in at.uppers.range() {
            let Some(upper) = self.uppers.get(place).copied() else { continue };
            let Some(over) = self.entry_over(kind, upper) else { continue };
            if self.replaces(over, value) {
                self.uppers.truncate(start as usize);
                return None;
            }
            self.uppers.push(over);
        }
        let len = self.uppers.len() as u32 - start;
        Some(Frame { uppers: Slice { start, len }, ..at })
    }

    /// What the literal of a higher layer writes in the same place, whatever the environment.
    fn entry_over(&self, kind: EntryKind, upper: ExprId) -> Option<ExprId> {
        let program = self.program;
        let entries = match program.exprs.get(upper) {
            Expr::Record(_, entries) | Expr::Map(entries) => entries,
            Expr::Case(_, _, body) => match program.exprs.get(body) {
                Expr::Record(_, entries) => entries,
                _ => return None,
            },
            _ => return None,
        };
        let same = |over: EntryKind| match (kind, over) {
            (EntryKind::Field(a, _), EntryKind::Field(b, FieldOp::Set)) => a == b,
            (EntryKind::Key(a, _), EntryKind::Key(b, FieldOp::Set)) => a == b,
            _ => false,
        };
        let mut entries = program.exprs.entry_list(entries).iter();
        entries.rfind(|entry| entry.condition.is_none() && same(entry.kind)).map(|entry| entry.value)
    }

    /// Whether one value written over another leaves nothing of it.
    pub(crate) fn replaces(&self, over: ExprId, value: ExprId) -> bool {
        match (self.program.exprs.get(value), self.program.exprs.get(over)) {
            (Expr::Case(union, case, _), Expr::Case(of, other, _)) => (union, case) != (of, other),
            (_, Expr::Record(..) | Expr::Map(_) | Expr::Case(..)) => false,
            _ => true,
        }
    }
}
