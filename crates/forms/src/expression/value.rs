//! Values, and how XPath 1.0 turns one kind into another.

use super::moments::Moment;

/// What an expression gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A number; NaN where there is none.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A day or a moment, as text (`2026-07-01`, `2026-07-01T09:30:00+02:00`).
    Moment(String),
    /// Answers on a path.
    Nodes(Vec<Node>),
}

/// One answer on a path.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    /// The answer; empty where there is none.
    pub text: String,
    /// Whether it is a day or a moment.
    pub moment: bool,
}

impl Node {
    fn number(&self) -> f64 {
        if self.moment { day_number(&self.text) } else { number_of(&self.text) }
    }
}

/// Days since 1970-01-01 of a text that is a day or a moment; NaN where it is none.
fn day_number(text: &str) -> f64 {
    Moment::read(text).map_or(f64::NAN, |moment| moment.days())
}

/// A text as XPath 1.0 reads a number: blanks around, a minus, digits and a point; NaN for anything else.
pub(super) fn number_of(text: &str) -> f64 {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let simple = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') && digits.bytes().any(|b| b.is_ascii_digit());
    if simple { text.parse().unwrap_or(f64::NAN) } else { f64::NAN }
}

/// A number as XPath 1.0 writes it: `3`, `0.5`, `NaN`, `-Infinity`.
pub(super) fn text_of(number: f64) -> String {
    if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 { "Infinity".to_owned() } else { "-Infinity".to_owned() }
    } else if number.abs() < f64::MIN_POSITIVE {
        "0".to_owned()
    } else {
        number.to_string()
    }
}

impl Value {
    /// As a text; of several answers the first.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) | Self::Moment(text) => text.clone(),
            Self::Number(number) => text_of(*number),
            Self::Flag(flag) => flag.to_string(),
            Self::Nodes(nodes) => nodes.first().map(|node| node.text.clone()).unwrap_or_default(),
        }
    }

    /// As a number: NaN for words and for no answer; days since 1970-01-01 for a day or a moment, as written on the clock.
    #[must_use]
    pub fn number(&self) -> f64 {
        match self {
            Self::Text(text) => number_of(text),
            Self::Moment(text) => day_number(text),
            Self::Number(number) => *number,
            Self::Flag(flag) => f64::from(u8::from(*flag)),
            Self::Nodes(nodes) => nodes.first().map_or(f64::NAN, Node::number),
        }
    }

    /// As yes or no: a number that is neither 0 nor NaN, a text or an answer that is not empty.
    ///
    /// An answer counts by what stands in it, as in the form tools, and not by its path being there.
    #[must_use]
    pub fn flag(&self) -> bool {
        match self {
            Self::Text(text) | Self::Moment(text) => !text.is_empty(),
            Self::Number(number) => !number.is_nan() && number.abs() > 0.0,
            Self::Flag(flag) => *flag,
            Self::Nodes(nodes) => nodes.first().is_some_and(|node| !node.text.is_empty()),
        }
    }

    /// Every value by itself: each answer of a path, or the one value.
    pub(super) fn each(&self) -> Vec<Self> {
        match self {
            Self::Nodes(nodes) => nodes.iter().map(Self::of).collect(),
            other => vec![other.clone()],
        }
    }

    fn of(node: &Node) -> Self {
        if node.moment { Self::Moment(node.text.clone()) } else { Self::Text(node.text.clone()) }
    }

    fn is_moment(&self) -> bool {
        match self {
            Self::Moment(_) => true,
            Self::Nodes(nodes) => nodes.iter().any(|node| node.moment),
            _ => false,
        }
    }

    /// As a number beside another value: a text is a day where the other one is.
    fn number_beside(&self, other: &Self) -> f64 {
        match self {
            Self::Text(text) if other.is_moment() => {
                let number = number_of(text);
                if number.is_nan() { day_number(text) } else { number }
            }
            _ => self.number(),
        }
    }

    /// `=` of XPath 1.0: of several answers, whether any is equal. Beside yes or no compared as such, beside a number as
    /// numbers, else as texts.
    pub(super) fn equals(&self, other: &Self) -> bool {
        self.any_pair(other, |a, b| match (a, b) {
            (Self::Flag(_), _) | (_, Self::Flag(_)) => a.flag() == b.flag(),
            (Self::Number(_), _) | (_, Self::Number(_)) => same(a.number_beside(b), b.number_beside(a)),
            _ => a.text() == b.text(),
        })
    }

    /// `!=` of XPath 1.0: of several answers, whether any differs.
    pub(super) fn differs(&self, other: &Self) -> bool {
        self.any_pair(other, |a, b| match (a, b) {
            (Self::Flag(_), _) | (_, Self::Flag(_)) => a.flag() != b.flag(),
            (Self::Number(_), _) | (_, Self::Number(_)) => !same(a.number_beside(b), b.number_beside(a)),
            _ => a.text() != b.text(),
        })
    }

    /// `<` and its like: of several answers, whether it holds for any; false where one of the two is no number.
    pub(super) fn ordered(&self, other: &Self, holds: impl Fn(f64, f64) -> bool) -> bool {
        self.any_pair(other, |a, b| holds(a.number_beside(b), b.number_beside(a)))
    }

    fn any_pair(&self, other: &Self, holds: impl Fn(&Self, &Self) -> bool) -> bool {
        if matches!(self, Self::Flag(_)) || matches!(other, Self::Flag(_)) {
            return holds(self, other);
        }
        let (ours, theirs) = (self.each(), other.each());
        ours.iter().any(|a| theirs.iter().any(|b| holds(a, b)))
    }
}

fn same(a: f64, b: f64) -> bool {
    a.partial_cmp(&b).is_some_and(std::cmp::Ordering::is_eq)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_numbers_as_xpath_1_0_says() {
        for (text, number) in [(" 12 ", 12.0_f64), ("-0.5", -0.5), (".5", 0.5), ("5.", 5.0)] {
            assert_eq!(number_of(text).to_bits(), number.to_bits(), "{text}");
        }
        for text in ["", "+1", "1e3", "1,5", "NaN", "inf", ".", "- 1", "0x1"] {
            assert!(number_of(text).is_nan(), "{text}");
        }
    }

    #[test]
    fn numbers_become_texts_without_an_exponent() {
        for (number, text) in
            [(3.0, "3"), (0.1, "0.1"), (-0.0, "0"), (1e21, "1000000000000000000000"), (f64::NAN, "NaN")]
        {
            assert_eq!(text_of(number), text);
        }
    }
}
