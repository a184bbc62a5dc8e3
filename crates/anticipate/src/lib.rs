#![doc = include_str!("../README.md")]

pub mod affordability;
pub mod ages;
pub mod day;
pub mod demand;
mod error;
pub mod forecast;
pub mod integerise;
pub mod ipu;
pub mod others;
pub mod population;
pub mod project;
pub mod queue;
mod random;
pub mod scenario;
pub mod survey;

pub use error::AnticipateError;
