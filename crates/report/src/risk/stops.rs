//! What stops when facilities fail, what residents tell of how often, and what a year would be by their rates.

use super::amounts::{amount, percent, share, whole};
use super::events::{HELD, amount_cell};
use super::naming::{self, Basis};
use crate::assessment::reading::{table, table_end};
use crate::markup::Html;
use crate::number;
use city::Estimate;
use city::risk::{Calibrated, Lived, Measure, RiskReport, ServiceStop, Suffered, Told};
use serde_json::{Value as Json, json};

/// What stops, by service and view; nothing where no service was asked for.
pub fn section(html: &mut Html, report: &RiskReport) {
    if report.services.is_empty() {
        return;
    }
    html.raw("<section id=stops><h2>What stops</h2><p>A facility stops when it is struck, or when what it needs has stopped and its reserve is used up.</p>");
    let heads = ["Service", "~When", "People without it", "Facilities that stop", "Of them struck", "~What begins it"];
    table(html, "What stops", &heads);
    for stop in &report.services {
        for at in 0..stop.stopped.events.len() {
            row(html, report, stop, Basis::Event(at));
        }
        if stop.stopped.annual.is_some() {
            row(html, report, stop, Basis::Year);
        }
    }
    table_end(html);
    let mut told: Vec<&str> = Vec::new();
    for stop in report.services.iter().filter(|s| s.unsaid > 0 || s.not_covered > 0) {
        if told.contains(&stop.id.as_str()) {
            continue;
        }
        told.push(&stop.id);
        html.raw("<p class=help><b>").text(&stop.title).raw("</b>:");
        if stop.unsaid > 0 {
            html.raw(" of ")
                .text(&number::count(stop.unsaid))
                .raw(" facilities nobody said how many they serve: people without it are at least so many.");
        }
        if stop.not_covered > 0 {
            html.raw(" The model says nothing of ")
                .text(&number::count(stop.not_covered))
                .raw(" facilities: they count as working, and nobody may call them safe.");
        }
        html.raw("</p>");
    }
    let mut methods: Vec<(&str, &str)> =
        report.services.iter().map(|s| (s.title.as_str(), s.method.as_str())).collect();
    methods.sort_unstable();
    methods.dedup();
    for (title, method) in methods {
        html.raw("<p class=help><b>").text(title).raw("</b>: ").text(method).raw(".</p>");
    }
    html.raw("</section>");
}

fn row(html: &mut Html, report: &RiskReport, stop: &ServiceStop, basis: Basis) {
    let view = report.views.get(stop.view);
    html.raw("<tr><th scope=row>").text(&stop.title).raw("<small>").text(&view.map_or_else(String::new, naming::view));
    html.raw("</small></th><td>").text(&basis.when(view)).raw("</td>");
    match &stop.people {
        Some(people) => of_all(html, people, basis, &Measure::People),
        None => {
            html.raw("<td class=gap>nobody said</td>");
        }
    }
    let things = Measure::Struck(city::risk_settings::ExposureKind::Facilities);
    of_all(html, &stop.stopped, basis, &things);
    amount_cell(html, basis.number(&stop.struck), &things);
    html.raw("<td>");
    if let Basis::Event(at) = basis {
        for cause in stop.causes.get(at).into_iter().flatten() {
            html.text(&cause.service).raw(": ").text(&number::count(cause.stops)).raw(" stop");
            if !cause.first.is_empty() {
                html.raw(" (first: ").text(&cause.first).raw(")");
            }
            html.raw("<br>");
        }
    }
    html.raw("</td></tr>");
}

/// An amount with its range and its share of all.
fn of_all(html: &mut Html, suffered: &Suffered, basis: Basis, measure: &Measure) {
    let Some(e) = basis.number(suffered) else {
        html.raw("<td class=\"gap held\">").raw(HELD).raw("</td>");
        return;
    };
    let part = share(e.value, suffered.exposed).map_or_else(String::new, percent);
    html.raw("<td class=n>").text(&number_of(e.value, measure)).raw("<small>").text(&part).raw(" of ");
    html.text(&amount(suffered.exposed, measure));
    if e.has_range() {
        html.raw("; ").text(&number_of(e.low, measure)).raw(" – ").text(&number_of(e.high, measure));
    }
    html.raw("</small></td>");
}

fn number_of(value: f64, measure: &Measure) -> String {
    if *measure == Measure::People { amount(value, measure) } else { whole(value) }
}

/// What residents tell beside the model, by settlement; nothing where nobody was asked.
pub fn told(html: &mut Html, report: &RiskReport, one: &Lived) {
    if one.told.is_empty() {
        return;
    }
    html.raw("<h4>How often, and what was destroyed</h4>");
    let heads = [
        "Settlement",
        "Times, by residents",
        "Model: most frequent event there",
        "Structures destroyed, by residents",
        "Model: dwellings lost in a year",
    ];
    table(html, "What residents tell beside the model", &heads);
    for told in &one.told {
        html.raw("<tr><th scope=row>").text(naming::place_name(report, &told.place)).raw("</th><td class=n>");
        let times =
            told.times.map_or_else(|| "–".to_owned(), |n| if n > 0.0 { naming::years_of(n) } else { "never".into() });
        html.text(&times).raw("</td><td class=n>");
        let period = told.modelled_period.map(|y| format!("once in {} years", naming::years_of(y)));
        html.text(&period.unwrap_or_else(|| "none".to_owned())).raw("</td><td class=n>").text(&destroyed(told));
        html.raw("</td><td class=n>");
        let lost = told.modelled_lost.map(|e| whole(e.value));
        html.text(&lost.unwrap_or_else(|| "–".to_owned())).raw("</td></tr>");
    }
    table_end(html);
}

fn destroyed(told: &Told) -> String {
    match told.destroyed {
        None => "–".to_owned(),
        Some(e) if told.destroyed_open => format!("{} or more", naming::years_of(e.low)),
        Some(e) => format!("{} to {}", naming::years_of(e.low), naming::years_of(e.high)),
    }
}

/// What a year would be by joined rates; nothing where that was not asked for.
pub fn calibrated(html: &mut Html, report: &RiskReport) {
    if report.calibrated.is_empty() {
        return;
    }
    html.raw("<h3>If residents' reports moved the rate</h3><p>The figures above are the model's. Here is what a year would be at the settlements that told how often it happens.</p>");
    table(html, "A year by the model and by joined rates", &["What", "Settlements", "By the model", "By joined rates"]);
    for one in &report.calibrated {
        let Some(result) = report.results.get(one.result) else { continue };
        html.raw("<tr><th scope=row>").text(&naming::what(result)).raw("</th><td class=n>");
        html.text(&number::count(one.places.len() as u64)).raw("</td>");
        for e in [one.before, one.after] {
            amount_cell(html, Some(e), &result.measure);
        }
        html.raw("</tr>");
    }
    table_end(html);
    if let Some(one) = report.calibrated.first() {
        html.raw("<p class=help>For the first: ").text(&one.method).raw(".</p>");
    }
}

fn estimate(e: Option<Estimate>) -> Json {
    e.map_or(Json::Null, |e| json!({ "low": e.low, "value": e.value, "high": e.high }))
}

/// A service as JSON.
pub fn json_of(stop: &ServiceStop) -> Json {
    let part = |s: &Suffered| {
        let events: Vec<Json> = s.events.iter().map(|e| estimate(*e)).collect();
        json!({ "exposed": s.exposed, "events": events, "year": estimate(s.annual) })
    };
    let cause = |c: &city::risk::ServiceCause| json!({ "service": c.service, "first": c.first, "stops": c.stops });
    let causes: Vec<Vec<Json>> = stop.causes.iter().map(|list| list.iter().map(cause).collect()).collect();
    json!({ "id": stop.id, "title": stop.title, "exposure": stop.exposure, "view": stop.view,
            "stopped": part(&stop.stopped), "struck": part(&stop.struck), "people": stop.people.as_ref().map(part),
            "unsaid": stop.unsaid, "not_covered": stop.not_covered, "causes": causes, "method": stop.method })
}

/// What residents of a settlement tell, as JSON.
pub fn json_of_told(told: &Told) -> Json {
    json!({ "place": told.place, "times": told.times, "destroyed": estimate(told.destroyed),
            "destroyed_open": told.destroyed_open, "modelled_period": told.modelled_period,
            "modelled_lost": estimate(told.modelled_lost) })
}

/// A year by joined rates, as JSON.
pub fn json_of_calibrated(one: &Calibrated) -> Json {
    let place = |(id, before, after): &(city::PlaceId, Estimate, Estimate)| json!({ "place": id, "before": estimate(Some(*before)), "after": estimate(Some(*after)) });
    json!({ "result": one.result, "before": estimate(Some(one.before)), "after": estimate(Some(one.after)),
            "places": one.places.iter().map(place).collect::<Vec<_>>(), "method": one.method })
}
