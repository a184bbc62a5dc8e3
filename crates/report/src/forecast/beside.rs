//! Beside the rows: queues at public toilets, what it costs beside incomes, what a survey says, and how well the households made fit.

use super::amounts::{cell, count_cell, hour_word, part_word, percent};
use crate::assessment::reading::{capital, table, table_end};
use crate::markup::Html;
use crate::number::{count, figure};
use city::forecast::{BurdenRow, ForecastReport, Part, PlaceFit, QueueRow, SurveyRow};
use city::indicator::IndicatorKind;
use city::{Estimate, PlaceId};
use std::collections::BTreeMap;

/// Names of places.
pub struct Names<'a>(BTreeMap<&'a PlaceId, &'a str>);

impl<'a> Names<'a> {
    /// An index of a report.
    pub fn new(report: &'a ForecastReport) -> Self {
        Self(report.places.iter().map(|p| (&p.id, p.name.as_str())).collect())
    }

    /// What a place is called.
    pub fn of<'b>(&self, id: &'b PlaceId) -> &'b str
    where
        'a: 'b,
    {
        self.0.get(id).copied().unwrap_or(id.code())
    }
}

/// Opens a row of a place that belongs to a scenario and a year, so that a script can show those of the chosen one.
fn open(html: &mut Html, report: &ForecastReport, name: &str, (scenario, year): (&str, i32)) {
    let at = report.scenarios.iter().position(|s| s.id == scenario).unwrap_or(0);
    let title = report.scenarios.get(at).map_or(scenario, |s| s.title.as_str());
    html.raw("<tr data-s=").index(at).raw(" data-y=").number(year).raw("><th scope=row>").text(name).raw("<small>");
    html.text(title).raw(", ").number(year).raw("</small></th>");
}

fn methods<'a>(html: &mut Html, all: impl Iterator<Item = &'a str>) {
    let mut known: Vec<&str> = all.filter(|m| !m.is_empty()).collect();
    known.sort_unstable();
    known.dedup();
    for method in known {
        html.raw("<p class=help>").text(&capital(method)).raw(".</p>");
    }
}

/// Queues in the busiest hour; nothing where no seats are known.
pub fn queues(html: &mut Html, report: &ForecastReport, names: &Names<'_>) {
    if report.queues.is_empty() {
        return;
    }
    html.raw("<section id=queues><h2>Queues at public toilets</h2><p>In the busiest hour of the day, with the seats that work today.</p><div class=by-row>");
    let headings = ["Place", "Busiest hour", "Visits in it", "Seats that work", "Mean wait, minutes", "Seats needed"];
    table(html, "Queues at public toilets", &headings);
    for queue in &report.queues {
        queue_row(html, report, names, queue);
    }
    table_end(html);
    html.raw("</div>");
    methods(html, report.queues.iter().map(|q| q.method.as_str()));
    html.raw("</section>");
}

fn queue_row(html: &mut Html, report: &ForecastReport, names: &Names<'_>, queue: &QueueRow) {
    open(html, report, names.of(&queue.place), (&queue.scenario, queue.year));
    html.raw("<td class=n data-v=").number(queue.hour).raw(">").text(&hour_word(queue.hour)).raw("</td>");
    cell(html, Some(queue.visits), IndicatorKind::Count, "");
    count_cell(html, u64::from(queue.seats));
    if queue.wait_minutes.is_some() {
        cell(html, queue.wait_minutes, IndicatorKind::Amount, "");
    } else {
        html.raw("<td class=\"n over\">more may come than they can serve</td>");
    }
    match queue.seats_needed {
        Some([low, value, high]) => {
            let [low, value, high] = [low, value, high].map(f64::from);
            cell(html, Estimate::range(low, value, high).ok(), IndicatorKind::Count, "");
        }
        None => {
            html.raw("<td class=\"n over\">no number is enough</td>");
        }
    }
    html.raw("</tr>");
}

/// Costs beside incomes; nothing where no price or no income is known.
pub fn burdens(html: &mut Html, report: &ForecastReport, names: &Names<'_>) {
    if report.burdens.is_empty() {
        return;
    }
    html.raw("<section id=burdens><h2>What it costs a household</h2><p>Money a month, and its share of the household's income. A high share is a reason to bring the price down.</p><div class=by-row>");
    table(html, "What it costs a household", &["Place", "~Paid for", "Cost a month", "Of its income"]);
    for burden in &report.burdens {
        burden_row(html, report, names, burden);
    }
    table_end(html);
    html.raw("</div>");
    methods(html, report.burdens.iter().map(|b| b.method.as_str()));
    html.raw("</section>");
}

fn burden_row(html: &mut Html, report: &ForecastReport, names: &Names<'_>, burden: &BurdenRow) {
    open(html, report, names.of(&burden.place), (&burden.scenario, burden.year));
    html.raw("<td>").text(&capital(&burden.of)).raw("</td>");
    cell(html, Some(burden.cost_month), IndicatorKind::Amount, "");
    share_cell(html, burden.of_income_percent);
    html.raw("</tr>");
}

/// A share of an income with its range.
fn share_cell(html: &mut Html, share: Estimate) {
    let [low, value, high] = [share.low, share.value, share.high].map(|n| percent(n / 100.0));
    html.raw("<td class=n data-v=\"").text(&share.value.to_string()).raw("\">").text(&value);
    if low != value || high != value {
        html.raw("<small>").text(low.trim_end_matches(" %")).raw(" – ").text(&high).raw("</small>");
    }
    html.raw("</td>");
}

/// What surveys say; shown beside the forecast and never mixed into it.
pub fn survey(html: &mut Html, report: &ForecastReport) {
    if report.survey.is_empty() && report.survey_burdens.is_empty() {
        return;
    }
    html.raw("<section id=survey><h2>What the survey says</h2><p>Shown beside the forecast; none of it is in the demand above. Half of the answers lie between the quartiles. No answer of a household is here.</p>");
    let mut titles: Vec<&str> = Vec::new();
    let named =
        report.survey.iter().map(|r| r.survey.as_str()).chain(report.survey_burdens.iter().map(|b| b.survey.as_str()));
    named.for_each(|title| {
        if !titles.contains(&title) {
            titles.push(title);
        }
    });
    for title in titles {
        if !title.is_empty() {
            html.raw("<h3>").text(title).raw("</h3>");
        }
        let headings = ["Source or community", "~What", "Median", "Lower quartile", "Upper quartile", "Answers"];
        table(html, &format!("What the survey says, {title}"), &headings);
        for row in report.survey.iter().filter(|r| r.survey == title) {
            survey_row(html, row);
        }
        table_end(html);
        survey_burdens(html, report, title);
    }
    html.raw("</section>");
}

fn survey_row(html: &mut Html, row: &SurveyRow) {
    html.raw("<tr><th scope=row>").text(&capital(&row.of.replace('_', " "))).raw("</th><td>").text(&row.measure);
    html.raw("</td>");
    let [lower, median, upper] = row.quartiles;
    for number in [median, lower, upper] {
        html.raw("<td class=n>").text(&figure(number, IndicatorKind::Amount)).raw("</td>");
    }
    count_cell(html, row.answers);
    html.raw("</tr>");
}

/// What the households of a survey spend beside an income; nothing where no income is known.
fn survey_burdens(html: &mut Html, report: &ForecastReport, title: &str) {
    let rows: Vec<_> = report.survey_burdens.iter().filter(|b| b.survey == title).collect();
    if rows.is_empty() {
        return;
    }
    html.raw("<h4>What water costs these households beside an income</h4>");
    table(html, &format!("Water beside an income, {title}"), &["Of", "Cost a month", "Of an income", "Answers"]);
    for burden in &rows {
        html.raw("<tr><th scope=row>").text(&capital(&burden.of.replace('_', " ")));
        html.raw("<small>").text(&burden.money).raw("</small></th>");
        cell(html, Some(burden.cost_month), IndicatorKind::Amount, "");
        share_cell(html, burden.of_income_percent);
        count_cell(html, burden.answers);
        html.raw("</tr>");
    }
    table_end(html);
    methods(html, rows.iter().map(|b| b.method.as_str()));
}

/// How well the households made meet what was counted, the worst first.
pub fn fits(html: &mut Html, report: &ForecastReport, names: &Names<'_>) {
    let mut fits: Vec<&PlaceFit> = report.fits.iter().collect();
    fits.sort_by(|a, b| b.worst.total_cmp(&a.worst));
    let Some(worst) = fits.first() else { return };
    let borrowed = fits.iter().filter(|f| f.borrowed.is_some()).count() as u64;
    html.raw("<section id=fit><h2>How well the made-up households fit</h2><p>Demand rests on households and persons that were made so that their sums meet the counts of each place; none of them is a real person.</p><p>The largest difference anywhere is <b>");
    html.text(&percent(worst.worst)).raw("</b>, at ").text(&who(names, worst)).raw(". ");
    html.text(&count(borrowed)).raw(" of ").text(&count(fits.len() as u64));
    html.raw(" took counts that they lack from the place they are part of: services may be worse there than shown.</p><div class=by-row>");
    let headings = ["Place", "Households", "Persons", "Largest difference", "Mean difference", "~Counts taken from"];
    table(html, "How well the households made fit", &headings);
    for fit in &fits {
        html.raw("<tr><th scope=row>").text(names.of(&fit.place));
        if fit.part != Part::All {
            html.raw("<small>").raw(part_word(fit.part)).raw("</small>");
        }
        html.raw("</th>");
        count_cell(html, fit.households);
        count_cell(html, fit.persons);
        for share in [fit.worst, fit.mean] {
            html.raw("<td class=n data-v=\"").text(&share.to_string()).raw("\">").text(&percent(share)).raw("</td>");
        }
        match &fit.borrowed {
            Some((place, what)) => html.raw("<td>").text(names.of(place)).raw(": ").text(what).raw("</td></tr>"),
            None => html.raw("<td>all its own</td></tr>"),
        };
    }
    table_end(html);
    html.raw("</div>");
    margins(html, names, worst);
    html.raw("</section>");
}

fn who(names: &Names<'_>, fit: &PlaceFit) -> String {
    match part_word(fit.part) {
        "" => names.of(&fit.place).to_owned(),
        words => format!("{} ({words})", names.of(&fit.place)),
    }
}

/// Every count of the place that fits worst.
fn margins(html: &mut Html, names: &Names<'_>, fit: &PlaceFit) {
    if fit.margins.is_empty() {
        return;
    }
    html.raw("<details class=set><summary><h4>Every count of ").text(&who(names, fit));
    html.raw(", which fits worst</h4></summary>");
    table(html, "Counts of the place that fits worst", &["What", "Counted", "Made"]);
    for (what, counted, made) in &fit.margins {
        html.raw("<tr><th scope=row>").text(&capital(&what.replace('_', " "))).raw("</th>");
        for number in [counted, made] {
            html.raw("<td class=n>").text(&figure(*number, IndicatorKind::Count)).raw("</td>");
        }
        html.raw("</tr>");
    }
    table_end(html);
    html.raw("</details>");
}
