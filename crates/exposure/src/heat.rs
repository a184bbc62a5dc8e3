//! Hot days: people by place times the days of an average year that are hotter than somebody said is too hot.

use crate::located::Grounds;
use crate::things::as_number;
use assess::profile::facts::Facts;
use assess::travel::LayerRead;
use city::event_settings::HeatSettings;
use city::risk::{Measure, RiskResult, Suffered};
use city::{Estimate, Feature, Period, PlaceKind, Problem};
use geo_types::{Geometry, Point};
use risk::functions::{IntensityUnit, looks_like_other_unit};
use risk::heat::{Daily, HotDays, average_year, hot_days};
use risk::{Apart, Nearest};
use std::collections::BTreeMap;

/// Stations by name: where each is, and its days.
type Stations = BTreeMap<String, (Option<Point<f64>>, BTreeMap<i32, Daily>)>;

/// Stations with the hot days of their average year.
pub struct Hot<'a> {
    settings: &'a HeatSettings,
    stations: Vec<Station>,
}

struct Station {
    name: String,
    place: Option<Point<f64>>,
    days: HotDays,
}

fn error(settings: &HeatSettings) -> Problem {
    Problem::error("heat_not_read")
        .in_file("city.toml")
        .in_column("risk.heat")
        .found(&settings.layer)
        .hint("no hot days were counted of it")
}

/// Stations from the layer that settings name; none where nothing can be said.
pub fn read<'a>(settings: &'a HeatSettings, layers: &[LayerRead], problems: &mut Vec<Problem>) -> Option<Hot<'a>> {
    match stations(settings, layers, problems) {
        Ok(stations) => Some(Hot { settings, stations }),
        Err(problem) => {
            problems.push(problem);
            None
        }
    }
}

fn stations(
    settings: &HeatSettings,
    layers: &[LayerRead],
    problems: &mut Vec<Problem>,
) -> Result<Vec<Station>, Problem> {
    let layer = layers.iter().find(|l| l.layer.name == settings.layer);
    let layer = layer.ok_or_else(|| error(settings).expected("a layer of the city file: collect its source"))?;
    let column = |name: &str| {
        let at = layer.layer.columns.iter().position(|c| c.name == name);
        at.ok_or_else(|| error(settings).found(name).expected(format!("a column of {}", settings.layer)))
    };
    let (date, value) = (column(&settings.date_column)?, column(&settings.value_column)?);
    let station = if settings.station_column.is_empty() { None } else { Some(column(&settings.station_column)?) };
    let mut rows: Stations = BTreeMap::new();
    let (mut unreadable, mut twice, mut most) = (0_usize, 0_usize, f64::NEG_INFINITY);
    for row in &layer.features {
        let name = station.and_then(|at| row.cells.get(at)).map(ToString::to_string).unwrap_or_default();
        let Some(daily) = daily(row, date, value) else {
            unreadable += 1;
            continue;
        };
        most = most.max(daily.value);
        let (place, days) = rows.entry(name).or_default();
        if let Some(Geometry::Point(point)) = &row.geometry {
            place.get_or_insert(*point);
        }
        twice += usize::from(days.insert(daily.day, daily).is_some());
    }
    let mut warn = |code: &str, found: String, expected: &str, hint: &str| {
        problems.push(Problem::warning(code).in_file(&settings.layer).found(found).expected(expected).hint(hint));
    };
    if unreadable > 0 {
        let hint = "they count as not measured, and a year that lacks many is left out";
        warn("heat_row_unreadable", format!("{unreadable} rows"), "a day such as 2019-07-31 and a number", hint);
    }
    if twice > 0 {
        warn("heat_day_twice", format!("{twice} days"), "one value for a day and station", "the last one was taken");
    }
    let unit = IntensityUnit::parse(&settings.unit).map_err(|why| error(settings).expected(why.to_string()))?;
    problems.extend(looks_like_other_unit(most, &unit).map(|p| p.in_file(&settings.layer)));
    let mut stations = Vec::new();
    for (name, (place, days)) in rows {
        let series: Vec<Daily> = days.into_values().collect();
        let years = hot_days(&series, settings.above, settings.run_days)
            .map_err(|why| error(settings).expected(why.to_string()))?;
        match average_year(&years, settings.complete_share) {
            Some(days) => stations.push(Station { name, place, days }),
            None => problems.push(
                Problem::warning("heat_years_incomplete")
                    .in_file(&settings.layer)
                    .found(format!("station {name:?}, {} years", years.len()))
                    .expected(format!("a year with {:.0} % of its days", 100.0 * settings.complete_share))
                    .hint("nothing is said of this station: a part of a year is no year"),
            ),
        }
    }
    if stations.is_empty() {
        return Err(error(settings).expected("a station with at least one complete year of daily values"));
    }
    if stations.len() > 1 && stations.iter().any(|station| station.place.is_none()) {
        let expected = "one station, or rows that are points, so that each place can take the nearest";
        return Err(error(settings).found(format!("{} stations", stations.len())).expected(expected));
    }
    Ok(stations)
}

fn daily(row: &Feature, date: usize, value: usize) -> Option<Daily> {
    let day: Period = row.cells.get(date)?.to_string().trim().get(..10)?.parse().ok()?;
    let value = row.cells.get(value).and_then(as_number).filter(|value| value.is_finite())?;
    let (first, year) = (day.first_day(), day.last_year());
    (first == day.last_day()).then(|| Daily { year, day: number_of(year, i32::from(first.day_of_year())), value })
}

/// Days since the beginning of the year 1, by the calendar of today.
fn number_of(year: i32, day_of_year: i32) -> i32 {
    let before = year - 1;
    before * 365 + before / 4 - before / 100 + before / 400 + day_of_year
}

impl Hot<'_> {
    /// What a reader knows of it, in words: the threshold and the row.
    pub fn label(&self, hazard: &str) -> String {
        let HeatSettings { above, unit, run_days, .. } = self.settings;
        let row = if *run_days > 1 { format!(", {run_days} or more in a row") } else { String::new() };
        format!("{hazard}: days above {above} {unit}{row}")
    }

    /// People of settlements and districts times the hot days of the nearest station.
    pub fn result(&self, facts: &Facts, at: usize, grounds: &Grounds) -> Option<RiskResult> {
        let mut places = Vec::new();
        for (place, days) in grounds.places.iter().zip(self.at_places(grounds)) {
            let people = facts.number(&place.id, "population_assessed").and_then(|o| o.value.estimate());
            if let (Some(people), Some(days)) = (people, days) {
                places.push((place.kind, place.id.clone(), suffered(people, days.mean)));
            }
        }
        let districts = places.iter().any(|(kind, ..)| *kind == PlaceKind::District);
        let wanted = if districts { PlaceKind::District } else { PlaceKind::Settlement };
        let whole: Vec<&Suffered> = places.iter().filter(|(kind, ..)| *kind == wanted).map(|(.., s)| s).collect();
        if whole.is_empty() {
            return None;
        }
        let sum = |pick: fn(&Estimate) -> f64| whole.iter().filter_map(|s| s.annual.as_ref()).map(pick).sum::<f64>();
        let annual = Estimate::range(sum(|e| e.low), sum(|e| e.value), sum(|e| e.high)).ok();
        let exposed = whole.iter().map(|s| s.exposed).sum();
        let set = if districts { "districts" } else { "settlements" };
        let whole = Suffered { exposed, annual, ..Suffered::default() };
        Some(RiskResult {
            exposure: "people".to_owned(),
            title: "People".to_owned(),
            measure: Measure::People,
            view: at,
            method: format!("people of {set} whom the assessment counts x days of an average year; {}", self.words()),
            whole,
            groups: Vec::new(),
            places: places.into_iter().map(|(_, id, suffered)| (id, suffered)).collect(),
            not_covered: 0.0,
        })
    }

    /// How many days, of how many years, in words.
    pub fn words(&self) -> String {
        let station = |station: &Station| {
            let HotDays { mean, least, most, years, left_out } = station.days;
            let name = if station.name.is_empty() { String::new() } else { format!("{}: ", station.name) };
            let rest = if left_out > 0 { format!(", {left_out} incomplete years left out") } else { String::new() };
            format!("{name}{mean:.1} days in a mean of {years} years, from {least} to {most}{rest}")
        };
        let list: Vec<String> = self.stations.iter().take(10).map(station).collect();
        format!("{}; nothing is said of rarer years", list.join("; "))
    }

    fn at_places(&self, grounds: &Grounds) -> Vec<Option<HotDays>> {
        if let [only] = self.stations.as_slice() {
            return vec![Some(only.days); grounds.places.len()];
        }
        let known: Vec<(f64, f64)> = self.stations.iter().filter_map(|s| s.place).map(|p| (p.y(), p.x())).collect();
        let (y, x): (Vec<f64>, Vec<f64>) = known.into_iter().unzip();
        let point = |place: &city::Place| grid::measure::interior_point(place.geometry.as_ref()?).ok().flatten();
        let nearest = |point: Point<f64>| {
            let tree = Nearest::new(&y, &x).ok()?;
            let found = tree.cells(&[point.y()], &[point.x()], Apart::Metres, f64::INFINITY).ok()?;
            let at = found.first().copied().flatten()? as usize;
            self.stations.get(at).map(|station| station.days)
        };
        grounds.places.iter().map(|place| point(place).and_then(nearest)).collect()
    }
}

fn suffered(people: Estimate, days: f64) -> Suffered {
    let annual = Estimate::range(people.low * days, people.value * days, people.high * days).ok();
    Suffered { exposed: people.value, annual, ..Suffered::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::layer::{ColumnType, Shape};
    use city::{Cell, Column, Layer, Style};

    #[test]
    fn days_are_counted_on_over_leap_years() {
        assert_eq!(number_of(2001, 1), number_of(2000, 366) + 1);
        assert_eq!(number_of(1901, 1), number_of(1900, 365) + 1);
    }

    /// A generated table, no measurement: 2001 with 40 degrees on the first ten days, 20 on the others.
    fn generated(rows: impl Iterator<Item = (String, Cell)>) -> LayerRead {
        let layer = Layer {
            name: "days".into(),
            title: String::new(),
            description: String::new(),
            shape: Shape::None,
            columns: vec![Column::new("date", ColumnType::Text), Column::new("value", ColumnType::Real)],
            style: Style::Single("#888888".into()),
            source: "made".into(),
        };
        let features = rows.map(|(day, value)| Feature { geometry: None, cells: vec![Cell::Text(day), value] });
        LayerRead { layer, features: features.collect() }
    }

    fn year() -> impl Iterator<Item = (String, Cell)> {
        let months = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let days =
            (1..).zip(months).flat_map(|(month, days)| (1..=days).map(move |day| format!("2001-{month:02}-{day:02}")));
        days.enumerate().map(|(at, day)| (day, Cell::Real(if at < 10 { 40.0 } else { 20.0 })))
    }

    fn settings(rest: &str) -> HeatSettings {
        toml::from_str(&format!("layer = \"days\"\nabove = 35.0\n{rest}")).unwrap()
    }

    #[test]
    fn a_generated_year_gives_its_hot_days_and_says_so() {
        let mut problems = Vec::new();
        let asked = settings("");
        let hot = read(&asked, &[generated(year())], &mut problems).unwrap();
        assert!(problems.is_empty() && hot.words().starts_with("10.0 days in a mean of 1 years"), "{}", hot.words());
        let longer = settings("run_days = 11");
        let none = read(&longer, &[generated(year())], &mut problems).unwrap();
        assert!(none.words().starts_with("0.0 days") && none.label("Heat").contains("11 or more in a row"));
    }

    #[test]
    fn what_is_wrong_with_a_daily_series_is_told_and_the_rest_is_counted() {
        let codes = |rows: Vec<(String, Cell)>| {
            let mut problems = Vec::new();
            let asked = settings("");
            let some = read(&asked, &[generated(rows.into_iter())], &mut problems).is_some();
            (some, problems.into_iter().map(|p| p.code).collect::<Vec<_>>())
        };
        let with = |day: &str, value: Cell| year().chain([(day.to_owned(), value)]).collect::<Vec<_>>();
        assert_eq!(codes(with("31.12.2001", Cell::Real(20.0))), (true, vec!["heat_row_unreadable".into()]));
        assert_eq!(codes(with("2001-06-01", Cell::Real(21.0))), (true, vec!["heat_day_twice".into()]));
        assert_eq!(codes(with("2001-12-31", Cell::Real(300.0))).1, ["heat_day_twice", "intensity_in_other_unit"]);
        let short: Vec<_> = year().take(30).collect();
        assert_eq!(codes(short), (false, vec!["heat_years_incomplete".into(), "heat_not_read".into()]));
    }
}
