//! Cases as pages: prose, files in fences (` ```infra app.infra `), commands in a fence (` ```console `). What the
//! commands print is the case's snapshot; `INSTA_UPDATE=always` rewrites it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fences::fences;

/// A fresh folder for one test.
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// An empty folder of that name.
    pub fn new(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
        if root.exists() {
            fs::remove_dir_all(&root).expect("an old run's folder can be removed");
        }
        fs::create_dir_all(&root).expect("a folder below the target can be made");
        Self { root }
    }

    /// A path in it.
    pub fn path(&self, below: &str) -> PathBuf {
        self.root.join(below)
    }

    /// Writes a file in it, with the folders above.
    pub fn write(&self, below: &str, bytes: &[u8]) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("its folder can be made");
        fs::write(path, bytes).expect("a fresh file can be written");
    }
}

/// The program, to be run in a folder, the same on every machine.
pub fn infra(folder: &Folder, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_infra"));
    command.args(args).current_dir(&folder.root).env_clear().env("LC_ALL", "C.UTF-8");
    command
}

/// Runs it; its status, and what it printed: the output, then what it said beside.
pub fn run(folder: &Folder, args: &[&str]) -> (i32, String) {
    finished(folder, &mut infra(folder, args))
}

/// Runs it with a file as its input.
fn run_with(folder: &Folder, args: &[&str], input: &Path) -> (i32, String) {
    let input = fs::File::open(input).expect("the input is a file of the case");
    finished(folder, infra(folder, args).stdin(input))
}

fn finished(folder: &Folder, command: &mut Command) -> (i32, String) {
    let output = command.output().expect("the program runs");
    let said = [output.stdout, output.stderr].concat();
    let text = String::from_utf8(said).expect("what it prints is UTF-8");
    // The uppermost folder differs between machines; nothing printed should name it.
    (output.status.code().expect("it ends by itself"), text.replace(&*folder.root.to_string_lossy(), "<folder>"))
}

/// A page with files and commands.
pub struct Case {
    /// Its file's name without the ending.
    pub name: String,
    files: Vec<(String, String)>,
    commands: Vec<String>,
}

impl Case {
    /// What its commands print, one after the other.
    pub fn play(&self) -> String {
        let folder = Folder::new(&format!("case-{}", self.name));
        for (path, text) in &self.files {
            folder.write(path, text.as_bytes());
        }
        self.commands.iter().map(|command| step(&folder, command)).collect()
    }
}

/// Runs one line: `infra …`, `infra … < FILE`, `cat FILE` to see what a command wrote, or `cp FILE FILE`.
fn step(folder: &Folder, line: &str) -> String {
    let words = words(line);
    let (status, text) = match words.as_slice() {
        ["infra", args @ .., "<", path] => run_with(folder, args, &folder.path(path)),
        ["infra", args @ ..] => run(folder, args),
        ["cp", from, to] => {
            folder.write(to, &fs::read(folder.path(from)).expect("a file of the case"));
            (0, String::new())
        }
        ["cat", path] => (0, fs::read_to_string(folder.path(path)).expect("a file that a command wrote")),
        _ => panic!("a case runs `infra`, `cp` or `cat`, not `{line}`"),
    };
    let ended = if status == 0 { String::new() } else { format!("[status {status}]\n") };
    // Spaces at the end of a line would be lost in most editors.
    let text: String = text.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    format!("$ {line}\n{text}{ended}\n")
}

/// The words of a line, as a shell would split it: what stands in single quotes is one.
fn words(line: &str) -> Vec<&str> {
    let parts = line.split('\'').enumerate();
    parts.flat_map(|(at, part)| if at % 2 == 1 { vec![part] } else { part.split_whitespace().collect() }).collect()
}

/// All cases, by name.
pub fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/cases");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("the cases are there").flatten().map(|e| e.path()).collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Case {
    let text = fs::read_to_string(path).expect("a case is a text");
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let mut case = Case { name, files: Vec::new(), commands: Vec::new() };
    for fence in fences(&text) {
        match fence.words().collect::<Vec<_>>().as_slice() {
            ["console"] => case.commands.extend(fence.text.lines().map(str::to_owned)),
            [_, file] => case.files.push(((*file).to_owned(), fence.text.to_owned())),
            _ => panic!("{}: a fence is `console` or names a file: `{}`", path.display(), fence.info),
        }
    }
    case
}
