//! `{ … }`: a record, a map, a case or plain data, as the expected type says.

mod entries;
mod inferred;
mod written;

use program::{Entry, EntryKind, Expr, Exprs, FieldOp, Ty, Type};
use source::Span;
use syntax::{Body, Field, Item, Spread};
use values::{CaseId, ExprId, RecordId, Symbol, UnionId};

use crate::checker::{Checker, Typed};
use crate::exprs::bodies::written::{Written, first_of};
use crate::problem::Problem;
use crate::scope::Shape;

impl<'a> Checker<'a> {
    pub(crate) fn check_body(&mut self, body: Body<'a>, hint: Option<Ty>) -> Typed {
        let Some(hint) = self.document_at(hint).or(hint) else { return self.inferred_body(body) };
        match self.program.types.of(hint) {
            Type::Record(record) => self.record_literal(record, Some(body), body.span(), hint),
            Type::Fields(component) => {
                let record = self.program.component(component).fields;
                let shape = std::mem::replace(&mut self.context.shape, Shape::Layer);
                let id = self.record_entries(record, Some(body), body.span());
                self.context.shape = shape;
                self.typed(id, hint)
            }
            Type::Map(of) => self.map_literal(body, of, hint),
            // Names that are written out are there for a template, even where they come to nothing.
            Type::Data if self.printed.in_template && body.items().all(|item| matches!(item, Item::Field(_))) => {
                self.anonymous_record(body, Some(hint))
            }
            Type::Data => {
                let typed = self.map_literal(body, hint, hint);
                Typed { ty: hint, ..typed }
            }
            Type::Union(union) => self.case_of_body(union, body, hint),
            Type::Shape(shape) => self.shape_body(body, shape, hint),
            Type::Unknown => {
                self.unknown_body(body, hint);
                Typed::UNKNOWN
            }
            _ => {
                let expected = self.show(hint);
                self.broken(Problem::BodyHere { span: body.span(), expected })
            }
        }
    }

    /// A body of nobody knows what: only what is wrong in its values by themselves is said.
    fn unknown_body(&mut self, body: Body<'a>, unknown: Ty) {
        let values = body.items().filter_map(|item| match item {
            Item::Field(field) => field.value(),
            Item::MapEntry(entry) => entry.value(),
            Item::Spread(spread) => spread.expr(),
            _ => None,
        });
        for value in values {
            self.check(value, Some(unknown));
        }
    }

    /// A record that stands for itself, or a layer of one, as the context says.
    pub(crate) fn record_literal(&mut self, record: RecordId, body: Option<Body<'a>>, span: Span, ty: Ty) -> Typed {
        let id = self.record_entries(record, body, span);
        let bare = Checker::unlabelled(ty);
        if self.context.shape == Shape::Layer {
            return self.typed(id, bare);
        }
        self.check_missing(record, id, span);
        self.push(Expr::Whole(id), span, bare)
    }

    /// Reports fields that somebody must write and nobody did.
    pub(crate) fn check_missing(&mut self, record: RecordId, literal: ExprId, span: Span) {
        let Expr::Record(_, slice) = self.program.exprs.get(literal) else { return };
        let entries = self.program.exprs.entry_list(slice);
        if entries.iter().any(|entry| matches!(entry.kind, EntryKind::Spread)) {
            return;
        }
        let written = |at: usize| {
            entries.iter().any(|entry| matches!(entry.kind, EntryKind::Field(field, _) if usize::from(field) == at))
        };
        let fields = self.program.record(record).fields.iter().enumerate();
        let missing: Vec<String> = fields
            .filter(|(at, field)| field.required && !written(*at))
            .map(|(_, field)| format!("{}: {}", self.program.text(field.name), self.show(field.ty)))
            .collect();
        if !missing.is_empty() {
            let declared = self.program.record(record).span;
            self.report(Problem::MissingFields { span, missing, declared });
        }
    }

    /// The entries of a record, whatever its shape.
    pub(crate) fn record_entries(&mut self, record: RecordId, body: Option<Body<'a>>, span: Span) -> ExprId {
        let mut written = Written::default();
        for item in body.into_iter().flat_map(Body::items) {
            match item {
                Item::Field(field) => self.record_field(record, field, &mut written),
                Item::Flag(flag) => self.record_flag(record, flag, &mut written),
                Item::Spread(spread) => written.entries.extend(self.record_spread(record, spread)),
                Item::On(_) => {}
                Item::FieldDecl(decl) => self.report_colon(decl),
                item => {
                    let expected = "`field = value`, `field { … }` or `...record`";
                    self.report(Problem::NotHere { span: item.span(), place: "a record", expected });
                }
            }
        }
        // Nobody misses the field that a misspelt name was meant for.
        for (field, span) in std::mem::take(&mut written.meant) {
            if !written.has_field(field) {
                let kind = EntryKind::Field(field, FieldOp::Set);
                written.entries.push(Entry { kind, value: Exprs::UNKNOWN, condition: None, span });
            }
        }
        let slice = self.program.exprs.push_entries(&written.entries);
        self.program.exprs.push(Expr::Record(record, slice), span)
    }

    /// `key: value` as other languages write it.
    pub(crate) fn report_colon(&mut self, decl: syntax::FieldDecl<'a>) {
        let colon = decl.node().token(syntax::SyntaxKind::Colon).map(|colon| colon.span);
        let key = decl.key().map(|key| key.text().into_owned()).unwrap_or_default();
        self.report(Problem::Colon { span: colon.unwrap_or(decl.span()), key });
    }

    fn record_field(&mut self, record: RecordId, field: Field<'a>, written: &mut Written) {
        let Some(key) = field.key() else { return };
        let symbol = self.intern(&key.text());
        let Some(at) = self.program.record(record).find(symbol) else {
            if !self.is_inner(record, symbol) {
                self.misspelt_field(record, &key.text(), key.span(), written);
            }
            return;
        };
        let Some(value) = field.value() else { return };
        let ty = self.program.record(record).fields.get(usize::from(at)).map_or(Typed::UNKNOWN.ty, |field| field.ty);
        let op = self.list_op(field, ty);
        self.written_twice(written, EntryKind::Field(at, op), symbol, key.span(), field.condition().is_some());
        let narrowed = self.narrowed.len();
        let condition = field.condition().map(|condition| self.check_guard(condition));
        let value = self.check_against(value, ty);
        self.narrowed.truncate(narrowed);
        let condition = condition.and_then(Exprs::some);
        written.entries.push(Entry { kind: EntryKind::Field(at, op), value, condition, span: key.span() });
    }

    fn misspelt_field(&mut self, record: RecordId, name: &str, span: Span, written: &mut Written) {
        self.unknown_field(record, name, span);
        let known = self.field_names(record);
        let nearest = source::nearest(name, known.iter().map(String::as_str));
        let symbol = nearest.and_then(|nearest| self.program.symbols.find(nearest));
        written.meant.extend(symbol.and_then(|symbol| self.program.record(record).find(symbol)).map(|at| (at, span)));
    }

    /// A condition whose success the entry may rely on.
    pub(crate) fn check_guard(&mut self, condition: syntax::Expr<'a>) -> ExprId {
        let checked = self.check_condition(condition);
        self.assume(condition, true);
        checked
    }

    /// Whether a name is an instance inside the composite whose fields the record holds.
    fn is_inner(&self, record: RecordId, name: Symbol) -> bool {
        let of = self.context.own().map(|component| self.program.component(component));
        let of = of.filter(|component| component.fields == record);
        of.is_some_and(|component| matches!(component.member(name), Some(program::Member::Inner(_))))
    }

    pub(crate) fn unknown_field(&mut self, record: RecordId, name: &str, span: Span) {
        let known = self.field_names(record);
        let ty = self.program.types.plain(Type::Record(record));
        let (of, declared) = (self.show(ty), Some(self.program.record(record).span));
        self.report(Problem::UnknownField { span, name: name.to_owned(), of, known, declared });
    }

    /// The same field twice in one layer is a mistake, unless a condition chooses between them.
    pub(crate) fn check_twice(
        &mut self,
        entries: &[Entry],
        kind: EntryKind,
        name: Symbol,
        span: Span,
        conditional: bool,
    ) {
        let first = first_of(entries, kind).filter(|first| first.condition.is_none() && !conditional);
        if let Some(first) = first.map(|first| first.span) {
            let name = self.program.text(name).to_owned();
            self.report(Problem::WrittenTwice { span, name, first });
        }
    }

    /// The same among what may be many.
    pub(crate) fn written_twice(
        &mut self,
        written: &mut Written,
        kind: EntryKind,
        name: Symbol,
        span: Span,
        conditional: bool,
    ) {
        let first = written.first_of(kind);
        self.check_twice(first.as_slice(), kind, name, span, conditional);
    }

    /// A word alone sets a field that is a `bool`.
    fn record_flag(&mut self, record: RecordId, flag: syntax::Flag<'a>, written: &mut Written) {
        let Some(name) = flag.name() else { return };
        let symbol = self.intern(name.text);
        let Some(at) = self.program.record(record).find(symbol) else {
            self.misspelt_field(record, name.text, name.span, written);
            return;
        };
        let kind = EntryKind::Field(at, FieldOp::Set);
        self.written_twice(written, kind, symbol, name.span, flag.condition().is_some());
        let ty = self.program.record(record).fields.get(usize::from(at)).map_or(Typed::UNKNOWN.ty, |field| field.ty);
        let form = match self.program.types.of(ty) {
            Type::Optional(of) => self.program.types.of(of),
            form => form,
        };
        if !matches!(form, Type::Bool | Type::Unknown) {
            let expected = self.show(ty);
            self.report(Problem::NoValue { span: name.span, name: name.text.to_owned(), expected });
            return;
        }
        let value = self.constant_expr(values::Value::Bool(true), name.span, Type::Bool).id;
        let condition = flag.condition().map(|condition| self.check_condition(condition)).and_then(Exprs::some);
        written.entries.push(Entry { kind, value, condition, span: name.span });
    }

    /// `...r` in a record: the fields of `r` that the record has, too.
    fn record_spread(&mut self, record: RecordId, spread: Spread<'a>) -> Vec<Entry> {
        let Some(written) = spread.expr() else { return Vec::new() };
        let narrowed = self.narrowed.len();
        let condition = spread.condition().map(|condition| self.check_guard(condition)).and_then(Exprs::some);
        let typed = self.check(written, None);
        self.narrowed.truncate(narrowed);
        let entry = |kind, value| Entry { kind, value, condition, span: spread.span() };
        match self.program.types.of(typed.ty) {
            Type::Unknown => vec![entry(EntryKind::Spread, Exprs::UNKNOWN)],
            Type::Record(other) if other == record => vec![entry(EntryKind::Spread, typed.id)],
            Type::Fields(component) if self.program.component(component).fields == record => {
                vec![entry(EntryKind::Spread, typed.id)]
            }
            Type::Record(other) => {
                let parts = self.spread_fields(typed, other, written.span());
                let mut entries = Vec::new();
                for (name, part) in parts {
                    let Some(at) = self.program.record(record).find(name) else {
                        let name = self.program.text(name).to_owned();
                        self.unknown_field(record, &name, written.span());
                        continue;
                    };
                    let fields = &self.program.record(record).fields;
                    let ty = fields.get(usize::from(at)).map_or(Typed::UNKNOWN.ty, |field| field.ty);
                    let value = self.convert(part, ty, written.span());
                    entries.push(entry(EntryKind::Field(at, FieldOp::Set), value));
                }
                entries
            }
            _ => {
                let found = self.show(typed.ty);
                let expected = self.show_record(record);
                self.report(Problem::SpreadOf { span: spread.span(), found, expected });
                vec![entry(EntryKind::Spread, Exprs::UNKNOWN)]
            }
        }
    }

    fn show_record(&mut self, record: RecordId) -> String {
        let ty = self.program.types.plain(Type::Record(record));
        self.show(ty)
    }

    /// The fields of a record value, each as an expression.
    pub(crate) fn spread_fields(&mut self, base: Typed, record: RecordId, span: Span) -> Vec<(Symbol, Typed)> {
        let fields: Vec<(Symbol, Ty)> =
            self.program.record(record).fields.iter().map(|field| (field.name, field.ty)).collect();
        let mut parts = Vec::new();
        for (at, (name, ty)) in fields.into_iter().enumerate() {
            let ty = Ty { id: ty.id, labels: ty.labels.and(base.ty.labels) };
            parts.push((name, self.push(Expr::Get(base.id, at as u16), span, ty)));
        }
        parts
    }

    /// The one case that has all the keys that are written.
    fn case_of_body(&mut self, union: UnionId, body: Body<'a>, hint: Ty) -> Typed {
        let keys: Vec<String> = body
            .items()
            .filter_map(|item| match item {
                Item::Field(field) => field.key().map(|key| key.text().into_owned()),
                Item::Flag(flag) => flag.name().map(|name| name.text.to_owned()),
                _ => None,
            })
            .collect();
        let cases = self.program.union(union).cases.clone();
        let mut fitting = cases.iter().enumerate().filter(|(_, case)| {
            let has = |record: RecordId, key: &String| {
                self.program.symbols.find(key).is_some_and(|key| self.program.record(record).find(key).is_some())
            };
            case.record.is_some_and(|record| keys.iter().all(|key| has(record, key)))
        });
        match (fitting.next(), fitting.next()) {
            (Some((at, case)), None) => {
                let Some(record) = case.record else { return Typed::UNKNOWN };
                self.case_literal((union, CaseId(at as u16)), record, Some(body), body.span())
            }
            (found, _) => {
                let cases = self.case_names(hint);
                let expected = self.show(hint);
                let ambiguous = found.is_some();
                self.broken(Problem::WhichCase { span: body.span(), expected, cases, ambiguous })
            }
        }
    }

    /// The same where the type beneath is known: only lists are added to and taken from.
    pub(crate) fn list_op(&mut self, field: Field<'a>, ty: Ty) -> FieldOp {
        let op = field_op(field);
        let is_many = matches!(self.form_of(ty), Type::List(_) | Type::Shape(_) | Type::Data | Type::Unknown);
        match field.operator() {
            Some(operator) if op != FieldOp::Set && !is_many => {
                let help =
                    Some("`+=` and `-=` change lists; `=` replaces, and `{ … }` merges records and maps".to_owned());
                let (span, found) = (operator.span, self.show(ty));
                self.report(Problem::WrongType { span, expected: "a list".to_owned(), found, help });
                FieldOp::Set
            }
            _ => op,
        }
    }
}

/// What a field does to the value beneath it.
pub(crate) fn field_op(field: Field<'_>) -> FieldOp {
    match field.operator().map(|operator| operator.kind) {
        Some(syntax::SyntaxKind::PlusEquals) => FieldOp::Add,
        Some(syntax::SyntaxKind::MinusEquals) => FieldOp::Remove,
        _ => FieldOp::Set,
    }
}
