//! What packages add to catalogs: what holds at places that a schema leaves open.

use bitcode::{Decode, Encode};
use rustc_hash::FxHashMap;

use crate::catalog::Catalog;
use crate::catalogs::Catalogs;
use crate::facts::RuleKind;
use crate::field::{Change, Field, Replace};
use crate::judge::Fault;
use crate::shape::Shape;
use crate::types::ResourceType;

/// Among which resources of its type a name must be the only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
pub enum NameScope {
    /// Among those of its target; on Kubernetes, of its namespace.
    Target,
    /// Among all of an environment.
    Global,
    /// Among those of what it belongs to, which nobody looks through.
    Owner,
}

/// How a name may be spelled.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct NameRule {
    /// How many characters it may have.
    pub longest: u32,
    /// Its characters, as a class such as `a-z0-9-`.
    pub chars: String,
    /// Where it must be the only one.
    pub scope: NameScope,
}

/// What holds for a value beside its schema.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
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
    /// A number, perhaps spelled as a text.
    Number,
    /// A whole number, perhaps spelled as a text.
    Int,
}

/// What holds between the fields of an object.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Between {
    /// What is asked.
    pub kind: RuleKind,
    /// The fields, as paths from the object with a dot between names.
    pub paths: Vec<String>,
}

/// A place below a type that something is added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
pub struct Added(u32);

/// What holds for an object besides, where one of its values is such.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Case {
    /// The field that decides, as a path from the object with a dot between names; of many values one is enough.
    pub path: String,
    /// What its value must be.
    pub of: Vec<Demand>,
    /// What holds then.
    then: Added,
}

/// What is added at one place.
#[derive(Debug, Clone, Default, Encode, Decode)]
struct Addition {
    fields: Vec<(String, Added)>,
    /// What is added to the keys of a map.
    keys: Option<Added>,
    demands: Vec<Demand>,
    rules: Vec<Between>,
    cases: Vec<Case>,
    /// Whether a change makes the resource anew.
    is_immutable: bool,
    /// In which case it holds, in words; empty where it always does.
    when: String,
}

impl Addition {
    /// What is wrong with a value, and in which case it is.
    fn fault(&self, judge: &impl Fn(&Demand) -> Result<(), Fault>) -> Option<Fault> {
        let fault = self.demands.iter().find_map(|demand| judge(demand).err())?;
        if self.when.is_empty() {
            return Some(fault);
        }
        Some(Fault { expected: format!("{} where {}", fault.expected, self.when), ..fault })
    }
}

/// All that packages add, by types.
#[derive(Debug, Clone, Default, Encode, Decode)]
pub struct Refined {
    all: Vec<Addition>,
    roots: FxHashMap<(usize, u32), Vec<Added>>,
    /// What is added to all types of a catalog.
    whole: FxHashMap<usize, Vec<Added>>,
}

impl Refined {
    /// Begins what one declaration adds to a type.
    pub fn begin(&mut self, catalogs: &Catalogs, of: ResourceType<'_>) -> Added {
        let root = self.push();
        let place = catalogs.place_of(of.catalog()).unwrap_or_default();
        self.roots.entry((place, of.index)).or_default().push(root);
        root
    }

    /// Begins what one declaration adds to all types of a catalog.
    pub fn begin_all(&mut self, catalogs: &Catalogs, catalog: &Catalog) -> Added {
        let root = self.push();
        self.whole.entry(catalogs.place_of(catalog).unwrap_or_default()).or_default().push(root);
        root
    }

    /// The place of a field below another one.
    pub fn below(&mut self, at: Added, name: &str) -> Added {
        let known = self.at(at).and_then(|known| known.fields.iter().find(|(field, _)| field == name));
        if let Some((_, known)) = known {
            return *known;
        }
        let new = self.push_beside(at);
        self.change(at, |known| known.fields.push((name.to_owned(), new)));
        new
    }

    /// The place of the keys of a map.
    pub fn keys_of(&mut self, at: Added) -> Added {
        if let Some(known) = self.at(at).and_then(|known| known.keys) {
            return known;
        }
        let new = self.push_beside(at);
        self.change(at, |known| known.keys = Some(new));
        new
    }

    /// The object at a place in the case that the value at a path of it is such.
    pub fn case(&mut self, at: Added, path: &str, of: Vec<Demand>) -> Added {
        let said: Vec<String> = of.iter().filter_map(Demand::phrase).collect();
        let said = if said.is_empty() { "set".to_owned() } else { said.join(", ") };
        let outer = self.at(at).map_or("", |known| known.when.as_str());
        let link = if outer.is_empty() { "" } else { " and " };
        let when = format!("{outer}{link}`{path}` is {said}");
        let then = self.push();
        self.change(then, |known| known.when = when);
        self.change(at, |known| known.cases.push(Case { path: path.to_owned(), of, then }));
        then
    }

    /// What must hold for the values at a place, as far as it was said.
    pub fn take_demands(&mut self, at: Added) -> Vec<Demand> {
        self.all.get_mut(at.0 as usize).map(|known| std::mem::take(&mut known.demands)).unwrap_or_default()
    }

    /// A place by itself.
    pub fn aside(&mut self) -> Added {
        self.push()
    }

    /// Says that a change of the value at a place makes the resource anew.
    pub fn fix(&mut self, at: Added) {
        self.change(at, |known| known.is_immutable = true);
    }

    /// Adds what must hold for the values at a place.
    pub fn demand(&mut self, at: Added, demand: Demand) {
        self.change(at, |known| known.demands.push(demand));
    }

    /// Adds what must hold between the fields of the object at a place.
    pub fn rule(&mut self, at: Added, rule: Between) {
        self.change(at, |known| known.rules.push(rule));
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

    /// A new place that holds in the same case as another.
    fn push_beside(&mut self, at: Added) -> Added {
        let when = self.at(at).map(|known| known.when.clone()).unwrap_or_default();
        let new = self.push();
        self.change(new, |known| known.when = when);
        new
    }

    fn change(&mut self, at: Added, change: impl FnOnce(&mut Addition)) {
        if let Some(known) = self.all.get_mut(at.0 as usize) {
            change(known);
        }
    }

    fn at(&self, at: Added) -> Option<&Addition> {
        self.all.get(at.0 as usize)
    }
}

/// What several declarations add at one place, as numbers that shapes take along; 0 says that it is nothing.
#[derive(Debug, Clone, Encode, Decode)]
pub struct Notes {
    sets: Vec<Vec<Added>>,
    numbers: FxHashMap<Vec<Added>, u32>,
    /// A set on its way.
    open: Vec<Added>,
}

impl Default for Notes {
    fn default() -> Self {
        Self { sets: vec![Vec::new()], numbers: FxHashMap::from_iter([(Vec::new(), 0)]), open: Vec::new() }
    }
}

impl Notes {
    /// The shape of a whole type with what is added to it.
    pub fn whole<'a>(&mut self, refined: &Refined, catalogs: &Catalogs, of: ResourceType<'a>) -> Shape<'a> {
        let of_all = catalogs.place_of(of.catalog()).and_then(|place| refined.whole.get(&place));
        let roots = refined.roots_of(catalogs, of).iter().chain(of_all.into_iter().flatten());
        of.shape().noted(self.number(roots.copied()))
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
        let name = field.name_bytes();
        let here = self.sets.get(field.note as usize).into_iter().flatten().filter_map(|at| refined.at(*at));
        let below = here.flat_map(|at| &at.fields).filter(|(known, _)| known.as_bytes() == name).map(|(_, at)| *at);
        self.open.extend(below.chain(of_type.iter().copied()));
        shape.noted(self.close())
    }

    /// The places that a number stands for.
    pub fn places(&self, note: u32) -> &[Added] {
        self.sets.get(note as usize).map_or(&[], Vec::as_slice)
    }

    /// What is wrong with a value there, by what must hold for it.
    pub fn fault(&self, refined: &Refined, note: u32, judge: impl Fn(&Demand) -> Result<(), Fault>) -> Option<Fault> {
        let mut all = self.places(note).iter().filter_map(|at| refined.at(*at));
        all.find_map(|at| at.fault(&judge))
    }

    /// What is wrong with a key of the map there.
    pub fn key_fault(&self, refined: &Refined, note: u32, key: &str) -> Option<Fault> {
        let mut keys = self.places(note).iter().filter_map(|at| refined.at(refined.at(*at)?.keys?));
        let judge = |demand: &Demand| demand.judge_text(key).map_err(Fault::of_key);
        keys.find_map(|keys| keys.fault(&judge))
    }

    /// What holds there, with what does in those of its cases that apply; nothing where none does.
    pub fn applied(&self, refined: &Refined, note: u32, mut applies: impl FnMut(&Case) -> bool) -> Option<Vec<Added>> {
        let known = self.places(note);
        known.iter().filter_map(|at| refined.at(*at)).find(|at| !at.cases.is_empty())?;
        let (mut all, mut at) = (known.to_vec(), 0);
        while let Some(place) = all.get(at).and_then(|place| refined.at(*place)) {
            all.extend(place.cases.iter().filter(|case| applies(case)).map(|case| case.then));
            at += 1;
        }
        (all.len() > known.len()).then_some(all)
    }

    /// Whether a change of the field of an object makes the resource anew, by its catalog or by what is added.
    pub fn is_immutable(&self, refined: &Refined, field: Field<'_>, note: u32) -> bool {
        field.replace(Change::Value) == Replace::Yes
            || self.places(note).iter().filter_map(|at| refined.at(*at)).any(|at| at.is_immutable)
    }

    /// What must hold between the fields of the object there,
    /// each with the case that it holds in, as words that are empty where it always does.
    pub fn rules<'r>(&self, refined: &'r Refined, note: u32) -> impl Iterator<Item = (&'r Between, &'r str)> {
        let all = self.places(note).iter().filter_map(|at| refined.at(*at));
        all.flat_map(|at| at.rules.iter().map(|rule| (rule, at.when.as_str())))
    }

    /// The rule of names there; of several, the one that takes the shortest.
    pub fn name<'r>(&self, refined: &'r Refined, note: u32) -> Option<&'r NameRule> {
        let demands = self.places(note).iter().filter_map(|at| refined.at(*at)).flat_map(|at| &at.demands);
        let rules = demands.filter_map(|demand| match demand {
            Demand::Name(rule) => Some(rule),
            _ => None,
        });
        rules.min_by_key(|rule| rule.longest)
    }

    /// The number that stands for places.
    pub fn number(&mut self, places: impl IntoIterator<Item = Added>) -> u32 {
        self.open.extend(places);
        self.close()
    }

    /// The number of the set on its way, which is empty again then.
    fn close(&mut self) -> u32 {
        let known = if self.open.is_empty() { Some(0) } else { self.numbers.get(&self.open).copied() };
        let number = known.unwrap_or_else(|| {
            let number = self.sets.len() as u32;
            self.sets.push(self.open.clone());
            self.numbers.insert(self.open.clone(), number);
            number
        });
        self.open.clear();
        number
    }
}
