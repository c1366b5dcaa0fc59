//! Values that can't change without the resource being made anew, and what a spec says that would change them.

use catalog::{Field, Shape};
use program::ResourceClass;
use resources::{Node, Sink};
use source::Span;
use values::InstanceId;

use crate::fragment::Writer;
use crate::problem::Problem;

impl<'a> Writer<'_, 'a> {
    /// Whether a change at a field makes the resource at hand anew, and what it holds is lost with it.
    pub(crate) fn is_held(&self, field: Option<Field<'a>>, shape: Option<Shape<'a>>) -> bool {
        let holds = self.resource.is_some_and(|known| known.stateful && known.class == ResourceClass::Resource);
        holds && self.sink == Sink::Terraform && field.is_some_and(|field| self.is_immutable(field, shape))
    }

    fn is_immutable(&self, field: Field<'a>, shape: Option<Shape<'a>>) -> bool {
        let note = shape.map_or(0, Shape::note);
        self.stage.notes.is_immutable(&self.stage.program.refined, field, note)
    }

    /// Warns of an input where a change makes what holds state anew: another value at each apply is what it is for.
    pub(crate) fn judge_input(&mut self, name: &str) {
        if self.is_held {
            let (attribute, (span, realization)) = (self.attribute(), self.spans());
            let input = name.to_owned();
            self.stage.diagnostics.push(Problem::InputHeld { span, attribute, input, realization }.diagnostic());
        }
    }

    /// Warns of a name that differs from that of what an instance takes over: the first apply would change it.
    pub(crate) fn judge_adopted(&mut self, field: Option<Field<'a>>, node: Node, shape: Option<Shape<'a>>) {
        let (Node::Text(text), Some(resource), Some(field)) = (node, self.resource, field) else { return };
        let is_main = self.path.len() == 2 && self.stage.program.text(resource.local) == "main";
        let rule = shape.and_then(|shape| self.stage.notes.name(&self.stage.program.refined, shape.note()));
        let eval::Whence::Instance(instance) = self.whence else { return };
        if !is_main || rule.is_none() || self.sink != Sink::Terraform {
            return;
        }
        let name = self.fragment.arena.str(text).to_owned();
        let Some((adopted, span)) = self.adopted(instance).filter(|(id, _)| !id.contains(&name)) else { return };
        if self.stage.taken_over(instance).is_none() {
            return;
        }
        let (attribute, realization) = (self.attribute(), self.spans().1);
        let anew = self.is_immutable(field, shape);
        let problem = Problem::AdoptRenamed { span, adopted, attribute, name, anew, realization };
        self.stage.diagnostics.push(problem.diagnostic());
    }

    /// The id of what an instance takes over, and where the spec says it.
    fn adopted(&self, instance: InstanceId) -> Option<(String, Span)> {
        let fields = self.stage.deployment.graph.instance(instance).fields;
        let slot = self.stage.part(fields, self.stage.program.symbols.find("adopt")?)?;
        Some((self.stage.realizer.plain_text(slot.value)?, self.stage.written_in(slot)?))
    }
}
