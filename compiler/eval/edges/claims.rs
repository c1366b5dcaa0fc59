//! Claims: what only one instance may have at a time. A host belongs to the outermost that claims it; a published
//! port to one instance of a target.

use graph::{Edge, EdgeKind};
use program::{Type, TypeTable};
use source::Span;
use values::{ComponentId, InstanceId, Slot, Symbol, Value};

use crate::fields::holders::State;
use crate::machine::Machine;
use crate::problem::{Claim, Problem};

/// One claim: what, in which space, by whom, where it is written.
#[derive(Clone, Copy, Debug)]
struct Claimed {
    key: (u16, Symbol),
    by: InstanceId,
    span: Span,
}

impl Machine<'_> {
    /// Reports hosts and ports that two instances claim.
    pub(crate) fn check_claims(&mut self, edges: &[Edge]) {
        let hosts = self.claims(|machine, component| machine.host_fields(component), |_, _| 0);
        let names = self.host_names(&hosts);
        for pair in rivals(&hosts) {
            let (Some(first), Some(last)) = (pair.first(), pair.last()) else { continue };
            let by: Vec<InstanceId> = pair.iter().map(|claim| claim.by).collect();
            let is_owned = by.iter().any(|outer| {
                let behind = self.reached(*outer, edges, &names);
                by.iter().all(|inner| inner == outer || behind.contains(inner))
            });
            if !is_owned {
                self.report_claim(Claim::Host, *first, *last);
            }
        }
        self.check_renames();
        let target = |machine: &Self, id| machine.target_at(id).unwrap_or(u16::MAX);
        let ports = self.claims(|machine, component| machine.port_fields(component), target);
        for pair in rivals(&ports) {
            if let (Some(first), Some(last)) = (pair.first(), pair.last()) {
                self.report_claim(Claim::Port, *first, *last);
            }
        }
    }

    /// Reports names of before that two instances claim, or that one still has: another or the same.
    fn check_renames(&mut self) {
        let field = |machine: &Self, component| {
            let record = machine.program.record(machine.program.component(component).fields);
            machine.program.symbols.find("was").and_then(|was| record.find(was)).into_iter().collect()
        };
        let all = self.claims(field, |_, _| 0);
        for pair in rivals(&all) {
            if let (Some(first), Some(last)) = (pair.first(), pair.last()) {
                self.report_claim(Claim::Was, *first, *last);
            }
        }
        for claim in all {
            let living = self.instances.iter().position(|instance| instance.path == claim.key.1);
            if let Some(by) = living.map(|at| InstanceId(at as u32)) {
                let first = Claimed { by, span: self.instance(by).span, ..claim };
                self.report_claim(Claim::Was, first, claim);
            }
        }
    }

    fn report_claim(&mut self, claim: Claim, first: Claimed, second: Claimed) {
        let name = |by: InstanceId| self.owned(self.instance(by).path);
        let value = match claim {
            Claim::Host => self.shown(Value::Str(first.key.1)),
            Claim::Port | Claim::Was => self.owned(first.key.1),
        };
        let (first, second) = ((name(first.by), first.span), (name(second.by), second.span));
        self.report(Problem::ClaimedTwice { claim, value, first, second });
    }

    /// The hosts that an instance claims.
    pub(crate) fn hosts_of(&mut self, instance: InstanceId) -> Vec<String> {
        let (holder, span) = (self.node(instance).holder, self.instance(instance).span);
        let mut claims = Vec::new();
        for field in self.host_fields(self.instance(instance).component) {
            let slot = self.field_slot(holder, field);
            self.claim_all(slot, (0, instance, span), &mut claims);
        }
        claims.into_iter().map(|claim| self.owned(claim.key.1)).collect()
    }

    /// What the fields of instances claim, sorted by what is claimed.
    fn claims(
        &mut self,
        fields_of: impl Fn(&Self, ComponentId) -> Vec<u16>,
        space_of: impl Fn(&Self, InstanceId) -> u16,
    ) -> Vec<Claimed> {
        let components = 0..self.program.components.len();
        let fields: Vec<Vec<u16>> = components.map(|at| fields_of(self, ComponentId(at as u32))).collect();
        let mut claims = Vec::new();
        for at in 0..self.nodes.len() {
            let by = InstanceId(at as u32);
            let holder = self.node(by).holder;
            let component = self.instance(by).component;
            for field in fields.get(component.index()).into_iter().flatten() {
                // A constant default is nobody's claim to something of its own.
                if self.state(holder, *field) != State::Done {
                    continue;
                }
                let slot = self.field_slot(holder, *field);
                let span = self.origin_span(slot, self.instance(by).span);
                let space = space_of(self, by);
                self.claim_all(slot, (space, by, span), &mut claims);
            }
        }
        claims.sort_by_key(|claim| (claim.key, claim.by));
        claims
    }

    fn claim_all(&mut self, slot: Slot, (space, by, span): (u16, InstanceId, Span), claims: &mut Vec<Claimed>) {
        let Ok(value) = self.settle(slot.value) else { return };
        match value {
            Value::List(slice) => {
                for at in slice.range() {
                    let slot = self.values.slot(at as u32);
                    let span = self.origin_span(slot, span);
                    self.claim_all(slot, (space, by, span), claims);
                }
            }
            Value::Map(slice) => {
                for at in slice.range() {
                    let Some(entry) = self.values.entries.get(at).copied() else { continue };
                    let span = self.origin_span(entry.slot, span);
                    self.claim_all(entry.slot, (space, by, span), claims);
                }
            }
            Value::Str(text) => claims.push(Claimed { key: (space, text), by, span }),
            Value::Int(_) => {
                let text = self.text_symbol(value);
                claims.push(Claimed { key: (space, text), by, span });
            }
            _ => {}
        }
    }

    /// Fields that claim hosts: those of domains, where the component is reached under one.
    fn host_fields(&self, id: ComponentId) -> Vec<u16> {
        let component = self.program.component(id);
        let serves = component.outs.iter().any(|out| matches!(self.program.text(out.name), "host" | "url"));
        let fields = self.program.record(component.fields).fields.iter().enumerate();
        let claiming = fields.filter(|(_, field)| serves && self.holds_only(field.ty, Type::Domain));
        claiming.map(|(at, _)| at as u16).collect()
    }

    /// Fields that publish ports.
    fn port_fields(&self, id: ComponentId) -> Vec<u16> {
        let record = self.program.component(id).fields;
        let fields = self.program.record(record).fields.iter().enumerate();
        let claiming = fields
            .filter(|(_, field)| self.program.text(field.name) == "publish" && self.holds_only(field.ty, Type::Port));
        claiming.map(|(at, _)| at as u16).collect()
    }

    fn holds_only(&self, ty: program::Ty, wanted: Type) -> bool {
        match self.program.types.of(ty) {
            Type::Optional(of) | Type::List(of) | Type::Map(of) => self.holds_only(of, wanted),
            other => other == wanted && ty != TypeTable::UNKNOWN,
        }
    }

    /// The names of the fields that claim hosts.
    fn host_names(&self, claims: &[Claimed]) -> Vec<Symbol> {
        let mut names = Vec::new();
        for claim in claims {
            let component = self.instance(claim.by).component;
            let record = self.program.record(self.program.component(component).fields);
            let fields = self.host_fields(component).into_iter();
            names.extend(fields.filter_map(|at| record.fields.get(usize::from(at))).map(|field| field.name));
            names.dedup();
        }
        names
    }

    /// All instances that stand behind one. To copy another's hosts is not to stand before it.
    fn reached(&self, from: InstanceId, edges: &[Edge], copied: &[Symbol]) -> Vec<InstanceId> {
        let mut reached = vec![from];
        let mut at = 0;
        while let Some(id) = reached.get(at).copied() {
            let start = edges.partition_point(|edge| edge.from < id);
            let own = edges.iter().skip(start).take_while(|edge| edge.from == id);
            for edge in own.filter(|edge| edge.kind != EdgeKind::After && !copied.contains(&edge.field)) {
                if !reached.contains(&edge.to) {
                    reached.push(edge.to);
                }
            }
            at += 1;
        }
        reached
    }
}

/// The runs of claims to the same by different instances.
fn rivals(claims: &[Claimed]) -> impl Iterator<Item = &[Claimed]> {
    let runs = claims.chunk_by(|a, b| a.key == b.key);
    runs.filter(|run| run.first().map(|claim| claim.by) != run.last().map(|claim| claim.by))
}
