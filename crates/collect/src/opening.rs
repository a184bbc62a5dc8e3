//! Opening a file, or saying why it cannot be opened; and the guard around a library that may panic on bad bytes.

use city::Problem;
use std::cell::Cell;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Once;

/// The largest file that is read into memory, in bytes.
pub(crate) const MOST_BYTES: u64 = 2 << 30;

/// The most cells that a table may have once its short rows are filled up.
const MOST_CELLS: usize = 100_000_000;

/// So many cells a table may have however small its file.
const FEW_CELLS: usize = 10_000_000;

/// The most columns of a delimited text.
pub(crate) const MOST_COLUMNS: usize = 32_768;

/// The most cells, empty ones too, of a table out of so many bytes: where columns and rows agree each cell takes a byte, so
/// that only a table of mostly nothing would have more.
pub(crate) fn most_cells(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX).clamp(FEW_CELLS, MOST_CELLS)
}

/// What is said where a table would have more cells than it may.
pub(crate) fn table_too_large(found: impl std::fmt::Display, most: usize) -> Problem {
    Problem::error("table_too_large")
        .found(found)
        .expected(format!("at most {most} cells, counting the empty ones"))
        .hint("the rows from here on were left out: split the file, or drop columns that are not needed")
}

/// Opens a file that holds something.
pub(crate) fn open(path: &Path) -> Result<(File, u64), Problem> {
    let described = std::fs::metadata(path).map_err(|e| why_not(&e))?;
    if described.is_dir() {
        return Err(Problem::error("is_a_folder").expected("a file").hint("name the file inside the folder"));
    }
    if !described.is_file() {
        return Err(Problem::error("file_unreadable").expected("an ordinary file"));
    }
    if described.len() == 0 {
        return Err(Problem::error("file_empty").found("0 bytes").hint("get the file again from its source"));
    }
    Ok((File::open(path).map_err(|e| why_not(&e))?, described.len()))
}

/// All bytes of a file of at most `MOST_BYTES`.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, Problem> {
    let (file, size) = open(path)?;
    if size > MOST_BYTES {
        return Err(too_large(size));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0).saturating_add(1));
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|e| why_not(&e))?;
    if bytes.len() as u64 > MOST_BYTES { Err(too_large(bytes.len() as u64)) } else { Ok(bytes) }
}

fn too_large(size: u64) -> Problem {
    Problem::error("file_too_large")
        .found(format!("{size} bytes"))
        .expected(format!("at most {MOST_BYTES} bytes"))
        .hint("split the file, or cut it to the city")
}

/// What an error of the system means to the person who named the file.
pub(crate) fn why_not(error: &std::io::Error) -> Problem {
    match error.kind() {
        ErrorKind::NotFound => Problem::error("file_missing").hint("check the path and the data folder"),
        ErrorKind::PermissionDenied => Problem::error("file_forbidden").hint("allow this account to read the file"),
        _ => Problem::error("file_unreadable").found(error),
    }
}

thread_local! {
    /// Whether this thread is inside `guarded`, where a panic is an answer and not a message.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a library on bytes that it did not choose; a panic inside becomes a text, and nothing is printed of it.
///
/// The hook that keeps silent is put before whatever hook is there, once; on threads that are not inside `guarded` it hands
/// every panic on.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static SILENT_INSIDE: Once = Once::new();
    SILENT_INSIDE.call_once(|| {
        let others = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !GUARDED.try_with(Cell::get).unwrap_or(false) {
                others(panic);
            }
        }));
    });
    let before = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(before);
    done.map_err(|panic| {
        let text = panic.downcast_ref::<&str>().map(|t| (*t).to_owned());
        text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_there_a_folder_and_an_empty_file_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let empty = folder.path().join("empty.csv");
        std::fs::write(&empty, "").unwrap();
        let code = |path: &Path| bytes(path).unwrap_err().code;
        assert_eq!(code(&folder.path().join("no.csv")), "file_missing");
        assert_eq!(code(folder.path()), "is_a_folder");
        assert_eq!(code(&empty), "file_empty");
    }

    #[test]
    fn a_panic_inside_the_guard_is_a_text_and_afterwards_panics_are_heard_again() {
        let broken = || guarded(|| -> bool { panic!("bad bytes") });
        assert_eq!(broken(), Err("bad bytes".to_owned()));
        assert!(!GUARDED.get());
        assert_eq!(guarded(|| (broken(), GUARDED.get())), Ok((Err("bad bytes".to_owned()), true)));
        assert_eq!(guarded(|| std::thread::spawn(|| GUARDED.get()).join().ok()), Ok(Some(false)));
    }
}
