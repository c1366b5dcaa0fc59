//! Named values: lets, inputs, functions.

use names::{DeclarationId, PackageId};
use program::{Exprs, FnId, Function, Input, InputId, Let, LetId, Param, Ty, TypeTable};
use syntax::{Decl, FnDecl, InputDecl, LetDecl};

use crate::checker::{Checker, Entry, Job, Need};
use crate::problem::Problem;
use crate::scope::{Context, LetHome, Local};

impl<'a> Checker<'a> {
    /// What a declaration of the value namespace stands for; looked at on first use.
    pub(crate) fn value_entry(&mut self, id: DeclarationId) -> Entry {
        if let Some(entry) = self.entries.get(&id) {
            return *entry;
        }
        let declaration = self.names.get(id);
        if !self.deeper(|| declaration.span) {
            return Entry::Broken;
        }
        let entry = match declaration.decl {
            Some(Decl::Let(decl)) => self.declare_let(id, decl, declaration.package),
            Some(Decl::Input(decl)) => self.declare_input(id, decl, declaration.package),
            Some(Decl::Fn(decl)) => self.declare_function(id, decl, declaration.package),
            Some(Decl::Instance(decl)) => self.declare_package_instance(id, decl, declaration.package),
            _ => Entry::Broken,
        };
        self.higher();
        self.entries.insert(id, entry);
        entry
    }

    fn declare_let(&mut self, id: DeclarationId, decl: LetDecl<'a>, package: PackageId) -> Entry {
        let made = self.empty_let(id, decl);
        self.entries.insert(id, Entry::Running);
        let caller = self.caller.replace(Need::Let(made));
        self.within(Context::package(package), |checker| checker.fill_let(made, decl));
        self.caller = caller;
        Entry::Let(made)
    }

    fn empty_let(&mut self, id: DeclarationId, decl: LetDecl<'a>) -> LetId {
        let declaration = self.names.get(id);
        let name = self.intern(declaration.name);
        self.push_let(Let { name, ty: TypeTable::UNKNOWN, value: Exprs::UNKNOWN, local: false, span: decl.span() })
    }

    fn push_let(&mut self, binding: Let) -> LetId {
        self.program.lets.push(binding);
        LetId(self.program.lets.len() as u32 - 1)
    }

    fn fill_let(&mut self, id: LetId, decl: LetDecl<'a>) {
        let Some(value) = decl.value() else { return };
        let (ty, value) = match decl.ty() {
            Some(written) => {
                let ty = self.lower_type(Some(written), None);
                (ty, self.check_against(value, ty))
            }
            None => {
                let typed = self.check(value, None);
                (typed.ty, typed.id)
            }
        };
        if let Some(known) = self.program.lets.get_mut(id.index()) {
            (known.ty, known.value) = (ty, value);
        }
    }

    /// Notes a let inside a component, which all of its expressions see.
    pub(crate) fn declare_let_of(&mut self, home: LetHome, decl: LetDecl<'a>) {
        let Some(name) = decl.name() else { return };
        let symbol = self.intern(name.text);
        if let Some((first, _)) = self.let_decls.insert((home, symbol), (decl, self.context)) {
            self.report(Problem::DuplicateField { span: name.span, name: name.text.to_owned(), first: first.span() });
        }
    }

    /// A let inside a component or a realization; it sees the instance at hand.
    pub(crate) fn local_let(&mut self, home: LetHome, decl: LetDecl<'a>) -> Option<LetId> {
        let name = decl.name()?;
        let symbol = self.intern(name.text);
        if let Some(known) = self.local_lets.get(&(home, symbol)) {
            return Some(*known);
        }
        let empty = Let { name: symbol, ty: TypeTable::UNKNOWN, value: Exprs::UNKNOWN, local: true, span: name.span };
        let made = self.push_let(empty);
        // Known before it is looked at, so that one that reads itself ends.
        self.local_lets.insert((home, symbol), made);
        self.open_lets.push(made);
        self.fill_let(made, decl);
        self.open_lets.pop();
        Some(made)
    }

    fn declare_input(&mut self, id: DeclarationId, decl: InputDecl<'a>, package: PackageId) -> Entry {
        let declaration = self.names.get(id);
        let name = self.intern(declaration.name);
        let doc = decl.doc().map(|doc| self.intern(&doc));
        self.refuse_refinements(decl.refinements());
        let made = InputId(self.program.inputs.len() as u32);
        let ty = self.within(Context::package(package), |checker| checker.lower_type(decl.ty(), Some(name)));
        self.program.inputs.push(Input { name, ty, default: None, doc, span: declaration.span });
        self.entries.insert(id, Entry::Input(made));
        let default = decl.default();
        let checked =
            self.within(Context::package(package), |checker| default.map(|value| checker.check_against(value, ty)));
        if let Some(input) = self.program.inputs.get_mut(made.index()) {
            input.default = checked;
        }
        Entry::Input(made)
    }

    fn declare_function(&mut self, id: DeclarationId, decl: FnDecl<'a>, package: PackageId) -> Entry {
        self.entries.insert(id, Entry::Running);
        let declaration = self.names.get(id);
        let name = self.intern(declaration.name);
        let function = self.within(Context::package(package), |checker| {
            let params = checker.lower_params(decl);
            let result = checker.lower_type(decl.result(), None);
            if decl.result().is_none() {
                checker.report(Problem::NoResult { span: declaration.span, name: declaration.name.to_owned() });
            }
            Function { name, params, result, body: Exprs::UNKNOWN, span: declaration.span }
        });
        self.program.functions.push(function);
        let made = FnId(self.program.functions.len() as u32 - 1);
        self.jobs.push_back(Job::Function(made, id));
        Entry::Function(made)
    }

    fn lower_params(&mut self, decl: FnDecl<'a>) -> Vec<Param> {
        let mut names: Vec<syntax::TokenRef<'a>> = Vec::new();
        let mut params = Vec::new();
        for param in decl.params() {
            let (Some(name), Some(lowered)) = (param.name(), self.lower_param(param)) else { continue };
            match names.iter().find(|other| other.text == name.text).map(|first| first.span) {
                Some(first) => {
                    let (span, name) = (name.span, name.text.to_owned());
                    self.report(Problem::DuplicateParam { span, name, first });
                }
                None => params.push(lowered),
            }
            names.push(name);
        }
        params
    }

    fn lower_param(&mut self, param: syntax::Param<'a>) -> Option<Param> {
        let name = param.name()?;
        let symbol = self.intern(name.text);
        let ty = self.lower_type(param.ty(), None);
        self.refuse_refinements(param.refinements());
        let default = param.default().map(|value| self.check_against(value, ty));
        Some(Param { name: symbol, ty, default })
    }

    /// The body of a function; it sees its parameters and what its package declares.
    pub(crate) fn check_function(&mut self, function: FnId, id: DeclarationId) {
        self.caller = Some(Need::Function(function));
        self.check_function_body(function, id);
        self.caller = None;
    }

    fn check_function_body(&mut self, function: FnId, id: DeclarationId) {
        let declaration = self.names.get(id);
        let Some(Decl::Fn(decl)) = declaration.decl else { return };
        let Some(body) = decl.body() else { return };
        let result = self.program.function(function).result;
        let params: Vec<(String, Ty)> = self
            .program
            .function(function)
            .params
            .iter()
            .map(|param| (self.program.text(param.name).to_owned(), param.ty))
            .collect();
        let checked = self.within(Context::package(declaration.package), |checker| {
            checker.locals = params.into_iter().map(|(name, ty)| Local { name, ty }).collect();
            checker.check_against(body, result)
        });
        if let Some(known) = self.program.functions.get_mut(function.index()) {
            known.body = checked;
        }
    }
}
