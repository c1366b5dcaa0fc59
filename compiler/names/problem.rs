//! What can be wrong with declarations.

use source::{Diagnostic, Span};

/// The codes of this phase.
pub const CODES: &[&str] = &["duplicate-name", "instance-name", "only-in-root", "second-app", "second-use"];

/// A mistake in what is declared.
pub(crate) enum Problem {
    Duplicate { span: Span, name: String, first: Span },
    InstanceName { span: Span, name: String },
    OnlyInRoot { span: Span, what: &'static str },
    SecondApp { span: Span, first: Span },
    SecondUse { span: Span, name: String },
}

impl Problem {
    pub(crate) fn diagnostic(self) -> Diagnostic {
        match self {
            Self::Duplicate { span, name, first } => {
                Diagnostic::error("duplicate-name", span, format!("`{name}` is declared twice"))
                    .label("declared again here")
                    .also(first, "first declared here")
                    .help("give one of them another name; a package's files share one list of names")
            }
            Self::InstanceName { span, name } => {
                let better: String = snake(&name);
                let found = format!("`{name}` can't name an instance");
                let diagnostic = Diagnostic::error("instance-name", span, found)
                    .label("expected lower-case letters, digits and `_`, a letter first");
                diagnostic.fix(format!("rename it `{better}`"), span, better)
            }
            Self::OnlyInRoot { span, what } => {
                Diagnostic::error("only-in-root", span, format!("a package that others use can't declare `{what}`"))
                    .help(format!("move the `{what}` to the folder that declares the `app`"))
            }
            Self::SecondApp { span, first } => Diagnostic::error("second-app", span, "a spec has one `app`, found two")
                .label("declared again here")
                .also(first, "first declared here")
                .help("remove one, or give the other system a folder of its own"),
            Self::SecondUse { span, name } => {
                Diagnostic::error("second-use", span, format!("two packages are used under the name `{name}`"))
                    .help(format!("give one another name: `use ./folder as {name}_2`"))
            }
        }
    }
}

/// `apiServer` and `api-server` as `api_server`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        out.push(if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' });
    }
    out.trim_start_matches(|c: char| !c.is_ascii_alphabetic()).to_owned()
}
