//! What can be wrong with the body of a resource, and the words for it.

use catalog::{Family, Fault};
use source::{Diagnostic, Span};

use crate::checker::Checker;

/// A mistake; paths begin with the resource's type.
#[derive(Clone, Debug)]
pub(crate) enum ShapeProblem {
    BadRefinement {
        span: Span,
        message: String,
        help: String,
    },
    Computed {
        span: Span,
        path: String,
        by_type: bool,
    },
    Deprecated {
        span: Span,
        path: String,
    },
    Ephemeral {
        span: Span,
        path: String,
        expected: String,
        holders: Vec<String>,
    },
    Exclusive {
        span: Span,
        of: String,
        first: Span,
        one: String,
        two: String,
        all: Vec<String>,
    },
    GivenKey {
        span: Span,
        path: String,
    },
    MayBeAbsent {
        span: Span,
        path: String,
        found: String,
    },
    Mismatch {
        span: Span,
        path: String,
        expected: String,
        found: String,
        help: Option<String>,
    },
    Misfit {
        span: Span,
        path: String,
        expected: String,
        found: String,
        help: Option<String>,
    },
    Missing {
        span: Span,
        of: String,
        missing: Vec<String>,
    },
    Needs {
        span: Span,
        of: String,
        name: String,
        missing: Vec<String>,
    },
    NoSuchClass {
        span: Span,
        class: &'static str,
        family: &'static str,
    },
    OneOfMany {
        span: Span,
        name: String,
        found: String,
        is_map: bool,
    },
    OneOf {
        span: Span,
        of: String,
        names: Vec<String>,
        exactly: bool,
    },
    OpenKey {
        span: Span,
        path: String,
    },
    Refused {
        span: Span,
        path: String,
        fault: Fault,
        is_text: bool,
    },
    Secret {
        span: Span,
        path: String,
        holders: Vec<String>,
        family: Option<Family>,
    },
    Unquoted {
        span: Span,
        name: String,
        listed: Option<String>,
    },
    UnknownAttribute {
        span: Span,
        name: String,
        of: String,
        nearest: Option<String>,
        help: Option<String>,
    },
    UnknownCatalogType {
        span: Span,
        name: String,
        catalog: String,
        nearest: Option<String>,
    },
    UnknownRefined {
        span: Span,
        name: String,
        is_all: bool,
        nearest: Option<String>,
    },
    UnknownResource {
        span: Span,
        name: String,
        class: &'static str,
        target: String,
        nearest: Option<String>,
        help: Option<String>,
    },
}

impl Checker<'_> {
    /// Says what is wrong in a case that a refinement names; in any where that is empty.
    pub(crate) fn report_shape_where(&mut self, problem: ShapeProblem, when: &str) {
        let mut diagnostic = problem.diagnostic();
        if !when.is_empty() {
            diagnostic.message = format!("{} where {when}", diagnostic.message);
        }
        self.diagnostics.push(diagnostic);
    }

    /// Says what is wrong.
    pub(crate) fn report_shape(&mut self, problem: ShapeProblem) {
        self.diagnostics.push(problem.diagnostic());
    }
}

impl ShapeProblem {
    fn diagnostic(self) -> Diagnostic {
        match self {
            Self::BadRefinement { span, message, help } => error("bad-refinement", span, message).help(help),
            Self::Computed { span, path, by_type: true } => {
                error("computed-attribute", span, format!("`{path}` follows from the resource's type"))
                    .help("leave it out; another version is said behind the type: `resource KIND@VERSION NAME`")
            }
            Self::Computed { span, path, .. } => {
                error("computed-attribute", span, format!("`{path}` can't be set: its provider gives its value"))
                    .help("leave it out; it may be read")
            }
            Self::Deprecated { span, path } => {
                Diagnostic::lint("deprecated-attribute", span, format!("`{path}` is deprecated"))
                    .help("a later version of the provider may refuse it")
            }
            Self::Ephemeral { span, path, expected, holders } => ephemeral(span, &path, &expected, &holders),
            Self::Exclusive { span, of, first, one, two, all } => {
                let message = format!("`{one}` and `{two}` of `{of}` exclude each other");
                error("exclusive-attributes", span, message)
                    .also(first, format!("`{one}` is set here"))
                    .help(format!("keep one of {}", listed(&all)))
            }
            Self::GivenKey { span, path } => error("computed-attribute", span, format!("`{path}` is the entry's key"))
                .help("leave it out: the name before the body says it"),
            Self::MayBeAbsent { span, path, found } => {
                error("may-be-absent", span, format!("`{path}` is required, but this `{found}` may be absent"))
                    .help("say what then: `… ?? value`")
            }
            Self::Mismatch { span, path, expected, found, help } => {
                with_help(error("wrong-type", span, format!("`{path}`: expected `{expected}`, found {found}")), help)
            }
            Self::Misfit { span, path, expected, found, help } => {
                let of = if path.is_empty() { String::new() } else { format!("`{path}`: ") };
                let message = format!("{of}expected `{expected}`, found `{found}`");
                with_help(error("wrong-type", span, message).label(format!("expected `{expected}`")), help)
            }
            Self::Missing { span, of, missing } => {
                error("missing-attribute", span, format!("`{of}` needs {}", listed(&missing)))
                    .label(format!("must set {}", listed(&missing)))
            }
            Self::Needs { span, of, name, missing } => {
                error("missing-attribute", span, format!("`{name}` of `{of}` needs {}", listed(&missing)))
                    .help("set both or neither")
            }
            Self::NoSuchClass { span, class, family } => {
                error("unknown-resource", span, format!("a {family} target has no `{class}`, only `resource`"))
            }
            Self::OneOf { span, of, names, exactly } => {
                let how = if exactly { "exactly one" } else { "at least one" };
                error("missing-attribute", span, format!("`{of}` needs {how} of {}", listed(&names)))
            }
            Self::OneOfMany { span, name, found, is_map } => {
                let one = if is_map { "[\"key\"]" } else { "[0]" };
                error("unknown-member", span, format!("this is many, a `{found}`: one of them has `{name}`"))
                    .help(format!("say which one: `…{one}.{name}`, or all: `[for x in … : x.{name}]`"))
            }
            Self::OpenKey { span, path } => {
                error("unknown-attribute", span, format!("the keys of `{path}` are known: one can't be computed"))
                    .help("write the key itself: `key = value`")
            }
            Self::Refused { span, path, fault, is_text } => refused(span, &path, &fault, is_text),
            Self::Secret { span, path, holders, family } => secret(span, &path, &holders, family),
            Self::Unquoted { span, name, listed } => {
                let found = error("unknown-name", span, format!("there is nothing called `{name}` here"));
                match listed {
                    Some(text) => {
                        let text = format!("\"{text}\"");
                        found.help(format!("a text stands in quotes: `{text}`")).fix(
                            format!("write `{text}`"),
                            span,
                            text,
                        )
                    }
                    None => found.help(format!("a text stands in quotes: `\"{name}\"`")),
                }
            }
            Self::UnknownAttribute { span, name, of, nearest, help } => {
                let found = error("unknown-attribute", span, format!("`{of}` has no `{name}`"));
                renamed(with_help(found, help), span, nearest)
            }
            Self::UnknownCatalogType { span, name, catalog, nearest } => {
                renamed(error("unknown-type", span, format!("catalog `{catalog}` has no type `{name}`")), span, None)
                    .help(nearest.map_or_else(
                        || "the names are those of the API, such as `Container`".to_owned(),
                        |nearest| format!("did you mean `{catalog}.{nearest}`?"),
                    ))
            }
            Self::UnknownRefined { span, name, is_all: true, nearest } => {
                renamed(error("unknown-resource", span, format!("there is no catalog `{name}`")), span, nearest)
            }
            Self::UnknownRefined { span, name, nearest, .. } => {
                renamed(error("unknown-resource", span, format!("no catalog has a type `{name}`")), span, nearest)
            }
            Self::UnknownResource { span, name, class, target, nearest, help } => {
                let found = error("unknown-resource", span, format!("target `{target}` has no {class} `{name}`"));
                renamed(with_help(found, help), span, nearest)
            }
        }
    }
}

fn error(code: &'static str, span: Span, message: String) -> Diagnostic {
    Diagnostic::error(code, span, message)
}

fn refused(span: Span, path: &str, fault: &Fault, is_text: bool) -> Diagnostic {
    let message = format!("`{path}`: expected {}, found {}", fault.expected, fault.found);
    let found = error("refused-value", span, message).label("its consumer would refuse it");
    let text = |nearest: &String| if is_text { format!("\"{nearest}\"") } else { nearest.clone() };
    renamed(found, span, fault.nearest.as_ref().map(text))
}

fn secret(span: Span, path: &str, holders: &[String], family: Option<Family>) -> Diagnostic {
    let message = format!("a secret would be written in plain text into `{path}`");
    let help = match (family, holders) {
        (Some(Family::Terraform), []) => {
            "nothing of this resource keeps a secret: hand over a reference to its entry".to_owned()
        }
        (Some(Family::Terraform), _) => format!("these keep a secret: {}", listed(holders)),
        (Some(Family::Kubernetes), _) => {
            "hand over a reference: `valueFrom { secretKeyRef { name = …, key = … } }`".to_owned()
        }
        _ => "hand over a reference, not the secret itself".to_owned(),
    };
    error("secret-here", span, message).label("a secret").help(help)
}

fn ephemeral(span: Span, path: &str, expected: &str, holders: &[String]) -> Diagnostic {
    let place = if path.is_empty() { format!("a `{expected}`") } else { format!("`{path}`") };
    let message = format!("{place} is kept, and an ephemeral value is gone after the run");
    let help = match (path, holders) {
        ("", _) => "say so in the type: `ephemeral string`; it ends in a write-only attribute".to_owned(),
        (_, []) => "no attribute of this resource is write-only: hand over a reference to where the value lies, such \
                    as the ARN of its secret"
            .to_owned(),
        (_, holders) => format!("it may stand in what is write-only: {}", listed(holders)),
    };
    error("ephemeral-here", span, message).label("an ephemeral value").help(help)
}

fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

fn with_help(diagnostic: Diagnostic, help: Option<String>) -> Diagnostic {
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// Offers the nearest name, to read and to apply.
fn renamed(diagnostic: Diagnostic, span: Span, nearest: Option<String>) -> Diagnostic {
    match nearest {
        Some(nearest) => {
            let shown = nearest.trim_matches('"').to_owned();
            diagnostic.help(format!("did you mean `{shown}`?")).fix(format!("write `{shown}`"), span, nearest)
        }
        None => diagnostic,
    }
}
