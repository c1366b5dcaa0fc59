//! The resources and files of realizations and targets: how many of each there are, found when something asks.

use program::{Header, RealizationItem};
use source::Span;
use values::{ExprId, InstanceId, MapSlot, Origin, Slot, Symbol, Value};

use super::{Made, MadeRun, Range, What, Whence};
use crate::fields::layers::Binds;
use crate::machine::{Eval, Frame, Machine, Memo, Poisoned};
use crate::problem::Problem;

impl<'p> Machine<'p> {
    /// The frame of what a realization or a target says.
    pub(crate) fn whence_frame(&mut self, whence: Whence) -> Frame {
        let at = self.bare_frame(Self::realized_layer());
        match whence {
            Whence::Instance(me) => self.realization_frame(me),
            Whence::Entry(entry) => self.entry_frame(entry),
            Whence::Target(target) => Frame { near: self.target_holders.get(usize::from(target)).copied(), ..at },
        }
    }

    /// The frame of what the realization of an instance says.
    pub(crate) fn realization_frame(&mut self, me: InstanceId) -> Frame {
        let near = self.settings_holder(me);
        Frame { me: Some(me), bare: Some(me), near, ..self.bare_frame(Self::realized_layer()) }
    }

    /// A local by its name: a reference, a map of references, or nothing where its condition doesn't hold.
    pub(crate) fn local_made(&mut self, name: Symbol, id: ExprId, at: Frame) -> Eval {
        let Some(whence) = self.whence(at) else {
            return Err(self.report(Problem::NotHere { span: self.span(id), what: "a resource" }));
        };
        self.made_named(whence, name, self.span(id))
    }

    /// A local of the target of the instance at hand.
    pub(crate) fn target_made(&mut self, name: Symbol, id: ExprId, at: Frame) -> Eval {
        let target = at.bare.and_then(|me| self.target_at(me));
        let Some(target) = target else {
            return Err(self.report(Problem::NotHere { span: self.span(id), what: "a resource of a target" }));
        };
        self.made_named(Whence::Target(target), name, self.span(id))
    }

    fn made_named(&mut self, whence: Whence, name: Symbol, read: Span) -> Eval {
        let (first, len, is_many) = self.range_of(whence, name, read)?;
        for run in self.faces.made.get_mut(first as usize..(first + len) as usize).unwrap_or(&mut []) {
            run.is_named = true;
        }
        if !is_many {
            return Ok(if len == 0 { Value::None } else { Value::Made(first) });
        }
        let mark = self.scratch_entries.len();
        for made in first..first + len {
            let key = self.faces.made.get(made as usize).and_then(|run| run.made.key);
            let slot = Slot { value: Value::Made(made), origin: Origin::NONE };
            self.scratch_entries.extend(key.map(|key| MapSlot { key, slot }));
        }
        Ok(Value::Map(self.keep_entries(mark)))
    }

    /// Whether there is a resource of a name.
    pub(crate) fn is_made(&mut self, whence: Whence, name: Symbol, read: Span) -> bool {
        self.range_of(whence, name, read).map_or(true, |(_, len, _)| len > 0)
    }

    /// Those that a local stands for.
    fn range_of(&mut self, whence: Whence, name: Symbol, read: Span) -> Eval<(u32, u32, bool)> {
        match self.faces.ranges.get(&(whence, name)) {
            Some(Range::Made { first, len, is_many }) => return Ok((*first, *len, *is_many)),
            Some(Range::Failed) => return Err(Poisoned),
            Some(Range::Running) => {
                let name = self.owned(name);
                return Err(self.report(Problem::TooEarly { span: read, name }));
            }
            None => {}
        }
        self.faces.ranges.insert((whence, name), Range::Running);
        let made = self.make_local(whence, name);
        let range = made.map_or(Range::Failed, |(first, len, is_many)| Range::Made { first, len, is_many });
        self.faces.ranges.insert((whence, name), range);
        made
    }

    fn make_local(&mut self, whence: Whence, name: Symbol) -> Eval<(u32, u32, bool)> {
        let what = self.all_items(whence).find_map(|item| match item {
            RealizationItem::Resource(resource) if resource.local == name => Some(What::Resource(resource)),
            RealizationItem::File(file) if file.local == name => Some(What::File(file)),
            _ => None,
        });
        let Some(what) = what else { return Ok((0, 0, false)) };
        let (header, condition) = match what {
            What::Resource(resource) => (resource.header.as_ref(), resource.condition),
            What::File(file) => (file.header.as_ref(), file.condition),
        };
        let at = self.whence_frame(whence);
        let turns = self.within(at, |machine, at| machine.local_turns(header, condition, at, what.span()))?;
        let first = self.faces.made.len() as u32;
        let len = turns.len() as u32;
        for (key, binds) in turns {
            let made = Made { whence, what, key };
            let label = self.label_for(&made);
            self.faces.made.push(MadeRun { made, label, binds, body: Memo::Todo, is_named: false });
        }
        Ok((first, len, header.is_some()))
    }

    /// The keys of a local's turns, those whose condition holds.
    fn local_turns(
        &mut self,
        header: Option<&Header>,
        condition: Option<ExprId>,
        at: Frame,
        span: Span,
    ) -> Eval<Vec<(Option<Symbol>, Binds)>> {
        let turns = match header {
            None => vec![(None, [None; 2])],
            Some(header) => {
                let turns = self.turns(header, at, span)?;
                turns.into_iter().map(|(key, binds)| (Some(key), binds)).collect()
            }
        };
        let Some(condition) = condition else { return Ok(turns) };
        let mut kept = Vec::with_capacity(turns.len());
        for (key, binds) in turns {
            self.bind_all(at, binds);
            if self.holds(condition, at)? {
                kept.push((key, binds));
            }
        }
        Ok(kept)
    }

    /// What a realization or a target makes, and what the spec writes itself on that target.
    fn all_items(&self, whence: Whence) -> impl Iterator<Item = &'p RealizationItem> {
        let target = match whence {
            Whence::Target(at) => self.target_id(at),
            _ => None,
        };
        let program = self.program;
        let is_meant = move |raw: &&program::RawResource| Some(raw.target) == target && self.is_here(raw.environment);
        self.items_of(whence).iter().chain(program.raws.iter().filter(is_meant).map(|raw| &raw.item))
    }

    /// Whether what an environment says holds in this one.
    pub(crate) fn is_here(&self, environment: Option<program::EnvironmentId>) -> bool {
        environment.is_none_or(|id| self.layer_spans.contains(&self.program.environment(id).span))
    }

    /// Everything that an instance makes, or that is made of an entry; of a target, what something refers to.
    pub(crate) fn made_of_all(&mut self, whence: Whence) -> Vec<u32> {
        let mut all = Vec::new();
        let shared = self.items_of(whence).len();
        let items: Vec<&RealizationItem> = self.all_items(whence).collect();
        for (at, item) in items.into_iter().enumerate() {
            // What a spec writes itself is always there; what a target shares only where something refers to it.
            let is_own = !matches!(whence, Whence::Target(_)) || at >= shared;
            let (name, span) = match item {
                RealizationItem::Resource(resource) => (resource.local, resource.span),
                RealizationItem::File(file) => (file.local, file.span),
                _ => continue,
            };
            if !is_own && !self.faces.ranges.contains_key(&(whence, name)) {
                continue;
            }
            let Ok((first, len, _)) = self.range_of(whence, name, span) else { continue };
            let named = |made: &u32| is_own || self.faces.made.get(*made as usize).is_some_and(|run| run.is_named);
            all.extend((first..first + len).filter(named));
        }
        all
    }
}
