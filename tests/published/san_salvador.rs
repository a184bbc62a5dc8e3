//! San Salvador, floods of the Acelhuate river: 12,472 houses, 6,080 of them in precarious settlements, 2015 and 2040.
//!
//! The case that comes with CLIMADA (Economics of Climate Adaptation study for San Salvador, `KfW` and UNU-EHS; Aznar-Siguan and
//! Bresch 2019, "CLIMADA v1", Geoscientific Model Development 12, 3085-3097; Bresch and Aznar-Siguan 2021, "CLIMADA v1.4.1:
//! towards a globally consistent adaptation options appraisal tool", Geoscientific Model Development 14, 351-363). The data are
//! not part of this project: they are read from `MAKAZI_REFERENCE`, else `shared/reference` beside it.
//!
//! First with the assumptions of the study, to 1e-6 relative: frequency times damage summed, cost undiscounted, the first year in
//! full, the cut-off by rank of loss, benefits added. Then with our own; those figures were computed independently of this crate,
//! house by house (`benches/peers/san_salvador.py own`).

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where its own ground gives way"
)]

#[path = "../../crates/risk/examples/san_salvador/study.rs"]
mod study;

use risk::frequency::{Beyond, Join, Rule};
use risk::measure::{Applied, CutOff, Hazard, Losses, Measure, Overlap, Scenario};
use risk::valuation::{Appraisal, Cost, Costing, Discount, FirstYear, Rate, RiskOverYears};
use serde_json::Value;
use std::path::PathBuf;
use std::sync::LazyLock;
use study::{GROWTH, Now, OTHER, PRECARIOUS, Study};

const CLOSE: f64 = 1e-6;
const SUM: Rule = Rule { join: Join::Sum, beyond: Beyond::Nothing };

fn folder() -> PathBuf {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference");
    let folder = std::env::var_os("MAKAZI_REFERENCE").map_or_else(beside, PathBuf::from).join("san_salvador");
    assert!(
        folder.join("houses_and_depths.csv").is_file(),
        "the reference data are not in {}; set MAKAZI_REFERENCE to the folder that holds san_salvador/houses_and_depths.csv",
        folder.display()
    );
    folder
}

static STUDY: LazyLock<Study> = LazyLock::new(|| Study::read(&folder()).expect("the study"));
static EXPECTED: LazyLock<Value> = LazyLock::new(|| {
    let text = std::fs::read_to_string(folder().join("expected.json")).expect("expected.json");
    serde_json::from_str(&text).expect("json")
});

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found / expected - 1.0).abs() <= CLOSE, "{found} is not {expected}");
}

fn expected(path: &str) -> f64 {
    EXPECTED.pointer(path).and_then(Value::as_f64).expect(path)
}

fn scenario(now: Now, growth: f64, rule: Rule) -> Scenario {
    STUDY.scenario(now, growth, rule).expect("a scenario")
}

fn bare(scenario: &Scenario) -> Losses {
    let none = Applied::new(&[], Overlap::Nested, &STUDY.functions, scenario.things()).expect("no measures");
    scenario.without(&none, 1.0).expect("losses")
}

fn with(scenario: &Scenario, measures: &[&Measure]) -> Losses {
    let standing = Applied::new(measures, Overlap::Nested, &STUDY.functions, scenario.things()).expect("measures");
    scenario.with(&standing, 1.0, &bare(scenario).at_event()).expect("losses")
}

fn appraisal(costing: Costing) -> Appraisal {
    let discount = Discount::new(Rate::ByYear(STUDY.rates.clone()), FirstYear::Full).expect("rates");
    Appraisal { discount, costing, exponent: 1.0 }
}

#[test]
fn half_of_the_damage_falls_on_the_third_of_the_value_that_is_precarious() {
    let things = STUDY.things(Now::Y2015).expect("things");
    let (mut value, mut houses) = ([0.0; 2], [0; 2]);
    for (group, worth) in things.group().iter().zip(things.value()) {
        value[*group as usize] += worth;
        houses[*group as usize] += 1;
    }
    assert_eq!(houses, [6080, 6392]);
    assert!(things.left_out().is_empty());
    let scenario = scenario(Now::Y2015, 1.0, SUM);
    let losses = bare(&scenario);
    let annual = |group| losses.annual_of(group, scenario.events());
    for (group, name) in [(PRECARIOUS, "101"), (OTHER, "102")] {
        close(value[group as usize], expected(&format!("/value_by_impf/{name}")));
        close(annual(group), expected(&format!("/eai2015_by_impf/{name}")));
    }
    let all = losses.annual(scenario.events());
    close(all, expected("/aai_2015"));
    assert_eq!(format!("{:.0} {:.0}", 100.0 * value[0] / value.iter().sum::<f64>(), 100.0 * annual(0) / all), "34 51");
}

#[test]
fn damage_by_event_is_as_published_sorted_or_house_by_house() {
    let losses = bare(&scenario(Now::Y2015, 1.0, SUM)).at_event();
    let each = STUDY.things(Now::Y2015).expect("things").at_event(&STUDY.functions).expect("losses");
    for (event, (sorted, by_house)) in losses.iter().zip(&each).enumerate() {
        close(*sorted, expected(&format!("/at_event_2015/{event}")));
        assert!((sorted / by_house - 1.0).abs() < 1e-12, "{sorted} {by_house}");
    }
    let by_house = STUDY.things(Now::Y2015).expect("things").annual_by_thing(&STUDY.functions, &study::FREQUENCY);
    close(by_house.expect("losses").iter().sum(), expected("/aai_2015"));
}

#[test]
fn damage_of_2040_and_the_total_climate_risk_are_as_published() {
    let yearly = |now, growth| {
        let scenario = scenario(now, growth, SUM);
        bare(&scenario).annual(scenario.events())
    };
    close(yearly(Now::Y2015, GROWTH), expected("/aai_2040_dev"));
    close(yearly(Now::Y2040, GROWTH), expected("/aai_2040_dev_cc"));
    let known = [(2015, yearly(Now::Y2015, 1.0)), (2040, yearly(Now::Y2040, GROWTH))];
    close(appraisal(Costing::Undiscounted).of_risk(&known).expect("worth"), expected("/tot_climate_risk"));
    assert_eq!(RiskOverYears::new(known.to_vec(), 1.0).expect("years").yearly().len(), 26);
}

#[test]
fn benefit_and_ratio_of_six_measures_are_as_published() {
    let times = [(2015, scenario(Now::Y2015, 1.0, SUM)), (2040, scenario(Now::Y2040, GROWTH, SUM))];
    let without: Vec<(i32, f64)> = times.iter().map(|(year, at)| (*year, bare(at).annual(at.events()))).collect();
    assert_eq!(STUDY.measures.len(), 6);
    for (measure, cost) in &STUDY.measures {
        let known: Vec<(i32, f64)> =
            times.iter().map(|(year, at)| (*year, with(at, &[measure]).annual(at.events()))).collect();
        let worth = appraisal(Costing::Undiscounted).worth(&without, &known, &Cost::once(2015, *cost)).expect("worth");
        close(worth.benefit, expected(&format!("/benefit/{}", measure.name)));
        close(worth.cost_benefit().expect("a benefit"), expected(&format!("/cost_ben_ratio/{}", measure.name)));
    }
}

/// The annual damage of 2015 under each rule, as in the sum of the study; see also `frequency`.
#[test]
fn weights_of_events_give_each_rule_its_figure() {
    let table = [
        (Join::Sum, Beyond::Nothing, 3_562_753.45),
        (Join::Linear, Beyond::Nothing, 2_814_645.00),
        (Join::Linear, Beyond::Flat, 3_305_920.11),
        (Join::StepBelow, Beyond::Flat, 2_126_075.47),
        (Join::StepAbove, Beyond::Flat, 4_485_764.75),
        (Join::LogLinear, Beyond::Flat, 3_144_178.69),
    ];
    for (join, beyond, published) in table {
        let scenario = scenario(Now::Y2015, 1.0, Rule { join, beyond });
        let found = bare(&scenario).annual(scenario.events());
        assert!((found - published).abs() < 0.006, "{join} {beyond}: {found}");
    }
}

/// The measures of the study as we take them: water becomes less, a drain for five years holds floods of five years.
fn ours(measure: &Measure) -> Measure {
    let Hazard::CurveAxis { factor, shift } = measure.hazard else { panic!("the study moves the curve axis") };
    Measure {
        hazard: Hazard::Intensity { factor, less: -shift },
        cut_off: Some(CutOff::ByOwnPeriod { years: 5.0 }),
        ..measure.clone()
    }
}

fn worth_of(times: &[(i32, Scenario)], measures: &[&Measure]) -> f64 {
    let known: Vec<(i32, f64)> =
        times.iter().map(|(year, at)| (*year, with(at, measures).annual(at.events()))).collect();
    appraisal(Costing::Discounted).of_risk(&known).expect("worth")
}

/// Log-linear with a flat tail, depths times a plus b, floods of up to five years kept out. House by house in numpy:
/// `benches/peers/san_salvador.py own`.
#[test]
fn by_our_own_assumptions_the_figures_are_those_of_numpy_house_by_house() {
    let numpy = [
        ("Sanitarios de descarga Dual", 18_811_195.470_969_513),
        ("Ahorradores en Agua en casas", 19_968_456.214_124_024),
        ("No descargas en Lluvia", 21_726_559.232_275_784),
        ("Reuso de agua de enjuage", 18_811_195.470_969_513),
        ("Puentes sin basura", 19_968_456.214_124_024),
        ("Captacion de agua de techos", 19_968_456.214_124_024),
    ];
    let times =
        [(2015, scenario(Now::Y2015, 1.0, Rule::default())), (2040, scenario(Now::Y2040, GROWTH, Rule::default()))];
    let annual: Vec<f64> = times.iter().map(|(_, at)| bare(at).annual(at.events())).collect();
    close(annual[0], 3_144_178.690_033_119);
    close(annual[1], 6_657_965.519_569_712);
    let without = worth_of(&times, &[]);
    close(without, 97_387_916.253_951_22);
    let measures: Vec<Measure> = STUDY.measures.iter().map(|(measure, _)| ours(measure)).collect();
    for (measure, (name, benefit)) in measures.iter().zip(numpy) {
        assert_eq!(measure.name, name);
        close(without - worth_of(&times, &[measure]), benefit);
    }
    close(without - worth_of(&times, &measures.iter().collect::<Vec<_>>()), 30_869_975.572_781_6);
}

/// Each of the six keeps the two commonest floods out; added, that is counted six times, and more is averted than there is.
#[test]
fn measures_together_avert_far_less_than_their_benefits_added() {
    let at = scenario(Now::Y2015, 1.0, SUM);
    let before = bare(&at);
    let each: Vec<Losses> = STUDY.measures.iter().map(|(measure, _)| with(&at, &[measure])).collect();
    let all: Vec<&Measure> = STUDY.measures.iter().map(|(measure, _)| measure).collect();
    let together = with(&at, &all);
    let added = before.added(&each).expect("the same events");
    let averted =
        |left: &[f64]| -> Vec<f64> { before.at_event().iter().zip(left).map(|(loss, left)| loss - left).collect() };
    for (together, added) in averted(&together.at_event()).iter().zip(averted(&added)) {
        assert!(*together <= added * (1.0 + 1e-12), "{together} {added}");
    }
    let by_one = each.iter().map(|losses| losses.annual(at.events())).fold(f64::INFINITY, f64::min);
    assert!(together.annual(at.events()) < by_one);
    let summed: f64 = each.iter().map(|losses| before.annual(at.events()) - losses.annual(at.events())).sum();
    assert!(summed > before.annual(at.events()), "{summed}");
}
