//! How texts stand in a Compose file, which fills in variables, and in `.env`, which has quotes of its own.

use crate::yaml::{Dollars, Style};

pub(super) const STYLE: Style = Style {
    dollars: Dollars::Doubled,
    keys: Dollars::Kept,
    flow: |key| matches!(key, "command" | "entrypoint" | "test"),
};

/// Writes a value of `.env`: bare, in single quotes that keep all, or in double quotes with escapes.
pub(super) fn variable(text: &str, buf: &mut String) {
    let bare = |byte: u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/' | b':' | b'@' | b'+' | b',')
    };
    if text.bytes().all(bare) {
        buf.push_str(text);
    } else if !text.contains(['\'', '\n', '\r', '\\']) {
        buf.extend(["'", text, "'"]);
    } else {
        buf.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' | '$' => buf.extend(['\\', c]),
                '\n' => buf.push_str("\\n"),
                '\r' => buf.push_str("\\r"),
                _ => buf.push(c),
            }
        }
        buf.push('"');
    }
}
