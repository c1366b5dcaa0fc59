//! Units: the output folders of an environment, and which target goes to which.

use program::Sink as TargetSink;
use resources::{Sink, Unit, UnitId};
use values::Value;

use crate::Stage;

/// The units of an environment.
#[derive(Clone, Debug, Default)]
pub(crate) struct Units {
    pub(crate) list: Vec<Unit>,
    /// The unit of each target.
    of: Vec<UnitId>,
}

impl Units {
    pub(crate) fn of(&self, target: u16) -> UnitId {
        self.of.get(usize::from(target)).copied().unwrap_or(UnitId(0))
    }
}

impl Stage<'_> {
    /// All Terraform targets of an environment share a unit, unless one names its own.
    pub(crate) fn plan_units(&mut self) -> Units {
        let mut units = Units::default();
        for at in 0..self.deployment.graph.targets.len() as u16 {
            let sink = self.sink_of(at);
            let own = self.setting(at, "unit");
            let folder = match own {
                Some(own) => format!("{}/{own}", folder_of(sink)),
                None => folder_of(sink).to_owned(),
            };
            let known = units.list.iter().position(|unit| unit.folder == folder);
            let id = known.unwrap_or_else(|| {
                units.list.push(Unit { sink, folder });
                units.list.len() - 1
            });
            units.of.push(UnitId(id as u16));
        }
        units
    }

    /// A path of the project as the files of a unit reach it.
    pub(crate) fn located(&self, unit: UnitId, path: &str) -> String {
        if path.starts_with('/') {
            return path.to_owned();
        }
        let depth = self.units.list.get(usize::from(unit.0)).map_or(0, |unit| unit.folder.split('/').count());
        let up = if self.root.starts_with('/') { 0 } else { depth + 1 };
        let above = std::iter::repeat_n("..", up).chain(self.root.split('/')).filter(|part| *part != ".");
        let parts: Vec<&str> = above.chain(path.split('/').filter(|part| !matches!(*part, "" | "."))).collect();
        parts.join("/")
    }

    /// The format of a target.
    pub(crate) fn sink_of(&self, target: u16) -> Sink {
        let slot = self.deployment.graph.targets.get(usize::from(target));
        match slot.map(|slot| self.program.target(slot.target).sink) {
            Some(TargetSink::Terraform) => Sink::Terraform,
            Some(TargetSink::Kubernetes) => Sink::Kubernetes,
            Some(TargetSink::Compose) | None => Sink::Compose,
        }
    }

    /// The text of a target's setting, where it is set to one.
    pub(crate) fn setting(&self, target: u16, name: &str) -> Option<String> {
        let graph = &self.deployment.graph;
        let slot = graph.targets.get(usize::from(target))?;
        let Value::Record { record, start } = slot.settings else { return None };
        let at = self.program.record(record).find(self.program.symbols.find(name)?)?;
        self.realizer.plain_text(graph.values.slot(start + u32::from(at)).value)
    }
}

fn folder_of(sink: Sink) -> &'static str {
    match sink {
        Sink::Terraform => "terraform",
        Sink::Kubernetes => "kubernetes",
        Sink::Compose => "compose",
    }
}
