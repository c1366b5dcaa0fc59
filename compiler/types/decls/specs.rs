//! What stands once in a spec: the app, rules, outputs of the whole.

use names::PackageId;
use program::{App, Expose, Require, RequireId, Type};
use syntax::{AppDecl, ExposeDecl, Item, RequireDecl};

use crate::checker::Checker;
use crate::problem::Problem;
use crate::scope::Context;

/// The fields of an `app`, with their types.
pub(crate) const APP_FIELDS: [(&str, Type); 2] = [("domain", Type::Domain), ("title", Type::String)];

impl<'a> Checker<'a> {
    /// The app: its name and its fields, which all other declarations may read.
    pub(crate) fn check_app(&mut self, decl: AppDecl<'a>, package: PackageId) {
        let Some(name) = decl.name() else { return };
        let doc = decl.doc().map(|doc| self.intern(&doc));
        let symbol = self.intern(name.text);
        let mut app = App { name: symbol, doc, fields: Vec::new(), span: name.span };
        self.within(Context::package(package), |checker| {
            for item in decl.body().into_iter().flat_map(syntax::Body::items) {
                checker.check_app_item(&mut app, item);
            }
        });
        self.program.app = Some(app);
    }

    fn check_app_item(&mut self, app: &mut App, item: Item<'a>) {
        let Item::Field(field) = item else {
            self.report(Problem::NotHere { span: item.span(), place: "an `app`", expected: "`name = value`" });
            return;
        };
        let (Some(key), Some(value)) = (field.key(), field.value()) else { return };
        let name = key.text().into_owned();
        let Some((_, ty)) = APP_FIELDS.iter().find(|(known, _)| *known == name) else {
            let known = APP_FIELDS.iter().map(|(known, _)| (*known).to_owned()).collect();
            self.report(Problem::UnknownField { span: key.span(), name, of: "app".to_owned(), known, declared: None });
            return;
        };
        let symbol = self.intern(&name);
        if app.fields.iter().any(|(other, _)| *other == symbol) {
            self.report(Problem::WrittenTwice { span: key.span(), name, first: app.span });
            return;
        }
        let ty = self.program.types.plain(*ty);
        let value = self.check_against(value, ty);
        app.fields.push((symbol, value));
    }

    /// A rule of a package: it holds in every environment.
    pub(crate) fn check_package_rule(&mut self, decl: RequireDecl<'a>, package: PackageId) {
        let rule = self.within(Context::package(package), |checker| checker.check_rule(decl));
        self.program.rules.extend(rule);
    }

    /// A rule, wherever it stands.
    pub(crate) fn check_rule(&mut self, decl: RequireDecl<'a>) -> Option<RequireId> {
        let rule = self.check_claim(decl.condition()?, decl.message(), decl.span());
        self.program.requires.push(rule);
        Some(RequireId(self.program.requires.len() as u32 - 1))
    }

    /// A condition that must hold, with what is said where it doesn't.
    pub(crate) fn check_claim(
        &mut self,
        condition: syntax::Expr<'a>,
        message: Option<syntax::Expr<'a>>,
        span: source::Span,
    ) -> Require {
        let condition = self.check_condition(condition);
        let string = self.program.types.plain(Type::String);
        let message = message.map(|message| self.check_against(message, string));
        Require { condition, message, span }
    }

    pub(crate) fn check_expose(&mut self, decl: ExposeDecl<'a>, package: PackageId) {
        let (Some(name), Some(value)) = (decl.name(), decl.value()) else { return };
        let symbol = self.intern(name.text);
        let typed = self.within(Context::package(package), |checker| checker.check(value, None));
        if self.deep_labels(typed.ty).is_secret() {
            self.report(Problem::SecretIn { span: value.span(), what: "an output that is exposed" });
        }
        self.program.exposes.push(Expose { name: symbol, value: typed.id, span: name.span });
    }
}
