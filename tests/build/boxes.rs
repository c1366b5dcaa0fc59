//! Specs of boxes on a shelf: small, and of nothing that the standard library makes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::transcript::{Folder, run};

/// A component and a target of its own, so that nothing here depends on what the standard library makes of others.
pub const REALIZED: &str = "\
app boxes { domain = \"boxes.example.com\" }

target shelf via kubernetes { catalog kubernetes }

component box { size: int = 1, color: string? }

realize box on shelf {
  resource ConfigMap main { data { size = \"${size}\", content = \"x\" } }
  ignore color when color != none because \"boxes have no color there\"
}
";

/// Two boxes in two environments.
pub const TWO: &str = "
box small
box large { size = 9 }

environment local { target shelf }
environment stage { target shelf }
";

/// One of them, smaller, in one.
pub const ONE: &str = "
box large { size = 8 }

environment local { target shelf }
";

/// A fresh folder with the spec of two boxes in two environments.
pub fn spec(name: &str) -> Folder {
    let folder = Folder::new(&format!("build-{name}"));
    say(&folder, TWO);
    folder
}

/// Writes the spec.
pub fn say(folder: &Folder, boxes: &str) {
    folder.write("app.infra", format!("{REALIZED}{boxes}").as_bytes());
}

/// Runs the program, which has to end so and to say this.
#[track_caller]
pub fn expect(folder: &Folder, args: &[&str], status: i32, says: &[&str]) -> String {
    let (found, output) = run(folder, args);
    assert_eq!(found, status, "infra {}: {output}", args.join(" "));
    for text in says {
        assert!(output.contains(text), "infra {}: expected `{text}` in: {output}", args.join(" "));
    }
    output
}

/// Every file below a folder with its bytes and the time of its last change; links by where they lead.
pub fn tree(root: &Path) -> BTreeMap<String, (Vec<u8>, Option<SystemTime>)> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = path.strip_prefix(root).expect("it lies below").to_string_lossy().into_owned();
            let meta = fs::symlink_metadata(&path).expect("it is there");
            if meta.is_dir() {
                open.push(path);
                found.insert(format!("{name}/"), (Vec::new(), None));
            } else if meta.is_symlink() {
                let to = fs::read_link(&path).expect("a link").to_string_lossy().into_owned();
                found.insert(name, (to.into_bytes(), None));
            } else {
                found.insert(name, (fs::read(&path).expect("it can be read"), meta.modified().ok()));
            }
        }
    }
    found
}
