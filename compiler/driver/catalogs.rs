//! `infra catalog`: texts of catalogs, and catalogs made out of schemas.

use catalog::import::{self, ImportError, Imported, Label};
use catalog::{Catalogs, Class, ResourceType};
use source::{FileId, nearest};

use crate::project::Project;
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

/// What may stand in a resource of a type, in each class that has one of its name, and what packages add to it.
pub fn show_type(project: &Project, name: &str) -> Result<String, Miss> {
    let (catalogs, classes) = (&project.catalogs, Class::all().into_iter());
    let types: Vec<ResourceType<'_>> = classes.filter_map(|class| catalogs.resource(class, name)).collect();
    if let Some(first) = types.first() {
        let all: Vec<String> = types.iter().map(|found| catalog::describe(*found)).collect();
        return Ok(format!("{}{}", all.join("\n"), refined(project, *first)));
    }
    let classes = Class::all();
    let near = nearest(name, classes.iter().filter_map(|class| catalogs.nearest(*class, name)));
    let help = near.map(|near| format!("did you mean `{near}`?"));
    Err(Miss { message: format!("no catalog has a type `{name}`"), help })
}

/// The refinements of a type as they are written: the library's, then those of the spec.
fn refined(project: &Project, found: ResourceType<'_>) -> String {
    let mut said = String::new();
    for (file, text) in crate::project::library().filter(|(_, text)| text.contains("refine ")) {
        said.push_str(&refined_in(file, text, found));
    }
    for (_, source) in project.sources.iter().filter(|(_, source)| !source.embedded) {
        said.push_str(&refined_in(&source.name, &source.text, found));
    }
    said
}

fn refined_in(file: &str, text: &str, found: ResourceType<'_>) -> String {
    let parse = syntax::parse(FileId(0), text);
    let mut said = String::new();
    for decl in syntax::File(parse.root(text)).decls() {
        let syntax::Decl::Refine(refine) = decl else { continue };
        let is_meant = |path: syntax::Path<'_>| {
            let (path, catalog) = (path.text(), found.catalog().name());
            let whole = path.strip_prefix(catalog).and_then(|rest| rest.strip_prefix('.'));
            if refine.is_all() { path == catalog } else { path == found.name() || whole == Some(found.name()) }
        };
        let span = refine.span();
        let written = text.get(span.start as usize..span.end as usize).unwrap_or_default();
        if refine.paths().any(is_meant) {
            let line = text.get(..span.start as usize).unwrap_or_default().matches('\n').count() + 1;
            said.push_str(&format!("\n// {file}:{line}\n{}\n", written.trim()));
        }
    }
    said
}
