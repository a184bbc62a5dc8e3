//! What the city file keeps of a forecast: rows of the whole day, with their method and inputs.

use super::Unit;
use assess::evidence::Evidence;
use city::forecast::{ForecastReport, ForecastRow, Part};
use city::{Basis, Estimate, Group, Observation, Period, PlaceKind, Quality, Value};

/// The indicators that a forecast makes, with their units: rows that the field table has to hold.
pub const INDICATORS: [(&str, &str); 6] = [
    ("population_projected", "persons"),
    ("households_projected", "households"),
    ("water_demand_m3_day", "m3/day"),
    ("public_toilet_visits_day", "number/day"),
    ("wastewater_m3_day", "m3/day"),
    ("faecal_sludge_m3_day", "m3/day"),
];

pub(super) fn observations(report: &ForecastReport, units: &[Unit], evidence: &Evidence) -> Vec<Observation> {
    let mut list = Vec::new();
    for row in report.rows.iter().filter(|r| r.minor.is_empty()) {
        let Some(unit) = units.iter().find(|u| u.place.id == row.place && u.part == row.part) else { continue };
        let values = [
            Some(row.people),
            row.households,
            row.water_m3_day,
            row.public_toilet_visits,
            row.wastewater_m3_day,
            row.faecal_sludge_m3_day,
        ];
        for ((indicator, _), value) in INDICATORS.iter().zip(values) {
            list.extend(value.and_then(|v| observation(row, unit, (indicator, v, evidence))));
        }
    }
    list
}

fn observation(
    row: &ForecastRow,
    unit: &Unit,
    (indicator, value, evidence): (&str, Estimate, &Evidence),
) -> Option<Observation> {
    let mut group = Group::all().with("scenario", &row.scenario);
    if row.part != Part::All && unit.place.kind != PlaceKind::Settlement {
        group = group.with("settlement_type", row.part.as_str());
    }
    Some(Observation {
        place: row.place.clone(),
        indicator: indicator.to_owned(),
        period: Period::year(row.year).ok()?,
        group,
        value: Value::Estimate(value),
        quality: Quality::Low,
        source: unit.counted.source.clone(),
        run: evidence.run.clone(),
        basis: Basis::Derived { method: row.method.clone(), inputs: vec![unit.counted.key()] },
        note: row.note.clone(),
    })
}
