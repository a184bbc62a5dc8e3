//! Groups as a reader meets them: which are shown, in what order, under which theme and in which words.

use city::dimension::DimensionTable;
use city::{Group, Observation};

/// Dimensions that belong to a theme of their own, and the words by which they divide people, households or structures.
const THEMES: [(&str, &str, &str); 22] = [
    ("employment", "work", "by work"),
    ("income_band", "work", "by income"),
    ("informal_work", "work", "by kind of informal work"),
    ("water", "water", "by source of water"),
    ("improved_water", "water", "by water service"),
    ("time_to_water", "water", "by time to fetch water"),
    ("toilet", "sanitation", "by toilet"),
    ("defecation", "sanitation", "without a toilet, by place"),
    ("wastewater", "sanitation", "by way of waste water (several answers)"),
    ("tenure", "tenure", "by tenure"),
    ("wall", "housing", "by walls"),
    ("roof", "housing", "by roof"),
    ("rooms", "housing", "by sleeping rooms"),
    ("dwelling", "housing", "by dwelling"),
    ("structure", "housing", "by kind"),
    ("use", "housing", "by use"),
    ("permanence", "housing", "by permanence"),
    ("lighting", "energy", "by lighting"),
    ("cooking", "energy", "by cooking fuel"),
    ("heating", "energy", "by heating"),
    ("internet", "energy", "by access to the internet"),
    ("refuse", "waste", "by way of refuse"),
];

/// The groups of an indicator at a place that a profile shows, in the order of the dimension table: everybody, those of one
/// key, and age by sex. Finer groups (such as urban households by toilet) stay in the observation table.
pub(crate) fn shown<'a>(list: &[&'a Observation], dimensions: &DimensionTable) -> Vec<&'a Group> {
    let mut groups: Vec<&Group> = list.iter().map(|o| &o.group).filter(|g| is_shown(g)).collect();
    groups.sort_by_cached_key(|g| (position(g, dimensions), *g));
    groups.dedup();
    groups
}

fn is_shown(group: &Group) -> bool {
    let keys: Vec<&str> = group.iter().map(|(key, _)| key).collect();
    match keys.as_slice() {
        [] | [_] | ["age", "sex"] => true,
        many => many.iter().any(|key| matches!(*key, "scenario" | "return_period")) || many == ["informal_work", "sex"],
    }
}

/// Where each key and code stands in the dimension table.
fn position(group: &Group, dimensions: &DimensionTable) -> Vec<(String, usize)> {
    let place = |key: &str, code: &str| dimensions.codes(key).position(|c| c.code == code).unwrap_or(usize::MAX);
    group.iter().map(|(key, code)| (key.to_owned(), place(key, code))).collect()
}

fn theme(group: &Group) -> Option<&'static (&'static str, &'static str, &'static str)> {
    THEMES.iter().find(|(dimension, ..)| group.get(dimension).is_some())
}

/// The theme that a group belongs to, where that is not its indicator's.
pub(crate) fn section(group: &Group) -> Option<&'static str> {
    theme(group).map(|(_, section, _)| *section)
}

/// The label of an indicator divided so: `Households by toilet`.
pub(crate) fn label(indicator: &str, group: &Group) -> String {
    theme(group).map_or_else(|| indicator.to_owned(), |(.., words)| format!("{indicator} {words}"))
}

/// A group in words, such as `15 to 24 years, women and girls`.
#[must_use]
pub fn words(group: &Group, dimensions: &DimensionTable) -> String {
    let words = group
        .iter()
        .map(|(key, code)| dimensions.label(key, code).map_or_else(|| code.replace('_', " "), str::to_owned));
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::testing::of_group;

    #[test]
    fn ages_stand_in_their_order_and_urban_toilets_stay_in_the_table() {
        let dimensions = DimensionTable::embedded().unwrap();
        let list: Vec<_> = ["age=10_14", "age=5_9", "locality=urban;toilet=bucket", ""]
            .map(|group| of_group("ward:1", "population", 1.0, group))
            .into();
        let list: Vec<&Observation> = list.iter().collect();
        let groups: Vec<String> = shown(&list, &dimensions).into_iter().map(ToString::to_string).collect();
        assert_eq!(groups, ["", "age=5_9", "age=10_14"]);
    }

    #[test]
    fn households_by_toilet_stand_under_sanitation() {
        let group: Group = "toilet=bucket".parse().unwrap();
        assert_eq!(section(&group), Some("sanitation"));
        assert_eq!(label("Households", &group), "Households by toilet");
    }
}
