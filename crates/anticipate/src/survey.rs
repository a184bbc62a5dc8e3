//! What households pay for water and how much they use, from a survey: medians and quartiles, never a household.

use city::Problem;
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
    /// By source, in order of their code, then all together.
    pub sources: Vec<SourceUse>,
    /// Price of a litre by community, money.
    pub prices: Vec<(String, Quartiles)>,
    /// Households by main source of drinking water.
    pub drinking: Vec<(String, usize)>,
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
    let mut sorted: Vec<f64> = answers.iter().copied().filter(|a| a.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    if sorted.len() < LEAST_ANSWERS {
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

/// Prices and use by source out of answers handed in. Nothing of a household is in what comes out: medians and quartiles of at least
/// [`LEAST_ANSWERS`], and numbers of households of at least as many; smaller ones are counted under `other`.
///
/// Litres are what a person pays a day over the median price of a litre in the community: households that pay by the bill, or nothing,
/// have no litres, and a cost of 0 counts as 0 litres bought, not as no use.
#[must_use]
pub fn survey(households: &[HouseholdAnswer], points: &[PointAnswer]) -> Survey {
    let mut made = Survey::default();
    let mut by_community: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for point in points {
        by_community.entry(&point.community).or_default().extend(point.price_litre);
    }
    let prices: BTreeMap<&str, Quartiles> =
        by_community.iter().filter_map(|(name, list)| Some((*name, quartiles(list)?))).collect();
    for name in by_community.keys().filter(|name| !prices.contains_key(*name)) {
        let problem = Problem::warning("too_few_answers").in_column("price_litre").found(name);
        made.problems
            .push(problem.expected(format!("at least {LEAST_ANSWERS} prices")).hint("its litres are left out"));
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
    let (large, small): (Vec<_>, Vec<_>) = sources.iter().partition(|(_, list)| list.len() >= LEAST_ANSWERS);
    made.sources = large.iter().map(|(source, list)| of(source, list)).collect();
    let rest: Vec<&HouseholdAnswer> = small.iter().flat_map(|(_, list)| list.iter().copied()).collect();
    if rest.len() >= LEAST_ANSWERS {
        made.sources.push(of("other", &rest));
    }
    let all: Vec<&HouseholdAnswer> = households.iter().collect();
    if all.len() >= LEAST_ANSWERS {
        made.sources.push(of("all", &all));
    }
    let mut drinking: BTreeMap<&str, usize> = BTreeMap::new();
    for household in households {
        *drinking.entry(&household.drinking_source).or_default() += 1;
    }
    made.drinking = drinking.into_iter().filter(|(_, n)| *n >= LEAST_ANSWERS).map(|(s, n)| (s.to_owned(), n)).collect();
    made
}

/// Answers out of two CSV texts with the columns of openwashdata's `watercostaccra`: `community`, `primary_water_source`,
/// `primary_dw_source`, `daily_hh_water_cost_phhm_for_pay_to_fetch`; `community`, `avg_price_per_liter_cedis`. `NA` and empty are gaps.
#[must_use]
pub fn answers(households: &str, points: &str) -> (Vec<HouseholdAnswer>, Vec<PointAnswer>) {
    let households = rows(households).into_iter().map(|row| HouseholdAnswer {
        community: text(&row, "community"),
        source: text(&row, "primary_water_source"),
        drinking_source: text(&row, "primary_dw_source"),
        cost_person_day: number(&row, "daily_hh_water_cost_phhm_for_pay_to_fetch"),
    });
    let points = rows(points).into_iter().map(|row| PointAnswer {
        community: text(&row, "community"),
        price_litre: number(&row, "avg_price_per_liter_cedis"),
    });
    (households.collect(), points.collect())
}

type Row = BTreeMap<String, String>;

fn rows(text: &str) -> Vec<Row> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().map(|h| h.iter().map(str::to_owned).collect()).unwrap_or_default();
    let row = |record: csv::StringRecord| header.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
    reader.records().filter_map(Result::ok).map(row).collect()
}

fn text(row: &Row, column: &str) -> String {
    row.get(column).map(|c| c.trim().to_owned()).unwrap_or_default()
}

fn number(row: &Row, column: &str) -> Option<f64> {
    row.get(column)?.trim().parse().ok().filter(|n: &f64| n.is_finite() && *n >= 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_answers_leave_nothing_that_could_be_recognised() {
        let one = HouseholdAnswer { source: "spring".into(), cost_person_day: Some(9.0), ..HouseholdAnswer::default() };
        let made = survey(&[one], &[PointAnswer { community: "a".into(), price_litre: Some(0.1) }]);
        assert!(made.sources.is_empty() && made.prices.is_empty() && made.drinking.is_empty());
        assert_eq!(made.problems[0].code, "too_few_answers");
    }

    /// openwashdata, watercostaccra (Accra, November 2023): 116 households, 49 points; quartiles computed apart from this code with
    /// Python's `statistics.quantiles(method="inclusive")`.
    #[test]
    fn prices_and_litres_of_two_communities_of_accra_are_those_computed_apart() {
        let beside = || concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data").into();
        let folder = std::env::var_os("MAKAZI_DATA").map_or_else(beside, std::path::PathBuf::from);
        let read = |name: &str| {
            let file = folder.join("accra/survey").join(name);
            std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}; set MAKAZI_DATA", file.display()))
        };
        let (households, points) = answers(&read("water_households_2023.csv"), &read("water_points_2023.csv"));
        let made = survey(&households, &points);
        let price = |name: &str| made.prices.iter().find(|(c, _)| c == name).unwrap().1;
        assert_eq!((price("abuja").median, price("abuja").answers), (0.16, 17));
        assert_eq!((price("kg").median, price("kg").answers), (0.07, 29));
        let tap = made.sources.iter().find(|s| s.source == "commercial_tap").unwrap();
        let litres = tap.litres_person_day.unwrap();
        assert_eq!((litres.lower, litres.median, litres.upper, litres.answers), (12.5, 18.75, 25.0, 66));
        assert!(made.sources.iter().all(|s| s.households >= LEAST_ANSWERS && s.source != "spring_water"));
        assert!(made.drinking.contains(&("packaged".to_owned(), 107)));
    }
}
