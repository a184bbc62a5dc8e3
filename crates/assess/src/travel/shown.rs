//! Isochrones as a layer of the city file, and the sources of travel.

use crate::travel::journey::Made;
use crate::travel::{LayerRead, Scene, raster};
use city::layer::{ColumnType, Shape};
use city::source::SourceId;
use city::travel_settings::TravelSettings;
use city::{Cell, Column, Feature, Layer, Source, Style};
use geo_types::Geometry;
use std::collections::BTreeSet;

/// From near to far (`ColorBrewer`, from yellow by green to blue; dark is near).
const COLOURS: [&str; 6] = ["#253494", "#2c7fb8", "#41b6c4", "#7fcdbb", "#c7e9b4", "#ffffcc"];

/// The layer of a journey's bands, the widest first so that nearer ones lie upon it; none where no way was looked for.
pub fn isochrones(made: &Made, settings: &TravelSettings, layers: &[LayerRead]) -> Option<(Layer, Vec<Feature>)> {
    let journey = &made.journey;
    if journey.refused.is_some() {
        return None;
    }
    let source = layers.iter().find(|l| l.layer.name == settings.to).map(|l| l.layer.source.clone())?;
    let described =
        |name: &str, holds, words: &str| Column { description: words.to_owned(), ..Column::new(name, holds) };
    let mut bands: Vec<u32> = journey.minutes.clone();
    bands.sort_unstable();
    let classes = bands.iter().enumerate().map(|(at, minutes)| {
        let colour = COLOURS.get(at).or(COLOURS.last()).copied().unwrap_or("#888888");
        (f64::from(*minutes), colour.to_owned(), format!("within {minutes} minutes"))
    });
    let layer = Layer {
        name: settings.layer(),
        title: format!("{}: within minutes", journey.title),
        description: format!(
            "From where a destination of {} is reached along {}, at usual speed; cells of {} m whose middle reaches it, with at most {} m off the road. Each band holds the nearer ones. What is not drawn is not reached along what is mapped",
            journey.to, journey.network, journey.cell_m, journey.access_m
        ),
        shape: Shape::Area,
        columns: vec![
            described("minutes", ColumnType::Integer, "the band: within so many minutes"),
            described("mode", ColumnType::Text, "how people go"),
            described("destination", ColumnType::Text, "what they go to"),
            described("area_m2", ColumnType::Real, "area of the band, m2"),
        ],
        style: Style::Graduated { column: "minutes".to_owned(), classes: classes.collect() },
        source,
    };
    let features = journey.bands.iter().filter(|b| !b.area.0.is_empty()).map(|band| Feature {
        geometry: Some(Geometry::MultiPolygon(band.area.clone())),
        cells: vec![
            Cell::Integer(i64::from(band.minutes)),
            Cell::Text(journey.mode.to_string()),
            Cell::Text(journey.title.clone()),
            Cell::Real(band.area_m2),
        ],
    });
    Some((layer, features.collect()))
}

/// Sources of the networks, the destinations, the cells of people, the places and their people.
pub fn sources(scene: &Scene, sound: &[TravelSettings]) -> Vec<Source> {
    let evidence = scene.travel.evidence;
    let mut named: BTreeSet<&SourceId> = scene.places.iter().map(|p| &p.source).collect();
    for settings in sound {
        let layers = scene.travel.layers.iter().map(|l| &l.layer);
        named.extend(layers.filter(|l| l.name == settings.network || l.name == settings.to).map(|l| &l.source));
        named.extend(scene.travel.rasters.get(raster(settings, evidence)).map(|cells| &cells.source));
    }
    let people = scene.places.iter().filter_map(|p| super::journey::counted(&scene.facts, &p.id));
    named.extend(people.map(|o| &o.source));
    evidence.sources.iter().filter(|s| named.contains(&s.id)).cloned().collect()
}
