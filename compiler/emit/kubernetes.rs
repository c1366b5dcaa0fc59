//! Kubernetes: manifests with a kustomization that lists them.

mod file;
mod text;
mod unit;

pub(crate) use unit::unit;
