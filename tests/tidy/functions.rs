//! Functions of formatted Rust: a function ends at the brace that stands under its first word.

/// A function.
pub struct Function {
    /// Its name.
    pub name: String,
    /// From its first line to its last.
    pub lines: usize,
    /// Whether most of it are arms of one kind, which read well at any length.
    pub is_flat_match: bool,
}

/// The functions of a file, those inside of others too.
pub fn functions(text: &str) -> Vec<Function> {
    let lines: Vec<&str> = text.lines().collect();
    let starts = lines.iter().enumerate().filter_map(|(at, line)| Some((at, line, name(line)?)));
    let function = |(at, line, name): (usize, &&str, String)| {
        let indent = line.len() - line.trim_start().len();
        let end = format!("{}}}", " ".repeat(indent));
        // A declaration without a body and a body on one line have no such brace before the next function.
        let body = lines.iter().skip(at);
        let opened = body.clone().position(|line| line.ends_with('{') || line.ends_with(';') || line.ends_with('}'))?;
        if !lines.get(at + opened)?.ends_with('{') {
            return None;
        }
        let length = body.clone().position(|line| *line == end)? + 1;
        let is_flat_match = is_flat_match(&body.take(length).copied().collect::<Vec<&str>>(), indent);
        Some(Function { name, lines: length, is_flat_match })
    };
    starts.filter_map(function).collect()
}

/// Whether nearly all of a function is one `match`, each arm of it a few lines.
fn is_flat_match(lines: &[&str], indent: usize) -> bool {
    const ARM: usize = 24;
    const AROUND: usize = 10;
    let inner = " ".repeat(indent + 4);
    let Some(start) = lines.iter().position(|line| line.starts_with(&inner) && line.contains("match ")) else {
        return false;
    };
    let arm = |line: &str| line.len() - line.trim_start().len() == indent + 8 && !line.trim_start().starts_with('}');
    let arms: Vec<usize> = (start..lines.len()).filter(|at| lines.get(*at).is_some_and(|line| arm(line))).collect();
    let last = arms.last().copied().unwrap_or(0);
    let short = arms.windows(2).all(|pair| matches!(pair, [a, b] if b - a <= ARM));
    short && start + (lines.len() - last) < AROUND + ARM && arms.len() > 8
}

fn name(line: &str) -> Option<String> {
    let mut words = line.split_whitespace().skip_while(|word| {
        word.starts_with("pub") || matches!(*word, "const" | "async" | "unsafe" | "extern" | "default")
    });
    if words.next() != Some("fn") {
        return None;
    }
    let rest = words.next()?;
    Some(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
}
