//! How far people are from what they need: what a reader gets.

use crate::assessment::{AssessedPlace, HeldBack};
use crate::heading::Heading;
use crate::problem::Problem;
use crate::profile::{Sentence, SettlementType};
use crate::travel_settings::Mode;
use crate::{Estimate, PlaceId, Source};
use geo_types::MultiPolygon;

/// The travel of a city as a reader gets it.
#[derive(Debug, Clone, PartialEq)]
pub struct TravelReport {
    /// Whose it is, and how it was made.
    pub heading: Heading,
    /// The answer first.
    pub summary: Vec<Sentence>,
    /// City, districts and settlements, in order.
    pub places: Vec<AssessedPlace>,
    /// What was asked for, in the order of `city.toml`.
    pub journeys: Vec<Journey>,
    /// What was held back, and why.
    pub held_back: Vec<HeldBack>,
    /// What was wrong with the input.
    pub problems: Vec<Problem>,
    /// Every source that went in.
    pub sources: Vec<Source>,
}

/// One `[[travel]]`, answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Journey {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// How people go.
    pub mode: Mode,
    /// Title of the network's layer.
    pub network: String,
    /// Title of the layer that people go to.
    pub to: String,
    /// Why no way was looked for, in words; then only straight lines are given, which are less than any way.
    pub refused: Option<String>,
    /// What is known of the network.
    pub facts: NetworkFacts,
    /// How far from the network people and destinations may be, m.
    pub access_m: f64,
    /// Bands of minutes, rising.
    pub minutes: Vec<u32>,
    /// One for each place.
    pub rows: Vec<TravelRow>,
    /// Settlements by formal and informal.
    pub groups: Vec<TravelGroup>,
    /// Areas from which a destination is reached within each band, at usual speed; nested.
    pub bands: Vec<Band>,
    /// Side of the cells that the bands are made of, m.
    pub cell_m: f64,
    /// Speeds that were used, in words, one each, with whose they are.
    pub speeds: Vec<String>,
}

/// What is known of a network.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NetworkFacts {
    /// Lines that can be gone along.
    pub lines: u64,
    /// Lines that were left out: closed, private, or not for this way of going.
    pub closed: u64,
    /// Crossings and ends.
    pub nodes: u64,
    /// Stretches between them.
    pub edges: u64,
    /// Length of all of them, m.
    pub length_m: f64,
    /// Parts that do not touch each other.
    pub components: u64,
    /// Share of the length in the largest part, 0 to 1.
    pub largest_share: f64,
    /// Share of the length on main roads (motorway to tertiary), 0 to 1; none where no class is known.
    pub main_share: Option<f64>,
    /// Loose ends that were joined to a line within the tolerance.
    pub snapped: u64,
    /// Loose ends that are left.
    pub loose_ends: u64,
    /// Length by class, m, longest first.
    pub by_class: Vec<(String, f64)>,
    /// One-way lines.
    pub oneway: u64,
    /// Destinations asked for.
    pub destinations: u64,
    /// Destinations near enough to the network.
    pub destinations_reached: u64,
    /// Destinations whose nearest line is not of the largest part.
    pub destinations_apart: u64,
    /// Points where people were put.
    pub origins: u64,
    /// Those whose nearest line is not of the largest part.
    pub origins_apart: u64,
    /// Those with no line near enough.
    pub origins_off: u64,
}

names! {
    /// Where in a place people were taken to be.
    Spread ("way people were spread") {
        /// On cells of people.
        Cells = "cells",
        /// On points spread evenly over the area.
        Points = "points",
        /// At one point.
        Point = "point",
    }
}

names! {
    /// What the numbers of a row are.
    Answer ("kind of answer") {
        /// A way for at least nine in ten of the people.
        Way = "way",
        /// A way for some of them.
        Partly = "partly",
        /// A way for fewer than one in a hundred: only the straight line, which is less than any way.
        StraightLine = "straight_line",
    }
}

/// How far the people of a place are: the middle one, the mean, and the one that nine in ten are nearer than.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Farness {
    /// Half of the people are nearer; none where half of them have no way.
    pub median: Option<Estimate>,
    /// Mean of those who have a way.
    pub mean: Option<Estimate>,
    /// Nine in ten are nearer; none where one in ten has no way.
    pub p90: Option<Estimate>,
}

/// People within a band.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Within {
    /// The band, minutes.
    pub minutes: u32,
    /// Share of the people, percent; the upper end holds those without a way who are near enough by the straight line.
    pub share: Option<Estimate>,
    /// People; none where nobody counted them, or where the number is held back.
    pub people: Option<Estimate>,
    /// At most this share by the straight line, percent: no way is shorter.
    pub at_most: f64,
}

/// A place and what it goes to.
#[derive(Debug, Clone, PartialEq)]
pub struct TravelRow {
    /// The place.
    pub place: PlaceId,
    /// What the numbers are.
    pub answer: Answer,
    /// Where people were taken to be.
    pub spread: Spread,
    /// Points that they were put on.
    pub points: u64,
    /// Share of the people who have a way, 0 to 1.
    pub routed_share: f64,
    /// Minutes to the destination that is reached first.
    pub minutes: Farness,
    /// Metres along that way, off the road too.
    pub distance_m: Farness,
    /// Metres to the nearest destination as the crow flies: the median over people. No way is shorter.
    pub straight_m: Option<f64>,
    /// By band, rising.
    pub within: Vec<Within>,
    /// Words that a reader needs; empty where there are none.
    pub note: String,
}

/// Settlements of one type together.
#[derive(Debug, Clone, PartialEq)]
pub struct TravelGroup {
    /// Formal, informal or other.
    pub settlement_type: SettlementType,
    /// How many there are.
    pub settlements: u64,
    /// How many of them are in the numbers: with people counted.
    pub counted: u64,
    /// Their people.
    pub people: Option<Estimate>,
    /// Share of the people who have a way, 0 to 1.
    pub routed_share: f64,
    /// Minutes, over the people of all of them.
    pub minutes: Farness,
    /// By band, rising.
    pub within: Vec<Within>,
}

/// The area of a band.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Minutes.
    pub minutes: u32,
    /// Where a destination is reached within them.
    pub area: MultiPolygon<f64>,
    /// Its area, m2.
    pub area_m2: f64,
}
