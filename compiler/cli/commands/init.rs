//! `infra init`: a spec to start from.

use driver::{Host, Status};

use crate::os_host::{self, OsHost};
use crate::shell::{Failure, Shell};

const EXAMPLES: &str = "\
Examples:
  infra init shop                      an API with a database behind a gateway, in the folder `shop`
  infra init jobs --template worker    workers that take jobs from a queue in a cache
  infra init site --template static    a static site";

/// Writes a spec to start from; nothing that is there is overwritten
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The folder to write it to
    #[arg(default_value = ".")]
    dir: String,

    /// What to start from
    #[arg(long, value_enum, value_name = "NAME", default_value_t)]
    template: Template,
}

/// What a spec may start from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Template {
    /// An API with a database behind a gateway
    #[default]
    Web,
    /// Workers that take jobs from a queue in a cache
    Worker,
    /// A static site
    Static,
}

/// Stands for the app's name in a template, and the same name where only dashes may part words.
const NAME: &str = "example_app";
const DASHED: &str = "example-app";

impl Template {
    fn files(self) -> [(&'static str, &'static str); 2] {
        let (app, environments) = match self {
            Self::Web => {
                (include_str!("../templates/web/app.infra"), include_str!("../templates/web/environments.infra"))
            }
            Self::Worker => {
                (include_str!("../templates/worker/app.infra"), include_str!("../templates/worker/environments.infra"))
            }
            Self::Static => {
                (include_str!("../templates/static/app.infra"), include_str!("../templates/static/environments.infra"))
            }
        };
        [("app.infra", app), ("environments.infra", environments)]
    }
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Status, Failure> {
    let dir = shell.absolute(args.dir.trim_end_matches('/'));
    let there = OsHost.list(&dir).unwrap_or_default();
    if let Some(entry) = there.iter().find(|entry| entry.name.ends_with(".infra")) {
        return Err(Failure::usage(format!("`{}` already holds a spec: `{}`", args.dir, entry.name))
            .help("give another folder; nothing was written"));
    }
    let name = app_name(&dir);
    let mut said = String::new();
    for (file, text) in args.template.files() {
        let shown =
            if args.dir == "." { file.to_owned() } else { format!("{}/{file}", args.dir.trim_end_matches('/')) };
        os_host::create(&format!("{dir}/{file}"), &text.replace(NAME, &name).replace(DASHED, &name.replace('_', "-")))
            .map_err(|error| Failure::system(&format!("write {shown}"), &error))?;
        said.push_str(&format!("wrote {shown}\n"));
    }
    let there = if args.dir == "." { String::new() } else { format!(" {}", args.dir) };
    said.push_str(&format!("next: infra check{there}, then infra build{there}\n"));
    shell.print(&said)?;
    Ok(Status::Fine)
}

/// The folder's name as the name of an app: lower-case words.
fn app_name(dir: &str) -> String {
    let name = dir.rsplit('/').find(|part| !matches!(*part, "" | "." | "..")).unwrap_or("");
    let name: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    let name = name.trim_start_matches(|c: char| !c.is_ascii_lowercase()).trim_end_matches('_');
    if name.is_empty() { "app".to_owned() } else { name.to_owned() }
}
