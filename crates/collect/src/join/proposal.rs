//! Proposals: rows whose place is not certain, and what a person can paste into `city.toml`.

use city::Problem;
use city::source::SourceId;

/// A place that a text may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// What to write in `accept`: the place's code, or `city`.
    pub accept: String,
    /// The place's name.
    pub name: String,
    /// How alike the names are, 0 to 1.
    pub score: f64,
}

/// A text that names no known place, or more than one.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The source of the rows.
    pub source: SourceId,
    /// What the rows say.
    pub text: String,
    /// How many rows say it.
    pub rows: usize,
    /// The first of them.
    pub first_row: u64,
    /// What it may mean, the likeliest first; may be empty.
    pub candidates: Vec<Candidate>,
    /// Why the first candidate is proposed, where it is not the likeness of names.
    pub reason: String,
}

impl Proposal {
    /// The line that accepts a meaning, ready for `[source.join]` in `city.toml`.
    ///
    /// ```
    /// # use collect::join::Proposal;
    /// let proposal = Proposal {
    ///     source: "census".into(),
    ///     text: "Adentan \"Municipal\"".into(),
    ///     rows: 1,
    ///     first_row: 2,
    ///     candidates: vec![],
    ///     reason: String::new(),
    /// };
    /// assert_eq!(proposal.line("GH0707"), r#"accept."Adentan \"Municipal\"" = "GH0707""#);
    /// ```
    #[must_use]
    pub fn line(&self, accept: &str) -> String {
        format!("accept.{} = {}", quoted(&self.text), quoted(accept))
    }

    /// The proposal as a problem: its rows were left out until a person accepts a meaning.
    #[must_use]
    pub fn problem(&self, prefix: &str) -> Problem {
        let lines = self.candidates.iter().map(|c| {
            let why = if self.reason.is_empty() { format!("{}, alike {:.2}", c.name, c.score) } else { c.name.clone() };
            format!("`{}` ({why})", self.line(&c.accept))
        });
        let lines = lines.collect::<Vec<_>>();
        let paste = match lines.as_slice() {
            [] => {
                format!("`{}` leaves its rows out, `{}` takes them for the city's", self.line("-"), self.line("city"))
            }
            [..] => {
                format!("{}; or `\"-\"` leaves its rows out, `\"city\"` takes them for the city's", lines.join(", or "))
            }
        };
        let because = if self.reason.is_empty() { String::new() } else { format!("{}; ", self.reason) };
        let mut problem = Problem::error("place_not_known")
            .at_row(self.first_row)
            .found(&self.text)
            .expected(format!("a place `{prefix}:` that is known; {} rows were left out", self.rows))
            .hint(format!("{because}under `[source.join]` of `{}`: {paste}", self.source));
        self.source.as_str().clone_into(&mut problem.source);
        problem
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.extend(format!("\\u{:04X}", u32::from(c)).chars()),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_pastes_into_toml_whatever_the_text() {
        for text in ["Shai-Osudoku", "a\"b\\c", "tab\there", "new\nline", "bell\u{7}", "Ɔkɔ.x"] {
            let proposal = Proposal {
                source: "s".into(),
                text: text.to_owned(),
                rows: 1,
                first_row: 1,
                candidates: Vec::new(),
                reason: String::new(),
            };
            let table: toml::Table = proposal.line("GH07").parse().unwrap();
            assert_eq!(table["accept"][text].as_str(), Some("GH07"));
        }
    }
}
