//! What holds for any text: the tree is the source, nothing panics, time is linear.

use std::time::{Duration, Instant};

use source::FileId;
use syntax::{Element, Node, Parse, SyntaxKind};

use crate::corpus;

fn parse(text: &str) -> Parse {
    syntax::parse(FileId(0), text)
}

/// Checks a tree against its text: every byte once, in order; nodes nest and have tokens; diagnostics lie in the text.
fn sound(text: &str) -> Parse {
    let parse = parse(text);
    let mut rebuilt = String::with_capacity(text.len());
    let mut open = vec![Element::Node(parse.root(text))];
    while let Some(element) = open.pop() {
        match element {
            Element::Token(token) => rebuilt.push_str(token.text),
            Element::Node(node) => {
                assert!(!node.token_range().is_empty(), "a node without tokens in {text:?}");
                let mut inside: Vec<Element> = node.elements().collect();
                inside.reverse();
                open.extend(inside);
            }
        }
    }
    assert_eq!(rebuilt, text);
    for found in &parse.diagnostics {
        let edits = found.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        for span in edits.chain([found.primary.span]) {
            let inside = text.get(span.start as usize..span.end as usize).is_some();
            assert!(inside, "{} points outside of {text:?}", found.code);
        }
    }
    parse
}

#[test]
fn a_tree_is_its_source() {
    for spec in corpus::all() {
        sound(&spec.text);
    }
}

#[test]
fn what_is_written_to_be_right_parses() {
    for folder in ["examples", "stdlib"] {
        for spec in corpus::specs(folder) {
            let found = parse(&spec.text).diagnostics;
            assert!(found.is_empty(), "{}: {:?}", spec.name(), found.first());
        }
    }
}

#[test]
fn any_prefix_parses() {
    for spec in corpus::specs("tests") {
        for at in (0..spec.text.len()).filter(|at| spec.text.is_char_boundary(*at)) {
            sound(&spec.text[..at]);
        }
    }
}

#[test]
fn any_text_without_one_token_parses() {
    for spec in corpus::specs("tests") {
        let parse = parse(&spec.text);
        for index in 0..parse.tree.token_count() {
            let Some(token) = parse.tree.token(&spec.text, index) else { continue };
            let mut text = spec.text.clone();
            text.replace_range(token.span.start as usize..token.span.end as usize, "");
            sound(&text);
        }
    }
}

#[test]
fn any_text_with_one_token_twice_or_of_another_kind_parses() {
    let others =
        ["{", "}", "[", "(", ")", "\"", "\"\"\"", "${", "=", ":", ",", "\n", "if", "for", "=>", "..", "x", "3"];
    for spec in corpus::specs("tests/syntax/ok") {
        let parse = parse(&spec.text);
        for index in 0..parse.tree.token_count() {
            let Some(token) = parse.tree.token(&spec.text, index) else { continue };
            let other = others[index as usize % others.len()];
            for (range, with) in
                [(token.span.start..token.span.start, token.text), (token.span.start..token.span.end, other)]
            {
                let mut text = spec.text.clone();
                text.replace_range(range.start as usize..range.end as usize, with);
                sound(&text);
            }
        }
    }
}

/// A stream of numbers from a seed.
struct Seeded(u64);

impl Seeded {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }
}

#[test]
fn random_bytes_parse() {
    let mut seeded = Seeded(0x9e37_79b9_7f4a_7c15);
    for _ in 0..300 {
        let bytes: Vec<u8> = (0..seeded.below(400)).map(|_| seeded.next() as u8).collect();
        sound(&String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn random_tokens_parse() {
    let words: Vec<String> = corpus::specs("tests/syntax").iter().flat_map(|spec| tokens(&spec.text)).collect();
    let mut seeded = Seeded(42);
    for _ in 0..2_000 {
        let text: String = (0..seeded.below(60)).map(|_| words[seeded.below(words.len())].clone() + " ").collect();
        sound(&text);
    }
}

fn tokens(text: &str) -> Vec<String> {
    let parse = parse(text);
    let tokens = (0..parse.tree.token_count()).filter_map(|at| parse.tree.token(text, at));
    tokens.map(|token| token.text.to_owned()).collect()
}

/// How high a tree is, found without recursion.
fn height(parse: &Parse, text: &str) -> usize {
    let mut highest = 0;
    let mut open: Vec<(Node, usize)> = vec![(parse.root(text), 1)];
    while let Some((node, height)) = open.pop() {
        highest = highest.max(height);
        open.extend(node.children().map(|child| (child, height + 1)));
    }
    highest
}

/// Texts of about `size` bytes that are meant to take long.
fn nasty(size: usize) -> Vec<(&'static str, String)> {
    let repeated = |unit: &str| unit.repeat(size / unit.len().max(1));
    let nested = |open: &str, close: &str| {
        let half = size / (open.len() + close.len());
        format!("let a = {}1{}", open.repeat(half), close.repeat(half))
    };
    vec![
        ("open brackets", repeated("[")),
        ("open brackets of all kinds", repeated("[({")),
        ("closing brackets", repeated("])}")),
        ("brackets that cross", format!("{}{}", "(".repeat(size / 2), "]".repeat(size / 2))),
        ("nested lists", nested("[", "]")),
        ("nested bodies", nested("{ a = ", " }")),
        ("nested blocks", format!("{}{}", "a {\n".repeat(size / 8), "}\n".repeat(size / 8))),
        ("nested calls", nested("f(", ")")),
        ("nested quantifiers", nested("all(x in y : ", ")")),
        ("nested holes", nested("\"${", "}\"")),
        ("open holes", repeated("\"${")),
        ("quotes", repeated("\"")),
        ("quotes on lines", repeated("\"\n")),
        ("single quotes", repeated("'")),
        ("one long line", format!("let a = [{}]", "1, ".repeat(size / 3))),
        ("one long word", repeated("a")),
        ("one long number", repeated("1")),
        ("dotted numbers", repeated("1.")),
        ("a long sum", format!("let a = 1{}", " + 1".repeat(size / 4))),
        ("a long path", format!("let a = a{}", ".a".repeat(size / 2))),
        ("many signs", format!("let a = {}1", "-".repeat(size))),
        ("many choices", format!("let a = {}1", "if a then ".repeat(size / 10))),
        ("many other choices", format!("let a = {}1", "if a then 1 else ".repeat(size / 17))),
        ("many loops", format!("let a = [{}1]", "for x in y : ".repeat(size / 13))),
        ("many labels", format!("type a = {}b", "secret ".repeat(size / 7))),
        ("many cases", format!("type a = {}b", "b | ".repeat(size / 4))),
        ("many optionals", format!("type a = b{}", "?".repeat(size))),
        ("many patterns", format!("let a = match b {{ {}c => 1 }}", "c | ".repeat(size / 4))),
        ("nested patterns", format!("let a = match b {{ {}", "c { d = ".repeat(size / 8))),
        ("nested types", format!("type a = {}", "list(".repeat(size / 5))),
        ("open comments", repeated("/*\n")),
        ("open bodies on lines", repeated("a {\n")),
        ("dashes", format!("a {{ {}", "a-".repeat(size / 2))),
        ("names", format!("place {}", "a, ".repeat(size / 3))),
        ("stray characters", repeated("§ ")),
        ("semicolons", repeated("; ")),
        ("keys with holes", repeated("\"${a}\" = 1, ")),
        ("dollars in blocks", format!("let a = \"\"\"{}", "$".repeat(size))),
    ]
}

#[test]
fn nasty_texts_take_linear_time_and_give_low_trees() {
    for (name, text) in nasty(100_000) {
        let start = Instant::now();
        let parse = sound(&text);
        let taken = start.elapsed();
        assert!(taken < Duration::from_secs(2), "{name} took {taken:?}");
        let height = height(&parse, &text);
        assert!(height < 1_600, "{name} is {height} nodes high");
    }
}

#[test]
#[ignore = "slow; looks for what is not linear at a larger size"]
fn nasty_texts_of_a_megabyte_take_linear_time() {
    for (name, text) in nasty(4_000_000) {
        let start = Instant::now();
        parse(&text);
        println!("{:>8.1?} {name}", start.elapsed());
    }
}

#[test]
#[ignore = "a measurement: run it with --release"]
fn parsing_is_fast() {
    let corpus: String =
        corpus::specs("examples").into_iter().chain(corpus::specs("stdlib")).map(|spec| spec.text).collect();
    let copies = 13_000 / corpus.lines().count().max(1) + 1;
    let text = corpus.repeat(copies);
    let best = (0..30).map(|_| {
        let start = Instant::now();
        let parse = parse(&text);
        (start.elapsed(), parse.tree.token_count())
    });
    let (best, tokens) = best.min().expect("there are runs");
    let rate = text.len() as f64 / best.as_secs_f64() / 1e6;
    println!("{} lines, {} bytes, {tokens} tokens: {best:?}, {rate:.0} MB/s", text.lines().count(), text.len());
}

#[test]
fn what_is_nested_too_deep_is_said_once() {
    let text = format!("let a = {}1{}", "[".repeat(1_000), "]".repeat(1_000));
    let parse = sound(&text);
    let codes: Vec<&str> = parse.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, ["too-deep"]);
    let deep = format!("let a = {}1{}", "[".repeat(255), "]".repeat(255));
    assert!(sound(&deep).diagnostics.is_empty());
    assert_eq!(sound(&deep).root(&deep).kind(), SyntaxKind::File);
}
