//! Which instances an environment has: those of packages and environments, one for each element of a `for`, and what
//! composites consist of.

pub(crate) mod placing;

use program::{DeclId, Header, InstanceDecl, Owner, Program, RealizationId};
use source::Span;
use values::{InstanceId, LayerId, Slice, Symbol, TargetId, Value};

use crate::fields::holders::{HolderId, Whose, Writer};
use crate::fields::layers::{Binds, OverrideRun, SPEC};
use crate::machine::{Eval, Frame, Machine};
use crate::problem::Problem;

/// What evaluation knows of an instance beside the graph's own record of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) decl: DeclId,
    pub(crate) owner: Option<InstanceId>,
    pub(crate) holder: HolderId,
    /// The layer that declares it.
    pub(crate) layer: LayerId,
    /// What its header binds.
    pub(crate) binds: Binds,
    /// The instances inside it, of `Decls::inner`.
    pub(crate) inner: Slice,
    /// The realization it consists of, where that is made of instances.
    pub(crate) realization: Option<RealizationId>,
}

/// The instances that a declaration made, side by side.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Made {
    pub(crate) decl: DeclId,
    pub(crate) first: u32,
    pub(crate) len: u32,
}

/// What became of a declaration at the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    /// Not part of this environment.
    Elsewhere,
    /// Left out, as `left_out` tells.
    LeftOut(u32),
    /// There, so many from the first on.
    There { first: u32, len: u32 },
}

/// Instances by their declaration.
pub(crate) struct Decls {
    pub(crate) top: Vec<Presence>,
    pub(crate) inner: Vec<Made>,
    /// Whether all declarations at the top have their instances.
    pub(crate) is_complete: bool,
    /// Declarations inside realizations.
    realized: Vec<(RealizationId, DeclId)>,
}

impl Decls {
    pub(crate) fn new(program: &Program) -> Self {
        let all = program.instances.iter().enumerate();
        let realized = all.filter_map(|(at, decl)| match decl.owner {
            Owner::Realization(id) => Some((id, DeclId(at as u32))),
            _ => None,
        });
        let top = vec![Presence::Elsewhere; program.instances.len()];
        Self { top, inner: Vec::new(), is_complete: false, realized: realized.collect() }
    }
}

impl<'p> Machine<'p> {
    pub(crate) fn node(&self, id: InstanceId) -> Node {
        *self.nodes.get(id.index()).expect("every instance has a node")
    }

    pub(crate) fn instance(&self, id: InstanceId) -> &graph::Instance {
        self.instances.get(id.index()).expect("an instance's id comes from this evaluation")
    }

    /// Makes all instances, outside in.
    pub(crate) fn expand(&mut self) {
        let overrides = self.collect_overrides();
        self.leave_out();
        self.check_places();
        for at in 0..self.program.instances.len() {
            let layer = match self.program.instances.get(at).map(|decl| decl.owner) {
                Some(Owner::Package) => Some(SPEC),
                _ => None,
            };
            self.make_top(DeclId(at as u32), layer, &overrides);
        }
        for at in 0..self.layers.len() {
            let environment = self.layers.get(at).and_then(|layer| layer.environment);
            for decl in environment.map_or(&[][..], |(_, known)| &known.instances) {
                self.make_top(*decl, Some(LayerId(at as u16)), &overrides);
            }
        }
        self.decls.is_complete = true;
        let mut at = 0;
        while at < self.instances.len() {
            self.make_inner(InstanceId(at as u32), &overrides);
            at += 1;
        }
        self.check_override_keys(&overrides);
    }

    /// Notes what the chain leaves out.
    fn leave_out(&mut self) {
        for at in 0..self.layers.len() {
            let environment = self.layers.get(at).and_then(|layer| layer.environment);
            for without in environment.map_or(&[][..], |(_, known)| &known.withouts) {
                let left = self.left_out.len() as u32;
                let path = self.program.instance(without.instance).name;
                self.left_out.push(graph::LeftOut { path, span: without.span });
                if let Some(presence) = self.decls.top.get_mut(without.instance.index()) {
                    *presence = Presence::LeftOut(left);
                }
            }
        }
    }

    fn make_top(&mut self, decl: DeclId, layer: Option<LayerId>, overrides: &[OverrideRun<'p>]) {
        let Some(layer) = layer else { return };
        if self.decls.top.get(decl.index()) != Some(&Presence::Elsewhere) {
            return;
        }
        let at = self.layer_frame(layer);
        let made = self.within(at, |machine, at| machine.make(decl, None, layer, at, overrides));
        if let Some(presence) = self.decls.top.get_mut(decl.index()) {
            *presence = Presence::There { first: made.first, len: made.len };
        }
    }

    /// The instances inside an instance: of its component, or of the realization that it consists of.
    fn make_inner(&mut self, id: InstanceId, overrides: &[OverrideRun<'p>]) {
        let program = self.program;
        let component = self.instance(id).component;
        let mut decls: Vec<DeclId> = program.component(component).inner.instances.clone();
        let realization = if self.decls.realized.is_empty() { None } else { self.realization_of(id) };
        let realized = self.decls.realized.iter().filter(|(of, _)| Some(*of) == realization);
        decls.extend(realized.map(|(_, decl)| *decl));
        if decls.is_empty() {
            return;
        }
        let layer = self.node(id).layer;
        let at = Frame { layer, ..self.own_frame(id) };
        let mut all = Vec::with_capacity(decls.len());
        for decl in decls {
            let made = self.within(at, |machine, at| machine.make(decl, Some(id), layer, at, overrides));
            all.push(made);
            // An inner header may read what stands before it, so each is known as soon as it is made.
            let slice = Slice { start: self.decls.inner.len() as u32, len: all.len() as u32 };
            self.decls.inner.extend_from_slice(&all);
            if let Some(node) = self.nodes.get_mut(id.index()) {
                (node.inner, node.realization) = (slice, realization);
            }
        }
    }

    /// The realization of an instance on its target.
    pub(crate) fn realization_of(&self, id: InstanceId) -> Option<RealizationId> {
        let target = self.target_of(id)?;
        self.program.realization_of(self.instance(id).component, target)
    }

    /// Makes the instances of a declaration, one for each element of its header.
    fn make(
        &mut self,
        id: DeclId,
        owner: Option<InstanceId>,
        layer: LayerId,
        at: Frame,
        overrides: &[OverrideRun<'p>],
    ) -> Made {
        let decl = self.program.instance(id);
        let first = self.instances.len() as u32;
        match &decl.header {
            // Composites in composites may multiply without end.
            _ if !self.spend(crate::machine::effort::INSTANCE) => _ = self.exhausted(decl.span),
            None => self.make_one(id, owner, layer, (None, [None; 2]), overrides),
            Some(header) => {
                for (key, binds) in self.turns(header, at, decl.span).unwrap_or_default() {
                    self.spend(crate::machine::effort::INSTANCE);
                    self.make_one(id, owner, layer, (Some(key), binds), overrides);
                }
            }
        }
        Made { decl: id, first, len: self.instances.len() as u32 - first }
    }

    /// The elements of a header: the key of each and what it binds. Keys are checked to be one each.
    pub(crate) fn turns(&mut self, header: &Header, at: Frame, span: Span) -> Eval<Vec<(Symbol, Binds)>> {
        let source = self.eval(header.source, at)?;
        let count = self.turn_count(source, header.source)?;
        let mut turns: Vec<(Symbol, Binds)> = Vec::with_capacity(count as usize);
        for turn in 0..count {
            let (first, second) = self.turn(source, turn, header.second.is_some());
            let binds = [Some((header.first, first)), header.second.map(|local| (local, second))];
            self.bind_all(at, binds);
            if let Some(filter) = header.filter
                && !self.holds(filter, at)?
            {
                continue;
            }
            let key = match header.key {
                Some(key) => self.eval(key, at)?,
                None => first,
            };
            let written = header.key.unwrap_or(header.source);
            let key = self.key_text(key, written)?;
            turns.push((key, binds));
        }
        self.check_keys(&turns, span, header)?;
        Ok(turns)
    }

    fn check_keys(&mut self, turns: &[(Symbol, Binds)], span: Span, header: &Header) -> Eval<()> {
        let mut keys: Vec<Symbol> = turns.iter().map(|(key, _)| *key).collect();
        keys.sort_unstable();
        let written = self.span(header.key.unwrap_or(header.source));
        // Of a realization's resources, the one with an empty key is named like an only one.
        if !self.is_placed && keys.first().is_some_and(|key| self.name(*key).is_empty()) {
            return Err(self.report(Problem::EmptyKey { span: written, instance: span }));
        }
        let twice = keys.windows(2).find_map(|pair| (pair.first() == pair.last()).then(|| pair.first().copied()));
        match twice.flatten() {
            Some(key) => {
                let key = self.owned(key);
                Err(self.report(Problem::KeyTwice { span: written, key, instance: span }))
            }
            None => Ok(()),
        }
    }

    fn make_one(
        &mut self,
        decl_id: DeclId,
        owner: Option<InstanceId>,
        layer: LayerId,
        (key, binds): (Option<Symbol>, Binds),
        overrides: &[OverrideRun<'p>],
    ) {
        let program = self.program;
        let decl = program.instance(decl_id);
        let id = InstanceId(self.instances.len() as u32);
        let component = program.component(decl.component);
        let (name, path) = self.names_of(decl, owner, key);
        let (inner, realization) = (Slice::EMPTY, None);
        let holder = HolderId(self.holders.len() as u32);
        self.nodes.push(Node { decl: decl_id, owner, holder, layer, binds, inner, realization });
        self.instances.push(graph::Instance {
            path,
            name,
            key,
            component: decl.component,
            component_name: component.name,
            decl: decl_id.0,
            owner,
            fields: Value::None,
            settings: Vec::new(),
            doc: decl.doc,
            span: decl.span,
        });
        let placed = self.placed_by(id);
        self.placed.push(placed);
        let changes = self.overrides_of(id, overrides);
        let declared = Writer { layer, body: decl.body, is_declaration: true };
        let changed = changes.iter().map(|run| Writer { layer: run.layer, body: run.over.body, is_declaration: false });
        let writers: Vec<Writer> = std::iter::once(declared).chain(changed).collect();
        let made = self.hold(component.fields, Whose::Instance(id), &writers);
        debug_assert_eq!(made, holder, "the holder of an instance follows its node");
        let fields = self.holder_value(made);
        if let Some(instance) = self.instances.get_mut(id.index()) {
            instance.fields = fields;
        }
        self.hold_settings(id, decl, &changes);
    }

    /// The name and the path of an instance.
    fn names_of(&mut self, decl: &InstanceDecl, owner: Option<InstanceId>, key: Option<Symbol>) -> (Symbol, Symbol) {
        let full = self.program.text(decl.name);
        let name = match full.rsplit_once('.') {
            Some((_, name)) => self.symbols.intern(name),
            None => decl.name,
        };
        if owner.is_none() && key.is_none() {
            return (name, decl.name);
        }
        let mut path = owner.map_or(String::new(), |owner| format!("{}.", self.name(self.instance(owner).path)));
        path.push_str(full);
        if let Some(key) = key {
            path.push('[');
            crate::words::show::quote(&mut path, self.name(key));
            path.push(']');
        }
        (name, self.symbols.intern(&path))
    }

    /// The overrides that mean an instance, lowest first.
    fn overrides_of(&self, id: InstanceId, overrides: &[OverrideRun<'p>]) -> Vec<OverrideRun<'p>> {
        if overrides.is_empty() {
            return Vec::new();
        }
        let mut names: Vec<Symbol> = Vec::new();
        let mut at = id;
        while let Some(owner) = self.node(at).owner {
            names.push(self.program.instance(self.node(at).decl).name);
            at = owner;
        }
        names.reverse();
        let decl = self.node(at).decl;
        let start = overrides.partition_point(|run| run.over.instance < decl);
        let same = overrides.iter().skip(start).take_while(|run| run.over.instance == decl);
        let key = self.instance(at).key;
        same.filter(|run| run.over.inner == names && (run.key.is_none() || run.key == key)).copied().collect()
    }

    /// What an instance says to its realizations, one holder a target.
    fn hold_settings(&mut self, id: InstanceId, decl: &'p InstanceDecl, changes: &[OverrideRun<'p>]) {
        let layer = self.node(id).layer;
        let own = decl.on.iter().map(|on| (on, layer, true));
        let changed = changes.iter().flat_map(|run| run.over.on.iter().map(|on| (on, run.layer, false)));
        let all: Vec<_> = own.chain(changed).collect();
        let mut seen: Vec<TargetId> = Vec::new();
        for (on, _, _) in &all {
            let program::Expr::Record(record, _) = self.program.exprs.get(on.settings) else { continue };
            if seen.contains(&on.target) {
                continue;
            }
            seen.push(on.target);
            let same = all.iter().filter(|(other, _, _)| other.target == on.target);
            let writers: Vec<Writer> = same
                .map(|(on, layer, own)| Writer { layer: *layer, body: on.settings, is_declaration: *own })
                .collect();
            let holder = self.hold(record, Whose::Settings(id, on.target), &writers);
            let value = self.holder_value(holder);
            if let Some(instance) = self.instances.get_mut(id.index()) {
                instance.settings.push(graph::Settings { target: on.target, value });
            }
        }
    }

    /// Reports overrides of keys that nothing has.
    fn check_override_keys(&mut self, overrides: &[OverrideRun<'p>]) {
        for run in overrides {
            let Some(key) = run.key else { continue };
            let Some(Presence::There { first, len }) = self.decls.top.get(run.over.instance.index()).copied() else {
                continue;
            };
            let all = self.instances.get(first as usize..(first + len) as usize).unwrap_or(&[]);
            if all.iter().any(|instance| instance.key == Some(key)) {
                continue;
            }
            let keys: Vec<String> = all.iter().filter_map(|one| one.key).map(|key| self.owned(key)).collect();
            let decl = self.program.instance(run.over.instance);
            let (name, key) = (self.owned(decl.name), self.owned(key));
            let span = run.over.key.map_or(run.over.span, |key| self.span(key));
            self.report(Problem::UnknownKey { span, name, key, keys, declared: decl.span });
        }
    }
}
