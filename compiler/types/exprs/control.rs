//! `if` and `match`, and what a condition tells of what is there.

use program::{Arm, BinaryOp, Expr, Exprs, Labels, Pattern, Ty, Type};
use syntax::{Expr as Syntax, IfExpr, MatchExpr};
use values::{ExprId, Slice};

use crate::checker::{Checker, Typed};
use crate::problem::Problem;
use crate::scope::Narrowed;

/// The common type of several branches, as far as it is known.
pub(super) struct Branches {
    expected: Option<Ty>,
    /// Whether that is only what a branch around these came to.
    is_guess: bool,
    ty: Option<Ty>,
    optional: bool,
    lacks_else: bool,
    labels: Labels,
    made: Vec<(Typed, source::Span)>,
}

impl<'a> Checker<'a> {
    /// Notes what is there where a condition comes out as `outcome`.
    pub(crate) fn assume(&mut self, condition: Syntax<'a>, outcome: bool) {
        match condition.inner() {
            Some(Syntax::Binary(binary)) => {
                let (Some(op), Some(lhs), Some(rhs)) = (binary.op(), binary.lhs(), binary.rhs()) else { return };
                use syntax::BinaryOp as Op;
                match (op, outcome) {
                    (Op::And, true) | (Op::Or, false) => {
                        self.assume(lhs, outcome);
                        self.assume(rhs, outcome);
                    }
                    (Op::Ne, true) | (Op::Eq, false) => {
                        if is_none(rhs) {
                            self.narrow_to(lhs.node().text());
                        } else if is_none(lhs) {
                            self.narrow_to(rhs.node().text());
                        }
                    }
                    _ => {}
                }
            }
            Some(Syntax::Unary(unary)) if unary.op() == Some(syntax::UnaryOp::Not) => {
                if let Some(inner) = unary.expr() {
                    self.assume(inner, !outcome);
                }
            }
            // A case is a case of something that is there.
            Some(Syntax::Is(is)) if outcome => {
                if let Some(base) = is.expr() {
                    self.narrow_to(base.node().text());
                }
            }
            _ => {}
        }
    }

    fn narrow_to(&mut self, text: &'a str) {
        let root = self.root_of(text);
        self.narrowed.push(Narrowed { text, root });
    }

    /// The local that an expression starts with, if it does.
    pub(crate) fn root_of(&self, text: &str) -> Option<usize> {
        let text = text.trim_start_matches(['(', ' ']);
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
        let name = text.get(..end)?;
        self.locals.iter().rposition(|local| local.name == name)
    }

    pub(super) fn check_if(&mut self, written: IfExpr<'a>, mut branches: Branches) -> Typed {
        let (Some(condition), Some(then)) = (written.condition(), written.then()) else { return Typed::UNKNOWN };
        let checked = self.check_condition(condition);
        let narrowed = self.narrowed.len();
        self.assume(condition, true);
        self.branch(&mut branches, then);
        self.narrowed.truncate(narrowed);
        match written.otherwise() {
            Some(otherwise) => {
                self.assume(condition, false);
                self.branch(&mut branches, otherwise);
                self.narrowed.truncate(narrowed);
            }
            None => branches.lacks_else = true,
        }
        let (ids, ty) = self.join(branches);
        let (Some(then), otherwise) = (ids.first().copied(), ids.get(1).copied()) else { return Typed::UNKNOWN };
        self.push(Expr::If(checked, then, otherwise.and_then(Exprs::some)), written.span(), ty)
    }

    pub(super) fn check_match(&mut self, written: MatchExpr<'a>, mut branches: Branches) -> Typed {
        let Some(value) = written.value() else { return Typed::UNKNOWN };
        let scrutinee = self.check(value, None);
        self.must_be_static(scrutinee.ty.labels, "what a `match` looks at", value.span());
        let mut arms: Vec<(Slice, Option<program::ExprRef>)> = Vec::new();
        let mut seen = crate::exprs::patterns::Seen::default();
        for arm in written.arms() {
            let (Some(pattern), Some(result)) = (arm.pattern(), arm.value()) else { continue };
            let (locals, narrowed) = (self.locals.len(), self.narrowed.len());
            let guard = arm.condition();
            let patterns = self.check_pattern(pattern, scrutinee.ty, &mut seen, guard.is_some());
            if seen.none && !patterns.iter().any(|pattern| matches!(pattern, Pattern::None)) {
                self.narrow_to(value.node().text());
            }
            let guard = guard.map(|guard| self.check_guard(guard));
            let guard = self.all_of(&std::mem::take(&mut seen.tests), guard, pattern.span()).and_then(Exprs::some);
            self.branch(&mut branches, result);
            self.locals.truncate(locals);
            self.narrowed.truncate(narrowed);
            let start = self.program.exprs.patterns.len() as u32;
            self.program.exprs.patterns.extend(&patterns);
            arms.push((Slice { start, len: patterns.len() as u32 }, guard));
        }
        self.check_exhaustive(written, scrutinee.ty, &seen);
        let (ids, ty) = self.join(branches);
        let start = self.program.exprs.arms.len() as u32;
        for ((patterns, guard), value) in arms.into_iter().zip(ids) {
            self.program.exprs.arms.push(Arm { patterns, guard, value });
        }
        let len = self.program.exprs.arms.len() as u32 - start;
        self.push(Expr::Match(scrutinee.id, Slice { start, len }), written.span(), ty)
    }

    /// One condition of several, if there are any.
    fn all_of(&mut self, tests: &[ExprId], last: Option<ExprId>, span: source::Span) -> Option<ExprId> {
        tests.iter().rev().fold(last, |rest, test| match rest {
            Some(rest) => Some(self.program.exprs.push(Expr::Binary(BinaryOp::And, *test, rest), span)),
            None => Some(*test),
        })
    }

    fn branch(&mut self, branches: &mut Branches, written: Syntax<'a>) {
        let known = branches.ty.filter(|ty| !self.is_open(*ty));
        self.is_guess = branches.expected.is_none() || branches.is_guess;
        let typed = self.check(written, branches.expected.or(known));
        self.is_guess = false;
        branches.labels = branches.labels.and(typed.ty.labels);
        match self.program.types.of(typed.ty) {
            Type::None => branches.optional = true,
            Type::Optional(of) => {
                branches.optional = true;
                branches.ty = branches.ty.or(Some(of));
            }
            Type::Unknown => {}
            _ if branches.ty.is_none_or(|ty| self.is_open(ty)) => branches.ty = Some(Checker::unlabelled(typed.ty)),
            _ => {}
        }
        branches.made.push((typed, written.span()));
    }

    /// Converts all branches to their common type.
    fn join(&mut self, branches: Branches) -> (Vec<ExprId>, Ty) {
        let ty = match (branches.expected, branches.ty) {
            (Some(expected), _) if branches.lacks_else || (branches.is_guess && branches.optional) => {
                self.make_optional(expected)
            }
            // An attribute that a branch leaves out is one that may be absent.
            (Some(expected), _) if branches.optional && self.shape_within(expected).is_some() => {
                self.make_optional(expected)
            }
            (Some(expected), _) => expected,
            (None, Some(ty)) => {
                let ty = self.widest(&branches, ty);
                let may_lack = branches.optional || branches.lacks_else;
                let ty = if may_lack { self.make_optional(ty) } else { ty };
                Ty { id: ty.id, labels: branches.labels }
            }
            (None, None) if branches.optional || branches.lacks_else => self.program.types.plain(Type::None),
            (None, None) => Typed::UNKNOWN.ty,
        };
        let target = Ty { labels: ty.labels.and(branches.labels), ..ty };
        let ids = branches.made.iter().map(|(typed, span)| self.convert(*typed, target, *span)).collect();
        (ids, target)
    }

    /// A number among ints makes all of them numbers.
    fn widest(&mut self, branches: &Branches, ty: Ty) -> Ty {
        let is_number = |typed: &Typed| matches!(self.program.types.of(typed.ty), Type::Number);
        if matches!(self.program.types.of(ty), Type::Int) && branches.made.iter().any(|(typed, _)| is_number(typed)) {
            return self.program.types.plain(Type::Number);
        }
        ty
    }

    fn check_exhaustive(&mut self, written: MatchExpr<'a>, ty: Ty, seen: &crate::exprs::patterns::Seen) {
        if seen.all {
            return;
        }
        let (inner, optional) = match self.program.types.of(ty) {
            Type::Optional(of) => (of, true),
            Type::Unknown => return,
            _ => (ty, false),
        };
        let mut missing: Vec<String> = match self.program.types.of(inner) {
            Type::Union(union) => {
                let cases = self.program.union(union).cases.iter().enumerate();
                let open = cases.filter(|(at, _)| !seen.cases.contains(&(*at as u16)));
                open.map(|(_, case)| self.program.text(case.name).to_owned()).collect()
            }
            Type::Bool => {
                let both = [("true", true), ("false", false)];
                both.into_iter().filter(|(_, b)| !seen.bools.contains(b)).map(|(name, _)| name.to_owned()).collect()
            }
            _ => vec!["_".to_owned()],
        };
        if optional && !seen.none {
            missing.push("none".to_owned());
        }
        if !missing.is_empty() {
            let word = written.node().tokens().next().map_or(written.span(), |token| token.span);
            self.report(Problem::NotExhaustive { span: word, missing });
        }
    }
}

impl Branches {
    pub(super) fn new(expected: Option<Ty>, is_guess: bool) -> Self {
        Self {
            expected,
            is_guess,
            ty: None,
            optional: false,
            lacks_else: false,
            labels: Labels::NONE,
            made: Vec::new(),
        }
    }
}

fn is_none(written: Syntax<'_>) -> bool {
    matches!(written.inner(), Some(Syntax::Literal(literal)) if literal.node().text() == "none")
}
