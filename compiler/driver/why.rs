//! `infra why`: a value, and the layers that wrote it on the way.

use eval::Trace;
use source::{did_you_mean, nearest};

use crate::pipeline::Checked;
use crate::stack::roomy;

/// Why there is no answer to a question about a spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// What isn't there.
    pub message: String,
    /// What is.
    pub help: Option<String>,
}

impl Miss {
    /// Something isn't named `name`; `names` are.
    pub(crate) fn new(message: String, name: &str, names: &[&str]) -> Self {
        let help = match nearest(name, names.iter().copied()) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None => did_you_mean(name, names.iter().copied()),
        };
        Self { message, help }
    }
}

/// Where the value of a path in an environment comes from. A path is an instance with a field, an input, or a target
/// with a setting: `db.storage`, `worker["mail"].env.QUEUE`, `stage`, `aws.region`.
pub fn why(checked: &Checked, environment: &str, path: &str) -> Result<Trace, Miss> {
    checked.environment(environment)?;
    // One of an environment's many is asked by name and key; its layers are those of the declaration.
    let declared = environment.split('[').next().unwrap_or(environment);
    let id = checked.environment_id(declared);
    match roomy(|| eval::trace(&checked.program, id, checked.set_layer(), environment, path)) {
        eval::Why::Found(trace) => Ok(trace),
        eval::Why::Unknown { part, help } => {
            let message = format!("`{path}` is no value of `{environment}`: nothing is called `{part}` there");
            Err(Miss { message, help })
        }
    }
}
