//! Check of `[assess]`: settings that name what is not there, or lie out of range.

use super::columns::nearest;
use city::assess_settings::AssessSettings;
use city::indicator::IndicatorKind;
use city::{FieldTable, Problem};

/// The settings that can be used, and what is wrong with the others: a share that is none goes back to its default, a flag or
/// chain that is not there is left away. `chains` are the ids of those that are computed; none where nobody knows them yet.
#[must_use]
pub fn check_assess(
    asked: &AssessSettings,
    fields: &FieldTable,
    chains: Option<&[&str]>,
) -> (AssessSettings, Vec<Problem>) {
    let (mut settings, mut problems) = (asked.clone(), Vec::new());
    if !(0.0..=1.0).contains(&asked.least_coverage) {
        settings.least_coverage = AssessSettings::default().least_coverage;
        let problem = at(Problem::error("setting_out_of_range"), "least_coverage").found(asked.least_coverage);
        let expected = format!("a share from 0 to 1; {} is used", settings.least_coverage);
        problems.push(problem.expected(expected).hint("write two thirds as 0.66"));
    }
    settings.lived_list_complete.retain(|flag| match wrong_flag(flag, fields) {
        None => true,
        Some(problem) => {
            problems.push(problem);
            false
        }
    });
    if let Some(chains) = chains.filter(|known| !asked.headline.is_empty() && !known.contains(&asked.headline.as_str()))
    {
        settings.headline.clear();
        let problem = at(Problem::error("chain_unknown"), "headline").found(&asked.headline);
        let problem = problem.expected(format!("one of {}; the best filled leads", chains.join(", ")));
        problems.push(problem.hint(near(&asked.headline, chains.iter().copied(), "see `chains` of [assess]")));
    }
    (settings, problems)
}

fn at(problem: Problem, key: &str) -> Problem {
    problem.in_file("city.toml").in_column(&format!("assess.{key}"))
}

fn wrong_flag(flag: &str, fields: &FieldTable) -> Option<Problem> {
    let of_flags = fields.iter().filter(|i| i.kind == IndicatorKind::Flag).map(|i| i.id.as_str());
    let problem = match fields.get(flag) {
        Some(indicator) if indicator.kind == IndicatorKind::Flag => return None,
        Some(_) => Problem::error("not_a_flag"),
        None => Problem::error("indicator_unknown"),
    };
    let problem = at(problem, "lived_list_complete").found(flag).expected("a flag of the field table");
    Some(problem.hint(near(flag, of_flags, "such as `flooded_lived`")))
}

fn near<'a>(found: &str, known: impl Iterator<Item = &'a str>, otherwise: &str) -> String {
    nearest(found, known).map_or_else(|| otherwise.to_owned(), |near| format!("is it `{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_or_out_of_range_is_said_and_the_rest_is_kept() {
        let fields = FieldTable::embedded().unwrap();
        let asked = AssessSettings {
            headline: "fier".into(),
            least_coverage: 50.0,
            lived_list_complete: ["flooded_lived", "flooded_live", "population"].map(str::to_owned).into(),
            ..AssessSettings::default()
        };
        let (settings, problems) = check_assess(&asked, &fields, Some(&["fire", "heat"]));
        let found: Vec<(&str, &str)> = problems.iter().map(|p| (p.code.as_str(), p.column.as_str())).collect();
        let expected = [
            ("setting_out_of_range", "assess.least_coverage"),
            ("indicator_unknown", "assess.lived_list_complete"),
            ("not_a_flag", "assess.lived_list_complete"),
            ("chain_unknown", "assess.headline"),
        ];
        assert_eq!(found, expected);
        assert_eq!((problems[1].hint.as_str(), problems[3].hint.as_str()), ("is it `flooded_lived`?", "is it `fire`?"));
        let sound = AssessSettings { lived_list_complete: vec!["flooded_lived".into()], ..AssessSettings::default() };
        assert_eq!(settings, sound);
        let unknown = check_assess(&asked, &fields, None).1;
        assert_eq!(unknown.len(), 3, "chains of the city's folder are not known before it is assessed");
        assert_eq!(check_assess(&AssessSettings { least_coverage: f64::NAN, ..sound }, &fields, None).1.len(), 1);
    }
}
