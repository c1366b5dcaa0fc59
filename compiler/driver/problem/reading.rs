//! What is said where a spec reads files that it can't have.

use source::{Diagnostic, Span, did_you_mean, nearest};

use super::{ReadMistake, mebibytes};

/// The mistake at the argument that names the files.
pub(super) fn diagnostic(span: Span, path: &str, mistake: &ReadMistake) -> Diagnostic {
    match mistake {
        ReadMistake::Missing(near) => {
            let found = Diagnostic::error("no-file", span, format!("the file `{path}` isn't there"));
            let found = found.label("named from the folder of this file");
            with_nearest(found, span, path, near)
        }
        ReadMistake::NothingFits(near) => {
            let found = Diagnostic::error("no-file", span, format!("no file fits `{path}`"));
            let found = with_nearest(found, span, path, near);
            match found.help {
                Some(_) => found,
                None => {
                    found.help("`*` is any part of a name and `**` any folders; names that start with `.` are left out")
                }
            }
        }
        ReadMistake::Folder => Diagnostic::error("no-file", span, format!("`{path}` is a folder, not a file"))
            .help(format!("`files(\"{}/**\")` takes the texts of all files in it", path.trim_end_matches('/'))),
        ReadMistake::Outside(link) => {
            let message = match link {
                Some(to) => format!("`{path}` lies outside the spec: a symbolic link leads to `{to}`"),
                None => format!("`{path}` lies outside the spec"),
            };
            Diagnostic::error("file-outside", span, message)
                .label("leads above the folder that declares the `app`")
                .help("copy the file below that folder, so that the spec is whole wherever it is checked out")
        }
        ReadMistake::TooLarge(bytes) => {
            let found = mebibytes(*bytes);
            Diagnostic::error("file-too-large", span, format!("`{path}` is {found} long; a spec reads at most 16 MiB"))
                .help("let the service fetch it from a bucket, or put it into its image")
        }
        ReadMistake::TooMany(most) => {
            Diagnostic::error("file-too-large", span, format!("more than {most} files fit `{path}`"))
                .help("name a smaller folder, or the ending of the files: `conf/**/*.yaml`")
        }
        ReadMistake::AllTooMuch => {
            let message = format!("with `{path}`, the spec reads more than 64 MiB");
            Diagnostic::error("file-too-large", span, message)
                .help("a name that is used often may be read once, by a `let`")
        }
        ReadMistake::TooMuch => {
            let message = format!("the files that fit `{path}` are longer than 16 MiB together");
            Diagnostic::error("file-too-large", span, message)
                .help("name a smaller folder, or the ending of the files: `conf/**/*.yaml`")
        }
    }
}

/// Adds the nearest path, and the fix to write it.
fn with_nearest(mut found: Diagnostic, span: Span, path: &str, near: &[String]) -> Diagnostic {
    let near = || near.iter().map(String::as_str);
    found.help = did_you_mean(path, near());
    match nearest(path, near()) {
        Some(better) => found.fix(format!("write `{better}`"), span, format!("{better:?}")),
        None => found,
    }
}
