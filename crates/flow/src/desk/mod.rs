//! The desk of a city: accounts, what the field sends, and how it becomes a part of the city.

mod field_forms;
mod inbox;
mod take_in;

pub use field_forms::{FieldForm, FieldForms};
pub use inbox::{heading, summary};
pub use store::StoreError;
pub use store::desk::{Arrived, Came, Desk, Kept, NewAttachment};
pub use take_in::{Confirmation, confirm, withdraw};

use crate::error::FlowError;
use city::desk::Role;
use std::path::Path;

/// Whether any account was made for a city.
///
/// # Errors
/// [`FlowError::Store`].
pub fn has_accounts(dir: &Path) -> Result<bool, FlowError> {
    Ok(Desk::is_there(dir) && Desk::open(dir)?.has_accounts()?)
}

/// Whether somebody may make and end accounts of a city.
///
/// # Errors
/// [`FlowError::Store`].
pub fn has_administrator(dir: &Path) -> Result<bool, FlowError> {
    Ok(Desk::is_there(dir) && Desk::open(dir)?.accounts()?.iter().any(|account| account.role == Role::Administrator))
}
