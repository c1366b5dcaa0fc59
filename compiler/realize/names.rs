//! Names as a place spells them: the words of an instance joined, what the place can't hold replaced, cut with a hash
//! where they are too long.

use eval::Whence;
use values::{InstanceId, Value};

use crate::Stage;

/// How a place spells names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spelling {
    /// What stands between words, and for what may not stand there.
    pub(crate) separator: char,
    /// How long a name may be.
    pub(crate) longest: usize,
}

/// Lower case, digits and dashes, as long as a DNS label: what nearly every place takes.
pub(crate) const LABEL: Spelling = Spelling { separator: '-', longest: 63 };

/// A name of HCL.
pub(crate) const IDENTIFIER: Spelling = Spelling { separator: '_', longest: 128 };

impl Stage<'_> {
    /// The name of an instance in the outside world, by the words that its target declares.
    pub(crate) fn spelled_name(&mut self, target: u16, of: Option<InstanceId>, spelling: Spelling) -> String {
        let graph = &self.deployment.graph;
        if let Some(given) = of.and_then(|instance| self.given_name(instance)) {
            return given;
        }
        let mut words = Vec::new();
        for word in self.words_of(target) {
            match word.as_str() {
                "app" => words.push(graph.text(graph.app).to_owned()),
                "environment" => words.push(graph.text(graph.environment).to_owned()),
                "instance" => words.extend(of.map(|instance| graph.text(graph.instance(instance).path).to_owned())),
                other => words.push(other.to_owned()),
            }
        }
        if words.is_empty() {
            words.push(graph.text(graph.app).to_owned());
        }
        spell(&words.iter().map(String::as_str).collect::<Vec<_>>(), spelling)
    }

    /// The name that the spec gives to an instance, as others know it.
    fn given_name(&self, instance: InstanceId) -> Option<String> {
        let graph = &self.deployment.graph;
        let Value::Record { record, start } = graph.instance(instance).fields else { return None };
        let at = self.program.record(record).find(self.program.symbols.find("name")?)?;
        match graph.values.slot(start + u32::from(at)).value {
            Value::Str(name) => Some(graph.text(name).to_owned()),
            _ => None,
        }
    }

    /// The words that a target makes names of; the instance alone where it says nothing.
    fn words_of(&mut self, target: u16) -> Vec<String> {
        let given = self.realizer.given(target, "names").map(|slot| slot.value);
        let Some(Value::List(slice)) = given else { return vec!["instance".to_owned()] };
        let words: Vec<Value> = self.realizer.values().slice(slice).iter().map(|slot| slot.value).collect();
        words.into_iter().filter_map(|word| self.realizer.plain_text(word)).collect()
    }

    /// The name of a resource within its unit: its owner's, its local's unless that is `main`, its key.
    pub(crate) fn label_of(&self, whence: Whence, local: &str, key: Option<&str>, spelling: Spelling) -> String {
        let owner = self.whence_name(whence);
        // What a target shares is the only one of its kind, so its own name says enough.
        let mut words = match whence {
            Whence::Instance(_) => vec![owner.as_str()],
            Whence::Target(_) => vec![local],
        };
        words.extend(Some(local).filter(|local| *local != "main" && words.first() != Some(local)));
        words.extend(key.filter(|key| !key.is_empty()));
        spell(&words, spelling)
    }
}

/// Words as one name.
pub(crate) fn spell(words: &[&str], spelling: Spelling) -> String {
    let separator = spelling.separator;
    let mut name = String::new();
    for word in words {
        if !name.is_empty() && !name.ends_with(separator) {
            name.push(separator);
        }
        for letter in word.chars() {
            match letter.to_ascii_lowercase() {
                letter if letter.is_ascii_lowercase() || letter.is_ascii_digit() => name.push(letter),
                _ if name.is_empty() || name.ends_with(separator) => {}
                _ => name.push(separator),
            }
        }
    }
    let name = name.trim_end_matches(separator);
    if name.len() <= spelling.longest { name.to_owned() } else { cut(name, words, spelling) }
}

/// A name that is too long: as much of it as fits, and a hash of the whole.
fn cut(name: &str, words: &[&str], spelling: Spelling) -> String {
    const DIGITS: usize = 8;
    let kept: String = name.chars().take(spelling.longest.saturating_sub(DIGITS + 1)).collect();
    let kept = kept.trim_end_matches(spelling.separator);
    format!("{kept}{}{:08x}", spelling.separator, hash(&words.join("/")))
}

/// FNV-1a, whose digits never change between versions and machines.
fn hash(text: &str) -> u32 {
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
        let long = spell(&[&"x".repeat(80), "a"], LABEL);
        let other = spell(&[&"x".repeat(80), "b"], LABEL);
        assert_eq!((long.len(), other.len()), (63, 63));
        assert_ne!(long, other);
    }
}
