//! Patches: what a spec changes in the resources that a realization makes.

use names::Space;
use program::{EnvironmentId, LocalResource, Patch, Patched, RealizationItem, Type};
use source::Span;
use syntax::{Decl, InstanceDecl, Item, PatchDecl, Path, TokenRef};
use values::TargetId;

use crate::checker::Checker;
use crate::problem::Problem;
use crate::scope::{Home, Shape as Layering};

/// Resources that may be patched: what makes them, and where its expressions stand.
struct Patchable {
    of: Patched,
    home: Home,
    resources: Vec<LocalResource>,
}

impl<'a> Checker<'a> {
    /// `patch api on kubernetes { Deployment main { … } }`, `patch aws { aws_vpc net { … } }`, of a package or of an
    /// environment.
    pub(crate) fn check_patch(&mut self, decl: PatchDecl<'a>, environment: Option<EnvironmentId>) {
        let Some(path) = decl.path() else { return };
        let found = match decl.target() {
            Some(written) => self.patchable_of_instance(path, written),
            None if self.is_instance(path) => {
                return self.report(Problem::PatchWhere { span: path.span(), name: path.text().into_owned() });
            }
            None => self.target_named(path).map(|target| (target, vec![self.patchable_of_target(target)])),
        };
        let Some((target, all)) = found else { return };
        for item in decl.body().into_iter().flat_map(syntax::Body::items) {
            let Item::Decl(Decl::Instance(change)) = item else {
                let expected = "`TYPE NAME { … }`, a resource that is made there";
                self.report(Problem::NotHere { span: item.span(), place: "a patch", expected });
                continue;
            };
            for name in change.names() {
                let Some((of, home, resource)) = self.patched(change, name.text, &all) else {
                    self.no_such_resource(change, name, &all);
                    continue;
                };
                let context = self.context.at(home);
                let body = self.within(context, |checker| checker.patch_body(change, resource));
                let (local, span) = (resource.local, name.span);
                self.program.patches.push(Patch { of, target, environment, local, body, span });
            }
        }
    }

    /// Whether a path means an instance and no target.
    fn is_instance(&mut self, path: Path<'a>) -> bool {
        let name = path.text();
        self.names.find(self.context.package, Space::Targets, &name).is_none() && self.instance_named(&name).is_some()
    }

    /// What the realization of an instance makes, then what the hand-over does of each entry that it owns.
    fn patchable_of_instance(&mut self, path: Path<'a>, written: Path<'a>) -> Option<(TargetId, Vec<Patchable>)> {
        let (instance, target) = (self.instance_of(path)?, self.target_named(written)?);
        let component = self.program.instance(instance).component;
        let settings = self.settings_of(component, target, written.span())?;
        // What a hand-over makes is looked at when nothing else waits.
        self.drain();
        let found = self.program.realizations.iter().find(|known| known.settings == settings);
        let resources = found.map(|known| resources_of(&known.items)).unwrap_or_default();
        let home = Home::Realization { component, target, settings };
        let mut all = vec![Patchable { of: Patched::Realization(instance), home, resources }];
        if let Some(handover) = &self.program.target(target).handover {
            let home = Home::Handover { target, settings: handover.entry };
            all.push(Patchable { of: Patched::Handover(instance), home, resources: resources_of(&handover.items) });
        }
        Some((target, all))
    }

    /// What a target shares.
    fn patchable_of_target(&mut self, target: TargetId) -> Patchable {
        self.drain();
        let known = self.program.target(target);
        let home = Home::Target { target, settings: known.settings };
        Patchable { of: Patched::Target, home, resources: resources_of(&known.items) }
    }

    /// The resource that a patch names, and where its expressions stand; the realization's own first.
    fn patched<'r>(
        &self,
        change: InstanceDecl<'a>,
        local: &str,
        all: &'r [Patchable],
    ) -> Option<(Patched, Home, &'r LocalResource)> {
        let type_name = change.component()?.text();
        all.iter().find_map(|made| {
            let mut resources = made.resources.iter();
            let text = |symbol| self.program.text(symbol);
            let found = resources.find(|known| text(known.local) == local && text(known.type_name) == type_name)?;
            Some((made.of, made.home, found))
        })
    }

    fn no_such_resource(&mut self, change: InstanceDecl<'a>, local: TokenRef<'a>, all: &[Patchable]) {
        let Some(written) = change.component() else { return };
        let text = |symbol| self.program.text(symbol);
        let spell = |resource: &LocalResource| format!("{} {}", text(resource.type_name), text(resource.local));
        let known = all.iter().flat_map(|made| &made.resources).map(spell).collect();
        let maker = |made: &Patchable| match made.home {
            Home::Realization { component, .. } => {
                format!("the realization of `{}`", text(self.program.component(component).name))
            }
            Home::Handover { target, .. } => format!("the hand-over of `{}`", text(self.program.target(target).name)),
            _ => "the target itself".to_owned(),
        };
        let (of, name) = (all.iter().map(maker).collect(), format!("{} {}", written.text(), local.text));
        let span = Span::new(written.span().file, written.span().start, local.span.end);
        self.report(Problem::NothingToPatch { span, name, of, known });
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

fn resources_of(items: &[RealizationItem]) -> Vec<LocalResource> {
    let resources = items.iter().filter_map(|item| match item {
        RealizationItem::Resource(resource) => Some(resource.clone()),
        _ => None,
    });
    resources.collect()
}
