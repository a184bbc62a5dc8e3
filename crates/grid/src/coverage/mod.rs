//! The share of each cell that a polygon covers, exactly.

mod crossing;
mod outline;
mod row;

pub use outline::Outline;
pub use row::Span;
