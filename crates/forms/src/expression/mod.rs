//! Expressions: the XPath of ODK forms, with `${name}`.
//!
//! The grammar is XPath 1.0 as ODK's form tools take it: numbers, texts, paths with predicates, operators and function calls;
//! `${name}` stands for the path of a question. Functions are those of the ODK XForms specification.

mod calls;
mod compute;
mod functions;
pub(crate) mod lexer;
mod moments;
mod parser;
mod value;

pub use compute::{Surroundings, compute};
pub use functions::{Function, function};
pub use parser::parse;
pub use value::{Node, Value};

/// An expression, parsed.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// A number.
    Number(f64),
    /// A text in quotation marks.
    Text(String),
    /// `-x`.
    Negative(Box<Expression>),
    /// Operands joined by operators of one rank, from left to right.
    Chain(Box<Expression>, Vec<(Operator, Expression)>),
    /// A function and its arguments.
    Call(String, Vec<Expression>),
    /// A path to answers.
    Path(Path),
}

/// Operators, by rank from the loosest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are what they are called")]
pub enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Times,
    Div,
    Mod,
    Union,
}

/// A path to answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// Where it starts.
    pub start: Start,
    /// Its steps.
    pub steps: Vec<Step>,
}

/// Where a path starts.
#[derive(Debug, Clone, PartialEq)]
pub enum Start {
    /// `/`: the whole submission.
    Root,
    /// The question that the expression belongs to; in a predicate, the thing that is looked at.
    Here,
    /// `current()`: the question, in a predicate too.
    Current,
    /// `${name}`.
    Named(String),
    /// What an expression gives, such as `instance('list')`.
    Of(Box<Expression>),
}

/// One step of a path, with the conditions on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Where it goes.
    pub to: To,
    /// Expressions in brackets behind it.
    pub predicates: Vec<Expression>,
}

/// Where a step goes.
#[derive(Debug, Clone, PartialEq)]
pub enum To {
    /// `.`.
    Itself,
    /// `..`.
    Parent,
    /// A child by its name.
    Child(String),
    /// `*`.
    AnyChild,
    /// `@name`.
    Attribute(String),
}

impl Expression {
    /// Calls `see` with every expression in this one, itself first.
    pub fn walk<'a>(&'a self, see: &mut impl FnMut(&'a Self)) {
        see(self);
        match self {
            Self::Number(_) | Self::Text(_) => {}
            Self::Negative(inner) => inner.walk(see),
            Self::Chain(first, rest) => {
                first.walk(see);
                for (_, one) in rest {
                    one.walk(see);
                }
            }
            Self::Call(_, arguments) => arguments.iter().for_each(|one| one.walk(see)),
            Self::Path(path) => {
                if let Start::Of(of) = &path.start {
                    of.walk(see);
                }
                path.steps.iter().flat_map(|step| &step.predicates).for_each(|one| one.walk(see));
            }
        }
    }

    /// Names in `${}`, in their order.
    ///
    /// ```
    /// let expression = forms::expression::parse("${men} + ${women} > count(${member})").unwrap();
    /// assert_eq!(expression.references(), ["men", "women", "member"]);
    /// ```
    #[must_use]
    pub fn references(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.walk(&mut |one| {
            if let Self::Path(Path { start: Start::Named(name), .. }) = one {
                names.push(name.as_str());
            }
        });
        names
    }
}
