//! The desk on a disk: what is kept, what is kept once, and what is not there.

use super::*;
use city::desk::{Account, Decision, Read, Role, State};

const NOW: &str = "2026-11-22T10:00:00Z";

fn desk() -> (tempfile::TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(folder.path()).unwrap();
    (folder, desk)
}

fn kept(name: &str) -> Kept {
    let account = Account {
        name: name.to_owned(),
        role: Role::Community,
        owners: vec!["O'Hara; --".to_owned()],
        made: NOW.to_owned(),
    };
    Kept { account, password: "hash".to_owned() }
}

fn came<'a>(instance: &'a str, digest: &'a str) -> Came<'a> {
    Came { form: "f", form_version: "1", instance, digest, xml: b"<f/>", sender: "amina", received: NOW }
}

#[test]
fn an_account_ends_with_its_sessions_and_tokens_and_a_session_with_its_time() {
    let (folder, desk) = desk();
    assert!(!desk.has_accounts().unwrap());
    assert!(desk.add_account(&kept("amina'); DROP TABLE account;--")).unwrap());
    assert!(desk.add_account(&kept("amina")).unwrap() && !desk.add_account(&kept("amina")).unwrap());
    assert_eq!(desk.account("amina").unwrap(), Some(kept("amina")));
    desk.begin_session("h", "amina", (NOW, "2026-11-22T22:00:00Z")).unwrap();
    desk.add_token("t", "amina", NOW).unwrap();
    let signed_in = |now| desk.signed_in("h", now).unwrap().map(|account| account.name);
    assert_eq!(signed_in("2026-11-22T21:59:59Z").as_deref(), Some("amina"));
    assert_eq!(signed_in("2026-11-22T22:00:00Z"), None);
    assert_eq!(desk.account_of_token("t").unwrap().map(|account| account.name).as_deref(), Some("amina"));
    let another = Desk::open(folder.path()).unwrap();
    assert!(another.remove_account("amina").unwrap() && !another.remove_account("amina").unwrap());
    assert_eq!((signed_in(NOW), desk.account_of_token("t").unwrap()), (None, None));
    assert_eq!(desk.accounts().unwrap().len(), 1);
}

#[test]
fn a_new_password_ends_sessions_and_tokens_and_another_role_only_sessions() {
    let (_folder, desk) = desk();
    desk.add_account(&kept("amina")).unwrap();
    desk.begin_session("h", "amina", (NOW, "2026-11-22T22:00:00Z")).unwrap();
    desk.add_token("t", "amina", NOW).unwrap();
    desk.change_account(&kept("amina")).unwrap();
    assert!(desk.signed_in("h", NOW).unwrap().is_none() && desk.account_of_token("t").unwrap().is_some());
    desk.change_account(&Kept { password: "other".to_owned(), ..kept("amina") }).unwrap();
    assert!(desk.account_of_token("t").unwrap().is_none());
    assert!(!desk.change_account(&kept("nobody")).unwrap());
}

#[test]
fn the_same_submission_is_kept_once_and_other_content_beside_it() {
    let (_folder, desk) = desk();
    let about =
        city::desk::Attachment { name: "a.jpg".into(), kind: "image/jpeg".into(), bytes: 3, digest: "d".into() };
    let file = NewAttachment { about, path: "inbox/d/d".into() };
    let first = desk.receive(&came("uuid:1", "x"), &[]).unwrap();
    assert_eq!((first.edition, first.new), (1, true));
    let again = desk.receive(&came("uuid:1", "x"), std::slice::from_ref(&file)).unwrap();
    assert_eq!((again.id, again.new), (first.id, false));
    desk.receive(&came("uuid:1", "x"), std::slice::from_ref(&file)).unwrap();
    assert_eq!(desk.attachments(first.id).unwrap(), [file]);
    let other = desk.receive(&came("uuid:1", "y"), &[]).unwrap();
    assert_eq!((other.edition, other.new), (2, true));
    assert_eq!(desk.submission_count().unwrap(), 2);
    let (_, xml) = desk.submission(first.id).unwrap().unwrap();
    assert_eq!(xml, b"<f/>");
    assert_eq!(desk.submissions((Some("f"), Some("waiting")), Some(other.id), 10).unwrap().len(), 1);
}

#[test]
fn a_decision_holds_once() {
    let (_folder, desk) = desk();
    let id = desk.receive(&came("uuid:1", "x"), &[]).unwrap().id;
    desk.receive(&came("uuid:1", "y"), &[]).unwrap();
    let decision = Decision {
        state: State::Confirmed,
        owner: "O".into(),
        source: "field_1".into(),
        reason: String::new(),
        by: "amina".into(),
        when: NOW.into(),
    };
    assert!(desk.decide(id, State::Waiting, &decision).unwrap());
    assert!(!desk.decide(id, State::Waiting, &decision).unwrap());
    let (confirmed, _) = desk.submission(id).unwrap().unwrap();
    assert_eq!((confirmed.state, confirmed.source.as_str()), (State::Confirmed, "field_1"));
    let (other, _) = desk.submission(id + 1).unwrap().unwrap();
    assert_eq!(desk.confirmed_edition(&other).unwrap(), Some(id));
    assert_eq!(desk.confirmed_in("field_1").unwrap(), 1);
}

#[test]
fn reads_are_added_up_by_day_and_shown_to_their_owner() {
    let (_folder, desk) = desk();
    let read = |owner: &str, last: &str| Read {
        account: "amina".into(),
        owner: owner.into(),
        kind: "place".into(),
        thing: "settlement:a".into(),
        day: "2026-11-22".into(),
        first: last.into(),
        last: last.into(),
        times: 1,
    };
    desk.log_reads(&[read("A", NOW), read("B", NOW)]).unwrap();
    desk.log_reads(&[read("A", "2026-11-22T11:00:00Z")]).unwrap();
    let of_a = desk.reads(Some(&["A".to_owned()]), 10).unwrap();
    assert_eq!(of_a.len(), 1);
    assert_eq!((of_a[0].first.as_str(), of_a[0].last.as_str(), of_a[0].times), (NOW, "2026-11-22T11:00:00Z", 2));
    assert_eq!(desk.reads(None, 10).unwrap().len(), 2);
    assert!(desk.reads(Some(&[]), 10).unwrap().is_empty());
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let db = Connection::open(Desk::file(folder.path())).unwrap();
    db.execute_batch("CREATE TABLE theirs (a)").unwrap();
    assert!(matches!(Desk::open(folder.path()), Err(StoreError::NotACity { .. })));
    assert_eq!(db.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get::<_, i64>(0)).unwrap(), 1);
}
