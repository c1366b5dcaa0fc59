//! Lints: what is allowed and probably not meant. The library's own files are left alone.

use source::Span;

use crate::checker::Checker;
use crate::problem::Problem;
use crate::universal::UNIVERSAL;

/// How keys begin that services give out, and how long they are at least.
const KEYS: [(&str, usize); 10] = [
    ("AKIA", 20),
    ("ASIA", 20),
    ("ghp_", 36),
    ("gho_", 36),
    ("github_pat_", 40),
    ("glpat-", 20),
    ("sk_live_", 24),
    ("xoxb-", 24),
    ("xoxp-", 24),
    ("-----BEGIN ", 24),
];

/// How long a text is at least that is random by its looks.
const RANDOM: usize = 20;

impl Checker<'_> {
    /// A local that is called as a field or a declaration keeps those from being read.
    pub(crate) fn lint_hidden(&mut self, name: &str, span: Span) {
        if name == "_" || self.names.is_std(self.context.package) {
            return;
        }
        let field = self.context.bare().zip(self.program.symbols.find(name)).and_then(|(component, symbol)| {
            let known = self.program.component(component);
            let field = self.program.record(known.fields).find(symbol)?;
            // Those that every instance has are read through `self`, mostly: `for name, value in env` is fine.
            if usize::from(field) < UNIVERSAL.len() {
                return None;
            }
            self.program.record(known.fields).fields.get(usize::from(field)).map(|field| field.span)
        });
        let found = self.names.find(self.context.package, names::Space::Values, name);
        let declared = field.or_else(|| found.map(|id| self.names.get(id).span));
        if let Some(declared) = declared {
            self.report(Problem::HiddenName { span, name: name.to_owned(), declared });
        }
    }

    /// A text that is a key by its looks, wherever it stands.
    pub(crate) fn lint_key(&mut self, text: &str, span: Span) {
        if is_key(text) {
            self.report_secret_literal(span);
        }
    }

    /// A text that is random by its looks, where a secret may stand; a key was told where it was read.
    pub(crate) fn lint_random(&mut self, text: &str, span: Span) {
        if is_random(text) && !is_key(text) {
            self.report_secret_literal(span);
        }
    }

    fn report_secret_literal(&mut self, span: Span) {
        if !self.names.is_std(self.context.package) {
            self.report(Problem::SecretLiteral { span });
        }
    }
}

/// Whether a text begins and is as long as the keys that services give out.
fn is_key(text: &str) -> bool {
    KEYS.iter().any(|(start, least)| text.starts_with(start) && text.len() >= *least)
}

/// Whether letters of both cases and digits alternate as nobody writes them: many kinds, and often changing.
fn is_random(text: &str) -> bool {
    let class = |letter: char| match letter {
        'a'..='z' => Some(0),
        'A'..='Z' => Some(1),
        '0'..='9' => Some(2),
        '+' | '/' | '=' | '-' | '_' => Some(3),
        _ => None,
    };
    let Some(classes) = text.chars().map(class).collect::<Option<Vec<u8>>>() else { return false };
    let has = |wanted: u8| classes.contains(&wanted);
    let changes = classes.windows(2).filter(|pair| pair.first() != pair.last()).count();
    text.len() >= RANDOM && has(0) && has(1) && has(2) && changes * 3 >= text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_texts_are_told_from_written_ones() {
        assert!(is_random("x7Kq9LmZ2pR4tV8wB3nD"));
        for text in ["YourActualMLGTokenMintAddress", "postgresql-15-alpine-2024", "https://example.com/A1/b2/C3/d4"] {
            assert!(!is_random(text), "{text}");
        }
    }
}
