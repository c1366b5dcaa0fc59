//! `template(…)`: a file of the spec, filled in by the language of Jinja. It is strict: whatever isn't given, isn't
//! known or has no spelling is a mistake, shown at the template's own line.

use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Enumerator, Object, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value as Given};
use program::{Builtin, Expr, FileKind, FileRead, Program};
use source::{Diagnostic, Span, did_you_mean};
use values::{Decimal, ExprId, RecordId, Slot, Value};

use crate::machine::{Eval, Frame, Machine};
use crate::problem::Problem;

/// How many steps a template may take.
const EFFORT: u64 = 1_000_000;

/// A record or a map as templates see it: its entries in their order.
#[derive(Debug)]
struct Parts {
    entries: Vec<(String, Given)>,
    /// Whether to ask for another entry is a mistake.
    is_closed: bool,
}

impl Parts {
    fn value(entries: impl Iterator<Item = (String, Given)>, is_closed: bool) -> Given {
        Given::from_object(Self { entries: entries.collect(), is_closed })
    }
}

impl Object for Parts {
    fn get_value(self: &Arc<Self>, key: &Given) -> Option<Given> {
        let name = key.as_str()?;
        let names = || self.entries.iter().map(|(known, _)| known.as_str());
        match self.entries.iter().find(|(known, _)| known == name) {
            Some((_, value)) => Some(value.clone()),
            None if self.is_closed => {
                let help = did_you_mean(name, names()).unwrap_or_else(|| {
                    let known: Vec<String> = names().map(|known| format!("`{known}`")).collect();
                    format!("there are {}", known.join(", "))
                });
                Some(Given::from(Error::new(ErrorKind::UndefinedError, help)))
            }
            None => None,
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.entries.iter().map(|(name, _)| Given::from(name.as_str())).collect())
    }
}

/// Tags that stand on a line of their own leave no line behind, as in most configuration files.
fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.expect("the delimiters are those that the engine comes with"));
    environment.set_debug(true);
    environment.set_fuel(Some(EFFORT));
    environment.remove_global("debug");
    environment.add_test("none", |value: &Given| match value.is_undefined() {
        true => Err(Error::from(ErrorKind::UndefinedError)),
        false => Ok(value.is_none()),
    });
    environment.set_formatter(|out, state, value| match value.kind() {
        ValueKind::Bool => out.write_str(if value.is_true() { "true" } else { "false" }).map_err(Error::from),
        ValueKind::Number | ValueKind::String => minijinja::escape_formatter(out, state, value),
        kind => Err(Error::new(ErrorKind::BadSerialization, format!("{kind}"))),
    });
    environment
}

/// The mistakes of a spec's templates that show before anything is filled in: what is no template, and names that the
/// call doesn't give.
pub fn check_templates(program: &Program) -> Vec<Diagnostic> {
    let is_own = |read: &&FileRead| read.kind == FileKind::Template && read.span.file.in_library().is_none();
    let templates = program.files.iter().filter(is_own);
    templates.flat_map(|read| mistakes(program, read)).map(|problem| problem.diagnostic()).collect()
}

fn mistakes(program: &Program, read: &FileRead) -> Vec<Problem> {
    let Some((text, span)) = text_of(program, read.call) else { return Vec::new() };
    let environment = environment();
    let template = match environment.template_from_str(text) {
        Ok(template) => template,
        Err(error) => return vec![problem(&error, text, span, read.span)],
    };
    let Some(given) = given_names(program, read.call) else { return Vec::new() };
    let is_known = |name: &str| given.contains(&name) || environment.globals().any(|(global, _)| global == name);
    let mut names: Vec<String> = template.undeclared_variables(false).into_iter().collect();
    names.sort_unstable();
    let missing = names.into_iter().filter(|name| !is_known(name)).map(|name| Problem::BadTemplate {
        span: place_of(&name, text).map_or(span, |at| within(span, at)),
        message: format!("the template isn't given `{name}`"),
        help: did_you_mean(&name, given.iter().copied()).or_else(|| Some(format!("add `{name} = …` to the call"))),
        call: read.span,
    });
    missing.collect()
}

/// The text of the template that a call fills in, and where it stands.
fn text_of(program: &Program, call: ExprId) -> Option<(&str, Span)> {
    let content = program.content(call)?;
    match program.exprs.get(content) {
        Expr::Value(Value::Str(text)) => Some((program.text(text), program.span(content))),
        _ => None,
    }
}

/// The names that a call gives, where they are written out.
fn given_names(program: &Program, call: ExprId) -> Option<Vec<&str>> {
    let Expr::Builtin(Builtin::Template, args) = program.exprs.get(call) else { return None };
    let Expr::Record(record, _) = program.exprs.get(*program.exprs.list(args).get(1)?) else { return None };
    Some(program.record(record).fields.iter().map(|field| program.text(field.name)).collect())
}

/// Where a tag of a template reads a name.
fn place_of(name: &str, text: &str) -> Option<std::ops::Range<usize>> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let found = text.match_indices(name).find(|(at, _)| {
        let (before, after) = (&text[..*at], &text[at + name.len()..]);
        let last = |marks: [&str; 2]| marks.into_iter().filter_map(|mark| before.rfind(mark)).max();
        let in_tag = last(["{{", "{%"]).is_some_and(|open| last(["}}", "%}"]).is_none_or(|close| close < open));
        in_tag && !before.ends_with(|c| is_word(c) || c == '.') && !after.starts_with(is_word)
    });
    found.map(|(at, name)| at..at + name.len())
}

/// A part of a template's text, which starts its file.
fn within(span: Span, at: std::ops::Range<usize>) -> Span {
    Span::new(span.file, at.start as u32, at.end as u32)
}

/// A mistake as the engine found it, in the words of people who don't know the engine.
fn problem(error: &Error, text: &str, span: Span, call: Span) -> Problem {
    let line = || {
        let at = error.line()?.checked_sub(1)?;
        let start = text.split_inclusive('\n').take(at).map(str::len).sum::<usize>();
        let line = text.get(start..)?.lines().next()?;
        let indent = line.len() - line.trim_start().len();
        Some(start + indent..start + line.len())
    };
    let at = error.range().filter(|range| text.get(range.clone()).is_some_and(|found| !found.is_empty()));
    let at = at.or_else(line);
    let written = at.clone().and_then(|at| text.get(at)).unwrap_or("").lines().next().unwrap_or("").trim();
    let written = written.trim_start_matches("{{").trim_end_matches("}}").trim();
    let detail = error.detail().unwrap_or_default();
    let (message, help) = match error.kind() {
        ErrorKind::UndefinedError => {
            let help = if detail.is_empty() {
                "what may be missing is asked for first: `{% if x is defined %}`"
            } else {
                detail
            };
            (format!("`{written}` isn't given to the template"), Some(help.to_owned()))
        }
        ErrorKind::BadSerialization => {
            let help = match detail {
                "none" => format!("leave it out where it is absent: `{{% if {written} is not none %}}`"),
                _ => "print its parts: `{% for x in xs %}`, `xs | join(\", \")`, `x.name`".to_owned(),
            };
            (format!("`{written}` is {}, which has no spelling of its own", kind_name(detail)), Some(help))
        }
        ErrorKind::OutOfFuel => ("the template takes too many steps".to_owned(), None),
        kind if detail.is_empty() => (format!("a mistake in the template: {kind}"), None),
        _ => (format!("a mistake in the template: {detail}"), None),
    };
    Problem::BadTemplate { span: at.map_or(span, |at| within(span, at)), message, help, call }
}

fn kind_name(kind: &str) -> &str {
    match kind {
        "none" => "`none`",
        "sequence" | "iterator" => "a list",
        "map" | "plain" => "a record or a map",
        other => other,
    }
}

impl Machine<'_> {
    /// A file of the spec with values filled in.
    pub(super) fn template_function(&mut self, written: &[ExprId], id: ExprId, at: Frame) -> Eval {
        let values = written.get(1).copied().unwrap_or(id);
        let value = self.eval(values, at)?;
        let value = self.settle_deep(value)?;
        self.refuse_unknown(Slot { value, origin: values::Origin { expr: values, layer: at.layer } })?;
        let program = self.program;
        let (text, span) = text_of(program, id).ok_or(crate::machine::Poisoned)?;
        if !self.spend_text(text.len()) {
            return Err(self.exhausted(self.span(id)));
        }
        let given = match value {
            // What Jinja brings along stands beside what is given.
            Value::Record { record, start } => Parts::value(self.handed_fields(record, start), false),
            other => self.handed(other),
        };
        match environment().render_str(text, given) {
            Ok(filled) if self.spend_text(filled.len()) => Ok(self.new_text(&filled)),
            Ok(_) => Err(self.exhausted(self.span(id))),
            Err(error) => Err(self.report(problem(&error, text, span, self.span(id)))),
        }
    }

    /// What is a secret, or waits for its target, is refused where it was written.
    fn refuse_unknown(&mut self, slot: Slot) -> Eval<()> {
        if !self.has_pending(slot.value) {
            return Ok(());
        }
        let parts: Vec<Slot> = match slot.value {
            Value::List(slice) => self.values.slice(slice).to_vec(),
            Value::Map(slice) => self.values.map(slice).iter().map(|entry| entry.slot).collect(),
            Value::Record { record, start } => self.values.slice(self.record_slice(record, start)).to_vec(),
            Value::Case { union, case, body } => match self.program.union(union).case(case).record {
                Some(record) => self.values.slice(self.record_slice(record, body)).to_vec(),
                None => Vec::new(),
            },
            _ => Vec::new(),
        };
        for part in parts {
            let origin = if part.origin == values::Origin::NONE { slot.origin } else { part.origin };
            self.refuse_unknown(Slot { origin, ..part })?;
        }
        let (span, what) = (self.span(slot.origin.expr), self.spell(slot.origin.expr));
        Err(self.report(match self.is_secret(slot.value) {
            true => Problem::SecretHere { span, what: "a template" },
            false => Problem::NotKnown { span, what, purpose: "a template" },
        }))
    }

    /// A value as templates see it: quantities, times and cases as they are written, a case with fields as a record that
    /// says its `kind`.
    fn handed(&self, value: Value) -> Given {
        if !self.spend(1) {
            return Given::UNDEFINED;
        }
        match value {
            Value::None | Value::Unset => Given::from(()),
            Value::Bool(holds) => Given::from(holds),
            Value::Int(whole) => Given::from(whole),
            Value::Number { mantissa, scale } => {
                let exact = Decimal::new(mantissa, scale).to_string();
                // What such a number can't hold stays text.
                exact
                    .parse()
                    .ok()
                    .filter(|near: &f64| near.to_string() == exact)
                    .map_or(Given::from(exact), Given::from)
            }
            Value::List(slice) => self.values.slice(slice).iter().map(|slot| self.handed(slot.value)).collect(),
            Value::Map(slice) => Parts::value(
                self.values.map(slice).iter().map(|entry| (self.owned(entry.key), self.handed(entry.slot.value))),
                false,
            ),
            Value::Record { record, start } => Parts::value(self.handed_fields(record, start), true),
            Value::Case { union, case, body } => {
                let known = self.program.union(union).case(case);
                match known.record {
                    Some(record) => {
                        let kind = ("kind".to_owned(), Given::from(self.name(known.name)));
                        Parts::value(std::iter::once(kind).chain(self.handed_fields(record, body)), true)
                    }
                    None => Given::from(self.name(known.name)),
                }
            }
            other => Given::from(self.plain_text(other).unwrap_or_else(|| self.shown(other))),
        }
    }

    fn handed_fields(&self, record: RecordId, start: u32) -> impl Iterator<Item = (String, Given)> {
        let fields = self.program.record(record).fields.iter().zip(start..);
        fields.map(|(field, at)| (self.owned(field.name), self.handed(self.values.slot(at).value)))
    }
}
