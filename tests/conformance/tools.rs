//! What the judges have in common: where programs are, folders that go away, specs that are built.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

/// A program: where a variable says, or the first of that name that the machine has. Says so where there is none.
pub fn program(name: &str, variable: &str) -> Option<PathBuf> {
    let given = std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file());
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    // Servers lie here, where only the path of root leads.
    folders.extend(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from));
    let found = given.or_else(|| folders.iter().map(|folder| folder.join(name)).find(|path| path.is_file()));
    if found.is_none() {
        println!("skipped: {name} not found");
    }
    found
}

/// A folder that is gone at the end of its test.
pub struct Scratch(pub PathBuf);

impl Scratch {
    /// An empty folder.
    pub fn new(name: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("infra-{name}-{}-{count}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
        Self(folder)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left behind is the system's to clear away.
        _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A folder of the repository.
pub fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Builds an environment of a spec into a folder of its own: what is returned holds `ENVIRONMENT/UNIT/…`.
pub fn built(spec: &Path, environment: &str) -> Scratch {
    let out = Scratch::new("built");
    let mut command = Command::new(env!("CARGO_BIN_EXE_infra"));
    command.arg("build").arg(spec).args(["--env", environment, "--out"]).arg(&out.0);
    let done = run(&mut command);
    assert!(done.status.success(), "{} doesn't build:\n{}", spec.display(), said(&done));
    out
}

/// Runs a program to its end.
pub fn run(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{command:?} doesn't start: {error}"))
}

/// All that a program said.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

/// All files below a folder of a name, sorted.
pub fn files(folder: &Path, name: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder can be read").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|known| known == name) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
