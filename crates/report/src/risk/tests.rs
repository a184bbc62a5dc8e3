//! The page, the tables and the text of a small report.

use super::testing::report;
use super::*;
use city::risk::Measure;

#[test]
fn the_page_shows_every_amount_with_its_range_and_its_share() {
    let page = html(&report());
    assert!(
        page.contains("<th scope=row>once in 100 years</th><td class=n>49.2 million<small>34.4 – 68.9 million</small>")
    );
    assert!(page.contains("<tr class=year><th scope=row>expected in a year</th>"));
    assert!(page.contains("<b>3.0 %</b> of what is exposed"), "what the model does not cover is said");
    assert!(page.contains("class=\"gap held\">no number, or held back"), "what is held back is no zero");
    assert!(page.contains("Invented city") && page.contains("never a reason to move anybody"));
}

#[test]
fn the_rule_that_leads_stands_among_the_others() {
    let page = html(&report());
    assert_eq!(page.matches("<small>leads here</small>").count(), 6, "once for each result with a year");
    assert!(page.contains("counts overlaps<small>practice of some published studies"));
}

#[test]
fn groups_that_bear_more_than_their_share_are_said_in_words() {
    let page = html(&report());
    assert!(page.contains("<b>Precarious</b>: 34 % of the value, <b>51 %</b> of the damage."));
    assert!(!page.contains("<b>Formal</b>: "));
}

#[test]
fn an_event_without_a_return_period_gets_no_year_and_no_curve() {
    let mut report = report();
    report.results.retain(|r| r.view == 2);
    report.changes.clear();
    let page = html(&report);
    assert!(page.contains("one event is no frequency"));
    assert!(!page.contains("expected in a year</th>") && !page.contains("<figure class=curve>"));
    assert!(page.contains("Share in the event"));
}

#[test]
fn the_curve_has_a_line_for_each_scenario_broken_where_a_point_is_held_back() {
    let page = html(&report());
    let curve = page.split("<figure class=curve>").nth(1).and_then(|rest| rest.split("</figure>").next()).unwrap();
    assert_eq!((curve.matches("class=\"line chosen\"").count(), curve.matches("class=\"line d").count()), (1, 1));
    let other = curve.split("class=\"line d0\" d=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert_eq!(other.matches('M').count(), 2, "{other}");
    assert!(
        curve.contains(">today</text>") && curve.contains(">2040 with</text>") && curve.contains(">climate</text>")
    );
}

#[test]
fn many_lines_bear_letters_and_the_letters_are_explained() {
    let mut report = report();
    for model in ["Model B", "Model C", "Model D"] {
        report.views.push(city::risk::View { model: model.into(), ..report.views[0].clone() });
        report.results.push(RiskResult { view: report.views.len() - 1, ..report.results[0].clone() });
    }
    let page = html(&report);
    assert!(page.contains("<li class=chosen><b>A</b> River flood, today, 2015, Model A</li>"));
    assert!(page.contains(">E</text>") && page.contains("<b>E</b> River flood, today, 2015, Model D</li>"));
}

#[test]
fn places_where_nothing_is_struck_are_named_and_those_without_a_number_are_not_called_safe() {
    let page = html(&report());
    assert!(page.contains("1 settlement where nothing is struck in a year"));
    assert!(page.contains("1 settlement without a number: nothing of this is known there, or it is held back."));
}

#[test]
fn what_a_report_lacks_leaves_no_empty_section() {
    let mut report = report();
    report.measures.clear();
    report.lived.clear();
    report.changes.clear();
    let page = html(&report);
    for id in ["id=measures", "id=lived", "id=changes", "href=#measures", "href=#lived", "href=#changes"] {
        assert!(!page.contains(id), "{id}");
    }
    report.results.clear();
    assert!(html(&report).contains("Held back"));
}

#[test]
fn texts_of_others_never_become_markup() {
    let page = html(&report());
    assert!(!page.contains("<script>alert") && !page.contains("Flood of <i>") && page.contains("Flood of &lt;i&gt;"));
}

#[test]
fn the_page_asks_no_network() {
    let page = html(&report());
    for word in [" src=", "@import", "url(http", "fetch("] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn the_csv_has_a_row_for_each_whole_group_and_place_at_each_event_and_in_a_year() {
    let text = csv(&report()).unwrap();
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    // six results with six events and a year, one with its event; the whole, 2 groups, 5 settlements and 2 districts each
    assert_eq!(rows.len(), (6 * 7 + 1) * 10);
    let at = |row: usize, name: &str| rows[row][heads.iter().position(|h| h == name).unwrap()].to_owned();
    assert_eq!([at(0, "return_period (years)"), at(0, "currency"), at(0, "price_year")], ["2", "USD", "2015"]);
    assert_eq!([at(6, "event"), at(6, "rule"), at(6, "of")], ["year", "log_linear+flat", "whole"]);
    let held = rows.iter().find(|r| r.iter().any(|cell| cell == "settlement:S4")).unwrap();
    assert_eq!(&held[heads.iter().position(|h| h == "value").unwrap()], "", "held back is empty");
}

#[test]
fn the_json_holds_everything_under_stable_names() {
    let json: serde_json::Value = serde_json::from_str(&json(&report()).unwrap()).unwrap();
    let first = &json["results"][0];
    assert_eq!(first["measure"]["currency"], "USD");
    assert_eq!(first["whole"]["year_by_rule"].as_array().unwrap().len(), 9);
    assert!(json["results"][6]["whole"]["year"].is_null());
    assert!(first["places"][4]["suffers"]["events"][0].is_null());
    assert_eq!(json["lived"][0]["rates"][0]["joined"]["high"], 0.66);
    assert_eq!(json["measures"][0]["groups"][1]["group"], "precarious");
}

#[test]
fn the_text_says_the_answer_and_a_line_for_each_result() {
    let words = text(&report());
    assert!(words.contains("USD of 2015 of damage to houses"), "{words}");
    assert_eq!(words.matches("\nHouses: ").count() + words.matches("\nPeople who").count(), 7, "{words}");
    assert!(words.contains("A drain that is kept clear"), "{words}");
}

#[test]
fn a_city_of_thousands_of_units_and_many_results_fits_in_eight_megabytes() {
    let mut report = report();
    for at in 0..2_685 {
        let id = city::PlaceId(format!("unit:{at}"));
        let unit = report.places[1].clone();
        report.places.push(city::assessment::AssessedPlace {
            id: id.clone(),
            name: format!("Unit number {at}"),
            ..unit
        });
        for result in &mut report.results {
            let mut like = result.places[if at % 2 == 0 { 0 } else { 3 }].1.clone();
            like.exposed += f64::from(at);
            result.places.push((id.clone(), like));
        }
    }
    let again: Vec<_> = report.results.iter().take(5).cloned().collect();
    report.results.extend(again);
    let page = html(&report);
    assert!(page.len() < 8_000_000, "{}", page.len());
}

#[test]
fn days_of_heat_are_said_to_have_neither_band_nor_measure_and_sets_of_events_are_not() {
    let with = |measure: Measure| {
        let mut report = report();
        report.views[0].by_period = false;
        report.results.retain(|r| r.view != 0);
        let result = RiskResult { view: 0, measure, ..report.results[0].clone() };
        report.results.push(result);
        html(&report)
    };
    let [heat, set] = [Measure::People, Measure::Struck(city::risk_settings::ExposureKind::Dwellings)].map(with);
    assert!(heat.contains(": no measures. Heat is counted") && heat.contains("</b>: no band: ranges are of"));
    assert!(!set.contains("no measures. Heat") && !set.contains("no band: ranges are of"));
}
