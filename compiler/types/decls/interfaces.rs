//! Interfaces: what a component promises by providing them.

use names::{DeclarationId, PackageId, Space};
use program::{Interface, InterfaceId, Labels, Ty};
use syntax::{InterfaceDecl, Item};

use crate::checker::{Checker, Entry};
use crate::problem::Problem;
use crate::scope::Context;

impl<'a> Checker<'a> {
    /// Makes an interface, with all that it inherits.
    pub(crate) fn declare_interface(
        &mut self,
        id: DeclarationId,
        decl: InterfaceDecl<'a>,
        package: PackageId,
    ) -> Entry {
        let declaration = self.names.get(id);
        let name = self.qualified(declaration.name, package);
        let doc = decl.doc().map(|doc| self.intern(&doc));
        let made = InterfaceId(self.program.interfaces.len() as u32);
        let empty = Interface {
            name,
            doc,
            span: declaration.span,
            extends: Vec::new(),
            fields: Vec::new(),
            outs: Vec::new(),
            capabilities: Vec::new(),
            stateful: false,
        };
        // What it promises may speak of it.
        self.program.interfaces.push(empty.clone());
        self.entries.insert(id, Entry::Interface(made));
        self.open_interfaces.push(made);
        let mut interface = empty;
        self.within(Context::package(package), |checker| {
            for path in decl.extends() {
                checker.inherit(&mut interface, path);
            }
            for item in decl.body().into_iter().flat_map(syntax::Body::items) {
                checker.add_promise(&mut interface, item);
            }
        });
        self.open_interfaces.pop();
        if let Some(known) = self.program.interfaces.get_mut(made.index()) {
            *known = interface;
        }
        Entry::Interface(made)
    }

    fn inherit(&mut self, interface: &mut Interface, path: syntax::Path<'a>) {
        let name = path.text().into_owned();
        let found = self.names.find(self.context.package, Space::Types, &name);
        match found.map(|id| self.type_entry(id)) {
            Some(Entry::Interface(parent)) if self.open_interfaces.contains(&parent) => {
                self.report(Problem::RecursiveType { span: path.span(), name });
            }
            Some(Entry::Interface(parent)) => {
                let known = self.program.interface(parent).clone();
                interface.extends.push(parent);
                interface.extends.extend(known.extends);
                interface.fields.extend(known.fields);
                interface.outs.extend(known.outs);
                interface.capabilities.extend(known.capabilities);
                interface.stateful |= known.stateful;
            }
            _ => self.report(Problem::NotAnInterface { span: path.span(), name }),
        }
    }

    fn add_promise(&mut self, interface: &mut Interface, item: Item<'a>) {
        match item {
            Item::FieldDecl(field) => {
                let Some(key) = field.key() else { return };
                let ty = self.lower_type(field.ty(), None);
                self.refuse_refinements(field.refinements());
                interface.fields.push((self.intern(&key.text()), ty));
            }
            Item::Out(out) => {
                let Some(name) = out.name() else { return };
                let ty = self.lower_type(out.ty(), None);
                let labels = if out.is_static() { ty.labels } else { ty.labels.and(Labels::DEFERRED) };
                interface.outs.push((self.intern(name.text), Ty { id: ty.id, labels }));
            }
            Item::Can(can) => {
                for name in can.names() {
                    interface.capabilities.push(self.intern(name.text));
                }
            }
            Item::Flag(flag) if flag.name().is_some_and(|name| name.text == "stateful") => interface.stateful = true,
            item => {
                let expected = "`name: type`, `out name: type`, `can name` or `stateful`";
                self.report(Problem::NotHere { span: item.span(), place: "an interface", expected });
            }
        }
    }
}
