//! What a format can't hold, asked before anything is written so that writing can't fail.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::Sink;

/// Why a text can't stand where it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A NUL character; the byte where it stands.
    Nul(usize),
    /// Text that the consumer would rewrite; what it would become.
    Denormal(String),
    /// The character U+007F, which kustomize can't read again.
    Delete,
    /// Not a name that a block may have.
    Label,
    /// Not the name of a variable of the environment.
    Variable,
    /// A character that ends or splits a hole's fallback.
    Fallback(char),
    /// Not a path below the output folder.
    Path(PathFault),
}

/// What is wrong with an output path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathFault {
    /// It is empty or ends in a slash.
    Nameless,
    /// It starts at the root of the disk or of a drive.
    Absolute,
    /// It has an empty part, `.` or `..`.
    Dots,
    /// It has a backslash, a control character or another one that some file system forbids.
    Character(char),
}

/// Whether a text can't be a value or a key of this format.
pub fn refuses(sink: Sink, text: &str) -> Option<Refusal> {
    if let Some(at) = text.find('\0') {
        return Some(Refusal::Nul(at));
    }
    if sink == Sink::Kubernetes && text.contains('\u{7f}') {
        return Some(Refusal::Delete);
    }
    // Terraform normalises each string that it reads; the others keep them as they are.
    let denormal = sink == Sink::Terraform && !text.is_ascii() && !is_nfc(text);
    denormal.then(|| Refusal::Denormal(text.nfc().collect()))
}

/// Whether a text can't be the label of a Terraform block, the name of an attribute or of a reference's step.
pub fn refuses_label(text: &str) -> Option<Refusal> {
    let fits = |at: usize, byte: u8| {
        byte.is_ascii_alphabetic() || byte == b'_' || at > 0 && (byte.is_ascii_digit() || byte == b'-')
    };
    let good = !text.is_empty() && text.bytes().enumerate().all(|(at, byte)| fits(at, byte));
    (!good).then_some(Refusal::Label)
}

/// Whether a text can't name a variable of `.env` or of a hole.
pub fn refuses_variable(text: &str) -> Option<Refusal> {
    let fits = |at: usize, byte: u8| byte.is_ascii_alphabetic() || byte == b'_' || at > 0 && byte.is_ascii_digit();
    let good = !text.is_empty() && text.bytes().enumerate().all(|(at, byte)| fits(at, byte));
    (!good).then_some(Refusal::Variable)
}

/// Whether a text can't stand in a hole as its default or reason.
pub fn refuses_fallback(text: &str) -> Option<Refusal> {
    text.chars().find(|c| matches!(c, '}' | '{' | '$') || c.is_control()).map(Refusal::Fallback)
}

/// Whether a text can't be a file's path in a unit's folder.
pub fn refuses_path(text: &str) -> Option<Refusal> {
    let bad = |c: &char| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    let fault = if text.is_empty() || text.ends_with('/') {
        PathFault::Nameless
    } else if text.starts_with('/') {
        PathFault::Absolute
    } else if text.split('/').any(|part| matches!(part, "" | "." | "..")) {
        PathFault::Dots
    } else if let Some(c) = text.chars().find(bad) {
        PathFault::Character(c)
    } else {
        return None;
    };
    Some(Refusal::Path(fault))
}

impl Refusal {
    /// What was expected and what was found, as the end of a sentence that names the text.
    pub fn message(&self) -> String {
        match self {
            Refusal::Nul(at) => format!("has a NUL character at byte {at}, which no consumer of the output keeps"),
            Refusal::Denormal(normal) => {
                format!("isn't in Unicode's composed form (NFC): Terraform would change it to {normal:?}")
            }
            Refusal::Delete => "has the control character U+007F, which kustomize refuses".into(),
            Refusal::Label => {
                "isn't a Terraform name: expected letters, digits, `_` and `-`, with a letter or `_` first".into()
            }
            Refusal::Variable => {
                "isn't the name of a variable: expected letters, digits and `_`, with a letter or `_` first".into()
            }
            Refusal::Fallback(c) => format!("has {c:?}, which can't stand in the default of a Compose variable"),
            Refusal::Path(PathFault::Nameless) => "names no file".into(),
            Refusal::Path(PathFault::Absolute) => "is absolute: expected a path below the output folder".into(),
            Refusal::Path(PathFault::Dots) => {
                "has an empty part, `.` or `..`: expected a plain path below the output folder".into()
            }
            Refusal::Path(PathFault::Character(c)) => {
                format!("has {c:?}, which not every file system allows in a name")
            }
        }
    }

    /// How to mend it, where there is more to say than the message does.
    pub fn help(&self) -> Option<String> {
        match self {
            Refusal::Nul(_) => Some("remove the character, or encode the text".into()),
            Refusal::Denormal(normal) => Some(format!("write {normal:?}, with composed characters")),
            Refusal::Path(PathFault::Absolute) => Some("leave out the leading slash".into()),
            Refusal::Fallback(_) => Some("set the whole value in `.env` and leave the default out".into()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_does_not_survive() {
        assert_eq!(refuses(Sink::Compose, "a\0"), Some(Refusal::Nul(1)));
        assert_eq!(refuses(Sink::Terraform, "e\u{301}"), Some(Refusal::Denormal("é".into())));
        assert_eq!(refuses(Sink::Kubernetes, "e\u{301}"), None);
        assert_eq!(refuses(Sink::Kubernetes, "a\u{7f}"), Some(Refusal::Delete));
        assert_eq!(refuses(Sink::Terraform, "${ü}"), None);
    }

    #[test]
    fn names_are_names() {
        for (text, label, variable) in [
            ("db", true, true),
            ("_", true, true),
            ("a-1", true, false),
            ("1a", false, false),
            ("", false, false),
            ("${a}", false, false),
            ("ä", false, false),
        ] {
            assert_eq!(refuses_label(text).is_none(), label, "{text}");
            assert_eq!(refuses_variable(text).is_none(), variable, "{text}");
        }
    }

    #[test]
    fn paths_stay_below() {
        for good in ["db.tf", "prometheus/rules.yml", ".env.example", "a b"] {
            assert_eq!(refuses_path(good), None, "{good}");
        }
        for bad in ["", "a/", "/a", "../a", "a//b", "./a", "a\\b", "c:x", "a\nb"] {
            assert!(refuses_path(bad).is_some(), "{bad}");
        }
    }
}
