//! Shapes of several sorts: which of them a body, a list or a value means.

use catalog::{Block, Shape, ShapeKind};
use program::{Ty, Type};
use source::Span;
use syntax::{Body, Item};
use values::ExprId;

use super::keyed::merge_key;
use crate::checker::{Checker, Typed};

impl<'a> Checker<'a> {
    /// The member that a body means: the one that has its keys, else the first that takes a body at all.
    pub(super) fn member_for_body(&self, shape: Shape<'a>, body: Body<'a>) -> Option<Shape<'a>> {
        let takes_body = |member: &Shape<'a>| match member.kind() {
            ShapeKind::Object(_) | ShapeKind::Map(_) | ShapeKind::Any => true,
            ShapeKind::List(_) | ShapeKind::Set(_) => merge_key(*member).is_some(),
            _ => false,
        };
        let mut first = None;
        for member in shape.members().filter(takes_body) {
            match member.kind() {
                ShapeKind::Object(block) if !has_keys(block, body) => first = first.or(Some(member)),
                _ => return Some(member),
            }
        }
        first
    }

    /// The member that a list means; the shape itself where it is of one sort.
    pub(super) fn member_for_list(&self, shape: Shape<'a>) -> Option<Shape<'a>> {
        let ShapeKind::Union(members) = shape.kind() else { return Some(shape) };
        let is_list = |member: &Shape<'a>| {
            matches!(member.kind(), ShapeKind::List(_) | ShapeKind::Set(_) | ShapeKind::Tuple(_) | ShapeKind::Any)
        };
        members.into_iter().find(is_list).or(Some(shape))
    }

    /// A value as one of the members: the one of just its type, else the first that takes it.
    pub(super) fn make_member(&mut self, typed: Typed, shape: Shape<'a>, expected: Ty, span: Span) -> Option<ExprId> {
        let found = self.program.types.of(typed.ty);
        let is_own = |member: &Shape<'a>| {
            matches!(
                (found, member.kind()),
                (Type::Int | Type::Port, ShapeKind::Integer | ShapeKind::Number)
                    | (Type::Number, ShapeKind::Number)
                    | (Type::Bool, ShapeKind::Bool)
                    | (Type::String | Type::Text, ShapeKind::String)
            )
        };
        // A quantity is text or a number, never one word of a list or a short form of a body.
        let is_amount = found.quantity().is_some();
        let is_plain = |member: &Shape<'a>| {
            matches!(member.kind(), ShapeKind::String | ShapeKind::Number | ShapeKind::Integer | ShapeKind::Bool)
        };
        if is_amount && !shape.members().all(|member| is_plain(&member)) {
            return None;
        }
        let own = shape.members().filter(is_own);
        let others = shape.members().filter(|member| !is_own(member));
        let members: Vec<Shape<'a>> = own.chain(others).collect();
        members.into_iter().find_map(|member| {
            let member = self.shape_type(member, expected.labels);
            self.try_convert(typed, member, span)
        })
    }
}

fn has_keys(block: Block<'_>, body: Body<'_>) -> bool {
    body.items().all(|item| match item {
        Item::Field(field) => {
            field.key().is_none_or(|key| block.field(&key.text()).is_some() || block.rest().is_some())
        }
        Item::Flag(flag) => flag.name().is_none_or(|name| block.field(name.text).is_some()),
        _ => true,
    })
}
