//! What verifying may find wrong.

use source::{Diagnostic, Span};

/// All codes that verifying reports, with what each means.
pub const CODES: &[(&str, &str)] = &[
    ("missing-out", "a realization doesn't say what an output of its component comes to"),
    ("unprotected-state", "nothing that a realization makes of a component that keeps data is kept from deletion"),
    ("unused-field", "a realization neither uses a field of its component nor ignores it"),
];

/// How many fields a message names.
const SHOWN: usize = 12;

/// A realization that leaves something out.
#[derive(Clone, Debug)]
pub(crate) enum Problem {
    MissingOut { span: Span, component: String, target: String, outs: Vec<String> },
    Unprotected { span: Span, component: String, target: String },
    Unused { span: Span, component: String, target: String, fields: Vec<String> },
}

impl Problem {
    /// The problem as it is reported.
    pub(crate) fn diagnostic(self) -> Diagnostic {
        let (span, component, target, fields) = match self {
            Self::MissingOut { span, component, target, outs } => return missing(span, &component, &target, &outs),
            Self::Unprotected { span, component, target } => return unprotected(span, &component, &target),
            Self::Unused { span, component, target, fields } => (span, component, target, fields),
        };
        let shown = fields.iter().take(SHOWN).map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ");
        let more = fields.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let message = format!("what a spec says of {shown}{more} is lost: `{component}` on `{target}` doesn't use it");
        let first = fields.first().map_or("", String::as_str);
        let help = format!("use it, or say why not: `ignore {first} because \"…\"`");
        Diagnostic::warning("unused-field", span, message).help(help)
    }
}

fn missing(span: Span, component: &str, target: &str, outs: &[String]) -> Diagnostic {
    let names = outs.iter().map(|out| format!("`{out}`")).collect::<Vec<_>>().join(", ");
    let message = format!("`{component}` on `{target}` doesn't say what {names} is, which others may read");
    let first = outs.first().map_or("", String::as_str);
    Diagnostic::error("missing-out", span, message).help(format!("add `out {first} = …`"))
}

fn unprotected(span: Span, component: &str, target: &str) -> Diagnostic {
    let message =
        format!("`{component}` keeps data, and nothing that it is made of on `{target}` is kept from deletion");
    Diagnostic::error("unprotected-state", span, message)
        .help("say which resource holds the data: `stateful resource TYPE NAME { … }`, or `refine TYPE { stateful }`")
}
