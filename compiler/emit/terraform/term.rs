//! Expressions of HCL on one line, with parentheses where precedence or the formatter's reading of it asks for them.

use resources::{Arena, Binary, Comprehension, Entries, Format, Node, Root, Term, Unary, Yield};

use super::text;
use crate::chars;

/// How tightly an expression holds together; an operand that holds less tightly is bracketed.
type Strength = u8;

const ANY: Strength = 0;
const OR: Strength = 1;
const UNARY: Strength = 7;
const WHOLE: Strength = 8;

/// Writes a value on one line.
pub(crate) fn spell(arena: &Arena, node: Node, buf: &mut String) {
    match node {
        Node::Bool(value) => buf.push_str(if value { "true" } else { "false" }),
        Node::Int(value) => chars::int(buf, value),
        Node::Decimal { mantissa, scale } => chars::decimal(buf, mantissa, scale),
        Node::Text(piece) => text::quoted(arena.str(piece), buf),
        Node::Template(_) => text::template(arena, node, buf),
        Node::List(run) => listed(arena, run, ('[', ']'), buf),
        Node::Map(run) | Node::Block(run) => object(arena, run, buf),
        Node::Term(id) => term(arena, arena.term(id), buf),
    }
}

/// Writes a value after a word or a brace, where the formatter would part a minus from its operand.
pub(super) fn spell_after_word(arena: &Arena, node: Node, buf: &mut String) {
    if begins_with_minus(arena, node) { bracketed(arena, node, buf) } else { spell(arena, node, buf) }
}

fn listed(arena: &Arena, run: Entries, (open, close): (char, char), buf: &mut String) {
    buf.push(open);
    for (at, item) in arena.entries(run).iter().enumerate() {
        if at > 0 {
            buf.push_str(", ");
        }
        spell(arena, item.node, buf);
    }
    buf.push(close);
}

fn object(arena: &Arena, run: Entries, buf: &mut String) {
    if run.is_empty() {
        return buf.push_str("{}");
    }
    for (at, entry) in arena.entries(run).iter().enumerate() {
        buf.push_str(if at == 0 { "{ " } else { ", " });
        text::key(arena.str(entry.key), buf);
        buf.push_str(" = ");
        spell(arena, entry.node, buf);
    }
    buf.push_str(" }");
}

fn term(arena: &Arena, term: &Term, buf: &mut String) {
    match term {
        Term::Reference { root, ty, name } => reference(*root, arena.str(*ty), arena.str(*name), buf),
        Term::Attribute { of, name } => {
            operand(arena, *of, WHOLE, buf);
            buf.extend([".", arena.str(*name)]);
        }
        Term::Index { of, key } => {
            operand(arena, *of, WHOLE, buf);
            buf.push('[');
            spell(arena, *key, buf);
            buf.push(']');
        }
        Term::Call { function, args } => {
            buf.push_str(arena.str(*function));
            listed(arena, *args, ('(', ')'), buf);
        }
        Term::Unary { op, of } => {
            buf.push(if *op == Unary::Minus { '-' } else { '!' });
            operand(arena, *of, WHOLE, buf);
        }
        Term::Binary { op, left, right } => {
            let strength = strength_of(*op);
            operand(arena, *left, strength, buf);
            buf.extend([" ", sign(*op), " "]);
            operand(arena, *right, strength + 1, buf);
        }
        Term::If(choice) => {
            operand(arena, choice.test, OR, buf);
            buf.push_str(" ? ");
            operand(arena, choice.then, OR, buf);
            buf.push_str(" : ");
            operand(arena, choice.otherwise, OR, buf);
        }
        Term::For(comprehension) => comprehend(arena, comprehension, buf),
        Term::Document { format, of } => {
            buf.push_str(encoder(*format));
            buf.push('(');
            spell(arena, *of, buf);
            buf.push(')');
        }
        // A hole of Compose is no expression of Terraform: no set has one here, and were there one, it would be seen.
        Term::Hole { name, .. } => text::quoted(arena.str(*name), buf),
    }
}

/// The function that makes a document's text.
pub(super) fn encoder(format: Format) -> &'static str {
    match format {
        Format::Json => "jsonencode",
        Format::Yaml => "yamlencode",
    }
}

fn reference(root: Root, ty: &str, name: &str, buf: &mut String) {
    let head = match root {
        Root::Resource => [ty, "."],
        Root::Data => ["data.", ty],
        Root::Ephemeral => ["ephemeral.", ty],
        Root::Variable => ["var.", ""],
        Root::Local => ["local.", ""],
        Root::Bare => ["", ""],
    };
    buf.extend(head);
    if matches!(root, Root::Data | Root::Ephemeral) {
        buf.push('.');
    }
    buf.push_str(name);
}

fn comprehend(arena: &Arena, it: &Comprehension, buf: &mut String) {
    let (open, close) = if matches!(it.result, Yield::Items(_)) { ("[for ", "]") } else { ("{ for ", " }") };
    buf.push_str(open);
    if let Some(key) = it.key {
        buf.extend([arena.str(key), ", "]);
    }
    buf.extend([arena.str(it.value), " in"]);
    // The formatter takes `in (` for a call, but knows `in [`.
    after_keyword(arena, it.over, &['('], buf);
    buf.push_str(" : ");
    match it.result {
        Yield::Items(item) => spell(arena, item, buf),
        Yield::Pairs(key, value) | Yield::Groups(key, value) => {
            spell(arena, key, buf);
            buf.push_str(" => ");
            spell_after_word(arena, value, buf);
        }
    }
    if matches!(it.result, Yield::Groups(..)) {
        buf.push_str("...");
    }
    if let Some(test) = it.test {
        buf.push_str(" if");
        after_keyword(arena, test, &['(', '['], buf);
    }
    buf.push_str(close);
}

/// Writes an expression after a keyword, without a blank where the formatter would take it away.
fn after_keyword(arena: &Arena, node: Node, tight: &[char], buf: &mut String) {
    let start = buf.len();
    buf.push(' ');
    spell_after_word(arena, node, buf);
    if buf.get(start + 1..).is_some_and(|written| written.starts_with(tight)) {
        buf.remove(start);
    }
}

fn operand(arena: &Arena, node: Node, least: Strength, buf: &mut String) {
    if strength(arena, node) < least { bracketed(arena, node, buf) } else { spell(arena, node, buf) }
}

fn bracketed(arena: &Arena, node: Node, buf: &mut String) {
    buf.push('(');
    spell(arena, node, buf);
    buf.push(')');
}

fn strength(arena: &Arena, node: Node) -> Strength {
    match node {
        Node::Bool(_) | Node::Int(_) | Node::Decimal { .. } | Node::Text(_) | Node::Template(_) => UNARY,
        Node::Term(id) => match arena.term(id) {
            Term::If(_) => ANY,
            Term::Binary { op, .. } => strength_of(*op),
            Term::Unary { .. } => UNARY,
            _ => WHOLE,
        },
        _ => WHOLE,
    }
}

fn strength_of(op: Binary) -> Strength {
    match op {
        Binary::Or => OR,
        Binary::And => 2,
        Binary::Equal | Binary::Unequal => 3,
        Binary::Less | Binary::AtMost | Binary::Greater | Binary::AtLeast => 4,
        Binary::Add | Binary::Subtract => 5,
        Binary::Multiply | Binary::Divide | Binary::Remainder => 6,
    }
}

fn sign(op: Binary) -> &'static str {
    match op {
        Binary::Or => "||",
        Binary::And => "&&",
        Binary::Equal => "==",
        Binary::Unequal => "!=",
        Binary::Less => "<",
        Binary::AtMost => "<=",
        Binary::Greater => ">",
        Binary::AtLeast => ">=",
        Binary::Add => "+",
        Binary::Subtract => "-",
        Binary::Multiply => "*",
        Binary::Divide => "/",
        Binary::Remainder => "%",
    }
}

/// Whether the first character will be a minus.
fn begins_with_minus(arena: &Arena, node: Node) -> bool {
    match node {
        Node::Int(value) => value < 0,
        Node::Decimal { mantissa, .. } => mantissa < 0,
        Node::Term(id) => match arena.term(id) {
            Term::Unary { op, .. } => *op == Unary::Minus,
            Term::Binary { op, left, .. } => {
                strength(arena, *left) >= strength_of(*op) && begins_with_minus(arena, *left)
            }
            Term::If(choice) => strength(arena, choice.test) >= OR && begins_with_minus(arena, choice.test),
            _ => false,
        },
        _ => false,
    }
}
