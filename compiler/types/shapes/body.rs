//! `{ … }` where a catalog says what it is: an object, a map, the only element of a list, or one of several.

use catalog::{Block, Family, Shape, ShapeKind};
use program::{Entry, EntryKind, Expr, Labels, ShapeRef, Ty, Type};
use source::Span;
use syntax::{Body, Item};
use values::ExprId;

use super::keyed::merge_key;
use super::problem::ShapeProblem;
use super::table::is_terraform;
use crate::checker::{Checker, Typed};
use crate::problem::Problem;

/// An object that is being written.
pub(super) struct Object<'a> {
    pub(super) block: Block<'a>,
    pub(super) shape: ShapeRef,
    /// What it is of.
    pub(super) family: Family,
    /// Whether it is the whole body of a resource.
    pub(super) is_root: bool,
    pub(super) entries: Vec<Entry>,
    /// Whether entries may come from elsewhere: a spread or a `for`.
    pub(super) open: bool,
}

impl<'a> Checker<'a> {
    /// A body where a shape is expected; what it is made of is judged on the way.
    pub(crate) fn shape_body(&mut self, body: Body<'a>, shape_ref: ShapeRef, hint: Ty) -> Typed {
        let Some(shape) = self.shape_of(shape_ref) else { return Typed::UNKNOWN };
        let made = match shape.kind() {
            ShapeKind::Object(block) => self.object_body(body, shape_ref, shape, block),
            ShapeKind::Map(of) => {
                let of = self.shape_type(of, hint.labels);
                let typed = self.map_literal(body, of, hint);
                self.judge_keys(typed.id, shape);
                typed
            }
            ShapeKind::List(of) | ShapeKind::Set(of) => self.element_body(body, (shape, of), hint),
            ShapeKind::Union(_) => match self.member_for_body(shape, body) {
                Some(member) => {
                    let member = self.shape_type(member, hint.labels);
                    self.check_body(body, Some(member))
                }
                None => self.no_body(body, shape, hint),
            },
            ShapeKind::Any => {
                let data = self.program.types.plain(Type::Data);
                self.check_body(body, Some(data))
            }
            _ => self.no_body(body, shape, hint),
        };
        match self.program.types.of(made.ty) {
            Type::Unknown => made,
            _ => Typed { ty: Checker::unlabelled(hint), ..made },
        }
    }

    /// The elements of a list by their keys, or its only one.
    fn element_body(&mut self, body: Body<'a>, (list, of): (Shape<'a>, Shape<'a>), hint: Ty) -> Typed {
        if let Some(name) = merge_key(list) {
            let key = self.intern(name);
            let element = self.shape_ref(of, Some(key));
            let element = Ty { labels: hint.labels, ..self.program.types.plain(Type::Shape(element)) };
            let typed = self.map_literal(body, element, hint);
            if let Some(field) = of.block().and_then(|block| block.field(name)) {
                let shape = self.field_shape(field);
                self.judge_merge_keys(typed.id, shape);
            }
            return typed;
        }
        if !is_terraform(list) || !matches!(of.kind(), ShapeKind::Object(_)) {
            return self.no_body(body, list, hint);
        }
        self.judge_count(list, 1, opening(body.span()));
        let of = self.shape_type(of, hint.labels);
        self.check_body(body, Some(of))
    }

    fn no_body(&mut self, body: Body<'a>, shape: Shape<'a>, hint: Ty) -> Typed {
        let (path, expected) = (self.trail_text(), self.show(Checker::unlabelled(hint)));
        let found = "a body `{ … }`".to_owned();
        let help = shape.element().map(|_| "write a list: `[…]`".to_owned());
        self.report_shape(ShapeProblem::Mismatch { span: opening(body.span()), path, expected, found, help });
        Typed::UNKNOWN
    }

    fn object_body(&mut self, body: Body<'a>, shape_ref: ShapeRef, shape: Shape<'a>, block: Block<'a>) -> Typed {
        let depth = self.trail.steps.len();
        let root = self.roots.get(&shape_ref).copied();
        if depth == 0 {
            let name = root.unwrap_or_else(|| self.program.shapes.get(shape_ref).name);
            self.trail.steps.push(name);
            self.trail.root = root.map(|_| shape_ref);
        }
        let family = shape.catalog().family();
        let is_root = depth == 0 && root.is_some();
        let mut object = Object { block, shape: shape_ref, family, is_root, entries: Vec::new(), open: false };
        for item in body.items() {
            self.object_item(&mut object, item);
        }
        self.check_complete(&object, opening(body.span()));
        self.trail.steps.truncate(depth);
        let slice = self.program.exprs.push_entries(&object.entries);
        let ty = self.program.types.plain(Type::Shape(shape_ref));
        self.push(Expr::Map(slice), body.span(), ty)
    }

    /// A resource without a body still needs what its type needs.
    pub(crate) fn no_resource_body(&mut self, shape: Option<ShapeRef>, span: Span) -> ExprId {
        let found = shape.and_then(|known| Some((known, self.shape_of(known)?)));
        if let Some((shape_ref, shape)) = found
            && let Some(block) = shape.block()
        {
            let family = shape.catalog().family();
            let object = Object { block, shape: shape_ref, family, is_root: true, entries: Vec::new(), open: false };
            self.trail.steps.extend(self.roots.get(&shape_ref).copied());
            self.check_complete(&object, opening(span));
            self.trail.steps.clear();
        }
        let empty = self.program.exprs.push_entries(&[]);
        self.program.exprs.push(Expr::Map(empty), span)
    }

    fn object_item(&mut self, object: &mut Object<'a>, item: Item<'a>) {
        let narrowed = self.narrowed.len();
        match item {
            Item::Field(field) => self.object_field(object, field),
            Item::Flag(flag) => self.object_flag(object, flag),
            Item::Spread(spread) => self.object_spread(object, spread),
            Item::MapEntry(entry) => self.object_entry(object, entry),
            Item::FieldDecl(decl) => self.report_colon(decl),
            item => {
                let expected = "`key = value`, `key { … }` or `...rest`";
                self.report(Problem::NotHere { span: item.span(), place: "a resource", expected });
                object.open = true;
            }
        }
        self.narrowed.truncate(narrowed);
    }

    /// A list where a shape is expected: of which shape its elements are, and what it comes to as a whole.
    pub(crate) fn list_hint(&mut self, list: syntax::ListExpr<'a>, hint: Ty) -> Option<Ty> {
        let Type::Shape(shape) = self.program.types.of(hint) else { return None };
        let shape = self.shape_of(shape)?;
        let shape = self.member_for_list(shape)?;
        match shape.kind() {
            ShapeKind::List(of) | ShapeKind::Set(of) => Some(self.shape_type(of, hint.labels)),
            ShapeKind::Any | ShapeKind::Tuple(_) => Some(self.program.types.plain(Type::Data)),
            _ => {
                let (path, expected) = (self.trail_text(), self.show(Checker::unlabelled(hint)));
                let help = shape.block().map(|_| "write a body: `{ … }`".to_owned());
                let found = "a list".to_owned();
                self.report_shape(ShapeProblem::Mismatch { span: opening(list.span()), path, expected, found, help });
                // Nothing more is said of what stands in it.
                Some(Ty { labels: Labels::DEFERRED.and(Labels::SECRET), ..Typed::UNKNOWN.ty })
            }
        }
    }

    /// How many elements a list has that is written out, against how many it may have.
    pub(crate) fn judge_list(&mut self, entries: &[Entry], hint: Ty, span: Span) {
        let sure = |entry: &Entry| matches!(entry.kind, EntryKind::Item) && entry.condition.is_none();
        if let Type::Shape(shape) = self.program.types.of(hint)
            && entries.iter().all(sure)
            && let Some(shape) = self.shape_of(shape)
            && let Some(list) = self.member_for_list(shape)
        {
            self.judge_count(list, entries.len(), opening(span));
        }
    }
}

/// The place of the bracket that opens something.
pub(super) fn opening(span: Span) -> Span {
    Span::new(span.file, span.start, (span.start + 1).min(span.end))
}
