//! `a.b`, `a?.b`, `a[b]`: fields, outputs, capabilities, parts of `self`, entries of maps and lists.

mod parts;

use names::{Found, Space};
use program::{Expr, Labels, Member, SelfPart, Ty, Type};
use source::Span;
use syntax::{Expr as Syntax, GetExpr, IndexExpr, TokenRef, TryGetExpr};

use crate::checker::{Checker, Typed};
use crate::decls::APP_FIELDS;
use crate::problem::Problem;
use crate::scope::{Home, LetHome};

impl<'a> Checker<'a> {
    pub(crate) fn check_get(&mut self, get: GetExpr<'a>) -> Typed {
        let (Some(base), Some(name)) = (get.base(), get.name()) else { return Typed::UNKNOWN };
        let found = match self.check_special(base, name, get.span()) {
            Some(found) => found,
            None => {
                let base_typed = self.check(base, None);
                self.get_of(base_typed, name, get.span())
            }
        };
        self.narrow(found, get.node().text())
    }

    /// `self.x`, `app.x`, `environment.name`, `target.x`, `package.x`.
    fn check_special(&mut self, base: Syntax<'a>, name: TokenRef<'a>, span: Span) -> Option<Typed> {
        let Syntax::Name(base) = base else { return None };
        let word = base.token()?;
        if self.locals.iter().any(|local| local.name == word.text) {
            return None;
        }
        match word.text {
            "self" => Some(self.check_self_part(word.span, name, span)),
            "app" => Some(self.check_app_part(name, span)),
            "environment" => Some(self.check_environment_part(name, span)),
            "target" => self.check_target_part(name, span),
            other => {
                let used = self.names.used(self.context.package, other)?;
                Some(match self.names.find_in(used, Space::Values, name.text) {
                    Found::Declared(id) => self.value_expr(id, span),
                    Found::Private(id) => {
                        let declared = self.names.get(id).span;
                        self.broken(Problem::Private { span: name.span, name: name.text.to_owned(), declared })
                    }
                    Found::Nothing => {
                        let known = self.names.candidates(used, Space::Values);
                        let nearest = source::nearest(name.text, known).map(str::to_owned);
                        let is_field = false;
                        self.broken(Problem::UnknownName {
                            span: name.span,
                            name: name.text.to_owned(),
                            nearest,
                            is_field,
                        })
                    }
                })
            }
        }
    }

    fn check_self_part(&mut self, word: Span, name: TokenRef<'a>, span: Span) -> Typed {
        if matches!(self.context.home, Home::Target { .. } | Home::Handover { .. }) {
            return self.check_any_self(name, span);
        }
        let Some(component) = self.context.own() else { return self.broken(Problem::NoSelf { span: word }) };
        if let Some((part, ty)) = self_part(name.text) {
            let ty = self.program.types.plain(ty);
            let ty = if part == SelfPart::Doc || part == SelfPart::Key { self.make_optional(ty) } else { ty };
            return self.push(Expr::SelfPart(part), span, ty);
        }
        let symbol = self.intern(name.text);
        let known = self.program.component(component);
        let field = self.program.record(known.fields).find(symbol).map(Member::Field);
        match field.or_else(|| known.member(symbol)) {
            Some(Member::Field(at)) => {
                let ty = self.member_type(component, Member::Field(at)).unwrap_or(Typed::UNKNOWN.ty);
                self.push(Expr::SelfField(at), span, ty)
            }
            Some(Member::Out(out)) => {
                let ty = self.program.component(component).out(out).ty;
                self.push(Expr::SelfOut(out), span, ty)
            }
            Some(Member::Inner(inner)) if !matches!(self.context.home, Home::Instance(_)) => {
                self.instance_expr(inner, span)
            }
            _ => self.no_member(component, name, Some(["name", "path", "key", "doc"].as_slice())),
        }
    }

    /// In a target `self` is whatever instance a resource belongs to, none for what the target shares; in a hand-over
    /// the one whose entry is at hand.
    fn check_any_self(&mut self, name: TokenRef<'a>, span: Span) -> Typed {
        let (string, labels) = (self.program.types.plain(Type::String), "labels");
        if let Some((part, ty)) = self_part(name.text) {
            let ty = self.program.types.plain(ty);
            let is_there =
                part == SelfPart::Name || part == SelfPart::Path && matches!(self.context.home, Home::Handover { .. });
            let ty = if is_there { ty } else { self.make_optional(ty) };
            return self.push(Expr::SelfPart(part), span, ty);
        }
        if name.text != labels {
            let (name, of) = (name.text.to_owned(), "an instance".to_owned());
            let known = ["name", "path", "key", "doc", labels].map(str::to_owned).to_vec();
            return self.broken(Problem::UnknownMember { span, name, of, known, declared: None });
        }
        let symbol = self.intern(labels);
        let whole = self.push(Expr::SelfPart(SelfPart::Whole), span, Typed::UNKNOWN.ty);
        let map = self.program.types.plain(Type::Map(string));
        let ty = self.make_optional(map);
        self.push(Expr::TryMember(whole.id, symbol), span, ty)
    }

    fn check_app_part(&mut self, name: TokenRef<'a>, span: Span) -> Typed {
        let symbol = self.intern(name.text);
        if name.text == "name" {
            let ty = self.program.types.plain(Type::String);
            return self.push(Expr::App(symbol), span, ty);
        }
        match APP_FIELDS.iter().find(|(known, _)| *known == name.text) {
            Some((_, ty)) => {
                let ty = self.program.types.plain(*ty);
                let written = self
                    .program
                    .app
                    .as_ref()
                    .map(|app| (app.fields.iter().any(|(known, _)| *known == symbol), app.span));
                if let Some((false, declared)) = written {
                    return self.broken(Problem::AppUnset { span: name.span, name: name.text.to_owned(), declared });
                }
                self.push(Expr::App(symbol), span, ty)
            }
            None => {
                let known = std::iter::once("name").chain(APP_FIELDS.iter().map(|(known, _)| *known));
                let known = known.map(str::to_owned).collect();
                let name_text = name.text.to_owned();
                self.broken(Problem::UnknownField {
                    span: name.span,
                    name: name_text,
                    of: "app".to_owned(),
                    known,
                    declared: None,
                })
            }
        }
    }

    fn check_environment_part(&mut self, name: TokenRef<'a>, span: Span) -> Typed {
        if name.text == "name" {
            let ty = self.program.types.plain(Type::String);
            return self.push(Expr::EnvironmentName, span, ty);
        }
        let (of, known) = ("environment".to_owned(), vec!["name".to_owned()]);
        self.broken(Problem::UnknownField { span: name.span, name: name.text.to_owned(), of, known, declared: None })
    }

    /// A setting of the target of the realization at hand.
    fn check_target_part(&mut self, name: TokenRef<'a>, span: Span) -> Option<Typed> {
        let home = self.context.home;
        let planned = || self.program.realizations.iter().find(|known| Some(known.settings) == home.planned());
        let realizing = home.place().filter(|_| home.is_realizing()).map(|(target, _)| target);
        let target = realizing.or_else(|| planned().map(|known| known.target))?;
        let settings = self.program.target(target).settings;
        let symbol = self.intern(name.text);
        let record = self.program.record(settings);
        let Some(at) = record.find(symbol) else {
            if home.planned().is_none()
                && let Some(shared) = self.shared_part(settings, name, span)
            {
                return Some(shared);
            }
            let of = self.program.text(self.program.target(target).name).to_owned();
            let (known, declared) = (self.field_names(settings), Some(self.program.target(target).span));
            let name_text = name.text.to_owned();
            return Some(self.broken(Problem::UnknownField { span: name.span, name: name_text, of, known, declared }));
        };
        let ty = record.fields.get(usize::from(at)).map_or(Typed::UNKNOWN.ty, |field| field.ty);
        Some(self.push(Expr::TargetSetting(at), span, ty))
    }

    /// A let, a resource or a file that a target shares.
    fn shared_part(&mut self, settings: values::RecordId, name: TokenRef<'a>, span: Span) -> Option<Typed> {
        if let Some(made) = self.shared_made(settings, name.text, span) {
            return Some(made);
        }
        let known = self.let_of(LetHome::Settings(settings), name.text)?;
        let ty = self.program.binding(known).ty;
        Some(self.push(Expr::TargetLet(known), span, ty))
    }

    /// The member of a value that is there.
    fn get_of(&mut self, base: Typed, name: TokenRef<'a>, span: Span) -> Typed {
        match self.program.types.of(base.ty) {
            Type::Unknown => Typed::UNKNOWN,
            Type::Optional(_) => {
                let found = self.show(base.ty);
                self.broken(Problem::MayBeAbsent { span, name: name.text.to_owned(), found })
            }
            _ => match self.part(base, name) {
                Some((expr, ty)) => self.push(expr, span, ty),
                None => Typed::UNKNOWN,
            },
        }
    }

    pub(crate) fn check_try_get(&mut self, get: TryGetExpr<'a>) -> Typed {
        let (Some(base), Some(name)) = (get.base(), get.name()) else { return Typed::UNKNOWN };
        let base_typed = self.check(base, None);
        let inner = match self.program.types.of(base_typed.ty) {
            Type::Optional(of) => Ty { id: of.id, labels: of.labels.and(base_typed.ty.labels) },
            Type::Unknown => return Typed::UNKNOWN,
            _ => base_typed.ty,
        };
        let Some((expr, ty)) = self.part(Typed { ty: inner, ..base_typed }, name) else { return Typed::UNKNOWN };
        let expr = match expr {
            Expr::Get(base, at) => Expr::TryGet(base, at),
            Expr::Member(base, name) => Expr::TryMember(base, name),
            // An entry is looked for where its map or its resource is there: `coalesce` of one does just that.
            Expr::Index(..) => {
                let whole = self.program.exprs.push(expr, get.span());
                let args = self.program.exprs.push_list(&[whole]);
                Expr::Builtin(program::Builtin::Coalesce, args)
            }
            other => other,
        };
        let ty = self.make_optional(ty);
        let found = self.push(expr, get.span(), ty);
        self.narrow(found, get.node().text())
    }

    pub(crate) fn check_index(&mut self, index: IndexExpr<'a>) -> Typed {
        let (Some(base), Some(written)) = (index.base(), index.index()) else { return Typed::UNKNOWN };
        if let Some(instance) = self.keyed_instance(base) {
            let text = self.program.types.plain(Type::Text);
            let key = self.check_against(written, text);
            let component = self.program.instance(instance).component;
            let ty = self.program.types.plain(Type::Component(component, None));
            return self.push(Expr::Keyed(instance, key), index.span(), ty);
        }
        let base_typed = self.check(base, None);
        let (key, of) = match self.program.types.of(base_typed.ty) {
            Type::Map(of) => (Type::Text, of),
            Type::List(of) => (Type::Int, of),
            Type::Data => (Type::Text, base_typed.ty),
            Type::Unknown => return Typed::UNKNOWN,
            Type::Optional(_) => {
                let found = self.show(base_typed.ty);
                return self.broken(Problem::MayBeAbsent { span: index.span(), name: String::new(), found });
            }
            _ => {
                let found = self.show(base_typed.ty);
                return self.broken(Problem::NotIndexed { span: index.span(), found });
            }
        };
        let key = self.program.types.plain(key);
        let key = self.check_against(written, key);
        let ty = Ty { id: of.id, labels: of.labels.and(base_typed.ty.labels) };
        self.push(Expr::Index(base_typed.id, key), index.span(), ty)
    }

    /// The declaration of many instances that a bare name stands for.
    fn keyed_instance(&mut self, base: Syntax<'a>) -> Option<program::DeclId> {
        let Syntax::Name(name) = base else { return None };
        let token = name.token()?;
        if self.locals.iter().any(|local| local.name == token.text) {
            return None;
        }
        let inner = self.context.bare().and_then(|owner| self.inner_named(owner, token.text));
        let inner = inner.or_else(|| self.realized_named(token.text));
        let instance = inner.or_else(|| self.instance_named(token.text))?;
        self.keyed.contains(&instance).then_some(instance)
    }

    /// Nothing but the type: for messages that name both sides.
    pub(crate) fn unlabelled(ty: Ty) -> Ty {
        Ty { id: ty.id, labels: Labels::NONE }
    }
}

fn self_part(name: &str) -> Option<(SelfPart, Type)> {
    Some(match name {
        "name" => (SelfPart::Name, Type::Name),
        "path" => (SelfPart::Path, Type::String),
        "key" => (SelfPart::Key, Type::String),
        "doc" => (SelfPart::Doc, Type::String),
        _ => return None,
    })
}
