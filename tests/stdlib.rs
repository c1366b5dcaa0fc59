//! The standard library as a whole: every realization says something of each field of its component, and specs come to
//! the same whether it is read as checked or as text. That all of it type-checks is the condition for a compiler.

#![allow(clippy::panic, reason = "a broken case must stop the test")]

use std::path::Path;

use driver::{Diagnostic, MemoryHost, Request, Severity, check};

#[test]
fn every_realization_leaves_nothing_out() {
    let host = MemoryHost::new([("/whole/app.infra", "app whole { domain = \"any.example.com\" }\n")]);
    let checked = check(&host, &Request::new("/whole", "/", &[]));
    assert!(checked.program.realizations.len() > 30, "the library's realizations are there");
    let sources = &checked.project.sources;
    let place = |found: &Diagnostic| {
        let at = found.primary.span;
        let (name, line) = (&sources.get(at.file).name, sources.position(at).line);
        format!("{name}:{line}: {}: {}", found.code, found.message)
    };
    let found = verify::verify(&checked.program, verify::Scope::All);
    let complaints: Vec<String> = found.iter().filter(|found| found.severity <= Severity::Warning).map(place).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// A spec that adds to a catalog makes the compiler look at the library's text again, on top of what the spec says.
const ADDING: &str = "refine aws_vpc {\n  enable_dns_support: bool\n}\n";

#[test]
fn the_library_as_checked_and_as_text_come_to_the_same() {
    for system in ["examples/clan", "examples/shop", "examples/treasury", "compiler/driver/examples/system"] {
        let [checked, text] = [None, Some(("/spec/adding.infra", ADDING))].map(|more| {
            let mut files = Vec::new();
            collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(system), "/spec", &mut files);
            let host = files.iter().fold(MemoryHost::default(), |host, (path, bytes)| host.with(path, bytes.clone()));
            let host = more.into_iter().fold(host, |host, (path, text)| host.with(path, text.as_bytes().to_vec()));
            let built = driver::build(&host, &Request::new("/spec", "/", &[]), None).expect("all environments are");
            assert!(!built.outputs.is_empty(), "{system} builds: {:?}", built.checked.diagnostics);
            built.outputs
        });
        for (checked, text) in checked.iter().zip(&text) {
            assert_eq!(checked.folder, text.folder, "{system}");
            let [one, other] = [checked, text].map(|output| output.files.iter().map(|file| (&file.path, &file.bytes)));
            assert!(one.eq(other), "{system}: {}", checked.folder);
            assert_eq!(checked.map, text.map, "{system}: {}", checked.folder);
        }
        assert_eq!(checked.len(), text.len(), "{system}");
    }
}

/// The files below a folder, as those below another one.
fn collect(folder: &Path, shown: &str, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).expect("the folder is there").flatten() {
        let path = entry.path();
        let shown = format!("{shown}/{}", entry.file_name().to_string_lossy());
        match path.is_dir() {
            true if shown != "/spec/out" => collect(&path, &shown, files),
            true => {}
            false => files.push((shown, std::fs::read(&path).expect("the file can be read"))),
        }
    }
}
