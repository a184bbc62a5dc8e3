//! Words of an expression, each with the bytes on which it stands.

use std::ops::Range;

/// The longest expression, in bytes.
const LONGEST: usize = 100_000;

/// What a word is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Word {
    Number(f64),
    Literal(String),
    /// `${name}`.
    Reference(String),
    /// A name, with its prefix where it has one.
    Name(String),
    Sign(&'static str),
}

/// A word and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Token {
    pub word: Word,
    pub bytes: Range<usize>,
}

impl Token {
    pub fn is(&self, sign: &str) -> bool {
        matches!(&self.word, Word::Sign(found) if *found == sign)
    }
}

const SIGNS: [&str; 21] =
    ["!=", "<=", ">=", "//", "..", "::", "(", ")", "[", "]", ",", "/", ".", "@", "|", "+", "-", "*", "=", "<", ">"];

/// The words of an expression, or what cannot be read.
pub(crate) fn tokens(text: &str) -> Result<Vec<Token>, String> {
    if text.len() > LONGEST {
        return Err(format!("{} bytes; at most {LONGEST}", text.len()));
    }
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let blank = rest.len() - rest.trim_start().len();
        let rest = rest.get(blank..).unwrap_or_default();
        at += blank;
        let Some(first) = rest.chars().next() else { break };
        let (word, length) = word(rest, first)?;
        tokens.push(Token { word, bytes: at..at + length });
        at += length;
    }
    Ok(tokens)
}

fn word(rest: &str, first: char) -> Result<(Word, usize), String> {
    if let Some(inside) = rest.strip_prefix("${") {
        let end = inside.find('}').ok_or("a ${ without its }")?;
        let name = inside.get(..end).unwrap_or_default();
        if name.starts_with("last-saved#") {
            return Err(format!("${{{name}}} asks for the submission before, which is not read here"));
        }
        if !is_name(name) {
            return Err(format!("${{{name}}} holds no name"));
        }
        return Ok((Word::Reference(name.to_owned()), end + 3));
    }
    if first == '\'' || first == '"' {
        let inside = rest.get(1..).unwrap_or_default();
        let end = inside.find(first).ok_or_else(|| format!("a {first} that is not closed"))?;
        return Ok((Word::Literal(inside.get(..end).unwrap_or_default().to_owned()), end + 2));
    }
    let second_is_digit = rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    if first.is_ascii_digit() || (first == '.' && second_is_digit) {
        return number(rest);
    }
    if starts_name(first) {
        let length = name_length(rest);
        let prefixed = rest.get(length..).unwrap_or_default().strip_prefix(':');
        let local = prefixed.filter(|l| l.chars().next().is_some_and(starts_name)).map_or(0, |l| 1 + name_length(l));
        let length = length + local;
        return Ok((Word::Name(rest.get(..length).unwrap_or_default().to_owned()), length));
    }
    let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
    sign.map(|sign| (Word::Sign(sign), sign.len())).ok_or_else(|| format!("the sign {first}"))
}

fn number(rest: &str) -> Result<(Word, usize), String> {
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let whole = digits(rest);
    let after = rest.get(whole..).unwrap_or_default();
    let length = after.strip_prefix('.').map_or(whole, |part| whole + 1 + digits(part));
    let written = rest.get(..length).unwrap_or_default();
    let number = written.parse().map_err(|_| format!("{written} is no number"))?;
    Ok((Word::Number(number), length))
}

/// Whether a text is a name as XML elements have (without a prefix).
pub(crate) fn is_name(text: &str) -> bool {
    text.chars().next().is_some_and(starts_name) && name_length(text) == text.len()
}

fn name_length(text: &str) -> usize {
    text.char_indices().find(|(_, c)| !continues_name(*c)).map_or(text.len(), |(at, _)| at)
}

fn starts_name(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '_' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

fn continues_name(c: char) -> bool {
    starts_name(c) || matches!(c, '0'..='9' | '-' | '.' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_takes_the_hyphens_and_points_that_follow_it() {
        let words: Vec<Word> = tokens("jr:choice-name(${a}-1, a-1)>=.5").unwrap().into_iter().map(|t| t.word).collect();
        let name = |n: &str| Word::Name(n.into());
        let expected = [
            name("jr:choice-name"),
            Word::Sign("("),
            Word::Reference("a".into()),
            Word::Sign("-"),
            Word::Number(1.0),
            Word::Sign(","),
            name("a-1"),
            Word::Sign(")"),
            Word::Sign(">="),
            Word::Number(0.5),
        ];
        assert_eq!(words, expected);
    }

    #[test]
    fn what_is_no_word_is_named() {
        for (text, said) in
            [("${a", "without its }"), ("'a", "not closed"), ("a # b", "the sign #"), ("${a b}", "no name")]
        {
            assert!(tokens(text).unwrap_err().contains(said), "{text}");
        }
    }
}
