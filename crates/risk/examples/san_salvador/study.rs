//! Reads the study of San Salvador: houses with depths, functions, measures and discount rates.

use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use risk::frequency::Rule;
use risk::measure::{CutOff, Events, Hazard, Measure, Scenario, Sorted, Transfer};
use risk::{AtAssets, DamageFunction};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

pub const PRECARIOUS: u32 = 0;
pub const OTHER: u32 = 1;
pub const FREQUENCY: [f64; 6] = [0.5, 0.2, 0.1, 0.04, 0.02, 0.01];
/// 2 % a year from 2015 to 2040.
pub const GROWTH: f64 = 1.640_605_994_464_730_7;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Now {
    Y2015,
    Y2040,
}

pub struct Study {
    /// Of precarious houses (101) and others (102).
    pub functions: Vec<DamageFunction>,
    /// With what they cost.
    pub measures: Vec<(Measure, f64)>,
    pub rates: BTreeMap<i32, f64>,
    value: Vec<f64>,
    group: Vec<u32>,
    depths: [Vec<Vec<f64>>; 2],
}

impl Study {
    pub fn read(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let mut book: Xlsx<_> = open_workbook(folder.join("entity.xlsx"))?;
        let functions = book.worksheet_range("impact_functions")?;
        let mut study = Self {
            functions: vec![function(&functions, 101.0)?, function(&functions, 102.0)?],
            measures: measures(&book.worksheet_range("measures")?)?,
            rates: rates(&book.worksheet_range("discount")?)?,
            value: Vec::new(),
            group: Vec::new(),
            depths: [vec![Vec::new(); 6], vec![Vec::new(); 6]],
        };
        study.houses(&folder.join("houses_and_depths.csv"))?;
        Ok(study)
    }

    fn houses(&mut self, path: &Path) -> Result<(), Box<dyn Error>> {
        let mut reader = csv::Reader::from_path(path)?;
        let mut row = csv::StringRecord::new();
        while reader.read_record(&mut row)? {
            let number = |at: usize| -> Result<f64, Box<dyn Error>> { Ok(row.get(at).ok_or("a short row")?.parse()?) };
            self.value.push(number(3)?);
            self.group.push(if row.get(6) == Some("101") { PRECARIOUS } else { OTHER });
            for event in 0..6 {
                self.depths[0][event].push(number(7 + 2 * event)?);
                self.depths[1][event].push(number(8 + 2 * event)?);
            }
        }
        Ok(())
    }

    pub fn things(&self, now: Now) -> Result<AtAssets, risk::RiskError> {
        let depths = &self.depths[usize::from(now == Now::Y2040)];
        AtAssets::new(self.value.clone(), self.group.clone(), self.group.clone(), depths)
    }

    pub fn scenario(&self, now: Now, growth: f64, rule: Rule) -> Result<Scenario, risk::RiskError> {
        Scenario::new(Sorted::of(&self.things(now)?), Events::new(FREQUENCY.to_vec(), rule)?, growth)
    }
}

/// Cells of a sheet by the words of its first row.
fn rows(sheet: &Range<Data>) -> impl Iterator<Item = BTreeMap<String, &Data>> {
    let heads: Vec<String> = sheet.rows().next().into_iter().flatten().map(ToString::to_string).collect();
    sheet.rows().skip(1).map(move |row| heads.iter().cloned().zip(row).collect())
}

fn number(row: &BTreeMap<String, &Data>, column: &str) -> Result<f64, String> {
    match row.get(column) {
        Some(Data::Float(number)) => Ok(*number),
        #[expect(clippy::cast_precision_loss, reason = "small numbers of a sheet")]
        Some(Data::Int(number)) => Ok(*number as f64),
        other => Err(format!("{column}: {other:?} is no number")),
    }
}

fn function(sheet: &Range<Data>, id: f64) -> Result<DamageFunction, Box<dyn Error>> {
    let (mut depth, mut degree, mut affected) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows(sheet) {
        if (number(&row, "impact_fun_id")? - id).abs() < 0.5 {
            depth.push(number(&row, "intensity")?);
            degree.push(number(&row, "mdd")?);
            affected.push(number(&row, "paa")?);
        }
    }
    Ok(DamageFunction::new(&id.to_string(), depth, degree)?.with_affected(affected)?)
}

fn measures(sheet: &Range<Data>) -> Result<Vec<(Measure, f64)>, Box<dyn Error>> {
    let read = |row: BTreeMap<String, &Data>| {
        let of = |column: &str| number(&row, column);
        let cover = of("risk transfer cover")?;
        let measure = Measure {
            hazard: Hazard::CurveAxis {
                factor: of("hazard intensity impact a")?,
                shift: of("hazard intensity impact b")?,
            },
            cut_off: Some(CutOff::ByRankOfLoss { frequency: of("hazard high frequency cutoff")? }),
            degree: (of("MDD impact a")?, of("MDD impact b")?),
            affected: (of("PAA impact a")?, of("PAA impact b")?),
            transfer: (cover > 0.0).then_some(Transfer { attachment: of("risk transfer attachement")?, cover }),
            ..Measure::named(&row.get("name").map(ToString::to_string).unwrap_or_default())
        };
        Ok((measure, of("cost")?))
    };
    rows(sheet).map(read).collect()
}

fn rates(sheet: &Range<Data>) -> Result<BTreeMap<i32, f64>, Box<dyn Error>> {
    #[expect(clippy::cast_possible_truncation, reason = "a year")]
    let read = |row: BTreeMap<String, &Data>| Ok((number(&row, "year")? as i32, number(&row, "discount_rate")?));
    rows(sheet).map(read).collect()
}
