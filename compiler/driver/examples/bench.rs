//! How fast a check is: lines a second and the peak of memory, over specs of growing size.
//!
//! `cargo run --release -p infra-driver --example bench` measures 1,000, 5,000 and 10,000 services, or those given as
//! arguments. Seconds vary between runs; instructions don't. To count those, give one size and let valgrind watch:
//! `valgrind --tool=callgrind --callgrind-out-file=/dev/null target/release/examples/bench 1000`.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "an example is a program of its own"
)]

#[path = "support/spec.rs"]
mod spec;

use std::time::Instant;

use infra_driver::{MemoryHost, Request, check};

/// Runs of each size; the fastest one counts.
const RUNS: usize = 5;

fn main() {
    let given: Vec<usize> = std::env::args().skip(1).filter_map(|count| count.parse().ok()).collect();
    let sizes = if given.is_empty() { vec![1000, 5000, 10000] } else { given };
    println!("{:>9} {:>9} {:>9} {:>12} {:>9}", "services", "lines", "ms", "lines/s", "peak MB");
    for services in sizes {
        let text = spec::generate(services);
        let lines = text.lines().count();
        let host = MemoryHost::new([("/spec/app.infra", text.as_str())]);
        let request = Request::new("/spec", "/", &[]);
        let fastest = (0..RUNS).map(|_| run(&host, &request)).fold(f64::INFINITY, f64::min);
        let rate = lines as f64 / fastest;
        println!("{services:>9} {lines:>9} {:>9.1} {rate:>12.0} {:>9.1}", fastest * 1000.0, peak());
    }
}

/// The seconds of one check, which must find nothing.
fn run(host: &MemoryHost, request: &Request) -> f64 {
    let start = Instant::now();
    let checked = check(host, request);
    let seconds = start.elapsed().as_secs_f64();
    for diagnostic in checked.diagnostics.iter().take(5) {
        println!("{}: {}", diagnostic.code, diagnostic.message);
    }
    seconds
}

/// The most memory that the process had so far, in megabytes; nothing is known outside of Linux.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("");
    line.split_whitespace().next().and_then(|kilobytes| kilobytes.parse::<f64>().ok()).unwrap_or(0.0) / 1000.0
}
