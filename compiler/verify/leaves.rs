//! The leaves of a component's fields: what a realization has to account for.

use program::{Program, Ty, Type};
use values::{ComponentId, RecordId, Symbol};

use crate::reads::Path;

/// How deep records are looked into; deeper ones count as a whole.
const DEEPEST: usize = 6;

/// The fields that every instance has come first, and are the compiler's own business.
const UNIVERSAL: usize = 7;

/// A field, or something in it, that has no parts of its own.
#[derive(Clone, Debug)]
pub(crate) struct Leaf(pub(crate) Path);

impl Leaf {
    /// Its path as people write it.
    pub(crate) fn spell(&self, program: &Program) -> String {
        self.0.0.iter().map(|name| program.text(*name)).collect::<Vec<_>>().join(".")
    }
}

/// All leaves of a component.
pub(crate) fn of_component(program: &Program, component: ComponentId) -> Vec<Leaf> {
    let mut found = Vec::new();
    let fields = &program.record(program.component(component).fields).fields;
    for field in fields.iter().skip(UNIVERSAL) {
        collect(program, field.ty, &Path(vec![field.name]), &mut found);
    }
    found
}

fn collect(program: &Program, ty: Ty, path: &Path, found: &mut Vec<Leaf>) {
    let ty = match program.types.of(ty) {
        Type::Optional(of) => program.types.of(of),
        other => other,
    };
    match ty {
        Type::Record(record) if path.0.len() < DEEPEST => collect_record(program, record, path, found),
        Type::Union(union) if path.0.len() < DEEPEST => {
            let cases = &program.union(union).cases;
            let parts: Vec<(Symbol, RecordId)> =
                cases.iter().filter_map(|case| Some((case.name, case.record?))).collect();
            // Which case it is has to go somewhere, too.
            found.push(Leaf(path.clone()));
            for (case, record) in parts {
                collect_record(program, record, &path.then(case), found);
            }
        }
        _ => found.push(Leaf(path.clone())),
    }
}

fn collect_record(program: &Program, record: RecordId, path: &Path, found: &mut Vec<Leaf>) {
    for field in &program.record(record).fields {
        collect(program, field.ty, &path.then(field.name), found);
    }
}
