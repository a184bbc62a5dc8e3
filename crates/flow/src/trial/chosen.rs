//! Budgets and targets of a plan of water: numbers in its plain tables.

use super::choices::{Choice, ChoiceKind};
use crate::error::FlowError;
use city::Problem;
use city::job::JobStage;
use serde_json::{Value, json};

/// A table of the city's network: its file name and its text.
pub(super) struct Plain<'a> {
    pub name: &'a str,
    pub text: &'a str,
}

/// Tables whose numbers may be changed: the file, the columns of numbers, the columns that say what a row is.
const TABLES: [(&str, &[&str], &[&str]); 2] = [
    ("budgets.csv", &["most", "least"], &["metric", "period", "place"]),
    ("targets.csv", &["share", "amount"], &["resource", "period", "group", "place"]),
];

fn rows(text: &str) -> Option<(Vec<String>, Vec<Vec<String>>)> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headers = reader.headers().ok()?.iter().map(|h| h.trim().to_owned()).collect();
    let rows = reader.records().map(|row| row.map(|row| row.iter().map(str::to_owned).collect()));
    Some((headers, rows.collect::<Result<_, _>>().ok()?))
}

/// What may be changed in a table.
pub(super) fn of_table(table: &Plain) -> Vec<Choice> {
    let Some((file, numbers, named)) = TABLES.iter().find(|(file, ..)| *file == table.name) else { return Vec::new() };
    let Some((headers, rows)) = rows(table.text) else { return Vec::new() };
    let stem = file.trim_end_matches(".csv");
    let at = |name: &str| headers.iter().position(|h| h == name);
    let mut all = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let cell =
            |name: &str| at(name).and_then(|at| row.get(at)).map(|text| text.trim()).filter(|text| !text.is_empty());
        let words: Vec<String> =
            named.iter().filter_map(|name| cell(name)).map(|text| text.replace('_', " ")).collect();
        for column in *numbers {
            let Some(now) = cell(column).and_then(|text| text.parse::<f64>().ok()) else { continue };
            let share = *column == "share";
            let kind =
                if share { ChoiceKind::Number(0.0, 1.0) } else { ChoiceKind::Number(0.0, (now * 10.0).max(1.0)) };
            let label = format!("{}: {column}", words.join(", "));
            let group = if stem == "budgets" { "Budgets of the plan" } else { "Targets of the plan" };
            let id = format!("water/{stem}/{number}/{column}");
            all.push(Choice::of(&id, JobStage::PlanWater, (group, &label), (kind, json!(now))));
        }
    }
    all
}

/// The text of a table with a number changed.
///
/// # Errors
/// [`FlowError::Refused`] where there is no such row and column any more.
pub(super) fn changed(text: &str, (row, column): (usize, &str), value: &Value) -> Result<String, FlowError> {
    let gone = || FlowError::Refused(vec![Problem::error("choice_unknown").in_column(column).found(row)]);
    let (headers, mut rows) = rows(text).ok_or_else(gone)?;
    let at = headers.iter().position(|h| h == column).ok_or_else(gone)?;
    *rows.get_mut(row).and_then(|row| row.get_mut(at)).ok_or_else(gone)? = value.to_string();
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let wrong = |_| gone();
    writer.write_record(&headers).map_err(wrong)?;
    for row in &rows {
        writer.write_record(row).map_err(wrong)?;
    }
    let bytes = writer.into_inner().map_err(|_| gone())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_offered_with_its_period_and_changed_alone() {
        let text = "metric,most,period,source\ncapital,400,2025,\"a, b\"\ncapital,600,2030,c\n";
        let offered = of_table(&Plain { name: "budgets.csv", text });
        let said: Vec<(&str, &str)> = offered.iter().map(|c| (c.id.as_str(), c.label.as_str())).collect();
        assert_eq!(
            said,
            [("water/budgets/0/most", "capital, 2025: most"), ("water/budgets/1/most", "capital, 2030: most")]
        );
        let new = changed(text, (1, "most"), &json!(50.5)).unwrap();
        assert_eq!(new, "metric,most,period,source\ncapital,400,2025,\"a, b\"\ncapital,50.5,2030,c\n");
        assert!(changed(text, (7, "most"), &json!(1)).is_err() && changed(text, (0, "x"), &json!(1)).is_err());
    }
}
