//! What packages add to catalogs, where it is asked for: shapes with it, documents in texts, judgement of constants.

use catalog::{Added, Demand, Fault, Field, ResourceType, Shape, ShapeKind};
use names::{DeclarationId, Names};
use program::{Builtin, Expr, ShapeRef, Sink, Ty, Type};
use rustc_hash::{FxHashMap, FxHashSet};
use source::Span;
use syntax::Decl;
use values::ExprId;

use crate::checker::{Checker, Typed};

/// What a manifest calls itself by.
const NAMES: [&str; 2] = ["metadata", "name"];

/// The declarations that add something, and what became of them.
#[derive(Debug, Default)]
pub(crate) struct Refines {
    /// By the last word of the types that each names.
    pub(crate) decls: FxHashMap<String, Vec<DeclarationId>>,
    /// Those that were taken in.
    pub(crate) done: FxHashSet<(DeclarationId, usize, String)>,
    /// Catalogs whose shared types were.
    pub(crate) catalogs: FxHashSet<usize>,
    /// What texts that hold a document must be.
    pub(crate) documents: FxHashMap<Added, Ty>,
    /// Types whose resources hold state.
    pub(crate) stateful: FxHashSet<Added>,
}

impl Refines {
    pub(crate) fn new(names: &Names<'_>) -> Self {
        let mut all = Self::default();
        for (id, declaration) in names.iter() {
            let Some(Decl::Refine(decl)) = declaration.decl else { continue };
            for last in decl.paths().filter_map(syntax::Path::last) {
                all.decls.entry(last.text.to_owned()).or_default().push(id);
            }
        }
        all
    }
}

impl<'a> Checker<'a> {
    /// The shape of a whole type, with what packages add to it.
    pub(crate) fn whole_shape(&mut self, found: ResourceType<'a>) -> Shape<'a> {
        self.refine_type(found);
        self.notes.whole(&self.program.refined, self.catalogs, found)
    }

    /// The shape of a field, with what packages add to it.
    pub(super) fn field_shape(&mut self, field: Field<'a>) -> Shape<'a> {
        self.notes.field(&self.program.refined, self.catalogs, field)
    }

    /// Whether resources of a type hold state that must not be lost.
    pub(crate) fn holds_state(&self, shape: Option<ShapeRef>) -> bool {
        let note = shape.map_or(0, |shape| self.program.shapes.get(shape).note);
        self.notes.places(note).iter().any(|at| self.refines.stateful.contains(at))
    }

    /// How long the name may be that a manifest of a type is given, where that is said.
    pub(crate) fn longest_name(&mut self, shape: Option<ShapeRef>) -> Option<u32> {
        let target = self.target_here()?;
        if self.program.target(target).sink != Sink::Kubernetes {
            return None;
        }
        let mut at = self.shape_of(shape?)?;
        for name in NAMES {
            at = self.field_shape(at.block()?.field(name)?);
        }
        self.notes.name(&self.program.refined, at.note()).map(|rule| rule.longest)
    }

    /// What a text must be a document of, where it is expected.
    pub(crate) fn document_at(&self, expected: Option<Ty>) -> Option<Ty> {
        let shape = self.shape_within(expected?)?;
        let is_text = shape.note() != 0 && !matches!(shape.kind(), ShapeKind::List(_) | ShapeKind::Map(_));
        let places = if is_text { self.notes.places(shape.note()) } else { &[] };
        places.iter().find_map(|at| self.refines.documents.get(at)).copied()
    }

    /// A record or a list as the text that holds it; nothing where a text holds no such document.
    pub(super) fn make_document(&mut self, typed: Typed, expected: Ty, span: Span) -> Option<ExprId> {
        let document = self.document_at(Some(expected))?;
        let made = self.try_convert(typed, document, span)?;
        let args = self.program.exprs.push_list(&[made]);
        Some(self.program.exprs.push(Expr::Builtin(Builtin::Json, args), span))
    }

    /// What packages say against a constant.
    pub(super) fn added_fault(&self, shape: Shape<'a>, text: Option<&str>, number: Option<&str>) -> Option<Fault> {
        let is_number = |member: Shape<'_>| matches!(member.kind(), ShapeKind::Number | ShapeKind::Integer);
        let fault =
            |judge: &dyn Fn(&Demand) -> Result<(), Fault>| self.notes.fault(&self.program.refined, shape.note(), judge);
        match (text, number) {
            (Some(text), _) => fault(&|demand| demand.judge_text(text)),
            (_, Some(number)) if shape.members().any(is_number) => fault(&|demand| demand.judge_number(number)),
            (_, Some(number)) => fault(&|demand| demand.judge_text(number)),
            _ => None,
        }
    }

    /// Whether a value is one that becomes the text of a document.
    pub(super) fn is_document(&self, ty: Ty) -> bool {
        matches!(self.program.types.of(ty), Type::Record(_) | Type::List(_) | Type::Map(_) | Type::Union(_))
    }
}
