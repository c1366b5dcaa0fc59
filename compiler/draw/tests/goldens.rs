//! Golden files: each sample in each format, byte for byte. `UPDATE=1` rewrites them.

#![expect(clippy::disallowed_methods, reason = "golden files lie on the disk")]

use std::path::PathBuf;

use super::sample;
use crate::{Format, draw};

fn check(name: &str) {
    let tests = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests");
    let text = std::fs::read_to_string(tests.join("samples").join(format!("{name}.txt"))).expect("the sample");
    let sample = sample::read(&text);
    let mut stale = Vec::new();
    for format in Format::ALL {
        let extension = match format {
            Format::Mermaid => "mmd",
            Format::Text => "txt",
            other => other.name(),
        };
        let file = tests.join("golden").join(format!("{name}.{extension}"));
        let drawn = draw(&sample.deployment, &sample.passages, format);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&file, &drawn).expect("a golden file");
        } else if std::fs::read_to_string(&file).unwrap_or_default() != drawn {
            stale.push(file);
        }
    }
    assert!(stale.is_empty(), "not what they were, see with UPDATE=1 and a diff: {stale:?}");
}

macro_rules! goldens {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            check(stringify!($name));
        }
    )*};
}

goldens! { shop clan treasury bet hub knot lanes grid lone names nothing }
