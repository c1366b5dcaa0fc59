//! Bodies of blocks: what stands first and last, blank lines between, and `=` signs in one column.

use resources::{Entries, Entry, Node};

use super::text::{self, Heredoc};
use super::value;
use crate::out::{At, Out, indent_by};

/// The column that people break lines at.
const WIDTH: usize = 100;

/// The run of one-line items that waits for its widest key, and the buffer that they wait in.
#[derive(Default)]
pub(super) struct Layout<'a> {
    line: String,
    pending: Vec<Pending<'a>>,
}

/// A key and a value that wait.
struct Pending<'a> {
    at: At<'a>,
    start: usize,
    key_end: usize,
    end: usize,
    columns: usize,
}

/// What stands before an item of a body.
#[derive(Debug, Default)]
pub(super) struct Gap {
    written: bool,
    tall: bool,
    place: Option<Class>,
}

/// Where an item of a resource's body goes; in each class the order of the realization holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Provider,
    Attribute,
    Block,
    Lifecycle,
    DependsOn,
}

const CLASSES: [Class; 5] = [Class::Provider, Class::Attribute, Class::Block, Class::Lifecycle, Class::DependsOn];

fn class_of(at: At<'_>, one: &Entry) -> Class {
    // These words are Terraform's own only at the top of a block.
    let is = |word| at.indent == 2 && at.str(one.key) == word;
    match one.node {
        Node::Block(_) if is("lifecycle") => Class::Lifecycle,
        Node::Block(_) => Class::Block,
        _ if is("provider") => Class::Provider,
        _ if is("depends_on") => Class::DependsOn,
        _ => Class::Attribute,
    }
}

impl<'a> Layout<'a> {
    /// Writes a body in braces, from where the line stands and without ending it.
    pub(super) fn block(&mut self, at: At<'a>, body: Entries, out: &mut Out) {
        if body.is_empty() {
            return out.buf.push_str("{}");
        }
        out.buf.push_str("{\n");
        self.body(at.inner(), body, &mut Gap::default(), out);
        self.flush(out);
        out.line(at);
        out.buf.push('}');
    }

    /// Writes the items of a body; the last run may still wait.
    pub(super) fn body(&mut self, at: At<'a>, body: Entries, gap: &mut Gap, out: &mut Out) {
        let entries = at.arena.entries(body);
        let present = entries.iter().fold(0u8, |set, one| set | 1 << class_of(at, one) as u8);
        for class in CLASSES.into_iter().filter(|class| present & 1 << *class as u8 != 0) {
            for one in entries.iter().filter(|one| class_of(at, one) == class) {
                let at = at.child(one);
                let low = heredoc(at, one).is_none() && self.wait(at, one);
                if gap.written && (!low || gap.tall || gap.place != Some(class)) {
                    self.flush_all_but(usize::from(low), out);
                    out.unmark();
                    out.buf.push('\n');
                }
                if !low {
                    self.tall(at, one, out);
                }
                *gap = Gap { written: true, tall: !low, place: Some(class) };
            }
        }
    }

    /// Writes the entries of an object, one a line.
    pub(super) fn object(&mut self, at: At<'a>, run: Entries, out: &mut Out) {
        for one in at.arena.entries(run) {
            let at = at.child(one);
            match heredoc(at, one) {
                Some(Heredoc::Whole) => {
                    self.pend(at, one, |buf| text::write_heredoc(at.arena, one.node, at.indent, buf))
                }
                None if self.wait(at, one) => {}
                _ => self.tall(at, one, out),
            }
        }
        self.flush(out);
    }

    /// Lets an item wait if it is one line; whether it is.
    fn wait(&mut self, at: At<'a>, one: &Entry) -> bool {
        if matches!(one.node, Node::Block(_)) || value::must_break(at.arena, one.node) {
            return false;
        }
        self.pend(at, one, |buf| super::term::spell(at.arena, one.node, buf));
        let long = self.pending.last().is_some_and(|it| at.indent + it.end - it.start + 3 > WIDTH);
        if long && value::can_break(at.arena, one.node) {
            self.pending.pop();
            return false;
        }
        true
    }

    fn pend(&mut self, at: At<'a>, one: &Entry, value: impl FnOnce(&mut String)) {
        if self.pending.is_empty() {
            self.line.clear();
        }
        let start = self.line.len();
        let columns = text::key(at.str(one.key), &mut self.line);
        let key_end = self.line.len();
        value(&mut self.line);
        self.pending.push(Pending { at, start, key_end, end: self.line.len(), columns });
    }

    /// Writes the run that waits.
    pub(super) fn flush(&mut self, out: &mut Out) {
        self.flush_all_but(0, out);
    }

    fn flush_all_but(&mut self, last: usize, out: &mut Out) {
        let ready = self.pending.len().saturating_sub(last);
        let width = self.pending.iter().take(ready).map(|it| it.columns).max().unwrap_or(0);
        for it in self.pending.drain(..ready) {
            out.line(it.at);
            out.buf.push_str(self.line.get(it.start..it.key_end).unwrap_or(""));
            indent_by(&mut out.buf, width - it.columns);
            out.buf.extend([" = ", self.line.get(it.key_end..it.end).unwrap_or(""), "\n"]);
        }
    }

    /// Writes an item of several lines.
    fn tall(&mut self, at: At<'a>, one: &Entry, out: &mut Out) {
        self.flush(out);
        out.line(at);
        text::key(at.str(one.key), &mut out.buf);
        match one.node {
            Node::Block(body) => {
                out.buf.push(' ');
                self.block(at, body, out);
            }
            _ => {
                out.buf.push_str(" = ");
                value::broken(self, at, one.node, out);
            }
        }
        out.buf.push('\n');
    }

    /// Whether a value stands on the line that the buffer is on; if so, writes it.
    pub(super) fn fits(&mut self, at: At<'a>, node: Node, out: &mut Out) -> bool {
        if value::must_break(at.arena, node) {
            return false;
        }
        let start = out.buf.len();
        super::term::spell(at.arena, node, &mut out.buf);
        let fits = at.indent + out.buf.len() - start < WIDTH || !value::can_break(at.arena, node);
        if !fits {
            out.buf.truncate(start);
        }
        fits
    }
}

fn heredoc(at: At<'_>, one: &Entry) -> Option<Heredoc> {
    text::heredoc(at.arena, one.node)
}
