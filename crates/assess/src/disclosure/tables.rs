//! Services, hazards as lived and priorities: rows by place.

use super::guard::Guard;
use super::ledger::{Ledger, What};
use super::places::HELD;
use city::assessment::{Agreement, Agrees, Assessment, PlaceAgreement, ServiceRow, ServiceTable};
use city::{Gap, Observation, PlaceId, Value};
use std::collections::BTreeSet;

/// Takes out columns and rows about what never leaves, and the numbers of rows of held places, which then stand last.
pub(super) fn services(tables: &mut Vec<ServiceTable>, guard: &Guard, ledger: &mut Ledger) {
    for table in tables.iter_mut() {
        take_out_columns(table, guard, ledger);
        let before = table.rows.len();
        table.rows.retain(|row| row.place.is_some() || guard.named_in(&row.label, "").is_none());
        ledger.add(What::Levels, before - table.rows.len());
        let is_held = |row: &ServiceRow| row.place.as_ref().is_some_and(|place| guard.holds_row(place));
        for row in table.rows.iter_mut().filter(|row| is_held(row)) {
            row.values.iter_mut().for_each(|value| *value = Value::Gap(Gap::WithheldByCommunity));
            HELD.clone_into(&mut row.note);
            ledger.add(What::Services, 1);
        }
        table.rows.iter_mut().filter(|row| !is_held(row)).for_each(|row| hold_numbers(row, guard, ledger));
        table.rows.sort_by_key(|row| is_held(row).then(|| row.place.clone()));
    }
    tables.retain(|table| !table.columns.is_empty());
}

/// Numbers of a district or city that one held place could be worked out from.
fn hold_numbers(row: &mut ServiceRow, guard: &Guard, ledger: &mut Ledger) {
    let Some(place) = row.place.as_ref().filter(|place| guard.touches(place)) else { return };
    for value in &mut row.values {
        if value.number().is_some_and(|number| guard.holds_number(place, number)) {
            *value = Value::Gap(Gap::WithheldByCommunity);
            ledger.add(What::Totals, 1);
        }
    }
}

fn take_out_columns(table: &mut ServiceTable, guard: &Guard, ledger: &mut Ledger) {
    let keeps: Vec<bool> = table.columns.iter().map(|c| guard.named_in(&c.label, &c.method).is_none()).collect();
    if keeps.iter().all(|keep| *keep) {
        return;
    }
    let kept = |at: usize| keeps.get(at).copied().unwrap_or(true);
    let mut at = 0..;
    table.columns.retain(|_| at.next().is_some_and(kept));
    for row in &mut table.rows {
        let all = row.values.len();
        let mut at = 0..;
        row.values.retain(|_| at.next().is_some_and(kept));
        ledger.add(What::Levels, all - row.values.len());
    }
}

/// What residents of held places say of a hazard, and distances that would place what is shown coarsely.
pub(super) fn hazards(
    agreements: &mut [Agreement],
    (people, coarse): (&BTreeSet<PlaceId>, &BTreeSet<PlaceId>),
    guard: &Guard,
    ledger: &mut Ledger,
) {
    for agreement in agreements {
        let of_hazard = |o: &Observation| {
            o.indicator == "hazard_evidence" && o.group.get("hazard") == Some(agreement.hazard.as_str())
        };
        for row in &mut agreement.places {
            if people.contains(&row.place) {
                row.people = None;
            }
            if coarse.contains(&row.place) {
                row.distance_m = row.distance_m.map(|m| (m / 1_000.0).round() * 1_000.0);
            }
            if guard.holds_result(&row.place, of_hazard) {
                ledger.add(What::Lived, usize::from(row.lived_score.is_some() || row.score.is_some()));
                hold(row);
            }
        }
    }
}

fn hold(row: &mut PlaceAgreement) {
    (row.agrees, row.lived_score, row.score) = (Agrees::NotCompared, None, None);
    row.lived = String::new();
}

/// Lists of held settlements; all of the count where one list could be worked out from it and the others.
pub(super) fn priorities(assessment: &mut Assessment, people: &BTreeSet<PlaceId>, guard: &Guard, ledger: &mut Ledger) {
    let Some(result) = &mut assessment.priorities else { return };
    let listed = |o: &Observation| o.indicator.starts_with("priority_");
    let voters = assessment.places.iter().filter(|p| guard.holds(&p.id, listed)).count();
    if voters == 1 {
        assessment.priorities = None;
        ledger.add(What::Totals, 1);
        return;
    }
    let before = result.unheard.len();
    result.unheard.retain(|(place, ..)| !guard.holds(place, listed));
    ledger.add(What::Lists, before - result.unheard.len());
    result.unheard.iter_mut().filter(|(place, ..)| people.contains(place)).for_each(|(_, count, _)| *count = None);
}
