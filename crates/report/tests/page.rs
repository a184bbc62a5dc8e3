//! The profile page as a whole.
#![allow(clippy::unwrap_used, reason = "tests")]

mod fake;

use city::profile::{CityProfile, Tone};
use city::{Gap, Value};
use report::page::profile_html;

const NASTY: &str = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{data}}";

fn body(page: &str) -> &str {
    let from = page.find("<body").unwrap();
    &page[from..page.find("<script type=\"application/json\"").unwrap()]
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// Puts a nasty text into every field of a profile that holds words.
fn poisoned(settlements: usize) -> CityProfile {
    let mut profile = fake::city(settlements);
    let nasty = || NASTY.to_owned();
    (profile.city, profile.country, profile.notice, profile.generated, profile.version) =
        (nasty(), nasty(), nasty(), nasty(), nasty());
    profile.summary.iter_mut().for_each(|s| (s.text, s.unit) = (nasty(), nasty()));
    profile.key.iter_mut().for_each(|k| (k.label, k.unit) = (nasty(), nasty()));
    profile.sections.iter_mut().for_each(|s| s.label = nasty());
    for place in &mut profile.places {
        (place.name, place.edition, place.geometry_note) = (nasty(), nasty(), nasty());
        for e in &mut place.entries {
            (e.label, e.unit, e.note, e.how) = (nasty(), nasty(), nasty(), nasty());
            e.group_label = nasty();
            e.inputs = vec![nasty()];
            e.class_labels.iter_mut().for_each(|l| *l = nasty());
            e.source = NASTY.into();
        }
    }
    for source in &mut profile.sources {
        (source.title, source.publisher, source.licence, source.date) = (nasty(), nasty(), nasty(), nasty());
        source.address = format!("javascript:alert(1)//{NASTY}");
        source.checksum = "<b>".repeat(9);
    }
    profile.gaps.iter_mut().for_each(|g| (g.label, g.blocks) = (nasty(), nasty()));
    profile.problems.iter_mut().for_each(|p| (p.code, p.source, p.example) = (nasty(), nasty(), nasty()));
    for row in &mut profile.board {
        (row.label, row.section, row.blocks, row.missing_places) = (nasty(), nasty(), vec![nasty()], vec![nasty()]);
    }
    profile
}

#[test]
fn no_text_from_outside_becomes_markup() {
    for settlements in [24, 400] {
        let page = profile_html(&poisoned(settlements));
        assert_eq!(page.matches("<script").count(), 2, "the page's own data and script");
        assert_eq!(page.matches("</script").count(), 2);
        assert!(!page.contains("<img") && !page.contains("<b><b>") && !page.contains("href=\"javascript:"));
        assert!(page.contains("&lt;/script&gt;&lt;script&gt;alert(1)"));
        assert!(page.matches("{{data}}").count() > 5, "text that looks like a placeholder stays text");
    }
}

#[test]
fn every_entry_stands_in_the_page() {
    let mut profile = fake::city(24);
    let mut mark = 0;
    for place in &mut profile.places {
        for e in &mut place.entries {
            mark += 1;
            e.label = format!("label-{mark}-end");
            e.note = format!("note-{mark}-end");
            e.how = format!("how-{mark}-end");
        }
    }
    let page = profile_html(&profile);
    for mark in 1..=mark {
        for word in ["label", "note", "how"] {
            assert!(body(&page).contains(&format!("{word}-{mark}-end")), "{word} {mark}");
        }
    }
}

#[test]
fn an_entry_of_a_section_that_nobody_defined_is_shown_all_the_same() {
    let mut profile = fake::city(3);
    profile.places[0].entries[0].section = "noise".into();
    assert!(body(&profile_html(&profile)).contains("<h4>noise "));
}

#[test]
fn every_sheet_is_either_written_or_packed() {
    let profile = fake::city(1_500);
    let page = profile_html(&profile);
    let from = page.find("id=\"data\">").unwrap() + 10;
    let data: serde_json::Value =
        serde_json::from_str(&page[from..from + page[from..].find("</script>").unwrap()]).unwrap();
    let mut sheets: Vec<u64> = body(&page)
        .split("<details class=place")
        .skip(1)
        .map(|d| d[d.find("id=p").unwrap() + 4..d.find('>').unwrap()].parse().unwrap())
        .collect();
    let written = sheets.len();
    let packed = data["chunks"].as_array().unwrap().iter().flat_map(|chunk| chunk[0].as_array().unwrap());
    sheets.extend(packed.map(|i| i.as_u64().unwrap()));
    sheets.sort_unstable();
    assert!(written > 1 && written < sheets.len());
    assert!(sheets.into_iter().eq(0..profile.places.len() as u64));
}

#[test]
fn nothing_is_loaded_from_anywhere() {
    let page = profile_html(&fake::city(24));
    assert!(page.contains("default-src 'none'"));
    for (at, _) in page.match_indices("http") {
        let before = &page[..at];
        let fine = before.ends_with("href=\"") || before.ends_with("\">") || page[at..].starts_with("http-equiv");
        assert!(fine, "{}", &page[at.saturating_sub(40)..at + 40]);
    }
    for loader in ["src=", "@import", "url(http", "fetch(", "eval(", "innerHTML", "new Function"] {
        assert!(!page.contains(loader), "{loader}");
    }
}

#[test]
fn a_gap_is_never_shown_as_zero() {
    let mut profile = fake::city(6);
    for place in &mut profile.places {
        for e in &mut place.entries {
            (e.value, e.history, e.share_of_total) = (Value::Gap(Gap::NotMeasuredHere), Vec::new(), None);
        }
    }
    let page = profile_html(&profile);
    let table = &page[page.find("<div id=list>").unwrap()..page.find("<div id=card").unwrap()];
    assert!(!table.contains("data-v=") && !table.contains(">0<"));
    let sheets = &page[page.find("<section id=places").unwrap()..page.find("<section id=gaps").unwrap()];
    assert!(!sheets.contains(">0<") && !sheets.contains("<td><b>"), "no value is set as a number");
    let entries: usize = profile.places.iter().map(|p| p.entries.len()).sum();
    let gaps = sheets.split("<td class=gap").skip(1).filter(|td| td.contains(">no source covers this place"));
    assert_eq!(gaps.count(), entries);
    assert!(body(&page).contains("class=\"p cn\"") && !body(&page).contains("class=\"p c0\""));
}

#[test]
fn the_map_and_the_table_hold_the_same_places() {
    let profile = fake::city(24);
    let page = profile_html(&profile);
    let drawn = profile.places.iter().filter(|p| p.geometry.is_some()).count();
    assert_eq!(page.matches("<g data-i=").count(), drawn);
    let rows = page
        .split("<tbody class=parts>")
        .skip(1)
        .map(|t| t[..t.find("</tbody>").unwrap()].matches("<tr data-i=").count());
    assert_eq!(rows.sum::<usize>() + 1, profile.places.len(), "the city stands at the head of each table");
}

#[test]
fn an_invented_city_says_so_at_its_head_and_on_paper() {
    let mut profile = fake::city(3);
    assert!(body(&profile_html(&profile)).contains("<div class=banner role=note><b>Invented city"));
    profile.invented = false;
    let page = profile_html(&profile);
    assert!(!body(&page).contains("banner") && page.contains("<body class=\"\">"));
}

#[test]
fn a_city_without_anything_still_makes_a_page() {
    let mut profile = fake::city(0);
    profile.places.clear();
    profile.key.clear();
    profile.summary.retain(|s| s.tone == Tone::Missing);
    profile.sources.clear();
    profile.board.clear();
    assert!(profile_html(&profile).contains("No boundaries are known"));
}

#[test]
fn two_and_a_half_thousand_places_fit_in_four_megabytes() {
    let profile = fake::city(2_700);
    let page = profile_html(&profile);
    std::fs::write(std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("many.html"), &page).unwrap();
    assert!(page.len() < 4_000_000, "{} bytes", page.len());
}

#[test]
fn names_are_escaped_where_they_are_read() {
    let mut profile = fake::city(3);
    profile.places[1].name = "Ng'ombe <B> & Sons".into();
    let page = profile_html(&profile);
    assert!(page.contains(&format!("<h4>{}</h4>", escaped("Ng'ombe <B> & Sons"))));
    std::fs::write(std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("city.html"), profile_html(&fake::city(24)))
        .unwrap();
}

#[test]
fn places_of_an_edition_without_boundaries_are_folded_away() {
    let mut profile = fake::city(3);
    for place in profile.places.iter_mut().filter(|p| p.id.as_str().starts_with("district")) {
        (place.geometry, place.edition) = (None, "2011".into());
    }
    let page = profile_html(&profile);
    assert!(page.contains("Districts of 2011 (no boundaries)</option>"));
    assert!(page.contains("<details class=set data-set=1><summary><h3>Districts of 2011"));
    assert!(page.contains("<details class=set open data-set=0><summary><h3>Settlements"));
}

#[test]
fn informal_and_formal_totals_stand_side_by_side() {
    let mut profile = fake::city(3);
    let whole = profile.places[0].entries[0].clone();
    for kind in ["informal", "formal"] {
        let group = city::Group::all().with("settlement_type", kind);
        profile.places[0].entries.push(city::profile::Entry {
            group,
            group_label: kind.to_uppercase(),
            ..whole.clone()
        });
    }
    let page = profile_html(&profile);
    assert!(page.contains("<th scope=col class=n>INFORMAL</th><th scope=col class=n>FORMAL</th>"));
}
