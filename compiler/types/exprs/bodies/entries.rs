//! Entries of lists and maps: elements, spreads, conditions, `for`.

use program::{Entry, EntryKind, Expr, Exprs, FieldOp, Ty, Type};
use syntax::{Body, Field, ForEntry, Item, ListEntry, ListExpr, MapEntry, Spread};
use values::{ExprId, Slice, Symbol};

use crate::checker::{Checker, Typed};
use crate::exprs::bodies::written::Written;
use crate::problem::Problem;
use crate::scope::Shape;

impl<'a> Checker<'a> {
    /// `[a, ...b, c if d, for x in xs : e]`
    pub(crate) fn check_list(&mut self, list: ListExpr<'a>, hint: Option<Ty>) -> Typed {
        let hint = self.document_at(hint).or(hint);
        let expected = match hint.map(|ty| (self.program.types.of(ty), ty)) {
            Some((Type::List(of), _)) => Some(of),
            Some((Type::Data, ty)) => Some(ty),
            Some((Type::Shape(_), ty)) => self.list_hint(list, ty),
            // No list fits, but what its elements mean is clear.
            Some((Type::Union(_) | Type::Unknown, ty)) => Some(ty),
            _ => None,
        };
        // Elements are never merged, so each of them stands for itself.
        let shape = std::mem::replace(&mut self.context.shape, Shape::Whole);
        let mut element = expected;
        let mut entries = Vec::new();
        for entry in list.entries() {
            entries.extend(self.list_entry(entry, &mut element));
        }
        self.context.shape = shape;
        if let Some(hint) = hint {
            self.judge_list(&entries, hint, list.span());
        }
        let slice = self.program.exprs.push_entries(&entries);
        let of = element.unwrap_or(Typed::UNKNOWN.ty);
        let ty = match hint.map(|ty| self.program.types.of(ty)) {
            Some(Type::Data) => Type::Data,
            Some(Type::Shape(_)) if matches!(self.program.types.of(of), Type::Unknown) => Type::Unknown,
            Some(shape @ Type::Shape(_)) => shape,
            _ => Type::List(of),
        };
        let ty = self.program.types.plain(ty);
        self.push(Expr::List(slice), list.span(), ty)
    }

    fn list_entry(&mut self, entry: ListEntry<'a>, element: &mut Option<Ty>) -> Option<Entry> {
        let narrowed = self.narrowed.len();
        let made = match entry {
            ListEntry::Item(item) => {
                let condition = item.condition().map(|condition| self.check_guard(condition)).and_then(Exprs::some);
                let written = item.value()?;
                let value = self.element(written, element);
                Some(Entry { kind: EntryKind::Item, value, condition, span: item.span() })
            }
            ListEntry::Spread(spread) => self.list_spread(spread, element),
            ListEntry::For(entry) => self.list_for(entry, element),
        };
        self.narrowed.truncate(narrowed);
        made
    }

    /// An element: of the type that is expected, else of the type of the first one.
    fn element(&mut self, written: syntax::Expr<'a>, element: &mut Option<Ty>) -> ExprId {
        match *element {
            Some(of) if !self.is_open(of) => self.check_against(written, of),
            known => {
                let typed = self.check(written, None);
                // An empty list among others takes their type.
                match known.filter(|known| !self.converts(Typed { ty: *known, ..typed }, typed.ty)) {
                    Some(known) => self.convert(typed, known, written.span()),
                    None => {
                        *element = Some(typed.ty);
                        typed.id
                    }
                }
            }
        }
    }

    /// Whether a type is that of a list or a map that nothing lies in.
    pub(crate) fn is_open(&self, ty: Ty) -> bool {
        match self.program.types.of(ty) {
            Type::List(of) | Type::Map(of) => matches!(self.program.types.of(of), Type::Unknown) || self.is_open(of),
            _ => false,
        }
    }

    fn list_spread(&mut self, spread: Spread<'a>, element: &mut Option<Ty>) -> Option<Entry> {
        let condition = spread.condition().map(|condition| self.check_guard(condition)).and_then(Exprs::some);
        let written = spread.expr()?;
        let hint = element.map(|of| self.program.types.plain(Type::List(of)));
        let typed = self.check(written, hint);
        let value = match (self.program.types.of(typed.ty), hint) {
            (_, Some(list)) => self.convert(typed, list, written.span()),
            (Type::List(of), None) => {
                *element = Some(of);
                typed.id
            }
            (Type::Unknown, None) => typed.id,
            _ => {
                let (found, expected) = (self.show(typed.ty), "a list".to_owned());
                self.report(Problem::SpreadOf { span: spread.span(), found, expected });
                return None;
            }
        };
        Some(Entry { kind: EntryKind::Spread, value, condition, span: spread.span() })
    }

    fn list_for(&mut self, entry: ForEntry<'a>, element: &mut Option<Ty>) -> Option<Entry> {
        let locals = self.locals.len();
        let bound = self.bind(entry.for_clause()?)?;
        let filter = entry.condition().map(|condition| self.check_guard(condition)).and_then(Exprs::some);
        let inner = entry.node().children().filter_map(ListEntry::cast).next();
        let body: Vec<Entry> = inner.and_then(|inner| self.list_entry(inner, element)).into_iter().collect();
        self.locals.truncate(locals);
        Some(self.for_entry(&bound, filter, &body, entry.span()))
    }

    fn for_entry(
        &mut self,
        bound: &crate::decls::Bound,
        filter: Option<program::ExprRef>,
        body: &[Entry],
        span: source::Span,
    ) -> Entry {
        let body = self.program.exprs.push_entries(body);
        let second = bound.second.and_then(std::num::NonZeroU16::new);
        let kind = EntryKind::For { first: bound.first, second, filter, body };
        Entry { kind, value: bound.source, condition: None, span }
    }

    /// `{ a = 1, "b" { … }, k => v, ...m, for k, v in m : k => v }` where a map is expected.
    pub(crate) fn map_literal(&mut self, body: Body<'a>, of: Ty, ty: Ty) -> Typed {
        let slice = self.map_entries(body, &mut Some(of));
        let ty = Checker::unlabelled(ty);
        self.push(Expr::Map(slice), body.span(), ty)
    }

    /// The entries of a map; where nothing says of what, the first value does.
    pub(crate) fn map_entries(&mut self, body: Body<'a>, of: &mut Option<Ty>) -> Slice {
        let mut written = Written::default();
        for item in body.items() {
            self.map_item(item, of, &mut written);
        }
        self.program.exprs.push_entries(&written.entries)
    }

    fn map_item(&mut self, item: Item<'a>, of: &mut Option<Ty>, written: &mut Written) {
        let narrowed = self.narrowed.len();
        match item {
            Item::Field(field) => self.map_field(field, of, written),
            Item::MapEntry(entry) => written.entries.extend(self.map_entry(entry, of)),
            Item::Spread(spread) => written.entries.extend(self.map_spread(spread, of)),
            Item::ForEntry(entry) => written.entries.extend(self.map_for(entry, of)),
            Item::Flag(flag) => {
                let name = flag.name().map(|name| name.text.to_owned()).unwrap_or_default();
                let expected = self.show(of.unwrap_or(Typed::UNKNOWN.ty));
                self.report(Problem::NoValue { span: flag.span(), name, expected });
            }
            Item::FieldDecl(decl) => self.report_colon(decl),
            item => {
                let expected = "`key = value`, `key => value`, `...map` or `for`";
                self.report(Problem::NotHere { span: item.span(), place: "a map", expected });
            }
        }
        self.narrowed.truncate(narrowed);
    }

    fn map_field(&mut self, field: Field<'a>, of: &mut Option<Ty>, written: &mut Written) {
        let (Some(key), Some(value)) = (field.key(), field.value()) else { return };
        let symbol = self.intern(&key.text());
        let op = self.list_op(field, of.unwrap_or(Typed::UNKNOWN.ty));
        let kind = EntryKind::Key(symbol, op);
        self.written_twice(written, kind, symbol, key.span(), field.condition().is_some());
        let condition = field.condition().map(|condition| self.check_guard(condition)).and_then(Exprs::some);
        let value = self.check_entry(value, of, Some(symbol));
        written.entries.push(Entry { kind, value, condition, span: key.span() });
    }

    /// The value of an entry; one that is absent leaves the entry out, or takes away the one beneath.
    fn check_entry(&mut self, written: syntax::Expr<'a>, of: &mut Option<Ty>, key: Option<Symbol>) -> ExprId {
        let depth = self.step_in(key);
        let typed = self.check(written, *of);
        let value = match *of {
            Some(of) => {
                let target = self.removable_part(typed.ty, of);
                self.convert(typed, target, written.span())
            }
            None => {
                *of = self.value_type(typed.ty);
                typed.id
            }
        };
        self.trail.steps.truncate(depth);
        value
    }

    /// What the values of a map are whose first one is of a type; nothing where that says nothing.
    fn value_type(&self, first: Ty) -> Option<Ty> {
        match self.program.types.of(first) {
            Type::Optional(of) => Some(Ty { id: of.id, labels: of.labels.and(first.labels) }),
            Type::Unknown | Type::None => None,
            _ => (!self.is_open(first)).then_some(first),
        }
    }

    fn map_entry(&mut self, entry: MapEntry<'a>, of: &mut Option<Ty>) -> Option<Entry> {
        let (key, value) = (entry.key()?, entry.value()?);
        // What the condition asks holds for the key, too.
        let condition = entry.condition().map(|condition| self.check_guard(condition)).and_then(Exprs::some);
        let text = self.program.types.plain(Type::Text);
        let typed = self.check(key, Some(text));
        let ty = self.static_part(typed.ty, "a key", key.span());
        self.decides_static(typed.ty.labels, "a key", key.span());
        let key_expr = self.convert(Typed { ty, ..typed }, text, key.span());
        let constant = self.constant_text(key_expr).map(str::to_owned).map(|constant| self.intern(&constant));
        let value = self.check_entry(value, of, constant);
        let kind = constant.map_or(EntryKind::Computed(key_expr), |constant| EntryKind::Key(constant, FieldOp::Set));
        Some(Entry { kind, value, condition, span: key.span() })
    }

    /// `...m` in a map: all entries of a map, or the fields of a record.
    fn map_spread(&mut self, spread: Spread<'a>, known: &mut Option<Ty>) -> Vec<Entry> {
        let Some(written) = spread.expr() else { return Vec::new() };
        let condition = spread.condition().map(|condition| self.check_guard(condition)).and_then(Exprs::some);
        let hint = known.map(|of| self.program.types.plain(Type::Map(of)));
        let is_body = matches!(written.inner(), Some(syntax::Expr::Body(_)));
        let typed = self.check(written, hint.filter(|_| is_body));
        if let (None, Type::Map(of)) = (*known, self.program.types.of(typed.ty)) {
            *known = Some(of);
        }
        let of = known.unwrap_or(Typed::UNKNOWN.ty);
        let map = self.program.types.plain(Type::Map(of));
        let entry = |kind, value| Entry { kind, value, condition, span: spread.span() };
        match self.program.types.of(typed.ty) {
            Type::Record(record) => {
                let parts = self.spread_fields(typed, record, written.span());
                let mut entries = Vec::new();
                for (name, part) in parts {
                    let target = self.removable_part(part.ty, of);
                    let value = self.convert(part, target, written.span());
                    entries.push(entry(EntryKind::Key(name, FieldOp::Set), value));
                }
                entries
            }
            Type::Map(_) | Type::Unknown | Type::Data => {
                let value = self.convert(typed, map, written.span());
                vec![entry(EntryKind::Spread, value)]
            }
            _ => {
                let (found, expected) = (self.show(typed.ty), self.show(map));
                self.report(Problem::SpreadOf { span: spread.span(), found, expected });
                Vec::new()
            }
        }
    }

    /// A field that may be absent is an entry that may be missing.
    fn removable_part(&mut self, part: Ty, of: Ty) -> Ty {
        match self.program.types.of(part) {
            Type::Optional(_) | Type::None => self.make_optional(of),
            _ => of,
        }
    }

    fn map_for(&mut self, entry: ForEntry<'a>, of: &mut Option<Ty>) -> Option<Entry> {
        let locals = self.locals.len();
        let bound = self.bind(entry.for_clause()?)?;
        let filter = entry.condition().map(|condition| self.check_guard(condition)).and_then(Exprs::some);
        let mut body = Written::default();
        if let Some(item) = entry.item() {
            self.map_item(item, of, &mut body);
        }
        self.locals.truncate(locals);
        Some(self.for_entry(&bound, filter, &body.entries, entry.span()))
    }
}
