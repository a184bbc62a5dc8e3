//! What `COINr` computes: unit values of its functions, and the whole ASEM index.
//!
//! Becker, Caperna, Del Sorbo, Norlen, Papadimitriou and Saisana (2022), "`COINr`: An R package for developing composite
//! indicators", JOSS 7(78), 4567; github.com/bluefoxr/COINr (MIT), its test folder, its data `ASEM_iData` and `ASEM_iMeta`
//! and the results in its documentation. The data are not part of this project: they are read from `MAKAZI_REFERENCE`, else
//! `shared/reference` beside it.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where its own ground gives way"
)]

use assess::composite::hierarchy::{Group, Hierarchy};
use assess::composite::moments::{kurtosis, skewness};
use assess::composite::outranking::{borda, copeland, dominant_pairs, outranking};
use assess::composite::preparation::{below_coverage, denominate, impute_group_mean};
use assess::composite::treatment::{Change, Rule, log_shifted, treat, winsorise};
use assess::composite::{
    Aggregation, CompositeError, Direction, Normalisation, Recipe, Table, Zeros, aggregate, normalise,
};
use assess::composite::{influence, ranks};
use std::collections::BTreeMap;
use std::path::PathBuf;

const CLOSE: f64 = 1e-12;

fn table(columns: &[&[f64]]) -> Table {
    let places = (1..=columns[0].len()).map(|i| format!("p{i}")).collect();
    let named = columns.iter().enumerate().map(|(i, c)| (format!("x{}", i + 1), c.iter().copied().map(Some).collect()));
    Table::new(places, named.collect()).expect("table")
}

fn by(normalisation: Normalisation, direction: Direction, values: &[f64]) -> Vec<f64> {
    let normalised = normalise(&table(&[values]), &[Recipe { normalisation, direction }]).expect("normalised");
    assert!(normalised.left_out.is_empty(), "{:?}", normalised.left_out);
    normalised.table.column(0).map(|v| v.expect("a value")).collect()
}

#[track_caller]
fn assert_all(found: &[f64], published: &[f64], tolerance: f64) {
    assert_eq!(found.len(), published.len());
    for (value, wanted) in found.iter().zip(published) {
        assert!((value - wanted).abs() <= tolerance, "{found:?} is not {published:?}");
    }
}

/// `n_minmax`, `n_zscore`, `n_prank`, `n_borda`, `n_dist2max` by their definitions.
#[test]
fn scales_within_the_sample_are_as_defined() {
    let x = [2.0, 4.0, 12.0, 6.0];
    let sd = (56.0_f64 / 3.0).sqrt();
    let all = [
        (Normalisation::MinMax { low: 1.0, high: 11.0 }, Direction::Raises, [1.0, 3.0, 11.0, 5.0]),
        (Normalisation::MinMax { low: 0.0, high: 100.0 }, Direction::Lowers, [100.0, 80.0, 0.0, 60.0]),
        (
            Normalisation::ZScore { mean: 0.0, deviation: 1.0 },
            Direction::Raises,
            [-4.0, -2.0, 6.0, 0.0].map(|d| d / sd),
        ),
        (
            Normalisation::ZScore { mean: 10.0, deviation: 2.0 },
            Direction::Lowers,
            [4.0, 2.0, -6.0, 0.0].map(|d| 10.0 + 2.0 * d / sd),
        ),
        (Normalisation::PercentileRank, Direction::Raises, [0.0, 1.0 / 3.0, 1.0, 2.0 / 3.0]),
        (Normalisation::Borda, Direction::Raises, [0.0, 1.0, 3.0, 2.0]),
        (Normalisation::Borda, Direction::Lowers, [3.0, 2.0, 0.0, 1.0]),
        (Normalisation::DistanceToMaximum, Direction::Raises, [0.0, 0.2, 1.0, 0.4]),
    ];
    for (normalisation, direction, published) in all {
        assert_all(&by(normalisation, direction, &x), &published, CLOSE);
    }
}

/// `n_goalposts`: lo 0, hi 10: 1 -> .1, 11 -> 1, -1 -> 0; direction -1: 1 -> .9.
#[test]
fn goalposts_are_as_published() {
    let goalposts = Normalisation::Goalposts { low: 0.0, high: 10.0, scale: 1.0, truncate: true };
    assert_all(&by(goalposts, Direction::Raises, &[1.0, 11.0, -1.0]), &[0.1, 1.0, 0.0], CLOSE);
    assert_all(&by(goalposts, Direction::Lowers, &[1.0]), &[0.9], CLOSE);
}

/// `n_dist2targ`: [0, 5, 11] with target 10 -> 0, .5, 1.1 (1 capped); direction -1: [-1, 1, 10] with target 0 -> 1.1, .9, 0.
#[test]
fn distances_to_a_target_are_as_published() {
    let target = |target, cap| Normalisation::DistanceToTarget { target, cap };
    assert_all(&by(target(10.0, false), Direction::Raises, &[0.0, 5.0, 11.0]), &[0.0, 0.5, 1.1], CLOSE);
    assert_all(&by(target(10.0, true), Direction::Raises, &[0.0, 5.0, 11.0]), &[0.0, 0.5, 1.0], CLOSE);
    assert_all(&by(target(0.0, false), Direction::Lowers, &[-1.0, 1.0, 10.0]), &[1.1, 0.9, 0.0], CLOSE);
}

fn mean(values: &[f64], weights: &[f64], aggregation: Aggregation) -> f64 {
    let columns: Vec<[f64; 1]> = values.iter().map(|v| [*v]).collect();
    let columns: Vec<&[f64]> = columns.iter().map(<[f64; 1]>::as_slice).collect();
    aggregate(&table(&columns), weights, aggregation, 1.0).expect("scores")[0].value.expect("a score")
}

/// `a_gmean(1, 2, 3)` = 6^(1/3), with weights (1, 1, 2) 18^(1/4); `a_hmean` with weights (2, 1, 1) = 4 / (2 + 1/2 + 1/3).
#[test]
fn means_are_as_published() {
    let (x, geometric) = ([1.0, 2.0, 3.0], Aggregation::Geometric { zeros: Zeros::Refused });
    let harmonic = Aggregation::Harmonic { zeros: Zeros::Refused };
    let power = |power| Aggregation::Power { power, zeros: Zeros::Refused };
    let found = [
        (mean(&x, &[1.0; 3], Aggregation::Arithmetic), 2.0),
        (mean(&x, &[1.0; 3], geometric), 6.0_f64.powf(1.0 / 3.0)),
        (mean(&x, &[1.0, 1.0, 2.0], geometric), 18.0_f64.powf(0.25)),
        (mean(&x, &[2.0, 1.0, 1.0], harmonic), 4.0 / (2.0 + 0.5 + 1.0 / 3.0)),
        (mean(&x, &[2.0, 1.0, 1.0], power(-1.0)), 4.0 / (2.0 + 0.5 + 1.0 / 3.0)),
        (mean(&x, &[1.0; 3], power(2.0)), (14.0_f64 / 3.0).sqrt()),
        (mean(&x, &[1.0, 1.0, 2.0], power(0.0)), 18.0_f64.powf(0.25)),
    ];
    for (value, published) in found {
        assert!((value - published).abs() < CLOSE, "{value} is not {published}");
    }
}

#[test]
fn a_geometric_mean_refuses_zero_where_zero_is_refused_and_names_the_place() {
    let table = table(&[&[1.0, 0.0], &[2.0, 3.0]]);
    let refused = aggregate(&table, &[1.0; 2], Aggregation::Geometric { zeros: Zeros::Refused }, 1.0);
    assert!(
        matches!(refused, Err(CompositeError::NotPositive { place, indicator, .. }) if place == "p2" && indicator == "x1")
    );
}

/// x1 = 1..4, x2 = 3, 2, 1, 5, x3 = 2, 3, 1, 4: 2/3, 1/3 and 1; three dominant pairs of six; Copeland and Borda.
#[test]
fn outranking_copeland_and_borda_are_as_published() {
    let table = table(&[&[1.0, 2.0, 3.0, 4.0], &[3.0, 2.0, 1.0, 5.0], &[2.0, 3.0, 1.0, 4.0]]);
    let matrix = outranking(&table, &[1.0; 3]).expect("matrix");
    for (row, published) in [(1, 2.0 / 3.0), (2, 1.0 / 3.0), (3, 1.0)] {
        let share = matrix.share(row, 0).expect("a share");
        assert!((share - published).abs() < CLOSE, "{row}: {share}");
    }
    assert_eq!(dominant_pairs(&matrix), 3);
    assert_eq!(copeland(&matrix), [-1, 1, -3, 3]);
    assert_all(&borda(&table, &[1.0; 3]).expect("sums"), &[3.0, 4.0, 2.0, 9.0], CLOSE);
}

fn one_to_ten_and(more: &[f64]) -> Vec<f64> {
    (1..=10).map(f64::from).chain(more.iter().copied()).collect()
}

#[track_caller]
fn assert_moments(values: &[f64], skew: f64, kurt: f64, tolerance: f64) {
    assert!((skewness(values).expect("skewness") - skew).abs() < tolerance, "{:?}", skewness(values));
    assert!((kurtosis(values).expect("kurtosis") - kurt).abs() < tolerance, "{:?}", kurtosis(values));
}

/// Skewness and kurtosis of type 2 in the R package e1071, as the test folder of `COINr` gives them.
#[test]
fn skewness_kurtosis_and_winsorising_are_as_published() {
    let long = one_to_ten_and(&[30.0, 100.0]);
    assert_moments(&long, 3.063_241, 9.741_391, 5.1e-7);
    assert_moments(&winsorise(&long), 1.712_038, 1.815_781, 5.1e-7);
    let short = one_to_ten_and(&[100.0]);
    assert_moments(&short, 3.255_638_184_060_507_5, 10.706_673_906_421_969, 1e-12);
    assert_moments(&winsorise(&short), -0.127_621_659_676_086, -1.336_677_217_758_298_6, 1e-12);
    assert_moments(&log_shifted(&short), 1.156_370_1, 3.293_467_1, 5.1e-8);
}

#[test]
fn treatment_passes_winsorises_and_takes_logarithms_in_that_order() {
    let some = |values: &[f64]| values.iter().copied().map(Some).collect::<Vec<_>>();
    assert_eq!(treat(&some(&one_to_ten_and(&[])), &Rule::default()).change, Change::None);
    assert_eq!(
        treat(&some(&one_to_ten_and(&[30.0, 100.0])), &Rule::default()).change,
        Change::Winsorised { points: 1 }
    );
    let none_allowed = Rule { most_winsorised: 0, ..Rule::default() };
    let short = one_to_ten_and(&[100.0]);
    let treated = treat(&some(&short), &none_allowed);
    assert_eq!(treated.change, Change::Logarithm);
    let values: Vec<f64> = treated.values.into_iter().flatten().collect();
    assert_all(&values, &log_shifted(&short), CLOSE);
}

// ---------------------------------------------------------------------------------------------------------------------------
// The ASEM index

fn folder() -> PathBuf {
    let beside =
        || PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../../shared/reference");
    let folder = std::env::var_os("MAKAZI_REFERENCE").map_or_else(beside, PathBuf::from).join("coinr");
    assert!(
        folder.join("ASEM_iData.csv").is_file(),
        "the reference data are not in {}; set MAKAZI_REFERENCE to the folder that holds coinr/ASEM_iData.csv",
        folder.display()
    );
    folder
}

type Row = BTreeMap<String, String>;

fn rows(file: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(folder().join(file)).expect(file);
    reader.deserialize().collect::<Result<_, _>>().expect(file)
}

fn numbers(rows: &[Row], column: &str) -> Vec<Option<f64>> {
    rows.iter().map(|row| row[column].parse().ok()).collect()
}

struct Asem {
    data: Vec<Row>,
    meta: Vec<Row>,
}

impl Asem {
    fn read() -> Self {
        Self { data: rows("ASEM_iData.csv"), meta: rows("ASEM_iMeta.csv") }
    }

    fn indicators(&self) -> impl Iterator<Item = &Row> {
        self.meta.iter().filter(|row| row["Type"] == "Indicator")
    }

    fn codes(&self) -> Vec<String> {
        self.data.iter().map(|row| row["uCode"].clone()).collect()
    }

    fn raw(&self) -> Table {
        let columns = self.indicators().map(|i| (i["iCode"].clone(), numbers(&self.data, &i["iCode"])));
        Table::new(self.codes(), columns.collect()).expect("table")
    }

    fn denominated(&self) -> Table {
        let columns = self.indicators().map(|i| {
            let values = numbers(&self.data, &i["iCode"]);
            let values = match i["Denominator"].as_str() {
                "" => values,
                name => denominate(&i["iCode"], &self.codes(), (&values, &numbers(&self.data, name))).expect(name),
            };
            (i["iCode"].clone(), values)
        });
        Table::new(self.codes(), columns.collect()).expect("table")
    }

    fn treated(&self) -> (Table, BTreeMap<String, usize>) {
        let groups: Vec<String> = self.data.iter().map(|row| row["EurAsia_group"].clone()).collect();
        let imputed = impute_group_mean(&self.denominated(), &groups).expect("imputed");
        assert!(below_coverage(&imputed, 0.9).is_empty());
        let (mut columns, mut points) = (Vec::new(), BTreeMap::new());
        for (place, name) in imputed.indicators().iter().enumerate() {
            let treated = treat(&imputed.column(place).collect::<Vec<_>>(), &Rule::default());
            match treated.change {
                Change::None => (),
                Change::Winsorised { points: count } => drop(points.insert(name.clone(), count)),
                Change::Logarithm => panic!("{name} took logarithms"),
            }
            columns.push((name.clone(), treated.values));
        }
        (Table::new(self.codes(), columns).expect("table"), points)
    }

    fn hierarchy(&self) -> Hierarchy {
        let groups = self.meta.iter().filter(|row| row["Type"] == "Aggregate").map(|group| {
            let members = self.meta.iter().filter(|row| row["Parent"] == group["iCode"]);
            let weight = |row: &Row| row["Weight"].parse().expect("a weight");
            Group { name: group["iCode"].clone(), members: members.map(|m| (m["iCode"].clone(), weight(m))).collect() }
        });
        Hierarchy::new(groups.collect()).expect("hierarchy")
    }

    fn normalised(&self) -> Table {
        let recipes: Vec<Recipe> = self
            .indicators()
            .map(|i| Recipe {
                normalisation: Normalisation::MinMax { low: 0.0, high: 100.0 },
                direction: if i["Direction"].starts_with('-') { Direction::Lowers } else { Direction::Raises },
            })
            .collect();
        let normalised = normalise(&self.treated().0, &recipes).expect("normalised");
        assert!(normalised.left_out.is_empty());
        normalised.table
    }

    fn scores(&self) -> Table {
        self.hierarchy().scores(&self.normalised(), Aggregation::Arithmetic, 1.0).expect("scores")
    }
}

fn values(table: &Table, name: &str) -> Vec<f64> {
    table.column(table.position(name).expect(name)).map(|v| v.expect("a score")).collect()
}

/// The published result table: 51 countries, index, 2 sub-indexes and 8 pillars, to 6 decimals.
#[test]
fn golden_pipeline_a_is_as_published_to_six_decimals() {
    let scores = Asem::read().scores();
    let golden = rows("golden_full_example.csv");
    assert_eq!(golden.len(), 51);
    let mut compared = 0;
    for (place, row) in golden.iter().enumerate() {
        assert_eq!(row["uCode"], scores.places()[place]);
        for (name, published) in row.iter().filter(|(name, _)| *name != "uCode") {
            let found = scores.value(place, scores.position(name).expect(name)).expect("a score");
            let wanted: f64 = published.parse().expect("a number");
            assert!((found - wanted).abs() <= 5.1e-7, "{} {name}: {found} is not {wanted}", row["uCode"]);
            compared += 1;
        }
    }
    assert_eq!(compared, 51 * 11);
}

/// Raw Flights: 2.103287 and 4.508879; and how many points of which indicator are winsorised.
#[test]
fn treated_points_are_as_published() {
    let asem = Asem::read();
    let raw = asem.raw();
    let flights: Vec<f64> = raw.column(raw.position("Flights").expect("Flights")).flatten().collect();
    assert_moments(&flights, 2.103_287, 4.508_879, 5.1e-7);
    let published = [
        ("Flights", 1),
        ("Bord", 3),
        ("Gas", 3),
        ("Services", 4),
        ("FDI", 2),
        ("ForPort", 3),
        ("CostImpEx", 1),
        ("Tariff", 3),
        ("StMob", 2),
        ("CultServ", 3),
        ("Forest", 2),
        ("Poverty", 3),
        ("NGOs", 3),
        ("FemLab", 1),
        ("PubDebt", 1),
    ];
    assert_eq!(asem.treated().1, published.map(|(name, count)| (name.to_owned(), count)).into());
}

/// Before imputation a screen at 0.9 would drop five countries.
#[test]
fn screening_before_imputation_names_the_five_countries() {
    let names = below_coverage(&Asem::read().raw(), 0.9).into_iter().map(|(place, _)| place).collect::<Vec<_>>();
    let mut sorted = names.clone();
    sorted.sort();
    assert_eq!(sorted, ["BGD", "BRN", "KHM", "LAO", "MMR"]);
}

/// corr(Index, Conn) .9397805 and (Index, Sust) .8382873; with the weights .3902439 and .6097561, .8971336 and .8925119.
#[test]
fn correlations_of_the_index_with_its_parts_are_as_published() {
    let asem = Asem::read();
    let scores = asem.scores();
    let correlation = |table: &Table, part: &str| influence::correlation(&values(table, "Index"), &values(table, part));
    for (part, published) in [("Conn", 0.939_780_5), ("Sust", 0.838_287_3)] {
        assert!((correlation(&scores, part).expect("defined") - published).abs() <= 5.1e-8, "{part}");
    }
    let weighted = asem.hierarchy().with_weights("Index", &[0.390_243_9, 0.609_756_1]).expect("weights");
    let scores = weighted.scores(&asem.normalised(), Aggregation::Arithmetic, 1.0).expect("scores");
    for (part, published) in [("Conn", 0.897_133_6), ("Sust", 0.892_511_9)] {
        assert!((correlation(&scores, part).expect("defined") - published).abs() <= 1e-7, "{part}");
    }
}

/// Weights optimised for equal influence. The published ones are where `COINr`'s search stopped, with correlations that still
/// differ in the third decimal (above); ours end where they are equal, between the two.
#[test]
fn weights_for_equal_influence_make_the_correlations_equal_beside_the_published_ones() {
    let parts = Asem::read().scores().select(&["Conn", "Sust"]).expect("parts");
    let found = influence::equal_influence(&parts, Aggregation::Arithmetic, 1.0).expect("weights");
    assert!((found.correlations[0] - found.correlations[1]).abs() < 1e-9, "{found:?}");
    assert!(found.correlations.iter().all(|own| (0.892_511_9..0.897_133_6).contains(own)));
    for (weight, published) in found.weights.iter().zip([0.390_243_9, 0.609_756_1]) {
        assert!((weight - published).abs() < 0.006, "{found:?}");
    }
    // the solution of covariance x weights = deviations, worked out by numpy from the published scores (six decimals)
    assert_all(&found.weights, &[0.385_316_6, 0.614_683_4], 1e-6);
}

/// Weights from principal components: Social -.744 among the parts of Sust, while Environ counts for it: signs that differ.
#[test]
fn weights_from_principal_components_are_negative_as_published() {
    let parts = Asem::read().scores().select(&["Environ", "Social", "SusEcFin"]).expect("parts");
    let found = influence::first_component(&parts).expect("loadings");
    // a component has no sign of its own: the largest is put positive, published it is negative
    let published_sign: Vec<f64> = found.iter().map(|loading| -loading).collect();
    assert!((published_sign[1] - -0.744).abs() < 5.1e-4, "{found:?}");
    assert!(published_sign[0] > 0.0, "{found:?}");
}

/// The weight of one leaf in the index: Goods .02, Renew .0333.
#[test]
fn effective_weights_are_as_published() {
    let weights = influence::effective_weights(&Asem::read().hierarchy(), "Index").expect("weights");
    assert!((weights["Goods"] - 0.02).abs() < CLOSE);
    assert!((weights["Renew"] - 0.033_333_333_333_333_33).abs() < CLOSE);
    assert_eq!(weights.len(), 49);
    assert!((weights.values().sum::<f64>() - 1.0).abs() < CLOSE);
}

/// Mean absolute change of rank when one pillar is left out.
#[test]
fn ranks_without_one_pillar_move_as_published() {
    let asem = Asem::read();
    let published = [
        ("Physical", 1.529_412),
        ("ConEcFin", 2.627_451),
        ("Political", 2.901_961),
        ("Instit", 1.176_471),
        ("P2P", 1.686_275),
        ("Environ", 3.098_039),
        ("Social", 3.960_784),
        ("SusEcFin", 2.627_451),
    ];
    let (hierarchy, table) = (asem.hierarchy(), asem.normalised());
    for (pillar, moved) in published {
        let without = (pillar, "Index");
        let found = influence::moved_without(&hierarchy, &table, without, Aggregation::Arithmetic).expect("moved");
        assert!((found - moved).abs() <= 5.1e-7, "{pillar}: {found}");
    }
}

#[test]
fn switzerland_comes_first() {
    let scores = Asem::read().scores();
    let index: Vec<Option<f64>> = values(&scores, "Index").into_iter().map(Some).collect();
    let first = ranks(&index).iter().position(|rank| *rank == Some(1)).expect("a first");
    assert_eq!(scores.places()[first], "CHE");
}
