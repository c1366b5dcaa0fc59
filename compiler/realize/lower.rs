//! Values as nodes of a resource's body, guided by the catalog's shapes.

mod cases;
mod deferred;
mod documents;
mod fixed;
mod inputs;
mod managed;
mod scalars;
mod text;

use std::borrow::Cow;

use catalog::{Block, Field, Shape, ShapeKind};
use program::Expr;
use resources::{Entries, Node, Sink};
use source::Span;
use values::{LayerId, MapSlot, Origin, RecordId, Slice, Slot, Value};

use crate::fragment::{Step, Writer};
use crate::problem::Problem;

impl<'a> Writer<'_, 'a> {
    /// The entries of a map as attributes, blocks or fields.
    pub(crate) fn entries(&mut self, map: Slice, block: Option<Block<'a>>) -> Entries {
        let block = self.in_cases(block, Value::Map(map));
        let mark = self.fragment.arena.begin();
        for at in 0..map.len as usize {
            self.entry_at(map, at).into_iter().for_each(|entry| self.put_entry(entry, block));
        }
        let entries = self.fragment.arena.close(mark);
        self.judge_rules(entries, block);
        entries
    }

    pub(crate) fn map_entries(&self, map: Slice) -> Vec<MapSlot> {
        self.stage.realizer.values().map(map).to_vec()
    }

    fn entry_at(&self, map: Slice, at: usize) -> Option<MapSlot> {
        self.stage.realizer.values().map(map).get(at).copied()
    }

    /// Adds one entry to the open container.
    pub(crate) fn put_entry(&mut self, entry: MapSlot, block: Option<Block<'a>>) {
        let field = block.and_then(|block| block.field(self.stage.realizer.text(entry.key)));
        let shape = field.map(|field| self.field_shape(field)).or_else(|| block.and_then(Block::rest));
        self.path.push(Step::Key(entry.key));
        let (forgot, held) = (self.forgets, self.is_held);
        self.forgets |= field.is_some_and(Field::write_only);
        self.is_held |= self.is_held(field, shape);
        self.within(entry.slot.origin, |writer| {
            let is_block = writer.sink == Sink::Terraform && field.is_some_and(Field::takes_blocks);
            match writer.settled(entry.slot.value) {
                None => writer.is_partial = true,
                Some(value) if is_block => writer.put_blocks(entry, value, shape),
                Some(value) if writer.came_out_empty(value, entry.slot.origin, field) => {}
                Some(value) => {
                    let node = writer.settled_node(value, shape);
                    writer.is_partial |= node.is_none() && !value.is_absent();
                    if let Some(node) = node.filter(|node| !writer.says_nothing(*node)) {
                        writer.claim(node, shape);
                        writer.judge_adopted(field, node, shape);
                        writer.put_named(entry, node);
                    }
                }
            }
        });
        (self.forgets, self.is_held) = (forgot, held);
        self.path.pop();
    }

    /// Adds a node under the key of an entry, from where that comes.
    fn put_named(&mut self, entry: MapSlot, node: Node) {
        let origin = self.slot_origin(entry.slot);
        self.fragment.arena.put(self.stage.realizer.text(entry.key), node, origin);
    }

    /// Whether a collection came out empty without being written so: then its attribute is left out, as for `none`.
    fn came_out_empty(&self, value: Value, origin: Origin, field: Option<Field<'a>>) -> bool {
        let is_literal = |expr| match self.stage.program.exprs.get(expr) {
            Expr::List(entries) | Expr::Map(entries) => entries.len == 0,
            _ => false,
        };
        matches!(value, Value::List(slice) | Value::Map(slice) if slice.len == 0)
            && !(origin != Origin::NONE && is_literal(origin.expr))
            && !field.is_some_and(Field::required)
    }

    /// Whether a node is a list or a map without anything in it where that is as good as none.
    fn says_nothing(&self, node: Node) -> bool {
        let is_empty = match node {
            Node::List(items) => items.is_empty(),
            Node::Map(entries) => entries.is_empty(),
            _ => false,
        };
        self.sink == Sink::Compose && is_empty
    }

    /// A nested block, or one for each element of a list.
    fn put_blocks(&mut self, entry: MapSlot, value: Value, shape: Option<Shape<'a>>) {
        let element = shape.map(|shape| shape.element().unwrap_or(shape));
        let inner = element.and_then(Shape::block);
        let all: Vec<Slot> = match value {
            Value::List(slice) => self.stage.realizer.values().slice(slice).to_vec(),
            value if value.is_absent() => Vec::new(),
            value => vec![Slot { value, ..entry.slot }],
        };
        for slot in all {
            let Some(entries) = self.as_entries(slot.value, inner) else { continue };
            self.put_named(MapSlot { slot, ..entry }, Node::Block(entries));
        }
    }

    /// A map or a record as entries.
    fn as_entries(&mut self, value: Value, block: Option<Block<'a>>) -> Option<Entries> {
        match self.settled(value)? {
            Value::Map(map) => Some(self.entries(map, block)),
            Value::Record { record, start } => Some(self.record(record, start, block)),
            other => {
                self.not_writable(other, "a body is expected here");
                None
            }
        }
    }

    fn record(&mut self, record: RecordId, start: u32, block: Option<Block<'a>>) -> Entries {
        let program = self.stage.program;
        let block = self.in_cases(block, Value::Record { record, start });
        let mark = self.fragment.arena.begin();
        for (at, field) in program.record(record).fields.iter().enumerate() {
            let slot = self.stage.realizer.values().slot(start + at as u32);
            self.put_entry(MapSlot { key: field.name, slot }, block);
        }
        let entries = self.fragment.arena.close(mark);
        self.judge_rules(entries, block);
        entries
    }

    /// A value where a shape is expected; nothing where it is absent.
    pub(crate) fn node(&mut self, value: Value, shape: Option<Shape<'a>>) -> Option<Node> {
        let value = self.settled(value)?;
        self.settled_node(value, shape)
    }

    fn settled_node(&mut self, value: Value, shape: Option<Shape<'a>>) -> Option<Node> {
        match value {
            Value::None | Value::Unset => None,
            Value::List(slice) => Some(self.list(slice, shape)),
            Value::Map(map) => Some(self.map(map, shape)),
            Value::Record { record, start } => {
                let entries = self.record(record, start, shape.and_then(Shape::block));
                Some(Node::Map(entries))
            }
            Value::Deferred(id) => self.deferred(id, value, shape),
            other => self.scalar(other, shape),
        }
    }

    fn list(&mut self, slice: Slice, shape: Option<Shape<'a>>) -> Node {
        let element = shape.and_then(Shape::element);
        let slots = self.stage.realizer.values().slice(slice).to_vec();
        let mark = self.fragment.arena.begin();
        for (at, slot) in slots.into_iter().enumerate() {
            self.path.push(Step::At(at));
            self.within(slot.origin, |writer| {
                if let Some(node) = writer.node(slot.value, element) {
                    let origin = writer.slot_origin(slot);
                    writer.fragment.arena.item(node, origin);
                }
            });
            self.path.pop();
        }
        self.fragment.arena.list(mark)
    }

    /// A map: of any keys, of the keys of an object, or a list whose elements are told apart by a key.
    fn map(&mut self, map: Slice, shape: Option<Shape<'a>>) -> Node {
        let key = shape.and_then(Shape::merge_key);
        let Some(key) = key else {
            self.judge_keys(map, shape);
            let block = shape.and_then(Shape::block);
            let element = shape.and_then(Shape::element);
            return match (block, element) {
                (None, Some(element)) => self.plain_map(map, element),
                _ => Node::Map(self.entries(map, block)),
            };
        };
        let inner = shape.and_then(Shape::element).and_then(Shape::block);
        let mark = self.fragment.arena.begin();
        for entry in self.map_entries(map) {
            self.within(entry.slot.origin, |writer| writer.put_keyed(entry, key, inner));
        }
        self.fragment.arena.list(mark)
    }

    /// An element of a list that is written as a map: its key stands first.
    fn put_keyed(&mut self, entry: MapSlot, key: &str, block: Option<Block<'a>>) {
        let Some(value) = self.settled(entry.slot.value) else { return };
        self.path.push(Step::Key(entry.key));
        let block = self.in_cases(block, value);
        let mark = self.fragment.arena.begin();
        let origin = self.slot_origin(entry.slot);
        if let Some(field) = block.and_then(|block| block.field(key)) {
            let shape = self.field_shape(field);
            if shape.note() != 0 {
                let name = self.stage.realizer.text(entry.key).to_owned();
                self.judge_text(&name, Some(shape));
            }
        }
        let text = self.fragment.arena.text(self.stage.realizer.text(entry.key));
        self.fragment.arena.put(key, text, origin);
        match value {
            Value::Map(inner) => {
                for entry in self.map_entries(inner) {
                    self.put_entry(entry, block);
                }
            }
            value if value.is_absent() => {}
            value => self.not_writable(value, "a body is expected here"),
        }
        let body = self.fragment.arena.close(mark);
        self.judge_rules(body, block);
        self.path.pop();
        self.fragment.arena.item(Node::Map(body), origin);
    }

    fn plain_map(&mut self, map: Slice, element: Shape<'a>) -> Node {
        let mark = self.fragment.arena.begin();
        for entry in self.map_entries(map) {
            self.path.push(Step::Key(entry.key));
            self.within(entry.slot.origin, |writer| {
                if let Some(node) = writer.node(entry.slot.value, Some(element)) {
                    writer.put_named(entry, node);
                }
            });
            self.path.pop();
        }
        self.fragment.arena.map(mark)
    }

    /// Lowers something that an expression wrote.
    pub(crate) fn within<T>(&mut self, origin: Origin, walk: impl FnOnce(&mut Self) -> T) -> T {
        let outer = (self.written, self.said);
        match origin {
            Origin::NONE => {}
            Origin { expr, layer } if layer > LayerId(0) => self.said = Some(expr),
            Origin { expr, .. } => self.written = Some(expr),
        }
        let result = walk(self);
        (self.written, self.said) = outer;
        result
    }

    /// Where a value comes from, for the source map.
    fn slot_origin(&mut self, slot: Slot) -> resources::OriginId {
        if slot.origin == Origin::NONE {
            return resources::OriginId::NONE;
        }
        self.origin(Some(self.stage.program.span(slot.origin.expr)))
    }

    /// A value as the target at hand sees it.
    pub(crate) fn settled(&mut self, value: Value) -> Option<Value> {
        self.stage.realizer.seen_from(value, self.target)
    }

    /// The attribute at hand, for a message.
    pub(crate) fn attribute(&self) -> String {
        let words = self.path.iter().map(|step| match step {
            Step::Key(name) => Cow::Borrowed(self.stage.realizer.text(*name)),
            Step::Said(word) => Cow::Borrowed(*word),
            Step::At(at) => Cow::Owned(at.to_string()),
        });
        words.collect::<Vec<_>>().join(".")
    }

    /// Where to point for a value: at what the spec says, where the realization only passes it on.
    pub(crate) fn spans(&self) -> (Span, Span) {
        let owner = self.stage.whence_span(self.whence);
        let realization = self.written.map_or(owner, |expr| self.stage.program.span(expr));
        let blamed = match (self.whence, self.written, self.said) {
            (_, _, Some(said)) => Some(self.stage.program.span(said)),
            (eval::Whence::Instance(instance), Some(expr), None) => self.stage.realizer.blame(instance, expr),
            _ => None,
        };
        (blamed.unwrap_or(owner), realization)
    }

    /// Says that a value has no form here.
    pub(crate) fn not_writable(&mut self, value: Value, why: &str) {
        let (span, realization) = self.spans();
        let (what, attribute) = (self.stage.realizer.shown(value), self.attribute());
        let problem = Problem::NotWritable { span, what, attribute, why: why.to_owned(), realization };
        self.stage.diagnostics.push(problem.diagnostic());
    }
}

/// Whether a text is what stands at a shape.
pub(crate) fn wants_text(shape: Option<Shape<'_>>) -> bool {
    shape.is_some_and(|shape| matches!(shape.kind(), ShapeKind::String))
}
