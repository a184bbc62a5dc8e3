#![doc = include_str!("../README.md")]

mod extent;
mod fault;
mod reading;
mod writing;

pub use extent::extent;
pub use fault::ShapeFault;
pub use reading::read;
pub use writing::{write, write_to};

/// How deep collections may stand in collections.
const DEEPEST_COLLECTION: u8 = 16;

#[cfg(test)]
mod tests;
