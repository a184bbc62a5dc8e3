//! Things that stand in the way: features of a layer with what they are worth, what they are made of and where they are.

use crate::RiskEvidence;
use crate::counted::PLACE;
use crate::located::Grounds;
use assess::travel::LayerRead;
use city::risk_settings::{ExposureKind, ExposureSettings};
use city::{Cell, Problem};
use geo_types::Geometry;
use std::collections::BTreeMap;

/// The things of one exposure.
pub struct Things<'a> {
    /// What was asked for.
    pub settings: &'a ExposureSettings,
    /// The layer that they are features of.
    pub layer: &'a LayerRead,
    /// The things, in the order of the layer.
    pub list: Vec<Thing<'a>>,
    /// Damage functions that they use, by id.
    pub functions: Vec<String>,
    /// Names of their groups.
    pub groups: Vec<String>,
}

/// One feature.
pub struct Thing<'a> {
    /// Its place in the layer.
    pub feature: usize,
    /// Where it is.
    pub geometry: Option<&'a Geometry<f64>>,
    /// How many things it stands for; metres of a line.
    pub count: f64,
    /// What it is worth.
    pub value: Option<f64>,
    /// Its damage function: a place in [`Things::functions`].
    pub function: Option<usize>,
    /// Its group: a place in [`Things::groups`].
    pub group: Option<usize>,
    /// Settlement and district that it lies in: places in [`Grounds::places`].
    pub grounds: Vec<usize>,
}

impl Things<'_> {
    /// Whether each is one thing that is struck as soon as a part of it is.
    pub fn are_single(&self) -> bool {
        self.settings.kind != ExposureKind::Lines && self.settings.count_column.is_empty()
    }
}

/// Every exposure whose layer and columns are there; of the others a problem says what is missing.
pub fn things<'a>(risk: &RiskEvidence<'a>, grounds: &Grounds, problems: &mut Vec<Problem>) -> Vec<Things<'a>> {
    let mut all: Vec<Things> = Vec::new();
    for settings in &risk.settings.exposures {
        if all.iter().any(|known| known.settings.id == settings.id) {
            let hint = "the second was left out: with it everything would count twice";
            problems.push(problem(settings).found(&settings.id).expected("an id of its own").hint(hint));
            continue;
        }
        all.extend(of_exposure(risk, settings, grounds, problems));
    }
    all
}

fn problem(settings: &ExposureSettings) -> Problem {
    Problem::error("exposure_not_read").in_file("city.toml").in_column(&format!("risk.exposure.{}", settings.id))
}

fn of_exposure<'a>(
    risk: &RiskEvidence<'a>,
    settings: &'a ExposureSettings,
    grounds: &Grounds,
    problems: &mut Vec<Problem>,
) -> Option<Things<'a>> {
    let Some(layer) = risk.layers.iter().find(|l| l.layer.name == settings.layer) else {
        let hint = "name a layer that a source of city.toml keeps, and collect that source";
        problems.push(problem(settings).found(&settings.layer).expected("a layer of the city file").hint(hint));
        return None;
    };
    let columns = match Columns::of(settings, layer) {
        Ok(columns) => columns,
        Err(missing) => {
            let known: Vec<&str> = layer.layer.columns.iter().map(|c| c.name.as_str()).collect();
            problems.push(problem(settings).found(missing).expected(format!(
                "a column of {}: {}",
                settings.layer,
                known.join(", ")
            )));
            return None;
        }
    };
    let mut reading =
        Reading { settings, columns, functions: Vec::new(), groups: Vec::new(), faults: Faults::default() };
    let by_type = settings.group_column.is_empty() && grounds.has_settlements();
    let counted = !settings.indicator.is_empty();
    let at_place = layer.layer.columns.iter().position(|c| counted && c.name == PLACE);
    let mut list = Vec::new();
    for (at, feature) in layer.features.iter().enumerate() {
        if reading.columns.keeps(&feature.cells) {
            let mut thing = reading.thing(at, feature);
            thing.grounds = match at_place {
                Some(column) => grounds.named(feature.cells.get(column)),
                None => thing.geometry.map(|g| grounds.of(g)).unwrap_or_default(),
            };
            if by_type && (at_place.is_none() || grounds.in_settlement(&thing.grounds)) {
                thing.group = Some(place_of(&mut reading.groups, &grounds.of_type(&thing.grounds)));
            }
            list.push(thing);
        }
    }
    let Reading { functions, groups, faults, .. } = reading;
    faults.tell(settings, problems);
    if list.is_empty() {
        problems.push(
            problem(settings)
                .found("no feature")
                .expected("features that `keep` lets through")
                .hint("check the values of `keep`"),
        );
        return None;
    }
    Some(Things { settings, layer, list, functions, groups })
}

/// Where the columns stand that settings name.
struct Columns<'a> {
    count: Option<usize>,
    value: Option<usize>,
    class: Option<usize>,
    group: Option<usize>,
    keep: Vec<(usize, &'a [String])>,
}

impl<'a> Columns<'a> {
    fn of(settings: &'a ExposureSettings, layer: &LayerRead) -> Result<Self, String> {
        let find = |name: &str| layer.layer.columns.iter().position(|c| c.name == name).ok_or_else(|| name.to_owned());
        let one = |name: &str| if name.is_empty() { Ok(None) } else { find(name).map(Some) };
        let keep = settings.keep.iter().map(|(name, values)| Ok((find(name)?, values.as_slice())));
        for known in &settings.known {
            for column in known.columns.keys() {
                find(column)?;
            }
        }
        Ok(Self {
            count: one(&settings.count_column)?,
            value: one(&settings.value_column)?,
            class: one(&settings.class_column)?,
            group: one(&settings.group_column)?,
            keep: keep.collect::<Result<_, String>>()?,
        })
    }

    fn keeps(&self, cells: &[Cell]) -> bool {
        self.keep.iter().all(|(at, values)| cells.get(*at).is_some_and(|c| values.contains(&c.to_string())))
    }
}

struct Reading<'a> {
    settings: &'a ExposureSettings,
    columns: Columns<'a>,
    functions: Vec<String>,
    groups: Vec<String>,
    faults: Faults,
}

impl Reading<'_> {
    fn thing<'f>(&mut self, at: usize, feature: &'f city::Feature) -> Thing<'f> {
        let settings = self.settings;
        let text = |column: Option<usize>| {
            column.and_then(|c| feature.cells.get(c)).map(|cell| cell.to_string().trim().to_owned())
        };
        let number = |column: Option<usize>| column.and_then(|c| feature.cells.get(c)).and_then(as_number);
        let mut count = match self.columns.count {
            Some(_) => number(self.columns.count).unwrap_or(0.0),
            None => 1.0,
        };
        if settings.kind == ExposureKind::Lines {
            count = feature.geometry.as_ref().and_then(|g| grid::measure::length_m(g).ok()).unwrap_or(0.0);
        }
        let mut value = match self.columns.value {
            Some(_) => number(self.columns.value),
            None => settings.value.map(|each| each * count),
        };
        if !(count.is_finite() && count >= 0.0) {
            self.faults.count.add(at);
            count = 0.0;
        }
        if value.is_some_and(|v| !(v.is_finite() && v >= 0.0)) {
            self.faults.value.add(at);
            value = None;
        } else if value.is_none() && self.columns.value.is_some() {
            self.faults.no_value.add(at);
        }
        let class = text(self.columns.class).unwrap_or_default();
        let function = settings.functions.get(&class).unwrap_or(&settings.function);
        if function.is_empty() && !(settings.functions.is_empty() && settings.function.is_empty()) {
            self.faults.classes.entry(class).or_default().add(at);
        }
        let group = text(self.columns.group).unwrap_or_default();
        let group = settings.groups.get(&group).cloned().unwrap_or(group);
        Thing {
            feature: at,
            geometry: feature.geometry.as_ref(),
            count,
            value,
            function: (!function.is_empty()).then(|| place_of(&mut self.functions, function)),
            group: (!group.is_empty()).then(|| place_of(&mut self.groups, &group)),
            grounds: Vec::new(),
        }
    }
}

/// A number, also of a text that is one.
#[must_use]
pub fn as_number(cell: &Cell) -> Option<f64> {
    match cell {
        #[expect(clippy::cast_precision_loss, reason = "counts and values are far below 2^53")]
        Cell::Integer(number) => Some(*number as f64),
        Cell::Real(number) => Some(*number),
        Cell::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn place_of(list: &mut Vec<String>, name: &str) -> usize {
    list.iter().position(|known| known == name).unwrap_or_else(|| {
        list.push(name.to_owned());
        list.len() - 1
    })
}

/// Features with a fault: how many, and the first of them.
#[derive(Default)]
struct Found {
    count: usize,
    first: Option<usize>,
}

impl Found {
    fn add(&mut self, at: usize) {
        self.count += 1;
        self.first.get_or_insert(at);
    }

    /// How many in words, and the row of the first, from 1.
    fn words(&self) -> (String, Option<u64>) {
        let words = if self.count == 1 { "1 feature".to_owned() } else { format!("{} features", self.count) };
        (words, self.first.map(|at| at as u64 + 1))
    }
}

/// Faults of features.
#[derive(Default)]
struct Faults {
    count: Found,
    value: Found,
    no_value: Found,
    classes: BTreeMap<String, Found>,
}

impl Faults {
    fn tell(self, settings: &ExposureSettings, problems: &mut Vec<Problem>) {
        let mut warn = |code: &str, found: &Found, (more, expected, hint): (String, &str, &str)| {
            let (words, row) = found.words();
            let mut problem = Problem::warning(code)
                .in_file("city.toml")
                .in_column(&format!("risk.exposure.{}", settings.id))
                .found(format!("{words}{more}"))
                .expected(expected)
                .hint(hint);
            if let Some(row) = row {
                let first = format!("the first is row {row} of layer `{}`", settings.layer);
                problem.hint = format!("{first}; {}", problem.hint);
            }
            problems.push(problem);
        };
        for (code, found, expected, hint) in [
            ("exposure_count_wrong", &self.count, "a number from 0", "they count as none: correct the column"),
            ("exposure_value_wrong", &self.value, "a value from 0", "nothing is lost in them: correct the column"),
            (
                "exposure_value_missing",
                &self.no_value,
                "a value",
                "they are counted as things, and no money is lost in them",
            ),
        ] {
            if found.count > 0 {
                warn(code, found, (String::new(), expected, hint));
            }
        }
        if !self.classes.is_empty() {
            let count = self.classes.values().map(|found| found.count).sum();
            let all = Found { count, first: self.classes.values().filter_map(|found| found.first).min() };
            let named = |class: &String| if class.is_empty() { "none".to_owned() } else { class.clone() };
            let classes: Vec<String> = self.classes.keys().map(named).collect();
            let hint =
                "no damage is computed for them: name their classes in `functions`, or a `function` for all others";
            let more = format!(" of class {}", classes.join(", "));
            warn("exposure_class_unknown", &all, (more, "classes that `functions` names", hint));
        }
    }
}
