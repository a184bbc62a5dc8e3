//! A plan in the city file: who is served and what is built as layers that QGIS opens.

use super::beside;
use crate::collect::SETTINGS_SOURCE;
use crate::error::FlowError;
use crate::workspace::Workspace;
use city::layer::{Cell, Column, ColumnType, Shape, Style};
use city::network_plan::{BesideRow, NetworkPlan};
use city::{Feature, Layer, Run, Stage};
use geo_types::{Geometry, LineString, Point};
use store::CityFile;

/// What the names of all layers of plans begin with.
pub(super) const PREFIX: &str = "plan_water_";

/// Names of the layers of a plan, by its case.
#[derive(Debug, Clone)]
struct Named<'a>(&'a str);

impl Named<'_> {
    fn layer(&self, what: &str) -> String {
        if self.0.is_empty() { format!("{PREFIX}{what}") } else { format!("{PREFIX}{}_{what}", self.0) }
    }

    fn title(&self, what: &str) -> String {
        if self.0.is_empty() { format!("Plan: {what}") } else { format!("Plan {}: {what}", self.0.replace('_', " ")) }
    }
}

/// Saves a plan's layers with their run, beside those of the city's other cases; those of an earlier plan of the same case go. Gives the
/// figures of all plans.
pub(crate) fn save(
    workspace: &Workspace,
    file: &mut CityFile,
    (run, case): (&Run, &str),
    plan: &NetworkPlan,
) -> Result<Vec<BesideRow>, FlowError> {
    let beside = beside::with_others(file, case, beside::rows(case, plan))?;
    let named = Named(case);
    let mut stage = file.begin_stage(&workspace.now)?;
    stage.clear_stage(Stage::Plan)?;
    stage.put_run(run)?;
    let (all, title) = beside::table(&beside);
    let made = [served(plan, &named), links(plan, &named), units(plan, &named), (all, title)];
    for there in stage.file().layers()? {
        let ours = there.source.as_str() == SETTINGS_SOURCE && made.iter().any(|(layer, _)| layer.name == there.name);
        if ours {
            stage.drop_layer(&there.name)?;
        }
    }
    for (layer, features) in made {
        if !features.is_empty() {
            stage.put_layer(&layer, features)?;
        }
    }
    stage.commit()?;
    Ok(beside)
}

pub(super) fn layer(name: &str, title: &str, shape: Shape, columns: &[(&str, ColumnType, &str)]) -> Layer {
    let column = |(name, holds, unit): &(&str, ColumnType, &str)| Column {
        description: (*unit).to_owned(),
        ..Column::new(name, *holds)
    };
    Layer {
        name: name.to_owned(),
        title: title.to_owned(),
        description: "over the period; of the last plan of this case that was made".to_owned(),
        shape,
        columns: columns.iter().map(column).collect(),
        style: Style::Single("#3b6ea5".to_owned()),
        source: SETTINGS_SOURCE.into(),
    }
}

fn shape(plan: &NetworkPlan, place: usize) -> Option<Geometry<f64>> {
    let place = &plan.places[place];
    let point = || place.position.map(|(x, y)| Geometry::Point(Point::new(x, y)));
    place.shape.clone().map(Geometry::MultiPolygon).or_else(point)
}

fn period(plan: &NetworkPlan, at: usize) -> Cell {
    Cell::Text(plan.periods[at].period.clone())
}

fn served(plan: &NetworkPlan, named: &Named<'_>) -> (Layer, Vec<Feature>) {
    let columns = [
        ("place", ColumnType::Text, ""),
        ("name", ColumnType::Text, ""),
        ("resource", ColumnType::Text, ""),
        ("people_of", ColumnType::Text, ""),
        ("period", ColumnType::Text, ""),
        ("people", ColumnType::Real, "persons"),
        ("people_served", ColumnType::Real, "persons"),
        ("demanded", ColumnType::Real, ""),
        ("served", ColumnType::Real, ""),
        ("unit", ColumnType::Text, ""),
    ];
    let feature = |row: &city::network_plan::ServedRow| {
        let place = &plan.places[row.place];
        let texts = [&place.id, &place.name, &row.resource, &row.group].map(|text| Cell::Text(text.clone()));
        let numbers = [row.people, row.people_served, row.demanded, row.served].map(Cell::Real);
        let cells = texts.into_iter().chain([period(plan, row.period)]).chain(numbers);
        Feature { geometry: shape(plan, row.place), cells: cells.chain([Cell::Text(row.unit.clone())]).collect() }
    };
    (
        layer(&named.layer("served"), &named.title("who is served"), Shape::Mixed, &columns),
        plan.served.iter().map(feature).collect(),
    )
}

fn links(plan: &NetworkPlan, named: &Named<'_>) -> (Layer, Vec<Feature>) {
    let columns = [
        ("transport", ColumnType::Text, ""),
        ("resource", ColumnType::Text, ""),
        ("from_place", ColumnType::Text, ""),
        ("to_place", ColumnType::Text, ""),
        ("period", ColumnType::Text, ""),
        ("length_km", ColumnType::Real, "km"),
        ("built", ColumnType::Real, ""),
        ("starts", ColumnType::Real, ""),
        ("arrives", ColumnType::Real, ""),
        ("unit", ColumnType::Text, ""),
    ];
    let feature = |row: &city::network_plan::LinkRow| {
        let (from, to) = (&plan.places[row.from], &plan.places[row.to]);
        let line = from.position.zip(to.position).map(|(a, b)| Geometry::LineString(LineString::from(vec![a, b])));
        let texts = [&row.transport, &row.resource, &from.name, &to.name].map(|text| Cell::Text(text.clone()));
        let numbers = [row.length_km, row.built, row.starts, row.arrives].map(Cell::Real);
        let cells = texts.into_iter().chain([period(plan, row.period)]).chain(numbers);
        Feature { geometry: line, cells: cells.chain([Cell::Text(row.unit.clone())]).collect() }
    };
    (
        layer(&named.layer("links"), &named.title("what flows where"), Shape::Line, &columns),
        plan.links.iter().map(feature).collect(),
    )
}

fn units(plan: &NetworkPlan, named: &Named<'_>) -> (Layer, Vec<Feature>) {
    let columns = [
        ("technology", ColumnType::Text, ""),
        ("place", ColumnType::Text, ""),
        ("period", ColumnType::Text, ""),
        ("new_units", ColumnType::Real, ""),
        ("working_units", ColumnType::Real, ""),
        ("activity", ColumnType::Real, ""),
    ];
    let feature = |row: &city::network_plan::UnitRow| {
        let place = &plan.places[row.place];
        let point = place.position.map(|(x, y)| Geometry::Point(Point::new(x, y)));
        let texts = [&row.technology, &place.name].map(|text| Cell::Text(text.clone()));
        let numbers = [row.new, row.working, row.activity].map(Cell::Real);
        let cells = texts.into_iter().chain([period(plan, row.period)]).chain(numbers).collect();
        Feature { geometry: point, cells }
    };
    (
        layer(&named.layer("units"), &named.title("what stands and what to build"), Shape::Point, &columns),
        plan.units.iter().map(feature).collect(),
    )
}
