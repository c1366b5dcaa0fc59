//! A disk in memory that takes a build's steps, or stops after some of them as if the process were killed.

use std::collections::BTreeMap;

use driver::output::{self, Edits, Output, Plan, Scope, Step};
use driver::{Entry, Host, OutputFile, Refusal};

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    File(String),
    Folder,
    Link,
}

/// The output folder, by paths below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disk {
    pub nodes: BTreeMap<String, Node>,
}

/// Where the folder is; nothing else is on the disk.
pub const ROOT: &str = "/out";

/// One thing that happens at once or not at all.
enum Op {
    Folder(String),
    /// Bytes arrive in a staged file.
    Stage(String, String),
    Rename(String, String),
    /// A folder moves with all that is in it.
    Publish(String, String),
    Remove(String),
    Prune(String),
}

impl Disk {
    /// How many things a plan does.
    pub fn count(plan: &Plan<'_>) -> usize {
        ops(&plan.steps(), false).len()
    }

    /// Does the first `most` things of a plan; those that may happen in any order happen backwards on demand.
    pub fn take(&mut self, plan: &Plan<'_>, most: usize, backwards: bool) {
        for op in ops(&plan.steps(), backwards).into_iter().take(most) {
            self.apply(op);
        }
    }

    fn apply(&mut self, op: Op) {
        match op {
            Op::Folder(path) => {
                self.assert_folder(parent(&path));
                let old = self.nodes.insert(path.clone(), Node::Folder);
                assert!(matches!(old, None | Some(Node::Folder)), "{path} was something else");
            }
            Op::Stage(path, text) => {
                self.assert_folder(parent(&path));
                self.nodes.insert(path, Node::File(text));
            }
            Op::Publish(from, to) => {
                self.assert_folder(parent(&to));
                assert_eq!(self.nodes.get(&to), None, "{to} has nothing in its place");
                let moves = |path: &str| path == from || path.starts_with(&format!("{from}/"));
                let (moved, stays) = std::mem::take(&mut self.nodes).into_iter().partition(|(path, _)| moves(path));
                self.nodes = stays;
                assert!(moved.len() > 1, "a folder with something in it moves to {to}");
                let moved = moved.into_iter().map(|(path, node)| (path.replacen(&from, &to, 1), node));
                self.nodes.extend(moved);
            }
            Op::Rename(from, to) => {
                self.assert_folder(parent(&to));
                assert_ne!(self.nodes.get(&to), Some(&Node::Folder), "a file can't replace the folder {to}");
                let node = self.nodes.remove(&from).expect("what is renamed is there");
                self.nodes.insert(to, node);
            }
            Op::Remove(path) => {
                assert_ne!(self.nodes.get(&path), Some(&Node::Folder), "{path} is no file");
                self.nodes.remove(&path);
            }
            Op::Prune(path) => {
                let holds = format!("{path}/");
                if !self.nodes.keys().any(|other| other.starts_with(&holds)) {
                    assert!(matches!(self.nodes.remove(&path), None | Some(Node::Folder)), "{path} is no folder");
                }
            }
        }
    }

    /// Nothing goes through a link or into nowhere.
    fn assert_folder(&self, path: &str) {
        assert!(path.is_empty() || self.nodes.get(path) == Some(&Node::Folder), "`{path}` is no folder");
    }

    /// Writes a file as somebody else would.
    pub fn put(&mut self, path: &str, node: Node) {
        for (at, _) in path.match_indices('/') {
            self.nodes.insert(path[..at].to_owned(), Node::Folder);
        }
        self.nodes.insert(path.to_owned(), node);
    }

    /// All files with their texts, but for what the compiler keeps for itself.
    pub fn files(&self) -> BTreeMap<&str, &str> {
        let files = self.nodes.iter().filter_map(|(path, node)| match node {
            Node::File(text) => Some((path.as_str(), text.as_str())),
            Node::Folder | Node::Link => None,
        });
        files.filter(|(path, _)| !path.starts_with("infra.") && !path.starts_with(Step::STAGING)).collect()
    }

    /// Plans a build of all environments.
    pub fn plan<'o>(&self, outputs: &'o [Output], edits: Edits) -> Plan<'o> {
        output::plan(self, ROOT, outputs, &Scope::All, edits).expect("a disk in memory can be read")
    }

    /// Builds to the end.
    pub fn build(&mut self, outputs: &[Output]) {
        let plan = self.plan(outputs, Edits::Refuse);
        self.take(&plan, usize::MAX, false);
    }
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn ops(steps: &[Step<'_>], backwards: bool) -> Vec<Op> {
    let mut ops = Vec::new();
    for step in steps {
        match step {
            Step::Folder(path) => ops.push(Op::Folder(path.clone())),
            Step::Remove(path) => ops.push(Op::Remove((*path).to_owned())),
            Step::Prune(path) => ops.push(Op::Prune((*path).to_owned())),
            Step::Publish(path) => ops.push(Op::Publish(format!("{}/{path}", Step::ASIDE), (*path).to_owned())),
            Step::Stage(files) => {
                let mut files = files.clone();
                if backwards {
                    files.reverse();
                }
                for (path, bytes) in files {
                    let text = String::from_utf8(bytes.to_vec()).expect("outputs of tests are texts");
                    let staged = format!("{}/{path}", Step::ASIDE);
                    ops.push(Op::Stage(staged.clone(), text[..text.len() / 2].to_owned()));
                    ops.push(Op::Stage(staged, text));
                }
            }
            Step::Write(files) => {
                let mut files = files.clone();
                if backwards {
                    files.reverse();
                }
                for (at, (path, bytes)) in files.into_iter().enumerate() {
                    let text = String::from_utf8(bytes.to_vec()).expect("outputs of tests are texts");
                    let staged = format!("{}/{}-{at}", Step::STAGING, ops.len());
                    ops.push(Op::Stage(staged.clone(), text[..text.len() / 2].to_owned()));
                    ops.push(Op::Stage(staged.clone(), text));
                    ops.push(Op::Rename(staged, path.to_owned()));
                }
            }
        }
    }
    ops
}

impl Host for Disk {
    fn read(&self, path: &str, _: u64) -> Result<Vec<u8>, Refusal> {
        match path.strip_prefix("/out/").and_then(|path| self.nodes.get(path)) {
            Some(Node::File(text)) => Ok(text.clone().into_bytes()),
            Some(Node::Folder) => Err(Refusal::NotAFile),
            // Whoever reads through a link reads what is none of the build's business.
            Some(Node::Link) => panic!("{path} is read through a link"),
            None => Err(Refusal::Missing),
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<Entry>, Refusal> {
        let folder = folder.strip_prefix(ROOT).expect("nothing else is looked into").trim_start_matches('/');
        match self.nodes.get(folder) {
            _ if folder.is_empty() => {}
            Some(Node::Folder) => {}
            Some(Node::Link) => panic!("{folder} is looked into through a link"),
            Some(Node::File(_)) => return Err(Refusal::NotAFolder),
            None => return Err(Refusal::Missing),
        }
        let inside = self.nodes.iter().filter(|(path, _)| parent(path) == folder && !path.is_empty());
        let entry = |(path, node): (&String, &Node)| {
            let name = path.rsplit('/').next().unwrap_or("").to_owned();
            Entry { name, is_folder: *node == Node::Folder, is_link: *node == Node::Link }
        };
        Ok(inside.map(entry).collect())
    }
}

/// Outputs from a line such as `local/a=1 local/b/c=2`: paths with their texts, the environment first.
pub fn outputs(line: &str) -> Vec<Output> {
    let mut outputs: BTreeMap<&str, Vec<OutputFile>> = BTreeMap::new();
    for (path, text) in line.split_whitespace().filter_map(|word| word.split_once('=')) {
        let (environment, path) = path.split_once('/').expect("a path starts with its environment");
        let file = OutputFile { path: path.to_owned(), bytes: text.as_bytes().to_vec(), map: Default::default() };
        outputs.entry(environment).or_default().push(file);
    }
    let output = |(name, mut files): (&str, Vec<OutputFile>)| {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let map =
            format!("environment {name}\n{}", files.iter().map(|f| format!("file {}\n", f.path)).collect::<String>());
        let names = ["boxes", name, name].map(str::to_owned);
        Output::new(names, files).mapped(map)
    };
    outputs.into_iter().map(output).collect()
}
