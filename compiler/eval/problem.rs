//! What evaluation may find wrong, as data; how it is said stands in `problem/`.

mod code;
mod help;
mod message;

pub use code::CODES;

use source::{Diagnostic, Span};

/// A mistake that shows when one environment is evaluated.
#[derive(Clone, Debug)]
pub(crate) enum Problem {
    // What must be written.
    MissingField {
        span: Span,
        path: String,
        name: String,
        ty: String,
        doc: Option<String>,
        example: Option<String>,
        declared: Span,
    },
    MissingInput {
        span: Span,
        name: String,
        ty: String,
        doc: Option<String>,
        example: Option<String>,
        environment: Option<String>,
        declared: Span,
    },
    /// A field of the app that the library reads; of what a spec reads the types say it.
    AppUnset {
        span: Span,
        name: String,
        read: Span,
    },
    // What is written.
    Refused {
        span: Span,
        path: String,
        found: String,
        refusal: String,
        environment: Option<String>,
        derived: Option<Span>,
        declared: Span,
    },
    BackwardRange {
        span: Span,
        low: String,
        high: String,
    },
    EntryTwice {
        span: Span,
        key: String,
    },
    // Arithmetic.
    Overflow {
        span: Span,
        what: String,
    },
    DividedByZero {
        span: Span,
        what: String,
    },
    Inexact {
        span: Span,
        what: String,
        found: String,
    },
    InexactUnit {
        span: Span,
        what: String,
        found: String,
        unit: &'static str,
        near: Option<(String, String)>,
    },
    Unfit {
        span: Span,
        op: &'static str,
        left: String,
        right: String,
    },
    BadArgument {
        span: Span,
        function: &'static str,
        expected: String,
        found: String,
    },
    // What isn't there, or not yet.
    Absent {
        span: Span,
        what: String,
    },
    NoHandover {
        span: Span,
        what: String,
        environment: String,
    },
    NoEntry {
        span: Span,
        what: String,
        key: String,
        keys: Vec<String>,
    },
    NoElement {
        span: Span,
        what: String,
        index: String,
        count: usize,
    },
    NoArm {
        span: Span,
        what: String,
        found: String,
    },
    NotKnown {
        span: Span,
        what: String,
        purpose: &'static str,
    },
    SecretHere {
        span: Span,
        what: &'static str,
    },
    NotHere {
        span: Span,
        what: &'static str,
    },
    BadTemplate {
        span: Span,
        message: String,
        help: Option<String>,
        call: Span,
    },
    TooEarly {
        span: Span,
        name: String,
    },
    // Instances.
    LeftOut {
        span: Span,
        name: String,
        environment: String,
        without: Option<Span>,
    },
    UnknownKey {
        span: Span,
        name: String,
        key: String,
        keys: Vec<String>,
        declared: Span,
    },
    EmptyKey {
        span: Span,
        instance: Span,
    },
    KeyTwice {
        span: Span,
        key: String,
        instance: Span,
    },
    UnusedTarget {
        span: Span,
        target: String,
        known: Vec<String>,
        environment: String,
    },
    PlacedTwice {
        span: Span,
        what: String,
        target: String,
        other: String,
        first: Span,
    },
    // Edges.
    NotOffered {
        span: Span,
        to: String,
        capability: String,
        offered: Vec<String>,
        condition: Option<(String, Span)>,
    },
    WhichCapability {
        span: Span,
        to: String,
        offered: Vec<String>,
    },
    OrderCycle {
        edges: Vec<(String, String, String, Span)>,
    },
    ClaimedTwice {
        claim: Claim,
        value: String,
        first: (String, Span),
        second: (String, Span),
    },
    // Cycles and depth.
    Cycle {
        edges: Vec<(String, String, Span)>,
    },
    TooDeep {
        span: Span,
        limit: u32,
    },
    TooMuch {
        span: Span,
        limit: u64,
    },
    TooMany {
        span: Span,
        count: usize,
        limit: usize,
    },
    // Rules.
    RuleBroken {
        span: Span,
        message: Option<String>,
        parts: Vec<Part>,
        rule: Span,
    },
    AssertFailed {
        span: Span,
        message: Option<String>,
        parts: Vec<Part>,
    },
    Failed {
        span: Span,
        message: String,
        declared: Span,
    },
}

/// What two instances may claim at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    Host,
    Port,
    /// The name of before.
    Was,
}

/// A part of a condition with the value it has.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) text: String,
    pub(crate) value: String,
    /// Where the value was written, if somebody wrote it.
    pub(crate) written: Option<Span>,
}

impl Problem {
    /// The problem as it is reported.
    pub(crate) fn diagnostic(&self) -> Diagnostic {
        let mut diagnostic = Diagnostic::error(self.code(), self.span(), self.message());
        if let Some(label) = self.label() {
            diagnostic = diagnostic.label(label);
        }
        for (span, text) in self.labels() {
            diagnostic = diagnostic.also(span, text);
        }
        diagnostic.help = self.help();
        diagnostic
    }
}
