#![doc = include_str!("../README.md")]

pub mod ages;
pub mod day;
mod error;
pub mod integerise;
pub mod ipu;
pub mod population;
pub mod project;
mod random;
pub mod scenario;

pub use error::AnticipateError;
