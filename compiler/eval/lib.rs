//! One environment of a typed program, evaluated: which instances there are, what each field comes to, which edges
//! lead from one to the other, and whether the rules hold.
//!
//! Takes a `Program` and an environment, gives `ComponentGraph`s. Promises exact values, one message a mistake and the
//! same graph for the same program. Records, maps and cases of higher layers lie over those of lower ones; what only a
//! target knows stays a reference. It reads no files, knows no resource, and places nothing.

mod builtins;
mod edges;
mod evaluate;
mod expr;
mod faces;
mod fields;
mod instances;
mod machine;
mod problem;
mod rules;
mod trace;
mod words;

pub use builtins::{check_templates, digest};
pub use evaluate::evaluate;
pub use faces::{
    Fetched, IDENTIFIER, LABEL, Made, Means, Party, Realizer, Spelling, Way, What, Whence, fingerprint, spell,
    variable_name,
};
pub use problem::CODES;
pub use rules::checks::{TestResult, evaluate_with, missing_error, run_tests};
pub use trace::{Effect, Trace, TraceStep, Why, trace};
pub use words::show::show;
