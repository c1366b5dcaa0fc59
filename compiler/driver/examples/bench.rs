//! How fast a spec becomes graphs and then a verdict: milliseconds a phase, lines a second, the peak of memory, over
//! specs of growing size.
//!
//! `cargo run --release -p infra-driver --example bench` measures 1,000, 5,000 and 10,000 services, or those given as
//! arguments. Seconds vary between runs; instructions don't. To count those, let valgrind watch a single check:
//! `valgrind --tool=callgrind --callgrind-out-file=check.out target/release/examples/bench --once 1000`, then
//! `callgrind_annotate check.out` for where they went, and `--tool=dhat` instead for who allocates.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "an example is a program of its own"
)]

#[path = "support/spec.rs"]
mod spec;

use std::time::Instant;

use infra_driver::{FileId, MemoryHost, Request, Status, check, evaluate};
use program::{EnvironmentId, Program};

/// Runs of each size; the fastest one counts.
const RUNS: usize = 7;

fn main() {
    let (options, sizes): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let mut sizes: Vec<usize> = sizes.iter().filter_map(|count| count.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![1000, 5000, 10000];
    }
    if options.iter().any(|option| option == "--once") {
        return sizes.into_iter().for_each(once);
    }
    let heads = ["services", "lines", "parse", "types", "evaluate", "graphs ms", "lines/s", "peak MB", "check ms"];
    println!("{}", heads.map(|head| format!("{head:>9}")).join(" "));
    sizes.into_iter().for_each(measure);
}

/// One check and nothing else.
fn once(services: usize) {
    let text = spec::generate(services);
    let host = MemoryHost::new([("/spec/app.infra", text.as_str())]);
    assert_eq!(evaluate(&host, &Request::new("/spec", "/", &[])).status(), Status::Fine, "the spec is fine");
}

fn measure(services: usize) {
    let text = spec::generate(services);
    let lines = text.lines().count();
    let host = MemoryHost::new([("/spec/app.infra", text.as_str())]);
    let request = Request::new("/spec", "/", &[]);
    let whole = fastest(|| evaluate(&host, &request));
    let memory = peak();
    let checked = check(&host, &request);
    for diagnostic in checked.diagnostics.iter().take(5) {
        println!("{}: {}", diagnostic.code, diagnostic.message);
    }
    let parse = fastest(|| syntax::parse(FileId(0), &text));
    let graphs = fastest(|| graphs(&checked.program));
    let verdict = fastest(|| check(&host, &request)) * 1000.0;
    let times = [parse, whole - parse - graphs, graphs, whole].map(|seconds| format!("{:>9.1}", seconds * 1000.0));
    let rate = lines as f64 / whole;
    println!("{services:>9} {lines:>9} {} {rate:>9.0} {memory:>9.1} {verdict:>9.1}", times.join(" "));
}

/// All environments, evaluated and placed.
fn graphs(program: &Program) -> usize {
    let ids = (0..program.environments.len() as u32).map(EnvironmentId);
    let graphs = ids.flat_map(|id| eval::evaluate(program, Some(id), None).value);
    graphs.map(|graph| place::place(graph).diagnostics.len()).sum()
}

/// The seconds of the fastest of several runs.
fn fastest<T>(run: impl Fn() -> T) -> f64 {
    let runs = (0..RUNS).map(|_| {
        let start = Instant::now();
        let result = run();
        let seconds = start.elapsed().as_secs_f64();
        drop(result);
        seconds
    });
    runs.fold(f64::INFINITY, f64::min)
}

/// The most memory that the process had so far, in megabytes; nothing is known outside of Linux.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("");
    line.split_whitespace().next().and_then(|kilobytes| kilobytes.parse::<f64>().ok()).unwrap_or(0.0) / 1000.0
}
