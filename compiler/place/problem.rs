//! What placing may find wrong.

use source::{Diagnostic, Span};

/// All codes that placing reports, with what each means.
pub const CODES: &[(&str, &str)] = &[("no-target", "an environment with instances has no target to put them on")];

/// A mistake that shows when an environment is placed.
#[derive(Clone, Debug)]
pub(crate) enum Problem {
    NoTarget { span: Span, environment: String, count: usize },
}

impl Problem {
    /// The problem as it is reported.
    pub(crate) fn diagnostic(&self) -> Diagnostic {
        let Self::NoTarget { span, environment, count } = self;
        let what = if *count == 1 { "1 instance".to_owned() } else { format!("{count} instances") };
        let message = format!("environment `{environment}` has {what} and no target to put them on");
        let help = "say where they go: `target NAME`; a `layer` is never built and needs none";
        Diagnostic::error("no-target", *span, message).help(help)
    }
}
