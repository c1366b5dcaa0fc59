//! Fields of records and components: their types, defaults and refinements.

use program::{Field, Refinement, Ty, Type};
use syntax::{FieldDecl, RecordMember, RecordType};
use values::{RecordId, Value};

use crate::checker::{Checker, Job};
use crate::limits::MOST_PARTS;
use crate::problem::Problem;

impl<'a> Checker<'a> {
    /// Gives a record type the fields that are written.
    pub(crate) fn fill_record(&mut self, id: RecordId, record: RecordType<'a>) {
        for member in record.members() {
            match member {
                RecordMember::Field(field) => self.add_field(id, field),
                RecordMember::Spread(spread) => {
                    let ty = self.lower_type(spread.ty(), None);
                    match self.program.types.of(ty) {
                        Type::Record(other) => {
                            let fields = self.program.record(other).fields.clone();
                            for (from, field) in fields.into_iter().enumerate() {
                                if let Some(at) = self.push_field(id, field, spread.span()) {
                                    self.jobs.push_back(Job::Inherit {
                                        record: id,
                                        field: at,
                                        from: (other, from as u16),
                                    });
                                }
                            }
                        }
                        Type::Unknown => {}
                        _ => {
                            let found = self.show(ty);
                            self.report(Problem::SpreadType { span: spread.span(), found });
                        }
                    }
                }
            }
        }
    }

    /// Adds one written field to a record type.
    pub(crate) fn add_field(&mut self, record: RecordId, decl: FieldDecl<'a>) {
        let Some(key) = decl.key() else { return };
        let name = self.intern(&key.text());
        let ty = self.lower_type(decl.ty(), None);
        let refinements = decl.refinements().filter_map(|refinement| self.lower_refinement(refinement, ty)).collect();
        let doc = decl.doc().map(|doc| self.intern(&doc));
        let required = decl.default().is_none() && !matches!(self.program.types.of(ty), Type::Optional(_));
        let field = Field { name, ty, default: None, required, refinements, doc, span: key.span() };
        let Some(at) = self.push_field(record, field, key.span()) else { return };
        if decl.is_short() {
            self.mark_short(record, at, key.span());
        }
        if let Some(value) = decl.default() {
            // A default is the lowest layer: what it leaves out is filled where the layers are merged.
            let context = self.context.layer();
            self.jobs.push_back(Job::Default { record, field: at, value, context });
        }
    }

    fn mark_short(&mut self, record: RecordId, at: u16, span: source::Span) {
        let Some(record) = self.program.types.records.get_mut(record.index()) else { return };
        match record.short {
            None => record.short = Some(at),
            Some(first) => {
                let first = record.fields.get(usize::from(first)).map_or(span, |field| field.span);
                self.report(Problem::SecondShort { span, first });
            }
        }
    }

    /// Adds a field that `span` declares or spreads.
    fn push_field(&mut self, record: RecordId, field: Field, span: source::Span) -> Option<u16> {
        let known = self.program.types.records.get_mut(record.index())?;
        if let Some(first) = known.fields.iter().find(|other| other.name == field.name) {
            let (first, of) = (first.span, known.span);
            let name = self.program.text(field.name).to_owned();
            let problem = match first == of {
                true => Problem::UniversalField { span, name },
                false => Problem::DuplicateField { span, name, first },
            };
            self.report(problem);
            return None;
        }
        if known.fields.len() >= MOST_PARTS {
            self.report(Problem::TooManyParts { span, limit: MOST_PARTS });
            return None;
        }
        known.fields.push(field);
        Some(known.fields.len() as u16 - 1)
    }

    /// The default of a field, once all types are there.
    pub(crate) fn check_default(&mut self, record: RecordId, field: u16, value: syntax::Expr<'a>) {
        let ty = self.program.record(record).fields.get(usize::from(field)).map(|field| field.ty);
        let Some(ty) = ty else { return };
        let checked = self.check_against(value, ty);
        let known = self.program.types.records.get_mut(record.index());
        if let Some(field) = known.and_then(|known| known.fields.get_mut(usize::from(field))) {
            field.default = Some(checked);
        }
    }

    /// The default of a field that was spread from another record, where it is checked.
    pub(crate) fn inherit_default(&mut self, record: RecordId, field: u16, (other, from): (RecordId, u16)) {
        let default = self.program.record(other).fields.get(usize::from(from)).and_then(|field| field.default);
        let known = self.program.types.records.get_mut(record.index());
        if let Some(field) = known.and_then(|known| known.fields.get_mut(usize::from(field))) {
            field.default = default;
        }
    }

    /// Reports refinements of what is no field.
    pub(crate) fn refuse_refinements(&mut self, mut written: impl Iterator<Item = syntax::Refinement<'a>>) {
        if let Some(first) = written.next() {
            self.report(Problem::RefinedType { span: first.span() });
        }
    }

    /// A refinement, its bounds known.
    pub(crate) fn lower_refinement(&mut self, written: syntax::Refinement<'a>, ty: Ty) -> Option<Refinement> {
        let keyword = written.keyword()?;
        let refined = self.refined(ty);
        if let Some(about) = self.misfit(keyword.text, ty) {
            let (keyword, found) = (keyword.text.to_owned(), self.show(ty));
            self.report(Problem::Refines { span: written.span(), keyword, about, found });
            return None;
        }
        match keyword.text {
            "in" => {
                let range = self.program.types.id(Type::Range(refined.id));
                let range = Ty { id: range, labels: refined.labels };
                let (low, high) = self.constant_range(written.expr()?, range)?;
                Some(Refinement::In(low, high))
            }
            "step" => self.step(written, refined),
            "matching" => {
                let string = self.program.types.plain(Type::String);
                let Value::Str(pattern) = self.constant(written.expr()?, string)? else { return None };
                if let Err(error) = regex_lite::Regex::new(self.program.text(pattern)) {
                    self.report(Problem::BadPattern { span: written.span(), error: error.to_string() });
                    return None;
                }
                Some(Refinement::Matching(pattern))
            }
            "length" => self.length(written),
            "unique" => Some(Refinement::Unique),
            _ => None,
        }
    }

    fn step(&mut self, written: syntax::Refinement<'a>, refined: Ty) -> Option<Refinement> {
        let step = self.constant(written.expr()?, refined)?;
        let amount = step.to_quantity().map(|step| i128::from(step.amount));
        let amount = amount.or(step.to_decimal().map(|step| i128::from(step.mantissa)));
        if amount.is_some_and(|amount| amount <= 0) {
            self.no_bound(written, "a step is more than nothing");
            return None;
        }
        Some(Refinement::Step(step))
    }

    fn length(&mut self, written: syntax::Refinement<'a>) -> Option<Refinement> {
        let int = self.program.types.plain(Type::Int);
        let range = self.program.types.plain(Type::Range(int.id));
        let (low, high) = self.constant_range(written.expr()?, range)?;
        let (Value::Int(low), Value::Int(high)) = (low, high) else { return None };
        let (Ok(low), Ok(high)) = (u32::try_from(low), u32::try_from(high)) else {
            self.no_bound(written, "a length is a whole number from 0");
            return None;
        };
        Some(Refinement::Length(low, high))
    }

    fn no_bound(&mut self, written: syntax::Refinement<'a>, error: &str) {
        let Some(bound) = written.expr() else { return };
        let text = bound.node().text().to_owned();
        self.report(Problem::BadLiteral { span: bound.span(), text, error: error.to_owned() });
    }

    /// What a refinement is about, where it isn't about values of a type.
    fn misfit(&mut self, keyword: &str, ty: Ty) -> Option<&'static str> {
        let inner = match self.program.types.of(ty) {
            Type::Optional(of) => self.program.types.of(of),
            inner => inner,
        };
        let element = self.refined(ty);
        let element = self.program.types.of(element);
        let is_text = matches!(
            inner,
            Type::String | Type::Text | Type::Url | Type::Domain | Type::Cidr | Type::Path | Type::Name
        );
        let is_many = matches!(inner, Type::List(_) | Type::Map(_));
        let (fits, about) = match keyword {
            "in" | "step" => (self.has_range(element), "a number, a quantity or a range of them"),
            "matching" => (is_text, "a text"),
            "length" => (is_text || is_many, "a text, a list or a map"),
            "unique" => (matches!(inner, Type::List(_)), "a list"),
            _ => return None,
        };
        (!fits && inner != Type::Unknown).then_some(about)
    }

    /// What a refinement speaks of: the type within `?` and `range(…)`.
    fn refined(&mut self, ty: Ty) -> Ty {
        match self.program.types.of(ty) {
            Type::Optional(of) => self.refined(of),
            Type::Range(of) => Ty { id: of, labels: ty.labels },
            _ => ty,
        }
    }
}
