//! The phases in their order.

use graph::Deployment;
use program::Program;
use source::Diagnostic;

use crate::host::Host;
use crate::problem::{self, Status};
use crate::project::{self, Project, Request};
use crate::why::Miss;

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

    /// The environment of a name.
    pub fn environment(&self, name: &str) -> Result<&Deployment, Miss> {
        let found = self.environments.iter().find(|each| each.graph.text(each.graph.environment) == name);
        let message = || format!("the spec has no environment `{name}`");
        found.ok_or_else(|| Miss::new(message(), name, &self.environment_names()))
    }

    /// How the run ended.
    pub fn status(&self) -> Status {
        Status::of(&self.diagnostics)
    }
}

/// Runs all phases up to what is checked in every environment.
pub fn check(host: &dyn Host, request: &Request) -> Checked {
    let mut diagnostics = Vec::new();
    let mut project = Project::load(host, request).into_value(&mut diagnostics);
    if !project.packages.is_empty() {
        project::add_layer(&mut project, &request.sets, &mut diagnostics);
        project::add_library(&mut project);
    }
    diagnostics.extend(project.parses.iter().flat_map(|parse| parse.diagnostics.iter().cloned()));
    let program = typed(&project, &mut diagnostics);
    Checked { diagnostics: problem::tidy(diagnostics), program, environments: Vec::new(), project }
}

/// The program that a project means; nothing where files are missing, since names would be missed all over.
fn typed(project: &Project, diagnostics: &mut Vec<Diagnostic>) -> Program {
    if project.packages.is_empty() || diagnostics.iter().any(Diagnostic::is_error) {
        return Program::default();
    }
    let packages: Vec<names::Package<'_>> = project.packages.iter().map(|package| resolved(project, package)).collect();
    let names = names::resolve(&packages).into_value(diagnostics);
    types::check(&names).into_value(diagnostics)
}

fn resolved<'a>(project: &'a Project, package: &crate::project::Package) -> names::Package<'a> {
    let files = package.files.iter().map(|file| {
        let (parse, text) = project.file(*file);
        names::File { parse, text }
    });
    names::Package { path: package.path.clone(), is_std: package.is_std, files: files.collect() }
}
