//! Tables of services: columns from the field table, rows worst first.

use super::scene::Scene;
use city::assessment::{ServiceColumn, ServiceRow};
use city::indicator::IndicatorKind;
use city::{Estimate, Gap, Place, Value};

/// A column of its own.
pub(super) fn column(label: &str, unit: &str, kind: IndicatorKind, method: &str) -> ServiceColumn {
    ServiceColumn { label: label.to_owned(), unit: unit.to_owned(), kind, method: method.to_owned() }
}

/// A column that shows an indicator of the field table as it stands.
pub(super) fn shown(scene: &Scene, indicator: &str) -> ServiceColumn {
    scene.field(indicator).map_or_else(
        || column(indicator, "", IndicatorKind::Amount, ""),
        |field| column(&field.label, &field.unit, field.kind, &field.definition),
    )
}

/// People that the assessment counts.
pub(super) fn people_column() -> ServiceColumn {
    column("People", "persons", IndicatorKind::Count, "people that this assessment counts there")
}

/// A column of percentages.
pub(super) fn percent_column(label: &str, method: &str) -> ServiceColumn {
    column(label, "percent", IndicatorKind::Share, method)
}

/// The row of a place.
pub(super) fn row(place: &Place, values: Vec<Value>, note: String) -> ServiceRow {
    ServiceRow { place: Some(place.id.clone()), label: place.name.clone(), values, note }
}

/// The row of a group or of a total.
pub(super) fn group_row(label: String, values: Vec<Value>, note: String) -> ServiceRow {
    ServiceRow { place: None, label, values, note }
}

/// Rows worst first: those with the greatest key, then by name; those without a key last.
pub(super) fn worst_first(mut rows: Vec<(Option<f64>, ServiceRow)>) -> Vec<ServiceRow> {
    rows.sort_by(|(a, one), (b, other)| {
        let by_key = match (a, b) {
            (Some(a), Some(b)) => b.total_cmp(a),
            _ => b.is_some().cmp(&a.is_some()),
        };
        by_key.then_with(|| (&one.label, &one.place).cmp(&(&other.label, &other.place)))
    });
    rows.into_iter().map(|(_, row)| row).collect()
}

/// A number without a range, or that nobody estimated it.
pub(super) fn exact(number: Option<f64>) -> Value {
    estimate(number.and_then(|n| Estimate::exact(n).ok()))
}

/// An estimate, or that nobody made one.
pub(super) fn estimate(number: Option<Estimate>) -> Value {
    number.map_or(Value::Gap(Gap::NotEstimated), Value::Estimate)
}

/// A part of one in percent.
pub(super) fn percent(share: Estimate) -> Estimate {
    // A sum of nothing is minus zero, which adding zero makes plain.
    let of = |end: f64| 100.0 * end + 0.0;
    Estimate { low: of(share.low), value: of(share.value), high: of(share.high) }
}

/// Of a count, the word for one or for several.
pub(super) fn several(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}
