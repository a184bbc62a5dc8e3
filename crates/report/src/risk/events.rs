//! How much is struck or lost at each return period and in a year, how a year is made of it, and by group.

use super::amounts::{amount, percent, range, share, with_range};
use super::naming::{self, Basis};
use super::plot;
use crate::assessment::reading::{capital, table, table_end};
use crate::assessment::sure::bars;
use crate::markup::Html;
use crate::travel::part;
use city::Estimate;
use city::risk::{Measure, RiskReport, RiskResult, Rule, Suffered, View};
use city::risk_settings::{Beyond, Join};

/// What stands where there is no number.
pub const HELD: &str = "no number, or held back";

/// Groups with less of what is exposed are in the table only.
const LEAST_SAID: f64 = 0.02;

/// The section: a part for each result.
pub fn section(html: &mut Html, report: &RiskReport) {
    html.raw("<section id=struck><h2>How much, and how often</h2>");
    for (at, result) in report.results.iter().enumerate() {
        let Some(view) = report.views.get(result.view) else { continue };
        part(html, at, &naming::what(result));
        about(html, view);
        html.raw("<div class=two><div>");
        by_period(html, result, view);
        not_covered(html, result);
        html.raw("</div><div>");
        plot::plot(html, report, result);
        html.raw("</div></div>");
        year(html, report.rule, result);
        groups(html, result, view);
        html.raw("</div>");
    }
    html.raw("</section>");
}

fn about(html: &mut Html, view: &View) {
    html.raw("<p class=view><b>").text(&naming::view(view)).raw("</b>");
    if !view.source.is_empty() {
        html.raw(" <small>").text(&view.source).raw("</small>");
    }
    html.raw("</p>");
    if view.return_periods.iter().any(Option::is_none) {
        html.raw("<p class=caution>How often this comes is not known, so nothing is said of a year: one event is no frequency.</p>");
    }
}

fn by_period(html: &mut Html, result: &RiskResult, view: &View) {
    let whole = &result.whole;
    let (there, lost) = naming::columns(&result.measure);
    let caption = format!("{}, by return period", naming::what(result));
    let lost = format!("{lost}{}", naming::in_money(&result.measure));
    table(html, &caption, &["How often", &lost, "Share of all"]);
    for (at, event) in whole.events.iter().enumerate() {
        html.raw("<tr><th scope=row>").text(&naming::period(view, at)).raw("</th>");
        cells(html, *event, whole.exposed, &result.measure);
        html.raw("</tr>");
    }
    if whole.annual.is_some() {
        html.raw("<tr class=year><th scope=row>expected in a year</th>");
        cells(html, whole.annual, whole.exposed, &result.measure);
        html.raw("</tr>");
    }
    table_end(html);
    html.raw("<p class=help>").raw(there).raw(": ").text(&amount(whole.exposed, &result.measure)).raw(". ");
    if whole.annual.is_some() {
        html.raw(naming::means(&result.measure));
    }
    html.raw("</p>");
}

/// An amount with its range and its share of what is exposed; words where there is none.
pub fn cells(html: &mut Html, estimate: Option<Estimate>, exposed: f64, measure: &Measure) {
    amount_cell(html, estimate, measure);
    match estimate.and_then(|e| share(e.value, exposed)) {
        Some(part) => html.raw("<td class=n>").text(&percent(part)).raw("</td>"),
        None => html.raw("<td class=n>–</td>"),
    };
}

/// An amount with its range; words where it is held back.
pub fn amount_cell(html: &mut Html, estimate: Option<Estimate>, measure: &Measure) {
    let Some(e) = estimate else {
        html.raw("<td class=\"gap held\">").raw(HELD).raw("</td>");
        return;
    };
    html.raw("<td class=n>").text(&amount(e.value, measure));
    let range = range(e, measure);
    if !range.is_empty() {
        html.raw("<small>").text(&range).raw("</small>");
    }
    html.raw("</td>");
}

fn not_covered(html: &mut Html, result: &RiskResult) {
    if result.not_covered <= 0.0 {
        return;
    }
    html.raw("<p class=gap>Not covered by the model: <b>").text(&percent(result.not_covered));
    html.raw("</b> of what is exposed. The model says nothing of it: it counts as there and not as struck. The true figure may be higher, and nobody may call it safe.</p>");
}

/// How a year is made: the rule that leads, and all others.
fn year(html: &mut Html, leads: Rule, result: &RiskResult) {
    if result.whole.by_rule.len() < 2 || result.whole.annual.is_none() {
        return;
    }
    let numbers = || result.whole.by_rule.iter().map(|(_, n)| *n);
    let (least, most) = numbers().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), n| (a.min(n), b.max(n)));
    html.raw("<h4>How a year is made of it</h4><p>A few return periods are known; a year has to be made of them. This page joins them so: <b>");
    html.text(naming::join(leads.join)).raw("</b>, and <b>").text(naming::beyond(leads.beyond));
    html.raw("</b>. The same points joined in other ways give from ");
    html.text(&amount(least, &result.measure)).raw(" to ").text(&amount(most, &result.measure));
    html.raw(": the choice alone moves the figure by this much. Compare figures of two studies only where both joined alike.</p>");
    let beyond = [Beyond::Nothing, Beyond::Flat];
    table(
        html,
        "Expected in a year by every rule",
        &["Between two return periods", "Nothing beyond the rarest event", "The rarest event's loss goes on"],
    );
    for join in Join::ALL {
        let row = beyond.map(|beyond| {
            let rule = Rule { join: *join, beyond };
            (rule, result.whole.by_rule.iter().find(|(known, _)| *known == rule).map(|(_, n)| *n))
        });
        if row.iter().all(|(_, number)| number.is_none()) {
            continue;
        }
        html.raw("<tr><th scope=row>").text(naming::join(*join));
        html.raw(if *join == Join::Sum {
            "<small>practice of some published studies: what happens often is counted again inside what is rare</small></th>"
        } else {
            "</th>"
        });
        for (rule, number) in row {
            html.raw(if rule == leads { "<td class=\"n leads\">" } else { "<td class=n>" });
            html.text(&number.map_or_else(|| "–".to_owned(), |n| amount(n, &result.measure)));
            html.raw(if rule == leads { "<small>leads here</small></td>" } else { "</td>" });
        }
        html.raw("</tr>");
    }
    table_end(html);
}

/// Who has how much of what is exposed, and of what is lost.
fn groups(html: &mut Html, result: &RiskResult, view: &View) {
    if result.groups.is_empty() {
        return;
    }
    let basis = Basis::of(result);
    let when = basis.when(Some(view));
    html.raw("<h4>Who bears it</h4>");
    let whole = basis.number(&result.whole).map(|e| e.value);
    said(html, result, basis, whole);
    let (there, lost) = naming::columns(&result.measure);
    let [there, lost] = [there.to_owned(), format!("{lost} {when}")].map(|words| format!("{words}, share"));
    let headings = ["Group", &there, &lost, "~Both: there (outline), borne (filled)", "Part of its own"];
    table(html, "By group", &headings);
    for (name, suffered) in &result.groups {
        let borne = basis.number(suffered);
        let of_exposed = share(suffered.exposed, result.whole.exposed);
        let of_lost = borne.zip(whole).and_then(|(b, whole)| share(b.value, whole));
        html.raw("<tr><th scope=row>").text(&group_name(name)).raw("</th>");
        shares(html, of_exposed, &[amount(suffered.exposed, &result.measure)]);
        let words = borne.map_or_else(
            || vec![HELD.to_owned()],
            |e| vec![amount(e.value, &result.measure), range(e, &result.measure)],
        );
        shares(html, of_lost, &words);
        html.raw("<td>");
        if let (Some(exposed), Some(lost)) = (of_exposed, of_lost) {
            bars(html, (lost, "solid"), (exposed, "open"), 1.0);
        }
        html.raw("</td>");
        shares(html, borne.and_then(|b| share(b.value, suffered.exposed)), &[]);
        html.raw("</tr>");
    }
    table_end(html);
}

/// A share, and the amount and range that it is below it.
fn shares(html: &mut Html, share: Option<f64>, amounts: &[String]) {
    html.raw("<td class=n>").text(&share.map_or_else(|| "–".to_owned(), percent));
    for words in amounts.iter().filter(|words| !words.is_empty()) {
        html.raw("<small>").text(words).raw("</small>");
    }
    html.raw("</td>");
}

/// A group as people read it.
pub fn group_name(name: &str) -> String {
    if name.is_empty() { "Not said".to_owned() } else { capital(&name.replace('_', " ")) }
}

/// The groups that bear more than their share, in words.
fn said(html: &mut Html, result: &RiskResult, basis: Basis, whole: Option<f64>) {
    let (what, loss) = match result.measure {
        Measure::Money { .. } => ("value", "damage"),
        Measure::People => ("people", "people who are struck"),
        Measure::Metres => ("length", "length that is struck"),
        Measure::Struck(_) => ("number", "number that is struck"),
        Measure::LostThings(_) => ("number", "loss"),
        Measure::RepairDays | Measure::WorkDays => ("number", "days"),
        Measure::Income { .. } => ("income", "income that is lost"),
    };
    for (name, suffered) in result.groups.iter().filter(|(name, _)| !name.is_empty()) {
        let shares = share_pair(suffered, basis, result.whole.exposed, whole);
        if let Some((exposed, lost)) = shares
            .filter(|(exposed, lost)| *exposed >= LEAST_SAID && lost > exposed && percent(*exposed) != percent(*lost))
        {
            html.raw("<p><b>").text(&group_name(name)).raw("</b>: ").text(&percent(exposed));
            html.raw(" of the ").raw(what).raw(", <b>").text(&percent(lost)).raw("</b> of the ").raw(loss).raw(".</p>");
        }
    }
}

fn share_pair(suffered: &Suffered, basis: Basis, exposed: f64, whole: Option<f64>) -> Option<(f64, f64)> {
    let lost = basis.number(suffered)?.value;
    Some((share(suffered.exposed, exposed)?, share(lost, whole?)?))
}

/// What a place suffers, in one line.
pub fn told(suffered: &Suffered, basis: Basis, view: &View, measure: &Measure) -> String {
    let Some(e) = basis.number(suffered) else { return HELD.to_owned() };
    let when = basis.when(Some(view));
    let of = share(e.value, suffered.exposed).map_or_else(String::new, |s| format!("{} {when}: ", percent(s)));
    format!("{of}{} of {}", with_range(e, measure), amount(suffered.exposed, measure))
}
