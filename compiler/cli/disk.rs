//! Takes the steps of a build on the disk. Files are written where nobody looks for them and renamed when they are
//! whole, one by one or with their folder, several at once; nothing is ever written through a link.

use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use driver::output::Step;

/// What the system refused on the way.
#[derive(Debug)]
pub(crate) struct Trouble {
    /// What was tried, such as `write`.
    pub(crate) doing: &'static str,
    /// On what, below the output folder.
    pub(crate) path: String,
    /// What the system says.
    pub(crate) error: io::Error,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.doing, self.path, self.error)
    }
}

/// An output folder that no other build writes to as long as this lives.
pub(crate) struct Lock {
    _folder: Option<File>,
}

/// Locks a folder; `wait` is called when another build has it. Where folders can't be locked, nobody waits: a file is
/// replaced as a whole all the same.
pub(crate) fn lock(folder: &str, wait: impl FnOnce()) -> io::Result<Lock> {
    let file = File::open(folder)?;
    let locked = match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            wait();
            file.lock().is_ok()
        }
        tried => tried.is_ok(),
    };
    Ok(Lock { _folder: locked.then_some(file) })
}

/// Makes the output folder, with those above it.
pub(crate) fn make_folder(folder: &str) -> io::Result<()> {
    fs::create_dir_all(folder).map_err(|error| match (error.kind(), fs::metadata(folder)) {
        (ErrorKind::AlreadyExists, Ok(_)) => io::Error::new(error.kind(), "a file stands there"),
        (ErrorKind::AlreadyExists, Err(_)) => io::Error::new(error.kind(), "a link stands there that leads nowhere"),
        (ErrorKind::NotADirectory, _) => io::Error::new(error.kind(), "what is above it is no folder"),
        _ => error,
    })
}

/// Takes steps in an output folder; `written` counts the files on the way. What isn't whole when something fails is
/// removed again.
pub(crate) fn take(root: &str, steps: &[Step<'_>], written: &AtomicUsize) -> Result<(), Trouble> {
    let root = Path::new(root);
    let taken = take_all(root, steps, written);
    if taken.is_err() {
        drop(fs::remove_dir_all(root.join(Step::ASIDE)));
        // It stays if it holds the journal of what was done so far.
        drop(fs::remove_dir(root.join(Step::STAGING)));
    }
    taken
}

fn take_all(root: &Path, steps: &[Step<'_>], written: &AtomicUsize) -> Result<(), Trouble> {
    for step in steps {
        match step {
            Step::Folder(path) => make(&root.join(path)).map_err(|error| trouble("make the folder", path, error))?,
            Step::Write(files) => write_all(files, written, |path, bytes| replace(root, path, bytes))?,
            Step::Stage(files) => {
                let aside = root.join(Step::ASIDE);
                write_all(files, written, |path, bytes| write(&aside.join(path), bytes))?;
            }
            Step::Publish(path) => fs::rename(root.join(Step::ASIDE).join(path), root.join(path))
                .map_err(|error| trouble("make the folder", path, error))?,
            Step::Remove(path) => {
                missing_is_fine(fs::remove_file(root.join(path))).map_err(|error| trouble("remove", path, error))?;
            }
            // Whatever keeps it from being removed, such as a file of somebody else, keeps it rightly.
            Step::Prune(path) => drop(fs::remove_dir(root.join(path))),
        }
    }
    Ok(())
}

fn trouble(doing: &'static str, path: &str, error: io::Error) -> Trouble {
    Trouble { doing, path: path.to_owned(), error }
}

fn make(path: &Path) -> io::Result<()> {
    match fs::create_dir(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists && fs::symlink_metadata(path)?.is_dir() => Ok(()),
        made => made,
    }
}

fn missing_is_fine(done: io::Result<()>) -> io::Result<()> {
    done.or_else(|error| if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

/// Writes files, with as many threads as are worth starting.
fn write_all(
    files: &[(&str, &[u8])],
    written: &AtomicUsize,
    write: impl Fn(&str, &[u8]) -> io::Result<()> + Sync,
) -> Result<(), Trouble> {
    const FILES_A_THREAD: usize = 32;
    const MOST_THREADS: usize = 4;
    let next = AtomicUsize::new(0);
    let failed: Mutex<Option<Trouble>> = Mutex::new(None);
    let work = || {
        while let Some((path, bytes)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Err(error) = write(path, bytes) {
                next.store(files.len(), Ordering::Relaxed);
                failed.lock().unwrap_or_else(|broken| broken.into_inner()).replace(trouble("write", path, error));
            } else {
                written.fetch_add(1, Ordering::Relaxed);
            }
        }
    };
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let threads = (files.len() / FILES_A_THREAD).min(processors).min(MOST_THREADS);
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
    failed.into_inner().unwrap_or_else(|broken| broken.into_inner()).map_or(Ok(()), Err)
}

/// Replaces one file as a whole.
fn replace(root: &Path, path: &str, bytes: &[u8]) -> io::Result<()> {
    let staged = staged(root);
    let done = write(&staged, bytes).and_then(|()| fs::rename(&staged, root.join(path)));
    if done.is_err() {
        drop(fs::remove_file(&staged));
    }
    done
}

/// Writes a file that isn't there.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)
}

/// A name that no other file is staged under, in this process or another.
fn staged(root: &Path) -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    root.join(Step::STAGING).join(format!("{}-{count}", std::process::id()))
}
