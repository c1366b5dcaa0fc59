//! Edges: what the final values of fields refer to, and what each reference asks.

mod claims;
mod order;
mod targets;

use graph::{Edge, EdgeKind};
use program::{Ty, Type, TypeTable};
use source::Span;
use values::{Deferred, InstanceId, OutId, Slot, Symbol, Value};

use crate::fields::holders::{State, Whose};
use crate::machine::Machine;
use crate::problem::Problem;
use crate::words::{push_key, push_step};

/// Where the walk through a value stands.
#[derive(Clone, Copy, Debug)]
enum Step {
    Field(Symbol),
    Key(Symbol),
}

/// The walk through the fields of one instance after the other.
struct Walk {
    edges: Vec<Edge>,
    from: InstanceId,
    /// Where the edges of `from` start.
    first: usize,
    path: Vec<Step>,
    /// Whether the field orders without access.
    is_after: bool,
    /// Where the value at hand was written.
    span: Span,
    /// The ports of instances that were asked for.
    ports: Vec<Option<Option<u16>>>,
}

impl Machine<'_> {
    /// All edges, by the instance that needs, in the order of its fields.
    pub(crate) fn connect(&mut self) -> Vec<Edge> {
        let mut walk = Walk {
            edges: Vec::new(),
            from: InstanceId(0),
            first: 0,
            path: Vec::new(),
            is_after: false,
            span: self.environment_span,
            ports: vec![None; self.instances.len()],
        };
        let mut mentions = std::mem::take(&mut self.mentions);
        mentions.sort_by_key(|mention| mention.from);
        let mut mentions = mentions.into_iter().peekable();
        let after = self.symbols.find("after");
        let mut settings = 0;
        for at in 0..self.nodes.len() {
            walk.from = InstanceId(at as u32);
            walk.first = walk.edges.len();
            let holder = self.node(walk.from).holder;
            self.walk_holder(&mut walk, holder, after);
            // The settings of an instance are held right behind its fields.
            settings = settings.max(holder.0 as usize + 1);
            while self
                .holders
                .get(settings)
                .is_some_and(|one| matches!(one.whose, Whose::Settings(of, _) if of == walk.from))
            {
                self.walk_holder(&mut walk, crate::fields::holders::HolderId(settings as u32), None);
                settings += 1;
            }
            while let Some(mention) = mentions.next_if(|mention| mention.from == walk.from) {
                self.add_mention(&mut walk, mention);
            }
        }
        walk.edges
    }

    fn walk_holder(&mut self, walk: &mut Walk, id: crate::fields::holders::HolderId, after: Option<Symbol>) {
        let program = self.program;
        let record = self.holder(id).record;
        for (at, field) in program.record(record).fields.iter().enumerate() {
            // What nobody writes and is constant refers to nothing.
            if self.state(id, at as u16) != State::Done {
                continue;
            }
            let slot = self.field_slot(id, at as u16);
            walk.is_after = Some(field.name) == after;
            walk.span = self.holder_span(id);
            walk.path.push(Step::Field(field.name));
            self.walk_value(walk, slot, field.ty);
            walk.path.pop();
        }
    }

    fn walk_value(&mut self, walk: &mut Walk, slot: Slot, ty: Ty) {
        if !self.spend(1) {
            return;
        }
        let outer = walk.span;
        walk.span = self.origin_span(slot, outer);
        match slot.value {
            Value::Record { record, start } => self.walk_record(walk, record, start),
            Value::Case { union, case, body } => {
                if let Some(record) = self.program.union(union).case(case).record {
                    self.walk_record(walk, record, body);
                }
            }
            Value::List(slice) => {
                let of = self.element_type(ty);
                for at in slice.range() {
                    self.walk_value(walk, self.values.slot(at as u32), of);
                }
            }
            Value::Map(slice) => {
                let of = self.element_type(ty);
                for at in slice.range() {
                    let Some(entry) = self.values.entries.get(at).copied() else { continue };
                    walk.path.push(Step::Key(entry.key));
                    self.walk_value(walk, entry.slot, of);
                    walk.path.pop();
                }
            }
            Value::Instance(to) => self.refer(walk, to, ty),
            Value::Output { instance, output } => self.read_out(walk, instance, output),
            Value::Deferred(id) => self.walk_deferred(walk, self.values.deferred(id), ty),
            _ => {}
        }
        walk.span = outer;
    }

    fn walk_record(&mut self, walk: &mut Walk, record: values::RecordId, start: u32) {
        for (at, field) in self.program.record(record).fields.iter().enumerate() {
            walk.path.push(Step::Field(field.name));
            self.walk_value(walk, self.values.slot(start + at as u32), field.ty);
            walk.path.pop();
        }
    }

    fn walk_deferred(&mut self, walk: &mut Walk, node: Deferred, ty: Ty) {
        match node {
            Deferred::Operation { name, operands } => {
                let first = self.values.slice(operands).first().map(|slot| slot.value);
                match (self.value_type(ty), first) {
                    (Type::Use, Some(Value::Instance(to))) => self.ask_of(walk, to, name),
                    _ => self.walk_pieces(walk, operands),
                }
            }
            Deferred::Text(pieces) => self.walk_pieces(walk, pieces),
            Deferred::Input { .. } | Deferred::Attribute { .. } | Deferred::Entry { .. } | Deferred::Name(_) => {}
        }
    }

    fn walk_pieces(&mut self, walk: &mut Walk, pieces: values::Slice) {
        for at in pieces.range() {
            self.walk_value(walk, self.values.slot(at as u32), TypeTable::UNKNOWN);
        }
    }

    /// The type of the elements of a list or a map.
    fn element_type(&self, ty: Ty) -> Ty {
        match self.value_type(ty) {
            Type::List(of) | Type::Map(of) => of,
            _ => TypeTable::UNKNOWN,
        }
    }

    /// A type without its `?`.
    fn value_type(&self, ty: Ty) -> Type {
        match self.program.types.of(ty) {
            Type::Optional(of) => self.value_type(of),
            other => other,
        }
    }

    /// A reference that stands whole: its field says what it asks.
    fn refer(&mut self, walk: &mut Walk, to: InstanceId, ty: Ty) {
        if walk.is_after {
            return self.add_edge(walk, to, EdgeKind::After, None);
        }
        match self.value_type(ty) {
            Type::Component(_, Some(asked)) | Type::Interface(_, Some(asked)) => self.ask_of(walk, to, asked),
            Type::Use => self.use_whole(walk, to),
            _ => self.add_edge(walk, to, EdgeKind::Mention, None),
        }
    }

    /// A whole instance in `uses` is asked for its `connect`, or for the only thing it offers.
    fn use_whole(&mut self, walk: &mut Walk, to: InstanceId) {
        let capabilities = &self.program.component(self.instance(to).component).capabilities;
        let connect = capabilities.iter().find(|capability| self.program.text(capability.name) == "connect");
        match (connect, capabilities.as_slice()) {
            (Some(one), _) | (None, [one]) => self.ask_of(walk, to, one.name),
            (None, all) => {
                let offered = all.iter().map(|one| self.program.text(one.name).to_owned()).collect();
                let (span, to) = (walk.span, self.owned(self.instance(to).path));
                self.report(Problem::WhichCapability { span, to, offered });
            }
        }
    }

    /// A capability that is asked by its name.
    fn ask_of(&mut self, walk: &mut Walk, to: InstanceId, asked: Symbol) {
        let component = self.program.component(self.instance(to).component);
        let Some(capability) = component.capability(asked) else { return self.report_refusal(walk, to, asked) };
        match self.offers(to, capability) {
            Ok(true) => {
                for target in self.inside(to, &capability.via) {
                    match target {
                        (inner, Some(output)) => self.read_out(walk, inner, output),
                        (to, None) => self.add_edge(walk, to, EdgeKind::Asks(asked), None),
                    }
                }
            }
            Ok(false) => self.report_refusal(walk, to, asked),
            Err(_) => {}
        }
    }

    fn report_refusal(&mut self, walk: &Walk, to: InstanceId, asked: Symbol) {
        let component = self.program.component(self.instance(to).component);
        let mut offered = Vec::new();
        for capability in &component.capabilities {
            if self.offers(to, capability) == Ok(true) {
                offered.push(self.program.text(capability.name).to_owned());
            }
        }
        let condition = component.capability(asked).and_then(|capability| capability.condition);
        let at = self.own_frame(to);
        let condition = condition.map(|one| (self.within(at, |machine, _| machine.spell(one)), self.span(one)));
        let (span, to, capability) = (walk.span, self.owned(self.instance(to).path), self.owned(asked));
        self.report(Problem::NotOffered { span, to, capability, offered, condition });
    }

    /// An output that is read asks the capability whose `via` names it.
    fn read_out(&mut self, walk: &mut Walk, to: InstanceId, output: OutId) {
        let inside = self.inside(to, &[output]);
        if inside.first().is_some_and(|(inner, _)| *inner != to) {
            for (inner, output) in inside {
                if let Some(output) = output {
                    self.read_out(walk, inner, output);
                }
            }
            return;
        }
        let component = self.program.component(self.instance(to).component);
        let mut refused = None;
        for capability in component.capabilities.iter().filter(|capability| capability.via.contains(&output)) {
            match self.offers(to, capability) {
                Ok(true) => return self.add_edge(walk, to, EdgeKind::Asks(capability.name), Some(output)),
                Ok(false) => refused = Some(capability.name),
                Err(_) => return,
            }
        }
        match refused {
            Some(asked) => self.report_refusal(walk, to, asked),
            None => self.add_edge(walk, to, EdgeKind::Mention, Some(output)),
        }
    }

    fn add_edge(&mut self, walk: &mut Walk, to: InstanceId, kind: EdgeKind, output: Option<OutId>) {
        let is_own = kind != EdgeKind::After && (to == walk.from || self.is_inside(to, walk.from));
        if is_own {
            return;
        }
        let secret = output.is_some_and(|output| {
            self.program.component(self.instance(to).component).out(output).ty.labels.is_secret()
        });
        let field = self.path_symbol(&walk.path);
        let own = walk.edges.get_mut(walk.first..).unwrap_or(&mut []);
        if let Some(known) = own.iter_mut().find(|edge| (edge.to, edge.kind, edge.field) == (to, kind, field)) {
            known.secret |= secret;
            known.outputs.extend(output.filter(|output| !known.outputs.contains(output)));
            known.outputs.sort_unstable();
            return;
        }
        let port = if let EdgeKind::Asks(_) = kind { self.known_port(walk, to) } else { None };
        let outputs = output.into_iter().collect();
        walk.edges.push(Edge { from: walk.from, to, kind, outputs, secret, port, field, span: walk.span });
    }

    /// A field that was made by looking at another instance is a mention, where nothing else joins the two.
    fn add_mention(&mut self, walk: &mut Walk, mention: crate::machine::Mention) {
        let own = walk.edges.get(walk.first..).unwrap_or(&[]);
        if own.iter().any(|edge| edge.to == mention.to) {
            return;
        }
        let record = self.holder(self.node(mention.from).holder).record;
        let Some(field) = self.program.record(record).fields.get(usize::from(mention.field)) else { return };
        walk.path.push(Step::Field(field.name));
        walk.span = mention.span;
        self.add_edge(walk, mention.to, EdgeKind::Mention, None);
        walk.path.pop();
    }

    /// Whether an instance is inside another, however deep.
    pub(crate) fn is_inside(&self, inner: InstanceId, outer: InstanceId) -> bool {
        let owner = self.node(inner).owner;
        owner.is_some_and(|owner| owner == outer || self.is_inside(owner, outer))
    }

    fn path_symbol(&mut self, path: &[Step]) -> Symbol {
        if let [Step::Field(one)] = path {
            return *one;
        }
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        for step in path {
            match step {
                Step::Field(name) => push_step(&mut text, self.symbols.get(*name)),
                Step::Key(key) => push_key(&mut text, self.symbols.get(*key)),
            }
        }
        let symbol = self.symbols.intern(&text);
        self.text = text;
        symbol
    }
}
