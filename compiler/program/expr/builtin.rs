//! The functions that the language brings along.

use bitcode::{Decode, Encode};

/// A function that the language brings along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[allow(missing_docs, reason = "named as in the language; the reference says what each does")]
pub enum Builtin {
    /// `all(x in xs : c)`: a list of conditions.
    All,
    /// `any(x in xs : c)`: a list of conditions.
    Any,
    Basename,
    Ceil,
    Coalesce,
    Count,
    Digest,
    Distinct,
    Entries,
    /// `entry("password")`: a secret of the instance at hand, which lies in the store of the environment.
    Entry,
    /// `expanded(text)`: secrets in it stand as variables that are filled in where it is used.
    Expanded,
    Fail,
    /// `find(xs, "name", value)`: the element whose part of that name has that value.
    Find,
    Flatten,
    Floor,
    /// `handover(output)`: where it lies in the store, who puts it there, who reads it; in tests.
    Handover,
    /// `hole(text)`: the secret that it consists of, if it is one.
    Hole,
    /// `holes(x)`: the secrets in it, each once.
    Holes,
    HostOf,
    Join,
    Json,
    /// `stated(edge, "name")`: a text that the target of the other end states.
    Stated,
    /// `kept(hole)`: how the owner of a secret on the same target keeps it.
    Kept,
    Keys,
    Length,
    Lines,
    Lower,
    Max,
    Min,
    One,
    Plain,
    /// `path_of(hole)`: where a secret lies in the store.
    PathOf,
    PortOf,
    Replace,
    Reveal,
    /// `revision(x)`: a number that changes with all in x that is no secret.
    Revision,
    Rest,
    SchemeOf,
    Sort,
    Split,
    Subnet,
    Sum,
    Take,
    /// `template("nginx.conf.jinja", { … })`: a file of the spec, filled in.
    Template,
    Trim,
    Upper,
    Values,
    /// `doc_of(hole)`: what a secret is, for whoever has to provide it.
    DocOf,
    /// `known(x)`: whether nothing in x waits for its target.
    Known,
    /// `needed`: the secrets that instances of the target at hand hold or own.
    Needed,
    /// A path as text: how files of the output reach it.
    Located,
    /// `variable_of(hole)`: the variable that a secret is called by.
    VariableOf,
    Yaml,
    Read,
    Files,
}
