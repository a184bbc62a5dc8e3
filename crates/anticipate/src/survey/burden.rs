//! What households of a survey spend on water, beside an income.

use super::{HouseholdAnswer, Quartiles, Survey, quartiles_of};
use city::anticipate_settings::{CitedSettings, SurveySettings};
use city::forecast::{ForecastGap, Part};
use city::{Estimate, Gap, Problem};
use std::collections::BTreeMap;

/// Days of a month, mean.
const DAYS_OF_A_MONTH: f64 = 365.25 / 12.0;

/// What is spent beside an income.
#[derive(Debug, Clone, PartialEq)]
pub struct SurveyBurden {
    /// The community; `all` for all together.
    pub of: String,
    /// Cost of a household a month, money: lower quartile, median, upper quartile.
    pub cost_month: Estimate,
    /// Share of an income, percent.
    pub of_income_percent: Estimate,
    /// Answers behind it.
    pub answers: usize,
    /// Which income, and how, in words.
    pub method: String,
}

/// Costs beside incomes: household by household where the survey asked for both, else the quartiles of costs over an income that is cited;
/// where there is neither, a gap.
pub(super) fn add(made: &mut Survey, households: &[HouseholdAnswer], (settings, least): (&SurveySettings, usize)) {
    if households.iter().any(|h| h.income_month.is_some()) {
        made.burdens = asked(households, least);
        return;
    }
    let cited = settings.income_month.as_ref();
    let words = match cited {
        Some(_) => "nobody was asked for it: costs are held against an income that is cited".to_owned(),
        None => {
            "nobody was asked for it; hint: name income_month_column, or give income_month with its source".to_owned()
        }
    };
    made.gaps.push(ForecastGap {
        place: None,
        part: Part::All,
        years: Vec::new(),
        what: format!("income of the households asked, {}", made.title),
        reason: Gap::NotMeasuredHere,
        words,
    });
    let Some(cited) = cited else { return };
    let Some(income) = income(cited) else {
        let problem =
            Problem::error("income_not_read").in_file("city.toml").in_column("anticipate.survey.income_month");
        made.problems.push(
            problem
                .found(cited.value)
                .expected("0 < low <= value <= high, and a source")
                .hint("say who gives the income"),
        );
        return;
    };
    let burden = |(of, q): &(String, Quartiles)| {
        let month = |day: f64| day * DAYS_OF_A_MONTH;
        let cost_month = Estimate::range(month(q.lower), month(q.median), month(q.upper)).ok()?;
        let share = |cost: f64, income: f64| 100.0 * cost / income;
        let of_income_percent = Estimate::range(
            share(cost_month.low, income.high),
            share(cost_month.value, income.value),
            share(cost_month.high, income.low),
        );
        Some(SurveyBurden {
            of: of.clone(),
            cost_month,
            of_income_percent: of_income_percent.ok()?,
            answers: q.answers,
            method: format!(
                "what households said they pay a day x 365.25 / 12 (quartiles), over an income a month of {} ({} to {}): {}",
                income.value, income.low, income.high, cited.source
            ),
        })
    };
    made.burdens = made.spent.iter().filter_map(burden).collect();
}

fn income(cited: &CitedSettings) -> Option<Estimate> {
    let (low, high) = (cited.low.unwrap_or(cited.value), cited.high.unwrap_or(cited.value));
    Estimate::range(low, cited.value, high).ok().filter(|e| e.low > 0.0 && !cited.source.trim().is_empty())
}

/// Of households that told both, by community, then of all.
fn asked(households: &[HouseholdAnswer], least: usize) -> Vec<SurveyBurden> {
    let mut by_community: BTreeMap<&str, Vec<(f64, f64)>> = BTreeMap::new();
    for household in households {
        if let (Some(cost), Some(income)) = (household.cost_household_day, household.income_month.filter(|i| *i > 0.0))
        {
            let month = cost * DAYS_OF_A_MONTH;
            by_community.entry(&household.community).or_default().push((month, 100.0 * month / income));
        }
    }
    let all: Vec<(f64, f64)> = by_community.values().flatten().copied().collect();
    let named = by_community.into_iter().filter(|(name, _)| !name.is_empty()).chain([("all", all)]);
    let burden = |(of, list): (&str, Vec<(f64, f64)>)| {
        let (costs, shares): (Vec<f64>, Vec<f64>) = list.into_iter().unzip();
        let range = |q: Quartiles| Estimate::range(q.lower, q.median, q.upper).ok();
        Some(SurveyBurden {
            of: of.to_owned(),
            cost_month: range(quartiles_of(&costs, least)?)?,
            of_income_percent: range(quartiles_of(&shares, least)?)?,
            answers: shares.len(),
            method: "what each household said it pays a day x 365.25 / 12, over the income that it said (quartiles)"
                .to_owned(),
        })
    };
    named.filter_map(burden).collect()
}
