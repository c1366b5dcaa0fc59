//! Calls: of declared functions, with positions and names, and of built-in ones.

use names::{Found, Space};
use program::{Expr, FnId, Ty};
use source::Span;
use syntax::{Arg, CallExpr, Decl, Expr as Syntax};
use values::ExprId;

use crate::checker::{Checker, Entry, Need, Typed};
use crate::exprs::builtins::NAMES;
use crate::problem::Problem;
use crate::scope::Shape;

impl<'a> Checker<'a> {
    pub(crate) fn check_call(&mut self, call: CallExpr<'a>, hint: Option<Ty>) -> Typed {
        // What a function is given is never a layer of anything.
        let shape = std::mem::replace(&mut self.context.shape, Shape::Whole);
        let result = self.check_call_whole(call, hint);
        self.context.shape = shape;
        result
    }

    fn check_call_whole(&mut self, call: CallExpr<'a>, hint: Option<Ty>) -> Typed {
        match call.callee() {
            Some(Syntax::Name(name)) => {
                let Some(token) = name.token() else { return Typed::UNKNOWN };
                let found = self.names.find(self.context.package, Space::Values, token.text);
                match found.map(|id| (id, self.value_entry(id))) {
                    Some((_, Entry::Function(function))) => self.check_declared(function, call),
                    Some((id, Entry::Running)) => {
                        let (name, declared) = (token.text.to_owned(), self.names.get(id).span);
                        self.broken(Problem::LetCycle { span: token.span, name, declared })
                    }
                    Some((_, Entry::Broken)) => Typed::UNKNOWN,
                    Some((id, _)) if !self.is_builtin(token.text) => {
                        let declared = self.names.get(id).span;
                        self.broken(Problem::NoFunction { span: token.span, name: token.text.to_owned(), declared })
                    }
                    _ => self.check_builtin(token, call, hint),
                }
            }
            Some(Syntax::Get(get)) => self.check_package_call(get, call),
            Some(other) => self.broken(Problem::NotCallable { span: other.span() }),
            None => Typed::UNKNOWN,
        }
    }

    fn is_builtin(&self, name: &str) -> bool {
        name == "instances" || NAMES.iter().any(|(known, _)| *known == name)
    }

    /// `network.f(x)`
    fn check_package_call(&mut self, get: syntax::GetExpr<'a>, call: CallExpr<'a>) -> Typed {
        let base = get.base().and_then(|base| match base {
            Syntax::Name(name) => name.token(),
            _ => None,
        });
        let used = base.and_then(|base| self.names.used(self.context.package, base.text));
        let (Some(used), Some(name)) = (used, get.name()) else {
            return self.broken(Problem::NotCallable { span: get.span() });
        };
        match self.names.find_in(used, Space::Values, name.text) {
            Found::Declared(id) => match self.value_entry(id) {
                Entry::Function(function) => self.check_declared(function, call),
                _ => self.broken(Problem::NotCallable { span: get.span() }),
            },
            Found::Private(id) => {
                let declared = self.names.get(id).span;
                self.broken(Problem::Private { span: name.span, name: name.text.to_owned(), declared })
            }
            Found::Nothing => self.unknown_function(name.text, name.span),
        }
    }

    pub(crate) fn unknown_function(&mut self, name: &str, span: Span) -> Typed {
        let functions =
            self.guesses(|decl, entry| matches!(decl, Some(Decl::Fn(_))) || matches!(entry, Some(Entry::Function(_))));
        let built_in = NAMES.iter().map(|(name, _)| *name).chain(["instances"]);
        let nearest = source::nearest(name, built_in.chain(functions)).map(str::to_owned);
        self.broken(Problem::UnknownFunction { span, name: name.to_owned(), nearest })
    }

    fn check_declared(&mut self, function: FnId, call: CallExpr<'a>) -> Typed {
        let declared = self.program.function(function).clone();
        let mut given: Vec<Option<ExprId>> = vec![None; declared.params.len()];
        for (position, arg) in call.args().enumerate() {
            self.check_arg(&declared, position, arg, &mut given);
        }
        let mut missing: Vec<String> = Vec::new();
        let mut args: Vec<ExprId> = Vec::new();
        for (param, given) in declared.params.iter().zip(&given) {
            match given.or(param.default) {
                Some(value) => args.push(value),
                None => missing.push(format!("{}: {}", self.program.text(param.name), self.show(param.ty))),
            }
        }
        if !missing.is_empty() {
            let name = self.program.text(declared.name).to_owned();
            return self.broken(Problem::MissingArgs { span: call.span(), name, missing, declared: declared.span });
        }
        let args = self.program.exprs.push_list(&args);
        self.note_need(Need::Function(function), call.span());
        self.push(Expr::Call(function, args), call.span(), declared.result)
    }

    fn check_arg(&mut self, declared: &program::Function, position: usize, arg: Arg<'a>, given: &mut [Option<ExprId>]) {
        let function = self.program.text(declared.name).to_owned();
        let at = match arg.name() {
            Some(name) => {
                let found = declared.params.iter().position(|param| self.program.text(param.name) == name.text);
                if found.is_none() {
                    let known: Vec<String> =
                        declared.params.iter().map(|param| self.program.text(param.name).to_owned()).collect();
                    let declared = Some(declared.span);
                    let (span, name) = (name.span, name.text.to_owned());
                    self.report(Problem::UnknownParam { span, name, function, known, declared });
                    return;
                }
                found.unwrap_or(position)
            }
            None => position,
        };
        let Some(value) = arg.value() else { return };
        let Some(param) = declared.params.get(at) else {
            let expected = declared.params.len();
            self.report(Problem::TooManyArgs { span: arg.span(), name: function, expected });
            return;
        };
        let checked = self.check_against(value, param.ty);
        if let Some(place) = given.get_mut(at) {
            if place.is_some() {
                let name = self.program.text(param.name).to_owned();
                self.report(Problem::WrittenTwice { span: arg.span(), name, first: declared.span });
            }
            *place = Some(checked);
        }
    }
}
