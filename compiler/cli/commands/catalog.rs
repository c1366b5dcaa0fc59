//! `infra catalog`: what is known of resources, and how to learn more.

use driver::{CatalogSchema, Status};

use crate::os_host;
use crate::shell::{Failure, Shell};

const EXAMPLES: &str = "\
Examples:
  infra catalog list                                    every catalog and its types
  infra catalog list aws                                the types of one
  infra catalog show aws_db_instance                    what may stand in a resource
  infra catalog show Deployment@v1
  terraform providers schema -json > schema.json
  infra catalog import terraform schema.json            a provider of your own, for `catalog NAME` in a target
  kubectl get crd -o json > crds.json
  infra catalog import kubernetes crds.json --name mesh";

/// Lists, shows and imports the schemas that resources are checked against
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Lists catalogs and their types
    List {
        /// The catalog; all of them where it is left out
        catalog: Option<String>,

        #[command(flatten)]
        spec: Beside,
    },
    /// Shows what may stand in a resource of a type
    Show {
        /// The type: `aws_vpc`, `Deployment`, `service`
        name: String,

        #[command(flatten)]
        spec: Beside,
    },
    /// Makes a catalog out of a schema, in the folder `catalogs` beside the spec
    Import(Import),
}

/// The spec whose own catalogs count.
#[derive(Debug, clap::Args)]
struct Beside {
    /// A folder of the spec whose own catalogs count, too
    #[arg(long = "spec", default_value = ".", value_name = "PATH")]
    path: String,
}

#[derive(Debug, clap::Args)]
struct Import {
    /// What printed the schema
    #[arg(value_enum)]
    family: Family,

    /// The schema: what `terraform providers schema -json` prints, an OpenAPI document or manifests of CRDs, or the
    /// schema of Compose
    #[arg(required = true)]
    files: Vec<String>,

    /// What else is known of the values, as a JSON document
    #[arg(long, value_name = "FILE")]
    facts: Option<String>,

    /// What the catalog is called; the provider's or the group's own name where it is left out
    #[arg(long)]
    name: Option<String>,

    /// The version of what the schema describes, where the schema doesn't say it
    #[arg(long)]
    version: Option<String>,

    /// The folder to write to
    #[arg(long, default_value = "catalogs", value_name = "DIR")]
    out: String,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Family {
    /// `terraform providers schema -json`
    Terraform,
    /// An OpenAPI document of a cluster, or manifests of custom resource definitions
    Kubernetes,
    /// The schema of the Compose specification
    Compose,
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Status, Failure> {
    match &args.what {
        What::List { catalog, spec } => {
            let catalogs = shell.evaluate(&spec.path, &[]).project.catalogs;
            shell.print(&driver::list_catalogs(&catalogs, catalog.as_deref())?)?;
        }
        What::Show { name, spec } => {
            let project = shell.evaluate(&spec.path, &[]).project;
            shell.print(&driver::show_type(&project, name)?)?;
        }
        What::Import(import) => write_import(import, shell)?,
    }
    Ok(Status::Fine)
}

fn write_import(import: &Import, shell: &Shell) -> Result<(), Failure> {
    let read = |file: &String| {
        std::fs::read_to_string(shell.absolute(file)).map_err(|error| Failure::system(&format!("read {file}"), &error))
    };
    let texts = import.files.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let facts = import.facts.as_ref().map(read).transpose()?;
    let schema = CatalogSchema {
        texts: texts.iter().map(String::as_str).collect(),
        facts: facts.as_deref(),
        name: import.name.as_deref(),
        version: import.version.as_deref(),
    };
    let made = match import.family {
        Family::Terraform => driver::import_terraform(&schema),
        Family::Kubernetes => driver::import_kubernetes(&schema),
        Family::Compose => driver::import_compose(&schema),
    }?;
    for catalog in made {
        let path = format!("{}/{}.catalog", import.out, catalog.name);
        os_host::replace_bytes(&shell.absolute(&path), &catalog.bytes)
            .map_err(|error| Failure::system(&format!("write {path}"), &error))?;
        shell.print(&format!(
            "{path}: {} bytes; name it in a target: `catalog {}`\n",
            catalog.bytes.len(),
            catalog.name
        ))?;
    }
    Ok(())
}
