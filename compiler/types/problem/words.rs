//! What messages have in common: how names and types are quoted, what is offered in place of a misspelt one.

use source::{Diagnostic, Span, did_you_mean};

/// An error of this phase.
pub(super) fn error(code: &'static str, span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code, span, message)
}

/// A type or a phrase: types stand in backticks, phrases as they are.
pub(super) fn quoted(what: &str) -> String {
    let is_phrase = what.starts_with("a ") || what.starts_with("an ");
    if is_phrase { what.to_owned() } else { format!("`{what}`") }
}

pub(super) fn with_help(diagnostic: Diagnostic, help: Option<String>) -> Diagnostic {
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

pub(super) fn suggest(name: &str, known: &[String]) -> Option<String> {
    did_you_mean(name, known.iter().map(String::as_str))
}

pub(super) fn declared_at(diagnostic: Diagnostic, declared: Option<Span>) -> Diagnostic {
    match declared {
        Some(span) => diagnostic.also(span, "declared here"),
        None => diagnostic,
    }
}

/// Offers the nearest name, to read and to apply.
pub(super) fn renamed(diagnostic: Diagnostic, span: Span, nearest: Option<String>) -> Diagnostic {
    match nearest {
        Some(nearest) => {
            diagnostic.help(format!("did you mean `{nearest}`?")).fix(format!("write `{nearest}`"), span, nearest)
        }
        None => diagnostic,
    }
}

pub(super) fn corrected(diagnostic: Diagnostic, span: Span, name: &str, known: &[String]) -> Diagnostic {
    let nearest = source::nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
    match nearest {
        Some(_) => renamed(diagnostic, span, nearest),
        None => with_help(diagnostic, suggest(name, known)),
    }
}

/// What may be patched: what is of the type at hand, else the first of all.
pub(super) fn patchable(name: &str, known: &[String]) -> String {
    const LISTED: usize = 12;
    let ty = name.split(' ').next().unwrap_or(name);
    let like: Vec<String> = known.iter().filter(|known| known.split(' ').next() == Some(ty)).cloned().collect();
    let all = if like.is_empty() { known } else { &like };
    let shown: Vec<String> = all.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    let more = all.len().saturating_sub(LISTED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("what may be patched: {}{more}", shown.join(", "))
}

pub(super) fn unknown_field(span: Span, name: &str, of: &str, known: &[String], declared: Option<Span>) -> Diagnostic {
    let message = format!("`{of}` has no field `{name}`");
    let found = Diagnostic::error("unknown-field", span, message).label("no such field");
    declared_at(corrected(found, span, name, known), declared)
}

pub(super) fn unknown_case(
    span: Span,
    name: &str,
    expected: &str,
    cases: &[String],
    nearest: Option<String>,
) -> Diagnostic {
    let message = format!("expected {}, found `{name}`", listed(cases));
    let short = if cases.len() > 8 { format!("{} has no case `{name}`", quoted(expected)) } else { message };
    renamed(Diagnostic::error("unknown-case", span, short).label("no such case"), span, nearest)
}

pub(super) fn may_be_absent(span: Span, name: &str, found: &str) -> Diagnostic {
    let read = if name.is_empty() {
        "it can't be used as if it were there".to_owned()
    } else {
        format!("can't read `{name}` of it")
    };
    Diagnostic::error("may-be-absent", span, format!("this {} may be absent: {read}", quoted(found)))
        .help("`?.` passes the absence on, `?? value` says what then, `if x != none` looks first")
}

/// Names in backticks, with commas.
pub(crate) fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
