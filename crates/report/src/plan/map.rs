//! The map: places by the share of people who are served in the service and period that are chosen, and a table beside it.

use super::amounts::{amount, group, people, percent, period, place, title, unit};
use super::chosen::{Total, first_period, part, services};
use super::{cut, lines};
use crate::assessment::reading::table;
use crate::markup::Html;
use crate::page::drawing::{self, Order, Shape};
use crate::page::legend::class;
use crate::page::outline::Sheet;
use city::PlaceKind;
use city::network_plan::{NetworkPlan, PlaceRow, ServedRow};
use geo_types::{Geometry, Point};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Upper limits of the classes 0 to 3.
const LIMITS: [f64; 4] = [0.25, 0.5, 0.75, 0.95];
/// Their words, and those of the highest class.
const WORDS: [&str; 5] = ["under 25 %", "25 to 50 %", "50 to 75 %", "75 to 95 %", "95 % or more"];

/// The map with the table of the chosen service and period beside it.
pub fn section(html: &mut Html, plan: &NetworkPlan) {
    if plan.places.is_empty() || (plan.served.is_empty() && plan.links.is_empty()) {
        return;
    }
    html.raw("<section id=who><h2>Where</h2><p>Places by the share of their people who are served. Lines are what flows between places. Everything on the map also stands in the tables beside and below it.</p><div class=side><div class=left>");
    map(html, plan);
    html.raw("</div><div class=right><div class=controls data-js hidden><p><label for=search>Find a place</label><input id=search type=search autocomplete=off></p><p id=none role=status hidden>No place in this table has that name.</p></div>");
    for (at, service) in services(plan).into_iter().enumerate() {
        for when in 0..plan.periods.len() {
            part(html, plan, Some(at), when);
            by_place(html, plan, service, when);
            html.raw("</div>");
        }
    }
    html.raw("</div></div>");
    lines::tables(html, plan);
    html.raw("</section>");
}

/// The class of a share.
pub fn level(share: f64) -> u8 {
    LIMITS.iter().zip(0..).find(|(limit, _)| share < **limit - 1e-9).map_or(4, |(_, level)| level)
}

/// What a place is drawn as: settlements stand alone, others tile the ground.
fn kind(place: &PlaceRow) -> PlaceKind {
    match place.kind.as_str() {
        "settlement" | "informal" | "formal" => PlaceKind::Settlement,
        _ => PlaceKind::District,
    }
}

/// The shape of a place; its point where there is no shape.
pub fn geometry(place: &PlaceRow) -> Option<Geometry<f64>> {
    let shape = place.shape.clone().map(Geometry::MultiPolygon);
    shape.or_else(|| place.position.map(|(x, y)| Geometry::Point(Point::new(x, y))))
}

fn map(html: &mut Html, plan: &NetworkPlan) {
    let found: Vec<Option<Geometry<f64>>> = plan.places.iter().map(geometry).collect();
    let Some(sheet) = Sheet::around(found.iter().flatten()) else {
        html.raw("<p class=hatched>It is not known where the places lie, or it may not be shown: the tables have every place.</p>");
        return;
    };
    let what = if plan.heading.city.is_empty() { &plan.name } else { &plan.heading.city };
    drawing::open(html, &sheet, 0, "better", &format!("Map of {what}; the tables have the same content"));
    let words = levels(plan, services(plan).first().copied().unwrap_or_default(), first_period(plan));
    let words: BTreeMap<usize, (u8, String)> = words.into_iter().map(|(at, level, told)| (at, (level, told))).collect();
    let shape = |index: usize| {
        let row = plan.places.get(index)?;
        let found_there = words.get(&index);
        Some(Shape {
            index,
            kind: kind(row),
            name: if row.name.is_empty() { &row.id } else { &row.name },
            settlement_type: None,
            geometry: found.get(index)?.as_ref()?,
            colour: found_there.map(|(level, _)| *level),
            told: format!("{}: {}", row.name, found_there.map_or("no number", |(_, told)| told)),
        })
    };
    let mut shapes: Vec<Shape<'_>> = (0..plan.places.len()).filter_map(shape).collect();
    // small places lie upon large ones
    shapes.sort_by_key(|s| std::cmp::Reverse(sheet.draw(s.geometry).size));
    let order = Order { number: 0, first: 0, places: shapes.len() };
    let tiles = !shapes.iter().any(|s| drawing::stands_alone(s.kind));
    let names = drawing::layer(html, &sheet, order, tiles, &shapes);
    let centres: Vec<Option<(i64, i64)>> = found.iter().map(|g| g.as_ref().map(|g| sheet.draw(g).centre)).collect();
    lines::draw(html, plan, &centres);
    drawing::names(html, order, &names);
    drawing::close(html);
    legend(html, plan);
    let without = found.iter().filter(|g| g.is_none()).count();
    if without > 0 {
        html.raw("<p class=help>Not on the map, as it is not known where they lie or it may not be shown: ")
            .index(without);
        html.raw(" of ").index(plan.places.len()).raw(" places. They are in the tables.</p>");
    }
}

fn legend(html: &mut Html, plan: &NetworkPlan) {
    html.raw("<div id=legends role=group aria-label=Legend><div class=legend data-ramp=better><p><b>Share of people served</b></p><ul>");
    for (level, words) in (0_u8..).zip(WORDS) {
        html.raw("<li><i class=").raw(class(Some(level))).raw("></i>").raw(words).raw("</li>");
    }
    html.raw("<li><i class=cn></i>nothing demanded there, or not known</li></ul></div>");
    if plan.links.iter().any(|l| l.starts > 0.0 || l.built > 0.0) {
        html.raw("<ul class=line-keys><li><svg viewBox=\"0 0 60 12\" aria-hidden=true><path class=link d=\"M2 6h56\"/></svg>stands already</li><li><svg viewBox=\"0 0 60 12\" aria-hidden=true><path class=case d=\"M2 6h56\"/><path class=\"link new\" d=\"M2 6h56\"/></svg>built by the plan (dashes)</li><li>the wider a line, the more flows in this period</li></ul>");
    }
    html.raw("</div><p id=map-help class=help data-js hidden>Select a place or a line on the map to find it in its table. Keys: arrows move, + and − zoom, 0 shows everything.</p>");
}

/// Rows of a service and period, by place and group, the least served first.
fn rows<'a>(plan: &'a NetworkPlan, service: &str, when: usize) -> Vec<&'a ServedRow> {
    let mut rows: Vec<&ServedRow> = plan.served.iter().filter(|r| r.resource == service && r.period == when).collect();
    let part = |r: &ServedRow| Total::of(std::iter::once(r)).and_then(|t| t.share()).unwrap_or(2.0);
    rows.sort_by(|a, b| part(a).total_cmp(&part(b)).then(b.people.total_cmp(&a.people)).then(a.place.cmp(&b.place)));
    rows
}

fn by_place(html: &mut Html, plan: &NetworkPlan, service: &str, when: usize) {
    let rows = rows(plan, service, when);
    html.raw("<p class=view><b>").text(&title(service)).raw("</b>, ");
    html.text(&plan.periods.get(when).map(period).unwrap_or_default()).raw("; the least served first</p>");
    let Some(total) = Total::of(rows.iter().copied()) else {
        html.raw("<p class=nothing>Nothing is demanded in this period.</p>");
        return;
    };
    let unit = rows.first().map_or_else(String::new, |r| unit(&r.unit, &plan.time_unit));
    let (wanted, got) = (format!("Demanded, {unit}"), format!("Served, {unit}"));
    cut::open(html, "by-place");
    table(
        html,
        &format!("{} by place", title(service)),
        &["Place", "Served", "People served", "Not served", &wanted, &got],
    );
    for row in &rows {
        html.raw("<tr data-i=").index(row.place).raw("><th scope=row>").text(&place(plan, row.place));
        if !row.group.is_empty() {
            html.raw("<small>").text(&group(&row.group)).raw("</small>");
        }
        html.raw("</th>");
        let one = Total::of(std::iter::once(*row)).unwrap_or_default();
        numbers(html, &one);
    }
    html.raw("</tbody><tfoot><tr class=whole><th scope=row>All of these</th>");
    numbers(html, &total);
    html.raw("</tfoot></table></div>");
    cut::close(html, rows.len(), "answer_served.csv");
}

fn numbers(html: &mut Html, total: &Total) {
    let mut cell = |value: Option<f64>, words: fn(f64) -> String| match value {
        Some(value) => {
            html.raw("<td class=n data-v=\"").text(&value.to_string()).raw("\">").text(&words(value)).raw("</td>");
        }
        None => {
            html.raw("<td class=n>–</td>");
        }
    };
    let known = |value: f64| (total.people > 0.0).then_some(value);
    cell(total.share(), percent);
    cell(known(total.people_served), people);
    cell(known((total.people - total.people_served).max(0.0)), people);
    cell(Some(total.demanded), amount);
    cell(Some(total.served), amount);
    html.raw("</tr>");
}

/// Position, class and words of each place that demands a service in a period.
fn levels(plan: &NetworkPlan, service: &str, when: usize) -> Vec<(usize, u8, String)> {
    let mut by_place: BTreeMap<usize, Vec<&ServedRow>> = BTreeMap::new();
    for row in plan.served.iter().filter(|r| r.resource == service && r.period == when) {
        by_place.entry(row.place).or_default().push(row);
    }
    let of = |(at, rows): (&usize, &Vec<&ServedRow>)| {
        let total = Total::of(rows.iter().copied())?;
        let share = total.share()?;
        let told = if total.people > 0.0 {
            format!("{} served: {} of {} people", percent(share), people(total.people_served), people(total.people))
        } else {
            format!("{} of the amount served", percent(share))
        };
        Some((*at, level(share), told))
    };
    by_place.iter().filter_map(of).collect()
}

/// What the map's script is told: of each service and period the places.
pub fn data(plan: &NetworkPlan) -> Value {
    let of = |service: &str, when: usize| -> Value {
        levels(plan, service, when).into_iter().map(|(at, level, told)| json!([at, level, told])).collect()
    };
    let services: Vec<Value> =
        services(plan).into_iter().map(|s| (0..plan.periods.len()).map(|when| of(s, when)).collect()).collect();
    json!({
        "names": plan.places.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(),
        "services": services,
        "lines": lines::data(plan),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_of_a_class_belongs_to_the_higher_one() {
        assert_eq!([0.0, 0.2499, 0.25, 0.5, 0.75, 0.95, 1.0].map(level), [0, 0, 1, 2, 3, 4, 4]);
    }
}
