//! One file's rows together with what `city.toml` says about them.

use crate::findings::Findings;
use crate::records::{Record, Records};
use city::settings::SourceSettings;
use city::{Cell, Problem};

/// One file's rows, in EPSG:4326, and what `city.toml` says about them.
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    /// The source's settings.
    pub source: &'a SourceSettings,
    /// The file as problems name it.
    pub file: &'a str,
    /// Its rows.
    pub records: &'a Records,
}

impl Table<'_> {
    /// A problem filled in with the source, file and sheet.
    pub(super) fn about(&self, problem: Problem) -> Problem {
        let mut problem = problem.in_file(self.file).in_sheet(&self.records.sheet);
        self.source.id.as_str().clone_into(&mut problem.source);
        problem
    }

    pub(super) fn error(&self, code: &str) -> Problem {
        self.about(Problem::error(code))
    }

    pub(super) fn warning(&self, code: &str) -> Problem {
        self.about(Problem::warning(code))
    }

    pub(super) fn note(&self, code: &str) -> Problem {
        self.about(Problem::note(code))
    }

    /// The problems with the many of one kind cut short and counted.
    pub(super) fn listed(&self, problems: Vec<Problem>) -> Vec<Problem> {
        let mut findings = Findings::of_file(self.file);
        findings.in_sheet(&self.records.sheet);
        for problem in problems {
            findings.add(problem);
        }
        findings.into_problems().into_iter().map(|problem| self.about(problem)).collect()
    }

    /// Where a number stands, as observations say it.
    pub(super) fn locator(&self, rows: &[u64], column: &str) -> String {
        let mut locator = String::new();
        if self.source.files.as_slice().len() > 1 {
            locator.push_str(self.file);
            locator.push_str(", ");
        }
        if !self.records.sheet.is_empty() {
            locator.push_str("sheet ");
            locator.push_str(&self.records.sheet);
            locator.push_str(", ");
        }
        let numbers = rows.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
        locator.push_str(if rows.len() == 1 { "row " } else { "rows " });
        locator.push_str(&numbers);
        if !column.is_empty() {
            locator.push_str(", column ");
            locator.push_str(column);
        }
        locator
    }

    /// The positions of columns; a column that is not there has none (and [`super::check_columns`] says so).
    pub(super) fn positions(&self, columns: &[String]) -> Vec<Option<usize>> {
        columns.iter().map(|name| self.records.column(name)).collect()
    }

    /// What stands at a position, as text; none where nothing does or a declared word for that.
    pub(super) fn text(&self, record: &Record, position: Option<usize>) -> Option<String> {
        let text = position.and_then(|p| record.cells.get(p)).map(written)?;
        (!text.is_empty() && !self.source.text.missing.contains(&text)).then_some(text)
    }

    /// The texts at several positions joined by `/`; none where one of them has none.
    pub(super) fn joined(&self, record: &Record, positions: &[Option<usize>]) -> Option<String> {
        let parts = positions.iter().map(|p| self.text(record, *p)).collect::<Option<Vec<_>>>()?;
        (!parts.is_empty()).then(|| parts.join("/"))
    }
}

/// A cell as text, without space around it.
pub(super) fn written(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.trim().to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
pub(crate) mod made_up {
    //! Small tables for tests.

    use crate::join::Known;
    use crate::mapping::{Observed, Table, observations_of};
    use crate::records::{Record, Records};
    use city::settings::{CitySettings, SourceSettings};
    use city::{Cell, Column, ColumnType, FieldTable, Observation, Place, PlaceId, PlaceKind};

    /// A source from the text of its table in `city.toml`, without the head.
    pub fn source(text: &str) -> SourceSettings {
        settings(&format!("{HEAD}{text}")).sources.remove(0)
    }

    pub const HEAD: &str =
        "[[source]]\nid='made_up'\ntitle='Made up'\nlicence='none'\nquality='high'\nfile='a.csv'\ndate='2011-10-09'\n";

    pub fn settings(sources: &str) -> CitySettings {
        let text = format!("[city]\nid='town'\nname='Town'\ncountry='GH'\n{sources}");
        CitySettings::from_toml(&text).unwrap()
    }

    /// Records from CSV text: whole numbers and numbers as such, the rest as text.
    pub fn records(csv: &str) -> Records {
        let mut lines = csv.trim().lines();
        let cell = |text: &str| match (text, text.parse::<i64>(), text.parse::<f64>()) {
            ("", ..) => Cell::Empty,
            (_, Ok(whole), _) => Cell::Integer(whole),
            (_, _, Ok(number)) if number.is_finite() => Cell::Real(number),
            _ => Cell::Text(text.to_owned()),
        };
        let columns = lines.next().unwrap().split(',').map(|name| Column::new(name, ColumnType::Text)).collect();
        let row = |(i, line): (usize, &str)| Record {
            number: i as u64 + 2,
            geometry: None,
            cells: line.split(',').map(|t| cell(t.trim())).collect(),
        };
        Records { columns, rows: lines.enumerate().map(row).collect(), ..Records::default() }
    }

    /// The observations of a table, where wards 1 to 4 of a town are known.
    pub fn observe(settings: &str, csv: &str) -> Observed {
        let (source, records) = (source(settings), records(csv));
        let ward = |n: i32| {
            let id = PlaceId::new("ward", &n.to_string());
            Place::new(id, PlaceKind::District, &format!("Quarter {n}"), &"wards".into())
        };
        let known = Known::of(&PlaceId::new("city", "town"), &(1..=4).map(ward).collect::<Vec<_>>());
        let table = Table { source: &source, file: "a.csv", records: &records };
        observations_of(&table, &known, &fields(), &"run".into())
    }

    /// Place, group and number (or gap) of each observation.
    pub fn said(observations: &[Observation]) -> Vec<String> {
        let number = |o: &Observation| match &o.value {
            city::Value::Estimate(e) if e.has_range() => format!("{} ({} to {})", e.value, e.low, e.high),
            city::Value::Estimate(e) => e.value.to_string(),
            city::Value::Classes(codes) => codes.join(","),
            city::Value::Gap(gap) => gap.to_string(),
        };
        observations.iter().map(|o| format!("{} {} [{}] {}", o.place, o.indicator, o.group, number(o))).collect()
    }

    /// Code and row of each problem.
    pub fn wrong(observed: &Observed) -> Vec<(&str, Option<u64>)> {
        observed.problems.iter().map(|p| (p.code.as_str(), p.row)).collect()
    }

    /// A field table with one indicator of each kind that matters here.
    pub fn fields() -> FieldTable {
        let head = "id,label,unit,kind,direction,adds_up,least,most,sector,sdg,dimension,level,definition,citation\n";
        let rows = [
            ("population", "persons", "count", "sum", "0", ""),
            ("households", "households", "count", "sum", "0", ""),
            ("toilets_persons", "persons", "count", "sum", "0", ""),
            ("toilets_households", "households", "count", "sum", "0", ""),
            ("area", "km2", "amount", "sum", "0", ""),
            ("slum_share", "percent", "share", "population_weighted_mean", "", ""),
            ("household_size", "persons/household", "rate", "no", "1", "20"),
            ("settlement_type", "code", "class", "no", "", ""),
            ("flood_prone", "yes or no", "flag", "no", "0", "1"),
        ];
        let line = |(id, unit, kind, adds, least, most): &(&str, &str, &str, &str, &str, &str)| {
            format!("{id},{id},{unit},{kind},neither,{adds},{least},{most},x,,service,public,made up,nobody\n")
        };
        FieldTable::from_csv(&format!("{head}{}", rows.iter().map(line).collect::<String>())).unwrap()
    }
}
