//! The city's own row beside its parts: a check, never a part.

use super::Table;
use super::combine::CityNumbers;
use city::indicator::AddsUp;
use city::{FieldTable, Group, Observation, Period, PlaceId, Problem};
use std::collections::{BTreeMap, BTreeSet};

/// How one number of the city compares with the sum of its parts.
struct Comparison<'o> {
    group: &'o Group,
    city: f64,
    sum: f64,
    places: usize,
}

impl Comparison<'_> {
    fn off(&self) -> f64 {
        (self.city - self.sum).abs()
    }
}

/// For each indicator, period and set of places: whether the city's row equals their sum, with both numbers.
///
/// `own` holds the city's numbers of each edition; a total that was made is taken from the observations.
pub(super) fn compare(
    table: &Table<'_>,
    (city, own): (&PlaceId, &CityNumbers),
    fields: &FieldTable,
    observations: &[Observation],
) -> Vec<Problem> {
    let adds = |o: &&Observation| fields.get(&o.indicator).is_some_and(|i| i.adds_up == AddsUp::Sum);
    let of_city = observations.iter().filter(adds).filter(|o| o.place == *city);
    let whole = of_city.filter_map(|o| Some(((o.indicator.as_str(), &o.period, &o.group), o.value.number()?)));
    let whole: BTreeMap<(&str, &Period, &Group), f64> = whole.collect();
    let mut sums: BTreeMap<(&str, &Period, &str, &Group), (f64, usize)> = BTreeMap::new();
    let mut with_gap: BTreeSet<(&str, &Period, &str, &Group)> = BTreeSet::new();
    for part in observations.iter().filter(adds).filter(|o| o.place != *city) {
        let prefix = part.place.as_str().split_once(':').map_or("", |(prefix, _)| prefix);
        let key = (part.indicator.as_str(), &part.period, prefix, &part.group);
        match part.value.number() {
            Some(number) => {
                let held = sums.entry(key).or_default();
                *held = (held.0 + number, held.1 + 1);
            }
            None => {
                with_gap.insert(key);
            }
        }
    }
    let mut sets: BTreeMap<(&str, &Period, &str), Vec<Comparison<'_>>> = BTreeMap::new();
    for ((indicator, period, prefix, group), (sum, places)) in sums {
        let complete = !with_gap.contains(&(indicator, period, prefix, group));
        let key = (prefix.to_owned(), indicator.to_owned(), period.clone(), group.clone());
        let city = own.get(&key).or_else(|| whole.get(&(indicator, period, group)));
        if let Some(city) = city.filter(|_| complete && places > 1) {
            sets.entry((indicator, period, prefix)).or_default().push(Comparison { group, city: *city, sum, places });
        }
    }
    sets.into_iter()
        .filter_map(|((indicator, period, prefix), all)| words(table, (indicator, period, prefix), &all))
        .collect()
}

fn words(
    table: &Table<'_>,
    (indicator, period, prefix): (&str, &Period, &str),
    all: &[Comparison<'_>],
) -> Option<Problem> {
    let worst = all.iter().max_by(|a, b| a.off().total_cmp(&b.off()).then(a.city.total_cmp(&b.city)))?;
    let same = all.iter().filter(|c| c.off() < 0.5).count();
    let far = worst.off() > 0.01 * worst.city.abs().max(worst.sum.abs());
    let problem = if far { table.warning("city_row_beside_parts") } else { table.note("city_row_beside_parts") };
    let group = if worst.group.is_all() { String::new() } else { format!(" [{}]", worst.group) };
    let difference = if worst.off() < 0.5 {
        "no difference".to_owned()
    } else {
        let word = if worst.city < worst.sum { "less" } else { "more" };
        format!("{} {word}", counted(worst.off()))
    };
    let found = format!("{indicator}{group} {period}: {} for the city", counted(worst.city));
    let sum = format!("{} in {} places `{prefix}:` together ({difference})", counted(worst.sum), worst.places);
    let others = match all.len() {
        1 => String::new(),
        many if many == same => format!("; all {many} groups agree, this is the largest"),
        many => format!("; {same} of {many} groups agree, this is the farthest"),
    };
    Some(
        problem
            .found(found)
            .expected(format!("{sum}{others}"))
            .hint("the city's row is a check and is not added to its parts"),
    )
}

/// A number with commas between thousands, and as many decimals as it needs up to three.
fn counted(number: f64) -> String {
    let text = format!("{number:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = whole.trim_start_matches('-');
    let mut grouped = String::from(if whole.starts_with('-') { "-" } else { "" });
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if fraction.is_empty() { grouped } else { format!("{grouped}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn numbers_are_written_for_reading() {
        for (number, text) in
            [(3_740_026.0, "3,740,026"), (12.5, "12.5"), (-1234.0, "-1,234"), (0.0, "0"), (999.0, "999")]
        {
            assert_eq!(counted(number), text);
        }
    }
}
