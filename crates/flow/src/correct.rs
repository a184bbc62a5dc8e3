//! Corrections: a row in `corrections.csv` and the source that reads it; `collect` does the rest.

use crate::city_toml::{Held, add_source, has_source, table};
use crate::error::FlowError;
use crate::library::Library;
use crate::withdraw;
use crate::workspace::Workspace;
use city::correction::{COLUMNS, FILE, SOURCE, is_of_corrections};
use city::settings::{Reader, TextSettings};
use city::source::{Consent, Level};
use city::{Observation, Place, PlaceId, Problem, Value};
use collect::corrections::{Correction, Reading};
use collect::records::Request;
use std::collections::BTreeSet;
use store::CityFile;
use toml_edit::DocumentMut;

/// Who changes a city, and what they may see of it.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// Their name; empty where there are no accounts.
    pub who: &'a str,
    /// What they see; none where all files are theirs.
    pub sees: Option<Level>,
}

impl By<'_> {
    /// Whether what a consent covers is theirs to see and to change.
    pub(crate) fn sees(&self, consent: Option<&Consent>) -> bool {
        self.sees.is_none_or(|level| consent.is_none_or(|c| c.level <= level))
    }
}

/// What is to be corrected, as somebody wrote it.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrectionAsked {
    /// Id of the place.
    pub place: String,
    /// Id of the indicator.
    pub indicator: String,
    /// For whom.
    #[serde(default)]
    pub group: String,
    /// When.
    pub period: String,
    /// A number, or codes.
    pub value: serde_json::Value,
    /// Lower end.
    #[serde(default)]
    pub low: Option<f64>,
    /// Upper end.
    #[serde(default)]
    pub high: Option<f64>,
    /// Unit; that of the field table where it is not said.
    #[serde(default)]
    pub unit: Option<String>,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// A correction and what it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Corrected {
    /// The row.
    pub correction: Correction,
    /// What people call the place.
    pub name: String,
    /// What people call the indicator.
    pub label: String,
    /// Unit of the number.
    pub unit: String,
    /// What was known before, where it is still in the city file.
    pub was: Option<Value>,
}

/// Writes a correction down: a row in `corrections.csv`, and in `city.toml` the source that reads it. What it corrects stays in the
/// city file. It has the consent of what it corrects, or else of the place, so that it goes no farther than that.
///
/// # Errors
/// [`FlowError::Refused`] with everything that is wrong, [`FlowError::NotYours`] where a consent keeps it from them,
/// [`FlowError::NotCollected`], and what the disk can meet.
pub fn correct(workspace: &Workspace, asked: &CorrectionAsked, by: &By) -> Result<Corrected, FlowError> {
    let held = Held::take(workspace)?;
    let known = Known::of(workspace)?;
    let before = known.before(asked);
    let (consent, was) = known.covers(asked, before);
    if !by.sees(consent) || consent.is_some_and(|c| c.level == Level::Sealed && by.sees.is_some()) {
        return Err(FlowError::NotYours);
    }
    let id = consent.map(|c| c.id.as_str()).unwrap_or_default();
    let number = |number: Option<f64>| number.map(|n| n.to_string()).unwrap_or_default();
    let cells = [
        one_line(&asked.place),
        one_line(&asked.indicator),
        one_line(&asked.group),
        one_line(&asked.period),
        written(&asked.value),
        number(asked.low),
        number(asked.high),
        one_line(asked.unit.as_deref().unwrap_or_default()),
        one_line(&asked.reason),
        one_line(by.who),
        workspace.now.clone(),
        before.map(|o| o.source.0.clone()).unwrap_or_default(),
        was,
        id.to_owned(),
    ];
    let row: Vec<&str> = cells.iter().map(String::as_str).collect();
    let alone = with_row("", &row)?;
    let reading = read_text(&alone, &known)?;
    let Some(correction) = reading.corrections.into_iter().next().filter(|_| reading.problems.is_empty()) else {
        let problems = reading.problems.into_iter().map(|p| Problem { row: None, file: String::new(), ..p });
        return Err(FlowError::Refused(problems.collect()));
    };
    let text = with_row(&held.text(FILE)?, &row)?;
    held.put(FILE, &text)?;
    held.edit(|document| {
        source(document, None)?;
        if id.is_empty() { Ok(()) } else { source(document, Some(id)) }
    })?;
    let row = text.lines().count() as u64;
    Ok(known.told(Correction { row, ..correction }))
}

/// The corrections that they may see, the latest last, and everything that is wrong with the file.
///
/// # Errors
/// [`FlowError::NotCollected`], and what the disk can meet.
pub fn corrections(workspace: &Workspace, by: &By) -> Result<(Vec<Corrected>, Vec<Problem>), FlowError> {
    let path = workspace.dir.join(FILE);
    if !path.is_file() {
        return Ok((Vec::new(), Vec::new()));
    }
    let known = Known::of(workspace)?;
    let reading = read(&path, &known);
    let seen = |one: &Correction| {
        let consent = known.consents.iter().find(|c| c.id.as_str() == one.consent);
        if one.consent.is_empty() { true } else { by.sees.is_none() || (consent.is_some() && by.sees(consent)) }
    };
    let all = reading.corrections.into_iter().filter(seen).map(|one| known.told(one)).collect();
    let problems = if by.sees.is_none() { reading.problems } else { without_values(reading.problems) };
    Ok((all, problems))
}

/// Problems without what stands in the file, which not everybody may see.
fn without_values(problems: Vec<Problem>) -> Vec<Problem> {
    problems.into_iter().map(|p| Problem { value: String::new(), ..p }).collect()
}

/// What corrections are about.
struct Known {
    places: Vec<Place>,
    observations: Vec<Observation>,
    sources: Vec<city::Source>,
    consents: Vec<Consent>,
    library: &'static Library,
}

impl Known {
    fn of(workspace: &Workspace) -> Result<Self, FlowError> {
        let path = workspace.city_file();
        if !path.is_file() {
            return Err(FlowError::NotCollected(path));
        }
        let file = CityFile::open_read_only(&path)?;
        Ok(Self {
            places: file.places()?,
            observations: file.observations()?,
            sources: file.sources()?,
            consents: withdraw::consents(&workspace.settings()?, file.consents()?),
            library: Library::open()?,
        })
    }

    /// What stands there now: the preferred of what is no correction.
    fn before(&self, asked: &CorrectionAsked) -> Option<&Observation> {
        let (Ok(period), Ok(group)) = (asked.period.parse::<city::Period>(), asked.group.parse::<city::Group>()) else {
            return None;
        };
        let of_it = |o: &&Observation| {
            o.place.as_str() == asked.place && o.indicator == asked.indicator && o.period == period && o.group == group
        };
        let same: Vec<&Observation> = self.observations.iter().filter(of_it).collect();
        let facts = assess::profile::facts::Facts::new(same.iter().copied().filter(|o| !is_of_corrections(&o.source)));
        facts.best(&PlaceId(asked.place.clone()), &asked.indicator, &group)
    }

    /// The consent that covers what is corrected: that of the number, or that of the place; and the number in words.
    fn covers(&self, asked: &CorrectionAsked, before: Option<&Observation>) -> (Option<&Consent>, String) {
        let place = self.places.iter().find(|p| p.id.as_str() == asked.place);
        let of = |id: &city::source::SourceId| {
            let consent = self.sources.iter().find(|s| s.id == *id)?.consent.as_ref()?;
            self.consents.iter().find(|c| c.id == *consent)
        };
        let of_number = before.and_then(|o| of(&o.source));
        let consent = of_number.or_else(|| place.and_then(|p| of(&p.source)));
        let was = before.map(|o| said(&o.value)).unwrap_or_default();
        (consent, was)
    }

    fn told(&self, correction: Correction) -> Corrected {
        let field = self.library.fields.get(&correction.indicator);
        let place = self.places.iter().find(|p| p.id == correction.place);
        let was = self.observations.iter().find(|o| {
            o.place == correction.place
                && o.indicator == correction.indicator
                && o.period == correction.period
                && o.group == correction.group
                && o.source.as_str() == correction.replaces
        });
        Corrected {
            name: place.map(|p| p.name.clone()).unwrap_or_default(),
            label: field.map(|f| f.label.clone()).unwrap_or_default(),
            unit: field.map(|f| f.unit.clone()).unwrap_or_default(),
            was: was.map(|o| o.value.clone()),
            correction,
        }
    }
}

fn said(value: &Value) -> String {
    match value {
        Value::Estimate(e) if e.has_range() => format!("{} ({} to {})", e.value, e.low, e.high),
        Value::Estimate(e) => e.value.to_string(),
        Value::Classes(codes) => codes.join(";"),
        Value::Gap(gap) => gap.to_string(),
    }
}

fn written(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => one_line(text),
        serde_json::Value::Null => String::new(),
        serde_json::Value::Bool(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        serde_json::Value::Array(list) => list.iter().map(written).collect::<Vec<_>>().join(";"),
        other => other.to_string(),
    }
}

/// A text without what would end a line or clear a screen.
pub(crate) fn one_line(text: &str) -> String {
    text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The text of a table with a row more, in the order of its own columns.
fn with_row(text: &str, row: &[&str]) -> Result<String, FlowError> {
    let wrong = |message: String| {
        let problem = Problem::error("column_missing").in_file(FILE).found(message);
        let hint = "take the file away, or give it these columns";
        FlowError::Refused(vec![problem.expected(COLUMNS.join(", ")).hint(hint)])
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    let headers: Vec<String> = if text.trim().is_empty() {
        writer.write_record(COLUMNS).map_err(|e| wrong(e.to_string()))?;
        COLUMNS.map(str::to_owned).to_vec()
    } else {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headers = reader.headers().map_err(|e| wrong(e.to_string()))?;
        headers.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_owned()).collect()
    };
    if let Some(lost) =
        COLUMNS.iter().zip(row).find(|(name, cell)| !cell.is_empty() && !headers.iter().any(|h| h == *name))
    {
        return Err(wrong((*lost.0).to_owned()));
    }
    let cell = |name: &String| COLUMNS.iter().position(|column| column == name).and_then(|at| row.get(at)).copied();
    writer.write_record(headers.iter().map(|name| cell(name).unwrap_or_default())).map_err(|e| wrong(e.to_string()))?;
    let added = writer.into_inner().map_err(|e| wrong(e.to_string()))?;
    let between = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    Ok(format!("{text}{between}{}", String::from_utf8_lossy(&added)))
}

fn read(path: &std::path::Path, known: &Known) -> Reading {
    let settings = TextSettings::default();
    let request = Request { path, file: FILE, layer: "", text: &settings };
    let places: BTreeSet<&PlaceId> = known.places.iter().map(|p| &p.id).collect();
    collect::corrections::read(&request, &known.library.fields, Some(&places))
}

/// Reads a text as `collect` will read the file.
fn read_text(text: &str, known: &Known) -> Result<Reading, FlowError> {
    let path = std::env::temp_dir().join(format!("makazi-correction-{}-{:p}.csv", std::process::id(), text.as_ptr()));
    crate::city_toml::put_whole(&path, text.as_bytes())?;
    let reading = read(&path, known);
    let _ = std::fs::remove_file(&path);
    Ok(reading)
}

/// Adds the source that reads corrections under a consent, where it is not there.
fn source(document: &mut DocumentMut, consent: Option<&str>) -> Result<(), FlowError> {
    let id = consent.map_or_else(|| SOURCE.to_owned(), |consent| format!("{SOURCE}_{consent}"));
    if has_source(document, &id) {
        return Ok(());
    }
    let title = consent
        .map_or_else(|| "Corrections".to_owned(), |consent| format!("Corrections, under the consent of {consent}"));
    let mut source = table(&[
        ("id", &id),
        ("title", &title),
        ("publisher", "Those who keep this city"),
        ("licence", "as what they correct"),
        ("quality", "medium"),
        ("file", FILE),
        ("reader", Reader::Corrections.as_str()),
    ]);
    if let Some(consent) = consent {
        source.insert("consent", toml_edit::value(consent));
    }
    source
        .decor_mut()
        .set_prefix("\n# Numbers put in place of others: each row of the file says why, by whom and when.\n");
    add_source(document, source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_goes_into_the_columns_that_the_file_has_and_nothing_is_lost() {
        let row = ["ward:1", "population", "", "2011", "5", "", "", "", "counted, twice", "Ama", "now", "", "", ""];
        let text = with_row("", &row).unwrap();
        assert_eq!(text.lines().nth(1), Some("ward:1,population,,2011,5,,,,\"counted, twice\",Ama,now,,,"));
        let own = "reason,value,period,indicator,place,who,when\nold,1,2001,population,ward:1,,";
        let text = with_row(own, &row).unwrap();
        assert_eq!(text, format!("{own}\n\"counted, twice\",5,2011,population,ward:1,Ama,now\n"));
        let lost = with_row("place,value\n", &row);
        assert!(matches!(lost, Err(FlowError::Refused(p)) if p[0].value == "indicator"));
    }
}
