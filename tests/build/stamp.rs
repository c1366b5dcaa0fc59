//! The stamp of the last build: whatever state a folder is in, a build with it does and says what one without does.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use driver::output::{self, Edits, Step};
use driver::{Host, MemoryHost, Request};

use crate::transcript::{Folder, run};

/// A spec with a package, a file that it reads, a folder that it reads, a loss, a lint that points at two places, and a
/// warning.
const SPEC: &str = "\
app boxes { domain = \"boxes.example.com\" }

use ./parts

input amount: int = 1

target shelf via kubernetes { catalog kubernetes }

component box { size: int = 1, color: string?, idle: string = \"\" }

realize box on shelf {
  resource ConfigMap main { data { size = \"${size}\", note = read(\"note.txt\"), many = json(files(\"conf/*.txt\")) } }
  ignore color when color != none because \"boxes have no color there\\tnor \\\\ in a tab\"
}

let size = 3
let all = [for size in [1, 2] : size * 2]

box small { size = amount, color = \"red\" }
box large { size = parts.wide }

environment local { target shelf }
environment stage { target shelf, large { size = 9 } }
environment many for key in [\"a\", \"b\"] { target shelf }
";

const FILES: [(&str, &str); 6] = [
    ("app.infra", SPEC),
    ("parts/parts.infra", "pub let wide = 7\n"),
    ("note.txt", "note"),
    ("conf/a.txt", "a"),
    ("conf/.hidden", ""),
    ("docs/a.md", "a"),
];

/// What is asked of each state.
const ALWAYS: [&[&str]; 2] = [&["--format", "json"], &["--force"]];

/// What is asked of some.
const SOMETIMES: [&[&str]; 9] = [
    &[],
    &["--check"],
    &["--format", "short"],
    &["--format", "sarif"],
    &["--format", "github"],
    &["--deny-loss"],
    &["--env", "stage"],
    &["--set", "amount=2"],
    &["parts"],
];

/// What happened since the last build: a name, and how it is done.
type Change = (&'static str, fn(&Folder));

const CHANGES: [Change; 28] = [
    ("nothing", |_| {}),
    ("a change of the spec", |f| f.write("app.infra", SPEC.replace("amount: int = 1", "amount: int = 5").as_bytes())),
    ("a mistake", |f| f.write("app.infra", SPEC.replace("size = amount", "sise = amount").as_bytes())),
    ("no more loss", |f| f.write("app.infra", SPEC.replace(", color = \"red\" }", " }").as_bytes())),
    ("a comment", |f| f.write("app.infra", format!("// more\n{SPEC}").as_bytes())),
    ("another file", |f| f.write("more.infra", b"box third\n")),
    ("another environment", |f| f.write("more.infra", b"environment third { target shelf }\n")),
    ("an environment less", |f| f.write("app.infra", SPEC.replace("[\"a\", \"b\"]", "[\"a\"]").as_bytes())),
    ("a change of a package", |f| f.write("parts/parts.infra", b"pub let wide = 8\n")),
    ("another file of a package", |f| f.write("parts/x.infra", b"let wide = 8\n")),
    ("a file beside the spec", |f| f.write("README.md", b"more")),
    ("a folder beside the spec", |f| f.write(".git/HEAD", b"more")),
    ("another note", |f| f.write("note.txt", b"other")),
    ("no note", |f| remove(f, "note.txt")),
    ("a file more to read", |f| f.write("conf/b.txt", b"b")),
    ("a lock", |f| f.write("infra.lock", b"no entry")),
    ("a catalog", |f| f.write("catalogs/x.catalog", b"none")),
    ("an app further down", |f| f.write("parts/app.infra", b"app inner\n")),
    ("a file changed by hand", |f| f.write("out/stage/kubernetes/small.yaml", b"by hand")),
    ("a file that is gone", |f| remove(f, "out/stage/kubernetes/small.yaml")),
    ("a file of somebody else", |f| f.write("out/stage/kubernetes/.env", b"mine")),
    ("no map", |f| remove(f, "out/infra.map")),
    ("another map", |f| f.write("out/infra.map", b"x")),
    ("no manifest", |f| remove(f, "out/infra.manifest")),
    ("a build that was killed", |f| f.write("out/.infra.new/journal", b"")),
    ("a folder in the place of a file", |f| {
        remove(f, "out/stage/kubernetes/small.yaml");
        f.write("out/stage/kubernetes/small.yaml/x", b"");
    }),
    ("a folder in the place of the stamp", |f| {
        drop(fs::remove_file(f.path("out/infra.stamp")));
        f.write("out/infra.stamp/x", b"");
    }),
    ("a link in the place of a file", |f| {
        remove(f, "out/stage/kubernetes/small.yaml");
        #[cfg(unix)]
        std::os::unix::fs::symlink("large.yaml", f.path("out/stage/kubernetes/small.yaml")).expect("a fresh link");
    }),
];

fn remove(folder: &Folder, path: &str) {
    fs::remove_file(folder.path(path)).expect("it was there");
}

/// All files below a folder; links by where they lead.
fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut found, mut open) = (BTreeMap::new(), vec![root.to_path_buf()]);
    while let Some(folder) = open.pop() {
        for path in fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            let name = path.strip_prefix(root).expect("it lies below").to_string_lossy().into_owned();
            if path.is_symlink() {
                let to = fs::read_link(&path).expect("a link").to_string_lossy().into_owned();
                found.insert(name, to.into_bytes());
            } else if path.is_dir() {
                open.push(path);
            } else {
                found.insert(name, fs::read(&path).expect("it can be read"));
            }
        }
    }
    found
}

/// What a folder holds after a build with the arguments that make it another one.
fn built(args: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let folder = Folder::new("stamp-built");
    for (path, text) in FILES {
        folder.write(path, text.as_bytes());
    }
    let is_other = args.first().is_some_and(|word| ["--env", "--set", "parts"].contains(word));
    let mut first = vec!["build"];
    first.extend(args.iter().filter(|_| is_other));
    let (status, output) = run(&folder, &first);
    assert_eq!(status, 0, "{output}");
    let files = tree(&folder.path("."));
    assert!(files.contains_key("out/infra.stamp"), "{:?}", files.keys());
    files
}

/// What is said, and what is there then.
type Ending = ((i32, String), BTreeMap<String, Vec<u8>>);

/// Changes what was built and asks.
fn played(built: &BTreeMap<String, Vec<u8>>, change: fn(&Folder), args: &[&str], is_stamped: bool) -> Ending {
    let folder = Folder::new("stamp-played");
    for (path, bytes) in built.iter().filter(|(path, _)| is_stamped || *path != "out/infra.stamp") {
        folder.write(path, bytes);
    }
    change(&folder);
    let said = run(&folder, &[&["build"][..], args].concat());
    let mut files = tree(&folder.path("."));
    // A check leaves none where there is none.
    if args == ["--check"] || said.0 != 0 {
        files.remove("out/infra.stamp");
    }
    (said, files)
}

/// The stamp itself is the same as well, wherever a build goes well.
#[test]
fn a_build_with_a_stamp_is_as_one_without() {
    let built_before = built(&[]);
    for (name, change) in CHANGES {
        for args in ALWAYS {
            let [with, without] = [true, false].map(|stamped| played(&built_before, change, args, stamped));
            assert_eq!(with.0, without.0, "after {name}: build {args:?}");
            assert_eq!(with.1, without.1, "after {name}: build {args:?}");
        }
    }
    for args in SOMETIMES {
        let built_before = built(args);
        for (name, change) in CHANGES.iter().filter(|(name, _)| ["nothing", "a file changed by hand"].contains(name)) {
            let [with, without] = [true, false].map(|stamped| played(&built_before, *change, args, stamped));
            assert_eq!(with, without, "after {name}: build {args:?}");
        }
    }
}

/// A pattern goes down into folders, so one that is new may hold what fits; what a build wrote there is left out.
#[test]
fn a_pattern_that_goes_down_knows_of_folders() {
    let request = Request::new("/spec", "/spec", &[]);
    let text = SPEC.replace("conf/*.txt", "conf/**/x/*.txt");
    let files = [("app.infra", text.as_str()), ("parts/parts.infra", "pub let wide = 7\n"), ("note.txt", "note")];
    let files = files.map(|(path, text)| (from_spec(path), text.as_bytes().to_vec()));
    let files = BTreeMap::from_iter(files.into_iter().chain([(from_spec("conf/a/x/b.txt"), Vec::new())]));
    let host = host(moments(&files, &request, None).last().expect("a build does something"));
    for path in ["conf/a/x/c.md", "conf/.git/x/c.txt", "c/x/c.txt"] {
        assert!(is_known(&host.clone().with(&from_spec(path), "x"), &request, None), "{path} is none of its business");
    }
    for path in ["conf/a/x/c.txt", "conf/b/x/c.txt", "conf/x/c.txt", "conf/a/infra.manifest"] {
        assert!(!is_known(&host.clone().with(&from_spec(path), "x"), &request, None), "{path} is another");
    }
}

/// A disk in memory with the spec and what a build of it wrote.
fn disk(request: &Request, environment: Option<&str>) -> MemoryHost {
    let files = FILES.map(|(path, text)| (format!("/spec/{path}"), text.as_bytes().to_vec()));
    host(moments(&BTreeMap::from(files), request, environment).last().expect("a build does something"))
}

fn host(files: &BTreeMap<String, Vec<u8>>) -> MemoryHost {
    files.iter().fold(MemoryHost::default(), |host, (path, bytes)| host.with(path, bytes.clone()))
}

/// The files before a build and after each thing that it does to one.
fn moments(
    before: &BTreeMap<String, Vec<u8>>,
    request: &Request,
    environment: Option<&str>,
) -> Vec<BTreeMap<String, Vec<u8>>> {
    let host = host(before);
    let built = driver::build(&host, request, environment).expect("the environment is there");
    let plan = output::plan(&host, "/spec/out", &built.outputs, &built.scope, Edits::Refuse).expect("it can be read");
    let (mut moments, mut files) = (vec![before.clone()], before.clone());
    let mut aside = Vec::new();
    for step in plan.stamped(&host, "/spec/out", &built).steps() {
        match step {
            // A folder that stands aside isn't there before it has its place; then all of its files are.
            Step::Stage(written) => aside = written,
            Step::Publish(folder) => {
                for (path, bytes) in aside.iter().filter(|(path, _)| path.split('/').next() == Some(folder)) {
                    files.insert(format!("/spec/out/{path}"), bytes.to_vec());
                }
            }
            Step::Write(written) => {
                for (path, bytes) in written {
                    files.insert(format!("/spec/out/{path}"), bytes.to_vec());
                    moments.push(files.clone());
                }
            }
            Step::Remove(path) => drop(files.remove(&format!("/spec/out/{path}"))),
            Step::Folder(_) | Step::Prune(_) => continue,
        }
        moments.push(files.clone());
    }
    moments
}

/// Whether the same build is known.
fn is_known(host: &MemoryHost, request: &Request, environment: Option<&str>) -> bool {
    output::recall(host, request, environment).is_some()
}

/// A path seen from the spec.
fn from_spec(below: &str) -> String {
    below.strip_prefix("../").map_or_else(|| format!("/spec/{below}"), |above| format!("/{above}"))
}

#[test]
fn a_build_is_known_until_what_it_was_made_of_differs() {
    let request = Request::new("/spec", "/spec", &[]);
    let host = disk(&request, None);
    assert!(is_known(&host, &request, None));
    assert!(is_known(&host, &Request::new("spec", "/", &[]), None), "from another folder");
    let there = Request { out: Some("out".to_owned()), ..request.clone() };
    assert!(is_known(&host, &there, None), "the same folder, named");
    let others = [
        "out/stage/.env",
        "docs/b.md",
        "README.md",
        ".git/index",
        "web/package.json",
        "parts/README.md",
        "parts/inner/x.infra",
        "conf/b.md",
        "conf/.c.txt",
        "conf/inner/d.txt",
        "../README.md",
    ];
    for path in others {
        let more = host.clone().with(&from_spec(path), "not read");
        assert!(is_known(&more, &request, None), "{path} is none of its business");
    }
    let other = [
        Request::new("/spec", "/spec", &["amount=1".to_owned()]),
        Request::new("/spec/parts", "/spec", &[]),
        Request::new("/spec/app.infra", "/spec", &[]),
    ];
    assert!(other.iter().all(|request| !is_known(&host, request, None)));
    assert!(
        !is_known(&host, &request, Some("stage")) && is_known(&disk(&request, Some("stage")), &request, Some("stage"))
    );
    let changed = [
        "app.infra",
        "new.infra",
        ".new.infra",
        "parts/parts.infra",
        "parts/new.infra",
        "note.txt",
        "conf/a.txt",
        "conf/b.txt",
        "catalogs/x.catalog",
        "infra.lock",
        "out/infra.manifest",
        "out/infra.map",
        "out/infra.stamp",
        "out/stage/kubernetes/small.yaml",
        "out/.infra.new/journal",
    ];
    for path in changed {
        assert!(!is_known(&host.clone().with(&format!("/spec/{path}"), "x"), &request, None), "{path} is another");
    }
    let linked = host.clone().with("/outside", "note").linking("/spec/note.txt", "/outside");
    assert!(!is_known(&linked, &request, None), "the same text through a link that leads out");
}

#[test]
fn a_build_that_was_killed_is_not_known() {
    let request = Request::new("/spec", "/spec", &[]);
    let files = FILES.map(|(path, text)| (format!("/spec/{path}"), text.as_bytes().to_vec()));
    let mut before = moments(&BTreeMap::from(files), &request, None).pop().expect("a build does something");
    before.insert("/spec/note.txt".to_owned(), b"another".to_vec());
    let moments = moments(&before, &request, None);
    assert!(moments.len() > 10, "there is enough to be killed in");
    for (at, files) in moments.iter().enumerate() {
        let is_whole = Some(files) == moments.last();
        assert_eq!(is_known(&host(files), &request, None), is_whole, "after {at} of {}", moments.len());
    }
}

#[test]
fn a_damaged_stamp_is_none() {
    let request = Request::new("/spec", "/spec", &[]);
    let host = disk(&request, None);
    let stamp = host.read("/spec/out/infra.stamp", u64::MAX).expect("it was written");
    for at in 0..stamp.len() {
        let mut damaged = stamp.clone();
        damaged[at] ^= 1;
        assert!(!is_known(&host.clone().with("/spec/out/infra.stamp", damaged), &request, None), "a bit of byte {at}");
    }
    for end in [0, 1, stamp.len() / 2, stamp.len() - 1] {
        let cut = host.clone().with("/spec/out/infra.stamp", stamp.get(..end).expect("it is longer"));
        assert!(!is_known(&cut, &request, None), "cut at {end}");
    }
}

#[test]
fn a_stamp_names_no_machine() {
    let stamp = |request: &Request| {
        let bytes = disk(request, None).read("/spec/out/infra.stamp", u64::MAX).expect("it was written");
        String::from_utf8(bytes).expect("a stamp is text")
    };
    let text = stamp(&Request::new("/spec", "/spec", &[]));
    assert!(!text.contains("/spec"), "{text}");
    assert_eq!(text, stamp(&Request::new("/spec", "/", &[])), "wherever it is asked from");
    for said in ["loss\t", "found\t", "also\t", "help\t"] {
        assert!(text.contains(said), "the spec leads to a `{said}` line: {text}");
    }
}
