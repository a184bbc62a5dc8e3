//! Services: one table for each, worst first, with groups and totals above the places.

use super::reading::Reading;
use crate::markup::Html;
use crate::number::{self, Shown};
use city::assessment::{ServiceColumn, ServiceRow, ServiceTable};
use city::indicator::IndicatorKind;
use city::{Gap, Value};

/// So many places stand open.
const OPEN: usize = 20;
/// So many places stand on the page; the others are in the JSON.
const MOST: usize = 500;

/// Every table of services.
pub fn section(html: &mut Html, reading: &Reading<'_>) {
    let tables: Vec<&ServiceTable> = reading.assessment.services.iter().filter(|t| !t.rows.is_empty()).collect();
    if tables.is_empty() {
        return;
    }
    html.raw("<section id=services><h2>Services</h2><p>What people have to live with, worst first; words instead of a number say why there is none, which is never the same as zero.</p>");
    for (at, table) in tables.iter().enumerate() {
        html.raw(if at == 0 { "<details class=set open>" } else { "<details class=set>" });
        html.raw("<summary><h3>").text(&table.title).raw("</h3></summary>");
        if !table.note.is_empty() {
            html.raw("<p class=help>").text(&table.note).raw("</p>");
        }
        body(html, reading, table);
        html.raw("</details>");
    }
    html.raw("</section>");
}

fn body(html: &mut Html, reading: &Reading<'_>, table: &ServiceTable) {
    let (groups, places): (Vec<&ServiceRow>, Vec<&ServiceRow>) = table.rows.iter().partition(|r| r.place.is_none());
    let (first, rest) = places.split_at(places.len().min(OPEN));
    rows(html, reading, table, &[&groups, first]);
    methods(html, &table.columns);
    if rest.is_empty() {
        return;
    }
    html.raw("<details class=set><summary>The other ").text(&number::count(rest.len() as u64)).raw("</summary>");
    let (shown, more) = rest.split_at(rest.len().min(MOST));
    rows(html, reading, table, &[shown]);
    if !more.is_empty() {
        html.raw("<p class=help>").text(&number::count(more.len() as u64)).raw(" more are in assessment.json.</p>");
    }
    html.raw("</details>");
}

fn rows(html: &mut Html, reading: &Reading<'_>, table: &ServiceTable, parts: &[&[&ServiceRow]]) {
    html.raw("<div class=scroll tabindex=0 role=region aria-label=\"")
        .text(&table.title)
        .raw("\"><table><caption class=vh>");
    html.text(&table.title).raw("</caption><thead><tr><th scope=col>Place</th>");
    for column in &table.columns {
        html.raw("<th scope=col class=n title=\"").text(&column.method).raw("\">").text(&column.label);
        let unit = number::unit(&column.unit);
        let said = column.label.to_lowercase().contains(&unit.to_lowercase());
        if !said && column.kind != IndicatorKind::Flag {
            html.raw(" <small>").text(&unit).raw("</small>");
        }
        html.raw("</th>");
    }
    html.raw("</tr></thead><tbody>");
    for row in parts.iter().flat_map(|part| part.iter()) {
        one(html, reading, table, row);
    }
    html.raw("</tbody></table></div>");
}

fn one(html: &mut Html, reading: &Reading<'_>, table: &ServiceTable, row: &ServiceRow) {
    let bold = row.place.is_none();
    html.raw("<tr><th scope=row>").raw(if bold { "<b>" } else { "" }).text(&row.label).raw(if bold {
        "</b>"
    } else {
        ""
    });
    let parent = row.place.as_ref().map_or("", |place| reading.parent(place));
    for words in [parent, row.note.as_str()].into_iter().filter(|w| !w.is_empty() && *w != row.label) {
        html.raw(" <small>").text(words).raw("</small>");
    }
    html.raw("</th>");
    for (at, column) in table.columns.iter().enumerate() {
        cell(html, row.values.get(at).unwrap_or(&Value::Gap(Gap::NotEstimated)), (column.kind, &column.unit), bold);
    }
    html.raw("</tr>");
}

/// A cell whose unit stands in the heading: a number with its range, or why there is none.
fn cell(html: &mut Html, value: &Value, (kind, unit): (IndicatorKind, &str), bold: bool) {
    let shown = Shown::new(value, kind, unit, &[]);
    if shown.gap {
        html.raw("<td class=gap>").text(&shown.main).raw("</td>");
        return;
    }
    html.raw("<td class=n>").raw(if bold { "<b>" } else { "" }).text(&shown.main);
    if !shown.unit.is_empty() && shown.unit != number::unit(unit) {
        html.raw(" ").text(&shown.unit);
    }
    html.raw(if bold { "</b>" } else { "" });
    if !shown.range.is_empty() {
        html.raw(" <small>").text(&shown.range).raw("</small>");
    }
    html.raw("</td>");
}

fn methods(html: &mut Html, columns: &[ServiceColumn]) {
    html.raw("<p class=help>");
    for column in columns.iter().filter(|c| !c.method.is_empty()) {
        html.raw("<b>").text(&column.label).raw("</b>: ").text(column.method.trim_end_matches('.')).raw(". ");
    }
    html.raw("</p>");
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
    fn a_gap_is_words_and_a_value_that_a_row_lacks_is_a_gap_too() {
        let mut assessment = testing::assessment();
        let page = shown(&assessment);
        assert_eq!(page.matches("<td class=gap>").count(), 2, "{page}");
        assert!(!page.contains(">0<"));
        for row in &mut assessment.services[0].rows {
            row.values.clear();
        }
        assert_eq!(shown(&assessment).matches("<td class=gap>").count(), 4);
    }

    #[test]
    fn groups_come_first_in_bold_and_places_beyond_twenty_are_folded() {
        let mut assessment = testing::assessment();
        let table = &mut assessment.services[0];
        let place = table.rows[0].clone();
        table.rows = vec![place.clone(); 23];
        table.rows.push(ServiceRow { place: None, label: "All settlements".into(), ..place });
        let page = shown(&assessment);
        assert!(page.find("<b>All settlements</b>").unwrap() < page.find("Jiwe").unwrap());
        assert!(page.contains("<summary>The other 3</summary>"));
    }

    #[test]
    fn a_method_stands_at_its_heading_and_in_words() {
        let page = shown(&testing::assessment());
        assert!(page.contains("title=\"people divided by working seats\""));
        assert!(page.contains("</b>: people divided by working seats. "));
    }
}
