//! From a line of an output file back to its origin.

use crate::OriginId;

/// An origin of a `ResourceSet`: which fragment, and which of its origins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OriginRef {
    /// The place of the fragment in the set.
    pub fragment: u32,
    /// The origin in its arena.
    pub origin: OriginId,
}

/// The origins of one file by line. Lines from one; a run holds up to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    runs: Vec<(u32, Option<OriginRef>)>,
}

impl SourceMap {
    /// Says that from `line` on everything comes from `origin`. Lines come in rising order; of several words on one line
    /// the last holds.
    pub fn push(&mut self, line: u32, origin: Option<OriginRef>) {
        if self.runs.last().is_some_and(|(last, _)| *last == line) {
            self.runs.pop();
        }
        let before = self.runs.last().and_then(|(_, known)| *known);
        if before != origin {
            self.runs.push((line, origin));
        }
    }

    /// The origin of a line; none for headers and what only holds things together.
    pub fn at(&self, line: u32) -> Option<OriginRef> {
        let after = self.runs.partition_point(|(start, _)| *start <= line);
        self.runs.get(after.checked_sub(1)?)?.1
    }

    /// The first line of each run with its origin, in order.
    pub fn runs(&self) -> &[(u32, Option<OriginRef>)] {
        &self.runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_the_last_origin_said_at_or_before_it() {
        let origin = |id| Some(OriginRef { fragment: 0, origin: OriginId(id) });
        let mut map = SourceMap::default();
        map.push(3, origin(1));
        map.push(4, origin(1));
        map.push(6, origin(2));
        map.push(6, origin(3));
        map.push(8, None);
        assert_eq!(map.runs().len(), 3);
        assert_eq!(
            [2, 3, 5, 6, 7, 8].map(|line| map.at(line)),
            [None, origin(1), origin(1), origin(3), origin(3), None]
        );
    }
}
