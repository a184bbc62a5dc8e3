//! Texts in MPS, good and hostile.

use proptest::prelude::*;

use super::{MpsError, read, write};
use crate::{Kind, Model, Numbered, Sense};

/// Every section, bound type and marker once.
const FULL: &str = "* a comment
NAME          EVERYTHING
OBJSENSE
    MAX
ROWS
 N  PROFIT
 N  OTHER
 E  EVEN
 L  LESS
 G  MORE
 E  BAND
COLUMNS
    A         PROFIT         1.0   EVEN           1.0
    A         OTHER          9.0   LESS           2.5
    M1        'MARKER'                 'INTORG'
    B         PROFIT         2.0   MORE          -1.0
    C         LESS          1.D0
    M2        'MARKER'                 'INTEND'
    D         BAND           1.0
    E         BAND           1.0
    F         BAND           1.0
    G         BAND           1.0
    H         BAND           1.0
    I         BAND           1.0
    J         BAND           1.0
    K         BAND           1.0
RHS
    RHS       PROFIT        -7.5   EVEN           4.0
    RHS       LESS           8.0   MORE          -3.0
    RHS       BAND           2.0
RANGES
    RNG       LESS           2.0   MORE           1.5
    RNG       BAND          -1.0
BOUNDS
 UP BND       B              4.0
 LO BND       D              1.5
 FX BND       E              2.0
 FR BND       F
 MI BND       G
 UP BND       H             -1.0
 BV BND       I
 LI BND       J              2.0
 UI BND       J              5.0
 SC BND       K              6.0
ENDATA
";

#[test]
fn every_section_and_bound_is_read() {
    let named = read(FULL).unwrap();
    let model = &named.model;
    assert_eq!((model.sense, model.offset), (Sense::Maximise, 7.5));
    assert_eq!(named.row_names, ["EVEN", "LESS", "MORE", "BAND"]);
    assert_eq!(named.column_names.concat(), "ABCDEFGHIJK");
    assert_eq!(model.row_lower, [4.0, 6.0, -3.0, 1.0]);
    assert_eq!(model.row_upper, [4.0, 8.0, -1.5, 2.0]);
    let free = f64::INFINITY;
    assert_eq!(model.lower, [0.0, 0.0, 0.0, 1.5, 2.0, -free, -free, -free, 0.0, 2.0, 0.0]);
    // C is whole and without bounds: 0 or 1
    assert_eq!(model.upper, [free, 4.0, 1.0, free, 2.0, free, free, -1.0, 1.0, 5.0, 6.0]);
    let whole: Vec<usize> = (0..11).filter(|&column| model.kind[column] == Kind::Integer).collect();
    assert_eq!((whole, model.kind[10]), (vec![1, 2, 8, 9], Kind::SemiContinuous));
    assert_eq!(model.entries(1).collect::<Vec<_>>(), [(0, 2.5), (2, 1.0)]);
}

#[test]
fn names_with_blanks_are_read_by_their_place_on_the_line() {
    let text = "NAME\nROWS\n N  COST\n G  NEED A B\nCOLUMNS\n    WELL ONE  COST               1.0   NEED A B           2.0\nRHS\n    RHS       NEED A B           3.0\nENDATA\n";
    let named = read(text).unwrap();
    assert_eq!((named.column_names, named.row_names), (vec!["WELL ONE".to_owned()], vec!["NEED A B".to_owned()]));
    assert_eq!((named.model.cost, named.model.values, named.model.row_lower), (vec![1.0], vec![2.0], vec![3.0]));
}

#[test]
fn sets_without_a_name_and_bounds_without_a_value_are_read() {
    let text = "NAME\nROWS\n N z\n L r\nCOLUMNS\n x z 1 r 1\n y r 1\nRHS\n r 5\nBOUNDS\n UP x 3\n FR y\nENDATA\n";
    let model = read(text).unwrap().model;
    assert_eq!((model.row_upper[0], model.upper[0], model.lower[1]), (5.0, 3.0, f64::NEG_INFINITY));
}

#[test]
fn a_fault_is_named_with_its_line() {
    let fault = |from: &str, to: &str| read(&FULL.replace(from, to)).unwrap_err().to_string();
    assert!(fault("ENDATA", "").starts_with("the text ends without ENDATA"));
    assert!(fault("RANGES", "QUADOBJ").starts_with("line 31: the section 'QUADOBJ'"));
    assert_eq!(fault("C         LESS ", "C         LASS "), "line 17: there is no row named 'LASS'");
    assert_eq!(fault("BV BND       I", "BV BND       Z"), "line 41: there is no column named 'Z'");
    assert_eq!(fault("LESS          1.D0", "LESS          nan"), "line 17: 'nan' is not a number");
    assert_eq!(fault("LESS          1.D0", "LESS          1e99"), "line 17: '1e99' is not a number");
    assert_eq!(
        fault("A         OTHER          9.0", "A         EVEN           9.0"),
        "line 14: a coefficient of column 'A' is given a second time"
    );
    assert_eq!(fault(" L  LESS", " L  EVEN"), "line 9: row 'EVEN' is given a second time");
    assert_eq!(fault("    K         BAND", "    A         BAND"), "line 26: column 'A' is given a second time");
    assert!(fault(" BV BND", " XX BND").starts_with("line 41: 'XX BND       I' does not fit the section BOUNDS"));
    assert!(matches!(read(""), Err(MpsError::CutOff)));
    assert!(matches!(read(" x y 1\nENDATA\n"), Err(MpsError::Line { line: 1, .. })));
    assert!(matches!(
        read("NAME\nROWS\n N z\nCOLUMNS\n x z 1\nBOUNDS\n LO b x 5\n UP b x 1\nENDATA"),
        Err(MpsError::Model(_))
    ));
}

fn any_model() -> impl Strategy<Value = Model> {
    let bound =
        prop_oneof![Just(None), (-9.0..9.0_f64).prop_map(Some), (-3..3_i8).prop_map(|whole| Some(f64::from(whole)))];
    let column = (-5.0..5.0_f64, bound.clone(), bound.clone(), any::<bool>());
    let row = (bound.clone(), bound, proptest::collection::vec((0..6_usize, -9.0..9.0_f64), 0..6));
    (proptest::collection::vec(column, 6), proptest::collection::vec(row, 0..8), -9.0..9.0_f64, any::<bool>()).prop_map(
        |(columns, rows, offset, up)| {
            let mut model = Model::new(if up { Sense::Maximise } else { Sense::Minimise });
            model.offset = offset;
            let order = |a: Option<f64>, b: Option<f64>| match (a, b) {
                (Some(a), Some(b)) => (a.min(b), a.max(b)),
                (a, b) => (a.unwrap_or(f64::NEG_INFINITY), b.unwrap_or(f64::INFINITY)),
            };
            for (cost, a, b, whole) in columns {
                let (lower, upper) = order(a, b);
                model.column(cost, lower, upper, if whole { Kind::Integer } else { Kind::Continuous });
            }
            for (a, b, entries) in rows {
                let (lower, upper) = order(a, b);
                model.row(lower, upper, &entries);
            }
            model
        },
    )
}

proptest! {
    #[test]
    fn any_model_is_read_back_as_it_was_written(model in any_model()) {
        let mut back = read(&write(&model, &Numbered)).unwrap().model;
        for (upper, wanted) in back.row_upper.iter_mut().zip(&model.row_upper) {
            // a range is written as a width, which may lose the last digit
            if (*upper - wanted).abs() <= 1e-14 * wanted.abs().max(10.0) {
                *upper = *wanted;
            }
        }
        prop_assert_eq!(back, model);
    }

    #[test]
    fn a_spoilt_text_gives_an_answer_or_an_error_and_never_a_panic(
        cuts in proptest::collection::vec((0..FULL.len(), 0..40_usize, "[ -~\n\u{e9}\u{2003}]{0,6}"), 1..6)
    ) {
        let mut text = FULL.to_owned();
        for (from, length, put) in cuts {
            let from = from.min(text.len());
            let to = (from + length).min(text.len());
            if text.is_char_boundary(from) && text.is_char_boundary(to) {
                text.replace_range(from..to, &put);
            }
        }
        if let Ok(named) = read(&text) {
            prop_assert!(named.model.check().is_ok());
        }
    }

    #[test]
    fn words_in_any_order_never_panic(words in proptest::collection::vec("(ROWS|COLUMNS|RHS|RANGES|BOUNDS|ENDATA|NAME|OBJSENSE|\n|\n |\n | N| E| UP| FR| x| y| z| 1| -1e400| 'MARKER'| 'INTORG')", 0..60)) {
        let _ = read(&words.concat());
    }
}
