//! Words that stand nowhere, or in the standard library alone.

use crate::files::{Source, texts};

/// How the resource types of providers begin.
const PREFIXES: [&str; 6] = ["aws_", "google_", "azurerm_", "cloudflare_", "mongodbatlas_", "vercel_"];

/// Kinds of a cluster that are no words of English or of the compiler.
const KINDS: [&str; 8] =
    ["Deployment", "StatefulSet", "DaemonSet", "Ingress", "NetworkPolicy", "ConfigMap", "CronJob", "ExternalSecret"];

/// Components whose names are words of the language too.
const WORDS: [&str; 2] = ["secret", "service"];

/// Names of components that mean something else in one place: the file and why.
const OTHERWISE: [(&str, &str); 1] = [("compiler/eval/builtins/urls.rs", "schemes of URLs")];

/// Strings in Rust code, its tests apart, that name a service of a cloud or a component.
pub fn clouds(sources: &[Source]) -> Vec<String> {
    let components = components();
    let of_product = |source: &&Source| source.path.starts_with("compiler/") && !is_test(&source.path);
    let mut complaints = Vec::new();
    for source in sources.iter().filter(of_product) {
        if let Some((_, why)) = OTHERWISE.iter().find(|(path, _)| *path == source.path) {
            println!("{}: {why}", source.path);
            continue;
        }
        let code = source.text.split("#[cfg(test)]").next().unwrap_or("");
        for (at, line) in code.lines().enumerate() {
            let strings = line.split("//").next().unwrap_or("").split('"').skip(1).step_by(2);
            let named = |text: &str| {
                KINDS.contains(&text)
                    || PREFIXES.iter().any(|prefix| text.starts_with(prefix))
                    || components.iter().any(|component| component == text)
            };
            let found = strings.filter(|text| named(text));
            complaints.extend(found.map(|text| format!("{}:{}: {text:?}", source.path, at + 1)));
        }
    }
    complaints
}

fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs") || path.contains("/examples/")
}

/// The components that the standard library declares.
fn components() -> Vec<String> {
    let mut names = Vec::new();
    for source in texts().iter().filter(|source| source.path.starts_with("stdlib/")) {
        let lines = source.text.lines().map(|line| line.strip_prefix("pub ").unwrap_or(line));
        let rests = lines.filter_map(|line| line.strip_prefix("component "));
        let declared = rests.map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        names.extend(declared.filter(|name: &String| !WORDS.contains(&name.as_str())));
    }
    names
}

/// Marks of unfinished work, and paths that are there on one machine only. They are put together here, so that this
/// file holds none.
pub fn leftovers(sources: &[Source]) -> Vec<String> {
    let marks =
        [["TO", "DO"], ["FIX", "ME"], ["X", "XX"], ["todo", "!("], ["unimple", "mented!("]].map(|parts| parts.concat());
    let places = [["/wo", "rk/"], ["/ro", "ot/"], ["/ho", "me/"], ["/Us", "ers/"]].map(|parts| parts.concat());
    let mut complaints = Vec::new();
    for source in sources {
        for (at, line) in source.text.lines().enumerate() {
            let mark = marks.iter().find(|mark| contains_word(line, mark));
            // A path below another one, such as `src/work/`, is no path of a machine.
            let place = places.iter().find(|place| starts_path(line, place));
            let found = mark.or(place);
            complaints.extend(found.map(|found| format!("{}:{}: {found}", source.path, at + 1)));
        }
    }
    complaints
}

fn contains_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|left| left.chars().last());
        let after = line.get(at + word.len()..).and_then(|right| right.chars().next());
        let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !is_letter(before) && (word.ends_with('(') || !is_letter(after))
    })
}

fn starts_path(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = line.get(..at).and_then(|left| left.chars().last());
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '}' | '*' | '~'))
    })
}
