//! What the pages ask for, as JSON; docs/serve.md shows each answer.

pub(crate) mod city;
pub(crate) mod gaps;
pub(crate) mod layers;
pub(crate) mod places;
pub(crate) mod tables;
pub(crate) mod why;

use crate::machines::{JSON, Of, Routes, Told};
use ::city::Gap;
use ::city::PlaceKind;

pub(crate) fn routes() -> Routes {
    let kinds = PlaceKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let table = "a table (places, observations, indicators, sources, runs, held_back) or a layer, with .csv or .json";
    Routes::new()
        .look(Told::get("/api/city", "The city, and what its profile says first"), city::answer)
        .look(
            Told::get(
                "/api/places",
                "Places, by name, kind and the place that they lie in; all where nothing is asked",
            )
            .asks("q", "a name or a part of one; case and accents do not count", Of::Text)
            .asks("kind", "the kind of place", Of::One(kinds))
            .asks("parent", "the id of the place that they lie in", Of::Place),
            places::list,
        )
        .look(
            Told::get("/api/places/{id}", "A place and all that is known of it").part("id", "its id", Of::Place),
            places::one,
        )
        .look(
            Told::get("/api/why", "Why a number is what it is: value and range, method, inputs, source, licence, run")
                .must_ask("place", "the id of the place", Of::Place)
                .must_ask("indicator", "the id of the indicator", Of::Indicator),
            why::answer,
        )
        .look(Told::get("/api/gaps", "At how many places each indicator is known, and why not elsewhere"), gaps::answer)
        .look(
            Told::get("/api/layers", "Layers with columns, styles and licences; or rasters").asks(
                "kind",
                "layers where it is not said",
                Of::One(vec!["layer", "raster"]),
            ),
            layers::answer,
        )
        .look(
            Told::get("/api/tables/{file}", "A whole table")
                .part("file", table, Of::Table)
                .gives(200, "text/csv", "as an export writes it")
                .gives(200, JSON, "as rows"),
            tables::answer,
        )
}

/// West, south, east, north around several.
pub(crate) fn around(all: impl Iterator<Item = [f64; 4]>) -> Option<[f64; 4]> {
    all.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
}

/// Kinds of places in which a city is told.
pub(crate) const TOLD: [PlaceKind; 3] = [PlaceKind::City, PlaceKind::District, PlaceKind::Settlement];

/// Why there is no number, in words.
pub(crate) fn gap_words(gap: Gap) -> &'static str {
    match gap {
        Gap::NotEstimated => "Nobody has estimated it.",
        Gap::NotOccurring => "It does not occur here.",
        Gap::IncludedElsewhere => "It is counted under another heading.",
        Gap::Confidential => "Its publisher keeps it confidential.",
        Gap::WithheldByCommunity => "The community keeps it to itself.",
        Gap::NotMeasuredHere => "No source covers this place.",
    }
}
