//! A line that says what goes on, for people who wait: on a terminal, after half a second, gone when the work is done.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long people wait without wondering.
const PATIENCE: Duration = Duration::from_millis(500);

/// How often the line is drawn anew.
const BEAT: Duration = Duration::from_millis(100);

/// What goes on.
#[derive(Default)]
pub(crate) struct Work {
    phase: Mutex<&'static str>,
    /// The files that the phase is done with.
    pub(crate) done: AtomicUsize,
    /// The files of the phase, as far as that is known.
    pub(crate) total: AtomicUsize,
}

/// The line; it ends with this value.
pub(crate) struct Progress {
    /// What it tells.
    pub(crate) work: Arc<Work>,
    line: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Starts with a phase of the work.
    pub(crate) fn start(phase: &'static str) -> Self {
        let work = Arc::new(Work { phase: Mutex::new(phase), ..Work::default() });
        let line = io::stderr().is_terminal().then(|| {
            let (stop, stopped) = mpsc::channel();
            let work = Arc::clone(&work);
            (stop, thread::spawn(move || draw(&work, &stopped)))
        });
        Self { work, line }
    }

    /// Goes on to another phase, with so many files to be done.
    pub(crate) fn enter(&self, phase: &'static str, files: usize) {
        *self.work.phase.lock().unwrap_or_else(|broken| broken.into_inner()) = phase;
        self.work.done.store(0, Ordering::Relaxed);
        self.work.total.store(files, Ordering::Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, line)) = self.line.take() {
            drop(stop);
            drop(line.join());
        }
    }
}

fn draw(work: &Work, stopped: &Receiver<()>) {
    let start = Instant::now();
    let mut wait = PATIENCE;
    while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
        wait = BEAT;
        let phase = *work.phase.lock().unwrap_or_else(|broken| broken.into_inner());
        let counted = match (work.done.load(Ordering::Relaxed), work.total.load(Ordering::Relaxed)) {
            (_, 0) => String::new(),
            (done, total) => format!(": {done} of {total}"),
        };
        show(&format!("\r\x1b[K{phase}{counted} ({:.1} s)", start.elapsed().as_secs_f32()));
    }
    if wait == BEAT {
        show("\r\x1b[K");
    }
}

/// Nobody misses the line where it can't be shown.
fn show(text: &str) {
    let mut errors = io::stderr().lock();
    drop(errors.write_all(text.as_bytes()).and_then(|()| errors.flush()));
}
