//! Cases: bare, with a body, with their short field.

use program::{Entry, EntryKind, Expr, FieldOp, Ty, Type};
use source::Span;
use syntax::{Body, CaseExpr, ShortCaseExpr, TokenRef};
use values::{CaseId, RecordId, UnionId, Value, Weekday, WeeklyWindow};

use crate::checker::{Checker, Typed};
use crate::problem::Problem;
use crate::scope::Shape;

impl<'a> Checker<'a> {
    /// A case that is only its name.
    pub(crate) fn bare_case(&mut self, union: UnionId, name: &str, span: Span) -> Option<Typed> {
        let symbol = self.program.symbols.find(name)?;
        let case = self.program.union(union).find(symbol)?;
        match self.program.union(union).case(case).record {
            Some(record) => Some(self.case_literal((union, case), record, None, span)),
            None => Some(self.constant_expr(Value::Case { union, case, body: 0 }, span, Type::Union(union))),
        }
    }

    /// A case with fields, of which the body writes some.
    pub(crate) fn case_literal(
        &mut self,
        (union, case): (UnionId, CaseId),
        record: RecordId,
        body: Option<Body<'a>>,
        span: Span,
    ) -> Typed {
        let fields = self.record_entries(record, body, span);
        self.wrap_case((union, case), record, fields, span)
    }

    fn wrap_case(
        &mut self,
        (union, case): (UnionId, CaseId),
        record: RecordId,
        fields: values::ExprId,
        span: Span,
    ) -> Typed {
        let ty = self.program.types.plain(Type::Union(union));
        let made = self.push(Expr::Case(union, case, fields), span, ty);
        if self.context.shape == Shape::Layer {
            return made;
        }
        self.check_missing(record, fields, span);
        self.push(Expr::Whole(made.id), span, ty)
    }

    /// `NAME { … }`
    pub(crate) fn check_case(&mut self, written: CaseExpr<'a>, hint: Option<Ty>) -> Typed {
        let Some(name) = written.name() else { return Typed::UNKNOWN };
        let Some((union, case)) = self.case_for(name, hint) else { return Typed::UNKNOWN };
        match self.program.union(union).case(case).record {
            Some(record) => self.case_literal((union, case), record, written.body(), written.span()),
            None if written.body().is_none_or(Body::is_empty) => {
                self.constant_expr(Value::Case { union, case, body: 0 }, written.span(), Type::Union(union))
            }
            None => {
                let expected = self.show_union(union);
                self.broken(Problem::CaseHasNoFields { span: written.span(), name: name.text.to_owned(), expected })
            }
        }
    }

    fn show_union(&mut self, union: UnionId) -> String {
        let ty = self.program.types.plain(Type::Union(union));
        self.show(ty)
    }

    /// The case that a name means where a union is expected.
    fn case_for(&mut self, name: TokenRef<'a>, hint: Option<Ty>) -> Option<(UnionId, CaseId)> {
        let Some(hint) = hint else {
            self.report(Problem::CaseNeedsType { span: name.span, name: name.text.to_owned() });
            return None;
        };
        let Type::Union(union) = self.program.types.of(hint) else {
            if !matches!(self.program.types.of(hint), Type::Unknown) {
                let expected = self.show(hint);
                self.report(Problem::NoCases { span: name.span, name: name.text.to_owned(), expected });
            }
            return None;
        };
        let symbol = self.intern(name.text);
        let found = self.program.union(union).find(symbol);
        if found.is_none() {
            let (expected, cases) = (self.show(hint), self.case_names(hint));
            let nearest = source::nearest(name.text, cases.iter().map(String::as_str)).map(str::to_owned);
            self.report(Problem::UnknownCase { span: name.span, name: name.text.to_owned(), expected, cases, nearest });
        }
        found.map(|case| (union, case))
    }

    /// `NAME LITERAL`
    pub(crate) fn check_short_case(&mut self, written: ShortCaseExpr<'a>, hint: Option<Ty>) -> Typed {
        let (Some(name), Some(value)) = (written.name(), written.value()) else { return Typed::UNKNOWN };
        if let Some(day) = Weekday::parse(name.text)
            && hint.is_none_or(|ty| matches!(self.program.types.of(ty), Type::WeeklyWindow))
        {
            return self.weekly_window(day, value, written.span());
        }
        let Some((union, case)) = self.case_for(name, hint) else { return Typed::UNKNOWN };
        let short = self.program.union(union).case(case).record.and_then(|record| {
            let at = self.program.record(record).short?;
            Some((record, at))
        });
        let Some((record, at)) = short else {
            let expected = self.show_union(union);
            return self.broken(Problem::CaseHasNoShort { span: written.span(), name: name.text.to_owned(), expected });
        };
        let ty = self.short_type(record).unwrap_or(Typed::UNKNOWN.ty);
        let checked = self.check_against(value, ty);
        let kind = EntryKind::Field(at, FieldOp::Set);
        let entry = Entry { kind, value: checked, condition: None, span: value.span() };
        let slice = self.program.exprs.push_entries(&[entry]);
        let fields = self.program.exprs.push(Expr::Record(record, slice), written.span());
        self.wrap_case((union, case), record, fields, written.span())
    }

    /// `sun 04:00..05:00`
    fn weekly_window(&mut self, day: Weekday, value: syntax::Expr<'a>, span: Span) -> Typed {
        let window = self.program.types.plain(Type::Window);
        let checked = self.check_against(value, window);
        match self.program.exprs.get(checked) {
            Expr::Value(Value::Window(window)) => {
                let value = Value::WeeklyWindow(WeeklyWindow { day, window });
                self.constant_expr(value, span, Type::WeeklyWindow)
            }
            Expr::Unknown => Typed::UNKNOWN,
            _ => self.broken(Problem::NotConstant { span }),
        }
    }
}
