use super::CrsError;

/// One bracketed element of well-known text: its keyword in capitals and what stands in it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) keyword: String,
    pub(crate) values: Vec<Value>,
}

/// What stands between the commas of an element.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Number(f64),
    Word(String),
    Node(Node),
}

const DEEPEST: usize = 32;

impl Node {
    /// Reads WKT 1 (OGC and ESRI) and WKT 2, with square or round brackets.
    pub(crate) fn parse(text: &str) -> Result<Self, CrsError> {
        let mut reader = Reader { text, at: 0 };
        reader.skip_space();
        let Value::Node(node) = reader.value(0)? else {
            return Err(reader.expected("a keyword and a bracket"));
        };
        reader.skip_space();
        if reader.at == text.len() { Ok(node) } else { Err(reader.expected("the end")) }
    }

    /// The first text or word: the name of the element.
    pub(crate) fn name(&self) -> &str {
        match self.values.first() {
            Some(Value::Text(name) | Value::Word(name)) => name,
            _ => "",
        }
    }

    pub(crate) fn children(&self) -> impl Iterator<Item = &Self> {
        self.values.iter().filter_map(|value| match value {
            Value::Node(node) => Some(node),
            _ => None,
        })
    }

    /// The first child with one of these keywords.
    pub(crate) fn child(&self, keywords: &[&str]) -> Option<&Self> {
        self.children().find(|node| keywords.contains(&node.keyword.as_str()))
    }

    /// All numbers directly in the element.
    pub(crate) fn numbers(&self) -> Vec<f64> {
        self.values
            .iter()
            .filter_map(|value| match value {
                Value::Number(number) => Some(*number),
                _ => None,
            })
            .collect()
    }

    pub(crate) fn number(&self) -> Option<f64> {
        self.numbers().first().copied()
    }

    /// The EPSG code given by AUTHORITY or ID.
    pub(crate) fn epsg(&self) -> Option<u32> {
        let authority = self.child(&["AUTHORITY", "ID"])?;
        if !authority.name().eq_ignore_ascii_case("EPSG") {
            return None;
        }
        match authority.values.get(1)? {
            Value::Text(code) | Value::Word(code) => code.trim().parse().ok(),
            Value::Number(code) => format!("{code}").parse().ok(),
            Value::Node(_) => None,
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn expected(&self, expected: &'static str) -> CrsError {
        let position = self.text.get(..self.at).map_or(self.at, |before| before.chars().count());
        CrsError::Wkt { position, expected }
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn value(&mut self, depth: usize) -> Result<Value, CrsError> {
        if depth > DEEPEST {
            return Err(self.expected("fewer brackets within brackets"));
        }
        match self.peek() {
            Some('"') => self.quoted().map(Value::Text),
            Some(c) if c.is_ascii_digit() || matches!(c, '-' | '+' | '.') => self.number().map(Value::Number),
            Some(c) if c.is_alphabetic() => self.word(depth),
            _ => Err(self.expected("a name, a number or a quoted text")),
        }
    }

    fn quoted(&mut self) -> Result<String, CrsError> {
        let mut text = String::new();
        self.at += 1;
        loop {
            let Some(end) = self.rest().find('"') else {
                return Err(self.expected("a closing quote"));
            };
            text.push_str(&self.rest()[..end]);
            self.at += end + 1;
            if self.peek() != Some('"') {
                return Ok(text);
            }
            text.push('"');
            self.at += 1;
        }
    }

    fn number(&mut self) -> Result<f64, CrsError> {
        let rest = self.rest();
        let end = rest
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E')))
            .unwrap_or(rest.len());
        let number = rest[..end].parse::<f64>().ok().filter(|number| number.is_finite());
        let number = number.ok_or_else(|| self.expected("a number"))?;
        self.at += end;
        Ok(number)
    }

    fn word(&mut self, depth: usize) -> Result<Value, CrsError> {
        let rest = self.rest();
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let word = rest[..end].to_owned();
        self.at += end;
        self.skip_space();
        match self.peek() {
            Some('[' | '(') => {
                Ok(Value::Node(Node { keyword: word.to_ascii_uppercase(), values: self.list(depth + 1)? }))
            }
            _ => Ok(Value::Word(word)),
        }
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Value>, CrsError> {
        self.at += 1;
        let mut values = Vec::new();
        loop {
            self.skip_space();
            values.push(self.value(depth)?);
            self.skip_space();
            match self.peek() {
                Some(',') => self.at += 1,
                Some(']' | ')') => {
                    self.at += 1;
                    return Ok(values);
                }
                _ => return Err(self.expected("a comma or a closing bracket")),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_numbers_and_codes_are_found() {
        let node = Node::parse(
            r#"GEOGCS["a ""b""", SPHEROID("s",6378137,298.25), AXIS["Lon",EAST],AUTHORITY["EPSG","4326"]]"#,
        )
        .unwrap();
        assert_eq!(node.name(), "a \"b\"");
        assert_eq!(node.epsg(), Some(4326));
        assert_eq!(node.child(&["SPHEROID"]).unwrap().numbers(), vec![6_378_137.0, 298.25]);
    }

    #[test]
    fn an_unclosed_bracket_is_shown_where_it_is() {
        assert_eq!(
            Node::parse("GEOGCS[\"x\"").unwrap_err(),
            CrsError::Wkt { position: 10, expected: "a comma or a closing bracket" }
        );
        assert!(Node::parse("GEOGCS[\"x").is_err());
        assert!(Node::parse("GEOGCS[\"x\"]]").is_err());
    }

    #[test]
    fn bottomless_brackets_are_refused() {
        assert!(Node::parse(&"A[".repeat(100_000)).is_err());
    }
}
