//! Things in things in things: brackets, operators, choices, types. Values that far beyond are left to the parser.

use crate::run::{Case, case};

/// Levels that nobody writes.
const DEEP: usize = 100_000;

/// What opens a level, what closes it.
const VALUES: [(&str, &str, &str); 13] = [
    ("lists", "[", "]"),
    ("parentheses", "(", ")"),
    ("records", "{ a = ", " }"),
    ("holes", "\"${", "}\""),
    ("signs", "-", ""),
    ("negations", "!", ""),
    ("choices", "if true then ", " else 1"),
    ("other choices", "if true then 1 else ", ""),
    ("fallbacks", "none ?? ", ""),
    ("matches", "match 1 { _ => ", " }"),
    ("calls", "floor(", ")"),
    ("loops", "[for x in [1] : ", "]"),
    ("quantifiers", "all(x in [1] : ", ")"),
];

const TYPES: [(&str, &str, &str); 4] =
    [("lists", "list(", ")"), ("maps", "map(", ")"), ("records", "{ a: ", " }"), ("labels", "secret ", "")];

const ROWS: [(&str, &str); 6] = [
    ("sum", " + 1"),
    ("conjunction", " && true"),
    ("path", ".a"),
    ("index", "[0]"),
    ("calls", "(1)"),
    ("range", "..1"),
];

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, open, close) in VALUES {
        let text = format!("let a = {}1{}", open.repeat(DEEP), close.repeat(DEEP));
        cases.push(case(&format!("deep {name}"), text, &["too-deep"]));
        // What the parser lets through must not be too much for those behind it, whatever they make of it.
        let text = format!("let a = {}1{}", open.repeat(250), close.repeat(250));
        cases.push(Case { codes: allowed(name), ..case(&format!("high {name}"), text, &[]) });
    }
    for (name, open, close) in TYPES {
        let text = format!("type t = {}string{}", open.repeat(DEEP), close.repeat(DEEP));
        cases.push(case(&format!("deep types of {name}"), text, &["too-deep"]));
        let text = format!("type t = {}string{}\nlet a: t = 1", open.repeat(250), close.repeat(250));
        cases.push(case(&format!("high types of {name}"), text, &["wrong-type"]));
    }
    for (name, more) in ROWS {
        cases.push(Case {
            codes: row(name),
            ..case(&format!("long {name}"), format!("let a = x{}", more.repeat(DEEP)), &[])
        });
    }
    cases
}

/// What is wrong with 250 levels of something around a `1`.
fn allowed(name: &str) -> &'static [&'static str] {
    match name {
        "negations" | "fallbacks" => &["wrong-type"],
        "calls" | "loops" | "quantifiers" => &["too-deep"],
        _ => &[],
    }
}

fn row(name: &str) -> &'static [&'static str] {
    if name == "calls" { &["unexpected-token"] } else { &["too-deep"] }
}
