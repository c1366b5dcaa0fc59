//! Embeds the standard library, parsed, and the pages of `infra explain`, with an index from words to the files that
//! declare them, so that a run looks only at what its spec can reach.

#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a build script reads the disk by nature")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use source::FileId;

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let (library, pages) = (here.join("../../stdlib"), here.join("../../docs/codes"));
    println!("cargo:rerun-if-changed={}", library.display());
    println!("cargo:rerun-if-changed={}", pages.display());
    println!("cargo:rustc-env=INFRA_FINGERPRINT={:016x}", fingerprint(&here.join("../.."))?);
    let (table, trees) = library_table(&library)?;
    fs::write(out.join("library.rs"), table)?;
    fs::write(out.join("library.trees"), trees)?;
    fs::write(out.join("beside.rs"), beside_table(&library)?)?;
    fs::write(out.join("catalogs.rs"), catalog_table(&library.join("catalogs"))?)?;
    fs::write(out.join("pages.rs"), page_table(&pages)?)
}

/// What tells a compiler from others: the sources of all its crates but for the command line, its library, and the
/// versions of what it depends on.
fn fingerprint(top: &Path) -> io::Result<u64> {
    let is_part = |name: &String| {
        let of_compiler = name.strip_prefix("compiler/").is_some_and(|name| !name.starts_with("cli/"));
        let is_aside = ["/tests/", "/tests.rs", "/examples/"].iter().any(|part| name.contains(part));
        (of_compiler && !is_aside) || name.starts_with("stdlib/")
    };
    let sources = ["compiler", "stdlib"].map(|folder| files(&top.join(folder), ""));
    let mut names = vec!["Cargo.lock".to_owned()];
    for (folder, found) in ["compiler", "stdlib"].iter().zip(sources) {
        names.extend(found?.into_iter().map(|name| format!("{folder}/{name}")).filter(is_part));
    }
    // FNV-1a, a word at a time: it has to tell apart what people write, not what they forge.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |bytes: &[u8]| {
        for word in bytes.chunks(8) {
            let word = word.iter().fold(1, |word: u64, byte| word << 8 | u64::from(*byte));
            hash = (hash ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(29);
        }
    };
    for name in names {
        let path = top.join(&name);
        println!("cargo:rerun-if-changed={}", path.display());
        let bytes = fs::read(path)?;
        add(name.as_bytes());
        add(&(bytes.len() as u64).to_le_bytes());
        add(&bytes);
    }
    Ok(hash)
}

/// All files below a folder with an ending, as paths below it, sorted.
fn files(folder: &Path, ending: &str) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Some(below) = path.strip_prefix(folder).ok().and_then(Path::to_str)
                && below.ends_with(ending)
            {
                found.push(below.to_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}

fn page_table(folder: &Path) -> io::Result<String> {
    let mut table = "static PAGES: &[(&str, &str)] = &[\n".to_owned();
    for name in files(folder, ".md")? {
        let path = "concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/../../docs/codes/";
        let code = name.trim_end_matches(".md");
        let _ = writeln!(table, "    ({code:?}, include_str!({path}{name}\"))),");
    }
    table.push_str("];\n");
    Ok(table)
}

fn catalog_table(folder: &Path) -> io::Result<String> {
    let mut table = "static CATALOGS: &[(&str, &[u8])] = &[\n".to_owned();
    for file in files(folder, ".catalog")? {
        let name = file.trim_end_matches(".catalog");
        let path = "concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/../../stdlib/catalogs/";
        let _ = writeln!(table, "    ({name:?}, include_bytes!({path}{file}\"))),");
    }
    table.push_str("];\n");
    Ok(table)
}

/// The files of the library that its declarations read: all that are no specs, catalogs or pages.
fn beside_table(folder: &Path) -> io::Result<String> {
    let mut table = "static BESIDE: &[(&str, &str)] = &[\n".to_owned();
    let is_other = |name: &&String| [".infra", ".catalog", ".md"].iter().all(|ending| !name.ends_with(ending));
    for name in files(folder, "")?.iter().filter(is_other) {
        let path = format!("concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?})", format!("/../../stdlib/{name}"));
        let _ = writeln!(table, "    ({:?}, include_str!({path})),", format!("/std/{name}"));
    }
    table.push_str("];\n");
    Ok(table)
}

/// What a file of the library declares at column 0, and the words that it mentions.
#[derive(Default)]
struct Summary {
    declares: Vec<String>,
    /// Components with the targets that they are realized on.
    realizes: Vec<(String, String)>,
    /// Types of a catalog that it adds something to.
    refines: Vec<String>,
    mentions: BTreeSet<String>,
    /// Types of resources that it names.
    resources: BTreeSet<String>,
}

/// The index of the library, and the trees of all its files one behind the other.
fn library_table(folder: &Path) -> io::Result<(String, Vec<u8>)> {
    let names = files(folder, ".infra")?;
    let texts: Vec<String> =
        names.iter().map(|name| fs::read_to_string(folder.join(name))).collect::<Result<_, _>>()?;
    let summaries: Vec<Summary> = texts.iter().map(|text| summary(text)).collect();
    let mut words: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (file, summary) in summaries.iter().enumerate() {
        for word in &summary.declares {
            words.entry(word).or_default().push(file);
        }
        for (component, target) in &summary.realizes {
            words.entry(component).or_default();
            words.entry(target).or_default();
        }
    }
    let place: BTreeMap<&str, usize> = words.keys().enumerate().map(|(at, word)| (*word, at)).collect();
    let mut refined: Vec<(&str, usize)> = Vec::new();
    for (file, summary) in summaries.iter().enumerate() {
        refined.extend(summary.refines.iter().map(|name| (name.as_str(), file)));
    }
    refined.sort_unstable();
    let mut table =
        "static TREES: &[u8] = include_bytes!(concat!(env!(\"OUT_DIR\"), \"/library.trees\"));\n".to_owned();
    table.push_str("static FILES: &[File] = &[\n");
    let mut trees = Vec::new();
    for ((name, text), summary) in names.iter().zip(&texts).zip(&summaries) {
        let start = trees.len();
        trees.extend(tree(name, text)?);
        let tree = start..trees.len();
        let mentions: Vec<usize> =
            summary.mentions.iter().filter_map(|word| place.get(word.as_str()).copied()).collect();
        let named = refined.iter().filter(|(name, _)| summary.resources.contains(*name)).map(|(_, file)| *file);
        let refined = Vec::from_iter(BTreeSet::from_iter(named));
        let text = format!("include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/../../stdlib/{name}\"))");
        let _ = writeln!(
            table,
            "    File {{ name: \"std/{name}\", text: {text}, tree: {tree:?}, mentions: &{mentions:?}, refined: &{refined:?} }},"
        );
    }
    table.push_str("];\nstatic WORDS: &[(&str, &[u16])] = &[\n");
    for (word, files) in &words {
        let _ = writeln!(table, "    ({word:?}, &{files:?}),");
    }
    table.push_str("];\nstatic REALIZATIONS: &[(u16, u16, u16)] = &[\n");
    for (file, summary) in summaries.iter().enumerate() {
        for (component, target) in &summary.realizes {
            let (component, target) = (place.get(component.as_str()), place.get(target.as_str()));
            let _ = writeln!(table, "    ({}, {}, {file}),", component.unwrap_or(&0), target.unwrap_or(&0));
        }
    }
    table.push_str("];\nstatic REFINES: &[(&str, u16)] = &[\n");
    for (name, file) in &refined {
        let _ = writeln!(table, "    ({name:?}, {file}),");
    }
    table.push_str("];\n");
    Ok((table, trees))
}

/// The tree of a file, which must have no mistakes: a run says nothing about them.
fn tree(name: &str, text: &str) -> io::Result<Vec<u8>> {
    let parse = syntax::parse(FileId(0), text);
    let Some(mistake) = parse.diagnostics.first() else { return Ok(parse.tree.bytes()) };
    let start = mistake.primary.span.start as usize;
    let line = text.get(..start).unwrap_or(text).matches('\n').count() + 1;
    Err(io::Error::other(format!("stdlib/{name}:{line}: {}", mistake.message)))
}

fn summary(text: &str) -> Summary {
    let mut summary = Summary::default();
    let mut body = String::new();
    for line in text.lines() {
        let code = line.strip_prefix("pub ").unwrap_or(line);
        let (keyword, rest) = code.split_once(' ').unwrap_or((code, ""));
        let name: String = rest.chars().take_while(|c| is_word(*c)).collect();
        match keyword {
            "realize" => {
                let header = rest.split('{').next().unwrap_or(rest);
                let (component, targets) = header.split_once(" on ").unwrap_or((header, ""));
                let (targets, doer) = targets.split_once(" by ").unwrap_or((targets, ""));
                let targets = targets.split(',').map(str::trim);
                let pairs = targets.filter(|target| !target.is_empty());
                summary.realizes.extend(pairs.map(|target| (component.trim().to_owned(), target.to_owned())));
                // What a realization is of is no mention: its file is reached once both are.
                body.push_str(doer);
                body.push_str(rest.get(header.len()..).unwrap_or(""));
            }
            // What speaks of a catalog is reached with the target of that name, a type by itself with it.
            "refine" => {
                let header = rest.split('{').next().unwrap_or(rest).trim();
                for of in header.trim_start_matches("all ").split(',').map(str::trim) {
                    match of.split_once('.') {
                        Some((catalog, _)) => summary.declares.push(catalog.to_owned()),
                        None if header.starts_with("all ") => summary.declares.push(of.to_owned()),
                        None => summary.refines.push(of.to_owned()),
                    }
                }
                body.push_str(rest);
            }
            "component" | "interface" | "type" | "fn" | "let" | "target" | "handover" => {
                summary.declares.push(name);
                body.push_str(rest);
            }
            _ => body.push_str(line),
        }
        body.push('\n');
    }
    (summary.mentions, summary.resources) = mentions(&body);
    summary
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The words that may stand for something declared: not those in comments and in the text of strings, nor keys
/// and members. And the types of resources.
fn mentions(text: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut words, mut resources) = (BTreeSet::new(), BTreeSet::new());
    let chars: Vec<char> = text.chars().collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or('\0');
    // For each string that is open, how many braces its hole has open; none while its text goes on.
    let mut strings: Vec<Option<usize>> = Vec::new();
    let mut resource_words = 0;
    let mut i = 0;
    while i < chars.len() {
        match (at(i), strings.last_mut()) {
            ('\\', Some(None)) => i += 1,
            ('"', Some(None)) => drop(strings.pop()),
            ('$', Some(hole @ None)) if at(i + 1) == '{' => {
                *hole = Some(0);
                i += 1;
            }
            (_, Some(None)) => {}
            ('"', _) => strings.push(None),
            ('{', Some(Some(depth))) => *depth += 1,
            ('}', Some(hole @ Some(0))) => *hole = None,
            ('}', Some(Some(depth))) => *depth -= 1,
            ('/', _) if at(i + 1) == '/' => {
                while i < chars.len() && at(i) != '\n' {
                    i += 1;
                }
            }
            (c, _) if is_word(c) => {
                let end = (i..chars.len()).find(|end| !is_word(at(*end))).unwrap_or(chars.len());
                let after = (end..chars.len()).find(|next| at(*next) != ' ').unwrap_or(chars.len());
                let is_member = i > 0 && at(i - 1) == '.' && (i < 2 || at(i - 2) != '.');
                // Only what starts an item is a key: the type in `stop: stop = {}` is none.
                let before = (0..i).rev().map(at).find(|c| *c != ' ').unwrap_or('\n');
                let starts = matches!(before, '\n' | '{' | ',' | '(');
                let is_key =
                    matches!(at(after), ':' | '{') || (at(after) == '=' && !matches!(at(after + 1), '=' | '>'));
                let word: String = chars.get(i..end).unwrap_or(&[]).iter().collect();
                // What a catalog calls a resource, and what the realization calls it, are no names of the library's.
                let of_resource = std::mem::take(&mut resource_words);
                let is_catalogs = of_resource > 0 && !starts;
                if matches!(word.as_str(), "resource" | "data" | "ephemeral") {
                    resource_words = 2;
                } else if is_catalogs {
                    resource_words = of_resource - 1;
                    if of_resource == 2 {
                        resources.insert(word.clone());
                    }
                }
                if !(is_member || is_catalogs || starts && is_key) {
                    words.insert(word);
                }
                i = end - 1;
            }
            _ => {}
        }
        i += 1;
    }
    (words, resources)
}
