//! Encoding: turns the bytes of a file into text, by what is declared, by a byte order mark, or by being valid UTF-8.
//!
//! What is neither is read as windows-1252, and the person is asked to declare it.

use city::Problem;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use std::borrow::Cow;

/// An encoding, and how it was settled on.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The encoding.
    pub encoding: &'static Encoding,
    /// What a person should know about the choice.
    pub problem: Option<Problem>,
}

impl Choice {
    const fn sure(encoding: &'static Encoding) -> Self {
        Self { encoding, problem: None }
    }
}

/// The encoding of some bytes: what a person declared, else what the file declares, else UTF-8 if they are valid, else
/// windows-1252 with a problem `encoding_unsure`.
///
/// `declared` is a WHATWG label out of `[source.text]`; an unknown label is a problem `encoding_unknown`, and the bytes
/// are read as if nothing had been declared.
///
/// ```
/// use collect::encoding::choose;
/// assert_eq!(choose(b"Accra", None, None).encoding.name(), "UTF-8");
/// let unsure = choose(b"Caf\xE9", None, None);
/// assert_eq!(unsure.encoding.name(), "windows-1252");
/// assert_eq!(unsure.problem.unwrap().code, "encoding_unsure");
/// ```
#[must_use]
pub fn choose(bytes: &[u8], declared: Option<&str>, by_file: Option<&'static Encoding>) -> Choice {
    if let Some(label) = declared {
        return Encoding::for_label(label.trim().as_bytes()).map_or_else(
            || {
                let problem = Problem::error("encoding_unknown").found(label);
                let problem = problem.expected("a WHATWG label, such as utf-8 or windows-1252");
                Choice {
                    problem: Some(problem.hint("change `encoding` in [source.text]")),
                    ..choose(bytes, None, by_file)
                }
            },
            Choice::sure,
        );
    }
    if let Some(encoding) = by_file {
        return Choice { encoding, problem: contradiction(bytes, encoding) };
    }
    match first_invalid(bytes) {
        None => Choice::sure(UTF_8),
        Some(at) => Choice { encoding: WINDOWS_1252, problem: Some(unsure(bytes, at)) },
    }
}

/// All of a text file as UTF-8, without its byte order mark, and what a person should know about it.
///
/// A byte order mark (UTF-8, UTF-16) decides before everything. Bytes that the encoding does not know become U+FFFD and
/// are reported as `encoding_mismatch` with the line of the first.
#[must_use]
pub fn text<'a>(bytes: &'a [u8], declared: Option<&str>) -> (Cow<'a, str>, Vec<Problem>) {
    let (choice, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (Choice::sure(encoding), bytes.get(length..).unwrap_or_default()),
        None => (choose(bytes, declared, None), bytes),
    };
    let (text, unknown) = choice.encoding.decode_without_bom_handling(bytes);
    let mut problems: Vec<Problem> = choice.problem.into_iter().collect();
    if let Some(before) = text.split_once('\0').map(|(before, _)| before) {
        let problem = Problem::warning("encoding_unsure").found("a NUL character").expected("text");
        let problem = problem.at_row(1 + before.matches('\n').count() as u64);
        problems.push(problem.hint("if this is UTF-16 without a byte order mark, declare `encoding` utf-16le"));
    }
    if unknown {
        let before = text.split('\u{FFFD}').next().unwrap_or_default();
        let problem = Problem::error("encoding_mismatch").expected(choice.encoding.name());
        let problem = problem.at_row(1 + before.matches('\n').count() as u64);
        problems.push(problem.hint("change `encoding` in [source.text]; what cannot be read stands as U+FFFD"));
    }
    (text, problems)
}

/// The encoding that a `.cpg` file or another name of a code page means, such as `1252`, `UTF-8` or `ISO 88591`.
#[must_use]
pub fn of_code_page(name: &str) -> Option<&'static Encoding> {
    let name = name.trim().trim_start_matches('\u{FEFF}').to_ascii_lowercase();
    let digits: String = name.chars().filter(char::is_ascii_digit).collect();
    let label = match digits.as_str() {
        "65001" => "utf-8".to_owned(),
        "936" => "gbk".to_owned(),
        "932" => "shift_jis".to_owned(),
        "949" => "euc-kr".to_owned(),
        "950" => "big5".to_owned(),
        "866" | "874" if !name.starts_with("iso") => {
            format!("{}{digits}", if digits == "866" { "ibm" } else { "windows-" })
        }
        _ if digits.len() == 4 && digits.starts_with("125") => format!("windows-{digits}"),
        _ => match digits.strip_prefix("8859") {
            Some(part) if !part.is_empty() => format!("iso-8859-{part}"),
            _ => name,
        },
    };
    Encoding::for_label(label.as_bytes())
}

fn first_invalid(bytes: &[u8]) -> Option<usize> {
    std::str::from_utf8(bytes).err().map(|e| e.valid_up_to())
}

fn unsure(bytes: &[u8], at: usize) -> Problem {
    let before = bytes.get(..at).unwrap_or_default();
    let from = before.iter().rposition(|b| !(b.is_ascii_alphanumeric() || *b == b' ')).map_or(0, |p| p + 1);
    let around = bytes.get(from.max(at.saturating_sub(20))..bytes.len().min(at + 20)).unwrap_or_default();
    let text = WINDOWS_1252.decode_without_bom_handling(around).0;
    let ends = |c: char| c.is_control() || matches!(c, ',' | ';' | '|' | '"');
    let word = text.split(ends).find(|word| !word.is_empty()).unwrap_or_default();
    Problem::warning("encoding_unsure")
        .found(word)
        .expected("UTF-8, or a declared encoding")
        .hint("read as windows-1252; look at this word and declare `encoding` in [source.text]")
}

/// Bytes beyond ASCII that are valid UTF-8 under another declared encoding are most likely UTF-8 all the same.
fn contradiction(bytes: &[u8], encoding: &'static Encoding) -> Option<Problem> {
    let valid = !bytes.is_ascii() && first_invalid(bytes).is_none();
    (encoding != UTF_8 && valid).then(|| {
        Problem::warning("encoding_unsure")
            .found(encoding.name())
            .expected("the encoding in which the words can be read")
            .hint("the file declares this encoding, but its bytes are valid UTF-8: declare `encoding` in [source.text]")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(problems: &[Problem]) -> Vec<&str> {
        problems.iter().map(|p| p.code.as_str()).collect()
    }

    #[test]
    fn a_byte_order_mark_decides_before_what_is_declared() {
        let utf_16: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain("Nima;é".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(text(&utf_16, Some("windows-1252")).0, "Nima;é");
        assert_eq!(text("\u{FEFF}é".as_bytes(), None), ("é".into(), vec![]));
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_read_as_windows_1252_and_asked_about() {
        let (read, problems) = text(b"ward,name\n1,Qu\xE9bec\n2,Nima", None);
        assert_eq!(read, "ward,name\n1,Québec\n2,Nima");
        assert_eq!(codes(&problems), ["encoding_unsure"]);
        assert_eq!(problems[0].value, "Québec");
    }

    #[test]
    fn a_declared_encoding_that_does_not_fit_is_an_error_with_its_line() {
        let (read, problems) = text(b"a\nQu\xE9bec", Some("utf-8"));
        assert_eq!(read, "a\nQu\u{FFFD}bec");
        assert_eq!((codes(&problems), problems[0].row), (vec!["encoding_mismatch"], Some(2)));
        assert_eq!(codes(&text(b"a", Some("klingon")).1), ["encoding_unknown"]);
    }

    #[test]
    fn names_of_code_pages_are_understood_in_their_usual_spellings() {
        let name = |page: &str| of_code_page(page).map(Encoding::name);
        for (page, encoding) in [
            ("UTF-8\n", "UTF-8"),
            ("65001", "UTF-8"),
            ("ANSI 1252", "windows-1252"),
            ("CP1251", "windows-1251"),
            ("ISO-8859-1", "windows-1252"),
            ("ISO 88591", "windows-1252"),
            ("88592", "ISO-8859-2"),
            ("CP866", "IBM866"),
            ("874", "windows-874"),
            ("GBK", "GBK"),
        ] {
            assert_eq!(name(page), Some(encoding), "{page}");
        }
        assert_eq!((name("437"), name("system"), name("")), (None, None, None));
    }
}
