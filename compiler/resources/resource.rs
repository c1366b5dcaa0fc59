//! A resource: what becomes a block, a document or an entry of an output file.

use crate::{Entries, Node, OriginId, Str};

/// Whose format a unit is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sink {
    /// A root module of Terraform.
    Terraform,
    /// A folder of manifests with a kustomization.
    Kubernetes,
    /// A Compose project.
    Compose,
}

/// A unit of a set, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u16);

/// What a resource becomes. `ty` and `label` mean what is said here and are empty otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Terraform: `resource "ty" "label"`.
    Managed,
    /// Terraform: `data "ty" "label"`.
    Data,
    /// Terraform: `ephemeral "ty" "label"`.
    Ephemeral,
    /// Terraform: `provider "ty"`; the label is its alias, which the body has too.
    Provider,
    /// Terraform: `terraform { … }`: required versions and providers.
    Settings,
    /// Terraform: `terraform { backend "ty" { … } }`.
    Backend,
    /// Terraform: `variable "label"`.
    Variable,
    /// Terraform: `output "label"`.
    Output,
    /// Terraform: entries of `locals { … }`; those of one file share a block.
    Locals,
    /// Terraform: `moved`; the label tells it from the others.
    Moved,
    /// Terraform: `import`; the label tells it from the others.
    Import,
    /// Kubernetes: a document, `apiVersion` and `kind` in its body; `ty` is both, the label namespace and name.
    Document,
    /// Kubernetes: entries of the kustomization beside the list of files; lists of one key are joined.
    Kustomization,
    /// Compose: top-level entries of the project, such as its name.
    Project,
    /// Compose: an entry of `services`, under the label.
    Service,
    /// Compose: an entry of `networks`, under the label.
    Network,
    /// Compose: an entry of `volumes`, under the label.
    Volume,
    /// Compose: an entry of `configs`, under the label.
    Config,
    /// Compose: an entry of `secrets`, under the label.
    Secret,
}

/// A resource of a unit; its texts and its body stand in the arena of its fragment.
#[derive(Clone, Copy, Debug)]
pub struct Resource {
    /// Where it goes.
    pub unit: UnitId,
    /// The file in the unit's folder, such as `db.tf`, `api.yaml`; of Compose always `compose.yaml`, and not used for a
    /// `Kustomization`, whose file is fixed.
    pub file: Str,
    /// What stands first in a file, lowest first; equal ranks keep the order of the set.
    pub rank: u16,
    /// What it becomes.
    pub kind: Kind,
    /// Its type, where its kind has one.
    pub ty: Str,
    /// Its name: unique in the unit with kind and type.
    pub label: Str,
    /// Its attributes and blocks.
    pub body: Entries,
    /// What made it.
    pub origin: OriginId,
}

/// A file with a text of its own beside the resources.
#[derive(Clone, Copy, Debug)]
pub struct TextFile {
    /// Where it goes.
    pub unit: UnitId,
    /// Its path in the unit's folder, unique in it.
    pub path: Str,
    /// What stands in it.
    pub content: Content,
    /// What made it.
    pub origin: OriginId,
}

/// What a text file holds.
#[derive(Clone, Copy, Debug)]
pub enum Content {
    /// This text, byte for byte.
    Text(Str),
    /// This document as JSON, indented.
    Json(Node),
    /// This document as YAML.
    Yaml(Node),
}

/// The file of a unit of manifests that holds its variables.
pub const INPUTS: &str = "inputs.env";

/// A variable that people set before a unit runs: an entry of `.env.example`, or of the inputs of manifests.
#[derive(Clone, Copy, Debug)]
pub struct Variable {
    /// Which unit asks for it.
    pub unit: UnitId,
    /// Its name; the first of several with one name counts.
    pub name: Str,
    /// What it is, in a sentence or more.
    pub doc: Str,
    /// What stands after the `=`; empty for what nobody but the reader knows.
    pub value: Str,
    /// What made it.
    pub origin: OriginId,
}
