//! Edges as realizations see them: who uses an instance, whom it uses, and what the other side shows.

use graph::{Edge, EdgeKind};
use program::{LinkPart, LinkSide};
use values::{Deferred, ExprId, InstanceId, Origin, Slot, Symbol, Value};

use super::Shown;
use crate::machine::{Eval, Frame, Machine};

impl Machine<'_> {
    /// `used_by`, `uses`, `mentions` and `waits`: the other ends of the edges that each is about; each end once.
    pub(crate) fn links(&mut self, side: LinkSide, at: Frame) -> Value {
        if side == LinkSide::Visitors {
            return self.visitors(at);
        }
        let Some(of) = at.me else { return Value::None };
        let incoming = side == LinkSide::UsedBy;
        let mark = self.scratch.len();
        let mut seen: Vec<InstanceId> = Vec::new();
        for edge in self.edges_of(of, incoming) {
            let (_, other) = ends(edge, incoming);
            if seen.contains(&other) {
                continue;
            }
            let counts = match (side, edge.kind) {
                (LinkSide::Mentions, _) => true,
                (LinkSide::Waits, EdgeKind::After) => true,
                // Who needs the instance in turn can't be waited for.
                (LinkSide::Waits, EdgeKind::Asks(_)) => self.faces.circle(of) != self.faces.circle(other),
                (_, kind) => matches!(kind, EdgeKind::Asks(_)),
            };
            if counts {
                seen.push(other);
            }
        }
        for other in seen {
            let value = Value::Link { of, other, incoming };
            self.scratch.push(Slot { value, origin: Origin::NONE });
        }
        Value::List(self.keep_slots(mark))
    }

    /// The edges that lead to an instance, or away from it.
    pub(crate) fn edges_of(&self, of: InstanceId, incoming: bool) -> impl Iterator<Item = &Edge> {
        let ends = if incoming { &self.faces.incoming } else { &self.faces.outgoing };
        let all = ends.get(of.index()).map_or(&[][..], Vec::as_slice);
        all.iter().filter_map(|at| self.faces.edges.get(*at as usize))
    }

    /// Instances elsewhere that ask something of the target at hand, each once, as if each were an edge to itself.
    fn visitors(&mut self, at: Frame) -> Value {
        let here = self.here(at);
        let mut seen: Vec<InstanceId> = Vec::new();
        for edge in self.faces.edges.iter().filter(|edge| matches!(edge.kind, EdgeKind::Asks(_))) {
            let crosses = self.target_at(edge.to) == here && self.target_at(edge.from) != here;
            if crosses && !seen.contains(&edge.from) {
                seen.push(edge.from);
            }
        }
        let links = seen.into_iter().map(|other| Value::Link { of: other, other, incoming: false });
        self.list_of(links)
    }

    /// `stated(edge, "name")`: a text that the target of the other end gives or sets.
    pub(crate) fn stated_function(&mut self, written: &[ExprId], at: Frame) -> Eval {
        let [link, name] = written else { return Ok(Value::None) };
        let Value::Link { other, .. } = self.eval(*link, at)? else { return Ok(Value::None) };
        let Value::Str(name) = self.eval(*name, at)? else { return Ok(Value::None) };
        let (Some(target), name) = (self.target_at(other), self.owned(name)) else { return Ok(Value::None) };
        let text = self
            .given_or_set(target, &name)
            .map(|slot| self.settle(slot.value))
            .transpose()?
            .and_then(|value| self.plain_text(value));
        Ok(text.map_or(Value::None, |text| Value::Str(self.symbols.intern(&text))))
    }

    /// What is known of the other end of an edge.
    pub(crate) fn link_part(&mut self, link: ExprId, part: LinkPart, at: Frame) -> Eval {
        let Value::Link { of, other, incoming } = self.eval(link, at)? else { return Ok(Value::None) };
        Ok(match part {
            LinkPart::Instance => Value::Instance(other),
            LinkPart::Name => self.values.defer(Deferred::Name(Some(other))),
            LinkPart::Path => Value::Str(self.instance(other).path),
            LinkPart::Component => Value::Str(self.instance(other).component_name),
            LinkPart::Target => {
                let target = self.target_at(other).and_then(|at| self.targets.get(usize::from(at)));
                target.map_or(Value::None, |slot| Value::Str(slot.name))
            }
            LinkPart::Addresses => self.stated(other, "addresses")?,
            LinkPart::Capabilities => {
                let asked = self.asked_between(of, other, incoming);
                self.list_of(asked.into_iter().map(Value::Str))
            }
            LinkPart::Port => {
                let mut edges = self.edges_of(of, incoming).filter(|edge| ends(edge, incoming).1 == other);
                edges.find_map(|edge| edge.port).map_or(Value::None, |port| Value::Int(i64::from(port)))
            }
            LinkPart::Grants => self.grants(of, other, incoming)?,
            LinkPart::Face(face) => self.seen_face(of, other, face)?,
        })
    }

    /// What the target of an instance states under a name: as a value that it gives, or as a setting; nothing is none.
    fn stated(&mut self, of: InstanceId, name: &str) -> Eval {
        let Some(target) = self.target_at(of) else { return Ok(Value::None) };
        match self.given_or_set(target, name).map(|slot| self.settle(slot.value)).transpose()? {
            Some(value @ Value::List(_)) => Ok(value),
            _ => Ok(self.list_of(std::iter::empty())),
        }
    }

    /// What a target gives under a name, else its setting of that name.
    pub(crate) fn given_or_set(&mut self, target: u16, name: &str) -> Option<Slot> {
        self.given(target, name).or_else(|| self.target_setting_named(target, name))
    }

    fn target_setting_named(&mut self, target: u16, name: &str) -> Option<Slot> {
        let symbol = self.symbols.find(name)?;
        let Value::Record { record, start } = self.targets.get(usize::from(target))?.settings else { return None };
        let at = self.program.record(record).find(symbol)?;
        Some(self.values.slot(start + u32::from(at)))
    }

    fn asked_between(&self, of: InstanceId, other: InstanceId, incoming: bool) -> Vec<Symbol> {
        let mut asked = Vec::new();
        for edge in self.edges_of(of, incoming).filter(|edge| ends(edge, incoming).1 == other) {
            match edge.kind {
                EdgeKind::Asks(capability) if !asked.contains(&capability) => asked.push(capability),
                _ => {}
            }
        }
        asked
    }

    pub(crate) fn list_of(&mut self, values: impl Iterator<Item = Value>) -> Value {
        let mark = self.scratch.len();
        self.scratch.extend(values.map(|value| Slot { value, origin: Origin::NONE }));
        Value::List(self.keep_slots(mark))
    }

    /// What the asked capabilities turn into, as the realization of the needed side says.
    fn grants(&mut self, of: InstanceId, other: InstanceId, incoming: bool) -> Eval {
        if of == other {
            return self.visiting_grants(other);
        }
        let owner = if incoming { of } else { other };
        // What another target grants has that target's shape, and it gives it there.
        if self.target_at(owner) != self.target_at(of) {
            return Ok(self.list_of(std::iter::empty()));
        }
        let asked = self.asked_between(of, other, incoming);
        self.granted(asked.into_iter().map(|capability| (owner, capability)))
    }

    /// What a visitor is granted by all that it asks of other targets.
    fn visiting_grants(&mut self, visitor: InstanceId) -> Eval {
        let here = self.target_at(visitor);
        let mut asked: Vec<(InstanceId, Symbol)> = Vec::new();
        for edge in self.edges_of(visitor, false).filter(|edge| self.target_at(edge.to) != here) {
            match edge.kind {
                EdgeKind::Asks(capability) if !asked.contains(&(edge.to, capability)) => {
                    asked.push((edge.to, capability))
                }
                _ => {}
            }
        }
        self.granted(asked.into_iter())
    }

    /// What capabilities turn into, each as the realization of its owner says.
    fn granted(&mut self, asked: impl Iterator<Item = (InstanceId, Symbol)>) -> Eval {
        let mut granted = Vec::new();
        for (owner, capability) in asked {
            match self.shown_by(owner, Shown::Grant(capability))? {
                Some(value) if !value.is_absent() => granted.push(value),
                _ => {}
            }
        }
        Ok(self.list_of(granted.into_iter()))
    }

    /// A face of another instance, as it looks from the target of the one at hand.
    fn seen_face(&mut self, of: InstanceId, other: InstanceId, face: u16) -> Eval {
        let (here, there) = (self.target_at(of), self.target_at(other));
        if here == there
            && let Some(value) = self.shown_by(other, Shown::Face(face))?
        {
            return Ok(value);
        }
        let own = here.and_then(|at| self.target_id(at));
        let Some(default) = own.and_then(|id| self.program.target(id).faces.get(usize::from(face))?.default) else {
            return Ok(Value::None);
        };
        // The default is what the target of the one at hand makes of an instance that says nothing.
        let near = here.and_then(|at| self.target_holders.get(usize::from(at)).copied());
        let at = Frame { me: Some(other), near, ..self.bare_frame(Self::realized_layer()) };
        self.within(at, |machine, at| machine.eval(default, at))
    }
}

/// Both ends of an edge: the near one and the other.
fn ends(edge: &Edge, incoming: bool) -> (InstanceId, InstanceId) {
    if incoming { (edge.to, edge.from) } else { (edge.from, edge.to) }
}
