//! Components: fields, outputs, capabilities, rules, inner instances.

use names::{DeclarationId, PackageId, Space};
use program::{Capability, Component, Inner, Labels, Member, Out, Record, Ty};
use rustc_hash::FxHashMap;
use syntax::{CanItem, ComponentDecl, Decl, Item, OutItem, Path};
use values::{ComponentId, OutId, Symbol};

use crate::checker::{Checker, Entry, Job};
use crate::problem::Problem;
use crate::scope::{Context, Home, LetHome};

/// What a component may say of itself in a word.
const FLAGS: [&str; 2] = ["stateful", "stored"];

impl<'a> Checker<'a> {
    /// Makes a component's place, then its fields and outputs; its expressions wait.
    pub(crate) fn declare_component(
        &mut self,
        id: DeclarationId,
        decl: ComponentDecl<'a>,
        package: PackageId,
    ) -> Entry {
        let declaration = self.names.get(id);
        let component = ComponentId(self.program.components.len() as u32);
        self.entries.insert(id, Entry::Component(component));
        let name = self.qualified(declaration.name, package);
        let doc = decl.doc().map(|doc| self.intern(&doc));
        let fields = self.universal_fields(declaration.span);
        let record = Record { name: Some(name), fields, short: None, span: declaration.span };
        let fields = self.program.types.add_record(record);
        self.program.components.push(Component {
            name,
            doc,
            span: declaration.span,
            provides: Vec::new(),
            fields,
            outs: Vec::new(),
            capabilities: Vec::new(),
            stateful: false,
            stored: false,
            requires: Vec::new(),
            inner: Inner::default(),
            members: FxHashMap::default(),
            embedded: self.names.is_std(package),
        });
        let context = Context::package(package).at(Home::Component(component));
        self.within(context, |checker| checker.fill_component(component, decl));
        self.jobs.push_back(Job::Component(component, id));
        Entry::Component(component)
    }

    /// A name that is the same for all who see it: bare for the root and the library, else behind its package.
    pub(crate) fn qualified(&mut self, name: &str, package: PackageId) -> Symbol {
        let path = self.names.path(package);
        if path.is_empty() || self.names.is_std(package) {
            return self.intern(name);
        }
        let qualified = format!("{}.{name}", path.replace('/', "."));
        self.intern(&qualified)
    }

    fn fill_component(&mut self, component: ComponentId, decl: ComponentDecl<'a>) {
        let record = self.program.component(component).fields;
        let items: Vec<Item<'a>> = decl.body().into_iter().flat_map(syntax::Body::items).collect();
        for item in &items {
            match item {
                Item::FieldDecl(field) => self.add_field(record, *field),
                Item::Out(out) => self.add_out(component, *out),
                Item::Decl(Decl::Let(decl)) => self.declare_let_of(LetHome::Component(component), *decl),
                Item::Flag(flag) if flag.name().is_some_and(|name| name.text == "stored") => {
                    self.change(component, |known| known.stored = true);
                }
                Item::Flag(flag) if flag.name().is_some_and(|name| name.text == "stateful") => {
                    self.change(component, |known| known.stateful = true);
                }
                _ => {}
            }
        }
        self.enter_fields(component);
        for item in &items {
            match item {
                Item::Can(can) => self.add_capabilities(component, *can),
                Item::Decl(Decl::Instance(inner)) => self.declare_inner(component, *inner),
                item => self.refuse_component_item(*item),
            }
        }
        self.add_interfaces(component, decl.provides().collect());
    }

    fn refuse_component_item(&mut self, item: Item<'a>) {
        let known = matches!(item, Item::FieldDecl(_) | Item::Out(_) | Item::Decl(Decl::Require(_) | Decl::Let(_)));
        let is_flag = |flag: syntax::Flag<'_>| flag.name().is_some_and(|name| FLAGS.contains(&name.text));
        if !known && !matches!(item, Item::Flag(flag) if is_flag(flag)) {
            let expected = "a field `name: type`, `out`, `can`, `require`, `let`, `stateful` or an instance";
            self.report(Problem::NotHere { span: item.span(), place: "a component", expected });
        }
    }

    pub(crate) fn change(&mut self, component: ComponentId, change: impl FnOnce(&mut Component)) {
        if let Some(known) = self.program.components.get_mut(component.index()) {
            change(known);
        }
    }

    fn enter_fields(&mut self, component: ComponentId) {
        let record = self.program.component(component).fields;
        let names: Vec<Symbol> = self.program.record(record).fields.iter().map(|field| field.name).collect();
        for (at, name) in names.into_iter().enumerate() {
            self.enter_member(component, name, Member::Field(at as u16), None);
        }
    }

    /// Fields, outputs and capabilities share their names.
    pub(crate) fn enter_member(
        &mut self,
        component: ComponentId,
        name: Symbol,
        member: Member,
        span: Option<source::Span>,
    ) {
        let mut taken = false;
        self.change(component, |known| {
            // An output may show a field to others under the field's own name: outside, the name is the output.
            let shows = matches!((known.members.get(&name), member), (Some(Member::Field(_)), Member::Out(_)));
            taken = !shows && known.members.contains_key(&name);
            if !taken {
                known.members.insert(name, member);
            }
        });
        if let (true, Some(span)) = (taken, span) {
            let name = self.program.text(name).to_owned();
            self.report(Problem::MemberTaken { span, name });
        }
    }

    fn add_out(&mut self, component: ComponentId, decl: OutItem<'a>) {
        let Some(name) = decl.name() else { return };
        let symbol = self.intern(name.text);
        let declared = self.lower_type(decl.ty(), None);
        self.refuse_refinements(decl.refinements());
        let ty = if decl.is_static() { declared } else { self.labelled(declared, Labels::DEFERRED) };
        let doc = decl.doc().map(|doc| self.intern(&doc));
        let out = Out { name: symbol, ty, is_static: decl.is_static(), default: None, doc, span: name.span };
        let id = OutId(self.program.component(component).outs.len() as u16);
        self.change(component, |known| known.outs.push(out));
        self.enter_member(component, symbol, Member::Out(id), Some(name.span));
    }

    fn add_capabilities(&mut self, component: ComponentId, decl: CanItem<'a>) {
        let via: Vec<OutId> = decl.via().filter_map(|path| self.via_out(component, path)).collect();
        for name in decl.names() {
            let symbol = self.intern(name.text);
            let capability = Capability { name: symbol, condition: None, via: via.clone(), span: name.span };
            let at = self.program.component(component).capabilities.len() as u16;
            self.change(component, |known| known.capabilities.push(capability));
            self.enter_member(component, symbol, Member::Capability(at), Some(name.span));
        }
    }

    fn via_out(&mut self, component: ComponentId, path: Path<'a>) -> Option<OutId> {
        let name = path.text().into_owned();
        let known = self.program.component(component);
        let found = known.outs.iter().position(|out| self.program.text(out.name) == name);
        if found.is_none() {
            let outs: Vec<String> = known.outs.iter().map(|out| self.program.text(out.name).to_owned()).collect();
            self.report(Problem::NoOut { span: path.span(), name, outs });
        }
        found.map(|at| OutId(at as u16))
    }

    fn add_interfaces(&mut self, component: ComponentId, paths: Vec<Path<'a>>) {
        for path in paths {
            let name = path.text().into_owned();
            let found = self.names.find(self.context.package, Space::Types, &name);
            let Some(Entry::Interface(interface)) = found.map(|id| self.type_entry(id)) else {
                self.report(Problem::NotAnInterface { span: path.span(), name });
                continue;
            };
            let mut all = vec![interface];
            all.extend(self.program.interface(interface).extends.clone());
            for interface in all {
                self.promise(component, interface, path);
            }
        }
    }

    /// Enters an interface that a component provides, after looking whether it has what the interface asks.
    fn promise(&mut self, component: ComponentId, interface: program::InterfaceId, path: Path<'a>) {
        if self.program.provides(component, interface) {
            return;
        }
        let stateful = self.program.interface(interface).stateful;
        self.change(component, |known| {
            known.provides.push(interface);
            known.stateful |= stateful;
        });
        let asked = self.program.interface(interface).clone();
        // What it takes over from others is said of them.
        let others: Vec<program::Interface> =
            asked.extends.iter().map(|other| self.program.interface(*other).clone()).collect();
        let is_own = |name: Symbol| {
            others.iter().all(|other| {
                let members = other.fields.iter().chain(&other.outs).map(|(known, _)| *known);
                !members.chain(other.capabilities.iter().copied()).any(|known| known == name)
            })
        };
        let mut missing: Vec<String> = Vec::new();
        for (name, ty) in asked.fields.iter().chain(&asked.outs).filter(|(name, _)| is_own(*name)) {
            if !self.has_member(component, *name, *ty) {
                missing.push(format!("`{}: {}`", self.program.text(*name), self.show(*ty)));
            }
        }
        for name in asked.capabilities.iter().filter(|name| is_own(**name)) {
            if self.program.component(component).capability(*name).is_none() {
                missing.push(format!("`can {}`", self.program.text(*name)));
            }
        }
        if !missing.is_empty() {
            let name = self.program.text(asked.name).to_owned();
            self.report(Problem::MissingPromise { span: path.span(), interface: name, missing, declared: asked.span });
        }
    }

    fn has_member(&self, component: ComponentId, name: Symbol, ty: Ty) -> bool {
        let found = self.program.component(component).member(name).and_then(|found| self.member_type(component, found));
        found.is_some_and(|found| found.id == ty.id && found.labels.fits(ty.labels))
    }

    /// The expressions of a component: defaults of outputs, conditions of capabilities, rules, inner bodies.
    pub(crate) fn check_component(&mut self, component: ComponentId, id: DeclarationId) {
        let declaration = self.names.get(id);
        let Some(Decl::Component(decl)) = declaration.decl else { return };
        let context = Context::package(declaration.package).at(Home::Component(component));
        self.within(context, |checker| {
            for item in decl.body().into_iter().flat_map(syntax::Body::items) {
                match item {
                    Item::Out(out) => checker.check_out(component, out),
                    Item::Can(can) => checker.check_can(component, can),
                    Item::Decl(Decl::Require(rule)) => {
                        if let Some(rule) = checker.check_rule(rule) {
                            checker.change(component, |known| known.requires.push(rule));
                        }
                    }
                    Item::Decl(Decl::Let(decl)) => {
                        decl.name().map(|name| checker.let_of(LetHome::Component(component), name.text));
                    }
                    _ => {}
                }
            }
        });
        self.check_inner_bodies(component, decl, declaration.package);
    }

    fn check_out(&mut self, component: ComponentId, decl: OutItem<'a>) {
        let (Some(name), Some(value)) = (decl.name(), decl.value()) else { return };
        let symbol = self.intern(name.text);
        let Some(Member::Out(out)) = self.program.component(component).member(symbol) else { return };
        let ty = self.program.component(component).out(out).ty;
        let checked = self.check_against(value, ty);
        self.change(component, |known| {
            if let Some(out) = known.outs.get_mut(out.index()) {
                out.default = Some(checked);
            }
        });
    }

    fn check_can(&mut self, component: ComponentId, decl: CanItem<'a>) {
        let Some(condition) = decl.condition() else { return };
        let checked = self.check_condition(condition);
        for name in decl.names() {
            let symbol = self.intern(name.text);
            self.change(component, |known| {
                let capability = known.capabilities.iter_mut().find(|capability| capability.name == symbol);
                if let Some(capability) = capability {
                    capability.condition = Some(checked);
                }
            });
        }
    }
}

impl Checker<'_> {
    /// The type of a member of a component's instances, and whether it is an output.
    pub(crate) fn member_type(&self, component: ComponentId, member: Member) -> Option<Ty> {
        let known = self.program.component(component);
        match member {
            Member::Field(at) => self.program.record(known.fields).fields.get(usize::from(at)).map(|field| field.ty),
            Member::Out(out) => Some(known.out(out).ty),
            Member::Capability(_) | Member::Inner(_) => None,
        }
    }
}
