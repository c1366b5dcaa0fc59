//! Folders that hold no spec, or packages that use each other.

use std::fs;

use crate::PATIENCE;
use crate::run::{check, folder};

/// Files, what is checked, the status, and a code that is told.
type Odd = (&'static str, &'static [(&'static str, &'static str)], &'static str, i32, &'static str);

const ODD: [Odd; 9] = [
    ("nothing", &[], ".", 2, ""),
    ("no such path", &[], "nothing/here", 2, ""),
    ("an empty file", &[("app.infra", "")], ".", 1, "no-app"),
    ("only a mark of byte order", &[("app.infra", "\u{feff}")], ".", 1, "no-app"),
    ("a folder named like a spec", &[("app.infra/x.txt", "app x")], ".", 2, ""),
    ("a package of itself", &[("app.infra", "app x\nuse ./a"), ("a/a.infra", "use ../a")], ".", 1, "package-cycle"),
    (
        "packages in a circle",
        &[("app.infra", "app x\nuse ./a"), ("a/a.infra", "use ../b"), ("b/b.infra", "use ../a")],
        ".",
        1,
        "package-cycle",
    ),
    ("a package that isn't there", &[("app.infra", "app x\nuse ./a")], ".", 1, "missing-package"),
    ("a package above", &[("app.infra", "app x\nuse ../a")], ".", 1, "package-outside"),
];

fn check_odd((name, files, path, expected, code): Odd) {
    let root = folder(name);
    for (below, text) in files {
        let file = root.join(below);
        fs::create_dir_all(file.parent().expect("a file lies in a folder")).expect("its folder can be made");
        fs::write(file, text).expect("a fresh file can be written");
    }
    let (status, output) = check(&root, path, PATIENCE).expect(name);
    assert_eq!(status, Some(expected), "{name}: {output}");
    assert!(code.is_empty() || output.matches(&format!("error[{code}]")).count() == 1, "{name}: {output}");
}

pub fn check_all() {
    ODD.into_iter().for_each(check_odd);
}
