#![doc = include_str!("../README.md")]

mod form;
mod sheet;

pub use form::{
    Choice, ChoiceList, Form, Group, Item, Kind, Language, Limits, Logic, Question, Repeat, Section, Words,
};
pub use sheet::{Sheet, SheetRow};
