//! Which realizations a spec needs, one a component and target: those that some environment may put there.

use names::{DeclarationId, Found, Space};
use program::{EnvironmentId, EnvironmentKind, Owner, Place, PlaceWhat};
use source::Span;
use syntax::{Decl, Path};
use values::{ComponentId, TargetId};

use crate::checker::{Checker, Entry};
use crate::problem::Problem;

/// What a declaration realizes, and where.
#[derive(Clone, Copy)]
pub(super) struct Realized {
    /// Nothing of one that was looked at before.
    pub(super) decl: Option<DeclarationId>,
    pub(super) of: (ComponentId, TargetId),
    replaces: bool,
    in_library: bool,
    /// Where the target stands.
    span: Span,
}

impl<'a> Checker<'a> {
    /// The library's realizations of components on the targets that environments put them on.
    pub(crate) fn realize_known(&mut self) {
        let known = self.realize_pairs().into_iter().filter(|pair| pair.in_library && pair.decl.is_some());
        let wanted: Vec<DeclarationId> =
            known.filter(|pair| self.may_stand_on(pair.of.0, pair.of.1)).filter_map(|pair| pair.decl).collect();
        wanted.into_iter().for_each(|id| self.realization_entries(id));
    }

    /// The realizations of components that something names, on targets that something names.
    pub(super) fn realize_pairs(&self) -> Vec<Realized> {
        let mut pairs = Vec::new();
        for (id, declaration) in self.names.iter() {
            let Some(Decl::Realize(decl)) = declaration.decl else { continue };
            let package = declaration.package;
            let in_library = self.names.is_std(package);
            let entry = |space, path: Path<'a>| {
                let mut segments = path.segments();
                let (first, second) = (segments.next()?, segments.next());
                let found = match second {
                    None => self.names.find(package, space, first.text)?,
                    Some(second) => match self.names.find_in(self.names.used(package, first.text)?, space, second.text)
                    {
                        Found::Declared(id) => id,
                        _ => return None,
                    },
                };
                self.entries.get(&found).copied()
            };
            let Some(Entry::Component(component)) = decl.component().and_then(|path| entry(Space::Types, path)) else {
                continue;
            };
            pairs.extend(decl.targets().filter_map(|path| match entry(Space::Targets, path)? {
                Entry::Target(target) => {
                    let (of, replaces, span) = ((component, target), decl.replaces(), path.span());
                    Some(Realized { decl: Some(id), of, replaces, in_library, span })
                }
                _ => None,
            }));
        }
        let looked_at = self.program.realizations.get(..self.looked_at).unwrap_or(&[]).iter();
        pairs.extend(looked_at.map(|known| {
            let (of, span) = ((known.component, known.target), known.span);
            Realized { decl: None, of, replaces: false, in_library: true, span }
        }));
        pairs
    }

    /// Whether a declaration says what a component means on a target: another may stand in for it, and no two do. What
    /// the user's packages say is looked at before what the library says.
    pub(super) fn is_the_one(&mut self, id: DeclarationId, of: (ComponentId, TargetId)) -> bool {
        let pairs: Vec<Realized> = self.realize_pairs().into_iter().filter(|pair| pair.of == of).collect();
        let is_replaced = |pair: &Realized| pairs.iter().any(|other| other.replaces && other.decl != pair.decl);
        let mut left = pairs.iter().filter(|pair| pair.replaces || !is_replaced(pair));
        let first = left.next().copied();
        let Some(own) = pairs.iter().find(|pair| pair.decl == Some(id)).copied() else { return true };
        let [component, target] = [
            self.program.text(self.program.component(of.0).name).to_owned(),
            self.program.text(self.program.target(of.1).name).to_owned(),
        ];
        if own.replaces && pairs.len() == 1 {
            self.report(Problem::NothingReplaced { span: own.span, component, target });
            return true;
        }
        // The first tells of all others, which its own place and theirs show.
        let others: Vec<Realized> = left.copied().collect();
        let is_first = first.is_some_and(|first| first.decl == Some(id));
        if is_first {
            for known in self.program.realizations.iter_mut().take(self.looked_at) {
                known.is_replaced |= own.replaces && (known.component, known.target) == of;
            }
            for other in others {
                let in_library = other.in_library;
                let (span, first) = if in_library { (own.span, other.span) } else { (other.span, own.span) };
                let (component, target) = (component.clone(), target.clone());
                self.report(Problem::SecondRealization { span, component, target, first, in_library });
            }
        }
        is_first
    }

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
