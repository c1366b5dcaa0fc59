//! Defaults of record types: what is constant is evaluated once and copied from then on.

use program::{EntryKind, Expr, Program, Type};
use values::{ExprId, Origin, RecordId, Slot, Value};

use crate::fields::holders::State;
use crate::fields::layers::DEFAULT;
use crate::machine::Machine;

/// What a field comes to where nobody writes it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum FieldDefault {
    /// Always the same; `Value::None` for what is optional.
    Constant(Slot),
    /// Evaluated for each record.
    Open(ExprId),
    /// Nothing: it must be written.
    Required,
}

/// Defaults by record type, made on first use.
pub(crate) struct Defaults {
    /// Where the fields of a record start in `all`.
    starts: Vec<Option<u32>>,
    all: Vec<FieldDefault>,
    /// Whether a value of a type may have to be finished, by type.
    pub(crate) deep: Vec<Option<bool>>,
}

impl Defaults {
    pub(crate) fn new(program: &Program) -> Self {
        Self { starts: vec![None; program.types.records.len()], all: Vec::new(), deep: Vec::new() }
    }
}

impl Machine<'_> {
    /// Appends the slots and states of a record of which nothing is written.
    pub(crate) fn push_template(&mut self, record: RecordId) {
        let start = self.defaults_of(record);
        let count = self.program.record(record).fields.len();
        self.values.slots.reserve(count);
        for default in self.defaults.all.get(start..start + count).unwrap_or(&[]) {
            let (slot, state) = match default {
                FieldDefault::Constant(slot) => (*slot, State::Constant),
                FieldDefault::Open(_) => (Slot::UNSET, State::Open),
                FieldDefault::Required => (Slot::UNSET, State::Missing),
            };
            self.values.slots.push(slot);
            self.states.push(state);
        }
    }

    /// What a field of a record comes to where nobody writes it.
    pub(crate) fn default_of(&mut self, record: RecordId, field: u16) -> FieldDefault {
        let at = self.defaults_of(record) + usize::from(field);
        self.defaults.all.get(at).copied().unwrap_or(FieldDefault::Required)
    }

    pub(crate) fn defaults_of(&mut self, record: RecordId) -> usize {
        if let Some(start) = self.defaults.starts.get(record.index()).copied().flatten() {
            return start as usize;
        }
        let program = self.program;
        let fields = &program.record(record).fields;
        let mut made = Vec::with_capacity(fields.len());
        for field in fields {
            let is_optional = matches!(program.types.of(field.ty), Type::Optional(_));
            made.push(match field.default {
                Some(default) if is_constant(program, default) => self.constant_default(default, field.ty),
                Some(default) => FieldDefault::Open(default),
                None if is_optional => FieldDefault::Constant(Slot { value: Value::None, origin: Origin::NONE }),
                None => FieldDefault::Required,
            });
        }
        let start = self.defaults.all.len() as u32;
        self.defaults.all.extend(made);
        if let Some(known) = self.defaults.starts.get_mut(record.index()) {
            *known = Some(start);
        }
        start as usize
    }

    fn constant_default(&mut self, default: ExprId, ty: program::Ty) -> FieldDefault {
        let at = self.bare_frame(DEFAULT);
        let span = self.span(default);
        let value = self.within(at, |machine, at| {
            let value = machine.eval(default, at)?;
            machine.finish(value, ty, at, span)
        });
        let origin = Origin { expr: default, layer: DEFAULT };
        FieldDefault::Constant(Slot { value: value.unwrap_or(Value::None), origin })
    }
}

/// Whether an expression is the same wherever it is evaluated; comprehensions and names count as no.
pub(crate) fn is_constant(program: &Program, expr: ExprId) -> bool {
    let is = |expr: ExprId| is_constant(program, expr);
    match program.exprs.get(expr) {
        Expr::Value(_) => true,
        Expr::Template(list) => program.exprs.list(list).iter().all(|piece| is(*piece)),
        Expr::List(entries) | Expr::Map(entries) | Expr::Record(_, entries) => {
            program.exprs.entry_list(entries).iter().all(|entry| {
                let plain = matches!(entry.kind, EntryKind::Item | EntryKind::Field(..) | EntryKind::Key(..));
                plain && entry.condition.is_none() && is(entry.value)
            })
        }
        Expr::Whole(of) | Expr::Case(_, _, of) | Expr::Widen(of) | Expr::Text(of) | Expr::As(of, _) => is(of),
        Expr::Range(a, b) | Expr::Binary(_, a, b) => is(a) && is(b),
        Expr::Unary(_, of) => is(of),
        _ => false,
    }
}
