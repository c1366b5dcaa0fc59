//! Small specs that would come to something huge, and single values that are.

use crate::run::{Case, case, lines};

pub fn cases() -> Vec<Case> {
    [doubling(), loops(), sizes(), types()].into_iter().flatten().collect()
}

/// Thirty lines, each of which takes the one before it twice.
fn doubled(first: &str, line: impl Fn(usize) -> String, read: &str) -> String {
    format!("{first}\n{}{read}", lines(40, line))
}

fn doubling() -> Vec<Case> {
    let text = doubled(
        "let a0 = \"abcdefgh\"",
        |at| format!("let a{} = \"${{a{at}}}${{a{at}}}\"", at + 1),
        "require a40 == \"\"",
    );
    let list =
        doubled("let a0 = [1]", |at| format!("let a{} = [...a{at}, ...a{at}]", at + 1), "require length(a40) == 1");
    let nested = doubled("let a0 = [1]", |at| format!("let a{} = [a{at}, a{at}]", at + 1), "require json(a40) == \"\"");
    let calls = doubled(
        "fn f0(a: int): int = a",
        |at| format!("fn f{}(a: int): int = f{at}(a) + f{at}(a)", at + 1),
        "require f40(1) == 1",
    );
    let parts =
        doubled("component c0 { }", |at| format!("component c{} {{\n c{at} x\n c{at} y\n}}", at + 1), "c40 root");
    let replaced = doubled(
        "let a0 = \"aa\"",
        |at| format!("let a{} = replace(a{at}, \"a\", a{at})", at + 1),
        "require a40 == \"\"",
    );
    let names = ["text", "list", "nested list", "calls", "composites", "replacements"];
    let texts = [text, list, nested, calls, parts, replaced];
    names.iter().zip(texts).map(|(name, text)| case(&format!("doubling {name}"), text, &["too-much"])).collect()
}

fn loops() -> Vec<Case> {
    let thrice = |inner: &str| format!("let a = {inner}\nrequire length(a) == 1");
    vec![
        case(
            "lists of lists of lists",
            thrice("[for x in count(1000) : [for y in count(1000) : [for z in count(1000) : 1]]]"),
            &["too-much"],
        ),
        case(
            "sums of sums of sums",
            thrice("[for x in count(1000) : sum([for y in count(1000) : sum([for z in count(1000) : 1])])]"),
            &["too-much"],
        ),
        case(
            "all of all of all",
            "require all(x in count(1000) : all(y in count(1000) : all(z in count(1000) : true)))",
            &["too-much"],
        ),
        case("a large count", "let a = count(1000000000)\nrequire length(a) == 1", &["bad-argument"]),
        case("many instances", "redis r for x in count(10000) { }", &[]),
        case("many environments", "environment e for x in count(10000) { target compose }", &["too-much"]),
        case(
            "many elements",
            format!("let a = [{}]\nlet b = [for x in a : x + 1]\nrequire length(b) == 100000", "1, ".repeat(100_000)),
            &[],
        ),
    ]
}

fn sizes() -> Vec<Case> {
    let digits = "9".repeat(100_000);
    vec![
        case("a huge int", format!("let a = {digits}"), &["bad-literal"]),
        case("a huge size", format!("let a = {digits}GiB"), &["bad-literal"]),
        case("a size too large", "let a = 9000000000GiB", &["bad-literal"]),
        case("a long fraction", format!("let a = 0.{digits}"), &["bad-literal"]),
        case(
            "sums too large",
            "let a = 9223372036854775807\nrequire a + 1 == 0\nrequire a * a == 0\nrequire -a - 2 == 0",
            &["overflow"],
        ),
        case("nothing to divide by", "require 1 / 0 == 0\nrequire 1 % 0 == 0", &["division-by-zero"]),
        case("a long line", format!("let a = [{}]", "1, ".repeat(300_000)), &[]),
        case("a long text", format!("let a = \"{}\"", "x".repeat(5_000_000)), &[]),
        case("a long name", format!("let {} = 1", "a".repeat(1_000_000)), &[]),
        case(
            "a pattern in patterns",
            "component k { v: string matching \"^((a{1000}){1000}){1000}$\" = \"a\" }",
            &["bad-pattern"],
        ),
    ]
}

fn types() -> Vec<Case> {
    let fields: String = (0..20_000).map(|at| format!("f{at}: int = 1, ")).collect();
    let cases: Vec<String> = (0..100_000).map(|at| format!("c{at}")).collect();
    let values: String = (0..70_000).map(|at| format!("f{at} = 1, ")).collect();
    let twice = lines(40, |at| format!("type t{} = {{ a: t{at} = {{}}, b: t{at} = {{}} }}", at + 1));
    let ignored = "realize k on compose { ignore v because \"nothing comes of it\" }";
    vec![
        case("many fields", format!("type t = {{ {fields} }}"), &["too-much"]),
        case("many cases", format!("type t = {}", cases.join(" | ")), &["too-much"]),
        case("many values", format!("let a = {{ {values} }}"), &["too-much"]),
        case(
            "types of types twice",
            format!("type t0 = {{ a: int = 1 }}\n{twice}component k {{ v: t40 = {{}} }}\nk one\n{ignored}"),
            // What nobody writes is one constant, wherever it stands.
            &[],
        ),
    ]
}
