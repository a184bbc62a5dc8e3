//! Submissions of forms, as KoboToolbox and ODK export them.

use crate::records::{Records, Request};

/// Not written yet.
#[must_use]
pub fn read(_request: &Request) -> Records {
    Records::default()
}
