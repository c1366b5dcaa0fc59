//! What a build says of itself, for people and as a document.

use std::collections::BTreeMap;

use driver::output::{Action, Fate, OutputFolder, Plan, Planned};
use driver::{Loss, Position, Report, Span};
use serde_json::{Value, json};

use super::Ending;
use crate::report::{count_of, json};

/// The name that the manifest has in messages.
const MANIFEST: &str = "infra.manifest";

/// What became of the files, or what keeps them as they are.
pub(super) fn files(folder: &OutputFolder, plan: &Plan<'_>, ending: Ending) -> String {
    match ending {
        Ending::Checked => checked(folder, plan),
        Ending::Refused => refused(folder, plan),
        Ending::Done => done(folder, plan),
    }
}

fn done(folder: &OutputFolder, plan: &Plan<'_>) -> String {
    let count = |action| plan.with(action).count();
    let (written, removed, kept) = (count(Action::Write), count(Action::Remove), count(Action::Keep));
    let shown = &folder.shown;
    match (written, removed) {
        (0, 0) => format!("{shown}: {}, none changed\n", count_of(kept, "file", "files")),
        (_, 0) => format!("{shown}: {} written, {kept} unchanged\n", count_of(written, "file", "files")),
        _ => format!("{shown}: {} written, {removed} removed, {kept} unchanged\n", count_of(written, "file", "files")),
    }
}

fn checked(folder: &OutputFolder, plan: &Plan<'_>) -> String {
    if plan.is_current() {
        return format!("{}: {}, up to date\n", folder.shown, count_of(plan.files.len(), "file", "files"));
    }
    let mut out = String::new();
    if plan.was_killed {
        out.push_str(&format!("{}: a build was killed here before it was done\n", folder.shown));
    }
    for file in plan.files.iter().filter(|file| file.fate != Fate::Unchanged) {
        out.push_str(&line(folder, file));
    }
    // It differs whenever a file does; by itself it is worth a line.
    if out.is_empty() {
        out.push_str(&row(word(&plan.manifest), &format!("{}/{MANIFEST}", folder.shown), ""));
    }
    let is_refused = plan.with(Action::Refuse).next().is_some();
    out.push_str(if is_refused {
        "help: `infra build` refuses to touch what others wrote or changed, and says what to do about it\n"
    } else {
        "help: run `infra build`\n"
    });
    out
}

fn refused(folder: &OutputFolder, plan: &Plan<'_>) -> String {
    let refused: Vec<&Planned<'_>> = plan.with(Action::Refuse).collect();
    let mut out: String = refused.iter().map(|file| line(folder, file)).collect();
    let count = |is: fn(&Fate) -> bool| refused.iter().filter(|file| is(&file.fate)).count();
    let (blocked, taken) =
        (count(|fate| matches!(fate, Fate::Blocked(_))), count(|fate| matches!(fate, Fate::Taken(_))));
    out.push_str("nothing was written\n");
    if blocked > 0 {
        out.push_str("help: move what is in the way somewhere else; nothing is written through a link\n");
    }
    if taken > 0 {
        out.push_str(
            "help: name another folder with `--out`; if the app was renamed, `infra build --force` takes it over\n",
        );
    }
    if blocked + taken < refused.len() {
        out.push_str(
            "help: say it in the spec, or move the file away; `infra build --force` replaces or removes what is named here\n",
        );
    }
    out
}

fn line(folder: &OutputFolder, file: &Planned<'_>) -> String {
    row(word(&file.fate), &format!("{}/{}", folder.shown, file.path), &reason(file))
}

fn row(word: &str, path: &str, reason: &str) -> String {
    let reason = if reason.is_empty() { String::new() } else { format!("  ({reason})") };
    format!("{word:<10} {path}{reason}\n")
}

/// One word or two for how a file stands, the same in all formats.
fn word(fate: &Fate) -> &'static str {
    match fate {
        Fate::Unchanged => "unchanged",
        Fate::Missing => "missing",
        Fate::Stale => "stale",
        Fate::Converted => "converted",
        Fate::LeftOver => "left over",
        Fate::Edited => "edited",
        Fate::Foreign => "foreign",
        Fate::Link => "link",
        Fate::Taken(_) => "taken",
        Fate::Blocked(_) => "blocked",
    }
}

/// What the word leaves open.
fn reason(file: &Planned<'_>) -> String {
    match (&file.fate, file.bytes) {
        (Fate::Converted, _) => {
            "the ends of its lines were: `out/** -text` in .gitattributes keeps git from it".to_owned()
        }
        (Fate::Edited, Some(_)) => "changed by hand since it was generated".to_owned(),
        (Fate::Edited, None) => "changed by hand, and nothing in the spec makes it any more".to_owned(),
        (Fate::Foreign, _) => "no build wrote it".to_owned(),
        (Fate::Link, _) => "a symbolic link stands there".to_owned(),
        (Fate::Taken(app), _) => format!("the folder holds the files of the app `{app}`"),
        (Fate::Blocked(by), _) if *by == file.path => "no file stands there".to_owned(),
        (Fate::Blocked(by), _) => format!("`{by}` is no folder, or a link"),
        _ => String::new(),
    }
}

/// What environments set to no effect, a line for all that set the same.
pub(super) fn losses(report: &Report) -> String {
    if report.losses.is_empty() {
        return String::new();
    }
    let mut grouped: Vec<(&Loss, Vec<&str>)> = Vec::new();
    let mut places: BTreeMap<([&str; 4], Span), usize> = BTreeMap::new();
    for (environment, loss) in &report.losses {
        let Loss { instance, target, field, reason, span } = loss;
        let at = *places.entry(([instance, target, field, reason], *span)).or_insert(grouped.len());
        match grouped.get_mut(at) {
            Some((_, environments)) => environments.push(environment),
            None => grouped.push((loss, vec![environment])),
        }
    }
    let sources = &report.sources;
    let count = count_of(grouped.len(), "setting has", "settings have");
    let mut out = format!("{count} no effect where the instance goes:\n");
    for (Loss { instance, target, field, reason, span }, environments) in grouped {
        let (at, file, environments) = (sources.position(*span), &sources.get(span.file).name, environments.join(", "));
        let place = format!("{file}:{}:{}", at.line, at.column);
        out.push_str(&format!("  {environments}: `{instance}.{field}` on `{target}`: {reason}  ({place})\n"));
    }
    out
}

/// The whole report as a document: the diagnostics, and what became of the files.
pub(super) fn json(report: &Report, folder: &OutputFolder, done: Option<(&Plan<'_>, Ending)>) -> String {
    let sources = &report.sources;
    let mut document = json::document(sources, &report.diagnostics);
    let losses: Vec<Value> = report
        .losses
        .iter()
        .map(|(environment, loss)| {
            let Position { line, column, .. } = sources.position(loss.span);
            json!({
                "environment": environment, "target": loss.target, "instance": loss.instance, "field": loss.field,
                "reason": loss.reason, "file": sources.get(loss.span.file).name, "line": line, "column": column,
            })
        })
        .collect();
    if let Some(document) = document.as_object_mut() {
        document.insert("losses".to_owned(), Value::Array(losses));
        document.insert("build".to_owned(), build(folder, done));
    }
    json::print(&document)
}

fn build(folder: &OutputFolder, done: Option<(&Plan<'_>, Ending)>) -> Value {
    let (plan, ending) = done.unzip();
    let paths = |action| -> Vec<Value> {
        plan.map(|plan| plan.with(action).map(|file| file.path.as_str().into()).collect()).unwrap_or_default()
    };
    let changed: Option<Vec<Value>> = plan.map(|plan| {
        let changed = plan.files.iter().filter(|file| file.fate != Fate::Unchanged);
        changed.map(|file| json!({ "path": file.path, "state": word(&file.fate), "reason": reason(file) })).collect()
    });
    let result = match ending {
        None => "errors",
        Some(Ending::Refused) => "refused",
        Some(Ending::Done) => "built",
        Some(Ending::Checked) if plan.is_some_and(Plan::is_current) => "current",
        Some(Ending::Checked) => "stale",
    };
    json!({
        "folder": folder.shown,
        "result": result,
        "killed": plan.is_some_and(|plan| plan.was_killed),
        "written": if ending == Some(Ending::Done) { paths(Action::Write) } else { Vec::new() },
        "removed": if ending == Some(Ending::Done) { paths(Action::Remove) } else { Vec::new() },
        "unchanged": paths(Action::Keep),
        "refused": paths(Action::Refuse),
        "changes": changed.unwrap_or_default(),
    })
}
