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
