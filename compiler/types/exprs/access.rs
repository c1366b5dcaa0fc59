//! `a.b`, `a?.b`, `a[b]`: fields, outputs, capabilities, parts of `self`, entries of maps and lists.

use names::{Found, Space};
use program::{Expr, Labels, LinkPart, Member, SelfPart, Sink, Ty, Type};
use source::Span;
use syntax::{Expr as Syntax, GetExpr, IndexExpr, TokenRef, TryGetExpr};
use values::{ComponentId, ExprId};

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
        if matches!(self.context.home, Home::Target { .. }) {
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

    /// In a target `self` is whatever instance a resource belongs to, none for what the target shares.
    fn check_any_self(&mut self, name: TokenRef<'a>, span: Span) -> Typed {
        let (string, labels) = (self.program.types.plain(Type::String), "labels");
        if let Some((part, ty)) = self_part(name.text) {
            let ty = self.program.types.plain(ty);
            let ty = if part == SelfPart::Name { ty } else { self.make_optional(ty) };
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
        let Home::Realization { target, .. } = self.context.home else { return None };
        let settings = self.program.target(target).settings;
        let symbol = self.intern(name.text);
        let record = self.program.record(settings);
        let Some(at) = record.find(symbol) else {
            if let Some(shared) = self.shared_part(settings, name, span) {
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

    /// What is known of the other end of an edge.
    fn link_part(&mut self, base: ExprId, target: values::TargetId, name: TokenRef<'a>) -> Option<(Expr, Ty)> {
        let plain = |checker: &mut Self, ty| checker.program.types.plain(ty);
        let string = plain(self, Type::String);
        let (part, ty) = match name.text {
            "instance" => (LinkPart::Instance, plain(self, Type::Instance)),
            "name" => (LinkPart::Name, plain(self, Type::Name)),
            "path" => (LinkPart::Path, string),
            "component" => (LinkPart::Component, string),
            "target" => (LinkPart::Target, string),
            "addresses" => {
                let cidr = plain(self, Type::Cidr);
                (LinkPart::Addresses, plain(self, Type::List(cidr)))
            }
            "capabilities" => (LinkPart::Capabilities, plain(self, Type::List(string))),
            "port" => {
                let port = plain(self, Type::Port);
                (LinkPart::Port, self.make_optional(port))
            }
            "grants" => {
                let data = plain(self, Type::Data);
                let grant = self.program.target(target).grant.unwrap_or(data);
                (LinkPart::Grants, plain(self, Type::List(grant)))
            }
            _ => {
                let symbol = self.intern(name.text);
                let known = self.program.target(target);
                let Some(at) = known.face(symbol) else {
                    let parts = [
                        "instance",
                        "name",
                        "path",
                        "component",
                        "target",
                        "addresses",
                        "capabilities",
                        "port",
                        "grants",
                    ];
                    let faces = known.faces.iter().map(|face| self.program.text(face.name).to_owned());
                    let known = parts.iter().map(|part| (*part).to_owned()).chain(faces).collect();
                    let (of, name_text) = ("an edge".to_owned(), name.text.to_owned());
                    self.report(Problem::UnknownField { span: name.span, name: name_text, of, known, declared: None });
                    return None;
                };
                let ty = known.faces.get(usize::from(at))?.ty;
                // Only where resources are known by what makes them does an edge show what isn't known yet.
                let waits = known.sink == Sink::Terraform;
                (LinkPart::Face(at), if waits { self.waiting(ty) } else { ty })
            }
        };
        Some((Expr::LinkPart(base, part), ty))
    }

    /// A face as others see it where resources are known by what makes them: its texts and numbers wait, while what is
    /// built of parts says itself which of them do.
    fn waiting(&mut self, ty: Ty) -> Ty {
        let of = match self.program.types.of(ty) {
            Type::Optional(of) => self.program.types.of(of),
            of => of,
        };
        match of {
            Type::Record(_) | Type::Union(_) => ty,
            Type::List(inner) | Type::Map(inner) => match self.program.types.of(inner) {
                Type::Record(_) | Type::Union(_) => ty,
                _ => self.labelled(ty, Labels::DEFERRED),
            },
            _ => Ty { labels: ty.labels.and(Labels::DEFERRED), ..ty },
        }
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

    /// What a name after a dot means on a value of a type, and of what type that is.
    fn part(&mut self, base: Typed, name: TokenRef<'a>) -> Option<(Expr, Ty)> {
        let symbol = self.intern(name.text);
        let with = |ty: Ty| Ty { id: ty.id, labels: ty.labels.and(base.ty.labels) };
        match self.program.types.of(base.ty) {
            Type::Record(record) => {
                let Some(at) = self.program.record(record).find(symbol) else {
                    let (of, known) = (self.show(base.ty), self.field_names(record));
                    let declared = Some(self.program.record(record).span);
                    self.report(Problem::UnknownField {
                        span: name.span,
                        name: name.text.to_owned(),
                        of,
                        known,
                        declared,
                    });
                    return None;
                };
                let ty = self.program.record(record).fields.get(usize::from(at))?.ty;
                Some((Expr::Get(base.id, at), with(ty)))
            }
            Type::Fields(component) => {
                let record = self.program.component(component).fields;
                let Some(at) = self.program.record(record).find(symbol) else {
                    self.unknown_field(record, name.text, name.span);
                    return None;
                };
                let ty = self.program.record(record).fields.get(usize::from(at))?.ty;
                Some((Expr::Get(base.id, at), with(self.make_optional(ty))))
            }
            Type::Component(component, _) => self.component_part(base.id, component, name),
            Type::Link(target) => self.link_part(base.id, target, name),
            Type::TargetName => Some((Expr::Member(base.id, symbol), self.part_of_target(symbol, name.text))),
            Type::File if matches!(name.text, "path" | "text") => {
                let key = self.constant_expr(values::Value::Str(symbol), name.span, Type::String);
                Some((Expr::Index(base.id, key.id), self.program.types.plain(Type::String)))
            }
            Type::Shape(shape) => self.shape_part(base, shape, name),
            Type::Interface(interface, _) => self.interface_part(base.id, interface, name),
            Type::Instance => match reference_part(name.text) {
                Some(ty) => Some((Expr::Member(base.id, symbol), self.program.types.plain(ty))),
                None => self.no_part(base, name),
            },
            Type::Range(of) => {
                let at = ["min", "max"].iter().position(|end| *end == name.text);
                match at {
                    Some(at) => Some((Expr::Get(base.id, at as u16), Ty { id: of, labels: base.ty.labels })),
                    None => self.no_part(base, name),
                }
            }
            Type::Window => match ["from", "to"].iter().position(|end| *end == name.text) {
                Some(at) => Some((Expr::Get(base.id, at as u16), self.program.types.plain(Type::Clock))),
                None => self.no_part(base, name),
            },
            Type::Data => {
                let key = self.constant_expr(values::Value::Str(symbol), name.span, Type::String);
                let text = Ty { labels: program::Labels::NONE, ..self.program.types.plain(Type::String) };
                let ty = if self.is_file(base.id) && matches!(name.text, "path" | "text") { text } else { base.ty };
                Some((Expr::Index(base.id, key.id), ty))
            }
            Type::List(of) | Type::Map(of) if self.shape_within(of).is_some() => self.part_of_many(base, name),
            _ => self.no_part(base, name),
        }
    }

    /// A setting of a target that a value names: absent where the target at hand has none of that name.
    fn part_of_target(&mut self, name: values::Symbol, text: &str) -> Ty {
        let string = self.program.types.plain(Type::String);
        if text == "name" {
            return string;
        }
        let records = self.program.targets.iter().map(|target| self.program.record(target.settings));
        let found = records.filter_map(|record| record.fields.get(usize::from(record.find(name)?))).next();
        let ty = found.map_or(string, |field| field.ty);
        self.make_optional(ty)
    }

    fn no_part(&mut self, base: Typed, name: TokenRef<'a>) -> Option<(Expr, Ty)> {
        let found = self.show(base.ty);
        self.report(Problem::NoParts { span: name.span, name: name.text.to_owned(), found });
        None
    }

    fn component_part(&mut self, base: ExprId, component: ComponentId, name: TokenRef<'a>) -> Option<(Expr, Ty)> {
        let symbol = self.intern(name.text);
        if let Some(ty) = reference_part(name.text) {
            return Some((Expr::Member(base, symbol), self.program.types.plain(ty)));
        }
        match self.program.component(component).member(symbol) {
            Some(Member::Capability(_)) => Some((Expr::Ask(base, symbol), self.program.types.plain(Type::Use))),
            Some(Member::Inner(inner)) => {
                let component = self.program.instance(inner).component;
                let ty = self.program.types.plain(Type::Component(component, None));
                Some((Expr::Member(base, symbol), ty))
            }
            Some(member) => {
                let ty = self.member_type(component, member)?;
                Some((Expr::Member(base, symbol), ty))
            }
            None => {
                self.no_member(component, name, None);
                None
            }
        }
    }

    fn no_member(&mut self, component: ComponentId, name: TokenRef<'a>, more: Option<&[&str]>) -> Typed {
        let known = self.program.component(component);
        let mut members = self.field_names(known.fields);
        members.extend(known.outs.iter().map(|out| self.program.text(out.name).to_owned()));
        members.extend(known.capabilities.iter().map(|can| self.program.text(can.name).to_owned()));
        members.extend(more.unwrap_or_default().iter().map(|part| (*part).to_owned()));
        let (of, declared) = (self.program.text(known.name).to_owned(), Some(known.span));
        self.broken(Problem::UnknownMember {
            span: name.span,
            name: name.text.to_owned(),
            of,
            known: members,
            declared,
        })
    }

    fn interface_part(
        &mut self,
        base: ExprId,
        interface: program::InterfaceId,
        name: TokenRef<'a>,
    ) -> Option<(Expr, Ty)> {
        let symbol = self.intern(name.text);
        if let Some(ty) = reference_part(name.text) {
            return Some((Expr::Member(base, symbol), self.program.types.plain(ty)));
        }
        let known = self.program.interface(interface);
        if let Some((_, ty)) = known.fields.iter().chain(&known.outs).find(|(known, _)| *known == symbol) {
            return Some((Expr::Member(base, symbol), *ty));
        }
        if known.capabilities.contains(&symbol) {
            return Some((Expr::Ask(base, symbol), self.program.types.plain(Type::Use)));
        }
        let names = known.fields.iter().chain(&known.outs).map(|(name, _)| *name);
        let members = names.chain(known.capabilities.iter().copied()).map(|name| self.program.text(name).to_owned());
        let (of, members, declared) = (self.program.text(known.name).to_owned(), members.collect(), Some(known.span));
        self.report(Problem::UnknownMember {
            span: name.span,
            name: name.text.to_owned(),
            of,
            known: members,
            declared,
        });
        None
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

/// What every reference has, whatever it refers to.
fn reference_part(name: &str) -> Option<Type> {
    match name {
        "name" => Some(Type::Name),
        "path" => Some(Type::String),
        _ => None,
    }
}
