//! Secrets: never their values, only where each consumer finds them.

use resources::{Fallback, Node, Sink, Variable};
use values::{InstanceId, Symbol, Value};

use crate::Stage;
use crate::fragment::Writer;

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
            Sink::Kubernetes | Sink::Terraform => {
                self.not_writable(value, "a secret goes where only a reference to it is kept");
                None
            }
        }
    }

    /// Asks whoever starts the unit for a secret.
    fn ask_secret(&mut self, variable: &str, owner: InstanceId, name: Symbol) {
        let doc = self.stage.entry_doc(owner, name);
        let origin = self.origin(None);
        let arena = &mut self.fragment.arena;
        let (name, doc, value) = (arena.piece(variable), arena.piece(&doc), arena.piece(""));
        let unit = self.unit;
        self.fragment.variables.push(Variable { unit, name, doc, value, origin });
    }
}

impl Stage<'_> {
    /// What a secret is, for whoever has to provide it.
    fn entry_doc(&self, owner: InstanceId, name: Symbol) -> String {
        let graph = &self.deployment.graph;
        let instance = graph.instance(owner);
        let what = match self.realizer.text(name) {
            "" => String::new(),
            name => format!("{} of ", name.replace('_', " ")),
        };
        let doc = instance.doc.map(|doc| format!(": {}", graph.text(doc).trim())).unwrap_or_default();
        let length = match self.field(owner, "length") {
            Some(Value::Int(length)) => format!(", {length} characters"),
            _ => String::new(),
        };
        let text =
            format!("{what}{} `{}`{length}{doc}", graph.text(instance.component_name), graph.text(instance.path));
        let mut letters = text.chars();
        letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
    }

    /// The value of an instance's field, if its component has one of that name.
    pub(crate) fn field(&self, instance: InstanceId, name: &str) -> Option<Value> {
        let graph = &self.deployment.graph;
        let Value::Record { record, start } = graph.instance(instance).fields else { return None };
        let at = self.program.record(record).find(self.program.symbols.find(name)?)?;
        Some(graph.values.slot(start + u32::from(at)).value)
    }
}
