//! What every command needs: where it runs, how it writes, how it fails.

use std::{fmt, io};

use driver::{Checked, Diagnostic, Miss, Refusal, Request, Sources, Status};

use crate::os_host::OsHost;
use crate::report::{self, Format};
use crate::terminal::{self, Color, Stream, Style};

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What it ends with.
    pub(crate) status: Status,
    message: String,
    help: Option<String>,
}

impl Failure {
    /// The command was asked wrongly.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { status: Status::Usage, message: message.into(), help: None }
    }

    /// The system refused: `doing` says what was tried, such as `write app.infra`.
    pub(crate) fn system(doing: &str, error: &io::Error) -> Self {
        Self { status: Status::System, message: format!("can't {doing}: {error}"), help: None }
    }

    /// Some path can't be read.
    pub(crate) fn unreadable(path: &str, refusal: &Refusal) -> Self {
        Self { status: Status::System, message: format!("can't read {path}: {refusal}"), help: None }
    }

    /// Says how to mend it.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl From<Miss> for Failure {
    fn from(miss: Miss) -> Self {
        Self { status: Status::Usage, message: miss.message, help: miss.help }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "infra: {}", self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| writeln!(f, "  help: {help}"))
    }
}

/// Where a command runs.
pub(crate) struct Shell {
    /// The folder it was started in.
    pub(crate) base: String,
    color: Color,
}

impl Shell {
    /// The shell of this process.
    pub(crate) fn new(color: Color) -> Result<Self, Failure> {
        let base = std::env::current_dir().map_err(|error| Failure::system("find the current folder", &error))?;
        let base = base.to_str().ok_or_else(|| {
            Failure::usage(format!("the path of the current folder is not UTF-8: {}", base.display()))
                .help("run it in a folder whose path is")
        })?;
        Ok(Self { base: base.to_owned(), color })
    }

    /// A path of the command line, absolute.
    pub(crate) fn absolute(&self, path: &str) -> String {
        if path.starts_with('/') { path.to_owned() } else { format!("{}/{path}", self.base) }
    }

    /// Checks the spec that a path belongs to.
    pub(crate) fn check(&self, path: &str, sets: &[String]) -> Checked {
        driver::check(&OsHost, &self.request(path, sets))
    }

    /// The graph of the spec that a path belongs to, in every environment.
    pub(crate) fn evaluate(&self, path: &str, sets: &[String]) -> Checked {
        driver::evaluate(&OsHost, &self.request(path, sets))
    }

    /// What to ask of the driver for a path of the command line.
    pub(crate) fn request(&self, path: &str, sets: &[String]) -> Request {
        Request::new(&self.absolute(path), &self.base, sets)
    }

    /// Writes what the command was asked for.
    pub(crate) fn print(&self, text: &str) -> Result<(), Failure> {
        terminal::write(Stream::Output, text).map_err(|error| Failure::system("write the output", &error))
    }

    /// Writes what is to be said beside it.
    pub(crate) fn say(&self, text: &str) -> Result<(), Failure> {
        terminal::write(Stream::Errors, text).map_err(|error| Failure::system("write messages", &error))
    }

    /// Writes diagnostics to a stream, and for people how many there are.
    pub(crate) fn report(
        &self,
        stream: Stream,
        format: Format,
        sources: &Sources,
        diagnostics: &[Diagnostic],
    ) -> Result<(), Failure> {
        let mut text = report::render(format, sources, diagnostics, Style::of(stream, self.color));
        if let Some(summary) = report::summary(diagnostics).filter(|_| format.is_for_people()) {
            text.push_str(&format!("{summary}\n"));
        }
        match stream {
            Stream::Output => self.print(&text),
            Stream::Errors => self.say(&text),
        }
    }
}
