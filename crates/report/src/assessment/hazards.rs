//! Hazards as modelled and as lived: where the two agree, whom only residents see, and what other footprints would say.

use super::reading::{Reading, capital, count, kind_word, table, table_end};
use super::views::agreement_word;
use crate::markup::Html;
use crate::number::{self, figure};
use city::PlaceKind;
use city::assessment::{Agreement, Agrees, FootprintShare, PlaceAgreement};
use city::indicator::IndicatorKind;

/// So many places stand open, or are named where none is touched.
const OPEN: usize = 20;
/// So many rows of one list stand on the page; the others are in the JSON.
const MOST: usize = 50;

/// Every hazard, twice.
pub fn section(html: &mut Html, reading: &Reading<'_>) {
    let agreements = &reading.assessment.agreements;
    if agreements.is_empty() {
        return;
    }
    html.raw("<section id=hazards><h2>Hazards, as modelled and as lived</h2><p>Where model and residents disagree, go and look: a model misses lanes and drains, and nobody remembers a flood that has not come yet.</p>");
    for (at, agreement) in agreements.iter().enumerate() {
        html.raw(if at == 0 { "<details class=set open>" } else { "<details class=set>" });
        html.raw("<summary><h3>").text(&agreement.label).raw("</h3></summary><ul class=reading>");
        let words = [("Model. ", &agreement.model), ("Residents. ", &agreement.lived), ("Together. ", &agreement.rule)];
        for (what, words) in words.into_iter().filter(|(_, words)| !words.is_empty()) {
            html.raw("<li><b>").raw(what).raw("</b>").text(words).raw("</li>");
        }
        for note in &agreement.notes {
            html.raw("<li class=caution>").text(note).raw("</li>");
        }
        html.raw("</ul>");
        for kind in kinds(reading, agreement) {
            of_kind(html, reading, agreement, kind);
        }
        footprints(html, &agreement.footprints);
        html.raw("</details>");
    }
    html.raw("</section>");
}

/// The kinds of places of a comparison, settlements before districts.
pub(super) fn kinds(reading: &Reading<'_>, agreement: &Agreement) -> Vec<PlaceKind> {
    let mut kinds: Vec<PlaceKind> =
        agreement.places.iter().filter_map(|p| reading.place(&p.place)).map(|p| p.kind).collect();
    kinds.sort_by_key(|kind| (*kind != PlaceKind::Settlement, *kind));
    kinds.dedup();
    kinds
}

fn of_kind(html: &mut Html, reading: &Reading<'_>, agreement: &Agreement, kind: PlaceKind) {
    let places: Vec<&PlaceAgreement> =
        agreement.places.iter().filter(|p| reading.place(&p.place).is_some_and(|place| place.kind == kind)).collect();
    square(html, &agreement.label, kind, &places);
    only_residents(html, reading, kind, &places);
    nearest(html, reading, kind, &places);
}

/// A hazard beside the map: the four cells, and which places are in each.
pub(super) fn beside_map(html: &mut Html, reading: &Reading<'_>, agreement: &Agreement, kind: PlaceKind) {
    let places: Vec<&PlaceAgreement> =
        agreement.places.iter().filter(|p| reading.place(&p.place).is_some_and(|place| place.kind == kind)).collect();
    square(html, &agreement.label, kind, &places);
    for agrees in [Agrees::Both, Agrees::ResidentsOnly, Agrees::ModelOnly, Agrees::Neither, Agrees::NotCompared] {
        let here = places.iter().filter(|p| p.agrees == agrees);
        let names: Vec<&str> = here.map(|p| reading.name(&p.place)).collect();
        if names.is_empty() {
            continue;
        }
        html.raw("<details class=set><summary>").text(&capital(agreement_word(agrees))).raw(": ");
        html.text(&number::count(names.len() as u64)).raw("</summary><p class=names-of>").text(&names.join(", "));
        html.raw("</p></details>");
    }
}

fn square(html: &mut Html, label: &str, kind: PlaceKind, places: &[&PlaceAgreement]) {
    let caption = format!("{label}: {}", kind_word(kind, 2));
    html.raw("<h4>").text(&capital(kind_word(kind, 2))).raw("</h4>");
    not_compared(html, kind, places);
    if places.iter().all(|p| p.agrees == Agrees::NotCompared) {
        return;
    }
    html.raw("<div class=agree>");
    table(html, &caption, &["", "~Residents say yes", "~Residents say no"]);
    for (what, cells) in [
        ("The model says yes", [Agrees::Both, Agrees::ModelOnly]),
        ("The model says no", [Agrees::ResidentsOnly, Agrees::Neither]),
    ] {
        html.raw("<tr><th scope=row>").raw(what).raw("</th>");
        for agrees in cells {
            html.raw("<td>");
            so_many(html, kind, places, agrees);
            html.raw("</td>");
        }
        html.raw("</tr>");
    }
    table_end(html);
    html.raw("</div>");
}

/// Places of which only one spoke, and what that one says.
fn not_compared(html: &mut Html, kind: PlaceKind, places: &[&PlaceAgreement]) {
    let here: Vec<&&PlaceAgreement> = places.iter().filter(|p| p.agrees == Agrees::NotCompared).collect();
    if here.is_empty() {
        return;
    }
    html.raw("<p class=gap>Not compared, because the model or the residents said nothing: ");
    so_many(html, kind, places, Agrees::NotCompared);
    let yes = |said: fn(&PlaceAgreement) -> Option<f64>| {
        here.iter().filter(|p| said(p).is_some_and(|score| score > 0.0)).count()
    };
    let (lived, modelled) = (yes(|p| p.lived_score), yes(|p| p.area_share));
    if lived > 0 {
        html.raw("; residents report it at ").text(&number::count(lived as u64)).raw(" of them");
    }
    if modelled > 0 {
        html.raw("; the model says yes at ").text(&number::count(modelled as u64)).raw(" of them");
    }
    html.raw(".</p>");
}

/// How many places, with how many people.
fn so_many(html: &mut Html, kind: PlaceKind, places: &[&PlaceAgreement], agrees: Agrees) {
    let here: Vec<&&PlaceAgreement> = places.iter().filter(|p| p.agrees == agrees).collect();
    let known: Vec<f64> = here.iter().filter_map(|p| p.people).collect();
    let number = here.len() as u64;
    html.raw("<b>").text(&number::count(number)).raw("</b> ").text(kind_word(kind, number));
    if here.is_empty() {
        return;
    }
    html.raw(", ");
    if known.is_empty() {
        html.raw("people not known");
        return;
    }
    html.text(&count(Some(known.iter().sum()))).raw(" people");
    if known.len() < here.len() {
        html.raw(" <small>and the people of ").index(here.len() - known.len()).raw(" that are not known</small>");
    }
}

/// Places where only residents know of it, those with most people first.
fn only_residents(html: &mut Html, reading: &Reading<'_>, kind: PlaceKind, places: &[&PlaceAgreement]) {
    let mut rows: Vec<&PlaceAgreement> = places.iter().copied().filter(|p| p.agrees == Agrees::ResidentsOnly).collect();
    if rows.is_empty() {
        return;
    }
    let most = |place: &PlaceAgreement| place.people.unwrap_or(-1.0);
    rows.sort_by(|a, b| most(b).total_cmp(&most(a)).then_with(|| a.place.cmp(&b.place)));
    html.raw("<h4>Only residents report it: ").text(&number::count(rows.len() as u64)).raw(" ");
    html.text(kind_word(kind, rows.len() as u64)).raw("</h4>");
    let (shown, more) = rows.split_at(rows.len().min(MOST));
    let (first, rest) = shown.split_at(shown.len().min(OPEN));
    residents_rows(html, reading, first);
    if !rest.is_empty() {
        html.raw("<details class=set><summary>The next ").index(rest.len()).raw("</summary>");
        residents_rows(html, reading, rest);
        html.raw("</details>");
    }
    in_json(html, more.len());
}

/// How many rows stand elsewhere.
fn in_json(html: &mut Html, more: usize) {
    if more > 0 {
        html.raw("<p class=help>").text(&number::count(more as u64)).raw(" more are in assessment.json.</p>");
    }
}

fn residents_rows(html: &mut Html, reading: &Reading<'_>, rows: &[&PlaceAgreement]) {
    let headings = ["Place", "~What they say", "To the footprint, m", "Of its area inside, %", "People"];
    table(html, "Only residents report it", &headings);
    for row in rows {
        html.raw("<tr><th scope=row>").text(reading.name(&row.place)).raw("</th><td>").text(&row.lived).raw("</td>");
        number_cell(html, row.distance_m, IndicatorKind::Amount);
        number_cell(html, row.area_share, IndicatorKind::Share);
        number_cell(html, row.people, IndicatorKind::Count);
        html.raw("</tr>");
    }
    table_end(html);
}

fn number_cell(html: &mut Html, number: Option<f64>, kind: IndicatorKind) {
    match number {
        Some(number) => html.raw("<td class=n>").text(&figure(number, kind)),
        None => html.raw("<td class=gap>not known"),
    };
    html.raw("</td>");
}

/// The places nearest to a footprint that touches none of them.
fn nearest(html: &mut Html, reading: &Reading<'_>, kind: PlaceKind, places: &[&PlaceAgreement]) {
    let mut rows: Vec<(f64, &PlaceAgreement)> = places.iter().filter_map(|p| Some((p.distance_m?, *p))).collect();
    let touched = places.iter().any(|p| {
        p.distance_m.is_some_and(|m| m <= 0.0)
            || p.area_share.is_some_and(|share| share > 0.0)
            || matches!(p.agrees, Agrees::Both | Agrees::ModelOnly)
    });
    if rows.is_empty() || touched {
        return;
    }
    rows.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.place.cmp(&b.1.place)));
    html.raw("<h4>The footprint touches none of the ").text(kind_word(kind, 2)).raw("; these lie nearest to it</h4>");
    table(html, "Nearest to the footprint", &["Place", "To the footprint, m", "People"]);
    for (metres, row) in rows.iter().take(OPEN) {
        html.raw("<tr><th scope=row>").text(reading.name(&row.place)).raw("</th>");
        number_cell(html, Some(*metres), IndicatorKind::Amount);
        number_cell(html, row.people, IndicatorKind::Count);
        html.raw("</tr>");
    }
    table_end(html);
    in_json(html, rows.len().saturating_sub(OPEN));
}

fn footprints(html: &mut Html, rows: &[FootprintShare]) {
    if rows.is_empty() {
        return;
    }
    html.raw("<h4>What the footprints cover</h4>");
    let headings = [
        "Model",
        "~Scenario",
        "Return period, years",
        "~Places",
        "Touched",
        "People, by share of area",
        "People, by a grid",
    ];
    let (first, rest) = rows.split_at(rows.len().min(OPEN));
    let (next, more) = rest.split_at(rest.len().min(MOST - OPEN));
    table(html, "What the footprints cover", &headings);
    for row in first {
        footprint(html, row);
    }
    table_end(html);
    if !next.is_empty() {
        html.raw("<details class=set><summary>The next ").index(next.len()).raw("</summary>");
        table(html, "What further footprints cover", &headings);
        for row in next {
            footprint(html, row);
        }
        table_end(html);
        html.raw("</details>");
    }
    in_json(html, more.len());
    html.raw("<p class=help>By share of area takes people as spread evenly over each place, which they are not.</p>");
}

fn footprint(html: &mut Html, row: &FootprintShare) {
    let model = if row.model.is_empty() { "not named" } else { &row.model };
    html.raw("<tr><th scope=row>").text(model).raw("</th><td>").text(&row.scenario).raw("</td>");
    match row.return_period {
        Some(years) => html.raw("<td class=n>").text(&figure(years, IndicatorKind::Count)),
        None => html.raw("<td class=gap>not stated"),
    };
    html.raw("</td><td>")
        .text(kind_word(row.kind, 2))
        .raw("</td><td class=n>")
        .text(&number::count(row.places_touched));
    html.raw(" of ").text(&number::count(row.places)).raw("</td>");
    number_cell(html, row.people, IndicatorKind::Count);
    number_cell(html, row.people_by_grid, IndicatorKind::Count);
    html.raw("</tr>");
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    fn shown(assessment: &city::assessment::Assessment) -> String {
        let mut html = Html::default();
        section(&mut html, &Reading::new(assessment));
        html.as_str().to_owned()
    }

    #[test]
    fn the_four_cells_hold_places_and_people() {
        let page = shown(&testing::assessment());
        assert_eq!(page.matches("<td><b>1</b> settlement, 1,000 people</td>").count(), 3, "{page}");
        assert_eq!(page.matches("<td><b>2</b> settlements, 2,000 people</td>").count(), 1, "{page}");
        assert!(page.contains("<b>1</b> settlement, people not known.</p>"), "{page}");
    }

    #[test]
    fn what_only_residents_report_is_listed_with_their_words_and_escaped_names() {
        let page = shown(&testing::assessment());
        assert!(page.contains("Only residents report it: 2 settlements"));
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"));
        assert!(page.contains("<td>flooded every year</td><td class=n>140</td>"), "{page}");
    }

    #[test]
    fn a_footprint_that_touches_nobody_names_the_nearest() {
        let mut assessment = testing::assessment();
        for (at, place) in assessment.agreements[0].places.iter_mut().enumerate() {
            place.agrees = Agrees::Neither;
            place.area_share = Some(0.0);
            place.distance_m = Some(1_000.0 - f64::from(u32::try_from(at).unwrap()));
        }
        let page = shown(&assessment);
        let list = page.split("touches none of the settlements").nth(1).unwrap();
        assert!(list.find(testing::NAMES[5]).unwrap() < list.find(testing::NAMES[0]).unwrap());
        assert!(!shown(&testing::assessment()).contains("touches none"));
    }

    #[test]
    fn without_a_model_what_residents_say_is_still_counted() {
        let mut assessment = testing::assessment();
        for place in &mut assessment.agreements[0].places {
            (place.agrees, place.area_share) = (Agrees::NotCompared, None);
        }
        let page = shown(&assessment);
        assert!(page.contains("; residents report it at 5 of them.") && !page.contains("The model says yes"), "{page}");
    }

    #[test]
    fn a_long_list_is_cut_and_says_where_the_rest_is() {
        let mut assessment = testing::assessment();
        let one = assessment.agreements[0].places[1].clone();
        assessment.agreements[0].places = vec![one; 2_685];
        let page = shown(&assessment);
        assert!(page.contains("2,635 more are in assessment.json") && page.len() < 30_000, "{}", page.len());
    }
}
