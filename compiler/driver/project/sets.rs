//! `--set INPUT=VALUE`: inputs from the command line, as a layer that applies last.

use source::{Diagnostic, FileId};
use syntax::{Decl, InputDecl};

use super::Project;
use crate::problem::{Problem, SetMistake};

/// The name of the file that messages about a value show, and of the layer that `why` shows.
pub(crate) const NAME: &str = "--set";

/// The name of the layer in the spec; no user can write it, since a spec's files hold only letters and `_` in names
/// of one underscore at most at the start.
pub(crate) const LAYER: &str = "__set";

/// Adds a layer with the inputs to the root package. A value is an expression of the language; for an input that
/// holds text it may stand without quotes.
pub(crate) fn add_layer(project: &mut Project, sets: &[String], diagnostics: &mut Vec<Diagnostic>) -> Option<FileId> {
    if sets.is_empty() {
        return None;
    }
    let inputs = inputs(project);
    let mut body = String::new();
    let mut seen: Vec<&str> = Vec::new();
    for set in sets {
        match entry(set, &inputs, &mut seen) {
            Ok(line) => body.push_str(&line),
            Err(what) => {
                let file = project.add(NAME.to_owned(), String::new());
                diagnostics.push(Problem::SetInput { file, text: set.clone(), what }.diagnostic());
            }
        }
    }
    let file = project.add(NAME.to_owned(), format!("layer {LAYER} {{\n{body}}}\n"));
    project.packages.first_mut()?.files.push(file);
    Some(file)
}

/// The inputs of the root package, each with whether a value of it is text.
fn inputs(project: &Project) -> Vec<(String, bool)> {
    let Some(root) = project.packages.first() else { return Vec::new() };
    let inputs = project.decls(root).filter_map(|decl| match decl {
        Decl::Input(input) => Some((input.name()?.text.to_owned(), is_text(input))),
        _ => None,
    });
    inputs.collect()
}

fn is_text(input: InputDecl<'_>) -> bool {
    let ty = input.ty().map_or("", |ty| ty.node().text());
    let word = ty.trim_end_matches('?').rsplit(' ').next().unwrap_or(ty);
    matches!(word, "string" | "text" | "url" | "domain" | "path" | "cidr")
}

fn entry<'a>(set: &'a str, inputs: &[(String, bool)], seen: &mut Vec<&'a str>) -> Result<String, SetMistake> {
    let (name, value) = set.split_once('=').ok_or(SetMistake::Form)?;
    let name = name.trim();
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Err(SetMistake::Name(name.to_owned()));
    }
    let Some((_, is_text)) = inputs.iter().find(|(input, _)| input == name) else {
        return Err(SetMistake::Unknown(name.to_owned(), inputs.iter().map(|(input, _)| input.clone()).collect()));
    };
    if seen.contains(&name) {
        return Err(SetMistake::Twice(name.to_owned()));
    }
    seen.push(name);
    let value = if *is_text && !value.starts_with('"') && value != "none" { quoted(value) } else { value.to_owned() };
    Ok(format!("  {name} = {value}\n"))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace("${", "$${").replace('\n', "\\n"))
}
