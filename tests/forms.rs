//! Forms beside pyxform, the field's own converter: what it takes we take and write alike, what it refuses we say.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its own ground gives way")]

use city::{Cell, Problem, Severity};
use forms::{Form, Sheet, SheetRow};
use std::path::{Path, PathBuf};
use std::process::Command;

fn corpus(kind: &str) -> Vec<(String, PathBuf)> {
    let folder =
        PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../tests/forms").join(kind);
    let files = std::fs::read_dir(folder).expect("the corpus").flatten().map(|entry| entry.path());
    let mut named: Vec<(String, PathBuf)> =
        files.map(|path| (path.file_stem().expect("a name").to_string_lossy().into_owned(), path)).collect();
    named.sort();
    named
}

/// The sheets of a table in Markdown, as pyxform takes it: a sheet's name in the first column, its cells in the others.
fn sheets(text: &str) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = Vec::new();
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> =
            line.trim().trim_start_matches('|').trim_end_matches('|').split('|').map(str::trim).collect();
        if !cells[0].is_empty() {
            sheets.push(Sheet { name: cells[0].to_owned(), rows: Vec::new() });
            continue;
        }
        let cell = |text: &&str| if text.is_empty() { Cell::Empty } else { Cell::Text((*text).to_owned()) };
        let rows = &mut sheets.last_mut().expect("a sheet").rows;
        rows.push(SheetRow { number: rows.len() as u64 + 1, cells: cells[1..].iter().map(cell).collect() });
    }
    sheets
}

fn read(name: &str, path: &Path) -> (Option<Form>, Vec<Problem>) {
    forms::xlsform::read(&format!("{name}.md"), &sheets(&std::fs::read_to_string(path).expect("a form")))
}

/// A form without the rows on which its parts stand.
fn without_rows(mut form: Form) -> Form {
    items_without_rows(&mut form.items);
    form.choices.values_mut().flat_map(|list| &mut list.choices).for_each(|choice| choice.row = 0);
    form
}

fn items_without_rows(items: &mut [forms::Item]) {
    for item in items {
        match item {
            forms::Item::Question(question) => question.row = 0,
            forms::Item::Group(group) => {
                group.section.row = 0;
                items_without_rows(&mut group.items);
            }
            forms::Item::Repeat(repeat) => {
                repeat.section.row = 0;
                items_without_rows(&mut repeat.items);
            }
        }
    }
}

/// The Python that has pyxform, where `tests/setup.sh test` put it.
fn python() -> PathBuf {
    let test = std::env::current_exe().expect("this test");
    let target = test.ancestors().find(|folder| folder.join("forms-venv").exists());
    let target = target.unwrap_or_else(|| panic!("pyxform is missing: run `bash tests/setup.sh test` first"));
    target.join("forms-venv/bin/python")
}

fn compared(folder: &Path) -> serde_json::Value {
    let script =
        PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../tests/forms/compare.py");
    let done = Command::new(python()).arg(script).arg(folder).output().expect("python runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).expect("JSON")
}

#[test]
fn what_pyxform_takes_we_take_and_our_xforms_and_workbooks_say_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut read_forms = Vec::new();
    for (name, path) in corpus("accepted") {
        let (form, problems) = read(&name, &path);
        let errors: Vec<_> = problems.iter().filter(|p| p.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        let form = form.expect("a form");
        let file = |ending: &str| folder.path().join(format!("{name}.{ending}"));
        std::fs::copy(&path, file("md")).expect("copied");
        std::fs::write(file("ours.xml"), forms::xform::write(&form)).expect("written");
        std::fs::write(file("ours.xlsx"), forms::xlsform::write(&form).expect("a workbook")).expect("written");
        read_forms.push((name, form));
    }
    assert!(read_forms.len() >= 25, "{} forms", read_forms.len());
    let report = compared(folder.path());
    let mut wrong = Vec::new();
    for (name, form) in read_forms {
        let said = &report[name.as_str()];
        if said["accepted"] != true || said["differs"] != serde_json::json!([]) || said["validate"] != "" {
            wrong.push(format!("{name}: {said:#}"));
        }
        // What pyxform adds for or_other stands last in its lists; a workbook of ours says or_other too.
        if said["workbook_differs"] != serde_json::json!([]) {
            wrong.push(format!("{name}, from our workbook: {:#}", said["workbook_differs"]));
        }
        let theirs = std::fs::read_to_string(folder.path().join(format!("{name}.pyxform.xml"))).unwrap_or_default();
        let (again, problems) = forms::xform::read(&format!("{name}.md"), &theirs);
        let errors: Vec<_> = problems.iter().filter(|p| p.severity == Severity::Error).collect();
        if !errors.is_empty() {
            wrong.push(format!("{name}, out of pyxform's XForm: {errors:#?}"));
        }
        let ours = forms::xform::read(&format!("{name}.md"), &forms::xform::write(&form)).0;
        if again != ours {
            wrong.push(format!("{name}: pyxform's XForm is read as\n{again:?}\nand ours as\n{ours:?}"));
        }
        if !NOT_THE_SAME_FROM_AN_XFORM.contains(&name.as_str())
            && ours.map(without_rows) != Some(without_rows(form.clone()))
        {
            wrong.push(format!("{name} is not the same when it comes back from its XForm"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Forms that an XForm says in other words: a text that is only shown is a note.
const NOT_THE_SAME_FROM_AN_XFORM: [&str; 1] = ["spellings"];

#[test]
fn what_pyxform_refuses_we_say() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut unsaid = Vec::new();
    let refused = corpus("refused");
    for (name, path) in &refused {
        std::fs::copy(path, folder.path().join(format!("{name}.md"))).expect("copied");
        let (_, problems) = read(name, path);
        if !problems.iter().any(|p| p.severity == Severity::Error) {
            unsaid.push(format!("{name}: {problems:?}"));
        }
    }
    assert!(unsaid.is_empty(), "no error is said of {unsaid:#?}");
    let report = compared(folder.path());
    let taken: Vec<_> =
        refused.iter().filter(|(name, _)| report[name.as_str()]["accepted"] != false).map(|(name, _)| name).collect();
    assert!(taken.is_empty(), "pyxform takes {taken:?}");
}
