#![doc = include_str!("../README.md")]

pub mod cascade;
mod dense;
mod error;
mod events;
pub mod frequency;
mod function;
pub mod functions;
pub mod heat;
mod impact;
pub mod parametric;

pub mod equity;
pub mod measure;
pub mod uncertainty;
pub mod valuation;

pub use dense::{AtAssets, Lacking, LeftOut};
pub use error::RiskError;
pub use events::{Apart, EventSet, Nearest};
pub use function::DamageFunction;
pub use impact::{EachImpact, Exposed, Groups, Impact, ImpactSum, impact};
