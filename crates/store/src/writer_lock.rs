use crate::StoreError;
use std::fs::{File, TryLockError};
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};

/// The right to write to one city file; the system takes it back from a process that ends, however it ends.
#[derive(Debug)]
pub(crate) struct WriterLock {
    file: File,
    path: PathBuf,
}

impl WriterLock {
    /// Takes the lock beside the city file, or says who holds it.
    pub(crate) fn take(city: &Path) -> Result<Self, StoreError> {
        let mut path = city.as_os_str().to_owned();
        path.push(".lock");
        let path = PathBuf::from(path);
        let file = File::options().read(true).write(true).create(true).truncate(false).open(&path);
        let file = file.map_err(StoreError::file(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let said = std::fs::read_to_string(&path).unwrap_or_default();
                let by = if said.is_empty() { "another process".to_owned() } else { said };
                return Err(StoreError::Locked { path: city.to_owned(), by });
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
        write().map_err(StoreError::file(&self.path))
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        // Another process may remove it or hold it the next moment: SQLite's own locks guard the data.
        let _ = std::fs::remove_file(&self.path);
    }
}
