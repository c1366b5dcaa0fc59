//! Built-in functions, a file a family. What some target has to know stays an operation where a target may carry it
//! out, and is an error elsewhere.

mod digest;
mod lists;
mod numbers;
mod print;
mod template;
mod texts;
mod urls;

use program::Builtin;
use values::{ExprId, Slice, Value};

pub use print::digest;
pub use template::check_templates;

use crate::machine::{Eval, Frame, Machine, Poisoned};
use crate::problem::Problem;

/// A call of a built-in function, its arguments evaluated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call<'a> {
    builtin: Builtin,
    args: &'a [Value],
    written: &'a [ExprId],
    id: ExprId,
}

impl Call<'_> {
    fn arg(&self, at: usize) -> Value {
        self.args.get(at).copied().unwrap_or(Value::None)
    }
}

impl Machine<'_> {
    /// What a call of a built-in function comes to.
    pub(crate) fn builtin(&mut self, builtin: Builtin, args: Slice, id: ExprId, at: Frame) -> Eval {
        let written = self.program.exprs.list(args);
        match builtin {
            Builtin::Floor | Builtin::Ceil => return self.round(builtin, written, id, at),
            Builtin::Coalesce => return self.coalesce(written, at),
            Builtin::Read | Builtin::Files => return self.file_function(id, at),
            Builtin::Template => return self.template_function(written, id, at),
            Builtin::Entry => return self.stored(written, id, at),
            Builtin::Handover => return self.hand_over_function(written, id, at),
            Builtin::Kept => return self.kept_function(written, at),
            Builtin::Stated => return self.stated_function(written, at),
            Builtin::Revision => return self.revision(written, at),
            Builtin::Needed => return self.needed(at),
            Builtin::DocOf
            | Builtin::Expanded
            | Builtin::Hole
            | Builtin::Holes
            | Builtin::Known
            | Builtin::PathOf
            | Builtin::VariableOf => {
                return self.secret_function(builtin, written, at);
            }
            _ => {}
        }
        let mut values = Vec::with_capacity(written.len());
        for arg in written {
            let value = self.eval(*arg, at)?;
            values.push(self.settle(value)?);
        }
        if !values.iter().all(|value| self.spend_argument(*value)) {
            return Err(self.exhausted(self.span(id)));
        }
        if builtin == Builtin::Json && self.is_code(at) {
            return Ok(self.operation("json", &values));
        }
        self.run_builtin(Call { builtin, args: &values, written, id })
    }

    /// Whether the target at hand computes: there a document stays one, so that people can read it.
    fn is_code(&self, at: Frame) -> bool {
        let target = self.whence(at).filter(|_| self.is_placed).and_then(|whence| self.target_for(whence));
        let target = target.and_then(|at| self.target_id(at));
        target.is_some_and(|id| self.program.target(id).sink == program::Sink::Terraform)
    }

    /// Counts what a function looks at.
    fn spend_argument(&self, value: Value) -> bool {
        match value {
            Value::List(slice) | Value::Map(slice) => self.spend(slice.len as usize),
            Value::Str(text) => self.spend_text(self.name(text).len()),
            _ => true,
        }
    }

    fn run_builtin(&mut self, call: Call<'_>) -> Eval {
        match call.builtin {
            Builtin::All | Builtin::Any => self.quantify(call),
            Builtin::Count
            | Builtin::Distinct
            | Builtin::Find
            | Builtin::Flatten
            | Builtin::Keys
            | Builtin::Length
            | Builtin::One
            | Builtin::Rest
            | Builtin::Sort
            | Builtin::Take
            | Builtin::Values => self.list_function(call),
            Builtin::Max | Builtin::Min | Builtin::Sum => self.number_function(call),
            Builtin::Basename
            | Builtin::Join
            | Builtin::Lines
            | Builtin::Lower
            | Builtin::Replace
            | Builtin::Split
            | Builtin::Trim
            | Builtin::Upper => self.text_function(call),
            Builtin::HostOf | Builtin::PortOf | Builtin::SchemeOf | Builtin::Subnet => self.url_function(call),
            Builtin::Json | Builtin::Yaml | Builtin::Digest => self.print_function(call),
            Builtin::Entries => Ok(self.split_secrets(call.arg(0), Labelled::Secret)),
            Builtin::Plain => Ok(self.split_secrets(call.arg(0), Labelled::Plain)),
            Builtin::Fail => Err(self.report_fail(call)),
            Builtin::Reveal => Ok(call.arg(0)),
            Builtin::Located if self.is_pending(call.arg(0)) || call.arg(0).is_absent() => Ok(call.arg(0)),
            Builtin::Located => Ok(self.pending_call(call)),
            // These see their arguments as they are written, and were answered before.
            Builtin::Floor
            | Builtin::Ceil
            | Builtin::Coalesce
            | Builtin::Entry
            | Builtin::Handover
            | Builtin::Expanded
            | Builtin::Hole
            | Builtin::Holes
            | Builtin::Kept
            | Builtin::Stated
            | Builtin::Files
            | Builtin::PathOf
            | Builtin::Read
            | Builtin::Revision
            | Builtin::Template
            | Builtin::DocOf
            | Builtin::Known
            | Builtin::Needed
            | Builtin::VariableOf => Ok(Value::None),
        }
    }

    /// The first argument that isn't absent.
    fn coalesce(&mut self, written: &[ExprId], at: Frame) -> Eval {
        for arg in written {
            let value = self.attempt(*arg, at)?;
            if !self.is_absent(value)? {
                return Ok(value);
            }
        }
        Ok(Value::None)
    }

    /// The entries of a map that touch a secret, or those that don't.
    fn split_secrets(&mut self, map: Value, wanted: Labelled) -> Value {
        let Value::Map(slice) = map else { return map };
        let mark = self.scratch_entries.len();
        for place in slice.range() {
            let Some(entry) = self.values.entries.get(place).copied() else { continue };
            if self.is_secret(entry.slot.value) == (wanted == Labelled::Secret) {
                self.scratch_entries.push(entry);
            }
        }
        Value::Map(self.keep_entries(mark))
    }

    /// `fail("…")` is an error at the spec's value that led there.
    fn report_fail(&mut self, call: Call<'_>) -> Poisoned {
        let message = match call.arg(0) {
            Value::Str(text) => self.owned(text),
            other => self.shown(other),
        };
        let declared = self.span(call.id);
        let span = self.blame(declared);
        self.report(Problem::Failed { span, message, declared })
    }

    /// Text of a file that was read before, or all files of a folder.
    fn file_function(&mut self, id: ExprId, at: Frame) -> Eval {
        // What can't be read was reported before anything was evaluated.
        let content = self.program.content(id).ok_or(Poisoned)?;
        self.eval(content, at)
    }

    /// An argument that a function has no answer for.
    fn unfit_argument(&mut self, call: Call<'_>, at: usize, expected: &str) -> Poisoned {
        let value = call.arg(at);
        let written = call.written.get(at).copied().unwrap_or(call.id);
        let span = self.span(written);
        if self.has_pending(value) {
            let what = self.spell(written);
            return self.report(Problem::NotKnown { span, what, purpose: "this function" });
        }
        let (function, found) = (name(call.builtin), self.brief(value));
        self.report(Problem::BadArgument { span, function, expected: expected.to_owned(), found })
    }

    /// The call as an operation that a target carries out.
    fn pending_call(&mut self, call: Call<'_>) -> Value {
        self.operation(name(call.builtin), call.args)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Labelled {
    Secret,
    Plain,
}

/// A function as it is written.
pub(crate) fn name(builtin: Builtin) -> &'static str {
    match builtin {
        Builtin::All => "all",
        Builtin::Any => "any",
        Builtin::Basename => "basename",
        Builtin::Ceil => "ceil",
        Builtin::Coalesce => "coalesce",
        Builtin::Count => "count",
        Builtin::Digest => "digest",
        Builtin::Distinct => "distinct",
        Builtin::Entries => "entries",
        Builtin::Entry => "entry",
        Builtin::Expanded => "expanded",
        Builtin::Handover => "handover",
        Builtin::Hole => "hole",
        Builtin::Holes => "holes",
        Builtin::Kept => "kept",
        Builtin::Stated => "stated",
        Builtin::Revision => "revision",
        Builtin::PathOf => "path_of",
        Builtin::DocOf => "doc_of",
        Builtin::Known => "known",
        Builtin::Needed => "needed",
        Builtin::VariableOf => "variable_of",
        Builtin::Fail => "fail",
        Builtin::Find => "find",
        Builtin::Flatten => "flatten",
        Builtin::Floor => "floor",
        Builtin::HostOf => "host_of",
        Builtin::Join => "join",
        Builtin::Json => "json",
        Builtin::Keys => "keys",
        Builtin::Length => "length",
        Builtin::Lines => "lines",
        Builtin::Located => "located",
        Builtin::Lower => "lower",
        Builtin::Max => "max",
        Builtin::Min => "min",
        Builtin::One => "one",
        Builtin::Plain => "plain",
        Builtin::PortOf => "port_of",
        Builtin::Replace => "replace",
        Builtin::Reveal => "reveal",
        Builtin::Rest => "rest",
        Builtin::SchemeOf => "scheme_of",
        Builtin::Sort => "sort",
        Builtin::Split => "split",
        Builtin::Subnet => "subnet",
        Builtin::Sum => "sum",
        Builtin::Take => "take",
        Builtin::Template => "template",
        Builtin::Trim => "trim",
        Builtin::Upper => "upper",
        Builtin::Values => "values",
        Builtin::Yaml => "yaml",
        Builtin::Read => "read",
        Builtin::Files => "files",
    }
}
