//! Patches: what a spec changes in the resources that a realization makes.

use program::{EnvironmentId, LocalResource, Patch, RealizationItem, Type};
use source::Span;
use syntax::{Decl, InstanceDecl, Item, PatchDecl};
use values::ComponentId;

use crate::checker::Checker;
use crate::problem::Problem;
use crate::scope::{Home, Shape as Layering};

impl<'a> Checker<'a> {
    /// `patch api on kubernetes { Deployment main { … } }`, of a package or of an environment.
    pub(crate) fn check_patch(&mut self, decl: PatchDecl<'a>, environment: Option<EnvironmentId>) {
        let (Some(path), Some(written)) = (decl.path(), decl.target()) else { return };
        let (Some(instance), Some(target)) = (self.instance_of(path), self.target_named(written)) else { return };
        let component = self.program.instance(instance).component;
        let Some(settings) = self.settings_of(component, target, written.span()) else { return };
        let found = self.program.realizations.iter().find(|known| known.settings == settings);
        let items = found.map(|known| known.items.clone()).unwrap_or_default();
        let context = self.context.at(Home::Realization { component, target, settings });
        let resources: Vec<&LocalResource> = items.iter().filter_map(resource_of).collect();
        self.within(context, |checker| {
            for item in decl.body().into_iter().flat_map(syntax::Body::items) {
                let Item::Decl(Decl::Instance(change)) = item else {
                    let expected = "`TYPE NAME { … }`, a resource of the realization";
                    checker.report(Problem::NotHere { span: item.span(), place: "a patch", expected });
                    continue;
                };
                for (resource, span) in checker.patched(change, component, &resources) {
                    let body = checker.patch_body(change, resource);
                    let local = resource.local;
                    checker.program.patches.push(Patch { instance, target, environment, local, body, span });
                }
            }
        });
    }

    /// The resources of the realization that a patch names, each with where.
    fn patched<'r>(
        &mut self,
        change: InstanceDecl<'a>,
        component: ComponentId,
        resources: &[&'r LocalResource],
    ) -> Vec<(&'r LocalResource, Span)> {
        let Some(written) = change.component() else { return Vec::new() };
        let type_name = written.text();
        let mut found = Vec::new();
        for name in change.names() {
            let fits = |resource: &&&LocalResource| {
                self.program.text(resource.local) == name.text && self.program.text(resource.type_name) == type_name
            };
            match resources.iter().find(fits) {
                Some(resource) => found.push((*resource, name.span)),
                None => {
                    let spell = |resource: &&LocalResource| {
                        format!("{} {}", self.program.text(resource.type_name), self.program.text(resource.local))
                    };
                    let known = resources.iter().map(spell).collect();
                    let of =
                        format!("the realization of {}", self.program.text(self.program.component(component).name));
                    let (span, name) = (written.span(), format!("{type_name} {}", name.text));
                    self.report(Problem::UnknownField { span, name, of, known, declared: None });
                }
            }
        }
        found
    }

    /// A layer over the body of a resource: what it leaves out stays as it is.
    fn patch_body(&mut self, change: InstanceDecl<'a>, resource: &LocalResource) -> values::ExprId {
        let ty = resource.shape.map_or(Type::Data, Type::Shape);
        let ty = self.program.types.plain(ty);
        let whole = std::mem::replace(&mut self.context.shape, Layering::Layer);
        let body = change.body().map(|body| self.check_against(syntax::Expr::Body(body), ty));
        self.context.shape = whole;
        body.unwrap_or(program::Exprs::UNKNOWN)
    }
}

fn resource_of(item: &RealizationItem) -> Option<&LocalResource> {
    match item {
        RealizationItem::Resource(resource) => Some(resource),
        _ => None,
    }
}
