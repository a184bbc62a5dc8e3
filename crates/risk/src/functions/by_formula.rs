//! Functions given by a formula, a row a function.

use super::known::{About, Certainty, FunctionsRead, KnownFunction, Spread};
use super::rows::{Row, Rows};
use super::unit::IntensityUnit;
use crate::parametric::Parametric;
use city::problem::Problem;

/// The formulas as they come with makazi.
pub const PARAMETRIC_CSV: &str = include_str!("../../../../data/damage_functions/parametric.csv");

const FORMS: &str = "logistic (top shift slope), cubic (threshold half top), lognormal (median dispersion)";

/// Functions out of CSV `function,form,parameters,from,to,most_error,unit,label,hazard,element,certainty,citation`, where
/// parameters are written `threshold=25.7 half=74.7 top=1`. Each becomes points with the greatest error that its row states; see
/// [`Parametric`].
#[must_use]
pub fn read_parametric_csv(text: &str, file: &str) -> FunctionsRead {
    let mut problems = Vec::new();
    let rows = Rows::of_csv(text, file, &mut problems);
    let names = ["function", "form", "parameters", "from", "to", "most_error", "unit"];
    let at = names.map(|name| rows.required(&[name], &mut problems));
    if at.contains(&None) {
        return FunctionsRead { functions: Vec::new(), problems };
    }
    let more = ["label", "hazard", "element", "certainty", "citation"].map(|name| rows.column(&[name]));
    let functions = rows.iter().filter_map(|row| one(row, &at, &more, &mut problems)).collect();
    FunctionsRead { functions, problems }
}

fn one(
    row: Row,
    at: &[Option<usize>; 7],
    more: &[Option<usize>; 5],
    problems: &mut Vec<Problem>,
) -> Option<KnownFunction> {
    let wrong = |problems: &mut Vec<Problem>, code: &str, column: usize, expected: String| {
        let problem = row.problem(Problem::error(code), at[column]).found(row.text(at[column]));
        problems.push(problem.expected(expected).hint("the function is left out"));
    };
    let id = row.text(at[0]);
    if id.is_empty() {
        wrong(problems, "function_without_id", 0, "the id of a function".to_owned());
    }
    let curve = formula(row.text(at[1]), row.text(at[2]));
    if curve.is_none() {
        wrong(problems, "formula_not_known", 2, FORMS.to_owned());
    }
    let numbers = [3, 4, 5].map(|column| row.number_in(at[column], problems));
    let unit = IntensityUnit::parse(row.text(at[6]));
    if let Err(error) = &unit {
        wrong(problems, "unit_not_known", 6, error.to_string());
    }
    let [Some(from), Some(to), Some(error)] = numbers else { return None };
    let (curve, unit) = (curve?, unit.ok()?);
    let sampled = curve.sampled(id, (from, to), error);
    if let Err(error) = &sampled {
        wrong(problems, "function_not_usable", 2, error.to_string());
    }
    let text = |column: usize| row.text(more[column]).to_owned();
    let about = About {
        label: text(0),
        hazard: text(1),
        intensity: String::new(),
        unit,
        element: text(2),
        made_for: String::new(),
        source: text(4),
        certainty: row.text(more[3]).parse().unwrap_or(Certainty::Assumption),
    };
    Some(KnownFunction { function: sampled.ok().filter(|f| !f.id().is_empty())?, about, spread: Spread::Unknown })
}

/// A formula by its name, with all the parameters it has and no others.
fn formula(form: &str, parameters: &str) -> Option<Parametric> {
    let names: &[&str] = match form {
        "logistic" => &["top", "shift", "slope"],
        "cubic" => &["threshold", "half", "top"],
        "lognormal" => &["median", "dispersion"],
        _ => return None,
    };
    let given: Vec<(&str, f64)> = parameters
        .split_whitespace()
        .map(|part| part.split_once('=').and_then(|(name, value)| Some((name, value.parse().ok()?))))
        .collect::<Option<_>>()?;
    if given.len() != names.len() {
        return None;
    }
    let value = |wanted: &str| given.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
    Some(match form {
        "logistic" => Parametric::Logistic { top: value("top")?, shift: value("shift")?, slope: value("slope")? },
        "cubic" => Parametric::Cubic { threshold: value("threshold")?, half: value("half")?, top: value("top")? },
        _ => Parametric::LogNormal { median: value("median")?, dispersion: value("dispersion")? },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_with_makazi_is_read_without_a_problem() {
        let read = read_parametric_csv(PARAMETRIC_CSV, "parametric.csv");
        assert!(read.problems.is_empty(), "{:?}", read.problems);
        let wind = &read.functions[1];
        assert!(wind.function.id() == "emanuel_2011" && (wind.function.ratio(74.7) - 0.5).abs() < 1e-6);
    }

    #[test]
    fn a_wrong_formula_is_told_by_its_row() {
        let head = "function,form,parameters,from,to,most_error,unit\n";
        for (row, code) in [
            ("a,cubic,threshold=25 half=74,0,100,0.001,m/s", "formula_not_known"),
            ("a,cubic,threshold=25 half=20 top=1,0,100,0.001,m/s", "function_not_usable"),
            ("a,spline,x=1,0,100,0.001,m/s", "formula_not_known"),
            ("a,cubic,threshold=25 half=74 top=1,0,100,0.001,bananas", "unit_not_known"),
            ("a,cubic,threshold=25 half=74 top=1,0,x,0.001,m/s", "not_a_number"),
            (",cubic,threshold=25 half=74 top=1,0,100,0.001,m/s", "function_without_id"),
        ] {
            let read = read_parametric_csv(&format!("{head}{row}\n"), "p.csv");
            assert!(read.functions.is_empty() && read.problems[0].code == code, "{row}: {:?}", read.problems);
        }
    }
}
