#![doc = include_str!("../README.md")]

pub mod records;
pub use records::{Record, Records, Request};
