//! What parts a hole from the text that it stands in.

use super::{Piece, Place};

/// Why nothing is filled into a document.
const ENCODED: &str = "`kustomize` doesn't look into a document that is encoded as text";

/// What parts a hole from the rest of its text, nothing where it is the whole; or why nothing does.
pub(super) fn place_of(field: &str, pieces: &[Piece], at: usize) -> Result<Option<Place>, String> {
    if matches!(field, "metadata.name" | "metadata.namespace") {
        return Err("what something is called can't change".to_owned());
    }
    let mut left = String::new();
    for piece in pieces.iter().take(at) {
        match piece {
            Piece::Literal(text) | Piece::Hole { default: text, .. } => left.push_str(text),
            Piece::Encoded { .. } | Piece::Unknown => return Err(ENCODED.to_owned()),
        }
    }
    let Some(Piece::Hole { default, .. }) = pieces.get(at) else { return Err(ENCODED.to_owned()) };
    let right = match pieces.get(at + 1) {
        Some(Piece::Literal(text)) => Some(text.as_str()),
        Some(_) => Some(""),
        None => None,
    };
    if left.is_empty() && right.is_none() {
        return Ok(None);
    }
    match parted(&left, default, right) {
        Some(place) => Ok(Some(place)),
        None => {
            let (before, after) = (left.chars().next_back(), right.and_then(|right| right.chars().next()));
            Err(format!(
                "`kustomize` finds a part of a text between two like delimiters, and here stand {} and {}: make the whole text the input",
                shown(before, "the text's start"),
                shown(after, if right.is_some() { "another input" } else { "the text's end" }),
            ))
        }
    }
}

fn shown(beside: Option<char>, none: &str) -> String {
    beside.map_or(none.to_owned(), |beside| format!("`{beside}`"))
}

/// The shortest delimiter that parts a hole from what stands left and right of it, `None` on the right being the end.
fn parted(left: &str, hole: &str, right: Option<&str>) -> Option<Place> {
    let suffixes = left.char_indices().rev().filter_map(|(at, _)| left.get(at..));
    let ends = right.unwrap_or("").char_indices().map(|(at, c)| at + c.len_utf8());
    let prefixes = ends.filter_map(|end| right.unwrap_or("").get(..end));
    let mut delimiters: Box<dyn Iterator<Item = &str>> = match (left.is_empty(), right) {
        (true, _) => Box::new(prefixes),
        (false, None) => Box::new(suffixes),
        (false, Some(right)) => Box::new(suffixes.filter(move |suffix| right.starts_with(suffix))),
    };
    delimiters.find_map(|delimiter| {
        let before: Vec<&str> = left.split(delimiter).collect();
        let rest = [hole, right.unwrap_or("")].concat();
        let ends_there = right.map(|_| hole.len());
        let is_parted = before.last() == Some(&"") && rest.find(delimiter) == ends_there;
        is_parted.then(|| Place { delimiter: delimiter.to_owned(), index: before.len() - 1 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `kustomize` makes of a text whose part is replaced.
    fn replaced(text: &str, place: &Place, value: &str) -> String {
        let mut parts: Vec<&str> = text.split(place.delimiter.as_str()).collect();
        parts[place.index] = value;
        parts.join(&place.delimiter)
    }

    #[test]
    fn a_value_arrives_in_its_place() {
        let cases = [
            ("https://s3.", "eu-west-1", Some(".amazonaws.com"), "."),
            ("https://", "example.com", Some("/v1/"), "/"),
            ("", "eu-west-1", Some("-logs"), "-l"),
            ("", "eu-west-1", None, "x"),
            ("logs-", "eu-west-1", None, "s-"),
            ("a--", "x", Some("--b--"), "-"),
            ("///", "", Some("//"), "/"),
            ("é=", "ü", Some("=é"), "="),
        ];
        for (left, hole, right, delimiter) in cases {
            let whole = [left, hole, right.unwrap_or("")].concat();
            let Some(place) = parted(left, hole, right) else {
                assert!(left.is_empty() && right.is_none(), "{whole}");
                continue;
            };
            assert_eq!(place.delimiter, delimiter, "{whole}");
            let wanted = [left, "NEW", right.unwrap_or("")].concat();
            assert_eq!(replaced(&whole, &place, "NEW"), wanted);
        }
        for (left, hole, right) in [("arn:", "x", Some("-logs")), ("a", "x", Some("")), ("-", "a-b", Some("-"))] {
            assert_eq!(parted(left, hole, right), None, "{left}{hole}");
        }
    }
}
