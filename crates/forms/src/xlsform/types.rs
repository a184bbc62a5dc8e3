//! Types of the survey sheet: what a question takes, in the spellings that the form tools take.

use crate::{Kind, Limits};

/// What stands in the column `type`.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Type {
    Question(Kind),
    BeginGroup,
    BeginRepeat,
    EndGroup,
    EndRepeat,
    /// Known to form tools, and not kept here: why.
    NotKept(&'static str),
    Unknown,
}

const PLAIN: [(Kind, &[&str]); 18] = [
    (Kind::Text, &["text", "string", "q string", "add text prompt"]),
    (Kind::Integer, &["integer", "int", "q int", "add integer prompt"]),
    (Kind::Decimal, &["decimal", "q decimal", "add decimal prompt"]),
    (Kind::Note, &["note", "q note", "add note prompt"]),
    (Kind::Geopoint, &["geopoint", "gps", "location", "q geopoint", "q location", "add location prompt"]),
    (Kind::Geotrace, &["geotrace", "q geotrace"]),
    (Kind::Geoshape, &["geoshape", "q geoshape"]),
    (Kind::Date, &["date", "q date", "add date prompt"]),
    (Kind::Time, &["time"]),
    (
        Kind::DateTime,
        &[
            "dateTime",
            "datetime",
            "date time",
            "q dateTime",
            "q date time",
            "add dateTime prompt",
            "add date time prompt",
        ],
    ),
    (Kind::Image, &["image", "photo", "q image", "q picture", "add image prompt", "add photo prompt"]),
    (Kind::Audio, &["audio", "q audio", "add audio prompt"]),
    (Kind::Video, &["video", "q video", "add video prompt"]),
    (Kind::File, &["file", "add file prompt"]),
    (Kind::Barcode, &["barcode", "q barcode", "add barcode prompt"]),
    (Kind::Calculate, &["calculate", "q calculate", "add calculate prompt"]),
    (Kind::Acknowledge, &["acknowledge", "q acknowledge", "add acknowledge prompt", "trigger"]),
    (Kind::Hidden, &["hidden"]),
];

const RECORDED: [(&str, &[&str]); 9] = [
    ("start", &["start", "start time", "get start time"]),
    ("end", &["end", "end time", "get end time"]),
    ("today", &["today", "get today"]),
    ("deviceid", &["deviceid", "imei", "device id", "get device id"]),
    ("username", &["username"]),
    ("phonenumber", &["phonenumber", "get phone number"]),
    ("email", &["email"]),
    ("audit", &["audit"]),
    ("start-geopoint", &["start-geopoint"]),
];

const SELECT: [(&str, Select); 9] = [
    ("select_one", Select::One),
    ("select one", Select::One),
    ("select one from", Select::One),
    ("select1", Select::One),
    ("add select one prompt using", Select::One),
    ("select_multiple", Select::Multiple),
    ("select all that apply", Select::Multiple),
    ("select all that apply from", Select::Multiple),
    ("add select multiple prompt using", Select::Multiple),
];

const NOT_KEPT: [(&str, &str); 15] = [
    ("xml-external", "data from another file"),
    ("csv-external", "data from another file"),
    ("osm", "a building or place of OpenStreetMap"),
    ("background-audio", "a recording of the whole interview"),
    ("background-geopoint", "a place recorded when an answer changes"),
    ("simserial", "the number of the telephone card"),
    ("sim id", "the number of the telephone card"),
    ("get sim id", "the number of the telephone card"),
    ("subscriberid", "the number of the subscriber"),
    ("subscriber id", "the number of the subscriber"),
    ("get subscriber id", "the number of the subscriber"),
    ("phone number", "a text with a constraint of its own: write text and the constraint"),
    ("percentage", "a whole number with a constraint of its own: write integer and the constraint"),
    ("number of days in last month", "a whole number with a constraint of its own: write integer and the constraint"),
    ("number of days in last year", "a whole number with a constraint of its own: write integer and the constraint"),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Select {
    One,
    Multiple,
}

/// What a type means.
pub(super) fn read(written: &str) -> Type {
    let written = written.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(kind) = plain(&written) {
        return Type::Question(kind);
    }
    if let Some((_, why)) = NOT_KEPT.iter().find(|(name, _)| *name == written) {
        return Type::NotKept(why);
    }
    if written.starts_with("uri:") {
        return Type::NotKept("what the telephone records in another spelling");
    }
    section(&written).or_else(|| choosing(&written)).unwrap_or(Type::Unknown)
}

fn plain(written: &str) -> Option<Kind> {
    if written == "range" {
        return Some(Kind::Range(Limits { start: 1.0, end: 10.0, step: 1.0 }));
    }
    let plain = PLAIN.iter().find(|(_, names)| names.contains(&written)).map(|(kind, _)| kind.clone());
    let recorded = || RECORDED.iter().find(|(_, names)| names.contains(&written));
    plain.or_else(|| recorded().map(|(name, _)| Kind::Recorded((*name).to_owned())))
}

fn section(written: &str) -> Option<Type> {
    let (word, what) = written.split_once([' ', '_'])?;
    let repeat = match what {
        "group" => false,
        "repeat" | "lgroup" | "looped group" => true,
        _ if what.starts_with("loop") && matches!(word, "begin" | "end") => {
            return Some(Type::NotKept("a loop over a list: write the questions out, or use a repeat"));
        }
        _ => return None,
    };
    match (word, repeat) {
        ("begin", false) => Some(Type::BeginGroup),
        ("begin", true) => Some(Type::BeginRepeat),
        ("end", false) => Some(Type::EndGroup),
        ("end", true) => Some(Type::EndRepeat),
        _ => None,
    }
}

fn choosing(written: &str) -> Option<Type> {
    if written.contains("from_file") || written.contains("from file") {
        return Some(Type::NotKept("choices from another file"));
    }
    if written.starts_with("select_one_external") {
        return Some(Type::NotKept("choices from the sheet external_choices"));
    }
    if written.starts_with("cascading_select") || written.starts_with("cascading select") {
        return Some(Type::NotKept("the old style of cascades: use choice_filter"));
    }
    let (rest, or_other) = [" or specify other", " or_other", " or other"]
        .iter()
        .find_map(|end| written.strip_suffix(end))
        .map_or((written, false), |rest| (rest, true));
    let (command, list) = rest.rsplit_once(' ')?;
    if list.contains("${") {
        return Some(Type::NotKept("choices out of earlier answers"));
    }
    let list = list.to_owned();
    if command == "rank" && !or_other {
        return Some(Type::Question(Kind::Rank { list }));
    }
    let (_, select) = SELECT.iter().find(|(name, _)| *name == command)?;
    Some(Type::Question(match select {
        Select::One => Kind::SelectOne { list, or_other },
        Select::Multiple => Kind::SelectMultiple { list, or_other },
    }))
}

/// The type of a question as it is written.
pub(super) fn written(kind: &Kind) -> String {
    let other = |or_other: bool| if or_other { " or_other" } else { "" };
    match kind {
        Kind::Range(_) => "range".to_owned(),
        Kind::SelectOne { list, or_other } => format!("select_one {list}{}", other(*or_other)),
        Kind::SelectMultiple { list, or_other } => format!("select_multiple {list}{}", other(*or_other)),
        Kind::Rank { list } => format!("rank {list}"),
        Kind::Recorded(what) => what.clone(),
        plain => {
            let found = PLAIN.iter().find(|(kind, _)| kind == plain);
            found.and_then(|(_, names)| names.first()).copied().unwrap_or("text").to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_known_in_every_spelling_that_form_tools_take() {
        let one = |or_other| Type::Question(Kind::SelectOne { list: "yes_no".into(), or_other });
        let several = Type::Question(Kind::SelectMultiple { list: "l".into(), or_other: false });
        for (written, meant) in [
            ("select_one  yes_no", one(false)),
            ("select one from yes_no", one(false)),
            ("select1 yes_no or specify other", one(true)),
            ("select_one yes_no or_other", one(true)),
            ("select all that apply from l", several),
            ("rank l", Type::Question(Kind::Rank { list: "l".into() })),
            ("begin_group", Type::BeginGroup),
            ("begin repeat", Type::BeginRepeat),
            ("end_repeat", Type::EndRepeat),
            ("gps", Type::Question(Kind::Geopoint)),
            ("imei", Type::Question(Kind::Recorded("deviceid".into()))),
        ] {
            assert_eq!(read(written), meant, "{written}");
        }
        for written in
            ["select_one_from_file a.csv", "xml-external", "begin loop over l", "select_one ${a}", "uri:deviceid"]
        {
            assert!(matches!(read(written), Type::NotKept(_)), "{written}");
        }
        for written in ["Text", "select_one", "rank l or_other", "begin", "select_one_list"] {
            assert_eq!(read(written), Type::Unknown, "{written}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for (kind, _) in PLAIN {
            assert_eq!(read(&written(&kind)), Type::Question(kind));
        }
    }
}
