//! People by scenario and year, a small plot and its table each, and what they will want, of the city as a whole.

use super::amounts::{cell, part_word, source_word};
use super::export::sources;
use super::plot::{Line, Scale, plot};
use super::whole::{Sum, Whole};
use crate::assessment::reading::{capital, table, table_end};
use crate::markup::Html;
use crate::number::figure;
use city::Estimate;
use city::forecast::{ForecastReport, ForecastRow, ForecastScenario, Part};
use city::indicator::IndicatorKind;

/// A scenario and its lines.
type Drawn<'a> = (&'a ForecastScenario, Vec<Line>);

/// The sections of people and of demand; nothing where nobody is anticipated.
pub fn sections(html: &mut Html, report: &ForecastReport, whole: &Whole<'_>) {
    let drawn: Vec<Drawn<'_>> =
        report.scenarios.iter().map(|s| (s, lines(whole, s))).filter(|(_, lines)| !lines.is_empty()).collect();
    if drawn.is_empty() {
        return;
    }
    html.raw("<section id=people><h2>People by scenario and year</h2><p>").text(&capital(&whole.label));
    html.raw(". The bold line is everybody, the shaded part its range; all plots have the same scale.");
    if !whole.apart.is_empty() {
        html.raw(" Formal and informal: ").text(&whole.apart).raw(", and nobody outside them.");
    }
    html.raw("</p><div class=futures>");
    let scale = Scale::around(drawn.iter().flat_map(|(_, lines)| lines));
    for (scenario, lines) in &drawn {
        html.raw("<figure class=future><h3>").text(&scenario.title).raw("</h3>");
        if !scenario.note.is_empty() {
            html.raw("<p class=note>").text(&scenario.note).raw("</p>");
        }
        if let Some(scale) = &scale {
            plot(html, scale, &scenario.title, lines);
        }
        numbers(html, whole, scenario);
        html.raw("</figure>");
    }
    html.raw("</div>");
    for gap in &whole.left_out {
        html.raw("<p class=gap><b>").text(&capital(&gap.what)).raw(": – </b>").text(&gap.words).raw(".</p>");
    }
    changes(html, report, whole);
    super::differences::section(html, report);
    html.raw("</section>");
    demand(html, report, whole);
}

fn lines(whole: &Whole<'_>, scenario: &ForecastScenario) -> Vec<Line> {
    let line = |part: Part| {
        let of = |year: &i32| Some((*year, whole.sum(part, (&scenario.id, *year), |r| Some(r.people))?.estimate));
        let mut points: Vec<(i32, Estimate)> = scenario.years.iter().filter_map(of).collect();
        points.sort_by_key(|(year, _)| *year);
        Line { part, points }
    };
    whole.parts(scenario).into_iter().map(line).collect()
}

fn numbers(html: &mut Html, whole: &Whole<'_>, scenario: &ForecastScenario) {
    let parts = whole.parts(scenario);
    let word = |part: &Part| if *part == Part::All { "All".to_owned() } else { capital(part.as_str()) };
    let words: Vec<String> = parts.iter().map(word).collect();
    let headings: Vec<&str> = ["Year"].into_iter().chain(words.iter().map(String::as_str)).collect();
    table(html, &format!("People by year, {}", scenario.title), &headings);
    for year in &scenario.years {
        html.raw("<tr><th scope=row>").text(&year.to_string()).raw("</th>");
        for part in &parts {
            sum_cell(html, whole.sum(*part, (&scenario.id, *year), |r| Some(r.people)), IndicatorKind::Count);
        }
        html.raw("</tr>");
    }
    table_end(html);
}

fn sum_cell(html: &mut Html, sum: Option<Sum>, kind: IndicatorKind) {
    cell(html, sum.map(|s| s.estimate), kind, &sum.map_or_else(String::new, |s| s.partly()));
}

/// What makes them more or fewer; nothing where nobody says.
fn changes(html: &mut Html, report: &ForecastReport, whole: &Whole<'_>) {
    let of = |s: &ForecastScenario| -> Vec<(String, [Option<f64>; 4])> {
        let row = |y: &i32| Some((format!("{}, {y}", s.title), whole.change((&s.id, *y))?));
        s.years.iter().filter_map(row).collect()
    };
    let moves = |(_, change): &(String, [Option<f64>; 4])| change.iter().flatten().any(|n| n.abs() > 0.5);
    let rows: Vec<(String, [Option<f64>; 4])> = report.scenarios.iter().flat_map(of).filter(moves).collect();
    if rows.is_empty() {
        return;
    }
    html.raw("<details class=set><summary><h4>Births, deaths and migration</h4></summary>");
    let headings = ["Scenario and year", "Births", "Deaths", "Net migration", "Growth not told apart"];
    table(html, "Births, deaths and migration since the year before in the table", &headings);
    for (title, change) in rows {
        html.raw("<tr><th scope=row>").text(&title).raw("</th>");
        for number in change {
            html.raw("<td class=n>");
            match number {
                Some(n) => html.text(&figure(super::amounts::three_digits(n), IndicatorKind::Count)),
                None => html.raw("–<small>growth rate only</small>"),
            };
            html.raw("</td>");
        }
        html.raw("</tr>");
    }
    table_end(html);
    html.raw("<p class=help>Since the year before in the list, for the best value, without a range. Where a scenario gives a growth rate only, or the ages of a place are not known, births, deaths and migration are not told apart, and none of them is zero.</p></details>");
}

/// Where a quantity stands in a row.
pub type Of = dyn Fn(&ForecastRow) -> Option<Estimate>;

/// The same of those that need to know no name.
type Plain = fn(&ForecastRow) -> Option<Estimate>;

/// A quantity of the whole.
pub struct Quantity {
    /// What it is called, with its unit.
    pub name: String,
    /// Of which kind it is.
    pub kind: IndicatorKind,
    /// Whether it is a part of the water, by its source.
    pub of_source: bool,
    /// Where it stands in a row.
    pub of: Box<Of>,
}

/// What people will want and leave behind, then each source of water.
pub fn quantities(report: &ForecastReport) -> Vec<Quantity> {
    let (m3, things) = (IndicatorKind::Amount, IndicatorKind::Count);
    let main: [(&str, IndicatorKind, Plain); 6] = [
        ("Households", things, |r| r.households),
        ("Water, m³", m3, |r| r.water_m3_day),
        ("Visits to household toilets", things, |r| r.household_toilet_visits),
        ("Visits to public toilets", things, |r| r.public_toilet_visits),
        ("Wastewater, m³", m3, |r| r.wastewater_m3_day),
        ("Faecal sludge, m³", m3, |r| r.faecal_sludge_m3_day),
    ];
    let main = main.into_iter().map(|(name, kind, of)| Quantity {
        name: name.to_owned(),
        kind,
        of_source: false,
        of: Box::new(of),
    });
    let mut all: Vec<Quantity> = main.collect();
    for class in sources(report) {
        let own = class.to_owned();
        let of = move |r: &ForecastRow| r.water_by_source.iter().find(|(name, _)| *name == own).map(|(_, e)| *e);
        all.push(Quantity {
            name: format!("{}, m³", source_word(class)), kind: m3, of_source: true, of: Box::new(of)
        });
    }
    all.retain(|quantity| report.rows.iter().any(|r| (quantity.of)(r).is_some()));
    all
}

fn demand(html: &mut Html, report: &ForecastReport, whole: &Whole<'_>) {
    let quantities = quantities(report);
    if quantities.is_empty() {
        return;
    }
    html.raw("<section id=demand><h2>What they will want, and what they leave behind</h2><p>");
    html.text(&capital(&whole.label)).raw(", each day. 1 m³ is 1,000 litres, or 50 jerrycans.</p>");
    for scenario in &report.scenarios {
        html.raw("<h3>").text(&scenario.title).raw("</h3>");
        for part in whole.parts(scenario) {
            if part == Part::All {
                by_year(html, whole, (scenario, part), &quantities);
                continue;
            }
            html.raw("<details class=set><summary><h4>").text(&capital(part_word(part))).raw("</h4></summary>");
            by_year(html, whole, (scenario, part), &quantities);
            html.raw("</details>");
        }
    }
    html.raw("</section>");
}

/// Each source of water below the water that it is a part of.
pub fn in_order(quantities: &[Quantity]) -> Vec<&Quantity> {
    let water = |q: &&Quantity| q.name.starts_with("Water,");
    let main = || quantities.iter().filter(|q| !q.of_source);
    let until = main().position(|q| water(&q)).map_or(0, |at| at + 1);
    main().take(until).chain(quantities.iter().filter(|q| q.of_source)).chain(main().skip(until)).collect()
}

/// A line a quantity, a column a year: so it fits on paper.
fn by_year(html: &mut Html, whole: &Whole<'_>, (scenario, part): (&ForecastScenario, Part), quantities: &[Quantity]) {
    let years: Vec<String> = scenario.years.iter().map(ToString::to_string).collect();
    let headings: Vec<&str> = ["Each day"].into_iter().chain(years.iter().map(String::as_str)).collect();
    let caption = format!("Demand by year, {} {}", scenario.title, part_word(part));
    table(html, caption.trim_end(), &headings);
    for quantity in in_order(quantities) {
        html.raw(if quantity.of_source { "<tr class=ofit><th scope=row>" } else { "<tr><th scope=row>" });
        html.text(&quantity.name).raw("</th>");
        for year in &scenario.years {
            sum_cell(html, whole.sum(part, (&scenario.id, *year), &quantity.of), quantity.kind);
        }
        html.raw("</tr>");
    }
    table_end(html);
}
