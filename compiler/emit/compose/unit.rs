//! The folder of a project: its file and `.env.example`.

use resources::Variable;

use super::file::file;
use super::text::variable;
use crate::out::{At, Out};
use crate::output::{Content, OutputFile};

/// Writes the files of a unit.
pub(crate) fn unit(content: &Content<'_>, files: &mut Vec<OutputFile>) {
    for (path, slots) in content.files() {
        let mut out = content.out();
        file(slots, &mut out);
        files.push(content.file(path, out));
    }
    if let Some(example) = example(content) {
        files.push(content.file(".env.example", example));
    }
}

/// The variables that people set, each with what it is.
fn example(content: &Content<'_>) -> Option<Out> {
    let mut out = content.out();
    out.buf.push_str("# Copy to .env and fill in what is empty.\n");
    let mut seen: Vec<&str> = Vec::new();
    for (at, fragment) in content.set.fragments.iter().enumerate() {
        let arena = &fragment.arena;
        for Variable { name, doc, value, origin, .. } in fragment.variables.iter().filter(|it| it.unit == content.id) {
            let name = arena.str(*name);
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            out.unmark();
            out.buf.push('\n');
            out.mark(At::new(arena, at as u32, *origin));
            for line in arena.str(*doc).lines() {
                out.buf.extend(["# ", line]);
                out.buf.truncate(out.buf.trim_end().len());
                out.buf.push('\n');
            }
            out.buf.extend([name, "="]);
            variable(arena.str(*value), &mut out.buf);
            out.buf.push('\n');
        }
    }
    (!seen.is_empty()).then_some(out)
}
