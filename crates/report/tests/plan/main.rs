//! The page, table, JSON and text of a made-up plan. The page is written into the folder of the tests, so that a browser can read it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod mfano;

use city::network_plan::NetworkPlan;
use report::plan::{COLUMNS, csv, html, json, text};

#[test]
fn the_plan_page_opens_with_its_answer_and_how_good_it_is() {
    let page = html(&mfano::plan());
    std::fs::write(concat!(env!("CARGO_TARGET_TMPDIR"), "/plan.html"), &page).unwrap();
    let body = &page[page.find("<body").unwrap()..];
    assert!(body.contains("Invented city.") && body.contains("New units and links might be built"));
    let answer = &body[body.find("id=answer").unwrap()..body.find("<section id=served>").unwrap()];
    for words in [
        "22.7 million<small>USD of 2023",
        "22.3 million<small>USD of 2023",
        "1.8 %",
        "the time given is over",
        "asked for second",
    ] {
        assert!(answer.contains(words), "{words}");
    }
    let details = answer.find("<details");
    assert_eq!(details, None, "nothing of it is folded away");
}

#[test]
fn the_plan_page_keeps_formal_and_informal_apart() {
    let page = html(&mfano::plan());
    for group in ["formal", "informal", "all together"] {
        assert!(page.contains(&format!("Household water<small>{group}</small>")), "{group}");
    }
    // 62,500 informal people in the first period; 0.22 x 18,500 + 0.35 x 26,300 + 0.08 x 9,400 + 0.45 x 5,200 = 16,367 served
    assert!(page.contains("16,400 people served</small><small>46,100 not served"), "sums of the rows of the table");
}

#[test]
fn the_plan_page_says_what_stands_alone_where_nothing_might_be_built() {
    let plan = NetworkPlan { building: false, ..mfano::plan() };
    assert!(html(&plan).contains("What stands and is committed alone"));
    assert!(text(&plan).contains("What stands and is committed alone"));
}

#[test]
fn the_plan_page_leaves_out_what_a_plan_lacks() {
    let plan = NetworkPlan { front: None, futures: None, links: Vec::new(), balances: Vec::new(), ..mfano::plan() };
    let page = html(&plan);
    for id in ["front", "futures", "flows"] {
        assert!(!page.contains(&format!("<section id={id}>")) && !page.contains(&format!("href=#{id}>")), "{id}");
    }
    let empty = html(&NetworkPlan::default());
    assert!(empty.contains("No objective was reached") && !empty.contains("<svg id=map"));
}

#[test]
fn a_plan_with_positions_that_do_not_exist_stops_nothing() {
    let mut plan = mfano::plan();
    plan.places.truncate(3);
    plan.periods.truncate(1);
    plan.metrics[0].amounts.clear();
    for made in [html(&plan), text(&plan), csv(&plan).unwrap(), json(&plan).unwrap()] {
        assert!(!made.is_empty());
    }
}

#[test]
fn the_plan_page_says_how_large_a_unit_is_and_what_all_of_them_can_do() {
    let page = html(&mfano::plan());
    assert!(page.contains("Standpipe<small>a unit: 20 litres a day of standpipe water</small>"));
    // 6,100 + 7,300 + 3,900 standpipes in the first period, 20 litres each
    assert!(page.contains("17,300 units<small>346 m³ a day</small><small>1,903,000 USD of 2023</small>"));
}

#[test]
fn the_plan_page_shows_jobs_of_a_year_and_does_not_add_them_up() {
    let page = html(&mfano::plan());
    // 112 person-years over five years
    assert!(page.contains("full-time jobs at a time (FTE)</td><td class=n>22.4"), "112 / 5");
    assert!(page.contains("–<span class=vh> not added up</span>"));
}

#[test]
fn the_plan_page_says_in_its_answer_in_how_many_futures_the_plan_fails() {
    let page = html(&mfano::plan());
    let answer = &page[page.find("id=answer").unwrap()..page.find("<section id=served>").unwrap()];
    assert!(answer.contains("in 12 of 1,000 the plan does not hold"), "{answer}");
    assert!(text(&mfano::plan()).contains("in 12 of 1,000 the plan does not hold"));
}

#[test]
fn a_plan_of_no_city_names_no_run_that_it_does_not_have() {
    let plan = NetworkPlan { heading: city::heading::Heading::default(), ..mfano::plan() };
    assert!(!text(&plan).contains("Run ") && text(&plan).contains("Every number: --format csv or --json."));
    let page = html(&plan);
    assert!(!page.contains("Run ,") && !page.contains("Made on  with"));
}

#[test]
fn what_committed_projects_cost_and_what_of_it_is_not_known_is_said() {
    let page = html(&mfano::plan());
    for words in [
        "1 committed project that began before 2025 is paid already, and not in it.",
        "No cost is named for these committed projects, which are not in it: hill works.",
        "paid already",
        "2.3 million",
    ] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn no_text_of_a_plan_becomes_markup() {
    let nasty = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{data}}";
    let mut plan = mfano::plan();
    let put = |text: &mut String| nasty.clone_into(text);
    put(&mut plan.name);
    put(&mut plan.heading.city);
    put(&mut plan.objectives[0].objective);
    put(&mut plan.objectives[0].ended_by);
    put(&mut plan.periods[0].period);
    plan.places.iter_mut().for_each(|p| (p.name, p.kind) = (nasty.into(), nasty.into()));
    plan.metrics.iter_mut().for_each(|m| (m.metric, m.unit) = (nasty.into(), nasty.into()));
    plan.units.iter_mut().for_each(|u| put(&mut u.technology));
    plan.links.iter_mut().for_each(|l| (l.transport, l.resource, l.unit) = (nasty.into(), nasty.into(), nasty.into()));
    plan.served.iter_mut().for_each(|s| (s.group, s.unit) = (nasty.into(), nasty.into()));
    for row in &mut plan.balances {
        put(&mut row.unit);
        row.parts.iter_mut().for_each(|p| (p.part, p.what) = (nasty.into(), nasty.into()));
    }
    let futures = plan.futures.as_mut().unwrap();
    futures
        .investments
        .iter_mut()
        .for_each(|i| (i.what, i.place, i.signpost) = (nasty.into(), nasty.into(), nasty.into()));
    plan.gaps.iter_mut().for_each(|g| (g.what, g.blocks) = (nasty.into(), nasty.into()));
    plan.assumptions.iter_mut().for_each(|a| (a.what, a.source) = (nasty.into(), nasty.into()));
    let page = html(&plan);
    assert_eq!((page.matches("<script").count(), page.matches("</script").count()), (2, 2), "its own data and script");
    assert!(!page.contains("<img") && page.contains("&lt;/script&gt;&lt;script&gt;alert(1)"));
}

#[test]
fn the_plan_page_asks_no_network() {
    let page = html(&mfano::plan());
    for word in [" src=", "@import", "url(http", "fetch("] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn the_plan_csv_is_one_long_table_with_every_digit() {
    let plan = mfano::plan();
    let table = csv(&plan).unwrap();
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows: Vec<Vec<String>> = reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
    let at = |column: &str| COLUMNS.iter().position(|c| *c == column).unwrap();
    let find = |table: &str, quantity: &str| rows.iter().find(|r| r[0] == table && r[1] == quantity).unwrap();
    let served = find("served", "people_served");
    assert_eq!([&served[at("value")], &served[at("place")], &served[at("group")]], ["40740", "area:F1", "formal"]);
    assert_eq!(find("unit", "capital")[at("unit")], "USD_2023");
    let no_cost = rows.iter().find(|r| r[1] == "capital" && r[at("what")] == "use_tap").unwrap();
    assert_eq!(no_cost[at("value")], "", "a cost that is not known is empty");
    assert_eq!(rows.iter().filter(|r| r[0] == "served").count(), 4 * plan.served.len());
}

#[test]
fn the_plan_json_holds_the_noun_and_its_heading() {
    let value: serde_json::Value = serde_json::from_str(&json(&mfano::plan()).unwrap()).unwrap();
    assert_eq!((value["city"].as_str(), value["invented"].as_bool()), (Some("Mfano"), Some(true)));
    assert_eq!(value["objectives"][1]["bound"], 22.3e6);
    assert_eq!(value["served"].as_array().unwrap().len(), 39);
    assert!(value["summary"][0].as_str().unwrap().starts_with("136,000 people"));
}

#[test]
fn the_plan_text_is_short_and_says_what_matters() {
    let words = text(&mfano::plan());
    let one_spaced = words.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "no plan can be better than 22.3 million USD of 2023 (gap 1.8 %); the search ended because the time given is over",
        "Household water informal 26 %, 16,400 people; 46,100 not",
        "What to build, with its cost in USD of 2023",
        "Targets: 1",
        "The plan was tried under 1,000 futures. In 12 of them (1.2 %)",
        "Build now: Standpipe in Daraja",
        "Standpipe (a unit: 20 litres a day of standpipe water)",
        "Objective: minimise capital + running",
        "What more of one costs of the other",
    ] {
        assert!(one_spaced.contains(part), "{part} is not in\n{words}");
    }
    assert!(words.lines().count() < 95, "{}", words.lines().count());
}
