//! Wide layers of the assessment: scores, classes and ranks of every place as columns, coloured by the leading chain's class,
//! for people who open the city file in QGIS.

use city::assessment::{AssessedPlace, Assessment, ChainResult, PlaceScore};
use city::layer::{ColumnType, Shape};
use city::source::SourceId;
use city::{Cell, Column, Feature, Layer, PlaceKind, Style};

/// Classes from very low to very high: value, colour, label (`ColorBrewer`, which colour-blind people can read).
const CLASSES: [(&str, &str, &str); 5] = [
    ("1", "#ffffd4", "very low"),
    ("2", "#fed98e", "low"),
    ("3", "#fe9929", "intermediate"),
    ("4", "#d95f0e", "high"),
    ("5", "#993404", "very high"),
];

/// The layers of settlements and of districts, where any of them has a score; `source` is what they are stored under.
#[must_use]
pub fn layers(assessment: &Assessment, source: &SourceId) -> Vec<(Layer, Vec<Feature>)> {
    [
        (PlaceKind::District, "assessment_districts", "Assessment of districts"),
        (PlaceKind::Settlement, "assessment_settlements", "Assessment of settlements"),
    ]
    .into_iter()
    .filter_map(|(kind, name, title)| layer(assessment, kind, (name, title), source))
    .collect()
}

fn layer(
    assessment: &Assessment,
    kind: PlaceKind,
    (name, title): (&str, &str),
    source: &SourceId,
) -> Option<(Layer, Vec<Feature>)> {
    let results: Vec<&ChainResult> = assessment.chains.iter().filter(|c| c.kind == kind && c.ranked > 0).collect();
    let first = results.first()?;
    let mut columns: Vec<Column> = ["id", "name", "parent"].map(|n| Column::new(n, ColumnType::Text)).into();
    columns.push(described("people", ColumnType::Real, "people that the assessment counts there"));
    for result in &results {
        let (id, label) = (&result.chain.id, &result.chain.label);
        columns.push(described(
            &format!("{id}_score"),
            ColumnType::Real,
            &format!("{label}: {}, 0 to 1", result.outcome),
        ));
        columns.push(described(&format!("{id}_class"), ColumnType::Text, "1 very low to 5 very high"));
        columns.push(described(&format!("{id}_rank"), ColumnType::Integer, "1 is most at risk"));
        columns.push(described(&format!("{id}_rank_low"), ColumnType::Real, "5 of 100 draws rank it before this"));
        columns.push(described(&format!("{id}_rank_high"), ColumnType::Real, "5 of 100 draws rank it after this"));
    }
    let classes = CLASSES.map(|(v, c, l)| (v.to_owned(), c.to_owned(), l.to_owned())).to_vec();
    let layer = Layer {
        name: name.to_owned(),
        title: title.to_owned(),
        description:
            "Priority for upgrading in place. Boundaries are as coarse as consent asks; the observation table holds \
                      every number with its range, method and inputs"
                .to_owned(),
        shape: Shape::Mixed,
        columns,
        style: Style::Categorised { column: format!("{}_class", first.chain.id), classes },
        source: source.clone(),
    };
    let places = assessment.places.iter().filter(|p| p.kind == kind);
    Some((layer, places.map(|place| feature(place, &results)).collect()))
}

fn described(name: &str, holds: ColumnType, description: &str) -> Column {
    Column { description: description.to_owned(), ..Column::new(name, holds) }
}

fn feature(place: &AssessedPlace, results: &[&ChainResult]) -> Feature {
    let text = |text: Option<String>| text.map_or(Cell::Empty, Cell::Text);
    let real = |number: Option<f64>| number.map_or(Cell::Empty, Cell::Real);
    let mut cells = vec![
        text(Some(place.id.to_string())),
        text(Some(place.name.clone())),
        text(place.parent.as_ref().map(ToString::to_string)),
        real(place.people.map(|p| p.value)),
    ];
    for result in results {
        let score: Option<&PlaceScore> = result.scores.iter().find(|s| s.place == place.id);
        let rank = score.and_then(|s| s.rank);
        cells.push(real(score.and_then(|s| s.score)));
        cells.push(text(score.and_then(|s| s.class).map(|c| c.to_string())));
        cells.push(rank.map_or(Cell::Empty, |r| Cell::Integer(i64::from(r.nominal))));
        cells.push(real(rank.map(|r| r.low)));
        cells.push(real(rank.map(|r| r.high)));
    }
    Feature { geometry: place.geometry.clone(), cells }
}
