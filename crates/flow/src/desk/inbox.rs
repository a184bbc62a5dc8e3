//! What came from the field, as it may be shown: without names, telephones, free words and photos.

use super::field_forms::FieldForm;
use crate::error::FlowError;
use city::desk::Summary;
use city::{Cell, Problem};
use forms::submissions::{self, Asked, Export, Heading};
use forms::{Item, Kind};
use std::collections::BTreeMap;

/// The largest instance, in bytes.
pub const MOST_BYTES: usize = 4 << 20;
/// The longest id of a form or an instance, in bytes.
const LONGEST_ID: usize = 250;
/// Rows of a summary, and the longest value, in characters.
const MOST_ROWS: usize = 400;
const LONGEST: usize = 200;
/// Questions that name the settlement, in forms of ours and of Know Your City.
const SETTLEMENT: [&str; 4] = ["B7_Settlement_Name_Community", "settlement_name", "settlement", "settlement_code"];

/// What the XML of an instance says of itself: nothing in it is expanded, and a document type is refused.
///
/// # Errors
/// [`FlowError::Desk`] where it is no instance, too large, or has no instance id.
pub fn heading(xml: &[u8]) -> Result<Heading, FlowError> {
    let text = text(xml)?;
    let heading = submissions::instance_heading(text).map_err(|problem| wrong(&problem))?;
    for (what, id) in [("the id of its form", &heading.form), ("its instance id", &heading.instance)] {
        if id.is_empty() || id.len() > LONGEST_ID || id.chars().any(char::is_control) {
            let hint = "send it as the form's program wrote it";
            return Err(FlowError::Desk(format!("the submission does not say {what}\n  hint: {hint}")));
        }
    }
    Ok(heading)
}

fn text(xml: &[u8]) -> Result<&str, FlowError> {
    if xml.len() > MOST_BYTES {
        return Err(FlowError::Desk(
            "the submission is larger than 4 MB\n  hint: send photos as files beside it".to_owned(),
        ));
    }
    let text = std::str::from_utf8(xml);
    let text = text.map_err(|_| FlowError::Desk("the submission is no UTF-8\n  hint: send it as it was".to_owned()))?;
    Ok(text.trim_start_matches('\u{feff}'))
}

fn wrong(problem: &Problem) -> FlowError {
    FlowError::Desk(format!("the submission cannot be read: {}\n  hint: {}", problem.value, problem.hint))
}

/// What may be shown of an instance: labels and values in the language that is asked for (its code), else in English.
#[must_use]
pub fn summary(form: Option<&FieldForm>, xml: &[u8], language: &str) -> Summary {
    let Ok(text) = text(xml) else {
        return Summary { settlement: String::new(), rows: Vec::new(), problems: Vec::new() };
    };
    let named = form.map(|form| &form.form);
    let instances = [(String::new(), text.to_owned())];
    let read = submissions::read(Export::Instances(&instances), &Asked { form: named, ..Asked::default() });
    let labels = labels(form, language);
    let mut rows = Vec::new();
    for table in &read.tables {
        for row in &table.rows {
            for (column, cell) in table.columns.iter().zip(&row.cells) {
                let Some(value) = shown(cell).filter(|_| !column.name.starts_with('_')) else { continue };
                let label = labels.get(&column.name).cloned().unwrap_or_else(|| column.name.clone());
                if rows.len() < MOST_ROWS {
                    rows.push((label, cut(&value)));
                }
            }
        }
    }
    Summary { settlement: settlement(text), rows, problems: read.problems }
}

/// Labels by path, without markup of forms.
fn labels(form: Option<&FieldForm>, language: &str) -> BTreeMap<String, String> {
    let Some(form) = form else { return BTreeMap::new() };
    let label = |words: &forms::Words| {
        let of = |code: &str| words.iter().find(|(name, _)| name.contains(&format!("({code})")) || *name == code);
        let found = of(language).or_else(|| of("en")).or_else(|| words.iter().next());
        found.map(|(_, text)| text.clone()).filter(|text| !text.is_empty())
    };
    let placed = form.form.placed();
    let questions = placed.iter().filter_map(|placed| match placed.item {
        Item::Question(question) if question.kind != Kind::Note => {
            Some((placed.path.clone(), label(&question.label).unwrap_or_else(|| question.name.clone())))
        }
        _ => None,
    });
    questions.collect()
}

fn shown(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Text(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Cell::Integer(number) => Some(number.to_string()),
        Cell::Real(number) => Some(number.to_string()),
        Cell::Flag(flag) => Some(if *flag { "yes" } else { "no" }.to_owned()),
        Cell::Empty => None,
    }
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST { text.to_owned() } else { text.chars().take(LONGEST).chain(['…']).collect() }
}

/// The settlement that it is about, as it names it.
fn settlement(text: &str) -> String {
    let answers = submissions::instance_answers(text).unwrap_or_default().into_iter().flatten().collect::<Vec<_>>();
    let leaf = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let named = |name: &&str| answers.iter().find(|(path, text)| leaf(path) == **name && !text.is_empty());
    SETTLEMENT.iter().find_map(named).map(|(_, text)| cut(text)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::FieldForms;

    #[test]
    fn a_summary_names_the_settlement_and_counts_and_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let forms = FieldForms::of(folder.path()).all().unwrap();
        let xml = br#"<data xmlns="x" id="makazi_settlement_profile" version="1"><section_A><A2a_Profiled_By>Amina Njeri</A2a_Profiled_By>
            <A2b_Profiler_Contact>0722 123456</A2b_Profiler_Contact></section_A>
            <section_B><B7_Settlement_Name_Community>&lt;b&gt;Mji</B7_Settlement_Name_Community></section_B>
            <section_C><C9_Households>120</C9_Households></section_C><meta><instanceID>uuid:1</instanceID></meta></data>"#;
        let heading = heading(xml).unwrap();
        assert_eq!((heading.form.as_str(), heading.instance.as_str()), ("makazi_settlement_profile", "uuid:1"));
        let summary = summary(forms.first(), xml, "fr");
        assert_eq!(summary.settlement, "<b>Mji");
        assert!(summary.rows.iter().any(|(_, value)| value == "120"), "{:?}", summary.rows);
        let said = format!("{summary:?}");
        assert!(!said.contains("Amina") && !said.contains("123456"), "{said}");
    }

    #[test]
    fn what_is_no_instance_is_refused_with_words_and_without_a_panic() {
        let bomb = b"<!DOCTYPE a [<!ENTITY b \"x\">]><a id='f'>&b;</a>";
        for xml in [&b"<a"[..], bomb, b"<a id='f'/>", b"<a><meta><instanceID>uuid:1</instanceID></meta></a>", b"\xff"] {
            assert!(matches!(heading(xml), Err(FlowError::Desk(_))), "{}", String::from_utf8_lossy(xml));
        }
    }
}
