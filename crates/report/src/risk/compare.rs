//! Scenarios beside each other, and models beside what residents lived through.

use super::amounts::{amount, percent};
use super::naming::{self, Basis};
use crate::assessment::reading::{table, table_end};
use crate::markup::Html;
use crate::number;
use city::indicator::IndicatorKind;
use city::risk::{Change, Lived, RiskReport};

/// What changes between scenarios; nothing where no two can be compared.
pub fn changes(html: &mut Html, report: &RiskReport) {
    if report.changes.is_empty() {
        return;
    }
    html.raw("<section id=changes><h2>What changes between scenarios</h2><p>The same things, the same hazard and the same model, in two scenarios. A smaller figure is what the change between them averts.</p>");
    table(html, "Changes between scenarios", &["What", "~Change", "Before", "After"]);
    for change in &report.changes {
        row(html, report, change);
    }
    table_end(html);
    html.raw("</section>");
}

fn row(html: &mut Html, report: &RiskReport, change: &Change) {
    let (Some(from), Some(to)) = (report.results.get(change.from), report.results.get(change.to)) else { return };
    let (Some(before), Some(after)) = (report.views.get(from.view), report.views.get(to.view)) else { return };
    let basis = Basis::of(from);
    html.raw("<tr><th scope=row>").text(&naming::what(to)).raw("<small>").text(&after.label);
    if !after.model.is_empty() {
        html.raw(", ").text(&after.model);
    }
    html.raw("; ").text(&basis.when(Some(before))).raw("</small><small>").text(&before.scenario_title).raw(" → ");
    html.text(&after.scenario_title).raw("</small></th>");
    html.raw("<td>");
    let size = amount(change.change.abs(), &to.measure);
    match change.change {
        c if c < 0.0 => html.raw("▼ ").text(&size).raw(" less: averted"),
        c if c > 0.0 => html.raw("▲ ").text(&size).raw(" more"),
        _ => html.raw("no change"),
    };
    if let Some(share) = change.share {
        html.raw("<small class=by>").text(&signed(share)).raw("</small>");
    }
    html.raw("</td>");
    for (result, basis) in [(from, basis), (to, Basis::of(to))] {
        super::events::amount_cell(html, basis.number(&result.whole), &result.measure);
    }
    html.raw("</tr>");
}

fn signed(share: f64) -> String {
    let sign = if share < 0.0 { "\u{2212}" } else { "+" };
    if share == 0.0 { percent(0.0) } else { format!("{sign}{}", percent(share.abs())) }
}

/// Models beside what residents lived through; nothing where nobody was asked.
pub fn lived(html: &mut Html, report: &RiskReport) {
    if report.lived.is_empty() {
        return;
    }
    html.raw("<section id=lived><h2>Models, and what residents lived through</h2><p>Where the two disagree, go and look: a model misses lanes and drains, and nobody remembers a flood that has not come yet.</p>");
    for one in &report.lived {
        html.raw("<h3>").text(&crate::assessment::reading::capital(&one.event)).raw(" <small>");
        html.text(&report.views.get(one.view).map_or_else(String::new, naming::view)).raw("</small></h3>");
        square(html, one);
        let once = report.views.get(one.view).is_some_and(|v| v.return_periods.iter().all(Option::is_none));
        if !one.note.is_empty() {
            html.raw("<p class=help>").text(&one.note).raw("</p>");
        } else if once {
            html.raw("<p class=help>One event is no frequency: no annual figure is made of it.</p>");
        }
        super::stops::told(html, report, one);
        rates(html, report, one);
    }
    super::stops::calibrated(html, report);
    html.raw("</section>");
}

fn square(html: &mut Html, one: &Lived) {
    let all = one.both + one.model_only + one.lived_only + one.neither;
    let places = |n: u64| if n == 1 { "1 place".to_owned() } else { format!("{} places", number::count(n)) };
    html.raw("<p>Of ").text(&places(all)).raw(" that can be compared, the model and the residents agree at ");
    html.text(&number::count(one.both + one.neither)).raw("; at <b>").text(&number::count(one.lived_only));
    html.raw("</b> only residents lived it.</p><div class=agree>");
    table(html, "Model and residents", &["", "~Residents lived it", "~Residents did not"]);
    for (open, cells) in [
        ("<tr><th scope=row>The model shows it</th>", [one.both, one.model_only]),
        ("<tr><th scope=row>The model does not</th>", [one.lived_only, one.neither]),
    ] {
        html.raw(open);
        for count in cells {
            html.raw("<td>").text(&places(count)).raw("</td>");
        }
        html.raw("</tr>");
    }
    table_end(html);
    html.raw("</div>");
}

fn rates(html: &mut Html, report: &RiskReport, one: &Lived) {
    if one.rates.is_empty() {
        return;
    }
    let figure = naming::years_of;
    html.raw("<h4>How often, in events a year</h4>");
    table(html, "Events a year", &["Settlement", "By the model", "By residents", "Over years", "Both joined"]);
    for rate in &one.rates {
        html.raw("<tr><th scope=row>").text(naming::place_name(report, &rate.place)).raw("</th><td class=n>");
        html.text(&rate.modelled.map_or_else(|| "–".to_owned(), figure)).raw("</td><td class=n>");
        html.text(&figure(rate.reported)).raw("</td><td class=n>").text(&figure(rate.years)).raw("</td>");
        match rate.joined {
            Some(e) => {
                html.raw("<td class=n>")
                    .text(&figure(e.value))
                    .raw("<small>")
                    .text(&number::range(e, IndicatorKind::Amount));
                html.raw("</small></td>");
            }
            None => {
                html.raw("<td class=n>–</td>");
            }
        }
        html.raw("</tr>");
    }
    table_end(html);
    html.raw("<p class=help>Joined: what residents report moves the rate of the model by as much as the years that they speak of bear (conjugate update of a Poisson rate).</p>");
}
