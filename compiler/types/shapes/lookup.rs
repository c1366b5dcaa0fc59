//! Names of resource types and of a catalog's types: what they mean on a target and in a type position.

use catalog::{Class, ResourceType};
use program::{Labels, ResourceClass, ShapeRef, Sink, Ty, Type};
use source::Span;
use values::TargetId;

use super::problem::ShapeProblem;
use crate::checker::Checker;

/// The catalog of what Terraform itself brings along.
const BUILT_IN: &str = "terraform";

impl<'a> Checker<'a> {
    /// The target whose resources are looked at.
    pub(crate) fn target_here(&self) -> Option<TargetId> {
        self.context.home.place().map(|(target, _)| target)
    }

    /// The shape of a type of resource on the target at hand; nothing where there is none of that name.
    pub(crate) fn resource_shape(&mut self, class: ResourceClass, name: &str) -> Option<ShapeRef> {
        let target = self.target_here()?;
        let found = self.find_resource(target, class_of(self.program.target(target).sink, class)?, name)?;
        let known = self.intern(found.name());
        let shape = self.whole_shape(found);
        let shape = self.shape_called(shape, None, Some(known));
        self.roots.insert(shape, known);
        Some(shape)
    }

    /// Says that there is no such type of resource on the target at hand.
    pub(crate) fn report_resource(&mut self, class: ResourceClass, name: &str, span: Span) {
        let Some(target) = self.target_here() else { return };
        let sink = self.program.target(target).sink;
        let target_name = self.program.text(self.program.target(target).name).to_owned();
        let Some(wanted) = class_of(sink, class) else {
            let family = sink.name();
            self.report_shape(ShapeProblem::NoSuchClass { span, class: word(class), family });
            return;
        };
        let help = self.resource_help(target, wanted, name);
        let plain = name.split_once('@').map_or(name, |(plain, _)| plain);
        let catalogs = self.searched(target);
        let known = catalogs.iter().filter_map(|name| self.catalogs.named(name)).flat_map(|known| known.names(wanted));
        let nearest = source::nearest(plain, known).filter(|nearest| *nearest != plain).map(str::to_owned);
        let (name, class) = (name.to_owned(), wanted.name());
        self.report_shape(ShapeProblem::UnknownResource { span, name, class, target: target_name, nearest, help });
    }

    /// Where else the name is known, or what isn't there to be searched.
    fn resource_help(&self, target: TargetId, class: Class, name: &str) -> Option<String> {
        let searched = self.searched(target);
        let inside =
            |class: Class| searched.iter().filter_map(move |known| self.catalogs.named(known)?.resource(class, name));
        let plain = name.split_once('@').map_or(name, |(plain, _)| plain);
        let versions: Vec<String> = searched
            .iter()
            .filter_map(|known| self.catalogs.named(known))
            .flat_map(|known| known.versions(class, plain))
            .map(|found| format!("`{}`", found.full_name()))
            .collect();
        if !versions.is_empty() {
            return Some(format!("there is {}", versions.join(", ")));
        }
        if let Some(other) = [Class::Resource, Class::Data, Class::Ephemeral]
            .into_iter()
            .find(|other| *other != class && inside(*other).next().is_some())
        {
            return Some(format!("there is one to be written with `{}`", other.name()));
        }
        let missing: Vec<String> = searched
            .iter()
            .filter(|known| self.catalogs.place(known).is_none())
            .map(|known| format!("`{known}`"))
            .collect();
        if !missing.is_empty() {
            let there: Vec<String> = self.catalogs.names().map(|name| format!("`{name}`")).collect();
            return Some(format!(
                "the target names the catalog {}, which isn't there: put it into `catalogs/`; there are {}",
                missing.join(", "),
                there.join(", ")
            ));
        }
        let elsewhere = self.catalogs.iter().find(|known| known.resource(class, name).is_some())?;
        Some(format!("`catalog {}` in the target brings it", elsewhere.name()))
    }

    fn find_resource(&self, target: TargetId, class: Class, name: &str) -> Option<ResourceType<'a>> {
        let catalogs = self.catalogs;
        let searched = self.searched(target);
        if let Some((first, rest)) = name.split_once('.')
            && searched.contains(&first)
        {
            return catalogs.named(first)?.resource(class, rest);
        }
        searched.iter().find_map(|known| catalogs.named(known)?.resource(class, name))
    }

    /// The catalogs that a target takes its resources from.
    fn searched(&self, target: TargetId) -> Vec<&str> {
        let target = self.program.target(target);
        let named = target.catalogs.iter().map(|name| self.program.text(*name));
        named.chain((target.sink == Sink::Terraform).then_some(BUILT_IN)).collect()
    }

    /// `kubernetes.Container`, `catalog.Kind` where a type is expected; nothing where there is no such catalog.
    pub(crate) fn catalog_type(&mut self, (catalog, name): (&str, &str), span: Span) -> Option<Ty> {
        let catalogs = self.catalogs;
        let known = catalogs.named(catalog)?;
        let classes = [Class::Shared, Class::Kind, Class::Element, Class::Resource, Class::Data];
        let Some(found) = classes.into_iter().find_map(|class| known.resource(class, name)) else {
            let names = classes.into_iter().flat_map(|class| known.names(class));
            let near = source::nearest(name, names).map(str::to_owned);
            let (catalog, name) = (catalog.to_owned(), name.to_owned());
            self.report_shape(ShapeProblem::UnknownCatalogType { span, name, catalog, nearest: near });
            return Some(program::TypeTable::UNKNOWN);
        };
        let given = self.key_elsewhere(found).map(|key| self.intern(key));
        let known = self.intern(found.name());
        let shape = self.whole_shape(found);
        let shape = self.shape_called(shape, given, Some(known));
        Some(Ty { labels: Labels::NONE, ..self.program.types.plain(Type::Shape(shape)) })
    }
}

/// What a class of resources is called in the catalogs of a format, if it has it.
fn class_of(sink: Sink, class: ResourceClass) -> Option<Class> {
    match (sink, class) {
        (Sink::Terraform, ResourceClass::Resource) => Some(Class::Resource),
        (Sink::Terraform, ResourceClass::Data) => Some(Class::Data),
        (Sink::Terraform, ResourceClass::Ephemeral) => Some(Class::Ephemeral),
        (Sink::Kubernetes, ResourceClass::Resource) => Some(Class::Kind),
        (Sink::Compose, ResourceClass::Resource) => Some(Class::Element),
        _ => None,
    }
}

fn word(class: ResourceClass) -> &'static str {
    match class {
        ResourceClass::Resource => "resource",
        ResourceClass::Data => "data",
        ResourceClass::Ephemeral => "ephemeral",
    }
}
