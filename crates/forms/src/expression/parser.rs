//! The grammar of expressions.

use super::lexer::{Token, Word, tokens};
use super::{Expression, Operator, Path, Start, Step, To};

/// How deep brackets may stand in one another.
const DEEPEST: usize = 64;

/// Operators by rank, the loosest first.
const RANKS: [&[(&str, Operator)]; 7] = [
    &[("or", Operator::Or)],
    &[("and", Operator::And)],
    &[("=", Operator::Equal), ("!=", Operator::NotEqual)],
    &[("<", Operator::Less), ("<=", Operator::LessOrEqual), (">", Operator::Greater), (">=", Operator::GreaterOrEqual)],
    &[("+", Operator::Plus), ("-", Operator::Minus)],
    &[("*", Operator::Times), ("div", Operator::Div), ("mod", Operator::Mod)],
    &[("|", Operator::Union)],
];

/// Parses an expression.
///
/// # Errors
/// What cannot be read, in words.
///
/// ```
/// assert!(forms::expression::parse(". >= 0 and . <= ${households} * 20").is_ok());
/// assert!(forms::expression::parse("selected(${water}, 'tap'").unwrap_err().contains(')'));
/// ```
pub fn parse(text: &str) -> Result<Expression, String> {
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens: &tokens, at: 0, depth: 0 };
    let expression = parser.ranked(0)?;
    match parser.next() {
        None => Ok(expression),
        Some(token) => Err(format!("{} where nothing more is expected", written(text, token))),
    }
}

fn written<'a>(text: &'a str, token: &Token) -> &'a str {
    text.get(token.bytes.clone()).unwrap_or_default()
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self, ahead: usize) -> Option<&'a Token> {
        self.tokens.get(self.at + ahead)
    }

    fn next(&mut self) -> Option<&'a Token> {
        let token = self.tokens.get(self.at);
        self.at += 1;
        token
    }

    fn is(&self, ahead: usize, sign: &str) -> bool {
        self.peek(ahead).is_some_and(|token| token.is(sign))
    }

    fn take(&mut self, sign: &str) -> bool {
        let there = self.is(0, sign);
        self.at += usize::from(there);
        there
    }

    fn demand(&mut self, sign: &str) -> Result<(), String> {
        if self.take(sign) { Ok(()) } else { Err(format!("a {sign} is missing")) }
    }

    fn ranked(&mut self, rank: usize) -> Result<Expression, String> {
        let Some(operators) = RANKS.get(rank) else { return self.primary() };
        if rank == 6 {
            return self.signed(operators);
        }
        let first = self.ranked(rank + 1)?;
        self.chain(first, operators, rank + 1)
    }

    fn chain(&mut self, first: Expression, operators: &[(&str, Operator)], rank: usize) -> Result<Expression, String> {
        let mut rest = Vec::new();
        while let Some(operator) = self.operator(operators) {
            self.at += 1;
            rest.push((operator, self.ranked(rank)?));
        }
        Ok(if rest.is_empty() { first } else { Expression::Chain(Box::new(first), rest) })
    }

    fn operator(&self, operators: &[(&str, Operator)]) -> Option<Operator> {
        let word = match &self.peek(0)?.word {
            Word::Sign(sign) => sign,
            Word::Name(name) => name.as_str(),
            _ => return None,
        };
        operators.iter().find(|(name, _)| *name == word).map(|(_, operator)| *operator)
    }

    fn signed(&mut self, union: &[(&str, Operator)]) -> Result<Expression, String> {
        let mut negative = false;
        while self.take("-") {
            negative = !negative;
        }
        let first = self.primary()?;
        let inner = self.chain(first, union, 7)?;
        Ok(if negative { Expression::Negative(Box::new(inner)) } else { inner })
    }

    fn primary(&mut self) -> Result<Expression, String> {
        let token = self.peek(0).ok_or("it ends where a value is expected")?;
        match &token.word {
            Word::Number(number) => {
                self.at += 1;
                Ok(Expression::Number(*number))
            }
            Word::Literal(text) => {
                self.at += 1;
                Ok(Expression::Text(text.clone()))
            }
            Word::Reference(name) => {
                self.at += 1;
                self.path(Start::Named(name.clone()))
            }
            Word::Name(_) if self.is(1, "(") => {
                let call = self.call()?;
                match call {
                    Expression::Call(name, arguments) if name == "current" && arguments.is_empty() => {
                        self.path(Start::Current)
                    }
                    call if self.is(0, "/") || self.is(0, "[") => self.path(Start::Of(Box::new(call))),
                    call => Ok(call),
                }
            }
            Word::Sign("(") => {
                self.at += 1;
                let inner = self.nested()?;
                self.demand(")")?;
                if self.is(0, "/") || self.is(0, "[") { self.path(Start::Of(Box::new(inner))) } else { Ok(inner) }
            }
            Word::Name(_) | Word::Sign("." | ".." | "@" | "*") => {
                let mut steps = vec![self.step()?];
                self.steps(&mut steps)?;
                Ok(Expression::Path(Path { start: Start::Here, steps }))
            }
            Word::Sign("/") => self.path(Start::Root),
            Word::Sign(sign) => Err(format!("{sign} where a value is expected")),
        }
    }

    fn nested(&mut self) -> Result<Expression, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(format!("more than {DEEPEST} brackets in one another"));
        }
        let inner = self.ranked(0);
        self.depth -= 1;
        inner
    }

    fn call(&mut self) -> Result<Expression, String> {
        let Some(Token { word: Word::Name(name), .. }) = self.next() else {
            return Err("a name is missing".to_owned());
        };
        self.demand("(")?;
        let mut arguments = Vec::new();
        if !self.take(")") {
            loop {
                arguments.push(self.nested()?);
                if !self.take(",") {
                    break;
                }
            }
            self.demand(")")?;
        }
        Ok(Expression::Call(name.clone(), arguments))
    }

    /// What follows the start of a path.
    fn path(&mut self, start: Start) -> Result<Expression, String> {
        let mut steps = Vec::new();
        if self.is(0, "[") {
            let predicates = self.predicates()?;
            steps.push(Step { to: To::Itself, predicates });
        }
        self.steps(&mut steps)?;
        Ok(Expression::Path(Path { start, steps }))
    }

    fn steps(&mut self, steps: &mut Vec<Step>) -> Result<(), String> {
        while self.take("/") {
            steps.push(self.step()?);
        }
        if self.is(0, "//") { Err("// is not taken by form tools".to_owned()) } else { Ok(()) }
    }

    fn step(&mut self) -> Result<Step, String> {
        let to = match self.next().map(|token| &token.word) {
            Some(Word::Sign(".")) => To::Itself,
            Some(Word::Sign("..")) => To::Parent,
            Some(Word::Sign("*")) => To::AnyChild,
            Some(Word::Sign("@")) => match self.next().map(|token| &token.word) {
                Some(Word::Name(name)) => To::Attribute(name.clone()),
                _ => return Err("@ without a name".to_owned()),
            },
            Some(Word::Name(name)) if self.is(0, "::") => return Err(format!("the axis {name}:: is not taken")),
            Some(Word::Name(name)) => To::Child(name.clone()),
            _ => return Err("a path that ends in /".to_owned()),
        };
        Ok(Step { to, predicates: self.predicates()? })
    }

    fn predicates(&mut self) -> Result<Vec<Expression>, String> {
        let mut predicates = Vec::new();
        while self.take("[") {
            predicates.push(self.nested()?);
            self.demand("]")?;
        }
        Ok(predicates)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_bind_as_xpath_says() {
        let shape = |text| format!("{:?}", parse(text).unwrap());
        assert_eq!(shape("1 + 2 * 3 = 7 and true() or false()"), shape("(((1 + (2 * 3)) = 7) and true()) or false()"));
        assert_eq!(shape("- 1 - - 2"), shape("(-1) - (-2)"));
        assert_eq!(shape("a or or"), shape("(a) or (or)"), "a name after an operator is a name");
        assert_eq!(shape("* * *"), shape("(*) * (*)"));
    }

    #[test]
    fn paths_have_steps_and_predicates() {
        for text in [
            "instance('wards')/root/item[name = current()/../ward and city = ${city}]/label",
            "/data/member[age > 5][1]/name",
            "../../x",
            ".",
            "count(${member}[./age < 5])",
            "@id | ./*/b",
            "position(..)",
        ] {
            assert!(parse(text).is_ok(), "{text}: {:?}", parse(text));
        }
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for text in
            ["", "1 +", "(1", "f(1,)", "a/", "a//b", "child::a", "[1]", "1 2", "${a} ${b}", "and", "= 1", "@1", ")"]
        {
            if text == "and" {
                assert!(parse(text).is_ok(), "a name of its own");
            } else {
                assert!(parse(text).is_err(), "{text}");
            }
        }
    }

    #[test]
    fn brackets_without_end_and_long_chains_are_no_danger() {
        assert!(parse(&"(".repeat(50_000)).unwrap_err().contains("64"));
        assert!(parse(&"a[".repeat(40_000)).unwrap_err().contains("64"));
        assert!(parse(&"-".repeat(90_000)).is_err());
        assert!(parse(&format!("1{}", "+1".repeat(40_000))).is_ok());
        assert!(parse(&format!("a{}", "/b".repeat(40_000))).is_ok());
    }
}
