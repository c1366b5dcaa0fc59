//! The text of a `"""` string: without the indentation that its lines share.

use source::Span;

use crate::views::strings::StringPart;

/// A line of a string: texts and holes.
type Line<'t> = Vec<StringPart<'t>>;

/// The parts of a `"""` string without indentation, and without the line breaks next to the quotes.
///
/// The indentation is what all lines share that hold text or a hole, and the last one, on which the closing quotes
/// stand, if nothing else does.
pub(super) fn without_indentation(parts: Vec<StringPart<'_>>) -> Vec<StringPart<'_>> {
    let mut lines = lines(parts);
    let count = lines.len();
    let starts_below = count > 1 && lines.first().is_some_and(is_blank);
    if starts_below {
        lines.remove(0);
    }
    let closing = if count > 1 && lines.last().is_some_and(is_blank) { lines.pop() } else { None };
    // Text right after the opening quotes has no indentation to lose.
    let first = usize::from(!starts_below);
    let counted = lines.iter().skip(first).filter(|line| !is_blank(line)).chain(closing.as_ref());
    let indentation = counted.map(indentation).reduce(shared).unwrap_or_default().to_owned();
    for line in lines.iter_mut().skip(first) {
        let blank = is_blank(line);
        if let Some(StringPart::Text(text, _)) = line.first_mut() {
            *text = if blank { String::new() } else { text.strip_prefix(&indentation).unwrap_or(text).to_owned() };
        }
    }
    joined(lines)
}

/// Splits parts at their line breaks.
fn lines(parts: Vec<StringPart<'_>>) -> Vec<Line<'_>> {
    let mut lines = vec![Vec::new()];
    let mut line = Vec::new();
    for part in parts {
        let StringPart::Text(text, span) = part else {
            line.push(part);
            continue;
        };
        let mut start = span.start;
        for (at, piece) in text.split('\n').enumerate() {
            if at > 0 {
                lines.push(std::mem::take(&mut line));
            }
            let end = start + piece.len() as u32;
            line.push(StringPart::Text(piece.to_owned(), Span::new(span.file, start, end)));
            start = end + 1;
        }
    }
    lines.push(line);
    lines.remove(0);
    // A carriage return belongs to the break only where one follows it; what follows the last line is the end.
    let broken = lines.len().saturating_sub(1);
    for line in lines.iter_mut().take(broken) {
        if let Some(StringPart::Text(text, _)) = line.last_mut()
            && text.ends_with('\r')
        {
            text.pop();
        }
    }
    lines
}

/// Whether nothing but blanks stands on a line.
fn is_blank(line: &Line<'_>) -> bool {
    line.iter().all(|part| matches!(part, StringPart::Text(text, _) if text.trim().is_empty()))
}

/// The blanks at the start of a line.
fn indentation<'a>(line: &'a Line<'_>) -> &'a str {
    let text = match line.first() {
        Some(StringPart::Text(text, _)) => text.as_str(),
        _ => "",
    };
    let rest = text.trim_start_matches([' ', '\t']);
    text.strip_suffix(rest).unwrap_or("")
}

/// What two indentations have in common.
fn shared<'a>(one: &'a str, other: &'a str) -> &'a str {
    let length = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    one.get(..length).unwrap_or("")
}

/// Puts lines together again, texts side by side as one.
fn joined(lines: Vec<Line<'_>>) -> Vec<StringPart<'_>> {
    let mut parts: Vec<StringPart<'_>> = Vec::new();
    for (at, line) in lines.into_iter().enumerate() {
        if at > 0 {
            let end = parts.last().map_or(line.first().map(span), |part| Some(span(part)));
            end.into_iter().for_each(|span| push(&mut parts, "\n".to_owned(), Span::at(span.file, span.end)));
        }
        for part in line {
            match part {
                StringPart::Text(text, span) => push(&mut parts, text.replace("$${", "${"), span),
                hole => parts.push(hole),
            }
        }
    }
    parts
}

fn span(part: &StringPart<'_>) -> Span {
    match part {
        StringPart::Text(_, span) => *span,
        StringPart::Hole(expr) => expr.span(),
    }
}

fn push(parts: &mut Vec<StringPart<'_>>, text: String, span: Span) {
    match parts.last_mut() {
        Some(StringPart::Text(before, whole)) => {
            before.push_str(&text);
            *whole = whole.to(span);
        }
        _ => parts.push(StringPart::Text(text, span)),
    }
}

#[cfg(test)]
mod tests {
    use source::FileId;

    use crate::{Decl, Expr, File, parse};

    /// The text of the string that a `let` is given.
    fn text(string: &str) -> String {
        let spec = format!("let x = {string}\n");
        let parse = parse(FileId(0), &spec);
        let decl = File(parse.root(&spec)).decls().next();
        let Some(Decl::Let(decl)) = decl else { return String::new() };
        let Some(Expr::String(string)) = decl.value() else { return String::new() };
        string.plain().unwrap_or_default().into_owned()
    }

    #[test]
    fn a_written_escape_is_text_and_a_break_of_two_is_one() {
        assert_eq!(text("\"\"\"\n  a\\r\n  b\\r\\n\n  \"\"\""), "a\\r\nb\\r\\n");
        assert_eq!(text("\"\"\"\r\n  a\\r\r\n  b\r\n  \"\"\""), "a\\r\nb");
        assert_eq!(text("\"a\\r\""), "a\r");
    }
}
