//! Depth-damage functions of Huizinga, de Moel and Szewczyk (2017), by continent and class.

use super::known::{About, Certainty, FunctionsRead, KnownFunction, Spread};
use super::rows::Rows;
use super::unit::IntensityUnit;
use crate::error::RiskError;
use crate::function::DamageFunction;
use city::problem::Problem;
use std::collections::BTreeSet;

/// The functions as they come with makazi.
pub const JRC_2017_CSV: &str = include_str!("../../../../data/damage_functions/jrc_2017.csv");

const CITATION: &str = "Huizinga, de Moel and Szewczyk, Global flood depth-damage functions, EUR 28552 EN (2017), doi 10.2760/16510 \
                        (European Union, CC BY 4.0)";

city::names! {
    /// A class of buildings that the JRC has functions for.
    JrcClass ("class of buildings") {
        /// Houses and flats, of formal construction.
        Residential = "residential",
        /// Shops, offices, schools, hospitals.
        Commercial = "commercial",
        /// Factories and stores.
        Industrial = "industrial",
    }
}

/// The id of the function of a class on a continent: `jrc_residential_south_america`. Not all of them exist: there is none for
/// Africa commercial, Oceania industrial, nor for residential buildings everywhere.
#[must_use]
pub fn jrc_id(class: JrcClass, continent: &str) -> String {
    format!("jrc_{class}_{}", continent.trim().to_lowercase().replace(' ', "_"))
}

/// A function before it is checked.
struct Raw {
    class: String,
    continent: String,
    depth: Vec<f64>,
    damage: Vec<f64>,
    deviation: Vec<f64>,
}

/// The functions out of our CSV `continent,class,depth_m,damage,deviation` (a standard deviation where there is one).
#[must_use]
pub fn read_jrc_csv(text: &str, file: &str) -> FunctionsRead {
    let mut problems = Vec::new();
    let rows = Rows::of_csv(text, file, &mut problems);
    let columns = ["continent", "class", "depth_m", "damage"].map(|name| rows.required(&[name], &mut problems));
    let deviation = rows.column(&["deviation"]);
    let mut raw: Vec<Raw> = Vec::new();
    if columns.contains(&None) {
        return FunctionsRead { functions: Vec::new(), problems };
    }
    for row in rows.iter() {
        let (continent, class) = (row.text(columns[0]), row.text(columns[1]));
        let depth = row.number_in(columns[2], &mut problems);
        let damage = row.number_in(columns[3], &mut problems);
        let (Some(depth), Some(damage)) = (depth, damage) else { continue };
        if raw.last().is_none_or(|last| last.continent != continent || last.class != class) {
            let (continent, class) = (continent.to_owned(), class.to_owned());
            raw.push(Raw { class, continent, depth: Vec::new(), damage: Vec::new(), deviation: Vec::new() });
        }
        let Some(last) = raw.last_mut() else { continue };
        last.depth.push(depth);
        last.damage.push(damage);
        if !row.text(deviation).is_empty() {
            last.deviation.extend(row.number_in(deviation, &mut problems));
        }
    }
    checked(raw, file, problems)
}

/// The functions out of the JSON that os-climate passes on: `{"items": [{"asset_type", "location", "intensity", "impact_mean",
/// "impact_std", "intensity_units"}]}`. An item without damages is no function, and noted.
#[must_use]
pub fn read_jrc_json(text: &str, file: &str) -> FunctionsRead {
    #[derive(serde::Deserialize)]
    struct Document {
        items: Vec<Item>,
    }
    #[derive(serde::Deserialize)]
    struct Item {
        asset_type: String,
        location: String,
        intensity: Vec<f64>,
        impact_mean: Vec<f64>,
        #[serde(default)]
        impact_std: Vec<f64>,
        intensity_units: String,
    }
    let mut problems = Vec::new();
    let document: Document = match serde_json::from_str(text) {
        Ok(document) => document,
        Err(error) => {
            let expected = "items of asset_type, location, intensity, impact_mean, impact_std, intensity_units";
            problems.push(Problem::error("json_not_read").in_file(file).found(error).expected(expected));
            return FunctionsRead { functions: Vec::new(), problems };
        }
    };
    let mut raw = Vec::new();
    for item in document.items {
        let name = format!("{} {}", item.asset_type, item.location);
        let metres = IntensityUnit::parse("m");
        let depth: Result<Vec<f64>, RiskError> = metres.and_then(|metres| {
            let unit = IntensityUnit::parse(&item.intensity_units)?;
            item.intensity.iter().map(|x| unit.convert(*x, &metres)).collect()
        });
        if item.impact_mean.is_empty() {
            let hint = "the JRC gives none: choose another one and say so";
            problems.push(Problem::note("no_function_published").in_file(file).found(name).hint(hint));
            continue;
        }
        match depth {
            Ok(depth) => raw.push(Raw {
                class: item.asset_type.rsplit('/').next().unwrap_or_default().to_lowercase(),
                continent: item.location.to_lowercase().replace(' ', "_"),
                depth,
                damage: item.impact_mean,
                deviation: item.impact_std,
            }),
            Err(error) => {
                problems.push(Problem::error("unit_not_known").in_file(file).found(name).expected(error.to_string()));
            }
        }
    }
    checked(raw, file, problems)
}

fn checked(raw: Vec<Raw>, file: &str, mut problems: Vec<Problem>) -> FunctionsRead {
    let (mut functions, mut ids) = (Vec::new(), BTreeSet::new());
    for one in raw {
        let name = format!("{} {}", one.class, one.continent);
        match known(one) {
            Ok(function) if !ids.insert(function.function.id().to_owned()) => {
                problems.push(Problem::error("function_twice").in_file(file).found(name).hint("the first is kept"));
            }
            Ok(function) => functions.push(function),
            Err(error) => problems.push(
                Problem::error("function_not_usable")
                    .in_file(file)
                    .found(name)
                    .expected(error.to_string())
                    .hint("left out"),
            ),
        }
    }
    FunctionsRead { functions, problems }
}

fn known(raw: Raw) -> Result<KnownFunction, RiskError> {
    let class: JrcClass = raw.class.parse()?;
    let points = raw.depth.len();
    let function = DamageFunction::new(&jrc_id(class, &raw.continent), raw.depth, raw.damage)?;
    let deviation = raw.deviation;
    let spread = if deviation.is_empty() {
        Spread::Unknown
    } else if deviation.len() == points && deviation.iter().all(|d| d.is_finite() && *d >= 0.0) {
        Spread::Deviation(deviation)
    } else {
        let id = function.id().to_owned();
        return Err(RiskError::FunctionLengths { id, intensities: points, ratios: deviation.len() });
    };
    let about = About {
        label: format!("{class} buildings, {}", raw.continent.replace('_', " ")),
        hazard: "flood".to_owned(),
        intensity: "depth".to_owned(),
        unit: IntensityUnit::parse("m")?,
        element: class.to_string(),
        made_for: raw.continent,
        source: CITATION.to_owned(),
        certainty: Certainty::Published,
    };
    Ok(KnownFunction { function, about, spread })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_of_either_form_are_told() {
        let bad = "continent,class,depth_m,damage,deviation\nasia,residential,0,0,0\nasia,residential,1,x,0.1\nmars,castle,0,0,\n";
        let codes: Vec<String> = read_jrc_csv(bad, "j.csv").problems.into_iter().map(|p| p.code).collect();
        assert_eq!(codes, ["not_a_number", "function_not_usable"]);
        assert_eq!(read_jrc_json("{", "j.json").problems[0].code, "json_not_read");
        assert!(!read_jrc_csv("continent,class\n", "j.csv").problems.is_empty());
    }

    #[test]
    fn depths_in_centimetres_are_brought_to_metres() {
        let text = r#"{"items": [{"asset_type": "Buildings/Residential", "location": "Asia", "intensity": [0, 100],
                      "impact_mean": [0, 0.5], "intensity_units": "cm"}]}"#;
        let read = read_jrc_json(text, "j.json");
        assert!((read.functions[0].function.ratio(0.5) - 0.25).abs() < 1e-15);
    }
}
