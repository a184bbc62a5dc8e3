#![doc = include_str!("../README.md")]

pub mod composite;
pub mod deprivation;
pub mod ladder;
pub mod priorities;
pub mod profile;
pub mod refusal;
pub mod sdg;
pub mod sensitivity;
pub mod served;
