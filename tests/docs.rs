//! The blocks of the documentation are specs: each checks clean as it stands, or gives the errors that it announces, and
//! is laid out as `infra fmt` would have it. How a block is read stands at the top of docs/README.md.

#[path = "support/fences.rs"]
mod fences;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use driver::{Diagnostic, MemoryHost, Request};
use fences::{Fence, fences};

/// What stands beside a block that declares no app.
const APP: &str = "app docs { domain = \"docs.example.com\" }\n";
/// What stands beside a block that declares no environment.
const ENVIRONMENT: &str = "environment local { target compose }\n";

/// A block of a page.
struct Block {
    /// The page and the line of its fence.
    place: String,
    /// The language on its fence.
    language: String,
    /// What stands behind the language.
    info: Vec<String>,
    /// What stands in it.
    text: String,
}

impl Block {
    /// The file that it is, if it isn't the spec itself.
    fn file(&self) -> Option<&str> {
        self.info.iter().map(String::as_str).find(|word| word.contains('.'))
    }

    fn is_spec(&self) -> bool {
        self.language == "infra" && self.file().is_none()
    }

    fn declares(&self, word: &str) -> bool {
        self.text.lines().any(|line| line.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
    }
}

/// The pages that promise that their blocks hold; those of `docs/codes` are run by the tests of the command line.
fn pages() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let listed = fs::read_dir(root.join("docs/language")).expect("docs/language is there");
    let names = listed.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut pages: Vec<String> = names.map(|name| format!("docs/language/{name}")).collect();
    pages.sort();
    pages.extend(["README.md", "docs/README.md", "docs/status.md", "compiler/README.md"].map(String::from));
    pages
}

fn read(page: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).expect("the page can be read")
}

fn blocks(page: &str) -> Vec<Block> {
    let block = |fence: Fence<'_>| {
        let mut words = fence.words().map(str::to_owned);
        let language = words.next().unwrap_or_default();
        let place = format!("{page}:{}", fence.line);
        Block { place, language, info: words.collect(), text: fence.text.to_owned() }
    };
    fences(&read(page)).map(block).collect()
}

/// What a block and the files before it give.
fn diagnostics(files: &[Block], block: &Block) -> Vec<Diagnostic> {
    let app = if block.declares("app") { "" } else { APP };
    let environment = if block.declares("environment") { "" } else { ENVIRONMENT };
    let around = format!("{app}{environment}");
    let mut host = MemoryHost::new([("/docs/app.infra", block.text.as_str()), ("/docs/around.infra", around.as_str())]);
    for file in files {
        host = host.with(&format!("/docs/{}", file.file().expect("a file has a name")), file.text.as_bytes());
    }
    driver::check(&host, &Request::new("/docs", "/docs", &[])).diagnostics
}

fn complaint(files: &[Block], block: &Block) -> Option<String> {
    let found = diagnostics(files, block);
    let mut codes: Vec<&str> = found.iter().map(|diagnostic| diagnostic.code).collect();
    codes.dedup();
    let expected: Vec<&str> = match block.info.as_slice() {
        [] => Vec::new(),
        [word, codes @ ..] if word == "error" => codes.iter().map(String::as_str).collect(),
        _ => return Some(format!("{}: nobody knows what `{}` says", block.place, block.info.join(" "))),
    };
    let said: Vec<&str> = found.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    (codes != expected).then(|| format!("{}: expected {expected:?}, found {codes:?} {said:?}", block.place))
}

#[test]
fn every_block_is_true() {
    let (mut complaints, mut count) = (Vec::new(), 0);
    for page in pages() {
        let mut files: Vec<Block> = Vec::new();
        for block in blocks(&page) {
            if block.file().is_some() {
                files.push(block);
            } else if block.is_spec() {
                complaints.extend(complaint(&files, &block));
                files.clear();
                count += 1;
            }
        }
        assert!(files.is_empty(), "{page}: a file stands behind the last spec that it could belong to");
    }
    assert!(count > 50, "only {count} blocks were found");
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn every_block_is_formatted() {
    let mut complaints = Vec::new();
    for block in pages().iter().flat_map(|page| blocks(page)).filter(|block| block.language == "infra") {
        let formatted = driver::format_text("app.infra", &block.text);
        if formatted.text.as_ref().is_some_and(|text| *text != block.text) {
            complaints.push(format!(
                "{}: `infra fmt` would change it:\n{}",
                block.place,
                formatted.text.unwrap_or_default()
            ));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// A command in the readme, over the spec above it, prints what stands below it.
#[test]
fn the_readme_shows_what_is_printed() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("readme");
    let (mut complaints, mut count) = (Vec::new(), 0);
    for block in blocks("README.md") {
        if block.is_spec() {
            fs::create_dir_all(folder.join("shop")).expect("the folder can be made");
            fs::write(folder.join("shop/app.infra"), &block.text).expect("the spec can be written");
        }
        let Some((command, expected)) = block.text.strip_prefix("$ infra ").and_then(|text| text.split_once('\n'))
        else {
            continue;
        };
        let mut infra = Command::new(env!("CARGO_BIN_EXE_infra"));
        let output = infra.args(command.split_whitespace()).current_dir(&folder).output().expect("the program runs");
        let found = String::from_utf8_lossy(&output.stdout);
        count += 1;
        if found != expected {
            complaints.push(format!("{}: `infra {command}` prints\n{found}", block.place));
        }
    }
    complaints.extend(excerpts(&folder));
    assert!(count > 1, "the readme runs no commands");
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Parts of built files that the readme shows and that aren't there.
fn excerpts(folder: &Path) -> Vec<String> {
    let first = blocks("README.md").into_iter().find(Block::is_spec).expect("the readme has a spec");
    fs::write(folder.join("shop/app.infra"), &first.text).expect("the spec can be written");
    let mut infra = Command::new(env!("CARGO_BIN_EXE_infra"));
    let built = infra.args(["build", "shop"]).current_dir(folder).output().expect("the program runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let shown = blocks("README.md").into_iter().filter(|block| matches!(block.language.as_str(), "hcl" | "yaml"));
    let missing = shown.filter(|block| {
        let file = block.info.first().expect("an excerpt names its file");
        !fs::read_to_string(folder.join(file)).unwrap_or_default().contains(&block.text)
    });
    missing.map(|block| format!("{}: the file says something else", block.place)).collect()
}

#[test]
fn every_link_leads_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut complaints = Vec::new();
    for page in pages() {
        let text = read(&page);
        let folder = root.join(&page).parent().expect("a page lies in a folder").to_path_buf();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { root.join(&page) } else { folder.join(path) };
            let is_there = path.starts_with("https://") || target.exists();
            if !is_there || !(anchor.is_empty() || anchors(&target).iter().any(|each| each == anchor)) {
                complaints.push(format!("{page}: `{link}` leads nowhere"));
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// The anchors of a page's headings.
fn anchors(page: &Path) -> Vec<String> {
    let text = fs::read_to_string(page).unwrap_or_default();
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let anchor = |line: &str| {
        let words = line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        words.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_')).collect()
    };
    headings.map(anchor).collect()
}
