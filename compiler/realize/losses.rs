//! What a spec says and a target can't express: the loss report.

use program::Ignored;
use resources::{Loss, Sink};
use source::Span;
use values::{InstanceId, Origin, Slot, Symbol, Value};

use crate::Stage;

impl Stage<'_> {
    /// What the realization of an instance leaves out of what the spec set.
    pub(crate) fn losses_of(&mut self, instance: InstanceId, target: u16) -> Vec<Loss> {
        let mut losses = Vec::new();
        for rule in self.realizer.ignored(instance) {
            for ignored in &rule.ignored {
                let Some(span) = self.set_at(instance, ignored) else { continue };
                let field = ignored.path.iter().map(|part| self.program.text(*part)).collect::<Vec<_>>().join(".");
                losses.push(Loss {
                    instance: self.whence_name(eval::Whence::Instance(instance)),
                    target: self.whence_name(eval::Whence::Target(target)),
                    field,
                    reason: self.program.text(rule.because).to_owned(),
                    span,
                });
            }
        }
        losses.extend(self.lost_identity(instance, target));
        losses
    }

    /// What every instance may say of itself, and only a target that keeps state can do.
    fn lost_identity(&self, instance: InstanceId, target: u16) -> Vec<Loss> {
        let reasons: &[(&str, &str)] = match self.sink_of(target) {
            Sink::Terraform => &[],
            Sink::Compose => &[
                ("adopt", "Compose takes nothing over by an id: what it finds under the same name is used"),
                ("protect", "Compose deletes a volume only where it is told to: `down --volumes`"),
            ],
            Sink::Kubernetes => &[
                ("adopt", "a manifest takes nothing over by an id: what it finds under the same name is changed"),
                ("protect", "a manifest keeps nothing from deletion: the reclaim policy of the storage class does"),
            ],
        };
        let lost = reasons.iter().filter_map(|(field, reason)| {
            let slot = self.part(self.deployment.graph.instance(instance).fields, self.program.symbols.find(field)?)?;
            Some(Loss {
                instance: self.whence_name(eval::Whence::Instance(instance)),
                target: self.whence_name(eval::Whence::Target(target)),
                field: (*field).to_owned(),
                reason: (*reason).to_owned(),
                span: self.written_in(slot)?,
            })
        });
        lost.collect()
    }

    /// Where the spec sets what is ignored; nothing where it leaves the default.
    fn set_at(&self, instance: InstanceId, ignored: &Ignored) -> Option<Span> {
        let graph = &self.deployment.graph;
        let mut value = graph.instance(instance).fields;
        let mut found: Option<Slot> = None;
        for part in &ignored.path {
            let slot = self.part(value, *part)?;
            value = slot.value;
            found = Some(slot);
        }
        self.written_in(found?)
    }

    /// What stands under a name in a record, a case or a map.
    pub(crate) fn part(&self, value: Value, name: Symbol) -> Option<Slot> {
        let values = &self.deployment.graph.values;
        let in_record = |record, start: u32| {
            let at = self.program.record(record).find(name)?;
            Some(values.slot(start + u32::from(at)))
        };
        match value {
            Value::Record { record, start } => in_record(record, start),
            Value::Case { union, case, body } => in_record(self.program.union(union).case(case).record?, body),
            Value::Map(map) => values.map(map).iter().find(|entry| entry.key == name).map(|entry| entry.slot),
            _ => None,
        }
    }

    /// Where a layer above the defaults writes a value or something in it.
    pub(crate) fn written_in(&self, slot: Slot) -> Option<Span> {
        let is_said = slot.origin != Origin::NONE && slot.origin.layer > values::LayerId(0);
        if is_said && !slot.value.is_absent() {
            return Some(self.program.span(slot.origin.expr));
        }
        None
    }
}
