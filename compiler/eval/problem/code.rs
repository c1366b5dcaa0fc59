//! The stable codes of the problems, and where each of them is.

use source::Span;

use super::{Claim, Problem};

/// All codes that evaluation reports, with what each means.
pub const CODES: &[(&str, &str)] = &[
    ("missing-field", "a field without default is written by nobody"),
    ("missing-input", "an input without default is set by no layer of the environment"),
    ("unset-app-field", "the library reads a field that the app doesn't set"),
    ("out-of-bounds", "the final value of a field breaks what its declaration asks of it"),
    ("backward-range", "a range ends before it starts"),
    ("duplicate-entry", "a `for` makes two entries of a map with one key"),
    ("overflow", "a number or a quantity doesn't fit 64 bits"),
    ("division-by-zero", "something is divided by zero"),
    ("inexact-division", "a quotient or a product isn't exact and nothing says how to round"),
    ("inexact-unit", "a quantity isn't a whole number of the unit after `as`"),
    ("unfit-operands", "an operator has no meaning for the two values it is given"),
    ("bad-argument", "a built-in function has no answer for an argument"),
    ("absent-value", "a part is read of something that is absent"),
    ("no-entry", "a map has no entry under a key"),
    ("no-handover", "a test asks how something is handed over that isn't"),
    ("no-element", "a list has no element at an index"),
    ("no-arm", "no arm of a `match` fits the value"),
    ("not-known", "something must be known here that only a target will know"),
    ("bad-template", "a template has a mistake, or asks for what it isn't given"),
    ("secret-here", "a secret stands where secrets can't be"),
    ("not-here", "something is read that means nothing at this place"),
    ("too-early", "the header of a `for` reads an instance"),
    ("left-out", "an instance is read that the environment leaves out"),
    ("unknown-key", "an instance of a key that the `for` doesn't make"),
    ("empty-key", "the key of an instance is empty"),
    ("duplicate-key", "a `for` gives one key to two instances"),
    ("unused-target", "something is placed on a target that the environment doesn't have"),
    ("placed-twice", "one layer places the same on two targets"),
    ("not-offered", "a capability is asked that the other side doesn't offer"),
    ("which-capability", "an instance stands in `uses` and offers several capabilities, none of them `connect`"),
    ("order-cycle", "`after` makes instances wait for each other"),
    ("host-claimed-twice", "two instances claim one host and neither stands behind the other"),
    ("name-claimed-twice", "two instances were called the same, or one is called what another was"),
    ("port-claimed-twice", "two instances publish one port on the same target"),
    ("value-cycle", "a value depends on itself"),
    ("too-deep", "evaluation nests too deep"),
    ("too-much", "an environment takes too many steps to evaluate, or is made too many times"),
    ("require-failed", "a `require` doesn't hold"),
    ("assert-failed", "an `assert` of a test doesn't hold"),
    ("expected-error", "a test expects an error that isn't found"),
    ("failed", "`fail` was called"),
];

impl Problem {
    /// The stable code.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::MissingField { .. } => "missing-field",
            Self::MissingInput { .. } => "missing-input",
            Self::AppUnset { .. } => "unset-app-field",
            Self::Refused { .. } => "out-of-bounds",
            Self::BackwardRange { .. } => "backward-range",
            Self::EntryTwice { .. } => "duplicate-entry",
            Self::Overflow { .. } => "overflow",
            Self::DividedByZero { .. } => "division-by-zero",
            Self::Inexact { .. } => "inexact-division",
            Self::InexactUnit { .. } => "inexact-unit",
            Self::Unfit { .. } => "unfit-operands",
            Self::BadArgument { .. } => "bad-argument",
            Self::Absent { .. } => "absent-value",
            Self::NoHandover { .. } => "no-handover",
            Self::NoEntry { .. } => "no-entry",
            Self::NoElement { .. } => "no-element",
            Self::NoArm { .. } => "no-arm",
            Self::NotKnown { .. } => "not-known",
            Self::SecretHere { .. } => "secret-here",
            Self::BadTemplate { .. } => "bad-template",
            Self::NotHere { .. } => "not-here",
            Self::TooEarly { .. } => "too-early",
            Self::LeftOut { .. } => "left-out",
            Self::UnknownKey { .. } => "unknown-key",
            Self::EmptyKey { .. } => "empty-key",
            Self::KeyTwice { .. } => "duplicate-key",
            Self::UnusedTarget { .. } => "unused-target",
            Self::PlacedTwice { .. } => "placed-twice",
            Self::NotOffered { .. } => "not-offered",
            Self::WhichCapability { .. } => "which-capability",
            Self::OrderCycle { .. } => "order-cycle",
            Self::ClaimedTwice { claim: Claim::Host, .. } => "host-claimed-twice",
            Self::ClaimedTwice { claim: Claim::Was, .. } => "name-claimed-twice",
            Self::ClaimedTwice { claim: Claim::Port, .. } => "port-claimed-twice",
            Self::Cycle { .. } => "value-cycle",
            Self::TooDeep { .. } => "too-deep",
            Self::TooMuch { .. } | Self::TooMany { .. } => "too-much",
            Self::RuleBroken { .. } => "require-failed",
            Self::AssertFailed { .. } => "assert-failed",
            Self::Failed { .. } => "failed",
        }
    }

    /// Where it is.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::MissingField { span, .. }
            | Self::MissingInput { span, .. }
            | Self::AppUnset { span, .. }
            | Self::Refused { span, .. }
            | Self::BackwardRange { span, .. }
            | Self::EntryTwice { span, .. }
            | Self::Overflow { span, .. }
            | Self::DividedByZero { span, .. }
            | Self::Inexact { span, .. }
            | Self::InexactUnit { span, .. }
            | Self::Unfit { span, .. }
            | Self::BadArgument { span, .. }
            | Self::Absent { span, .. }
            | Self::NoHandover { span, .. }
            | Self::NoEntry { span, .. }
            | Self::NoElement { span, .. }
            | Self::NoArm { span, .. }
            | Self::NotKnown { span, .. }
            | Self::SecretHere { span, .. }
            | Self::BadTemplate { span, .. }
            | Self::NotHere { span, .. }
            | Self::TooEarly { span, .. }
            | Self::LeftOut { span, .. }
            | Self::UnknownKey { span, .. }
            | Self::EmptyKey { span, .. }
            | Self::KeyTwice { span, .. }
            | Self::UnusedTarget { span, .. }
            | Self::PlacedTwice { span, .. }
            | Self::NotOffered { span, .. }
            | Self::WhichCapability { span, .. }
            | Self::TooDeep { span, .. }
            | Self::TooMuch { span, .. }
            | Self::TooMany { span, .. }
            | Self::RuleBroken { span, .. }
            | Self::AssertFailed { span, .. }
            | Self::Failed { span, .. } => *span,
            Self::ClaimedTwice { second: (_, span), .. } => *span,
            Self::OrderCycle { edges } => edges.first().map_or(crate::machine::nowhere(), |(.., span)| *span),
            Self::Cycle { edges } => edges.first().map_or(crate::machine::nowhere(), |(.., span)| *span),
        }
    }
}
