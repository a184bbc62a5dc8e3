//! Observations: numbers that cannot be true by the field table, dates to come, and categories that exceed their whole.

use super::Context;
use crate::profiles::out_of_range;
use city::dimension::DimensionTable;
use city::indicator::{AddsUp, IndicatorKind};
use city::{Basis, FieldTable, Group, Observation, Period, PlaceId, Problem, Value};
use std::collections::BTreeMap;

/// How much more than the whole the sum of categories may be before it is reported: numbers are rounded.
const ROUNDING: f64 = 0.02;

/// What is doubtful about observations of any source.
///
/// Reported one by one: values outside what the field table allows, indicators it does not know, periods to come.
/// Reported once for each source and dimension: categories whose sum exceeds the whole (households that may name several
/// answers), with the number of places. The whole is the number without the dimension, of any source, for the same place
/// and period; where nobody gives it, the middle one of the sums of three dimensions or more.
#[must_use]
pub fn check_observations(observations: &[Observation], fields: &FieldTable, context: &Context) -> Vec<Problem> {
    let mut problems: Vec<Problem> = observations.iter().filter_map(|o| alone(o, fields, context)).collect();
    problems.extend(together(observations, fields));
    problems
}

fn alone(observation: &Observation, fields: &FieldTable, context: &Context) -> Option<Problem> {
    let about = |problem: Problem| {
        let locator = match &observation.basis {
            Basis::Reported { locator } => format!("{} at {}, {locator}", observation.indicator, observation.place),
            Basis::Derived { .. } => format!("{} at {}", observation.indicator, observation.place),
        };
        Problem { source: observation.source.as_str().to_owned(), ..problem }.in_column(&locator)
    };
    let Some(indicator) = fields.get(&observation.indicator) else {
        let problem = Problem::error("indicator_unknown").found(&observation.indicator);
        return Some(about(problem.expected("an indicator of the field table").hint("correct its name in city.toml")));
    };
    if let Value::Estimate(e) = &observation.value
        && let Some(problem) = out_of_range(indicator, e.low, e.value, e.high)
    {
        return Some(about(problem));
    }
    // Modelled futures have a scenario in their group.
    let foretold = observation.group.get("scenario").is_some();
    (context.is_to_come(&observation.period) && !foretold).then(|| {
        let problem = Problem::warning("date_to_come").found(&observation.period).expected("a period that has begun");
        about(problem.hint("correct the period in city.toml, or name the scenario in the group"))
    })
}

/// A whole: of what, where, when, and which part of it.
type Whole<'a> = (&'a str, &'a PlaceId, &'a Period, Group);

fn together(observations: &[Observation], fields: &FieldTable) -> Vec<Problem> {
    let dimensions = DimensionTable::embedded().unwrap_or_default();
    let mut wholes: BTreeMap<Whole, f64> = BTreeMap::new();
    let mut sums: BTreeMap<Whole, BTreeMap<(&str, &str), f64>> = BTreeMap::new();
    for observation in observations {
        let adds = fields.get(&observation.indicator);
        let adds = adds.is_some_and(|i| i.kind == IndicatorKind::Count && i.adds_up == AddsUp::Sum);
        let Some(number) = observation.value.number().filter(|_| adds) else { continue };
        let whole = |group: Group| (observation.indicator.as_str(), &observation.place, &observation.period, group);
        let most = wholes.entry(whole(observation.group.clone())).or_insert(number);
        *most = most.max(number);
        for (dimension, code) in observation.group.iter() {
            if dimensions.counts_as(dimension, code).all(|flag| flag != "subtotal") {
                let of = sums.entry(whole(observation.group.clone().without(dimension))).or_default();
                *of.entry((observation.source.as_str(), dimension)).or_default() += number;
            }
        }
    }
    let mut exceeding: BTreeMap<(&str, &str, &str), (usize, String)> = BTreeMap::new();
    for (whole, parts) in &sums {
        let Some(total) = wholes.get(whole).copied().or_else(|| middle(parts.values().copied())) else { continue };
        for ((source, dimension), sum) in parts {
            if *sum > total * (1.0 + ROUNDING) + 1.0 {
                let entry = exceeding.entry((source, dimension, whole.0)).or_default();
                entry.0 += 1;
                if entry.1.is_empty() {
                    entry.1 = format!("{sum:.0} of {total:.0} at {}", whole.1);
                }
            }
        }
    }
    exceeding
        .into_iter()
        .map(|((source, dimension, indicator), (places, example))| {
            let found = format!("{places} times, such as {example}");
            let problem = Problem::warning("categories_exceed_whole").found(found);
            let problem =
                Problem { source: source.to_owned(), ..problem }.in_column(&format!("{indicator} by {dimension}"));
            let problem = problem.expected("categories that make the whole");
            problem
                .hint("several answers may have been allowed: then shares are of answers, not of people or households")
        })
        .collect()
}

/// The middle one of three sums or more.
fn middle(sums: impl Iterator<Item = f64>) -> Option<f64> {
    let mut sums: Vec<f64> = sums.collect();
    sums.sort_by(f64::total_cmp);
    if sums.len() < 3 { None } else { sums.get(sums.len() / 2).copied() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::{Estimate, Quality};

    fn observation(indicator: &str, group: &str, number: f64) -> Observation {
        Observation {
            place: PlaceId::from("district:a"),
            indicator: indicator.to_owned(),
            period: "2021".parse().unwrap(),
            group: group.parse().unwrap(),
            value: Value::Estimate(Estimate::exact(number).unwrap()),
            quality: Quality::High,
            source: "census".into(),
            run: "run".into(),
            basis: Basis::Reported { locator: "line 2".into() },
            note: String::new(),
        }
    }

    fn codes(observations: &[Observation]) -> Vec<String> {
        let context = Context { extent: None, today: Some("2021-03-01".parse().unwrap()) };
        let fields = FieldTable::embedded().unwrap();
        check_observations(observations, &fields, &context).into_iter().map(|p| p.code).collect()
    }

    #[test]
    fn a_percentage_of_105_and_a_year_to_come_are_reported() {
        assert_eq!(codes(&[observation("open_defecation_share", "", 105.0)]), ["share_over_100"]);
        let mut later = observation("population", "", 5.0);
        later.period = "2022".parse().unwrap();
        assert_eq!(codes(&[later]), ["date_to_come"]);
        assert_eq!(codes(&[observation("populaton", "", 5.0)]), ["indicator_unknown"]);
    }

    #[test]
    fn several_answers_exceed_the_whole_and_subtotals_do_not() {
        let several = [
            observation("households", "", 100.0),
            observation("households", "wastewater=ground", 70.0),
            observation("households", "wastewater=drain", 60.0),
        ];
        assert_eq!(codes(&several), ["categories_exceed_whole"]);
        let subtotal = [
            observation("households", "", 100.0),
            observation("households", "toilet=household", 80.0),
            observation("households", "toilet=household_improved", 80.0),
            observation("households", "toilet=none", 20.0),
        ];
        assert_eq!(codes(&subtotal), Vec::<String>::new());
    }

    #[test]
    fn without_a_whole_the_middle_of_three_dimensions_judges() {
        let mut rows =
            vec![observation("households", "toilet=none", 100.0), observation("households", "tenure=rented", 101.0)];
        assert_eq!(codes(&rows), Vec::<String>::new());
        rows.push(observation("households", "wastewater=drain", 160.0));
        assert_eq!(codes(&rows), ["categories_exceed_whole"]);
    }
}
