//! Speeds by class of road, surface and speed limit, from a table with citations.

use crate::refusal::Refusal;
use city::travel_settings::Mode;
use std::collections::BTreeMap;

/// Slow, usual and fast: what the range of a time runs over.
pub type Three = [f64; 3];

/// Which of three is the usual one.
pub const USUAL: usize = 1;

/// The speeds that come with makazi, as CSV.
pub const TRAVEL_SPEEDS_CSV: &str = include_str!("../../../../data/travel_speeds.csv");

/// One row: by `kind` a class with speeds in km/h; a surface with the part of the speed that is left (walking) or the highest
/// speed on it in km/h (driving); or the part of a speed limit that is driven.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
struct Row {
    mode: Mode,
    kind: String,
    name: String,
    slow: f64,
    usual: f64,
    fast: f64,
    certainty: String,
    citation: String,
}

/// Speeds of one way of going.
#[derive(Debug, Clone)]
pub struct Speeds {
    mode: Mode,
    classes: BTreeMap<String, Three>,
    surfaces: BTreeMap<String, Three>,
    limit: Three,
    off_road: Three,
    words: Vec<String>,
}

impl Speeds {
    /// The speeds of a way of going out of CSV with the columns of `data/travel_speeds.csv`.
    ///
    /// # Errors
    /// [`Refusal::Rules`] for a row that cannot be read; [`Refusal::Value`] for speeds that are not above zero and rising;
    /// [`Refusal::Missing`] where no speed off the road is said.
    ///
    /// ```
    /// use assess::travel::speeds::{Speeds, TRAVEL_SPEEDS_CSV};
    /// let walking = Speeds::read(TRAVEL_SPEEDS_CSV, city::travel_settings::Mode::Walking)?;
    /// assert_eq!(walking.on("footway", "asphalt", None).unwrap()[1], 4.5); // km/h
    /// assert_eq!(walking.on("footway", "sand", None).unwrap()[1], 2.25); // half of it
    /// assert!(walking.on("motorway", "", None).is_none());
    /// # Ok::<(), assess::refusal::Refusal>(())
    /// ```
    pub fn read(text: &str, mode: Mode) -> Result<Self, Refusal> {
        let unread = |e: csv::Error| Refusal::Rules { name: "travel speeds".to_owned(), message: e.to_string() };
        let rows: Vec<Row> =
            csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>().map_err(unread)?;
        let (mut classes, mut surfaces, mut limit) = (BTreeMap::new(), BTreeMap::new(), [1.0; 3]);
        let (mut off_road, mut cited): (Option<Three>, Vec<(String, Vec<String>)>) = (None, Vec::new());
        for (at, row) in rows.into_iter().enumerate() {
            let three = [row.slow, row.usual, row.fast];
            if !(row.slow > 0.0 && row.slow <= row.usual && row.usual <= row.fast && row.fast.is_finite()) {
                let found = three.iter().copied().find(|s| *s <= 0.0 || s.is_nan()).unwrap_or(row.usual);
                return Err(Refusal::value((&row.name, at), "speed", found, "above zero, slow <= usual <= fast"));
            }
            if row.name == "off_road" {
                off_road = Some(three);
            }
            if row.mode != mode && row.name != "off_road" {
                continue;
            }
            let unit = if row.kind == "class" { " km/h" } else { "" };
            let words = format!("{} {} ({} to {}){unit}", row.name, row.usual, row.slow, row.fast);
            let doubt = match row.certainty.as_str() {
                "published" => "",
                "assumption" => " [an assumption]",
                _ => " [to be checked]",
            };
            let citation = format!("{}{doubt}", row.citation);
            match cited.iter_mut().find(|(known, _)| *known == citation) {
                Some((_, list)) => list.push(words),
                None => cited.push((citation, vec![words])),
            }
            match row.kind.as_str() {
                "class" => drop(classes.insert(row.name, three)),
                "surface" => drop(surfaces.insert(row.name, three)),
                _ => limit = three,
            }
        }
        classes.remove("off_road");
        let missing = || Refusal::Missing { method: "travel".to_owned(), inputs: vec!["a speed off_road".to_owned()] };
        let words = cited.into_iter().map(|(citation, list)| format!("{}: {citation}", list.join(", "))).collect();
        Ok(Self { mode, classes, surfaces, limit, off_road: off_road.ok_or_else(missing)?, words })
    }

    /// Whether a class is in the table, for any way of going.
    #[must_use]
    pub fn knows(class: &str) -> bool {
        MAIN.contains(&class) || OTHER.contains(&class)
    }

    /// Speeds on a line, km/h; none where nobody goes there this way. A speed limit counts for driving: the parts of it that the
    /// table says, instead of the speed of the class; a surface then slows people down or caps a vehicle.
    #[must_use]
    pub fn on(&self, class: &str, surface: &str, limit_kmh: Option<f64>) -> Option<Three> {
        let mut speeds = *self.classes.get(class)?;
        if let Some(limit) = limit_kmh.filter(|l| self.mode == Mode::Driving && *l > 0.0 && l.is_finite()) {
            speeds = self.limit.map(|part| part * limit);
        }
        if let Some(on) = self.surfaces.get(surface) {
            for (speed, on) in speeds.iter_mut().zip(on) {
                *speed = if self.mode == Mode::Walking { *speed * on } else { speed.min(*on) };
            }
        }
        Some(speeds)
    }

    /// Speeds on foot off the road, km/h.
    #[must_use]
    pub fn off_road(&self) -> Three {
        self.off_road
    }

    /// The highest speed of the table, km/h: nobody goes faster anywhere without a higher limit.
    #[must_use]
    pub fn fastest(&self) -> f64 {
        self.classes.values().map(|s| s[2]).fold(self.off_road[2], f64::max)
    }

    /// The table in words, one line for each citation.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }
}

/// Classes of main roads.
pub const MAIN: [&str; 10] = [
    "motorway",
    "motorway_link",
    "trunk",
    "trunk_link",
    "primary",
    "primary_link",
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
];

/// Classes of streets and ways that people live on and walk on.
pub const FOR_FEET: [&str; 7] =
    ["footway", "path", "pedestrian", "residential", "living_street", "unclassified", "steps"];

/// Other classes that are known; the last of them are not in use.
const OTHER: [&str; 22] = [
    "footway",
    "path",
    "pedestrian",
    "residential",
    "living_street",
    "unclassified",
    "steps",
    "service",
    "track",
    "cycleway",
    "bridleway",
    "corridor",
    "road",
    "ferry",
    "busway",
    "bus_guideway",
    "platform",
    "construction",
    "proposed",
    "raceway",
    "abandoned",
    "razed",
];

/// Metres a second of km/h.
#[must_use]
pub fn metres_a_second(kmh: f64) -> f64 {
    kmh / 3.6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speeds(mode: Mode) -> Speeds {
        Speeds::read(TRAVEL_SPEEDS_CSV, mode).unwrap()
    }

    #[test]
    fn a_speed_limit_counts_for_driving_and_not_for_walking() {
        assert_eq!(speeds(Mode::Driving).on("residential", "", Some(50.0)), Some([20.0, 40.0, 50.0]));
        assert_eq!(speeds(Mode::Walking).on("residential", "", Some(1.0)), Some([3.492, 4.5, 5.436]));
    }

    #[test]
    fn a_surface_caps_vehicles_and_slows_people() {
        assert_eq!(speeds(Mode::Driving).on("primary", "mud", None), Some([10.0; 3]));
        let usual = speeds(Mode::Walking).on("path", "gravel", None).unwrap()[USUAL];
        assert!((usual - 3.375).abs() < 1e-9); // three quarters of 4.5
    }

    #[test]
    fn nobody_walks_on_a_motorway_or_drives_on_steps() {
        assert!(speeds(Mode::Walking).on("motorway", "", None).is_none());
        assert!(speeds(Mode::Driving).on("steps", "", None).is_none());
    }

    #[test]
    fn every_class_of_the_table_is_known() {
        for mode in [Mode::Walking, Mode::Driving] {
            assert!(speeds(mode).classes.keys().all(|class| Speeds::knows(class)));
            assert!(speeds(mode).fastest() > speeds(mode).off_road()[2]);
        }
    }

    #[test]
    fn speeds_that_fall_or_are_not_above_zero_are_refused() {
        let head = "mode,kind,name,slow,usual,fast,certainty,citation\n";
        for bad in ["walking,class,path,3,2,4,published,x", "walking,class,path,0,2,4,published,x"] {
            assert!(Speeds::read(&format!("{head}{bad}\n"), Mode::Walking).is_err());
        }
        assert!(Speeds::read(&format!("{head}walking,class,path,1,2,3,published,x\n"), Mode::Walking).is_err());
    }
}
