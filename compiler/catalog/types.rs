//! Resource types: what a catalog names, from a Terraform resource to an element of a Compose file.

use crate::catalog::Catalog;
use crate::layout::record;
use crate::shape::{Block, Shape, ShapeKind};

/// What a catalog describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// A Terraform provider.
    Terraform,
    /// Kinds of the Kubernetes API.
    Kubernetes,
    /// The Compose specification.
    Compose,
}

impl Family {
    pub(crate) fn from_code(code: u32) -> Option<Family> {
        [Family::Terraform, Family::Kubernetes, Family::Compose].into_iter().find(|family| *family as u32 == code)
    }

    /// Its name as commands spell it.
    pub fn name(self) -> &'static str {
        match self {
            Family::Terraform => "terraform",
            Family::Kubernetes => "kubernetes",
            Family::Compose => "compose",
        }
    }
}

/// What sort of thing a name of a catalog stands for; each class has names of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// A managed resource of Terraform.
    Resource,
    /// A data source of Terraform.
    Data,
    /// An ephemeral resource of Terraform.
    Ephemeral,
    /// The configuration of the provider; its name is the provider's.
    Provider,
    /// A function of Terraform or of the provider.
    Function,
    /// A kind of the Kubernetes API.
    Kind,
    /// An element of a Compose file: `project`, `service`, `network`, …
    Element,
    /// A type that others share, addressed as `CATALOG.NAME`.
    Shared,
}

impl Class {
    const ALL: [Class; 8] = [
        Class::Resource,
        Class::Data,
        Class::Ephemeral,
        Class::Provider,
        Class::Function,
        Class::Kind,
        Class::Element,
        Class::Shared,
    ];

    /// Every class, in the order of a catalog.
    pub fn all() -> [Class; 8] {
        Class::ALL
    }

    pub(crate) fn code(self) -> u32 {
        self as u32
    }

    /// Whether types of this class are what a `resource` of a realization may name.
    pub fn is_resource(self) -> bool {
        matches!(self, Class::Resource | Class::Kind | Class::Element)
    }

    /// Its name in texts.
    pub fn name(self) -> &'static str {
        match self {
            Class::Resource => "resource",
            Class::Data => "data",
            Class::Ephemeral => "ephemeral",
            Class::Provider => "provider",
            Class::Function => "function",
            Class::Kind => "kind",
            Class::Element => "element",
            Class::Shared => "type",
        }
    }
}

/// Where objects of a kind live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// In a namespace.
    Namespaced,
    /// In the cluster as a whole.
    Cluster,
}

/// One type of a catalog.
#[derive(Clone, Copy)]
pub struct ResourceType<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) index: u32,
}

impl std::fmt::Debug for ResourceType<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.class().name(), self.full_name())
    }
}

impl PartialEq for ResourceType<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.catalog, other.catalog) && self.index == other.index
    }
}

impl Eq for ResourceType<'_> {}

impl<'a> ResourceType<'a> {
    /// The catalog that it stands in.
    pub fn catalog(self) -> &'a Catalog {
        self.catalog
    }

    /// What sort of type it is.
    pub fn class(self) -> Class {
        let code = self.class_code();
        Class::ALL.into_iter().find(|class| class.code() == code).unwrap_or(Class::Shared)
    }

    /// Its name without group and version.
    pub fn name(self) -> &'a str {
        self.text(record::NAME)
    }

    pub(crate) fn name_bytes(self) -> &'a [u8] {
        self.catalog.text_bytes(self.record(record::NAME))
    }

    /// The API group of a kind (empty for the core one), or the package of a shared type.
    pub fn group(self) -> &'a str {
        self.text(record::GROUP)
    }

    /// The version of a kind or shared type, such as `v1`; of a Terraform resource that of its schema.
    pub fn version(self) -> &'a str {
        self.text(record::VERSION)
    }

    /// What stands after `apiVersion:`.
    pub fn api_version(self) -> String {
        match self.group() {
            "" => self.version().to_owned(),
            group => format!("{group}/{}", self.version()),
        }
    }

    /// The name, with `@group/version` where the catalog knows them.
    pub fn full_name(self) -> String {
        match self.class() {
            Class::Kind | Class::Shared if !self.version().is_empty() => {
                format!("{}@{}", self.name(), self.api_version())
            }
            _ => self.name().to_owned(),
        }
    }

    /// Where objects of the kind live, if the catalog knows it.
    pub fn scope(self) -> Option<Scope> {
        let flags = self.record(record::FLAGS);
        match (flags & record::NAMESPACED != 0, flags & record::CLUSTER != 0) {
            (true, _) => Some(Scope::Namespaced),
            (_, true) => Some(Scope::Cluster),
            _ => None,
        }
    }

    /// The plural of a kind in paths, or the section of a Compose file that an element stands in.
    pub fn plural(self) -> &'a str {
        self.text(record::PLURAL)
    }

    /// Whether the type should not be used any more.
    pub fn deprecated(self) -> bool {
        self.record(record::FLAGS) & record::DEPRECATED != 0
    }

    /// Its shape; for a function an object of its parameters in order.
    pub fn shape(self) -> Shape<'a> {
        Shape { catalog: self.catalog, id: self.record(record::SHAPE), note: 0 }
    }

    /// Its fields, if it is an object.
    pub fn block(self) -> Option<Block<'a>> {
        match self.shape().kind() {
            ShapeKind::Object(block) => Some(block),
            _ => None,
        }
    }

    /// What a function gives.
    pub fn returns(self) -> Option<Shape<'a>> {
        let id = self.record(record::RETURNS);
        (self.class() == Class::Function).then_some(Shape { catalog: self.catalog, id, note: 0 })
    }

    pub(crate) fn class_code(self) -> u32 {
        self.record(record::CLASS)
    }

    fn record(self, word: u32) -> u32 {
        self.catalog.record(self.index, word)
    }

    fn text(self, word: u32) -> &'a str {
        self.catalog.text(self.record(word))
    }
}

/// A name as a spec writes it: `Kind`, `Kind@v1`, `Kind@group/v1`, `group/v1/Kind`, `long.path.v1.Type`.
pub(crate) struct Wanted<'n> {
    pub(crate) name: &'n str,
    group: Option<&'n str>,
    version: Option<&'n str>,
}

impl<'n> Wanted<'n> {
    pub(crate) fn parse(text: &'n str) -> Wanted<'n> {
        let (name, api) = match (text.split_once('@'), text.rsplit_once('/')) {
            (Some((name, api)), _) => (name, Some(api)),
            (None, Some((api, name))) => (name, Some(api)),
            (None, None) => return Wanted::dotted(text),
        };
        let (group, version) = match api.map(|api| api.rsplit_once('/').ok_or(api)) {
            Some(Ok((group, version))) => (Some(group), Some(version)),
            Some(Err(version)) => (None, Some(version)),
            None => (None, None),
        };
        Wanted { name, group, version }
    }

    fn dotted(text: &'n str) -> Wanted<'n> {
        let parts = text.rsplit_once('.').and_then(|(api, name)| Some((api.rsplit_once('.')?, name)));
        match parts {
            Some(((group, version), name)) => Wanted { name, group: Some(group), version: Some(version) },
            None => Wanted { name: text, group: None, version: None },
        }
    }

    /// A group may be shortened to its last or first part: `core` for a package, `networking` for a group.
    pub(crate) fn fits(&self, found: &ResourceType<'_>) -> bool {
        let same = |wanted: &str| {
            let group = found.group();
            let shorter = |rest: Option<&str>| rest.is_some_and(|rest| rest.starts_with('.') || rest.ends_with('.'));
            group == wanted
                || (wanted == "core" && group.is_empty())
                || shorter(group.strip_prefix(wanted))
                || shorter(group.strip_suffix(wanted))
        };
        self.version.is_none_or(|version| found.version() == version) && self.group.is_none_or(same)
    }
}
