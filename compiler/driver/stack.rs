//! Threads: a stack that is large enough for whatever the phases' own limits let through, and two things at once.

use std::panic::resume_unwind;
use std::thread::{Builder, scope};

/// The limits of checking and evaluating need a tenth of it; what isn't touched costs nothing.
const SIZE: usize = 256 << 20;

/// Runs something on a stack of that size; a panic in it goes on to the caller.
pub(crate) fn roomy<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    let (mut run, mut result) = (Some(run), None);
    scope(|scope| {
        let work = || result = run.take().map(|run| run());
        // Where no thread is to be had, the one at hand must do.
        drop(Builder::new().stack_size(SIZE).spawn_scoped(scope, work));
    });
    result.or_else(|| run.take().map(|run| run())).expect("the one or the other has run it")
}

/// Does two things at once; a panic in either goes on to the caller.
pub(crate) fn both<A, B: Send>(first: impl FnOnce() -> A, second: impl FnOnce() -> B + Send) -> (A, B) {
    scope(|scope| {
        let second = scope.spawn(second);
        let first = first();
        (first, second.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })
}
