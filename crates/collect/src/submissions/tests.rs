//! The same answers in every file: sniffed, opened, read; zips, folders and forms.

use super::*;
use crate::archive::tests::zip_of;
use crate::sniff::sniff;
use city::settings::{Reader, TextSettings};

const JSON: &str = r#"{"results":[
    {"_id":1,"_uuid":"u1","_xform_id_string":"f","water":"piped","rent":"12.5","name":"Amina","member":[{"member/age":"4"}],"_submission_time":"2024-03-01T10:00:00"},
    {"_id":2,"_uuid":"u2","_xform_id_string":"f","water":"tanker","rent":"7","name":"Joseph","member":[{"member/age":"31"}],"_submission_time":"2024-03-02T10:00:00"}]}"#;
const MAIN: &str = "SubmissionDate,water,rent,name,meta-instanceID,KEY\n2024-03-01T10:00:00.000Z,piped,12.5,Amina,u1,u1\n2024-03-02T10:00:00.000Z,tanker,7,Joseph,u2,u2\n";
const MEMBER: &str = "age,PARENT_KEY,KEY\n4,u1,u1/member[1]\n31,u2,u2/member[1]\n";

fn instance(id: &str, day: u8, water: &str, rent: &str, age: u8) -> String {
    format!(
        "<?xml version='1.0'?><f id='f' submissionDate='2024-03-0{day}T10:00:00.000Z'><water>{water}</water><rent>{rent}</rent><name>N</name><member><age>{age}</age></member><member><age/></member><meta><instanceID>{id}</instanceID></meta></f>"
    )
}

/// A folder with the same answers in each of the ways in which they come.
fn exports() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    };
    write("kobo.json", JSON.as_bytes());
    write("form.csv", MAIN.as_bytes());
    write("form-member.csv", MEMBER.as_bytes());
    write(
        "central.zip",
        &zip_of(&[("form.csv", MAIN.as_bytes()), ("form-member.csv", MEMBER.as_bytes()), ("media/1.jpg", b"x")]),
    );
    let (one, two) = (instance("u1", 1, "piped", "12.5", 4), instance("u2", 2, "tanker", "7", 31));
    write(
        "instances.zip",
        &zip_of(&[("uuid1/submission.xml", one.as_bytes()), ("uuid2/submission.xml", two.as_bytes())]),
    );
    write("instances/uuid1/submission.xml", one.as_bytes());
    write("instances/uuid2/submission.xml", two.as_bytes());
    write("instances/uuid1/1.jpg", b"x");
    folder
}

fn read_at(folder: &Path, file: &str, layer: &str) -> Records {
    let text = TextSettings::default();
    read(&Request { path: &folder.join(file), file, layer, text: &text })
}

fn codes(records: &Records) -> Vec<&str> {
    records.problems.iter().map(|p| p.code.as_str()).collect()
}

#[test]
fn every_file_is_known_and_gives_the_same_tables() {
    let folder = exports();
    let first = read_at(folder.path(), "kobo.json", "");
    assert_eq!(codes(&first), ["not_read", "repeats_found"]);
    assert_eq!((first.rows.len(), first.rows[1].cells[5].to_string()), (2, "7".to_owned()));
    for file in ["kobo.json", "form.csv", "central.zip", "instances.zip"] {
        assert_eq!(sniff(&folder.path().join(file)), Ok(Reader::Submissions), "{file}");
    }
    for file in ["form.csv", "central.zip", "instances.zip", "instances"] {
        let other = read_at(folder.path(), file, "");
        // A row of a CSV is counted from its header, a submission of JSON from 1.
        let cells = |records: &Records| records.rows.iter().map(|row| row.cells.clone()).collect::<Vec<_>>();
        assert_eq!((&other.columns, cells(&other)), (&first.columns, cells(&first)), "{file}");
        let ages: Vec<_> = read_at(folder.path(), file, "member").rows.iter().map(|r| r.cells[3].to_string()).collect();
        let expected: &[&str] = if file.starts_with("instances") { &["4", "", "31", ""] } else { &["4", "31"] };
        assert_eq!(ages, expected, "{file}");
        assert_eq!(repeats(&folder.path().join(file)).unwrap(), ["submissions", "member"]);
    }
    let zip = read_at(folder.path(), "central.zip", "");
    let files = zip.problems.iter().find(|p| p.code == "files_named").unwrap();
    assert_eq!(files.value, "0 named, 1 beside");
    assert!(!format!("{zip:?}").contains("Amina"));
}

#[test]
fn a_repeat_that_is_not_there_and_files_without_submissions_say_so() {
    let folder = exports();
    assert!(codes(&read_at(folder.path(), "kobo.json", "children")).contains(&"repeat_missing"));
    std::fs::write(folder.path().join("a.zip"), zip_of(&[("a.txt", b"x")])).unwrap();
    assert_eq!(codes(&read_at(folder.path(), "a.zip", "")), ["not_submissions"]);
    assert_eq!(codes(&read_at(folder.path(), "none.json", "")), ["file_missing"]);
}
