//! Mistakes by the thousand, each of its kind and each on a line of its own.

use crate::run::{Case, case, lines};

pub fn cases() -> Vec<Case> {
    vec![
        case("unknown names", lines(100_000, |at| format!("let a{at}: int = b{at}")), &["unknown-name"]),
        case("unknown types", lines(20_000, |at| format!("type a{at} = b{at}")), &["unknown-type"]),
        case("unknown components", lines(20_000, |at| format!("srvice{at} a{at}")), &["unknown-component"]),
        case("unknown functions", lines(20_000, |at| format!("let a{at} = f{at}(1)")), &["unknown-function"]),
        case("unknown fields", lines(20_000, |at| format!("redis a{at} {{ memry{at} = 1GiB }}")), &["unknown-field"]),
        case("wrong types", lines(100_000, |at| format!("let a{at}: int = \"x\"")), &["wrong-type"]),
        case("the same name", lines(100_000, |_| "let a: int = 1".to_owned()), &["duplicate-name"]),
        case("the same app", lines(20_000, |_| "app y".to_owned()), &["second-app"]),
        case(
            "values out of bounds",
            lines(20_000, |at| format!("redis a{at} {{ memory = 1KiB }}")),
            &["out-of-bounds"],
        ),
        case("rules that fail", lines(20_000, |at| format!("require 1 == {}, \"{at}\"", at + 2)), &["require-failed"]),
        case("stray brackets", lines(100_000, |_| "let a = ]".to_owned()), &["missing-value", "stray-bracket"]),
        case("stray characters", lines(100_000, |_| "§ # ' ` ~ @".to_owned()), &["stray-character", "hash-comment"]),
        case("open strings", lines(100_000, |_| "let a = \"".to_owned()), &["unclosed-string"]),
        case("open braces", "{".repeat(100_000), &["too-deep"]),
        case(
            "one field again and again",
            format!("redis r {{\n{}}}", lines(20_000, |_| "memory = 1GiB".to_owned())),
            &["written-twice"],
        ),
        case(
            "one host again and again",
            lines(1_000, |at| {
                let service = format!("service s{at} {{ image = \"a\", port = 80 }}");
                format!("{service}\ngateway g{at} {{ hosts = [\"a.example.com\"], routes {{ \"/\" = s{at} }} }}")
            }),
            &["host-claimed-twice"],
        ),
    ]
}
