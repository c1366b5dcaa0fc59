//! The program from outside: what it prints and how it ends, for the transcripts in `cli/cases/` and for files that
//! no transcript can hold.

#![allow(unreachable_pub, clippy::panic, reason = "a test's own modules; a broken case must stop the test")]

#[path = "support/fences.rs"]
mod fences;
#[path = "cli/pages.rs"]
mod pages;
#[path = "cli/transcript.rs"]
mod transcript;

use std::fs;

use std::process::{Command, Stdio};

use transcript::{Folder, infra, run};

/// Runs each case and compares with its snapshot. A case is a page with files to write and commands to run.
#[test]
fn transcripts_stay_as_they_are() {
    let cases = transcript::cases();
    assert!(!cases.is_empty(), "the cases are found");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("cli/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for case in cases {
            insta::assert_snapshot!(case.name.clone(), case.play());
        }
    });
}

#[test]
fn bytes_that_are_no_text_are_an_error_of_the_spec() {
    let folder = Folder::new("bytes");
    folder.write("utf8/app.infra", b"app x\n\xff\xfe abc\n");
    folder.write("nul/app.infra", b"app x\npostgres\0 db\n");
    folder.write("random/app.infra", &noise(100_000));
    for (path, code) in [("utf8", "not-utf8"), ("nul", "nul-byte"), ("random", "")] {
        let (status, output) = run(&folder, &["check", path, "--format", "short"]);
        assert_eq!(status, 1, "{path}: {output}");
        assert!(output.contains(code), "{path}: {output}");
    }
}

#[test]
fn large_and_deep_files_end_soon() {
    let folder = Folder::new("large");
    folder.write("big/app.infra", &vec![b'a'; 100 << 20]);
    let (status, output) = run(&folder, &["check", "big"]);
    assert_eq!(status, 1);
    assert!(output.contains("error[file-too-large]"), "{output}");
    for open in ["[", "(", "{", "-", "!", "if a then ", "a ?? ", "\"${", "match a { _ => "] {
        folder.write("deep/app.infra", format!("app x\nlet a = {}", open.repeat(100_000)).as_bytes());
        let (status, output) = run(&folder, &["check", "deep", "--format", "short"]);
        assert_eq!(status, 1, "{open}: {}", output.chars().take(400).collect::<String>());
    }
}

#[cfg(unix)]
#[test]
fn what_the_system_refuses_is_no_error_of_the_spec() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new("refused");
    fs::create_dir_all(folder.path("loop")).expect("a fresh folder");
    symlink("app.infra", folder.path("loop/app.infra")).expect("a fresh link");
    symlink("circle", folder.path("circle")).expect("a fresh link");
    folder.write("file/app.infra/x", b"");
    folder.write("pipe/app.infra", b"app x\nuse ./shut\n");
    folder.write("pipe/shut/a.infra", b"");
    fs::set_permissions(folder.path("pipe/shut"), fs::Permissions::from_mode(0o0)).expect("its owner may");
    // Whoever may do everything is refused nothing.
    let may_all = fs::read_dir(folder.path("pipe/shut")).is_ok();
    for path in ["loop", "circle", "pipe"] {
        let (status, output) = run(&folder, &["check", path]);
        assert!(status == 3 || (path == "pipe" && may_all), "{path}: {status} {output}");
        assert!(output.contains("error[unreadable]") || may_all, "{path}: {output}");
    }
    fs::set_permissions(folder.path("pipe/shut"), fs::Permissions::from_mode(0o755)).expect("its owner may");
    let (status, output) = run(&folder, &["check", "file"]);
    assert_eq!(status, 2, "a folder named like a spec is none: {output}");
}

#[cfg(unix)]
#[test]
fn a_spec_reads_nothing_through_a_link_that_leads_out() {
    let folder = Folder::new("links");
    folder.write("secret.txt", b"s");
    let spec = "app x\ncomponent box { text: string = \"\" }\nbox a { text = read(\"NAME\") }\n";
    folder.write("spec/inside.txt", b"i");
    for (link, to, expected) in [("out.txt", "../secret.txt", 1), ("in.txt", "inside.txt", 0)] {
        std::os::unix::fs::symlink(to, folder.path("spec").join(link)).expect("a fresh link");
        folder.write("spec/app.infra", spec.replace("NAME", link).as_bytes());
        let (status, output) = run(&folder, &["check", "spec", "--format", "short"]);
        assert_eq!(status, expected, "{link}: {output}");
        assert_eq!(output.contains("file-outside"), expected == 1, "{link}: {output}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::new("pipe");
    let mut child = infra(&folder, &["explain"]).stdout(Stdio::piped()).spawn().expect("the program runs");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn sarif_and_json_are_documents() {
    let folder = Folder::new("documents");
    folder.write("app.infra", "app x\n# one\nlet a = 'ü'\n".as_bytes());
    for format in ["json", "sarif"] {
        let (status, output) = run(&folder, &["check", "--format", format]);
        let document: serde_json::Value = serde_json::from_str(&output).expect(format);
        assert_eq!(status, 1);
        let found = match format {
            "json" => document.pointer("/diagnostics/1/primary/end/column"),
            _ => document.pointer("/runs/0/results/1/locations/0/physicalLocation/region/endColumn"),
        };
        assert_eq!(found, Some(&serde_json::json!(12)), "columns count characters: {output}");
    }
}

#[test]
fn completions_are_a_script_that_its_shell_takes() {
    let folder = Folder::new("completions");
    let (status, script) = run(&folder, &["completions", "bash"]);
    assert_eq!(status, 0);
    folder.write("infra.bash", script.as_bytes());
    match Command::new("bash").arg("-n").arg(folder.path("infra.bash")).status() {
        Ok(checked) => assert!(checked.success()),
        Err(_) => println!("skipped: there is no bash"),
    }
}

/// Bytes without a pattern, the same each time.
fn noise(len: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    };
    (0..len).map(|_| next()).collect()
}
