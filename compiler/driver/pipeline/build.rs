//! From a checked spec to the files of its environments.

use std::collections::BTreeMap;

use graph::Deployment;
use program::EnvironmentKind;
use resources::{Loss, ResourceSet};
use source::{Diagnostic, Span};

use super::{Checked, Report, evaluate};
use crate::host::Host;
use crate::host::recorder::Recorder;
use crate::output::{self, Output, Scope, Stamp};
use crate::problem::{self, Problem, Status};
use crate::project::Request;
use crate::stack::{both, roomy};
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
    /// What tells the next build that it would be the same; none where that can't be told.
    pub(crate) stamp: Option<Stamp>,
}

impl Built {
    /// What it says.
    pub fn report(&self) -> Report {
        let Checked { project, diagnostics, .. } = &self.checked;
        let environments = self.checked.environment_names().into_iter().map(str::to_owned).collect();
        let (sources, diagnostics) = (project.sources.clone(), diagnostics.clone());
        Report { sources, diagnostics, losses: self.losses.clone(), environments }
    }
}

/// Makes all files of a spec, or those of one environment: by its name, or of all that a declaration with `for` stands
/// for. A mistake in any environment keeps all of them from being built.
pub fn build(host: &dyn Host, request: &Request, environment: Option<&str>) -> Result<Built, Miss> {
    let recorder = Recorder::new(host);
    let mut built = unrealized(&recorder, request);
    if built.checked.status() != Status::Fine {
        return Ok(built);
    }
    if let Some(environment) = environment {
        built.scope = scope(&built.checked, environment)?;
    }
    let sets = realized(&mut built, request);
    for (environment, _, set) in &sets {
        built.losses.extend(set.losses().map(|loss| (environment.clone(), loss.clone())));
    }
    if built.checked.status() == Status::Fine {
        let project = &built.checked.project;
        built.outputs = halves(&sets, |(environment, folder, set)| {
            let (environment, folder, files) = (environment.clone(), folder.clone(), emit::emit(set).files);
            let output = Output { environment, folder, files, map: String::new() };
            Output { map: output::section(project, &request.base, set, &output), ..output }
        });
        built.stamp = Stamp::new(host, request, environment, (&built, &recorder.answers()));
    }
    Ok(built)
}

/// Runs all phases and gives the verdict of a build, which writes nothing.
pub fn check(host: &dyn Host, request: &Request) -> Checked {
    let mut built = unrealized(host, request);
    if built.checked.status() == Status::Fine {
        realized(&mut built, request);
    }
    built.checked
}

/// A build of which nothing is made yet.
fn unrealized(host: &dyn Host, request: &Request) -> Built {
    let checked = evaluate(host, request);
    Built { checked, outputs: Vec::new(), scope: Scope::All, losses: Vec::new(), stamp: None }
}

/// What the environments that were asked for are made of, each with its name and folder; what is wrong with them joins
/// what a check found.
fn realized(built: &mut Built, request: &Request) -> Vec<(String, String, ResourceSet)> {
    let Checked { project, program, environments, .. } = &built.checked;
    let names = environments.iter().map(|each| each.graph.text(each.graph.environment).to_owned());
    let named = names.map(|name| (output::folder(&name), name)).zip(environments);
    let wanted: Vec<((String, String), &Deployment)> =
        named.filter(|((folder, _), _)| built.scope.holds(folder)).collect();
    let spec = project.spec_name();
    let root = output::root_seen_from(project, request);
    let outcomes =
        halves(&wanted, |(_, deployment)| realize::realize(program, deployment, &project.catalogs, (&spec, &root)));
    let (mut found, mut sets) = (Vec::new(), Vec::new());
    for (((folder, name), _), outcome) in wanted.into_iter().zip(outcomes) {
        found.push((name.clone(), outcome.diagnostics));
        sets.push((name, folder, outcome.value));
    }
    let shared = shared_folders(&built.checked.environments);
    let mut diagnostics = std::mem::take(&mut built.checked.diagnostics);
    diagnostics.extend(problem::merge_environments(found));
    diagnostics.extend(shared);
    built.checked.diagnostics = problem::tidy(diagnostics);
    sets
}

/// Environments whose folders are one where a file system tells no small letters from capital ones.
fn shared_folders(environments: &[Deployment]) -> Vec<Diagnostic> {
    let mut known: BTreeMap<String, (&str, Span)> = BTreeMap::new();
    let mut found = Vec::new();
    for graph in environments.iter().map(|each| &each.graph) {
        let (name, span) = (graph.text(graph.environment), graph.span);
        let folder = output::folder(name);
        if let Some((first, declared)) = known.insert(folder.to_lowercase(), (name, span)) {
            let problem = Problem::SharedFolder { span, names: [first, name].map(str::to_owned), declared, folder };
            found.push(problem.diagnostic());
        }
    }
    found
}

/// The same for each of a list, half of them in a thread of its own: environments know nothing of each other.
fn halves<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let run = |items: &[T]| roomy(|| items.iter().map(&work).collect::<Vec<R>>());
    let (first, second) = items.split_at(items.len().div_ceil(2));
    if second.is_empty() {
        return run(first);
    }
    let (mut results, more) = both(|| run(first), || run(second));
    results.extend(more);
    results
}

/// The part of the output folder that an environment's name means.
fn scope(checked: &Checked, environment: &str) -> Result<Scope, Miss> {
    let declared = checked.environment_id(environment).map(|id| checked.program.environment(id));
    match declared.filter(|declared| declared.kind == EnvironmentKind::Environment && declared.header.is_some()) {
        Some(_) => Ok(Scope::Each(environment.to_owned())),
        None => checked.environment(environment).map(|_| Scope::One(output::folder(environment))),
    }
}
