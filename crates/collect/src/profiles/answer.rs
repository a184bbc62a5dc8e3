//! Answers: what a field of a profile says, by its type.

use super::day::day;
use super::form::{FieldType, FormField};
use city::Problem;
use units::{NumberError, NumberStyle, parse_number, parse_percent};

/// What a field says.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// A number.
    Number(f64),
    /// Minutes: from, best, to.
    Minutes(f64, f64, f64),
    /// Yes or no.
    Flag(bool),
    /// Codes, in order.
    Codes(Vec<String>),
    /// Words, a place or a day (`2014-05-17`).
    Text(String),
    /// Nothing, and why.
    Missing(Missing),
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The field is empty, or says `n/a`.
    NotStated,
    /// The form divided by nothing and stored `NaN` or `Infinity`.
    NotFinite,
    /// What stands there could not be read; it was reported.
    Unreadable,
    /// The form's mark for a year that is not known.
    YearMark,
}

impl Missing {
    /// The reason in words.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::NotStated => "the profile leaves the field empty",
            Self::NotFinite => "the form stored the result of a division by nothing",
            Self::Unreadable => "what the field says cannot be read",
            Self::YearMark => "1800 and 1905 are the form's marks for a year that is not known",
        }
    }
}

/// Bands of minutes: code, from, best, to. The last is open; its best value is the analyst's, its end ours.
const BANDS: [(&str, f64, f64, f64); 6] = [
    ("5_minutes", 0.0, 5.0, 5.0),
    ("10_minutes", 5.0, 10.0, 10.0),
    ("15_minutes", 10.0, 15.0, 15.0),
    ("30_minutes", 15.0, 30.0, 30.0),
    ("30_minutes_to_1_hour", 30.0, 45.0, 60.0),
    ("more_than_1_hour", 60.0, 75.0, 120.0),
];

/// Marks of a year that is not known.
const YEAR_MARKS: [i32; 2] = [1800, 1905];

/// How numbers and missing answers are written.
#[derive(Debug, Clone)]
pub(crate) struct Writing {
    pub(crate) numbers: NumberStyle,
    pub(crate) missing: Vec<String>,
}

impl Writing {
    pub(crate) fn is_missing(&self, text: &str) -> bool {
        let text = text.trim();
        let words = ["", "n/a", "na", "null", "not_applicable"];
        words.iter().any(|w| text.eq_ignore_ascii_case(w)) || self.missing.iter().any(|m| m == text)
    }
}

/// Reads an answer; what cannot be read is missing, and a problem says so.
pub(crate) fn answer(field: &FormField, text: &str, writing: &Writing) -> (Answer, Option<Problem>) {
    let text = text.trim();
    let status = field.codes == "settlement_status" && text == "not_applicable";
    if writing.is_missing(text) && !status {
        return (Answer::Missing(Missing::NotStated), None);
    }
    let unreadable = |expected: &str| {
        let problem = Problem::error("answer_unreadable").in_column(&field.path()).found(text).expected(expected);
        (Answer::Missing(Missing::Unreadable), Some(problem.hint("correct the answer in the survey tool")))
    };
    match field.kind {
        FieldType::Whole | FieldType::Decimal | FieldType::Calculated => number(field, text, writing),
        FieldType::Flag => flag(text).map_or_else(|| unreadable("yes or no"), |yes| (Answer::Flag(yes), None)),
        FieldType::Minutes => match minutes(text, writing) {
            Some(minutes) => (minutes, None),
            None if is_not_finite(text) => (Answer::Missing(Missing::NotFinite), None),
            None => unreadable("a band such as `30_minutes`, or minutes"),
        },
        FieldType::Day => day(text).map_or_else(
            || unreadable("a day as 2014-05-17, 17-05-2014, 17.05.2014 or with a time"),
            |day| (Answer::Text(day), None),
        ),
        FieldType::Year => year(text).map_or_else(|| unreadable("a year or a day"), |answer| (answer, None)),
        FieldType::One => (Answer::Codes(vec![code(text)]), None),
        FieldType::Several => (Answer::Codes(distinct(text.split_whitespace().map(code))), None),
        FieldType::PlaceCode => (Answer::Text(place(text)), None),
        FieldType::Currency | FieldType::Text | FieldType::System | FieldType::Geometry | FieldType::Heading => {
            (Answer::Text(text.to_owned()), None)
        }
    }
}

fn number(field: &FormField, text: &str, writing: &Writing) -> (Answer, Option<Problem>) {
    let read = if field.kind == FieldType::Whole { parse_number } else { parse_percent };
    match read(text, &writing.numbers) {
        Ok(number) if field.kind == FieldType::Whole && number.fract() != 0.0 => {
            let problem = Problem::warning("not_whole").in_column(&field.path()).found(text).expected("a whole number");
            (Answer::Number(number), Some(problem.hint("taken as it stands")))
        }
        Ok(number) => (Answer::Number(number), None),
        Err(NumberError::Empty | NumberError::Missing(_)) => (Answer::Missing(Missing::NotStated), None),
        Err(NumberError::NotFinite(_)) => (Answer::Missing(Missing::NotFinite), None),
        // The form's own alerts hold words; nobody wants them as numbers.
        Err(_) if field.kind == FieldType::Calculated => (Answer::Text(text.to_owned()), None),
        Err(error) => {
            let problem = Problem::error("answer_unreadable").in_column(&field.path()).found(text);
            (Answer::Missing(Missing::Unreadable), Some(problem.expected("a number").hint(error.to_string())))
        }
    }
}

fn is_not_finite(text: &str) -> bool {
    matches!(parse_number(text, &NumberStyle::default()), Err(NumberError::NotFinite(_)))
}

/// Yes or no, in the spellings that survey tools export.
pub(crate) fn flag(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "true" | "1" | "y" => Some(true),
        "no" | "false" | "0" | "n" => Some(false),
        _ => None,
    }
}

fn minutes(text: &str, writing: &Writing) -> Option<Answer> {
    let code = code(text);
    if let Some((_, from, best, to)) = BANDS.iter().find(|band| band.0 == code) {
        return Some(Answer::Minutes(*from, *best, *to));
    }
    parse_number(text, &writing.numbers).ok().map(|m| Answer::Minutes(m, m, m))
}

fn year(text: &str) -> Option<Answer> {
    let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    let year: i32 = if digits { text.parse().ok()? } else { day(text)?.get(..4)?.parse().ok()? };
    Some(if YEAR_MARKS.contains(&year) { Answer::Missing(Missing::YearMark) } else { Answer::Number(f64::from(year)) })
}

/// A code as the form writes it; a label that was exported in its place is brought near to one.
fn code(text: &str) -> String {
    let text = text.trim();
    if text.contains(' ') {
        text.to_lowercase().split_whitespace().collect::<Vec<_>>().join("_")
    } else {
        text.to_owned()
    }
}

fn distinct(codes: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for code in codes {
        if !seen.contains(&code) {
            seen.push(code);
        }
    }
    seen
}

/// `36001_freetown` without its number.
fn place(text: &str) -> String {
    match text.split_once('_') {
        Some((number, name)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => name.to_owned(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::form::ProfileForm;

    fn read(field: &str, text: &str) -> (Answer, Option<Problem>) {
        let writing = Writing { numbers: NumberStyle { decimal: '.', thousands: Some(',') }, missing: Vec::new() };
        answer(ProfileForm::embedded().unwrap().get(field).unwrap(), text, &writing)
    }

    #[test]
    fn thousands_have_commas_and_divisions_by_nothing_are_missing() {
        assert_eq!(read("C12_Total_Population", "1,705"), (Answer::Number(1705.0), None));
        for text in ["NaN", "Infinity", "-Infinity"] {
            assert_eq!(read("CF2_Working_Taps_Ratio", text).0, Answer::Missing(Missing::NotFinite));
        }
        for text in ["n/a", "", " ", "N/A", "null"] {
            assert_eq!(read("C9_Households", text), (Answer::Missing(Missing::NotStated), None), "{text}");
        }
        let (answer, problem) = read("C9_Households", "about 40");
        assert_eq!((answer, problem.unwrap().value.as_str()), (Answer::Missing(Missing::Unreadable), "about 40"));
    }

    #[test]
    fn a_year_that_marks_nothing_known_is_no_year() {
        assert_eq!(read("B10b_Year_Established", "1985-01-01").0, Answer::Number(1985.0));
        assert_eq!(read("B10b_Year_Established", "1905-06-30").0, Answer::Missing(Missing::YearMark));
        assert_eq!(read("B10b_Year_Established", "01-01-1800").0, Answer::Missing(Missing::YearMark));
    }

    #[test]
    fn bands_of_minutes_keep_their_range() {
        assert_eq!(read("I7_Ambulance_ResponseTime", "30_minutes_to_1_hour").0, Answer::Minutes(30.0, 45.0, 60.0));
        assert_eq!(read("L3_WalLTime_Bus", "12").0, Answer::Minutes(12.0, 12.0, 12.0));
        assert!(read("I7_Ambulance_ResponseTime", "soon").1.is_some());
    }

    #[test]
    fn several_codes_come_apart_and_places_lose_their_number() {
        let codes = ["slope", "canal"].map(str::to_owned).to_vec();
        assert_eq!(read("D1_Location_Problems", "slope canal slope").0, Answer::Codes(codes));
        assert_eq!(read("B5_City", "36001_freetown").0, Answer::Text("freetown".into()));
        assert_eq!(read("B5_City", "new_town").0, Answer::Text("new_town".into()));
        assert_eq!(read("G1_Sewer_Line", "TRUE").0, Answer::Flag(true));
    }
}
