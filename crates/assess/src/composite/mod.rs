//! Composite indicators: normalise, weigh, aggregate, with gaps shown and every assumption in the call.
//!
//! After the OECD/JRC *Handbook on Constructing Composite Indicators* (2008), `COINr` (Becker and others 2022), the GIZ
//! *Vulnerability Sourcebook* with its *Risk Supplement* (2014, 2017) and INFORM (2017). A gap never counts as zero: weights
//! are renormalised over what is there, the coverage is given with each score, and below a coverage there is no score.

mod aggregation;
pub mod ahp;
mod error;
mod fold;
mod giz;
pub mod hierarchy;
pub mod influence;
pub mod inform;
pub mod moments;
mod normalisation;
pub mod outranking;
pub mod preparation;
mod ranking;
mod scale;
mod table;
pub mod treatment;
mod weighting;

pub use aggregation::{Aggregation, Index, Score, Zeros, aggregate, index};
pub use error::CompositeError;
pub(crate) use fold::Folding;
pub use giz::{ClassValue, RiskClass, RiskWarning, risk_warnings};
pub(crate) use normalisation::normalise_cells;
pub use normalisation::{Direction, Normalisation, Normalised, Recipe, normalise};
pub use ranking::ranks;
pub(crate) use ranking::ranks_into;
pub use table::Table;
pub use weighting::Weighting;
pub(crate) use weighting::checked;
