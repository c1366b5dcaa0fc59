//! How texts and lists stand in a manifest: nothing is filled in by its reader, so a `$` is a `$`, and an input that
//! `kustomize` sets is its default until then.

use crate::yaml::{Dollars, Style};

pub(super) const STYLE: Style =
    Style { dollars: Dollars::Kept, keys: Dollars::Kept, flow: |key| matches!(key, "command" | "args") };
