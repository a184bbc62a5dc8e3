//! The same three submissions as every tool exports them: a household survey with members and, inside them, illnesses.

use crate::{Choice, ChoiceList, Form, Group, Item, Kind, Logic, Question, Repeat, Section, Sheet, SheetRow, Words};
use city::Cell;

fn words(text: &str) -> Words {
    Words::from([("English (en)".to_owned(), text.to_owned())])
}

fn question(name: &str, kind: Kind, label: &str) -> Item {
    Item::Question(Question { name: name.to_owned(), kind, label: words(label), ..Question::default() })
}

fn section(name: &str) -> Section {
    Section { name: name.to_owned(), label: words(name), ..Section::default() }
}

fn list(names: &[(&str, &str)]) -> ChoiceList {
    let choice =
        |(name, label): &(&str, &str)| Choice { name: (*name).to_owned(), label: words(label), ..Choice::default() };
    ChoiceList { choices: names.iter().map(choice).collect() }
}

/// A form with a group, a question with several choices, a place, a name, a photo, a repeat and one inside it.
pub fn form() -> Form {
    let one = |list: &str| Kind::SelectOne { list: list.to_owned(), or_other: false };
    let several = Kind::SelectMultiple { list: "asset".to_owned(), or_other: false };
    let house = vec![
        question("water", one("water"), "Where is water from?"),
        question("assets", several, "What do you own?"),
        question("rent", Kind::Decimal, "Rent a month"),
    ];
    let illness = vec![question("kind", one("illness"), "Which?")];
    let member = vec![
        question("first_name", Kind::Text, "First name"),
        question("age", Kind::Integer, "How old?"),
        Item::Repeat(Repeat { section: section("illness"), items: illness, ..Repeat::default() }),
    ];
    let spoken = Question {
        name: "greeting".to_owned(),
        kind: Kind::Calculate,
        logic: Logic { calculation: "concat('Dear ', ${respondent})".to_owned(), ..Logic::default() },
        ..Question::default()
    };
    Form {
        id: "water_2024".to_owned(),
        version: "2".to_owned(),
        title: words("Water of the quarter"),
        default_language: "English (en)".to_owned(),
        languages: vec!["English (en)".to_owned()],
        items: vec![
            question("end", Kind::Recorded("end".to_owned()), ""),
            question("deviceid", Kind::Recorded("deviceid".to_owned()), ""),
            question("respondent", Kind::Text, "Your name"),
            question("photo", Kind::Image, "Photo of the tap"),
            Item::Question(spoken),
            Item::Group(Group { section: section("house"), items: house }),
            question("place", Kind::Geopoint, "Where is it?"),
            Item::Repeat(Repeat { section: section("member"), items: member, ..Repeat::default() }),
        ],
        choices: [
            ("water".to_owned(), list(&[("piped", "Piped water"), ("tanker", "Tanker")])),
            ("asset".to_owned(), list(&[("radio", "Radio"), ("phone", "Phone"), ("bicycle", "Bicycle")])),
            ("illness".to_owned(), list(&[("malaria", "Malaria"), ("cholera", "Cholera")])),
        ]
        .into(),
        ..Form::default()
    }
}

pub const IDS: [&str; 3] = [
    "11111111-1111-4111-8111-111111111111",
    "22222222-2222-4222-8222-222222222222",
    "33333333-3333-4333-8333-333333333333",
];

/// A sheet out of delimited text.
pub fn sheet(name: &str, delimiter: u8, text: &str) -> Sheet {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let cell = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
    let row = |(number, record): (u64, Result<csv::StringRecord, csv::Error>)| SheetRow {
        number,
        cells: record.unwrap().iter().map(cell).collect(),
    };
    Sheet { name: name.to_owned(), rows: (1..).zip(reader.records()).map(row).collect() }
}

fn filled(text: &str) -> String {
    text.replace("ID1", IDS[0]).replace("ID2", IDS[1]).replace("ID3", IDS[2])
}

/// KoboToolbox, CSV with semicolons: groups in the names, choices both in one column and in columns of their own.
pub fn kobo_csv() -> Vec<Sheet> {
    let text = filled(
        "end;deviceid;respondent;photo;photo_URL;greeting;house/water;house/assets;house/assets/radio;house/assets/phone;house/assets/bicycle;house/rent;place;_place_latitude;_place_longitude;_place_altitude;_place_precision;_id;_uuid;_submission_time;_validation_status;_notes;_status;_submitted_by;__version__;_tags;_index\n\
         2024-03-01T09:00:00.000+02:00;collect:a;Amina;1.jpg;https://x/1.jpg;Dear Amina;piped;radio phone;1;1;0;12.5;-1.3 36.8 1700 4.5;-1.3;36.8;1700;4.5;1;ID1;2024-03-01T10:00:00;;;submitted_via_web;worker;2;;1\n\
         2024-03-02T09:00:00.000+02:00;collect:a;Joseph;;;Dear Joseph;tanker;;0;0;0;;-1.31 36.81 0 0;-1.31;36.81;0;0;2;ID2;2024-03-02T10:00:00;Not Approved;;submitted_via_web;worker;2;;2\n\
         2024-03-03T09:00:00.000+02:00;collect:b;Esi;;;Dear Esi;tanker;bicycle;0;0;1;7;;;;;;3;ID3;2024-03-03T10:00:00;;;submitted_via_web;worker;2;;3\n",
    );
    vec![sheet("water_2024", b';', &text)]
}

/// KoboToolbox, workbook: a sheet for each repeat, without groups in the names.
pub fn kobo_sheets() -> Vec<Sheet> {
    let main = filled(
        "end,deviceid,respondent,photo,greeting,water,assets,rent,place,_place_latitude,_place_longitude,_place_altitude,_place_precision,_id,_uuid,_submission_time,_validation_status,_notes,_submitted_by,__version__,_index\n\
         2024-03-01T09:00:00.000+02:00,collect:a,Amina,1.jpg,Dear Amina,piped,radio phone,12.5,-1.3 36.8 1700 4.5,-1.3,36.8,1700,4.5,1,ID1,2024-03-01 10:00:00,,,worker,2,1\n\
         2024-03-02T09:00:00.000+02:00,collect:a,Joseph,,Dear Joseph,tanker,,,-1.31 36.81 0 0,-1.31,36.81,0,0,2,ID2,2024-03-02 10:00:00,validation_status_not_approved,,worker,2,2\n\
         2024-03-03T09:00:00.000+02:00,collect:b,Esi,,Dear Esi,tanker,bicycle,7,,,,,,3,ID3,2024-03-03 10:00:00,,,worker,2,3\n",
    );
    let member = filled(
        "first_name,age,_index,_parent_table_name,_parent_index,_submission__id,_submission__uuid,_submission__submission_time,_submission__submitted_by\n\
         Kofi,4,1,water_2024,1,1,ID1,2024-03-01 10:00:00,worker\n\
         Ama,31,2,water_2024,1,1,ID1,2024-03-01 10:00:00,worker\n\
         Yaw,60,3,water_2024,3,3,ID3,2024-03-03 10:00:00,worker\n",
    );
    let illness = filled(
        "kind,_index,_parent_table_name,_parent_index,_submission__uuid\nmalaria,1,member,2,ID1\ncholera,2,member,3,ID3\nmalaria,3,member,3,ID3\n",
    );
    vec![sheet("water_2024", b',', &main), sheet("illness", b',', &illness), sheet("member", b',', &member)]
}

/// ODK Central, the CSV files of its zip.
pub fn central_csv() -> Vec<Sheet> {
    let main = filled(
        "SubmissionDate,end,deviceid,respondent,photo,greeting,house-water,house-assets,house-assets/radio,house-assets/phone,house-assets/bicycle,house-rent,place-Latitude,place-Longitude,place-Altitude,place-Accuracy,meta-instanceID,KEY,SubmitterID,SubmitterName,AttachmentsPresent,AttachmentsExpected,Status,ReviewState,DeviceID,Edits,FormVersion\n\
         2024-03-01T10:00:00.000Z,2024-03-01T09:00:00.000+02:00,collect:a,Amina,1.jpg,Dear Amina,piped,radio phone,1,1,0,12.5,-1.3,36.8,1700,4.5,uuid:ID1,uuid:ID1,5,worker,1,1,,,collect:a,0,2\n\
         2024-03-02T10:00:00.000Z,2024-03-02T09:00:00.000+02:00,collect:a,Joseph,,Dear Joseph,tanker,,0,0,0,,-1.31,36.81,0,0,uuid:ID2,uuid:ID2,5,worker,0,0,,rejected,collect:a,0,2\n\
         2024-03-03T10:00:00.000Z,2024-03-03T09:00:00.000+02:00,collect:b,Esi,,Dear Esi,tanker,bicycle,0,0,1,7,,,,,uuid:ID3,uuid:ID3,5,worker,0,0,,,collect:b,0,2\n",
    );
    let member = filled(
        "first_name,age,PARENT_KEY,KEY\nKofi,4,uuid:ID1,uuid:ID1/member[1]\nAma,31,uuid:ID1,uuid:ID1/member[2]\nYaw,60,uuid:ID3,uuid:ID3/member[1]\n",
    );
    let illness = filled(
        "kind,PARENT_KEY,KEY\nmalaria,uuid:ID1/member[2],uuid:ID1/member[2]/illness[1]\ncholera,uuid:ID3/member[1],uuid:ID3/member[1]/illness[1]\nmalaria,uuid:ID3/member[1],uuid:ID3/member[1]/illness[2]\n",
    );
    vec![
        sheet("water_2024-member", b',', &member),
        sheet("water_2024-member-illness", b',', &illness),
        sheet("water_2024", b',', &main),
    ]
}

/// KoboToolbox, `/api/v2/assets/.../data.json`.
pub fn kobo_json() -> String {
    filled(
        r#"{"count":3,"next":null,"previous":null,"results":[
        {"_id":1,"formhub/uuid":"x","end":"2024-03-01T09:00:00.000+02:00","deviceid":"collect:a","respondent":"Amina","photo":"1.jpg","greeting":"Dear Amina","house/water":"piped","house/assets":"radio phone","house/rent":"12.5","place":"-1.3 36.8 1700 4.5",
         "member":[{"member/first_name":"Kofi","member/age":"4"},{"member/first_name":"Ama","member/age":"31","member/illness":[{"member/illness/kind":"malaria"}]}],
         "__version__":"2","meta/instanceID":"uuid:ID1","_xform_id_string":"aXYZ","_uuid":"ID1","_attachments":[{"filename":"worker/1.jpg"}],"_status":"submitted_via_web","_geolocation":[-1.3,36.8],"_submission_time":"2024-03-01T10:00:00","_tags":[],"_notes":[],"_validation_status":{},"_submitted_by":"worker"},
        {"_id":2,"end":"2024-03-02T09:00:00.000+02:00","deviceid":"collect:a","respondent":"Joseph","greeting":"Dear Joseph","house/water":"tanker","place":"-1.31 36.81 0 0",
         "__version__":"2","meta/instanceID":"uuid:ID2","_uuid":"ID2","_attachments":[],"_geolocation":[-1.31,36.81],"_submission_time":"2024-03-02T10:00:00","_validation_status":{"uid":"validation_status_not_approved","label":"Not Approved"},"_submitted_by":"worker"},
        {"_id":3,"end":"2024-03-03T09:00:00.000+02:00","deviceid":"collect:b","respondent":"Esi","greeting":"Dear Esi","house/water":"tanker","house/assets":"bicycle","house/rent":"7",
         "member":[{"member/first_name":"Yaw","member/age":"60","member/illness":[{"member/illness/kind":"cholera"},{"member/illness/kind":"malaria"}]}],
         "__version__":"2","meta/instanceID":"uuid:ID3","_uuid":"ID3","_attachments":[],"_geolocation":[null,null],"_submission_time":"2024-03-03T10:00:00","_validation_status":{},"_submitted_by":"worker"}]}"#,
    )
}

/// ODK Central, OData with repeats expanded.
pub fn central_json() -> String {
    let system = |id: &str, day: u8, state: &str| {
        format!(
            r#""__id":"uuid:{id}","__system":{{"submissionDate":"2024-03-0{day}T10:00:00.000Z","submitterId":"5","submitterName":"worker","attachmentsPresent":{},"attachmentsExpected":0,"status":null,"reviewState":{state},"deviceId":"collect:a","edits":0,"formVersion":"2","deletedAt":null}},"meta":{{"instanceID":"uuid:{id}"}},"end":"2024-03-0{day}T09:00:00.000+02:00","member@odata.navigationLink":"Submissions('x')/member""#,
            u8::from(day == 1)
        )
    };
    format!(
        r#"{{"@odata.context":"x","value":[
        {{{},"deviceid":"collect:a","respondent":"Amina","photo":"1.jpg","greeting":"Dear Amina","house":{{"water":"piped","assets":"radio phone","rent":12.5}},"place":{{"type":"Point","coordinates":[36.8,-1.3,1700],"properties":{{"accuracy":4.5}}}},
          "member":[{{"__id":"a","first_name":"Kofi","age":4,"illness":[]}},{{"__id":"b","first_name":"Ama","age":31,"illness":[{{"__id":"c","kind":"malaria"}}]}}]}},
        {{{},"deviceid":"collect:a","respondent":"Joseph","photo":null,"greeting":"Dear Joseph","house":{{"water":"tanker","assets":null,"rent":null}},"place":{{"type":"Point","coordinates":[36.81,-1.31,0],"properties":{{"accuracy":0}}}},"member":[]}},
        {{{},"deviceid":"collect:b","respondent":"Esi","photo":null,"greeting":"Dear Esi","house":{{"water":"tanker","assets":"bicycle","rent":7}},"place":null,
          "member":[{{"__id":"d","first_name":"Yaw","age":60,"illness":[{{"__id":"e","kind":"cholera"}},{{"__id":"f","kind":"malaria"}}]}}]}}]}}"#,
        system(IDS[0], 1, "null"),
        system(IDS[1], 2, "\"rejected\""),
        system(IDS[2], 3, "null"),
    )
}

/// Briefcase and Collect: one XML for each instance.
pub fn instances() -> Vec<(String, String)> {
    let instance = |id: &str, day: u8, inside: &str| {
        let text = format!(
            "<?xml version='1.0' ?><data id=\"water_2024\" version=\"2\" instanceID=\"uuid:{id}\" submissionDate=\"2024-03-0{day}T10:00:00.000Z\" xmlns:h=\"http://www.w3.org/1999/xhtml\"><end>2024-03-0{day}T09:00:00.000+02:00</end>{inside}<orx:meta xmlns:orx=\"http://openrosa.org/xforms\"><orx:instanceID>uuid:{id}</orx:instanceID></orx:meta></data>"
        );
        (format!("uuid{id}/submission.xml"), text)
    };
    vec![
        instance(
            IDS[0],
            1,
            "<deviceid>collect:a</deviceid><respondent>Amina</respondent><photo>1.jpg</photo><greeting>Dear Amina</greeting><house><water>piped</water><assets>radio phone</assets><rent>12.5</rent></house><place>-1.3 36.8 1700 4.5</place><member><first_name>Kofi</first_name><age>4</age></member><member><first_name>Ama</first_name><age>31</age><illness><kind>malaria</kind></illness></member>",
        ),
        instance(
            IDS[1],
            2,
            "<deviceid>collect:a</deviceid><respondent>Joseph</respondent><photo/><greeting>Dear Joseph</greeting><house><water>tanker</water><assets/><rent/></house><place>-1.31 36.81 0 0</place>",
        ),
        instance(
            IDS[2],
            3,
            "<deviceid>collect:b</deviceid><respondent>Esi</respondent><photo/><greeting>Dear Esi</greeting><house><water>tanker</water><assets>bicycle</assets><rent>7</rent></house><place/><member><first_name>Yaw</first_name><age>60</age><illness><kind>cholera</kind></illness><illness><kind>malaria</kind></illness></member>",
        ),
    ]
}
