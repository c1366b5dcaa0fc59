//! The phases in their order.

mod build;
mod format;
mod report;

use eval::TestResult;
use graph::{Deployment, Passage};
use names::Known;
use program::{EnvironmentId, EnvironmentKind, Program};
use source::Diagnostic;
use types::Library;

use crate::host::Host;
use crate::problem::{self, Status};
use crate::project::{self, Package, Project, Request};
use crate::stack::{each, roomy};
use crate::why::Miss;

pub use build::{Built, build, check};
pub use format::{Formatted, format_file, format_text};
pub use report::Report;

/// What a check gives.
pub struct Checked {
    /// The spec as it was read, with the library's part in it.
    pub project: Project,
    /// What is wrong, as people should read it.
    pub diagnostics: Vec<Diagnostic>,
    /// The typed program.
    pub program: Program,
    /// The environments, placed, in the order declared; none while there are errors that keep them from it.
    pub environments: Vec<Deployment>,
}

impl Checked {
    /// The environments' names.
    pub fn environment_names(&self) -> Vec<&str> {
        self.environments.iter().map(|each| each.graph.text(each.graph.environment)).collect()
    }

    /// The app's name; empty where there is none.
    pub(crate) fn app_name(&self) -> String {
        self.environments.first().map_or(String::new(), |each| each.graph.text(each.graph.app).to_owned())
    }

    /// The environment of a name.
    pub fn environment(&self, name: &str) -> Result<&Deployment, Miss> {
        let found = self.environments.iter().find(|each| each.graph.text(each.graph.environment) == name);
        let message = || format!("the spec has no environment `{name}`");
        found.ok_or_else(|| Miss::new(message(), name, &self.environment_names()))
    }

    /// The ways of what is asked from one target to another; none while there are errors.
    pub fn passages(&self, deployment: &Deployment) -> Vec<Passage> {
        match self.status() {
            Status::Fine => roomy(|| realize::passages(&self.program, deployment)),
            _ => Vec::new(),
        }
    }

    /// How the run ended.
    pub fn status(&self) -> Status {
        Status::of(&self.diagnostics)
    }

    /// The declaration of an environment or a layer.
    pub(crate) fn environment_id(&self, name: &str) -> Option<EnvironmentId> {
        environment_id(&self.program, name)
    }

    /// The layer made of `--set`, if there is one.
    pub(crate) fn set_layer(&self) -> Option<EnvironmentId> {
        environment_id(&self.program, project::LAYER)
    }
}

/// Runs all phases up to the graph of every environment, placed.
pub fn evaluate(host: &dyn Host, request: &Request) -> Checked {
    evaluate_with(host, request, project::add_library)
}

/// The same with the library that `add` adds.
pub(crate) fn evaluate_with(host: &dyn Host, request: &Request, add: fn(&mut Project)) -> Checked {
    let mut diagnostics = Vec::new();
    let mut project = Project::load(host, request).into_value(&mut diagnostics);
    if !project.packages.is_empty() {
        project::add_layer(&mut project, &request.sets, &mut diagnostics);
        add(&mut project);
    }
    diagnostics.extend(project.parses.iter().flat_map(|parse| parse.diagnostics.iter().cloned()));
    let library = project.library.is_empty().then(project::checked);
    let mut program = roomy(|| typed(&project, library, &mut diagnostics));
    project::read_into(&mut program, host, request, &mut project, &mut diagnostics);
    roomy(|| {
        diagnostics.extend(eval::check_templates(&program));
        add_incomplete(&program, &mut diagnostics);
    });
    let environments = evaluated(&program, &mut diagnostics);
    Checked { diagnostics: problem::tidy(diagnostics), program, environments, project }
}

/// Checks a spec and runs its tests; none are run while it has errors.
pub fn test(host: &dyn Host, request: &Request) -> (Checked, Vec<TestResult>) {
    let checked = evaluate(host, request);
    let results = match checked.status() {
        Status::Fine => roomy(|| eval::run_tests(&checked.program, &checked.environments)),
        _ => Vec::new(),
    };
    (checked, results)
}

/// The program that a project means; nothing where files are missing, since names would be missed all over.
fn typed(project: &Project, library: Option<Library<'static>>, diagnostics: &mut Vec<Diagnostic>) -> Program {
    if project.packages.is_empty() || diagnostics.iter().any(Diagnostic::is_error) {
        return Program::default();
    }
    let known = library.as_ref().map_or(&[][..], Library::names);
    let packages = project.packages.iter().map(|package| resolved(project, package, known));
    let names = names::resolve(&packages.collect::<Vec<names::Package<'_>>>()).into_value(diagnostics);
    types::check(&names, &project.catalogs, library).into_value(diagnostics)
}

/// Adds what realizations leave out. One with mistakes in it may be complete but for them.
fn add_incomplete(program: &Program, diagnostics: &mut Vec<Diagnostic>) {
    let mut incomplete = verify::verify(program, verify::Scope::Own);
    let errors = || diagnostics.iter().filter(|found| found.is_error());
    incomplete.retain(|left_out| !errors().any(|error| left_out.primary.span.holds(error.primary.span)));
    diagnostics.extend(incomplete);
}

fn resolved<'a>(project: &'a Project, package: &Package, known: &[Known<'a>]) -> names::Package<'a> {
    let files = package.files.iter().map(|file| {
        let (parse, text) = project.file(*file);
        names::File { parse, text }
    });
    let known = if package.is_std { known.to_vec() } else { Vec::new() };
    names::Package { path: package.path.clone(), is_std: package.is_std, files: files.collect(), known }
}

/// All environments; the spec by itself where it declares none. Nothing is evaluated while there are errors.
fn evaluated(program: &Program, diagnostics: &mut Vec<Diagnostic>) -> Vec<Deployment> {
    if program.app.is_none() || diagnostics.iter().any(Diagnostic::is_error) {
        return Vec::new();
    }
    let ids = (0..program.environments.len() as u32).map(EnvironmentId);
    let built = ids.filter(|id| program.environment(*id).kind == EnvironmentKind::Environment);
    let mut wanted: Vec<Option<EnvironmentId>> = built.map(Some).collect();
    if wanted.is_empty() {
        wanted.push(None);
    }
    let set = environment_id(program, project::LAYER);
    let each_placed = each(&wanted, |id| {
        let name = id.map_or("", |id| program.text(program.environment(id).name)).to_owned();
        let mut graphs = eval::evaluate(program, *id, set);
        let mut deployments = Vec::new();
        for graph in graphs.value {
            let placed = place::place(graph);
            graphs.diagnostics.extend(placed.diagnostics);
            deployments.push(placed.value);
        }
        ((name, graphs.diagnostics), deployments)
    });
    let (found, deployments): (Vec<_>, Vec<_>) = each_placed.into_iter().unzip();
    diagnostics.extend(problem::merge_environments(found));
    deployments.into_iter().flatten().collect()
}

fn environment_id(program: &Program, name: &str) -> Option<EnvironmentId> {
    let at = program.environments.iter().position(|environment| program.text(environment.name) == name);
    at.map(|at| EnvironmentId(at as u32))
}
