//! What a spec says and a target can't express.

use source::Span;

/// One line of the loss report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The path of the instance.
    pub instance: String,
    /// The target it stands on.
    pub target: String,
    /// The path of the field in the instance.
    pub field: String,
    /// Why nothing comes of it, in the words of the realization.
    pub reason: String,
    /// Where the spec sets it.
    pub span: Span,
}
