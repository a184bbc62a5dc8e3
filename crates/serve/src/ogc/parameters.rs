//! What stands after the question mark, read strictly: what cannot be understood is refused, never passed over.

use crate::answer::Problem;
use crate::routes::Asked;
use city::{Cell, Column, ColumnType, Period};
use flow::look::Window;

/// Features in a page where nobody says how many.
pub(super) const USUAL: u64 = 100;
/// Features in a page at most; who asks for more gets so many.
pub(super) const MOST: u64 = 10_000;

/// The names that are not columns.
const OURS: [&str; 5] = ["f", "bbox", "datetime", "limit", "offset"];

/// That only JSON is asked for.
pub(super) fn form(asked: &Asked) -> Result<(), Problem> {
    match asked.parameter("f") {
        None | Some("json" | "geojson") => Ok(()),
        Some(other) => Err(Problem::bad(format!("there is no format `{other}`"), "leave `f` away, or say f=json")),
    }
}

/// The window that is asked for. Columns are asked for by their names.
pub(super) fn window(asked: &Asked, columns: &[Column]) -> Result<Window, Problem> {
    let names: Vec<&str> = OURS.into_iter().chain(columns.iter().map(|c| c.name.as_str())).collect();
    asked.only(&names)?;
    form(asked)?;
    asked.parameter("datetime").map(datetime).transpose()?;
    let mut window = Window {
        meets: asked.parameter("bbox").map(bbox).transpose()?,
        limit: Some(asked.parameter("limit").map_or(Ok(USUAL), |text| number("limit", text, 1))?.min(MOST)),
        offset: asked.parameter("offset").map_or(Ok(0), |text| number("offset", text, 0))?,
        ..Window::default()
    };
    for (at, column) in columns.iter().enumerate().filter(|(_, column)| !OURS.contains(&column.name.as_str())) {
        if let Some((_, text)) = asked.query.iter().find(|(name, _)| *name == column.name) {
            window.equals.push((at, cell(column, text)?));
        }
    }
    Ok(window)
}

/// What `bbox` may be, as a schema: as one text, four numbers with commas, or six with heights.
pub(super) fn box_schema() -> serde_json::Value {
    let number = "-?[0-9]+([.][0-9]+)?";
    serde_json::json!({
        "type": "string", "pattern": format!("^{number}(,{number}){{3}}((,{number}){{2}})?$"), "examples": ["-180,-90,180,90"],
    })
}

fn number(name: &str, text: &str, least: u64) -> Result<u64, Problem> {
    let plain = text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten();
    let wrong = || Problem::bad(format!("`{name}` is `{text}`"), format!("say a whole number from {least} on"));
    plain.filter(|number| *number >= least).ok_or_else(wrong)
}

fn bbox(text: &str) -> Result<[f64; 4], Problem> {
    let wrong = |what: &str| {
        Problem::bad(
            format!("`bbox` is `{text}`: {what}"),
            "say west,south,east,north in degrees, such as bbox=-0.3,5.5,-0.1,5.7",
        )
    };
    let sides: Option<Vec<f64>> =
        text.split(',').map(|side| side.trim().parse::<f64>().ok().filter(|side| side.is_finite())).collect();
    let sides = match sides.ok_or_else(|| wrong("not all of it are numbers"))?.as_slice() {
        [west, south, east, north] | [west, south, _, east, north, _] => [*west, *south, *east, *north],
        _ => return Err(wrong("four numbers are expected, or six with heights")),
    };
    let [west, south, east, north] = sides;
    if south > north {
        return Err(wrong("south is north of north"));
    }
    if ![west, east].iter().all(|side| (-180.0..=180.0).contains(side)) || south < -90.0 || north > 90.0 {
        return Err(wrong("that is not on the Earth"));
    }
    Ok(sides)
}

/// A moment or a span (RFC 3339). Features here have no time of their own, so that every one of them matches.
fn datetime(text: &str) -> Result<(), Problem> {
    let moment = |text: &str| {
        let day = text.get(..10).unwrap_or(text);
        let time = text.get(10..).unwrap_or_default();
        let timed = time.is_empty()
            || jiff::Timestamp::strptime("%Y-%m-%dT%H:%M:%S%.f%:z", text.replace(['Z', 'z'], "+00:00")).is_ok();
        day.len() == 10 && day.parse::<Period>().is_ok() && timed
    };
    let open = |text: &str| text.is_empty() || text == "..";
    let fine = match text.split_once('/') {
        None => moment(text),
        Some((from, to)) => {
            (open(from) || moment(from))
                && (open(to) || moment(to))
                && !(open(from) && open(to))
                && (open(from) || open(to) || from <= to)
        }
    };
    let wrong = || {
        Problem::bad(
            format!("`datetime` is `{text}`"),
            "say 2026-11-22T00:00:00Z, or a span such as 2020-01-01T00:00:00Z/..",
        )
    };
    fine.then_some(()).ok_or_else(wrong)
}

fn cell(column: &Column, text: &str) -> Result<Cell, Problem> {
    let wrong = |expected: &str| {
        Problem::bad(
            format!("`{}` is `{text}`", column.name),
            format!("the column holds {}: say {expected}", column.holds),
        )
    };
    match column.holds {
        ColumnType::Text => Ok(Cell::Text(text.to_owned())),
        ColumnType::Integer => text.parse().map(Cell::Integer).map_err(|_| wrong("a whole number")),
        ColumnType::Real => {
            let number = text.parse().ok().filter(|number: &f64| number.is_finite());
            number.map(Cell::Real).ok_or_else(|| wrong("a number"))
        }
        ColumnType::Flag => match text {
            "true" | "1" => Ok(Cell::Flag(true)),
            "false" | "0" => Ok(Cell::Flag(false)),
            _ => Err(wrong("true or false")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_that_cannot_be_are_refused() {
        let told = |text: &str| format!("{:?}", bbox(text).unwrap());
        assert_eq!(told("-1,5,0,6"), "[-1.0, 5.0, 0.0, 6.0]");
        assert_eq!(told("170,-20,0,-170,-10,9"), "[170.0, -20.0, -170.0, -10.0]");
        for text in ["", "1,2,3", "a,b,c,d", "0,6,1,5", "0,0,NaN,1", "0,0,inf,1", "0,0,181,1", "1,2,3,4,5", "1 2 3 4"] {
            assert!(bbox(text).is_err(), "{text}");
        }
    }

    #[test]
    fn times_are_moments_or_spans() {
        for text in
            ["2026-11-22", "2026-11-22T10:00:00Z", "2020-01-01T00:00:00Z/..", "/2020-01-01", "2020-01-01/2021-01-01"]
        {
            assert!(datetime(text).is_ok(), "{text}");
        }
        for text in ["yesterday", "2026-13-01", "../..", "2021-01-01/2020-01-01", "2026-11-22T25:00:00Z", "2026"] {
            assert!(datetime(text).is_err(), "{text}");
        }
    }
}
