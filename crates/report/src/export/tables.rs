//! The tables of an export.

use super::table::{Table, TableColumn, text};
use super::{Export, Wide};
use city::indicator::{AddsUp, Direction, IndicatorKind};
use city::layer::Shape;
use city::source::Level;
use city::{
    Basis, Cell, ColumnType, Estimate, Feature, Gap, Indicator, Layer, Observation, Place, PlaceId, PlaceKind, Quality,
    Source, Stage, Value,
};
use std::collections::{BTreeMap, BTreeSet};

const TEXT: ColumnType = ColumnType::Text;

fn described(name: &str, description: &str) -> TableColumn {
    TableColumn::new(name, TEXT, description)
}

fn row(cells: Vec<Cell>) -> Feature {
    Feature { geometry: None, cells }
}

fn whole(number: u64) -> Cell {
    Cell::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

fn json(list: &[String]) -> Cell {
    Cell::Text(serde_json::Value::from(list.to_vec()).to_string())
}

fn table(name: &str, (title, description): (&str, &str), columns: Vec<TableColumn>, rows: Vec<Feature>) -> Table {
    let (name, title, description) = (name.to_owned(), title.to_owned(), description.to_owned());
    Table { name, title, description, columns, rows, drawn: false, key: Some("id"), source: String::new() }
}

/// Places, observations, indicators, sources, runs and what is held back.
#[must_use]
pub fn all(export: &Export) -> Vec<Table> {
    vec![places(export), observations(export), indicators(export), sources(export), runs(export), held(export)]
}

/// Names of the tables that [`all`] gives.
pub const NAMES: [&str; 6] = ["places", "observations", "indicators", "sources", "runs", "held_back"];

/// The one of a name; none where [`NAMES`] does not hold it.
#[must_use]
pub fn one(export: &Export, name: &str) -> Option<Table> {
    let make: fn(&Export) -> Table = match name {
        "places" => places,
        "observations" => observations,
        "indicators" => indicators,
        "sources" => sources,
        "runs" => runs,
        "held_back" => held,
        _ => return None,
    };
    Some(make(export))
}

fn place_columns() -> Vec<TableColumn> {
    vec![
        described("id", "Id of the place").required(),
        described("kind", "What it is").required().one_of(PlaceKind::ALL.iter().map(|k| k.as_str())),
        described("name", "Its name"),
        described("parent", "The place that it lies in").refers("places", "id"),
        described("edition", "Edition of its boundary"),
        TableColumn::new("valid_from", ColumnType::Integer, "First year for which the boundary held"),
        TableColumn::new("valid_to", ColumnType::Integer, "Last year for which the boundary held"),
        described("aliases", "Other names and codes").list(),
        described("shape", "Whether its shape is the true one, a point rounded to about 1 km, or none")
            .required()
            .one_of(["true", "coarse", "none"]),
        described("source", "Source of the place").required().refers("sources", "id"),
    ]
}

fn place_row(place: &Place, export: &Export) -> Feature {
    let year = |year: Option<i32>| year.map_or(Cell::Empty, |y| Cell::Integer(y.into()));
    let shape = match &place.geometry {
        None => "none",
        Some(_) if export.coarse.contains(&place.id) => "coarse",
        Some(_) => "true",
    };
    let cells = vec![
        text(place.id.as_str()),
        text(place.kind.as_str()),
        text(&place.name),
        place.parent.as_ref().map_or(Cell::Empty, |p| text(p.as_str())),
        text(&place.edition),
        year(place.valid_from),
        year(place.valid_to),
        json(&place.aliases),
        text(shape),
        text(place.source.as_str()),
    ];
    Feature { geometry: place.geometry.clone(), cells }
}

fn places(export: &Export) -> Table {
    let rows = export.places.iter().map(|p| place_row(p, export)).collect();
    let words = ("Places", "The city, its districts, settlements and facilities, with their shapes");
    Table { drawn: true, ..table("places", words, place_columns(), rows) }
}

/// The places with a column for each indicator, of which the preferred number for everybody stands; gaps are empty, and the
/// observations give their reasons, ranges and sources.
#[must_use]
pub fn wide(export: &Export) -> Table {
    let mut table = places(export);
    let used: BTreeSet<&str> = export.wide.iter().flat_map(|w| &w.indicators).map(|i| i.id.as_str()).collect();
    let indicators: Vec<_> = export.fields.iter().filter(|i| used.contains(i.id.as_str())).collect();
    let free = |id: &str| {
        let taken = place_columns().iter().any(|c| c.name == id);
        if taken { format!("{id}_value") } else { id.to_owned() }
    };
    table.columns.extend(indicators.iter().map(|i| TableColumn {
        name: free(&i.id),
        description: i.label.clone(),
        unit: i.unit.clone(),
        holds: if i.kind == IndicatorKind::Class { TEXT } else { ColumnType::Real },
        ..described("", "")
    }));
    let mut known: BTreeMap<&PlaceId, Vec<Cell>> = BTreeMap::new();
    for of_kind in export.wide {
        let at: Vec<Option<usize>> =
            indicators.iter().map(|i| of_kind.indicators.iter().position(|o| o.id == i.id)).collect();
        for (place, cells) in &of_kind.rows {
            let value = |at: &Option<usize>| at.and_then(|at| cells.get(at).copied().flatten()).map(|o| &o.value);
            known.insert(&place.id, at.iter().zip(&indicators).map(|(at, i)| wide_cell(value(at), i)).collect());
        }
    }
    for (row, place) in table.rows.iter_mut().zip(export.places) {
        let empty = || indicators.iter().map(|_| Cell::Empty).collect();
        row.cells.extend(known.remove(&place.id).unwrap_or_else(empty));
    }
    table
}

fn wide_cell(value: Option<&Value>, indicator: &Indicator) -> Cell {
    match value {
        Some(Value::Estimate(e)) if indicator.kind != IndicatorKind::Class => Cell::Real(e.value),
        Some(Value::Classes(codes)) if indicator.kind == IndicatorKind::Class => text(&codes.join(", ")),
        _ => Cell::Empty,
    }
}

fn observations(export: &Export) -> Table {
    let real = |name: &str, words: &str| TableColumn::new(name, ColumnType::Real, words);
    let columns = vec![
        described("id", "The number's own name: indicator, place, group, period, source").required(),
        described("place", "The place").required().refers("places", "id"),
        described("indicator", "What is measured").required().refers("indicators", "id"),
        described("period", "Year, month, day or span, ISO 8601").required(),
        described("group", "The part of the people or things that it is about; empty is everybody"),
        real("value", "The number, most believed"),
        real("low", "Low end of its range"),
        real("high", "High end of its range"),
        described("gap", "Why there is no number; a gap is never zero").one_of(Gap::ALL.iter().map(|g| g.as_str())),
        described("classes", "Codes instead of a number").list(),
        described("unit", "Unit of the numbers"),
        described("quality", "How far to trust it").required().one_of(Quality::ALL.iter().map(|q| q.as_str())),
        described("source", "Where it came from, or the first that it was computed from")
            .required()
            .refers("sources", "id"),
        described("licence", "Licence of the source"),
        described("run", "Which run brought it in or computed it").required().refers("runs", "id"),
        described("method", "How it was computed"),
        described("inputs", "What it was computed from: ids of observations").list(),
        described("locator", "Where in the source it stands"),
        described("note", "What else is to be known of it"),
    ];
    let rows = export.observations.iter().map(|o| observation(o, export)).collect();
    let words =
        ("Observations", "What is known of each indicator at each place, with range, gap, quality, source and run");
    table("observations", words, columns, rows)
}

fn observation(o: &Observation, export: &Export) -> Feature {
    let estimate = |of: fn(Estimate) -> f64| o.value.estimate().map_or(Cell::Empty, |e| Cell::Real(of(e)));
    let (gap, classes) = match &o.value {
        Value::Gap(gap) => (text(gap.as_str()), Cell::Empty),
        Value::Classes(codes) => (Cell::Empty, json(codes)),
        Value::Estimate(_) => (Cell::Empty, Cell::Empty),
    };
    let (method, inputs, locator) = match &o.basis {
        Basis::Derived { method, inputs } => (text(method), json(inputs), Cell::Empty),
        Basis::Reported { locator } => (Cell::Empty, Cell::Empty, text(locator)),
    };
    let source = export.sources.iter().find(|s| s.id == o.source);
    row(vec![
        text(&o.key()),
        text(o.place.as_str()),
        text(&o.indicator),
        text(o.period.as_str()),
        text(&o.group.to_string()),
        estimate(|e| e.value),
        estimate(|e| e.low),
        estimate(|e| e.high),
        gap,
        classes,
        export.fields.get(&o.indicator).map_or(Cell::Empty, |row| text(&row.unit)),
        text(o.quality.as_str()),
        text(o.source.as_str()),
        source.map_or(Cell::Empty, |s| text(&s.licence)),
        text(o.run.as_str()),
        method,
        inputs,
        locator,
        text(&o.note),
    ])
}

fn indicators(export: &Export) -> Table {
    let used: BTreeSet<&str> = export.observations.iter().map(|o| o.indicator.as_str()).collect();
    let columns = vec![
        described("id", "Id of the indicator").required(),
        described("label", "Its name"),
        described("unit", "Its unit"),
        described("kind", "What kind of number it is").one_of(IndicatorKind::ALL.iter().map(|k| k.as_str())),
        described("direction", "Whether more is worse or better").one_of(Direction::ALL.iter().map(|d| d.as_str())),
        described("adds_up", "How places add up").one_of(AddsUp::ALL.iter().map(|a| a.as_str())),
        described("level", "For whom it is").one_of(Level::ALL.iter().map(|l| l.as_str())),
        described("definition", "What it means"),
        described("citation", "Whose definition it is"),
    ];
    let known = export.fields.iter().filter(|i| used.contains(i.id.as_str())).map(|i| {
        let texts = [
            i.id.as_str(),
            &i.label,
            &i.unit,
            i.kind.as_str(),
            i.direction.as_str(),
            i.adds_up.as_str(),
            i.level.as_str(),
            &i.definition,
            &i.citation,
        ];
        row(texts.map(text).to_vec())
    });
    let unknown = used.iter().filter(|id| export.fields.get(id).is_none());
    let empty = |id: &&str| row(std::iter::once(text(id)).chain((0..8).map(|_| Cell::Empty)).collect());
    let rows = known.chain(unknown.map(empty)).collect();
    table("indicators", ("Indicators", "The rows of the field table that the observations are of"), columns, rows)
}

fn sources(export: &Export) -> Table {
    let columns = vec![
        described("id", "Id of the source").required(),
        described("title", "Its title"),
        described("publisher", "Who published it"),
        described("licence", "What may be done with it"),
        described("address", "Where it is from"),
        described("date", "Date of publication or survey, ISO 8601"),
        described("quality", "How far to trust it").required().one_of(Quality::ALL.iter().map(|q| q.as_str())),
        TableColumn::new("raw", ColumnType::Flag, "Whether it is as its maker left it").required(),
        described("checksum", "SHA-256 over the names and contents of its files"),
        described("reference_system", "The reference system it came in and what was done about it"),
        described("consent_owner", "Whose data they are; empty where no community is behind them"),
        described("consent_purpose", "What they may be used for"),
        described("consent_level", "How far they may travel").one_of(Level::ALL.iter().map(|l| l.as_str())),
        described("consent_until", "Last day of the consent"),
    ];
    let rows = export.sources.iter().map(|s| row(source(s, export))).collect();
    table("sources", ("Sources", "Where the numbers, places and layers came from"), columns, rows)
}

fn source(s: &Source, export: &Export) -> Vec<Cell> {
    let consent = s.consent.as_ref().and_then(|id| export.consents.iter().find(|c| c.id == *id));
    let of = |get: fn(&city::Consent) -> &str| consent.map_or(Cell::Empty, |c| text(get(c)));
    vec![
        text(s.id.as_str()),
        text(&s.title),
        text(&s.publisher),
        text(&s.licence),
        text(&s.address),
        text(&s.date),
        text(s.quality.as_str()),
        Cell::Flag(s.raw),
        text(&s.checksum),
        text(&s.reference_system),
        of(|c| &c.owner),
        of(|c| &c.purpose),
        of(|c| c.level.as_str()),
        of(|c| c.until.as_deref().unwrap_or_default()),
    ]
}

fn runs(export: &Export) -> Table {
    let columns = vec![
        described("id", "Id of the run").required(),
        described("stage", "What was done").required().one_of(Stage::ALL.iter().map(|s| s.as_str())),
        described("started", "When it began, RFC 3339"),
        described("finished", "When it ended, RFC 3339"),
        described("version", "Version of makazi"),
        described("seed", "Seed of random numbers"),
        described("parameters", "What was asked for; JSON"),
    ];
    let cells = |r: &city::Run| {
        let seed = r.seed.to_string();
        let texts =
            [r.id.as_str(), r.stage.as_str(), &r.started, &r.finished, &r.version, seed.as_str(), &r.parameters];
        row(texts.map(text).to_vec())
    };
    let rows = export.runs.iter().map(cells).collect();
    table("runs", ("Runs", "Which version computed what, when"), columns, rows)
}

fn held(export: &Export) -> Table {
    let columns = vec![
        described("thing", "What is held back").required(),
        described("reason", "Why, as machines read it").required(),
        TableColumn::new("count", ColumnType::Integer, "How many").required(),
        described("why", "Why, in words").required(),
    ];
    let cells = |h: &super::HeldRow| row(vec![text(&h.thing), text(&h.reason), whole(h.count), text(&h.why)]);
    let rows = export.held.iter().map(cells).collect();
    let words = ("Held back", "What is not in this export, counted by reason; never a value");
    Table { key: None, ..table("held_back", words, columns, rows) }
}

/// A layer as a table.
#[must_use]
pub fn layer(layer: &Layer, rows: Vec<Feature>) -> Table {
    let columns = layer.columns.iter().map(|c| TableColumn::new(&c.name, c.holds, &c.description)).collect();
    Table {
        name: format!("layer_{}", layer.name.to_lowercase()),
        title: layer.title.clone(),
        description: layer.description.clone(),
        columns,
        rows,
        drawn: layer.shape != Shape::None,
        key: None,
        source: layer.source.to_string(),
    }
}

/// The titles of wide sheets.
pub(super) const fn kind_title(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::City => "City",
        PlaceKind::District => "Districts",
        PlaceKind::Settlement => "Settlements",
        PlaceKind::Cell => "Cells",
        PlaceKind::Building => "Buildings",
        PlaceKind::Facility => "Facilities",
    }
}

/// The columns before the indicators of a wide sheet.
pub(super) fn wide_columns(wide: &Wide) -> Vec<TableColumn> {
    let degrees =
        |name: &str| TableColumn { unit: "degrees".to_owned(), ..TableColumn::new(name, ColumnType::Real, "") };
    let mut columns = vec![described("Id", ""), described("Name", ""), described("Lies in", "")];
    columns.extend([degrees("Longitude"), degrees("Latitude")]);
    columns.extend(wide.indicators.iter().map(|i| {
        let same = wide.indicators.iter().filter(|o| o.label == i.label && o.unit == i.unit).count();
        let name = if same > 1 { format!("{}, {}", i.label, i.id) } else { i.label.clone() };
        TableColumn { unit: crate::number::unit(&i.unit), ..TableColumn::new(&name, ColumnType::Real, "") }
    }));
    columns
}
