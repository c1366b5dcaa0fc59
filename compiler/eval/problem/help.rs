//! How each problem is mended.

use source::did_you_mean;

use super::{Claim, Problem};

impl Problem {
    /// How to mend it.
    pub(crate) fn help(&self) -> Option<String> {
        Some(match self {
            Self::MissingField { name, example, .. } => {
                let example = example.as_deref().unwrap_or("…");
                format!("write `{name} = {example}`")
            }
            Self::MissingInput { name, example, environment, .. } => {
                let example = example.as_deref().unwrap_or("…");
                match environment {
                    Some(_) => format!("write `{name} = {example}` in the environment, or give the input a default"),
                    None => format!("give it a default: `= {example}`"),
                }
            }
            Self::AppUnset { name, .. } => format!("write `{name} = …` in the `app`"),
            Self::Overflow { .. } => "use smaller numbers".to_owned(),
            Self::Inexact { what, .. } => format!("say how to round: `floor({what})` or `ceil({what})`"),
            Self::InexactUnit { what, unit, near, .. } => match near {
                Some((below, above)) => {
                    format!("the nearest exact values are {below} and {above}; `floor({what} as {unit})` rounds")
                }
                None => format!("`floor({what} as {unit})` or `ceil({what} as {unit})` rounds"),
            },
            Self::Absent { what, .. } => {
                format!("read it as `{what}?.…`, or give a value for when it is absent: `?? …`")
            }
            Self::NoHandover { .. } => {
                "an output is where it is a secret of its own, or where another target reads what only its owner's knows"
                    .to_owned()
            }
            Self::NoEntry { key, keys, .. } => did_you_mean(key, keys.iter().map(String::as_str))?,
            Self::UnknownKey { key, keys, .. } => {
                did_you_mean(key, keys.iter().map(String::as_str)).unwrap_or_else(|| "it has no keys".to_owned())
            }
            Self::NoArm { .. } => "add an arm for it, or `_` for all the rest".to_owned(),
            Self::NotKnown { .. } => {
                "outputs and deferred inputs may fill fields whose type says `deferred`, but decide nothing".to_owned()
            }
            Self::SecretHere { .. } => {
                "its text is written down; hand secrets over as variables or files of their own".to_owned()
            }
            Self::BadTemplate { help, .. } => help.clone()?,
            Self::TooEarly { .. } => "loop over an input or a `let` instead".to_owned(),
            Self::LeftOut { name, .. } => {
                format!("read it as `{name}?.…`, with `?? …` for what stands in its place, or leave this out as well")
            }
            Self::EmptyKey { .. } | Self::KeyTwice { .. } => "say what tells them apart: `by …`".to_owned(),
            Self::UnusedTarget { target, known, .. } => match did_you_mean(target, known.iter().map(String::as_str)) {
                Some(help) => format!("{help}; `target {target}` adds it"),
                None => format!("add `target {target}`"),
            },
            Self::PlacedTwice { .. } => "keep one of them".to_owned(),
            Self::NotOffered { capability, offered, .. } => {
                match did_you_mean(capability, offered.iter().map(String::as_str)) {
                    Some(help) => help,
                    None => "it offers nothing".to_owned(),
                }
            }
            Self::WhichCapability { to, offered, .. } => match offered.as_slice() {
                [] => "it offers nothing, so nothing can use it".to_owned(),
                offered => offered.iter().map(|one| format!("`{to}.{one}`")).collect::<Vec<_>>().join(" or "),
            },
            Self::OrderCycle { .. } => "take one `after` out: what an instance reads it waits for already".to_owned(),
            Self::ClaimedTwice { claim: Claim::Host, first, second, .. } => {
                format!("give one of them another host, or let `{}` stand behind `{}`", second.0, first.0)
            }
            Self::ClaimedTwice { claim: Claim::Was, .. } => {
                "what an instance was called belongs to it alone: take one `was` out, or rename the other one".to_owned()
            }
            Self::ClaimedTwice { claim: Claim::Port, .. } => "give one of them another port".to_owned(),
            Self::Cycle { .. } => "write one of them without reading the others".to_owned(),
            Self::TooDeep { .. } => "break the chain of reads with a `let` or a literal value".to_owned(),
            Self::TooMuch { .. } => {
                "something grows with every step that reads it: look for lists and texts made of themselves many times"
                    .to_owned()
            }
            Self::EntryTwice { .. } => "make the keys differ, or filter with `if`".to_owned(),
            _ => return None,
        })
    }
}
