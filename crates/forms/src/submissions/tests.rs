//! The same answers in every shape give the same tables; twins, versions, reviews, privacy and hostile files.

use super::made_up::{self, form};
use super::*;
use city::{Cell, ColumnType};
use geo_types::{Geometry, Point};

fn with_form(form: &Form) -> Asked<'_> {
    Asked { form: Some(form), ..Asked::default() }
}

fn codes(submissions: &Submissions) -> Vec<&str> {
    submissions.problems.iter().map(|p| p.code.as_str()).collect()
}

/// A table as text: a line for the columns, then one for each row with its key, parent and geometry.
fn shown(table: &Table, leave_out: &[&str]) -> Vec<String> {
    let kept: Vec<usize> =
        (0..table.columns.len()).filter(|at| !leave_out.contains(&table.columns[*at].name.as_str())).collect();
    let mut lines = vec![
        kept.iter()
            .map(|at| format!("{}:{}", table.columns[*at].name, table.columns[*at].holds))
            .collect::<Vec<_>>()
            .join("|"),
    ];
    for row in &table.rows {
        let cells = kept.iter().map(|at| row.cells[*at].to_string()).collect::<Vec<_>>().join("|");
        lines.push(format!("{cells} <{}> {:?}", row.parent_key, row.geometry));
    }
    lines
}

/// All tables, without the review, which an instance does not know.
fn all_shown(submissions: &Submissions) -> Vec<Vec<String>> {
    submissions.tables.iter().map(|table| shown(table, &["_review"])).collect()
}

#[test]
fn every_tool_and_format_gives_the_same_tables_of_the_same_answers() {
    let form = form();
    let asked = with_form(&form);
    let (sheets, central, instances) = (made_up::kobo_sheets(), made_up::central_csv(), made_up::instances());
    let (json, odata) = (made_up::kobo_json(), made_up::central_json());
    let first = read(Export::Sheets(&sheets), &asked);
    let paths: Vec<&str> = first.tables.iter().map(|t| t.path.as_str()).collect();
    assert_eq!(paths, ["", "member", "member/illness"]);
    assert_eq!(
        shown(&first.tables[0], &["_instance_id"]),
        [
            "_submitted:text|_form_version:text|_review:text|end:text|house/water:text|house/assets:text|house/rent:real",
            "2024-03-01T10:00:00|2||2024-03-01T09:00:00.000+02:00|piped|radio phone|12.5 <> Some(POINT(36.8 -1.3))",
            "2024-03-02T10:00:00|2|not_approved|2024-03-02T09:00:00.000+02:00|tanker|| <> Some(POINT(36.81 -1.31))",
            "2024-03-03T10:00:00|2||2024-03-03T09:00:00.000+02:00|tanker|bicycle|7 <> None",
        ]
    );
    assert_eq!(first.tables[1].columns[3].name, "member/age");
    let illness = &first.tables[2].rows[2];
    assert_eq!(illness.key, format!("uuid:{}/member[1]/illness[2]", made_up::IDS[2]));
    assert_eq!(illness.parent_key, format!("uuid:{}/member[1]", made_up::IDS[2]));
    for (name, export) in [
        ("central csv", Export::Sheets(&central)),
        ("kobo json", Export::Json(&json)),
        ("central json", Export::Json(&odata)),
        ("instances", Export::Instances(&instances)),
    ] {
        let other = read(export, &asked);
        assert_eq!(all_shown(&other), all_shown(&first), "{name}");
        let reviewed = if name == "instances" { vec![] } else { vec!["submission_not_approved"] };
        assert_eq!(codes(&other), reviewed, "{name}");
    }
    let csv = made_up::kobo_csv();
    assert_eq!(shown(&read(Export::Sheets(&csv), &asked).tables[0], &[]), shown(&first.tables[0], &[]));
}

#[test]
fn without_a_form_the_tables_are_the_same_by_name_and_content() {
    let asked = Asked::default();
    let (central, instances, csv) = (made_up::central_csv(), made_up::instances(), made_up::kobo_csv());
    let (json, odata) = (made_up::kobo_json(), made_up::central_json());
    let first = read(Export::Json(&json), &asked);
    let names: Vec<_> = first.tables[0].columns.iter().map(|c| c.name.as_str()).collect();
    // Three answers with four different words may be choices or free words; in columns of their own they are choices.
    assert_eq!(names[4..], ["end", "house/water", "house/rent"]);
    assert!(first.not_read.contains(&("house/assets".to_owned(), Withheld::FreeWords)));
    assert_eq!(first.tables[0].columns[6].holds, ColumnType::Real);
    let without_assets = |read: &Submissions| {
        read.tables.iter().map(|table| shown(table, &["house/assets", "_review"])).collect::<Vec<_>>()
    };
    for (name, export) in [
        ("central csv", Export::Sheets(&central)),
        ("central json", Export::Json(&odata)),
        ("instances", Export::Instances(&instances)),
    ] {
        assert_eq!(without_assets(&read(export, &asked)), without_assets(&first), "{name}");
    }
    let kobo = read(Export::Sheets(&csv), &asked);
    assert!(kobo.tables[0].column("house/assets").is_some());
    assert_eq!(without_assets(&kobo)[0], without_assets(&first)[0]);
}

#[test]
fn nothing_about_a_person_comes_through_and_all_of_it_is_listed() {
    let form = form();
    let (sheets, json) = (made_up::kobo_sheets(), made_up::kobo_json());
    for asked in [with_form(&form), Asked::default()] {
        for export in [Export::Sheets(&sheets), Export::Json(&json)] {
            let read = read(export, &asked);
            let everything = format!("{read:?}");
            for word in ["Amina", "Joseph", "Esi", "Kofi", "Yaw", "worker", "collect:", ".jpg", "Dear"] {
                assert!(!everything.contains(word), "{word} in {export:?}");
            }
            let listed = read.not_read.iter().map(|(column, _)| column.rsplit('/').next().unwrap_or_default());
            let listed: Vec<&str> = listed.filter(|column| *column != "assets").collect();
            assert_eq!(listed, ["_submitted_by", "deviceid", "greeting", "first_name", "photo", "respondent"]);
            assert_eq!(read.files_named, 1);
        }
    }
    let also = ["respondent".to_owned(), "member-first_name".to_owned()];
    let read = read(Export::Json(&json), &Asked { also_read: &also, ..with_form(&form) });
    let at = read.tables[0].column("respondent").unwrap();
    assert_eq!(read.tables[0].rows[2].cells[at], Cell::Text("Esi".into()));
    assert!(read.tables[1].column("member/first_name").is_some());
}

#[test]
fn a_name_in_also_read_that_no_column_has_is_told() {
    let form = form();
    let json = made_up::kobo_json();
    let told = |asked: &Asked| {
        let problems = read(Export::Json(&json), asked).problems;
        let missing = problems.into_iter().filter(|p| p.code == "also_read_missing");
        missing.map(|p| (p.column, p.hint.contains("not_read"))).collect::<Vec<_>>()
    };
    let also = ["respondent", "respondant", "member-first_name", "_submitted_by"].map(str::to_owned);
    let expected = [("respondant".to_owned(), true)];
    assert_eq!(told(&Asked { also_read: &also[..3], ..with_form(&form) }), expected);
    assert_eq!(told(&Asked { also_read: &also[..3], ..Asked::default() }), expected);
    assert!(told(&Asked { also_read: &also, ..Asked::default() }).contains(&("_submitted_by".to_owned(), false)));
}

#[test]
fn where_a_household_lives_is_not_read_unless_it_is_asked_for() {
    let form = Form { title: [(String::new(), "Enquête auprès des ménages".to_owned())].into(), ..form() };
    let json = made_up::kobo_json();
    let kept = read(Export::Json(&json), &with_form(&form));
    assert!(kept.tables[0].rows.iter().all(|row| row.geometry.is_none()));
    assert!(kept.not_read.contains(&("place".to_owned(), Withheld::Household)));
    let also = ["place".to_owned()];
    let asked = read(Export::Json(&json), &Asked { also_read: &also, ..with_form(&form) });
    assert_eq!(asked.tables[0].rows[0].geometry, Some(Geometry::Point(Point::new(36.8, -1.3))));
}

#[test]
fn choices_in_columns_of_their_own_are_one_question() {
    let form = form();
    let id = made_up::IDS[0];
    let kobo = format!("_uuid,house/assets/phone,house/assets/radio,_submission_time\n{id},1,1,2024-01-01\n");
    let read_text = |text: &str, asked: &Asked| read(Export::Sheets(&[made_up::sheet("a", b',', text)]), asked);
    let cells = |read: &Submissions, name: &str| {
        read.tables[0]
            .column(name)
            .map(|at| read.tables[0].rows.iter().map(|r| r.cells[at].to_string()).collect::<Vec<_>>())
    };
    let read_with_form = read_text(&kobo, &with_form(&form));
    assert_eq!(cells(&read_with_form, "house/assets").unwrap(), ["radio phone"]);
    // Without the form 0 and 1 may be answers of a group.
    assert!(cells(&read_text(&kobo, &Asked::default()), "house/assets/phone").is_some());
    let ona = "_uuid,q/slope,q/canal,_submission_time\n1,TRUE,False,x\n2,n/a,n/a,x\n3,True,TRUE,x\n";
    assert_eq!(cells(&read_text(ona, &Asked::default()), "q").unwrap(), ["slope", "", "slope canal"]);
}

#[test]
fn labels_as_headers_are_refused_without_the_form_and_read_with_it() {
    let text = "Your name,Where is water from?,Rent a month,_uuid,_submission_time\nAmina,Piped water,5,x,2024-01-01\n";
    let sheets = [made_up::sheet("a", b',', text)];
    let without = read(Export::Sheets(&sheets), &Asked::default());
    assert_eq!((codes(&without), without.tables.len()), (vec!["labels_as_headers"], 0));
    let form = form();
    let with = read(Export::Sheets(&sheets), &with_form(&form));
    let at = with.tables[0].column("house/water").unwrap();
    assert_eq!(with.tables[0].rows[0].cells[at], Cell::Text("piped".into()));
    assert_eq!(codes(&with), Vec::<&str>::new());
}

#[test]
fn of_submissions_with_one_id_equal_ones_come_once_and_the_later_stays() {
    let row = |id: &str, end: &str, rent: u8, more: &str| {
        format!(r#"{{"_uuid":"{id}","end":"{end}","rent":"{rent}","member":[{{"member/age":{rent}}}]{more}}}"#)
    };
    let text = format!(
        "[{},{},{},{},{}]",
        row("a", "2024-01-01T10:00:00Z", 1, ""),
        row("a", "2024-01-01T10:00:00Z", 1, ""),
        row("b", "2024-01-02T12:00:00+02:00", 3, ""),
        row("b", "2024-01-02T09:00:00Z", 2, ""),
        row("c", "2024-01-03T09:00:00Z", 4, r#","meta/deprecatedID":"a""#),
    );
    let read = read(Export::Json(&text), &Asked::default());
    assert_eq!(codes(&read), ["submission_repeated", "submissions_of_one_id", "submission_edited"]);
    let rent = read.tables[0].column("rent").unwrap();
    let left: Vec<_> = read.tables[0].rows.iter().map(|r| (r.key.as_str(), r.cells[rent].clone())).collect();
    assert_eq!(left, [("b", Cell::Integer(3)), ("c", Cell::Integer(4))]);
    let ages: Vec<_> = read.tables[1].rows.iter().map(|r| (r.parent_key.as_str(), r.cells[3].clone())).collect();
    assert_eq!(ages, [("b", Cell::Integer(3)), ("c", Cell::Integer(4))]);
    assert!(read.problems[1].to_string().contains("(see row 3)"), "{}", read.problems[1]);
}

#[test]
fn repeats_linked_by_key_stay_with_the_submission_that_is_kept() {
    let main = "KEY,end,SubmissionDate,rent\nuuid:1,2024-01-01,2024-01-01,1\nuuid:1,2024-01-02,2024-01-02,2\n";
    let child = "age,PARENT_KEY,KEY\n7,uuid:1,uuid:1/member[1]\n9,uuid:gone,uuid:gone/member[1]\n";
    let sheets = [made_up::sheet("f", b',', main), made_up::sheet("f-member", b',', child)];
    let read = read(Export::Sheets(&sheets), &Asked::default());
    assert_eq!(codes(&read), ["parent_missing", "submissions_of_one_id"]);
    assert_eq!((read.tables[0].rows.len(), read.tables[1].rows.len()), (1, 2));
    assert_eq!(read.tables[1].rows[0].key, "uuid:1/member[1]");
    assert_eq!(read.tables[1].rows[1].parent_key, "");
}

#[test]
fn versions_of_the_form_and_swapped_coordinates_are_said() {
    let text = r#"[{"_uuid":"a","__version__":"1","water":"piped","place":"36.8 -1.3 0 0"},
        {"_uuid":"b","__version__":"2","water":"piped","toilet":"pit","place":"106.8 -6.2 0 0"}]"#;
    let read = read(Export::Json(text), &Asked::default());
    assert_eq!(codes(&read), ["form_versions", "coordinates_out_of_range"]);
    assert_eq!(read.problems[0].value, "1 (1), 2 (1)");
    assert!(read.problems[0].expected.ends_with("only: toilet"));
    assert_eq!((read.problems[1].row, read.problems[1].column.as_str()), (Some(2), "place"));
    let at = read.tables[0].column("place").unwrap();
    assert_eq!(read.tables[0].rows[1].cells[at], Cell::Text("106.8 -6.2 0 0".into()));
}

#[test]
fn answers_that_the_form_does_not_have_or_take_are_reported_and_stay() {
    let form = form();
    let text = r#"[{"_uuid":"a","house/water":"river","house/assets":"radio boat","house/rent":"much","member":[{"member/age":"old"}]}]"#;
    let read = read(Export::Json(text), &with_form(&form));
    let said: Vec<_> = read.problems.iter().map(|p| (p.code.as_str(), p.column.as_str(), p.value.as_str())).collect();
    assert_eq!(
        said,
        [
            ("answer_unreadable", "house/rent", "much"),
            ("answer_unreadable", "member/age", "old"),
            ("choice_not_listed", "house/water", "river"),
            ("choice_not_listed", "house/assets", "boat")
        ]
    );
    let at = read.tables[0].column("house/rent").unwrap();
    assert_eq!(read.tables[0].rows[0].cells[at], Cell::Text("much".into()));
    assert_eq!(read.tables[0].columns[at].holds, ColumnType::Text);
}

#[test]
fn files_without_submissions_say_so() {
    let code = |export| codes(&read(export, &Asked::default())).join(" ");
    assert_eq!(code(Export::Json("7")), "not_submissions");
    assert_eq!(code(Export::Json("[]")), "no_rows");
    assert_eq!(code(Export::Sheets(&[])), "header_missing");
    assert_eq!(code(Export::Instances(&[("a".into(), "<a".into())])), "xml_unreadable no_rows");
    let circle = [
        made_up::sheet("a", b',', "x,_index,_parent_index,_parent_table_name\n1,1,1,b\n"),
        made_up::sheet("b", b',', "y,_index,_parent_index,_parent_table_name\n1,1,1,c\n"),
        made_up::sheet("c", b',', "y,_index,_parent_index,_parent_table_name\n1,1,1,b\n"),
    ];
    let _tables = read(Export::Sheets(&circle), &Asked::default());
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,200}", key in "[a-z_/]{0,12}") {
        let form = form();
        for asked in [Asked::default(), with_form(&form)] {
            let _tables = read(Export::Json(&text), &asked);
            let _tables = read(Export::Instances(&[("a".to_owned(), text.clone()), ("b".to_owned(), format!("<a><{key}>{text}</{key}></a>"))]), &asked);
            let sheets = [made_up::sheet("a", b',', &format!("KEY,{key},place\n\"{text}\",\"{text}\",\"{text}\"\n")), made_up::sheet("b", b';', &text)];
            let _tables = read(Export::Sheets(&sheets), &asked);
        }
    }
}
