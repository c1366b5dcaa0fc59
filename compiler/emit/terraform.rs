//! Terraform: blocks laid out as `terraform fmt` leaves them.

mod body;
mod file;
mod term;
mod text;
mod unit;
mod value;

pub(crate) use term::spell;
pub(crate) use unit::unit;
