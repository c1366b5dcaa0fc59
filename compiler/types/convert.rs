//! Conversions: what may stand where something else is expected, written out so that evaluation needs no types.

mod mismatch;

use program::{Builtin, Entry, EntryKind, Expr, FieldOp, Labels, Ty, Type};
use source::Span;
use values::{CaseId, ComponentId, ExprId, RecordId, UnionId, Value};

use crate::checker::{Checker, Typed};
use crate::scope::Shape;

impl Checker<'_> {
    /// The expression as what is expected, or something broken with its mistake reported.
    pub(crate) fn convert(&mut self, typed: Typed, expected: Ty, span: Span) -> ExprId {
        let is_data = match self.form_of(expected) {
            Type::Map(of) => self.form_of(of) == Type::Data,
            form => form == Type::Data,
        };
        if expected.labels.is_secret()
            && let Some(text) = self.constant_text(typed.id).map(str::to_owned)
        {
            self.lint_random(&text, span);
        }
        if is_data {
            self.printed.enter(self.deep_labels(typed.ty), span);
        }
        // Whatever its labels are, it is no reference.
        if self.form_of(expected) == Type::Use && !self.converts(typed, expected) {
            self.report_mismatch(typed, expected, span);
            return program::Exprs::UNKNOWN;
        }
        if !self.forgets(typed.ty.labels, expected, span) || !self.keeps_secret(typed.ty.labels, expected, span) {
            return program::Exprs::UNKNOWN;
        }
        let bound = self.all_labels(expected).and(self.short_labels(typed, expected));
        if !self.labels_fit(typed.ty.labels, bound, expected, span) {
            return program::Exprs::UNKNOWN;
        }
        if !self.has_form(typed.id, self.form_of(expected), span) {
            return program::Exprs::UNKNOWN;
        }
        match self.try_convert(typed, expected, span) {
            Some(id) => self.judged(id, typed, expected),
            None => {
                self.report_mismatch(typed, expected, span);
                program::Exprs::UNKNOWN
            }
        }
    }

    /// Labels that the type allows, on itself or on what it holds.
    fn all_labels(&self, ty: Ty) -> Labels {
        match self.program.types.of(ty) {
            Type::Optional(of) => ty.labels.and(of.labels),
            Type::Data => Labels::EPHEMERAL,
            // What lies in a shape is labelled field by field.
            Type::Shape(_) if self.fills_texts() => Labels::EPHEMERAL,
            Type::Shape(_) => ty.labels.and(Labels::DEFERRED),
            _ => ty.labels,
        }
    }

    /// Labels that a bare value may have since the short field takes them that it stands for.
    fn short_labels(&mut self, typed: Typed, expected: Ty) -> Labels {
        let records = match (self.program.types.of(typed.ty), self.form_of(expected)) {
            (Type::Record(_) | Type::Union(_), _) => Vec::new(),
            (_, Type::Record(record)) => vec![record],
            (_, Type::Union(union)) => self.program.union(union).cases.iter().filter_map(|case| case.record).collect(),
            _ => Vec::new(),
        };
        let shorts: Vec<Ty> = records.into_iter().filter_map(|record| self.short_type(record)).collect();
        shorts.into_iter().fold(Labels::NONE, |labels, short| labels.and(self.all_labels(short)))
    }

    /// The type within `?` whose form a text must have.
    pub(crate) fn form_of(&self, ty: Ty) -> Type {
        match self.program.types.of(ty) {
            Type::Optional(of) => self.program.types.of(of),
            other => other,
        }
    }

    /// Whether it may stand there, labels aside.
    pub(crate) fn converts(&mut self, typed: Typed, expected: Ty) -> bool {
        self.try_convert(typed, expected, Span::at(source::FileId(0), 0)).is_some()
    }

    pub(crate) fn try_convert(&mut self, typed: Typed, expected: Ty, span: Span) -> Option<ExprId> {
        let (found, wanted) = (self.program.types.of(typed.ty), self.program.types.of(expected));
        if typed.ty.id == expected.id || matches!(found, Type::Unknown) || matches!(wanted, Type::Unknown) {
            return Some(typed.id);
        }
        match (found, wanted) {
            (Type::None, Type::Optional(_) | Type::Data) => Some(typed.id),
            (Type::Optional(inner), Type::Optional(of)) => {
                let made = self.try_convert(Typed { ty: inner, ..typed }, of, span)?;
                // What passes `none` on may be done to an optional value, too.
                let passes = made == typed.id
                    || matches!(
                        self.program.exprs.get(made),
                        Expr::Text(_) | Expr::Widen(_) | Expr::Builtin(Builtin::Located, _)
                    );
                match passes {
                    true => Some(made),
                    false => self.shape_within(of).map(|_| self.made_where_there(typed.id, made, span)),
                }
            }
            (Type::Optional(inner), Type::Data) => self.try_convert(Typed { ty: inner, ..typed }, expected, span),
            (_, Type::Optional(of)) => self.try_convert(typed, of, span),
            (Type::Optional(_) | Type::None, _) => None,
            (_, Type::Shape(shape)) => self.make_shape(typed, shape, expected, span),
            (Type::Shape(shape), _) => self.open_shape(typed, shape, expected, span),
            (_, Type::Text) => self.make_text(typed, found, span),
            (Type::Path, Type::String) => Some(self.located(typed.id, span)),
            (Type::String | Type::Text, Type::Path) => Some(self.rooted(typed.id)),
            (_, Type::Range(of)) => self.make_range(typed, found, Ty { id: of, labels: Labels::NONE }, span),
            (Type::List(from), Type::List(to)) => self.make_list(typed, from, to, span),
            (Type::Map(from), Type::Map(to)) => self.make_map(typed, from, to, span),
            (Type::Record(record), Type::Map(of)) => self.record_to_map(typed, record, of, span),
            (_, Type::Record(record)) => self.make_record(typed, found, record, span),
            (_, Type::Union(union)) => self.make_case(typed, union, span),
            (_, Type::Data) => self.make_data(typed, found),
            _ => self.fits(found, wanted).then_some(typed.id),
        }
    }

    /// Conversions that change nothing.
    fn fits(&self, found: Type, wanted: Type) -> bool {
        use Type as T;
        match (found, wanted) {
            (T::Text | T::Url | T::Domain | T::Cidr, T::String) => true,
            (T::String | T::Text, T::Url | T::Domain | T::Cidr | T::Name) => true,
            (T::Int, T::Port | T::Number) | (T::Port, T::Int | T::Number) => true,
            (T::Component(id, _), T::Component(wanted, asks)) => id == wanted && self.offers(id, asks),
            (T::Component(id, _), T::Interface(wanted, asks)) => {
                self.program.provides(id, wanted) && self.offers(id, asks)
            }
            (T::Interface(id, _), T::Interface(wanted, _)) => {
                id == wanted || self.program.interface(id).extends.contains(&wanted)
            }
            (T::Component(..) | T::Interface(..) | T::Instance, T::Instance | T::Use) => true,
            _ => false,
        }
    }

    fn offers(&self, component: ComponentId, asks: Option<values::Symbol>) -> bool {
        asks.is_none_or(|asks| self.program.component(component).capability(asks).is_some())
    }

    pub(crate) fn make_text(&mut self, typed: Typed, found: Type, span: Span) -> Option<ExprId> {
        use Type as T;
        match found {
            T::String | T::Url | T::Domain | T::Cidr => Some(typed.id),
            T::Path => Some(self.located(typed.id, span)),
            T::Int | T::Number | T::Bool | T::Port | T::Clock | T::Window | T::Weekday | T::WeeklyWindow => {
                let text = match self.program.exprs.get(typed.id) {
                    Expr::Value(Value::Int(whole)) => Some(whole.to_string()),
                    Expr::Value(Value::Bool(value)) => Some(value.to_string()),
                    _ => None,
                };
                match text {
                    Some(text) => {
                        let symbol = self.intern(&text);
                        Some(
                            self.program.exprs.push(Expr::Value(Value::Str(symbol)), self.program.exprs.span(typed.id)),
                        )
                    }
                    None => Some(self.program.exprs.push(Expr::Text(typed.id), span)),
                }
            }
            T::Union(union) => {
                let bare = self.program.union(union).cases.iter().all(|case| case.record.is_none());
                bare.then(|| self.program.exprs.push(Expr::Text(typed.id), span))
            }
            _ => None,
        }
    }

    /// A path as text: seen from the output once it is written.
    pub(crate) fn located(&mut self, path: ExprId, span: Span) -> ExprId {
        let args = self.program.exprs.push_list(&[path]);
        self.program.exprs.push(Expr::Builtin(Builtin::Located, args), span)
    }

    /// A path that is written belongs to the file that writes it: it is kept as seen from the root.
    fn rooted(&mut self, written: ExprId) -> ExprId {
        let package = self.context.package;
        let folder = self.names.path(package);
        let Expr::Value(Value::Str(text)) = self.program.exprs.get(written) else { return written };
        let text = self.program.text(text);
        if text.starts_with('/') || folder.is_empty() || self.names.is_std(package) {
            return written;
        }
        let joined = self.intern(&format!("{folder}/{text}"));
        self.program.exprs.push(Expr::Value(Value::Str(joined)), self.program.exprs.span(written))
    }

    /// A scalar widens to the range from itself to itself.
    fn make_range(&mut self, typed: Typed, found: Type, of: Ty, span: Span) -> Option<ExprId> {
        if let Type::Range(from) = found {
            let (from, to) = (self.program.types.get(from), self.program.types.of(of));
            return (from == to || self.fits(from, to)).then_some(typed.id);
        }
        let scalar = self.try_convert(typed, of, span)?;
        Some(self.program.exprs.push(Expr::Widen(scalar), span))
    }

    /// Element by element, where the elements need it.
    pub(crate) fn make_list(&mut self, typed: Typed, from: Ty, to: Ty, span: Span) -> Option<ExprId> {
        let (kind, made) = self.each(typed, from, to, span)?;
        match kind {
            None => Some(typed.id),
            Some(entry) => {
                let body = self.program.exprs.push_entries(&[Entry { kind: EntryKind::Item, ..made }]);
                Some(self.push_turns(entry, body, typed, span, Expr::List))
            }
        }
    }

    pub(crate) fn make_map(&mut self, typed: Typed, from: Ty, to: Ty, span: Span) -> Option<ExprId> {
        let (kind, made) = self.each(typed, from, to, span)?;
        match kind {
            None => Some(typed.id),
            Some((key, value)) => {
                let key_ty = self.program.types.plain(Type::String);
                let key_expr = self.push(Expr::Local(key), span, key_ty);
                let kind = EntryKind::Computed(key_expr.id);
                let body = self.program.exprs.push_entries(&[Entry { kind, ..made }]);
                Some(self.push_turns((key, value), body, typed, span, Expr::Map))
            }
        }
    }

    /// The conversion of one element: none where elements stay as they are, else the locals it uses and its entry.
    fn each(&mut self, typed: Typed, from: Ty, to: Ty, span: Span) -> Option<(Option<(u16, u16)>, Entry)> {
        if !from.labels.fits(self.all_labels(to)) {
            return None;
        }
        let is_list = matches!(self.program.types.of(typed.ty), Type::List(_));
        let first = self.locals.len() as u16;
        let value_slot = if is_list { first } else { first + 1 };
        let element = self.push(Expr::Local(value_slot), span, from);
        let made = self.try_convert(element, to, span)?;
        let entry = Entry { kind: EntryKind::Item, value: made, condition: None, span };
        let locals = (made != element.id).then_some((first, value_slot));
        Some((locals, entry))
    }

    fn push_turns(
        &mut self,
        (first, second): (u16, u16),
        body: values::Slice,
        typed: Typed,
        span: Span,
        wrap: impl FnOnce(values::Slice) -> Expr,
    ) -> ExprId {
        let second = std::num::NonZeroU16::new(second).filter(|second| second.get() != first);
        let kind = EntryKind::For { first, second, filter: None, body };
        let turns = self.program.exprs.push_entries(&[Entry { kind, value: typed.id, condition: None, span }]);
        self.program.exprs.push(wrap(turns), span)
    }

    /// A record of plain names is a map where one is expected.
    pub(crate) fn record_to_map(&mut self, typed: Typed, record: RecordId, of: Ty, span: Span) -> Option<ExprId> {
        let mut entries = Vec::new();
        for (name, part) in self.spread_fields(typed, record, span) {
            if !part.ty.labels.fits(self.all_labels(of)) {
                return None;
            }
            let target = match self.program.types.of(part.ty) {
                Type::Optional(_) => self.make_optional(of),
                _ => of,
            };
            let value = self.try_convert(part, target, span)?;
            entries.push(Entry { kind: EntryKind::Key(name, FieldOp::Set), value, condition: None, span });
        }
        let slice = self.program.exprs.push_entries(&entries);
        Some(self.program.exprs.push(Expr::Map(slice), span))
    }

    /// A bare value stands for a record with a short field; a record of plain names for one that has those fields.
    fn make_record(&mut self, typed: Typed, found: Type, record: RecordId, span: Span) -> Option<ExprId> {
        if let Type::Record(other) = found {
            if self.program.record(other).name.is_some() {
                return None;
            }
            return self.record_to_record(typed, other, record, span);
        }
        let at = self.program.record(record).short?;
        let short = self.short_type(record)?;
        if !typed.ty.labels.fits(self.all_labels(short)) {
            return None;
        }
        let value = self.try_convert(typed, short, span)?;
        self.wrap_short(record, at, value, span)
    }

    fn wrap_short(&mut self, record: RecordId, at: u16, value: ExprId, span: Span) -> Option<ExprId> {
        let written = |other: &(usize, &program::Field)| other.0 != usize::from(at) && other.1.required;
        if self.program.record(record).fields.iter().enumerate().any(|field| written(&field)) {
            return None;
        }
        let entry = Entry { kind: EntryKind::Field(at, FieldOp::Set), value, condition: None, span };
        let slice = self.program.exprs.push_entries(&[entry]);
        let literal = self.program.exprs.push(Expr::Record(record, slice), span);
        Some(self.whole(literal, span))
    }

    /// A literal that stands for itself is filled with defaults.
    fn whole(&mut self, literal: ExprId, span: Span) -> ExprId {
        match self.context.shape {
            Shape::Layer => literal,
            Shape::Whole => self.program.exprs.push(Expr::Whole(literal), span),
        }
    }

    fn record_to_record(&mut self, typed: Typed, from: RecordId, to: RecordId, span: Span) -> Option<ExprId> {
        let mut entries = Vec::new();
        for (name, part) in self.spread_fields(typed, from, span) {
            let at = self.program.record(to).find(name)?;
            let ty = self.program.record(to).fields.get(usize::from(at))?.ty;
            if !part.ty.labels.fits(self.all_labels(ty)) {
                return None;
            }
            let value = self.try_convert(part, ty, span)?;
            entries.push(Entry { kind: EntryKind::Field(at, FieldOp::Set), value, condition: None, span });
        }
        let written = |at: usize| {
            entries.iter().any(|entry| matches!(entry.kind, EntryKind::Field(f, _) if usize::from(f) == at))
        };
        if self.program.record(to).fields.iter().enumerate().any(|(at, field)| field.required && !written(at)) {
            return None;
        }
        let slice = self.program.exprs.push_entries(&entries);
        let literal = self.program.exprs.push(Expr::Record(to, slice), span);
        Some(self.whole(literal, span))
    }

    /// A bare value is the one case whose short field takes it.
    fn make_case(&mut self, typed: Typed, union: UnionId, span: Span) -> Option<ExprId> {
        let cases: Vec<(CaseId, RecordId, u16)> = self
            .program
            .union(union)
            .cases
            .iter()
            .enumerate()
            .filter_map(|(at, case)| Some((CaseId(at as u16), case.record?, self.program.record(case.record?).short?)))
            .collect();
        let mut found = None;
        for (case, record, at) in cases {
            let short = self.short_type(record)?;
            if !typed.ty.labels.fits(self.all_labels(short)) {
                continue;
            }
            let Some(value) = self.try_convert(typed, short, span) else { continue };
            if found.is_some() {
                return None;
            }
            found = Some((case, record, at, value));
        }
        let (case, record, at, value) = found?;
        let entry = Entry { kind: EntryKind::Field(at, FieldOp::Set), value, condition: None, span };
        let slice = self.program.exprs.push_entries(&[entry]);
        let fields = self.program.exprs.push(Expr::Record(record, slice), span);
        let made = self.program.exprs.push(Expr::Case(union, case, fields), span);
        Some(self.whole(made, span))
    }

    /// Plain data: text, numbers, and lists, maps and records of them.
    fn make_data(&mut self, typed: Typed, found: Type) -> Option<ExprId> {
        self.is_data(found).then_some(typed.id)
    }

    fn is_data(&self, ty: Type) -> bool {
        match ty {
            Type::List(of) | Type::Map(of) | Type::Optional(of) => self.is_data(self.program.types.of(of)),
            Type::Record(record) => {
                self.program.record(record).fields.iter().all(|field| self.is_data(self.program.types.of(field.ty)))
            }
            Type::Union(union) => {
                let records = self.program.union(union).cases.iter().filter_map(|case| case.record);
                let mut fields = records.flat_map(|record| &self.program.record(record).fields);
                self.program.union(union).cases.iter().all(|case| case.record.is_none())
                    || self.printed.in_template && fields.all(|field| self.is_data(self.program.types.of(field.ty)))
            }
            ty if ty.quantity().is_some() => self.printed.in_template,
            Type::Component(..) | Type::Interface(..) | Type::Instance | Type::Use | Type::Fields(_) => false,
            _ => true,
        }
    }
}
