//! The formatter: `format/NAME.infra` stands beside `NAME.formatted`, what becomes of it (`UPDATE=1` rewrites it). Over
//! all specs of the repository it keeps what is meant and leaves its own output alone; those for people are formatted.

#[path = "syntax/corpus.rs"]
mod corpus;

use source::FileId;
use syntax::{Parse, SyntaxKind, TokenRef};

fn parse(text: &str) -> Parse {
    syntax::parse(FileId(0), text)
}

fn format(text: &str) -> Option<String> {
    formatter::format(&parse(text), text)
}

/// What a text says: its tokens without trivia, and its comments. Commas separate as line breaks do, so they are left
/// out; line ends of either kind are the same.
fn meaning(text: &str) -> (Vec<String>, Vec<String>) {
    let parse = parse(text);
    let all: Vec<TokenRef> = (0..parse.tree.token_count()).filter_map(|at| parse.tree.token(text, at)).collect();
    let is_comment = |kind| matches!(kind, SyntaxKind::Comment | SyntaxKind::DocComment);
    let comments = all.iter().filter(|token| is_comment(token.kind)).map(|token| token.text.trim_end().to_owned());
    let tokens = all.iter().filter(|token| !token.kind.is_trivia() && token.kind != SyntaxKind::Comma);
    (tokens.map(|token| token.text.to_owned()).collect(), comments.collect())
}

/// The shape of a text: its tree without separators.
fn shape(text: &str) -> String {
    let parse = parse(text);
    let tree = syntax::print(parse.root(text));
    tree.lines().filter(|line| line.trim() != "\",\"").map(|line| line.replace(" \",\"", "") + "\n").collect()
}

fn check(name: &str, text: &str) {
    let Some(once) = format(text) else { return };
    let text = &text.replace("\r\n", "\n");
    assert_eq!(meaning(text), meaning(&once), "{name} says something else:\n{once}");
    assert_eq!(shape(text), shape(&once), "{name} has another shape:\n{once}");
    assert_eq!(format(&once).as_deref(), Some(once.as_str()), "{name}, formatted twice");
    assert!(
        !once.lines().any(|line| line.ends_with([' ', '\t']) && !text.contains(line)),
        "{name} has blanks at a line's end"
    );
}

#[test]
fn texts_become_what_is_written_down() {
    let mut complaints = Vec::new();
    for spec in corpus::specs("tests/format") {
        let Some(found) = format(&spec.text) else {
            complaints.push(format!("{} has mistakes", spec.name()));
            continue;
        };
        corpus::check(&spec.path.with_extension("formatted"), &found, &mut complaints);
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn specs_for_people_are_formatted() {
    let folders = ["examples", "stdlib", "compiler/cli/templates"];
    let all: Vec<corpus::Spec> = folders.into_iter().flat_map(corpus::specs).collect();
    let astray: Vec<String> = all
        .iter()
        .filter(|spec| format(&spec.text).is_none_or(|formatted| formatted != spec.text))
        .map(corpus::Spec::name)
        .collect();
    assert!(!all.is_empty() && astray.is_empty(), "`infra fmt` would change {}", astray.join(", "));
}

#[test]
fn what_other_editors_leave_behind_is_tidied() {
    let cases = [
        ("", ""),
        ("\n\n", ""),
        ("\u{feff}let a = 1", "let a = 1\n"),
        ("\n\n// alone", "// alone\n"),
        ("let a = {\r\n\tb = 1\t// c\r\n\r\n\r\n\tc = 2  \r\n}\r\n", "let a = {\n  b = 1  // c\n\n  c = 2\n}\n"),
        ("let a = \"\"\"\r\n\tb\r\n\r\n\t\"\"\"\r\n", "let a = \"\"\"\n\tb\n\n\t\"\"\"\n"),
    ];
    for (text, expected) in cases {
        assert_eq!(format(text).as_deref(), Some(expected), "{text:?}");
        assert_eq!(format(expected).as_deref(), Some(expected), "{expected:?}");
    }
}

#[test]
fn what_is_meant_stays_and_twice_is_once() {
    for spec in corpus::all() {
        check(&spec.name(), &spec.text);
    }
}

#[test]
fn broken_in_any_place_it_still_holds() {
    // A line break put before a token is either a mistake, or a layout like any other.
    for spec in corpus::specs("tests/syntax/ok").into_iter().chain(corpus::specs("tests/format")) {
        let parse = parse(&spec.text);
        for at in 0..parse.tree.token_count() {
            let Some(token) = parse.tree.token(&spec.text, at) else { continue };
            let start = token.span.start as usize;
            for with in ["\n", "// c\n", "\n\n\n  // c\n\n"] {
                let text = format!("{}{with}{}", &spec.text[..start], &spec.text[start..]);
                check(&format!("{} broken at {start} by {with:?}", spec.name()), &text);
            }
        }
    }
}

#[test]
fn long_lines_and_joined_ones_still_hold() {
    for spec in corpus::specs("tests/syntax/ok").into_iter().chain(corpus::specs("examples")) {
        // Longer names make other lines too long; the text means something else, but it is as good as any.
        let text = spec.text.replace("a", "a_rather_long_name").replace("port", "a_port_with_a_longer_name");
        check(&format!("{} with long names", spec.name()), &text);
    }
}

#[test]
fn a_text_with_mistakes_is_refused() {
    for spec in corpus::specs("tests/syntax/err") {
        assert!(format(&spec.text).is_none(), "{} is formatted in spite of its mistakes", spec.name());
    }
}
