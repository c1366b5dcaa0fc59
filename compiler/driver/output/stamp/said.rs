//! What a build said, as lines: the files that it spoke of by number, then what it said of them.

use resources::Loss;
use source::{Diagnostic, Edit, FileId, Fix, Label, Severity, Sources, Span};

use super::lines::{Lines, Parsed};
use crate::digest::hash;
use crate::host::paths;
use crate::host::recorder::{Answer, Answers, Question};
use crate::pipeline::Report;
use crate::problem;
use crate::project::library;

const SEVERITIES: [(&str, Severity); 3] =
    [("error", Severity::Error), ("warning", Severity::Warning), ("lint", Severity::Lint)];

/// Writes a report whose files are named from `base`, as paths below `root`; nothing where it speaks of a text that is no file.
pub(super) fn write(lines: &mut Lines, report: &Report, (base, root): (&str, &str), answers: &Answers) -> Option<()> {
    let mut writer = Writer { lines: Lines::default(), files: Vec::new() };
    for name in &report.environments {
        writer.lines.add("environment", &[name]);
    }
    report.diagnostics.iter().for_each(|diagnostic| writer.diagnostic(diagnostic));
    for (environment, Loss { instance, target, field, reason, span }) in &report.losses {
        let span = writer.span(*span);
        writer.lines.add("loss", &[&span, environment, instance, target, field, reason]);
    }
    for file in writer.files {
        let source = report.sources.get(file);
        if source.embedded {
            lines.add("library", &[&source.name]);
            continue;
        }
        let path = paths::join(base, &source.name);
        let known = Answer::File(hash(source.text.as_bytes()));
        let question = (Question::File, path);
        if answers.get(&question) != Some(&known) {
            return None;
        }
        lines.add("source", &[&paths::way(root, &question.1)]);
    }
    lines.append(&writer.lines);
    Some(())
}

struct Writer {
    lines: Lines,
    files: Vec<FileId>,
}

impl Writer {
    fn diagnostic(&mut self, diagnostic: &Diagnostic) {
        let Diagnostic { code, severity, message, primary, secondary, help, fixes } = diagnostic;
        let severity = SEVERITIES.iter().find(|(_, each)| each == severity).map_or("", |(word, _)| word);
        let span = self.span(primary.span);
        self.lines.add("found", &[&span, severity, code, message, &primary.text]);
        for Label { span, text } in secondary {
            let span = self.span(*span);
            self.lines.add("also", &[&span, text]);
        }
        if let Some(help) = help {
            self.lines.add("help", &[help]);
        }
        for Fix { title, edits } in fixes {
            self.lines.add("fix", &[title]);
            for Edit { span, text } in edits {
                let span = self.span(*span);
                self.lines.add("edit", &[&span, text]);
            }
        }
    }

    fn span(&mut self, span: Span) -> String {
        let known = self.files.iter().position(|file| *file == span.file);
        let at = known.unwrap_or_else(|| {
            self.files.push(span.file);
            self.files.len() - 1
        });
        format!("{at}:{}:{}", span.start, span.end)
    }
}

/// Reads a report; `file` gives the name and the text of a path below the root.
pub(super) fn read(lines: &[Parsed<'_>], mut file: impl FnMut(&str) -> Option<(String, String)>) -> Option<Report> {
    let mut report = Report::default();
    for line in lines {
        match line.word {
            "library" => {
                let (name, text) = library().find(|(name, _)| line.text(0).as_deref() == Some(name))?;
                report.sources.add_embedded(name, text);
            }
            "source" => {
                let (name, text) = file(&line.text(0)?)?;
                report.sources.add(name, text);
            }
            "environment" => report.environments.push(line.text(0)?),
            "loss" => {
                let span = span(line, &report.sources)?;
                let [environment, instance, target, field, reason] = texts(line)?;
                report.losses.push((environment, Loss { instance, target, field, reason, span }));
            }
            "found" => {
                let span = span(line, &report.sources)?;
                let [severity, code, message, text] = texts(line)?;
                let (_, severity) = SEVERITIES.into_iter().find(|(word, _)| *word == severity)?;
                let code = problem::codes().into_iter().find(|known| *known == code)?;
                let found = Diagnostic::error(code, span, message).label(text);
                report.diagnostics.push(Diagnostic { severity, ..found });
            }
            _ => add(report.diagnostics.last_mut()?, line, &report.sources)?,
        }
    }
    Some(report)
}

/// What else belongs to a diagnostic.
fn add(diagnostic: &mut Diagnostic, line: &Parsed<'_>, sources: &Sources) -> Option<()> {
    match line.word {
        "also" => diagnostic.secondary.push(Label { span: span(line, sources)?, text: line.text(1)? }),
        "help" => diagnostic.help = Some(line.text(0)?),
        "fix" => diagnostic.fixes.push(Fix { title: line.text(0)?, edits: Vec::new() }),
        "edit" => {
            diagnostic.fixes.last_mut()?.edits.push(Edit { span: span(line, sources)?, text: line.text(1)? });
        }
        _ => return None,
    }
    Some(())
}

/// The fields behind the first.
fn texts<const COUNT: usize>(line: &Parsed<'_>) -> Option<[String; COUNT]> {
    let texts: Option<Vec<String>> = (1..=COUNT).map(|at| line.text(at)).collect();
    texts?.try_into().ok()
}

/// The span in the first field, in a file that is known.
fn span(line: &Parsed<'_>, sources: &Sources) -> Option<Span> {
    let [file, start, end] = line.numbers(0)?;
    let source = sources.iter().nth(file as usize)?.1;
    (start <= end && end as usize <= source.text.len()).then(|| Span::new(FileId(file), start, end))
}
