//! Why a file by columns is not written or not read.

use city::ColumnType;

/// What stops a file by columns from being written or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ColumnarError {
    /// Two columns, or two words of the metadata, have one name, or one that the file needs itself.
    #[error("the name `{0}` is taken in the file: rename the column or the key")]
    NameTaken(String),
    /// A row has more or fewer cells than there are columns.
    #[error("row {row} has {found} cells, and there are {expected} columns")]
    Uneven {
        /// The row, from 1.
        row: usize,
        /// Its cells.
        found: usize,
        /// The columns.
        expected: usize,
    },
    /// A cell is not what its column holds.
    #[error("row {row}: `{found}` does not fit the column `{column}` ({holds})")]
    WrongCell {
        /// The row, from 1.
        row: usize,
        /// The name of the column.
        column: String,
        /// What the column holds.
        holds: ColumnType,
        /// What stands in the cell.
        found: String,
    },
    /// A shape cannot be kept.
    #[error("row {row}: {fault}")]
    Shape {
        /// The row, from 1.
        row: usize,
        /// What is wrong with it.
        fault: wkb::ShapeFault,
    },
    /// The disk is full, or what is written to is gone.
    #[error("the file could not be written: {0}")]
    Write(#[from] std::io::Error),
    /// The file is no Parquet, damaged, or uses what is not read.
    #[error("{0}")]
    Parquet(#[from] parquet::errors::ParquetError),
}
