//! What is said where nothing converts, and how it may be mended.

use program::{Ty, Type};
use source::Span;
use values::ComponentId;

use crate::checker::{Checker, Typed};
use crate::problem::{Problem, listed};

impl Checker<'_> {
    pub(super) fn report_mismatch(&mut self, typed: Typed, expected: Ty, span: Span) {
        let help = self.mismatch_help(typed, expected);
        let (found, wanted) = (self.show(typed.ty), self.show(expected));
        let capability = match (self.program.types.of(typed.ty), self.program.types.of(expected)) {
            (Type::Component(id, _), Type::Component(wanted, Some(asks))) if id == wanted => Some((id, asks)),
            (Type::Component(id, _), Type::Interface(wanted, Some(asks))) if self.program.provides(id, wanted) => {
                Some((id, asks))
            }
            _ => None,
        };
        if let Some((id, asks)) = capability.filter(|(id, asks)| !self.offers(*id, Some(*asks))) {
            let known = self.program.component(id);
            let offered = known.capabilities.iter().map(|can| self.program.text(can.name).to_owned()).collect();
            let (of, name) = (self.program.text(known.name).to_owned(), self.program.text(asks).to_owned());
            self.report(Problem::NoCapability { span, of, name, offered });
            return;
        }
        if self.shape_within(expected).is_some() {
            return self.report_misfit(typed, expected, span, help);
        }
        if !self.report_short(typed, expected, span) {
            self.report(Problem::WrongType { span, expected: wanted, found, help });
        }
    }

    /// Says why a bare value can't stand for the whole where its type is that of a short field; false where it isn't.
    fn report_short(&mut self, typed: Typed, expected: Ty, span: Span) -> bool {
        match self.form_of(expected) {
            Type::Record(record) => {
                let Some(short) = self.short_type(record) else { return false };
                if matches!(self.program.types.of(typed.ty), Type::Record(_)) || !self.converts(typed, short) {
                    return false;
                }
                let known = self.program.record(record);
                let others = known.fields.iter().enumerate().filter(|(at, _)| known.short != Some(*at as u16));
                let missing: Vec<String> = others
                    .filter(|(_, field)| field.required)
                    .map(|(_, field)| format!("{}: {}", self.program.text(field.name), self.show(field.ty)))
                    .collect();
                let declared = known.span;
                self.report(Problem::MissingFields { span, missing, declared });
                true
            }
            Type::Union(union) => {
                let cases = self.program.union(union).cases.clone();
                let shorts = cases.iter().filter_map(|case| Some((case.name, self.short_type(case.record?)?)));
                let shorts: Vec<(values::Symbol, Ty)> = shorts.collect();
                let fitting = shorts.into_iter().filter(|(_, short)| self.converts(typed, *short));
                let fitting: Vec<values::Symbol> = fitting.map(|(name, _)| name).collect();
                if fitting.len() < 2 {
                    return false;
                }
                let cases = fitting.into_iter().map(|name| self.program.text(name).to_owned()).collect();
                let expected = self.show(expected);
                self.report(Problem::TwoCases { span, expected, cases });
                true
            }
            _ => false,
        }
    }

    fn mismatch_help(&mut self, typed: Typed, expected: Ty) -> Option<String> {
        let expected = match self.program.types.of(expected) {
            Type::Optional(of) => of,
            _ => expected,
        };
        let (found, wanted) = (self.program.types.of(typed.ty), self.program.types.of(expected));
        if let Some(help) = self.misfit_help(found, expected) {
            return Some(help);
        }
        if let Type::Optional(_) = found {
            return Some(
                "it may be absent: say what then, with `?? value`, or only where it is there, with `if … != none`"
                    .to_owned(),
            );
        }
        if let (Some(kind), Type::Text | Type::String | Type::Int | Type::Number | Type::Data) =
            (found.quantity(), wanted)
        {
            let units = values::Unit::ALL.into_iter().filter(|unit| unit.kind.is_same(kind)).map(|unit| unit.name);
            let units: Vec<&str> = units.filter(|unit| *unit != "%").collect();
            return Some(format!("say in which unit: `… as {}`", units.join("`, `as ")));
        }
        if let Some(kind) = wanted.quantity().or_else(|| self.range_kind(wanted)) {
            return Some(format!("a {} is written with its unit, such as `{}`", kind.name(), kind.example()));
        }
        match (found, wanted) {
            (Type::Int | Type::Number | Type::Bool, Type::String) => Some("quote it".to_owned()),
            (Type::String, Type::Int | Type::Number | Type::Bool | Type::Range(_)) => {
                self.constant_text(typed.id).map(|_| "write it without quotes".to_owned())
            }
            (Type::Name, Type::String | Type::Text) => {
                Some("a name is spelled by the place it stands in: `path` is text, or read the resource's".to_owned())
            }
            (Type::List(_), Type::List(_)) => None,
            (Type::List(_), Type::Map(_)) => Some("write a map: `{ NAME = … }`".to_owned()),
            (_, Type::List(_)) => Some("write a list: `[…]`".to_owned()),
            (Type::Component(id, _), _) => {
                self.unprovided(id, expected).or_else(|| self.outputs_for(id, typed, expected))
            }
            (Type::String, Type::Union(_)) => {
                let cases = self.case_names(expected);
                let text = self.constant_text(typed.id)?.replace('-', "_");
                let known = cases.contains(&text);
                known.then(|| format!("a case is written without quotes: `{text}`"))
            }
            (_, Type::Union(_)) => Some(format!("it is one of {}", listed(&self.case_names(expected)))),
            (Type::Range(_), _) => {
                Some("a range stands only where a range is expected; take `.min` or `.max` of it".to_owned())
            }
            _ => None,
        }
    }

    /// Says which interface a component lacks to be referred to here, itself or as the short field of a record.
    fn unprovided(&self, id: ComponentId, expected: Ty) -> Option<String> {
        let wanted = match self.form_of(expected) {
            Type::Record(record) => self.short_type(record)?,
            _ => expected,
        };
        let Type::Interface(interface, _) = self.program.types.of(wanted) else { return None };
        let (component, interface) = (self.program.component(id).name, self.program.interface(interface).name);
        let (component, interface) = (self.program.text(component), self.program.text(interface));
        Some(format!("what stands here provides `{interface}`, and `{component}` doesn't"))
    }

    /// Says which outputs of an instance fit where the instance itself doesn't.
    fn outputs_for(&mut self, id: ComponentId, typed: Typed, expected: Ty) -> Option<String> {
        let outs: Vec<_> = self.program.component(id).outs.iter().map(|out| (out.name, out.ty)).collect();
        let fitting = outs.into_iter().filter(|(_, ty)| self.converts(Typed { ty: *ty, ..typed }, expected));
        let fitting: Vec<_> = fitting.map(|(name, _)| name).collect();
        let names: Vec<String> = fitting.into_iter().map(|name| format!("`.{}`", self.program.text(name))).collect();
        if names.is_empty() { None } else { Some(format!("read what it gives: {}", names.join(", "))) }
    }

    fn range_kind(&self, ty: Type) -> Option<values::QuantityKind> {
        match ty {
            Type::Range(of) => self.program.types.get(of).quantity(),
            Type::Optional(of) => self.program.types.of(of).quantity(),
            _ => None,
        }
    }
}
