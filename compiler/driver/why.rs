//! `infra why`: a value, the layers that wrote it on the way, and how the secrets in it get to those who read them.

mod calls;

use eval::{Realizer, Trace, Way};
use source::{did_you_mean, nearest};

use crate::pipeline::Checked;
use crate::problem::Status;
use crate::stack::roomy;

pub use calls::{Ask, Calls};

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

/// What is known of a path in an environment.
#[derive(Clone, Debug)]
pub struct Why {
    /// Where the value comes from; nothing of what is only a name in the store.
    pub trace: Option<Trace>,
    /// How secrets in it, and what others read of it, are handed over.
    pub ways: Vec<Way>,
    /// How calls that come of it get from one target to another.
    pub calls: Vec<Calls>,
}

/// What is known of a path in an environment: of a value that layers write, and of the secrets in it; of what stands in
/// the store of secrets under that name: `shop/production/db/url`; or of what one instance needs of another: `api -> db`.
pub fn why(checked: &Checked, environment: &str, path: &str) -> Result<Why, Miss> {
    let deployment = checked.environment(environment)?;
    if let Some((from, to)) = calls::ends(path) {
        let calls = vec![calls::between(checked, deployment, (from, to))?];
        return Ok(Why { trace: None, ways: Vec::new(), calls });
    }
    let ways = match checked.status() {
        Status::Fine => roomy(|| Realizer::new(&checked.program, deployment).ways(path)),
        _ => Vec::new(),
    };
    let calls = calls::across(checked, deployment, (path, &ways));
    match trace(checked, environment, path) {
        Err(_) if !ways.is_empty() => Ok(Why { trace: None, ways, calls }),
        found => found.map(|trace| Why { trace: Some(trace), ways, calls }),
    }
}

/// Where the value of a path in an environment comes from. A path is an instance with a field or an output, an input, or
/// a target with a setting: `db.storage`, `worker["mail"].env.QUEUE`, `stage`, `aws.region`.
pub fn trace(checked: &Checked, environment: &str, path: &str) -> Result<Trace, Miss> {
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
