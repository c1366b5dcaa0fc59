//! The standard library in the binary, and which of its files a spec can reach.

use std::ops::Range;

use rustc_hash::FxHashMap;
use source::{Diagnostic, Sources, Span, did_you_mean, nearest};
use syntax::{Parse, SyntaxKind, TokenRef};

use super::{Package, Project};
use crate::host::MemoryHost;

/// A file of the library.
struct File {
    name: &'static str,
    text: &'static str,
    /// Where its tree lies in `TREES`.
    tree: Range<usize>,
    /// The words it mentions, by their place in `WORDS`.
    mentions: &'static [u16],
    /// The files that add something to the types of its resources.
    refined: &'static [u16],
}

include!(concat!(env!("OUT_DIR"), "/library.rs"));
include!(concat!(env!("OUT_DIR"), "/beside.rs"));

/// The name under which the library counts as a package.
const STD: &str = "std";

/// All files of the library by name, for those who want to read it.
pub fn library() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().map(|file| (file.name, file.text))
}

/// The files that the library reads, below `/std`.
pub(super) fn beside() -> MemoryHost {
    MemoryHost::new(BESIDE.iter().copied())
}

/// Adds the part of the library that the project's words reach, as the last package.
pub(crate) fn add_library(project: &mut Project) {
    let mut reach = Reach { words: vec![false; WORDS.len()], files: vec![false; FILES.len()], queue: Vec::new() };
    let table = WordTable::new();
    for (file, source) in project.sources.iter() {
        let (parse, _) = project.file(file);
        mentioned(parse, &source.text).for_each(|word| reach.queue.extend(table.find(word.text)));
        made(parse, &source.text).for_each(|of| reach.enter_refined(of.text));
    }
    reach.close();
    let reached = FILES.iter().zip(&reach.files).filter(|(_, yes)| **yes).map(|(file, _)| file);
    let tree = |file: &File| TREES.get(file.tree.clone()).unwrap_or_default();
    let files = reached.map(|file| project.add_embedded(file.name, file.text, tree(file))).collect();
    project.packages.push(Package { path: STD.to_owned(), is_std: true, files });
}

/// What names something unknown may mean something of the library that no word of the spec reaches.
const GUESSED: [(&str, &[&str]); 4] = [
    ("unknown-component", &["component "]),
    ("unknown-target", &["target "]),
    ("unknown-type", &["type ", "component ", "interface "]),
    ("unknown-function", &["fn "]),
];

/// Adds the nearest names of the library to mistakes in names that nothing near was found for.
pub(crate) fn guess(sources: &Sources, diagnostics: &mut [Diagnostic]) {
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.fixes.is_empty()) {
        let Some((_, keywords)) = GUESSED.iter().find(|(code, _)| *code == diagnostic.code) else { continue };
        let span = diagnostic.primary.span;
        // A member of something is none of the library's own words.
        if sources.text(Span::new(span.file, span.start.saturating_sub(1), span.start)) == "." {
            continue;
        }
        let known: Vec<&str> = declared(keywords).collect();
        if let Some(name) = nearest(sources.text(span), known.iter().copied()) {
            let guessed = diagnostic.clone().help(format!("did you mean `{name}`?"));
            *diagnostic = guessed.fix(format!("write `{name}`"), span, name);
        } else if diagnostic.help.is_none() {
            diagnostic.help = did_you_mean(sources.text(span), known);
        }
    }
}

/// The words that the library declares with such keywords.
fn declared(keywords: &'static [&str]) -> impl Iterator<Item = &'static str> {
    let names = FILES.iter().flat_map(|file| file.text.lines()).filter_map(|line| {
        let declared = keywords.iter().find_map(|keyword| line.strip_prefix(keyword))?;
        declared.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next()
    });
    names.filter(|name| !name.is_empty())
}

/// The words of a file that may stand for something declared: neither keys nor members.
fn mentioned<'t>(parse: &'t Parse, text: &'t str) -> impl Iterator<Item = TokenRef<'t>> {
    let tree = &parse.tree;
    let mut before = SyntaxKind::Newline;
    // Only what starts an item is a key: the type in `stop: stop = {}` is none.
    let mut starts = true;
    (0..tree.token_count()).filter_map(move |at| {
        let token = tree.token(text, at)?;
        let is_member = before == SyntaxKind::Dot;
        if token.kind.is_trivia() {
            starts |= token.kind == SyntaxKind::Newline;
            return None;
        }
        before = token.kind;
        let may_be_key = starts;
        starts = matches!(token.kind, SyntaxKind::LBrace | SyntaxKind::Comma | SyntaxKind::LParen);
        if token.kind != SyntaxKind::Word || is_member {
            return None;
        }
        let next = (at + 1..at + 3).filter_map(|next| tree.token(text, next)).find(|next| !next.kind.is_trivia());
        let is_key = next.is_some_and(|next| matches!(next.kind, SyntaxKind::Equals | SyntaxKind::Colon));
        (!(may_be_key && is_key)).then_some(token)
    })
}

/// The types of the resources that a file makes by itself.
fn made<'t>(parse: &'t Parse, text: &'t str) -> impl Iterator<Item = TokenRef<'t>> {
    let words = (0..parse.tree.token_count()).filter_map(|at| parse.tree.token(text, at));
    let mut before = "";
    words.filter(|token| token.kind == SyntaxKind::Word).filter(move |word| {
        let first = std::mem::replace(&mut before, word.text);
        matches!(first, "resource" | "data" | "ephemeral")
    })
}

/// The library's words, found fast: most words of a spec are none.
struct WordTable {
    places: FxHashMap<&'static str, u16>,
    /// For each first byte, the lengths that its words have, a bit each.
    lengths: [u64; 256],
}

impl WordTable {
    fn new() -> Self {
        let mut lengths = [0; 256];
        for (word, _) in WORDS {
            if let Some(slot) = word.bytes().next().and_then(|first| lengths.get_mut(usize::from(first))) {
                *slot |= 1 << (word.len() & 63);
            }
        }
        let places = WORDS.iter().enumerate().map(|(at, (word, _))| (*word, at as u16));
        Self { places: places.collect(), lengths }
    }

    fn find(&self, word: &str) -> Option<u16> {
        let first = word.bytes().next()?;
        let lengths = self.lengths.get(usize::from(first))?;
        if lengths & (1 << (word.len() & 63)) == 0 {
            return None;
        }
        self.places.get(word).copied()
    }
}

/// What is reached so far.
struct Reach {
    words: Vec<bool>,
    files: Vec<bool>,
    queue: Vec<u16>,
}

impl Reach {
    /// Follows words to files and files to words until nothing is new.
    fn close(&mut self) {
        loop {
            while let Some(word) = self.queue.pop() {
                if !set(&mut self.words, word) {
                    let declared = WORDS.get(usize::from(word)).map_or(&[][..], |(_, files)| files);
                    declared.iter().for_each(|file| self.enter(*file));
                }
            }
            let has = |word: &u16| self.words.get(usize::from(*word)).copied().unwrap_or(false);
            let both = REALIZATIONS.iter().filter(|(component, target, _)| has(component) && has(target));
            let files: Vec<u16> = both.map(|(_, _, file)| *file).collect();
            files.into_iter().for_each(|file| self.enter(file));
            if self.queue.is_empty() {
                return;
            }
        }
    }

    fn enter(&mut self, file: u16) {
        if !set(&mut self.files, file) {
            let Some(file) = FILES.get(usize::from(file)) else { return };
            self.queue.extend(file.mentions);
            file.refined.iter().for_each(|file| self.enter(*file));
        }
    }

    /// Enters what adds something to a type of a catalog.
    fn enter_refined(&mut self, of: &str) {
        let first = REFINES.partition_point(|(name, _)| *name < of);
        let all = REFINES.get(first..).unwrap_or(&[]).iter().take_while(|(name, _)| *name == of);
        all.for_each(|(_, file)| self.enter(*file));
    }
}

/// Marks a place and says whether it was marked before.
fn set(marks: &mut [bool], at: u16) -> bool {
    marks.get_mut(usize::from(at)).is_none_or(|mark| std::mem::replace(mark, true))
}
