//! All plans of the city side by side: whom they reach and what they cost.

use super::amounts::{title, unit_of_metric};
use crate::assessment::reading::{table, table_end};
use crate::markup::Html;
use crate::number;
use city::indicator::IndicatorKind;
use city::network_plan::{BesideRow, NetworkPlan};

/// A line of the table: what, unit, period, and the value of each plan that has it.
#[derive(Debug, PartialEq)]
pub(super) struct Line<'a> {
    pub what: &'a str,
    pub unit: &'a str,
    pub period: &'a str,
    pub values: Vec<Option<f64>>,
}

/// The plans, in order of their ids, and the lines of all of them in the order in which they were first met.
pub(super) fn lines(rows: &[BesideRow]) -> (Vec<&BesideRow>, Vec<Line<'_>>) {
    let mut plans: Vec<&BesideRow> = Vec::new();
    for row in rows {
        if !plans.iter().any(|plan| plan.plan == row.plan) {
            plans.push(row);
        }
    }
    plans.sort_by(|one, other| one.plan.cmp(&other.plan));
    let mut lines: Vec<Line<'_>> = Vec::new();
    for row in rows {
        let same = |line: &&mut Line<'_>| (line.what, line.unit, line.period) == (&*row.what, &*row.unit, &*row.period);
        let at = plans.iter().position(|plan| plan.plan == row.plan);
        if !lines.iter_mut().any(|line| same(&line)) {
            let (what, unit, period) = (row.what.as_str(), row.unit.as_str(), row.period.as_str());
            lines.push(Line { what, unit, period, values: vec![None; plans.len()] });
        }
        if let (Some(line), Some(at)) = (lines.iter_mut().find(same), at) {
            line.values[at] = Some(row.value);
        }
    }
    lines.sort_by_key(|line| (line.what.to_owned(), line.period.is_empty(), line.period.to_owned()));
    (plans, lines)
}

/// The section; nothing where there is one plan only.
pub(super) fn section(html: &mut Html, plan: &NetworkPlan) {
    let (plans, lines) = lines(&plan.beside);
    if plans.len() < 2 {
        return;
    }
    html.raw("<section id=beside><h2>Beside the other plans of this city</h2><p>Each as it was last made. Plans answer different questions: what one of them does not ask for, it does not serve, and a dash stands there.</p><ul class=reading>");
    for row in &plans {
        html.raw("<li><b>").text(&short(row)).raw("</b>: ").text(&row.title).raw("</li>");
    }
    html.raw("</ul><div class=uncut>");
    let names: Vec<String> = plans.iter().map(|row| short(row)).collect();
    let headings: Vec<&str> = ["What", "Unit", "Period"].into_iter().chain(names.iter().map(String::as_str)).collect();
    table(html, "Beside the other plans of this city", &headings);
    for line in &lines {
        let period = if line.period.is_empty() { "all, as objectives count it" } else { line.period };
        html.raw("<tr><th scope=row>").text(&title(line.what)).raw("</th><td>").text(&unit_of_metric(line.unit));
        html.raw("</td><td>").text(period).raw("</td>");
        for value in &line.values {
            let (sort, shown) = value.map_or((String::new(), "–".to_owned()), |value| {
                (value.to_string(), number::figure(value, IndicatorKind::Amount))
            });
            html.raw("<td class=n data-v=\"").text(&sort).raw("\">").text(&shown).raw("</td>");
        }
        html.raw("</tr>");
    }
    table_end(html);
    html.raw("</div></section>");
}

fn short(row: &BesideRow) -> String {
    if row.plan.is_empty() { "No case".to_owned() } else { title(&row.plan) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(plan: &str, what: &str, period: &str, value: f64) -> BesideRow {
        let text = str::to_owned;
        BesideRow {
            plan: text(plan),
            title: text("A plan"),
            what: text(what),
            unit: text("USD_2023"),
            period: text(period),
            value,
        }
    }

    #[test]
    fn each_plan_has_its_column_and_what_it_does_not_have_is_a_dash() {
        let rows = [
            row("toilets", "capital", "2025", 3.0),
            row("potable", "capital", "2025", 1.0),
            row("potable", "capital", "", 2.0),
        ];
        let (plans, lines) = lines(&rows);
        assert_eq!(plans.iter().map(|plan| plan.plan.as_str()).collect::<Vec<_>>(), ["potable", "toilets"]);
        assert_eq!(lines[0].values, [Some(1.0), Some(3.0)]);
        assert_eq!(lines[1].values, [Some(2.0), None]);
        let mut html = Html::default();
        section(&mut html, &NetworkPlan { beside: rows.to_vec(), ..NetworkPlan::default() });
        assert!(html.as_str().contains("Beside the other plans") && html.as_str().contains(">–</td>"));
    }

    #[test]
    fn one_plan_alone_has_nothing_beside_it() {
        let mut html = Html::default();
        section(&mut html, &NetworkPlan { beside: vec![row("", "capital", "", 2.0)], ..NetworkPlan::default() });
        assert_eq!(html.as_str(), "");
    }
}
