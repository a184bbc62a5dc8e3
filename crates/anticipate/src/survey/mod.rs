//! What households pay for water and how much they use, from a survey: medians and quartiles, never a household.

mod burden;
mod read;

pub use burden::SurveyBurden;
pub use read::{Table, read};

use city::Problem;
use city::anticipate_settings::SurveySettings;
use city::forecast::ForecastGap;
use city::source::SourceId;
use std::collections::BTreeMap;

/// Fewest answers that a median is given of.
pub const LEAST_ANSWERS: usize = 5;

/// A household that was asked: only what is needed of it, and nothing that names it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HouseholdAnswer {
    /// Where: the community.
    pub community: String,
    /// Main source of water for other uses than drinking, in the survey's own code.
    pub source: String,
    /// Main source of drinking water, in the survey's own code.
    pub drinking_source: String,
    /// What a person of it pays for water a day; none where it does not pay by the piece.
    pub cost_person_day: Option<f64>,
    /// What the household pays for water a day; none where it does not pay by the piece.
    pub cost_household_day: Option<f64>,
    /// Its income a month.
    pub income_month: Option<f64>,
}

/// A water point that was asked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PointAnswer {
    /// Where: the community.
    pub community: String,
    /// Price of a litre; none where it was not told.
    pub price_litre: Option<f64>,
}

/// Lower quartile, median, upper quartile, and of how many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quartiles {
    /// A quarter is below.
    pub lower: f64,
    /// Half is below.
    pub median: f64,
    /// A quarter is above.
    pub upper: f64,
    /// Answers behind it.
    pub answers: usize,
}

/// What a survey says of a source.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceUse {
    /// The source, in the survey's own code; `all` for all together.
    pub source: String,
    /// Households that use it as their main source.
    pub households: usize,
    /// Cost, money a person and day.
    pub cost_person_day: Option<Quartiles>,
    /// Litres a person and day: cost over the median price of its community.
    pub litres_person_day: Option<Quartiles>,
}

/// What a survey says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Survey {
    /// What it is called.
    pub title: String,
    /// Its money, with the year.
    pub money: String,
    /// Sources of its rows in the city file.
    pub read_from: Vec<SourceId>,
    /// Why summaries may leave though the consent of the rows keeps these from others; empty where nobody said so.
    pub summaries_may_leave: String,
    /// By source, in order of their code, then all together.
    pub sources: Vec<SourceUse>,
    /// Price of a litre by community, money.
    pub prices: Vec<(String, Quartiles)>,
    /// Households by main source of drinking water.
    pub drinking: Vec<(String, usize)>,
    /// Cost of a household a day by community, then of all together (`all`), money.
    pub spent: Vec<(String, Quartiles)>,
    /// What is spent beside an income.
    pub burdens: Vec<SurveyBurden>,
    /// What it does not tell.
    pub gaps: Vec<ForecastGap>,
    /// What was left out, and why.
    pub problems: Vec<Problem>,
}

/// Quartiles by linear interpolation between ordered answers (Hyndman and Fan 1996, type 7); none of fewer than [`LEAST_ANSWERS`].
///
/// ```
/// let q = anticipate::survey::quartiles(&[1.0, 2.0, 3.0, 4.0, 5.0]).unwrap();
/// assert_eq!((q.lower, q.median, q.upper, q.answers), (2.0, 3.0, 4.0, 5));
/// assert!(anticipate::survey::quartiles(&[1.0, 2.0]).is_none());
/// ```
#[must_use]
pub fn quartiles(answers: &[f64]) -> Option<Quartiles> {
    quartiles_of(answers, LEAST_ANSWERS)
}

/// The same, none of fewer than `least` or [`LEAST_ANSWERS`].
fn quartiles_of(answers: &[f64], least: usize) -> Option<Quartiles> {
    let mut sorted: Vec<f64> = answers.iter().copied().filter(|a| a.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    if sorted.len() < least.max(LEAST_ANSWERS) {
        return None;
    }
    let at = |share: f64| {
        #[expect(clippy::cast_precision_loss, reason = "answers are thousands at most")]
        let position = share * (sorted.len() - 1) as f64;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the list")]
        let below = position.floor() as usize;
        let above = (below + 1).min(sorted.len() - 1);
        sorted[below] + (sorted[above] - sorted[below]) * (position - position.floor())
    };
    Some(Quartiles { lower: at(0.25), median: at(0.5), upper: at(0.75), answers: sorted.len() })
}

/// Prices, use and burdens out of answers handed in. Nothing of a household is in what comes out: medians and quartiles of at least `least`
/// answers and never fewer than [`LEAST_ANSWERS`], and numbers of households of at least as many; smaller ones are counted under `other`.
///
/// Litres are what a person pays a day over the median price of a litre in the community: households that pay by the bill, or nothing,
/// have no litres, and a cost of 0 counts as 0 litres bought, not as no use.
#[must_use]
pub fn survey(
    households: &[HouseholdAnswer],
    points: &[PointAnswer],
    (settings, least): (&SurveySettings, usize),
) -> Survey {
    let least = least.max(LEAST_ANSWERS);
    let quartiles = |list: &[f64]| quartiles_of(list, least);
    let mut made = Survey {
        title: settings.title.clone(),
        money: settings.money.clone(),
        summaries_may_leave: settings.summaries_may_leave.clone(),
        ..Survey::default()
    };
    let mut by_community: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for point in points {
        by_community.entry(&point.community).or_default().extend(point.price_litre);
    }
    let prices: BTreeMap<&str, Quartiles> =
        by_community.iter().filter_map(|(name, list)| Some((*name, quartiles(list)?))).collect();
    for name in by_community.keys().filter(|name| !prices.contains_key(*name)) {
        let problem = Problem::warning("too_few_answers").in_column("price_litre").found(name);
        made.problems.push(problem.expected(format!("at least {least} prices")).hint("its litres are left out"));
    }
    made.prices = prices.iter().map(|(name, q)| ((*name).to_owned(), *q)).collect();
    let mut sources: BTreeMap<&str, Vec<&HouseholdAnswer>> = BTreeMap::new();
    for household in households {
        sources.entry(&household.source).or_default().push(household);
    }
    let of = |source: &str, list: &[&HouseholdAnswer]| {
        let costs: Vec<f64> = list.iter().filter_map(|h| h.cost_person_day).collect();
        let litre = |h: &&HouseholdAnswer| Some(h.cost_person_day? / prices.get(h.community.as_str())?.median);
        let litres: Vec<f64> = list.iter().filter_map(litre).collect();
        SourceUse {
            source: source.to_owned(),
            households: list.len(),
            cost_person_day: quartiles(&costs),
            litres_person_day: quartiles(&litres),
        }
    };
    let (large, small): (Vec<_>, Vec<_>) = sources.iter().partition(|(_, list)| list.len() >= least);
    made.sources = large.iter().map(|(source, list)| of(source, list)).collect();
    let rest: Vec<&HouseholdAnswer> = small.iter().flat_map(|(_, list)| list.iter().copied()).collect();
    if rest.len() >= least {
        made.sources.push(of("other", &rest));
    }
    let all: Vec<&HouseholdAnswer> = households.iter().collect();
    if all.len() >= least {
        made.sources.push(of("all", &all));
    }
    let mut drinking: BTreeMap<&str, usize> = BTreeMap::new();
    for household in households {
        *drinking.entry(&household.drinking_source).or_default() += 1;
    }
    made.spent = spent(households, least);
    burden::add(&mut made, households, (settings, least));
    made.drinking = drinking.into_iter().filter(|(_, n)| *n >= least).map(|(s, n)| (s.to_owned(), n)).collect();
    made
}

/// Cost of a household a day by community, then of all.
fn spent(households: &[HouseholdAnswer], least: usize) -> Vec<(String, Quartiles)> {
    let mut by_community: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for household in households {
        by_community.entry(&household.community).or_default().extend(household.cost_household_day);
    }
    let all: Vec<f64> = by_community.values().flatten().copied().collect();
    let each = by_community.iter().filter(|(name, _)| !name.is_empty());
    let of = each.filter_map(|(name, list)| Some(((*name).to_owned(), quartiles_of(list, least)?)));
    of.chain(quartiles_of(&all, least).map(|q| ("all".to_owned(), q))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_answers_leave_nothing_that_could_be_recognised() {
        let one = HouseholdAnswer {
            source: "spring".into(),
            cost_person_day: Some(9.0),
            cost_household_day: Some(30.0),
            income_month: Some(400.0),
            ..HouseholdAnswer::default()
        };
        let settings = SurveySettings { income_month_column: "income".into(), ..SurveySettings::default() };
        let made = survey(
            std::slice::from_ref(&one),
            &[PointAnswer { community: "a".into(), price_litre: Some(0.1) }],
            (&settings, 1),
        );
        assert!(made.sources.is_empty() && made.prices.is_empty() && made.drinking.is_empty());
        assert!(made.spent.is_empty() && made.burdens.is_empty());
        assert_eq!(made.problems[0].code, "too_few_answers");
        let nine = vec![one; 9];
        assert!(survey(&nine, &[], (&settings, 10)).burdens.is_empty());
        assert!(
            (survey(&nine, &[], (&settings, 9)).burdens[0].of_income_percent.value
                - 100.0 * 30.0 * 365.25 / 12.0 / 400.0)
                .abs()
                < 1e-9
        );
    }

    /// openwashdata, watercostaccra (Accra, November 2023): 116 households, 49 points; quartiles computed apart from this code with
    /// Python's `statistics.quantiles(method="inclusive")`.
    #[test]
    fn prices_and_litres_of_two_communities_of_accra_are_those_computed_apart() {
        let beside = || concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data").into();
        let folder = std::env::var_os("MAKAZI_DATA").map_or_else(beside, std::path::PathBuf::from);
        let text = |name: &str| {
            let file = folder.join("accra/survey").join(name);
            std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}; set MAKAZI_DATA", file.display()))
        };
        let settings: city::settings::CitySettings =
            toml::from_str(include_str!("../../../../cities/accra/city.toml")).unwrap();
        let asked = &settings.anticipate.surveys[0];
        let (households, points) = (
            Table::csv("households", &text("water_households_2023.csv")),
            Table::csv("points", &text("water_points_2023.csv")),
        );
        let made = read(&households, Some(&points), (asked, 5));
        assert!(made.problems.is_empty(), "{:?}", made.problems);
        let price = |name: &str| made.prices.iter().find(|(c, _)| c == name).unwrap().1;
        assert_eq!((price("abuja").median, price("abuja").answers), (0.16, 17));
        assert_eq!((price("kg").median, price("kg").answers), (0.07, 29));
        let tap = made.sources.iter().find(|s| s.source == "commercial_tap").unwrap();
        let litres = tap.litres_person_day.unwrap();
        assert_eq!((litres.lower, litres.median, litres.upper, litres.answers), (12.5, 18.75, 25.0, 66));
        assert!(made.sources.iter().all(|s| s.households >= LEAST_ANSWERS && s.source != "spring_water"));
        assert!(made.drinking.contains(&("packaged".to_owned(), 107)));
        // of those who pay to fetch: 42 of Korle Gonno (4, from 2 to 5.75 cedis a day), 51 of Abuja (15, from 9.5 to 26)
        let spent = |name: &str| made.spent.iter().find(|(c, _)| c == name).unwrap().1;
        let (kg, abuja) = (spent("kg"), spent("abuja"));
        assert_eq!((kg.lower, kg.median, kg.upper, kg.answers), (2.0, 4.0, 5.75, 42));
        assert_eq!((abuja.lower, abuja.median, abuja.upper, abuja.answers), (9.5, 15.0, 26.0, 51));
        // nobody was asked for an income: costs are held against a cited one, and that is a gap
        assert!(made.gaps.iter().any(|g| g.what.starts_with("income of the households asked")));
        let burden = made.burdens.iter().find(|b| b.of == "abuja").unwrap();
        assert!((burden.cost_month.value - 15.0 * 365.25 / 12.0).abs() < 1e-9);
        assert!((burden.of_income_percent.value - 3.43).abs() < 0.02, "{burden:?}");
    }
}
