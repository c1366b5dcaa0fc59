//! The disk: the only place that reads and writes it.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use driver::{Entry, Host, Refusal};

/// The operating system's files.
pub(crate) struct OsHost;

impl Host for OsHost {
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Refusal> {
        let meta = fs::metadata(path).map_err(refusal)?;
        // A pipe or a device might never end.
        if !meta.is_file() {
            return Err(Refusal::NotAFile);
        }
        if meta.len() > limit {
            return Err(Refusal::TooLarge(meta.len()));
        }
        let mut bytes = Vec::with_capacity(meta.len() as usize + 1);
        File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes)).map_err(refusal)?;
        if bytes.len() as u64 > limit { Err(Refusal::TooLarge(bytes.len() as u64)) } else { Ok(bytes) }
    }

    fn list(&self, folder: &str) -> Result<Vec<Entry>, Refusal> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder).map_err(refusal)? {
            let entry = entry.map_err(refusal)?;
            // A name that is no text can't be asked for by one.
            let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
            let kind = entry.file_type().map_err(refusal)?;
            let is_link = kind.is_symlink();
            // A link that leads nowhere counts as a file, so that reading it says what is wrong.
            let is_folder = match is_link {
                true => fs::metadata(entry.path()).is_ok_and(|meta| meta.is_dir()),
                false => kind.is_dir(),
            };
            entries.push(Entry { name, is_folder, is_link });
        }
        Ok(entries)
    }

    fn resolve(&self, path: &str) -> Result<String, Refusal> {
        let real = fs::canonicalize(path).map_err(refusal)?;
        real.to_str().map(str::to_owned).ok_or_else(|| Refusal::Other("its path is no text".to_owned()))
    }
}

fn refusal(error: io::Error) -> Refusal {
    match error.kind() {
        ErrorKind::NotFound => Refusal::Missing,
        ErrorKind::PermissionDenied => Refusal::Denied,
        ErrorKind::NotADirectory => Refusal::NotAFolder,
        ErrorKind::IsADirectory => Refusal::NotAFile,
        // The kind for circles of links has no stable name; 40 is `ELOOP` on Linux, 62 on macOS.
        _ if matches!(error.raw_os_error(), Some(40 | 62)) => Refusal::Loop,
        _ => Refusal::Other(error.to_string()),
    }
}

/// Replaces a file as a whole: whoever reads it sees the old text or the new one, never a part. A link stays a link.
pub(crate) fn replace(path: &str, text: &str) -> io::Result<()> {
    let path = match fs::canonicalize(path) {
        Ok(real) => real,
        Err(error) if error.kind() == ErrorKind::NotFound => PathBuf::from(path),
        Err(error) => return Err(error),
    };
    let beside = beside(&path);
    let written = write_beside(&path, &beside, text).and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        drop(fs::remove_file(&beside));
    }
    written
}

/// Where the new text stands until it is whole; the process in the name keeps two runs apart.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.{}.new", std::process::id()))
}

fn write_beside(path: &Path, beside: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create(beside)?;
    file.write_all(text.as_bytes())?;
    if let Ok(meta) = fs::metadata(path) {
        file.set_permissions(meta.permissions())?;
    }
    file.sync_all()
}

/// Removes a file.
pub(crate) fn remove(path: &str) -> io::Result<()> {
    fs::remove_file(path)
}

/// Writes a file that must not be there yet, with the folders above it.
pub(crate) fn create(path: &str, text: &str) -> io::Result<()> {
    if let Some(folder) = Path::new(path).parent() {
        fs::create_dir_all(folder)?;
    }
    File::create_new(path)?.write_all(text.as_bytes())
}

/// Writes a file anew, with the folders above it.
pub(crate) fn replace_bytes(path: &str, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = Path::new(path).parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes)
}

/// Everything the standard input has to say.
pub(crate) fn read_input() -> io::Result<String> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    Ok(text)
}
