//! Walks all files once and enters what they declare.

use rustc_hash::FxHashMap;
use source::{Diagnostic, Outcome};
use syntax::{Decl, TokenRef, UseDecl};

use crate::problem::Problem;
use crate::tables::{Declaration, DeclarationId, Known, Names, Package, PackageId, PackageNames, Space};

/// Enters the declarations of all packages. The first package is the root.
pub fn resolve<'a>(packages: &[Package<'a>]) -> Outcome<Names<'a>> {
    let mut collector = Collector { names: empty(packages), diagnostics: Vec::new() };
    for (at, package) in packages.iter().enumerate() {
        let id = PackageId(at as u32);
        let decls = package.files.iter().flat_map(|file| syntax::File(file.parse.root(file.text)).decls());
        for decl in decls {
            match decl {
                Decl::Use(decl) => collector.enter_use(id, decl),
                _ => collector.enter(id, decl),
            }
        }
        package.known.iter().for_each(|known| collector.enter_known(id, known));
    }
    Outcome::new(collector.names, collector.diagnostics)
}

fn empty<'a>(packages: &[Package<'a>]) -> Names<'a> {
    let tables = packages.iter().map(|package| PackageNames {
        path: package.path.clone(),
        is_std: package.is_std,
        tables: FxHashMap::default(),
        uses: FxHashMap::default(),
    });
    let std = packages.iter().position(|package| package.is_std).map(|at| PackageId(at as u32));
    Names { packages: tables.collect(), declarations: Vec::new(), std }
}

struct Collector<'a> {
    names: Names<'a>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Collector<'a> {
    fn enter(&mut self, package: PackageId, decl: Decl<'a>) {
        let space = space(decl);
        if matches!(decl, Decl::App(_)) {
            self.enter_app(package, decl);
            return;
        }
        if matches!(decl, Decl::Environment(_) | Decl::Test(_) | Decl::Input(_)) && package.0 != 0 {
            self.report(Problem::OnlyInRoot { span: decl.span(), what: keyword(decl) });
        }
        if let Decl::Realize(realize) = decl
            && realize.replaces()
            && package.0 != 0
        {
            self.report(Problem::OnlyInRoot { span: decl.span(), what: "realize … replaces" });
        }
        if space == Space::Nameless {
            self.push(package, decl, None, space);
            return;
        }
        let names: Vec<TokenRef<'a>> = match decl {
            Decl::Instance(instance) => instance.names().collect(),
            _ => decl.name().into_iter().collect(),
        };
        for name in names {
            self.enter_name(package, decl, name, space);
        }
    }

    fn enter_known(&mut self, package: PackageId, known: &Known<'a>) {
        let Known { name, span, space } = *known;
        let Some(names) = self.names.packages.get_mut(package.0 as usize) else { return };
        names.tables.insert((space, name), DeclarationId(self.names.declarations.len() as u32));
        self.names.declarations.push(Declaration { name, span, space, package, decl: None, is_pub: true });
    }

    fn enter_name(&mut self, package: PackageId, decl: Decl<'a>, name: TokenRef<'a>, space: Space) {
        if matches!(decl, Decl::Instance(_)) && !is_instance_name(name.text) {
            self.report(Problem::InstanceName { span: name.span, name: name.text.to_owned() });
        }
        let Some(names) = self.names.packages.get_mut(package.0 as usize) else { return };
        let next = DeclarationId(self.names.declarations.len() as u32);
        let first = *names.tables.entry((space, name.text)).or_insert(next);
        if first == next {
            self.push(package, decl, Some(name), space);
            return;
        }
        let first = self.names.get(first).span;
        self.report(Problem::Duplicate { span: name.span, name: name.text.to_owned(), first });
    }

    /// The app has a table entry of its own, so that a second one is found.
    fn enter_app(&mut self, package: PackageId, decl: Decl<'a>) {
        if package.0 != 0 {
            self.report(Problem::OnlyInRoot { span: decl.span(), what: "app" });
            return;
        }
        let first = self.names.iter().find(|(_, other)| matches!(other.decl, Some(Decl::App(_))));
        if let Some((_, first)) = first {
            self.report(Problem::SecondApp { span: decl.span(), first: first.span });
            return;
        }
        self.push(package, decl, decl.name(), Space::Nameless);
    }

    fn push(&mut self, package: PackageId, decl: Decl<'a>, name: Option<TokenRef<'a>>, space: Space) {
        let span = name.map_or(decl.span(), |name| name.span);
        let name = name.map_or("", |name| name.text);
        let is_pub = decl.node().word("pub").is_some();
        let decl = Some(decl);
        self.names.declarations.push(Declaration { name, span, space, package, decl, is_pub });
    }

    fn enter_use(&mut self, package: PackageId, decl: UseDecl<'a>) {
        let Some(folder) = decl.folder() else { return };
        let from = self.names.path(package).to_owned();
        let Some(path) = join(&from, folder) else { return };
        // A folder that isn't there was reported when the project was loaded.
        let Some(used) = self.names.packages.iter().position(|other| other.path == path && !other.is_std) else {
            return;
        };
        let last = folder.rsplit('/').next().unwrap_or(folder);
        let name = decl.name().map_or(last, |name| name.text);
        let used = PackageId(used as u32);
        let Some(names) = self.names.packages.get_mut(package.0 as usize) else { return };
        if names.uses.insert(name, used).is_some_and(|before| before != used) {
            self.report(Problem::SecondUse { span: decl.span(), name: name.to_owned() });
        }
    }

    fn report(&mut self, problem: Problem) {
        self.diagnostics.push(problem.diagnostic());
    }
}

/// The folder that `./a` or `../a` means from a package; none above the root.
pub(crate) fn join(from: &str, folder: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
    for part in folder.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

fn space(decl: Decl<'_>) -> Space {
    match decl {
        Decl::Component(_) | Decl::Interface(_) | Decl::Type(_) => Space::Types,
        Decl::Instance(_) | Decl::Let(_) | Decl::Input(_) | Decl::Fn(_) => Space::Values,
        Decl::Target(_) => Space::Targets,
        Decl::Environment(_) => Space::Environments,
        _ => Space::Nameless,
    }
}

fn keyword(decl: Decl<'_>) -> &'static str {
    match decl {
        Decl::Environment(environment) if environment.is_layer() => "layer",
        Decl::Environment(_) => "environment",
        Decl::Input(_) => "input",
        _ => "test",
    }
}

fn is_instance_name(name: &str) -> bool {
    let starts = name.starts_with(|c: char| c.is_ascii_lowercase());
    starts && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
