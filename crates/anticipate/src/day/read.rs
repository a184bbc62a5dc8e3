//! Reading the tables of a day: everything that is wrong is said at once.

use super::schedule::{Hours, Schedules};
use super::tables::{ClassLitres, DayTables, OtherUser, ToiletRow};
use super::{Day, MinorPeriod, ToiletClass, Told, Use, WaterClass};
use crate::ages::{Band, Sex};
use city::{Estimate, Group, Problem};
use std::collections::BTreeMap;

/// A row of a table, and where it stands.
struct Row<'a> {
    file: &'a str,
    line: u64,
    cells: BTreeMap<String, String>,
}

type Problems = Vec<Problem>;

impl Row<'_> {
    fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", |c| c.trim())
    }

    fn wrong(&self, problems: &mut Problems, (code, column): (&str, &str), expected: &str) {
        let problem = Problem::error(code).in_file(self.file).at_row(self.line).in_column(column);
        problems.push(problem.found(self.cell(column)).expected(expected).hint("correct the cell; data/day shows how"));
    }

    /// A number of at least 0; none where the cell is empty.
    fn number(&self, problems: &mut Problems, column: &str) -> Option<f64> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return None;
        }
        let number = cell.parse::<f64>().ok().filter(|n| n.is_finite() && *n >= 0.0);
        if number.is_none() {
            self.wrong(problems, ("not_a_number", column), "a number of at least 0");
        }
        number
    }

    fn range(&self, problems: &mut Problems, columns: [&str; 3]) -> Option<Estimate> {
        let [value, low, high] = columns;
        let number = self.number(problems, value)?;
        let low_end = self.number(problems, low).unwrap_or(number);
        let high_end = self.number(problems, high).unwrap_or(number);
        let range = Estimate::range(low_end, number, high_end).ok();
        if range.is_none() {
            self.wrong(problems, ("range_does_not_enclose", low), "low <= value <= high");
        }
        range
    }

    /// The source; a row without one is refused.
    fn source(&self, problems: &mut Problems) -> String {
        if self.cell("source").is_empty() {
            self.wrong(problems, ("row_without_source", "source"), "a citation, or `assumption`");
        }
        self.cell("source").to_owned()
    }

    /// Hours such as `5-9`, `21-5` (over midnight), `0-24`.
    fn hours(&self, problems: &mut Problems) -> Vec<u8> {
        let hours = self.cell("hours").split_once('-').and_then(|(from, to)| {
            let (from, to) = (from.trim().parse::<u8>().ok()?, to.trim().parse::<u8>().ok()?);
            (from < 24 && to <= 24 && from != to).then_some((from, to))
        });
        let Some((from, to)) = hours else {
            self.wrong(problems, ("no_hours", "hours"), "hours such as `5-9`, `21-5` or `0-24`");
            return Vec::new();
        };
        if from < to { (from..to).collect() } else { (from..24).chain(0..to).collect() }
    }
}

fn rows<'a>(table: &'a (String, String), columns: &[&str], problems: &mut Problems) -> Vec<Row<'a>> {
    let (file, text) = table;
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().map(|h| h.iter().map(str::to_owned).collect()).unwrap_or_default();
    for column in columns.iter().filter(|c| !header.iter().any(|h| h == *c)) {
        let problem = Problem::error("missing_column").in_file(file).in_column(column);
        problems.push(problem.expected(header.join(", ")).hint("name the column so"));
    }
    let mut list = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let line = at as u64 + 2;
        match record {
            Ok(record) => {
                let cells = header.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
                list.push(Row { file, line, cells });
            }
            Err(error) => problems.push(Problem::error("not_csv").in_file(file).at_row(line).found(error)),
        }
    }
    list
}

pub(super) fn read(tables: &DayTables) -> Result<Day, Problems> {
    let mut problems = Vec::new();
    let mut told = Vec::new();
    let water_codes = codes(tables, &mut problems);
    let litres = litres(tables, (&mut problems, &mut told));
    let uses = uses(tables, (&mut problems, &mut told));
    let toilets = toilets(tables, (&mut problems, &mut told));
    let schedules = schedules(tables, (&mut problems, &mut told));
    let minor = minor(tables, &mut problems);
    let other_users = other_users(tables, (&mut problems, &mut told));
    let returned = single(&tables.wastewater, ("what", "return", "percent"), (&mut problems, &mut told));
    let minutes = single(&tables.queues, ("what", "minutes_a_visit", "value"), (&mut problems, &mut told));
    let income = single(&tables.queues, ("what", "water_of_income", "value"), (&mut problems, &mut told));
    if !problems.is_empty() {
        return Err(problems);
    }
    let of = |name: &str| uses.get(name).copied().unwrap_or(ZERO);
    Ok(Day {
        litres,
        drinking: of("drinking"),
        cooking: of("cooking"),
        hygiene_share: part(of("hygiene")),
        flush_share: part(of("toilet_flush")),
        water_codes,
        toilets,
        schedules,
        returned: part(returned),
        minor,
        other_users,
        minutes_a_visit: minutes,
        water_of_income_percent: income.value,
        told,
    })
}

const ZERO: Estimate = Estimate { low: 0.0, value: 0.0, high: 0.0 };

fn part(percent: Estimate) -> Estimate {
    Estimate { low: percent.low / 100.0, value: percent.value / 100.0, high: percent.high / 100.0 }
}

type Found<'a> = (&'a mut Problems, &'a mut Vec<Told>);

fn tell(told: &mut Vec<Told>, row: &Row, what: &str, (estimate, unit): (Option<Estimate>, &'static str), source: &str) {
    let noted = source.to_lowercase().contains("assumption") || row.cell("note").to_lowercase().contains("assumption");
    told.push(Told { what: what.to_owned(), estimate, unit, source: source.to_owned(), assumed: noted });
}

fn codes(tables: &DayTables, problems: &mut Problems) -> BTreeMap<String, Option<WaterClass>> {
    let mut codes = BTreeMap::new();
    for row in rows(&tables.water_classes, &["code", "class"], problems) {
        let class = WaterClass::named(row.cell("class"));
        if class.is_none() && !row.cell("class").is_empty() {
            row.wrong(problems, ("unknown_class", "class"), &names(WaterClass::ALL.iter().map(|c| c.as_str())));
        }
        codes.insert(row.cell("code").to_owned(), class);
    }
    codes
}

fn names<'a>(list: impl Iterator<Item = &'a str>) -> String {
    list.collect::<Vec<_>>().join(", ")
}

fn litres(tables: &DayTables, (problems, told): Found) -> BTreeMap<WaterClass, ClassLitres> {
    let mut list = BTreeMap::new();
    for row in rows(&tables.water_litres, &["class", "litres_person_day", "low", "high", "source"], problems) {
        let source = row.source(problems);
        let litres = row.range(problems, ["litres_person_day", "low", "high"]);
        let what = format!("water from {}", row.cell("class"));
        tell(told, &row, &what, (litres, "litres a person and day"), &source);
        match (WaterClass::named(row.cell("class")), litres) {
            (Some(class), Some(litres)) => drop(list.insert(class, ClassLitres { class, litres, source })),
            (None, _) => {
                row.wrong(problems, ("unknown_class", "class"), &names(WaterClass::ALL.iter().map(|c| c.as_str())));
            }
            (_, None) => row.wrong(problems, ("not_a_number", "litres_person_day"), "litres a person and day"),
        }
    }
    list
}

fn uses(tables: &DayTables, (problems, told): Found) -> BTreeMap<String, Estimate> {
    let mut list = BTreeMap::new();
    for row in rows(&tables.water_uses, &["use", "measure", "value", "low", "high", "source"], problems) {
        let source = row.source(problems);
        let unit = if row.cell("measure") == "litres" { "litres a person and day" } else { "percent of the rest" };
        let value = row.range(problems, ["value", "low", "high"]);
        if Use::named(row.cell("use")).is_none() {
            row.wrong(problems, ("unknown_use", "use"), &names(Use::ALL.iter().map(|u| u.as_str())));
        }
        tell(told, &row, &format!("water for {}", row.cell("use")), (value, unit), &source);
        if let Some(value) = value {
            list.insert(row.cell("use").to_owned(), value);
        }
    }
    for needed in ["drinking", "cooking", "hygiene", "toilet_flush"] {
        if !list.contains_key(needed) {
            let problem = Problem::error("missing_row").in_file(&tables.water_uses.0).in_column("use").found(needed);
            problems.push(problem.expected("a row for each use").hint("add it, with its source"));
        }
    }
    let shares = ["hygiene", "toilet_flush"].iter().filter_map(|u| list.get(*u)).map(|e| e.high).sum::<f64>();
    if shares > 100.0 {
        let problem = Problem::error("shares_over_100").in_file(&tables.water_uses.0).in_column("high").found(shares);
        problems.push(problem.expected("shares of the rest of at most 100 %, at their upper ends too"));
    }
    list
}

fn toilets(tables: &DayTables, (problems, told): Found) -> BTreeMap<String, ToiletRow> {
    let mut list = BTreeMap::new();
    let columns = ["code", "class", "flush", "visits_person_day", "sludge_l_person_day", "source"];
    for row in rows(&tables.toilets, &columns, problems) {
        let source = row.source(problems);
        let class = ToiletClass::named(row.cell("class"));
        if class.is_none() && !row.cell("class").is_empty() {
            row.wrong(problems, ("unknown_class", "class"), &names(ToiletClass::ALL.iter().map(|c| c.as_str())));
        }
        let visits = row.range(problems, ["visits_person_day", "visits_low", "visits_high"]);
        let sludge_l = row.range(problems, ["sludge_l_person_day", "sludge_low", "sludge_high"]);
        let code = row.cell("code").to_owned();
        if class.is_some() {
            tell(told, &row, &format!("visits to toilet {code}"), (visits, "visits a person and day"), &source);
            tell(
                told,
                &row,
                &format!("faecal sludge of toilet {code}"),
                (sludge_l, "litres a person and day"),
                &source,
            );
        }
        let flush = row.cell("flush") == "yes";
        list.insert(code.clone(), ToiletRow { code, class, flush, visits, sludge_l });
    }
    list
}

/// A row of the activities: whom it is of, which use (none: visits), its hours and its share.
struct Activity {
    ages: Option<Band>,
    sex: Option<Sex>,
    work: Option<Work>,
    of: Option<Use>,
    hours: Vec<u8>,
    share: f64,
}

impl Activity {
    fn fits(&self, age: u8, sex: Sex, works: Option<bool>) -> bool {
        self.ages.is_none_or(|b| b.holds(age))
            && self.sex.is_none_or(|s| s == sex)
            && self.work.is_none_or(|w| w.0 == works)
    }
}

fn schedules(tables: &DayTables, (problems, told): Found) -> Schedules {
    let mut list = Vec::new();
    for row in rows(&tables.activities, &["activity", "who", "use", "hours", "share", "source"], problems) {
        let source = row.source(problems);
        let share = row.number(problems, "share");
        let what = format!("{} ({}, {})", row.cell("activity"), row.cell("who"), row.cell("use"));
        let estimate = share.and_then(|s| Estimate::exact(s).ok());
        tell(told, &row, &what, (estimate, "percent of the use in a day"), &source);
        let of = Use::named(row.cell("use"));
        if of.is_none() && row.cell("use") != "visit" {
            row.wrong(problems, ("unknown_use", "use"), &(names(Use::ALL.iter().map(|u| u.as_str())) + ", visit"));
        }
        let hours = row.hours(problems);
        let Some((ages, sex, work)) = who(row.cell("who")) else {
            row.wrong(problems, ("unknown_who", "who"), "`age=15_plus;sex=female;work=yes`, each where it matters");
            continue;
        };
        list.push(Activity { ages, sex, work, of, hours, share: share.unwrap_or(0.0) / 100.0 });
    }
    let wrong = std::cell::RefCell::new(std::collections::BTreeSet::new());
    let made = Schedules::of(|age, sex, works| {
        let mut day = [[0.0; 24]; 6];
        for activity in list.iter().filter(|a| a.fits(age, sex, works)) {
            let at = activity.of.and_then(|u| Use::ALL.iter().position(|x| *x == u)).unwrap_or(5);
            let each = activity.share / f64::from(u8::try_from(activity.hours.len()).unwrap_or(1).max(1));
            activity.hours.iter().for_each(|h| day[at][usize::from(*h)] += each);
        }
        for (at, hours) in day.iter().enumerate() {
            let sum: f64 = hours.iter().sum();
            if (sum - 1.0).abs() > 1e-6 {
                let name = Use::ALL.get(at).map_or("visit", |u| u.as_str());
                wrong.borrow_mut().insert((name, works));
            }
        }
        day
    });
    for (name, works) in wrong.into_inner() {
        let work = works.map_or("unknown", |w| if w { "yes" } else { "no" });
        let problem = Problem::error("shares_do_not_sum").in_file(&tables.activities.0).in_column("share");
        problems.push(
            problem.found(format!("{name}, work={work}")).expected("activities of a use that sum to 100 % of a day"),
        );
    }
    made
}

/// Whom a row is of: ages, sex and work, each where it is given.
type Who = (Option<Band>, Option<Sex>, Option<Work>);

/// Works, does not, or it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Work(Option<bool>);

fn who(text: &str) -> Option<Who> {
    let group: Group = text.parse().ok()?;
    let mut made: Who = (None, None, None);
    for (key, value) in group.iter() {
        match (key, value) {
            ("age", band) => made.0 = Some(band.parse().ok()?),
            ("sex", "female") => made.1 = Some(Sex::Female),
            ("sex", "male") => made.1 = Some(Sex::Male),
            ("work", "yes") => made.2 = Some(Work(Some(true))),
            ("work", "no") => made.2 = Some(Work(Some(false))),
            ("work", "unknown") => made.2 = Some(Work(None)),
            _ => return None,
        }
    }
    Some(made)
}

fn minor(tables: &DayTables, problems: &mut Problems) -> Vec<MinorPeriod> {
    let mut list = Vec::new();
    let mut seen: Hours = [0.0; 24];
    for row in rows(&tables.minor_periods, &["period", "hours", "source"], problems) {
        row.source(problems);
        let hours = row.hours(problems);
        for hour in &hours {
            seen[usize::from(*hour)] += 1.0;
        }
        list.push(MinorPeriod { name: row.cell("period").to_owned(), hours });
    }
    if seen.iter().any(|n| (n - 1.0).abs() > 0.5) {
        let problem = Problem::error("hours_left_out").in_file(&tables.minor_periods.0).in_column("hours");
        problems
            .push(problem.expected("periods that hold every hour of the day once").hint("close the gap between two"));
    }
    list
}

fn other_users(tables: &DayTables, (problems, told): Found) -> Vec<OtherUser> {
    let mut list = Vec::new();
    let columns = ["user", "unit", "litres_unit_day", "low", "high", "hours", "return_percent", "source"];
    for row in rows(&tables.other_users, &columns, problems) {
        let source = row.source(problems);
        let litres = row.range(problems, ["litres_unit_day", "low", "high"]);
        let return_percent = row.number(problems, "return_percent").filter(|p| *p <= 100.0);
        let hours = row.hours(problems);
        let (user, unit) = (row.cell("user").to_owned(), row.cell("unit").to_owned());
        tell(told, &row, &format!("water for each of the {unit} of a {user}"), (litres, "litres a day"), &source);
        match (litres, return_percent) {
            (Some(litres), Some(return_percent)) => {
                list.push(OtherUser { user, unit, litres, hours, return_percent, source });
            }
            (None, _) => row.wrong(problems, ("not_a_number", "litres_unit_day"), "litres a unit and day"),
            (_, None) => row.wrong(problems, ("not_a_share", "return_percent"), "0 to 100"),
        }
    }
    list
}

/// The number of one row of a short table.
fn single(table: &(String, String), (key, wanted, column): (&str, &str, &str), (problems, told): Found) -> Estimate {
    let all = rows(table, &[key, column, "low", "high", "source"], problems);
    let Some(row) = all.iter().find(|r| r.cell(key) == wanted) else {
        let problem = Problem::error("missing_row").in_file(&table.0).in_column(key).found(wanted);
        problems.push(problem.expected("a row of that name").hint("add it, with its source"));
        return ZERO;
    };
    let source = row.source(problems);
    let value = row.range(problems, [column, "low", "high"]);
    let unit = if wanted == "minutes_a_visit" { "minutes" } else { "percent" };
    tell(told, row, &wanted.replace('_', " "), (value, unit), &source);
    if value.is_none() {
        row.wrong(problems, ("not_a_number", column), "a number");
    }
    value.unwrap_or(ZERO)
}
