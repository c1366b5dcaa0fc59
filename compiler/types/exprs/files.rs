//! Files that a spec reads: the paths are literals, so that all of them are known before anything is evaluated.

use program::{Builtin, Expr, FileKind, FileRead, Type};
use syntax::{Arg, CallExpr, Expr as Syntax};
use values::{ExprId, Symbol, Value};

use crate::checker::{Checker, Typed};
use crate::problem::Problem;

impl<'a> Checker<'a> {
    /// `read("notes.txt")` is the text of a file, `files("conf/**")` the texts of those that fit, by path.
    pub(super) fn check_files(&mut self, builtin: Builtin, args: &[Arg<'a>], call: CallExpr<'a>) -> Typed {
        let Some(written) = args.first().and_then(|arg| arg.value()) else { return Typed::UNKNOWN };
        let (function, example, kind) = match builtin {
            Builtin::Files => ("files", "conf/**", FileKind::Many),
            _ => ("read", "notes.txt", FileKind::One),
        };
        let Some((path, argument)) = self.literal_path(written, function, example) else { return Typed::UNKNOWN };
        let string = self.program.types.plain(Type::String);
        let ty = if kind == FileKind::One { string } else { self.program.types.plain(Type::Map(string)) };
        let made = self.builtin(builtin, &[argument], call, ty);
        self.note_file(made.id, written, path, kind);
        made
    }

    /// `template("nginx.conf.jinja", { … })` is the text of a file with values filled in, all of them known here.
    pub(super) fn check_template(&mut self, args: &[Arg<'a>], call: CallExpr<'a>) -> Typed {
        let mut written = args.iter().filter_map(|arg| arg.value());
        let (Some(file), Some(values)) = (written.next(), written.next()) else { return Typed::UNKNOWN };
        let path = self.literal_path(file, "template", "nginx.conf.jinja");
        let (values, _) = self.check_data(Builtin::Template, values, None);
        let Some((path, argument)) = path else { return Typed::UNKNOWN };
        let string = self.program.types.plain(Type::String);
        let made = self.builtin(Builtin::Template, &[argument, values], call, string);
        self.note_file(made.id, file, path, FileKind::Template);
        made
    }

    /// The path that an argument writes out, which must be a literal, and the argument.
    pub(super) fn literal_path(
        &mut self,
        written: Syntax<'a>,
        function: &'static str,
        example: &'static str,
    ) -> Option<(Symbol, ExprId)> {
        let typed = self.check(written, None);
        match self.program.exprs.get(typed.id) {
            Expr::Value(Value::Str(path)) => Some((path, typed.id)),
            Expr::Unknown => None,
            _ => {
                self.report(Problem::NotALiteral { span: written.span(), function, example });
                None
            }
        }
    }

    /// Notes what a call stands for; calls come in the order of their ids, so the list is sorted.
    pub(super) fn note_file(&mut self, call: ExprId, written: Syntax<'a>, path: Symbol, kind: FileKind) {
        self.program.files.push(FileRead { call, path, span: written.span(), kind, content: None });
    }
}
