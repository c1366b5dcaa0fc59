//! From a placed environment to what its files hold: runs realizations and lowers what they say to resources.
//!
//! Takes a `Deployment`, the `Program` and the catalogs, gives a `ResourceSet` and a diagnostic for each value that a
//! consumer would refuse. Promises that no secret is in it, that every name is spelled by one rule, and that what a spec
//! sets is used, ignored with a reason, or a loss. It writes no text and reads no files.

mod dangling;
mod entries;
mod fillings;
mod fragment;
mod judge;
mod losses;
mod lower;
mod names;
mod paths;
mod problem;
mod target;
mod units;

use std::collections::{BTreeMap, BTreeSet};

use catalog::{Catalogs, Notes};
use eval::{Realizer, Whence};
use graph::Deployment;
use program::Program;
use resources::{Kind, ResourceSet, UnitId};
use source::{Diagnostic, Outcome};
use values::InstanceId;

use units::Units;

pub use paths::passages;
pub use problem::CODES;

/// The walk over one deployment.
pub(crate) struct Stage<'a> {
    pub(crate) program: &'a Program,
    /// The spec as headers name it.
    pub(crate) spec: &'a str,
    /// The root of the spec, seen from the output folder or absolute.
    pub(crate) root: &'a str,
    pub(crate) deployment: &'a Deployment,
    pub(crate) catalogs: &'a Catalogs,
    /// What packages add to catalogs, by place.
    pub(crate) notes: Notes,
    pub(crate) realizer: Realizer<'a>,
    pub(crate) units: Units,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The variables that a unit has already.
    pub(crate) variables: BTreeSet<(UnitId, String)>,
    /// What is only there to be read and is referred to, as a module writes it.
    pub(crate) referred: BTreeSet<(UnitId, String, String)>,
    /// Names that are taken, each with where and by whom.
    pub(crate) claimed: BTreeMap<names::Claim, (source::Span, String)>,
    /// Where manifests have inputs that are known later.
    pub(crate) fillings: Vec<fillings::Filling>,
    /// Values that a consumer would refuse, each with where it is said.
    pub(crate) refused: Vec<judge::Refused>,
    /// The further providers of targets that a resource names.
    pub(crate) aliases: BTreeSet<(u16, String)>,
}

/// Realizes an environment; `spec` is how headers name the spec, `root` its folder seen from the output folder.
pub fn realize(
    program: &Program,
    deployment: &Deployment,
    catalogs: &Catalogs,
    (spec, root): (&str, &str),
) -> Outcome<ResourceSet> {
    let mut stage = Stage {
        program,
        spec,
        root,
        deployment,
        catalogs,
        notes: Notes::default(),
        realizer: Realizer::new(program, deployment),
        units: Units::default(),
        diagnostics: Vec::new(),
        variables: BTreeSet::new(),
        referred: BTreeSet::new(),
        claimed: BTreeMap::new(),
        fillings: Vec::new(),
        refused: Vec::new(),
        aliases: BTreeSet::new(),
    };
    stage.units = stage.plan_units();
    let mut set = ResourceSet {
        environment: deployment.graph.text(deployment.graph.environment).to_owned(),
        spec: spec.to_owned(),
        units: stage.units.list.clone(),
        fragments: Vec::new(),
    };
    let cut_off = stage.report_missing_paths();
    // What can't reach those it calls has nothing true to say of them.
    for (id, _) in deployment.graph.ids().filter(|(id, _)| !cut_off.contains(id)) {
        set.fragments.extend(stage.instance_fragment(id));
    }
    // What instances refer to of their targets is known only now.
    for target in 0..deployment.graph.targets.len() as u16 {
        set.fragments.extend(stage.target_fragment(target));
    }
    set.fragments.extend(stage.filled());
    stage.drop_unread(&mut set);
    stage.report_missing_producers();
    stage.report_clashes(&set);
    stage.report_dangling(&set);
    let mut diagnostics = stage.realizer.take_diagnostics();
    diagnostics.append(&mut stage.diagnostics);
    Outcome::new(set, diagnostics)
}

impl Stage<'_> {
    /// Takes out what is only there to be read and nothing reads.
    fn drop_unread(&self, set: &mut ResourceSet) {
        for fragment in &mut set.fragments {
            let arena = &fragment.arena;
            fragment.resources.retain(|one| {
                let name = || (one.unit, arena.str(one.ty).to_owned(), arena.str(one.label).to_owned());
                !matches!(one.kind, Kind::Data | Kind::Ephemeral) || self.referred.contains(&name())
            });
        }
    }

    /// The path of the instance that owns something, or the name of a target.
    pub(crate) fn whence_name(&self, whence: Whence) -> String {
        let graph = &self.deployment.graph;
        let target = |at: u16| graph.targets.get(usize::from(at)).map(|slot| slot.name);
        let name = match (self.realizer.owner(whence), whence) {
            (Some(owner), _) => Some(graph.instance(owner).path),
            (None, Whence::Target(at)) => target(at),
            (None, _) => None,
        };
        name.map_or(String::new(), |name| graph.text(name).to_owned())
    }

    /// The target of the instance that owns something, or the target itself.
    pub(crate) fn target_of(&self, whence: Whence) -> Option<u16> {
        match whence {
            Whence::Target(target) => Some(target),
            _ => self.realizer.target_at(self.realizer.owner(whence)?),
        }
    }

    /// Where the instance that owns something is declared, or a target named.
    pub(crate) fn whence_span(&self, whence: Whence) -> source::Span {
        let graph = &self.deployment.graph;
        match (self.realizer.owner(whence), whence) {
            (Some(owner), _) => graph.instance(owner).span,
            (None, Whence::Target(at)) => graph.targets.get(usize::from(at)).map_or(graph.span, |slot| slot.span),
            (None, _) => graph.span,
        }
    }

    /// The component of an instance, as people call it.
    pub(crate) fn component_name(&self, instance: InstanceId) -> String {
        let graph = &self.deployment.graph;
        graph.text(graph.instance(instance).component_name).to_owned()
    }
}
