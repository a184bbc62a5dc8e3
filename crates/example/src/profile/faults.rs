//! Faults of the profiles: those met in real exports, each in a submission of its own.

use super::answers::Answers;
use super::{CSV, JSON, ROUND_OF_2022};
use crate::output::Output;
use crate::settlements::Settlement;

/// How an answer goes wrong.
enum Wrong {
    /// Another text stands there.
    Is(&'static str),
    /// The number is so many times what it was.
    Times(f64),
    /// Digits get commas.
    Commas,
    /// The last point of the boundary is missing.
    Unclosed,
    /// Longitude stands before latitude.
    Swapped,
    /// The boundary lies half a degree to the north.
    Outside,
    /// Two points of the boundary have changed places.
    Crossing,
}

use Wrong::{Commas, Crossing, Is, Outside, Swapped, Times, Unclosed};

const BOUNDARY: &str = "verification/A0_Boundary";

/// Settlement, year, field, what happens to it, what that means.
type Row = (&'static str, u16, &'static str, Wrong, &'static str);

const ROWS: [Row; 27] = [
    ("MF003", 2012, BOUNDARY, Swapped, "longitude stands before latitude"),
    ("MF006", 2012, BOUNDARY, Outside, "the boundary lies half a degree north of the city"),
    ("MF018", 2015, BOUNDARY, Crossing, "the boundary crosses itself"),
    ("MF001", 2019, BOUNDARY, Unclosed, "the boundary is not closed"),
    ("MF008", 2019, BOUNDARY, Unclosed, "the boundary is not closed"),
    ("MF014", 2019, BOUNDARY, Unclosed, "the boundary is not closed"),
    ("MF016", 2015, "section_A/A1_Profile_DateTime", Is("2051-06-12"), "a date in the future, 2015 mistyped"),
    ("MF011", 2019, "section_B/B10b_Year_Established", Is("1905-01-01"), "1905 stands for `not known`"),
    ("MF024", 2019, "section_B/B10b_Year_Established", Is("1800-01-01"), "1800 stands for `not known`"),
    ("MF002", 2019, "section_B/B13_Ownership_church_land", Is("5"), "the shares of ownership sum to 105"),
    ("MF002", 2019, "section_B/B13_Ownership_Calculation", Is("105"), "and the form wrote the sum down"),
    (
        "MF023",
        2012,
        "section_B/B13_Ownership_municipality",
        Is("n/a"),
        "the Verify field says OK on a section not filled in",
    ),
    ("MF023", 2012, "section_B/B13_Ownership_private_owner", Is(""), "the same"),
    ("MF005", 2019, "section_C/C4_Structures_Other", Times(4.0), "C1 to C4 do not sum to C5, and Verify says OK"),
    ("MF012", 2012, "section_C/C7_Structures_Temporary", Times(0.5), "C6 and C7 do not sum to C8"),
    ("MF005", 2015, "section_C/C9_Households", Commas, "thousands are marked by a comma; a habit, not a mistake"),
    ("MF003", 2015, "section_C/C10_Household_Size", Is("17.5"), "a household of 17.5 persons"),
    ("MF009", 2015, "section_C/C12_Total_Population", Times(10.0), "agreed population tenfold the estimated one"),
    ("MF017", 2019, "section_B/B2a_Area_sqmt", Times(0.1), "stated area a tenth of the mapped one"),
    ("MF017", 2019, "section_C/C14_density", Is("2200.0"), "more than 1000 persons an acre"),
    ("MF010", 2019, "section_F/F3_Working", Times(3.0), "more taps work than there are"),
    ("MF007", 2019, "section_F/calculations_F/CF2_Working_Taps_Ratio", Is("Infinity"), "a division by 0 was stored"),
    ("MF022", 2019, "section_G/CG1_Toilet_Seat_Ratio", Is("NaN"), "a division of 0 by 0 was stored"),
    ("MF012", 2019, "section_G/G5_OpenDefecation_Percentage", Is("105"), "105 percent"),
    (
        "MF013",
        2019,
        "section_J/J2_Electricity_Households",
        Times(40.0),
        "more households with electricity than households",
    ),
    ("MF019", 2019, "section_C/C5_Structures_Total", Times(9.0), "more structures than people, and than C1 to C4"),
    ("MF020", 2019, "section_I/I7_Ambulance_ResponseTime", Is("45_minutes"), "a time code that the form does not have"),
];

/// Puts the faults of [`ROWS`] in, and one submission twice.
pub(crate) fn put_in(output: &mut Output, visits: &[(&Settlement, u16)], submissions: &mut Vec<Answers>) {
    for (code, year, field, wrong, what) in &ROWS {
        let places = visits.iter().zip(submissions.iter_mut()).zip(1..);
        for ((_, answers), row) in places.filter(|(((s, y), _), _)| s.code == *code && y == year) {
            let changed = answers.get(field).map(|old| applied(wrong, &old)).unwrap_or_default();
            answers.change(field, &changed);
            output.fault(JSON, row, field, &format!("{code}: {what}"));
        }
    }
    let twice = visits.iter().position(|(s, year)| s.code == "MF004" && *year == 2019);
    if let Some(again) = twice.and_then(|i| submissions.get(i)).cloned() {
        submissions.push(again);
        output.fault(JSON, submissions.len() as u64, "_uuid", "MF004: the same submission a second time");
    }
}

/// Puts the faults of the CSV export in.
pub(crate) fn put_in_csv(output: &mut Output, rows: &mut [Answers]) {
    let faults = [
        ("MF021", "section_G/G8_Working", "400", "more toilet seats work than there are"),
        ("MF008", "section_C/C12_Total_Population", "about 4800", "not a number"),
    ];
    for (code, field, answer, what) in faults {
        let places = rows.iter_mut().zip(2..).zip(ROUND_OF_2022);
        for ((answers, row), _) in places.filter(|(_, settlement)| *settlement == code) {
            answers.change(field, answer);
            output.fault(CSV, row, &field.replace('/', "."), &format!("{code}: {what}"));
        }
    }
}

fn applied(wrong: &Wrong, old: &str) -> String {
    let points: Vec<Vec<&str>> = old.split(';').map(|point| point.split(' ').collect()).collect();
    let each = |change: &dyn Fn(f64, f64) -> (f64, f64)| {
        let one = |point: &Vec<&str>| {
            let number = |at: usize| point.get(at).and_then(|text| text.parse().ok()).unwrap_or_default();
            let (first, second) = change(number(0), number(1));
            format!("{first:.7} {second:.7} 0.0 0.0")
        };
        points.iter().map(one).collect::<Vec<_>>().join(";")
    };
    match wrong {
        Is(text) => (*text).to_owned(),
        Times(factor) => old.parse::<f64>().map_or_else(|_| old.to_owned(), |n| (n * factor + 1.0).round().to_string()),
        Commas => old
            .len()
            .checked_sub(3)
            .and_then(|at| old.split_at_checked(at))
            .map_or_else(|| old.to_owned(), |(thousands, rest)| format!("{thousands},{rest}")),
        Unclosed => old.rsplit_once(';').map_or_else(|| old.to_owned(), |(open, _)| open.to_owned()),
        Swapped => each(&|latitude, longitude| (longitude, latitude)),
        Outside => each(&|latitude, longitude| (latitude + 0.5, longitude)),
        Crossing => {
            let mut points: Vec<&str> = old.split(';').collect();
            points.swap(2, 4);
            points.join(";")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_does_what_it_says() {
        let ring = "-1.5 -20.5 0 0;-1.5 -20.4 0 0;-1.4 -20.4 0 0;-1.4 -20.5 0 0;-1.45 -20.55 0 0;-1.5 -20.5 0 0";
        assert!(applied(&Swapped, ring).starts_with("-20.5000000 -1.5000000 "));
        assert!(applied(&Outside, ring).starts_with("-1.0000000 -20.5000000 "));
        assert_eq!(applied(&Unclosed, ring).split(';').count(), 5);
        assert!(applied(&Crossing, ring).split(';').nth(2).unwrap().starts_with("-1.45"));
        assert_eq!(applied(&Commas, "1705"), "1,705");
        assert_eq!(applied(&Times(10.0), "120"), "1201");
    }
}
