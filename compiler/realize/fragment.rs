//! Fragments: what one instance, or what its target shares, gives to the output.

use catalog::{Class, ResourceType};
use eval::{Made, Realizer, What, Whence};
use graph::Deployment;
use program::{LocalResource, Program, ResourceClass};
use resources::{Content, Fragment, Kind, Origin, OriginId, Resource, ResourceSet, Sink, Str, TextFile, UnitId};
use source::Span;
use values::{ComponentId, ExprId, InstanceId, Symbol, Value};

use crate::Stage;
use crate::problem::Problem;

/// Where what a target shares stands, unless it says otherwise.
const SHARED: &str = "shared.tf";

/// What is being lowered: to which fragment, for whom, where to.
pub(crate) struct Writer<'w, 'a> {
    pub(crate) stage: &'w mut Stage<'a>,
    pub(crate) fragment: Fragment,
    pub(crate) whence: Whence,
    pub(crate) target: u16,
    pub(crate) sink: Sink,
    pub(crate) unit: UnitId,
    /// The namespace that the manifest at hand says, if it says one.
    pub(crate) namespace: String,
    /// Whether what stands here is forgotten when the run is over.
    pub(crate) forgets: bool,
    /// Whether the text at hand is there for its digest alone.
    pub(crate) digests: bool,
    /// The attribute at hand, from the resource down.
    pub(crate) path: Vec<Step>,
    /// Whose name stands in the fragment already, for all that comes from it.
    named: Option<Str>,
    /// The expression of the realization whose value is being lowered.
    pub(crate) written: Option<ExprId>,
    /// Whether something of the resource at hand came to nothing, which was said where it did.
    pub(crate) is_partial: bool,
    /// The resource at hand.
    pub(crate) resource: Option<&'a LocalResource>,
    /// Whether a change of what stands here makes it anew, and what it holds is lost.
    pub(crate) is_held: bool,
    /// The words of the spec that it passes on.
    pub(crate) said: Option<ExprId>,
}

/// A step of the way to an attribute, put into words where a message needs it.
#[derive(Clone, Copy)]
pub(crate) enum Step {
    Key(Symbol),
    Said(&'static str),
    At(usize),
}

impl<'a> Stage<'a> {
    /// What an instance gives; nothing for one that is inside another's realization, or a composite.
    pub(crate) fn instance_fragment(&mut self, id: InstanceId) -> Option<Fragment> {
        let target = self.realizer.target_at(id)?;
        if self.realizer.realization(id).is_none() || !self.is_realized(id) {
            self.report_no_realization(id, target);
            return None;
        }
        let by = self.realizer.realization(id).and_then(|id| self.program.realization(id).by);
        if let Some(by) = by {
            self.report_nobody_does(id, by, target);
        }
        self.realizer.check_rules(id);
        self.report_idle_patches(Whence::Instance(id));
        let entries = self.realizer.entries(id);
        let mut writer = self.writer(Whence::Instance(id), target);
        for entry in entries {
            writer.whence = Whence::Entry(entry);
            writer.write_all();
        }
        writer.whence = Whence::Instance(id);
        writer.write_all();
        if writer.sink == Sink::Kubernetes {
            writer.write_given("kustomization", Kind::Kustomization, "", String::new());
        }
        let mut fragment = writer.fragment;
        fragment.losses.splice(0..0, self.losses_of(id, target));
        Some(fragment)
    }

    /// Reports patches of what isn't made.
    pub(crate) fn report_idle_patches(&mut self, whence: Whence) {
        for patch in self.realizer.idle_patches(whence) {
            let local = self.program.text(patch.local).to_owned();
            let instance = self.whence_name(whence);
            self.diagnostics.push(Problem::PatchGone { span: patch.span, local, instance }.diagnostic());
        }
    }

    pub(crate) fn writer(&mut self, whence: Whence, target: u16) -> Writer<'_, 'a> {
        let (sink, unit) = (self.sink_of(target), self.units.of(target));
        let (fragment, namespace, path, named) = Default::default();
        let (forgets, digests, written, is_partial, resource, is_held, said) = Default::default();
        Writer {
            stage: self,
            fragment,
            whence,
            target,
            sink,
            unit,
            namespace,
            forgets,
            digests,
            path,
            named,
            written,
            is_partial,
            resource,
            is_held,
            said,
        }
    }

    /// Whether an instance has a meaning on its target; one of which nothing is made may have one.
    pub(crate) fn is_realized(&self, id: InstanceId) -> bool {
        is_realized((self.program, self.deployment), &self.realizer, id)
    }

    fn report_no_realization(&mut self, id: InstanceId, target: u16) {
        let instance = self.deployment.graph.instance(id);
        // A composite means what is inside it.
        if !self.program.component(instance.component).inner.instances.is_empty() {
            return;
        }
        let known = self.program.realized().filter(|(_, known)| known.component == instance.component);
        let known =
            known.map(|(_, known)| self.program.text(self.program.target(known.target).name).to_owned()).collect();
        let placed = self.deployment.placement(id).and_then(|placed| placed.span);
        let problem = Problem::NoRealization {
            span: instance.span,
            instance: self.whence_name(Whence::Instance(id)),
            component: self.component_name(id),
            target: self.whence_name(Whence::Target(target)),
            placed,
            known,
        };
        self.diagnostics.push(problem.diagnostic());
    }

    /// Reports an instance whose work another component's is, of which there is none on its target.
    fn report_nobody_does(&mut self, id: InstanceId, by: ComponentId, target: u16) {
        let graph = &self.deployment.graph;
        let is_doer = |other: InstanceId| self.realizer.target_at(other) == Some(target);
        if graph.ids().any(|(other, instance)| instance.component == by && is_doer(other)) {
            return;
        }
        let problem = Problem::NobodyDoes {
            span: graph.instance(id).span,
            instance: self.whence_name(Whence::Instance(id)),
            by: self.program.text(self.program.component(by).name).to_owned(),
            target: self.whence_name(Whence::Target(target)),
        };
        self.diagnostics.push(problem.diagnostic());
    }

    /// Reports names that two resources claim.
    pub(crate) fn report_clashes(&mut self, set: &ResourceSet) {
        for clash in set.clashes() {
            let (first, second) = match clash {
                resources::Clash::Resource { first, second } | resources::Clash::Path { first, second } => {
                    (first, second)
                }
                resources::Clash::Taken { file } => (file, file),
            };
            let named = |place: resources::Place| {
                let fragment = set.fragments.get(place.fragment as usize)?;
                let resource = fragment.resources.get(place.index as usize);
                let (origin, label) = match (&clash, resource) {
                    (resources::Clash::Resource { .. }, Some(resource)) => (resource.origin, resource.label),
                    _ => fragment.files.get(place.index as usize).map(|file| (file.origin, file.path))?,
                };
                let origin = fragment.arena.origin(origin)?;
                let label = fragment.arena.str(label).to_owned();
                Some((label, fragment.arena.str(origin.instance).to_owned(), origin.spec?))
            };
            if let (Some((_, owner, first)), Some((name, other, span))) = (named(first), named(second)) {
                self.diagnostics.push(Problem::NameClash { span, name, first, owner, other }.diagnostic());
            }
        }
    }
}

impl<'a> Writer<'_, 'a> {
    /// Writes everything that its owner makes.
    pub(crate) fn write_all(&mut self) {
        for id in self.stage.realizer.made(self.whence) {
            let Some(made) = self.stage.realizer.get(id) else { continue };
            match made.what {
                What::Resource(resource) => self.write_resource(id, resource),
                What::File(_) => self.write_file(id, made),
            }
        }
    }

    fn write_resource(&mut self, id: u32, resource: &'a LocalResource) {
        let type_name = self.stage.program.text(resource.type_name);
        let Some(ty) = self.resource_type(resource, type_name) else { return };
        let Some(Value::Map(body)) = self.stage.realizer.body(id) else { return };
        let label = self.stage.realizer.label(id);
        self.begin_path(resource.type_name);
        self.forgets = resource.class == ResourceClass::Ephemeral;
        self.written = Some(resource.body);
        self.is_partial = false;
        self.resource = Some(resource);
        let origin = self.origin(Some(resource.span));
        let body = match self.sink {
            Sink::Kubernetes => {
                let body = self.document(body, ty, &label);
                self.note_holes(body, ty.name());
                body
            }
            Sink::Terraform => {
                self.put_identity(id, resource);
                self.managed(body, ty, resource)
            }
            Sink::Compose => {
                let block = self.whole_block(ty);
                self.entries(body, block)
            }
        };
        let kind = kind_of(self.sink, resource.class, ty);
        let ty = if self.sink == Sink::Compose { String::new() } else { type_text(self.sink, ty) };
        let file = self.file_name(resource.local);
        let arena = &mut self.fragment.arena;
        let [file, ty, label] = [file.as_str(), ty.as_str(), label.as_str()].map(|text| arena.piece(text));
        let unit = self.unit;
        self.fragment.resources.push(Resource { unit, file, rank: 0, kind, ty, label, body, origin });
        (self.written, self.resource) = (None, None);
    }

    fn begin_path(&mut self, first: Symbol) {
        self.path.clear();
        self.path.push(Step::Key(first));
    }

    /// The type of a resource in the catalogs of its target.
    fn resource_type(&mut self, resource: &LocalResource, name: &str) -> Option<ResourceType<'a>> {
        let class = match (self.sink, resource.class) {
            (Sink::Terraform, ResourceClass::Resource) => Class::Resource,
            (Sink::Terraform, ResourceClass::Data) => Class::Data,
            (Sink::Terraform, ResourceClass::Ephemeral) => Class::Ephemeral,
            (Sink::Kubernetes, _) => Class::Kind,
            (Sink::Compose, _) => Class::Element,
        };
        let (stage, target) = (&self.stage, self.stage.target_decl(self.target)?);
        let catalogs = stage.catalogs;
        let named = target.catalogs.iter().filter_map(|name| catalogs.named(stage.program.text(*name)));
        // Names of types were checked where they are written.
        named.into_iter().find_map(|catalog| catalog.resource(class, name))
    }

    fn write_file(&mut self, id: u32, made: Made<'a>) {
        let span = made.what.span();
        self.begin_path(made.what.local());
        let Some(path) = self.stage.realizer.path(id).and_then(|path| self.spelled_text(path)) else { return };
        if let Some(why) = resources::refuses_path(&path) {
            let problem = Problem::BadPath { span, path, why: why.message() };
            self.stage.diagnostics.push(problem.diagnostic());
            return;
        }
        let Some(text) = self.stage.realizer.body(id) else { return };
        let Some(mut text) = self.file_text(text) else { return };
        if let Some(comment) = comment_of(&path).filter(|_| !text.starts_with("#!")) {
            let spec = self.stage.spec;
            text.insert_str(0, &format!("{comment} Generated by infra from {spec}. Do not edit: change the spec.\n"));
        }
        let origin = self.origin(Some(span));
        let arena = &mut self.fragment.arena;
        let (path, text) = (arena.piece(&path), arena.piece(&text));
        let unit = self.unit;
        self.fragment.files.push(TextFile { unit, path, content: Content::Text(text), origin });
    }

    /// Where something of the realization comes from.
    pub(crate) fn origin(&mut self, realization: Option<Span>) -> OriginId {
        let instance = match self.named {
            Some(known) => known,
            None => {
                let name = self.stage.whence_name(self.whence);
                *self.named.insert(self.fragment.arena.piece(&name))
            }
        };
        let spec = Some(self.stage.whence_span(self.whence));
        self.fragment.arena.add_origin(Origin { instance, spec, realization })
    }

    /// The file that a resource of the owner goes to.
    fn file_name(&mut self, local: Symbol) -> String {
        let name = |writer: &Self| {
            let owner = writer.stage.realizer.owner(writer.whence).map(Whence::Instance);
            writer.stage.realizer.label_at(owner.unwrap_or(writer.whence), "main")
        };
        match (self.sink, self.whence) {
            (Sink::Compose, _) => "compose.yaml".to_owned(),
            (Sink::Terraform, Whence::Target(target)) => self.shared_file(target, local),
            (Sink::Terraform, _) => format!("{}.tf", name(self)),
            (Sink::Kubernetes, Whence::Target(_)) => "shared.yaml".to_owned(),
            (Sink::Kubernetes, _) => format!("{}.yaml", name(self)),
        }
    }

    /// The file of something shared: the one that the target's `files` lists it under.
    fn shared_file(&mut self, target: u16, local: Symbol) -> String {
        let given = self.stage.realizer.given(target, "files").map(|slot| slot.value);
        let Some(Value::Map(files)) = given else { return SHARED.to_owned() };
        let holds = |value: Value| match value {
            Value::List(slice) => {
                let slots = self.stage.realizer.values().slice(slice);
                slots.iter().any(|slot| slot.value == Value::Str(local))
            }
            _ => false,
        };
        let found = self.map_entries(files).into_iter().find(|entry| holds(entry.slot.value));
        found.map_or(SHARED.to_owned(), |entry| self.stage.realizer.text(entry.key).to_owned())
    }
}

impl<'a> Stage<'a> {
    /// The declaration of a target of the environment.
    pub(crate) fn target_decl(&self, target: u16) -> Option<&'a program::TargetDecl> {
        let slot = self.deployment.graph.targets.get(usize::from(target))?;
        Some(self.program.target(slot.target))
    }
}

/// What begins a comment in a file, by its ending; nothing where there are none, or where nobody knows.
fn comment_of(path: &str) -> Option<&'static str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.')?.1 {
        "yml" | "yaml" | "conf" | "toml" | "env" | "sh" => Some("#"),
        "sql" => Some("--"),
        "alloy" | "hcl" | "js" => Some("//"),
        _ => None,
    }
}

fn kind_of(sink: Sink, class: ResourceClass, ty: ResourceType<'_>) -> Kind {
    match (sink, class) {
        (Sink::Terraform, ResourceClass::Resource) => Kind::Managed,
        (Sink::Terraform, ResourceClass::Data) => Kind::Data,
        (Sink::Terraform, ResourceClass::Ephemeral) => Kind::Ephemeral,
        (Sink::Kubernetes, _) => Kind::Document,
        (Sink::Compose, _) => match ty.plural() {
            "networks" => Kind::Network,
            "volumes" => Kind::Volume,
            "configs" => Kind::Config,
            "secrets" => Kind::Secret,
            _ => Kind::Service,
        },
    }
}

fn type_text(sink: Sink, ty: ResourceType<'_>) -> String {
    match sink {
        Sink::Kubernetes => format!("{}/{}", ty.api_version(), ty.name()),
        _ => ty.name().to_owned(),
    }
}

/// The same, of a deployment and a realizer of it.
pub(crate) fn is_realized(
    (program, deployment): (&Program, &Deployment),
    realizer: &Realizer<'_>,
    id: InstanceId,
) -> bool {
    let realization = realizer.realization(id).map(|id| program.realization(id));
    // Others may stand for an instance.
    let has_inner = || deployment.graph.instances.iter().any(|instance| instance.owner == Some(id));
    realization.is_some_and(|known| !program.is_unwritten(known)) || has_inner()
}
