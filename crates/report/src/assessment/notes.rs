//! (being written)

use super::reading::Reading;
use crate::markup::Html;

/// Nothing yet.
pub fn section(_html: &mut Html, _reading: &Reading<'_>) {}
