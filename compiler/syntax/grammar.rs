//! What a file may say, a module an area.
//!
//! One grammar serves all bodies: what an item starts with decides what it is, on one line, and later phases say
//! what belongs where. Only what can stand nowhere but at the top of a file, or never there, is told apart here.

mod args;
mod atoms;
mod bodies;
mod decls;
mod exprs;
mod fields;
mod headers;
mod items;
mod matches;
mod slips;
mod statements;
mod strings;
mod types;

use crate::SyntaxKind;
use crate::parser::Parser;

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// At the top of a file.
    File,
    /// In the body of a target's declaration, where `grant: T` is no field.
    Target,
    /// In the body of `refine`, where keys are paths and words say what holds between fields.
    Refine,
    /// In any other body.
    Body,
}

/// A file: declarations on lines of their own.
pub(crate) fn file(parser: &mut Parser<'_>) {
    while !parser.at(SyntaxKind::End) {
        if parser.at_close() {
            parser.skip_stray_closes();
            continue;
        }
        let (mark, mistakes) = (parser.start(), parser.mistakes());
        let kind = parser.item(Place::File);
        if !is_decl(kind) {
            parser.not_at_top(mark, kind, mistakes);
        }
        parser.end_entry(mark, mistakes, SyntaxKind::End);
    }
}

/// Whether a kind of item may stand at the top of a file.
fn is_decl(kind: SyntaxKind) -> bool {
    let is_decl = (SyntaxKind::UseDecl..=SyntaxKind::InstanceDecl).contains(&kind);
    is_decl && !matches!(kind, SyntaxKind::ParamList | SyntaxKind::Param) || kind == SyntaxKind::ResourceItem
}
