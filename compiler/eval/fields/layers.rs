//! The layers of an environment, lowest first: defaults, the spec, the chain of environments, what comes on top.

use program::{Environment, EnvironmentId, InputValue, Override, Program};
use source::Span;
use values::{LayerId, Symbol, Value};

use crate::machine::{Eval, Frame, Machine};

/// What a component says where nobody writes anything.
pub(crate) const DEFAULT: LayerId = LayerId(0);
/// What packages write.
pub(crate) const SPEC: LayerId = LayerId(1);

/// Names that a `for` binds, with their values.
pub(crate) type Binds = [Option<(u16, Value)>; 2];

/// A layer and what it writes.
pub(crate) struct LayerRun<'p> {
    pub(crate) name: Symbol,
    pub(crate) span: Option<Span>,
    pub(crate) environment: Option<(EnvironmentId, &'p Environment)>,
    pub(crate) inputs: &'p [InputValue],
    pub(crate) overrides: &'p [Override],
    /// What the header of the environment binds.
    pub(crate) binds: Binds,
}

/// What comes on top of an environment.
#[derive(Clone, Copy)]
pub(crate) struct Extra<'p> {
    pub(crate) name: &'static str,
    pub(crate) environment: Option<EnvironmentId>,
    pub(crate) inputs: &'p [InputValue],
    pub(crate) overrides: &'p [Override],
}

impl<'p> Extra<'p> {
    /// A whole environment as the last layer.
    pub(crate) fn environment(program: &'p Program, id: EnvironmentId) -> Self {
        let known = program.environment(id);
        Self { name: "--set", environment: Some(id), inputs: &known.inputs, overrides: &known.overrides }
    }
}

/// An override, found by the instance it changes.
#[derive(Clone, Copy)]
pub(crate) struct OverrideRun<'p> {
    pub(crate) layer: LayerId,
    pub(crate) key: Option<Symbol>,
    pub(crate) over: &'p Override,
}

/// The environments that `id` extends and itself, the root first.
pub(crate) fn chain(program: &Program, id: EnvironmentId) -> Vec<EnvironmentId> {
    let mut chain = vec![id];
    let mut at = id;
    // A chain is never longer than there are environments, so a cycle that slipped through ends here.
    while let Some(parent) = program.environment(at).extends.filter(|_| chain.len() <= program.environments.len()) {
        chain.push(parent);
        at = parent;
    }
    chain.reverse();
    chain
}

impl<'p> Machine<'p> {
    /// Lays the layers of an environment over each other.
    pub(crate) fn lay(&mut self, environment: Option<EnvironmentId>, extra: Option<Extra<'p>>) {
        for name in ["default", "spec"] {
            let name = self.symbols.intern(name);
            self.layers.push(LayerRun {
                name,
                span: None,
                environment: None,
                inputs: &[],
                overrides: &[],
                binds: [None; 2],
            });
        }
        for id in environment.map(|id| chain(self.program, id)).unwrap_or_default() {
            let known = self.program.environment(id);
            self.layers.push(LayerRun {
                name: known.name,
                span: Some(known.span),
                environment: Some((id, known)),
                inputs: &known.inputs,
                overrides: &known.overrides,
                binds: [None; 2],
            });
            (self.environment, self.environment_span) = (known.name, known.span);
        }
        if let Some(extra) = extra {
            let name = self.symbols.intern(extra.name);
            self.layers.push(LayerRun {
                name,
                span: None,
                environment: extra.environment.map(|id| (id, self.program.environment(id))),
                inputs: extra.inputs,
                overrides: extra.overrides,
                binds: [None; 2],
            });
        }
    }

    /// The layers with their numbers, lowest first.
    pub(crate) fn layer_ids(&self) -> impl DoubleEndedIterator<Item = (LayerId, &LayerRun<'p>)> {
        self.layers.iter().enumerate().map(|(at, layer)| (LayerId(at as u16), layer))
    }

    /// The layer of an environment that is part of this one.
    pub(crate) fn layer_of(&self, environment: EnvironmentId) -> Option<LayerId> {
        let mut ids = self.layer_ids();
        ids.find(|(_, layer)| layer.environment.is_some_and(|(id, _)| id == environment)).map(|(id, _)| id)
    }

    /// The name of a layer, if it is one that people wrote for an environment.
    pub(crate) fn layer_name(&self, layer: LayerId) -> Option<String> {
        let run = self.layers.get(usize::from(layer.0)).filter(|_| layer > SPEC)?;
        Some(self.owned(run.name))
    }

    /// A frame for what a layer writes, the names of its header bound.
    pub(crate) fn layer_frame(&mut self, layer: LayerId) -> Frame {
        let at = self.bare_frame(layer);
        let binds = self.layers.get(usize::from(layer.0)).map_or([None; 2], |run| run.binds);
        self.bind_all(at, binds);
        at
    }

    pub(crate) fn bind_all(&mut self, at: Frame, binds: Binds) {
        for (local, value) in binds.into_iter().flatten() {
            self.bind(at, local, value);
        }
    }

    /// All overrides by the instance they change, those of a layer together, those of one key last among them.
    pub(crate) fn collect_overrides(&mut self) -> Vec<OverrideRun<'p>> {
        let mut all = Vec::new();
        for at in 0..self.layers.len() {
            let layer = LayerId(at as u16);
            let overrides = self.layers.get(at).map_or(&[][..], |run| run.overrides);
            for over in overrides {
                let key = match over.key.map(|key| self.override_key(layer, key)) {
                    None => None,
                    Some(Ok(key)) => Some(key),
                    Some(Err(_)) => continue,
                };
                all.push(OverrideRun { layer, key, over });
            }
        }
        all.sort_by_key(|run| (run.over.instance, run.layer, run.key.is_some()));
        all
    }

    fn override_key(&mut self, layer: LayerId, key: values::ExprId) -> Eval<Symbol> {
        let at = self.layer_frame(layer);
        self.within(at, |machine, at| {
            let value = machine.eval(key, at)?;
            machine.key_text(value, key)
        })
    }
}
