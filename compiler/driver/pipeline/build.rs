//! From a checked spec to the files of its environments.

use std::collections::BTreeMap;

use graph::Deployment;
use program::EnvironmentKind;
use resources::{Loss, ResourceSet};
use source::{Diagnostic, Outcome, Span};

use super::{Checked, Report, evaluate};
use crate::host::Host;
use crate::host::recorder::Recorder;
use crate::output::{self, Output, Scope, Stamp};
use crate::problem::{self, Problem, Status};
use crate::project::Request;
use crate::stack::each;
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
    let app = built.checked.app_name();
    let maps = output::Maps::new(&built.checked.project, &request.base);
    let made = realized(&built, request, |(name, folder), outcome| {
        let set = &outcome.value;
        let losses: Vec<(String, Loss)> = set.losses().map(|loss| (name.to_owned(), loss.clone())).collect();
        let is_right = !outcome.diagnostics.iter().any(Diagnostic::is_error);
        (losses, is_right.then(|| written(&maps, set, [&app, name, folder])))
    });
    let (losses, outputs): (Vec<_>, Vec<_>) = judged(&mut built, made).into_iter().unzip();
    built.losses = losses.concat();
    if built.checked.status() == Status::Fine {
        let answers = recorder.answers();
        output::refuse_shared(host, &built.checked.project, request, &answers)?;
        built.outputs = outputs.into_iter().flatten().collect();
        built.stamp = Stamp::new(host, request, environment, (&built, &answers));
    }
    Ok(built)
}

/// Runs all phases and gives the verdict of a build, which writes nothing.
pub fn check(host: &dyn Host, request: &Request) -> Checked {
    let mut built = unrealized(host, request);
    if built.checked.status() == Status::Fine {
        let made = realized(&built, request, |_, _| ());
        judged(&mut built, made);
    }
    built.checked
}

/// A build of which nothing is made yet.
fn unrealized(host: &dyn Host, request: &Request) -> Built {
    let checked = evaluate(host, request);
    Built { checked, outputs: Vec::new(), scope: Scope::All, losses: Vec::new(), stamp: None }
}

/// What came of an environment: its name, what is wrong with it, and what was made of its resources.
type Made<T> = (String, Vec<Diagnostic>, T);

/// Realizes the environments that were asked for; `finish` makes something of each, by its name and folder. They know
/// nothing of each other, so each goes all the way in a thread of its own.
fn realized<T: Send>(
    built: &Built,
    request: &Request,
    finish: impl Fn((&str, &str), &Outcome<ResourceSet>) -> T + Sync,
) -> Vec<Made<T>> {
    let Checked { project, program, environments, .. } = &built.checked;
    let named = environments.iter().map(|each| (each.graph.text(each.graph.environment), each));
    let named = named.map(|(name, deployment)| (name, output::folder(name), deployment));
    let wanted: Vec<(&str, String, &Deployment)> = named.filter(|(_, folder, _)| built.scope.holds(folder)).collect();
    let spec = project.spec_name();
    let root = output::root_seen_from(project, request);
    each(&wanted, |(name, folder, deployment)| {
        let outcome = realize::realize(program, deployment, &project.catalogs, (&spec, &root));
        let made = finish((name, folder), &outcome);
        ((*name).to_owned(), outcome.diagnostics, made)
    })
}

/// The files of an environment; the names are those of the app, the environment and its folder.
fn written(maps: &output::Maps<'_>, set: &ResourceSet, names: [&str; 3]) -> Output {
    let output = Output::new(names.map(str::to_owned), emit::emit(set).files);
    let map = maps.section(set, &output);
    output.mapped(map)
}

/// What was made; what is wrong with it joins what a check found.
fn judged<T>(built: &mut Built, made: Vec<Made<T>>) -> Vec<T> {
    let (mut found, mut given) = (Vec::new(), Vec::new());
    for (name, diagnostics, one) in made {
        found.push((name, diagnostics));
        given.push(one);
    }
    let shared = shared_folders(&built.checked.environments);
    let mut diagnostics = std::mem::take(&mut built.checked.diagnostics);
    diagnostics.extend(problem::merge_environments(found));
    diagnostics.extend(shared);
    built.checked.diagnostics = problem::tidy(diagnostics);
    given
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

/// The part of the output folder that an environment's name means.
fn scope(checked: &Checked, environment: &str) -> Result<Scope, Miss> {
    let declared = checked.environment_id(environment).map(|id| checked.program.environment(id));
    match declared.filter(|declared| declared.kind == EnvironmentKind::Environment && declared.header.is_some()) {
        Some(_) => Ok(Scope::Each(environment.to_owned())),
        None => checked.environment(environment).map(|_| Scope::One(output::folder(environment))),
    }
}
