//! Composite indicators: normalise, weigh, aggregate, with gaps shown and every assumption in the call.
//!
//! After the OECD/JRC *Handbook on Constructing Composite Indicators* (2008), `COINr` (Becker and others 2022), the GIZ
//! *Vulnerability Sourcebook* with its *Risk Supplement* (2014, 2017) and INFORM (2017). A gap never counts as zero: weights
//! are renormalised over what is there, the coverage is given with each score, and below a coverage there is no score.

mod aggregation;
pub mod ahp;
mod covariance;
mod error;
mod fold;
mod giz;
pub mod hierarchy;
mod in_one_go;
pub mod influence;
pub mod inform;
pub mod moments;
mod normalisation;
pub mod outranking;
pub mod preparation;
mod ranking;
mod scale;
pub mod sovi;
mod symmetric;
mod table;
pub mod treatment;
mod varimax;
mod weighted_sum;
mod weighting;

pub use aggregation::{Aggregation, Score, Zeros, aggregate};
pub use error::CompositeError;
pub(crate) use fold::Folding;
pub use giz::{ClassValue, RiskClass, RiskWarning, risk_warnings};
pub use in_one_go::{Index, index};
pub(crate) use normalisation::normalise_cells;
pub use normalisation::{Direction, Normalisation, Normalised, Recipe, normalise};
pub use ranking::ranks;
pub(crate) use ranking::ranks_into;
pub use table::Table;
pub(crate) use weighted_sum::Term;
pub use weighting::Weighting;
pub(crate) use weighting::checked;
