//! Overrides: layers that an environment or a test puts over instances.

use program::{DeclId, Member, OnTarget, Override};
use syntax::{Body, Expr as Syntax, Field, Item, KeyedField};
use values::{ComponentId, ExprId, Symbol};

use crate::checker::Checker;
use crate::problem::Problem;
use crate::scope::{Home, Shape};

/// Whose fields an override writes.
#[derive(Clone)]
struct Place {
    instance: DeclId,
    inner: Vec<Symbol>,
    key: Option<ExprId>,
    component: ComponentId,
}

impl<'a> Checker<'a> {
    /// `db { … }`, and `network { db { … } }` for what a package declares.
    pub(crate) fn check_override(&mut self, field: Field<'a>) -> Vec<Override> {
        let (Some(key), Some(value)) = (field.key(), field.value()) else { return Vec::new() };
        let name = key.text().into_owned();
        let Some(instance) = self.instance_named(&name) else {
            if self.names.used(self.context.package, &name).is_some() {
                return self.check_package_overrides(&name, value);
            }
            self.unknown_instance(&name, key.span());
            return Vec::new();
        };
        self.check_override_of(instance, key.span(), value)
    }

    fn check_package_overrides(&mut self, package: &str, value: Syntax<'a>) -> Vec<Override> {
        let Syntax::Body(body) = value else {
            let expected = "`package { instance { … } }`";
            self.report(Problem::NotHere { span: value.span(), place: "an override", expected });
            return Vec::new();
        };
        let mut all = Vec::new();
        for item in body.items() {
            let Item::Field(field) = item else { continue };
            let (Some(key), Some(value)) = (field.key(), field.value()) else { continue };
            match self.instance_in(package, &key.text()) {
                Some(instance) => all.extend(self.check_override_of(instance, key.span(), value)),
                None => self.unknown_instance(&format!("{package}.{}", key.text()), key.span()),
            }
        }
        all
    }

    fn check_override_of(&mut self, instance: DeclId, span: source::Span, value: Syntax<'a>) -> Vec<Override> {
        let Syntax::Body(body) = value else {
            let name = self.program.text(self.program.instance(instance).name).to_owned();
            self.report(Problem::OverrideValue { span: value.span(), name });
            return Vec::new();
        };
        let component = self.program.instance(instance).component;
        self.check_override_body(&Place { instance, inner: Vec::new(), key: None, component }, body, span)
    }

    /// `worker["mail"] { … }`
    pub(crate) fn check_keyed(&mut self, keyed: KeyedField<'a>) -> Option<Vec<Override>> {
        let (name, body) = (keyed.name()?, keyed.body()?);
        let Some(instance) = self.instance_named(name.text) else {
            self.unknown_instance(name.text, name.span);
            return None;
        };
        if !self.keyed.contains(&instance) {
            let declared = self.program.instance(instance).span;
            self.report(Problem::NoKeys { span: name.span, name: name.text.to_owned(), declared });
            return None;
        }
        let text = self.program.types.plain(program::Type::Text);
        let key = self.check_against(keyed.index()?, text);
        let component = self.program.instance(instance).component;
        let place = Place { instance, inner: Vec::new(), key: Some(key), component };
        Some(self.check_override_body(&place, body, name.span))
    }

    /// One layer for the instance, and one more for each instance inside it that is named.
    fn check_override_body(&mut self, place: &Place, body: Body<'a>, span: source::Span) -> Vec<Override> {
        let home = std::mem::replace(&mut self.context.home, Home::Instance(place.component));
        let (layer, on) = self.check_layer(place.component, Some(body), span);
        self.context.home = home;
        let own =
            Override { instance: place.instance, inner: place.inner.clone(), key: place.key, body: layer, on, span };
        let mut all = vec![own];
        for item in body.items() {
            let Item::Field(field) = item else { continue };
            let (Some(key), Some(Syntax::Body(body))) = (field.key(), field.value()) else { continue };
            let Some(inner) = self.inner_named(place.component, &key.text()) else { continue };
            let mut path = place.inner.clone();
            path.push(self.program.instance(inner).name);
            let component = self.program.instance(inner).component;
            let inner = Place { inner: path, component, ..place.clone() };
            all.extend(self.check_override_body(&inner, body, key.span()));
        }
        all
    }

    /// The instance of a name inside a composite.
    pub(crate) fn inner_named(&mut self, component: ComponentId, name: &str) -> Option<DeclId> {
        let symbol = self.program.symbols.find(name)?;
        match self.program.component(component).member(symbol)? {
            Member::Inner(inner) => Some(inner),
            _ => None,
        }
    }

    /// `on TARGET { … }` in the body of an instance.
    pub(crate) fn check_on(&mut self, component: ComponentId, item: Item<'a>) -> Option<OnTarget> {
        let Item::On(on) = item else { return None };
        let path = on.target()?;
        let target = self.target_named(path)?;
        let settings = self.settings_of(component, target, path.span())?;
        let shape = std::mem::replace(&mut self.context.shape, Shape::Layer);
        let settings = self.record_entries(settings, on.body(), on.span());
        self.context.shape = shape;
        Some(OnTarget { target, settings, span: path.span() })
    }
}
