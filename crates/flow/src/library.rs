//! What every stage looks things up in: the field table and the dimensions.

use crate::error::FlowError;
use city::FieldTable;
use city::dimension::DimensionTable;
use std::sync::OnceLock;

/// The tables that come with makazi.
#[derive(Debug)]
pub(crate) struct Library {
    pub fields: FieldTable,
    pub dimensions: DimensionTable,
}

impl Library {
    /// Read once a process.
    pub fn open() -> Result<&'static Self, FlowError> {
        static LIBRARY: OnceLock<Library> = OnceLock::new();
        if let Some(library) = LIBRARY.get() {
            return Ok(library);
        }
        let library = Self { fields: FieldTable::embedded()?, dimensions: DimensionTable::embedded()? };
        Ok(LIBRARY.get_or_init(|| library))
    }
}
