//! What is wrong with `[risk]` and `[plan]` before anything is brought in.

use ::risk::functions::FunctionLibrary;
use city::Problem;
use city::settings::CitySettings;

/// Codes that hang on the files of damage functions, which lie with the data.
const OF_FILES: [&str; 2] = ["damage_function_unknown", "function_without_band"];

/// Every problem of risk and measures that needs no data.
pub(crate) fn settings(settings: &CitySettings) -> Vec<Problem> {
    let functions = FunctionLibrary::shipped();
    let mut problems = exposure::check(&settings.risk, &functions);
    let hazards = settings.assess.footprints.iter().map(|f| f.hazard.as_str());
    problems.extend(plan::measures::check(&settings.risk, hazards, &functions, &settings.plan));
    if !settings.risk.functions.is_empty() {
        problems.retain(|problem| !OF_FILES.contains(&problem.code.as_str()));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_of_an_unknown_function_is_named_unless_a_file_may_have_it() {
        let head = "[city]\nid = \"c\"\nname = \"C\"\ncountry = \"KE\"\n[plan]\n";
        let measure = "[[plan.measure]]\nid = \"m\"\ntitle = \"M\"\nhazard = \"river_flood\"\ncost = -1.0\n[plan.measure.upgraded]\na = \"b\"\n";
        let codes = |more: &str| -> Vec<String> {
            let read = CitySettings::from_toml(&format!("{head}{measure}{more}")).unwrap();
            settings(&read).into_iter().map(|p| p.code).collect()
        };
        let own = codes("");
        assert!(
            own.contains(&"damage_function_unknown".to_owned()) && own.contains(&"cost_below_nothing".to_owned()),
            "{own:?}"
        );
        let filed = codes("[risk]\nfunctions = [{ file = \"f.csv\" }]\n");
        assert!(!filed.contains(&"damage_function_unknown".to_owned()) && filed.contains(&"hazard_unknown".to_owned()));
    }
}
