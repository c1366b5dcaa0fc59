//! `infra targets`: what each component means on each target, and what is ignored there.

use program::{Program, Realization, RealizationItem};
use syntax::Decl;

use crate::host::{Host, MemoryHost};
use crate::pipeline::{Checked, evaluate_with};
use crate::project::{Request, library};

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

/// Everything that the library and a spec realize, by component and target.
pub fn targets(host: &dyn Host, request: &Request) -> (Checked, Vec<Meaning>) {
    let mut checked = evaluate_with(host, request, &everything());
    if checked.project.packages.is_empty() {
        // Outside of any spec the library stands for itself.
        let nowhere = MemoryHost::new([("/nowhere/app.infra", "app nowhere { domain = \"nowhere.example.com\" }\n")]);
        checked = evaluate_with(&nowhere, &Request::new("/nowhere", "/", &[]), &everything());
    }
    let program = &checked.program;
    let real = program.realizations.iter().filter(|known| !program.is_unwritten(known));
    let mut all: Vec<Meaning> = real.map(|known| meaning(&checked, program, known)).collect();
    all.sort_by(|a, b| (&a.component, &a.target).cmp(&(&b.component, &b.target)));
    (checked, all)
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
            when: rule.condition.map(|at| checked.project.sources.text(program.span(at)).to_owned()),
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

/// A file that names all that the library declares, so that all of it is looked at.
fn everything() -> String {
    let (mut params, mut layers) = (Vec::new(), String::new());
    for (_, text) in library() {
        let parse = syntax::parse(source::FileId(0), text);
        for decl in syntax::File(parse.root(text)).decls() {
            let Some(name) = decl.name() else { continue };
            match decl {
                Decl::Component(_) => params.push(format!("of_{0}: {0}", name.text)),
                Decl::Target(_) => layers.push_str(&format!("layer __on_{0} {{ target {0} }}\n", name.text)),
                _ => {}
            }
        }
    }
    format!("fn __every({}): int = 1\n{layers}", params.join(", "))
}
