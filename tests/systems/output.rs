//! What specs come to: the files of an environment, what a change of the spec changes in them, which secrets one target
//! hands to another.

use std::collections::{BTreeMap, BTreeSet};

use driver::{Built, MemoryHost, Request, build};

/// The texts of files by their paths.
pub(crate) type Files = BTreeMap<String, String>;

/// Builds an environment of a spec.
pub(crate) fn built(spec: &[(String, String)], environment: &str) -> Files {
    let built = whole(spec, environment);
    let files = built.outputs.iter().flat_map(|output| &output.files);
    files.map(|file| (file.path.clone(), String::from_utf8_lossy(&file.bytes).into_owned())).collect()
}

/// What an environment of a spec sets to no effect.
pub(crate) fn losses(spec: &[(String, String)], environment: &str) -> String {
    let built = whole(spec, environment);
    let line =
        |loss: &resources::Loss| format!("{}.{} on {}: {}\n", loss.instance, loss.field, loss.target, loss.reason);
    built.losses.iter().map(|(_, loss)| line(loss)).collect()
}

fn whole(spec: &[(String, String)], environment: &str) -> Built {
    let mut host = MemoryHost::default();
    for (path, text) in spec {
        host = host.with(&format!("/spec/{path}"), text.as_bytes());
    }
    let built = build(&host, &Request::new("/spec", "/spec", &[]), Some(environment));
    let built = built.unwrap_or_else(|_| panic!("the spec has no environment `{environment}`"));
    let mistakes: Vec<String> = built.checked.diagnostics.iter().map(|found| found.message.clone()).collect();
    assert!(!built.outputs.is_empty(), "`{environment}` doesn't build:\n{}", mistakes.join("\n"));
    built
}

/// The lines that only one of two outputs has, file by file.
pub(crate) fn difference(old: &Files, new: &Files) -> String {
    let mut out = String::new();
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for path in paths {
        match (old.get(path), new.get(path)) {
            (Some(old), Some(new)) if old != new => {
                out += &format!("{path}\n");
                out += &changed_lines(old, new);
            }
            (Some(_), None) => out += &format!("{path} is gone\n"),
            (None, Some(_)) => out += &format!("{path} is new\n"),
            _ => {}
        }
    }
    out
}

/// What stands in one text and not in the other, by the longest run of lines that both have.
fn changed_lines(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let width = new.len() + 1;
    let mut common = vec![0_u32; (old.len() + 1) * width];
    for (i, line) in old.iter().enumerate().rev() {
        for (j, other) in new.iter().enumerate().rev() {
            let (skip_old, skip_new) = (common[(i + 1) * width + j], common[i * width + j + 1]);
            common[i * width + j] =
                if line == other { common[(i + 1) * width + j + 1] + 1 } else { skip_old.max(skip_new) };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, String::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || i < old.len() && common[(i + 1) * width + j] >= common[i * width + j + 1] {
            out += &format!("-{}\n", old[i]);
            i += 1;
        } else {
            out += &format!("+{}\n", new[j]);
            j += 1;
        }
    }
    out
}

/// The entries of the store that one side fetches, each proven to be put there by the other.
pub(crate) fn handed(files: &Files) -> String {
    let below = |folder: &str| {
        let texts = files.iter().filter(move |(path, _)| path.starts_with(folder));
        texts.map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n")
    };
    let (cluster, module) = (below("kubernetes/"), below("terraform/"));
    let mut lines = cluster.lines();
    let mut fetched = BTreeSet::new();
    while let Some(line) = lines.next() {
        if line.trim() == "remoteRef:" {
            let key = lines.next().and_then(|line| line.trim().strip_prefix("key: "));
            fetched.insert(key.expect("what is fetched has a name").to_owned());
        }
    }
    let put: BTreeSet<String> = blocks(&module, "resource \"aws_secretsmanager_secret\" ")
        .filter_map(|block| block.lines().find_map(|line| line.trim().strip_prefix("name ")))
        .map(|rest| rest.trim().trim_start_matches('=').trim().trim_matches('"').to_owned())
        .collect();
    let orphans: Vec<&String> = fetched.difference(&put).collect();
    assert!(orphans.is_empty(), "fetched by the cluster and put there by nobody: {orphans:?}\nput: {put:?}");
    fetched.iter().fold(String::new(), |all, name| all + name + "\n")
}

/// The blocks of a module that start so.
fn blocks<'t>(module: &'t str, start: &'t str) -> impl Iterator<Item = &'t str> {
    module.split("\n}\n").filter_map(move |block| block.find(start).and_then(|at| block.get(at..)))
}
