//! Where the value of each field goes: expressions are followed through lets, functions, loops and patterns.

use program::{
    Component, Entry, EntryKind, Expr, ExprRef, Exprs, InstanceFilter, Pattern, Program, Realization, RealizationItem,
    SelfPart, Ty, Type,
};
use values::{ComponentId, ExprId, OutId, RecordId, Slice, Symbol};

use crate::reads::{Path, Reads};

/// How deep calls and lets are followed; nothing in a checked program calls itself.
const DEEPEST: usize = 64;

/// A part of the component's fields that an expression stands for.
#[derive(Clone, Debug)]
struct Part {
    path: Path,
    /// Its type; none for the instance as a whole.
    ty: Option<Ty>,
}

/// The walk over one realization.
struct Walk<'p> {
    program: &'p Program,
    component: &'p Component,
    id: ComponentId,
    /// Whether bare fields are the component's: not where another's realization reads its instances.
    is_at_home: bool,
    reads: Reads,
    /// What the locals in sight stand for, by their number.
    locals: Vec<Vec<Part>>,
    depth: usize,
}

/// What a realization reads of its component.
pub(crate) fn reads_of(program: &Program, realization: &Realization) -> Reads {
    let id = realization.component;
    let component = program.component(id);
    let (reads, locals) = (Reads::default(), Vec::new());
    let mut walk = Walk { program, component, id, is_at_home: true, reads, locals, depth: 0 };
    let mut given: Vec<OutId> = Vec::new();
    for item in &realization.items {
        walk.item(item);
        if let RealizationItem::Out(out, _) = item {
            given.push(*out);
        }
    }
    // What the component itself says of an output holds where the realization is silent.
    for (at, out) in component.outs.iter().enumerate() {
        if !given.contains(&OutId(at as u16))
            && let Some(default) = out.default
        {
            walk.spend(default);
        }
    }
    for decl in program.instances.iter().filter(|decl| is_inside(program, decl.owner, realization)) {
        walk.spend(decl.body);
    }
    let doer = program
        .realizations
        .iter()
        .find(|known| realization.by == Some(known.component) && known.target == realization.target);
    walk.is_at_home = false;
    for item in doer.map_or(&[][..], |doer| &doer.items) {
        walk.item(item);
    }
    walk.reads
}

fn is_inside(program: &Program, owner: program::Owner, realization: &Realization) -> bool {
    match owner {
        program::Owner::Component(component) => component == realization.component,
        program::Owner::Realization(id) => std::ptr::eq(program.realization(id), realization),
        _ => false,
    }
}

impl<'p> Walk<'p> {
    fn item(&mut self, item: &'p RealizationItem) {
        match item {
            RealizationItem::Resource(resource) => {
                self.header(resource.header.as_ref());
                self.conditions(resource.condition);
                self.spend(resource.body);
                self.locals.clear();
            }
            RealizationItem::File(file) => {
                self.header(file.header.as_ref());
                self.conditions(file.condition);
                self.spend(file.path);
                self.spend(file.text);
                self.locals.clear();
            }
            RealizationItem::Out(_, value)
            | RealizationItem::Face(_, value)
            | RealizationItem::Grant(_, value)
            | RealizationItem::Keeps(value)
            | RealizationItem::Given(_, value) => {
                self.spend(*value);
            }
            RealizationItem::Require(rule) => self.spend(self.program.require(*rule).condition),
            RealizationItem::Let(_) | RealizationItem::Ignore(_) => {}
        }
    }

    fn header(&mut self, header: Option<&'p program::Header>) {
        let Some(header) = header else { return };
        self.spend_shape(header.source);
        self.bind_elements(header.source, header.first, header.second);
        for expr in header.key.into_iter().chain(header.filter) {
            self.spend(expr);
        }
    }

    fn conditions(&mut self, condition: Option<ExprId>) {
        if let Some(condition) = condition {
            self.spend(condition);
        }
    }

    fn bind(&mut self, local: u16, parts: Vec<Part>) {
        let at = usize::from(local);
        if self.locals.len() <= at {
            self.locals.resize(at + 1, Vec::new());
        }
        if let Some(slot) = self.locals.get_mut(at) {
            *slot = parts;
        }
    }

    /// Binds the names of a `for` to the elements of what it runs over.
    fn bind_elements(&mut self, source: ExprId, first: u16, second: Option<u16>) {
        let parts = self.parts(source);
        let element = |part: &Part, program: &Program| match part.ty.map(|ty| program.types.of(ty)) {
            Some(Type::List(of) | Type::Map(of)) => Part { path: part.path.clone(), ty: Some(of) },
            _ => part.clone(),
        };
        let elements: Vec<Part> = parts.iter().map(|part| element(part, self.program)).collect();
        let is_map =
            parts.iter().any(|part| part.ty.is_some_and(|ty| matches!(self.program.types.of(ty), Type::Map(_))));
        match second {
            Some(second) if is_map => {
                self.bind(first, Vec::new());
                self.bind(second, elements);
            }
            Some(second) => {
                self.bind(first, elements);
                self.bind(second, Vec::new());
            }
            None => self.bind(first, elements),
        }
    }

    /// The parts of fields that an expression stands for, without using them.
    fn parts(&mut self, expr: ExprId) -> Vec<Part> {
        if self.depth > DEEPEST {
            return Vec::new();
        }
        self.depth += 1;
        let parts = self.parts_of(self.program.exprs.get(expr));
        self.depth -= 1;
        parts
    }

    fn parts_of(&mut self, expr: Expr) -> Vec<Part> {
        match expr {
            Expr::SelfField(_) | Expr::SelfPart(_) if !self.is_at_home => Vec::new(),
            Expr::Instances(filter) => match filter {
                InstanceFilter::Component(of) if of != self.id => Vec::new(),
                InstanceFilter::Interface(of) if !self.program.provides(self.id, of) => Vec::new(),
                // An element is an instance as a whole.
                _ => vec![Part { path: Path(Vec::new()), ty: None }],
            },
            Expr::SelfField(at) => self.field_part(self.component.fields, at, &Path(Vec::new())),
            Expr::SelfPart(SelfPart::Whole | SelfPart::Owner) => vec![Part { path: Path(Vec::new()), ty: None }],
            Expr::Local(local) => self.locals.get(usize::from(local)).cloned().unwrap_or_default(),
            Expr::Let(id) if self.program.binding(id).local => self.parts(self.program.binding(id).value),
            Expr::Get(of, at) | Expr::TryGet(of, at) => {
                let of = self.parts(of);
                of.iter().flat_map(|part| self.get(part, at)).collect()
            }
            Expr::Member(of, name) | Expr::TryMember(of, name) => {
                let of = self.parts(of);
                of.iter().filter(|part| part.ty.is_none()).flat_map(|_| self.named(name)).collect()
            }
            Expr::Index(of, _) => self.elements(of),
            Expr::Widen(of) | Expr::Text(of) | Expr::As(of, _) | Expr::Whole(of) => self.parts(of),
            Expr::If(_, then, other) => {
                let mut parts = self.parts(then);
                parts.extend(other.map(|other| self.parts(Exprs::open(other))).unwrap_or_default());
                parts
            }
            Expr::Binary(program::BinaryOp::Coalesce, left, right) => {
                let mut parts = self.parts(left);
                parts.extend(self.parts(right));
                parts
            }
            _ => Vec::new(),
        }
    }

    fn elements(&mut self, of: ExprId) -> Vec<Part> {
        let of = self.parts(of);
        let element = |part: Part| match part.ty.map(|ty| self.program.types.of(ty)) {
            Some(Type::List(of) | Type::Map(of)) => Part { ty: Some(of), ..part },
            _ => part,
        };
        of.into_iter().map(element).collect()
    }

    fn named(&self, name: Symbol) -> Vec<Part> {
        let record = self.component.fields;
        match self.program.record(record).find(name) {
            Some(at) => self.field_part(record, at, &Path(Vec::new())),
            None => Vec::new(),
        }
    }

    fn field_part(&self, record: RecordId, at: u16, below: &Path) -> Vec<Part> {
        let field = self.program.record(record).fields.get(usize::from(at));
        field.map(|field| Part { path: below.then(field.name), ty: Some(field.ty) }).into_iter().collect()
    }

    /// A field of a part: of a record, of whichever case it may be, or an end of a range, which counts as the whole.
    fn get(&self, part: &Part, at: u16) -> Vec<Part> {
        let Some(ty) = part.ty else { return Vec::new() };
        let ty = match self.program.types.of(ty) {
            Type::Optional(of) => self.program.types.of(of),
            other => other,
        };
        match ty {
            Type::Record(record) => self.field_part(record, at, &part.path),
            Type::Union(union) => {
                let cases = self.program.union(union).cases.iter();
                let records = cases.filter_map(|case| Some((case.name, case.record?)));
                records.flat_map(|(case, record)| self.field_part(record, at, &part.path.then(case))).collect()
            }
            _ => vec![part.clone()],
        }
    }

    fn mark(&mut self, parts: Vec<Part>) {
        let used = parts.into_iter().filter(|part| !part.path.0.is_empty()).map(|part| part.path);
        self.reads.used.extend(used);
    }

    /// An expression whose shape alone is used: how many there are, which keys.
    fn spend_shape(&mut self, expr: ExprId) {
        let parts = self.parts(expr);
        let scalars = parts.into_iter().filter(|part| part.ty.is_some_and(|ty| !self.has_parts(ty)));
        let scalars: Vec<Part> = scalars.collect();
        self.mark(scalars);
        self.spend_inside(expr);
    }

    /// Whether the elements of a collection have fields of their own.
    fn has_parts(&self, ty: Ty) -> bool {
        match self.program.types.of(ty) {
            Type::List(of) | Type::Map(of) | Type::Optional(of) => self.has_parts(of),
            Type::Record(_) | Type::Union(_) => true,
            _ => false,
        }
    }

    /// An expression whose value goes somewhere.
    fn spend(&mut self, expr: ExprId) {
        if self.depth > DEEPEST {
            return;
        }
        self.depth += 1;
        let parts = self.parts(expr);
        self.mark(parts);
        self.spend_inside(expr);
        self.depth -= 1;
    }

    /// What is used on the way to a value.
    fn spend_inside(&mut self, expr: ExprId) {
        let program = self.program;
        match program.exprs.get(expr) {
            Expr::Template(pieces) | Expr::Builtin(_, pieces) => {
                for piece in program.exprs.list(pieces) {
                    self.spend(*piece);
                }
            }
            Expr::Call(function, args) => self.call(function, args),
            Expr::List(entries) | Expr::Map(entries) | Expr::Record(_, entries) => self.entries(entries),
            Expr::Case(_, _, body) | Expr::Whole(body) => self.spend_inside(body),
            Expr::Range(low, high) => [low, high].into_iter().for_each(|one| self.spend(one)),
            Expr::Widen(of) | Expr::Text(of) | Expr::As(of, _) => self.spend_inside(of),
            Expr::Unary(_, of) | Expr::Keyed(_, of) | Expr::LinkPart(of, _) => self.spend(of),
            Expr::Get(of, _) | Expr::TryGet(of, _) => self.spend_inside(of),
            Expr::Member(of, _) | Expr::TryMember(of, _) | Expr::Ask(of, _) => {
                // To read a part of what a field refers to is to use the field.
                let references = self.parts(of).into_iter().filter(|part| part.ty.is_some()).collect();
                self.mark(references);
                self.spend_inside(of);
            }
            Expr::Index(of, key) => {
                self.spend_inside(of);
                self.spend(key);
            }
            Expr::Binary(op, left, right) => self.binary(op, left, right),
            Expr::Is(of, _) => self.case_of(of),
            Expr::If(condition, then, other) => {
                self.spend(condition);
                self.spend(then);
                if let Some(other) = other {
                    self.spend(Exprs::open(other));
                }
            }
            Expr::Match(subject, arms) => self.arms(subject, arms),
            Expr::Let(id) | Expr::TargetLet(id) if program.binding(id).local => {
                let locals = std::mem::take(&mut self.locals);
                self.spend_inside(program.binding(id).value);
                self.locals = locals;
            }
            _ => {}
        }
    }

    /// A comparison with `none` asks only whether something is there.
    fn binary(&mut self, op: program::BinaryOp, left: ExprId, right: ExprId) {
        let is_none = |expr| matches!(self.program.exprs.get(expr), Expr::Value(values::Value::None));
        let compares = matches!(op, program::BinaryOp::Equal | program::BinaryOp::NotEqual);
        if compares && (is_none(left) || is_none(right)) {
            self.spend_inside(left);
            self.spend_inside(right);
            return;
        }
        self.spend(left);
        self.spend(right);
    }

    /// Which case something is: that is used, its fields aren't.
    fn case_of(&mut self, of: ExprId) {
        for part in self.parts(of) {
            let leaf = Part { path: part.path.clone(), ty: part.ty };
            self.reads.cases.insert(leaf.path);
        }
        self.spend_inside(of);
    }

    fn arms(&mut self, subject: ExprId, arms: Slice) {
        let program = self.program;
        let parts = self.parts(subject);
        self.case_of(subject);
        for arm in program.exprs.arm_list(arms) {
            for pattern in program.exprs.pattern_list(arm.patterns) {
                match *pattern {
                    Pattern::Case(case, bindings) => self.bind_case(&parts, case, bindings),
                    Pattern::Value(value) => {
                        self.spend(value);
                        self.mark(parts.clone());
                    }
                    Pattern::Any | Pattern::None => {}
                }
            }
            for expr in arm.guard.map(Exprs::open).into_iter().chain([arm.value]) {
                self.spend(expr);
            }
        }
    }

    fn bind_case(&mut self, parts: &[Part], case: values::CaseId, bindings: Slice) {
        for (field, local) in self.program.exprs.binding_list(bindings).to_vec() {
            let mut bound = Vec::new();
            for part in parts {
                let Some(ty) = part.ty else { continue };
                let ty = match self.program.types.of(ty) {
                    Type::Optional(of) => self.program.types.of(of),
                    other => other,
                };
                let Type::Union(union) = ty else { continue };
                let case = self.program.union(union).case(case);
                let Some(record) = case.record else { continue };
                bound.extend(self.field_part(record, field, &part.path.then(case.name)));
            }
            self.bind(local, bound);
        }
    }

    fn entries(&mut self, entries: Slice) {
        let program = self.program;
        for entry in program.exprs.entry_list(entries) {
            self.entry(entry);
        }
    }

    fn entry(&mut self, entry: &'p Entry) {
        self.conditions(entry.condition.map(Exprs::open));
        match entry.kind {
            EntryKind::For { first, second, filter, body } => {
                self.spend_shape(entry.value);
                self.bind_elements(entry.value, first, second.map(std::num::NonZeroU16::get));
                self.conditions(filter.map(|filter: ExprRef| Exprs::open(filter)));
                self.entries(body);
            }
            EntryKind::Computed(key) => {
                self.spend(key);
                self.spend(entry.value);
            }
            _ => self.spend(entry.value),
        }
    }

    /// A function is followed with what it is given.
    fn call(&mut self, function: program::FnId, args: Slice) {
        let program = self.program;
        let mut given = Vec::new();
        for arg in program.exprs.list(args) {
            let parts = self.parts(*arg);
            self.spend_inside(*arg);
            given.push(parts);
        }
        let outer = std::mem::replace(&mut self.locals, given);
        self.spend(program.function(function).body);
        self.locals = outer;
    }
}
