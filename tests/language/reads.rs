//! Files that a spec reads and no page can hold: bytes that are no text, sizes, links, what the system refuses.

use driver::{Diagnostic, MemoryHost, Refusal, Request};

/// What is wrong with a spec that sets a text of an instance, beside some files.
fn found(expr: &str, files: impl FnOnce(MemoryHost) -> MemoryHost) -> Vec<Diagnostic> {
    let spec = format!(
        "app test {{ domain = \"test.example.com\" }}\ncomponent box {{ text: string = \"\" }}\n\nbox a {{ text = {expr} }}\n"
    );
    let host = files(MemoryHost::new([("/disk/spec/app.infra", spec.as_str())]));
    let checked = driver::check(&host, &Request::new("spec", "/disk", &[]));
    for diagnostic in &checked.diagnostics {
        let text = checked.project.sources.get(diagnostic.primary.span.file).text.clone();
        let at = diagnostic.primary.span.start as usize..diagnostic.primary.span.end as usize;
        assert!(text.get(at).is_some_and(|at| at.starts_with('"')), "{} is at its argument", diagnostic.message);
    }
    checked.diagnostics
}

/// The only thing that is wrong.
fn only(expr: &str, files: impl FnOnce(MemoryHost) -> MemoryHost) -> (&'static str, String) {
    let mut all = found(expr, files);
    assert_eq!(all.len(), 1, "{expr}: {all:?}");
    all.pop().map(|one| (one.code, one.message)).expect("there is one")
}

#[test]
fn bytes_that_are_no_text_are_named() {
    let (code, message) = only("read(\"logo.png\")", |host| host.with("/disk/spec/logo.png", b"one\ntwo\xff".to_vec()));
    assert_eq!(
        (code, message.as_str()),
        ("not-utf8", "`spec/logo.png` is not UTF-8: byte 7, in line 2, starts no character")
    );
    let (code, message) = only("files(\"conf/**\")[\"a\"]", |host| host.with("/disk/spec/conf/in/b", b"b\0".to_vec()));
    assert_eq!((code, message.as_str()), ("nul-byte", "`spec/conf/in/b` holds a NUL at byte 1, in line 1"));
}

#[test]
fn what_is_read_is_bounded() {
    let large = || vec![b'a'; 17 << 20];
    let (code, message) = only("read(\"dump.sql\")", |host| host.with("/disk/spec/dump.sql", large()));
    assert_eq!(
        (code, message.as_str()),
        ("file-too-large", "`dump.sql` is 17.0 MiB long; a spec reads at most 16 MiB")
    );
    let half = || vec![b'a'; 9 << 20];
    let two = |host: MemoryHost| host.with("/disk/spec/sql/a", half()).with("/disk/spec/sql/b", half());
    let (code, message) = only("files(\"sql/*\")[\"a\"]", two);
    assert_eq!(
        (code, message.as_str()),
        ("file-too-large", "the files that fit `sql/*` are longer than 16 MiB together")
    );
    let all = format!("join([{}], \"\")", ["read(\"a\")"; 8].join(", "));
    let (code, message) = only(&all, |host| host.with("/disk/spec/a", half()));
    assert_eq!((code, message.as_str()), ("file-too-large", "with `a`, the spec reads more than 64 MiB"));
    let many = |host| (0..5000).fold(host, |host: MemoryHost, n| host.with(&format!("/disk/spec/many/{n}"), ""));
    let (code, message) = only("files(\"many/**\")[\"1\"]", many);
    assert_eq!((code, message.as_str()), ("file-too-large", "more than 4096 files fit `many/**`"));
}

#[test]
fn links_stay_inside_the_spec() {
    let linked = |host: MemoryHost| {
        let host = host.with("/disk/secret/key", "k").with("/disk/spec/real/note", "n");
        host.linking("/disk/spec/out", "/disk/secret").linking("/disk/spec/in", "/disk/spec/real")
    };
    let (code, message) = only("read(\"out/key\")", linked);
    let expected = "`out/key` lies outside the spec: a symbolic link leads to `/disk/secret/key`";
    assert_eq!((code, message.as_str()), ("file-outside", expected));
    assert_eq!(only("files(\"out/*\")[\"key\"]", linked).0, "file-outside");
    assert_eq!(found("read(\"in/note\")", linked), Vec::new());
    assert_eq!(found("files(\"in/*\")[\"note\"]", linked), Vec::new());
    // A folder that is reached through a link alone could hold itself.
    let circle = |host: MemoryHost| linked(host).linking("/disk/spec/real/up", "/disk/spec");
    assert_eq!(found("files(\"real/**\")[\"note\"]", circle), Vec::new());
    let looped =
        |host: MemoryHost| host.linking("/disk/spec/a", "/disk/spec/b").linking("/disk/spec/b", "/disk/spec/a");
    assert_eq!(only("read(\"a\")", looped).0, "unreadable");
}

#[test]
fn what_the_system_refuses_is_said() {
    let (code, message) = only("read(\"a\")", |host| host.refusing("/disk/spec/a", Refusal::Denied));
    assert_eq!((code, message.as_str()), ("unreadable", "`spec/a` can't be read: permission denied"));
}

#[test]
fn the_nearest_name_is_offered_and_mended() {
    let near = |host: MemoryHost| host.with("/disk/spec/conf/nginx.conf", "x").with("/disk/spec/notes/a.md", "x");
    let said = |expr: &str| {
        let all = found(expr, near);
        let fixes = all.iter().flat_map(|one| &one.fixes).flat_map(|fix| &fix.edits).map(|edit| edit.text.clone());
        (all.first().and_then(|one| one.help.clone()).unwrap_or_default(), fixes.collect::<Vec<_>>())
    };
    let mended = |text: &str| vec![format!("{text:?}")];
    assert_eq!(
        said("read(\"conf/ngnix.conf\")"),
        ("did you mean `conf/nginx.conf`?".into(), mended("conf/nginx.conf"))
    );
    assert_eq!(said("read(\"cnf/nginx.conf\")"), ("did you mean `conf/nginx.conf`?".into(), mended("conf/nginx.conf")));
    assert_eq!(said("files(\"note/*.md\")[\"a.md\"]"), ("did you mean `notes/*.md`?".into(), mended("notes/*.md")));
    assert_eq!(said("read(\"notes/zzzzzz\")"), ("there is only `notes/a.md`".into(), vec![]));
}

#[test]
fn a_message_shows_the_start_of_a_long_text() {
    let spec = "app test { domain = \"test.example.com\" }\nrequire read(\"long.txt\") == \"\"\n";
    let host = MemoryHost::new([("/disk/app.infra", spec)]).with("/disk/long.txt", "é".repeat(1 << 20));
    let checked = driver::check(&host, &Request::new("/disk", "/disk", &[]));
    let [found] = checked.diagnostics.as_slice() else { panic!("one rule is broken: {:?}", checked.diagnostics) };
    assert!(found.message.chars().count() < 300, "{}", found.message);
    assert!(found.message.ends_with("é… (1048578 characters)"), "{}", found.message);
}
