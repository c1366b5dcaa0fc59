//! Where the walk stands: whose body it is in, which locals are bound, what is known to be there.

use bitcode::{Decode, Encode};
use names::PackageId;
use program::{EnvironmentId, Ty};
use values::{ComponentId, RecordId, TargetId};

/// Whose expressions are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Home {
    /// Nobody's: lets, functions, rules of a package.
    Package,
    /// A test's: what environments say is known.
    Test,
    /// A component's own: its fields, outputs and inner instances stand bare.
    Component(ComponentId),
    /// An instance's: its fields stand behind `self`.
    Instance(ComponentId),
    /// An instance inside a composite, or of the realization with these settings: the fields of what it is inside of stand
    /// bare, its own behind `self`.
    Inner { owner: ComponentId, component: ComponentId, realized: Option<RecordId> },
    /// What is known of a realization before anything is placed, for lets and headers of its instances: the component's
    /// fields, its settings, lets and instances stand bare.
    Plan { component: ComponentId, settings: RecordId },
    /// A realization's: the component's fields, outputs and locals stand bare.
    Realization { component: ComponentId, target: TargetId, settings: RecordId },
    /// A target's: its settings stand bare.
    Target { target: TargetId, settings: RecordId },
    /// A hand-over's: what is known of the entry at hand stands bare, beside locals.
    Handover { target: TargetId, settings: RecordId },
}

impl Home {
    /// The target that resources are for here, and the record whose fields stand bare beside locals.
    pub(crate) fn place(self) -> Option<(TargetId, RecordId)> {
        match self {
            Self::Realization { target, settings, .. }
            | Self::Target { target, settings }
            | Self::Handover { target, settings } => Some((target, settings)),
            _ => None,
        }
    }

    /// The settings of the realization whose instances are looked at here.
    pub(crate) fn planned(self) -> Option<RecordId> {
        match self {
            Self::Plan { settings, .. } => Some(settings),
            Self::Inner { realized, .. } => realized,
            _ => None,
        }
    }

    /// Whether it says what an instance comes to on its target.
    pub(crate) fn is_realizing(self) -> bool {
        matches!(self, Self::Realization { .. } | Self::Handover { .. })
    }
}

/// Whose lets are meant, beside those of packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
pub(crate) enum LetHome {
    Component(ComponentId),
    /// Those of the target, the realization or the hand-over with these settings.
    Settings(RecordId),
    /// Those of the realization with these settings, as its instances see them.
    Plan(RecordId),
}

/// How a record may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Whole: what is left out has a default or is missed.
    Whole,
    /// As a layer: what is left out comes from beneath.
    Layer,
}

/// Where the walk stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context {
    pub(crate) package: PackageId,
    pub(crate) home: Home,
    /// The environment whose own instances are seen.
    pub(crate) environment: Option<EnvironmentId>,
    pub(crate) shape: Shape,
}

impl Context {
    pub(crate) fn package(package: PackageId) -> Self {
        Self { package, home: Home::Package, environment: None, shape: Shape::Whole }
    }

    pub(crate) fn at(self, home: Home) -> Self {
        Self { home, ..self }
    }

    pub(crate) fn layer(self) -> Self {
        Self { shape: Shape::Layer, ..self }
    }

    /// The component whose fields stand bare here.
    pub(crate) fn bare(self) -> Option<ComponentId> {
        match self.home {
            Home::Component(component) | Home::Realization { component, .. } | Home::Plan { component, .. } => {
                Some(component)
            }
            Home::Inner { owner, .. } => Some(owner),
            Home::Package | Home::Test | Home::Target { .. } | Home::Handover { .. } | Home::Instance(_) => None,
        }
    }

    /// The component of `self` here.
    pub(crate) fn own(self) -> Option<ComponentId> {
        match self.home {
            Home::Component(component) | Home::Instance(component) => Some(component),
            Home::Inner { component, .. } | Home::Realization { component, .. } | Home::Plan { component, .. } => {
                Some(component)
            }
            Home::Package | Home::Test | Home::Target { .. } | Home::Handover { .. } => None,
        }
    }
}

/// A bound name; its slot is its place in the list.
#[derive(Clone, Debug)]
pub(crate) struct Local {
    pub(crate) name: String,
    pub(crate) ty: Ty,
}

/// An expression, by its text, that is known to be there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Narrowed<'a> {
    pub(crate) text: &'a str,
    /// The local that the text starts with: one of the same name inside it is another.
    pub(crate) root: Option<usize>,
}
