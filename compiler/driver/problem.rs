//! What can be wrong before a word of a spec is understood: files, folders, packages.

mod explain;
mod reading;
mod report;

use std::fmt;

use source::{Diagnostic, FileId, Span, did_you_mean};

use crate::host::Refusal;

pub use explain::{codes, page, pages};
pub(crate) use report::{merge_environments, tidy};

/// The codes of this crate.
pub const CODES: &[&str] = &[
    "bad-catalog",
    "empty-package",
    "file-outside",
    "file-too-large",
    "lock-mismatch",
    "loss",
    "missing-package",
    "missing-path",
    "no-app",
    "no-file",
    "no-spec",
    "not-utf8",
    "nul-byte",
    "package-cycle",
    "package-outside",
    "set-input",
    "unreadable",
];

/// Codes of what the caller got wrong, not the spec.
const USAGE: &[&str] = &["missing-path", "no-spec", "set-input"];

/// Codes of what the system refused.
const SYSTEM: &[&str] = &["unreadable"];

/// The largest file that is read.
pub(crate) const LIMIT: u64 = 16 << 20;

/// How a run ended, as the exit status says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Nothing is wrong.
    Fine = 0,
    /// The spec has errors, or a check failed.
    Errors = 1,
    /// The command was asked wrongly.
    Usage = 2,
    /// The system failed: disk, permissions.
    System = 3,
}

impl Status {
    /// The status that diagnostics amount to.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error());
        errors.map(|error| Self::of_code(error.code)).max().unwrap_or(Self::Fine)
    }

    fn of_code(code: &str) -> Self {
        match code {
            _ if SYSTEM.contains(&code) => Self::System,
            _ if USAGE.contains(&code) => Self::Usage,
            _ => Self::Errors,
        }
    }
}

/// A mistake that loading finds.
pub(crate) enum Problem {
    MissingPath { file: FileId, path: String, beside: Vec<String> },
    NoSpec { file: FileId, folder: String },
    NoApp { file: FileId, folder: String },
    BadCatalog { span: Span, path: String, error: String },
    Unreadable { span: Span, path: String, refusal: Refusal },
    TooLarge { span: Span, path: String, bytes: u64 },
    NotUtf8 { span: Span, path: String, at: usize, line: u32 },
    NulByte { span: Span, path: String, at: usize, line: u32 },
    MissingPackage { span: Span, folder: String, beside: Vec<String> },
    EmptyPackage { span: Span, folder: String },
    PackageOutside { span: Span, folder: String },
    PackageCycle { uses: Vec<(Span, String)> },
    SharedFolder { span: Span, names: [String; 2], declared: Span, folder: String },
    Lock { span: Span, what: LockMistake },
    SetInput { file: FileId, text: String, what: SetMistake },
    Read { span: Span, path: String, mistake: ReadMistake },
}

/// What is wrong with a `read` or a `files`.
pub(crate) enum ReadMistake {
    /// There is no such file; others that are near.
    Missing(Vec<String>),
    /// No file fits the pattern; what is near to where it looks.
    NothingFits(Vec<String>),
    /// It is a folder.
    Folder,
    /// It leads above the spec's root; where to, if a symbolic link does.
    Outside(Option<String>),
    /// The file is too long.
    TooLarge(u64),
    /// The files that fit are too many.
    TooMany(usize),
    /// The files that fit are too long together.
    TooMuch,
    /// All that the spec reads is too long.
    AllTooMuch,
}

/// What is wrong with an entry of `infra.lock`.
pub(crate) enum LockMistake {
    /// It is none.
    Line,
    /// The folder holds something else.
    Changed(String),
    /// There is no such folder.
    Gone(String),
    /// A part of it can't be read.
    Unreadable(String, Refusal),
}

/// What is wrong with a `--set`.
pub(crate) enum SetMistake {
    /// It has no `=`.
    Form,
    /// Its name can't name an input.
    Name(String),
    /// No input of the spec has its name.
    Unknown(String, Vec<String>),
    /// It is set twice.
    Twice(String),
}

impl Problem {
    pub(crate) fn diagnostic(self) -> Diagnostic {
        match self {
            Self::MissingPath { file, path, beside } => {
                let found = Diagnostic::error("missing-path", Span::at(file, 0), format!("there is no `{path}`"));
                match did_you_mean(&path, beside.iter().map(String::as_str)) {
                    Some(help) => found.help(help),
                    None => found.help("give the folder of a spec, or one of its `.infra` files"),
                }
            }
            Self::NoSpec { file, folder } => Diagnostic::error(
                "no-spec",
                Span::at(file, 0),
                format!("there is no spec in `{folder}`, nor in a folder above it"),
            )
            .help("a spec is a folder with `.infra` files: `infra init` writes one to start from"),
            Self::NoApp { file, folder } => Diagnostic::error(
                "no-app",
                Span::at(file, 0),
                format!("no file in `{folder}`, or in a folder above it, declares an `app`"),
            )
            .label("nor does this file")
            .help(
                "the folder that declares the `app` is the root of a spec: add `app NAME { domain = \"example.com\" }`",
            ),
            Self::SharedFolder { span, names: [first, name], declared, folder } => {
                let message = format!("`{first}` and `{name}` both come out as the folder `{folder}`");
                let found = Diagnostic::error("name-clash", span, message)
                    .label("many file systems tell no small letters from capital ones");
                let found = if declared == span { found } else { found.also(declared, "the first one") };
                found.help("call one of them something else")
            }
            Self::PackageCycle { uses } => package_cycle(&uses),
            Self::SetInput { file, text, what } => set_input(file, &text, what),
            Self::Lock { span, what } => lock(span, what),
            Self::Read { span, path, mistake } => reading::diagnostic(span, &path, &mistake),
            Self::MissingPackage { span, folder, beside } => {
                let found = Diagnostic::error("missing-package", span, format!("there is no folder `{folder}` to use"))
                    .label("expected a folder with `.infra` files");
                match did_you_mean(&folder, beside.iter().map(String::as_str)) {
                    Some(help) => found.help(help),
                    None => found,
                }
            }
            Self::EmptyPackage { span, folder } => {
                Diagnostic::error("empty-package", span, format!("the folder `{folder}` holds no `.infra` file"))
                    .help("a package is the `.infra` files of one folder; add one, or remove the `use`")
            }
            Self::PackageOutside { span, folder } => Diagnostic::error(
                "package-outside",
                span,
                format!("the folder `{folder}` lies outside the spec"),
            )
            .label("leads above the folder that declares the `app`")
            .help("move or copy the package below that folder, so that the spec is whole wherever it is checked out"),
            of_bytes => of_bytes.about_bytes(),
        }
    }

    /// What is wrong with the bytes of a file, or keeps them away.
    fn about_bytes(self) -> Diagnostic {
        match self {
            Self::BadCatalog { span, path, error } => {
                Diagnostic::error("bad-catalog", span, format!("`{path}` can't be read as a catalog: {error}"))
                    .help("files in `catalogs/` that end in `.catalog` are made by `infra catalog import`")
            }
            Self::Unreadable { span, path, refusal } => unreadable(span, &path, &refusal),
            Self::TooLarge { span, path, bytes } => {
                let found = format!("`{path}` is {} long; a file of a spec has at most 16 MiB", mebibytes(bytes));
                Diagnostic::error("file-too-large", span, found)
                    .help("is it a spec? if so, split it: all `.infra` files of a folder belong together")
            }
            Self::NotUtf8 { span, path, at, line } => {
                let found = format!("`{path}` is not UTF-8: byte {at}, in line {line}, starts no character");
                Diagnostic::error("not-utf8", span, found).help("save the file as UTF-8")
            }
            Self::NulByte { span, path, at, line } => {
                let found = format!("`{path}` holds a NUL at byte {at}, in line {line}");
                Diagnostic::error("nul-byte", span, found)
                    .label("a NUL")
                    .help("it is no text: remove the NUL, or save the file as UTF-8 if it is UTF-16")
            }
            _ => Diagnostic::error("unreadable", Span::at(FileId(0), 0), "a file can't be read"),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("it is gone"),
            Self::NotAFile => f.write_str("it is no file"),
            Self::NotAFolder => f.write_str("it is no folder"),
            Self::Denied => f.write_str("permission denied"),
            Self::Loop => f.write_str("its symbolic links lead to each other"),
            Self::TooLarge(bytes) => write!(f, "it is {} long", mebibytes(*bytes)),
            Self::Other(text) => f.write_str(text),
        }
    }
}

fn unreadable(span: Span, path: &str, refusal: &Refusal) -> Diagnostic {
    let help = match refusal {
        Refusal::Missing => "was it removed just now? run the command again",
        Refusal::NotAFile => "a name that ends in `.infra` belongs to a file: rename it",
        Refusal::NotAFolder => "give a folder",
        Refusal::Denied => "let the user who runs the command read it",
        Refusal::Loop => "let one of the links point to a real file or folder",
        Refusal::TooLarge(_) => "split it",
        Refusal::Other(_) => "mend what the system names, then run the command again",
    };
    Diagnostic::error("unreadable", span, format!("`{path}` can't be read: {refusal}")).help(help)
}

fn package_cycle(uses: &[(Span, String)]) -> Diagnostic {
    let way: Vec<String> = uses.iter().map(|(_, path)| format!("`{path}`")).collect();
    let (first, rest) = match uses.split_first() {
        Some(((span, _), rest)) => (*span, rest),
        None => (Span::at(FileId(0), 0), uses),
    };
    let message = match way.as_slice() {
        [one] => format!("the package {one} uses itself"),
        _ => format!("packages use each other in a circle: {}", way.join(" → ")),
    };
    let found = Diagnostic::error("package-cycle", first, message).label("starts here");
    let found = rest.iter().fold(found, |found, (span, path)| found.also(*span, format!("`{path}` goes on here")));
    found.help("move what both need to a package of its own, and use that from both")
}

fn lock(span: Span, what: LockMistake) -> Diagnostic {
    let error = |message: String| Diagnostic::error("lock-mismatch", span, message);
    match what {
        LockMistake::Line => error("this line is no entry of a lock".to_owned())
            .label("expected a hash, two spaces and a folder")
            .help("`infra lock` writes the file anew, without it"),
        LockMistake::Changed(folder) => error(format!("the folder `{folder}` isn't as it was locked"))
            .label("it has another hash now")
            .help("copy it anew, or let `infra lock` note the change where it is meant"),
        LockMistake::Gone(folder) => error(format!("there is no folder `{folder}`, which is locked"))
            .help("copy it anew; where nothing uses it any more, `infra lock` drops it"),
        LockMistake::Unreadable(path, refusal) => unreadable(span, &path, &refusal),
    }
}

fn set_input(file: FileId, text: &str, what: SetMistake) -> Diagnostic {
    let error = |message: String| Diagnostic::error("set-input", Span::new(file, 0, text.len() as u32), message);
    match what {
        SetMistake::Form => error(format!("`--set {text}` has no value")).help("write `--set INPUT=VALUE`"),
        SetMistake::Name(name) => error(format!("`{name}` can't be an input"))
            .help("write `--set INPUT=VALUE`, the input as the spec names it"),
        SetMistake::Unknown(name, inputs) => {
            let found = error(format!("the spec has no input `{name}`"));
            match did_you_mean(&name, inputs.iter().map(String::as_str)) {
                Some(help) => found.help(help),
                None if inputs.is_empty() => found.help(format!("it has none; declare one: `input {name}: string`")),
                None => found,
            }
        }
        SetMistake::Twice(name) => error(format!("`--set {name}` is given twice")).help("give it once"),
    }
}

pub(super) fn mebibytes(bytes: u64) -> String {
    format!("{}.{} MiB", bytes >> 20, ((bytes & 0xf_ffff) * 10) >> 20)
}
