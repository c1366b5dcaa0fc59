//! Files that a spec reads with `read` and `files`, put into the program before anything is evaluated.

use std::collections::BTreeMap;

use program::{Entry, EntryKind, Expr, FieldOp, FileKind, Program};
use source::{Diagnostic, Span};
use values::{ExprId, Value};

use super::{Project, Request, decode, glob, library};
use crate::host::{Host, Refusal, Wanted, paths};
use crate::output::MANIFEST;
use crate::problem::{LIMIT, Problem, ReadMistake};

/// The most files that one pattern takes.
const MOST: usize = 4096;

/// The most files and folders that are looked at for one pattern.
const MOST_SEEN: usize = 100_000;

/// The most text that all calls of a spec take together.
const MOST_TEXT: u64 = 4 * LIMIT;

/// Reads what the calls of a program name; what can't be read is reported at the argument.
pub(crate) fn read_into(
    program: &mut Program,
    host: &dyn Host,
    request: &Request,
    project: &mut Project,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut reads = std::mem::take(&mut program.files);
    if reads.is_empty() {
        return;
    }
    let mut left = MOST_TEXT;
    let embedded = library::beside();
    let root = project.root.clone();
    let real = host.resolve(&root).unwrap_or_else(|_| root.clone());
    for read in &mut reads {
        let source = project.sources.get(read.span.file);
        let is_embedded = source.embedded;
        let door = match is_embedded {
            true => Door { host: &embedded, root: "/std", real: "/std", base: "/", folder: folder("/", &source.name) },
            false => {
                let base = request.base.as_str();
                Door { host, root: &root, real: &real, base, folder: folder(base, &source.name) }
            }
        };
        let asked = Asked { written: program.text(read.path), span: read.span };
        let texts = door.texts(asked, read.kind).and_then(|texts| {
            let size = texts.values().map(|text| text.len() as u64).sum();
            left = left.checked_sub(size).ok_or_else(|| asked.problem(ReadMistake::AllTooMuch))?;
            Ok(texts)
        });
        match texts {
            Ok(texts) => {
                let span = match (read.kind, texts.values().next()) {
                    (FileKind::Template, Some(text)) => {
                        let file = project.add_beside(door.name(asked), text, is_embedded);
                        Span::new(file, 0, text.len() as u32)
                    }
                    _ => read.span,
                };
                read.content = Some(content(program, read.kind, &texts, span));
            }
            Err(problem) => diagnostics.push(problem.diagnostic()),
        }
    }
    program.files = reads;
}

fn folder(base: &str, name: &str) -> String {
    let path = paths::join(base, name);
    paths::parent(&path).unwrap_or("/").to_owned()
}

/// Where a call's paths start from, and what they don't leave.
struct Door<'a> {
    host: &'a dyn Host,
    root: &'a str,
    /// The root with its links followed.
    real: &'a str,
    /// The folder that messages name files from.
    base: &'a str,
    /// The folder of the file that the call stands in.
    folder: String,
}

impl Door<'_> {
    /// The texts that a call stands for: one without a path, or those of many files.
    fn texts(&self, asked: Asked<'_>, kind: FileKind) -> Result<BTreeMap<String, String>, Problem> {
        let parts = self.parts(asked.written).ok_or_else(|| asked.problem(ReadMistake::Outside(None)))?;
        match kind {
            FileKind::One | FileKind::Template => Ok(BTreeMap::from([(String::new(), self.one(asked, &parts)?)])),
            FileKind::Many => self.many(asked, &parts),
        }
    }

    /// The parts of a written path below the root; none for one that leads above it.
    fn parts<'w>(&'w self, written: &'w str) -> Option<Vec<&'w str>> {
        if written.starts_with('/') {
            return None;
        }
        let start = below(&self.folder, self.root).unwrap_or("");
        let mut parts: Vec<&str> = start.split('/').filter(|part| !part.is_empty()).collect();
        for part in written.split('/').filter(|part| !matches!(*part, "" | ".")) {
            match part {
                ".." => drop(parts.pop()?),
                name => parts.push(name),
            }
        }
        Some(parts)
    }

    /// The name under which messages show a file.
    fn name(&self, asked: Asked<'_>) -> String {
        self.shown(&self.path(&self.parts(asked.written).unwrap_or_default()))
    }

    fn path(&self, parts: &[&str]) -> String {
        paths::join(self.root, &parts.join("/"))
    }

    /// The text of one file.
    fn one(&self, asked: Asked<'_>, parts: &[&str]) -> Result<String, Problem> {
        let path = self.path(parts);
        self.text(asked, &path, LIMIT).map_err(|problem| match problem {
            Failure::Refused(Refusal::Missing | Refusal::NotAFolder) => {
                asked.problem(ReadMistake::Missing(self.beside(asked, parts)))
            }
            Failure::Refused(Refusal::NotAFile) if self.host.list(&path).is_ok() => asked.problem(ReadMistake::Folder),
            Failure::Refused(Refusal::TooLarge(bytes)) => asked.problem(ReadMistake::TooLarge(bytes)),
            Failure::Refused(refusal) => Problem::Unreadable { span: asked.span, path: self.shown(&path), refusal },
            Failure::Said(problem) => problem,
        })
    }

    /// The texts of all files that fit a pattern, by their paths below the first of its folders that is no plain name.
    fn many(&self, asked: Asked<'_>, parts: &[&str]) -> Result<BTreeMap<String, String>, Problem> {
        let plain = parts.iter().take_while(|part| !glob::is_wild(part)).count().min(parts.len().saturating_sub(1));
        let (start, pattern) = parts.split_at(plain);
        let mut found = Vec::new();
        self.find(asked, start, pattern, &mut found)?;
        let (mut texts, mut left) = (BTreeMap::new(), LIMIT);
        for path in found {
            let whole = paths::join(&self.path(start), &path);
            let text = self.text(asked, &whole, left).map_err(|problem| match problem {
                Failure::Refused(Refusal::TooLarge(_)) => asked.problem(ReadMistake::TooMuch),
                Failure::Refused(refusal) => {
                    Problem::Unreadable { span: asked.span, path: self.shown(&whole), refusal }
                }
                Failure::Said(problem) => problem,
            })?;
            left -= text.len() as u64;
            texts.insert(path, text);
        }
        if texts.is_empty() {
            return Err(asked.problem(ReadMistake::NothingFits(self.beside(asked, parts))));
        }
        Ok(texts)
    }

    /// The paths below a folder that fit a pattern. Hidden files and what `infra build` wrote are left out, linked
    /// folders are not entered.
    fn find(&self, asked: Asked<'_>, start: &[&str], pattern: &[&str], found: &mut Vec<String>) -> Result<(), Problem> {
        let depth = if pattern.contains(&glob::ANY) { usize::MAX } else { pattern.len() };
        let hidden = pattern.iter().copied().filter(|part| part.starts_with('.'));
        // What may lie in any folder may be called anything.
        let last = pattern.last().map(|last| if *last == glob::ANY { "*" } else { last });
        let names: Vec<&str> = last.into_iter().chain([MANIFEST]).chain(hidden).collect();
        let (mut open, mut seen) = (vec![String::new()], 0);
        while let Some(folder) = open.pop() {
            let above = folder.split_terminator('/').count();
            let wanted = if above + 1 < depth { Wanted::tree(&names) } else { Wanted::files(&names) };
            let Ok(entries) = self.host.find(&paths::join(&self.path(start), &folder), &wanted) else { continue };
            seen += entries.len();
            if !folder.is_empty() && entries.iter().any(|entry| entry.name == MANIFEST) {
                continue;
            }
            for entry in &entries {
                let path = if folder.is_empty() { entry.name.clone() } else { format!("{folder}/{}", entry.name) };
                let parts: Vec<&str> = path.split('/').collect();
                match entry.is_folder {
                    true if !entry.is_link && parts.len() < depth => open.push(path),
                    false if glob::fits(pattern, &parts) => found.push(path),
                    _ => {}
                }
            }
            if found.len() > MOST || seen > MOST_SEEN {
                return Err(asked.problem(ReadMistake::TooMany(MOST)));
            }
        }
        Ok(())
    }

    /// The text of a file that lies below the root, whatever links lead to it.
    fn text(&self, asked: Asked<'_>, path: &str, limit: u64) -> Result<String, Failure> {
        let real = self.host.resolve(path).map_err(Failure::Refused)?;
        if below(&real, self.real).is_none() {
            return Err(Failure::Said(asked.problem(ReadMistake::Outside(Some(real)))));
        }
        let bytes = self.host.read(path, limit).map_err(Failure::Refused)?;
        match decode::decode(bytes) {
            decode::Decoded::Text(text) => Ok(text),
            decode::Decoded::Broken(broken) => Err(Failure::Said(broken.problem_at(asked.span, self.shown(path)))),
        }
    }

    /// Paths that differ in the first part that isn't there, as they would be written.
    fn beside(&self, asked: Asked<'_>, parts: &[&str]) -> Vec<String> {
        for (at, part) in parts.iter().enumerate() {
            let (above, rest) = (parts.get(..at).unwrap_or(&[]), parts.get(at + 1..).unwrap_or(&[]));
            let Ok(mut entries) = self.host.list(&self.path(above)) else { break };
            if glob::is_wild(part) {
                break;
            }
            if entries.iter().any(|entry| entry.name == *part) {
                continue;
            }
            entries.retain(|entry| entry.is_folder != rest.is_empty() && !entry.name.starts_with('.'));
            entries.retain(|entry| !entry.name.ends_with(".infra") || asked.written.ends_with(".infra"));
            entries.sort_by(|a, b| a.name.cmp(&b.name));
            let written = |name: &str| {
                let all: Vec<&str> = above.iter().copied().chain([name]).chain(rest.iter().copied()).collect();
                paths::relative(&self.folder, &self.path(&all))
            };
            return entries.iter().map(|entry| written(&entry.name)).collect();
        }
        Vec::new()
    }

    fn shown(&self, path: &str) -> String {
        paths::relative(self.base, path)
    }
}

/// A path as it was asked for.
#[derive(Clone, Copy)]
struct Asked<'w> {
    written: &'w str,
    span: Span,
}

impl Asked<'_> {
    fn problem(&self, mistake: ReadMistake) -> Problem {
        Problem::Read { span: self.span, path: self.written.to_owned(), mistake }
    }
}

/// What is left of a path below a folder.
fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(folder.trim_end_matches('/'))?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

/// Why there is no text.
enum Failure {
    Refused(Refusal),
    Said(Problem),
}

/// What a call stands for, as an expression.
fn content(program: &mut Program, kind: FileKind, texts: &BTreeMap<String, String>, span: Span) -> ExprId {
    let mut entries = Vec::with_capacity(texts.len());
    for (path, text) in texts {
        let value = push_text(program, text, span);
        if kind != FileKind::Many {
            return value;
        }
        let kind = EntryKind::Key(program.intern(path), FieldOp::Set);
        entries.push(Entry { kind, value, condition: None, span });
    }
    let entries = program.exprs.push_entries(&entries);
    program.exprs.push(Expr::Map(entries), span)
}

fn push_text(program: &mut Program, text: &str, span: Span) -> ExprId {
    let symbol = program.intern(text);
    program.exprs.push(Expr::Value(Value::Str(symbol)), span)
}
