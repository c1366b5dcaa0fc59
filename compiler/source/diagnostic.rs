//! A diagnostic as data: what, how bad, where, and how to mend it. Printing is a shell's business.

use crate::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is built.
    Error,
    /// Built, but probably not what was meant.
    Warning,
    /// Built and meant, perhaps; a matter of care.
    Lint,
}

/// A piece of source with what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What; may be empty on a primary label.
    pub text: String,
}

/// A replacement of one piece of source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; an empty span inserts.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// A change that mends the problem; `infra fix` applies it as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an imperative.
    pub title: String,
    /// Its edits; none overlap.
    pub edits: Vec<Edit>,
}

/// One mistake, said once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable kebab-case code; `infra explain CODE` has its page.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence that names the thing, what was expected and what was found.
    pub message: String,
    /// Where it is.
    pub primary: Label,
    /// What else belongs to it.
    pub secondary: Vec<Label>,
    /// How to mend it.
    pub help: Option<String>,
    /// Changes a machine may make.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// An error at `span`.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, span, message.into())
    }

    /// A warning at `span`.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, span, message.into())
    }

    /// A lint at `span`.
    pub fn lint(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Lint, span, message.into())
    }

    fn new(code: &'static str, severity: Severity, span: Span, message: String) -> Self {
        let primary = Label { span, text: String::new() };
        Self { code, severity, message, primary, secondary: Vec::new(), help: None, fixes: Vec::new() }
    }

    /// Says something at the primary place.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Points at another place.
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// Says how to mend it.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Offers one replacement.
    pub fn fix(mut self, title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        let edit = Edit { span, text: text.into() };
        self.fixes.push(Fix { title: title.into(), edits: vec![edit] });
        self
    }

    /// Whether it stops the build.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
