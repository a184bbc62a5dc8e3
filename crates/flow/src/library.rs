//! What every stage looks things up in: the field table and the dimensions.

use crate::error::FlowError;
use city::FieldTable;
use city::dimension::DimensionTable;

/// The tables that come with makazi.
#[derive(Debug)]
pub(crate) struct Library {
    pub fields: FieldTable,
    pub dimensions: DimensionTable,
}

impl Library {
    pub fn open() -> Result<Self, FlowError> {
        Ok(Self { fields: FieldTable::embedded()?, dimensions: DimensionTable::embedded()? })
    }
}
