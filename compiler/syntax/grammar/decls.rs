//! Declarations.

use super::Place;
use super::headers::is_reserved;
use crate::SyntaxKind;
use crate::parser::{Mark, Parser};
use crate::problem::Problem;

impl Parser<'_> {
    /// `pub` and a declaration.
    pub(crate) fn public(&mut self, mark: Mark, place: Place) -> SyntaxKind {
        self.bump();
        if self.at(SyntaxKind::Word) && matches!(self.peek(1), SyntaxKind::Word | SyntaxKind::StringOpen) {
            return self.statement(mark, place);
        }
        self.expected("a declaration after `pub`");
        self.skip_entry();
        self.finish(mark, SyntaxKind::Error)
    }

    /// `use ./network [as net]`
    pub(crate) fn use_decl(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        let path = self.start();
        if self.at(SyntaxKind::StringOpen) {
            self.string();
        } else {
            self.bump();
            while self.tight(0) && !self.at_end_of_entry() {
                self.bump();
            }
        }
        self.finish(path, SyntaxKind::Path);
        if self.word() == "as" && !self.breaks() {
            self.bump();
            self.name("a name for the package");
        }
        self.finish(mark, SyntaxKind::UseDecl)
    }

    /// `app NAME { … }`
    pub(crate) fn app(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        // No expression names an app, so a reserved word may be its name.
        if is_reserved(self.word()) {
            self.any_name();
        } else {
            self.name("the name of the app");
        }
        if self.opens_body() {
            self.body(Place::Body);
        }
        self.finish(mark, SyntaxKind::AppDecl)
    }

    /// `input NAME: TYPE [= EXPR]`
    pub(crate) fn input(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        self.name("the name of the input");
        if self.at(SyntaxKind::Colon) && !self.breaks() {
            self.declared();
        } else {
            self.expected("`:` and the type of the input");
        }
        self.finish(mark, SyntaxKind::InputDecl)
    }

    /// `let NAME [: TYPE] = EXPR`
    pub(crate) fn let_decl(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        self.name("a name");
        if self.at(SyntaxKind::Colon) && !self.breaks() {
            self.bump();
            self.ty();
        }
        self.equals_value();
        self.finish(mark, SyntaxKind::LetDecl)
    }

    /// `= EXPR`, which must follow.
    fn equals_value(&mut self) {
        if self.expect(SyntaxKind::Equals, "`=` and a value") {
            self.value("=");
        }
    }

    /// `type NAME = TYPE`
    pub(crate) fn type_decl(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        self.name("the name of the type");
        if self.expect(SyntaxKind::Equals, "`=` and a type") {
            if self.breaks() && self.looks_like_item() {
                self.report_before(Problem::MissingType);
            } else {
                self.ty();
                self.refinements();
            }
        }
        self.finish(mark, SyntaxKind::TypeDecl)
    }

    /// `fn NAME(PARAMS)[: TYPE] = EXPR`
    pub(crate) fn fn_decl(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        self.name("the name of the function");
        if self.at(SyntaxKind::LParen) && !self.breaks() {
            let list = self.start();
            self.group(SyntaxKind::RParen, Self::param);
            self.finish(list, SyntaxKind::ParamList);
        } else {
            self.expected("`(` and the parameters");
        }
        if self.at(SyntaxKind::Colon) && !self.breaks() {
            self.bump();
            self.ty();
        }
        self.equals_value();
        self.finish(mark, SyntaxKind::FnDecl)
    }

    /// `NAME: TYPE [= EXPR]`
    fn param(&mut self) {
        let mark = self.start();
        self.name("the name of a parameter");
        if self.at(SyntaxKind::Colon) {
            self.declared();
        } else {
            self.expected("`:` and the type of the parameter");
        }
        self.finish(mark, SyntaxKind::Param);
    }

    /// `component NAME [provides A, B] { … }`
    pub(crate) fn component(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        self.name("the name of the component");
        self.path_clause("provides", "an interface", SyntaxKind::ProvidesClause);
        self.expect_body(Place::Body);
        self.finish(mark, SyntaxKind::ComponentDecl)
    }

    /// `interface NAME [extends A, B] { … }`
    pub(crate) fn interface(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        self.name("the name of the interface");
        self.path_clause("extends", "an interface", SyntaxKind::ExtendsClause);
        self.expect_body(Place::Body);
        self.finish(mark, SyntaxKind::InterfaceDecl)
    }

    /// `target NAME via SINK { … }`, and `target NAME [{ … }]` in an environment.
    pub(crate) fn target(&mut self, mark: Mark, place: Place) -> SyntaxKind {
        let declares = self.peek_word(2) == "via" && !self.breaks_at(2);
        if declares && place != Place::File {
            self.report(Problem::DeclInBody("target".to_owned()));
        }
        self.bump();
        if declares {
            self.name("the name of the target");
            self.via_clause(&["{"]);
            self.expect_body(Place::Target);
            return self.finish(mark, SyntaxKind::TargetDecl);
        }
        self.path("a target");
        if self.opens_body() {
            self.body(Place::Body);
        }
        self.finish(mark, SyntaxKind::TargetItem)
    }

    /// `realize C on T, U [by C] [replaces] { … }`
    pub(crate) fn realize(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        self.path("a component");
        if self.expect_word("on", "`on` and a target") {
            self.paths("a target", &["by", "replaces", "{"]);
        }
        if self.word() == "by" && !self.breaks() {
            self.bump();
            self.path("a component");
        }
        if self.word() == "replaces" && !self.breaks() {
            self.bump();
        }
        self.expect_body(Place::Body);
        self.finish(mark, SyntaxKind::RealizeDecl)
    }

    /// `refine TYPE, TYPE { … }`
    pub(crate) fn refine(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        self.paths("the type of a resource", &["{"]);
        self.expect_body(Place::Refine);
        self.finish(mark, SyntaxKind::RefineDecl)
    }

    /// `at_most_one PATH, PATH`
    pub(crate) fn rule(&mut self) -> SyntaxKind {
        let mark = self.start();
        self.bump();
        self.paths("a field", &["stateful"]);
        self.finish(mark, SyntaxKind::RuleItem)
    }

    /// `keys PATH : TYPE [REFINEMENT]*`
    pub(crate) fn keys_item(&mut self) -> SyntaxKind {
        let mark = self.start();
        self.bump();
        self.refined_field();
        self.finish(mark, SyntaxKind::KeysItem)
    }

    /// `when PATH : TYPE [REFINEMENT]* { … }`
    pub(crate) fn when_item(&mut self) -> SyntaxKind {
        let mark = self.start();
        self.bump();
        self.in_header(Self::refined_field);
        self.expect_body(Place::Refine);
        self.finish(mark, SyntaxKind::WhenItem)
    }

    fn refined_field(&mut self) {
        let mark = self.start();
        self.key();
        if self.at(SyntaxKind::Colon) && !self.breaks() {
            self.declared();
        } else {
            self.expected("`:` and a type");
        }
        self.finish(mark, SyntaxKind::FieldDecl);
    }

    /// `handover TARGET { … }`
    pub(crate) fn handover(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        self.path("a target");
        self.expect_body(Place::Body);
        self.finish(mark, SyntaxKind::HandoverDecl)
    }

    /// `environment NAME [extends NAME] [for x in list [by e]] { … }`
    pub(crate) fn environment(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        self.name("the name of the environment");
        self.path_clause("extends", "an environment", SyntaxKind::ExtendsClause);
        if self.word() == "for" && !self.breaks() {
            self.in_header(Self::for_clause);
        }
        self.expect_body(Place::Body);
        self.finish(mark, SyntaxKind::EnvironmentDecl)
    }

    /// `test "name" in ENV { … }`
    pub(crate) fn test(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        self.expect_string("what is tested, as a string");
        if self.expect_word("in", "`in` and an environment") {
            self.paths("an environment", &["{"]);
        }
        self.expect_body(Place::Body);
        self.finish(mark, SyntaxKind::TestDecl)
    }

    /// `patch INSTANCE on TARGET { … }`, `patch TARGET { … }`
    pub(crate) fn patch(&mut self, mark: Mark) -> SyntaxKind {
        self.bump();
        self.path("an instance or a target");
        if !self.opens_body() && self.expect_word("on", "`on` and a target") {
            self.path("a target");
        }
        self.expect_body(Place::Body);
        self.finish(mark, SyntaxKind::PatchDecl)
    }

    /// `COMPONENT NAME[, NAME]* [for …] [{ … }]`
    pub(crate) fn instance(&mut self, mark: Mark) -> SyntaxKind {
        let (word, mistakes) = (self.word(), self.mistakes());
        self.path_here();
        if self.at(SyntaxKind::StringOpen) {
            return self.quoted_instance(mark);
        }
        self.names("the name of an instance", &["for", "{"]);
        if self.word() == "for" && !self.breaks() {
            self.in_header(Self::for_clause);
        }
        if self.word() == "if" && !self.breaks() {
            self.report(Problem::ConditionalInstance);
            self.in_header(Self::if_clause);
        }
        if self.opens_body() {
            self.body(Place::Body);
        } else if !self.at_end_of_entry() && self.mistakes() == mistakes {
            return self.wrong_instance(mark, word);
        }
        self.finish(mark, SyntaxKind::InstanceDecl)
    }

    /// `resource "type" "name" { … }` as other languages write it.
    fn quoted_instance(&mut self, mark: Mark) -> SyntaxKind {
        while self.at(SyntaxKind::StringOpen) && !self.breaks() {
            self.name("the name of an instance");
        }
        if self.opens_body() {
            self.body(Place::Body);
        }
        self.finish(mark, SyntaxKind::InstanceDecl)
    }
}
