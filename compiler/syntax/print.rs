//! A tree as text, for tests and for people who look at grammars.

use crate::{Element, Node, SyntaxKind};

/// The tree under a node, a line each, without trivia; a node of nothing but tokens stands on one line with them.
pub fn print(node: Node<'_>) -> String {
    let mut out = String::new();
    write(node, 0, &mut out);
    out
}

fn write(node: Node<'_>, depth: usize, out: &mut String) {
    indent(depth, out);
    out.push_str(&format!("{:?}", node.kind()));
    if node.children().next().is_none() {
        node.tokens().for_each(|token| out.push_str(&format!(" {:?}", token.text)));
        out.push('\n');
        return;
    }
    out.push('\n');
    for element in node.elements() {
        match element {
            Element::Node(child) => write(child, depth + 1, out),
            Element::Token(token) if !token.kind.is_trivia() && token.kind != SyntaxKind::End => {
                indent(depth + 1, out);
                out.push_str(&format!("{:?}\n", token.text));
            }
            Element::Token(_) => {}
        }
    }
}

fn indent(depth: usize, out: &mut String) {
    out.extend(std::iter::repeat_n("  ", depth));
}
