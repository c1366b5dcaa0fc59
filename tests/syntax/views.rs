//! What the typed views read out of a tree.

use source::FileId;
use syntax::{Decl, Expr, File, Item, StringPart};

/// The value of a `let`, shown by what the views say.
fn value(text: &str, show: impl Fn(Expr<'_>) -> String) -> String {
    let text = format!("let a = {text}\n");
    let parse = syntax::parse(FileId(0), &text);
    assert!(parse.diagnostics.is_empty(), "{:?}", parse.diagnostics);
    let file = File::cast(parse.root(&text)).expect("the root is a file");
    match file.decls().next() {
        Some(Decl::Let(found)) => show(found.value().expect("it has a value")),
        _ => panic!("a `let` was expected"),
    }
}

fn parts(text: &str) -> String {
    value(text, |expr| match expr {
        Expr::String(string) => {
            let parts = string.parts().map(|part| match part {
                StringPart::Text(text, _) => format!("{text:?}"),
                StringPart::Hole(hole) => hole.node().text().to_owned(),
            });
            parts.collect::<Vec<_>>().join(" ")
        }
        _ => panic!("a string was expected"),
    })
}

#[test]
fn strings_lose_their_escapes() {
    assert_eq!(parts(r#""a\n\t\"\\\$b""#), r#""a\n\t\"\\$b""#);
    assert_eq!(parts(r#""\u{48}\u{1f680}""#), "\"H🚀\"");
    assert_eq!(parts(r#""$${a} $ $$ $(b) $$$${c}""#), r#""${a} $ $$ $(b) $$${c}""#);
    assert_eq!(parts(r#""a ${b.c} d${e}""#), r#""a " b.c " d" e"#);
    assert_eq!(parts(r#""""#), "");
}

#[test]
fn block_strings_lose_their_indentation() {
    assert_eq!(parts("\"\"\"\n  a\n    b\n\n  c\n  \"\"\""), r#""a\n  b\n\nc""#);
    assert_eq!(parts("\"\"\"\n    a\n  \"\"\""), r#""  a""#);
    assert_eq!(parts("\"\"\"\r\n  a\r\n  b\r\n  \"\"\""), r#""a\nb""#);
    assert_eq!(parts("\"\"\"one \"line\" \\n\"\"\""), r#""one \"line\" \\n""#);
    assert_eq!(parts("\"\"\"\n  a ${b} c\n  ${d}\n    ${e}\n  \"\"\""), r#""a " b " c\n" d "\n  " e"#);
    assert_eq!(parts("\"\"\"\n  $${a}\n  \"\"\""), r#""${a}""#);
    assert_eq!(parts("\"\"\"\"\"\""), "");
    assert_eq!(parts("\"\"\"\n\"\"\""), "");
    assert_eq!(parts("\"\"\"\n\n\"\"\""), "");
    assert_eq!(parts("\"\"\"\n\n\n\"\"\""), r#""\n""#);
    assert_eq!(parts("\"\"\"${a}\n  b\n  \"\"\""), r#"a "\nb""#);
    assert_eq!(parts("\"\"\"\n  a\"\"\""), r#""a""#);
    assert_eq!(parts("\"\"\"\n  a\n \n  b\n  \"\"\""), r#""a\n\nb""#);
}

/// An expression with a pair of parentheses around each operation.
fn shape(expr: Expr<'_>) -> String {
    let of = |expr: Option<Expr<'_>>| expr.map_or("?".to_owned(), shape);
    let word = |token: Option<syntax::TokenRef<'_>>| token.map_or("?", |token| token.text).to_owned();
    match expr {
        Expr::Binary(binary) => {
            let op = binary.op().map_or("?", syntax::BinaryOp::text);
            format!("({} {op} {})", of(binary.lhs()), of(binary.rhs()))
        }
        Expr::Unary(unary) => format!("({}{})", unary.op().map_or("?", syntax::UnaryOp::text), of(unary.expr())),
        Expr::As(conversion) => format!("({} as {})", of(conversion.expr()), word(conversion.unit())),
        Expr::Is(test) => format!("({} is {})", of(test.expr()), word(test.case())),
        Expr::If(choice) => {
            let otherwise = choice.otherwise().map_or(String::new(), |expr| format!(" else {}", shape(expr)));
            format!("(if {} then {}{otherwise})", of(choice.condition()), of(choice.then()))
        }
        Expr::Get(get) => format!("{}.{}", of(get.base()), word(get.name())),
        Expr::TryGet(get) => format!("{}?.{}", of(get.base()), word(get.name())),
        Expr::Index(index) => format!("{}[{}]", of(index.base()), of(index.index())),
        Expr::Call(call) => {
            let args: Vec<String> = call.args().map(|arg| of(arg.value())).collect();
            format!("{}({})", of(call.callee()), args.join(", "))
        }
        Expr::ShortCase(case) => format!("<{} {}>", word(case.name()), of(case.value())),
        Expr::Paren(paren) => of(paren.expr()),
        other => other.node().text().to_owned(),
    }
}

#[test]
fn operators_bind_as_strongly_as_they_should() {
    let cases = [
        ("a + b * c", "(a + (b * c))"),
        ("a - b - c", "((a - b) - c)"),
        ("a * b as s", "(a * (b as s))"),
        ("-a as s", "((-a) as s)"),
        ("-a.b(c)", "(-a.b(c))"),
        ("!a && b", "((!a) && b)"),
        ("1 .. n + 1", "(1 .. (n + 1))"),
        ("x in 1..3", "(x in (1 .. 3))"),
        ("x in xs && y is z", "((x in xs) && (y is z))"),
        ("a || b && c", "(a || (b && c))"),
        ("a ?? b || c", "(a ?? (b || c))"),
        ("a ?? b ?? c", "((a ?? b) ?? c)"),
        ("a?.b as days ?? 0", "((a?.b as days) ?? 0)"),
        ("if a then b else c + d", "(if a then b else (c + d))"),
        ("if a then if b then c else d", "(if a then (if b then c else d))"),
        ("1 + if a then b else c", "(1 + (if a then b else c))"),
        ("sun 04:00..05:00", "<sun (04:00 .. 05:00)>"),
        ("daily 02:00 == x", "(<daily 02:00> == x)"),
        ("weight 10% + 5", "(<weight 10%> + 5)"),
        ("a == b + c", "(a == (b + c))"),
        ("a[0].b[c + 1]", "a[0].b[(c + 1)]"),
    ];
    for (text, expected) in cases {
        assert_eq!(value(text, shape), expected, "{text}");
    }
}

#[test]
fn quantifiers_are_loops_in_an_argument() {
    let text = "let a = any(u in used_by.all if u.ok : u.b == c)\n";
    let parse = syntax::parse(FileId(0), text);
    let file = File::cast(parse.root(text)).expect("the root is a file");
    let Some(Decl::Let(found)) = file.decls().next() else { panic!("a `let` was expected") };
    let Some(Expr::Call(call)) = found.value() else { panic!("a call was expected") };
    let arg = call.args().next().expect("it has an argument");
    let clause = arg.for_clause().expect("it is a quantifier");
    let names: Vec<&str> = clause.names().map(|name| name.text).collect();
    assert_eq!(names, ["u"]);
    assert_eq!(clause.source().map(shape).as_deref(), Some("used_by.all"));
    assert_eq!(arg.condition().map(shape).as_deref(), Some("u.ok"));
    assert_eq!(arg.value().map(shape).as_deref(), Some("(u.b == c)"));
}

#[test]
fn placed_things_know_whether_all_stands_before_them() {
    let text = "environment e { place all store, a.b, all alert on aws }\n";
    let parse = syntax::parse(FileId(0), text);
    let file = File::cast(parse.root(text)).expect("the root is a file");
    let Some(Decl::Environment(environment)) = file.decls().next() else { panic!("an environment was expected") };
    let body = environment.body().expect("it has a body");
    let Some(Item::Place(place)) = body.items().next() else { panic!("a `place` was expected") };
    let entries: Vec<(bool, String)> = place.entries().map(|(all, path)| (all, path.text().into_owned())).collect();
    assert_eq!(entries, [(true, "store".to_owned()), (false, "a.b".to_owned()), (true, "alert".to_owned())]);
    assert_eq!(place.target().map(|target| target.text().into_owned()).as_deref(), Some("aws"));
}
