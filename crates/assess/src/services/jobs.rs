//! Work as settlements name it: what women do and what men do.

use super::Services;
use super::scene::Scene;
use super::table::{column, exact, group_row, several, worst_first};
use city::assessment::ServiceTable;
use city::indicator::IndicatorKind;
use std::collections::BTreeMap;

/// The two fields that the profile asks by sex.
const FIELDS: [&str; 2] = ["jobs_women", "jobs_men"];

/// Adds a row for each kind of work, with how many settlements name it for women and for men. A profile names work and counts
/// no workers, so that these are settlements and not persons.
pub(super) fn add(scene: &Scene, services: &mut Services) {
    let mut named: BTreeMap<&str, [u32; 2]> = BTreeMap::new();
    let mut asked = [0_usize; 2];
    for place in &scene.settlements {
        for (at, field) in FIELDS.iter().enumerate() {
            let Some(codes) = scene.classes(&place.id, field) else { continue };
            asked[at] += 1;
            for code in codes {
                named.entry(code).or_default()[at] += 1;
            }
        }
    }
    if named.is_empty() {
        return;
    }
    let rows = named.into_iter().map(|(code, [women, men])| {
        let groups: Vec<String> = scene
            .evidence
            .dimensions
            .counts_as("jobs", code)
            .filter(|flag| *flag != "other")
            .map(|flag| scene.word("informal_work", flag).to_lowercase())
            .collect();
        let note =
            if groups.is_empty() { String::new() } else { format!("Counted with {} by WIEGO.", groups.join(", ")) };
        let values = [women, men].map(|n| exact(Some(f64::from(n)))).into();
        (Some(f64::from(women + men)), group_row(scene.word("jobs", code), values, note))
    });
    let columns = FIELDS.iter().zip(["Named for women", "Named for men"]).zip(asked).map(|((field, label), asked)| {
        let method = format!(
            "settlements that name it, of the {} that answered ({field})",
            several(asked, "one", "settlements")
        );
        column(label, "settlements", IndicatorKind::Count, &method)
    });
    services.tables.push(ServiceTable {
        id: "jobs".to_owned(),
        title: "Work that settlements name, for women and men".to_owned(),
        note: "A settlement names kinds of work and counts no workers: these are settlements, not persons. What children do is kept \
               for the community."
            .to_owned(),
        columns: columns.collect(),
        rows: worst_first(rows.collect()),
    });
}

#[cfg(test)]
mod tests {
    use crate::services::testing::{Town, cell, classes};

    #[test]
    fn a_kind_of_work_is_counted_by_settlements_for_each_sex() {
        let made = Town::new(vec![
            classes("settlement:a", "jobs_women", &["hawking", "domestic_work"], ""),
            classes("settlement:b", "jobs_women", &["hawking"], ""),
            classes("settlement:b", "jobs_men", &["construction"], ""),
            classes("settlement:b", "jobs_children", &["waste_picking"], ""),
        ])
        .now();
        let table = made.table("jobs");
        assert_eq!(cell(table, "Hawking", "Named for women").number(), Some(2.0));
        assert_eq!(cell(table, "Hawking", "Named for men").number(), Some(0.0));
        assert!(table.rows[0].note.contains("street vendors"));
        assert!(table.rows.iter().all(|r| r.label != "Waste picking"));
    }
}
