//! Who may import whom, and who does.

use std::fs;

use crate::files::root;

/// Each crate with those of ours that it may import. From left to right only: a crate names none below it.
pub const TABLE: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("values", &["source"]),
    ("catalog", &["source", "values"]),
    ("program", &["source", "values", "catalog"]),
    ("graph", &["source", "values"]),
    ("resources", &["source", "values"]),
    ("syntax", &["source"]),
    ("names", &["source", "syntax"]),
    ("types", &["source", "syntax", "names", "values", "program", "catalog"]),
    ("verify", &["source", "values", "program", "catalog"]),
    ("eval", &["source", "values", "program", "graph"]),
    ("place", &["source", "values", "graph"]),
    ("realize", &["source", "values", "program", "graph", "eval", "catalog", "resources"]),
    ("emit", &["source", "values", "catalog", "resources"]),
    ("formatter", &["source", "syntax"]),
    ("review", &["source", "values", "graph", "resources", "catalog"]),
    ("draw", &["values", "graph"]),
    ("import", &["source", "syntax", "formatter"]),
    (
        "driver",
        &[
            "source",
            "values",
            "program",
            "catalog",
            "graph",
            "resources",
            "syntax",
            "names",
            "types",
            "verify",
            "eval",
            "place",
            "realize",
            "emit",
            "formatter",
            "review",
            "draw",
            "import",
        ],
    ),
    ("ide", &["driver", "names", "types", "program", "catalog"]),
    ("lsp", &["driver", "ide"]),
    ("cli", &["driver", "ide", "lsp"]),
];

/// Every import that the table doesn't allow.
pub fn complaints() -> Vec<String> {
    let mut complaints = Vec::new();
    for (at, (name, allowed)) in TABLE.iter().enumerate() {
        let backwards = allowed.iter().filter(|other| TABLE.iter().skip(at).any(|(later, _)| later == *other));
        complaints.extend(backwards.map(|other| format!("the table lets {name} import {other}, which comes later")));
        // The command line is the package at the root.
        let manifest = if *name == "cli" { "Cargo.toml".to_owned() } else { format!("compiler/{name}/Cargo.toml") };
        let Ok(text) = fs::read_to_string(root().join(&manifest)) else { continue };
        let imported = dependencies(&text).into_iter().filter(|other| TABLE.iter().any(|(crate_, _)| crate_ == other));
        let refused = imported.filter(|other| !allowed.contains(&other.as_str()));
        complaints.extend(refused.map(|other| format!("{manifest} imports {other}")));
    }
    let crates = fs::read_dir(root().join("compiler")).expect("the crates are there").flatten();
    let crates = crates.filter(|entry| entry.path().join("Cargo.toml").exists());
    let crates = crates.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let unknown = crates.filter(|name| TABLE.iter().all(|(known, _)| known != name));
    complaints.extend(unknown.map(|name| format!("compiler/{name} doesn't stand in the table")));
    complaints
}

/// What a manifest depends on, its tests apart.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut inside = false;
    let mut found = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = matches!(line, "[dependencies]" | "[build-dependencies]");
        } else if inside {
            let name: String = line.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-')).collect();
            found.push(name);
        }
    }
    found
}
