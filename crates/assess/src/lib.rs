#![doc = include_str!("../README.md")]

pub mod assessment;
pub mod chain;
pub mod composite;
pub mod deprivation;
pub mod disclosure;
pub mod evidence;
pub mod hazard;
pub mod ladder;
pub mod leaving;
mod limits;
pub mod people;
pub mod priorities;
pub mod profile;
pub mod refusal;
pub mod residents;
pub mod sdg;
pub mod sensitivity;
pub mod served;
pub mod services;
pub mod travel;
pub mod vulnerability;
