//! Items that a word starts: one line each, what it takes.

use super::Place;
use crate::SyntaxKind;
use crate::parser::{Mark, Parser};
use crate::problem::Problem;

/// The words that start a statement when another word or a string follows.
const WORDS: &[&str] = &[
    "app",
    "assert",
    "can",
    "catalog",
    "component",
    "data",
    "environment",
    "ephemeral",
    "every",
    "expect",
    "export",
    "expose",
    "file",
    "fn",
    "grant",
    "handover",
    "ignore",
    "input",
    "interface",
    "layer",
    "let",
    "on",
    "out",
    "patch",
    "place",
    "pub",
    "realize",
    "refine",
    "require",
    "resource",
    "setting",
    "short",
    "stateful",
    "static",
    "target",
    "test",
    "type",
    "use",
    "without",
];

/// The words that may stand at the top of a file only.
const TOP_WORDS: &[&str] =
    &["app", "component", "environment", "handover", "input", "interface", "layer", "realize", "refine", "test", "use"];

/// The words that start statements.
pub(super) fn statement_words() -> impl Iterator<Item = &'static str> {
    WORDS.iter().copied()
}

/// Whether a word starts a statement.
pub(super) fn is_statement(word: &str) -> bool {
    WORDS.binary_search(&word).is_ok()
}

impl Parser<'_> {
    /// A statement; if the words after the first don't fit, an instance.
    pub(crate) fn statement(&mut self, mark: Mark, place: Place) -> SyntaxKind {
        let (word, next) = (self.word(), self.peek_word(1));
        if place != Place::File && TOP_WORDS.binary_search(&word).is_ok() {
            self.report(Problem::DeclInBody(word.to_owned()));
        }
        match word {
            "pub" => self.public(mark, place),
            "use" => self.use_decl(mark),
            "app" => self.app(mark),
            "input" => self.input(mark),
            "let" => self.let_decl(mark),
            "type" => self.type_decl(mark),
            "fn" => self.fn_decl(mark),
            "component" => self.component(mark),
            "interface" => self.interface(mark),
            "target" => self.target(mark, place),
            "realize" => self.realize(mark),
            "refine" => self.refine(mark),
            "handover" => self.handover(mark),
            "environment" | "layer" => self.environment(mark),
            "test" => self.test(mark),
            "expose" => self.named_value(mark, SyntaxKind::ExposeDecl),
            "patch" => self.patch(mark),
            "require" => self.requirement(mark, SyntaxKind::RequireDecl),
            "assert" => self.requirement(mark, SyntaxKind::AssertItem),
            "short" if self.peek(2) == SyntaxKind::Colon => self.field_decl(),
            "static" if next == "out" => self.out(mark),
            "out" => self.out(mark),
            "can" => self.can(mark),
            "setting" => self.typed_item(mark, SyntaxKind::SettingItem),
            "export" => self.typed_item(mark, SyntaxKind::ExportItem),
            "grant" => self.named_value(mark, SyntaxKind::GrantItem),
            "ignore" => self.ignore(mark),
            "stateful" if matches!(next, "resource" | "data" | "ephemeral") => self.resource(mark),
            "resource" => self.resource(mark),
            "data" | "ephemeral" if self.has_type_and_name() => self.resource(mark),
            "file" if self.is_file() => self.file_item(mark),
            "place" => self.place(mark),
            "without" => self.without(mark),
            "on" => self.on(mark),
            "every" if next == "resource" => self.every(mark),
            "catalog" => self.catalog(mark),
            "expect" if next == "error" => self.expectation(mark),
            _ => self.instance(mark),
        }
    }

    /// `[static] out NAME : TYPE [= EXPR]`, `out NAME = EXPR [if COND]`
    fn out(&mut self, mark: Mark) -> SyntaxKind {
        self.eat_word("static");
        self.typed_item(mark, SyntaxKind::OutItem)
    }

    /// A word, a name, and a type or a value or both.
    fn typed_item(&mut self, mark: Mark, kind: SyntaxKind) -> SyntaxKind {
        self.bump();
        self.name("a name");
        if self.at(SyntaxKind::Colon) && !self.breaks() {
            self.declared();
        } else if self.at(SyntaxKind::Equals) && !self.breaks() {
            self.bump();
            self.value("=");
        } else {
            self.expected("`: TYPE` or `= value`");
        }
        self.entry_condition();
        self.finish(mark, kind)
    }

    /// A word, a name, `=`, a value.
    fn named_value(&mut self, mark: Mark, kind: SyntaxKind) -> SyntaxKind {
        self.bump();
        self.name("a name");
        if self.expect(SyntaxKind::Equals, "`=` and a value") {
            self.value("=");
        }
        self.entry_condition();
        self.finish(mark, kind)
    }

    /// `grant: TYPE` of a target.
    pub(crate) fn grant(&mut self) -> SyntaxKind {
        let mark = self.start();
        self.bump();
        self.declared();
        self.finish(mark, SyntaxKind::GrantItem)
    }

    /// `can NAME, NAME [if COND] [via OUT, OUT]`
    fn can(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        self.names("a capability", &["if", "via"]);
        self.entry_condition();
        self.via_clause(&[]);
        self.finish(mark, SyntaxKind::CanItem)
    }

    /// `ignore PATH, PATH [when COND] [because STRING]`
    fn ignore(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        self.paths("a field", &["when", "because"]);
        if self.word() == "when" && !self.breaks() {
            let clause = self.start();
            self.bump();
            self.condition();
            self.finish(clause, SyntaxKind::WhenClause);
        }
        if self.word() == "because" && !self.breaks() {
            let clause = self.start();
            self.bump();
            self.expect_string("why, as a string");
            self.finish(clause, SyntaxKind::BecauseClause);
        }
        self.finish(mark, SyntaxKind::IgnoreItem)
    }

    /// `[stateful] (resource | data | ephemeral) TYPE LOCAL [on TARGET] [for …] [if …] [{ … }]`
    fn resource(&mut self, mark: Mark) -> SyntaxKind {
        self.eat_word("stateful");
        self.bump();
        if self.at(SyntaxKind::StringOpen) && !self.breaks() {
            self.string();
        } else {
            self.path("the type of a resource");
        }
        self.name("a name for the resource");
        self.header_clauses();
        if self.opens_body() {
            self.body(Place::Body);
        }
        self.finish(mark, SyntaxKind::ResourceItem)
    }

    /// Whether a type and a name follow, as they do for a resource.
    fn has_type_and_name(&self) -> bool {
        let mut after = match self.peek(1) {
            SyntaxKind::StringOpen => self.closing(1).map_or(2, |length| length + 1),
            _ => 2,
        };
        while matches!(self.peek(after), SyntaxKind::Dot | SyntaxKind::At) {
            after += 2;
        }
        self.peek(after) == SyntaxKind::Word && !self.breaks_at(after)
    }

    fn is_file(&self) -> bool {
        let goes_on = matches!(self.peek_word(2), "for" | "at" | "if") || self.peek(2) == SyntaxKind::Equals;
        goes_on && !self.breaks_at(2)
    }

    /// `file LOCAL [for …] at STRING [if C] = EXPR`
    fn file_item(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        self.name("a name for the file");
        if self.word() == "for" && !self.breaks() {
            self.in_header(Self::for_clause);
        }
        if self.expect_word("at", "`at` and where the file is written") {
            self.expect_string("where the file is written, as a string");
        }
        if self.word() == "if" && !self.breaks() {
            let clause = self.start();
            self.bump();
            self.expr();
            self.finish(clause, SyntaxKind::IfClause);
        }
        if self.expect(SyntaxKind::Equals, "`=` and the text of the file") {
            self.value("=");
        }
        self.finish(mark, SyntaxKind::FileItem)
    }

    /// `place (all C, D | a, b) on TARGET`
    fn place(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        self.paths("an instance, or `all` and a component", &["on"]);
        if self.expect_word("on", "`on` and a target") {
            self.path("a target");
        }
        self.finish(mark, SyntaxKind::PlaceItem)
    }

    /// `without a, b`
    fn without(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        self.paths("an instance", &[]);
        self.finish(mark, SyntaxKind::WithoutItem)
    }

    /// `on TARGET, TARGET { … }`
    fn on(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        self.paths("a target", &["{"]);
        self.expect_body(Place::Body);
        self.finish(mark, SyntaxKind::OnItem)
    }

    /// `every resource [TYPE] { … }`
    fn every(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        self.bump();
        if self.at(SyntaxKind::Word) && !self.breaks() && self.word() != "if" {
            self.path("the type of a resource");
        }
        self.header_clauses();
        self.expect_body(Place::Body);
        self.finish(mark, SyntaxKind::EveryItem)
    }

    /// `catalog NAME [STRING]`
    fn catalog(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        self.path("a catalog");
        if self.at(SyntaxKind::StringOpen) && !self.breaks() {
            self.string();
        }
        self.finish(mark, SyntaxKind::CatalogItem)
    }

    /// `require COND [, "message"]`, `assert COND [, "message"]`
    fn requirement(&mut self, mark: Mark, kind: SyntaxKind) -> SyntaxKind {
        self.bump();
        self.condition();
        if self.at(SyntaxKind::Comma) && self.is_message() {
            self.bump();
            self.expr();
        }
        self.finish(mark, kind)
    }

    /// Whether the string after the comma here is a message, and not the key of the next item.
    fn is_message(&self) -> bool {
        if self.peek(1) != SyntaxKind::StringOpen {
            return false;
        }
        let after = self.closing(1).map_or(2, |length| length + 1);
        let is_key = super::items::is_setting(self.peek(after));
        !is_key && !matches!(self.peek(after), SyntaxKind::Colon | SyntaxKind::Arrow) || self.breaks_at(after)
    }

    /// `expect error CODE [with { … }]`
    fn expectation(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        self.bump();
        if self.at(SyntaxKind::Word) && !self.breaks() {
            self.code();
        } else {
            self.expect_string("the code of an error");
        }
        if self.word() == "with" && !self.breaks() {
            self.bump();
            self.expect_body(Place::Body);
        }
        self.finish(mark, SyntaxKind::ExpectItem)
    }

    /// A code in kebab-case without quotes.
    fn code(&mut self) {
        let mark = self.start();
        self.bump();
        while self.at(SyntaxKind::Minus) && self.tight(0) && self.tight(1) {
            self.bump();
            self.bump();
        }
        self.finish(mark, SyntaxKind::Name);
    }
}
