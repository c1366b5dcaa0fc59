//! What one instance needs of another, and by which way its calls get there.

use driver::{Calls, Gap, Network, Passage, Sources, Stated};

use super::{place, table};

/// The ends, what is asked, then what lets calls through between targets.
pub(super) fn told(sources: &Sources, calls: &Calls) -> String {
    let Calls { from, to, asks, passage } = calls;
    let row = |role: &str, what: String, place: String| [format!("  {role}"), what, place];
    let mut rows: Vec<[String; 3]> = Vec::new();
    for ask in asks {
        let field = if ask.field.is_empty() { String::new() } else { format!(" ({})", ask.field) };
        rows.push(row("asks", format!("{}{field}", ask.what), place(sources, ask.span)));
    }
    match passage {
        Some(passage) => {
            let told = way(calls, passage).into_iter();
            rows.extend(told.map(|(role, what, stated)| {
                let place = stated.and_then(|stated| stated.span).map_or(String::new(), |span| place(sources, span));
                row(role, what, place)
            }));
        }
        None if from.1 == to.1 => {
            rows.push(row("network", format!("that of `{}`, which both are on", to.1), String::new()))
        }
        None => {}
    }
    format!("{} on {} → {} on {}\n{}", from.0, from.1, to.0, to.1, table(rows))
}

type Row<'p> = (&'static str, String, Option<&'p Stated>);

/// What is known of a way, a row each, with who states it.
fn way<'p>(Calls { from, to, .. }: &Calls, passage: &'p Passage) -> Vec<Row<'p>> {
    let Passage { from: callers, to: callees, reach, answers, gap, .. } = passage;
    let stated = |role, stated: &'p Stated, of: &str| {
        let blocks = stated.blocks.join(", ");
        (!stated.blocks.is_empty()).then(|| (role, format!("{blocks}, {of}"), Some(stated)))
    };
    let mut rows: Vec<Row<'_>> = Vec::new();
    // Where everybody is answered, addresses don't matter.
    if !passage.is_open() {
        rows.extend(stated("from", callers, &format!("the addresses of `{}`", from.1)));
        rows.extend(stated("to", callees, &format!("the addresses of `{}`", to.1)));
        rows.extend(stated("reach", reach, &format!("where `{}` may call", from.1)));
    }
    let answers = answers.as_ref();
    let whom = match answers {
        Some(_) if passage.is_open() => "everybody".to_owned(),
        Some(Stated { blocks, .. }) if blocks.is_empty() => format!("nobody outside of `{}`", to.1),
        Some(Stated { blocks, .. }) => blocks.join(", "),
        None => format!("the addresses that `{}` states", from.1),
    };
    rows.push(("lets in", whom, answers));
    rows.push(match gap {
        Some(gap) => ("no way", missing(gap, from, to), None),
        None => ("network", network(passage, &to.1), None),
    });
    rows
}

fn missing(gap: &Gap, (from, near): &(String, String), (to, far): &(String, String)) -> String {
    match gap {
        Gap::Closed => format!("`{to}` is called on `{far}` alone"),
        Gap::Unstated => format!("nobody says where calls of `{from}` come from: `{near}` states no addresses"),
        Gap::Refused(address) => format!("`{to}` doesn't let in {address}"),
        Gap::Circle(host) => format!("`{to}` is reached by {host}, which is `{from}` itself"),
        Gap::OutOfReach(address) => format!("`{near}` doesn't reach {address}"),
    }
}

fn network(passage: &Passage, target: &str) -> String {
    match passage.network() {
        Network::Open => "the internet: whoever calls is answered".to_owned(),
        Network::One(block) => format!("one: {block} holds those who call"),
        Network::Joined => format!("that of `{target}`; what joins it with others is no part of the spec"),
    }
}
