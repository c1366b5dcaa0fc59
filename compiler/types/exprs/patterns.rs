//! Patterns: cases with the fields they bind, literals, `none`, `_`.

use program::{BinaryOp, Expr, Exprs, Labels, Pattern, Ty, Type};
use syntax::{Pattern as Syntax, PatternField, TokenRef};
use values::{CaseId, ExprId, RecordId, Slice, Value};

use crate::checker::{Checker, Typed};
use crate::problem::Problem;

/// What the arms so far take for sure.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) all: bool,
    pub(crate) none: bool,
    pub(crate) cases: Vec<u16>,
    pub(crate) bools: Vec<bool>,
    /// What must hold of the fields of the case at hand, for the arm to be taken.
    pub(crate) tests: Vec<ExprId>,
    /// Whether it was said that nothing gets to the arm at hand.
    is_said: bool,
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
        seen.is_said = self.is_covered(ty, seen);
        if seen.is_said {
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
        match written.name()?.text {
            "none" => {
                seen.none |= !guarded;
                Some(Pattern::None)
            }
            "true" | "false" => self.bool_pattern(written, inner, seen, guarded),
            _ => self.case_pattern(written, inner, seen, guarded, binds),
        }
    }

    fn bool_pattern(&mut self, written: Syntax<'a>, ty: Ty, seen: &mut Seen, guarded: bool) -> Option<Pattern> {
        let name = written.name()?;
        let value = name.text == "true";
        let bool_ty = self.program.types.plain(Type::Bool);
        if !self.converts(Typed { ty: bool_ty, ..Typed::UNKNOWN }, ty) {
            return self.wrong_pattern(written, ty);
        }
        if !guarded && !seen.bools.contains(&value) {
            seen.bools.push(value);
        }
        Some(Pattern::Value(self.constant_expr(Value::Bool(value), name.span, Type::Bool).id))
    }

    fn case_pattern(
        &mut self,
        written: Syntax<'a>,
        inner: Ty,
        seen: &mut Seen,
        guarded: bool,
        binds: bool,
    ) -> Option<Pattern> {
        let name = written.name()?;
        let Type::Union(union) = self.program.types.of(inner) else { return self.wrong_pattern(written, inner) };
        let symbol = self.intern(name.text);
        let Some(case) = self.program.union(union).find(symbol) else {
            let (expected, cases) = (self.show(inner), self.case_names(inner));
            let nearest = source::nearest(name.text, cases.iter().map(String::as_str)).map(str::to_owned);
            self.report(Problem::UnknownCase { span: name.span, name: name.text.to_owned(), expected, cases, nearest });
            return None;
        };
        let is_taken = seen.cases.contains(&case.0);
        if is_taken && !seen.is_said {
            self.report(Problem::Unreachable { span: written.span() });
        }
        let record = self.program.union(union).case(case).record;
        let bindings = self.bind_fields(written, record, inner, binds.then_some(&mut seen.tests));
        // Only a part of a case is taken where its fields must have values.
        if !guarded && seen.tests.is_empty() && !is_taken {
            seen.cases.push(case.0);
        }
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
            && !seen.bools.contains(&value)
        {
            seen.bools.push(value);
        }
        Some(Pattern::Value(value))
    }

    /// Whether the arms so far take all values of a type.
    fn is_covered(&self, ty: Ty, seen: &Seen) -> bool {
        let (inner, takes_none) = match self.program.types.of(ty) {
            Type::Optional(of) => (self.program.types.of(of), seen.none),
            inner => (inner, true),
        };
        let takes_rest = match inner {
            Type::Union(union) => seen.cases.len() == self.program.union(union).cases.len(),
            Type::Bool => seen.bools.len() == 2,
            _ => false,
        };
        seen.all || (takes_none && takes_rest)
    }

    /// `case { f, g = h, i = 5 }`: the names it binds; values that fields must have become tests, where there may be any.
    fn bind_fields(
        &mut self,
        written: Syntax<'a>,
        record: Option<RecordId>,
        ty: Ty,
        mut tests: Option<&mut Vec<ExprId>>,
    ) -> Slice {
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
                self.bind_local(name.text, Typed::UNKNOWN.ty);
                continue;
            };
            let Some(tests) = tests.as_deref_mut() else {
                self.report(Problem::BindsInAlternative { span: field.span() });
                continue;
            };
            bindings.extend(self.bind_field((record, ty.labels), field, name, tests));
        }
        let start = self.program.exprs.bindings.len() as u32;
        self.program.exprs.bindings.extend(&bindings);
        Slice { start, len: bindings.len() as u32 }
    }

    /// A field of the record of a case, and the local that has it.
    fn bind_field(
        &mut self,
        (record, labels): (RecordId, Labels),
        field: PatternField<'a>,
        name: TokenRef<'a>,
        tests: &mut Vec<ExprId>,
    ) -> Option<(u16, u16)> {
        let symbol = self.intern(name.text);
        let Some(at) = self.program.record(record).find(symbol) else {
            self.unknown_field(record, name.text, name.span);
            let bound = field.pattern().and_then(Syntax::name).unwrap_or(name);
            self.bind_local(bound.text, Typed::UNKNOWN.ty);
            return None;
        };
        let ty = self.program.record(record).fields.get(usize::from(at))?.ty;
        let ty = Ty { id: ty.id, labels: ty.labels.and(labels) };
        let local = match field.pattern() {
            None => {
                self.lint_hidden(name.text, name.span);
                self.bind_local(name.text, ty)
            }
            Some(pattern) => self.field_pattern(pattern, ty, tests),
        };
        Some((at, local))
    }

    /// What stands behind a field: a name for its value, or a value or a case that it must be.
    fn field_pattern(&mut self, written: Syntax<'a>, ty: Ty, tests: &mut Vec<ExprId>) -> u16 {
        let span = written.span();
        let name = written.name().filter(|_| written.literal().is_none());
        let case = name.and_then(|name| self.case_of_field(name.text, ty));
        let value = match (written.literal(), name) {
            _ if written.has_fields() || written.alternatives().next().is_some() => {
                self.report(Problem::NestedPattern { span });
                return self.bind_local("", ty);
            }
            (Some(literal), _) => self.check_against(literal, Checker::unlabelled(ty)),
            (None, Some(name)) => match name.text {
                "true" | "false" => {
                    let typed = self.constant_expr(Value::Bool(name.text == "true"), span, Type::Bool);
                    self.convert(typed, Checker::unlabelled(ty), span)
                }
                "none" => self.constant_expr(Value::None, span, Type::None).id,
                "_" => return self.bind_local("", ty),
                bound if case.is_none() => {
                    self.lint_hidden(bound, name.span);
                    return self.bind_local(bound, ty);
                }
                _ => Exprs::UNKNOWN,
            },
            (None, None) => return self.bind_local("", ty),
        };
        self.must_be_static(ty.labels, "a comparison", span);
        let local = self.bind_local("", ty);
        let found = self.push(Expr::Local(local), span, ty);
        let test = match case {
            Some(case) => Expr::Is(found.id, case),
            None => Expr::Binary(BinaryOp::Equal, found.id, value),
        };
        tests.push(self.program.exprs.push(test, span));
        local
    }

    /// The case that a name means behind a field of a union.
    fn case_of_field(&self, name: &str, ty: Ty) -> Option<CaseId> {
        let inner = match self.program.types.of(ty) {
            Type::Optional(of) => self.program.types.of(of),
            inner => inner,
        };
        let Type::Union(union) = inner else { return None };
        self.program.union(union).find(self.program.symbols.find(name)?)
    }
}
