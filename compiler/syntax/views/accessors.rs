//! The macros that write a view, and the vocabulary of accessors that all views share.

use crate::views::clauses::{ByClause, ForClause, IfClause};
use crate::views::exprs::Expr;
use crate::views::names::Path;
use crate::{Element, Node, SyntaxKind, TokenRef};

/// Views of node kinds of the same name, each with its accessors out of the shared vocabulary.
macro_rules! views {
    ($($(#[$meta:meta])* $kind:ident { $($accessor:ident)* })*) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy)]
        pub struct $kind<'t>(pub $crate::Node<'t>);

        impl<'t> $kind<'t> {
            /// The view, if the node is of this kind.
            pub fn cast(node: $crate::Node<'t>) -> Option<Self> {
                Self::holds(node.kind()).then_some(Self(node))
            }

            pub(crate) fn holds(kind: $crate::SyntaxKind) -> bool {
                kind == $crate::SyntaxKind::$kind
            }

            /// The node under the view.
            pub fn node(self) -> $crate::Node<'t> {
                self.0
            }

            /// Where it stands.
            pub fn span(self) -> source::Span {
                self.0.span()
            }

            $( accessor!($accessor); )*
        }
    )* };
}

/// An enum over views, with `cast`, `node` and `span`.
macro_rules! view_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident($view:ident)),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy)]
        pub enum $name<'t> { $($(#[$doc])* $variant($view<'t>)),* }

        impl<'t> $name<'t> {
            /// The view, if the node is one of these.
            pub fn cast(node: $crate::Node<'t>) -> Option<Self> {
                // The kind is asked for once, so that this is one table of jumps.
                let kind = node.kind();
                $( if $view::holds(kind) { return $view::cast(node).map(Self::$variant); } )*
                None
            }

            #[allow(dead_code, reason = "only those within another enum are asked")]
            pub(crate) fn holds(kind: $crate::SyntaxKind) -> bool {
                $( $view::holds(kind) )||*
            }

            /// The node under the view.
            pub fn node(self) -> $crate::Node<'t> {
                match self { $(Self::$variant(view) => view.node()),* }
            }

            /// Where it stands.
            pub fn span(self) -> source::Span {
                self.node().span()
            }
        }
    };
}

/// One accessor of the shared vocabulary.
macro_rules! accessor {
    (name) => {
        /// The name it declares.
        pub fn name(self) -> Option<$crate::TokenRef<'t>> {
            self.names().next()
        }

        accessor!(names);
    };
    (names) => {
        /// The names it declares, in order.
        pub fn names(self) -> impl Iterator<Item = $crate::TokenRef<'t>> {
            $crate::views::accessors::names(self.0)
        }
    };
    (key) => {
        /// Its key.
        pub fn key(self) -> Option<$crate::views::names::Key<'t>> {
            self.0.child($crate::SyntaxKind::Key).and_then($crate::views::names::Key::cast)
        }
    };
    (path) => {
        /// The first path in it.
        pub fn path(self) -> Option<$crate::views::names::Path<'t>> {
            self.paths().next()
        }

        accessor!(paths);
    };
    (paths) => {
        /// The paths in it, in order.
        pub fn paths(self) -> impl Iterator<Item = $crate::views::names::Path<'t>> {
            self.0.children().filter_map($crate::views::names::Path::cast)
        }
    };
    (target) => {
        /// The target after `on`.
        pub fn target(self) -> Option<$crate::views::names::Path<'t>> {
            self.targets().next()
        }

        accessor!(targets);
    };
    (targets) => {
        /// The targets after `on`.
        pub fn targets(self) -> impl Iterator<Item = $crate::views::names::Path<'t>> {
            $crate::views::accessors::paths_after(self.0, "on")
        }
    };
    (ty) => {
        /// Its type.
        pub fn ty(self) -> Option<$crate::views::types::TypeExpr<'t>> {
            self.0.children().find_map($crate::views::types::TypeExpr::cast)
        }
    };
    (refinements) => {
        /// What narrows its type, in order.
        pub fn refinements(self) -> impl Iterator<Item = $crate::views::types::Refinement<'t>> {
            self.0.children().filter_map($crate::views::types::Refinement::cast)
        }
    };
    (value) => {
        /// Its value; a `Body` where `=` was left out.
        pub fn value(self) -> Option<$crate::views::exprs::Expr<'t>> {
            self.0.children().find_map($crate::views::exprs::Expr::cast)
        }
    };
    (default) => {
        /// The value after `=`.
        pub fn default(self) -> Option<$crate::views::exprs::Expr<'t>> {
            self.0.children().find_map($crate::views::exprs::Expr::cast)
        }
    };
    (expr) => {
        /// The expression in it.
        pub fn expr(self) -> Option<$crate::views::exprs::Expr<'t>> {
            self.0.children().find_map($crate::views::exprs::Expr::cast)
        }
    };
    (body) => {
        /// Its `{ … }`.
        pub fn body(self) -> Option<$crate::views::names::Body<'t>> {
            self.0.child($crate::SyntaxKind::Body).and_then($crate::views::names::Body::cast)
        }
    };
    (condition) => {
        /// The condition of its `if`.
        pub fn condition(self) -> Option<$crate::views::exprs::Expr<'t>> {
            $crate::views::accessors::condition(self.0)
        }
    };
    (for_clause) => {
        /// Its `for`.
        pub fn for_clause(self) -> Option<$crate::views::clauses::ForClause<'t>> {
            self.0.child($crate::SyntaxKind::ForClause).and_then($crate::views::clauses::ForClause::cast)
        }
    };
    (by) => {
        /// The key after `by`.
        pub fn by(self) -> Option<$crate::views::exprs::Expr<'t>> {
            $crate::views::accessors::by(self.0)
        }
    };
    (extends) => {
        /// What it extends.
        pub fn extends(self) -> impl Iterator<Item = $crate::views::names::Path<'t>> {
            $crate::views::accessors::clause_paths(self.0, $crate::SyntaxKind::ExtendsClause)
        }
    };
    (provides) => {
        /// The interfaces that it provides.
        pub fn provides(self) -> impl Iterator<Item = $crate::views::names::Path<'t>> {
            $crate::views::accessors::clause_paths(self.0, $crate::SyntaxKind::ProvidesClause)
        }
    };
    (via) => {
        /// What stands after `via`.
        pub fn via(self) -> impl Iterator<Item = $crate::views::names::Path<'t>> {
            $crate::views::accessors::clause_paths(self.0, $crate::SyntaxKind::ViaClause)
        }
    };
    (string) => {
        /// The string in it.
        pub fn string(self) -> Option<$crate::views::strings::StringExpr<'t>> {
            self.0.children().find_map($crate::views::strings::StringExpr::cast)
        }
    };
    (condition_expr) => {
        /// What must hold.
        pub fn condition(self) -> Option<$crate::views::exprs::Expr<'t>> {
            self.0.children().find_map($crate::views::exprs::Expr::cast)
        }

        /// What is said when it doesn't hold.
        pub fn message(self) -> Option<$crate::views::exprs::Expr<'t>> {
            self.0.children().filter_map($crate::views::exprs::Expr::cast).nth(1)
        }
    };
    (doc) => {
        /// The `///` lines before it.
        pub fn doc(self) -> Option<String> {
            self.0.doc()
        }
    };
    (is_pub) => {
        /// Whether other packages see it.
        pub fn is_pub(self) -> bool {
            self.0.word("pub").is_some()
        }
    };
}

/// The words of the `Name` nodes directly under a node.
pub(crate) fn names<'t>(node: Node<'t>) -> impl Iterator<Item = TokenRef<'t>> {
    let names = node.children().filter(|child| child.kind() == SyntaxKind::Name);
    names.filter_map(|name| name.token(SyntaxKind::Word))
}

/// The paths between a word directly under a node and the next such word.
pub(crate) fn paths_after<'t>(node: Node<'t>, word: &'static str) -> impl Iterator<Item = Path<'t>> {
    let mut inside = false;
    node.elements().filter_map(move |element| match element {
        Element::Token(token) if token.kind == SyntaxKind::Word => {
            inside = token.text == word;
            None
        }
        Element::Node(child) if inside => Path::cast(child),
        _ => None,
    })
}

/// The expression of the `if` clause of a node.
pub(crate) fn condition(node: Node<'_>) -> Option<Expr<'_>> {
    node.children().find_map(IfClause::cast)?.expr()
}

/// The expression of the `by` clause of a node or of its `for`.
pub(crate) fn by(node: Node<'_>) -> Option<Expr<'_>> {
    let of_for = || node.children().find_map(ForClause::cast)?.node().children().find_map(ByClause::cast);
    node.children().find_map(ByClause::cast).or_else(of_for)?.expr()
}

/// The paths of a clause of a node.
pub(crate) fn clause_paths<'t>(node: Node<'t>, clause: SyntaxKind) -> impl Iterator<Item = Path<'t>> {
    node.child(clause).into_iter().flat_map(Node::children).filter_map(Path::cast)
}

/// The expression directly under a node that follows a word directly under it.
pub(crate) fn expr_after<'t>(node: Node<'t>, word: &str) -> Option<Expr<'t>> {
    let after = node.word(word)?.span.end;
    node.children().filter(|child| child.span().start >= after).find_map(Expr::cast)
}
