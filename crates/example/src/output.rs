//! Output: what was written, and every fault that was put in on purpose.

use std::path::{Path, PathBuf};

/// Why the example could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExampleError {
    /// A file or folder that could not be made.
    #[error("cannot write {path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Bytes that could not be put together in memory.
    #[error("cannot put a file of the example together: {0}")]
    Bytes(#[from] std::io::Error),
    /// A Shapefile that could not be put together.
    #[error("cannot put a Shapefile of the example together: {0}")]
    Shapefile(#[from] shapefile::Error),
    /// A `GeoTIFF` that could not be put together.
    #[error("cannot put a GeoTIFF of the example together: {0}")]
    GeoTiff(#[from] tiff::TiffError),
    /// A workbook that could not be put together.
    #[error("cannot put a workbook of the example together: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A table that could not be put together.
    #[error("cannot put a table of the example together: {0}")]
    Table(#[from] csv::Error),
}

/// Something wrong that was put into a file on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file, relative to the folder.
    pub file: String,
    /// Line of a table, row of a sheet, or feature or submission from 1.
    pub row: u64,
    /// Column or form field.
    pub column: String,
    /// What is wrong.
    pub what: String,
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Every file, relative to the folder, in the order of writing.
    pub files: Vec<String>,
    /// Their size together.
    pub bytes: u64,
    /// The faults in them.
    pub faults: Vec<Fault>,
}

/// The folder that is being written.
#[derive(Debug)]
pub(crate) struct Output<'a> {
    dir: &'a Path,
    pub written: Written,
}

impl<'a> Output<'a> {
    pub fn new(dir: &'a Path) -> Self {
        Self { dir, written: Written::default() }
    }

    /// Writes a file; its name uses `/`.
    pub fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), ExampleError> {
        let path = self.dir.join(name);
        let folder = path.parent().unwrap_or(self.dir);
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&path, bytes))
            .map_err(|source| ExampleError::File { path: path.clone(), source })?;
        self.written.files.push(name.to_owned());
        self.written.bytes += bytes.len() as u64;
        Ok(())
    }

    /// Writes JSON.
    pub fn json(&mut self, name: &str, value: &serde_json::Value) -> Result<(), ExampleError> {
        self.file(name, value.to_string().as_bytes())
    }

    /// Writes a comma-separated table in UTF-8.
    pub fn table(&mut self, name: &str, header: &[&str], rows: &[Vec<String>]) -> Result<(), ExampleError> {
        let mut table = csv::Writer::from_writer(Vec::new());
        table.write_record(header)?;
        for row in rows {
            table.write_record(row)?;
        }
        let bytes = table.into_inner().map_err(|e| std::io::Error::other(e.to_string()))?;
        self.file(name, &bytes)
    }

    /// Notes a fault that was put in.
    pub fn fault(&mut self, file: &str, row: u64, column: &str, what: &str) {
        let [file, column, what] = [file, column, what].map(str::to_owned);
        self.written.faults.push(Fault { file, row, column, what });
    }

    /// Writes the list of faults for people.
    pub fn list_of_faults(&mut self) -> Result<(), ExampleError> {
        let head = "INVENTED DATA. These faults were put into the example on purpose, as real files have them.\n\
             Row: line of a table, row of a sheet, or feature or submission from 1.\n\n";
        let line = |Fault { file, row, column, what }: &Fault| format!("{file}, row {row}, {column}\n    {what}\n");
        let list: Vec<String> = self.written.faults.iter().map(line).collect();
        self.file("sources/FAULTS.txt", (head.to_owned() + &list.concat()).as_bytes())
    }
}
