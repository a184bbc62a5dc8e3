//! Lines of a layer as roads: what they are, who may go along them and which way.

use crate::travel::speeds::{MAIN, Speeds, Three};
use city::travel_settings::{Mode, TravelSettings};
use city::{Cell, Feature, Layer, Problem};
use geo_types::{Coord, Geometry, LineString};
use std::collections::BTreeMap;

/// Which way a line may be gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Both ways.
    Both,
    /// As it was drawn.
    Forward,
    /// Against the way it was drawn.
    Backward,
}

/// A line that can be gone along.
#[derive(Debug, Clone, PartialEq)]
pub struct Road {
    /// Its vertices, longitude and latitude; two at least.
    pub line: Vec<Coord<f64>>,
    /// Which way it may be gone.
    pub direction: Direction,
    /// Slow, usual and fast, km/h.
    pub speeds_kmh: Three,
    /// Its class.
    pub class: String,
}

/// The roads of a layer, and what was left out.
#[derive(Debug, Default)]
pub struct Roads {
    /// Lines that can be gone along.
    pub list: Vec<Road>,
    /// Lines that are closed, private, not in use, or not for this way of going.
    pub closed: u64,
    /// One-way lines among the list.
    pub oneway: u64,
    /// Classes of all lines of the layer with their number, whether or not they can be gone along.
    pub classes: BTreeMap<String, u64>,
    /// What needs somebody's eye.
    pub problems: Vec<Problem>,
}

/// Columns by position.
struct Columns {
    class: Option<usize>,
    oneway: Option<usize>,
    surface: Option<usize>,
    maxspeed: Option<usize>,
    junction: Option<usize>,
    route: Option<usize>,
    /// From the widest rule to the one that is about this way of going; the last that says anything holds.
    access: Vec<usize>,
}

impl Columns {
    fn of(layer: &Layer, settings: &TravelSettings) -> Self {
        let at = |name: &str| layer.columns.iter().position(|c| c.name == name && !name.is_empty());
        let access: &[&str] = match settings.mode {
            Mode::Walking => &["access", "foot"],
            Mode::Driving => &["access", "vehicle", "motor_vehicle", "motorcar"],
        };
        Self {
            class: at(&settings.class_column),
            oneway: at(&settings.oneway_column),
            surface: at(&settings.surface_column),
            maxspeed: at(&settings.maxspeed_column),
            junction: at("junction"),
            route: at("route"),
            access: access.iter().filter_map(|name| at(name)).collect(),
        }
    }
}

/// The roads of a layer for a way of going.
///
/// Classes are those of OpenStreetMap, or words of the layer that the settings give one to; a class that is neither is taken as
/// `road`, of which nothing more is known, and named. A line without a class is a ferry where it says `route=ferry`, else `road`.
/// `access` and the tags of the way of going close a line by `no`, `private`, `agricultural`, `forestry`, `emergency` or
/// `use_sidepath`. One-way rules hold for driving: `yes`, `true`, `1` and `-1`, roundabouts, and motorways unless they say `no`; a
/// `reversible` line is open both ways, since it is at some hour. Bridges and tunnels need no rule: lines meet where they share
/// a vertex.
#[must_use]
pub fn roads(layer: &Layer, features: &[Feature], settings: &TravelSettings, speeds: &Speeds) -> Roads {
    let columns = Columns::of(layer, settings);
    let mut roads = Roads::default();
    let (mut unknown, mut reversible, mut shapeless) = (BTreeMap::<String, u64>::new(), 0_u64, 0_u64);
    for feature in features {
        let word = |at: Option<usize>| word(at.and_then(|at| feature.cells.get(at)));
        let lines = lines(feature.geometry.as_ref());
        if lines.is_empty() {
            shapeless += 1;
            continue;
        }
        let class = class(&word(columns.class), &word(columns.route), settings, &mut unknown);
        *roads.classes.entry(class.clone()).or_default() += lines.len() as u64;
        let rule = columns.access.iter().map(|at| word(Some(*at))).rfind(|w| !w.is_empty());
        let speeds_kmh = speeds.on(&class, &word(columns.surface), limit_kmh(&word(columns.maxspeed)));
        let Some(speeds_kmh) = speeds_kmh.filter(|_| !rule.is_some_and(|r| CLOSED.contains(&r.as_str()))) else {
            roads.closed += lines.len() as u64;
            continue;
        };
        let says = word(columns.oneway);
        reversible += u64::from(says == "reversible" || says == "alternating");
        let direction = match settings.mode {
            Mode::Walking => Direction::Both,
            Mode::Driving => direction(&says, &word(columns.junction), &class),
        };
        for line in lines {
            roads.oneway += u64::from(direction != Direction::Both);
            roads.list.push(Road { line, direction, speeds_kmh, class: class.clone() });
        }
    }
    roads.problems =
        problems(settings, &unknown, if settings.mode == Mode::Driving { reversible } else { 0 }, shapeless);
    roads
}

const CLOSED: [&str; 6] = ["no", "private", "agricultural", "forestry", "emergency", "use_sidepath"];

/// Text of a cell as tags are written.
fn word(cell: Option<&Cell>) -> String {
    match cell {
        None | Some(Cell::Empty) => String::new(),
        Some(cell) => cell.to_string().trim().to_lowercase().replace(' ', "_"),
    }
}

fn class(word: &str, route: &str, settings: &TravelSettings, unknown: &mut BTreeMap<String, u64>) -> String {
    let given = settings.classes.iter().find(|(theirs, _)| theirs.trim().to_lowercase().replace(' ', "_") == word);
    let class = given.map_or(word, |(_, ours)| ours.as_str());
    match class {
        "" if route == "ferry" => "ferry".to_owned(),
        "" => "road".to_owned(),
        class if Speeds::knows(class) => class.to_owned(),
        class => {
            *unknown.entry(class.to_owned()).or_default() += 1;
            "road".to_owned()
        }
    }
}

fn direction(oneway: &str, junction: &str, class: &str) -> Direction {
    match oneway {
        "yes" | "true" | "1" => Direction::Forward,
        "-1" | "reverse" => Direction::Backward,
        "no" | "false" | "0" | "reversible" | "alternating" => Direction::Both,
        _ if class == "motorway" || matches!(junction, "roundabout" | "circular") => Direction::Forward,
        _ => Direction::Both,
    }
}

/// A speed limit in km/h, of texts such as `50`, `50 km/h` or `30 mph`; none where it is no number, such as `none` or `signals`.
fn limit_kmh(text: &str) -> Option<f64> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let number: f64 = digits.parse().ok()?;
    let kmh = match unit.trim_matches('_') {
        "" | "km/h" | "kmh" | "kph" => number,
        "mph" => number * 1.609_344,
        _ => return None,
    };
    (1.0..=200.0).contains(&kmh).then_some(kmh)
}

/// The lines of a geometry; lines with a coordinate that is no place on earth are left out.
fn lines(geometry: Option<&Geometry<f64>>) -> Vec<Vec<Coord<f64>>> {
    let mut found: Vec<&LineString<f64>> = Vec::new();
    match geometry {
        Some(Geometry::LineString(line)) => found.push(line),
        Some(Geometry::MultiLineString(lines)) => found.extend(&lines.0),
        Some(Geometry::GeometryCollection(parts)) => {
            return parts.iter().flat_map(|part| lines(Some(part))).collect();
        }
        _ => {}
    }
    let is_place = |c: &Coord<f64>| c.x.abs() <= 180.0 && c.y.abs() <= 90.0;
    found.into_iter().filter(|l| l.0.len() > 1 && l.0.iter().all(is_place)).map(|l| l.0.clone()).collect()
}

fn problems(
    settings: &TravelSettings,
    unknown: &BTreeMap<String, u64>,
    reversible: u64,
    shapeless: u64,
) -> Vec<Problem> {
    let about = |problem: Problem| problem.in_file("city.toml").in_sheet(&settings.network);
    let mut problems = Vec::new();
    if !unknown.is_empty() {
        let list: Vec<String> = unknown.iter().map(|(class, count)| format!("{class} ({count})")).collect();
        problems.push(
            about(Problem::warning("travel_class_unknown").in_column(&settings.class_column).found(list.join(", ")))
                .expected("classes of OpenStreetMap; these are taken as `road`, of which nothing more is known")
                .hint(format!("give each one a class in `classes` of [[travel]] `{}`", settings.id)),
        );
    }
    if reversible > 0 {
        problems.push(
            about(Problem::note("travel_reversible").in_column(&settings.oneway_column).found(reversible))
                .expected("lines whose direction changes over the day are taken as open both ways"),
        );
    }
    if shapeless > 0 {
        problems.push(
            about(Problem::warning("travel_no_line").found(shapeless)).expected(
                "lines; features of other shapes, or with a coordinate that is no place on earth, are left out",
            ),
        );
    }
    problems
}

/// Why a network cannot be walked on, in words; none where it can.
///
/// Refused are a layer whose classes nobody said, one in which no class for feet occurs (footway, path, pedestrian, residential,
/// living street, unclassified, steps), and one with more than `most_main` of its length on main roads (motorway to tertiary): on
/// such an extract the way on foot leads round by roads that nobody walks, and would be invented.
#[must_use]
pub fn refused(roads: &Roads, has_classes: bool, main_share: f64, most_main: f64) -> Option<String> {
    if !has_classes {
        return Some(
            "nobody said the classes of its lines, so that it cannot be known whether ways for feet are in it"
                .to_owned(),
        );
    }
    let for_feet = super::speeds::FOR_FEET.iter().any(|class| roads.classes.contains_key(*class));
    if !for_feet {
        let own = roads.classes.keys().filter(|c| !c.ends_with("_link")).map(|c| c.replace('_', " "));
        let only = own.collect::<Vec<_>>().join(", ");
        return Some(format!("it has no footways and no streets that people live on, only {only}"));
    }
    (main_share > most_main).then(|| {
        format!(
            "{:.0} % of its length is main roads (more than {:.0} %), so that most ways on foot are not in it",
            100.0 * main_share,
            100.0 * most_main
        )
    })
}

/// Whether a class is a main road.
#[must_use]
pub fn is_main(class: &str) -> bool {
    MAIN.contains(&class)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::travel::speeds::TRAVEL_SPEEDS_CSV;
    use crate::travel::testing::{layer, line, settings, walking};
    use Direction::{Backward, Both, Forward};

    fn read(mode: Mode, columns: &[&str], cells: &[&[&str]]) -> Roads {
        let features: Vec<Feature> = cells.iter().map(|row| line(&[(0.0, 0.0), (0.01, 0.0)], row)).collect();
        let speeds = Speeds::read(TRAVEL_SPEEDS_CSV, mode).unwrap();
        let settings = TravelSettings { mode, ..settings() };
        roads(&layer("roads", columns), &features, &settings, &speeds)
    }

    #[test]
    fn one_way_rules_hold_for_driving_only() {
        let rows: &[&[&str]] = &[
            &["residential", "yes"],
            &["residential", "-1"],
            &["residential", "true"],
            &["residential", "reversible"],
            &["motorway", ""],
            &["motorway", "no"],
            &["residential", ""],
        ];
        let driving = read(Mode::Driving, &["highway", "oneway"], rows);
        let found: Vec<Direction> = driving.list.iter().map(|r| r.direction).collect();
        assert_eq!(found, [Forward, Backward, Forward, Both, Forward, Both, Both]);
        assert_eq!((driving.oneway, driving.problems[0].code.as_str()), (4, "travel_reversible"));
        let on_foot = read(Mode::Walking, &["highway", "oneway"], rows);
        assert!(on_foot.list.iter().all(|r| r.direction == Both));
        assert_eq!((on_foot.list.len(), on_foot.closed), (5, 2));
    }

    #[test]
    fn a_roundabout_goes_one_way_round() {
        let made = read(Mode::Driving, &["highway", "junction"], &[&["tertiary", "roundabout"]]);
        assert_eq!(made.list[0].direction, Direction::Forward);
    }

    #[test]
    fn the_rule_for_the_way_of_going_stands_before_the_rule_for_all() {
        let rows: &[&[&str]] = &[&["service", "private", ""], &["service", "private", "yes"], &["service", "", "no"]];
        assert_eq!(read(Mode::Walking, &["highway", "access", "foot"], rows).list.len(), 1);
        assert_eq!(read(Mode::Driving, &["highway", "access", "motor_vehicle"], rows).list.len(), 1);
    }

    #[test]
    fn limits_are_read_in_both_units_and_words_are_no_limit() {
        assert_eq!(limit_kmh("50"), Some(50.0));
        assert_eq!(limit_kmh("30_mph"), Some(48.280_32));
        assert_eq!(limit_kmh("30mph").map(f64::round), Some(48.0));
        for none in ["none", "", "signals", "gh:urban", "0", "5000", "50;30"] {
            assert_eq!(limit_kmh(none), None, "{none}");
        }
    }

    #[test]
    fn a_class_that_nobody_knows_is_named_and_taken_as_road() {
        let made = read(Mode::Driving, &["highway"], &[&["Local Street"], &["residential"]]);
        assert_eq!((made.list[0].class.as_str(), made.problems[0].value.as_str()), ("road", "local_street (1)"));
        let given = TravelSettings { classes: [("Local Street".into(), "residential".into())].into(), ..walking() };
        let speeds = Speeds::read(TRAVEL_SPEEDS_CSV, Mode::Walking).unwrap();
        let features = [line(&[(0.0, 0.0), (0.01, 0.0)], &["Local Street"])];
        let made = roads(&layer("roads", &["highway"]), &features, &given, &speeds);
        assert!(made.problems.is_empty() && made.list[0].class == "residential");
    }

    #[test]
    fn a_network_of_main_roads_is_refused_for_feet() {
        let made = read(Mode::Walking, &["highway"], &[&["primary"], &["tertiary"]]);
        assert!(refused(&made, true, 1.0, 0.5).unwrap().contains("only primary, tertiary"));
        let made = read(Mode::Walking, &["highway"], &[&["primary"], &["residential"]]);
        assert!(refused(&made, true, 0.6, 0.5).unwrap().contains("60 %"));
        assert!(refused(&made, true, 0.4, 0.5).is_none());
        assert!(refused(&made, false, 0.0, 0.5).is_some());
    }
}
