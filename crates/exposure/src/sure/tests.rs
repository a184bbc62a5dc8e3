use super::*;
use city::risk::View;
use city::risk_settings::{Beyond, ExposureKind, Join, Uncertain, UncertainSettings};
use risk::DamageFunction;
use risk::functions::FunctionLibrary;
use standing::Struck;

fn said(what: Uncertain, low: f64, high: f64) -> UncertainSettings {
    let (exposure, hazard, source) = (String::new(), String::new(), "survey".into());
    UncertainSettings { what, low: Some(low), high: Some(high), exposure, hazard, source }
}

fn settings(uncertain: Vec<UncertainSettings>) -> RiskSettings {
    let houses = "id = \"houses\"\ntitle = \"Houses\"\nkind = \"dwellings\"\nvalue = 50.0\nfunction = \"line\"";
    RiskSettings {
        join: Join::Linear,
        beyond: Beyond::Flat,
        samples: 4096,
        uncertain,
        exposures: vec![toml::from_str(houses).unwrap()],
        ..RiskSettings::default()
    }
}

/// Two houses worth 100 together, 1 m deep once in 10 years and 2 m once in 100; a quarter is lost a metre.
fn standing(banded: bool) -> Standing {
    let line = DamageFunction::new("line", vec![0.0, 4.0], vec![0.0, 1.0]).unwrap();
    let struck = |event: u32, intensity: f64| Struck {
        group: 0,
        function: 0,
        event,
        intensity,
        value: 100.0,
        count: 2.0,
        reached: None,
    };
    Standing {
        exposure: "houses".into(),
        title: "Houses".into(),
        money: Some(("USD".into(), None)),
        view: 0,
        seen: View {
            hazard: "river_flood".into(),
            label: String::new(),
            model: String::new(),
            together: false,
            by_period: true,
            scenario: "present".into(),
            scenario_title: String::new(),
            year: None,
            unit: "m".into(),
            return_periods: vec![Some(10.0), Some(100.0)],
            source: String::new(),
        },
        often: vec![Some(0.1), Some(0.01)],
        is_set: false,
        growth: 1.0,
        groups: vec!["others".into()],
        bands: vec![banded.then(|| (line.changed((0.5, 0.0), (1.0, 0.0)), line.changed((1.5, 0.0), (1.0, 0.0))))],
        functions: vec![line],
        function_ids: vec!["line".into()],
        all: vec![(0, 0, 100.0)],
        pieces: vec![struck(0, 1.0), struck(1, 2.0)],
    }
}

/// Linear, flat beyond the rarest: 0.09 x 37.5 + 0.01 x 50.
const YEAR: f64 = 3.875;

fn of(settings: &RiskSettings, standing: &Standing, figure: Figure) -> Sure {
    sure(settings, 7, (standing, figure)).unwrap()
}

#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() < tolerance, "{found} is not {expected}");
}

#[track_caller]
fn is(band: Option<Band>, [p5, p50, p95]: [f64; 3]) {
    let band = band.unwrap();
    for (found, expected) in [(band.p5, p5), (band.p50, p50), (band.p95, p95)] {
        near(found, expected, 1e-3 * expected);
    }
}

#[test]
fn a_value_that_may_be_a_fifth_off_moves_every_loss_as_much() {
    let found = of(&settings(vec![said(Uncertain::Value, 0.8, 1.2)]), &standing(false), Figure::Money);
    is(found.annual, [0.82 * YEAR, YEAR, 1.18 * YEAR]);
    is(found.events[0], [20.5, 25.0, 29.5]);
    is(found.events[1], [41.0, 50.0, 59.0]);
    let [input] = found.inputs.as_slice() else { panic!("{found:?}") };
    assert_eq!((input.what, input.factors, input.source.as_str()), (Uncertain::Value, Some((0.8, 1.2)), "survey"));
    near(input.first_order.unwrap(), 1.0, 1e-2);
    near(input.total.unwrap(), 1.0, 1e-2);
}

/// Depth above 4 m takes no more: at 2.4 times the depth of 2 m the line is at its end. One input that only raises the loss: the
/// quantile of the loss is the loss at the quantile.
#[test]
fn deeper_water_takes_no_more_than_all() {
    let found = of(&settings(vec![said(Uncertain::Intensity, 1.0, 3.0)]), &standing(false), Figure::Money);
    is(found.events[0], [27.5, 50.0, 72.5]);
    is(found.events[1], [55.0, 100.0, 100.0]);
}

/// Variance of a product of two independent factors with mean 1: S1 = v1 / (v1 + v2 + v1 v2), total (v1 + v1 v2) / the same; v is
/// width squared / 12.
#[test]
fn shares_of_a_product_are_those_of_its_formula() {
    let asked = settings(vec![said(Uncertain::Count, 0.5, 1.5), said(Uncertain::Value, 0.8, 1.2)]);
    let found = of(&asked, &standing(false), Figure::Money);
    let (value, count) = (0.16 / 12.0, 1.0 / 12.0);
    let all = value + count + value * count;
    assert_eq!(found.inputs.iter().map(|i| i.what).collect::<Vec<_>>(), [Uncertain::Value, Uncertain::Count]);
    for (input, own) in found.inputs.iter().zip([value, count]) {
        near(input.first_order.unwrap(), own / all, 1e-2);
        near(input.total.unwrap(), (own + value * count) / all, 1e-2);
    }
}

#[test]
fn functions_with_a_band_are_uncertain_without_being_named() {
    let found = of(&settings(vec![]), &standing(true), Figure::LostThings);
    is(found.annual, [0.55 * YEAR / 50.0, YEAR / 50.0, 1.45 * YEAR / 50.0]);
    let [input] = found.inputs.as_slice() else { panic!("{found:?}") };
    assert_eq!((input.what, input.factors, input.source.as_str()), (Uncertain::Function, None, "their own band: line"));
}

#[test]
fn without_a_range_there_is_no_band_and_it_is_said() {
    let found = of(&settings(vec![]), &standing(false), Figure::Money);
    assert_eq!((found.annual, found.events.len(), found.inputs.len()), (None, 0, 0));
    assert!(found.method.starts_with("no band: nobody gave a range"), "{}", found.method);
    let cost_alone = settings(vec![said(Uncertain::Cost, 0.5, 2.0)]);
    assert_eq!(of(&cost_alone, &standing(false), Figure::Money).annual, None);
}

#[test]
fn one_event_has_a_band_and_no_year() {
    let mut one = standing(false);
    (one.seen.return_periods, one.often, one.pieces) = (vec![None], vec![None], vec![one.pieces[0]]);
    let found = of(&settings(vec![said(Uncertain::Value, 0.8, 1.2)]), &one, Figure::Money);
    assert_eq!((found.annual, found.inputs[0].total), (None, None));
    is(found.events[0], [20.5, 25.0, 29.5]);
}

#[test]
fn a_set_of_events_has_a_band_of_its_plain_sum_and_of_its_own_curve() {
    let mut set = standing(false);
    // both events come once in 10 years: no two may under the rule of return periods
    (set.is_set, set.often) = (true, vec![Some(0.1), Some(0.1)]);
    set.seen.return_periods = vec![Some(5.0), Some(10.0), Some(25.0)];
    let found = of(&settings(vec![said(Uncertain::Value, 0.8, 1.2)]), &set, Figure::Money);
    // 0.1 x 25 + 0.1 x 50, times a value that may be a fifth off
    is(found.annual, [0.82 * 7.5, 7.5, 1.18 * 7.5]);
    // once in 10 years and more rarely 50, once in 5 years 25
    is(found.events[0], [20.5, 25.0, 29.5]);
    is(found.events[1], [41.0, 50.0, 59.0]);
    is(found.events[2], [41.0, 50.0, 59.0]);
    near(found.inputs[0].first_order.unwrap(), 1.0, 1e-2);
    // one event of a set has a year, where one return period has none
    (set.often, set.pieces) = (vec![Some(0.1)], vec![set.pieces[1]]);
    set.pieces[0].event = 0;
    is(of(&settings(vec![said(Uncertain::Value, 0.8, 1.2)]), &set, Figure::Money).annual, [4.1, 5.0, 5.9]);
}

#[test]
fn the_narrower_range_leads_and_a_column_of_values_knows_no_count() {
    let general = said(Uncertain::Intensity, 0.5, 2.0);
    let own = UncertainSettings { exposure: "houses".into(), ..said(Uncertain::Intensity, 0.9, 1.1) };
    let other = UncertainSettings { hazard: "wind".into(), ..said(Uncertain::Intensity, 0.1, 9.0) };
    let mut asked = settings(vec![general, own, other, said(Uncertain::Count, 0.5, 1.5)]);
    let factors = |asked: &RiskSettings, figure| {
        Basis::of(asked, &standing(false), figure).inputs.iter().map(|i| (i.what, i.factors)).collect::<Vec<_>>()
    };
    let (depth, count) = ((Uncertain::Intensity, Some((0.9, 1.1))), (Uncertain::Count, Some((0.5, 1.5))));
    assert_eq!(factors(&asked, Figure::Money), [depth, count]);
    asked.exposures[0].value_column = "value".into();
    assert_eq!(factors(&asked, Figure::Money), [depth]);
    assert_eq!(factors(&asked, Figure::LostThings), [depth, count]);
}

#[test]
fn one_thread_and_many_draw_the_same() {
    let asked = settings(vec![said(Uncertain::Intensity, 0.7, 1.4), said(Uncertain::Value, 0.8, 1.2)]);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| of(&asked, &standing(true), Figure::Money))
    };
    assert_eq!(with(1), with(4));
    assert_ne!(with(1).annual, sure(&asked, 8, (&standing(true), Figure::Money)).unwrap().annual);
}

#[test]
fn ranges_that_hold_nothing_or_that_nobody_stands_for_are_named() {
    let twice = said(Uncertain::Count, 0.5, 1.5);
    let nobody = UncertainSettings { source: " ".into(), ..said(Uncertain::Value, 0.8, 1.2) };
    let unknown = UncertainSettings { exposure: "roads".into(), ..said(Uncertain::Value, 0.8, 1.2) };
    let functions = UncertainSettings { low: None, high: None, ..said(Uncertain::Function, 0.0, 0.0) };
    let list = vec![said(Uncertain::Intensity, 0.0, 1.2), nobody, twice.clone(), twice, unknown, functions];
    let asked = RiskSettings { samples: 1, ..settings(list) };
    let problems = check(&asked, &FunctionLibrary::new());
    let codes: Vec<&str> = problems.iter().map(|p| p.code.as_str()).collect();
    let expected = [
        "samples_out_of_range",
        "uncertain_range_wrong",
        "uncertain_without_source",
        "uncertain_twice",
        "exposure_unknown",
        "function_without_band",
    ];
    assert_eq!(codes, expected);
    let found = of(&asked, &standing(false), Figure::LostThings);
    assert!(found.annual.is_none() && found.method.contains("samples"), "{}", found.method);
}

#[test]
fn bands_find_their_result_and_those_held_back_are_gone() {
    let made = |measure: Measure| Made { exposure: "houses".into(), measure, view: 1, sure: none("x") };
    let result = |measure: Measure, view: usize| RiskResult {
        exposure: "houses".into(),
        title: String::new(),
        measure,
        view,
        method: String::new(),
        whole: city::risk::Suffered::default(),
        groups: Vec::new(),
        places: Vec::new(),
        not_covered: 0.0,
    };
    let lost = || Measure::LostThings(ExposureKind::Dwellings);
    let money = Measure::Money { currency: "USD".into(), price_year: None };
    let found = shown(vec![made(lost()), made(money)], &[result(lost(), 0), result(lost(), 1)]);
    assert_eq!(found.iter().map(|s| s.result).collect::<Vec<_>>(), [1]);
}

#[test]
fn a_figure_has_the_range_of_its_band_wherever_it_stands() {
    let money = Measure::Money { currency: "USD".into(), price_year: None };
    let made = |measure: &Measure| Made {
        exposure: "houses".into(),
        measure: measure.clone(),
        view: 0,
        sure: of(&settings(vec![said(Uncertain::Value, 0.8, 1.2)]), &standing(false), Figure::Money),
    };
    let own = Estimate::range(YEAR, YEAR, 9.0 * YEAR).ok();
    let suffers =
        city::risk::Suffered { annual: own, events: vec![Estimate::exact(90.0).ok(), None], ..Default::default() };
    let groups = vec![("a".to_owned(), suffers.clone())];
    let mut results = [RiskResult {
        exposure: "houses".into(),
        measure: money.clone(),
        whole: suffers,
        groups,
        ..RiskResult::default()
    }];
    take_over(&mut results, &[made(&Measure::People)]);
    assert_eq!(results[0].whole.annual, own, "the band of another figure is not taken");
    take_over(&mut results, &[made(&money)]);
    let [low, high] = [results[0].whole.annual.unwrap().low, results[0].whole.annual.unwrap().high];
    near(low, 0.82 * YEAR, 1e-3 * YEAR);
    near(high, 1.18 * YEAR, 1e-3 * YEAR);
    // a figure beyond its band stays, and the range is drawn out to it
    let event = results[0].whole.events[0].unwrap();
    near(event.low, 20.5, 0.1);
    near(event.high, 90.0, 1e-9);
    assert!(results[0].whole.events[1].is_none());
    assert_eq!(results[0].groups[0].1.annual, own);
}
