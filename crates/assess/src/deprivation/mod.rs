//! Deprivation: slum households, bounds where only shares are known, and Alkire-Foster measures.

pub mod alkire_foster;
pub mod bounds;
pub mod household;
pub mod poverty;
pub mod rules;
pub mod settlement;
