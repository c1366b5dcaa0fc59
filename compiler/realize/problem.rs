//! What realizing may find wrong.

use graph::Gap;
use source::{Diagnostic, Span};

/// All codes that realizing reports, with what each means.
pub const CODES: &[(&str, &str)] = &[
    ("no-realization", "an instance stands on a target that its component has no realization for"),
    ("not-writable", "a value has no form in the file that it should stand in"),
    ("refused-value", "a value would be refused by the program that reads the output"),
    ("name-clash", "two resources come out under one name"),
    ("adopt-renamed", "what an instance takes over is called otherwise, so the first apply would change it"),
    ("input-held", "an input stands where each new value makes a resource anew that holds state"),
    ("ephemeral-here", "a value that is gone after the run would be kept"),
    ("unknown-element", "a service of Compose names a network, a volume or a service that isn't there"),
    ("patch-gone", "a patch changes a resource that isn't made"),
    ("no-producer", "a secret is fetched from the store, and its owner puts nothing there"),
    ("no-path", "an instance asks something of one on another target that it can't call"),
    ("bad-output-path", "a file would be written to a path that its unit can't have"),
];

/// How a target states something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum StatedBy {
    /// By a setting.
    Setting,
    /// By what it makes of its settings.
    Given,
    /// Not at all.
    Nothing,
}

/// A mistake that shows when an environment is realized.
#[derive(Clone, Debug)]
pub(crate) enum Problem {
    NoRealization {
        span: Span,
        instance: String,
        component: String,
        target: String,
        placed: Option<Span>,
        known: Vec<String>,
    },
    NotWritable {
        span: Span,
        what: String,
        attribute: String,
        why: String,
        realization: Span,
    },
    Refused {
        span: Span,
        attribute: String,
        fault: String,
        nearest: Option<String>,
        realization: Span,
    },
    NobodyDoes {
        span: Span,
        instance: String,
        by: String,
        target: String,
    },
    Ephemeral {
        span: Span,
        attribute: String,
        realization: Span,
    },
    NameClash {
        span: Span,
        name: String,
        first: Span,
        owner: String,
        other: String,
    },
    AdoptRenamed {
        span: Span,
        adopted: String,
        attribute: String,
        name: String,
        anew: bool,
        realization: Span,
    },
    InputHeld {
        span: Span,
        attribute: String,
        input: String,
        realization: Span,
    },
    NobodyDeclares {
        span: Span,
        service: String,
        what: String,
        name: String,
        help: Option<String>,
        made_for: Option<Span>,
    },
    PatchGone {
        span: Span,
        local: String,
        instance: String,
    },
    NoProducer {
        span: Span,
        path: String,
        consumer: String,
        owner: String,
        target: String,
        declared: Span,
    },
    NoPath {
        span: Span,
        from: String,
        to: String,
        targets: (String, String),
        named: Span,
        gap: Gap,
        answered: Vec<String>,
        by: StatedBy,
    },
    BadPath {
        span: Span,
        path: String,
        why: String,
    },
}

impl Problem {
    /// The problem as it is reported.
    pub(crate) fn diagnostic(self) -> Diagnostic {
        match self {
            Self::NoRealization { span, instance, component, target, placed, known } => {
                let message = format!("`{component}` means nothing on `{target}`: `{instance}` can't be built there");
                let made = Diagnostic::error("no-realization", span, message);
                let made = match placed {
                    Some(placed) => made.also(placed, "placed here"),
                    None => made,
                };
                match known.as_slice() {
                    [] => made.help(format!("write `realize {component} on {target} {{ … }}`")),
                    known => {
                        let known = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                        made.help(format!("place it on {known}, or write `realize {component} on {target} {{ … }}`"))
                    }
                }
            }
            Self::NotWritable { span, what, attribute, why, realization } => {
                Diagnostic::error("not-writable", span, format!("`{attribute}` can't hold {what}: {why}"))
                    .also(realization, "it goes here")
            }
            Self::Refused { span, attribute, fault, nearest, realization } => {
                let made = Diagnostic::error("refused-value", span, format!("`{attribute}`: {fault}"));
                let made = if realization == span { made } else { made.also(realization, "it goes here") };
                match nearest {
                    Some(near) => made.help(format!("did you mean `{near}`?")),
                    None => made,
                }
            }
            Self::NobodyDoes { span, instance, by, target } => {
                let message = format!("on `{target}`, `{instance}` is the work of a `{by}`, and there is none");
                Diagnostic::error("no-realization", span, message)
                    .help(format!("add one to `{target}`, or leave `{instance}` out of this environment"))
            }
            Self::Ephemeral { span, attribute, realization } => {
                let message = format!("`{attribute}` is kept, and this value is gone after the run");
                let made = Diagnostic::error("ephemeral-here", span, message);
                let made = if realization == span { made } else { made.also(realization, "it goes here") };
                made.help("a secret of the store may stand in write-only attributes; elsewhere goes where it lies")
            }
            Self::NameClash { span, name, first, owner, other } => {
                let message = format!("`{owner}` and `{other}` both come out as `{name}`");
                Diagnostic::error("name-clash", span, message)
                    .also(first, "the first one")
                    .help("give one of them another name, with `name = \"…\"` or by what it is called in the spec")
            }
            Self::AdoptRenamed { span, adopted, attribute, name, anew, realization } => {
                let what = if anew { "made anew, without what it holds" } else { "renamed" };
                let message = format!(
                    "`{adopted}` is taken over, and its `{attribute}` would be `{name}`: the first apply has it {what}"
                );
                Diagnostic::warning("adopt-renamed", span, message)
                    .also(realization, "its name comes from here")
                    .help("say what it is called: `name = \"…\"`")
            }
            Self::InputHeld { span, attribute, input, realization } => {
                let message = format!(
                    "`{attribute}` waits for input `{input}`, and each new value makes the resource anew, without what it holds"
                );
                let made = Diagnostic::warning("input-held", span, message);
                let made = if realization == span { made } else { made.also(realization, "it goes here") };
                made.help("say the value in the spec, where a change of it is seen")
            }
            Self::NobodyDeclares { span, service, what, name, help, made_for } => {
                let message = format!("`{service}` names the {what} `{name}`, and the project has none of that name");
                let made = Diagnostic::error("unknown-element", span, message);
                let made = made_for.into_iter().fold(made, |made, span| made.also(span, "for this"));
                made.help(help.unwrap_or_else(|| format!("declare it: `resource {what} …`")))
            }
            Self::PatchGone { span, local, instance } => {
                let message = format!("`{instance}` makes no `{local}` here, so there is nothing to patch");
                Diagnostic::error("patch-gone", span, message)
                    .help("take the patch back, or put it into the environments that have the resource")
            }
            Self::NoProducer { span, path, consumer, owner, target, declared } => {
                let message = format!("`{consumer}` fetches `{path}`, and nobody puts it into the store");
                Diagnostic::error("no-producer", span, message)
                    .also(declared, format!("`{owner}` on `{target}` keeps no such entry"))
                    .help(format!("place `{owner}` on the target that the store belongs to"))
            }
            Self::NoPath { span, from, to, targets: (near, far), named, gap, answered, by } => {
                let message = format!("`{from}` on `{near}` can't reach `{to}` on `{far}`");
                let (why, help) = explained(&gap, (&answered, by), [&from, &to, &near, &far]);
                Diagnostic::error("no-path", span, message).label("asks for it here").also(named, why).help(help)
            }
            Self::BadPath { span, path, why } => {
                Diagnostic::error("bad-output-path", span, format!("a file can't be written to `{path}`: {why}"))
                    .help("a path lies below the unit's folder: letters, digits, `.`, `_`, `-` and `/`")
            }
        }
    }
}

/// What is wrong where a target is named, and how to mend it.
fn explained(gap: &Gap, (answered, by): (&[String], StatedBy), [from, to, near, far]: [&str; 4]) -> (String, String) {
    match gap {
        Gap::Closed => (
            format!("`{to}` answers on `{far}` alone"),
            format!("call what the internet reaches and that stands before `{to}`, or place both on one target"),
        ),
        Gap::Unstated => (
            format!("nothing says which addresses calls from `{near}` have, so `{far}` can't let them in"),
            match by {
                StatedBy::Setting => format!(
                    "write `addresses = [\"10.0.0.0/16\"]` into `target {near} {{ … }}`, with those that `{far}` sees"
                ),
                StatedBy::Given => {
                    format!("`{near}` makes its `addresses` of other settings: set those in `target {near} {{ … }}`")
                }
                StatedBy::Nothing => format!(
                    "place both on one target, or declare `setting addresses: list(cidr) = []` in `target {near}`"
                ),
            },
        ),
        Gap::Refused(address) => (
            format!("its calls come from {address}, and `{to}` answers {}", answered.join(", ")),
            format!("let `{to}` answer {address}, or mend `addresses` in `target {near} {{ … }}`"),
        ),
        Gap::Circle(host) => (
            format!("`{to}` is reached by {host}, and whoever asks for that name gets to `{from}`"),
            format!("give `{to}` a first name of its own, such as origin.{host}, or place both on one target"),
        ),
        Gap::OutOfReach(address) => (
            format!("`reach` doesn't hold {address}, where `{far}` has its addresses"),
            format!("add it to `reach` in `target {near} {{ … }}`"),
        ),
    }
}
