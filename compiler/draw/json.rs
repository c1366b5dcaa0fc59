//! Writes a picture as JSON.
//!
//! ```json
//! {
//!   "app": "shop",
//!   "environment": "production",
//!   "targets": ["here", "there"],
//!   "nodes": [{ "path": "db", "component": "server", "target": "there", "owner": null }],
//!   "edges": [
//!     {
//!       "from": "api",
//!       "to": "db",
//!       "kind": "asks",
//!       "capabilities": ["connect"],
//!       "ports": [5432],
//!       "secret": true,
//!       "crosses": true,
//!       "way": { "from": ["10.0.64.0/18"], "to": ["10.0.0.0/16"], "reach": [], "answers": null, "open": false, "missing": null },
//!       "needs": [{ "kind": "asks", "capability": "connect", "port": 5432, "secret": true, "field": "env.DATABASE_URL" }]
//!     }
//!   ]
//! }
//! ```
//!
//! One edge a pair of instances; its `kind` is the strongest of its needs, in the order `asks`, `after`, `mention`, and
//! `capabilities`, `ports`, `secret` sum up the needs of that kind. Unlike in other formats, each reference is there,
//! and so is each composite. `way` says how calls get from one target to another, and is null where none have to: where
//! they come `from`, where they go `to`, what the caller's target may `reach` (empty: anything), whom the other side
//! `answers` (null: those of `from`), whether that is everybody (`open`), and what is `missing` if they don't get through:
//! `closed`, `unstated`, `refused`, `circle`, `out of reach`.

use graph::{Gap, Passage};
use serde_json::{Value, json};

use crate::picture::{Edge, Line, Need, Node, Picture};

/// Writes a picture.
pub(crate) fn write(picture: &Picture) -> String {
    let nodes: Vec<Value> = picture.nodes.iter().map(|one| node(picture, one)).collect();
    let edges: Vec<Value> = picture.edges.iter().map(|one| edge(picture, one)).collect();
    let all = json!({
        "app": picture.app,
        "environment": picture.environment,
        "targets": picture.groups,
        "nodes": nodes,
        "edges": edges,
    });
    format!("{all:#}\n")
}

fn path(picture: &Picture, at: usize) -> Option<&str> {
    picture.nodes.get(at).map(|node| node.path.as_str())
}

fn node(picture: &Picture, node: &Node) -> Value {
    json!({
        "path": node.path,
        "component": node.component,
        "target": node.group.and_then(|group| picture.groups.get(group)),
        "owner": node.owner.and_then(|owner| path(picture, owner)),
    })
}

fn edge(picture: &Picture, edge: &Edge) -> Value {
    json!({
        "from": path(picture, edge.from),
        "to": path(picture, edge.to),
        "kind": kind(edge.line),
        "capabilities": edge.capabilities(),
        "ports": edge.ports(),
        "secret": edge.secret(),
        "crosses": picture.crosses(edge),
        "way": edge.passage.as_ref().map(way),
        "needs": edge.needs.iter().map(need).collect::<Vec<_>>(),
    })
}

fn way(passage: &Passage) -> Value {
    let missing = passage.gap.as_ref().map(|gap| match gap {
        Gap::Closed => "closed",
        Gap::Unstated => "unstated",
        Gap::Refused(_) => "refused",
        Gap::Circle(_) => "circle",
        Gap::OutOfReach(_) => "out of reach",
    });
    json!({
        "from": passage.from.blocks,
        "to": passage.to.blocks,
        "reach": passage.reach.blocks,
        "answers": passage.answers.as_ref().map(|answers| &answers.blocks),
        "open": passage.is_open(),
        "missing": missing,
    })
}

fn need(need: &Need) -> Value {
    json!({
        "kind": kind(need.line),
        "capability": need.capability,
        "port": need.port,
        "secret": need.secret,
        "field": need.field,
    })
}

fn kind(line: Line) -> &'static str {
    match line {
        Line::Access => "asks",
        Line::Order => "after",
        Line::Mention => "mention",
    }
}
