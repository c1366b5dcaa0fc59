//! Threads: a stack that is large enough for whatever the phases' own limits let through, and several things at once.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{Builder, available_parallelism, scope};

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

/// The same for each of a list, several at once, on stacks of that size. They are taken from the last to the first:
/// specs go from small environments to large ones, and what takes longest should not be begun last.
pub(crate) fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let left = AtomicUsize::new(items.len());
    let done: Mutex<Vec<(usize, R)>> = Mutex::default();
    let run = || {
        let one_less = |left: usize| left.checked_sub(1);
        while let Ok(at) = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less) {
            let result = items.get(at - 1).map(|item| (at, work(item)));
            done.lock().unwrap_or_else(PoisonError::into_inner).extend(result);
        }
    };
    let threads = available_parallelism().map_or(1, usize::from).min(items.len());
    scope(|scope| (0..threads).for_each(|_| drop(Builder::new().stack_size(SIZE).spawn_scoped(scope, run))));
    // Where no thread is to be had, the one at hand must do.
    run();
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Does two things at once; a panic in either goes on to the caller.
pub(crate) fn both<A, B: Send>(first: impl FnOnce() -> A, second: impl FnOnce() -> B + Send) -> (A, B) {
    scope(|scope| {
        let second = scope.spawn(second);
        let first = first();
        (first, second.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })
}
