//! The pages of `infra explain`: one for each code that can be reported, and each says what is true.

use std::fs;
use std::path::Path;

use crate::fences::{Fence, fences};
use crate::transcript::{Folder, run};

/// Codes whose examples no file of a page can hold: bytes that are no text, sizes, folders, options.
const WITHOUT_EXAMPLE: [&str; 10] = [
    "bad-catalog",
    "file-too-large",
    "lock-mismatch",
    "loss",
    "missing-path",
    "no-spec",
    "not-utf8",
    "nul-byte",
    "set-input",
    "unreadable",
];

/// Codes of what types find out first wherever it can be written down.
const FOUND_BEFORE: [&str; 4] = ["absent-value", "no-arm", "not-known", "unfit-operands"];

fn pages() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/codes");
    let mut pages: Vec<(String, String)> = fs::read_dir(folder)
        .expect("the pages are there")
        .flatten()
        .map(|entry| {
            let code = entry.file_name().to_string_lossy().trim_end_matches(".md").to_owned();
            (code, fs::read_to_string(entry.path()).expect("a page is a text"))
        })
        .collect();
    pages.sort();
    pages
}

#[test]
fn every_code_has_its_page() {
    let codes = driver::codes();
    let pages: Vec<String> = pages().into_iter().map(|(code, _)| code).collect();
    let missing: Vec<&&str> = codes.iter().filter(|code| !pages.iter().any(|page| page == *code)).collect();
    let idle: Vec<&String> = pages.iter().filter(|page| !codes.contains(&page.as_str())).collect();
    assert!(missing.is_empty(), "codes without a page in docs/codes: {missing:?}");
    assert!(idle.is_empty(), "pages of codes that nothing reports: {idle:?}");
}

/// A page opens with its code, then says in a sentence what it means.
#[test]
fn every_page_opens_alike() {
    for (code, page) in pages() {
        let mut lines = page.lines();
        assert_eq!(lines.next(), Some(format!("# {code}").as_str()), "{code}: the title");
        assert_eq!(lines.next(), Some(""), "{code}: a blank line after the title");
        assert!(lines.next().is_some_and(|line| line.len() > 20), "{code}: a sentence after the title");
        let wide = page.lines().find(|line| line.chars().count() > 80);
        assert_eq!(wide, None, "{code}: a line of more than 80 columns");
    }
}

/// The first example gives the code and no other; the one marked `ok` gives nothing.
#[test]
fn every_example_is_true() {
    let mut wrong = Vec::new();
    for (code, page) in pages() {
        let (beside, blocks): (Vec<_>, Vec<_>) =
            fences(&page).filter(|fence| fence.info.starts_with("infra") || is_beside(fence)).partition(is_beside);
        let (mended, broken): (Vec<_>, Vec<_>) =
            blocks.into_iter().partition(|fence| fence.words().nth(1) == Some("ok"));
        if WITHOUT_EXAMPLE.contains(&code.as_str()) || FOUND_BEFORE.contains(&code.as_str()) {
            continue;
        }
        if broken.is_empty() || mended.is_empty() {
            wrong.push(format!("{code}: it lacks an example, or the mended one"));
            continue;
        }
        wrong.extend(complaint(&code, "broken", &[broken, beside.clone()].concat(), &[&code]));
        wrong.extend(complaint(&code, "mended", &[mended, beside].concat(), &[]));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a block is a file that the examples read: ` ```text note.txt `.
fn is_beside(fence: &Fence<'_>) -> bool {
    fence.info.strip_prefix("text ").is_some_and(|name| name.contains('.'))
}

/// Checks the files of an example, and says what it gives beside what is expected. A block may name its file, as in
/// ` ```infra network/db.infra `; without a name it is `app.infra`.
fn complaint(code: &str, what: &str, blocks: &[Fence<'_>], expected: &[&str]) -> Option<String> {
    let folder = Folder::new(&format!("page-{code}-{what}"));
    for fence in blocks {
        let file = fence.words().find(|word| word.contains('.')).unwrap_or("app.infra");
        folder.write(file, fence.text.as_bytes());
    }
    // What a page is about stands in it alone; the app that every spec has is added.
    if blocks.iter().all(|fence| !format!("\n{}", fence.text).contains("\napp ")) && code != "no-app" {
        folder.write("z_app.infra", b"app example { domain = \"example.com\" }\n");
    }
    // A page that holds a test is about what running it finds; what only a build finds is looked for last.
    let is_test = blocks.iter().any(|fence| fence.text.contains("\ntest \""));
    let mut found = diagnostics(&folder, if is_test { "test" } else { "check" });
    if found.is_empty() && !expected.is_empty() {
        found = diagnostics(&folder, "build");
    }
    let mut codes: Vec<&str> = found.iter().filter_map(|diagnostic| diagnostic["code"].as_str()).collect();
    codes.dedup();
    let said: Vec<&str> = found.iter().filter_map(|diagnostic| diagnostic["message"].as_str()).collect();
    (codes != expected).then(|| format!("{code}, {what} example: expected {expected:?}, found {codes:?} {said:?}"))
}

/// What a command says of the spec in a folder.
fn diagnostics(folder: &Folder, command: &str) -> Vec<serde_json::Value> {
    let (_, output) = run(folder, &[command, ".", "--format", "json"]);
    let document: serde_json::Value =
        serde_json::from_str(&output).unwrap_or_else(|error| panic!("`{command}` prints no JSON ({error}): {output}"));
    document["diagnostics"].as_array().cloned().unwrap_or_default()
}
