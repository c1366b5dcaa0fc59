//! Patterns: cases with the fields they bind, literals, `none`, `_`.

use program::{Pattern, Ty, Type};
use syntax::Pattern as Syntax;
use values::{RecordId, Slice};

use crate::checker::{Checker, Typed};
use crate::problem::Problem;

/// What the arms so far take for sure.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) all: bool,
    pub(crate) none: bool,
    pub(crate) cases: Vec<u16>,
    pub(crate) bools: Vec<bool>,
}

impl<'a> Checker<'a> {
    /// The alternatives of an arm's pattern; the names they bind stay bound.
    pub(crate) fn check_pattern(
        &mut self,
        written: Syntax<'a>,
        ty: Ty,
        seen: &mut Seen,
        guarded: bool,
    ) -> Vec<Pattern> {
        let alternatives: Vec<Syntax<'a>> = written.alternatives().collect();
        let all = if alternatives.is_empty() { vec![written] } else { alternatives };
        if seen.all {
            self.report(Problem::Unreachable { span: written.span() });
        }
        let single = all.len() == 1;
        all.into_iter().filter_map(|one| self.check_one(one, ty, seen, guarded, single)).collect()
    }

    fn check_one(
        &mut self,
        written: Syntax<'a>,
        ty: Ty,
        seen: &mut Seen,
        guarded: bool,
        binds: bool,
    ) -> Option<Pattern> {
        let inner = match self.program.types.of(ty) {
            Type::Optional(of) => Ty { id: of.id, labels: ty.labels.and(of.labels) },
            _ => ty,
        };
        if written.is_rest() {
            seen.all |= !guarded;
            return Some(Pattern::Any);
        }
        if let Some(literal) = written.literal() {
            return self.literal_pattern(literal, inner, seen, guarded);
        }
        let name = written.name()?;
        match name.text {
            "none" => {
                seen.none |= !guarded;
                return Some(Pattern::None);
            }
            "true" | "false" => {
                let value = name.text == "true";
                let bool_ty = self.program.types.plain(Type::Bool);
                if !self.converts(Typed { ty: bool_ty, ..Typed::UNKNOWN }, inner) {
                    return self.wrong_pattern(written, inner);
                }
                if !guarded {
                    seen.bools.push(value);
                }
                let id = self.constant_expr(values::Value::Bool(value), name.span, Type::Bool).id;
                return Some(Pattern::Value(id));
            }
            _ => {}
        }
        let Type::Union(union) = self.program.types.of(inner) else { return self.wrong_pattern(written, inner) };
        let symbol = self.intern(name.text);
        let Some(case) = self.program.union(union).find(symbol) else {
            let (expected, cases) = (self.show(inner), self.case_names(inner));
            let nearest = source::nearest(name.text, cases.iter().map(String::as_str)).map(str::to_owned);
            self.report(Problem::UnknownCase { span: name.span, name: name.text.to_owned(), expected, cases, nearest });
            return None;
        };
        if seen.cases.contains(&case.0) {
            self.report(Problem::Unreachable { span: written.span() });
        }
        if !guarded {
            seen.cases.push(case.0);
        }
        let record = self.program.union(union).case(case).record;
        let bindings = self.bind_fields(written, record, inner, binds);
        Some(Pattern::Case(case, bindings))
    }

    fn wrong_pattern(&mut self, written: Syntax<'a>, ty: Ty) -> Option<Pattern> {
        if matches!(self.program.types.of(ty), Type::Unknown) {
            // What is matched was reported; the names it would have bound are known all the same.
            for name in written.fields().filter_map(|field| field.pattern().and_then(Syntax::name).or(field.name())) {
                self.bind_local(name.text, Typed::UNKNOWN.ty);
            }
            return None;
        }
        let expected = self.show(ty);
        self.report(Problem::WrongPattern { span: written.span(), expected });
        None
    }

    fn literal_pattern(
        &mut self,
        literal: syntax::Expr<'a>,
        ty: Ty,
        seen: &mut Seen,
        guarded: bool,
    ) -> Option<Pattern> {
        let value = self.check_against(literal, Checker::unlabelled(ty));
        if let program::Expr::Value(values::Value::None) = self.program.exprs.get(value) {
            seen.none |= !guarded;
            return Some(Pattern::None);
        }
        if let program::Expr::Value(values::Value::Bool(value)) = self.program.exprs.get(value)
            && !guarded
        {
            seen.bools.push(value);
        }
        Some(Pattern::Value(value))
    }

    /// `case { f, g = h }`
    fn bind_fields(&mut self, written: Syntax<'a>, record: Option<RecordId>, ty: Ty, binds: bool) -> Slice {
        let mut bindings: Vec<(u16, u16)> = Vec::new();
        for field in written.fields() {
            let Some(name) = field.name() else { continue };
            if field.is_rest() {
                self.report(Problem::RestPattern { span: field.span() });
                continue;
            }
            let Some(record) = record else {
                let expected = self.show(ty);
                let case = written.name().map(|name| name.text.to_owned()).unwrap_or_default();
                self.report(Problem::CaseHasNoFields { span: field.span(), name: case, expected });
                continue;
            };
            if !binds {
                self.report(Problem::BindsInAlternative { span: field.span() });
                continue;
            }
            let symbol = self.intern(name.text);
            let Some(at) = self.program.record(record).find(symbol) else {
                self.unknown_field(record, name.text, name.span);
                continue;
            };
            let field_ty = self.program.record(record).fields.get(usize::from(at)).map_or(Typed::UNKNOWN.ty, |f| f.ty);
            let field_ty = Ty { id: field_ty.id, labels: field_ty.labels.and(ty.labels) };
            let bound = field.pattern().and_then(|pattern| pattern.name()).unwrap_or(name);
            let local = self.bind_local(bound.text, field_ty);
            bindings.push((at, local));
        }
        let start = self.program.exprs.bindings.len() as u32;
        self.program.exprs.bindings.extend(&bindings);
        Slice { start, len: bindings.len() as u32 }
    }
}
