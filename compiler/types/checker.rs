//! The state of a check: the program so far, what is still to do, and where the walk stands.

use std::collections::VecDeque;

use bitcode::{Decode, Encode};
use catalog::{Catalogs, Notes};
use names::{DeclarationId, Names, PackageId};
use program::{EnvironmentId, Exprs, FnId, InputId, InterfaceId, Labels, LetId, Program, ShapeRef, Ty, TypeTable};
use rustc_hash::{FxHashMap, FxHashSet};
use source::{Diagnostic, Span};
use syntax::{Expr as Syntax, LetDecl};
use values::{ComponentId, ExprId, RecordId, Symbol, TargetId};

use crate::limits::Limits;
use crate::problem::Problem;
use crate::scope::{Context, LetHome, Local, Narrowed};
use crate::shapes::{ListKeys, Refines, Trail};

/// An expression with its type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Typed {
    pub(crate) id: ExprId,
    pub(crate) ty: Ty,
}

impl Typed {
    /// Something broken, which was reported.
    pub(crate) const UNKNOWN: Typed = Typed { id: Exprs::UNKNOWN, ty: TypeTable::UNKNOWN };
}

/// What was put into plain data.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Printed {
    pub(crate) labels: Labels,
    /// Where the first of its labels came from, of the secret ones if there are any.
    pub(crate) span: Option<Span>,
    /// Whether a template takes it, which spells quantities and looks into cases.
    pub(crate) in_template: bool,
}

impl Printed {
    /// Notes what stands at a place.
    pub(crate) fn enter(&mut self, labels: Labels, span: Span) {
        let is_first = labels.is_secret() && !self.labels.is_secret() || labels.is_deferred() && self.span.is_none();
        if is_first {
            self.span = Some(span);
        }
        self.labels = self.labels.and(labels);
    }
}

/// What a declaration became.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub(crate) enum Entry {
    Component(ComponentId),
    Interface(InterfaceId),
    Type(Ty),
    /// A type, a let or a function whose own declaration is being looked at.
    Running,
    /// Its mistake was reported.
    Broken,
    Let(LetId),
    Input(InputId),
    Function(FnId),
    Instance(program::DeclId),
    Target(TargetId),
    Environment(EnvironmentId),
}

/// Work that waits until all types it may need are there.
pub(crate) enum Job<'a> {
    /// The default of a record's field.
    Default { record: RecordId, field: u16, value: Syntax<'a>, context: Context },
    /// The default of a field that a record took over from another.
    Inherit { record: RecordId, field: u16, from: (RecordId, u16) },
    /// The expressions of a component.
    Component(ComponentId, DeclarationId),
    /// The expressions of a target.
    Target(TargetId, DeclarationId),
    /// The expressions of the hand-over of a target.
    Handover(TargetId, DeclarationId),
    /// The body of a function.
    Function(FnId, DeclarationId),
}

/// What may be made from itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    Function(FnId),
    Let(LetId),
}

/// How many of a local resource or file there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Made {
    /// One a key.
    pub(crate) is_many: bool,
    /// Not under a condition.
    pub(crate) is_sure: bool,
    /// Where its name stands.
    pub(crate) span: Span,
    /// What its catalog says of it; nothing of a file, and of a type that there is not.
    pub(crate) shape: Option<ShapeRef>,
    /// Whether it is made and forgotten.
    pub(crate) is_ephemeral: bool,
    /// Whether it is a file.
    pub(crate) is_file: bool,
}

/// The walk.
pub(crate) struct Checker<'a> {
    pub(crate) names: &'a Names<'a>,
    pub(crate) catalogs: &'a Catalogs,
    pub(crate) program: Program,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) entries: FxHashMap<DeclarationId, Entry>,
    /// How many realizations were looked at before, in a run that is over.
    pub(crate) looked_at: usize,
    /// Instances that environments declare for themselves.
    pub(crate) own_instances: FxHashMap<(EnvironmentId, Symbol), program::DeclId>,
    /// Lets of a component or a realization, which see the instance at hand.
    pub(crate) local_lets: FxHashMap<(LetHome, Symbol), LetId>,
    /// The same as they are written, each with where it stands, since they may name each other in any order.
    pub(crate) let_decls: FxHashMap<(LetHome, Symbol), (LetDecl<'a>, Context)>,
    /// Those that are being looked at.
    pub(crate) open_lets: Vec<LetId>,
    /// Interfaces whose promises are being looked at.
    pub(crate) open_interfaces: Vec<InterfaceId>,
    /// Resources and files of targets and realizations, by the record of their settings.
    pub(crate) made: FxHashMap<(RecordId, Symbol), Made>,
    /// Instances that realizations consist of, by the record of their settings.
    pub(crate) realized: FxHashMap<(RecordId, Symbol), program::DeclId>,
    /// Declarations that make many instances, one a key.
    pub(crate) keyed: FxHashSet<program::DeclId>,
    pub(crate) jobs: VecDeque<Job<'a>>,
    /// The function or the let that is looked at, and which of them need which, where.
    pub(crate) caller: Option<Need>,
    pub(crate) needs: Vec<(Need, Need, Span)>,
    pub(crate) limits: Limits,
    pub(crate) context: Context,
    /// What was put into plain data, since the call that prints it began.
    pub(crate) printed: Printed,
    /// Whether what is expected next is only what a branch beside it came to.
    pub(crate) is_guess: bool,
    pub(crate) locals: Vec<Local>,
    pub(crate) narrowed: Vec<Narrowed<'a>>,
    /// What packages add to catalogs: the declarations, and what stands where.
    pub(crate) refines: Refines,
    pub(crate) notes: Notes,
    /// Where the walk stands in the body of a resource.
    pub(crate) trail: Trail,
    /// The keys of lists of shared types, by the place of the catalog.
    pub(crate) list_keys: FxHashMap<usize, ListKeys<'a>>,
    /// The shapes that are whole resources, each with the name of its type.
    pub(crate) roots: FxHashMap<ShapeRef, Symbol>,
    /// Values of attributes that may come to nothing.
    pub(crate) maybe: FxHashSet<ExprId>,
}

impl<'a> Checker<'a> {
    pub(crate) fn new(names: &'a Names<'a>, catalogs: &'a Catalogs) -> Self {
        Self {
            names,
            catalogs,
            program: Program::default(),
            diagnostics: Vec::new(),
            entries: FxHashMap::default(),
            looked_at: 0,
            own_instances: FxHashMap::default(),
            local_lets: FxHashMap::default(),
            let_decls: FxHashMap::default(),
            open_lets: Vec::new(),
            open_interfaces: Vec::new(),
            made: FxHashMap::default(),
            realized: FxHashMap::default(),
            keyed: FxHashSet::default(),
            jobs: VecDeque::new(),
            caller: None,
            needs: Vec::new(),
            limits: Limits::default(),
            context: Context::package(PackageId(0)),
            printed: Printed::default(),
            is_guess: false,
            locals: Vec::new(),
            narrowed: Vec::new(),
            refines: Refines::new(names),
            notes: Notes::default(),
            trail: Trail::default(),
            list_keys: FxHashMap::default(),
            roots: FxHashMap::default(),
            maybe: FxHashSet::default(),
        }
    }

    /// Says what is wrong.
    pub(crate) fn report(&mut self, problem: Problem) {
        self.diagnostics.push(problem.diagnostic());
    }

    /// Says what is wrong and gives something broken.
    pub(crate) fn broken(&mut self, problem: Problem) -> Typed {
        self.report(problem);
        Typed::UNKNOWN
    }

    pub(crate) fn intern(&mut self, text: &str) -> Symbol {
        self.program.intern(text)
    }

    /// The type a message names.
    pub(crate) fn show(&self, ty: Ty) -> String {
        self.program.type_name(ty)
    }

    pub(crate) fn push(&mut self, expr: program::Expr, span: Span, ty: Ty) -> Typed {
        Typed { id: self.program.exprs.push(expr, span), ty }
    }

    /// Runs `walk` in another place, with no locals.
    pub(crate) fn within<T>(&mut self, context: Context, walk: impl FnOnce(&mut Self) -> T) -> T {
        let context = std::mem::replace(&mut self.context, context);
        let locals = std::mem::take(&mut self.locals);
        let narrowed = std::mem::take(&mut self.narrowed);
        let trail = std::mem::take(&mut self.trail);
        let result = walk(self);
        self.context = context;
        self.locals = locals;
        self.narrowed = narrowed;
        self.trail = trail;
        result
    }

    /// Does what waits, and what that gives rise to.
    pub(crate) fn drain(&mut self) {
        while let Some(job) = self.jobs.pop_front() {
            match job {
                Job::Default { record, field, value, context } => {
                    self.within(context, |checker| checker.check_default(record, field, value));
                }
                Job::Inherit { record, field, from } => self.inherit_default(record, field, from),
                Job::Component(component, declaration) => self.check_component(component, declaration),
                Job::Target(target, declaration) => self.check_target(target, declaration),
                Job::Handover(target, declaration) => self.check_handover(target, declaration),
                Job::Function(function, declaration) => self.check_function(function, declaration),
            }
        }
    }
}
