//! Total categories and total rows: sums that stand beside their parts in one table.

use super::Table;
use super::readings::{Category, Meaning, Readings};
use super::rows::Rows;
use super::totals::{Evidence, Held, Total, find_totals};
use crate::join::Found;
use city::indicator::AddsUp;
use city::{Period, Problem, Value};
use std::collections::BTreeMap;

/// For each category column, the texts that are totals.
pub(super) type CategoryTotals = Vec<BTreeMap<usize, Total>>;

/// What the categories of one column stand side by side in: value column, name, period and the other columns' texts.
type CategoryCell<'r> = (usize, usize, &'r Option<Period>, Vec<usize>);

/// What the rows stand side by side in: value column, period and categories.
type RowCell<'r> = (usize, &'r Option<Period>, &'r [usize]);

/// Finds the categories that are sums of others, column by column.
pub(super) fn find_categories(readings: &Readings<'_>) -> CategoryTotals {
    let columns = readings.categories.iter().enumerate();
    let totals = columns.map(|(column, category)| {
        if !category.settings.find_totals {
            return BTreeMap::new();
        }
        let mut cells: BTreeMap<CategoryCell<'_>, Vec<Held>> = BTreeMap::new();
        for reading in readings.readings.iter().filter(|r| r.indicator.adds_up == AddsUp::Sum) {
            let mut others = reading.texts.clone();
            let text = if column < others.len() { others.remove(column) } else { continue };
            let key = (reading.value, reading.name, &reading.period, others);
            let cell = cells.entry(key).or_insert_with(|| vec![Held::Absent; category.texts.len()]);
            put(cell, text, &reading.amount.value);
        }
        let all = (0..category.texts.len()).collect::<Vec<_>>();
        let cells = cells.into_values().collect::<Vec<_>>();
        let found = find_totals(all.len(), &cells, &all, Evidence { cells: 3, parts: 2, weight: 4.0 });
        found.into_iter().map(|total| (total.whole, total)).collect()
    });
    totals.collect()
}

/// Finds the names without a place that are sums of other names, and says of what.
pub(super) fn find_rows(rows: &Rows<'_>, readings: &Readings<'_>) -> BTreeMap<usize, String> {
    let mut sums = BTreeMap::new();
    let mut editions: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, named) in rows.names.iter().enumerate() {
        editions.entry(&named.edition_name).or_default().push(at);
    }
    for members in editions.into_values() {
        let position = members.iter().enumerate().map(|(p, name)| (*name, p)).collect::<BTreeMap<_, _>>();
        let nothing = |name: &usize| rows.names.get(*name).is_some_and(|n| n.found == Found::Nothing);
        let candidates = members.iter().enumerate().filter(|(_, n)| nothing(n)).map(|(p, _)| p).collect::<Vec<_>>();
        if candidates.is_empty() {
            continue;
        }
        let mut cells: BTreeMap<RowCell<'_>, Vec<Held>> = BTreeMap::new();
        for reading in readings.readings.iter().filter(|r| r.indicator.adds_up == AddsUp::Sum) {
            let Some(member) = position.get(&reading.name) else { continue };
            let key = (reading.value, &reading.period, reading.texts.as_slice());
            let cell = cells.entry(key).or_insert_with(|| vec![Held::Absent; members.len()]);
            put(cell, *member, &reading.amount.value);
        }
        let cells = cells.into_values().collect::<Vec<_>>();
        for total in find_totals(members.len(), &cells, &candidates, Evidence { cells: 1, parts: 3, weight: 2.0 }) {
            if total.of < 5 && total.parts.len() * 2 < members.len() {
                continue; // a few places that happen to add up
            }
            let words = format!(
                "it is the sum of {} other rows' places in {} of {} numbers",
                total.parts.len(),
                total.held,
                total.of
            );
            if let Some(name) = members.get(total.whole) {
                sums.insert(*name, words);
            }
        }
    }
    sums
}

fn put(cell: &mut [Held], at: usize, value: &Value) {
    if let Some(held @ Held::Absent) = cell.get_mut(at) {
        *held = value.number().map_or(Held::Unknown, Held::Number);
    }
}

/// What becomes of a total that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stands as `city.toml` maps it: `*`, an indicator of its own, or its parts are all left out.
    AsMapped,
    /// It is left out, for its parts stand beside it.
    Dropped,
}

/// What becomes of a total, by its meaning and its parts'.
pub(super) fn fate(category: &Category<'_>, total: &Total) -> Fate {
    let parts_stand = total.parts.iter().any(|p| !matches!(category.meaning(*p), Meaning::LeftOut | Meaning::Unlisted));
    match category.meaning(total.whole) {
        Meaning::All | Meaning::Indicator(_) => Fate::AsMapped,
        Meaning::Code(_) if !parts_stand => Fate::AsMapped,
        _ => Fate::Dropped,
    }
}

/// What was found about the categories: totals, and texts that no code is given to.
pub(super) fn report(table: &Table<'_>, readings: &Readings<'_>, totals: &CategoryTotals) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (category, totals) in readings.categories.iter().zip(totals) {
        let column = &category.settings.column;
        for total in totals.values() {
            let parts = total.parts.iter().map(|p| format!("`{}`", category.text(*p))).collect::<Vec<_>>().join(", ");
            let expected =
                format!("a part; it is the sum of {parts} in {} of {} rows within rounding", total.held, total.of);
            let settled = match (fate(category, total), category.meaning(total.whole)) {
                (Fate::AsMapped, Meaning::All) => "it stands as the total of its parts",
                (Fate::AsMapped, Meaning::Indicator(_)) => "it stands as an indicator of its own",
                (Fate::AsMapped, _) => "it stands for its parts, which are left out",
                (Fate::Dropped, _) => {
                    "left out, so that nothing is added twice; `*` keeps it as the total of all, `indicator:ID` as an indicator of its own"
                }
            };
            let problem = table.note("total_category").in_column(column).found(category.text(total.whole));
            problems.push(problem.expected(expected).hint(settled));
        }
        for (at, text) in category.texts.iter().enumerate() {
            if category.meaning(at) == Meaning::Unlisted && !totals.contains_key(&at) {
                let row = category.first_rows.get(at).copied().unwrap_or_default();
                let problem = table.error("category_not_listed").in_column(column).found(text).at_row(row);
                let problem = problem.expected("a text that `codes` gives a code; its rows were left out");
                problems.push(problem.hint(format!("add it to the `codes` of `{column}`, or `-` to leave it out")));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::super::table::made_up::{observe, said, wrong};
    use proptest::prelude::*;

    const HEAD: &str = "[source.join]\nprefix='ward'\ncolumn='ward'\n[[source.values]]\ncolumn='n'\nindicator='households'\nperiod='2021'\n";

    fn categories(codes: &str) -> String {
        format!("{HEAD}[[source.categories]]\ncolumn='waste'\ndimension='waste'\n[source.categories.codes]\n{codes}\n")
    }

    /// As in the census of Accra: `Collected` and `Uncollected` stand before their parts.
    fn waste() -> String {
        let wards = [[400, 250, 310, 130], [120, 90, 700, 60], [800, 75, 45, 205], [333, 111, 222, 444]];
        let mut csv = String::from("ward,waste,n\n");
        for (i, [truck, cart, burn, bury]) in wards.iter().enumerate() {
            let rows = [
                ("Collected", truck + cart),
                ("Truck", *truck),
                ("Cart", *cart),
                ("Uncollected", burn + bury),
                ("Burn", *burn),
                ("Bury", *bury),
            ];
            for (name, number) in rows {
                csv.extend(format!("{},{name},{number}\n", i + 1).chars());
            }
        }
        csv
    }

    #[test]
    fn subtotals_beside_their_parts_are_named_and_not_added_up() {
        let codes = "Collected='collected'\nTruck='truck'\nCart='cart'\nUncollected='indicator:toilets_households'\nBurn='burn'\nBury='bury'";
        let observed = observe(&categories(codes), &waste());
        assert_eq!(
            said(&observed.observations)[..5],
            [
                "ward:1 households [waste=truck] 400",
                "ward:1 households [waste=cart] 250",
                "ward:1 toilets_households [] 440",
                "ward:1 households [waste=burn] 310",
                "ward:1 households [waste=bury] 130"
            ]
        );
        assert_eq!(observed.observations.len(), 20);
        assert_eq!(wrong(&observed), [("total_category", None); 2]);
        let words = observed.problems[0].to_string();
        assert!(
            words.contains("found `Collected`") && words.contains("sum of `Truck`, `Cart` in 4 of 4 rows"),
            "{words}"
        );
    }

    #[test]
    fn a_total_stands_for_parts_that_are_left_out_and_an_unlisted_total_is_no_fault() {
        let codes = "Collected='collected'\nTruck='-'\nCart='-'\nBurn='burn'\nBury='bury'";
        let observed = observe(&categories(codes), &waste());
        assert_eq!(said(&observed.observations)[0], "ward:1 households [waste=collected] 650");
        assert_eq!(observed.observations.len(), 12);
        assert_eq!(wrong(&observed), [("total_category", None); 2]);
    }

    #[test]
    fn a_category_without_a_code_is_reported_once() {
        let observed = observe(&categories("Truck='truck'"), "ward,waste,n\n1,Truck,4\n1,Donkey,5\n2,Donkey,6\n");
        assert_eq!(said(&observed.observations), ["ward:1 households [waste=truck] 4"]);
        assert_eq!(wrong(&observed), [("category_not_listed", Some(3))]);
    }

    #[test]
    fn a_star_is_everybody() {
        let observed = observe(&categories("All='*'\nTruck='truck'"), "ward,waste,n\n1,All,9\n1,Truck,4\n");
        assert_eq!(said(&observed.observations), ["ward:1 households [] 9", "ward:1 households [waste=truck] 4"]);
    }

    proptest! {
        #[test]
        fn mapping_preserves_sums(rows in prop::collection::vec((1_u32..5, 0_usize..3, 1_u32..5000), 1..60)) {
            let names = ["Truck", "Cart", "Burn"];
            let mut csv = String::from("ward,waste,n\n");
            let mut seen = std::collections::BTreeSet::new();
            let mut expected = 0;
            for (ward, name, number) in rows {
                if seen.insert((ward, name)) {
                    expected += number;
                    csv.extend(format!("{ward},{},{number}\n", names[name]).chars());
                }
            }
            let settings = categories("Truck='collected'\nCart='collected'\nBurn='burn'");
            let settings = settings.replace("dimension=", "find_totals=false\ndimension=");
            let observed = observe(&settings, &csv);
            let sum: f64 = observed.observations.iter().filter_map(|o| o.value.number()).sum();
            prop_assert!((sum - f64::from(expected)).abs() < 1e-6);
        }
    }
}
