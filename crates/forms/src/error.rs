//! What can go wrong in this room and is no fault of a form.

use thiserror::Error;

/// Why something was not written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FormsError {
    /// A workbook cannot hold it: a text of more than 32,767 characters, or more than 1,048,576 rows.
    #[error("the workbook was not written: {0}\nhint: shorten the longest text or list")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A table that comes with makazi cannot be read: this build is damaged.
    #[error("{0}\nhint: this build of makazi is damaged; get it again")]
    Tables(#[from] crate::questionnaire::QuestionnaireError),
}
