//! `infra catalog`: texts of catalogs, and catalogs made out of schemas.

use catalog::import::{self, ImportError, Imported, Label};
use catalog::{Catalogs, Class};
use source::nearest;

use crate::why::Miss;

/// A schema to import, as texts.
#[derive(Clone, Debug, Default)]
pub struct CatalogSchema<'a> {
    /// The documents.
    pub texts: Vec<&'a str>,
    /// What else is known of the values.
    pub facts: Option<&'a str>,
    /// What the catalog is called.
    pub name: Option<&'a str>,
    /// The version of what the schema describes.
    pub version: Option<&'a str>,
}

impl<'a> CatalogSchema<'a> {
    fn label(&self) -> Label<'a> {
        Label { name: self.name, version: self.version }
    }
}

/// Catalogs of what `terraform providers schema -json` prints, one a provider.
pub fn import_terraform(schema: &CatalogSchema<'_>) -> Result<Vec<Imported>, Miss> {
    import::terraform(&schema.texts, schema.facts, schema.label()).map_err(refused)
}

/// A catalog of kinds.
pub fn import_kubernetes(schema: &CatalogSchema<'_>) -> Result<Vec<Imported>, Miss> {
    import::kubernetes(&schema.texts, schema.label()).map(|made| vec![made]).map_err(refused)
}

/// A catalog of the Compose specification.
pub fn import_compose(schema: &CatalogSchema<'_>) -> Result<Vec<Imported>, Miss> {
    let text = schema.texts.first().copied().unwrap_or_default();
    import::compose(text, schema.label()).map(|made| vec![made]).map_err(refused)
}

fn refused(error: ImportError) -> Miss {
    let help = "`infra catalog import --help` says what each kind of schema is and what prints it";
    Miss { message: format!("this is no schema that can be imported: {error}"), help: Some(help.to_owned()) }
}

/// The names of all catalogs with how many types each has, or the types of one.
pub fn list_catalogs(catalogs: &Catalogs, name: Option<&str>) -> Result<String, Miss> {
    let Some(name) = name else {
        let line = |catalog: &catalog::Catalog| {
            let types = catalog.types().filter(|found| found.class() != Class::Shared).count();
            format!("{:20} {:10} {:9} {types:5} types\n", catalog.name(), catalog.version(), catalog.family().name())
        };
        return Ok(catalogs.iter().map(line).collect());
    };
    match catalogs.named(name) {
        Some(catalog) => Ok(catalog::list(catalog)),
        None => {
            let names: Vec<&str> = catalogs.names().collect();
            Err(Miss::new(format!("there is no catalog `{name}`"), name, &names))
        }
    }
}

/// What may stand in a resource of a type, in each class that has one of its name.
pub fn show_type(catalogs: &Catalogs, name: &str) -> Result<String, Miss> {
    let classes = Class::all().into_iter();
    let found: Vec<String> =
        classes.filter_map(|class| catalogs.resource(class, name)).map(catalog::describe).collect();
    if !found.is_empty() {
        return Ok(found.join("\n"));
    }
    let classes = Class::all();
    let near = nearest(name, classes.iter().filter_map(|class| catalogs.nearest(*class, name)));
    let help = near.map(|near| format!("did you mean `{near}`?"));
    Err(Miss { message: format!("no catalog has a type `{name}`"), help })
}
