//! What a name after a dot means on a value of each type.

use program::{Expr, Labels, LinkPart, Member, Sink, Ty, Type};
use syntax::TokenRef;
use values::{ComponentId, ExprId};

use crate::checker::{Checker, Typed};
use crate::problem::Problem;

impl<'a> Checker<'a> {
    /// What a name after a dot means on a value of a type, and of what type that is.
    pub(super) fn part(&mut self, base: Typed, name: TokenRef<'a>) -> Option<(Expr, Ty)> {
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

    pub(super) fn no_member(&mut self, component: ComponentId, name: TokenRef<'a>, more: Option<&[&str]>) -> Typed {
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
}

/// What every reference has, whatever it refers to.
fn reference_part(name: &str) -> Option<Type> {
    match name {
        "name" => Some(Type::Name),
        "path" => Some(Type::String),
        _ => None,
    }
}
