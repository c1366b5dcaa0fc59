//! Makes a catalog file, as `infra catalog import` does: `import terraform|kubernetes|compose OUT FILE…`, with
//! `--facts FILE`, `--name NAME`, `--version VERSION`, `--show TYPE`.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)] // A command reads files and prints.

use std::error::Error;

use infra_catalog::import::{self, Imported, Label};

fn main() -> Result<(), Box<dyn Error>> {
    let (mut plain, mut options) = (Vec::new(), std::collections::BTreeMap::new());
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.strip_prefix("--") {
            Some(option) => {
                options.insert(option.to_owned(), args.next().ok_or("an option without its value")?);
            }
            None => plain.push(arg),
        }
    }
    let [family, out, files @ ..] = plain.as_slice() else {
        return Err("usage: import terraform|kubernetes|compose OUT FILE…".into());
    };
    let texts: Vec<String> = files.iter().map(std::fs::read_to_string).collect::<Result<_, _>>()?;
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let facts = options.get("facts").map(std::fs::read_to_string).transpose()?;
    let option = |name: &str| options.get(name).map(String::as_str);
    let label = Label { name: option("name"), version: option("version") };
    let made: Vec<Imported> = match family.as_str() {
        "terraform" => import::terraform(&texts, facts.as_deref(), label)?,
        "kubernetes" => vec![import::kubernetes(&texts, label)?],
        "compose" => vec![import::compose(texts.first().ok_or("a schema is missing")?, label)?],
        other => return Err(format!("expected terraform, kubernetes or compose, found {other}").into()),
    };
    for catalog in made {
        let path = format!("{out}/{}.catalog", catalog.name);
        std::fs::write(&path, &catalog.bytes)?;
        println!("{path}: {} bytes", catalog.bytes.len());
    }
    Ok(())
}
