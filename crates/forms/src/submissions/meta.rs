//! Meta: what the tool itself writes beside the answers.

use super::raw::{Raw, Row};

/// What a tool says about a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Meta {
    /// Instance id, or the row's own key in a repeat.
    pub id: String,
    /// Key by which the tool links rows.
    pub key: String,
    pub parent_key: String,
    pub index: String,
    pub parent_index: String,
    pub parent_table: String,
    pub submitted: String,
    pub version: String,
    pub review: String,
    pub edits: String,
    /// Instance id of the submission that this one replaced.
    pub replaced: String,
}

/// What a column of the tool is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    Id,
    Uuid,
    Number,
    Key,
    ParentKey,
    Index,
    ParentIndex,
    ParentTable,
    Submitted,
    Version,
    Review,
    Deleted,
    Edits,
    Replaced,
    Attachments,
    Ignored,
    Personal,
}

/// Names as the tools write them, groups parted by `/`.
const NAMES: [(&str, Known); 61] = [
    ("meta/instanceID", Known::Id),
    ("instanceID", Known::Id),
    ("__id", Known::Key),
    ("KEY", Known::Key),
    ("_uuid", Known::Uuid),
    ("_id", Known::Number),
    ("PARENT_KEY", Known::ParentKey),
    ("__Submissions-id", Known::ParentKey),
    ("_index", Known::Index),
    ("_parent_index", Known::ParentIndex),
    ("_parent_table_name", Known::ParentTable),
    ("_submission_time", Known::Submitted),
    ("SubmissionDate", Known::Submitted),
    ("__system/submissionDate", Known::Submitted),
    ("__version__", Known::Version),
    ("FormVersion", Known::Version),
    ("__system/formVersion", Known::Version),
    ("_validation_status", Known::Review),
    ("_validation_status/uid", Known::Review),
    ("ReviewState", Known::Review),
    ("__system/reviewState", Known::Review),
    ("DeletedAt", Known::Deleted),
    ("__system/deletedAt", Known::Deleted),
    ("Edits", Known::Edits),
    ("__system/edits", Known::Edits),
    ("meta/deprecatedID", Known::Replaced),
    ("deprecatedID", Known::Replaced),
    ("_attachments", Known::Attachments),
    ("AttachmentsPresent", Known::Attachments),
    ("__system/attachmentsPresent", Known::Attachments),
    ("AttachmentsExpected", Known::Ignored),
    ("Status", Known::Ignored),
    ("isValidated", Known::Ignored),
    ("_xform_id_string", Known::Ignored),
    ("_xform_id", Known::Ignored),
    ("_status", Known::Ignored),
    ("_tags", Known::Ignored),
    ("_geolocation", Known::Ignored),
    ("_bamboo_dataset_id", Known::Ignored),
    ("_duration", Known::Ignored),
    ("_edited", Known::Ignored),
    ("_last_edited", Known::Ignored),
    ("_media_count", Known::Ignored),
    ("_total_media", Known::Ignored),
    ("_media_all_received", Known::Ignored),
    ("_version", Known::Ignored),
    ("_supplementalDetails", Known::Ignored),
    ("_date_modified", Known::Ignored),
    ("_notes", Known::Personal),
    ("_submitted_by", Known::Personal),
    ("_reviewed_by", Known::Personal),
    ("SubmitterID", Known::Personal),
    ("SubmitterName", Known::Personal),
    ("DeviceID", Known::Personal),
    ("__system/submitterId", Known::Personal),
    ("__system/submitterName", Known::Personal),
    ("__system/deviceId", Known::Personal),
    ("meta/instanceName", Known::Personal),
    ("instanceName", Known::Personal),
    ("meta/audit", Known::Personal),
    ("meta/userID", Known::Personal),
];

/// Names that a form may also give a question; the tool's only where a `KEY` stands beside them.
const OF_CENTRAL: [&str; 9] = [
    "Status",
    "Edits",
    "DeviceID",
    "ReviewState",
    "SubmitterID",
    "SubmitterName",
    "SubmissionDate",
    "FormVersion",
    "DeletedAt",
];

/// What a column of the tool is; none for a question. `central` says that the table has a `KEY`.
pub(super) fn known(name: &str, central: bool) -> Option<Known> {
    if !central && OF_CENTRAL.contains(&name) {
        return None;
    }
    let bare = name.strip_prefix("_submission_").filter(|rest| rest.starts_with('_') || rest.starts_with("meta/"));
    if let Some(bare) = bare {
        // What a repeat's sheet repeats of its submission.
        return Some(if NAMES.contains(&(bare, Known::Personal)) { Known::Personal } else { Known::Ignored });
    }
    if let Some((_, known)) = NAMES.iter().find(|(held, _)| *held == name) {
        return Some(*known);
    }
    let of_the_tool =
        ["meta/", "formhub/", "__system/", "_validation_status/", "_attachments/", "SET-OF-", "__Submissions"]
            .iter()
            .any(|start| name.starts_with(start));
    (of_the_tool || name.contains("@odata.")).then_some(Known::Ignored)
}

/// Takes what the tool says into the row.
pub(super) fn take(raw: &mut Raw, row: &mut Row, (known, name): (Known, &str), text: &str) {
    let text = text.trim();
    if text.is_empty() || text == "n/a" {
        return;
    }
    let meta = &mut row.meta;
    match known {
        Known::Id => meta.id = instance_id(text),
        Known::Uuid if meta.id.is_empty() || meta.id.starts_with('#') => meta.id = instance_id(text),
        Known::Number if meta.id.is_empty() => meta.id = format!("#{text}"),
        Known::Uuid | Known::Number | Known::Ignored => {}
        Known::Key => meta.key = instance_id(text),
        Known::ParentKey => meta.parent_key = instance_id(text),
        Known::Index => text.clone_into(&mut meta.index),
        Known::ParentIndex => text.clone_into(&mut meta.parent_index),
        Known::ParentTable => text.clone_into(&mut meta.parent_table),
        Known::Submitted => meta.submitted = moment(text),
        Known::Version => text.clone_into(&mut meta.version),
        Known::Review => meta.review = review(text),
        Known::Deleted => "deleted".clone_into(&mut meta.review),
        Known::Edits => text.clone_into(&mut meta.edits),
        Known::Replaced => meta.replaced = instance_id(text),
        Known::Attachments => raw.media = raw.media.saturating_add(text.parse().unwrap_or(0)),
        Known::Personal => {
            let bare = name.strip_prefix("_submission_").filter(|rest| rest.starts_with('_')).unwrap_or(name);
            raw.withheld.insert(bare.to_owned());
        }
    }
}

/// A UUID has `uuid:` before it, as instances write it; other ids stay.
pub(super) fn instance_id(text: &str) -> String {
    let plain = text.len() == 36 && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    if plain { format!("uuid:{text}") } else { text.to_owned() }
}

/// A moment of the server, which is in UTC: `2024-03-01T10:00:00`.
fn moment(text: &str) -> String {
    let text = text.replacen(' ', "T", 1);
    let text = text.strip_suffix('Z').or_else(|| text.strip_suffix("+00:00")).unwrap_or(&text);
    match text.split_once('.') {
        Some((seconds, part)) if part.bytes().all(|b| b.is_ascii_digit()) => seconds.to_owned(),
        _ => text.to_owned(),
    }
}

/// `approved`, `not_approved`, `on_hold`, `has_issues`, `edited`, or as written.
fn review(text: &str) -> String {
    let text = text.trim().trim_start_matches("validation_status_").to_lowercase().replace([' ', '-'], "_");
    match text.as_str() {
        "rejected" => "not_approved".to_owned(),
        "hasissues" => "has_issues".to_owned(),
        "received" | "null" | "no_status" => String::new(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_tools_write_beside_the_answers_is_told_from_the_answers() {
        assert_eq!(known("_submission__submitted_by", false), Some(Known::Personal));
        assert_eq!(known("_submission__uuid", false), Some(Known::Ignored));
        assert_eq!(known("_submission_time", false), Some(Known::Submitted));
        assert_eq!((known("Status", false), known("Status", true)), (None, Some(Known::Ignored)));
        assert_eq!((known("water", true), known("_own_question", false)), (None, None));
    }

    #[test]
    fn moments_reviews_and_ids_are_written_in_one_way() {
        assert_eq!(moment("2024-03-01 10:00:00"), "2024-03-01T10:00:00");
        assert_eq!(moment("2024-03-01T10:00:00.123Z"), "2024-03-01T10:00:00");
        assert_eq!((review("Not Approved").as_str(), review("rejected").as_str()), ("not_approved", "not_approved"));
        assert_eq!(review("validation_status_on_hold"), "on_hold");
        let id = "0a6b4d2e-7a4f-4a55-9f11-0123456789ab";
        assert_eq!((instance_id(id), instance_id("one")), (format!("uuid:{id}"), "one".to_owned()));
    }
}
