//! What `[anticipate]` of `city.toml` names beside the counts: tables in the city's folder, and layers of the city file.

use crate::error::FlowError;
use crate::given::Given;
use crate::workspace::Workspace;
use anticipate::day::{Day, DayTables};
use anticipate::demand::Given as GivenDemand;
use anticipate::forecast::OtherCount;
use anticipate::others;
use anticipate::survey::{Survey, Table, read};
use assess::evidence::Evidence;
use assess::travel::LayerRead;
use city::anticipate_settings::{AnticipateSettings, SurveySettings};
use city::forecast::ForecastGap;
use city::settings::CitySettings;
use city::{Gap, Problem};
use std::collections::BTreeSet;
use store::CityFile;

/// A table of a city has at most so many bytes.
const MOST_BYTES: u64 = 64 << 20;

/// What was found of it.
pub(crate) struct Tables {
    /// The day of the people.
    pub day: Day,
    /// Demand given directly.
    pub given: Vec<GivenDemand>,
    /// Users that are no households.
    pub others: Vec<OtherCount>,
    /// What surveys say.
    pub surveys: Vec<Survey>,
    /// The longest mean wait that is short enough, minutes.
    pub longest_wait_minutes: f64,
    /// What is missing.
    pub gaps: Vec<ForecastGap>,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

impl Tables {
    /// The day that comes with makazi, and nothing beside it.
    ///
    /// # Errors
    /// [`FlowError::Anticipate`] where a table of the day cannot be read.
    pub(crate) fn none() -> Result<Self, FlowError> {
        Ok(Self {
            day: Day::shipped()?,
            given: Vec::new(),
            others: Vec::new(),
            surveys: Vec::new(),
            longest_wait_minutes: LONGEST_WAIT_MINUTES,
            gaps: Vec::new(),
            problems: Vec::new(),
        })
    }
}

/// The longest mean wait at a public toilet that is short enough where the city does not say, minutes.
const LONGEST_WAIT_MINUTES: f64 = 5.0;

/// The texts that the settings name, read before a run begins.
pub(crate) struct Texts {
    demand: Vec<(String, String)>,
    other_users: Vec<(String, String)>,
    day: Vec<(String, String)>,
    surveys: Vec<Option<[Option<Table>; 2]>>,
    problems: Vec<Problem>,
}

impl Texts {
    /// Reads them; one that is not there is a problem.
    pub(crate) fn read(workspace: &Workspace, settings: &AnticipateSettings) -> Result<Self, FlowError> {
        let mut problems = Vec::new();
        let mut of = |names: &[String], setting: &str| -> Vec<(String, String)> {
            let read = |name: &String| text(workspace, name, setting, &mut problems).map(|text| (name.clone(), text));
            names.iter().filter_map(read).collect()
        };
        let (demand, other_users) = (of(&settings.demand, "demand"), of(&settings.other_users, "other_users"));
        let folder = workspace.dir().join(&settings.day);
        let day = if settings.day.is_empty() { Vec::new() } else { crate::plan::files_of(&folder, "csv")? };
        if !settings.day.is_empty() && day.is_empty() {
            problems.push(missing("day", &settings.day, "a folder with tables of a day"));
        }
        let mut table = |name: &str, setting: &str| {
            let is_file = name.to_lowercase().ends_with(".csv");
            let text = is_file.then(|| text(workspace, name, setting, &mut problems)).flatten()?;
            Some(Table::csv(name, &text))
        };
        let surveys = settings.surveys.iter().map(|s| {
            let is_file = [&s.households, &s.points].iter().any(|name| name.to_lowercase().ends_with(".csv"));
            is_file.then(|| [table(&s.households, "survey.households"), table(&s.points, "survey.points")])
        });
        Ok(Self { demand, other_users, day, surveys: surveys.collect(), problems })
    }

    /// All of it in one text.
    pub(crate) fn asked(&self, settings: &AnticipateSettings) -> String {
        format!("{settings:?} {:?} {:?} {:?} {:?}", self.demand, self.other_users, self.day, self.surveys)
    }
}

fn text(workspace: &Workspace, name: &str, setting: &str, problems: &mut Vec<Problem>) -> Option<String> {
    let path = workspace.dir().join(name);
    let small = std::fs::metadata(&path).is_ok_and(|of| of.is_file() && of.len() <= MOST_BYTES);
    let read = small.then(|| std::fs::read_to_string(&path).ok()).flatten();
    if read.is_none() {
        problems.push(missing(setting, name, "a CSV file in UTF-8 in the city's folder, of at most 64 MiB"));
    }
    read
}

fn missing(setting: &str, found: &str, expected: &str) -> Problem {
    let problem = Problem::error("table_not_read").in_file("city.toml").in_column(&format!("anticipate.{setting}"));
    problem.found(found).expected(expected).hint("correct the name, or put the file beside city.toml; it is not used")
}

/// Reads everything that the settings name.
///
/// # Errors
/// [`FlowError::Store`] where a layer cannot be read, [`FlowError::Anticipate`] where a table that comes with makazi cannot.
pub(crate) fn tables(
    texts: Texts,
    file: &CityFile,
    (settings, given, evidence): (&CitySettings, &Given, &Evidence<'_>),
) -> Result<Tables, FlowError> {
    let Texts { demand, other_users, day, surveys, mut problems } = texts;
    let settings = &settings.anticipate;
    let day = own_day(settings, &day, &mut problems)?;
    let (mut rows, mut others) = (Vec::new(), Vec::new());
    for (name, text) in &demand {
        let (found, wrong) = anticipate::demand::given(name, text);
        rows.extend(found);
        problems.extend(wrong);
    }
    for (name, text) in &other_users {
        let (found, wrong) = others::table(name, text);
        others.extend(found);
        problems.extend(wrong);
    }
    let named: BTreeSet<&str> = settings
        .counts
        .iter()
        .map(|c| c.layer.as_str())
        .chain(settings.surveys.iter().flat_map(|s| [s.households.as_str(), s.points.as_str()]))
        .filter(|name| !name.is_empty())
        .collect();
    let layers = if named.is_empty() { Vec::new() } else { crate::travel::read(file, &named, &given.gone)? };
    let counted = others::counted(evidence, &layers, (&settings.counts, &day));
    others.extend(counted.counts);
    problems.extend(counted.problems);
    let mut gaps = counted.gaps;
    let least = evidence.settings.least_count as usize;
    let mut made = Vec::new();
    for (asked, tables) in settings.surveys.iter().zip(surveys) {
        let [households, points] = tables.unwrap_or_default();
        match survey(asked, [households, points], (&layers, least)) {
            Some(survey) => made.push(survey),
            None => gaps.push(no_survey(asked)),
        }
    }
    let wait = settings.longest_wait_minutes;
    if !(wait.is_finite() && wait > 0.0) {
        let problem = Problem::error("wait_not_read").in_file("city.toml").in_column("anticipate.longest_wait_minutes");
        problems.push(problem.found(wait).expected("minutes above 0").hint("5 is taken"));
    }
    let longest_wait_minutes = if wait.is_finite() && wait > 0.0 { wait } else { LONGEST_WAIT_MINUTES };
    Ok(Tables { day, given: rows, others, surveys: made, longest_wait_minutes, gaps, problems })
}

/// The day with the city's own tables; the one that comes with makazi where they have faults.
fn own_day(
    settings: &AnticipateSettings,
    own: &[(String, String)],
    problems: &mut Vec<Problem>,
) -> Result<Day, FlowError> {
    let mut tables = DayTables::shipped();
    for (name, text) in own {
        if !tables.replace(name, &format!("{}/{name}", settings.day), text) {
            problems.push(missing("day", name, "the name of a table of data/day"));
        }
    }
    match Day::read(&tables) {
        Ok(day) => Ok(day),
        Err(found) => {
            problems.extend(found);
            Ok(Day::shipped()?)
        }
    }
}

/// What a survey says; none where its households are not there.
fn survey(
    asked: &SurveySettings,
    tables: [Option<Table>; 2],
    (layers, least): (&[LayerRead], usize),
) -> Option<Survey> {
    let layer = |name: &str| layers.iter().find(|l| l.layer.name == name && !name.is_empty());
    let sources = [&asked.households, &asked.points].into_iter().filter_map(|name| layer(name));
    let read_from = sources.map(|l| l.layer.source.clone()).collect();
    let [households, points] = tables;
    let households = households.or_else(|| layer(&asked.households).map(Table::layer))?;
    let points = points.or_else(|| layer(&asked.points).map(Table::layer));
    Some(Survey { read_from, ..read(&households, points.as_ref(), (asked, least)) })
}

fn no_survey(asked: &SurveySettings) -> ForecastGap {
    ForecastGap {
        place: None,
        part: city::forecast::Part::All,
        years: Vec::new(),
        what: format!("what the survey says, {}", asked.title),
        reason: Gap::NotMeasuredHere,
        words: format!(
            "there is no layer or table {}, or its consent was withdrawn or has ended; hint: collect the source that keeps it",
            asked.households
        ),
    }
}
