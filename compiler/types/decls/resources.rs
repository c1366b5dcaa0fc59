//! What realizations and targets make: resources and files, with the lets beside them.

mod patches;
mod refine;

use program::{
    EnvironmentId, Expr, Exprs, LocalFile, LocalResource, RawResource, RealizationItem, ResourceClass, ShapeRef, Ty,
    Type,
};
use source::Span;
use syntax::{Decl, FileItem, Item, ResourceItem};
use values::{ExprId, RecordId};

use crate::checker::{Checker, Made, Typed};
use crate::problem::Problem;
use crate::scope::{Home, LetHome};

impl<'a> Checker<'a> {
    /// Notes what stands in a body by its name, since its items may name each other in any order.
    pub(crate) fn declare_locals(&mut self, settings: RecordId, items: &[Item<'a>]) {
        for item in items {
            let (name, is_many, is_sure) = match item {
                Item::Resource(it) => (it.name(), it.for_clause().is_some(), it.condition().is_none()),
                Item::File(it) => (it.name(), it.for_clause().is_some(), it.condition().is_none()),
                Item::Decl(Decl::Let(decl)) => {
                    if let Some(name) = decl.name() {
                        let symbol = self.intern(name.text);
                        self.let_decls.insert((LetHome::Settings(settings), symbol), (*decl, self.context));
                    }
                    continue;
                }
                _ => continue,
            };
            let Some(name) = name else { continue };
            let symbol = self.intern(name.text);
            let (shape, is_ephemeral) = match item {
                Item::Resource(it) => self.declared_shape(*it),
                _ => (None, false),
            };
            let is_file = matches!(item, Item::File(_));
            let made = Made { is_many, is_sure, span: name.span, shape, is_ephemeral, is_file };
            if let Some(first) = self.made.insert((settings, symbol), made) {
                let (first, name_text) = (first.span, name.text.to_owned());
                self.report(Problem::DuplicateField { span: name.span, name: name_text, first });
            }
        }
    }

    /// A local of the realization or the target at hand.
    pub(crate) fn resolve_made(&mut self, name: &str, span: Span) -> Option<Typed> {
        let (_, settings) = self.context.home.place()?;
        let symbol = self.program.symbols.find(name)?;
        let made = *self.made.get(&(settings, symbol))?;
        let ty = self.made_type(made);
        Some(self.push(Expr::Resource(symbol), span, ty))
    }

    /// A local that the target of the realization at hand shares.
    pub(crate) fn shared_made(&mut self, settings: RecordId, name: &str, span: Span) -> Option<Typed> {
        let symbol = self.program.symbols.find(name)?;
        let made = *self.made.get(&(settings, symbol))?;
        let ty = self.made_type(made);
        Some(self.push(Expr::TargetResource(symbol), span, ty))
    }

    /// Whether an expression names a file that the realization or the target at hand makes.
    pub(crate) fn is_file(&self, of: values::ExprId) -> bool {
        let Some((_, settings)) = self.context.home.place() else { return false };
        let Expr::Resource(symbol) = self.program.exprs.get(of) else { return false };
        self.made.get(&(settings, symbol)).is_some_and(|made| made.shape.is_none())
    }

    fn made_type(&mut self, made: Made) -> Ty {
        let data = match made.shape {
            None if made.is_file => self.program.types.plain(Type::File),
            Some(shape) => self.read_resource(shape, made.is_ephemeral),
            None => Ty { labels: program::Labels::DEFERRED, ..self.program.types.plain(Type::Data) },
        };
        match made {
            Made { is_many: true, .. } => self.program.types.plain(Type::Map(data)),
            Made { is_sure: true, .. } => data,
            Made { is_sure: false, .. } => self.make_optional(data),
        }
    }

    /// What realizations and targets have in common: lets, resources, files.
    pub(crate) fn check_shared(
        &mut self,
        settings: RecordId,
        item: Item<'a>,
        place: &'static str,
        expected: &'static str,
    ) -> Option<RealizationItem> {
        match item {
            Item::Decl(Decl::Let(decl)) => self.local_let(LetHome::Settings(settings), decl).map(RealizationItem::Let),
            Item::Resource(resource) => self.check_resource(resource).map(RealizationItem::Resource),
            Item::File(file) => self.check_file(file).map(RealizationItem::File),
            item => {
                self.report(Problem::NotHere { span: item.span(), place, expected });
                None
            }
        }
    }

    /// `resource TYPE NAME on TARGET { … }` of a package or of an environment.
    pub(crate) fn check_raw(&mut self, resource: ResourceItem<'a>, environment: Option<EnvironmentId>) {
        let Some(written) = resource.target() else {
            let (place, expected) = ("a spec without its target", "`resource TYPE NAME on TARGET { … }`");
            self.report(Problem::NotHere { span: resource.span(), place, expected });
            return;
        };
        let Some(target) = self.target_named(written) else { return };
        let settings = self.program.target(target).settings;
        let context = self.context.at(Home::Target { target, settings });
        let Some(made) = self.within(context, |checker| checker.check_resource(resource)) else { return };
        let taken = |known: &RawResource| match &known.item {
            RealizationItem::Resource(known_one) if known.target == target && known_one.local == made.local => {
                Some(known_one.span)
            }
            _ => None,
        };
        let shared = self.made.get(&(settings, made.local)).map(|shared| shared.span);
        if let Some(first) = self.program.raws.iter().find_map(taken).or(shared) {
            let (span, name) = (made.span, self.program.text(made.local).to_owned());
            self.report(Problem::DuplicateField { span, name, first });
            return;
        }
        self.program.raws.push(RawResource { target, environment, item: RealizationItem::Resource(made) });
    }

    fn check_resource(&mut self, resource: ResourceItem<'a>) -> Option<LocalResource> {
        let name = resource.name()?;
        let type_name = self.intern(&resource.type_name()?);
        let local = self.intern(name.text);
        let class = class_of(resource);
        let shape = self.resource_shape(class, &resource.type_name()?);
        if shape.is_none() {
            let span = resource.path().map_or(name.span, |path| path.span());
            self.report_resource(class, &resource.type_name()?, span);
        }
        let (bound, narrowed) = (self.locals.len(), self.narrowed.len());
        let header = self.check_header(resource.for_clause(), resource.by());
        let what = "whether a resource is there";
        let condition = resource.condition().map(|condition| self.static_guard(condition, what));
        self.trail.is_ephemeral = class == ResourceClass::Ephemeral;
        let body = self.resource_body(shape, resource);
        self.trail.is_ephemeral = false;
        self.locals.truncate(bound);
        self.narrowed.truncate(narrowed);
        let stateful = resource.is_stateful() || self.holds_state(shape);
        let (longest, span) = (self.longest_name(shape), name.span);
        Some(LocalResource { class, type_name, local, shape, stateful, longest, header, condition, body, span })
    }

    /// The shape of a resource that is declared, and whether it is forgotten; a mistake is told where it is checked.
    fn declared_shape(&mut self, resource: ResourceItem<'a>) -> (Option<ShapeRef>, bool) {
        let class = class_of(resource);
        let shape = resource.type_name().and_then(|name| self.resource_shape(class, &name));
        (shape, class == ResourceClass::Ephemeral)
    }

    /// What its catalog says is checked; of a type that nobody knows the values are.
    fn resource_body(&mut self, shape: Option<ShapeRef>, resource: ResourceItem<'a>) -> ExprId {
        let ty = match shape {
            Some(shape) => self.program.types.plain(Type::Shape(shape)),
            None => self.program.types.plain(Type::Data),
        };
        match resource.body() {
            Some(body) => self.check_against(syntax::Expr::Body(body), ty),
            None => self.no_resource_body(shape, resource.span()),
        }
    }

    fn check_file(&mut self, file: FileItem<'a>) -> Option<LocalFile> {
        let name = file.name()?;
        let local = self.intern(name.text);
        let (bound, narrowed) = (self.locals.len(), self.narrowed.len());
        let header = self.check_header(file.for_clause(), file.by());
        let condition = file.condition().map(|condition| self.check_guard(condition));
        let text = self.program.types.plain(Type::Text);
        // A path may hold names, which are spelled when it is written.
        let spelled = self.program.types.plain(Type::Name);
        let path = file.at().map_or(Exprs::UNKNOWN, |path| self.check_against(path, spelled));
        let labelled = Ty { labels: program::Labels::DEFERRED, ..text };
        let text = file.value().map_or(Exprs::UNKNOWN, |value| self.check_against(value, labelled));
        self.locals.truncate(bound);
        self.narrowed.truncate(narrowed);
        Some(LocalFile { local, header, path, condition, text, span: name.span })
    }
}

fn class_of(resource: ResourceItem<'_>) -> ResourceClass {
    match resource.keyword().map(|keyword| keyword.text) {
        Some("data") => ResourceClass::Data,
        Some("ephemeral") => ResourceClass::Ephemeral,
        _ => ResourceClass::Resource,
    }
}
