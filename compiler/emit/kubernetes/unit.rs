//! One folder of manifests and the `kustomization.yaml` that holds it together.

use std::collections::BTreeSet;

use resources::{Entry, INPUTS, Kind, Node, Variable};

use super::file::file;
use super::text::STYLE;
use crate::out::{At, Out};
use crate::output::{Content, OutputFile, Slot};
use crate::yaml;

/// Writes the files of a unit.
pub(crate) fn unit(content: &Content<'_>, files: &mut Vec<OutputFile>) {
    let mut extra: &[Slot<'_>] = &[];
    let mut paths = Vec::new();
    for (path, slots) in content.files() {
        if slots.iter().all(|slot| slot.is(Kind::Kustomization)) {
            extra = slots;
            continue;
        }
        let mut out = content.out();
        file(slots, &mut out);
        files.push(content.file(path, out));
        paths.push(path);
    }
    let mut out = content.out();
    kustomization(&paths, extra, &mut out);
    files.push(content.file("kustomization.yaml", out));
    if let Some(inputs) = inputs(content) {
        files.push(content.file(INPUTS, inputs));
    }
}

/// The inputs that are known when the unit is applied, a line each, as a generator of a ConfigMap reads them.
fn inputs(content: &Content<'_>) -> Option<Out> {
    let mut out = Out::default();
    out.buf.extend(["# What is known when this is applied: set the values here, then `kubectl apply --kustomize`.\n"]);
    let mut seen = false;
    for (at, fragment) in content.set.fragments.iter().enumerate() {
        let arena = &fragment.arena;
        for Variable { name, doc, value, origin, .. } in fragment.variables.iter().filter(|it| it.unit == content.id) {
            seen = true;
            out.mark(At::new(arena, at as u32, *origin));
            for line in arena.str(*doc).lines() {
                out.buf.extend(["# ", line.trim_end(), "\n"]);
            }
            out.buf.extend([arena.str(*name), "=", arena.str(*value), "\n"]);
        }
    }
    seen.then_some(out)
}

/// The list of files, and what instances add to it: lists of one key are joined, of other values the last holds.
fn kustomization(paths: &[&str], extra: &[Slot<'_>], out: &mut Out) {
    out.buf.push_str("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n");
    let keys: BTreeSet<&str> = entries(extra).map(|(at, one)| at.str(one.key)).collect();
    for key in keys.iter().filter(|key| matches!(**key, "namespace" | "namePrefix" | "nameSuffix")) {
        joined(key, extra, out);
    }
    if !paths.is_empty() {
        out.buf.push_str("resources:\n");
        for path in paths {
            out.buf.push_str("  - ");
            yaml::text(path, out);
        }
    }
    for key in keys.iter().filter(|key| !matches!(**key, "namespace" | "namePrefix" | "nameSuffix")) {
        joined(key, extra, out);
    }
}

fn entries<'a>(slots: &[Slot<'a>]) -> impl DoubleEndedIterator<Item = (At<'a>, &'a Entry)> {
    slots.iter().flat_map(|slot| slot.entries().iter().map(|one| (slot.at(), one)))
}

fn joined(key: &str, slots: &[Slot<'_>], out: &mut Out) {
    let of_key = || entries(slots).filter(|(at, one)| at.str(one.key) == key);
    let lists: Vec<_> = of_key().filter(|(_, one)| matches!(one.node, Node::List(_))).collect();
    if lists.is_empty() {
        if let Some((at, one)) = of_key().next_back() {
            yaml::entry(at, one, STYLE, out);
        }
        return;
    }
    for (nth, (at, one)) in lists.into_iter().enumerate() {
        if nth == 0 {
            yaml::heading(at.child(one), key, out);
        }
        if let Node::List(run) = one.node {
            yaml::items(at.child(one).inner(), run, STYLE, out);
        }
    }
}
