//! The name that was probably meant: the closest of the candidates, if any is close.

/// The candidate nearest to `name` by edits, where a third of its letters or fewer differ.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (name.chars().count().max(3)) / 3;
    let scored = candidates.into_iter().filter_map(|c| Some((distance(name, c, limit)?, c)));
    scored.min_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(b.1))).map(|(_, candidate)| candidate)
}

/// `did you mean …?`, or the candidates themselves when they are few and none is close.
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut all: Vec<&str> = candidates.into_iter().collect();
    if let Some(found) = nearest(name, all.iter().copied()) {
        return Some(format!("did you mean `{found}`?"));
    }
    all.sort_unstable();
    all.dedup();
    match all.as_slice() {
        [] => None,
        [one] => Some(format!("there is only `{one}`")),
        few if few.len() <= 12 => Some(format!("there are {}", list(few))),
        _ => None,
    }
}

fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// Edits between two names, a swap of neighbours counting as one; none above `limit`.
fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let a: Vec<char> = a.chars().flat_map(char::to_lowercase).collect();
    let b: Vec<char> = b.chars().flat_map(char::to_lowercase).collect();
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut older: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let swap = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            let substitute = previous.get(j)? + usize::from(x != y);
            let mut best = substitute.min(previous.get(j + 1)? + 1).min(row.get(j)? + 1);
            if swap {
                best = best.min(older.get(j - 1)? + 1);
            }
            row.push(best);
        }
        older = std::mem::replace(&mut previous, row);
    }
    previous.last().copied().filter(|edits| *edits <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_takes_a_swap_and_refuses_the_far() {
        assert_eq!(nearest("replcias", ["replicas", "retries"]), Some("replicas"));
        assert_eq!(nearest("cpu", ["memory", "image"]), None);
    }
}
