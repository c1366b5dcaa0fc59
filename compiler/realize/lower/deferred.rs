//! What only a consumer knows: references, inputs, secrets, names, and the text and operations made of them.

use catalog::{Class, Shape};
use eval::{LABEL, Spelling, What, fingerprint};
use program::ResourceClass;
use resources::{Binary, Choice, Comprehension, Format, Node, OriginId, Sink, Unary, Yield};
use values::{Deferred, DeferredId, InstanceId, Slice, Symbol, Value};

use crate::fragment::Writer;
use crate::problem::Problem;

/// Functions that Terraform has under the same name, with the same arguments.
const SHARED: [&str; 15] = [
    "basename", "ceil", "coalesce", "distinct", "flatten", "floor", "keys", "length", "lower", "max", "min", "one",
    "replace", "upper", "values",
];

impl<'a> Writer<'_, 'a> {
    pub(super) fn deferred(&mut self, id: DeferredId, value: Value, shape: Option<Shape<'a>>) -> Option<Node> {
        match self.stage.realizer.values().deferred(id) {
            Deferred::Text(pieces) => self.template(pieces, shape),
            Deferred::Input { name, default } => self.input(name, default, value, shape),
            Deferred::Operation { name, operands } => self.operation(name, operands, value, shape),
            Deferred::Attribute { resource, name } => self.attribute_of(resource, name, value, shape),
            Deferred::Entry { owner, name } => self.entry(owner, name, value),
            Deferred::Name(of) => {
                let text = self.name(of, shape);
                self.text_node(&text, shape)
            }
        }
    }

    /// `TYPE.NAME.attribute` where it is the same module's, else what the owner is given.
    fn attribute_of(&mut self, made: u32, name: Symbol, value: Value, shape: Option<Shape<'a>>) -> Option<Node> {
        let of = self.stage.realizer.get(made)?;
        let attribute = self.stage.realizer.text(name).to_owned();
        let target = self.stage.target_of(of.whence)?;
        if self.stage.sink_of(target) != Sink::Terraform {
            // Elsewhere only the name stays open until it is spelled.
            let label = self.stage.realizer.label(made);
            return self.text_node(&label, shape);
        }
        if self.sink != Sink::Terraform || self.stage.units.of(target) != self.unit {
            return self.known_elsewhere(made, name, value, shape);
        }
        if self.is_ephemeral(made) && !self.forgets {
            let (span, realization) = self.spans();
            let attribute = self.attribute();
            self.stage.diagnostics.push(Problem::Ephemeral { span, attribute, realization }.diagnostic());
            return None;
        }
        let reference = self.reference(made)?;
        Some(self.fragment.arena.attribute(reference, &attribute))
    }

    fn is_ephemeral(&self, made: u32) -> bool {
        let what = self.stage.realizer.get(made).map(|made| made.what);
        matches!(what, Some(What::Resource(resource)) if resource.class == ResourceClass::Ephemeral)
    }

    /// An attribute that a realization sets to something static is known outside of its module, too.
    fn known_elsewhere(&mut self, made: u32, name: Symbol, value: Value, shape: Option<Shape<'a>>) -> Option<Node> {
        if let Some((given, theirs)) = self.given_attribute(made, name) {
            return match self.named(given) {
                Some(of) => {
                    let text = self.name(of, theirs);
                    self.text_node(&text, shape)
                }
                // Names in a text are spelled where it is set.
                None if self.is_text(given) => self.node(given, theirs),
                None => self.node(given, shape),
            };
        }
        self.not_writable(value, "its target knows it only once it is made, and keeps it in no store");
        None
    }

    /// What a resource's realization says of an attribute, and the attribute's shape, which spells names in it.
    pub(super) fn given_attribute(&mut self, made: u32, name: Symbol) -> Option<(Value, Option<Shape<'a>>)> {
        let What::Resource(resource) = self.stage.realizer.get(made)?.what else { return None };
        let Value::Map(body) = self.stage.realizer.body(made)? else { return None };
        let value = self.map_entries(body).into_iter().find(|entry| entry.key == name)?.slot.value;
        let ty = self.stage.program.text(resource.type_name).to_owned();
        let block = self.stage.catalogs.resource(Class::Resource, &ty).and_then(|ty| self.whole_block(ty));
        let field = block.and_then(|block| block.field(self.stage.realizer.text(name)));
        Some((value, field.map(|field| self.field_shape(field))))
    }

    /// The instance whose name a value is, and nothing else.
    pub(super) fn named(&self, value: Value) -> Option<Option<InstanceId>> {
        let Value::Deferred(id) = value else { return None };
        match self.stage.realizer.values().deferred(id) {
            Deferred::Name(of) => Some(of),
            _ => None,
        }
    }

    /// Something that the consumer computes.
    fn operation(&mut self, name: Symbol, operands: Slice, value: Value, shape: Option<Shape<'a>>) -> Option<Node> {
        let name = self.stage.realizer.text(name).to_owned();
        let all: Vec<Value> = self.stage.realizer.values().slice(operands).iter().map(|slot| slot.value).collect();
        let format = match name.as_str() {
            "json" => Some(Format::Json),
            "yaml" => Some(Format::Yaml),
            _ => None,
        };
        if let (Some(format), [document]) = (format, all.as_slice()) {
            let of = self.node(*document, None)?;
            return Some(self.fragment.arena.document(format, of));
        }
        if let ("located", [path]) = (name.as_str(), all.as_slice()) {
            let path = self.stage.realizer.plain_text(*path)?;
            let path = self.stage.located(self.unit, &path);
            return self.text_node(&path, shape);
        }
        if let ("digest", [of]) = (name.as_str(), all.as_slice())
            && self.sink != Sink::Terraform
        {
            return self.digest(*of, shape);
        }
        if let ("expanded", [text]) = (name.as_str(), all.as_slice()) {
            return self.expanded(*text, shape);
        }
        if let ("revision", [of]) = (name.as_str(), all.as_slice()) {
            return self.revision(*of, value);
        }
        if self.sink != Sink::Terraform {
            self.not_writable(value, "only Terraform computes with what is known later");
            return None;
        }
        let nodes: Vec<Node> = all.into_iter().filter_map(|one| self.node(one, None)).collect();
        let node = self.computed(&name, &nodes);
        if node.is_none() {
            self.not_writable(value, &format!("Terraform has nothing that computes `{name}`"));
        }
        node
    }

    /// A digest, and after it what it is made of and isn't known yet.
    fn digest(&mut self, of: Value, shape: Option<Shape<'a>>) -> Option<Node> {
        self.digests = true;
        let whole = self.whole_text(of);
        self.digests = false;
        let digest = self.text_node(&eval::digest(&whole?), shape)?;
        if self.is_name() {
            self.lose_inputs(of);
            return Some(digest);
        }
        let holes = self.inputs_of(of)?;
        let between = self.fragment.arena.text(" ");
        let mark = self.fragment.arena.begin();
        self.fragment.arena.item(digest, OriginId::NONE);
        for hole in holes {
            self.fragment.arena.item(between, OriginId::NONE);
            self.fragment.arena.item(hole, OriginId::NONE);
        }
        Some(self.fragment.arena.template(mark))
    }

    /// Text whose secrets stand as `$(NAME)`; a literal `$(` is doubled, so that it stays what it is.
    fn expanded(&mut self, text: Value, shape: Option<Shape<'a>>) -> Option<Node> {
        let value = self.settled(text)?;
        let pieces: Vec<Value> = match self.deferred_at(value) {
            Some(Deferred::Text(pieces)) => {
                self.stage.realizer.values().slice(pieces).iter().map(|slot| slot.value).collect()
            }
            _ => vec![value],
        };
        let mark = self.fragment.arena.begin();
        for piece in pieces {
            let Some(node) = self.expanded_piece(piece) else {
                self.fragment.arena.close(mark);
                return None;
            };
            self.fragment.arena.item(node, OriginId::NONE);
        }
        let node = self.fragment.arena.template(mark);
        match node {
            Node::Text(text) => {
                let text = self.fragment.arena.str(text).to_owned();
                self.text_node(&text, shape)
            }
            node => Some(node),
        }
    }

    fn expanded_piece(&mut self, piece: Value) -> Option<Node> {
        let piece = self.settled(piece)?;
        if let Some(part) = self.input_part(piece) {
            return Some(part);
        }
        let text = match self.deferred_at(piece) {
            Some(Deferred::Entry { owner, name }) => format!("$({})", self.stage.realizer.entry_variable(owner, name)),
            _ => unexpanded(&self.spelled_text(piece)?),
        };
        Some(self.fragment.arena.text(&text))
    }

    pub(super) fn deferred_at(&self, value: Value) -> Option<Deferred> {
        match value {
            Value::Deferred(id) => Some(self.stage.realizer.values().deferred(id)),
            _ => None,
        }
    }

    /// A number made of what is no secret: by the consumer, where it alone knows some of it.
    fn revision(&mut self, of: Value, value: Value) -> Option<Node> {
        let mut pieces = Vec::new();
        self.open_pieces(of, &mut pieces)?;
        let mark = self.fragment.arena.begin();
        for piece in pieces {
            let node = self.piece(piece, LABEL)?;
            self.fragment.arena.item(node, OriginId::NONE);
        }
        let text = self.fragment.arena.template(mark);
        if let Node::Text(text) = text {
            return Some(Node::Int(i64::from(fingerprint(self.fragment.arena.str(text)))));
        }
        if self.sink != Sink::Terraform {
            self.not_writable(value, "only Terraform computes with what is known later");
            return None;
        }
        let arena = &mut self.fragment.arena;
        let digest = arena.call_of("sha256", &[text]);
        let digits = arena.call_of("substr", &[digest, Node::Int(0), Node::Int(8)]);
        Some(arena.call_of("parseint", &[digits, Node::Int(16)]))
    }

    /// The parts of a value that are no secret.
    pub(super) fn open_pieces(&mut self, value: Value, pieces: &mut Vec<Value>) -> Option<()> {
        let value = self.settled(value)?;
        let parts: Vec<Value> = match value {
            Value::Deferred(id) => match self.stage.realizer.values().deferred(id) {
                Deferred::Entry { .. } => return Some(()),
                Deferred::Attribute { resource, .. } if self.is_ephemeral(resource) => return Some(()),
                Deferred::Text(pieces) => {
                    self.stage.realizer.values().slice(pieces).iter().map(|slot| slot.value).collect()
                }
                _ => {
                    pieces.push(value);
                    return Some(());
                }
            },
            Value::List(slice) => self.stage.realizer.values().slice(slice).iter().map(|slot| slot.value).collect(),
            Value::Map(map) => self.map_entries(map).into_iter().map(|entry| entry.slot.value).collect(),
            _ => {
                pieces.push(value);
                return Some(());
            }
        };
        parts.into_iter().try_for_each(|part| self.open_pieces(part, pieces))
    }

    /// An operation as Terraform writes it; nothing where it has none.
    fn computed(&mut self, name: &str, nodes: &[Node]) -> Option<Node> {
        let arena = &mut self.fragment.arena;
        Some(match (name, nodes) {
            ("index", [of, Node::Text(key)]) if is_identifier(arena.str(*key)) => {
                let key = arena.str(*key).to_owned();
                arena.attribute(*of, &key)
            }
            ("index", [of, key]) => arena.index(*of, *key),
            ("find", [of, Node::Text(key), value]) => {
                let key = arena.str(*key).to_owned();
                let variable = arena.piece("item");
                let one = arena.word("item");
                let part = arena.attribute(one, &key);
                let test = Some(arena.binary(Binary::Equal, part, *value));
                let found = Comprehension { key: None, value: variable, over: *of, result: Yield::Items(one), test };
                let found = arena.comprehend(found);
                arena.call_of("one", &[found])
            }
            ("if", [test, then, otherwise]) => arena.choose(Choice { test: *test, then: *then, otherwise: *otherwise }),
            ("!", [of]) => arena.unary(Unary::Not, *of),
            ("-", [of]) => arena.unary(Unary::Minus, *of),
            ("??", args) => arena.call_of("coalesce", args),
            // What the text is made of stands last there.
            ("join" | "split", [of, between]) => arena.call_of(name, &[*between, *of]),
            ("trim", args) => arena.call_of("trimspace", args),
            (function, args) if SHARED.contains(&function) => arena.call_of(function, args),
            (op, [left, right]) => arena.binary(binary(op)?, *left, *right),
            _ => return None,
        })
    }

    /// Text with holes.
    fn template(&mut self, pieces: Slice, shape: Option<Shape<'a>>) -> Option<Node> {
        let pieces: Vec<Value> = self.stage.realizer.values().slice(pieces).iter().map(|slot| slot.value).collect();
        let spelling = self.spelling(shape, self.beside_names(&pieces));
        let mark = self.fragment.arena.begin();
        let mut complete = true;
        for piece in pieces {
            match self.piece(piece, spelling) {
                Some(node) => self.fragment.arena.item(node, OriginId::NONE),
                None => complete = false,
            }
        }
        let node = self.fragment.arena.template(mark);
        if let Node::Text(text) = node {
            let text = self.fragment.arena.str(text).to_owned();
            self.judge_text(&text, shape);
        }
        complete.then_some(node)
    }

    /// A piece of text: what is known as literal text, the rest as a hole. Names take their own rules, not the text's.
    fn piece(&mut self, piece: Value, spelling: Spelling) -> Option<Node> {
        let piece = self.settled(piece)?;
        if let Some(part) = self.input_part(piece) {
            return Some(part);
        }
        match piece {
            Value::Deferred(id) => match self.stage.realizer.values().deferred(id) {
                Deferred::Name(of) => {
                    let text = self.spelled(of, spelling);
                    Some(self.fragment.arena.text(&text))
                }
                _ => self.deferred(id, piece, None),
            },
            known => match self.stage.realizer.plain_text(known) {
                Some(text) => self.text_node(&text, None),
                None => self.node(known, None),
            },
        }
    }
}

/// Whether a key may stand after a dot.
fn is_identifier(key: &str) -> bool {
    key.starts_with(|first: char| first.is_ascii_alphabetic())
        && key.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

fn binary(op: &str) -> Option<Binary> {
    Some(match op {
        "||" => Binary::Or,
        "&&" => Binary::And,
        "==" => Binary::Equal,
        "!=" => Binary::Unequal,
        "<" => Binary::Less,
        "<=" => Binary::AtMost,
        ">" => Binary::Greater,
        ">=" => Binary::AtLeast,
        "+" => Binary::Add,
        "-" => Binary::Subtract,
        "*" => Binary::Multiply,
        "/" => Binary::Divide,
        "%" => Binary::Remainder,
        _ => return None,
    })
}

/// A piece of text as Kubernetes gives it back: of what might be a reference, or two `$` for one, each `$` stands twice.
fn unexpanded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = '\0';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let is_read = before == '$' || matches!(rest.peek(), Some('$' | '(') | None);
        out.extend((c == '$' && is_read).then_some(c));
        out.push(c);
        before = c;
    }
    out
}
