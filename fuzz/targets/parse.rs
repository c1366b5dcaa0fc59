//! Any text parses: the tree is the text, and what is said of it lies in it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use source::FileId;

fuzz_target!(|text: &str| {
    let parse = syntax::parse(FileId(0), text);
    let tokens = (0..parse.tree.token_count()).filter_map(|at| parse.tree.token(text, at));
    assert_eq!(tokens.map(|token| token.text).collect::<String>(), text);
    for found in &parse.diagnostics {
        let span = found.primary.span;
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{} at {span:?}", found.code);
    }
});
