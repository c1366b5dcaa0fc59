//! Texts that must be known here: paths and contents of files.

use catalog::Shape;
use resources::Sink;
use values::{Deferred, Slice, Value};

use crate::fragment::Writer;

impl<'a> Writer<'_, 'a> {
    /// A text whose names are spelled; nothing, and a mistake, where it holds what isn't known.
    pub(crate) fn spelled_text(&mut self, value: Value) -> Option<String> {
        self.spelled_at(value, None)
    }

    /// The same where a shape says how names are spelled.
    fn spelled_at(&mut self, value: Value, shape: Option<Shape<'a>>) -> Option<String> {
        let value = self.settled(value)?;
        if let Value::Deferred(id) = value {
            match self.stage.realizer.values().deferred(id) {
                Deferred::Text(pieces) => return self.spelled_pieces(pieces, shape),
                Deferred::Name(of) => return Some(self.name(of, shape)),
                Deferred::Attribute { resource, name } => {
                    let made = self.stage.realizer.get(resource)?;
                    let target = self.stage.target_of(made.whence)?;
                    if self.stage.sink_of(target) != Sink::Terraform {
                        return Some(self.stage.realizer.label(resource));
                    }
                    if let Some((given, shape)) = self.given_attribute(resource, name) {
                        return self.spelled_at(given, shape);
                    }
                }
                Deferred::Operation { name, operands } if self.stage.realizer.text(name) == "located" => {
                    let path = self.stage.realizer.values().slice(operands).first().map(|slot| slot.value)?;
                    let path = self.stage.realizer.plain_text(path)?;
                    return Some(self.stage.located(self.unit, &path));
                }
                Deferred::Operation { .. } => return self.operation_text(value, shape),
                Deferred::Input { name, default } if self.sink == Sink::Kubernetes => {
                    let default = self.stage.realizer.values().slot(default).value;
                    if !default.is_absent() {
                        return self.input_text(name, default);
                    }
                }
                Deferred::Input { .. } | Deferred::Entry { .. } => {}
            }
        }
        match self.stage.realizer.plain_text(value) {
            Some(text) => Some(text),
            None => {
                self.not_writable(value, "a file's text must be known when it is written");
                None
            }
        }
    }

    /// All texts in a value, with the keys of its maps: enough to tell two of them apart.
    pub(crate) fn whole_text(&mut self, value: Value) -> Option<String> {
        const BETWEEN: char = '\0';
        let mut whole = String::new();
        match self.settled(value)? {
            Value::List(slice) => {
                for slot in self.stage.realizer.values().slice(slice).to_vec() {
                    whole.push_str(&self.whole_text(slot.value)?);
                    whole.push(BETWEEN);
                }
            }
            Value::Map(map) => {
                for entry in self.map_entries(map) {
                    whole.push_str(self.stage.realizer.text(entry.key));
                    whole.push(BETWEEN);
                    whole.push_str(&self.whole_text(entry.slot.value)?);
                    whole.push(BETWEEN);
                }
            }
            absent if absent.is_absent() => {}
            other => whole = self.spelled_text(other)?,
        }
        Some(whole)
    }

    fn spelled_pieces(&mut self, pieces: Slice, shape: Option<Shape<'a>>) -> Option<String> {
        let pieces: Vec<Value> = self.stage.realizer.values().slice(pieces).iter().map(|slot| slot.value).collect();
        let spelling = self.spelling(shape, self.beside_names(&pieces));
        let mut text = String::new();
        for piece in pieces {
            match self.named(piece) {
                Some(of) => text.push_str(&self.spelled(of, spelling)),
                None => text.push_str(&self.spelled_text(piece)?),
            }
        }
        Some(text)
    }

    /// The text of a file, which ends in a line break.
    pub(crate) fn file_text(&mut self, value: Value) -> Option<String> {
        let mut text = self.spelled_text(value)?;
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        Some(text)
    }

    /// What is written with an operation: for a digest, what comes of it; elsewhere it isn't known.
    fn operation_text(&mut self, value: Value, shape: Option<Shape<'a>>) -> Option<String> {
        if self.digests {
            let node = self.node(value, shape)?;
            let mut text = String::new();
            self.fragment.arena.spell(node, &mut text);
            return Some(text);
        }
        self.not_writable(value, "a file's text must be known when it is written");
        None
    }
}
