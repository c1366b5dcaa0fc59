//! Views of declarations.

use crate::views::accessors;
use crate::views::exprs::Expr;
use crate::views::items::ResourceItem;
use crate::views::names::Path;
use crate::views::types::TypeExpr;
use crate::{SyntaxKind, TokenRef};

views! {
    /// `use ./network [as net]`
    UseDecl { name is_pub }
    /// `app NAME { … }`
    AppDecl { name body doc }
    /// `input NAME: TYPE [= EXPR]`
    InputDecl { name ty refinements default doc }
    /// `let NAME [: TYPE] = EXPR`
    LetDecl { name ty value is_pub doc }
    /// `type NAME = TYPE`
    TypeDecl { name ty refinements is_pub doc }
    /// `fn NAME(PARAMS)[: TYPE] = EXPR`
    FnDecl { name ty is_pub doc }
    /// The parameters of a function, in parentheses.
    ParamList {}
    /// `NAME: TYPE [= EXPR]`
    Param { name ty refinements default }
    /// `component NAME [provides A, B] { … }`
    ComponentDecl { name provides body is_pub doc }
    /// `interface NAME [extends A, B] { … }`
    InterfaceDecl { name extends body is_pub doc }
    /// `target NAME via SINK { … }`
    TargetDecl { name via body is_pub doc }
    /// `realize C on T, U [by C] { … }`
    RealizeDecl { path targets body is_pub doc }
    /// `refine TYPE { … }`
    RefineDecl { paths body is_pub doc }
    /// `handover TARGET { … }`
    HandoverDecl { path body is_pub doc }
    /// `environment NAME [extends NAME] [for x in list [by e]] { … }`; a `layer` too.
    EnvironmentDecl { name extends for_clause by body doc }
    /// `test "name" in ENV { … }`
    TestDecl { string body doc }
    /// `expose NAME = EXPR`
    ExposeDecl { name value condition doc }
    /// `patch INSTANCE on TARGET { … }`
    PatchDecl { path target body doc }
    /// `require COND [, "message"]`
    RequireDecl { condition_expr doc }
    /// `COMPONENT NAME[, NAME]* [for …] [{ … }]`
    InstanceDecl { name for_clause by body is_pub doc }
}

view_enum! {
    /// What a file holds.
    Decl {
        /// `use …`
        Use(UseDecl),
        /// `app …`
        App(AppDecl),
        /// `input …`
        Input(InputDecl),
        /// `let …`
        Let(LetDecl),
        /// `type …`
        Type(TypeDecl),
        /// `fn …`
        Fn(FnDecl),
        /// `component …`
        Component(ComponentDecl),
        /// `interface …`
        Interface(InterfaceDecl),
        /// `target … via …`
        Target(TargetDecl),
        /// `realize …`
        Realize(RealizeDecl),
        /// `refine …`
        Refine(RefineDecl),
        /// `handover …`
        Handover(HandoverDecl),
        /// `environment …`, `layer …`
        Environment(EnvironmentDecl),
        /// `test …`
        Test(TestDecl),
        /// `expose …`
        Expose(ExposeDecl),
        /// `patch …`
        Patch(PatchDecl),
        /// `require …`
        Require(RequireDecl),
        /// `COMPONENT NAME …`
        Instance(InstanceDecl),
        /// `resource …` of a spec
        Resource(ResourceItem),
    }
}

impl<'t> UseDecl<'t> {
    /// The folder as written: `./network`.
    pub fn folder(self) -> Option<&'t str> {
        self.0.child(SyntaxKind::Path).map(|path| path.text())
    }
}

impl<'t> FnDecl<'t> {
    /// Its parameters, in order.
    pub fn params(self) -> impl Iterator<Item = Param<'t>> {
        let list = self.0.child(SyntaxKind::ParamList).and_then(ParamList::cast);
        list.into_iter().flat_map(ParamList::params)
    }

    /// What it gives.
    pub fn result(self) -> Option<TypeExpr<'t>> {
        self.ty()
    }

    /// The expression after `=`.
    pub fn body(self) -> Option<Expr<'t>> {
        self.0.children().find_map(Expr::cast)
    }
}

impl<'t> ParamList<'t> {
    /// The parameters, in order.
    pub fn params(self) -> impl Iterator<Item = Param<'t>> {
        self.0.children().filter_map(Param::cast)
    }
}

impl RefineDecl<'_> {
    /// Whether it speaks of all types of a catalog.
    pub fn is_all(self) -> bool {
        self.0.word("all").is_some()
    }
}

impl<'t> RealizeDecl<'t> {
    /// The component.
    pub fn component(self) -> Option<Path<'t>> {
        self.path()
    }

    /// The component whose realization also counts as reading, after `by`.
    pub fn by(self) -> Option<Path<'t>> {
        accessors::paths_after(self.0, "by").next()
    }

    /// Whether it stands in for another realization of the same, with `replaces`.
    pub fn replaces(self) -> bool {
        self.0.word("replaces").is_some()
    }
}

impl EnvironmentDecl<'_> {
    /// Whether it is a `layer`, never built by itself.
    pub fn is_layer(self) -> bool {
        self.0.tokens().next().is_some_and(|token| token.text == "layer")
    }
}

impl<'t> TestDecl<'t> {
    /// The environments that it runs in.
    pub fn environments(self) -> impl Iterator<Item = Path<'t>> {
        self.0.children().filter_map(Path::cast)
    }
}

impl<'t> InstanceDecl<'t> {
    /// What it is an instance of; in a patch, the resource's type.
    pub fn component(self) -> Option<Path<'t>> {
        self.0.children().find_map(Path::cast)
    }
}

impl<'t> Decl<'t> {
    /// The name it declares, if it declares one.
    pub fn name(self) -> Option<TokenRef<'t>> {
        accessors::names(self.node()).next()
    }
}
