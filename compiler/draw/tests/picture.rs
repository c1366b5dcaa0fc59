//! What becomes of instances and edges before any format.

use super::sample;
use crate::Format;
use crate::measure::{fit, width};
use crate::picture::{Line, Picture};

const HEAD: &str = "app test\ntargets aws\na: service on aws\nb: postgres on aws\nb.part: job on aws in b\n";

fn picture(edges: &str) -> Picture {
    let sample = sample::read(&format!("{HEAD}{edges}"));
    Picture::of(&sample.deployment, &sample.passages)
}

#[test]
fn edges_of_a_pair_are_one_line_of_the_strongest_meaning() {
    let drawn = picture(
        "a -> b: mention x\na -> b: after\na -> b: write :1 y\na -> b: read :1 secret y\na -> b: mention secret z\n",
    );
    let [edge] = drawn.edges.as_slice() else { panic!("one line") };
    assert_eq!((edge.line, edge.words().join(" ").as_str()), (Line::Access, "write, read :1"));
    assert_eq!((edge.secret(), edge.fields(), edge.needs.len()), (true, vec!["y"], 5));
    let drawn = picture("a -> b: mention secret x\na -> b: after\nb -> a: mention y\n");
    let lines: Vec<_> = drawn.edges.iter().map(|edge| (edge.line, edge.secret())).collect();
    assert_eq!(lines, [(Line::Order, false), (Line::Mention, false)]);
}

#[test]
fn a_line_between_targets_says_whose_calls_get_through() {
    let sample = |from: &str| {
        let text = "app test\ntargets kubernetes, aws\na: service on kubernetes\nb: postgres on aws\n";
        let sample = sample::read(&format!("{text}a -> b: mention x\na -> b: connect :1 y from={from}\n"));
        let picture = Picture::of(&sample.deployment, &sample.passages);
        picture.edges.first().and_then(|edge| edge.way())
    };
    assert_eq!(sample("10.0.0.0/16").as_deref(), Some("from 10.0.0.0/16"));
    assert_eq!(sample("10.0.0.0/16,10.1.0.0/16,10.2.0.0/16").as_deref(), Some("from 10.0.0.0/16 +2"));
    assert_eq!(sample("anywhere").as_deref(), Some("over the internet"));
    assert_eq!(sample("nowhere").as_deref(), Some("no way"));
    assert_eq!(picture("a -> b: connect x from=anywhere\n").edges[0].way(), None, "on one target nothing is crossed");
}

#[test]
fn an_instance_does_not_need_itself() {
    assert!(picture("a -> a: connect x\n").edges.is_empty());
}

#[test]
fn composites_are_drawn_when_a_line_touches_them() {
    let paths = |drawn: Picture| drawn.without_shells().nodes.iter().map(|node| node.path.clone()).collect::<Vec<_>>();
    assert_eq!(paths(picture("a -> b: connect x\n")), ["a", "b", "b.part"]);
    let drawn = picture("a -> b.part: connect x\n").without_shells();
    assert_eq!((drawn.edges[0].from, drawn.edges[0].to, drawn.nodes[1].owner), (0, 1, None));
    assert_eq!(paths(drawn), ["a", "b.part"]);
}

#[test]
fn long_names_keep_both_ends() {
    let name = "network.primary_database_cluster";
    let short = fit(name, 14, 120);
    assert!(width(&short, 14) <= 120 && short.starts_with("networ") && short.ends_with("uster"), "{short}");
    assert_eq!((fit("db", 14, 120).as_str(), fit("", 14, 0).as_str()), ("db", ""));
}

#[test]
fn formats_are_found_by_name() {
    assert!(Format::ALL.into_iter().all(|format| Format::parse(format.name()) == Some(format)));
    assert_eq!(Format::parse("png"), None);
}
