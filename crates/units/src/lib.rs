#![doc = include_str!("../README.md")]

mod number;
mod table;
mod unit;

pub use number::{NumberError, NumberStyle, parse_number, parse_percent};
pub use unit::{Unit, UnitError, convert, convert_with_rate};
