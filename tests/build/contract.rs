//! The contract as users see it: the program over small specs, on a real disk.

use std::fs;
use std::process::{Command, Stdio};

use crate::boxes::{ONE, REALIZED, TWO, expect, say, spec, tree};
use crate::transcript::{Folder, infra, run};

#[test]
fn a_build_writes_and_the_next_one_touches_nothing() {
    let folder = spec("again");
    expect(&folder, &["build"], 0, &["out: 6 files written, 0 unchanged"]);
    let first = tree(&folder.path("out"));
    let names: Vec<&str> = first.keys().map(String::as_str).filter(|name| !name.ends_with('/')).collect();
    let of = |environment: &str| {
        ["kustomization.yaml", "large.yaml", "small.yaml"].map(|file| format!("{environment}/kubernetes/{file}"))
    };
    let mut expected = [of("local"), of("stage")].concat();
    expected.splice(0..0, ["infra.manifest", "infra.map", "infra.stamp"].map(str::to_owned));
    assert_eq!(names, expected);
    expect(&folder, &["build"], 0, &["out: 6 files, none changed"]);
    assert_eq!(tree(&folder.path("out")), first, "bytes and times are what they were");
    // The same bytes in another place, and from another folder.
    expect(&folder, &["build", ".", "--out", "elsewhere/deep"], 0, &[]);
    // But for the stamp, which says where the spec is, seen from there.
    let bytes = |root: &str| -> Vec<_> {
        let files = tree(&folder.path(root)).into_iter().map(|(name, (bytes, _))| (name, bytes));
        files.filter(|(name, _)| name != "infra.stamp").collect()
    };
    assert_eq!(bytes("out"), bytes("elsewhere/deep"));
}

#[test]
fn what_nobody_makes_any_more_goes_and_what_others_wrote_stays() {
    let folder = spec("gone");
    expect(&folder, &["build"], 0, &[]);
    for path in ["out/local/kubernetes/.env", "out/local/.terraform/x", "out/mine"] {
        folder.write(path, b"mine");
    }
    let before = tree(&folder.path("out"));
    say(&folder, ONE);
    expect(
        &folder,
        &["build", "--check"],
        1,
        &[
            "left over  out/local/kubernetes/small.yaml",
            "left over  out/stage/kubernetes/small.yaml",
            "stale      out/local/kubernetes/large.yaml",
        ],
    );
    assert_eq!(tree(&folder.path("out")), before, "a check writes nothing");
    expect(&folder, &["build"], 0, &["out: 2 files written, 4 removed, 0 unchanged"]);
    let after = tree(&folder.path("out"));
    for path in ["local/kubernetes/.env", "local/.terraform/x", "mine"] {
        assert_eq!(after.get(path), before.get(path), "{path}");
    }
    assert!(!after.contains_key("stage/") && !after.contains_key("local/kubernetes/small.yaml"), "{:?}", after.keys());
    expect(&folder, &["build", "--check"], 0, &["out: 2 files, up to date"]);
}

#[test]
fn a_change_by_hand_is_refused_without_force() {
    let folder = spec("edited");
    expect(&folder, &["build"], 0, &[]);
    folder.write("out/stage/kubernetes/small.yaml", b"by hand");
    expect(&folder, &["build", "--check"], 1, &["edited     out/stage/kubernetes/small.yaml"]);
    let before = tree(&folder.path("out"));
    say(&folder, &TWO.replace("size = 9", "size = 10"));
    let edited = "edited     out/stage/kubernetes/small.yaml  (changed by hand since it was generated)";
    expect(&folder, &["build"], 1, &[edited, "nothing was written", "infra build --force"]);
    assert_eq!(tree(&folder.path("out")), before, "not even what nobody edited is written");
    expect(&folder, &["build", "--env", "local"], 0, &["1 file written"]);
    expect(&folder, &["build", "--force"], 0, &["2 files written"]);
    expect(&folder, &["build", "--check"], 0, &[]);
    // A file that was there before the first build is nobody's to overwrite either.
    folder.write("out/local/kubernetes/third.yaml", b"mine");
    say(&folder, &format!("{TWO}box third\n"));
    expect(&folder, &["build"], 1, &["foreign    out/local/kubernetes/third.yaml  (no build wrote it)"]);
}

/// As git does on Windows where nothing tells it not to. Nothing of anybody is lost when it is undone.
#[test]
fn converted_line_ends_are_told_and_mended() {
    let folder = spec("converted");
    expect(&folder, &["build"], 0, &[]);
    let before = tree(&folder.path("out"));
    let names = before.keys().filter(|name| !name.ends_with('/'));
    for name in names {
        let text = fs::read_to_string(folder.path("out").join(name)).expect("it was built");
        folder.write(&format!("out/{name}"), text.replace('\n', "\r\n").as_bytes());
    }
    let converted = "converted  out/stage/kubernetes/small.yaml  (the ends of its lines were: `out/** -text`";
    expect(&folder, &["build", "--check"], 1, &[converted, "help: run `infra build`"]);
    // What else was changed in such a file is not.
    let edited = fs::read_to_string(folder.path("out/local/kubernetes/large.yaml")).expect("it was built");
    folder.write("out/local/kubernetes/large.yaml", format!("{edited}by: hand\r\n").as_bytes());
    expect(&folder, &["build"], 1, &["edited     out/local/kubernetes/large.yaml", "nothing was written"]);
    folder.write("out/local/kubernetes/large.yaml", edited.as_bytes());
    expect(&folder, &["build"], 0, &["6 files written"]);
    let bytes = |tree: std::collections::BTreeMap<String, (Vec<u8>, _)>| {
        tree.into_iter().map(|(name, (bytes, _))| (name, bytes)).collect::<Vec<_>>()
    };
    assert_eq!(bytes(tree(&folder.path("out"))), bytes(before));
}

#[test]
fn one_environment_is_built_without_the_others() {
    let folder = spec("one");
    expect(&folder, &["build", "--env", "stage"], 0, &["3 files written"]);
    assert!(!folder.path("out/local").exists());
    expect(&folder, &["build", "--check"], 1, &["missing    out/local/kubernetes/small.yaml"]);
    expect(&folder, &["build", "--check", "--env", "stage"], 0, &["up to date"]);
    expect(&folder, &["build", "--env", "stag"], 2, &["did you mean `stage`?"]);
    let spec = TWO.replace("environment stage", "environment stage for key in [\"a\", \"b/c\"]");
    say(&folder, &spec);
    expect(&folder, &["build", "--env", "stage"], 0, &["6 files written"]);
    assert!(folder.path("out/stage-a/kubernetes/small.yaml").exists());
    assert!(folder.path("out/stage-b%2Fc/kubernetes/small.yaml").exists());
    expect(&folder, &["build", "--check", "--env", "stage[\"a\"]"], 0, &["3 files, up to date"]);
    expect(&folder, &["build"], 0, &["3 files written, 3 removed"]);
    assert!(!folder.path("out/stage").exists(), "the environment of that name is gone");
}

#[test]
fn a_spec_with_errors_writes_nothing_and_so_does_a_denied_loss() {
    let folder = spec("errors");
    say(&folder, "box small { sise = 1 }\nenvironment local { target shelf }\n");
    expect(&folder, &["build"], 1, &["unknown-field"]);
    say(&folder, "box small { color = \"red\" }\nenvironment local { target shelf }\n");
    expect(&folder, &["build", "--deny-loss"], 1, &["error[loss]", "boxes have no color there"]);
    assert!(!folder.path("out").exists());
    let loss = "local: `small.color` on `shelf`: boxes have no color there";
    expect(&folder, &["build"], 0, &["1 setting has no effect", loss, "2 files written"]);
    let output = expect(&folder, &["build", "--format", "json"], 0, &[]);
    let document: serde_json::Value = serde_json::from_str(&output).expect("one document");
    assert_eq!(document["losses"][0]["field"], "color");
    assert_eq!(document["losses"][0]["environment"], "local");
}

#[test]
fn json_says_what_became_of_each_file() {
    let folder = spec("json");
    let document = |args: &[&str], status| -> serde_json::Value {
        let args = [&["build", "--format", "json"], args].concat();
        let (found, output) = run(&folder, &args);
        assert_eq!(found, status, "{output}");
        let document: serde_json::Value = serde_json::from_str(&output).expect("one document");
        document["build"].clone()
    };
    let count = |document: &serde_json::Value, key: &str| document[key].as_array().map(Vec::len);
    let built = document(&[], 0);
    assert_eq!((built["result"].as_str(), count(&built, "written")), (Some("built"), Some(6)));
    folder.write("out/local/kubernetes/small.yaml", b"by hand");
    let refused = document(&[], 1);
    assert_eq!((refused["result"].as_str(), count(&refused, "written")), (Some("refused"), Some(0)));
    assert_eq!(refused["refused"], serde_json::json!(["local/kubernetes/small.yaml"]));
    assert_eq!(refused["changes"][0]["state"], "edited");
    assert_eq!((count(&refused, "unchanged"), count(&document(&["--check"], 1), "unchanged")), (Some(5), Some(5)));
    assert_eq!(document(&["--force"], 0)["written"], serde_json::json!(["local/kubernetes/small.yaml"]));
    assert_eq!(document(&["--check"], 0)["result"], "current");
    say(&folder, "box small { sise = 1 }\n");
    assert_eq!(document(&[], 1)["result"], "errors");
}

#[test]
fn a_generated_line_knows_where_it_comes_from() {
    let folder = spec("why");
    expect(&folder, &["build"], 0, &[]);
    let file = folder.path("out/stage/kubernetes/large.yaml");
    let text = fs::read_to_string(&file).expect("it was built");
    let line = text.lines().position(|line| line.contains("size:")).expect("it has a size") + 1;
    let subject = format!("out/stage/kubernetes/large.yaml:{line}");
    let says =
        ["instance     large in stage", "spec         app.infra:", "box large { size = 9 }", "resource ConfigMap main"];
    expect(&folder, &["why", &subject], 0, &says);
    expect(&folder, &["why", &format!("{subject}:3")], 0, &says);
    expect(&folder, &["why", "out/stage/kubernetes/large.yaml:1"], 0, &["it comes from nothing in the spec"]);
    expect(&folder, &["why", "out/stage/kubernetes/large.yaml:99"], 2, &["has no line 99", "the lines 1 to"]);
    expect(&folder, &["why", "out/stage/kubernetes/lage.yaml:1"], 2, &["there is no `out/stage/kubernetes/lage.yaml`"]);
    expect(&folder, &["why", "app.infra:1"], 2, &["lies in no output folder"]);
    expect(&folder, &["why", "out/infra.manifest:3"], 2, &["is the compiler's own"]);
    // From anywhere, without a word about where the spec is, as long as the output folder lies in it.
    let whole = |root: &str| format!("{}:{line}", folder.path(root).join("stage/kubernetes/large.yaml").display());
    let beside = Folder::new("build-why-beside");
    expect(&beside, &["why", &whole("out")], 0, &["box large { size = 9 }"]);
    let elsewhere = Folder::new("build-why-elsewhere");
    let out = elsewhere.path("out").display().to_string();
    expect(&folder, &["build", "--out", &out], 0, &[]);
    let there = format!("{out}/stage/kubernetes/large.yaml:{line}");
    expect(&beside, &["why", &there], 0, &["spec         app.infra:", "no spec lies here"]);
    expect(&beside, &["why", &there, &folder.path(".").display().to_string()], 0, &["box large { size = 9 }"]);
    expect(&folder, &["why", &there], 0, &["box large { size = 9 }"]);
    folder.write("out/stage/kubernetes/large.yaml", format!("\n{text}").as_bytes());
    expect(&folder, &["why", &subject], 0, &["isn't as it was generated"]);
    say(&folder, &format!("\n{TWO}"));
    expect(&folder, &["why", &subject], 0, &["changed since the build"]);
    expect(&folder, &["why", "stage"], 2, &["which value of `stage`?"]);
}

#[test]
fn a_document_names_no_folder_where_there_is_no_spec() {
    let folder = Folder::new("build-nothing");
    let output = expect(&folder, &["build", "--format", "json"], 2, &[]);
    let document: serde_json::Value = serde_json::from_str(&output).expect("one document");
    assert_eq!(
        (document["build"]["folder"].as_str(), document["build"]["result"].as_str()),
        (Some(""), Some("errors"))
    );
}

#[test]
fn what_the_system_refuses_ends_with_its_own_status() {
    let folder = spec("refused");
    folder.write("out", b"no folder");
    expect(&folder, &["build"], 3, &["infra: can't make the folder out: a file stands there", "nothing was written"]);
    expect(&folder, &["build", "--out", "out/deep"], 3, &["what is above it is no folder"]);
    fs::remove_file(folder.path("out")).expect("a fresh file");
    folder.write("out/infra.manifest/x", b"");
    expect(&folder, &["build"], 3, &["infra: can't read out/infra.manifest: it is no file", "nothing was written"]);
    assert_eq!(tree(&folder.path("out")).len(), 2, "nothing was written");
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_keeps_whole_files() {
    use std::os::unix::fs::PermissionsExt;
    let folder = spec("read-only");
    expect(&folder, &["build"], 0, &[]);
    let shut = folder.path("out/stage/kubernetes");
    let before = tree(&shut);
    let permit = |mode| fs::set_permissions(&shut, fs::Permissions::from_mode(mode)).expect("its owner may");
    permit(0o555);
    if fs::write(shut.join("probe"), "").is_ok() {
        println!("skipped: whoever may do everything is refused nothing");
        return;
    }
    say(&folder, &TWO.replace("size = 9", "size = 10"));
    expect(&folder, &["build"], 3, &["infra: can't write out/stage/kubernetes/large.yaml", "no file is half-written"]);
    assert_eq!(tree(&shut), before);
    permit(0o755);
    expect(&folder, &["build", "--check"], 1, &["a build was killed here"]);
    expect(&folder, &["build"], 0, &[]);
    expect(&folder, &["build", "--check"], 0, &[]);
}

/// Runs a build in a shell that lets no file grow beyond so many KiB. A process that tries is killed in the middle of
/// writing, or told that it can't where it does not listen to the signal.
#[cfg(unix)]
fn build_within(folder: &Folder, kib: u32, listens: &str) -> Option<(Option<i32>, String)> {
    let script = format!("{listens} ulimit -c 0; ulimit -f {kib} && exec \"$0\" build");
    let mut command = Command::new("bash");
    command.arg("-c").arg(script).arg(env!("CARGO_BIN_EXE_infra")).current_dir(folder.path("."));
    let output = command.output().ok()?;
    Some((output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned()))
}

#[cfg(unix)]
#[test]
fn a_full_disk_and_a_kill_in_the_middle_of_a_file_leave_no_half_of_it() {
    for (name, listens) in [("full", "trap '' XFSZ;"), ("killed", "")] {
        let folder = spec(name);
        expect(&folder, &["build"], 0, &[]);
        let before = tree(&folder.path("out/stage"));
        let large = REALIZED.replace("content = \"x\"", &format!("content = \"{}\"", "long ".repeat(2000)));
        folder.write("app.infra", format!("{large}{TWO}").as_bytes());
        let Some((status, said)) = build_within(&folder, 4, listens) else {
            println!("skipped: there is no bash");
            return;
        };
        match name {
            "full" => assert!(status == Some(3) && said.contains("can't write out/"), "{status:?} {said}"),
            _ => assert_eq!(status, None, "it was killed: {said}"),
        }
        let after = tree(&folder.path("out/stage"));
        for (path, (bytes, _)) in &after {
            let old = before.get(path).map(|(bytes, _)| bytes);
            assert!(old == Some(bytes) || bytes.len() > 10_000, "{name}: {path} is neither old nor new");
        }
        expect(&folder, &["build", "--check"], 1, &["a build was killed here before it was done"]);
        // The spec is changed once more before the next build, which still knows what the killed one wrote.
        say(&folder, &TWO.replace("size = 9", "size = 7"));
        expect(&folder, &["build"], 0, &[]);
        expect(&folder, &["build", "--check"], 0, &["6 files, up to date"]);
        assert!(!folder.path("out/.infra.new").exists());
    }
}

/// The folder of an environment that isn't there yet comes with all of its files or not at all.
#[cfg(unix)]
#[test]
fn a_first_build_that_is_killed_leaves_no_folder_with_half_of_its_files() {
    for (name, listens) in [("first-full", "trap '' XFSZ;"), ("first-killed", "")] {
        let folder = spec(name);
        let large = REALIZED.replace("content = \"x\"", &format!("content = \"{}\"", "long ".repeat(2000)));
        folder.write("app.infra", format!("{large}{TWO}").as_bytes());
        let Some((status, _)) = build_within(&folder, 4, listens) else {
            println!("skipped: there is no bash");
            return;
        };
        assert_ne!(status, Some(0));
        assert!(!folder.path("out/local").exists() && !folder.path("out/stage").exists(), "{name}");
        assert_eq!(folder.path("out/.infra.new/folders").exists(), name == "first-killed");
        expect(&folder, &["build"], 0, &["6 files written"]);
        assert!(!folder.path("out/.infra.new").exists());
        expect(&folder, &["build", "--check"], 0, &["6 files, up to date"]);
    }
}

/// Nothing changed, and the stamp is only there to be faster.
#[cfg(unix)]
#[test]
fn a_stamp_that_cannot_be_written_fails_nothing() {
    let folder = spec("unstamped");
    expect(&folder, &["build"], 0, &[]);
    fs::remove_file(folder.path("out/infra.stamp")).expect("it was written");
    let before = tree(&folder.path("out"));
    let Some((status, said)) = build_within(&folder, 0, "trap '' XFSZ;") else {
        println!("skipped: there is no bash");
        return;
    };
    assert_eq!(status, Some(0), "{said}");
    assert_eq!(tree(&folder.path("out")), before, "nothing is left of the attempt");
    expect(&folder, &["build"], 0, &["none changed"]);
    assert!(folder.path("out/infra.stamp").exists());
}

#[test]
fn builds_at_once_take_turns() {
    let folder = spec("at-once");
    let many: String = (0..40).map(|at| format!("box b{at} {{ size = amount }}\n")).collect();
    say(&folder, &format!("{TWO}input amount: int = 1\n{many}"));
    let amount = |at: usize| format!("amount={at}");
    let start = |at| infra(&folder, &["build", "--set", &amount(at)]).stdout(Stdio::null()).spawn();
    let children: Vec<_> = (0..8).map(start).collect();
    for child in children {
        let ended = child.and_then(|mut child| child.wait()).expect("the program runs");
        assert!(ended.success(), "{ended}");
    }
    let current = (0..8).filter(|at| run(&folder, &["build", "--check", "--set", &amount(*at)]).0 == 0);
    assert_eq!(current.count(), 1, "the folder is what one of them built, all of it");
}
