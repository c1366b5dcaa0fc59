//! What one environment emits: units, and a fragment an instance.

use std::collections::BTreeMap;

use crate::{Arena, Kind, Loss, OriginRef, Resource, Sink, Str, TextFile, UnitId, Variable};

/// An output folder with a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The format.
    pub sink: Sink,
    /// The folder under the environment's: `terraform`, `kubernetes`, `compose`, or `terraform/NAME` for a unit of its own.
    pub folder: String,
}

/// What one instance, or the shared part of one target, gives to the outputs.
#[derive(Clone, Debug, Default)]
pub struct Fragment {
    /// What the rest of the fragment stands in.
    pub arena: Arena,
    /// Its resources, in the order of the realization.
    pub resources: Vec<Resource>,
    /// Its files of text.
    pub files: Vec<TextFile>,
    /// The variables that it asks people for.
    pub variables: Vec<Variable>,
    /// What it can't express.
    pub losses: Vec<Loss>,
}

/// Everything that one environment emits. The order of the fragments is the order of what shares a file.
#[derive(Clone, Debug, Default)]
pub struct ResourceSet {
    /// The environment's name.
    pub environment: String,
    /// The spec as the headers name it, relative to its root.
    pub spec: String,
    /// The output folders.
    pub units: Vec<Unit>,
    /// What the instances give, in the order of their paths.
    pub fragments: Vec<Fragment>,
}

/// Where something of a set stands: its fragment, and its place in the fragment's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The fragment.
    pub fragment: u32,
    /// The place among its resources, or among its files.
    pub index: u32,
}

/// Two that claim one name in one unit. The names are for a message, the places for its labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clash {
    /// Two resources of one kind, type and label.
    Resource {
        /// The first.
        first: Place,
        /// The one that repeats it.
        second: Place,
    },
    /// Two files of one path, or of which one lies in the other, the text first that came first.
    Path {
        /// The first.
        first: Place,
        /// The one that repeats it.
        second: Place,
    },
    /// A text file whose path the resources, the kustomization or the variables take.
    Taken {
        /// The text file.
        file: Place,
    },
}

impl ResourceSet {
    /// The unit of an id.
    pub fn unit(&self, id: UnitId) -> Option<&Unit> {
        self.units.get(usize::from(id.0))
    }

    /// What an origin of a source map says, with the arena that holds its texts.
    pub fn origin(&self, of: OriginRef) -> Option<(&Arena, &crate::Origin)> {
        let arena = &self.fragments.get(of.fragment as usize)?.arena;
        Some((arena, arena.origin(of.origin)?))
    }

    /// All losses, in the order of the fragments.
    pub fn losses(&self) -> impl Iterator<Item = &Loss> {
        self.fragments.iter().flat_map(|fragment| &fragment.losses)
    }

    /// Names that are claimed twice, which no format forgives; a set that is emitted has none.
    pub fn clashes(&self) -> Vec<Clash> {
        let mut clashes = Vec::new();
        let mut named = BTreeMap::new();
        let mut paths = BTreeMap::new();
        let mut taken = BTreeMap::new();
        for (place, arena, resource) in self.each(|fragment| &fragment.resources) {
            taken.insert((resource.unit, Spot::of(self.path_of(arena, resource))), ());
            if is_shared(resource.kind) {
                continue;
            }
            let name = (resource.unit, resource.kind, arena.str(resource.ty), arena.str(resource.label));
            if let Some(first) = named.insert(name, place) {
                clashes.push(Clash::Resource { first, second: place });
            }
        }
        for (file, arena, text) in self.each(|fragment| &fragment.files) {
            let path = arena.str(text.path);
            let spot = (text.unit, Spot::of(path));
            if taken.contains_key(&spot) || self.is_fixed(text.unit, &path.to_lowercase()) {
                clashes.push(Clash::Taken { file });
            }
            if let Some(first) = paths.insert(spot, file) {
                clashes.push(Clash::Path { first, second: file });
            }
        }
        // A file can't be a folder as well.
        for ((unit, spot), second) in &paths {
            for above in spot.above().map(|above| (*unit, above)) {
                match paths.get(&above) {
                    Some(first) => clashes.push(Clash::Path { first: *first, second: *second }),
                    None if taken.contains_key(&above) => clashes.push(Clash::Taken { file: *second }),
                    None => {}
                }
            }
        }
        clashes
    }

    fn each<'a, T: 'a>(
        &'a self,
        of: impl Fn(&'a Fragment) -> &'a Vec<T>,
    ) -> impl Iterator<Item = (Place, &'a Arena, &'a T)> {
        self.fragments.iter().enumerate().flat_map(move |(at, fragment)| {
            of(fragment)
                .iter()
                .enumerate()
                .map(move |(index, one)| (Place { fragment: at as u32, index: index as u32 }, &fragment.arena, one))
        })
    }

    fn path_of<'a>(&self, arena: &'a Arena, resource: &Resource) -> &'a str {
        let file: Str = resource.file;
        if resource.kind == Kind::Kustomization { "kustomization.yaml" } else { arena.str(file) }
    }

    /// Whether the emitter writes a file of this name by itself.
    fn is_fixed(&self, unit: UnitId, path: &str) -> bool {
        let sink = self.unit(unit).map(|unit| unit.sink);
        match path {
            "kustomization.yaml" => sink == Some(Sink::Kubernetes),
            "compose.yaml" => sink == Some(Sink::Compose),
            ".env.example" => self.fragments.iter().flat_map(|fragment| &fragment.variables).any(|it| it.unit == unit),
            _ => false,
        }
    }
}

/// Where a file lies in its unit on every file system: some tell no small letters from capital ones.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Spot(String);

impl Spot {
    fn of(path: &str) -> Self {
        Self(path.to_lowercase())
    }

    /// The folders above it.
    fn above(&self) -> impl Iterator<Item = Self> {
        self.0.match_indices('/').filter_map(|(at, _)| Some(Self(self.0.get(..at)?.to_owned())))
    }
}

/// Kinds whose resources are joined, so that they need no names of their own.
fn is_shared(kind: Kind) -> bool {
    matches!(kind, Kind::Settings | Kind::Locals | Kind::Kustomization | Kind::Project)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Content, OriginId};

    fn fragment(kind: Kind, file: &str, label: &str, path: Option<&str>) -> Fragment {
        let mut one = Fragment::default();
        let [file, label] = [file, label].map(|text| one.arena.piece(text));
        let (ty, body) = Default::default();
        let unit = UnitId(0);
        one.resources.push(Resource { unit, file, rank: 0, kind, ty, label, body, origin: OriginId::NONE });
        if let Some(path) = path {
            let path = one.arena.piece(path);
            one.files.push(TextFile { unit, path, content: Content::Text(Str::default()), origin: OriginId::NONE });
        }
        one
    }

    fn clashes(fragments: Vec<Fragment>) -> Vec<Clash> {
        let units = vec![Unit { sink: Sink::Compose, folder: "compose".into() }];
        ResourceSet { units, fragments, ..Default::default() }.clashes()
    }

    #[test]
    fn two_of_one_name_clash() {
        let place = |fragment| Place { fragment, index: 0 };
        let service = |label, path| fragment(Kind::Service, "compose.yaml", label, path);
        assert_eq!(clashes(vec![service("api", Some("a")), service("web", Some("b"))]), []);
        assert_eq!(clashes(vec![service("api", None), fragment(Kind::Volume, "compose.yaml", "api", None)]), []);
        assert_eq!(
            clashes(vec![fragment(Kind::Locals, "a.tf", "", None), fragment(Kind::Locals, "a.tf", "", None)]),
            []
        );
        let (first, second) = (place(0), place(1));
        assert_eq!(clashes(vec![service("api", None), service("api", None)]), [Clash::Resource { first, second }]);
        assert_eq!(clashes(vec![service("a", Some("x")), service("b", Some("x"))]), [Clash::Path { first, second }]);
        assert_eq!(clashes(vec![service("a", Some("compose.yaml"))]), [Clash::Taken { file: first }]);
        assert_eq!(clashes(vec![service("a", Some("Compose.yaml"))]), [Clash::Taken { file: first }]);
        assert_eq!(
            clashes(vec![service("a", Some("X/y")), service("b", Some("x/Y"))]),
            [Clash::Path { first, second }]
        );
        assert_eq!(clashes(vec![service("a", Some("x")), service("b", Some("x/y"))]), [Clash::Path { first, second }]);
        assert_eq!(clashes(vec![service("a", Some("compose.yaml/x"))]), [Clash::Taken { file: first }]);
        assert_eq!(clashes(vec![service("a", Some("x/y")), service("b", Some("x/z"))]), []);
    }
}
