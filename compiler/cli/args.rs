//! The command line: what every command shares. Each command's own part stands beside it.

use clap::builder::NonEmptyStringValueParser;
use clap::{Parser, Subcommand};

use crate::commands;
use crate::report::Format;
use crate::terminal::Color;

const EXAMPLES: &str = "\
Examples:
  infra init shop                       a spec to start from, in the folder `shop`
  infra check shop                      all that is wrong with it
  infra build shop                      its files, below `shop/out`
  infra graph shop --out shop.svg       its picture
  infra why production db.storage shop  where a value comes from
  infra explain unknown-field           what a code means and how to mend it

Exit status: 0 fine · 1 the spec has errors, or a check failed · 2 wrong usage ·
3 the system failed (disk, permissions)";

/// Compiles a typed spec of a system to Terraform, Kubernetes and Compose files.
#[derive(Debug, Parser)]
#[command(name = "infra", version, after_help = EXAMPLES, arg_required_else_help = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// When to use colours
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) color: Color,
}

/// What can be asked for.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(commands::init::Args),
    Check(commands::check::Args),
    Build(commands::build::Args),
    Fmt(commands::fmt::Args),
    Fix(commands::fix::Args),
    Graph(commands::graph::Args),
    Why(commands::why::Args),
    Targets(commands::targets::Args),
    Catalog(commands::catalog::Args),
    Test(commands::test::Args),
    Lock(commands::lock::Args),
    Explain(commands::explain::Args),
    Completions(commands::completions::Args),
    Man(commands::man::Args),
}

/// The spec a command is about.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct SpecArgs {
    /// A folder of the spec, or one of its files; the spec is the nearest folder upwards that declares `app`
    #[arg(default_value = ".", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) path: String,

    #[command(flatten)]
    pub(crate) set: SetArgs,
}

/// Inputs from outside.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct SetArgs {
    /// Sets an input of the spec in every environment; may be repeated
    #[arg(long = "set", value_name = "INPUT=VALUE")]
    pub(crate) sets: Vec<String>,
}

/// How diagnostics are written.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct ReportArgs {
    /// The shape of what is reported
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(crate) format: Format,
}
