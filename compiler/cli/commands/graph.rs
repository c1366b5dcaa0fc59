//! `infra graph`: the picture of an environment.

use driver::{Checked, Deployment, PictureFormat, Status};

use crate::args::SpecArgs;
use crate::os_host;
use crate::report::Format;
use crate::shell::{Failure, Shell};
use crate::terminal::Stream;

const EXAMPLES: &str = "\
Examples:
  infra graph                                    every environment, as text
  infra graph --env production --out shop.svg    for a design document
  infra graph shop --env local --format mermaid  for a page that draws Mermaid";

/// Draws who needs whom in an environment, and where each instance goes
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    spec: SpecArgs,

    /// The environment; all of them where the format is text
    #[arg(long, value_name = "NAME")]
    env: Option<String>,

    /// The shape of the picture; what the file of `--out` ends in where it is left out, else text
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Shape>,

    /// The file to write instead of the output
    #[arg(long, value_name = "FILE")]
    out: Option<String>,
}

/// The shape of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Shape {
    /// A finished picture, for light and dark pages
    Svg,
    /// For Graphviz
    Dot,
    /// For Markdown pages that draw Mermaid
    Mermaid,
    /// For programs
    Json,
    /// For a terminal
    Text,
}

impl Shape {
    fn picture(self) -> PictureFormat {
        match self {
            Self::Svg => PictureFormat::Svg,
            Self::Dot => PictureFormat::Dot,
            Self::Mermaid => PictureFormat::Mermaid,
            Self::Json => PictureFormat::Json,
            Self::Text => PictureFormat::Text,
        }
    }

    /// The shape that a file's name asks for.
    fn of_file(name: &str) -> Option<Self> {
        match name.rsplit_once('.')?.1 {
            "svg" => Some(Self::Svg),
            "dot" | "gv" => Some(Self::Dot),
            "mmd" | "mermaid" => Some(Self::Mermaid),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

pub(crate) fn run(args: &Args, shell: &Shell) -> Result<Status, Failure> {
    let checked = shell.evaluate(&args.spec.path, &args.spec.set.sets);
    shell.report(Stream::Errors, Format::Terminal, &checked.project.sources, &checked.diagnostics)?;
    if checked.environments.is_empty() {
        return Ok(checked.status());
    }
    let shape = args.format.or_else(|| Shape::of_file(args.out.as_deref()?)).unwrap_or(Shape::Text);
    let chosen = chosen(args, shape, &checked)?;
    let draw = |each| driver::draw(each, &checked.passages(each), shape.picture());
    let pictures: Vec<String> = chosen.into_iter().map(draw).collect();
    let text = pictures.join("\n");
    match &args.out {
        None => shell.print(&text)?,
        Some(file) => os_host::replace(&shell.absolute(file), &text)
            .map_err(|error| Failure::system(&format!("write {file}"), &error))?,
    }
    Ok(checked.status())
}

/// The environments to draw: the one that is asked for, the only one there is, or all where text can hold them.
fn chosen<'a>(args: &Args, shape: Shape, checked: &'a Checked) -> Result<Vec<&'a Deployment>, Failure> {
    match (&args.env, checked.environments.as_slice()) {
        (Some(name), _) => Ok(vec![environment(checked, name)?]),
        (None, [only]) => Ok(vec![only]),
        (None, all) if shape == Shape::Text => Ok(all.iter().collect()),
        (None, _) => Err(Failure::usage("a picture shows one environment")
            .help(format!("give one: --env {}", checked.environment_names().join(" | ")))),
    }
}

fn environment<'a>(checked: &'a Checked, name: &str) -> Result<&'a Deployment, Failure> {
    checked.environment(name).map_err(Failure::from)
}
