#![doc = include_str!("../README.md")]

pub mod answer;
pub mod assemble;
pub mod check;
mod error;
pub mod network;
mod resolve;
pub mod tables;

pub use error::NetworkError;
pub use network::Network;
pub use tables::Tables;
