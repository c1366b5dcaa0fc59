//! Bodies of resources against catalogs: what a key is, what may stand there, what is missed, what a read gives.

mod added;
mod beneath;
mod body;
mod fields;
mod fit;
mod judge;
mod keyed;
mod lookup;
mod meta;
mod problem;
mod reads;
mod spreads;
mod table;
mod unions;

pub(crate) use added::Refines;
pub(crate) use keyed::ListKeys;
pub(crate) use problem::ShapeProblem;
pub(crate) use table::Trail;
