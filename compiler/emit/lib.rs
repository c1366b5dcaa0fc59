//! `emit`: from a checked `ResourceSet` to the files of an environment.
//!
//! Takes nothing else, gives `OutputFiles`: paths, bytes and a source map a file, sorted by path. It can't fail: what a
//! format can't hold was refused before. Promises: the same set gives the same bytes; Terraform files are what
//! `terraform fmt` leaves alone; YAML means the same to readers of YAML 1.1, YAML 1.2 and Go. It checks nothing.

mod chars;
mod compose;
mod json;
mod kubernetes;
mod out;
mod output;
mod terraform;
mod yaml;

use resources::{ResourceSet, Sink, UnitId};

pub use output::{OutputFile, OutputFiles};

/// Writes all files of an environment.
pub fn emit(set: &ResourceSet) -> OutputFiles {
    let slots = output::sorted(set);
    let mut files = Vec::new();
    for (at, unit) in set.units.iter().enumerate() {
        let id = UnitId(at as u16);
        let of_unit = output::of_unit(&slots, id);
        let content = output::Content { set, id, unit, slots: of_unit };
        match unit.sink {
            Sink::Terraform => terraform::unit(&content, &mut files),
            Sink::Kubernetes => kubernetes::unit(&content, &mut files),
            Sink::Compose => compose::unit(&content, &mut files),
        }
        output::texts(&content, &mut files);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    OutputFiles { files }
}

#[cfg(test)]
mod tests {
    use resources::{Content, Fragment, Kind, Origin, OriginId, Resource, TextFile, Unit};
    use source::{FileId, Span};

    use super::*;

    /// An origin a number, told apart by where it stands in the spec.
    fn origin(one: &mut Fragment, number: u32) -> OriginId {
        let instance = one.arena.piece("shop/db");
        one.arena.add_origin(Origin { instance, spec: Some(Span::at(FileId(0), number)), realization: None })
    }

    /// A resource with an attribute of two lines, one without an origin of its own, and a block with one inside.
    fn fragment(sink: Sink, file: &str, label: &str) -> Fragment {
        let mut one = Fragment::default();
        let [whole, list, block, inner] = [10, 11, 12, 13].map(|number| origin(&mut one, number));
        let arena = &mut one.arena;
        let body = arena.begin();
        arena.put("size", resources::Node::Int(1), OriginId::NONE);
        let items = arena.begin();
        for text in ["x".repeat(60), "y".repeat(60)] {
            let text = arena.text(&text);
            arena.item(text, OriginId::NONE);
        }
        let items = arena.list(items);
        arena.put("items", items, list);
        let nested = arena.begin();
        arena.put("a", resources::Node::Int(1), inner);
        arena.put("b", resources::Node::Int(2), OriginId::NONE);
        let nested = if sink == Sink::Terraform { arena.block(nested) } else { arena.map(nested) };
        arena.put("nested", nested, block);
        let body = arena.close(body);
        let [file, ty, label] = [file, "type", label].map(|text| arena.piece(text));
        let kind = match sink {
            Sink::Terraform => Kind::Managed,
            Sink::Kubernetes => Kind::Document,
            Sink::Compose => Kind::Service,
        };
        one.resources.push(Resource { unit: UnitId(0), file, rank: 0, kind, ty, label, body, origin: whole });
        one
    }

    /// The numbers of the origins of a file's lines; 0 for none.
    fn origins(sink: Sink, file: &str) -> Vec<u32> {
        let units = vec![Unit { sink, folder: "out".into() }];
        let fragments = vec![fragment(sink, file, "one"), fragment(sink, file, "two")];
        let set = ResourceSet { units, fragments, ..Default::default() };
        let files = emit(&set);
        let file = files.get(&format!("out/{file}")).expect("the file");
        let lines = file.bytes.iter().filter(|byte| **byte == b'\n').count() as u32;
        let number = |line| {
            let found = set.origin(file.map.at(line)?)?;
            assert_eq!(found.0.str(found.1.instance), "shop/db");
            found.1.spec.map(|span| span.start)
        };
        (1..=lines).map(|line| number(line).unwrap_or(0)).collect()
    }

    #[test]
    fn every_line_knows_its_origin() {
        let block = [10, 10, 0, 11, 11, 11, 11, 0, 12, 13, 12, 12, 10];
        assert_eq!(origins(Sink::Terraform, "db.tf"), [&[0, 0][..], &block, &[0], &block].concat());
        let document = [10, 11, 11, 11, 12, 13, 12];
        assert_eq!(origins(Sink::Kubernetes, "db.yaml"), [&[0][..], &document, &[0], &document].concat());
        let service = [10, 10, 11, 11, 11, 12, 13, 12];
        assert_eq!(origins(Sink::Compose, "compose.yaml"), [&[0, 0][..], &service, &[0], &service].concat());
    }

    #[test]
    fn files_are_sorted_and_texts_kept() {
        let mut one = fragment(Sink::Kubernetes, "b.yaml", "one");
        let (text, path) = (one.arena.piece("as it is\r\n"), one.arena.piece("a/nginx.conf"));
        let of_text = origin(&mut one, 20);
        one.files.push(TextFile { unit: UnitId(0), path, content: Content::Text(text), origin: of_text });
        let units = vec![Unit { sink: Sink::Kubernetes, folder: "k".into() }];
        let set = ResourceSet { units, fragments: vec![one], ..Default::default() };
        let files = emit(&set);
        let paths: Vec<&str> = files.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["k/a/nginx.conf", "k/b.yaml", "k/kustomization.yaml"]);
        let conf = files.get("k/a/nginx.conf").expect("the file");
        assert_eq!(conf.bytes, b"as it is\r\n");
        assert!(conf.map.at(1).is_some());
    }
}
