//! People, counted twice: what settlements count themselves beside what census or grid have inside their boundaries.

use super::reading::{Reading, count, estimate_cell, kind_word, table, table_end};
use crate::markup::Html;
use crate::number::{self, figure};
use city::PlaceKind::Settlement;
use city::assessment::{DistrictPeople, PeopleCounts, SettlementPeople};
use city::indicator::IndicatorKind;

/// So many settlements stand open.
const OPEN: usize = 20;
/// So many settlements stand on the page; the others are in the JSON.
const MOST: usize = 1_000;
/// So many splits stand open.
const SPLITS: usize = 5;

/// Two counts of each settlement, how they became one, and how many people the city's own figures miss.
pub fn section(html: &mut Html, reading: &Reading<'_>) {
    let counts = &reading.assessment.people;
    if counts.settlements.is_empty() && counts.districts.is_empty() {
        return;
    }
    html.raw("<section id=people><h2>People, counted twice</h2><p>A settlement's own count beside what census or grid have inside its boundary: a large difference says that one of them, often the city's own, misses people.</p>");
    missed(html, counts);
    html.raw("<ul class=reading>");
    for (what, words) in
        [("Made one. ", &counts.rule), ("Independence. ", &counts.independence), ("Districts. ", &counts.district_rule)]
    {
        if !words.is_empty() {
            html.raw("<li><b>").raw(what).raw("</b>").text(words).raw("</li>");
        }
    }
    html.raw("</ul>");
    settlements(html, reading, &counts.settlements);
    districts(html, reading, &counts.districts);
    splits(html, &counts.splits);
    html.raw("</section>");
}

fn missed(html: &mut Html, counts: &PeopleCounts) {
    html.raw("<ul class=figures>");
    if let Some(missed) = counts.missed {
        html.raw("<li><p class=figure>").text(&figure(missed.value, IndicatorKind::Count)).raw("</p>");
        let range = number::range(missed, IndicatorKind::Count);
        if !range.is_empty() {
            html.raw("<p class=range>").text(&range).raw("</p>");
        }
        html.raw("<p class=words>people whom the city's own figures miss, over ")
            .text(&number::count(counts.counted_twice));
        html.raw(" ").text(kind_word(Settlement, counts.counted_twice)).raw(" with two independent counts");
        html.raw(if missed.value < 0.0 {
            " (below zero: together they count fewer than the city does)</p></li>"
        } else {
            "</p></li>"
        });
    }
    if counts.not_counted > 0 {
        html.raw("<li><p class=figure>").text(&number::count(counts.not_counted)).raw("</p><p class=words>");
        html.text(kind_word(Settlement, counts.not_counted));
        html.raw(" whose people nobody counted: unknown, not empty</p></li>");
    }
    html.raw("</ul>");
    match (counts.missed.is_some(), counts.missed_note.as_str()) {
        (true, "") => html,
        (true, note) => html.raw("<p>").text(note).raw("</p>"),
        (false, "") => html.raw("<p class=gap>How many people the city's own figures miss is not known.</p>"),
        (false, note) => html.raw("<p class=gap>").text(note).raw("</p>"),
    };
}

/// How far the two counts lie apart; none where one of them is not known.
fn apart(row: &SettlementPeople) -> Option<f64> {
    Some((row.profile?.value - row.city?.value).abs())
}

fn settlements(html: &mut Html, reading: &Reading<'_>, rows: &[SettlementPeople]) {
    if rows.is_empty() {
        return;
    }
    let mut sorted: Vec<&SettlementPeople> = rows.iter().collect();
    let key = |row: &SettlementPeople| (apart(row).unwrap_or(-1.0), row.combined.map_or(-1.0, |e| e.value));
    sorted.sort_by(|a, b| {
        let (a_key, b_key) = (key(a), key(b));
        b_key.0.total_cmp(&a_key.0).then(b_key.1.total_cmp(&a_key.1)).then_with(|| a.place.cmp(&b.place))
    });
    let (first, rest) = sorted.split_at(sorted.len().min(OPEN));
    html.raw("<p class=help>First those whose two counts lie furthest apart.</p>");
    settlement_rows(html, reading, first);
    if rest.is_empty() {
        return;
    }
    html.raw("<details class=set><summary>The other ").text(&number::count(rest.len() as u64)).raw(" ");
    html.text(kind_word(Settlement, rest.len() as u64)).raw("</summary>");
    let (shown, more) = rest.split_at(rest.len().min(MOST));
    settlement_rows(html, reading, shown);
    if !more.is_empty() {
        html.raw("<p class=help>").text(&number::count(more.len() as u64)).raw(" more are in assessment.json.</p>");
    }
    html.raw("</details>");
}

/// What is said of every count of one kind alike, so that it need not stand in every row.
fn shared<'a>(rows: &[&'a SettlementPeople], of: fn(&SettlementPeople) -> Option<&str>) -> Option<&'a str> {
    let mut said = rows.iter().filter_map(|row| of(row));
    let first = said.next()?;
    said.all(|words| words == first).then_some(first)
}

fn own_method(row: &SettlementPeople) -> Option<&str> {
    row.profile.map(|_| row.profile_method.as_str())
}

fn city_method(row: &SettlementPeople) -> Option<&str> {
    row.city.map(|_| row.city_method.as_str())
}

fn settlement_rows(html: &mut Html, reading: &Reading<'_>, rows: &[&SettlementPeople]) {
    let same = [shared(rows, own_method), shared(rows, city_method)];
    for (who, method) in ["Its own count: ", "The city's count: "].into_iter().zip(same) {
        if let Some(method) = method.filter(|m| !m.is_empty()) {
            html.raw("<p class=help><b>").raw(who).raw("</b>").text(method).raw(".</p>");
        }
    }
    let mut headings = vec!["Settlement", "Its own count"];
    headings.extend(same[0].is_none().then_some("~How it counted"));
    headings.push("The city's count");
    headings.extend(same[1].is_none().then_some("~How the city counted"));
    headings.extend(["Together", "~Note"]);
    table(html, "People of settlements, counted twice", &headings);
    for row in rows {
        settlement_row(html, reading, row, same);
    }
    table_end(html);
}

fn settlement_row(html: &mut Html, reading: &Reading<'_>, row: &SettlementPeople, same: [Option<&str>; 2]) {
    html.raw("<tr><th scope=row>").text(reading.name(&row.place));
    let parent = reading.parent(&row.place);
    if !parent.is_empty() {
        html.raw("<small>").text(parent).raw("</small>");
    }
    html.raw("</th>");
    estimate_cell(html, row.profile, "not counted");
    if same[0].is_none() {
        method(html, own_method(row));
    }
    estimate_cell(html, row.city, "not known");
    if same[1].is_none() {
        method(html, city_method(row));
    }
    estimate_cell(html, row.combined, "unknown");
    let mut note = row.note.trim_end_matches(['.', ';', ' ']).to_owned();
    if apart(row).is_some() && !row.independent {
        note += if note.is_empty() { "The two are not independent" } else { "; the two are not independent" };
    }
    html.raw("<td><small>").text(&note).raw("</small></td></tr>");
}

fn method(html: &mut Html, words: Option<&str>) {
    html.raw("<td><small>").text(words.unwrap_or_default()).raw("</small></td>");
}

fn districts(html: &mut Html, reading: &Reading<'_>, rows: &[DistrictPeople]) {
    if rows.is_empty() {
        return;
    }
    html.raw("<details class=set><summary><h3>Districts before and after (").text(&number::count(rows.len() as u64));
    html.raw(")</h3></summary>");
    table(
        html,
        "People of districts, before and after",
        &["District", "The city's own total", "In settlements, before", "In settlements, after", "Total, after"],
    );
    for row in rows {
        html.raw("<tr><th scope=row>").text(reading.name(&row.place)).raw("</th>");
        for number in [row.official, row.inside_before, row.inside_after, row.total_after] {
            match number {
                Some(_) => html.raw("<td class=n>").text(&count(number)),
                None => html.raw("<td class=gap>not known"),
            };
            html.raw("</td>");
        }
        html.raw("</tr>");
    }
    table_end(html);
    html.raw("</details>");
}

fn splits(html: &mut Html, splits: &[String]) {
    if splits.is_empty() {
        return;
    }
    html.raw("<h3>Boundaries that overlap or cross</h3><ul>");
    let (first, rest) = splits.split_at(splits.len().min(SPLITS));
    for words in first {
        html.raw("<li>").text(words).raw("</li>");
    }
    html.raw("</ul>");
    if rest.is_empty() {
        return;
    }
    html.raw("<details class=set><summary>The other ").index(rest.len()).raw("</summary><ul>");
    for words in rest {
        html.raw("<li>").text(words).raw("</li>");
    }
    html.raw("</ul></details>");
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
    fn a_settlement_that_nobody_counted_is_unknown_and_not_empty() {
        let page = shown(&testing::assessment());
        let row = page.split("Nobody counted").nth(1).and_then(|rest| rest.split("</tr>").next()).unwrap();
        assert!(row.contains("<td class=gap>not counted") && row.contains("<td class=gap>unknown"), "{row}");
        assert!(!row.contains(">0<"), "{row}");
        assert!(page.contains("unknown, not empty"));
    }

    #[test]
    fn the_largest_difference_comes_first() {
        let mut assessment = testing::assessment();
        let about = testing::about;
        for row in &mut assessment.people.settlements {
            row.profile = Some(about(10.0, 10.0, 10.0));
            row.city = Some(about(9.0, 9.0, 9.0));
        }
        assessment.people.settlements[1].city = Some(about(900.0, 900.0, 900.0));
        let page = shown(&assessment);
        let at = |name: &str| page.find(&format!("<th scope=row>{name}")).unwrap_or_else(|| panic!("{name}: {page}"));
        assert!(at("Nobody counted") < at("Jiwe"));
    }

    #[test]
    fn without_settlements_there_is_nothing() {
        let mut assessment = testing::assessment();
        assessment.people = PeopleCounts::default();
        assert_eq!(shown(&assessment), "");
    }
}
