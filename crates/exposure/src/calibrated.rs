//! What an average year would be if what residents report moved the rate of events: a result of its own, never instead of the model's.

use city::risk::{Calibrated, Lived, RiskReport, RiskResult};
use city::risk_settings::RiskSettings;
use city::{Estimate, PlaceId, Problem};

/// What stands in the way of what was asked.
pub fn check(settings: &RiskSettings) -> Vec<Problem> {
    let problem = |column: &str| {
        Problem::warning("nothing_calibrated")
            .in_file("city.toml")
            .in_column(&format!("risk.{column}"))
            .hint("yearly figures are the model's alone")
    };
    let above_0 = |number: f64| number.is_finite() && number > 0.0;
    let mut problems = Vec::new();
    match settings.reported_years {
        None if settings.calibrate => {
            let expected = "the years that residents' reports cover: none is chosen for a city";
            problems.push(problem("reported_years").found("nothing").expected(expected));
        }
        Some(years) if !above_0(years) => {
            problems.push(problem("reported_years").found(years.to_string()).expected("years above 0"));
        }
        _ => {}
    }
    if settings.calibrate && !above_0(settings.model_weight) {
        let found = settings.model_weight.to_string();
        problems.push(problem("model_weight").found(found).expected("events above 0"));
    }
    problems
}

/// One for each result whose settlements have joined rates. Comes after what may not leave is gone.
pub fn calibrated(report: &RiskReport, settings: &RiskSettings) -> Vec<Calibrated> {
    let of = |lived: &Lived| -> Vec<Calibrated> {
        let own = report.results.iter().enumerate().filter(|(_, result)| result.view == lived.view);
        own.filter_map(|(at, result)| one(lived, (at, result), settings)).collect()
    };
    report.lived.iter().flat_map(of).collect()
}

/// Every return period of a place divided by joined over modelled rate: the area under its curve grows by that, whatever the rule.
fn one(lived: &Lived, (at, result): (usize, &RiskResult), settings: &RiskSettings) -> Option<Calibrated> {
    let moved = |(place, suffered): &(PlaceId, city::risk::Suffered)| {
        let rate = lived.rates.iter().find(|rate| rate.place == *place)?;
        let (joined, modelled, before) = (rate.joined?, rate.modelled.filter(|m| *m > 0.0)?, suffered.annual?);
        let [low, value, high] = [joined.low, joined.value, joined.high].map(|rate| rate / modelled);
        let after = Estimate::range(before.low * low, before.value * value, before.high * high).ok()?;
        Some((place.clone(), before, after))
    };
    let places: Vec<(PlaceId, Estimate, Estimate)> = result.places.iter().filter_map(moved).collect();
    let sum = |pick: fn(&(PlaceId, Estimate, Estimate)) -> Estimate| {
        let all = places.iter().map(pick).fold([0.0; 3], |s, e| [s[0] + e.low, s[1] + e.value, s[2] + e.high]);
        Estimate::range(all[0], all[1], all[2]).ok()
    };
    let (before, after) = (sum(|p| p.1)?, sum(|p| p.2)?);
    if places.is_empty() || before.high <= 0.0 {
        return None;
    }
    let years = settings.reported_years?;
    let count = places.len();
    Some(Calibrated {
        result: at,
        places,
        before,
        after,
        method: format!(
            "the rate of all events at each of {count} settlements is moved from the model's to the joined one (Gamma, the model counting as {} events; residents' reports over {years} years): {:.4} become {:.4} a year together. The model's own figures stay as they are",
            settings.model_weight, before.value, after.value
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::risk::{Measure, Rate, Suffered};

    #[test]
    fn a_rate_that_doubles_doubles_the_year_and_leaves_the_result() {
        let place: PlaceId = PlaceId::from("settlement:one");
        let annual = Estimate::range(1.0, 2.0, 3.0).ok();
        let suffered = Suffered { exposed: 100.0, events: Vec::new(), annual, by_rule: Vec::new() };
        let result = RiskResult {
            exposure: "people".into(),
            title: "People".into(),
            measure: Measure::People,
            view: 0,
            method: String::new(),
            whole: suffered.clone(),
            groups: Vec::new(),
            places: vec![(place.clone(), suffered.clone()), (PlaceId::from("settlement:two"), suffered)],
            not_covered: 0.0,
        };
        let joined = Estimate::range(0.05, 0.2, 0.3).ok();
        let rate = Rate { place, modelled: Some(0.1), reported: 0.3, years: 10.0, joined };
        let lived = Lived {
            view: 0,
            event: String::new(),
            both: 1,
            model_only: 0,
            lived_only: 0,
            neither: 0,
            rates: vec![rate],
            told: Vec::new(),
            note: String::new(),
        };
        let settings = RiskSettings { calibrate: true, reported_years: Some(10.0), ..RiskSettings::default() };
        let made = one(&lived, (0, &result), &settings).unwrap();
        assert_eq!((made.before, made.places.len()), (annual.unwrap(), 1));
        for (found, expected) in [(made.after.low, 0.5), (made.after.value, 4.0), (made.after.high, 9.0)] {
            assert!((found - expected).abs() < 1e-12);
        }
        assert!(check(&settings).is_empty());
        assert_eq!(check(&RiskSettings { calibrate: true, ..RiskSettings::default() })[0].code, "nothing_calibrated");
    }
}
