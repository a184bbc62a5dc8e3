//! Place by place: people by year, and what they will want in the chosen scenario, year and part of the day.

use super::amounts::{cell, part_word, shown};
use super::people::{Quantity, quantities};
use crate::assessment::reading::{capital, table, table_end};
use crate::markup::Html;
use crate::travel::rows::{set_title, sets};
use city::assessment::AssessedPlace;
use city::forecast::{ForecastReport, ForecastRow, Part};
use city::indicator::IndicatorKind;
use city::{Estimate, PlaceId, PlaceKind};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// With more rows than this the page shows whole days only: a phone has to open it.
const MOST_ROWS: usize = 15_000;

/// A part of a place that has a line in the tables.
struct Line<'a> {
    place: &'a AssessedPlace,
    part: Part,
}

type Key<'a> = (&'a PlaceId, &'static str, &'a str, i32, &'a str);

/// The rows of a report, found by place, part, scenario, year and part of the day.
pub struct Places<'a> {
    report: &'a ForecastReport,
    rows: BTreeMap<Key<'a>, &'a ForecastRow>,
    sets: Vec<(PlaceKind, String, Vec<Line<'a>>)>,
    years: Vec<i32>,
    quantities: Vec<Quantity>,
    /// Parts of the day that can be chosen; the first is the whole.
    minors: Vec<&'a str>,
}

impl<'a> Places<'a> {
    /// Finds every part of every place that has a row.
    pub fn new(report: &'a ForecastReport) -> Self {
        let rows: BTreeMap<Key<'a>, &ForecastRow> = report
            .rows
            .iter()
            .map(|r| ((&r.place, r.part.as_str(), r.scenario.as_str(), r.year, r.minor.as_str()), r))
            .collect();
        let mut seen = BTreeSet::new();
        let parts = report.rows.iter().filter(|r| seen.insert((&r.place, r.part.as_str()))).map(|r| (&r.place, r.part));
        let sets = sets(&report.places, parts)
            .into_iter()
            .map(|(kind, prefix, list)| {
                let places: BTreeSet<usize> = list.iter().map(|(at, _, _)| *at).collect();
                let title =
                    if kind == PlaceKind::City { "The city".to_owned() } else { set_title(prefix, places.len()) };
                (kind, title, list.into_iter().map(|(_, place, part)| Line { place, part }).collect())
            })
            .collect();
        let years: BTreeSet<i32> = report.rows.iter().map(|r| r.year).collect();
        let minors: Vec<&str> = if report.rows.len() > MOST_ROWS { Vec::new() } else { names(report) };
        let minors = std::iter::once("").chain(minors).collect();
        Self { report, rows, sets, years: years.into_iter().collect(), quantities: quantities(report), minors }
    }

    fn row(&self, line: &Line<'a>, (scenario, year, minor): (&'a str, i32, &'a str)) -> Option<&'a ForecastRow> {
        self.rows.get(&(&line.place.id, line.part.as_str(), scenario, year, minor)).copied()
    }

    /// What the page shows before anybody chooses: the first scenario in its last year.
    fn first(&self) -> Option<(&'a str, i32)> {
        let scenario = self.report.scenarios.first()?;
        Some((&scenario.id, scenario.years.iter().copied().max()?))
    }

    /// What the script needs: cells of every scenario, year and part of the day, line by line.
    pub fn data(&self) -> Value {
        let lines = || self.sets.iter().flat_map(|(_, _, list)| list);
        let packed = |e: Option<Estimate>, kind: IndicatorKind| e.map_or_else(String::new, |e| joined(shown(e, kind)));
        let demand = |scenario: &'a str, year: i32, minor: &'a str| -> Value {
            let cells = |row: &ForecastRow| -> Vec<String> {
                self.quantities.iter().map(|q| packed((q.of)(row), q.kind)).collect()
            };
            lines().map(|l| self.row(l, (scenario, year, minor)).map(cells)).collect()
        };
        let people = |scenario: &'a str| -> Value {
            let of = |line: &Line<'a>, year: i32| {
                packed(self.row(line, (scenario, year, "")).map(|r| r.people), IndicatorKind::Count)
            };
            lines().map(|l| self.years.iter().map(|y| of(l, *y)).collect::<Vec<_>>()).collect()
        };
        let scenarios: Vec<Value> = self
            .report
            .scenarios
            .iter()
            .map(|s| {
                let of_year = |y: &i32| self.minors.iter().map(|m| demand(&s.id, *y, m)).collect::<Vec<_>>();
                json!({ "title": s.title, "years": s.years, "people": people(&s.id),
                        "demand": s.years.iter().map(of_year).collect::<Vec<_>>() })
            })
            .collect();
        let main = self.quantities.iter().filter(|q| !q.of_source).count();
        json!({ "scenarios": scenarios, "main": main, "minors": self.minors.iter().map(|m| minor_word(self.report, m)).collect::<Vec<_>>() })
    }

    /// The choice of what is shown.
    pub fn chooser(&self, html: &mut Html) {
        html.raw(
            "<div class=\"controls pick\" data-js hidden><p><label for=scenario>Scenario</label><select id=scenario>",
        );
        for (at, scenario) in self.report.scenarios.iter().enumerate() {
            html.raw("<option value=").index(at).raw(">").text(&scenario.title).raw("</option>");
        }
        html.raw("</select></p><p><label for=year>Year</label><select id=year></select></p><p><label for=minor>Part of the day</label><select id=minor>");
        for (at, minor) in self.minors.iter().enumerate() {
            html.raw("<option value=").index(at).raw(">").text(&minor_word(self.report, minor)).raw("</option>");
        }
        html.raw("</select></p><p><label for=search>Find a place</label><input id=search type=search autocomplete=off></p><p id=none role=status hidden>No place has that name.</p></div>");
    }

    /// The section: a table of people and one of demand for each set of places.
    pub fn section(&self, html: &mut Html) {
        let Some((scenario, year)) = self.first() else { return };
        html.raw("<section id=places><h2>Place by place</h2><p>Formal and informal settlements each have a line of their own where their people are counted. Water in m³: 1 m³ is 1,000 litres.</p>");
        if self.minors.len() == 1 && !self.report.minor.is_empty() {
            html.raw("<p class=gap>Parts of the day are in the table (<code>--format csv</code>): they are too many for a page.</p>");
        }
        html.raw("<h3>People</h3><p class=view><b data-view=people>").text(&self.title(scenario)).raw("</b></p>");
        let mut number = 0;
        for (at, (_, title, list)) in self.sets.iter().enumerate() {
            set_open(html, at, title);
            self.people(html, title, (list, number), scenario);
            html.raw("</details>");
            number += list.len();
        }
        for (of_source, title) in [(false, "Water, toilets and what is left behind"), (true, "Water by its source")] {
            if self.quantities.iter().any(|q| q.of_source == of_source) {
                self.wanted(html, title, (scenario, year), of_source);
            }
        }
        html.raw("</section>");
    }

    /// Tables of what is wanted: in all, or by source of water. They are two, so that each fits on paper.
    fn wanted(&self, html: &mut Html, words: &'static str, (scenario, year): (&'a str, i32), of_source: bool) {
        html.raw("<h3>").raw(words).raw("</h3><p class=view><b data-view=demand>");
        html.text(&format!("{}, {year}, whole day", self.title(scenario))).raw("</b></p>");
        let mut number = 0;
        for (at, (_, title, list)) in self.sets.iter().enumerate() {
            set_open(html, at, title);
            self.demand(html, title, (list, number), ((scenario, year), of_source));
            html.raw("</details>");
            number += list.len();
        }
    }

    fn title(&self, scenario: &'a str) -> String {
        let known = self.report.scenarios.iter().find(|s| s.id == scenario);
        known.map_or_else(|| scenario.to_owned(), |s| s.title.clone())
    }

    fn people(&self, html: &mut Html, title: &str, (list, from): (&[Line<'a>], usize), scenario: &'a str) {
        let years: Vec<String> = self.years.iter().map(ToString::to_string).collect();
        let headings: Vec<&str> = ["Place", "Counted"].into_iter().chain(years.iter().map(String::as_str)).collect();
        html.raw("<div class=by-people>");
        table(html, &format!("People by year, {title}"), &headings);
        for (at, line) in list.iter().enumerate() {
            name(html, from + at, line);
            let whole = line.part == Part::All || line.place.kind == PlaceKind::Settlement;
            cell(html, line.place.people.filter(|_| whole), IndicatorKind::Count, "");
            for year in &self.years {
                let people = self.row(line, (scenario, *year, "")).map(|r| r.people);
                cell(html, people, IndicatorKind::Count, "");
            }
            html.raw("</tr>");
        }
        table_end(html);
        html.raw("</div>");
    }

    fn demand(
        &self,
        html: &mut Html,
        title: &str,
        (list, from): (&[Line<'a>], usize),
        ((scenario, year), of_source): ((&'a str, i32), bool),
    ) {
        let shown = || self.quantities.iter().filter(move |q| q.of_source == of_source);
        let headings: Vec<&str> = ["Place"].into_iter().chain(shown().map(|q| q.name.as_str())).collect();
        let caption = if of_source { "Water by its source" } else { "Demand" };
        html.raw(if of_source { "<div class=by-source>" } else { "<div class=by-demand>" });
        table(html, &format!("{caption}, {title}"), &headings);
        let mut notes: Vec<(&str, Vec<String>)> = Vec::new();
        for (at, line) in list.iter().enumerate() {
            name(html, from + at, line);
            let row = self.row(line, (scenario, year, ""));
            for quantity in shown() {
                cell(html, row.and_then(&quantity.of), quantity.kind, "");
            }
            html.raw("</tr>");
            if let Some(row) = row.filter(|r| !r.note.is_empty() && !of_source) {
                match notes.iter_mut().find(|(note, _)| *note == row.note) {
                    Some((_, names)) => names.push(named(line)),
                    None => notes.push((&row.note, vec![named(line)])),
                }
            }
        }
        table_end(html);
        html.raw("</div>");
        if notes.is_empty() {
            return;
        }
        html.raw("<details class=notes><summary>What to know of these numbers</summary><ul class=reading>");
        for (note, names) in notes {
            html.raw("<li><b>").text(&names.join(", ")).raw("</b>: ").text(note).raw(".</li>");
        }
        html.raw("</ul></details>");
    }
}

fn names(report: &ForecastReport) -> Vec<&str> {
    report.minor.iter().map(|(name, _)| name.as_str()).filter(|name| !name.is_empty()).collect()
}

/// A part of the day with its hours, in words.
pub fn minor_word(report: &ForecastReport, minor: &str) -> String {
    match report.minor.iter().find(|(name, _)| name == minor && !name.is_empty()) {
        Some((name, hours)) if hours.is_empty() => capital(&name.replace('_', " ")),
        Some((name, hours)) => format!("{} ({hours})", capital(&name.replace('_', " "))),
        None if minor.is_empty() => "Whole day".to_owned(),
        None => capital(minor),
    }
}

fn joined((main, range): (String, String)) -> String {
    if range.is_empty() { main } else { format!("{main}|{range}") }
}

fn set_open(html: &mut Html, at: usize, title: &str) {
    html.raw(if at == 0 { "<details class=set open>" } else { "<details class=set>" });
    html.raw("<summary><h4>").text(title).raw("</h4></summary>");
}

fn named(line: &Line<'_>) -> String {
    match part_word(line.part) {
        "" => line.place.name.clone(),
        words => format!("{} ({})", line.place.name, words.trim_end_matches(" settlements")),
    }
}

fn name(html: &mut Html, number: usize, line: &Line<'_>) {
    html.raw("<tr data-k=").index(number).raw("><th scope=row>").text(&line.place.name);
    match (line.part, line.place.kind) {
        (Part::All, _) => {}
        (part, PlaceKind::Settlement) => {
            html.raw("<small>").text(part.as_str()).raw("</small>");
        }
        (part, _) => {
            html.raw("<small>").raw(part_word(part)).raw("</small>");
        }
    }
    html.raw("</th>");
}
