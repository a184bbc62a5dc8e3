use super::*;
use crate::archive::tests::zip_of;
use city::settings::TextSettings;
use city::{Cell, ColumnType};
use geo_types::Geometry;

const STOPS: &str = "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding\nS,Station,5.0,0.0,1,,1\na,A,5.0,0.0,0,S,\nb,B,5.1,0.1,0,,2\nc,C,5.2,0.2,,,\nd,Nowhere,5.3,0.3,,,\n";
const ROUTES: &str =
    "route_id,agency_id,route_short_name,route_long_name,route_type\nr1,x,1,A to C,3\nr2,x,2,C to A,717\n";
const TRIPS: &str = "route_id,service_id,trip_id,direction_id,shape_id,trip_headsign\nr1,week,t1,0,s1,C\nr1,week,t2,1,,A\nr2,all,t3,,,\n";
const TIMES: &str = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nt1,06:00:00,06:00:00,a,1\nt1,06:10:00,06:10:00,b,2\nt1,06:20:00,06:20:00,c,3\nt2,23:50:00,23:50:00,c,10\nt2,,,b,20\nt2,24:30:00,24:30:00,a,30\nt3,07:00:00,07:00:00,c,1\nt3,07:30:00,07:30:00,a,2\n";
const AGENCY: &str = "agency_id,agency_name\nx,Union\n";
const CALENDAR: &str =
    "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday\nweek,1,1,1,1,1,0,0\nall,1,1,0,0,0,1,1\n";
const FREQUENCIES: &str =
    "trip_id,start_time,end_time,headway_secs\nt1,05:00:00,07:00:00,600\nt1,07:00:00,08:00:00,1200\n";
const SHAPES: &str =
    "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\ns1,5.2,0.2,3\ns1,5.0,0.0,1\ns1,5.1,0.0,2\nother,1,1,1\n";

const WHOLE: [(&str, &str); 8] = [
    ("stops.txt", STOPS),
    ("routes.txt", ROUTES),
    ("trips.txt", TRIPS),
    ("stop_times.txt", TIMES),
    ("agency.txt", AGENCY),
    ("calendar.txt", CALENDAR),
    ("frequencies.txt", FREQUENCIES),
    ("shapes.txt", SHAPES),
];

fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    zip_of(&files)
}

fn read_zip(bytes: &[u8], layer: &str) -> Records {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.zip");
    std::fs::write(&path, bytes).unwrap();
    read(&Request { path: &path, file: "a.zip", layer, text: &TextSettings::default() })
}

/// The whole feed with one file changed, or left out where the text is empty.
fn changed(name: &str, text: &str) -> Vec<u8> {
    let files = WHOLE.map(|(known, whole)| (known, if known == name { text } else { whole }));
    zipped(&files.into_iter().filter(|(_, text)| !text.is_empty()).collect::<Vec<_>>())
}

fn codes(records: &Records) -> Vec<&str> {
    records.problems.iter().map(|p| p.code.as_str()).collect()
}

fn words(records: &Records) -> Vec<String> {
    let word = |cell: &Cell| cell.to_string();
    records.rows.iter().map(|row| row.cells.iter().map(word).collect::<Vec<_>>().join("|")).collect()
}

/// A column of all rows.
fn column(records: &Records, name: &str) -> Vec<String> {
    let at = records.column(name).unwrap();
    records.rows.iter().map(|row| row.cells[at].to_string()).collect()
}

#[test]
fn stops_say_what_calls_there_and_how_often_on_a_weekday() {
    let records = read_zip(&zipped(&WHOLE), "stops");
    assert_eq!(codes(&records), Vec::<&str>::new());
    // t1 departs 12 + 3 times; t2 once; t3 once on two of five weekdays. The last call of a trip is no departure.
    assert_eq!(
        words(&records),
        [
            "S|Station|station|yes|||||",
            "a|A|stop|yes|2|3|15|05:00:00|07:40:00",
            "b|B|stop|no|1|2|16|05:10:00|07:50:00",
            "c|C|stop||2|3|1.4|07:00:00|23:50:00",
            "d|Nowhere|stop||0|0|0||",
        ]
    );
    assert_eq!(records.rows[2].geometry, Some(geo_types::Point::new(0.1, 5.1).into()));
    assert_eq!((records.rows[2].number, records.sheet.as_str()), (4, "stops"));
    assert_eq!(records.columns[6].holds, ColumnType::Real);
}

#[test]
fn lines_run_along_their_shape_or_from_stop_to_stop_and_say_which() {
    let records = read_zip(&zipped(&WHOLE), "lines");
    assert_eq!(
        words(&records),
        [
            "r1|1|A to C|bus|Union|0|C|1|3|15|12|05:00:00|07:40:00|shape",
            "r1|1|A to C|bus|Union|1|A|1|3|1||23:50:00|23:50:00|stops",
            "r2|2|C to A|share taxi|Union|||1|2|0.4||07:00:00|07:00:00|stops",
        ]
    );
    let path = |at: usize| {
        let Some(Geometry::LineString(line)) = &records.rows[at].geometry else { panic!("a line") };
        line.0.iter().map(|c| (c.x, c.y)).collect::<Vec<_>>()
    };
    assert_eq!(path(0), [(0.0, 5.0), (0.0, 5.1), (0.2, 5.2)]);
    assert_eq!(path(1), [(0.2, 5.2), (0.1, 5.1), (0.0, 5.0)]);
    assert_eq!(codes(&records), ["timetable_line_from_stops"]);
    assert_eq!(records.problems[0].value, "2 lines");
}

#[test]
fn a_headway_of_written_departures_is_the_time_between_them() {
    let trips = "route_id,service_id,trip_id\nr1,week,t1\nr1,week,t2\nr1,week,t3\n";
    let times = "trip_id,departure_time,stop_id,stop_sequence\nt1,06:00:00,a,1\nt1,06:10:00,b,2\nt2,06:30:00,a,1\nt2,06:40:00,b,2\nt3,07:00:00,a,1\nt3,07:10:00,b,2\n";
    let files = [
        ("stops.txt", STOPS),
        ("routes.txt", ROUTES),
        ("trips.txt", trips),
        ("stop_times.txt", times),
        ("calendar.txt", CALENDAR),
    ];
    let records = read_zip(&zipped(&files), "lines");
    assert_eq!(column(&records, "headway_minutes"), ["30", ""]);
    assert_eq!(column(&records, "trips"), ["3", "0"]);
    assert_eq!(column(&records, "departures_weekday"), ["3", ""]);
}

#[test]
fn what_is_missing_is_named_with_what_it_blocks_and_nothing_else_stops() {
    let missing = |name: &str, layer: &str| {
        let records = read_zip(&changed(name, ""), layer);
        let problem = records.problems.iter().find(|p| p.code == "timetable_file_missing");
        assert_eq!(problem.map(|p| p.value.as_str()), Some(name), "{layer}");
        records
    };
    for (name, rows) in
        [("shapes.txt", 3), ("calendar.txt", 3), ("agency.txt", 3), ("stop_times.txt", 3), ("trips.txt", 2)]
    {
        assert_eq!(missing(name, "lines").rows.len(), rows, "{name}");
    }
    for name in ["routes.txt", "trips.txt", "stop_times.txt", "calendar.txt"] {
        let stops = missing(name, "stops");
        assert_eq!((stops.rows.len(), stops.rows[1].geometry.is_some()), (5, true), "{name}");
    }
    assert_eq!(column(&missing("shapes.txt", "lines"), "geometry_from"), ["stops", "stops", "stops"]);
    let no_calendar = missing("calendar.txt", "lines");
    assert_eq!(column(&no_calendar, "departures_weekday"), ["", "", ""]);
    assert_eq!(column(&no_calendar, "headway_minutes"), ["12", "", ""]);
    let no_times = missing("stop_times.txt", "lines");
    assert_eq!(column(&no_times, "geometry_from"), ["shape", "", ""]);
    assert_eq!(column(&no_times, "headway_minutes"), ["12", "", ""]);
    let no_stops = read_zip(&changed("stops.txt", ""), "lines");
    assert_eq!(
        (no_stops.rows.len(), column(&no_stops, "geometry_from")),
        (3, vec!["shape".into(), String::new(), String::new()])
    );
    let none = missing("stops.txt", "stops");
    assert_eq!((none.rows.len(), none.problems[0].severity), (0, city::Severity::Error));
    assert_eq!(read_zip(&changed("frequencies.txt", ""), "lines").problems.len(), 1);
}

#[test]
fn broken_rows_are_named_by_file_row_and_column() {
    let times = TIMES
        .replace("06:10:00,06:10:00", "06:10:00,06:61:00")
        .replace("t3,07:00:00", "t9,07:00:00")
        .replace(",c,1\n", ",z,1\n");
    let records = read_zip(&changed("stop_times.txt", &times), "stops");
    let found: Vec<_> =
        records.problems.iter().map(|p| (p.code.as_str(), p.sheet.as_str(), p.row, p.column.as_str())).collect();
    let expected = [
        ("timetable_value_unreadable", "stop_times.txt", Some(3), "departure_time"),
        ("timetable_reference_unknown", "stop_times.txt", Some(8), "trip_id"),
    ];
    assert_eq!(found, expected);
    let records = read_zip(&changed("stops.txt", &STOPS.replace("5.1,0.1", "95,0.1").replace("c,C", "a,C")), "stops");
    assert_eq!(codes(&records), ["coordinate_unreadable", "timetable_id_repeated", "timetable_reference_unknown"]);
    assert_eq!(records.rows[2].geometry, None);
    let records = read_zip(&changed("routes.txt", "route_long_name\nx\n"), "lines");
    assert_eq!(
        (codes(&records), records.problems[0].column.as_str()),
        (vec!["timetable_column_missing", "no_rows"], "route_id")
    );
    let records = read_zip(&changed("trips.txt", &TRIPS.replace("r2,all", "r9,none")), "lines");
    assert_eq!(codes(&records)[..2], ["timetable_reference_unknown", "timetable_reference_unknown"]);
}

#[test]
fn services_that_stand_only_in_the_list_of_dates_count_by_its_weekdays() {
    // 2019-03-04 was a Monday; four of the five weekdays of that week.
    let dates = "service_id,date,exception_type\nweek,20190304,1\nweek,20190305,1\nweek,20190306,1\nweek,20190307,1\nall,20190308,1\nall,20190309,1\n";
    let files: Vec<_> = WHOLE.iter().filter(|(name, _)| *name != "calendar.txt").copied().collect();
    let files = [files, vec![("calendar_dates.txt", dates)]].concat();
    let records = read_zip(&zipped(&files), "lines");
    assert_eq!(column(&records, "departures_weekday"), ["12", "0.8", "0.2"]);
    let both = [WHOLE.to_vec(), vec![("calendar_dates.txt", dates)]].concat();
    let records = read_zip(&zipped(&both), "lines");
    assert_eq!(column(&records, "departures_weekday")[0], "15");
    assert!(codes(&records).contains(&"timetable_exceptions"));
}

#[test]
fn an_unpacked_timetable_is_read_with_the_files_beside_the_one_named() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in WHOLE.iter().filter(|(name, _)| *name != "agency.txt") {
        std::fs::write(folder.path().join(name), text.replace("5.1,0.1", "x,0.1")).unwrap();
    }
    let path = folder.path().join("stops.txt");
    let request = Request { path: &path, file: "transit/stops.txt", layer: "stops", text: &TextSettings::default() };
    let records = read(&request);
    assert_eq!((records.rows.len(), codes(&records)), (5, vec!["coordinate_unreadable"]));
    assert_eq!((records.problems[0].file.as_str(), records.problems[0].row), ("transit/stops.txt", Some(4)));
}

#[test]
fn a_table_has_to_be_chosen_and_other_files_are_named() {
    let code = |layer: &str| read_zip(&zipped(&WHOLE), layer).problems[0].code.clone();
    assert_eq!((code(""), code("fares")), ("layer_not_chosen".to_owned(), "layer_missing".to_owned()));
    let more = [WHOLE.to_vec(), vec![("fare_rules.txt", "x")]].concat();
    let records = read_zip(&zipped(&more), "stops");
    assert_eq!((codes(&records), records.problems[0].value.as_str()), (vec!["timetable_not_read"], "fare_rules.txt"));
    let deep: Vec<_> = WHOLE.iter().map(|(name, text)| (format!("feed/{name}"), *text)).collect();
    let deep: Vec<_> = deep.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    assert_eq!(read_zip(&zipped(&deep), "lines").rows.len(), 3);
}

#[test]
fn a_quotation_mark_that_is_never_closed_and_a_zip_cut_short_end_well() {
    let times = format!("{TIMES}\"t1{}", ",".repeat(3 << 20));
    let records = read_zip(&changed("stop_times.txt", &times), "stops");
    assert!(codes(&records).contains(&"quote_unclosed"), "{:?}", codes(&records));
    assert_eq!(records.rows.len(), 5);
    let whole = zipped(&WHOLE);
    for length in (0..whole.len()).step_by(7) {
        let records = read_zip(&whole[..length], "lines");
        assert!(records.problems.iter().any(|p| p.severity == city::Severity::Error), "{length}");
    }
}

#[test]
fn byte_order_marks_spaces_and_old_line_ends_do_not_hide_a_column() {
    let stops = format!("\u{FEFF}{}", STOPS.replace(',', " , ").replace('\n', "\r\n"));
    let records = read_zip(&changed("stops.txt", &stops), "stops");
    assert_eq!((codes(&records), column(&records, "name")[1].as_str()), (vec![], "A"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(128))]
    #[test]
    fn whatever_stands_in_a_file_there_is_no_panic(
        which in 0_usize..8,
        text in "[a-c,\"\n0-9:.\\-]{0,80}",
        at in 0_usize..400,
    ) {
        let (name, whole) = WHOLE[which];
        let at = at.min(whole.len());
        let mixed = format!("{}{text}{}", &whole[..at], &whole[at..]);
        for layer in LAYERS {
            let records = read_zip(&changed(name, &mixed), layer);
            proptest::prop_assert!(records.rows.iter().all(|row| row.cells.len() == records.columns.len()));
        }
    }
}
