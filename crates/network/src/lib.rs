#![doc = include_str!("../README.md")]

pub mod answer;
pub mod assemble;
pub mod check;
mod error;
pub mod futures;
mod headline;
pub mod network;
#[cfg(test)]
mod properties;
pub mod report;
mod resolve;
pub mod tables;
mod told;
pub mod written;

pub use error::NetworkError;
pub use headline::summary;
pub use network::Network;
pub use tables::Tables;
pub use told::Told;
