//! What tells submissions from other JSON, XML, tables and zips.

use crate::archive::Archive;
use std::path::Path;

/// The most bytes of a file in a zip that are looked at whole.
const LOOKED_AT: usize = 64 << 20;

/// Whether JSON is submissions: of KoboToolbox and Ona, or the `OData` of ODK Central.
pub(crate) fn in_json(text: &str) -> bool {
    let named = |name: &str| text.contains(&format!("\"{name}\""));
    named("_xform_id_string")
        || named("meta/instanceID")
        || named("formhub/uuid")
        || named("_uuid") && named("_submission_time")
        || named("__id") && (named("__system") || named("instanceID"))
}

/// Whether XML is an instance: a root with the form's id, and the instance's own.
pub(crate) fn in_text(text: &str) -> bool {
    text.contains("instanceID>") && !text.contains("<h:html")
        || text.contains("<results>") && text.contains("instanceID")
}

/// Whether the header of a table is one of submissions.
pub(crate) fn in_table(header: &str) -> bool {
    let columns: Vec<&str> = header.split([',', ';', '\t']).map(|name| name.trim().trim_matches('"')).collect();
    let named = |name: &str| columns.contains(&name);
    named("KEY") && ["PARENT_KEY", "SubmissionDate", "meta-instanceID"].iter().any(|name| named(name))
        || named("_uuid") && named("_submission_time")
        || named("_submission__uuid") && named("_parent_index")
}

/// Whether a zip holds submissions: the CSV files of ODK Central, instances as XML, or a workbook of KoboToolbox.
pub(crate) fn in_zip(path: &Path) -> bool {
    let Ok(mut archive) = Archive::open(path) else { return false };
    let entries = archive.entries().to_vec();
    let book = entries.iter().any(|entry| entry.name.starts_with("xl/workbook."));
    if book {
        // Texts stand in one list, or in the cells of the first sheet.
        let of_texts = |name: &str| name == "xl/sharedStrings.xml" || name == "xl/worksheets/sheet1.xml";
        return entries.iter().filter(|entry| of_texts(&entry.name)).any(|entry| {
            let bytes = archive.unpack(entry).unwrap_or_default();
            let bytes = bytes.get(..LOOKED_AT.min(bytes.len())).unwrap_or_default();
            let named = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
            named(b">_submission_time<") && (named(b">_index<") || named(b">_uuid<"))
        });
    }
    let table = entries.iter().find(|entry| entry.name.to_ascii_lowercase().ends_with(".csv"));
    let instance = entries.iter().find(|entry| entry.name.to_ascii_lowercase().ends_with(".xml"));
    let mut start = |entry: &crate::archive::Entry| {
        let bytes = archive.unpack(entry).unwrap_or_default();
        crate::encoding::text(bytes.get(..bytes.len().min(64 << 10)).unwrap_or_default(), None).0.into_owned()
    };
    if let Some(table) = table {
        return start(table).lines().next().is_some_and(in_table);
    }
    instance.is_some_and(|instance| in_text(&start(instance)))
}
