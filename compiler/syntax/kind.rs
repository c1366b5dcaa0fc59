//! The kinds of tokens and nodes.

/// What a token or a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[allow(missing_docs, reason = "the names say it; the grammar folder says what each holds")]
pub enum SyntaxKind {
    // Trivia.
    Space,
    Newline,
    Comment,
    /// `/// text`, one line of it.
    DocComment,
    // Words and literals.
    Word,
    /// `3`, `0.5`, `-` is never part of it.
    Number,
    /// A number with a unit, tight: `20GiB`, `250m`, `14d`.
    Quantity,
    /// `100/s`.
    Rate,
    /// `70%`.
    Percent,
    /// `03:00`.
    Clock,
    // Strings: a `StringExpr` node holds these tokens and the expressions of its holes.
    /// `"` or `"""`, opening.
    StringOpen,
    /// Text of a string, escapes as written.
    StringText,
    /// `"` or `"""`, closing.
    StringClose,
    /// `${`
    HoleOpen,
    /// `}` that closes a hole.
    HoleClose,
    // Punctuation.
    LBrace,
    RBrace,
    LBracket,
    RBracket,
    LParen,
    RParen,
    Comma,
    Colon,
    Dot,
    QuestionDot,
    Question,
    DoubleQuestion,
    DotDot,
    Ellipsis,
    Equals,
    PlusEquals,
    MinusEquals,
    EqualsEquals,
    BangEquals,
    Less,
    LessEquals,
    Greater,
    GreaterEquals,
    Arrow,
    Plus,
    Minus,
    Star,
    Slash,
    PercentSign,
    Bang,
    AndAnd,
    OrOr,
    Pipe,
    At,
    /// A character that starts no token; also `#` and `;`.
    Unknown,
    /// The end of the text; has no width.
    End,

    // Nodes from here on. A file.
    File,
    /// What could not be understood; its tokens are kept.
    Error,
    // Declarations. Each may start with `pub`.
    /// `use ./network [as net]`
    UseDecl,
    /// `app NAME { … }`
    AppDecl,
    /// `input NAME: TYPE [= EXPR]`
    InputDecl,
    /// `let NAME [: TYPE] = EXPR`
    LetDecl,
    /// `type NAME = TYPE`
    TypeDecl,
    /// `fn NAME(PARAMS)[: TYPE] = EXPR`
    FnDecl,
    /// The parameters of a function, in parentheses.
    ParamList,
    /// `NAME: TYPE [= EXPR]`
    Param,
    /// `component NAME [provides A, B] { … }`
    ComponentDecl,
    /// `interface NAME [extends A, B] { … }`
    InterfaceDecl,
    /// `target NAME via SINK { … }`
    TargetDecl,
    /// `realize C on T, U [by C] { … }`
    RealizeDecl,
    /// `refine TYPE { … }`
    RefineDecl,
    /// `handover TARGET { … }`
    HandoverDecl,
    /// `environment NAME [extends NAME] [for x in list [by e]] { … }`, `layer NAME [extends NAME] { … }`
    EnvironmentDecl,
    /// `test "name" in ENV { … }`
    TestDecl,
    /// `expose NAME = EXPR`
    ExposeDecl,
    /// `patch INSTANCE on TARGET { … }`
    PatchDecl,
    /// `require COND [, "message"]`
    RequireDecl,
    /// `COMPONENT NAME[, NAME]* [for …] [{ … }]`; in a body also a thing overridden by name is a `Field`.
    InstanceDecl,
    // Items of bodies.
    /// `{ … }`: one node for blocks, records, maps.
    Body,
    /// `KEY (= | += | -=) EXPR [if COND]`, `KEY { … } [if COND]`.
    Field,
    /// `[short] KEY : TYPE [= EXPR]`: a field of a component, a record type, an interface.
    FieldDecl,
    /// `EXPR => EXPR [if COND]` in a map.
    MapEntry,
    /// `NAME [ EXPR ] { … }`
    KeyedField,
    /// `...EXPR [if COND]`
    Spread,
    /// `for P in EXPR [if C] : ITEM` in a list or a map.
    ForEntry,
    /// A word alone.
    Flag,
    /// `[static] out NAME : TYPE [= EXPR]` and `out NAME = EXPR`
    OutItem,
    /// `can NAME, NAME [if COND] [via OUT, OUT]`
    CanItem,
    /// `setting NAME : TYPE [= EXPR]`, and `setting NAME = EXPR`
    SettingItem,
    /// `export NAME : TYPE [= EXPR]`, `export NAME = EXPR`
    ExportItem,
    /// `ignore PATH, PATH [when COND] [because STRING]`
    IgnoreItem,
    /// `(at_least_one | at_most_one | exactly_one | immutable | needs | required) PATH, PATH` in a `refine`
    RuleItem,
    /// `keys PATH: TYPE` in a `refine`
    KeysItem,
    /// `when PATH: TYPE { … }` in a `refine`
    WhenItem,
    /// `[stateful] (resource | data | ephemeral) TYPE LOCAL [on TARGET] [for P in E [by E]] [if C] [{ … }]`
    ResourceItem,
    /// `file LOCAL [for …] at STRING [if C] = EXPR`
    FileItem,
    /// `place (all C, D | a, b) on TARGET`
    PlaceItem,
    /// `without a, b`
    WithoutItem,
    /// `target NAME [{ … }]` in an environment
    TargetItem,
    /// `on TARGET { … }`
    OnItem,
    /// `every resource [TYPE] { … }`
    EveryItem,
    /// `catalog NAME [STRING]`
    CatalogItem,
    /// `grant NAME = EXPR`, `grant: TYPE`
    GrantItem,
    /// `assert COND [, "message"]`
    AssertItem,
    /// `expect error STRING [with BODY]`
    ExpectItem,
    // Clauses.
    /// `for PATTERN[, NAME] in EXPR [by EXPR]`
    ForClause,
    /// `by EXPR` after a `for`.
    ByClause,
    /// `if COND` at the end of an entry or a header.
    IfClause,
    /// `when COND`.
    WhenClause,
    /// `because STRING`.
    BecauseClause,
    /// `extends A, B`
    ExtendsClause,
    /// `provides A, B`
    ProvidesClause,
    /// `via A, B`
    ViaClause,
    /// A name where something is declared.
    Name,
    /// The key of a field: a word or a string.
    Key,
    /// A name, possibly qualified, that stands for something declared: `a`, `network.db`, `serves.connect`.
    Path,
    // Types.
    /// A path used as a type.
    NamedType,
    /// `list(T)`, `map(T)`, `range(T)`, `fields(C)`: a name and an argument.
    AppliedType,
    /// `T?`
    OptionalType,
    /// `secret T`, `deferred T`
    LabelledType,
    /// `{ a: T, … }`
    RecordType,
    /// `...T` inside a record type.
    TypeSpread,
    /// `a | b { … } | c`
    UnionType,
    /// One of them: a name and perhaps a record.
    UnionCase,
    /// `in a..b`, `step s`, `matching "re"`, `length a..b`, `unique`; one node each, after the type.
    Refinement,
    // Expressions.
    /// A number, quantity, rate, percent, clock, or `true false none`.
    LiteralExpr,
    /// A string with its holes.
    StringExpr,
    /// One `${ … }`.
    Hole,
    /// A word used as a value; `self` too.
    NameExpr,
    /// `a.b`
    GetExpr,
    /// `a?.b`
    TryGetExpr,
    /// `a[b]`
    IndexExpr,
    /// `f(a, n = b)`
    CallExpr,
    /// `(a, n = b)`
    ArgList,
    /// One argument, with its name if it has one.
    Arg,
    /// `[a, ...b, c if d]`
    ListExpr,
    /// One element of a list, with its condition if it has one.
    ListItem,
    /// `NAME { … }`: a case with a body.
    CaseExpr,
    /// `NAME LITERAL`: a case with its short field: `daily 02:00`.
    ShortCaseExpr,
    /// `-a`, `!a`
    UnaryExpr,
    /// `a + b` and all other binary operators, `..` `in` `??` `&&` among them.
    BinaryExpr,
    /// `a is case`
    IsExpr,
    /// `a as unit`
    AsExpr,
    /// `if a then b [else c]`
    IfExpr,
    /// `match a { … }`
    MatchExpr,
    /// `PATTERN [if C] => EXPR` or `PATTERN { f } => …`
    MatchArm,
    /// `case`, `case { f, g = h, ...rest }`, `_`, `none`, a literal, `a | b`.
    Pattern,
    /// One field bound by a pattern.
    PatternField,
    /// `(a)`
    ParenExpr,
}

impl SyntaxKind {
    /// Whether a token of this kind carries no meaning of its own.
    pub fn is_trivia(self) -> bool {
        matches!(self, Self::Space | Self::Newline | Self::Comment | Self::DocComment)
    }

    /// Whether it is a token.
    pub fn is_token(self) -> bool {
        self <= Self::End
    }
}
