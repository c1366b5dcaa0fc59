//! Which realizations a spec needs: those of components that some environment may put on a target.

use program::{EnvironmentId, EnvironmentKind, Owner, Place, PlaceWhat};
use values::{ComponentId, TargetId};

use crate::checker::Checker;

impl Checker<'_> {
    /// Whether an instance of a component may stand on a target in some environment.
    pub(crate) fn may_stand_on(&self, component: ComponentId, target: TargetId) -> bool {
        let all = (0..self.program.environments.len() as u32).map(EnvironmentId);
        all.into_iter().any(|id| self.may_stand_in(id, component, target))
    }

    fn may_stand_in(&self, id: EnvironmentId, component: ComponentId, target: TargetId) -> bool {
        let chain = self.chain(id);
        let mut targets = Vec::new();
        for used in chain.iter().flat_map(|id| &self.program.environment(*id).targets) {
            if !targets.contains(&used.target) {
                targets.push(used.target);
            }
        }
        if !targets.contains(&target) {
            return false;
        }
        // A layer that nobody extends says which targets are meant, and not yet what goes there.
        if self.program.environment(id).kind == EnvironmentKind::Layer {
            return !self.program.environments.iter().any(|other| other.extends == Some(id));
        }
        let places = chain.iter().flat_map(|id| &self.program.environment(*id).places);
        let fitting: Vec<&Place> = places.filter(|place| self.may_place(place.what, component)).collect();
        if fitting.iter().any(|place| place.target == target) || self.follows_others(component) {
            return true;
        }
        let all_elsewhere = fitting.iter().any(|place| !matches!(place.what, PlaceWhat::Instance(_)));
        targets.first() == Some(&target) && !all_elsewhere
    }

    /// An environment and those that it extends, the root first.
    fn chain(&self, id: EnvironmentId) -> Vec<EnvironmentId> {
        let mut chain = vec![id];
        while let Some(parent) = chain.last().and_then(|id| self.program.environment(*id).extends) {
            if chain.contains(&parent) {
                break;
            }
            chain.push(parent);
        }
        chain.reverse();
        chain
    }

    fn may_place(&self, what: PlaceWhat, component: ComponentId) -> bool {
        match what {
            PlaceWhat::Instance(decl) => self.program.instance(decl).component == component,
            PlaceWhat::Component(of) => of == component,
            PlaceWhat::Interface(of) => self.program.provides(component, of),
        }
    }

    /// Whether instances of a component go where others go: inside composites, or to the store.
    fn follows_others(&self, component: ComponentId) -> bool {
        let is_inside = |owner| matches!(owner, Owner::Component(_) | Owner::Realization(_));
        self.program.component(component).stored
            || self.program.instances.iter().any(|decl| decl.component == component && is_inside(decl.owner))
    }
}
