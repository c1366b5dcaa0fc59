//! Constants: what must be known where it is written, such as the bounds of a refinement.

use program::{Expr, Ty};
use syntax::Expr as Syntax;
use values::{ExprId, Value};

use crate::checker::Checker;
use crate::problem::Problem;

impl<'a> Checker<'a> {
    /// The constant that is written, of a type.
    pub(crate) fn constant(&mut self, written: Syntax<'a>, ty: Ty) -> Option<Value> {
        let id = self.check_against(written, ty);
        self.constant_of(id, written)
    }

    /// Both ends of a constant range.
    pub(crate) fn constant_range(&mut self, written: Syntax<'a>, range: Ty) -> Option<(Value, Value)> {
        let id = self.check_against(written, range);
        match self.program.exprs.get(self.named_by(id)) {
            Expr::Range(low, high) => Some((self.constant_of(low, written)?, self.constant_of(high, written)?)),
            Expr::Widen(one) => {
                let value = self.constant_of(one, written)?;
                Some((value, value))
            }
            Expr::Unknown => None,
            _ => {
                self.report(Problem::NotConstant { span: written.span() });
                None
            }
        }
    }

    /// What a `let` of a package stands for, where an expression is nothing but its name.
    fn named_by(&self, id: ExprId) -> ExprId {
        match self.program.exprs.get(id) {
            Expr::Let(known) if !self.program.binding(known).local => self.program.binding(known).value,
            _ => id,
        }
    }

    fn constant_of(&mut self, id: ExprId, written: Syntax<'a>) -> Option<Value> {
        match self.program.exprs.get(self.named_by(id)) {
            Expr::Value(value) => Some(value),
            Expr::Unknown => None,
            _ => {
                self.report(Problem::NotConstant { span: written.span() });
                None
            }
        }
    }
}
