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
        let arms = body.take(length).filter(|line| line.contains("=>")).count();
        Some(Function { name, lines: length, is_flat_match: arms * 3 > length })
    };
    starts.filter_map(function).collect()
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
