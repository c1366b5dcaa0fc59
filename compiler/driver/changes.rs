//! What changes between two texts, by lines.

/// A stretch of lines that differ: its first line in the old text, from one, the old lines and the new ones.
pub type Change<'a> = (usize, Vec<&'a str>, Vec<&'a str>);

/// How far ahead a line is looked for before both sides count as different.
const AHEAD: usize = 200;

/// The stretches in which two texts differ, in order. They are found greedily, not shortest: enough to show them.
pub fn line_changes<'a>(old: &'a str, new: &'a str) -> Vec<Change<'a>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let (mut i, mut j) = (0, 0);
    let mut changes = Vec::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && old.get(i) == new.get(j) {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        let (di, dj) = meet(old.get(i..).unwrap_or(&[]), new.get(j..).unwrap_or(&[]));
        let stretch = |lines: &[&'a str], at: usize, len: usize| lines.iter().skip(at).take(len).copied().collect();
        changes.push((i + 1, stretch(&old, i, di), stretch(&new, j, dj)));
        (i, j) = (i + di, j + dj);
    }
    changes
}

/// How many lines to pass on each side until both go on alike.
fn meet(old: &[&str], new: &[&str]) -> (usize, usize) {
    let last = (old.len() + new.len()).min(2 * AHEAD);
    let pairs = (1..=last).flat_map(|sum| (0..=sum).map(move |di| (di, sum - di)));
    let mut within = pairs.filter(|(di, dj)| *di <= AHEAD && *dj <= AHEAD);
    let alike = |di: usize, dj: usize| match (old.get(di), new.get(dj)) {
        (Some(a), Some(b)) => a == b && !a.trim().is_empty(),
        _ => di == old.len() && dj == new.len(),
    };
    within.find(|(di, dj)| alike(*di, *dj)).unwrap_or((old.len(), new.len()))
}

#[cfg(test)]
mod tests {
    use super::line_changes;

    #[test]
    fn changes_are_stretches_of_lines() {
        let found = line_changes("a\nb\nc\nd\n", "a\nB\nc\nd\ne\n");
        assert_eq!(found, vec![(2, vec!["b"], vec!["B"]), (5, vec![], vec!["e"])]);
        assert_eq!(line_changes("x\n", "x\n"), vec![]);
    }
}
