//! Texts of YAML: plain where every reader takes them for text, quoted or as a block otherwise.

use super::block_line;
use crate::chars::{self, is_visible};
use crate::out::indent_by;

/// Longest key before a colon; readers give up on longer ones.
const KEY: usize = 500;

/// Writes a text as a value, with the end of its line.
pub(super) fn value(text: &str, indent: usize, buf: &mut String) {
    if is_plain(text) {
        buf.push_str(text);
    } else if is_block(text) {
        return block(text, indent + 2, buf);
    } else {
        quoted(text, buf);
    }
    buf.push('\n');
}

/// Writes a text as a key, up to its colon.
pub(super) fn key(text: &str, indent: usize, buf: &mut String) {
    let start = buf.len();
    if is_plain(text) {
        buf.push_str(text);
    } else {
        quoted(text, buf);
    }
    if buf.len() - start > KEY {
        buf.insert_str(start, "? ");
        buf.push('\n');
        indent_by(buf, indent);
    }
}

/// Writes a text in quotes: single ones where that spares backslashes.
pub(super) fn quoted(text: &str, buf: &mut String) {
    if text.contains(['"', '\\']) && !text.contains('\'') && text.chars().all(is_visible) {
        buf.extend(["'", text, "'"]);
        return;
    }
    buf.push('"');
    for c in text.chars() {
        match c {
            '"' => buf.push_str("\\\""),
            '\\' => buf.push_str("\\\\"),
            '\n' => buf.push_str("\\n"),
            '\r' => buf.push_str("\\r"),
            '\t' => buf.push_str("\\t"),
            _ if is_visible(c) => buf.push(c),
            _ => chars::escape(buf, c, chars::Short::Hex),
        }
    }
    buf.push('"');
}

/// Whether a text of several lines reads back from a block as it is.
fn is_block(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    body.contains('\n')
        && !body.starts_with('\n')
        && !body.ends_with('\n')
        && body.split('\n').all(|line| line.is_empty() || line.contains(|c| c != ' ' && c != '\t'))
        && text.chars().all(|c| c == '\n' || c == '\t' || is_visible(c))
}

/// Writes a text of several lines after `|`, with the signs that keep its first blanks and its last newline.
fn block(text: &str, indent: usize, buf: &mut String) {
    buf.push('|');
    if text.starts_with([' ', '\t']) {
        buf.push('2');
    }
    let body = match text.strip_suffix('\n') {
        Some(body) => body,
        None => {
            buf.push('-');
            text
        }
    };
    buf.push('\n');
    for line in body.split('\n') {
        block_line(line, indent, buf);
    }
}

/// Whether a text needs no quotes: readers of YAML 1.1, of YAML 1.2 and Go's all take it for this very text.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    let opens = first.is_ascii_alphanumeric()
        || matches!(first, b'/' | b'_' | b'.' | b'$' | b'(' | b'^' | b'\\')
        || *first >= 0x80;
    if !opens || matches!(last, b' ' | b':') {
        return false;
    }
    let mut before = 0;
    for byte in bytes {
        let fits = match byte {
            b' ' => before != b':',
            b'#' => before != b' ',
            0..0x20 | 0x7f => false,
            _ => true,
        };
        if !fits {
            return false;
        }
        before = *byte;
    }
    !(is_number_like(bytes) || is_word(bytes)) && (text.is_ascii() || text.chars().all(is_visible))
}

/// Whether it is made only of what numbers, times and dates are made of, in any reader's opinion.
fn is_number_like(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'_' | b'.'))
        && bytes.iter().all(|byte| {
            byte.is_ascii_hexdigit()
                || matches!(
                    byte,
                    b'_' | b'.' | b':' | b'+' | b'-' | b' ' | b'x' | b'X' | b'o' | b'O' | b't' | b'T' | b'z' | b'Z'
                )
        })
}

/// Whether some reader takes it for a bool, a null or a number that is spelled out.
fn is_word(bytes: &[u8]) -> bool {
    const WORDS: [&str; 11] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"];
    let bare = bytes.strip_prefix(b".").unwrap_or(bytes);
    bare.len() <= 5 && WORDS.iter().any(|word| bare.eq_ignore_ascii_case(word.as_bytes()))
}
