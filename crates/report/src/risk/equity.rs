//! Whom losses burden most: beside the income of households, and weighted by it.

use super::amounts::{amount, percent};
use super::events::group_name;
use super::naming;
use crate::assessment::reading::{table, table_end};
use crate::markup::Html;
use crate::number;
use city::indicator::IndicatorKind;
use city::risk::{Equity, EquityRow, Measure, RiskReport, Suffered};
use city::risk_settings::ExposureKind;
use serde_json::{Value as Json, json};

/// The section; nothing where nobody gave incomes.
pub fn section(html: &mut Html, report: &RiskReport) {
    if report.equity.is_empty() {
        return;
    }
    html.raw("<section id=equity><h2>Whom it burdens most</h2><p>The same money is little to one household and much to another: here it stands beside what a household earns in a year.</p>");
    for one in report.equity.iter().filter(|one| one.measure.is_none()) {
        loss(html, report, one);
    }
    averted(html, report);
    let mut notes: Vec<String> =
        report.equity.iter().map(|one| format!("Incomes: {}. {}", one.source, one.method)).collect();
    notes.dedup();
    notes.sort();
    notes.dedup();
    for note in notes {
        html.raw("<p class=help>").text(&note).raw(".</p>");
    }
    html.raw("</section>");
}

fn money(one: &Equity) -> Measure {
    Measure::Money { currency: one.money.0.clone(), price_year: one.money.1 }
}

fn view(report: &RiskReport, one: &Equity) -> String {
    report.views.get(one.view).map_or_else(String::new, naming::view)
}

fn loss(html: &mut Html, report: &RiskReport, one: &Equity) {
    html.raw("<h3>").text(&one.title).raw(" <small>").text(&view(report, one)).raw("</small></h3>");
    let share = |row: &&EquityRow| row.share_of_income.unwrap_or(f64::NEG_INFINITY);
    let most = one.groups.iter().max_by(|a, b| share(a).total_cmp(&share(b)));
    if let Some((most, part)) = most.and_then(|row| Some((row, row.share_of_income?))).filter(|(_, part)| *part > 0.0) {
        html.raw("<p>Largest share of income lost: <b>").text(&group_name(&most.group)).raw("</b>, <b>");
        html.text(&percent(part)).raw("</b> in an average year.</p>");
    }
    let lost = format!("Loss a year{}", naming::in_money(&money(one)));
    let mut columns = vec!["Group", "Share of income", &lost, "Households", "Yearly income of one"];
    if one.elasticity.is_some() {
        columns.extend(["Counts", "Weighted loss"]);
    }
    table(html, &format!("{}: losses and incomes", one.title), &columns);
    for row in &one.groups {
        html.raw("<tr><th scope=row>").text(&group_name(&row.group)).raw("</th>");
        cell(html, row.share_of_income.map(percent).as_deref());
        cell(html, Some(&amount(row.amount, &money(one))));
        cell(html, Some(&amount(row.households, &Measure::Struck(ExposureKind::Dwellings))));
        cell(html, row.income.map(|income| amount(income, &money(one))).as_deref());
        if one.elasticity.is_some() {
            let times = row.weight.map(|weight| format!("{} times", number::figure(weight, IndicatorKind::Rate)));
            cell(html, times.as_deref());
            cell(html, row.weighted.map(|weighted| amount(weighted, &money(one))).as_deref());
        }
        html.raw("</tr>");
    }
    table_end(html);
    if let Some((elasticity, weighted)) = one.elasticity.zip(one.weighted) {
        html.raw("<p>Weighted with an elasticity of <b>").text(&elasticity.to_string()).raw("</b>: ");
        html.text(&amount(weighted, &money(one))).raw(" a year in all, beside ");
        html.text(&amount(one.amount, &money(one))).raw(" in plain money.</p>");
    }
}

fn averted(html: &mut Html, report: &RiskReport) {
    let all: Vec<&Equity> = report.equity.iter().filter(|one| one.measure.is_some()).collect();
    let Some(first) = all.first() else { return };
    html.raw("<h3>What measures avert</h3>");
    let plain = format!("Averted a year{}", naming::in_money(&money(first)));
    let mut columns = vec!["Measure", plain.as_str()];
    if all.iter().any(|one| one.elasticity.is_some()) {
        columns.push("The same weighted");
    }
    columns.push("~Of yearly income");
    table(html, "What measures avert, beside incomes", &columns);
    for one in &all {
        let same = |m: &&city::risk::MeasureResult| Some(&m.id) == one.measure.as_ref() && m.exposure == one.exposure;
        let title = report.measures.iter().find(same).map_or("", |m| &m.title);
        html.raw("<tr><th scope=row>").text(title).raw("<small>").text(&one.title).raw("; ").text(&view(report, one));
        html.raw("</small></th>");
        cell(html, Some(&amount(one.amount, &money(one))));
        if all.iter().any(|one| one.elasticity.is_some()) {
            cell(html, one.weighted.map(|weighted| amount(weighted, &money(one))).as_deref());
        }
        let shares = one.groups.iter().filter_map(|row| Some((row, row.share_of_income?)));
        let words: Vec<String> =
            shares.map(|(row, part)| format!("{} {}", group_name(&row.group), percent(part))).collect();
        html.raw("<td>").text(&words.join("; ")).raw("</td></tr>");
    }
    table_end(html);
}

fn cell(html: &mut Html, words: Option<&str>) {
    html.raw("<td class=n>").text(words.unwrap_or("–")).raw("</td>");
}

/// A group as rows of the CSV have it: what is exposed is the yearly income of all its households.
pub fn as_suffered(row: &EquityRow) -> Suffered {
    Suffered {
        exposed: row.income.map_or(0.0, |income| income * row.households),
        annual: city::Estimate::exact(row.amount).ok(),
        ..Suffered::default()
    }
}

/// For programs.
pub fn json(one: &Equity) -> Json {
    let row = |row: &EquityRow| {
        json!({ "group": row.group, "households": row.households, "income": row.income, "amount": row.amount,
                "share_of_amount": row.share_of_amount, "share_of_households": row.share_of_households,
                "share_of_income": row.share_of_income, "weight": row.weight, "weighted": row.weighted })
    };
    json!({ "exposure": one.exposure, "view": one.view, "measure": one.measure, "currency": one.money.0,
            "price_year": one.money.1, "amount": one.amount, "weighted": one.weighted, "elasticity": one.elasticity,
            "reference_income": one.reference_income, "groups": one.groups.iter().map(row).collect::<Vec<_>>(),
            "source": one.source, "method": one.method })
}

#[cfg(test)]
mod tests {
    use super::super::testing::report;
    use super::super::{csv, html};
    use super::*;

    fn row(group: &str, households: f64, income: Option<f64>, amount: f64) -> EquityRow {
        let share_of_income = income.map(|income| amount / income / households);
        EquityRow {
            group: group.into(),
            households,
            income,
            amount,
            share_of_amount: None,
            share_of_households: None,
            share_of_income,
            weight: income.map(|income| 700.0 / income),
            weighted: income.map(|income| amount * 700.0 / income),
        }
    }

    fn with_incomes() -> RiskReport {
        let mut report = report();
        let one = |measure: Option<&str>| Equity {
            exposure: report.results[0].exposure.clone(),
            title: "Houses".into(),
            view: 0,
            measure: measure.map(Into::into),
            money: ("USD".into(), Some(2015)),
            amount: 6000.0,
            weighted: Some(4200.0),
            elasticity: Some(1.0),
            reference_income: Some(700.0),
            groups: vec![
                row("precarious", 300.0, Some(400.0), 1200.0),
                row("formal", 100.0, Some(1600.0), 800.0),
                row("others", 7.0, None, 5.0),
            ],
            source: "survey".into(),
            method: "method".into(),
        };
        report.equity = vec![one(None), one(Some("drain"))];
        report
    }

    #[test]
    fn who_loses_the_largest_share_of_income_is_said_and_weights_bear_their_elasticity() {
        let page = html(&with_incomes());
        assert!(page.contains("Largest share of income lost: <b>Precarious</b>, <b>1.0 %</b> in an average year."));
        assert!(
            page.contains("Weighted with an elasticity of <b>1</b>: 4,200 a year in all, beside 6,000 in plain money.")
        );
        assert!(page.contains("Precarious 1.0 %; Formal 0.5"), "what a measure averts");
        assert!(page.contains("<a href=#equity>") && !html(&report()).contains("id=equity"));
    }

    #[test]
    fn a_row_of_the_table_has_the_income_of_all_households_of_its_group() {
        let table = csv(&with_incomes()).unwrap();
        let rows: Vec<&str> = table.lines().filter(|line| line.contains(",income,")).collect();
        assert_eq!(rows.len(), 6, "{rows:?}");
        assert!(rows[0].contains(",income,precarious,,year,,1200,1200,1200,120000,0.01,"), "{}", rows[0]);
        assert!(rows[3].contains(",income,precarious,drain,"), "{}", rows[3]);
    }
}
