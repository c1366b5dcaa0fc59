//! What the examples come to, byte for byte as a reviewer reads it. `UPDATE=1` writes `snapshots/` anew.

#![allow(clippy::panic, reason = "a stale snapshot must stop the test")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The environments that are kept, or one unit of them, each with the example that it belongs to.
const KEPT: [(&str, &str); 9] = [
    ("shop", "local"),
    ("shop", "production/kubernetes"),
    ("shop", "production/terraform"),
    ("clan", "staging"),
    ("clan", "production_host"),
    ("clan", "production_cloud/kubernetes"),
    ("clan", "production_cloud/terraform"),
    ("clan", "production_cluster"),
    ("clan", "production_aws"),
];

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// All files below a folder, by their paths.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("it lies below").to_string_lossy().into_owned();
                found.insert(name, std::fs::read(&path).expect("a file can be read"));
            }
        }
    }
    found
}

/// What the program writes for an environment or one of its units, in a copy of the example: outputs name files by their place beside it.
fn written(example: &str, kept: &str) -> BTreeMap<String, Vec<u8>> {
    let environment = kept.split_once('/').map_or(kept, |(environment, _)| environment);
    let copy = std::env::temp_dir().join(format!("infra-snapshot-{}-{example}-{environment}", std::process::id()));
    for (name, bytes) in files(&here("examples").join(example)) {
        let path = copy.join(name);
        std::fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder can be made");
        std::fs::write(path, bytes).expect("a file can be written");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_infra"));
    let done = command.arg("build").arg(&copy).args(["--env", environment]).output().expect("the program runs");
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    let found = files(&copy.join("out").join(kept));
    std::fs::remove_dir_all(&copy).expect("what was made can be removed");
    assert!(done.status.success(), "{example} {environment}:\n{said}");
    found
}

#[test]
fn outputs_are_what_was_reviewed() {
    let mut stale = Vec::new();
    for (example, environment) in KEPT {
        let folder = here("snapshots").join(example).join(environment);
        let (fresh, kept) = (written(example, environment), files(&folder));
        if fresh == kept {
            continue;
        }
        if std::env::var_os("UPDATE").is_none() {
            let names: Vec<&String> = fresh.keys().chain(kept.keys()).collect();
            let changed = names.into_iter().filter(|name| fresh.get(*name) != kept.get(*name));
            stale.extend(changed.map(|name| format!("snapshots/{example}/{environment}/{name}")));
            continue;
        }
        if folder.exists() {
            std::fs::remove_dir_all(&folder).expect("a folder can be removed");
        }
        for (name, bytes) in fresh {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder can be made");
            std::fs::write(path, bytes).expect("a file can be written");
        }
    }
    stale.sort();
    stale.dedup();
    assert!(
        stale.is_empty(),
        "changed; if the change is meant, run with UPDATE=1 and read the difference:\n{}",
        stale.join("\n")
    );
}
