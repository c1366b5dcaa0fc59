//! Names as a place spells them: words joined, what the place can't hold replaced, cut with a hash where they are too
//! long.

use program::{LocalResource, Sink};
use values::{Symbol, Value};

use super::{Made, What, Whence};
use crate::machine::{Eval, Machine, Poisoned};

/// How a place spells names.
#[derive(Clone, Copy, Debug)]
pub struct Spelling {
    /// What stands between words, and for what may not stand there; nothing where no sign may.
    pub separator: Option<char>,
    /// How long a name may be.
    pub longest: usize,
}

/// Lower case, digits and dashes, as long as a DNS label: what nearly every place takes.
pub const LABEL: Spelling = Spelling { separator: Some('-'), longest: 63 };

/// A name of HCL.
pub const IDENTIFIER: Spelling = Spelling { separator: Some('_'), longest: 128 };

impl Spelling {
    /// The same, no longer than another one.
    pub fn within(self, other: Spelling) -> Self {
        Self { longest: self.longest.min(other.longest), ..self }
    }
}

impl Machine<'_> {
    /// The name of a resource or a file within its unit.
    pub(crate) fn label_of(&self, made: u32) -> Eval<&str> {
        self.faces.made.get(made as usize).map(|run| run.label.as_str()).ok_or(Poisoned)
    }

    /// The name of what is about to be made.
    pub(crate) fn label_for(&self, made: &Made<'_>) -> String {
        let sink = self.sink_at(self.target_for(made.whence));
        let spelling = match (sink, made.what) {
            (Some(Sink::Terraform), _) => IDENTIFIER,
            (_, What::Resource(LocalResource { longest: Some(longest), .. })) => {
                Spelling { longest: *longest as usize, ..LABEL }.within(LABEL)
            }
            _ => LABEL,
        };
        let (local, key) = (self.name(made.what.local()), made.key.map(|key| self.name(key)));
        let first = match (sink, made.whence) {
            // A manifest is found again by its name alone.
            (Some(Sink::Kubernetes), Whence::Instance(instance)) => Some(self.first_name(instance)),
            _ => None,
        };
        let words = first.as_deref().map_or_else(|| self.words_of(made.whence, local), |first| vec![first]);
        label(words, local, key, spelling)
    }

    /// What a label of something starts with: the owner's name, that of an entry.
    pub(crate) fn words_of<'m>(&'m self, whence: Whence, local: &'m str) -> Vec<&'m str> {
        match whence {
            Whence::Instance(instance) => vec![self.name(self.instance(instance).path)],
            // What a target shares is the only one of its kind, so its own name says enough.
            Whence::Target(_) => vec![local],
            Whence::Entry(entry) => match self.entry_run(entry) {
                Some(run) => vec![self.name(self.instance(run.owner).path), self.name(run.name)],
                None => Vec::new(),
            },
        }
    }

    /// The label as a value.
    pub(crate) fn label_value(&mut self, made: u32) -> Eval {
        let label = self.label_of(made)?.to_owned();
        let symbol: Symbol = self.symbols.intern(&label);
        Ok(Value::Str(symbol))
    }
}

/// A label: words, the local unless it is `main`, the key.
pub(crate) fn label<'w>(mut words: Vec<&'w str>, local: &'w str, key: Option<&'w str>, spelling: Spelling) -> String {
    words.extend(Some(local).filter(|local| *local != "main" && words.first() != Some(local)));
    words.extend(key.filter(|key| !key.is_empty()));
    spell(&words, spelling)
}

/// Words as one name.
pub fn spell(words: &[&str], spelling: Spelling) -> String {
    let mut name = String::with_capacity(words.iter().map(|word| word.len() + 1).sum());
    let separate = |name: &mut String| match spelling.separator {
        Some(separator) if !name.is_empty() && !name.ends_with(separator) => name.push(separator),
        _ => {}
    };
    for word in words {
        separate(&mut name);
        // Of letters beyond ASCII no byte may stand there, and all of them together are one separator.
        for byte in word.bytes() {
            if byte.is_ascii_alphanumeric() {
                name.push(char::from(byte.to_ascii_lowercase()));
            } else {
                separate(&mut name);
            }
        }
    }
    name.truncate(name.trim_end_matches(|end| Some(end) == spelling.separator).len());
    if name.len() <= spelling.longest { name } else { cut(&name, words, spelling) }
}

/// A name that is too long: as much of it as fits, and a hash of the whole.
fn cut(name: &str, words: &[&str], spelling: Spelling) -> String {
    const DIGITS: usize = 8;
    let between = spelling.separator.map_or(String::new(), String::from);
    let kept: String = name.chars().take(spelling.longest.saturating_sub(DIGITS + between.len())).collect();
    let kept = kept.trim_end_matches(|end| Some(end) == spelling.separator);
    format!("{kept}{between}{:08x}", fingerprint(&words.join("/")))
}

/// A number of a text, FNV-1a: its digits never change between versions and machines.
pub fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_one_name() {
        assert_eq!(spell(&["worker[\"mail\"]"], LABEL), "worker-mail");
        assert_eq!(spell(&["agent.daemon", "data"], LABEL), "agent-daemon-data");
        assert_eq!(spell(&["api", "Ä.b"], IDENTIFIER), "api_b");
        assert_eq!(spell(&["a-b", "c"], Spelling { separator: None, ..LABEL }), "abc");
        let long = spell(&[&"x".repeat(80), "a"], LABEL);
        let other = spell(&[&"x".repeat(80), "b"], LABEL);
        assert_eq!((long.len(), other.len()), (63, 63));
        assert_ne!(long, other);
    }
}
