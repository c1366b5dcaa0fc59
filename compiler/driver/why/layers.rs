//! Which layers write a value: found in the program, where all that is written stands.

use graph::{ComponentGraph, Layer};
use program::{EntryKind, Environment, Expr, Owner, Program};
use values::{ExprId, Origin, Slice};

use super::path::{Holder, Part, Walk};
use super::{Written, inner_path};
use crate::project;

/// What writes the value of a walk, the highest layer first.
pub(super) fn written(program: &Program, graph: &ComponentGraph, walk: &Walk<'_>) -> Vec<Written> {
    let origin = walk.slot().origin;
    let mut found: Vec<Written> = Vec::new();
    let mut counted = false;
    for (at, layer) in graph.layers.iter().enumerate().rev() {
        for expr in exprs(program, graph, (at, layer), walk).into_iter().rev() {
            let comes_from_here = origin.expr == expr || (origin == Origin::NONE && at == 0);
            let counts = comes_from_here && !counted;
            counted |= counts;
            found.push(Written { layer: graph.text(layer.name).to_owned(), span: program.span(expr), counts });
        }
    }
    // A part of an expression was computed, not written: then the highest layer that writes around it counts.
    if let Some(highest) = found.first_mut().filter(|_| !counted) {
        highest.counts = true;
    }
    found
}

/// The expressions of one layer that write the value.
fn exprs(program: &Program, graph: &ComponentGraph, layer: (usize, &Layer), walk: &Walk<'_>) -> Vec<ExprId> {
    let environment = environment_of(program, graph, layer.1);
    let bodies = match walk.holder {
        Holder::Instance(id) => return of_instance(program, graph, (layer.0, environment), (id, walk)),
        Holder::Input(at) => {
            let name = graph.inputs.get(at).map(|input| input.name);
            let input = program.inputs.iter().find(|input| Some(input.name) == name);
            if layer.0 == 0 {
                return input.and_then(|input| input.default).into_iter().collect();
            }
            let values = environment.map_or(&[][..], |environment| &environment.inputs).iter();
            let values = values.filter(|value| Some(program.input(value.input).name) == name);
            values.map(|value| value.value).collect::<Vec<_>>()
        }
        Holder::Target(at) => {
            if layer.0 == 0 {
                return default(program, walk).into_iter().collect();
            }
            let target = graph.targets.get(at).map(|slot| slot.target);
            let uses = environment.map_or(&[][..], |environment| &environment.targets).iter();
            uses.filter(|each| Some(each.target) == target).map(|each| each.settings).collect()
        }
    };
    bodies.into_iter().filter_map(|body| inside(program, body, &walk.parts)).collect()
}

fn of_instance(
    program: &Program,
    graph: &ComponentGraph,
    (at, environment): (usize, Option<&Environment>),
    (id, walk): (values::InstanceId, &Walk<'_>),
) -> Vec<ExprId> {
    if at == 0 {
        return default(program, walk).into_iter().collect();
    }
    let decl = program.instance(program::DeclId(graph.instance(id).decl));
    let declares = match (decl.owner, environment) {
        (Owner::Environment(owner), Some(environment)) => std::ptr::eq(program.environment(owner), environment),
        (Owner::Environment(_), None) => false,
        (_, environment) => environment.is_none() && at == 1,
    };
    let own = declares.then_some(decl.body);
    let (top, names, key) = inner_path(graph, id);
    let overrides = environment.map_or(&[][..], |environment| &environment.overrides).iter();
    let meant = overrides.filter(|over| {
        let inner: Vec<&str> = over.inner.iter().map(|name| program.text(*name)).collect();
        let is_key = over.key.is_none_or(|expr| constant(program, expr) == key.as_deref());
        over.instance.0 == top && inner == names && is_key
    });
    let bodies = own.into_iter().chain(meant.map(|over| over.body));
    bodies.filter_map(|body| inside(program, body, &walk.parts)).collect()
}

/// The environment of a layer; the one made of `--set` has no place of its own.
fn environment_of<'p>(program: &'p Program, graph: &ComponentGraph, layer: &Layer) -> Option<&'p Environment> {
    let is_set = graph.text(layer.name) == project::SET;
    program.environments.iter().find(|environment| match layer.span {
        Some(span) => environment.span == span,
        None => is_set && program.text(environment.name) == project::LAYER,
    })
}

/// The default of the field that a walk ends at.
fn default(program: &Program, walk: &Walk<'_>) -> Option<ExprId> {
    match walk.parts.last()? {
        Part::Field(record, at) => program.record(*record).fields.get(usize::from(*at))?.default,
        Part::Key(_) => None,
    }
}

/// The expression below `body` that writes the parts, or the one around it that writes them all.
fn inside(program: &Program, body: ExprId, parts: &[Part]) -> Option<ExprId> {
    let Some((first, rest)) = parts.split_first() else { return Some(body) };
    let entries = match program.exprs.get(body) {
        Expr::Case(_, _, record) => return inside(program, record, parts),
        Expr::Record(_, entries) | Expr::Map(entries) => entries,
        _ => return None,
    };
    let value = entry(program, entries, first)?;
    Some(inside(program, value, rest).unwrap_or(value))
}

/// The last entry for a part; what a spread brings along counts as its own.
fn entry(program: &Program, entries: Slice, part: &Part) -> Option<ExprId> {
    program.exprs.entry_list(entries).iter().rev().find_map(|entry| match (entry.kind, part) {
        (EntryKind::Field(at, _), Part::Field(_, wanted)) => (at == *wanted).then_some(entry.value),
        (EntryKind::Key(key, _), Part::Key(wanted)) => (program.text(key) == wanted).then_some(entry.value),
        (EntryKind::Spread, _) => {
            let spread = match program.exprs.get(entry.value) {
                Expr::Let(id) => program.binding(id).value,
                _ => entry.value,
            };
            inside(program, spread, std::slice::from_ref(part))
        }
        _ => None,
    })
}

fn constant(program: &Program, expr: ExprId) -> Option<&str> {
    match program.exprs.get(expr) {
        Expr::Value(values::Value::Str(text)) => Some(program.text(text)),
        _ => None,
    }
}
