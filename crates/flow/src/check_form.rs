//! What a form of the field asks, and everything that is wrong with it.

use crate::check::FileReport;
use crate::door::StoreDoor;
use city::settings::{Reader, TextSettings};
use city::{Problem, Severity};
use forms::{Form, Item, xform, xlsform};
use std::io::Read;
use std::path::Path;

/// The largest XForm that is read, in bytes.
const MOST_BYTES: u64 = 100 << 20;
/// Bytes at the start of a file that tell an XForm.
const LOOKED_AT: usize = 4096;

/// Says what a form holds: an XLSForm (a workbook with a sheet `survey`) or an XForm (`.xml`). False for any other file, of
/// which nothing is said.
pub(crate) fn form(file: &Path, name: &str, report: &mut FileReport) -> bool {
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "xml" => xform_text(file).is_some_and(|text| {
            "form (XForm)".clone_into(&mut report.kind);
            let (form, problems) = xform::read(name, &text);
            said(form, problems, report);
            true
        }),
        "xlsx" | "xlsm" => workbook(file, name, Reader::Xlsx, report),
        "ods" => workbook(file, name, Reader::Ods, report),
        _ => false,
    }
}

fn workbook(file: &Path, name: &str, reader: Reader, report: &mut FileReport) -> bool {
    let sheets = collect::layers(file, reader, &StoreDoor).unwrap_or_default();
    if !sheets.iter().any(|sheet| sheet.trim().eq_ignore_ascii_case("survey")) {
        return false;
    }
    let (sheets, mut problems) = collect::sheets::read(file, name, &TextSettings::default());
    if !xlsform::is_one(&sheets) {
        return false;
    }
    "form (XLSForm)".clone_into(&mut report.kind);
    let (form, found) = xlsform::read(name, &sheets);
    problems.extend(found);
    said(form, problems, report);
    true
}

/// The text of an XForm; none of what is no XForm, too large or no UTF-8.
fn xform_text(file: &Path) -> Option<String> {
    let mut text = Vec::new();
    let open = std::fs::File::open(file)
        .ok()
        .filter(|file| file.metadata().is_ok_and(|m| m.is_file() && m.len() <= MOST_BYTES))?;
    open.take(MOST_BYTES).read_to_end(&mut text).ok()?;
    let text = String::from_utf8(text).ok()?;
    let start = text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or_default();
    (start.contains("http://www.w3.org/2002/xforms") && start.contains("html")).then_some(text)
}

fn said(form: Option<Form>, problems: Vec<Problem>, report: &mut FileReport) {
    if let Some(form) = form {
        let version =
            if form.version.is_empty() { "without a version".to_owned() } else { format!("version {}", form.version) };
        report.holds.push(format!("form {}, {version}", form.id));
        let languages: Vec<&str> = form.languages.iter().map(String::as_str).filter(|l| !l.is_empty()).collect();
        if !languages.is_empty() {
            report.holds.push(format!("{} languages: {}", languages.len(), languages.join(", ")));
        }
        let placed = form.placed();
        let count = |is: fn(&Item) -> bool| placed.iter().filter(|one| is(one.item)).count();
        let questions = count(|item| matches!(item, Item::Question(q) if q.kind.is_shown()));
        let unseen = count(|item| matches!(item, Item::Question(q) if !q.kind.is_shown()));
        let (groups, repeats) =
            (count(|item| matches!(item, Item::Group(_))), count(|item| matches!(item, Item::Repeat(_))));
        report
            .holds
            .push(format!("{questions} questions, {unseen} computed or recorded, {groups} groups, {repeats} repeats"));
        let choices: usize = form.choices.values().map(|list| list.choices.len()).sum();
        report.holds.push(format!("{} lists with {choices} choices", form.choices.len()));
    }
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    if errors > 0 {
        report.holds.push(format!("{errors} errors: a form tool would refuse it, or ask something else than is meant"));
    }
    report.problems.extend(problems);
}

#[cfg(test)]
mod tests {
    use crate::check;
    use forms::{Choice, ChoiceList, Form, Item, Kind, Logic, Question, Words};
    use std::collections::BTreeMap;

    fn words(text: &str) -> Words {
        ["English (en)", "Français (fr)"].into_iter().map(|language| (language.to_owned(), text.to_owned())).collect()
    }

    fn a_form() -> Form {
        let water = Kind::SelectOne { list: "water".into(), or_other: false };
        let logic = Logic { relevant: "${households} > 0".into(), ..Logic::default() };
        let choice = Choice { name: "tap".into(), label: words("Tap"), ..Choice::default() };
        Form {
            id: "settlement".into(),
            version: "2026070101".into(),
            default_language: "English (en)".into(),
            languages: vec!["English (en)".into(), "Français (fr)".into()],
            items: vec![
                Item::Question(Question {
                    name: "households".into(),
                    kind: Kind::Integer,
                    label: words("How many?"),
                    ..Question::default()
                }),
                Item::Question(Question {
                    name: "water".into(),
                    kind: water,
                    label: words("Water?"),
                    logic,
                    ..Question::default()
                }),
            ],
            choices: BTreeMap::from([("water".into(), ChoiceList { choices: vec![choice] })]),
            ..Form::default()
        }
    }

    #[test]
    fn an_xlsform_and_its_xform_are_known_by_what_stands_in_them_and_say_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let (book, xml) = (folder.path().join("settlement.xlsx"), folder.path().join("settlement.xml"));
        std::fs::write(&book, forms::xlsform::write(&a_form()).unwrap()).unwrap();
        std::fs::write(&xml, forms::xform::write(&a_form())).unwrap();
        for (file, kind) in [(&book, "form (XLSForm)"), (&xml, "form (XForm)")] {
            let report = check(file);
            assert_eq!((report.kind.as_str(), report.problems.len()), (kind, 0), "{:?}", report.problems);
            assert_eq!(
                report.holds,
                [
                    "form settlement, version 2026070101",
                    "2 languages: English (en), Français (fr)",
                    "2 questions, 0 computed or recorded, 0 groups, 0 repeats",
                    "1 lists with 1 choices",
                ]
            );
        }
    }

    #[test]
    fn what_is_wrong_with_a_form_is_said_by_sheet_and_row() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wrong.xlsx");
        let mut form = a_form();
        form.choices.clear();
        std::fs::write(&path, forms::xlsform::write(&form).unwrap()).unwrap();
        let report = check(&path);
        let problem = &report.problems[0];
        assert_eq!(
            (problem.code.as_str(), problem.sheet.as_str(), problem.row),
            ("form_list_missing", "survey", Some(3))
        );
        assert_eq!(problem.file, "wrong.xlsx");
    }

    #[test]
    fn other_files_are_left_to_their_readers() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xml");
        std::fs::write(&path, "<?xml version=\"1.0\"?><gpx/>").unwrap();
        assert_eq!(check(&path).kind, "not readable");
    }
}
