//! What a yearly loss, or what a measure averts of it, means to households: as a share of their income, and weighted by it.

use crate::views::growth;
use city::Problem;
use city::problem::Severity;
use city::risk::{Equity, EquityRow, Measure, MeasureResult, RiskResult, Suffered, View};
use city::risk_settings::{ExposureKind, ExposureSettings, RiskSettings};
use risk::equity::{GroupGain, Reference, equity as weighted};
use std::collections::BTreeMap;

/// Equity of every loss in money, in each view of one model, and of what every measure averts, for exposures whose groups have
/// incomes; and what was wrong. From what a report shows: what is held back there is not given here.
///
/// Each thing counts as a household. Where values grow, incomes are taken to grow alike.
#[must_use]
pub fn equity(
    views: &[View],
    results: &[RiskResult],
    measures: &[MeasureResult],
    settings: &RiskSettings,
) -> (Vec<Equity>, Vec<Problem>) {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    let elasticity = match settings.elasticity {
        Some(e) if !(e.is_finite() && e >= 0.0) => {
            let problem = Problem::error("elasticity_wrong").in_file("city.toml").in_column("risk.elasticity");
            let hint = "no weighted figure was computed; 0 is plain money, 1.2 is often taken";
            problems.push(problem.found(e).expected("a number from 0").hint(hint));
            None
        }
        other => other,
    };
    for exposure in settings.exposures.iter().filter(|e| !e.incomes.is_empty()) {
        let wrong = check(exposure, results);
        let usable = !wrong.iter().any(|problem| problem.severity == Severity::Error);
        problems.extend(wrong);
        if usable {
            let asked = Asked { views, results, settings, exposure, elasticity };
            found.extend(asked.losses());
            found.extend(asked.averted(measures));
        }
    }
    (found, problems)
}

/// What is wrong with the incomes of an exposure.
fn check(exposure: &ExposureSettings, results: &[RiskResult]) -> Vec<Problem> {
    let column = format!("risk.exposure.{}.incomes", exposure.id);
    let error = |code: &str| Problem::error(code).in_file("city.toml").in_column(&column).hint("incomes were not used");
    let mut problems = Vec::new();
    if exposure.incomes_source.trim().is_empty() {
        problems.push(error("incomes_without_source").expected("who says so, in `incomes_source`"));
    }
    if matches!(exposure.kind, ExposureKind::Facilities | ExposureKind::Lines) {
        problems.push(
            error("incomes_without_households")
                .found(exposure.kind)
                .expected("dwellings, or things that are households"),
        );
    }
    if exposure.value.is_none() && exposure.value_column.is_empty() {
        problems
            .push(error("incomes_without_values").expected("`value` or `value_column`: a share of income is of money"));
    }
    for (group, income) in exposure.incomes.iter().filter(|(_, income)| !(income.is_finite() && **income > 0.0)) {
        problems.push(error("income_wrong").found(format!("{group} = {income}")).expected("money above 0"));
    }
    let of_exposure = results.iter().filter(|r| r.exposure == exposure.id);
    let groups: Vec<&str> = of_exposure.flat_map(|r| &r.groups).map(|(name, _)| name.as_str()).collect();
    for group in exposure.incomes.keys().filter(|group| !groups.is_empty() && !groups.contains(&group.as_str())) {
        let mut known = groups.clone();
        known.sort_unstable();
        known.dedup();
        let warning = Problem::warning("income_of_no_group").in_file("city.toml").in_column(&column).found(group);
        problems.push(warning.expected(format!("one of {}", known.join(", "))).hint("this income was not used"));
    }
    problems
}

struct Asked<'r> {
    views: &'r [View],
    results: &'r [RiskResult],
    settings: &'r RiskSettings,
    exposure: &'r ExposureSettings,
    elasticity: Option<f64>,
}

impl Asked<'_> {
    fn losses(&self) -> Vec<Equity> {
        let own = |r: &&RiskResult| r.exposure == self.exposure.id && matches!(r.measure, Measure::Money { .. });
        let together = |r: &RiskResult| self.views.get(r.view).is_none_or(|view| view.together);
        let results = self.results.iter().filter(own).filter(|r| !together(r));
        let of_result = |r: &RiskResult| {
            let of_group = |(name, suffered): &(String, Suffered)| {
                Some((name.clone(), suffered.annual.map(|annual| annual.value)?))
            };
            let mut amounts: BTreeMap<String, f64> = r.groups.iter().filter_map(of_group).collect();
            add_others(&mut amounts, r.whole.annual?.value);
            self.made(r.view, None, &amounts)
        };
        results.filter_map(of_result).collect()
    }

    fn averted(&self, measures: &[MeasureResult]) -> Vec<Equity> {
        let own = |m: &&MeasureResult| m.exposure == self.exposure.id && matches!(m.measure, Measure::Money { .. });
        let of_measure = |m: &MeasureResult| {
            let amounts = m.groups.iter().cloned().collect();
            self.made(*m.views.first()?, Some(m.id.clone()), &amounts)
        };
        measures.iter().filter(own).filter_map(of_measure).collect()
    }

    /// Households by group: the things of the exposure, as the report shows them.
    fn households(&self, view: usize) -> Option<BTreeMap<String, f64>> {
        let counted = |r: &&RiskResult| {
            r.exposure == self.exposure.id && r.view == view && matches!(r.measure, Measure::Struck(_))
        };
        let result = self.results.iter().find(counted).filter(|r| !r.groups.is_empty())?;
        let mut households: BTreeMap<String, f64> = result.groups.iter().map(|(n, s)| (n.clone(), s.exposed)).collect();
        add_others(&mut households, result.whole.exposed);
        Some(households)
    }

    fn made(&self, view: usize, measure: Option<String>, amounts: &BTreeMap<String, f64>) -> Option<Equity> {
        let households = self.households(view)?;
        let scenario = &self.views.get(view)?.scenario;
        let said = self.settings.scenarios.iter().find(|s| s.id == *scenario);
        let growth = said.map_or(1.0, |said| growth(self.settings, said));
        let gain = |(group, households): (&String, &f64)| GroupGain {
            group: group.clone(),
            people: Some(*households),
            averted: amounts.get(group).copied().unwrap_or(0.0),
            income_per_person: self.exposure.incomes.get(group).map(|income| income * growth),
        };
        let gains: Vec<GroupGain> = households.iter().map(gain).collect();
        let made = weighted(&gains, Reference::Mean, self.elasticity.unwrap_or(0.0)).ok()?;
        let asked = |number: Option<f64>| number.filter(|_| self.elasticity.is_some());
        let row = |(gain, made): (&GroupGain, risk::equity::GroupEquity)| EquityRow {
            group: made.group,
            households: gain.people.unwrap_or(0.0),
            income: gain.income_per_person,
            amount: gain.averted,
            share_of_amount: made.share_of_averted,
            share_of_households: made.share_of_people,
            share_of_income: made.share_of_income,
            weight: asked(made.weight),
            weighted: asked(made.weighted),
        };
        Some(Equity {
            exposure: self.exposure.id.clone(),
            title: self.exposure.title.clone(),
            view,
            measure,
            money: (self.exposure.currency.clone(), self.exposure.price_year),
            amount: made.averted,
            weighted: asked(made.weighted),
            elasticity: self.elasticity,
            reference_income: made.reference_income,
            groups: gains.iter().zip(made.groups).map(row).collect(),
            source: self.exposure.incomes_source.clone(),
            method: self.method(growth),
        })
    }

    fn method(&self, growth: f64) -> String {
        let rule = format!(
            "Money of an average year (rule {}, {} beyond the rarest) by the yearly income of the households of a group; each thing \
             counts as a household with the mean income of its group",
            self.settings.join, self.settings.beyond
        );
        let grown = if (growth - 1.0).abs() > 1e-12 {
            format!("; incomes grow as values do, x {growth:.4}")
        } else {
            String::new()
        };
        let weight = self.elasticity.map_or_else(
            || "not weighted: no elasticity was chosen".to_owned(),
            |elasticity| {
                format!(
                    "weight: (mean income of all households / income of the group) to the power of {elasticity} (Kind, Botzen and \
                     Aerts 2017)"
                )
            },
        );
        format!("{rule}{grown}; {weight}")
    }
}

/// What belongs to no group is one of its own, so that nothing is lost from the sum.
fn add_others(amounts: &mut BTreeMap<String, f64>, whole: f64) {
    let left = whole - amounts.values().sum::<f64>();
    if left > 1e-9 * whole.abs() {
        *amounts.entry("others".to_owned()).or_default() += left;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::Estimate;
    use city::risk_settings::ScenarioSettings;

    const INCOMES: &str = r#"id = "houses"
        title = "Houses"
        kind = "dwellings"
        value_column = "value"
        currency = "USD"
        incomes = { informal = 400.0, formal = 1600.0 }
        incomes_source = "survey"
    "#;

    fn settings(elasticity: Option<f64>) -> RiskSettings {
        let scenario = |id: &str, year, growth_per_year| ScenarioSettings {
            id: id.into(),
            title: String::new(),
            year: Some(year),
            hazard_of: String::new(),
            growth_per_year,
            source: String::new(),
        };
        let scenarios = vec![scenario("present", 2020, 0.0), scenario("then", 2021, 1.0)];
        let exposures = vec![toml::from_str(INCOMES).unwrap()];
        RiskSettings { elasticity, exposures, scenarios, ..RiskSettings::default() }
    }

    fn view(scenario: &str) -> View {
        View {
            hazard: "river_flood".into(),
            label: String::new(),
            model: String::new(),
            together: false,
            by_period: true,
            scenario: scenario.into(),
            scenario_title: String::new(),
            year: None,
            unit: "m".into(),
            return_periods: vec![Some(10.0), Some(100.0)],
            source: String::new(),
        }
    }

    fn result(measure: Measure, view: usize, exposed: [f64; 3], annual: [f64; 3]) -> RiskResult {
        let of = |at: usize| Suffered {
            exposed: exposed[at],
            annual: Estimate::exact(annual[at]).ok(),
            ..Suffered::default()
        };
        RiskResult {
            exposure: "houses".into(),
            title: "Houses".into(),
            measure,
            view,
            method: String::new(),
            whole: of(2),
            groups: vec![("formal".into(), of(1)), ("informal".into(), of(0))],
            places: Vec::new(),
            not_covered: 0.0,
        }
    }

    fn results(view: usize, times: f64) -> [RiskResult; 2] {
        let money = Measure::Money { currency: "USD".into(), price_year: None };
        let loss = [1200.0 * times, 4800.0 * times, 6000.0 * times];
        [
            result(Measure::Struck(ExposureKind::Dwellings), view, [300.0, 100.0, 400.0], [0.0; 3]),
            result(money, view, [1e6, 9e6, 1e7], loss),
        ]
    }

    fn close(found: Option<f64>, expected: f64) {
        assert!(found.is_some_and(|found| (found / expected - 1.0).abs() < 1e-12), "{found:?} {expected}");
    }

    /// By hand: 300 households with 400, 100 with 1,600: mean 700; weights 1.75 and 0.4375 at elasticity 1.
    #[test]
    fn a_fifth_of_the_money_is_half_of_what_it_means() {
        let (found, problems) = equity(&[view("present")], &results(0, 1.0), &[], &settings(Some(1.0)));
        assert_eq!(problems, []);
        let [of_loss] = found.as_slice() else { panic!("{found:?}") };
        close(of_loss.reference_income, 700.0);
        close(of_loss.weighted, 4200.0);
        let [formal, informal] = of_loss.groups.as_slice() else { panic!("{of_loss:?}") };
        close(informal.share_of_amount, 0.2);
        close(informal.share_of_households, 0.75);
        close(informal.share_of_income, 0.01);
        close(formal.share_of_income, 0.03);
        close(informal.weight, 1.75);
        close(informal.weighted, 2100.0);
    }

    #[test]
    fn without_an_elasticity_only_shares_are_given() {
        let (found, _) = equity(&[view("present")], &results(0, 1.0), &[], &settings(None));
        let [of_loss] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((of_loss.weighted, of_loss.groups[0].weight, of_loss.groups[0].weighted), (None, None, None));
        close(of_loss.groups[1].share_of_income, 0.01);
    }

    #[test]
    fn where_values_double_so_do_incomes() {
        let views = [view("present"), view("then")];
        let results = [results(0, 1.0), results(1, 2.0)].concat();
        let (found, _) = equity(&views, &results, &[], &settings(Some(1.0)));
        let [now, then] = found.as_slice() else { panic!("{found:?}") };
        close(then.groups[1].income, 800.0);
        close(then.groups[1].share_of_income, 0.01);
        close(then.weighted, 2.0 * now.weighted.unwrap());
    }

    #[test]
    fn what_a_measure_averts_is_weighed_as_a_loss_is() {
        let measure = MeasureResult {
            id: "drain".into(),
            title: String::new(),
            exposure: "houses".into(),
            changes: String::new(),
            views: vec![0],
            measure: Measure::Money { currency: "USD".into(), price_year: None },
            without: Vec::new(),
            with: Vec::new(),
            cost: None,
            benefit: None,
            ratio: None,
            without_value: String::new(),
            groups: vec![("formal".into(), 100.0), ("informal".into(), 600.0)],
            method: String::new(),
        };
        let (found, _) = equity(&[view("present")], &results(0, 1.0), &[measure], &settings(Some(1.0)));
        let averted = found.iter().find(|e| e.measure.as_deref() == Some("drain")).unwrap();
        close(averted.weighted, 1.75 * 600.0 + 0.4375 * 100.0);
        close(averted.groups[1].share_of_income, 600.0 / (300.0 * 400.0));
    }

    #[test]
    fn a_group_without_an_income_leaves_no_weighted_sum_and_keeps_its_money() {
        let mut asked = settings(Some(1.0));
        asked.exposures[0].incomes.remove("formal");
        let (found, _) = equity(&[view("present")], &results(0, 1.0), &[], &asked);
        assert_eq!((found[0].weighted, found[0].groups[0].share_of_income), (None, None));
        close(found[0].groups[1].share_of_income, 0.01);
        let mut some = results(0, 1.0);
        some[0].groups.remove(0);
        some[1].groups.remove(0);
        let (found, _) = equity(&[view("present")], &some, &[], &settings(Some(1.0)));
        let others = found[0].groups.iter().find(|row| row.group == "others").unwrap();
        assert_eq!((others.households.to_bits(), others.amount.to_bits()), (100.0_f64.to_bits(), 4800.0_f64.to_bits()));
    }

    #[test]
    fn incomes_that_nobody_stands_for_or_of_no_group_are_named() {
        let mut asked = settings(Some(-1.0));
        asked.exposures[0].incomes_source.clear();
        asked.exposures[0].incomes.insert("rich".into(), 0.0);
        let (found, problems) = equity(&[view("present")], &results(0, 1.0), &[], &asked);
        let codes: Vec<&str> = problems.iter().map(|p| p.code.as_str()).collect();
        assert_eq!(codes, ["elasticity_wrong", "incomes_without_source", "income_wrong", "income_of_no_group"]);
        assert_eq!(found, []);
    }
}
