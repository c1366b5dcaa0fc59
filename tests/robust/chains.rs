//! Declarations that read each other: in a long row, or in a circle.

use crate::run::{Case, case, lines};

const LONG: usize = 10_000;

pub fn cases() -> Vec<Case> {
    [lets(), types(), instances(), others()].into_iter().flatten().collect()
}

fn lets() -> Vec<Case> {
    let (down, up) = (format!("let a{LONG} = 1"), "let a0 = 1\n");
    vec![
        case("lets down", lines(LONG, |at| format!("let a{at} = a{}", at + 1)) + &down, &["too-deep"]),
        case("typed lets down", lines(LONG, |at| format!("let a{at}: int = a{}", at + 1)) + &down, &["too-deep"]),
        case("lets up", format!("{up}{}", lines(LONG, |at| format!("let a{} = a{at}", at + 1))), &[]),
        case(
            "lets up, read",
            format!("{up}{}require a{LONG} == 1", lines(LONG, |at| format!("let a{} = a{at}", at + 1))),
            &["too-deep"],
        ),
        case("let of itself", "let a = a", &["let-cycle"]),
        case("two lets in a circle", "let a: int = b\nlet b: int = a", &["let-cycle"]),
        case("many lets in a circle", lines(LONG, |at| format!("let a{at} = a{}", (at + 1) % LONG)), &["too-deep"]),
    ]
}

fn types() -> Vec<Case> {
    let last = format!("type t{LONG} = int");
    vec![
        case("types down", lines(LONG, |at| format!("type t{at} = {{ a: t{} }}", at + 1)) + &last, &["too-deep"]),
        case("types in a circle", "type a = { x: b }\ntype b = { y: a }", &["recursive-type"]),
        case("functions in a circle", "fn f(a: int): int = g(a)\nfn g(a: int): int = f(a)", &["let-cycle"]),
        case("a function of itself", "fn f(a: int): int = f(a)\nrequire f(1) == 1", &["let-cycle"]),
        case(
            "functions down",
            lines(LONG, |at| format!("fn f{at}(a: int): int = f{}(a)", at + 1))
                + &format!("fn f{LONG}(a: int): int = a\nrequire f0(1) == 1"),
            &["too-deep"],
        ),
        case("composites in a circle", "component a { b x }\ncomponent b { a x }\na y", &["recursive-type"]),
        case("a composite of itself", "component a { a x }\na y", &["recursive-type"]),
        case(
            "composites down",
            lines(LONG, |at| format!("component c{at} {{ c{} x }}", at + 1))
                + &format!("component c{LONG} {{ }}\nc0 x"),
            &["too-deep"],
        ),
    ]
}

fn instances() -> Vec<Case> {
    let service = |at: usize, rest: &str| format!("service s{at} {{ image = \"a\", port = 80{rest} }}");
    let url = |at: usize| service(at, &format!(", env {{ A = s{}.url }}", at + 1));
    vec![
        case("addresses down", lines(LONG, url) + &service(LONG, ""), &[]),
        case(
            "fields down",
            lines(LONG, |at| format!("redis r{at} {{ memory = r{}.memory }}", at + 1)) + &format!("redis r{LONG}"),
            &["too-deep"],
        ),
        case("a field of itself", "redis r { memory = self.memory }", &["value-cycle"]),
        case(
            "fields in a circle",
            lines(3, |at| format!("redis r{at} {{ memory = r{}.memory }}", (at + 1) % 3)),
            &["value-cycle"],
        ),
        case(
            "order down",
            lines(LONG, |at| format!("redis r{at} {{ after = [r{}] }}", at + 1)) + &format!("redis r{LONG}"),
            &[],
        ),
        case(
            "order in a circle",
            lines(LONG, |at| format!("redis r{at} {{ after = [r{}] }}", (at + 1) % LONG)),
            &["order-cycle"],
        ),
    ]
}

fn others() -> Vec<Case> {
    vec![
        case(
            "environments in a circle",
            "environment a extends b { }\nenvironment b extends a { }",
            &["extends-cycle"],
        ),
        case(
            "layers up",
            format!(
                "layer a0 {{ target compose }}\n{}environment e extends a1000 {{ }}",
                lines(1000, |at| format!("layer a{} extends a{at} {{ }}", at + 1))
            ),
            &[],
        ),
    ]
}
