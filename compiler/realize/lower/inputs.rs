//! Inputs that are known when the output is applied, as each format asks for them.

use catalog::Shape;
use eval::{Whence, variable_name};
use resources::{Fallback, INPUTS, Loss, Node, Sink};
use values::{Deferred, Symbol, Value};

use super::wants_text;
use crate::fragment::{Step, Writer};

/// What an instance adds to the kustomization stands below this.
const KUSTOMIZATION: &str = "kustomization";

/// Why an input that isn't written as such keeps its default.
const NOWHERE: &str = "it stands where `kustomize` puts nothing: in a file, or in what something is called";

impl<'a> Writer<'_, 'a> {
    /// An input that is known when the output is applied.
    pub(super) fn input(&mut self, name: Symbol, default: u32, value: Value, shape: Option<Shape<'a>>) -> Option<Node> {
        let text = self.stage.realizer.text(name).to_owned();
        let default = self.stage.realizer.values().slot(default).value;
        match self.sink {
            Sink::Terraform => {
                self.ask_variable(&text, default);
                self.judge_input(&text);
                let own = self.fragment.arena.variable(&text);
                if !matches!(default, Value::Deferred(_)) {
                    return Some(own);
                }
                // A variable's default can't name another one, so the other one stands in where it is used.
                let other = self.node(default, shape)?;
                Some(self.fragment.arena.call_of("coalesce", &[own, other]))
            }
            Sink::Compose => {
                let fallback = match self.stage.realizer.plain_text(default) {
                    Some(default) => match resources::refuses_fallback(&default) {
                        None => Fallback::Default(self.fragment.arena.piece(&default)),
                        Some(refusal) => {
                            self.refused(&default, refusal.message(), None);
                            return None;
                        }
                    },
                    None => Fallback::Required(self.fragment.arena.piece("")),
                };
                self.ask_input(&text, default);
                Some(self.fragment.arena.hole(&variable_name(&text), fallback))
            }
            Sink::Kubernetes if default.is_absent() => {
                self.not_writable(
                    value,
                    "a manifest needs something that stands there until it is known; give the input a default",
                );
                None
            }
            Sink::Kubernetes => self.manifest_input(&text, default, shape),
        }
    }

    /// An input in a manifest: its default, as a hole where `kustomize` can put the value that is known later.
    fn manifest_input(&mut self, name: &str, default: Value, shape: Option<Shape<'a>>) -> Option<Node> {
        if self.is_kustomization() {
            return self.node(default, shape);
        }
        if !matches!(default, Value::Str(_) | Value::Deferred(_)) && !wants_text(shape) {
            self.lose_input(name, "`kustomize` puts text alone into a manifest, and this is none");
            return self.node(default, shape);
        }
        self.input_hole(name, default, shape)
    }

    /// An input as a text of a manifest, or as a part of one.
    fn input_hole(&mut self, name: &str, default: Value, shape: Option<Shape<'a>>) -> Option<Node> {
        let Some(text) = self.stage.realizer.plain_text(default) else {
            self.lose_input(name, "its default is another input, which is the one to set");
            return self.node(default, shape);
        };
        let node = self.text_node(&text, shape)?;
        if text.contains(['\n', '\r']) {
            self.lose_input(name, &format!("a line of `{INPUTS}` holds no line break"));
            return Some(node);
        }
        let fallback = Fallback::Default(self.fragment.arena.piece(&text));
        Some(self.fragment.arena.hole(&variable_name(name), fallback))
    }

    /// A part of a text that is an input of a manifest.
    pub(super) fn input_part(&mut self, part: Value) -> Option<Node> {
        let Some(Deferred::Input { name, default }) = self.deferred_at(part) else { return None };
        let default = self.stage.realizer.values().slot(default).value;
        let is_open = self.sink == Sink::Kubernetes && !default.is_absent() && !self.is_kustomization();
        let name = self.stage.realizer.text(name).to_owned();
        if is_open { self.input_hole(&name, default, None) } else { None }
    }

    /// Whether what is written is what an instance adds to the kustomization: that, `kustomize edit` changes.
    fn is_kustomization(&self) -> bool {
        matches!(self.path.first(), Some(Step::Said(KUSTOMIZATION)))
    }

    /// The text that stands for an input where nothing is filled in, and the loss of what is known later.
    pub(super) fn input_text(&mut self, name: Symbol, default: Value) -> Option<String> {
        if !self.digests {
            let name = self.stage.realizer.text(name).to_owned();
            self.lose_input(&name, NOWHERE);
        }
        self.spelled_text(default)
    }

    /// The inputs that a value holds, each once, as they stand in a manifest.
    pub(super) fn inputs_of(&mut self, value: Value) -> Option<Vec<Node>> {
        let mut pieces = Vec::new();
        self.open_pieces(value, &mut pieces)?;
        let mut inputs: Vec<Symbol> = Vec::new();
        let mut nodes = Vec::new();
        for piece in pieces {
            if let Some(Deferred::Input { name, .. }) = self.deferred_at(piece)
                && !inputs.contains(&name)
            {
                inputs.push(name);
                nodes.extend(self.input_part(piece));
            }
        }
        Some(nodes)
    }

    /// Notes the inputs that a name is made of: that stays, whatever they are set to.
    pub(super) fn lose_inputs(&mut self, value: Value) {
        let mut pieces = Vec::new();
        _ = self.open_pieces(value, &mut pieces);
        for piece in pieces {
            if let Some(Deferred::Input { name, .. }) = self.deferred_at(piece) {
                let name = self.stage.realizer.text(name).to_owned();
                self.lose_input(&name, NOWHERE);
            }
        }
    }

    /// Whether what is written is the name of a manifest.
    pub(super) fn is_name(&self) -> bool {
        let [_, Step::Said("metadata"), Step::Key(key)] = self.path.as_slice() else { return false };
        self.stage.realizer.text(*key) == "name"
    }

    /// Notes that an input stands with its default where nothing is filled in later, and why.
    pub(crate) fn lose_input(&mut self, name: &str, why: &str) {
        let instance = self.stage.realizer.owner(self.whence).map_or(self.whence, Whence::Instance);
        let program = self.stage.program;
        let Some(input) = program.inputs.iter().find(|input| program.text(input.name) == name) else { return };
        let loss = Loss {
            instance: self.stage.whence_name(instance),
            target: self.stage.whence_name(Whence::Target(self.target)),
            field: name.to_owned(),
            reason: format!("{why}; the input's default stands there, or what `--set {name}=…` says"),
            span: input.span,
        };
        if !self.fragment.losses.contains(&loss) {
            self.fragment.losses.push(loss);
        }
    }
}
