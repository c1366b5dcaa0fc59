//! Embeds the standard library, checked, and the pages of `infra explain`: a run goes on from there.

#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a build script reads the disk by nature")]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use catalog::{Catalog, Catalogs};
use names::{File, Package};
use source::{Diagnostic, FileId, LineIndex};
use syntax::Parse;
use types::Library;

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let (library, pages) = (here.join("../../stdlib"), here.join("../../docs/codes"));
    println!("cargo:rerun-if-changed={}", library.display());
    println!("cargo:rerun-if-changed={}", pages.display());
    println!("cargo:rustc-env=INFRA_FINGERPRINT={:016x}", fingerprint(&here.join("../.."))?);
    let (table, checked) = library_table(&library)?;
    fs::write(out.join("library.rs"), table)?;
    fs::write(out.join("library.checked"), checked)?;
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

/// The files of the library with their texts, as a table, and all that they declare as checked.
fn library_table(folder: &Path) -> io::Result<(String, Vec<u8>)> {
    let names = files(folder, ".infra")?;
    let texts: Vec<String> =
        names.iter().map(|name| fs::read_to_string(folder.join(name))).collect::<Result<_, _>>()?;
    let mut table = "static FILES: &[(&str, &str)] = &[\n".to_owned();
    for name in &names {
        let path = format!("concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/../../stdlib/{name}\")");
        let _ = writeln!(table, "    (\"std/{name}\", include_str!({path})),");
    }
    table.push_str("];\n");
    let catalogs = files(&folder.join("catalogs"), ".catalog")?.into_iter().map(|name| {
        let bytes = fs::read(folder.join("catalogs").join(&name))?;
        Catalog::open(bytes).map_err(|error| io::Error::other(format!("{name}: {error}")))
    });
    let catalogs = Catalogs::new(catalogs.collect::<io::Result<Vec<Catalog>>>()?);
    Ok((table, checked(&names, &texts, &catalogs)?))
}

/// The library as checked, which must have no mistakes: a run says nothing about them.
fn checked(names: &[String], texts: &[String], catalogs: &Catalogs) -> io::Result<Vec<u8>> {
    let parses: Vec<Parse> =
        texts.iter().enumerate().map(|(at, text)| syntax::parse(FileId::library(at), text)).collect();
    let files = parses.iter().zip(texts).map(|(parse, text)| File { parse, text });
    let package = |path: &str, is_std, files| Package { path: path.to_owned(), is_std, files, known: Vec::new() };
    let mut found: Vec<Diagnostic> = parses.iter().flat_map(|parse| parse.diagnostics.clone()).collect();
    let packages = [package("", false, Vec::new()), package("std", true, files.collect())];
    let resolved = names::resolve(&packages).into_value(&mut found);
    let library = Library::check(&resolved, catalogs).into_value(&mut found);
    if found.is_empty() {
        return Ok(library.bytes());
    }
    for mistake in found {
        let at = mistake.primary.span.file.in_library().unwrap_or_default();
        let (name, text) = (names.get(at).map_or("", String::as_str), texts.get(at).map_or("", String::as_str));
        let line = LineIndex::new(text).line(mistake.primary.span.start) + 1;
        println!("cargo::error=stdlib/{name}:{line}: {}: {}", mistake.code, mistake.message);
    }
    // What was said is enough for cargo to stop.
    Ok(Vec::new())
}
