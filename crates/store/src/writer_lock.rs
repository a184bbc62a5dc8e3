use crate::StoreError;
use std::fs::{File, TryLockError};
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};

/// The right to write to one city; the system takes it back from a process that ends, however it ends.
#[derive(Debug)]
#[must_use = "it is given back where it is dropped"]
pub struct WriterLock {
    file: File,
    path: PathBuf,
}

impl WriterLock {
    /// Takes the lock beside the city file, or says who holds it. Whoever opens the file for writing takes it too.
    ///
    /// # Errors
    /// [`StoreError::Locked`], and what the disk can meet.
    pub fn take(city: &Path) -> Result<Self, StoreError> {
        let mut path = city.as_os_str().to_owned();
        path.push(".lock");
        let path = PathBuf::from(path);
        let file = File::options().read(true).write(true).create(true).truncate(false).open(&path);
        let file = file.map_err(StoreError::writing(&path))?;
        match file.try_lock() {
            // The process that held it may have removed it the moment before: then this is a file that nobody else finds.
            Ok(()) if !is_at(&file, &path) => return Self::take(city),
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::Locked { path: city.to_owned(), by: holder(&path) });
            }
            Err(TryLockError::Error(cause)) => return Err(StoreError::File { path, cause }),
        }
        let mut lock = Self { file, path };
        lock.say(&format!("process {}", std::process::id()))?;
        Ok(lock)
    }

    /// What others read who want to write.
    pub(crate) fn say(&mut self, words: &str) -> Result<(), StoreError> {
        let mut write = || {
            self.file.set_len(0)?;
            self.file.rewind()?;
            self.file.write_all(words.as_bytes())
        };
        write().map_err(StoreError::writing(&self.path))
    }
}

/// Who holds the lock; who has only just taken it is given a moment to say so.
fn holder(path: &Path) -> String {
    for _ in 0..10 {
        match std::fs::read_to_string(path) {
            Ok(said) if !said.is_empty() => return said,
            _ => std::thread::sleep(std::time::Duration::from_millis(10)),
        }
    }
    "another process".to_owned()
}

/// Whether the open file is the one that stands at the path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let known = |about: std::fs::Metadata| (about.dev(), about.ino());
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(open), Ok(there)) => known(open) == known(there),
        _ => false,
    }
}

/// Elsewhere a file that is open cannot be removed.
#[cfg(not(unix))]
const fn is_at(_: &File, _: &Path) -> bool {
    true
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        // Whoever takes the lock looks whether the file is still there: see `is_at`.
        let _ = std::fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn however_many_want_it_one_has_it_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let city = folder.path().join("city.gpkg");
        let (holders, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..2_000 {
                        if let Ok(lock) = WriterLock::take(&city) {
                            assert_eq!(holders.fetch_add(1, Ordering::SeqCst), 0);
                            taken.fetch_add(1, Ordering::SeqCst);
                            holders.fetch_sub(1, Ordering::SeqCst);
                            drop(lock);
                        }
                    }
                });
            }
        });
        assert!(taken.load(Ordering::SeqCst) > 0);
    }
}
