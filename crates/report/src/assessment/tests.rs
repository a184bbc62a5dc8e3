//! The page and the tables of the made-up assessment: what has to stand in them, and what must not.

use super::testing::{NAMES, assessment, settlement};
use super::{csv, html, json, text};
use city::PlaceKind;
use city::assessment::Assessment;

const NASTY: &str = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{data}}";

fn body(page: &str) -> &str {
    &page[page.find("<body").unwrap()..page.find("<script type=\"application/json\"").unwrap()]
}

/// The part of the page from an anchor to the next section.
fn section<'a>(page: &'a str, id: &str) -> &'a str {
    let from = page.find(&format!("<section id={id}")).unwrap_or_else(|| panic!("no section {id}"));
    let rest = &page[from..];
    &rest[..rest.find("</section>").unwrap()]
}

/// An assessment without anything.
fn empty() -> Assessment {
    let mut all = assessment();
    (all.summary, all.places, all.chains, all.services) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    (all.agreements, all.goals, all.held_back) = (Vec::new(), Vec::new(), Vec::new());
    (all.problems, all.sources, all.priorities) = (Vec::new(), Vec::new(), None);
    all.people = city::assessment::PeopleCounts::default();
    all
}

/// Puts a nasty text into every field that holds words.
fn poisoned() -> Assessment {
    let mut all = assessment();
    let nasty = || NASTY.to_owned();
    let head = &mut all.heading;
    (head.city, head.country, head.notice) = (nasty(), nasty(), nasty());
    (head.generated, head.version, head.run) = (nasty(), nasty(), nasty());
    all.summary.iter_mut().for_each(|s| (s.text, s.unit) = (nasty(), nasty()));
    all.places.iter_mut().for_each(|p| (p.name, p.geometry_note) = (nasty(), nasty()));
    let people = &mut all.people;
    (people.rule, people.district_rule, people.independence, people.splits) =
        (nasty(), nasty(), nasty(), vec![nasty()]);
    people.settlements.iter_mut().for_each(|s| (s.profile_method, s.city_method, s.note) = (nasty(), nasty(), nasty()));
    for result in &mut all.chains {
        let chain = &mut result.chain;
        (chain.id, chain.label, chain.summary, chain.citation) = (nasty(), nasty(), nasty(), nasty());
        chain.nodes.iter_mut().for_each(|n| n.label = nasty());
        chain.edges.iter_mut().for_each(|e| (e.claim, e.source) = (nasty(), nasty()));
        (result.outcome_note, result.warnings) = (nasty(), vec![nasty()]);
        result
            .leaves
            .iter_mut()
            .for_each(|l| (l.label, l.unit, l.reason, l.filled_by) = (nasty(), nasty(), nasty(), nasty()));
        result.scores.iter_mut().for_each(|s| (s.why, s.warning) = (nasty(), nasty()));
        result.inputs.iter_mut().for_each(|i| i.label = nasty());
        result.asking.iter_mut().for_each(|a| (a.label, a.filled_by) = (nasty(), nasty()));
        result.changes.iter_mut().for_each(|c| c.without = nasty());
        result.groups.iter_mut().for_each(|g| (g.dimension, g.label) = (nasty(), nasty()));
    }
    for table in &mut all.services {
        (table.id, table.title, table.note) = (nasty(), nasty(), nasty());
        table.columns.iter_mut().for_each(|c| (c.label, c.unit, c.method) = (nasty(), nasty(), nasty()));
        table.rows.iter_mut().for_each(|r| (r.label, r.note) = (nasty(), nasty()));
    }
    for agreement in &mut all.agreements {
        (agreement.hazard, agreement.label, agreement.model) = (nasty(), nasty(), nasty());
        (agreement.lived, agreement.rule, agreement.notes) = (nasty(), nasty(), vec![nasty()]);
        agreement.places.iter_mut().for_each(|p| p.lived = nasty());
        agreement.footprints.iter_mut().for_each(|f| (f.model, f.scenario) = (nasty(), nasty()));
    }
    for goal in &mut all.goals {
        (goal.id, goal.label, goal.method, goal.unit) = (nasty(), nasty(), nasty(), nasty());
        (goal.covers, goal.missing, goal.note) = (nasty(), vec![nasty()], nasty());
        goal.parts.iter_mut().for_each(|(label, _)| *label = nasty());
    }
    if let Some(priorities) = &mut all.priorities {
        (priorities.weighing, priorities.condorcet, priorities.other_weighing) = (nasty(), Some(nasty()), nasty());
        priorities.options.iter_mut().for_each(|o| o.label = nasty());
        priorities.unheard.iter_mut().for_each(|u| u.2 = nasty());
        priorities.notes = vec![nasty()];
    }
    all.held_back.iter_mut().for_each(|h| (h.what, h.why) = (nasty(), nasty()));
    all.problems.iter_mut().for_each(|p| (p.code, p.value, p.expected, p.hint) = (nasty(), nasty(), nasty(), nasty()));
    for source in &mut all.sources {
        (source.title, source.publisher, source.licence, source.date) = (nasty(), nasty(), nasty(), nasty());
        source.address = format!("javascript:alert(1)//{NASTY}");
    }
    all
}

#[test]
fn no_text_from_outside_becomes_markup() {
    let page = html(&poisoned());
    assert_eq!((page.matches("<script").count(), page.matches("</script").count()), (2, 2), "the page's own");
    assert!(!page.contains("<img") && !page.contains("href=\"javascript:"));
    assert!(!page.contains(NASTY) && page.contains("&lt;/script&gt;&lt;script&gt;alert(1)"));
}

#[test]
fn a_settlement_called_script_is_only_a_name() {
    let page = html(&assessment());
    assert!(!page.contains(NAMES[1]) && section(&page, "who").contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

#[test]
fn the_answer_stands_before_the_map_and_the_map_before_why_and_how_sure() {
    let page = html(&assessment());
    let at = |what: &str| page.find(what).unwrap_or_else(|| panic!("{what}"));
    let order = ["<section id=answer", "<svg id=map", "<section id=why", "<section id=sure", "<section id=people"];
    let found = order.map(at);
    assert!(found.is_sorted(), "{found:?}");
    let answer = section(&page, "answer");
    assert!(answer.contains("3,000") && answer.contains("2,700 – 3,900"), "the number and its range");
    assert!(answer.contains("risk"));
}

#[test]
fn a_vulnerability_is_never_called_a_risk() {
    let mut all = assessment();
    all.chains.truncate(1);
    all.chains[0].outcome = city::assessment::Outcome::Vulnerability;
    let page = html(&all);
    assert!(page.contains("This is vulnerability, not risk"));
    assert!(!page.contains("This is risk"));
    assert!(text(&all).contains("vulnerability, not risk"));
}

#[test]
fn every_place_with_a_score_stands_in_the_table_and_those_without_are_named() {
    let page = html(&assessment());
    let who = section(&page, "who");
    for name in ["Jiwe", "Maji &amp; Sons", "Kisa Bend", "Pwani", "Nobody counted"] {
        assert!(who.contains(name), "{name}");
    }
    assert!(who.contains("0.91") && !who.contains("0.913"), "two decimals");
    assert!(who.contains("very high") && who.contains("only residents report the hazard"));
}

#[test]
fn the_map_draws_what_may_be_shown_and_nothing_else() {
    let page = html(&assessment());
    let map = &page[page.find("<svg id=map").unwrap()..page.find("id=tip").unwrap()];
    assert!(map.contains("Jiwe") && !map.contains("Pwani"), "Pwani has no geometry");
    assert!(page.contains("id=hatch"), "what has no score is hatched");
}

#[test]
fn a_gap_is_never_shown_as_zero() {
    let mut all = assessment();
    for result in &mut all.chains {
        result.scores.iter_mut().for_each(|s| {
            (s.score, s.class, s.rank) = (None, None, None);
            (s.hazard, s.exposure, s.sensitivity, s.lack_of_capacity, s.vulnerability) = (None, None, None, None, None);
            s.forms = city::assessment::Forms::default();
        });
    }
    let page = html(&all);
    let who = section(&page, "who");
    assert!(!who.contains(">0.00<") && !who.contains(">0<"));
    let rows: Vec<String> = csv(&all).unwrap().lines().skip(1).map(str::to_owned).collect();
    assert!(rows.iter().all(|r| r.contains(",,,,,")) && rows.len() == 8);
}

#[test]
fn nothing_is_loaded_from_anywhere() {
    let page = html(&assessment());
    assert!(page.contains("default-src 'none'"));
    for loader in ["src=", "@import", "url(http", "fetch(", "eval(", "innerHTML", "new Function"] {
        assert!(!page.contains(loader), "{loader}");
    }
    for (at, _) in page.match_indices("https://") {
        assert!(page[..at].ends_with("href=\"") || page[..at].ends_with("\">"), "{}", &page[at..at + 40]);
    }
}

#[test]
fn an_invented_city_says_so_first() {
    let mut all = assessment();
    assert!(body(&html(&all)).contains("<div class=banner role=note><b>Invented city"));
    assert!(text(&all).contains("Invented city"));
    all.heading.invented = false;
    assert!(!body(&html(&all)).contains("class=banner") && !text(&all).contains("Invented city"));
}

#[test]
fn an_assessment_without_anything_still_makes_a_page_and_tables() {
    let all = empty();
    assert!(html(&all).contains("</html>"));
    assert!(text(&all).starts_with("Mfano, Nowhere: vulnerability assessment\n"));
    assert_eq!(csv(&all).unwrap().lines().count(), 1, "the head");
    assert!(serde_json::from_str::<serde_json::Value>(&json(&all).unwrap()).is_ok());
}

#[test]
fn the_csv_has_a_row_for_each_place_and_chain_with_every_digit() {
    let all = assessment();
    let table = csv(&all).unwrap();
    let mut rows = ::csv::Reader::from_reader(table.as_bytes());
    let head: Vec<String> = rows.headers().unwrap().iter().map(str::to_owned).collect();
    let column = |name: &str| head.iter().position(|h| h == name).unwrap_or_else(|| panic!("{name}"));
    let records: Vec<_> = rows.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), 6 + 2);
    let first = &records[0];
    assert_eq!(&first[column("place")], settlement(0).as_str());
    assert_eq!(&first[column("score (0-1)")], "0.913456");
    assert_eq!((&first[column("rank low (5 %)")], &first[column("rank high (95 %)")]), ("1", "3"));
    assert_eq!((&first[column("people (persons)")], &first[column("coverage (0-1)")]), ("1000", "0.875"));
    let last = &records[5];
    assert_eq!((&last[column("score (0-1)")], &last[column("people (persons)")]), ("", ""));
    assert_eq!(&records[1][column("name")], NAMES[1]);
    assert_eq!(&records[7][column("kind")], PlaceKind::District.as_str());
}

#[test]
fn the_json_holds_everything_and_its_gaps_have_reasons() {
    let value: serde_json::Value = serde_json::from_str(&json(&assessment()).unwrap()).unwrap();
    assert_eq!(value["chains"][0]["scores"][0]["score"], 0.913_456);
    assert_eq!(value["chains"][0]["scores"][5]["score"], serde_json::Value::Null);
    assert_eq!(value["goals"][1]["value"]["gap"], "not_estimated");
    assert_eq!(value["people"]["missed"]["low"], 400.0);
    assert_eq!(value["priorities"]["pairwise_percent"][0][1], 60.0);
    assert_eq!(value["agreements"][0]["places"][1]["agrees"], "residents_only");
    assert_eq!(value["services"][0]["rows"][1]["values"][1]["gap"], "withheld_by_community");
    assert_eq!(value["held_back"][0]["count"], 1);
    assert!(!json(&assessment()).unwrap().contains("coordinates"));
}

#[test]
fn the_text_says_the_answer_first_then_the_ranks_with_their_ranges() {
    let said = text(&assessment());
    let at = |what: &str| said.find(what).unwrap_or_else(|| panic!("{what} is not in\n{said}"));
    assert!(at("3,000 (2,700 – 3,900) people live where risk is high") < at("Rank"));
    assert!(at("1–3") > at("Range") && at("Other chains") > at("Pwani") && at("Held back") > at("Other chains"));
    assert!(said.contains("seed 7, 1000 samples") || said.contains("seed 7, 1,000 samples"));
    assert!(!said.contains("people people"));
}

#[test]
fn names_cannot_steer_a_terminal() {
    let mut all = assessment();
    all.places[3].name = "a\u{1b}[31m\nb".into();
    assert!(!text(&all).contains('\u{1b}') && text(&all).contains("a [31m b"));
}

#[test]
fn cities_are_not_ranked_and_nobody_is_to_be_moved() {
    let all = assessment();
    for said in [html(&all), text(&all)] {
        let said = said.to_lowercase();
        assert!(said.contains("upgrading in place"));
        for word in ["relocat", "resettle", "evict people", "demolish"] {
            assert!(!said.contains(word), "{word}");
        }
    }
}

/// The contrast of the colours of the profile page is tested there (WCAG 2.2, 1.4.3 and 1.4.11).
#[test]
fn the_page_has_no_colours_of_its_own() {
    let own = super::STYLE;
    for word in ["#f", "#0", "#1", "rgb(", "hsl(", "color-mix(", "opacity"] {
        assert!(!own.contains(word), "{word}");
    }
    for (at, _) in own.match_indices("var(--") {
        let name: String = own[at + 4..].chars().take_while(|c| *c != ')').collect();
        assert!(crate::page::STYLE.contains(&format!("{name}:")), "{name} is not in the shared style");
    }
}

#[test]
fn every_table_scrolls_by_keyboard_and_says_what_it_is() {
    let page = html(&assessment());
    assert_eq!(page.matches("<table").count(), page.matches("<caption class=vh>").count());
    let scrolls = page.split("<div class=scroll ").skip(1);
    assert!(scrolls.into_iter().all(|d| d[..d.find('>').unwrap()].contains("tabindex=0 role=region aria-label=")));
    for id in ["chain", "search"] {
        assert!(page.contains(&format!("<label for={id}>")) && page.contains(&format!(" id={id}")), "{id}");
    }
    assert!(page.contains("lang=\"en\"") && page.contains("class=skip"));
}

/// 326 settlements and 100 wards under nine chains, about what Cape Town has.
#[test]
fn a_city_of_many_settlements_and_chains_fits_in_three_megabytes() {
    let mut all = assessment();
    let (place, result) = (all.places[3].clone(), all.chains[0].clone());
    all.places.truncate(3);
    let ids: Vec<city::PlaceId> = (0..326).map(settlement).collect();
    all.places.extend(ids.iter().map(|id| city::assessment::AssessedPlace { id: id.clone(), ..place.clone() }));
    let score = |id: &city::PlaceId| city::assessment::PlaceScore {
        place: id.clone(),
        why: "105 people per toilet; 80 % of homes are of weak material; half the homes are without water".into(),
        ..result.scores[0].clone()
    };
    let full = city::assessment::ChainResult { scores: ids.iter().map(score).collect(), ranked: 326, ..result.clone() };
    all.chains = vec![full; 9];
    let page = html(&all);
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
}
