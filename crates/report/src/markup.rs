//! HTML that cannot carry somebody else's markup: markup is what stands in this program, everything else is escaped.

use std::fmt::Write;

/// HTML under construction.
#[derive(Debug, Default, Clone)]
pub struct Html(String);

impl Html {
    /// Markup, which only this program can hold.
    pub fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Text, escaped for an element or a quoted attribute.
    pub fn text(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                c if c.is_control() && c != '\n' && c != '\t' => self.0.push(' '),
                c => self.0.push(c),
            }
        }
        self
    }

    /// The words of an id.
    pub fn say(&mut self, id: &str) -> &mut Self {
        self.text(crate::words::say(id))
    }

    /// A whole number as it stands in attributes and paths.
    pub fn number(&mut self, number: impl Into<i64>) -> &mut Self {
        // Writing to a String cannot fail.
        let _ = write!(self.0, "{}", number.into());
        self
    }

    /// An index as it stands in attributes.
    pub fn index(&mut self, index: usize) -> &mut Self {
        let _ = write!(self.0, "{index}");
        self
    }

    /// Other HTML.
    pub fn join(&mut self, other: &Self) -> &mut Self {
        self.0.push_str(&other.0);
        self
    }

    /// The HTML as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// JSON that may stand inside a script element.
pub fn json_for_script(value: &serde_json::Value) -> String {
    let mut out = String::new();
    for letter in value.to_string().chars() {
        match letter {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(letter));
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_never_becomes_markup() {
        let mut html = Html::default();
        html.raw("<p title=\"").text("\"><script>'&").raw("\">");
        assert_eq!(html.as_str(), "<p title=\"&quot;&gt;&lt;script&gt;&#39;&amp;\">");
    }

    #[test]
    fn json_cannot_end_its_script_and_still_reads_the_same() {
        let value = serde_json::json!({"name": "</script><!-- &\u{2028}"});
        let text = json_for_script(&value);
        assert!(!text.contains('<') && !text.contains('\u{2028}'));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }
}
