//! From a checked spec to the files of its environments.

use graph::Deployment;
use program::EnvironmentKind;
use resources::{Loss, ResourceSet};
use source::{Diagnostic, Outcome, Severity};

use super::{Checked, check};
use crate::host::Host;
use crate::output::{self, Output, Scope};
use crate::problem::{self, Status};
use crate::project::Request;
use crate::why::Miss;

/// What a build gives, before anything is written.
pub struct Built {
    /// The spec, with what realizing it found.
    pub checked: Checked,
    /// The files of each environment that was asked for; none while there are errors.
    pub outputs: Vec<Output>,
    /// Which part of the output folder those are all files of.
    pub scope: Scope,
    /// What environments set to no effect, each with the environment's name.
    pub losses: Vec<(String, Loss)>,
}

impl Built {
    /// The losses as diagnostics.
    pub fn loss_report(&self, severity: Severity) -> Vec<Diagnostic> {
        let mut found: Vec<(String, Vec<Diagnostic>)> =
            self.checked.environment_names().into_iter().map(|name| (name.to_owned(), Vec::new())).collect();
        for (environment, loss) in &self.losses {
            if let Some((_, diagnostics)) = found.iter_mut().find(|(name, _)| name == environment) {
                diagnostics.push(diagnostic(loss, severity));
            }
        }
        problem::tidy(problem::merge_environments(found))
    }

    /// The same build where a loss is an error: with one, there is nothing to write.
    pub fn deny_losses(mut self) -> Self {
        if !self.losses.is_empty() {
            let denied = self.loss_report(Severity::Error);
            self.checked.diagnostics.extend(denied);
            self.outputs.clear();
        }
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

/// Makes all files of a spec, or those of one environment: by its name, or of all that a declaration with `for` stands
/// for. A mistake in any environment keeps all of them from being built.
pub fn build(host: &dyn Host, request: &Request, environment: Option<&str>) -> Result<Built, Miss> {
    let checked = check(host, request);
    let mut built = Built { checked, outputs: Vec::new(), scope: Scope::All, losses: Vec::new() };
    if built.checked.status() != Status::Fine {
        return Ok(built);
    }
    let name = |each: &Deployment| each.graph.text(each.graph.environment).to_owned();
    if let Some(environment) = environment {
        built.scope = scope(&built.checked, environment)?;
    }
    let (mut found, mut sets) = (Vec::new(), Vec::new());
    for deployment in &built.checked.environments {
        let folder = output::folder(&name(deployment));
        if built.scope.holds(&folder) {
            let realized = realized(&built.checked, deployment);
            found.push((name(deployment), realized.diagnostics));
            sets.push((name(deployment), folder, realized.value));
        }
    }
    built.checked.diagnostics.extend(problem::merge_environments(found));
    built.checked.diagnostics = problem::tidy(std::mem::take(&mut built.checked.diagnostics));
    for (environment, folder, set) in sets {
        built.losses.extend(set.losses().map(|loss| (environment.clone(), loss.clone())));
        if built.checked.status() == Status::Fine {
            let mut output = Output { environment, folder, files: emit::emit(&set).files, map: String::new() };
            output.map = output::section(&built.checked.project, &request.base, &set, &output);
            built.outputs.push(output);
        }
    }
    Ok(built)
}

/// The part of the output folder that an environment's name means.
fn scope(checked: &Checked, environment: &str) -> Result<Scope, Miss> {
    let declared = checked.environment_id(environment).map(|id| checked.program.environment(id));
    match declared.filter(|declared| declared.kind == EnvironmentKind::Environment && declared.header.is_some()) {
        Some(_) => Ok(Scope::Each(environment.to_owned())),
        None => checked.environment(environment).map(|_| Scope::One(output::folder(environment))),
    }
}

/// What a placed environment is made of.
fn realized(checked: &Checked, deployment: &Deployment) -> Outcome<ResourceSet> {
    let Checked { project, program, .. } = checked;
    realize::realize(program, deployment, &project.catalogs, &project.spec_name())
}
