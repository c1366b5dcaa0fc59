//! Where `kustomize` puts the inputs of manifests: each hole of what was written, and what parts it from the text beside.

mod parts;
mod written;

use std::collections::BTreeSet;

use eval::{Whence, variable_name};
use resources::{Arena, Entries, Fallback, Node, Term, UnitId};

use crate::fragment::Writer;
use parts::place_of;

/// What a target says of the inputs that are known when its manifests are applied.
const INPUTS: &str = "inputs";

/// A hole, and how `kustomize` finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Filling {
    target: u16,
    unit: UnitId,
    /// How many holes of its text are filled before it: from the right, so that what stands left of it is known.
    rank: usize,
    variable: String,
    default: String,
    /// Whose manifest it is.
    instance: String,
    select: Select,
    field: String,
    place: Option<Place>,
}

/// A manifest as `kustomize` finds it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Select {
    kind: String,
    name: String,
    namespace: String,
}

/// A part of a text: what parts it from the rest, and how many parts stand before it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    delimiter: String,
    index: usize,
}

/// A text with holes, under the path that `kustomize` knows it by.
#[derive(Debug)]
struct Found {
    field: String,
    pieces: Vec<Piece>,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Hole {
        variable: String,
        default: String,
    },
    /// A hole in a document that is encoded as text.
    Encoded {
        variable: String,
    },
    /// What is spelled only when it is written.
    Unknown,
}

impl Writer<'_, '_> {
    /// Notes the holes of a manifest; those that can't be filled are losses.
    pub(crate) fn note_holes(&mut self, body: Entries, kind: &str) {
        let arena = &self.fragment.arena;
        let mut texts = Vec::new();
        find(arena, Node::Map(body), &mut Vec::new(), &mut texts);
        let metadata = arena.find(body, "metadata").map(|entry| entry.node);
        let name = metadata.and_then(|node| arena.field(node, "name")).and_then(|node| arena.as_text(node));
        let (kind, name, namespace) = (kind.to_owned(), name.unwrap_or_default().to_owned(), self.namespace.clone());
        let select = Select { kind, name, namespace };
        for Found { field, pieces } in texts {
            let mut rank = 0;
            for (at, piece) in pieces.iter().enumerate().rev() {
                let (Piece::Hole { variable, .. } | Piece::Encoded { variable }) = piece else { continue };
                let place = match self.stage.realizer.given(self.target, INPUTS) {
                    Some(_) => place_of(&field, &pieces, at),
                    None => Err(format!("its target doesn't say by `{INPUTS}` where `kustomize` reads them")),
                };
                match place {
                    Err(why) => self.lose_variable(variable, &format!("{} `{}`: {why}", select.kind, field)),
                    Ok(place) => {
                        self.note_hole(piece, rank, (&select, &field), place);
                        rank += 1;
                    }
                }
            }
        }
    }

    fn note_hole(&mut self, piece: &Piece, rank: usize, (select, field): (&Select, &str), place: Option<Place>) {
        let Piece::Hole { variable, default } = piece else { return };
        let owner = self.stage.realizer.owner(self.whence).map_or(self.whence, Whence::Instance);
        self.stage.fillings.push(Filling {
            target: self.target,
            unit: self.unit,
            rank,
            variable: variable.clone(),
            default: default.clone(),
            instance: self.stage.whence_name(owner),
            select: select.clone(),
            field: field.to_owned(),
            place,
        });
    }

    fn lose_variable(&mut self, variable: &str, why: &str) {
        let program = self.stage.program;
        let mut inputs = program.inputs.iter().map(|input| program.text(input.name));
        if let Some(name) = inputs.find(|name| variable_name(name) == variable) {
            self.lose_input(name, why);
        }
    }
}

/// Finds the texts with holes.
fn find(arena: &Arena, node: Node, path: &mut Vec<String>, found: &mut Vec<Found>) {
    match node {
        Node::Map(run) | Node::Block(run) => {
            for entry in arena.entries(run) {
                path.push(arena.str(entry.key).replace('.', "\\."));
                find(arena, entry.node, path, found);
                path.pop();
            }
        }
        Node::List(run) => {
            for (step, entry) in steps(arena, run).into_iter().zip(arena.entries(run)) {
                path.push(step);
                find(arena, entry.node, path, found);
                path.pop();
            }
        }
        Node::Template(_) | Node::Term(_) => {
            let mut pieces = Vec::new();
            take_apart(arena, node, &mut pieces);
            if pieces.iter().any(|piece| matches!(piece, Piece::Hole { .. } | Piece::Encoded { .. })) {
                found.push(Found { field: path.join("."), pieces });
            }
        }
        Node::Bool(_) | Node::Int(_) | Node::Decimal { .. } | Node::Text(_) => {}
    }
}

/// How the items of a list are told apart: by their names where each has its own, else by their place.
fn steps(arena: &Arena, run: Entries) -> Vec<String> {
    let is_plain = |name: &&str| name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let name = |node| arena.field(node, "name").and_then(|node| arena.as_text(node)).filter(is_plain);
    let names: BTreeSet<&str> = arena.entries(run).iter().filter_map(|entry| name(entry.node)).collect();
    let by_name = names.len() == run.len();
    let items = arena.entries(run).iter().enumerate();
    items
        .map(|(at, entry)| match name(entry.node).filter(|_| by_name) {
            Some(name) => format!("[name={name}]"),
            None => at.to_string(),
        })
        .collect()
}

/// The pieces of a text, with the holes of documents that are encoded in it.
fn take_apart(arena: &Arena, node: Node, pieces: &mut Vec<Piece>) {
    match node {
        Node::Text(text) => pieces.push(Piece::Literal(arena.str(text).to_owned())),
        Node::Template(parts) => arena.entries(parts).iter().for_each(|part| take_apart(arena, part.node, pieces)),
        Node::Term(id) => match arena.term(id) {
            Term::Hole { name, fallback: Fallback::Default(default) } => {
                let (variable, default) = (arena.str(*name).to_owned(), arena.str(*default).to_owned());
                pieces.push(Piece::Hole { variable, default });
            }
            Term::Document { of, .. } => {
                let mut inner = Vec::new();
                find(arena, *of, &mut Vec::new(), &mut inner);
                let holes = inner.into_iter().flat_map(|found| found.pieces).filter_map(|piece| match piece {
                    Piece::Hole { variable, .. } | Piece::Encoded { variable } => Some(Piece::Encoded { variable }),
                    Piece::Literal(_) | Piece::Unknown => None,
                });
                pieces.push(Piece::Unknown);
                pieces.extend(holes);
            }
            _ => pieces.push(Piece::Unknown),
        },
        _ => pieces.push(Piece::Unknown),
    }
}
