//! Secrets: never their values, only where each consumer finds them.

use resources::{Fallback, Node, Sink, Variable};
use values::{InstanceId, Symbol, Value};

use crate::Stage;
use crate::fragment::Writer;
use crate::problem::Problem;

impl Writer<'_, '_> {
    /// A secret where it is used.
    pub(crate) fn entry(&mut self, owner: InstanceId, name: Symbol, value: Value) -> Option<Node> {
        match self.sink {
            Sink::Compose => {
                let variable = self.stage.realizer.entry_variable(owner, name);
                self.ask_secret(&variable, owner, name);
                let why = self.fragment.arena.piece("");
                Some(self.fragment.arena.hole(&variable, Fallback::Required(why)))
            }
            Sink::Terraform => self.kept_value(owner, name, value),
            Sink::Kubernetes => {
                self.not_writable(value, "a secret goes where only a reference to it is kept");
                None
            }
        }
    }

    /// The value of a secret for an attribute that keeps none: as the secret's owner reads it back.
    fn kept_value(&mut self, owner: InstanceId, name: Symbol, value: Value) -> Option<Node> {
        match self.stage.realizer.kept_value(owner, name, self.target) {
            Some(kept) => self.node(kept, None),
            // What has no meaning on its target was reported as that.
            None if !self.stage.is_realized(owner) => None,
            None => {
                let why = match self.stage.realizer.target_at(owner) == Some(self.target) {
                    true => {
                        "nothing keeps it: its realization has to name it in `keeps`, and its target to have a `handover`"
                    }
                    false => "the target of its owner keeps it where this module can't read it",
                };
                self.not_writable(value, why);
                None
            }
        }
    }

    /// Tells whoever starts the unit of an input, with its default.
    pub(crate) fn ask_input(&mut self, input: &str, default: Value) {
        let doc = self.stage.input_doc(input).unwrap_or_else(|| format!("Input `{input}`"));
        let value = self.stage.realizer.plain_text(default).unwrap_or_default();
        let origin = self.origin(None);
        let arena = &mut self.fragment.arena;
        let variable = eval::variable_name(input);
        let (name, doc, value) = (arena.piece(&variable), arena.piece(&doc), arena.piece(&value));
        let unit = self.unit;
        self.fragment.variables.push(Variable { unit, name, doc, value, origin });
    }

    /// Asks whoever starts the unit for a secret.
    fn ask_secret(&mut self, variable: &str, owner: InstanceId, name: Symbol) {
        let doc = self.stage.realizer.entry_doc(owner, name);
        let origin = self.origin(None);
        let arena = &mut self.fragment.arena;
        let (name, doc, value) = (arena.piece(variable), arena.piece(&doc), arena.piece(""));
        let unit = self.unit;
        self.fragment.variables.push(Variable { unit, name, doc, value, origin });
    }
}

impl Stage<'_> {
    /// The value of an instance's field, if its component has one of that name.
    pub(crate) fn field(&self, instance: InstanceId, name: &str) -> Option<Value> {
        let graph = &self.deployment.graph;
        let Value::Record { record, start } = graph.instance(instance).fields else { return None };
        let at = self.program.record(record).find(self.program.symbols.find(name)?)?;
        Some(graph.values.slot(start + u32::from(at)).value)
    }
}

impl Stage<'_> {
    /// Proves that each secret that is fetched has somebody who puts it there.
    pub(crate) fn report_missing_producers(&mut self) {
        for fetched in self.realizer.without_producer() {
            // What has no meaning on its target was reported as that.
            if !self.is_realized(fetched.owner) {
                continue;
            }
            let path = self.realizer.entry_path(fetched.owner, fetched.name);
            let graph = &self.deployment.graph;
            let mut edges = graph.needs(fetched.consumer).filter(|edge| edge.to == fetched.owner);
            let declared = graph.instance(fetched.owner).span;
            let span = edges.find(|edge| edge.secret).map_or(graph.instance(fetched.consumer).span, |edge| edge.span);
            let named = |instance| self.whence_name(eval::Whence::Instance(instance));
            let target = self.realizer.target_at(fetched.owner).map(eval::Whence::Target);
            let problem = Problem::NoProducer {
                span,
                path,
                consumer: named(fetched.consumer),
                owner: named(fetched.owner),
                target: target.map(|target| self.whence_name(target)).unwrap_or_default(),
                declared,
            };
            self.diagnostics.push(problem.diagnostic());
        }
    }
}
