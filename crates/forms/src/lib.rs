#![doc = include_str!("../README.md")]

mod check;
mod error;
mod evaluate;
pub mod expression;
mod form;
#[cfg(test)]
pub(crate) mod generated;
mod placed;
pub mod questionnaire;
mod sheet;
pub mod submissions;
pub mod template;
pub mod xform;
pub mod xlsform;

pub use check::check;
pub use error::FormsError;
pub use evaluate::{Against, Answers, Breach, World, evaluate};
pub use form::{
    Choice, ChoiceList, Form, Group, Item, Kind, Language, Limits, Logic, Question, Repeat, Section, Words,
};
pub use placed::Placed;
pub use sheet::{Sheet, SheetRow};
