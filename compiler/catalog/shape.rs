//! Shapes: what a value may be. A shape is a place in its catalog; equal shapes of a catalog are one.

use crate::catalog::Catalog;
use crate::facts::{Facts, Rules};
use crate::field::Field;
use crate::layout::{block, record, shape};
use crate::types::ResourceType;

/// How many names of types may stand for one another before a file counts as damaged.
const CHAIN: usize = 16;

/// A place in a catalog that names a shape without borrowing the catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShapeId(u32);

impl ShapeId {
    /// The id as a number, to be kept where this crate isn't known.
    pub fn number(self) -> u32 {
        self.0
    }

    /// The id of a number that `number` gave; any other one names a shape that means nothing.
    pub fn numbered(number: u32) -> ShapeId {
        ShapeId(number)
    }
}

impl Catalog {
    /// The shape of an id that this catalog gave.
    pub fn shape(&self, id: ShapeId) -> Shape<'_> {
        Shape { catalog: self, id: id.0, note: 0 }
    }
}

/// What a value may be.
#[derive(Clone, Copy)]
pub struct Shape<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) id: u32,
    /// What packages add here; elements, entries and members have it, too.
    pub(crate) note: u32,
}

impl std::fmt::Debug for Shape<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", crate::describe::phrase(*self))
    }
}

impl PartialEq for Shape<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.catalog, other.catalog) && self.id == other.id
    }
}

impl Eq for Shape<'_> {}

/// The sorts of shapes; names of shared types are already followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShapeKind<'a> {
    /// Anything: the schema says no more.
    Any,
    /// Text.
    String,
    /// A number, fractions included.
    Number,
    /// A whole number.
    Integer,
    /// True or false.
    Bool,
    /// A Kubernetes quantity: a number or text such as `500m`, `2Gi`.
    Quantity,
    /// A whole number or text: a port or its name, a count or a percentage.
    IntOrString,
    /// A list, in order.
    List(Shape<'a>),
    /// A list whose order does not matter.
    Set(Shape<'a>),
    /// Any keys, values of one shape.
    Map(Shape<'a>),
    /// Known keys.
    Object(Block<'a>),
    /// One of several shapes.
    Union(Shapes<'a>),
    /// A list of fixed length, each element with its own shape.
    Tuple(Shapes<'a>),
}

impl<'a> Shape<'a> {
    /// The catalog that it stands in.
    pub fn catalog(self) -> &'a Catalog {
        self.catalog
    }

    /// The place of the shape, to be kept without a borrow; ask the catalog for the shape again.
    pub fn id(self) -> ShapeId {
        ShapeId(self.id)
    }

    /// The shape with what packages add to the place that it stands in.
    pub fn noted(self, note: u32) -> Shape<'a> {
        Shape { note, ..self }
    }

    /// What packages add to the place that it stands in; 0 where that is nothing.
    pub fn note(self) -> u32 {
        self.note
    }

    /// The shared type that stands here, or whose values an element, an entry or a member may be.
    pub fn named_within(self) -> Option<ResourceType<'a>> {
        const DEEP: usize = 3;
        let mut at = self;
        for _ in 0..DEEP {
            match (at.named(), at.kind()) {
                (Some(named), _) => return Some(named),
                (None, ShapeKind::Union(members)) => return members.into_iter().find_map(Shape::named),
                (None, _) => at = at.element()?,
            }
        }
        None
    }

    /// The sort of shape.
    pub fn kind(self) -> ShapeKind<'a> {
        let end = self.followed();
        let payload = Shape { id: end.word(shape::PAYLOAD), ..self };
        let shapes = Shapes { catalog: self.catalog, list: payload.id, at: 0, note: self.note };
        match end.word(shape::HEAD) & 0xff {
            shape::STRING => ShapeKind::String,
            shape::NUMBER => ShapeKind::Number,
            shape::INTEGER => ShapeKind::Integer,
            shape::BOOL => ShapeKind::Bool,
            shape::QUANTITY => ShapeKind::Quantity,
            shape::INT_OR_STRING => ShapeKind::IntOrString,
            shape::LIST => ShapeKind::List(payload),
            shape::SET => ShapeKind::Set(payload),
            shape::MAP => ShapeKind::Map(payload),
            shape::OBJECT => ShapeKind::Object(Block { catalog: self.catalog, id: payload.id, note: self.note }),
            shape::UNION => ShapeKind::Union(shapes),
            shape::TUPLE => ShapeKind::Tuple(shapes),
            _ => ShapeKind::Any,
        }
    }

    /// What is known of the values beyond their sort.
    pub fn facts(self) -> Facts<'a> {
        let own = self.word(shape::FACTS);
        let id = if own == 0 { self.followed().word(shape::FACTS) } else { own };
        Facts { catalog: self.catalog, id }
    }

    /// Whether nothing may stand where a value would.
    pub fn nullable(self) -> bool {
        (self.word(shape::HEAD) | self.followed().word(shape::HEAD)) & shape::NULLABLE != 0
    }

    /// The shared type that stands here by its name, if one does.
    pub fn named(self) -> Option<ResourceType<'a>> {
        let index = self.word(shape::PAYLOAD);
        (self.word(shape::HEAD) & 0xff == shape::NAMED).then_some(ResourceType { catalog: self.catalog, index })
    }

    /// The field by which the elements of a list are told apart, so that it may be written as a map.
    pub fn merge_key(self) -> Option<&'a str> {
        // Terraform's lists say nothing of the kind.
        if self.catalog.family() == crate::types::Family::Terraform {
            return None;
        }
        let (ShapeKind::List(element) | ShapeKind::Set(element)) = self.kind() else { return None };
        let ShapeKind::Object(block) = element.kind() else { return None };
        let is_text = |key: &&str| block.field(key).is_some_and(|field| field.shape().kind() == ShapeKind::String);
        let mut keys = self.facts().merge_keys();
        match (keys.next(), keys.next()) {
            (Some(one), None) => Some(one).filter(is_text),
            // Of two keys the one that is a name tells elements apart for people.
            (Some(_), Some(_)) => block.field("name").map(|field| field.name()).filter(is_text),
            (None, _) => None,
        }
    }

    /// The element of a list or set, the value of a map.
    pub fn element(self) -> Option<Shape<'a>> {
        match self.kind() {
            ShapeKind::List(element) | ShapeKind::Set(element) | ShapeKind::Map(element) => Some(element),
            _ => None,
        }
    }

    /// The fields of an object, or of the objects in a list, set or map.
    pub fn block(self) -> Option<Block<'a>> {
        match self.kind() {
            ShapeKind::Object(block) => Some(block),
            _ => self.element().and_then(|element| match element.kind() {
                ShapeKind::Object(block) => Some(block),
                _ => None,
            }),
        }
    }

    /// The shapes that a value may have: the members of a union, or the shape itself.
    pub fn members(self) -> impl Iterator<Item = Shape<'a>> {
        let (one, several) = match self.kind() {
            ShapeKind::Union(shapes) => (None, Some(shapes)),
            _ => (Some(self), None),
        };
        one.into_iter().chain(several.into_iter().flatten())
    }

    fn followed(self) -> Shape<'a> {
        let mut end = self;
        for _ in 0..CHAIN {
            if end.word(shape::HEAD) & 0xff != shape::NAMED {
                return end;
            }
            end.id = self.catalog.record(end.word(shape::PAYLOAD), record::SHAPE);
        }
        Shape { id: 0, ..self }
    }

    fn word(self, at: u32) -> u32 {
        self.catalog.word(self.id.saturating_add(at))
    }
}

/// The shapes of a union or tuple.
#[derive(Clone, Copy)]
pub struct Shapes<'a> {
    catalog: &'a Catalog,
    list: u32,
    at: u32,
    note: u32,
}

impl std::fmt::Debug for Shapes<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(*self).finish()
    }
}

impl PartialEq for Shapes<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.catalog, other.catalog) && self.list == other.list
    }
}

impl Eq for Shapes<'_> {}

impl<'a> Iterator for Shapes<'a> {
    type Item = Shape<'a>;

    fn next(&mut self) -> Option<Shape<'a>> {
        let count = self.catalog.word(self.list).min(self.catalog.room(self.list));
        (self.at < count).then(|| {
            self.at += 1;
            let id = self.catalog.word(self.list.saturating_add(self.at));
            Shape { catalog: self.catalog, id, note: self.note }
        })
    }
}

/// The keys of an object.
#[derive(Clone, Copy)]
pub struct Block<'a> {
    catalog: &'a Catalog,
    id: u32,
    note: u32,
}

impl std::fmt::Debug for Block<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.fields().map(Field::name)).finish()
    }
}

impl PartialEq for Block<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.catalog, other.catalog) && self.id == other.id
    }
}

impl Eq for Block<'_> {}

impl<'a> Block<'a> {
    /// The fields in the order of their names; parameters of functions in their own order.
    pub fn fields(self) -> impl ExactSizeIterator<Item = Field<'a>> + DoubleEndedIterator {
        let count = self.len();
        (0..count).map(move |at| self.at(at))
    }

    /// How many fields there are.
    pub fn len(self) -> usize {
        self.count() as usize
    }

    /// Whether there is no field.
    pub fn is_empty(self) -> bool {
        self.count() == 0
    }

    /// The field of that name.
    pub fn field(self, name: &str) -> Option<Field<'a>> {
        if self.word(block::FLAGS) & block::ORDERED != 0 {
            return self.fields().find(|field| field.name_bytes() == name.as_bytes());
        }
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let field = self.at(middle);
            match field.name_bytes().cmp(name.as_bytes()) {
                std::cmp::Ordering::Equal => return Some(field),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The name that was probably meant, among the fields that may be set.
    pub fn nearest(self, name: &str) -> Option<&'a str> {
        source::nearest(name, self.fields().filter(|field| field.settable()).map(Field::name))
    }

    /// The shape of a key that is no field; none where other keys are refused.
    pub fn rest(self) -> Option<Shape<'a>> {
        let open = self.word(block::FLAGS) & block::OPEN != 0;
        open.then_some(Shape { catalog: self.catalog, id: self.word(block::REST), note: self.note })
    }

    /// Whether keys that begin with `x-` may stand here besides.
    pub fn extensions(self) -> bool {
        self.word(block::FLAGS) & block::EXTENSIONS != 0
    }

    /// What packages add to the place that it stands in; 0 where that is nothing.
    pub fn note(self) -> u32 {
        self.note
    }

    /// The object with what packages add to the place that it stands in.
    pub fn noted(self, note: u32) -> Block<'a> {
        Block { note, ..self }
    }

    /// What holds between fields.
    pub fn rules(self) -> Rules<'a> {
        Rules::new(self.catalog, self.word(block::RULES))
    }

    fn at(self, index: usize) -> Field<'a> {
        let at = block::FIELDS.saturating_add(u32::try_from(index).unwrap_or(u32::MAX));
        Field { catalog: self.catalog, id: self.word(at), note: self.note }
    }

    fn count(self) -> u32 {
        self.word(block::COUNT).min(self.catalog.room(self.id))
    }

    fn word(self, at: u32) -> u32 {
        self.catalog.word(self.id.saturating_add(at))
    }
}
