//! Tests of specs: what must hold in an environment, and what must fail once something changes.

use graph::{ComponentGraph, Deployment};
use program::{EnvironmentId, InputValue, Override, Program, Require, TestStep};
use source::{Diagnostic, Outcome, Span};

use crate::evaluate::{graphs, machines};
use crate::fields::layers::Extra;
use crate::machine::Machine;
use crate::problem::Problem;

/// How a test came out.
#[derive(Clone, Debug)]
pub struct TestResult {
    /// What it says of itself.
    pub name: String,
    /// The environment it ran in.
    pub environment: String,
    /// Where it stands.
    pub span: Span,
    /// What went wrong; nothing, if it passed.
    pub failures: Vec<Diagnostic>,
}

/// Runs all tests; `deployments` are the environments, placed, for what only those know.
pub fn run_tests(program: &Program, deployments: &[Deployment]) -> Vec<TestResult> {
    let results = program.tests.iter().map(|test| {
        let mut failures = Vec::new();
        for step in &test.steps {
            match step {
                TestStep::Assert(claim) => assert((program, deployments), test.environment, claim, &mut failures),
                TestStep::Expect { code, overrides, inputs, span } => {
                    let outcome = evaluate_with(program, test.environment, overrides, inputs);
                    failures.extend(missing_error(program.text(*code), &outcome.diagnostics, *span));
                }
            }
        }
        TestResult {
            name: program.text(test.name).to_owned(),
            environment: program.text(program.environment(test.environment).name).to_owned(),
            span: test.span,
            failures,
        }
    });
    results.collect()
}

/// Evaluates an environment with overrides and inputs as a last layer, as `expect error … with { … }` asks.
pub fn evaluate_with(
    program: &Program,
    environment: EnvironmentId,
    overrides: &[Override],
    inputs: &[InputValue],
) -> Outcome<Vec<ComponentGraph>> {
    graphs(program, Some(environment), Some(Extra { name: "with", environment: None, inputs, overrides }))
}

/// The failure of an `expect error` whose code is none of those found.
pub fn missing_error(code: &str, found: &[Diagnostic], span: Span) -> Option<Diagnostic> {
    if found.iter().any(|diagnostic| diagnostic.code == code) {
        return None;
    }
    let mut codes: Vec<&str> = found.iter().map(|diagnostic| diagnostic.code).collect();
    codes.dedup();
    let found = match codes.as_slice() {
        [] => "nothing is wrong".to_owned(),
        codes => format!("found {}", codes.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ")),
    };
    Some(Diagnostic::error("expected-error", span, format!("expected the error `{code}`, {found}")))
}

fn assert(
    (program, deployments): (&Program, &[Deployment]),
    environment: EnvironmentId,
    claim: &Require,
    failures: &mut Vec<Diagnostic>,
) {
    for (mut machine, _) in machines(program, Some(environment), None, failures) {
        if machine.diagnostics.iter().any(Diagnostic::is_error) {
            failures.append(&mut machine.diagnostics);
            continue;
        }
        let name = machine.name(machine.environment);
        machine.deployment = deployments.iter().find(|one| one.graph.text(one.graph.environment) == name);
        machine.assert(environment, claim);
        machine.report_effort();
        failures.append(&mut machine.diagnostics);
    }
}

impl Machine<'_> {
    fn assert(&mut self, environment: EnvironmentId, claim: &Require) {
        let layer = self.layer_of(environment).unwrap_or(crate::fields::layers::SPEC);
        let at = self.layer_frame(layer);
        self.within(at, |machine, at| {
            if machine.holds(claim.condition, at) != Ok(false) || machine.is_exhausted() {
                return;
            }
            if let Problem::RuleBroken { message, parts, .. } = machine.broken_rule(claim, at, claim.span) {
                machine.report(Problem::AssertFailed { span: claim.span, message, parts });
            }
        });
    }
}
