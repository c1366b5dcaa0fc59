//! The examples check clean, and the commonest mistakes are told at their line, through the program itself.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What `infra check` says of a folder, a line a mistake, and its exit status.
fn check(folder: &Path) -> (String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_infra"));
    let output = command.arg("check").arg(folder).args(["--format", "short"]).output().expect("the program runs");
    let said = [output.stdout, output.stderr].concat();
    (String::from_utf8_lossy(&said).into_owned(), output.status.code())
}

/// What the library can't build yet: components without a meaning on a target that their systems name.
const WITHOUT_MEANING: [&str; 2] = ["bet", "match"];

#[test]
fn every_example_checks() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut systems: Vec<PathBuf> =
        std::fs::read_dir(examples).expect("examples are there").flatten().map(|entry| entry.path()).collect();
    systems.sort();
    assert!(systems.len() >= 6);
    // The one that builds are timed by.
    systems.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("compiler/driver/examples/system"));
    for system in systems {
        let (said, status) = check(&system);
        let name = system.file_name().and_then(|name| name.to_str()).expect("a system's name is plain");
        if WITHOUT_MEANING.contains(&name) {
            let other: Vec<&str> = said.lines().filter(|line| is_other_mistake(line)).collect();
            assert_eq!((status, other), (Some(1), Vec::new()), "{name}: only what is named there may be missing");
        } else {
            assert_eq!(status, Some(0), "{name}:\n{said}");
        }
    }
}

fn is_other_mistake(line: &str) -> bool {
    line.contains("error[") && !line.contains("error[no-realization]")
}

/// A mistake in line 2 of a spec, and the code it must be told under, once.
#[test]
fn a_mistake_is_one_message_at_its_line() {
    let cases = [
        ("field", "service api { image = \"a\", replcias = 3 }", "unknown-field"),
        ("unit", "redis cache { memory = 2Gi }", "unknown-unit"),
        ("kind", "redis cache { memory = 30s }", "wrong-type"),
        ("secret", "secret key\nservice api { image = \"a\", labels { k = key.value } }", "secret-here"),
        ("name", "service api { image = \"a\", env { A = nothing.url } }", "unknown-name"),
        ("case", "redis cache { eviction = allkeys_lur }", "unknown-case"),
        ("component", "servise api { image = \"a\" }", "unknown-component"),
    ];
    for (name, line, code) in cases {
        let folder = std::env::temp_dir().join(format!("infra-examples-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
        let spec = format!("app test {{ domain = \"example.com\" }}\n{line}\nenvironment local {{ target compose }}\n");
        std::fs::write(folder.join("app.infra"), spec).expect("a temporary file can be written");
        let (said, status) = check(&folder);
        std::fs::remove_dir_all(&folder).expect("what was made can be removed");
        let at = format!(":{}:", 1 + line.lines().count());
        let told: Vec<&str> = said.lines().filter(|said| said.contains("error[")).collect();
        assert_eq!(status, Some(1), "{name}: {said}");
        assert_eq!(told.len(), 1, "{name}: {said}");
        assert!(told[0].contains(&at) && told[0].contains(&format!("[{code}]")), "{name}: {said}");
    }
}
