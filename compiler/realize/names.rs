//! Names of instances in the outside world, by the words that their target declares.

use eval::{Spelling, Whence, spell};
use resources::Sink;
use values::{InstanceId, Value};

use crate::Stage;

impl Stage<'_> {
    /// The name of an instance in the outside world, by the words that its target declares.
    pub(crate) fn spelled_name(&mut self, target: u16, of: Option<InstanceId>, spelling: Spelling) -> String {
        let deployment = self.deployment;
        let graph = &deployment.graph;
        if let Some(given) = of.and_then(|instance| self.given_name(instance)) {
            return given;
        }
        let mut words = Vec::new();
        for word in self.words_of(target) {
            match word.as_str() {
                "app" => words.push(graph.text(graph.app).to_owned()),
                "environment" => words.push(graph.text(graph.environment).to_owned()),
                "instance" => words.extend(of.map(|instance| self.path_once(target, instance))),
                other => words.push(other.to_owned()),
            }
        }
        if words.is_empty() {
            words.push(graph.text(graph.app).to_owned());
        }
        spell(&words.iter().map(String::as_str).collect::<Vec<_>>(), spelling)
    }

    /// The path of an instance; what was renamed keeps its first one where Terraform would make it anew.
    fn path_once(&self, target: u16, instance: InstanceId) -> String {
        let was = self.field(instance, "was").and_then(|was| self.realizer.plain_text(was));
        let was = was.filter(|_| self.sink_of(target) == Sink::Terraform);
        was.unwrap_or_else(|| self.whence_name(Whence::Instance(instance)))
    }

    /// The name that the spec gives to an instance, as others know it.
    fn given_name(&self, instance: InstanceId) -> Option<String> {
        match self.field(instance, "name")? {
            Value::Str(name) => Some(self.deployment.graph.text(name).to_owned()),
            _ => None,
        }
    }

    /// The words that a target makes names of; the instance alone where it says nothing.
    fn words_of(&mut self, target: u16) -> Vec<String> {
        let given = self.realizer.given(target, "names").map(|slot| slot.value);
        let Some(Value::List(slice)) = given else { return vec!["instance".to_owned()] };
        let words: Vec<Value> = self.realizer.values().slice(slice).iter().map(|slot| slot.value).collect();
        words.into_iter().filter_map(|word| self.realizer.plain_text(word)).collect()
    }
}
