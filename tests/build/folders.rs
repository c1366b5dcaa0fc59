//! Where a build goes: to a folder of its own, through no link, over nothing of somebody else.

use std::fs;

use crate::boxes::{ONE, REALIZED, expect, say, spec, tree};
use crate::transcript::Folder;

#[test]
fn what_many_file_systems_take_for_one_is_refused() {
    let folder = spec("letters");
    for environments in
        ["environment Local { target shelf }", "environment loc for key in [\"A\", \"a\"] { target shelf }"]
    {
        say(&folder, &format!("box small\n{environments}\nenvironment local {{ target shelf }}\n"));
        expect(&folder, &["build", "--format", "short"], 1, &["error[name-clash]", "both come out as the folder"]);
        assert!(!folder.path("out").exists());
    }
    let files = |paths: [&str; 2]| {
        let files = paths.map(|path| format!("file x{} at \"{path}\" = \"x\"\n", path.len()));
        REALIZED.replace("ignore color", &format!("{}ignore color", files.concat()))
    };
    for (paths, status) in
        [(["A/b", "a/Bc"], 0), (["A/bc", "a/Bc/d"], 1), (["large.yamL", "y"], 1), (["Ab/c", "aB/cd"], 0)]
    {
        folder.write(
            "app.infra",
            format!("{}box large\nenvironment local {{ target shelf }}\n", files(paths)).as_bytes(),
        );
        let says: &[&str] = if status == 0 { &[] } else { &["error[name-clash]"] };
        expect(&folder, &["check", "--format", "short"], status, says);
    }
}

/// What a script says that forgot to set its variable.
#[test]
fn an_empty_name_of_a_folder_is_wrong_usage() {
    let folder = spec("empty");
    expect(&folder, &["build", "--out", ""], 2, &["--out"]);
    expect(&folder, &["build", ""], 2, &["PATH"]);
    expect(&folder, &["build", "--env", ""], 2, &["the spec has no environment"]);
    assert_eq!(fs::read_dir(folder.path(".")).expect("it is there").count(), 1, "nothing was written");
}

/// What a build writes must not be among what the next one reads, nor an environment's folder be one of the spec's.
#[test]
fn what_is_built_has_a_folder_of_its_own() {
    let folder = Folder::new("build-shared");
    let spec =
        REALIZED.replace("content = \"x\"", "content = json(files(\"notes/*.txt\")), read = read(\"one/a.txt\")");
    let boxes = "use ./parts\nbox large { size = parts.wide }\nenvironment local { target shelf }\n";
    folder.write("spec/app.infra", format!("{spec}{boxes}").as_bytes());
    folder.write("spec/parts/parts.infra", b"pub let wide = 7\n");
    folder.write("spec/notes/a.txt", b"a");
    folder.write("spec/one/a.txt", b"a");
    let before = tree(&folder.path("."));
    let folders = [
        ("/", "`/` holds the folder of the spec"),
        (".", "`.` holds the folder of the spec"),
        ("spec", "`spec` is the folder of the spec itself"),
        ("spec/parts/..", "`spec` is the folder of the spec itself"),
        ("spec/parts", "`spec/parts` holds `parts/parts.infra`"),
        ("spec/notes", "`spec/notes` holds `notes/a.txt`"),
        ("spec/one", "`spec/one` holds `one/a.txt`"),
    ];
    for (out, says) in folders {
        for how in [&["--force"][..], &["--check"], &[]] {
            expect(&folder, &[&["build", "spec", "--out", out], how].concat(), 2, &[says, "a folder of its own"]);
        }
    }
    assert_eq!(tree(&folder.path(".")), before, "nothing was written");
    for out in ["spec/out", "spec/parts/out", "spec/notes/out", "out/deep"] {
        expect(&folder, &["build", "spec", "--out", out], 0, &["2 files written"]);
        expect(&folder, &["build", "spec", "--out", out], 0, &["none changed"]);
        expect(&folder, &["build", "spec", "--out", out, "--check"], 0, &["up to date"]);
    }
}

/// What bears the names of the compiler's own files is as little its own as any other.
#[test]
fn nothing_of_somebody_else_is_overwritten() {
    for path in ["infra.manifest", "infra.map", "infra.stamp", ".infra.new/mine", ".infra.new/journal"] {
        let folder = spec("strangers");
        let path = format!("out/{path}");
        folder.write(&path, b"mine");
        let before = tree(&folder.path("."));
        let foreign = format!("foreign    {path}  (no build wrote it)");
        expect(&folder, &["build"], 1, &[&foreign, "nothing was written"]);
        expect(&folder, &["build", "--check"], 1, &[&foreign]);
        assert_eq!(tree(&folder.path(".")), before, "{path}");
        expect(&folder, &["build", "--force"], 0, &["6 files written"]);
        expect(&folder, &["build", "--check"], 0, &[]);
        assert_ne!(fs::read(folder.path(&path)).ok().as_deref(), Some(&b"mine"[..]));
    }
}

#[test]
fn a_folder_belongs_to_one_app() {
    let folder = spec("apps");
    expect(&folder, &["build"], 0, &[]);
    let other = format!("{REALIZED}{ONE}").replace("app boxes", "app crates");
    folder.write("other/app.infra", other.as_bytes());
    let before = tree(&folder.path("out"));
    let taken = "taken      out/infra.manifest  (the folder holds the files of the app `boxes`)";
    expect(&folder, &["build", "other", "--out", "out"], 1, &[taken, "name another folder with `--out`"]);
    expect(&folder, &["build", "other", "--out", "out", "--check"], 1, &[taken]);
    assert_eq!(tree(&folder.path("out")), before);
    // An app that was renamed takes its own folder over.
    say(&folder, ONE);
    folder.write("app.infra", other.as_bytes());
    expect(&folder, &["build"], 1, &[taken]);
    expect(&folder, &["build", "--force"], 0, &["4 removed"]);
    expect(&folder, &["build", "--check"], 0, &["2 files, up to date"]);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    use std::os::unix::fs::symlink;
    let folder = spec("links");
    folder.write("outside/keep", b"mine");
    fs::create_dir_all(folder.path("out")).expect("a fresh folder");
    symlink("../outside", folder.path("out/local")).expect("a fresh link");
    let (before, out) = (tree(&folder.path("outside")), tree(&folder.path("out")));
    expect(
        &folder,
        &["build"],
        1,
        &["blocked    out/local/kubernetes/small.yaml", "nothing is written through a link"],
    );
    expect(&folder, &["build", "--force"], 1, &["blocked"]);
    assert_eq!((tree(&folder.path("outside")), tree(&folder.path("out"))), (before.clone(), out));
    fs::remove_file(folder.path("out/local")).expect("a link");
    expect(&folder, &["build"], 0, &[]);
    // A link in the place of a file is replaced itself, when that is asked for.
    fs::remove_file(folder.path("out/local/kubernetes/small.yaml")).expect("it was built");
    symlink("../../../outside/keep", folder.path("out/local/kubernetes/small.yaml")).expect("a fresh link");
    expect(&folder, &["build"], 1, &["link       out/local/kubernetes/small.yaml"]);
    expect(&folder, &["build", "--force"], 0, &[]);
    assert!(!folder.path("out/local/kubernetes/small.yaml").is_symlink());
    // So is one in the place of what the compiler keeps for itself.
    fs::remove_file(folder.path("out/infra.map")).expect("it was built");
    symlink("../outside/keep", folder.path("out/infra.map")).expect("a fresh link");
    expect(&folder, &["build"], 1, &["link       out/infra.map"]);
    expect(&folder, &["build", "--force"], 0, &[]);
    // Nor is anything staged or removed behind one.
    symlink("../outside", folder.path("out/.infra.new")).expect("a fresh link");
    say(&folder, ONE);
    expect(&folder, &["build"], 1, &["blocked    out/.infra.new"]);
    assert_eq!(tree(&folder.path("outside")), before);
    symlink("nowhere", folder.path("dangling")).expect("a fresh link");
    expect(&folder, &["build", "--out", "dangling"], 3, &["a link stands there that leads nowhere"]);
    symlink(".", folder.path("round")).expect("a fresh link");
    expect(&folder, &["build", "--out", "round"], 2, &["`round` is the folder of the spec itself"]);
    // The output folder itself may be one: it is where it leads.
    symlink("outside", folder.path("linked")).expect("a fresh link");
    expect(&folder, &["build", "--out", "linked"], 0, &[]);
    assert!(folder.path("outside/local/kubernetes/large.yaml").exists());
}
