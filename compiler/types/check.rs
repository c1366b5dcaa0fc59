//! The order of a check: what is declared, then what is written, then what that still needs.

mod library;

use catalog::Catalogs;
use names::{DeclarationId, Names, Space};
use program::Program;
use source::Outcome;
use syntax::Decl;

use crate::checker::Checker;
use crate::problem::Problem;
use crate::scope::Context;
use crate::type_exprs::is_built_in;

pub use library::Library;

/// Checks all of the user's packages, on top of a library that was checked before. Without one, what they name of the
/// standard library is looked at with them.
pub fn check(names: &Names<'_>, catalogs: &Catalogs, library: Option<Library<'_>>) -> Outcome<Program> {
    let mut checker = Checker::new(names, catalogs);
    library.into_iter().for_each(|library| checker.go_on(library));
    let own: Vec<DeclarationId> =
        names.iter().filter(|(_, declaration)| !names.is_std(declaration.package)).map(|(id, _)| id).collect();
    for id in &own {
        checker.declare(*id);
    }
    for id in &own {
        checker.check_nameless(*id);
    }
    checker.check_environments(&own);
    checker.check_bodies(&own);
    checker.drain();
    checker.realize_known();
    checker.drain();
    checker.check_circles();
    Outcome::new(checker.program, checker.diagnostics)
}

/// What a name means whatever a package declares.
fn taken(space: Space, name: &str) -> Option<&'static str> {
    match (space, name) {
        (Space::Types, name) if is_built_in(name) => Some("a type of the language"),
        (Space::Values, "app") => Some("the app of the spec, whose fields are `app.name` and `app.domain`"),
        (Space::Values, "environment") => Some("the environment that is built, whose name is `environment.name`"),
        _ => None,
    }
}

impl Checker<'_> {
    /// Makes a place in the program for what has a name.
    fn declare(&mut self, id: DeclarationId) {
        let declaration = self.names.get(id);
        if let Some(what) = taken(declaration.space, declaration.name) {
            self.report(Problem::NameTaken { span: declaration.span, name: declaration.name.to_owned(), what });
        }
        match declaration.space {
            Space::Types => {
                self.type_entry(id);
            }
            Space::Values => {
                self.value_entry(id);
            }
            Space::Targets => {
                self.target_entry(id);
            }
            Space::Environments | Space::Nameless => {}
        }
    }

    /// What is found by walking: the app, rules of packages, outputs of the whole.
    fn check_nameless(&mut self, id: DeclarationId) {
        let declaration = self.names.get(id);
        match declaration.decl {
            Some(Decl::App(app)) => self.check_app(app, declaration.package),
            Some(Decl::Require(rule)) => self.check_package_rule(rule, declaration.package),
            Some(Decl::Expose(expose)) => self.check_expose(expose, declaration.package),
            Some(Decl::Realize(realize)) => self.check_realize(realize, declaration.package),
            Some(Decl::Handover(handover)) => self.check_own_handover(handover, id),
            Some(Decl::Refine(decl)) => self.check_refine(id, decl),
            _ => {}
        }
    }

    /// Environments and layers, parents first, then the tests that run in them.
    fn check_environments(&mut self, own: &[DeclarationId]) {
        for id in own {
            if self.names.get(*id).space == Space::Environments {
                self.environment_entry(*id);
            }
        }
        for id in own {
            if self.names.get(*id).space == Space::Environments {
                self.check_environment(*id);
            }
        }
        for id in own {
            if let Some(Decl::Test(test)) = self.names.get(*id).decl {
                self.check_test(test);
            }
        }
    }

    /// The bodies of instances, and lets that nothing reads.
    fn check_bodies(&mut self, own: &[DeclarationId]) {
        for id in own {
            let declaration = self.names.get(*id);
            match declaration.decl {
                Some(Decl::Instance(instance)) => self.check_package_instance(*id, instance, declaration.package),
                Some(Decl::Patch(patch)) => {
                    let context = Context::package(declaration.package);
                    self.within(context, |checker| checker.check_patch(patch, None));
                }
                Some(Decl::Resource(resource)) => {
                    let context = Context::package(declaration.package);
                    self.within(context, |checker| checker.check_raw(resource, None));
                }
                _ => {}
            }
        }
    }
}
