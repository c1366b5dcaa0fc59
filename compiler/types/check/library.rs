//! A library that was checked in a run that is over: later runs go on from there and look at none of its text.

use bitcode::{Decode, Encode};
use catalog::{Added, Catalogs, Notes};
use names::{DeclarationId, Known, Names, Space};
use program::{DeclId, LetId, Program, ShapeRef, Ty};
use rustc_hash::{FxHashMap, FxHashSet};
use source::Outcome;
use syntax::Decl;
use values::{RecordId, Symbol, Symbols};

use crate::checker::{Checker, Entry, Made};
use crate::scope::LetHome;

/// A checked library, with all that checking what uses it takes.
#[derive(Encode, Decode)]
pub struct Library<'a> {
    /// What it declares under a name, and what each of those is.
    names: Vec<Known<'a>>,
    entries: Vec<Entry>,
    /// The texts of its symbols, in one, and where each ends.
    texts: (String, Vec<u32>),
    program: Program,
    local_lets: FxHashMap<(LetHome, Symbol), LetId>,
    made: FxHashMap<(RecordId, Symbol), Made>,
    realized: FxHashMap<(RecordId, Symbol), DeclId>,
    keyed: FxHashSet<DeclId>,
    notes: Notes,
    roots: FxHashMap<ShapeRef, Symbol>,
    documents: FxHashMap<Added, Ty>,
    stateful: FxHashSet<Added>,
}

impl<'a> Library<'a> {
    /// Checks all that the library among the packages declares, wanted or not.
    pub fn check(names: &'a Names<'a>, catalogs: &'a Catalogs) -> Outcome<Self> {
        let mut checker = Checker::new(names, catalogs);
        let declared = || names.iter().filter(|(_, declaration)| names.is_std(declaration.package));
        for (id, declaration) in declared() {
            match declaration.decl {
                Some(Decl::Refine(decl)) => checker.check_refine(id, decl),
                _ => checker.declare(id),
            }
        }
        checker.drain();
        for (id, declaration) in declared() {
            if let Some(Decl::Realize(_)) = declaration.decl {
                checker.realization_entries(id);
            }
        }
        checker.drain();
        checker.check_circles();
        let diagnostics = std::mem::take(&mut checker.diagnostics);
        Outcome::new(Self::made_of(checker, declared().map(|(id, _)| id)), diagnostics)
    }

    fn made_of(checker: Checker<'a>, declared: impl Iterator<Item = DeclarationId>) -> Self {
        let (mut names, mut entries) = (Vec::new(), Vec::new());
        for id in declared {
            let declaration = checker.names.get(id);
            if let Some(entry) = checker.entries.get(&id).filter(|_| declaration.space != Space::Nameless) {
                names.push(Known { name: declaration.name, span: declaration.span, space: declaration.space });
                entries.push(*entry);
            }
        }
        let (text, ends) = checker.program.symbols.parts();
        Self {
            names,
            entries,
            texts: (text.to_owned(), ends.to_vec()),
            program: checker.program,
            local_lets: checker.local_lets,
            made: checker.made,
            realized: checker.realized,
            keyed: checker.keyed,
            notes: checker.notes,
            roots: checker.roots,
            documents: checker.refines.documents,
            stateful: checker.refines.stateful,
        }
    }

    /// What `read` reads.
    pub fn bytes(&self) -> Vec<u8> {
        bitcode::encode(self)
    }

    /// Reads what `bytes` gave; nothing where it was no library.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        bitcode::decode(bytes).ok()
    }

    /// Its names, for the package that stands for it.
    pub fn names(&self) -> &[Known<'a>] {
        &self.names
    }
}

impl Checker<'_> {
    /// Goes on from what was checked before.
    pub(crate) fn go_on(&mut self, library: Library<'_>) {
        let (text, ends) = library.texts;
        self.program = library.program;
        self.program.symbols = Symbols::of(text, ends).into();
        self.looked_at = self.program.realizations.len();
        let known = self.names.iter().filter(|(_, declaration)| declaration.decl.is_none()).map(|(id, _)| id);
        self.entries = known.zip(library.entries).collect();
        self.local_lets = library.local_lets;
        self.made = library.made;
        self.realized = library.realized;
        self.keyed = library.keyed;
        self.notes = library.notes;
        self.roots = library.roots;
        self.refines.documents = library.documents;
        self.refines.stateful = library.stateful;
    }
}
