//! `infra targets`: what each component means on each target, and what is ignored there.

use program::{Component, Program, Realization, RealizationItem};

use crate::host::{Host, MemoryHost};
use crate::pipeline::{Checked, evaluate_with};
use crate::project::{self, Request};

/// All components and targets, by name, and what the first mean on the second.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meanings {
    /// The components.
    pub components: Vec<About>,
    /// The targets.
    pub targets: Vec<String>,
    /// Those that mean something, by component and target.
    pub all: Vec<Meaning>,
}

/// A component by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub doc: String,
    /// The components of the instances that it is put together of; each means on a target what it means there.
    pub parts: Vec<String>,
}

/// A component on a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The component.
    pub component: String,
    /// The target.
    pub target: String,
    /// What is ignored there.
    pub ignored: Vec<Ignored>,
}

/// Fields that a realization ignores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// The fields.
    pub fields: Vec<String>,
    /// The condition, as it is written; always where there is none.
    pub when: Option<String>,
    /// Why.
    pub because: String,
}

impl Meanings {
    /// What a component means on a target, if anything.
    pub fn of(&self, component: &str, target: &str) -> Option<&Meaning> {
        let key = |meaning: &Meaning| (meaning.component.as_str(), meaning.target.as_str()).cmp(&(component, target));
        self.all.get(self.all.binary_search_by(key).ok()?)
    }

    /// Whether a component can stand on a target: by itself, or by its parts.
    pub fn is_known(&self, about: &About, target: &str) -> bool {
        let has_parts = || !about.parts.is_empty() && about.parts.iter().all(|part| self.of(part, target).is_some());
        self.of(&about.name, target).is_some() || has_parts()
    }
}

/// Everything that the library and a spec realize.
pub fn targets(host: &dyn Host, request: &Request) -> (Checked, Meanings) {
    let mut checked = evaluate_with(host, request, project::add_checked);
    if checked.project.packages.is_empty() {
        // Outside of any spec the library stands for itself.
        let nowhere = MemoryHost::new([("/nowhere/app.infra", "app nowhere { domain = \"nowhere.example.com\" }\n")]);
        checked = evaluate_with(&nowhere, &Request::new("/nowhere", "/", &[]), project::add_checked);
    }
    // What the spec doesn't use isn't wrong with it: the library may read a domain that the app doesn't have.
    let Checked { diagnostics, project, .. } = &mut checked;
    diagnostics.retain(|found| !project.sources.get(found.primary.span.file).embedded);
    let program = &checked.program;
    let real = program.realized().map(|(_, known)| known).filter(|known| !program.is_unwritten(known));
    let mut all: Vec<Meaning> = real.map(|known| meaning(&checked, program, known)).collect();
    all.sort_by(|a, b| (&a.component, &a.target).cmp(&(&b.component, &b.target)));
    let mut components: Vec<About> = program.components.iter().map(|component| about(program, component)).collect();
    components.sort_by(|a, b| a.name.cmp(&b.name));
    let mut targets: Vec<String> = program.targets.iter().map(|target| program.text(target.name).to_owned()).collect();
    targets.sort_unstable();
    (checked, Meanings { components, targets, all })
}

fn about(program: &Program, component: &Component) -> About {
    let text = |symbol| program.text(symbol).to_owned();
    let declared = component.inner.instances.iter().filter_map(|id| program.instances.get(id.0 as usize));
    let mut parts: Vec<String> = declared.map(|part| text(program.component(part.component).name)).collect();
    parts.sort_unstable();
    parts.dedup();
    About { name: text(component.name), doc: component.doc.map_or(String::new(), text), parts }
}

fn meaning(checked: &Checked, program: &Program, realization: &Realization) -> Meaning {
    let name = |symbol| program.text(symbol).to_owned();
    let ignored = realization.items.iter().filter_map(|item| match item {
        RealizationItem::Ignore(rule) => Some(Ignored {
            fields: rule
                .ignored
                .iter()
                .map(|one| one.path.iter().copied().map(name).collect::<Vec<_>>().join("."))
                .collect(),
            when: rule.condition.map(|at| on_one_line(checked.project.sources.text(program.span(at)))),
            because: name(rule.because),
        }),
        _ => None,
    });
    Meaning {
        component: name(program.component(realization.component).name),
        target: name(program.target(realization.target).name),
        ignored: ignored.collect(),
    }
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
