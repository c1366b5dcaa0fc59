//! What realizations make, as pages: `realize/*.md` hold specs with the files that they build, each in a fence that
//! names it (` ```yaml local/compose/compose.yaml `), and the losses in a fence ` ```losses `. `UPDATE=1` rewrites them.
//! What `terraform providers schema -json` prints in a fence ` ```json schema ` is a catalog of the specs behind it.

#![allow(clippy::panic, reason = "a broken case must stop the test")]

#[path = "support/fences.rs"]
mod fences;

use std::fs;
use std::path::{Path, PathBuf};

use driver::{CatalogSchema, MemoryHost, Request, build, import_terraform};
use fences::{Fence, Part, parts};

/// What a spec builds beside catalogs made of schemas: its files by path, then its losses; or what is wrong with it.
fn built(spec: &str, schemas: &[&str]) -> Vec<(String, String)> {
    let mut host = MemoryHost::new([("/spec/app.infra", spec)]);
    let schema = CatalogSchema { texts: schemas.to_vec(), ..CatalogSchema::default() };
    if !schemas.is_empty() {
        for made in import_terraform(&schema).unwrap_or_else(|miss| panic!("{}", miss.message)) {
            host = host.with(&format!("/spec/catalogs/{}.catalog", made.name), made.bytes);
        }
    }
    let built = build(&host, &Request::new("/spec", "/spec", &[]), None).expect("all environments are asked for");
    let mut mistakes = String::new();
    for diagnostic in &built.checked.diagnostics {
        let at = built.checked.project.sources.position(diagnostic.primary.span);
        mistakes += &format!("{}: {}: {}\n", at.line, diagnostic.code, diagnostic.message);
    }
    if !mistakes.is_empty() {
        return vec![("text mistakes".to_owned(), mistakes)];
    }
    let mut files = Vec::new();
    for output in &built.outputs {
        for file in &output.files {
            let path = format!("{}/{}", output.folder, file.path);
            let language = path.rsplit_once('.').map_or("text", |(_, ending)| ending);
            files.push((format!("{language} {path}"), String::from_utf8_lossy(&file.bytes).into_owned()));
        }
    }
    let mut losses = String::new();
    for (environment, loss) in &built.losses {
        losses += &format!("{environment}: {}.{} on {}: {}\n", loss.instance, loss.field, loss.target, loss.reason);
    }
    if !losses.is_empty() {
        files.push(("losses".to_owned(), losses));
    }
    files
}

/// A page as it should be.
fn rewritten(page: &str) -> String {
    let (mut out, mut schemas) = (String::new(), Vec::new());
    for part in parts(page) {
        match part {
            Part::Fence(Fence { info: info @ "json schema", text, .. }) => {
                schemas.push(text);
                out += &format!("```{info}\n{text}```\n");
            }
            // What was expected makes room for what is built, with the blank line before it.
            Part::Fence(Fence { info, .. }) if info != "infra" => out.truncate(out.trim_end().len() + 1),
            Part::Prose(text) => out += text,
            Part::Fence(Fence { info, text, .. }) => {
                out += &format!("```{info}\n{text}```\n");
                for (name, text) in built(text, &schemas) {
                    out += &format!("\n```{name}\n{text}```\n");
                }
            }
        }
    }
    out
}

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/realize");
    let mut pages: Vec<PathBuf> =
        fs::read_dir(folder).expect("the pages are there").flatten().map(|entry| entry.path()).collect();
    pages.sort();
    pages
}

#[test]
fn specs_build_what_their_pages_say() {
    let mut wrong = Vec::new();
    for path in pages() {
        let page = fs::read_to_string(&path).expect("a page is a text");
        let right = rewritten(&page);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, right).expect("a page can be written");
        } else if page != right {
            let line = page.lines().zip(right.lines()).take_while(|(old, new)| old == new).count() + 1;
            wrong.push(format!("{}:{line}: builds something else; UPDATE=1 shows what", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
