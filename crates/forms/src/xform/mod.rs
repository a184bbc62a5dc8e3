//! ODK XForms: a form as the XML that collecting tools run.

mod body;
mod places;
mod read;
mod text;
mod tree;
mod write;

pub use read::read;
pub use write::write;

#[cfg(test)]
mod tests;
