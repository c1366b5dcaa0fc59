//! Any spec is checked: nothing panics, and what is said lies in some file.

#![no_main]

use driver::{MemoryHost, Request, check};
use libfuzzer_sys::fuzz_target;

/// What the text may refer to, so that it gets far with few words.
const AROUND: &str = "app x { domain = \"example.com\" }\npostgres db\nenvironment local { target compose }\n";

fuzz_target!(|text: &str| {
    let host = MemoryHost::new([("/spec/a.infra", AROUND), ("/spec/b.infra", text)]);
    let checked = check(&host, &Request::new("/spec", "/", &[]));
    for found in &checked.diagnostics {
        let span = found.primary.span;
        let text = &checked.project.sources.get(span.file).text;
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{} at {span:?}", found.code);
    }
});
