//! What a service of a Compose project names and the project doesn't have: Compose refuses the whole of it then.

use std::collections::BTreeSet;

use resources::{Arena, Entry, Kind, Node, OriginId, Resource, ResourceSet, UnitId};

use crate::Stage;
use crate::problem::Problem;

/// The network that every project has.
const DEFAULT: &str = "default";

impl Stage<'_> {
    /// Reports networks, volumes and other services that a service names and nobody declares.
    pub(crate) fn report_dangling(&mut self, set: &ResourceSet) {
        let all = set.fragments.iter().flat_map(|one| one.resources.iter().map(move |made| (&one.arena, made)));
        let known: BTreeSet<(UnitId, Kind, &str)> = all
            .clone()
            .filter(|(_, made)| made.kind >= Kind::Project)
            .map(|(arena, made)| (made.unit, made.kind, arena.str(made.label)))
            .collect();
        for (arena, service) in all.filter(|(_, made)| made.kind == Kind::Service) {
            for named in named_by(arena, service) {
                if named.name != DEFAULT && !known.contains(&(service.unit, named.kind, named.name)) {
                    let others = known.iter().filter(|(unit, kind, _)| *unit == service.unit && *kind == named.kind);
                    let others: Vec<&str> = others.map(|(_, _, name)| *name).collect();
                    self.report_nobody_declares(arena, service, &named, &others);
                }
            }
        }
    }

    fn report_nobody_declares(&mut self, arena: &Arena, service: &Resource, named: &Named<'_>, known: &[&str]) {
        let origin = |id: OriginId| arena.origin(id);
        let Some(origin) = origin(named.origin).or_else(|| origin(service.origin)) else { return };
        let Some(span) = origin.realization.or(origin.spec) else { return };
        let what = format!("{:?}", named.kind).to_lowercase();
        let (service, name) = (arena.str(service.label).to_owned(), named.name.to_owned());
        let help = source::did_you_mean(named.name, known.iter().copied());
        let made_for = origin.spec.filter(|spec| *spec != span);
        self.diagnostics.push(Problem::NobodyDeclares { span, service, what, name, help, made_for }.diagnostic());
    }
}

/// A name of something in the project, as a service says it.
struct Named<'a> {
    kind: Kind,
    name: &'a str,
    origin: OriginId,
}

fn named_by<'a>(arena: &'a Arena, service: &Resource) -> Vec<Named<'a>> {
    let mut found = Vec::new();
    for entry in arena.entries(service.body) {
        let kind = match arena.str(entry.key) {
            "depends_on" => Kind::Service,
            "networks" => Kind::Network,
            "volumes" => Kind::Volume,
            "configs" => Kind::Config,
            "secrets" => Kind::Secret,
            _ => continue,
        };
        let (Node::List(items) | Node::Map(items)) = entry.node else { continue };
        let is_map = matches!(entry.node, Node::Map(_));
        for item in arena.entries(items) {
            let name = if is_map { Some(arena.str(item.key)) } else { name_in(arena, kind, item) };
            let origin = if item.origin == OriginId::NONE { entry.origin } else { item.origin };
            found.extend(name.map(|name| Named { kind, name, origin }));
        }
    }
    found
}

/// The name in an element of a list: the whole of it, its `source`, or what stands before the first colon.
fn name_in<'a>(arena: &'a Arena, kind: Kind, item: &Entry) -> Option<&'a str> {
    let source = || arena.field(item.node, "source").and_then(|source| arena.as_text(source));
    match (arena.as_text(item.node), kind) {
        (Some(text), Kind::Volume) => {
            let (name, _) = text.split_once(':')?;
            name.starts_with(|first: char| first.is_ascii_alphanumeric()).then_some(name)
        }
        (Some(text), _) => Some(text),
        (None, Kind::Volume) => {
            let ty = arena.field(item.node, "type").and_then(|ty| arena.as_text(ty));
            if ty == Some("volume") { source() } else { None }
        }
        (None, _) => source(),
    }
}
