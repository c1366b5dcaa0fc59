//! Runs the program on a spec and stops it when it takes too long.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A spec that somebody might write to see what happens.
pub struct Case {
    pub name: String,
    pub text: String,
    /// What must be told; nothing for a spec that is fine.
    pub codes: &'static [&'static str],
}

/// A case with an app before it and an environment behind it.
pub fn case(name: &str, text: impl AsRef<str>, codes: &'static [&'static str]) -> Case {
    let text =
        format!("app x {{ domain = \"example.com\" }}\n{}\nenvironment end {{ target compose }}\n", text.as_ref());
    Case { name: name.to_owned(), text, codes }
}

/// So many lines made of their number.
pub fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(|at| line(at) + "\n").collect()
}

/// A fresh folder below the build's own.
pub fn folder(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("robust").join(name);
    if root.exists() {
        fs::remove_dir_all(&root).expect("an old run's folder can be removed");
    }
    fs::create_dir_all(&root).expect("a folder below the target can be made");
    root
}

/// The status of a check and all that it printed; nothing if it didn't end in time.
pub fn run(case: &Case, patience: Duration) -> Option<(Option<i32>, String)> {
    let root = folder(&case.name);
    fs::write(root.join("app.infra"), &case.text).expect("a fresh file can be written");
    check(&root, ".", patience)
}

/// Checks a path from a folder.
pub fn check(root: &Path, path: &str, patience: Duration) -> Option<(Option<i32>, String)> {
    let (output, errors) = (root.join("output.txt"), root.join("errors.txt"));
    let file = |path: &PathBuf| Stdio::from(File::create(path).expect("a fresh file can be made"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_infra"));
    command.args(["check", path, "--format", "short"]).current_dir(root);
    let mut child = command.stdout(file(&output)).stderr(file(&errors)).spawn().expect("the program runs");
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("a child can be asked") {
            let said = [output, errors].map(|path| fs::read_to_string(path).expect("what it printed is text"));
            return Some((status.code(), said.concat()));
        }
        if start.elapsed() > patience {
            child.kill().expect("a child can be stopped");
            child.wait().expect("what was stopped ends");
            return None;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}
