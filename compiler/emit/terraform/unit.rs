//! The folder of a root module: a file for each path that its resources name.

use super::file::file;
use crate::output::{Content, OutputFile};

/// Writes the files of a unit.
pub(crate) fn unit(content: &Content<'_>, files: &mut Vec<OutputFile>) {
    for (path, slots) in content.files() {
        let mut out = content.out();
        file(slots, &mut out);
        files.push(content.file(path, out));
    }
}
