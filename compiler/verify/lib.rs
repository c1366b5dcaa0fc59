//! What realizations make of a component's fields, found by reading them: each field is used, or ignored with a reason.
//!
//! Takes a `Program`, gives diagnostics for realizations that say nothing of a field. Promises to count a field as used
//! only where its value goes somewhere: asking whether it is there is not enough. It evaluates nothing.

mod leaves;
mod problem;
mod reads;
mod walk;

use program::{Program, Realization, RealizationItem, ResourceClass, Sink};
use source::Diagnostic;

use leaves::Leaf;
use problem::Problem;
use reads::{Path, Reads};

pub use problem::CODES;

/// Which realizations are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Those that a user's packages hold: the library's were verified when it was built.
    Own,
    /// All of them.
    All,
}

/// The realizations that leave something out, each with what.
pub fn verify(program: &Program, scope: Scope) -> Vec<Diagnostic> {
    let all = program.realizations.iter();
    let looked_at = all.filter(|known| scope == Scope::All || !known.embedded);
    // One that has settings only realizes nothing, and is refused where an instance needs it.
    let real: Vec<&Realization> = looked_at.filter(|known| !known.items.is_empty() || known.by.is_some()).collect();
    let missing = real.iter().filter_map(|known| missing_outs(program, known));
    let unused = real.iter().filter_map(|known| left_out(program, known));
    let unprotected = real.iter().filter_map(|known| unprotected(program, known));
    missing.chain(unused).chain(unprotected).collect()
}

/// What keeps data is made of resources on Terraform, and none of them is said to hold state.
fn unprotected(program: &Program, realization: &Realization) -> Option<Diagnostic> {
    let (component, target) = (program.component(realization.component), program.target(realization.target));
    let mut made = realization.items.iter().filter_map(|item| match item {
        RealizationItem::Resource(resource) if resource.class == ResourceClass::Resource => Some(resource),
        _ => None,
    });
    let first = made.next().filter(|_| component.stateful && target.sink == Sink::Terraform)?;
    if first.stateful || made.any(|resource| resource.stateful) {
        return None;
    }
    let [component, target] = [component.name, target.name].map(|name| program.text(name).to_owned());
    Some(Problem::Unprotected { span: realization.span, component, target }.diagnostic())
}

/// Outputs that nobody says anything of.
fn missing_outs(program: &Program, realization: &Realization) -> Option<Diagnostic> {
    let component = program.component(realization.component);
    let is_given = |at: usize| {
        let given = |item: &RealizationItem| matches!(item, RealizationItem::Out(out, _) if out.index() == at);
        realization.items.iter().any(given)
    };
    let outs = component.outs.iter().enumerate();
    let missing = outs.filter(|(at, out)| out.default.is_none() && !is_given(*at));
    let outs: Vec<String> = missing.map(|(_, out)| program.text(out.name).to_owned()).collect();
    if outs.is_empty() {
        return None;
    }
    let component = program.text(component.name).to_owned();
    let target = program.text(program.target(realization.target).name).to_owned();
    Some(Problem::MissingOut { span: realization.span, component, target, outs }.diagnostic())
}

fn left_out(program: &Program, realization: &Realization) -> Option<Diagnostic> {
    // One that is made of instances hands its fields on in their bodies, which are walked with the component's own.
    let reads = walk::reads_of(program, realization);
    let ignored: Vec<Path> = realization.items.iter().flat_map(ignored).collect();
    let leaves = leaves::of_component(program, realization.component);
    let missed = leaves.iter().filter(|leaf| !is_covered(leaf, &reads, &ignored));
    let missed: Vec<String> = missed.map(|leaf| leaf.spell(program)).collect();
    if missed.is_empty() {
        return None;
    }
    let component = program.text(program.component(realization.component).name).to_owned();
    let target = program.text(program.target(realization.target).name).to_owned();
    Some(Problem::Unused { span: realization.span, component, target, fields: missed }.diagnostic())
}

fn ignored(item: &RealizationItem) -> Vec<Path> {
    match item {
        RealizationItem::Ignore(rule) => rule.ignored.iter().map(|ignored| Path(ignored.path.clone())).collect(),
        _ => Vec::new(),
    }
}

fn is_covered(leaf: &Leaf, reads: &Reads, ignored: &[Path]) -> bool {
    reads.cases.contains(&leaf.0)
        || reads.used.iter().chain(ignored).any(|path| leaf.0.starts_with(path))
        // What is read of the elements of a collection is read of it.
        || reads.used.iter().any(|path| path.is_below(&leaf.0))
        || ignored.iter().any(|path| path.is_below(&leaf.0))
}
