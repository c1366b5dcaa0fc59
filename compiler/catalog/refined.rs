//! What packages add to catalogs: what holds at places that a schema leaves open.

use rustc_hash::FxHashMap;

use crate::catalogs::Catalogs;
use crate::facts::RuleKind;
use crate::field::Field;
use crate::shape::Shape;
use crate::types::ResourceType;

/// Among which resources of its type a name must be the only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameScope {
    /// Among those of its target; on Kubernetes, of its namespace.
    Target,
    /// Among all of an environment.
    Global,
    /// Among those of what it belongs to, which nobody looks through.
    Owner,
}

/// How a name may be spelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameRule {
    /// How many characters it may have.
    pub longest: u32,
    /// Its characters, as a class such as `a-z0-9-`.
    pub chars: String,
    /// Where it must be the only one.
    pub scope: NameScope,
}

/// What holds for a value beside its schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Demand {
    /// A name.
    Name(NameRule),
    /// A text of a format, by its name.
    Format(String),
    /// One of these texts.
    OneOf(Vec<String>),
    /// A number from the first to the second, ends included.
    In(String, String),
    /// A number that is a multiple of it.
    Step(String),
    /// A text that a regular expression matches.
    Matching(String),
    /// As many characters.
    Length(u32, u32),
}

/// What holds between the fields of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Between {
    /// What is asked.
    pub kind: RuleKind,
    /// The fields, as paths from the object with a dot between names.
    pub paths: Vec<String>,
}

/// A place below a type that something is added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Added(u32);

/// What is added at one place.
#[derive(Debug, Clone, Default)]
struct Addition {
    fields: Vec<(String, Added)>,
    demands: Vec<Demand>,
    rules: Vec<Between>,
}

/// All that packages add, by types.
#[derive(Debug, Clone, Default)]
pub struct Refined {
    all: Vec<Addition>,
    roots: FxHashMap<(usize, u32), Vec<Added>>,
}

impl Refined {
    /// Begins what one declaration adds to a type.
    pub fn begin(&mut self, catalogs: &Catalogs, of: ResourceType<'_>) -> Added {
        let root = self.push();
        let place = catalogs.place_of(of.catalog()).unwrap_or_default();
        self.roots.entry((place, of.index)).or_default().push(root);
        root
    }

    /// The place of a field below another one.
    pub fn below(&mut self, at: Added, name: &str) -> Added {
        let known = self.at(at).and_then(|known| known.fields.iter().find(|(field, _)| field == name));
        if let Some((_, known)) = known {
            return *known;
        }
        let new = self.push();
        if let Some(known) = self.all.get_mut(at.0 as usize) {
            known.fields.push((name.to_owned(), new));
        }
        new
    }

    /// Adds what must hold for the values at a place.
    pub fn demand(&mut self, at: Added, demand: Demand) {
        self.all.get_mut(at.0 as usize).into_iter().for_each(|known| known.demands.push(demand.clone()));
    }

    /// Adds what must hold between the fields of the object at a place.
    pub fn rule(&mut self, at: Added, rule: Between) {
        self.all.get_mut(at.0 as usize).into_iter().for_each(|known| known.rules.push(rule.clone()));
    }

    fn roots_of(&self, catalogs: &Catalogs, of: ResourceType<'_>) -> &[Added] {
        let place = || catalogs.place_of(of.catalog());
        let known = if self.roots.is_empty() { None } else { place() };
        known.and_then(|place| self.roots.get(&(place, of.index))).map_or(&[], Vec::as_slice)
    }

    fn push(&mut self) -> Added {
        self.all.push(Addition::default());
        Added(self.all.len() as u32 - 1)
    }

    fn at(&self, at: Added) -> Option<&Addition> {
        self.all.get(at.0 as usize)
    }
}

/// What several declarations add at one place, as numbers that shapes take along; 0 says that it is nothing.
#[derive(Debug, Clone)]
pub struct Notes {
    sets: Vec<Vec<Added>>,
    numbers: FxHashMap<Vec<Added>, u32>,
}

impl Default for Notes {
    fn default() -> Self {
        Self { sets: vec![Vec::new()], numbers: FxHashMap::from_iter([(Vec::new(), 0)]) }
    }
}

impl Notes {
    /// The shape of a whole type with what is added to it.
    pub fn whole<'a>(&mut self, refined: &Refined, catalogs: &Catalogs, of: ResourceType<'a>) -> Shape<'a> {
        let roots = refined.roots_of(catalogs, of);
        of.shape().noted(if roots.is_empty() { 0 } else { self.number(roots.to_vec()) })
    }

    /// The shape of a field with what is added to it: for its object, and for the type that stands there.
    pub fn field<'a>(&mut self, refined: &Refined, catalogs: &Catalogs, field: Field<'a>) -> Shape<'a> {
        let shape = field.shape();
        if refined.all.is_empty() {
            return shape;
        }
        let of_type = shape.named_within().map_or(&[][..], |of| refined.roots_of(catalogs, of));
        if field.note == 0 && of_type.is_empty() {
            return shape;
        }
        let here = self.places(field.note).iter().filter_map(|at| refined.at(*at));
        let below = here.flat_map(|at| &at.fields).filter(|(name, _)| name == field.name()).map(|(_, at)| *at);
        let all: Vec<Added> = below.chain(of_type.iter().copied()).collect();
        shape.noted(self.number(all))
    }

    /// The places that a number stands for.
    pub fn places(&self, note: u32) -> &[Added] {
        self.sets.get(note as usize).map_or(&[], Vec::as_slice)
    }

    /// What must hold for the values there.
    pub fn demands<'r>(&self, refined: &'r Refined, note: u32) -> impl Iterator<Item = &'r Demand> {
        self.places(note).iter().filter_map(|at| refined.at(*at)).flat_map(|at| &at.demands)
    }

    /// What must hold between the fields of the object there.
    pub fn rules<'r>(&self, refined: &'r Refined, note: u32) -> impl Iterator<Item = &'r Between> {
        self.places(note).iter().filter_map(|at| refined.at(*at)).flat_map(|at| &at.rules)
    }

    /// The rule of names there; of several, the one that takes the shortest.
    pub fn name<'r>(&self, refined: &'r Refined, note: u32) -> Option<&'r NameRule> {
        let rules = self.demands(refined, note).filter_map(|demand| match demand {
            Demand::Name(rule) => Some(rule),
            _ => None,
        });
        rules.min_by_key(|rule| rule.longest)
    }

    fn number(&mut self, set: Vec<Added>) -> u32 {
        if let Some(known) = self.numbers.get(&set) {
            return *known;
        }
        let number = self.sets.len() as u32;
        self.sets.push(set.clone());
        self.numbers.insert(set, number);
        number
    }
}
