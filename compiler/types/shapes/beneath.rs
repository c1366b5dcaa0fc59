//! `every resource { … }`: layers beneath the bodies of a target's resources.

use names::Space;
use program::{Entry, EntryKind, Every, Expr, Exprs, ResourceClass, Type};
use syntax::{Body, Decl, EveryItem, Item};
use values::{ExprId, TargetId};

use crate::checker::Checker;
use crate::scope::Shape as Layering;

impl<'a> Checker<'a> {
    /// What lies beneath the resources of one type, checked against it; what lies beneath all of them is judged by
    /// value, since each takes what it has.
    pub(crate) fn layer_beneath(&mut self, every: EveryItem<'a>) -> ExprId {
        let Some(body) = every.body() else { return Exprs::UNKNOWN };
        let class = ResourceClass::Resource;
        let shape = every.path().map(|path| (path, self.resource_shape(class, &path.text())));
        let ty = match shape {
            Some((_, Some(shape))) => Type::Shape(shape),
            Some((path, None)) => {
                self.report_resource(class, &path.text(), path.span());
                Type::Data
            }
            None => Type::Data,
        };
        let ty = self.program.types.plain(ty);
        let whole = std::mem::replace(&mut self.context.shape, Layering::Layer);
        let checked = self.check_against(syntax::Expr::Body(body), ty);
        self.context.shape = whole;
        checked
    }

    /// Whether the target at hand sets an attribute in every resource of a type.
    pub(super) fn is_beneath(&self, type_name: &str, attribute: &str) -> bool {
        let Some(target) = self.target_here() else { return false };
        let name = self.program.text(self.program.target(target).name);
        let found = self.names.find(self.context.package, Space::Targets, name);
        let Some(Decl::Target(decl)) = found.and_then(|id| self.names.get(id).decl) else {
            return self.is_known_beneath(target, type_name, attribute);
        };
        let items = decl.body().into_iter().flat_map(Body::items);
        items.filter_map(|item| if let Item::Every(every) = item { Some(every) } else { None }).any(|every| {
            let fits = every.path().is_none_or(|path| path.text() == type_name);
            let keys = every.body().into_iter().flat_map(Body::items).filter_map(|item| match item {
                Item::Field(field) => field.key(),
                _ => None,
            });
            fits && keys.into_iter().any(|key| key.text() == attribute)
        })
    }

    /// The same for a target that was looked at before.
    fn is_known_beneath(&self, target: TargetId, type_name: &str, attribute: &str) -> bool {
        let [type_name, attribute] = [type_name, attribute].map(|text| self.program.symbols.find(text));
        let fitting = |every: &&Every| every.type_name.is_none_or(|name| Some(name) == type_name);
        self.program.target(target).every.iter().filter(fitting).any(|every| {
            let Expr::Map(entries) = self.program.exprs.get(every.body) else { return false };
            let is_set = |entry: &Entry| matches!(entry.kind, EntryKind::Key(key, _) if Some(key) == attribute);
            self.program.exprs.entry_list(entries).iter().any(is_set)
        })
    }
}
