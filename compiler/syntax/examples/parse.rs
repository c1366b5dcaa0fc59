//! Prints the tree of a file and its mistakes; with `--time`, how fast it is parsed.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a tool for those who work on the compiler, run by hand"
)]
#![allow(missing_docs, reason = "an example")]

use std::time::Instant;

use infra_syntax as syntax;
use source::{FileId, LineIndex};

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let times = args.first().is_some_and(|arg| arg == "--time");
    if times {
        args.remove(0);
    }
    for path in args {
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| format!("// {path}: {error}"));
        if times { time(&path, &text) } else { show(&path, &text) }
    }
}

fn show(path: &str, text: &str) {
    let parse = syntax::parse(FileId(0), text);
    print!("{}", syntax::print(parse.root(text)));
    let lines = LineIndex::new(text);
    for found in &parse.diagnostics {
        let at = lines.position(text, found.primary.span.start);
        println!("{path}:{}:{}: {}: {}", at.line, at.column, found.code, found.message);
        found.help.iter().for_each(|help| println!("  help: {help}"));
        found.fixes.iter().flat_map(|fix| &fix.edits).for_each(|edit| println!("  fix: {:?}", edit.text));
    }
}

/// The best of several runs over the text repeated to about 13,000 lines.
fn time(path: &str, text: &str) {
    let copies = 13_000 / text.lines().count().max(1) + 1;
    let text = text.repeat(copies);
    let run = || {
        let start = Instant::now();
        let parse = syntax::parse(FileId(0), &text);
        (start.elapsed(), parse.tree.token_count(), parse.diagnostics.len())
    };
    let Some((best, tokens, mistakes)) = (0..20).map(|_| run()).min() else { return };
    let rate = text.len() as f64 / best.as_secs_f64() / 1e6;
    println!(
        "{path}: {} lines, {} bytes, {tokens} tokens, {mistakes} mistakes: {best:?}, {rate:.0} MB/s",
        text.lines().count(),
        text.len()
    );
}
