//! What the city file keeps of a forecast: rows of the whole day, with their method and inputs.

use super::Unit;
use super::whole::Whole;
use assess::evidence::Evidence;
use city::forecast::{ForecastReport, ForecastRow, Part};
use city::source::SourceId;
use city::{Basis, Estimate, Group, Observation, Period, PlaceKind, Quality, Value};
use std::collections::BTreeMap;

/// The indicators that a forecast makes, with their units: rows that the field table has to hold.
pub const INDICATORS: [(&str, &str); 6] = [
    ("population_projected", "persons"),
    ("households_projected", "households"),
    ("water_demand_m3_day", "m3/day"),
    ("public_toilet_visits_day", "number/day"),
    ("wastewater_m3_day", "m3/day"),
    ("faecal_sludge_m3_day", "m3/day"),
];

/// Rows of the whole day as observations. One of a sum leans on those that it is the sum of, and is of the source of the first.
pub(super) fn observations(
    report: &ForecastReport,
    (units, wholes): (&[Unit], &[Whole]),
    evidence: &Evidence,
) -> Vec<Observation> {
    let unit_of = |row: &ForecastRow| units.iter().find(|u| u.place.id == row.place && u.part == row.part);
    let mut known: BTreeMap<Key, Vec<Option<Observation>>> = BTreeMap::new();
    let days = || report.rows.iter().filter(|r| r.minor.is_empty());
    for row in days() {
        if let Some(unit) = unit_of(row) {
            let inputs = |_: usize| (unit.counted.source.clone(), vec![unit.counted.key()]);
            known.insert(key(row), made(row, unit.place.kind, (&inputs, evidence)));
        }
    }
    // those that a whole is made of come before it
    for whole in wholes {
        for row in days().filter(|r| r.place == whole.place.id && r.part == whole.part) {
            let of: Vec<&Vec<Option<Observation>>> = whole
                .of
                .iter()
                .filter_map(|(id, part)| known.get(&(id.as_str(), *part, row.scenario.as_str(), row.year)))
                .collect();
            let inputs = |at: usize| {
                let list: Vec<&Observation> = of.iter().filter_map(|o| o.get(at)?.as_ref()).collect();
                let source = list.first().map_or_else(|| whole.place.source.clone(), |o| o.source.clone());
                (source, list.iter().map(|o| o.key()).collect())
            };
            let observations = made(row, whole.place.kind, (&inputs, evidence));
            known.insert(key(row), observations);
        }
    }
    days().filter_map(|row| known.remove(&key(row))).flatten().flatten().collect()
}

/// Place, part, scenario and year of a row of the whole day.
type Key<'r> = (&'r str, Part, &'r str, i32);

fn key(row: &ForecastRow) -> Key<'_> {
    (row.place.as_str(), row.part, row.scenario.as_str(), row.year)
}

type Inputs<'i> = dyn Fn(usize) -> (SourceId, Vec<String>) + 'i;

/// The observations of a row, one for each of [`INDICATORS`].
fn made(row: &ForecastRow, kind: PlaceKind, (inputs, evidence): (&Inputs, &Evidence)) -> Vec<Option<Observation>> {
    let values = [
        Some(row.people),
        row.households,
        row.water_m3_day,
        row.public_toilet_visits,
        row.wastewater_m3_day,
        row.faecal_sludge_m3_day,
    ];
    let each = INDICATORS.iter().zip(values).enumerate();
    each.map(|(at, ((indicator, _), value))| observation(row, kind, (indicator, value?, inputs(at), evidence)))
        .collect()
}

fn observation(
    row: &ForecastRow,
    kind: PlaceKind,
    (indicator, value, (source, inputs), evidence): (&str, Estimate, (SourceId, Vec<String>), &Evidence),
) -> Option<Observation> {
    let mut group = Group::all().with("scenario", &row.scenario);
    if row.part != Part::All && kind != PlaceKind::Settlement {
        group = group.with("settlement_type", row.part.as_str());
    }
    Some(Observation {
        place: row.place.clone(),
        indicator: indicator.to_owned(),
        period: Period::year(row.year).ok()?,
        group,
        value: Value::Estimate(value),
        quality: Quality::Low,
        source,
        run: evidence.run.clone(),
        basis: Basis::Derived { method: row.method.clone(), inputs },
        note: row.note.clone(),
    })
}
