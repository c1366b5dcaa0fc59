//! The files of an environment, and how resources find their file.

use resources::{Arena, Entry, Kind, Resource, ResourceSet, SourceMap, Unit, UnitId};

use crate::out::{At, Out};
use crate::{json, yaml};

/// The files of an environment, sorted by path.
#[derive(Clone, Debug, Default)]
pub struct OutputFiles {
    /// The files.
    pub files: Vec<OutputFile>,
}

/// One file.
#[derive(Clone, Debug)]
pub struct OutputFile {
    /// Its path below the environment's folder, with `/` between the parts.
    pub path: String,
    /// What stands in it.
    pub bytes: Vec<u8>,
    /// Where its lines come from.
    pub map: SourceMap,
}

impl OutputFiles {
    /// The file at a path.
    pub fn get(&self, path: &str) -> Option<&OutputFile> {
        let at = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        self.files.get(at)
    }
}

/// A resource with what is needed to write it.
#[derive(Clone, Copy)]
pub(crate) struct Slot<'a> {
    arena: &'a Arena,
    fragment: u32,
    pub(crate) resource: &'a Resource,
    pub(crate) path: &'a str,
}

impl<'a> Slot<'a> {
    pub(crate) fn at(&self) -> At<'a> {
        At::new(self.arena, self.fragment, self.resource.origin)
    }

    pub(crate) fn entries(&self) -> &'a [Entry] {
        self.arena.entries(self.resource.body)
    }

    pub(crate) fn ty(&self) -> &'a str {
        self.arena.str(self.resource.ty)
    }

    pub(crate) fn label(&self) -> &'a str {
        self.arena.str(self.resource.label)
    }

    pub(crate) fn is(&self, kind: Kind) -> bool {
        self.resource.kind == kind
    }
}

/// What one unit holds.
pub(crate) struct Content<'a> {
    pub(crate) set: &'a ResourceSet,
    pub(crate) id: UnitId,
    pub(crate) unit: &'a Unit,
    pub(crate) slots: &'a [Slot<'a>],
}

impl<'a> Content<'a> {
    /// The unit's resources by file, each file's in the order it is written.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&'a str, &'a [Slot<'a>])> {
        self.slots.chunk_by(|a, b| a.path == b.path).map(|slots| (slots.first().map_or("", |slot| slot.path), slots))
    }

    /// A buffer with the header.
    pub(crate) fn out(&self) -> Out {
        Out::header(&self.set.spec)
    }

    /// A finished file of the unit.
    pub(crate) fn file(&self, path: &str, out: Out) -> OutputFile {
        let (bytes, map) = out.finish();
        OutputFile { path: format!("{}/{path}", self.unit.folder), bytes, map }
    }
}

/// All resources by unit, file and rank; equal ones keep the order of the set.
pub(crate) fn sorted(set: &ResourceSet) -> Vec<Slot<'_>> {
    let mut slots: Vec<Slot<'_>> = Vec::with_capacity(set.fragments.iter().map(|one| one.resources.len()).sum());
    for (at, fragment) in set.fragments.iter().enumerate() {
        let arena = &fragment.arena;
        slots.extend(fragment.resources.iter().map(|resource| {
            let path =
                if resource.kind == Kind::Kustomization { "kustomization.yaml" } else { arena.str(resource.file) };
            Slot { arena, fragment: at as u32, resource, path }
        }));
    }
    let order = |slot: &Slot<'_>| (slot.resource.unit, slot.resource.rank);
    slots.sort_by(|a, b| {
        let ((a_unit, a_rank), (b_unit, b_rank)) = (order(a), order(b));
        a_unit.cmp(&b_unit).then_with(|| a.path.cmp(b.path)).then(a_rank.cmp(&b_rank))
    });
    slots
}

/// The resources of one unit.
pub(crate) fn of_unit<'a, 'b>(slots: &'b [Slot<'a>], id: UnitId) -> &'b [Slot<'a>] {
    let start = slots.partition_point(|slot| slot.resource.unit < id);
    let end = slots.partition_point(|slot| slot.resource.unit <= id);
    slots.get(start..end).unwrap_or(&[])
}

/// Writes the unit's files of text, which carry no header: their formats are not known here.
pub(crate) fn texts(content: &Content<'_>, files: &mut Vec<OutputFile>) {
    for (at, fragment) in content.set.fragments.iter().enumerate() {
        let arena = &fragment.arena;
        for file in fragment.files.iter().filter(|file| file.unit == content.id) {
            let at = At::new(arena, at as u32, file.origin);
            let mut out = Out::default();
            out.mark(at);
            match file.content {
                resources::Content::Text(text) => out.buf.push_str(arena.str(text)),
                resources::Content::Json(node) => json::pretty(arena, node, &mut out.buf),
                resources::Content::Yaml(node) => yaml::document(at, node, &mut out),
            }
            files.push(content.file(arena.str(file.path), out));
        }
    }
}
