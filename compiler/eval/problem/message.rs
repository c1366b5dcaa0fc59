//! What each problem says: one sentence with both sides, and labels at what belongs to it.

use source::Span;

use super::{Claim, Part, Problem};

/// How many members of a cycle a message names.
const SHOWN: usize = 8;

impl Problem {
    /// One sentence that names the thing, what was expected and what was found.
    pub(crate) fn message(&self) -> String {
        match self {
            Self::MissingField { path, name, ty, .. } if path.is_empty() || path == name => {
                format!("`{name}: {ty}` is missing")
            }
            Self::MissingField { path, ty, .. } => format!("`{path}: {ty}` is missing"),
            Self::MissingInput { name, ty, environment: Some(environment), .. } => {
                format!("environment `{environment}` doesn't set the input `{name}: {ty}`")
            }
            Self::MissingInput { name, ty, .. } => format!("nothing sets the input `{name}: {ty}`"),
            Self::AppUnset { name, .. } => format!("the app has no `{name}`"),
            Self::Refused { path, found, refusal, environment, .. } => {
                let place = environment.as_ref().map(|name| format!(" in `{name}`")).unwrap_or_default();
                format!("`{path}` is {found}{place}, expected {refusal}")
            }
            Self::BackwardRange { low, high, .. } => format!("the range {low}..{high} ends before it starts"),
            Self::EntryTwice { key, .. } => format!("the `for` makes the entry `{key}` twice"),
            Self::Overflow { what, .. } => format!("`{what}` doesn't fit 64 bits"),
            Self::DividedByZero { what, .. } => format!("`{what}` divides by zero"),
            Self::Inexact { found, .. } => format!("{found} isn't exact"),
            Self::InexactUnit { what, found, unit, .. } => format!("`{what}` is {found}, not a whole number of {unit}"),
            Self::Unfit { op, left, right, .. } => format!("`{op}` has no meaning between {left} and {right}"),
            Self::BadArgument { function, expected, found, .. } => {
                format!("`{function}` expects {expected}, found {found}")
            }
            Self::Absent { what, .. } => format!("`{what}` is `none` here"),
            Self::NoHandover { what, environment, .. } => format!("`{what}` is not handed over in `{environment}`"),
            Self::NoEntry { what, key, .. } => format!("`{what}` has no entry `{key}`"),
            Self::NoElement { what, index, count, .. } => {
                format!("`{what}` has {}, so none at {index}", counted(*count, "element"))
            }
            Self::NoArm { what, found, .. } => format!("no arm fits `{what}`, which is {found}"),
            Self::NotKnown { what, purpose, .. } => {
                format!("`{what}` is known to a target only, {purpose} needs it now")
            }
            Self::SecretHere { what, .. } => format!("a secret can't reach {what}"),
            Self::BadTemplate { message, .. } => message.clone(),
            Self::NotHere { what, .. } => format!("{what} means nothing here"),
            Self::TooEarly { name, .. } => {
                format!("`{name}` isn't there yet: a `for` decides which instances there are")
            }
            Self::LeftOut { name, environment, .. } => {
                format!("`{environment}` leaves out `{name}`, which is read here")
            }
            Self::UnknownKey { name, key, .. } => format!("there is no `{name}[\"{key}\"]`"),
            Self::EmptyKey { .. } => "the key of an instance is empty".to_owned(),
            Self::KeyTwice { key, .. } => format!("two instances have the key `{key}`"),
            Self::UnusedTarget { target, environment, .. } => {
                format!("`{environment}` has no target `{target}` to put anything on")
            }
            Self::PlacedTwice { what, target, other, .. } => {
                format!("`{what}` is placed on `{other}` and on `{target}`")
            }
            Self::NotOffered { to, capability, .. } => format!("`{to}` doesn't offer `{capability}`"),
            Self::WhichCapability { to, .. } => format!("`{to}` has no `connect`: say which capability is used"),
            Self::OrderCycle { edges } => format!("{} wait for each other", round(edges.iter().map(|edge| &edge.0))),
            Self::ClaimedTwice { claim: Claim::Host, value, first, second } => {
                format!("`{}` and `{}` both claim the host {value}", first.0, second.0)
            }
            Self::ClaimedTwice { claim: Claim::Was, value, first, second } => {
                let other = if *value == first.0 { "is called so now" } else { "was called so, too" };
                format!("`{}` can't have been `{value}`: `{}` {other}", second.0, first.0)
            }
            Self::ClaimedTwice { claim: Claim::Port, value, first, second } => {
                format!("`{}` and `{}` both publish port {value}", first.0, second.0)
            }
            Self::Cycle { edges } => match edges.as_slice() {
                [(one, ..)] => format!("`{one}` depends on itself"),
                all => format!("{} depend on each other", round(all.iter().map(|edge| &edge.0))),
            },
            Self::TooDeep { limit, .. } => format!("this is nested more than {limit} steps deep"),
            Self::TooMuch { limit, .. } => format!("the environment takes more than {limit} steps to evaluate"),
            Self::TooMany { count, limit, .. } => {
                format!("this makes {count} environments, at most {limit} come from one `for`")
            }
            Self::RuleBroken { message, parts, .. } | Self::AssertFailed { message, parts, .. } => {
                let said = message.as_deref().map(str::trim).filter(|said| !said.is_empty());
                let rule = said.unwrap_or("this doesn't hold").to_owned();
                match parts.as_slice() {
                    [] => rule,
                    parts => format!("{rule}: {}", listed(parts)),
                }
            }
            Self::Failed { message, .. } if message.trim().is_empty() => "`fail` was reached".to_owned(),
            Self::Failed { message, .. } => message.clone(),
        }
    }

    /// What is said at the primary place.
    pub(crate) fn label(&self) -> Option<String> {
        Some(match self {
            Self::MissingField { doc, .. } | Self::MissingInput { doc, .. } => doc.clone()?,
            Self::OrderCycle { edges } => edges.first().map(|(from, to, what, _)| format!("`{from}` {what} `{to}`"))?,
            Self::Cycle { edges } => edges.first().map(|(from, to, _)| format!("`{from}` reads `{to}`"))?,
            Self::ClaimedTwice { second, .. } => format!("`{}` here", second.0),
            _ => return None,
        })
    }

    /// What else belongs to it.
    pub(crate) fn labels(&self) -> Vec<(Span, String)> {
        match self {
            Self::MissingField { declared, .. } | Self::MissingInput { declared, .. } => {
                vec![(*declared, "declared here".to_owned())]
            }
            Self::Refused { declared, derived, .. } => {
                let derived = derived.map(|span| (span, "this is the value".to_owned()));
                derived.into_iter().chain([(*declared, "declared here".to_owned())]).collect()
            }
            Self::AppUnset { read, .. } => vec![(*read, "read here".to_owned())],
            Self::BadTemplate { call, .. } => vec![(*call, "filled in here".to_owned())],
            Self::LeftOut { without: Some(without), .. } => vec![(*without, "left out here".to_owned())],
            Self::UnknownKey { declared, .. } => vec![(*declared, "made by this `for`".to_owned())],
            Self::EmptyKey { instance, .. } | Self::KeyTwice { instance, .. } => {
                vec![(*instance, "of this instance".to_owned())]
            }
            Self::PlacedTwice { first, .. } => vec![(*first, "placed here before".to_owned())],
            Self::NotOffered { capability, condition: Some((condition, span)), .. } => {
                vec![(*span, format!("`{capability}` is offered only if `{condition}`"))]
            }
            Self::OrderCycle { edges } => {
                let rest = edges.iter().take(SHOWN).skip(1);
                rest.map(|(from, to, what, span)| (*span, format!("`{from}` {what} `{to}`"))).collect()
            }
            Self::Cycle { edges } => {
                let rest = edges.iter().take(SHOWN).skip(1);
                rest.map(|(from, to, span)| (*span, format!("`{from}` reads `{to}`"))).collect()
            }
            Self::ClaimedTwice { first, second, .. } if first.1 != second.1 => {
                vec![(first.1, format!("`{}` here", first.0))]
            }
            Self::RuleBroken { rule, parts, span, .. } => {
                let rule = (*rule != *span).then(|| (*rule, "the rule".to_owned()));
                let others =
                    parts.iter().filter_map(|part| Some((part.written?, format!("`{}` is {}", part.text, part.value))));
                let mut labels: Vec<(Span, String)> = others.filter(|(at, _)| at != span).collect();
                labels.extend(rule);
                labels
            }
            Self::AssertFailed { parts, .. } => {
                let written = parts.iter().filter_map(|part| Some((part.written?, part)));
                written.map(|(at, part)| (at, format!("`{}` is {}", part.text, part.value))).collect()
            }
            Self::Failed { declared, span, .. } if declared != span => vec![(*declared, "found here".to_owned())],
            _ => Vec::new(),
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    match count {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    }
}

fn listed(parts: &[Part]) -> String {
    let parts: Vec<String> = parts.iter().map(|part| format!("`{}` is {}", part.text, part.value)).collect();
    parts.join(", ")
}

/// Names in a row: `` `a`, `b` and `c` ``.
fn round<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => String::new(),
        all if all.len() > SHOWN => {
            let shown = all.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
            format!("{shown} and {} others", all.len() - SHOWN)
        }
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
