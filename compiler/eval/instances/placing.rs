//! Targets of an environment and what its `place` lines say of each instance.

use program::{PlaceWhat, RealizationItem, Type};
use source::Span;
use values::{InstanceId, LayerId, Symbol, TargetId, Value};

use crate::fields::holders::{Whose, Writer};
use crate::machine::Machine;
use crate::problem::Problem;

/// How close a `place` is that names the instance.
const NAMED: u8 = 2;

impl Machine<'_> {
    /// Enters the targets, those of the chain's root first; settings of children lie over those of parents.
    pub(crate) fn enter_targets(&mut self) {
        let mut uses: Vec<(TargetId, Vec<Writer>, Span)> = Vec::new();
        for at in 0..self.layers.len() {
            let layer = LayerId(at as u16);
            let environment = self.layers.get(at).and_then(|layer| layer.environment);
            for target in environment.map_or(&[][..], |(_, known)| &known.targets) {
                let writer = Writer { layer, body: target.settings, is_declaration: true };
                match uses.iter_mut().find(|(id, _, _)| *id == target.target) {
                    Some((_, writers, span)) => {
                        writers.push(writer);
                        *span = target.span;
                    }
                    None => uses.push((target.target, vec![writer], target.span)),
                }
            }
        }
        for (at, (target, writers, span)) in uses.into_iter().enumerate() {
            let declared = self.program.target(target);
            let holder = self.hold(declared.settings, Whose::Target(at as u16), &writers);
            let settings = self.holder_value(holder);
            self.targets.push(graph::TargetSlot { target, name: declared.name, settings, span });
            self.target_holders.push(holder);
        }
    }

    fn target_place(&self, target: TargetId) -> Option<u16> {
        self.targets.iter().position(|slot| slot.target == target).map(|at| at as u16)
    }

    /// Reports what is placed on targets that the environment doesn't have, and what one layer places twice.
    pub(crate) fn check_places(&mut self) {
        let program = self.program;
        for at in 0..self.layers.len() {
            let Some((id, known)) = self.layers.get(at).and_then(|layer| layer.environment) else { continue };
            for raw in program.raws.iter().filter(|raw| raw.environment == Some(id)) {
                if let RealizationItem::Resource(made) = &raw.item {
                    self.check_used(raw.target, made.span);
                }
            }
            let places = &known.places;
            for (number, place) in places.iter().enumerate() {
                let target = self.program.target(place.target).name;
                self.check_used(place.target, place.span);
                let before = places.iter().take(number).find(|other| other.what == place.what);
                if let Some(first) = before.filter(|other| other.target != place.target) {
                    let other = self.owned(self.program.target(first.target).name);
                    let what = self.placed_name(place.what);
                    let target = self.owned(target);
                    self.report(Problem::PlacedTwice { span: place.span, what, target, other, first: first.span });
                }
            }
        }
    }

    /// Reports what an environment puts on a target that it doesn't have: a `place`, or a resource of its own.
    fn check_used(&mut self, target: TargetId, span: Span) {
        if self.target_place(target).is_none() {
            let known = self.targets.iter().map(|slot| self.owned(slot.name)).collect();
            let (target, environment) = (self.owned(self.program.target(target).name), self.owned(self.environment));
            self.report(Problem::UnusedTarget { span, target, known, environment });
        }
    }

    fn placed_name(&self, what: PlaceWhat) -> String {
        match what {
            PlaceWhat::Instance(decl) => self.owned(self.program.instance(decl).name),
            PlaceWhat::Component(id) => format!("all {}", self.program.text(self.program.component(id).name)),
            PlaceWhat::Interface(id) => format!("all {}", self.program.text(self.program.interface(id).name)),
        }
    }

    /// What the chain says of an instance. One inside a composite that is placed by name goes where that goes, and so
    /// does what a realization consists of.
    pub(crate) fn placed_by(&self, id: InstanceId) -> Option<(u16, Span)> {
        let node = self.node(id);
        let is_realized = matches!(self.program.instance(node.decl).owner, program::Owner::Realization(_));
        let follows =
            node.owner.is_some_and(|owner| self.best_place(owner).is_some_and(|(close, _, _)| close == NAMED));
        if is_realized || follows {
            return None;
        }
        self.best_place(id).map(|(_, target, span)| (target, span))
    }

    /// The highest layer rules, and in a layer what names the instance most closely.
    fn best_place(&self, id: InstanceId) -> Option<(u8, u16, Span)> {
        self.layers.iter().rev().find_map(|layer| {
            let places = layer.environment.map_or(&[][..], |(_, known)| &known.places);
            let fitting = places.iter().rev().filter_map(|place| {
                Some((self.closeness(place.what, id)?, self.target_place(place.target)?, place.span))
            });
            fitting.max_by_key(|(close, _, _)| *close)
        })
    }

    fn closeness(&self, what: PlaceWhat, id: InstanceId) -> Option<u8> {
        let component = self.instance(id).component;
        match what {
            PlaceWhat::Instance(decl) => (self.node(id).decl == decl).then_some(NAMED),
            PlaceWhat::Component(of) => (component == of).then_some(1),
            PlaceWhat::Interface(of) => self.program.provides(component, of).then_some(0),
        }
    }

    /// What lies in the store of secrets goes there unless a `place` says otherwise.
    pub(crate) fn place_stored(&mut self) {
        let Some((store, span)) = self.store() else { return };
        for at in 0..self.instances.len() {
            let id = InstanceId(at as u32);
            let is_stored = self.program.component(self.instance(id).component).stored;
            if let Some(placed) = self.placed.get_mut(at).filter(|placed| is_stored && placed.is_none()) {
                *placed = Some((store, span));
            }
        }
    }

    /// The target that another one names as its store, and where it is named.
    fn store(&self) -> Option<(u16, Span)> {
        self.targets.iter().find_map(|slot| {
            let store = self.store_in(slot.settings)?;
            let at = self.targets.iter().position(|other| other.name == store)?;
            Some((at as u16, slot.span))
        })
    }

    /// The target that settings name.
    fn store_in(&self, settings: Value) -> Option<Symbol> {
        let (record, start) = match settings {
            Value::Record { record, start } => (record, start),
            Value::Case { union, case, body } => (self.program.union(union).case(case).record?, body),
            _ => return None,
        };
        let fields = self.program.record(record).fields.iter().enumerate();
        fields.into_iter().find_map(|(at, field)| {
            let value = self.values.slot(start + at as u32).value;
            match (self.program.types.of(field.ty), value) {
                (Type::TargetName, Value::Str(name)) => Some(name),
                (_, value) => self.store_in(value),
            }
        })
    }

    /// The place of the target that an instance goes to.
    pub(crate) fn target_at(&self, id: InstanceId) -> Option<u16> {
        let placed = self.placed.get(id.index()).copied().flatten();
        let owner = || self.node(id).owner.and_then(|owner| self.target_at(owner));
        placed.map(|(target, _)| target).or_else(owner).or((!self.targets.is_empty()).then_some(0))
    }

    /// The target that an instance goes to.
    pub(crate) fn target_of(&self, id: InstanceId) -> Option<TargetId> {
        self.targets.get(usize::from(self.target_at(id)?)).map(|slot| slot.target)
    }
}
