//! Lists that are written as maps: their elements have a key, and the entry says it.

use catalog::{ResourceType, Shape, ShapeKind};

use super::table::is_terraform;

use crate::checker::Checker;

/// The field by which elements are told apart where a list names two.
const NAME: &str = "name";

/// The key of a list's elements, if it is written as a map.
pub(super) fn merge_key<'a>(list: Shape<'a>) -> Option<&'a str> {
    if is_terraform(list) {
        return None;
    }
    let (ShapeKind::List(element) | ShapeKind::Set(element)) = list.kind() else { return None };
    let ShapeKind::Object(block) = element.kind() else { return None };
    let mut keys = list.facts().merge_keys();
    let is_text = |key: &&str| block.field(key).is_some_and(|field| field.shape().kind() == ShapeKind::String);
    match (keys.next(), keys.next()) {
        (Some(one), None) => Some(one).filter(is_text),
        (Some(_), Some(_)) => block.field(NAME).map(|field| field.name()).filter(is_text),
        (None, _) => None,
    }
}

impl<'a> Checker<'a> {
    /// The key that lists of a shared type have, wherever its catalog has such a list.
    pub(super) fn key_elsewhere(&self, of: ResourceType<'a>) -> Option<&'a str> {
        let blocks = of.catalog().types().filter_map(|found| found.block());
        let mut lists =
            blocks.flat_map(|block| block.fields()).map(|field| field.shape()).filter(|list| list.is_list_of(of));
        lists.find_map(merge_key)
    }
}
