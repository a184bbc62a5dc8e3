//! Risk over years, what it is worth today, and what a measure costs and brings.

mod cost;
mod discount;
mod over_years;
mod worth;

pub use cost::{AtTheEnd, Cost};
pub use discount::{Discount, FirstYear, Rate};
pub use over_years::RiskOverYears;
pub use worth::{Appraisal, Costing, Worth};

use crate::error::RiskError;

fn amount(of: &str, what: &'static str, found: f64, expected: &'static str, good: bool) -> Result<(), RiskError> {
    if good { Ok(()) } else { Err(RiskError::Amount { of: of.to_owned(), what, found, expected }) }
}
