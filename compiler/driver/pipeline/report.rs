//! What a build says, whatever becomes of its files.

use resources::Loss;
use source::{Diagnostic, Severity, Sources};

use crate::problem::{self, Status};

/// All that a build found, with the texts that it speaks of.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The files that places lie in.
    pub sources: Sources,
    /// What is wrong, as people should read it.
    pub diagnostics: Vec<Diagnostic>,
    /// What environments set to no effect, each with the environment's name.
    pub losses: Vec<(String, Loss)>,
    /// The names of all environments of the spec.
    pub environments: Vec<String>,
}

impl Report {
    /// How it ends.
    pub fn status(&self) -> Status {
        Status::of(&self.diagnostics)
    }

    /// The losses as diagnostics.
    pub fn loss_report(&self, severity: Severity) -> Vec<Diagnostic> {
        let mut found: Vec<(String, Vec<Diagnostic>)> =
            self.environments.iter().map(|name| (name.clone(), Vec::new())).collect();
        for (environment, loss) in &self.losses {
            if let Some((_, diagnostics)) = found.iter_mut().find(|(name, _)| name == environment) {
                diagnostics.push(diagnostic(loss, severity));
            }
        }
        problem::tidy(problem::merge_environments(found))
    }

    /// The same where a loss is an error.
    pub fn deny_losses(mut self) -> Self {
        let denied = self.loss_report(Severity::Error);
        self.diagnostics.extend(denied);
        self
    }
}

fn diagnostic(loss: &Loss, severity: Severity) -> Diagnostic {
    let Loss { instance, target, field, reason, span } = loss;
    let message = format!("`{instance}.{field}` has no effect on `{target}`: {reason}");
    Diagnostic { severity, ..Diagnostic::error("loss", *span, message) }
        .label("set here")
        .help("take it back for this environment, or place the instance on a target that can do it")
}
