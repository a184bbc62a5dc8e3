//! The page, the tables and the text of a made-up forecast.

use super::testing::report;
use super::whole::Whole;
use super::*;
use city::forecast::Part;

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-6 * b.abs().max(1.0)
}

#[test]
fn the_city_is_the_sum_of_its_wards_and_settlements_are_not_counted_again() {
    let report = report();
    let whole = Whole::new(&report);
    let people = |part: Part| whole.sum(part, ("trend", 2021), |r| Some(r.people)).unwrap();
    assert!(near(people(Part::All).estimate.value, 64_213.0 + 31_007.0));
    assert!(near(people(Part::Formal).estimate.value, 40_113.0 + 31_007.0));
    assert!(near(people(Part::Informal).estimate.value, 24_100.0));
    assert_eq!(whole.label, "2 districts together");
    assert_eq!(whole.change(("trend", 2021)).and_then(|c| c[0]).map(f64::round), Some(2_857.0));
    assert_eq!(whole.change(("fast", 2025)).map(|c| c[0]), Some(None), "a rate tells no births");
}

#[test]
fn what_a_rate_does_not_tell_apart_is_no_zero_and_counts_that_differ_stand_beside_each_other() {
    let page = html(&report());
    assert!(page.contains("–<small>growth rate only</small>"));
    assert!(page.contains("Its own number; the sum is of 2 settlements<small>Its own count is of a &lt;census&gt;"));
    let words = text(&report());
    assert!(words.contains("≠: Mashariki, informal settlements: 24,100 people counted of its own, 11,120"), "{words}");
    let rows = csv(&report()).unwrap();
    let mut reader = ::csv::Reader::from_reader(rows.as_bytes());
    let births = reader.headers().unwrap().iter().position(|h| h == "births").unwrap();
    let (of, minor) = (|r: &::csv::StringRecord| r[births].to_owned(), |r: &::csv::StringRecord| r[9].to_owned());
    let all: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let fast: Vec<String> = all.iter().filter(|r| &r[6] == "fast" && minor(r).is_empty()).map(of).collect();
    assert!(!fast.is_empty() && fast.iter().all(String::is_empty));
}

#[test]
fn a_year_that_the_city_lacks_is_said_below_its_table() {
    let mut report = report();
    report.rows.iter_mut().filter(|r| r.place.as_str() == "ward:1").for_each(|r| r.place = "city:c".into());
    report.rows.retain(|r| r.part != Part::Informal || r.year > 2025);
    report.gaps.push(city::forecast::ForecastGap {
        place: Some("city:c".into()),
        part: Part::Informal,
        years: vec![2021, 2025],
        what: "informal people in 2021, 2025".into(),
        reason: city::Gap::NotEstimated,
        words: "counted later".into(),
    });
    assert!(html(&report).contains("<b>Informal people in 2021, 2025: – </b>counted later."));
    let words = text(&report);
    assert!(words.contains("  –: informal people in 2021, 2025\n     counted later"), "{words}");
    assert_eq!(words.matches("counted later").count(), 1, "it stands once");
}

#[test]
fn without_wards_settlements_are_summed_and_a_missing_number_is_said_and_no_zero() {
    let mut report = report();
    report.rows.retain(|r| r.place.prefix() == "settlement");
    let whole = Whole::new(&report);
    let people = whole.sum(Part::All, ("trend", 2021), |r| Some(r.people)).unwrap();
    assert!(near(people.estimate.value, 9_870.0 + 1_250.0 + 4_400.0) && people.partly().is_empty());
    let water = whole.sum(Part::All, ("trend", 2021), |r| r.water_m3_day).unwrap();
    assert_eq!(water.partly(), "2 of 3 places");
    assert!(near(water.estimate.value, 9.870 * 40.0 + 4.400 * 50.0));
    assert!(whole.sum(Part::All, ("trend", 1999), |r| Some(r.people)).is_none());
}

#[test]
fn the_page_says_people_with_ranges_formal_and_informal_apart_and_draws_what_the_tables_say() {
    let page = html(&report());
    assert!(page.contains("<td class=n data-v=\"95220\">95,220</td><td class=n data-v=\"71120\">71,120</td>"));
    assert!(page.contains("<p class=range>131,000 – 190,000</p>"));
    assert_eq!(page.matches("<svg role=img").count(), 2, "a plot for each scenario");
    assert_eq!(page.matches("class=\"line informal\"").count(), 2);
    assert!(page.contains("People by year, As it was; the table below has the same numbers"));
}

#[test]
fn names_cannot_become_markup() {
    let page = html(&report());
    assert!(page.contains("Mji &lt;b&gt;") && !page.contains("Mji <b>"));
    assert!(!page.contains("<script>alert(1)") && page.contains("Litres &lt;packaged&gt;"));
    assert!(page.contains("Invented city") && !page.contains("http://") && !page.contains("https://cdn"));
}

#[test]
fn what_is_assumed_borrowed_missing_or_too_much_is_said() {
    let page = html(&report());
    assert!(page.contains("A survey of a made-up city"), "the source stands once");
    assert!(page.contains("<b class=assumed>Assumption</b> <span class=same>As above</span>"));
    assert!(page.contains("<b>3.1 %</b>, at Mashariki (informal settlements). 2 of 3 took counts"));
    assert!(page.contains("<td>Mashariki: water, toilet</td>"));
    assert!(page.contains("more may come than they can serve") && page.contains("no number is enough"));
    assert!(page.contains("Nobody counted its people (no source covers this place)<small>Bring a count in</small>"));
    assert!(page.contains("<td class=n data-v=1028>1,028</td>"), "answers of the survey");
    assert!(page.contains("Juu kati<small>KES_2024</small>") && page.contains("3.4 %<small>0.50 – 12 %</small>"));
    assert!(page.contains("<td class=n>no number</td>"), "a table's number that is missing");
    assert!(page.contains("8.4 %<small>5.1 – 20 %</small>"));
}

#[test]
fn the_script_gets_every_scenario_year_and_part_of_the_day() {
    let report = report();
    let data = places::Places::new(&report).data();
    assert_eq!(data["minors"], serde_json::json!(["Whole day", "Morning (5:00 to 10:00)", "Evening (16:00 to 21:00)"]));
    let demand = &data["scenarios"][1]["demand"];
    assert_eq!((demand.as_array().unwrap().len(), demand[3].as_array().unwrap().len()), (4, 3));
    assert_eq!(demand[3][2].as_array().unwrap().len(), 8, "a line for each part of each place");
    // six that are wanted or left behind, then water by its three sources: two tables, so that each fits on paper
    assert_eq!((data["main"].as_u64(), demand[0][0][0].as_array().unwrap().len()), (Some(6), 9));
    // settlements stand first: Juu & Sons in 2021, 9,870 people at 40 litres, 30 % of it in the evening
    assert_eq!(demand[0][2][0][1], "118|94.8 – 142");
    assert_eq!(data["scenarios"][0]["people"][0][0], "9,870");
}

#[test]
fn a_forecast_with_very_many_rows_shows_whole_days_and_says_so() {
    let mut report = report();
    let rows = report.rows.clone();
    while report.rows.len() <= 15_000 {
        report.rows.extend_from_slice(&rows);
    }
    let page = html(&report);
    assert!(page.contains("Parts of the day are in the table") && !page.contains("Morning (5:00"));
}

#[test]
fn nothing_anticipated_is_a_page_that_says_why() {
    let empty = ForecastReport { rows: Vec::new(), queues: Vec::new(), burdens: Vec::new(), ..report() };
    let page = html(&empty);
    assert!(page.contains("<section id=gaps>") && !page.contains("<section id=people>"));
    assert!(text(&empty).contains("Not given") && csv(&empty).is_ok() && json(&empty).is_ok());
    assert!(html(&ForecastReport::default()).contains("</html>"));
}

#[test]
fn the_csv_has_a_row_for_each_row_and_empty_for_what_is_not_known() {
    let report = report();
    let text = csv(&report).unwrap();
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), report.rows.len());
    let at = |row: usize, name: &str| rows[row][heads.iter().position(|h| h == name).unwrap()].to_owned();
    assert_eq!(
        (at(0, "people (persons)"), at(0, "part"), at(0, "year")),
        ("64213".into(), "all".into(), "2021".into())
    );
    assert_eq!((at(1, "part_of_day"), at(1, "hours")), ("morning".into(), "5:00 to 10:00".into()));
    assert_eq!(at(1, "faecal_sludge (m3 a day)"), "");
    let bare = report.rows.iter().position(|r| r.place.as_str() == "settlement:bare").unwrap();
    assert_eq!(
        (at(bare, "water (m3 a day)"), at(bare, "water from packaged (m3 a day)")),
        (String::new(), String::new())
    );
    let water: f64 = at(0, "water (m3 a day)").parse().unwrap();
    assert!(near(water, 64_213.0 * 0.05));
}

#[test]
fn the_text_and_the_json_say_the_same() {
    let words = text(&report());
    assert!(words.contains("2 districts together\n"), "{words}");
    assert!(words.contains("As it was  2021") && words.contains("95,220"), "{words}");
    assert!(words.contains("! 1 place has no count") && words.contains("    hint: bring a count in"), "{words}");
    assert!(words.lines().all(|l| l.chars().count() < 160), "{words}");
    let json: serde_json::Value = serde_json::from_str(&json(&report()).unwrap()).unwrap();
    assert_eq!(json["rows"][0]["people"]["value"], 64_213.0);
    assert_eq!(json["queues"][2]["wait_minutes"], serde_json::Value::Null);
    assert_eq!(json["numbers"][2]["estimate"], serde_json::Value::Null);
    assert_eq!(json["gaps"][0]["name"], "Nobody counted");
}
