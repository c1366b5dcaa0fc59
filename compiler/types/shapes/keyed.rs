//! Lists that are written as maps: their elements have a key, and the entry says it.

use catalog::{Catalog, ResourceType, Shape, ShapeKind};

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

/// Shared types, each with the key that the first list of it has.
pub(crate) type ListKeys<'a> = Vec<(ResourceType<'a>, &'a str)>;

/// The shared types of a catalog that lie in lists with a key.
fn list_keys(catalog: &Catalog) -> ListKeys<'_> {
    let mut keys: ListKeys<'_> = Vec::new();
    let blocks = catalog.types().filter_map(|found| found.block());
    for list in blocks.flat_map(|block| block.fields()).map(|field| field.shape()) {
        let (ShapeKind::List(element) | ShapeKind::Set(element)) = list.kind() else { continue };
        let Some(named) = element.named().filter(|named| keys.iter().all(|(known, _)| known != named)) else {
            continue;
        };
        keys.extend(merge_key(list).map(|key| (named, key)));
    }
    keys
}

impl<'a> Checker<'a> {
    /// The key that lists of a shared type have, wherever its catalog has such a list.
    pub(super) fn key_elsewhere(&mut self, of: ResourceType<'a>) -> Option<&'a str> {
        let place = self.catalogs.place_of(of.catalog())?;
        let keys = self.list_keys.entry(place).or_insert_with(|| list_keys(of.catalog()));
        keys.iter().find(|(known, _)| *known == of).map(|(_, key)| *key)
    }
}
