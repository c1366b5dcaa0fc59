//! Prints a catalog's names, or one of its types: `show FILE`, `show FILE CLASS NAME`.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)] // A command reads files and prints.

use std::error::Error;

use infra_catalog::{Catalog, Class, describe, list};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let path = args.first().ok_or("usage: show FILE [CLASS NAME]")?;
    let catalog = Catalog::open(std::fs::read(path)?)?;
    catalog.verify()?;
    let (Some(class), Some(name)) = (args.get(1), args.get(2)) else {
        print!("{}", list(&catalog));
        return Ok(());
    };
    let class = Class::all().into_iter().find(|known| known.name() == class).ok_or("no such class")?;
    let found = catalog.resource(class, name).ok_or_else(|| match catalog.nearest(class, name) {
        Some(near) => format!("no {} `{name}`; did you mean `{near}`?", class.name()),
        None => format!("no {} `{name}`", class.name()),
    })?;
    print!("{}", describe(found));
    Ok(())
}
