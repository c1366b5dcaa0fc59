//! Writes a spec of N services, 13 lines each, with databases, caches, references and two environments:
//! `cargo run --release -p infra-driver --example generate -- 1000 > big/app.infra`

#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "an example is a program of its own")]

#[path = "support/spec.rs"]
mod spec;

fn main() {
    let services = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(1000);
    print!("{}", spec::generate(services));
}
