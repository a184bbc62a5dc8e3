//! Things with what they suffer as layers of the city file, and the sources of a report.

use crate::RiskEvidence;
use crate::strike::Hit;
use crate::things::{Thing, Things};
use crate::views::Seen;
use crate::yearly::suffered;
use city::layer::ColumnType;
use city::risk::Rule;
use city::source::SourceId;
use city::{Cell, Column, Feature, Layer, Source, Style};
use std::collections::BTreeSet;

/// From little to much (`ColorBrewer`, oranges).
const COLOURS: [&str; 5] = ["#feedde", "#fdbe85", "#fd8d3c", "#e6550d", "#a63603"];

/// The layer of an exposure: each thing with its row and id, its intensity at each return period and the greatest, the part lost and
/// what is lost in a year in every view.
pub fn layer(things: &Things, of_views: &[(&Seen, Vec<Row>)]) -> Option<(Layer, Vec<Feature>)> {
    let own_id = id_column(&things.layer.layer.columns);
    let mut columns =
        vec![described("row", ColumnType::Integer, &format!("row of the layer `{}`, from 1", things.layer.layer.name))];
    columns.extend(own_id.and_then(|at| things.layer.layer.columns.get(at)).cloned());
    columns.extend([
        described("class", ColumnType::Text, "damage function"),
        described("things", ColumnType::Real, "how many it stands for; metres of a line"),
    ]);
    let named: Vec<(String, &Seen, &[Row])> = of_views
        .iter()
        .enumerate()
        .map(|(at, (seen, rows))| (prefix(at, seen, of_views), *seen, rows.as_slice()))
        .collect();
    for (prefix, seen, _) in &named {
        let view = crate::summary::named(&seen.view);
        for (years, _) in seen.view.return_periods.iter().zip(&seen.events).filter(|_| seen.events.len() > 1) {
            let years = years.map(|years| years.to_string()).unwrap_or_default();
            let words = format!("intensity once in {years} years, {}: {view}", seen.view.unit);
            columns.push(described(
                &format!("{prefix}_intensity_{}", years.replace('.', "_")),
                ColumnType::Real,
                &words,
            ));
        }
        columns.push(described(
            &format!("{prefix}_intensity"),
            ColumnType::Real,
            &format!("greatest intensity, {}: {view}", seen.view.unit),
        ));
        columns.push(described(
            &format!("{prefix}_lost_share"),
            ColumnType::Real,
            &format!("part lost at the rarest event, 0 to 1: {view}"),
        ));
        columns.push(described(
            &format!("{prefix}_struck_yearly"),
            ColumnType::Real,
            &format!("times struck in a year: {view}"),
        ));
        columns.push(described(
            &format!("{prefix}_damage_yearly"),
            ColumnType::Real,
            &format!("money lost in a year: {view}"),
        ));
    }
    let features: Vec<Feature> = things
        .list
        .iter()
        .enumerate()
        .map(|(at, thing)| {
            let function = thing.function.and_then(|f| things.functions.get(f)).cloned();
            let own = things.layer.features.get(thing.feature).map_or(&[][..], |f| &f.cells);
            let mut cells = vec![Cell::Integer(i64::try_from(thing.feature + 1).unwrap_or(i64::MAX))];
            cells.extend(own_id.map(|id| own.get(id).cloned().unwrap_or(Cell::Empty)));
            cells.extend([function.map_or(Cell::Empty, Cell::Text), Cell::Real(thing.count)]);
            for (_, seen, rows) in &named {
                let row = rows.get(at).cloned().unwrap_or_default();
                let periods = if seen.events.len() > 1 { seen.events.len() } else { 0 };
                let each = (0..periods).map(|event| row.at_event.get(event).copied().flatten());
                cells.extend(each.chain(row.sums).map(|number| number.map_or(Cell::Empty, Cell::Real)));
            }
            Feature { geometry: thing.geometry.cloned(), cells }
        })
        .collect();
    let first = named.first().map(|(prefix, ..)| format!("{prefix}_intensity"))?;
    let most = of_views.iter().flat_map(|(_, rows)| rows).filter_map(|row| row.sums[0]).fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let classes = COLOURS
        .iter()
        .zip([0.2, 0.4, 0.6, 0.8, 1.0])
        .map(|(colour, part)| (most * part, (*colour).to_owned(), format!("up to {:.2}", most * part)))
        .collect();
    let layer = Layer {
        name: format!("risk_{}", things.settings.id),
        title: format!("{}: what strikes them", things.settings.title),
        description: "Each thing with the greatest intensity that it meets and what is lost of it".to_owned(),
        shape: things.layer.layer.shape,
        columns,
        style: Style::Graduated { column: first, classes },
        source: things.layer.layer.source.clone(),
    };
    Some((layer, features))
}

/// The column by which a layer knows its features; no other leaves its layer, since it may be about persons.
fn id_column(columns: &[Column]) -> Option<usize> {
    let named = |name: &str| columns.iter().position(|c| c.name.eq_ignore_ascii_case(name));
    ["id", "osm_id", "code", "number"].into_iter().find_map(named)
}

fn described(name: &str, holds: ColumnType, words: &str) -> Column {
    Column { description: words.to_owned(), ..Column::new(name, holds) }
}

/// A name for the columns of a view: its scenario; with its place where another view has the same.
fn prefix(at: usize, seen: &Seen, all: &[(&Seen, Vec<Row>)]) -> String {
    let clean = |text: &str| {
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect::<String>()
    };
    let alone = all.iter().filter(|(s, _)| s.view.scenario == seen.view.scenario).count() == 1;
    let scenario = clean(&seen.view.scenario);
    if alone { scenario } else { format!("{scenario}_{}", at + 1) }
}

/// What one thing suffers in a view.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// Intensity at each return period; empty of a set of events.
    pub at_event: Vec<Option<f64>>,
    /// Greatest intensity, part lost at the rarest event, times struck in a year and money lost in a year.
    pub sums: [Option<f64>; 4],
}

/// What things suffer in a view, by thing.
pub fn rows(things: &Things, (seen, hits): (&Seen, &[Vec<Hit>]), rule: Rule) -> Vec<Row> {
    let value = |thing: &Thing| thing.value.map(|value| value * seen.growth);
    things.list.iter().enumerate().map(|(at, thing)| row(at, value(thing), (seen, hits), rule)).collect()
}

fn row(at: usize, value: Option<f64>, (seen, hits): (&Seen, &[Vec<Hit>]), rule: Rule) -> Row {
    let own: Vec<Hit> = hits.iter().map(|event| event.get(at).copied().unwrap_or_default()).collect();
    let periods = &seen.view.return_periods;
    let yearly = |losses: Vec<[f64; 3]>| suffered(1.0, periods, &losses, rule).annual.map(|e| e.value);
    let most = own.iter().filter_map(|h| h.intensity).max_by(f64::total_cmp);
    let lost = own.iter().rev().find_map(|h| h.lost).map(|l| l[1]);
    let struck = yearly(own.iter().map(|h| [h.struck; 3]).collect());
    let money = value
        .filter(|_| own.iter().any(|h| h.lost.is_some()))
        .and_then(|v| yearly(own.iter().map(|h| h.lost.unwrap_or_default().map(|r| r * v)).collect()));
    Row { at_event: own.iter().map(|h| h.intensity).collect(), sums: [most, lost, struck, money] }
}

/// Sources of hazards, things, places and people.
pub fn sources(risk: &RiskEvidence, seen: &[Seen]) -> Vec<Source> {
    let mut named: BTreeSet<&SourceId> = seen.iter().flat_map(|s| &s.sources).collect();
    let layers = risk.layers.iter().filter(|l| risk.settings.exposures.iter().any(|e| e.layer == l.layer.name));
    named.extend(layers.map(|l| &l.layer.source));
    let counted = risk.evidence.observations.iter().filter(|o| o.indicator == "population_assessed");
    named.extend(counted.map(|o| &o.source));
    risk.evidence.sources.iter().filter(|s| named.contains(&s.id)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{seen, table, things_of};
    use crate::views::Strike;
    use city::risk_settings::ExposureSettings;

    #[test]
    fn each_thing_keeps_its_row_and_id_and_shows_the_depth_of_every_flood() {
        let feature = |id: i64| Feature { geometry: None, cells: vec![Cell::Real(100.0), Cell::Integer(id)] };
        let read = table("houses", &["value", "ID"], vec![feature(70), feature(80)]);
        let toml = "id = \"houses\"\ntitle = \"Houses\"\nkind = \"dwellings\"\nlayer = \"houses\"\n";
        let settings: ExposureSettings = toml::from_str(toml).unwrap();
        let mut things = things_of(&read, &settings);
        things.list.remove(0);
        let mut seen = seen("present", &[10.0, 2.5], &[]);
        seen.events = vec![Strike::Column("a"), Strike::Column("b")];
        let hit = |depth: f64| vec![Hit { struck: 1.0, intensity: Some(depth), ..Hit::default() }];
        let rows = rows(&things, (&seen, &[hit(0.4), hit(1.5)]), Rule::default());
        let (layer, features) = layer(&things, &[(&seen, rows)]).unwrap();
        let cell = |name: &str| &features[0].cells[layer.columns.iter().position(|c| c.name == name).unwrap()];
        assert_eq!((cell("row"), cell("ID")), (&Cell::Integer(2), &Cell::Integer(80)));
        assert_eq!((cell("present_intensity_10"), cell("present_intensity_2_5")), (&Cell::Real(0.4), &Cell::Real(1.5)));
        assert_eq!(cell("present_intensity"), &Cell::Real(1.5));
        assert_eq!(layer.columns.len(), features[0].cells.len());
    }
}
