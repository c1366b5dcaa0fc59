//! The cases of `emit/*.md`.

use std::fs;
use std::path::Path;

use crate::build;

#[test]
fn cases_come_out_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/emit");
    let mut paths: Vec<_> = fs::read_dir(&folder).expect("the folder").map(|it| it.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "md"));
    paths.sort();
    assert!(!paths.is_empty());
    let wrong: Vec<_> = paths.iter().filter(|path| !holds(path)).collect();
    assert!(wrong.is_empty(), "not as written (UPDATE=1 rewrites): {wrong:?}");
}

/// Whether the case's files come out; with `UPDATE`, they are written instead.
fn holds(path: &Path) -> bool {
    let case = fs::read_to_string(path).expect("a case");
    let given = case.split("```json\n").nth(1).and_then(|rest| rest.split("\n```").next()).expect("a block of JSON");
    let head = case.split_inclusive("\n```\n").next().unwrap_or("");
    let set = build::set(&serde_json::from_str(given).unwrap_or_else(|it| panic!("{}: {it}", path.display())));
    assert_eq!(set.clashes(), [], "{}", path.display());
    let mut made = head.to_string();
    for file in emit::emit(&set).files {
        let text = String::from_utf8(file.bytes).expect("UTF-8");
        made += &format!("\n```text {}\n{text}```\n", file.path);
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, &made).expect("a case can be written");
    } else if made != case {
        let line = made.lines().zip(case.lines()).position(|(a, b)| a != b).unwrap_or(0);
        println!("{}:{}: now {:?}", path.display(), line + 1, made.lines().nth(line));
    }
    made == case || std::env::var_os("UPDATE").is_some()
}
