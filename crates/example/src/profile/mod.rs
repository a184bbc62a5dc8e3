//! Profiles: what the settlements said about themselves, as Ona exports it in JSON and in CSV.

mod answers;
mod community;
mod faults;
mod place;
mod services;

use crate::dice::Dice;
use crate::output::{ExampleError, Output};
use crate::position::{Spot, rounded_degrees};
use crate::settlements::Settlement;
use answers::Answers;
use serde_json::Value;

const JSON: &str = "sources/profiles_ona.json";
const CSV: &str = "sources/profiles_2022.csv";

/// Settlements that were profiled once more in 2022; that round came as a CSV export.
const ROUND_OF_2022: [&str; 4] = ["MF002", "MF008", "MF013", "MF021"];

/// One profile of one settlement.
#[derive(Debug)]
pub(crate) struct Visit<'a> {
    pub settlement: &'a Settlement,
    pub year: u16,
    /// How well served it is, 0 to 1; slowly better over the years.
    pub service: f64,
}

impl Visit<'_> {
    pub fn population(&self) -> i64 {
        self.settlement.population(self.year)
    }

    /// The day of the visit, in one of the ways of writing met in real files.
    pub fn date(&self, dice: &mut Dice) -> String {
        let (year, month, day) = (self.year, dice.whole(2, 11), dice.whole(13, 28));
        match dice.bits() % 4 {
            0 => format!("{day:02}-{month:02}-{year}"),
            1 => format!("{day:02}.{month:02}.{year}"),
            2 => format!("{year}-{month:02}-{day:02}T09:30:00.000+00:00"),
            _ => format!("{year}-{month:02}-{day:02}"),
        }
    }
}

/// Writes both exports, with their faults.
pub(crate) fn write(output: &mut Output, settlements: &[Settlement], seed: u64) -> Result<(), ExampleError> {
    let mut visits: Vec<(&Settlement, u16)> =
        settlements.iter().flat_map(|s| s.years.iter().map(move |year| (s, *year))).collect();
    visits.sort_by_key(|(settlement, year)| (*year, settlement.code));
    let mut submissions: Vec<Answers> =
        (190_001..).zip(&visits).map(|(id, (settlement, year))| submission(settlement, *year, id, seed)).collect();
    faults::put_in(output, &visits, &mut submissions);
    let all = submissions.iter().map(Answers::json).collect::<Vec<Value>>();
    output.json(JSON, &Value::Array(all))?;
    let again = settlements.iter().filter(|s| ROUND_OF_2022.contains(&s.code));
    let mut rows: Vec<Answers> = (220_001..).zip(again).map(|(id, s)| submission(s, 2022, id, seed)).collect();
    faults::put_in_csv(output, &mut rows);
    let header: Vec<String> =
        rows.first().map(|first| first.columns().into_iter().map(|c| c.0).collect()).unwrap_or_default();
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let cells: Vec<Vec<String>> = rows.iter().map(|row| row.columns().into_iter().map(|c| c.1).collect()).collect();
    output.table(CSV, &header, &cells)
}

fn submission(settlement: &Settlement, year: u16, id: i64, seed: u64) -> Answers {
    let mut dice = Dice::new(seed, &format!("{} {year}", settlement.code));
    let begun = Dice::new(seed, settlement.name).between(0.12, 0.72);
    let visit = Visit { settlement, year, service: begun + 0.015 * (f64::from(year) - 2012.0) };
    let mut answers = Answers::default();
    answers.put("_id", id);
    let uuid = format!("{:016x}{:016x}", dice.bits(), dice.bits());
    answers.put("_uuid", uuid.clone());
    answers.put("_submission_time", format!("{year}-12-05T08:00:00"));
    let [longitude, latitude] = rounded_degrees(settlement.centre);
    answers.put("_geolocation", format!("{latitude} {longitude}"));
    answers.put("device_id", "invented");
    place::fill(&mut answers, &visit, &mut dice);
    services::fill(&mut answers, &visit, &mut dice);
    community::fill(&mut answers, &visit, &mut dice);
    answers.put("meta/instanceID", format!("uuid:{uuid}"));
    answers
}

/// A boundary as the form stores it: latitude first, then longitude, altitude and accuracy.
fn geoshape(ring: &[Spot]) -> String {
    let point = |spot: &Spot| {
        let [longitude, latitude] = rounded_degrees(*spot);
        format!("{latitude} {longitude} 0.0 0.0")
    };
    ring.iter().map(point).collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settlements::settlements;

    #[test]
    fn a_profile_adds_up_before_faults_are_put_in() {
        for settlement in &settlements(2019) {
            let answers = submission(settlement, 2019, 1, 2019);
            let number = |field: &str| -> i64 { answers.get(&format!("section_C/{field}")).unwrap().parse().unwrap() };
            let parts = ["C1_Structures_Residential", "C2_Structures_Residential_Business", "C3_Structures_Business"];
            let sum = parts.into_iter().map(number).sum::<i64>() + number("C4_Structures_Other");
            assert_eq!(sum, number("C5_Structures_Total"), "{}", settlement.name);
            let (estimated, agreed) = (number("C11_Population_Estimate"), number("C12_Total_Population"));
            assert!((estimated - agreed).abs() * 50 < agreed, "{}", settlement.name);
            let owned: i64 = answers
                .0
                .iter()
                .filter(|(key, _)| key.starts_with("section_B/B13_Ownership_") && !key.ends_with("Calculation"))
                .filter_map(|(_, answer)| if let answers::Answer::Number(n) = answer { Some(n) } else { None })
                .sum();
            assert_eq!(owned, 100);
        }
    }

    #[test]
    fn boundaries_are_written_latitude_first_and_closed() {
        let text = geoshape(&settlements(2019)[0].boundary);
        let points: Vec<&str> = text.split(';').collect();
        assert!(points[0].starts_with("-1.5") && points[0].contains(" -20.5"), "{text}");
        assert_eq!(points.first(), points.last());
    }
}
