//! The standard library as a whole: every realization type-checks, and says something of each field of its component.

#![allow(clippy::panic, reason = "a broken case must stop the test")]

use driver::{Diagnostic, MemoryHost, Request, Severity, check};

/// The names of what the library declares with a word at the start of a line.
fn declared(word: &str) -> Vec<String> {
    let texts = driver::library().map(|(_, text)| text);
    let lines = texts.flat_map(str::lines).filter_map(|line| line.strip_prefix(word)?.strip_prefix(' '));
    let names = lines.map(|line| line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or(""));
    names.map(str::to_owned).collect()
}

/// A spec that names all components and one target, so that all realizations of the components on it are looked at.
fn spec(target: &str) -> String {
    let components = declared("component");
    let params: Vec<String> = components.iter().map(|name| format!("a_{name}: {name}")).collect();
    format!(
        "app all {{ domain = \"all.example.com\" }}\nfn every({}): int = 1\nlayer l {{\n  target {target}\n}}\n",
        params.join(", ")
    )
}

fn found(target: &str) -> Vec<(Diagnostic, String)> {
    let text = spec(target);
    let host = MemoryHost::new([("/all/app.infra", text.as_str())]);
    let checked = check(&host, &Request::new("/all", "/", &[]));
    let mut found = checked.diagnostics.clone();
    found.extend(verify::verify(&checked.program, verify::Scope::All));
    let place = |diagnostic: &Diagnostic| {
        let sources = &checked.project.sources;
        let at = sources.position(diagnostic.primary.span);
        format!(
            "{}:{}: {}: {}",
            sources.get(diagnostic.primary.span.file).name,
            at.line,
            diagnostic.code,
            diagnostic.message
        )
    };
    found.into_iter().map(|diagnostic| (diagnostic.clone(), place(&diagnostic))).collect()
}

#[test]
fn every_realization_type_checks_and_leaves_nothing_out() {
    let mut complaints = Vec::new();
    for target in declared("target") {
        let found = found(&target);
        let serious = found.into_iter().filter(|(it, _)| it.severity <= Severity::Warning);
        complaints.extend(serious.map(|(_, text)| text));
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
