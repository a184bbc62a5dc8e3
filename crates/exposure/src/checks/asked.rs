//! What is wrong with `[risk]` itself, before any data is looked at.

use crate::{calibrated, sure};
use city::Problem;
use city::risk_settings::{RiskSettings, ScenarioSettings};
use risk::functions::FunctionLibrary;

/// Growth that is believed, a year.
const BELIEVED: std::ops::RangeInclusive<f64> = -0.2..=0.2;

/// What can be said of `[risk]` without any data: scenarios, currencies, ranges, calibration. `functions` are those that the
/// exposures may name.
#[must_use]
pub fn check(settings: &RiskSettings, functions: &FunctionLibrary) -> Vec<Problem> {
    let mut problems = sure::check(settings, functions);
    problems.extend(calibrated::check(settings));
    let present = settings.scenarios.iter().find(|s| s.id == "present").and_then(|s| s.year);
    problems.extend(settings.scenarios.iter().flat_map(|scenario| of_scenario(scenario, present)));
    problems.extend(without_currency(settings));
    problems
}

fn of_scenario(scenario: &ScenarioSettings, present: Option<i32>) -> Vec<Problem> {
    let column = |key: &str| format!("risk.scenario.{}.{key}", scenario.id);
    let mut problems = Vec::new();
    let growth = scenario.growth_per_year;
    if !(growth > -1.0 && growth.is_finite()) {
        problems.push(
            Problem::error("growth_wrong")
                .in_file("city.toml")
                .in_column(&column("growth_per_year"))
                .found(growth)
                .expected("a share above -1: 0.02 is two percent")
                .hint("values were left as they are in this scenario"),
        );
    } else if !BELIEVED.contains(&growth) {
        problems.push(
            Problem::warning("growth_doubtful")
                .in_file("city.toml")
                .in_column(&column("growth_per_year"))
                .found(growth)
                .expected("a share from -0.2 to 0.2: 0.02 is two percent")
                .hint("values grow by it every year as it stands, and so does every loss in this scenario"),
        );
    }
    let growth_without_years = present.is_none() || scenario.year.is_none();
    if growth.abs() > 0.0 && growth_without_years {
        problems.push(
            Problem::warning("growth_without_years")
                .in_file("city.toml")
                .in_column(&column("growth_per_year"))
                .found(growth)
                .expected("a `year` of this scenario and of the scenario `present`")
                .hint("values were left as they are: nobody said for how many years they grow"),
        );
    }
    if let Some((year, present)) = scenario.year.zip(present).filter(|(year, present)| year < present) {
        problems.push(
            Problem::warning("scenario_before_present")
                .in_file("city.toml")
                .in_column(&column("year"))
                .found(year)
                .expected(format!("{present} or later, the year of the scenario `present`"))
                .hint("values are grown backwards, and measures take this scenario for the first: correct the year"),
        );
    }
    problems
}

/// Exposures and works with money of no currency.
fn without_currency(settings: &RiskSettings) -> impl Iterator<Item = Problem> {
    let exposures = settings.exposures.iter();
    let exposures = exposures
        .filter(|e| (e.value.is_some() || !e.value_column.is_empty() || !e.incomes.is_empty()) && e.currency.is_empty())
        .map(|e| format!("risk.exposure.{}.currency", e.id));
    let works = settings.works.iter().filter(|w| w.daily_income.is_some() && w.currency.is_empty());
    exposures.chain(works.map(|w| format!("risk.work.{}.currency", w.id))).map(|column| {
        Problem::warning("currency_not_said")
            .in_file("city.toml")
            .in_column(&column)
            .found("nothing")
            .expected("an ISO 4217 code such as USD")
            .hint("money is shown without a currency: that of `[city]` is not taken for it, since values may be of another")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(toml: &str) -> Vec<(String, String)> {
        let settings: RiskSettings = toml::from_str(toml).unwrap();
        let found = check(&settings, &FunctionLibrary::shipped());
        found.into_iter().map(|p| (p.code, p.column)).collect()
    }

    fn one(code: &str, column: &str) -> Vec<(String, String)> {
        vec![(code.to_owned(), column.to_owned())]
    }

    const PRESENT: &str = "[[scenario]]\nid = \"present\"\nyear = 2020\n";

    #[test]
    fn growth_that_cannot_be_or_is_a_percentage_is_named() {
        let with = |growth: &str| {
            codes(&format!("{PRESENT}[[scenario]]\nid = \"later\"\nyear = 2050\ngrowth_per_year = {growth}\n"))
        };
        assert!(with("0.02").is_empty() && with("-0.2").is_empty());
        assert_eq!(with("2.0"), one("growth_doubtful", "risk.scenario.later.growth_per_year"));
        for wrong in ["-1.0", "nan", "inf"] {
            assert_eq!(with(wrong), one("growth_wrong", "risk.scenario.later.growth_per_year"), "{wrong}");
        }
    }

    #[test]
    fn growth_for_no_number_of_years_and_a_future_before_the_present_are_named() {
        let alone = codes("[[scenario]]\nid = \"later\"\nyear = 2050\ngrowth_per_year = 0.02\n");
        assert_eq!(alone, one("growth_without_years", "risk.scenario.later.growth_per_year"));
        let before = codes(&format!("{PRESENT}[[scenario]]\nid = \"later\"\nyear = 2005\n"));
        assert_eq!(before, one("scenario_before_present", "risk.scenario.later.year"));
    }

    #[test]
    fn money_without_a_currency_is_named() {
        let houses = "[[exposure]]\nid = \"houses\"\ntitle = \"Houses\"\nkind = \"dwellings\"\nlayer = \"h\"\n";
        assert!(codes(houses).is_empty() && codes(&format!("{houses}value = 9.0\ncurrency = \"USD\"\n")).is_empty());
        let bare = codes(&format!("{houses}value_column = \"value\"\n"));
        assert_eq!(bare, one("currency_not_said", "risk.exposure.houses.currency"));
    }
}
