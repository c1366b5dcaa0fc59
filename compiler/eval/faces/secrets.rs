//! What one target sees of another's outputs, and the secrets in a text: entries of the store, each by its owner.

use program::{Builtin, Sink};
use values::{Deferred, ExprId, InstanceId, OutId, Value};

use crate::machine::{Eval, Frame, Machine};

impl Machine<'_> {
    /// A value as a target sees it: what another one knows alone, or must not be written, is an entry of the store.
    pub(crate) fn seen_from(&mut self, value: Value, target: Option<u16>) -> Eval {
        let Value::Output { instance, output } = value else { return self.settle(value) };
        if self.target_at(instance) == target {
            return self.settle(value);
        }
        let known = self.settle(value)?;
        let out = self.program.component(self.instance(instance).component).out(output);
        if !out.ty.labels.is_secret() && !self.has_pending(known) {
            return Ok(known);
        }
        match known {
            // What the owner keeps in the store already is read from there under its own name.
            Value::Deferred(id) if matches!(self.values.deferred(id), Deferred::Entry { .. }) => Ok(known),
            _ if !out.ty.labels.is_secret() && self.is_given(known) => Ok(known),
            _ => Ok(self.values.defer(Deferred::Entry { owner: instance, name: out.name })),
        }
    }

    /// Whether everything in a value that waits for its target is an attribute whose value a realization says.
    pub(crate) fn is_given(&mut self, value: Value) -> bool {
        let Value::Deferred(id) = value else { return !self.has_pending(value) };
        match self.values.deferred(id) {
            Deferred::Name(_) => true,
            Deferred::Text(pieces) => {
                let pieces: Vec<Value> = self.values.slice(pieces).iter().map(|slot| slot.value).collect();
                pieces.into_iter().all(|piece| self.is_given(piece))
            }
            Deferred::Attribute { resource, name } => {
                let Ok(Value::Map(body)) = self.body_of(resource) else { return false };
                let found = self.values.map(body).iter().find(|entry| entry.key == name).map(|entry| entry.slot.value);
                found.is_some_and(|value| self.is_given(value))
            }
            _ => false,
        }
    }

    /// `hole`, `holes`, `variable_of`, `path_of`, `expanded`: the secrets in a value.
    pub(crate) fn secret_function(&mut self, builtin: Builtin, written: &[ExprId], at: Frame) -> Eval {
        let Some(arg) = written.first() else { return Ok(Value::None) };
        let value = self.eval(*arg, at)?;
        let target = self.here(at);
        match builtin {
            Builtin::Holes => {
                let mut found = Vec::new();
                self.collect_holes(value, target, &mut found)?;
                Ok(self.list_of(found.into_iter()))
            }
            Builtin::Hole => {
                let value = self.seen_from(value, target)?;
                Ok(if self.entry_in(value).is_some() { value } else { Value::None })
            }
            Builtin::Expanded => Ok(self.operation("expanded", &[value])),
            Builtin::Known => {
                let value = self.seen_from(value, target)?;
                Ok(Value::Bool(!self.waits(value, target)?))
            }
            Builtin::DocOf | Builtin::PathOf | Builtin::VariableOf => {
                let value = self.seen_from(value, target)?;
                let Some((owner, name)) = self.entry_in(value) else { return Ok(Value::None) };
                if let (Builtin::PathOf, Some(me)) = (builtin, at.me.filter(|me| *me != owner)) {
                    self.faces.asked.push((me, owner, name));
                }
                let text = match builtin {
                    Builtin::PathOf => self.entry_path(owner, name),
                    Builtin::DocOf => self.entry_doc(owner, name),
                    _ => self.entry_variable(owner, name),
                };
                Ok(Value::Str(self.symbols.intern(&text)))
            }
            _ => Ok(Value::None),
        }
    }

    /// `revision(x)`: left to the target, where anything in it waits for one.
    pub(crate) fn revision(&mut self, written: &[ExprId], at: Frame) -> Eval {
        let Some(arg) = written.first() else { return Ok(Value::None) };
        let value = self.eval(*arg, at)?;
        let value = self.settle(value)?;
        Ok(self.operation("revision", &[value]))
    }

    pub(crate) fn collect_holes(&mut self, value: Value, target: Option<u16>, found: &mut Vec<Value>) -> Eval<()> {
        let value = self.seen_from(value, target)?;
        if self.entry_in(value).is_some() {
            if !found.iter().any(|known| self.entry_in(*known) == self.entry_in(value)) {
                found.push(value);
            }
            return Ok(());
        }
        for value in self.parts_in(value) {
            self.collect_holes(value, target, found)?;
        }
        Ok(())
    }

    /// What a value is made of.
    pub(crate) fn parts_in(&self, value: Value) -> Vec<Value> {
        match value {
            Value::Deferred(id) => match self.values.deferred(id) {
                Deferred::Text(pieces) | Deferred::Operation { operands: pieces, .. } => {
                    self.values.slice(pieces).iter().map(|slot| slot.value).collect()
                }
                _ => Vec::new(),
            },
            Value::List(slice) => self.values.slice(slice).iter().map(|slot| slot.value).collect(),
            Value::Map(slice) => self.values.map(slice).iter().map(|entry| entry.slot.value).collect(),
            Value::Record { record, start } => self.slots_of(record, start),
            Value::Case { union, case, body } => {
                let record = self.program.union(union).case(case).record;
                record.map_or_else(Vec::new, |record| self.slots_of(record, body))
            }
            _ => Vec::new(),
        }
    }

    fn slots_of(&self, record: values::RecordId, start: u32) -> Vec<Value> {
        self.values.slice(self.record_slice(record, start)).iter().map(|slot| slot.value).collect()
    }

    /// The target of what is being evaluated.
    pub(crate) fn here(&self, at: Frame) -> Option<u16> {
        self.target_for(self.whence(at)?)
    }

    /// Whether something in a text is known only once its target applies.
    fn waits(&mut self, value: Value, target: Option<u16>) -> Eval<bool> {
        let Value::Deferred(id) = value else { return Ok(false) };
        match self.values.deferred(id) {
            Deferred::Text(pieces) => {
                let pieces: Vec<Value> = self.values.slice(pieces).iter().map(|slot| slot.value).collect();
                for piece in pieces {
                    let piece = self.seen_from(piece, target)?;
                    if self.waits(piece, target)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Deferred::Name(_) => Ok(false),
            _ => Ok(!self.is_given(value)),
        }
    }

    /// `needed`: the secrets that instances of the target at hand hold in their fields, those that are theirs, and
    /// those that they grant.
    pub(crate) fn needed(&mut self, at: Frame) -> Eval {
        let target = self.here(at);
        let mut found = Vec::new();
        for at in 0..self.instances.len() as u32 {
            let id = InstanceId(at);
            if self.target_at(id) != target {
                continue;
            }
            let component = self.program.component(self.instance(id).component);
            self.collect_holes(self.instance(id).fields, target, &mut found)?;
            for (at, out) in component.outs.iter().enumerate() {
                if out.ty.labels.is_secret() {
                    let output = OutId(at as u16);
                    if let Some(value) = self.shown_by(id, super::Shown::Out(output))? {
                        self.collect_holes(value, target, &mut found)?;
                    }
                }
            }
            for capability in &component.capabilities {
                if let Some(value) = self.shown_by(id, super::Shown::Grant(capability.name))? {
                    self.collect_holes(value, target, &mut found)?;
                }
            }
        }
        Ok(self.list_of(found.into_iter()))
    }

    /// What a secret is, for whoever has to provide it.
    pub(crate) fn entry_doc(&self, owner: InstanceId, name: values::Symbol) -> String {
        let instance = self.instance(owner);
        let what = match self.name(name) {
            "" => String::new(),
            name => format!("{} of ", name.replace('_', " ")),
        };
        let doc = instance.doc.map(|doc| format!(": {}", self.name(doc).trim())).unwrap_or_default();
        let note = self.faces.entry_docs.get(&(owner, name)).map(|note| format!(", {}", self.name(*note)));
        let note = note.unwrap_or_default();
        let text = format!("{what}{} `{}`{note}{doc}", self.name(instance.component_name), self.name(instance.path));
        let mut letters = text.chars();
        letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
    }

    /// The path of an entry in the store: what its owner states, else that of its owner, and its name where the owner has
    /// several.
    pub(crate) fn entry_path(&mut self, owner: InstanceId, name: values::Symbol) -> String {
        if let Some(stated) = self.stated_path(owner, name) {
            return stated;
        }
        let mut whole = self.identity(owner);
        // What was renamed keeps its entries: another name would be another, empty one.
        if let Some(known) = self.said(owner, "name").or_else(|| self.said(owner, "was")) {
            whole.truncate(whole.rfind('/').map_or(0, |at| at + 1));
            whole.push_str(&known);
        }
        let whole = match (self.entries_below(owner), self.entry_head()) {
            (Some(prefix), head) => format!("{prefix}{}", whole.strip_prefix(&head).unwrap_or(&whole)),
            (None, _) => whole,
        };
        match self.name(name) {
            "" => whole,
            name => format!("{whole}/{name}"),
        }
    }

    /// What an instance was called before it was renamed; what it is called, where it wasn't.
    pub(crate) fn first_name(&self, of: InstanceId) -> String {
        self.said(of, "was").unwrap_or_else(|| self.owned(self.instance(of).path))
    }

    /// What an instance is called in the outside world; what was renamed keeps its first name where another one would
    /// make it anew.
    pub(crate) fn name_outside(&self, of: InstanceId) -> String {
        match self.sink_at(self.target_at(of)) {
            // Only volumes keep anything there, and their realizations name them.
            Some(Sink::Compose) => self.owned(self.instance(of).path),
            _ => self.first_name(of),
        }
    }

    /// The text of a field that every instance has.
    pub(crate) fn said(&self, of: InstanceId, field: &str) -> Option<String> {
        let Value::Record { record, start } = self.instance(of).fields else { return None };
        let at = self.program.record(record).find(self.symbols.find(field)?)?;
        match self.values.slot(start + u32::from(at)).value {
            Value::Str(text) => Some(self.name(text).to_owned()),
            _ => None,
        }
    }

    /// What stands before the path of each instance.
    fn entry_head(&self) -> String {
        let app = self.program.app.as_ref().map(|app| self.program.text(app.name));
        let environment = Some(self.name(self.environment)).filter(|name| !name.is_empty());
        app.into_iter().chain(environment).collect::<Vec<_>>().join("/")
    }

    /// The path that the target of an instance puts its entries below.
    fn entries_below(&mut self, owner: InstanceId) -> Option<String> {
        let target = self.target_at(owner)?;
        let slot = self.given(target, "entries")?;
        self.plain_text(slot.value)
    }

    /// The variable that holds a secret: the owner and the secret's name in capitals.
    pub(crate) fn entry_variable(&self, owner: InstanceId, name: values::Symbol) -> String {
        // Who has set the variable of what was renamed goes on with it.
        let owner = self.first_name(owner);
        match self.name(name) {
            "" => variable_name(&owner),
            name => variable_name(&format!("{owner}_{name}")),
        }
    }
}

/// A name as an environment variable is called.
pub fn variable_name(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        match letter {
            letter if letter.is_ascii_alphanumeric() => out.push(letter.to_ascii_uppercase()),
            _ if out.ends_with('_') || out.is_empty() => {}
            _ => out.push('_'),
        }
    }
    let out = out.trim_end_matches('_');
    if out.starts_with(|first: char| first.is_ascii_digit()) { format!("_{out}") } else { out.to_owned() }
}
