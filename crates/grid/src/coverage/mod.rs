//! The share of each cell that a polygon covers, exactly.

mod crossing;
mod outline;
mod row;

pub use outline::Outline;
pub(crate) use outline::{cell_index, on_grid};
pub use row::Span;
