//! What a spec says and a target can't express: the loss report.

use eval::{What, Whence};
use program::{Ignored, ResourceClass};
use resources::{Loss, Sink};
use source::Span;
use values::{InstanceId, Origin, Slot, Symbol, Value};

use crate::Stage;

/// The field by which an instance takes over what exists.
const ADOPT: &str = "adopt";

impl Stage<'_> {
    /// What the realization of an instance leaves out of what the spec set.
    pub(crate) fn losses_of(&mut self, instance: InstanceId, target: u16) -> Vec<Loss> {
        let mut losses = Vec::new();
        for rule in self.realizer.ignored(instance) {
            for ignored in &rule.ignored {
                let Some(span) = self.set_at(instance, ignored) else { continue };
                let field = ignored.path.iter().map(|part| self.program.text(*part)).collect::<Vec<_>>().join(".");
                losses.push(Loss {
                    instance: self.whence_name(Whence::Instance(instance)),
                    target: self.whence_name(Whence::Target(target)),
                    field,
                    reason: self.program.text(rule.because).to_owned(),
                    span,
                });
            }
        }
        let lost = self.lost_identity(instance, target).into_iter();
        let more: Vec<Loss> = lost.filter(|lost| losses.iter().all(|known| known.field != lost.field)).collect();
        losses.extend(more);
        losses
    }

    /// The resource that stands for what an instance takes over: the main one, where there is one alone and the
    /// realization doesn't say that nothing is.
    pub(crate) fn taken_over(&mut self, instance: InstanceId) -> Option<u32> {
        let adopt = self.program.symbols.find(ADOPT)?;
        let is_adopt = |ignored: &Ignored| ignored.path.first() == Some(&adopt);
        if self.realizer.ignored(instance).iter().any(|rule| rule.ignored.iter().any(is_adopt)) {
            return None;
        }
        let all = self.realizer.made(Whence::Instance(instance));
        all.into_iter().find(|made| {
            let made = self.realizer.get(*made).filter(|made| made.key.is_none());
            made.is_some_and(|made| match made.what {
                What::Resource(of) => of.class == ResourceClass::Resource && self.program.text(of.local) == "main",
                What::File(_) => false,
            })
        })
    }

    /// What every instance may say of itself, and only a target that keeps state can do.
    fn lost_identity(&mut self, instance: InstanceId, target: u16) -> Vec<Loss> {
        let reasons: &[(&str, &str)] = match self.sink_of(target) {
            Sink::Terraform => &[(ADOPT, "it becomes nothing that Terraform could take over by one id")],
            Sink::Compose => &[
                (ADOPT, "Compose takes nothing over by an id: what it finds under the same name is used"),
                ("protect", "Compose deletes a volume only where it is told to: `down --volumes`"),
            ],
            Sink::Kubernetes => &[
                (ADOPT, "a manifest takes nothing over by an id: what it finds under the same name is changed"),
                ("protect", "a manifest keeps nothing from deletion: the reclaim policy of the storage class does"),
            ],
        };
        let lost = reasons.iter().filter_map(|(field, reason)| {
            let slot = self.part(self.deployment.graph.instance(instance).fields, self.program.symbols.find(field)?)?;
            Some(Loss {
                instance: self.whence_name(Whence::Instance(instance)),
                target: self.whence_name(Whence::Target(target)),
                field: (*field).to_owned(),
                reason: (*reason).to_owned(),
                span: self.written_in(slot)?,
            })
        });
        let lost: Vec<Loss> = lost.collect();
        let is_done =
            !lost.is_empty() && self.sink_of(target) == Sink::Terraform && self.taken_over(instance).is_some();
        if is_done { Vec::new() } else { lost }
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
