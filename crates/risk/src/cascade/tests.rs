use super::*;
use crate::RiskError;

fn facility(out_hours: Option<f64>, needs: Vec<Need>) -> Facility {
    Facility { service: 0, served: Some(10.0), fails_from: 1.0, out_hours, needs }
}

fn need(of: &[usize], enough: Enough, backup_hours: f64) -> Need {
    Need { of: of.to_vec(), enough, backup_hours }
}

fn hours(cascade: &Cascade) -> Vec<Option<(f64, f64)>> {
    cascade.stops.iter().map(|s| s.map(|s| (s.from_hours, s.until_hours))).collect()
}

#[test]
fn what_stops_spreads_along_a_chain_and_each_backup_holds_it_up() {
    let facilities = vec![
        facility(Some(48.0), vec![]),
        facility(None, vec![need(&[0], Enough::Any, 4.0)]),
        facility(None, vec![need(&[1], Enough::Any, 8.0)]),
        facility(None, vec![need(&[2], Enough::Any, 40.0)]),
    ];
    let after = Network::new(facilities).unwrap().after(&[Some(1.0), None, None, None]).unwrap();
    assert_eq!(hours(&after), [Some((0.0, 48.0)), Some((4.0, 48.0)), Some((12.0, 48.0)), None]);
    assert_eq!((after.first_cause(2), after.first_cause(3)), (Some(0), None));
}

#[test]
fn below_its_limit_nothing_fails_and_without_a_known_repair_no_backup_lasts() {
    let network =
        Network::new(vec![facility(None, vec![]), facility(None, vec![need(&[0], Enough::All, 1e6)])]).unwrap();
    assert_eq!(hours(&network.after(&[Some(0.99), None]).unwrap()), [None, None]);
    assert_eq!(
        hours(&network.after(&[Some(1.0), None]).unwrap()),
        [Some((0.0, f64::INFINITY)), Some((1e6, f64::INFINITY))]
    );
}

#[test]
fn one_of_two_suppliers_is_enough_where_any_will_do_and_not_where_all_must() {
    let of = |enough| {
        let facilities = vec![
            facility(Some(10.0), vec![]),
            facility(Some(6.0), vec![]),
            facility(None, vec![need(&[0, 1], enough, 0.0)]),
        ];
        Network::new(facilities).unwrap()
    };
    let (any, all) = (of(Enough::Any), of(Enough::All));
    assert_eq!(hours(&any.after(&[Some(2.0), None, None]).unwrap())[2], None);
    assert_eq!(hours(&any.after(&[Some(2.0), Some(2.0), None]).unwrap())[2], Some((0.0, 6.0)));
    assert_eq!(hours(&all.after(&[None, Some(2.0), None]).unwrap())[2], Some((0.0, 6.0)));
    assert_eq!(hours(&all.after(&[Some(2.0), Some(2.0), None]).unwrap())[2], Some((0.0, 10.0)));
}

#[test]
fn where_any_will_do_the_want_begins_when_the_last_supplier_stops() {
    let of = |enough| {
        let facilities = vec![
            facility(Some(48.0), vec![]),
            facility(None, vec![need(&[0], Enough::Any, 4.0)]),
            facility(None, vec![need(&[0, 1], enough, 0.0)]),
        ];
        hours(&Network::new(facilities).unwrap().after(&[Some(1.0), None, None]).unwrap())[2]
    };
    assert_eq!(of(Enough::Any), Some((4.0, 48.0)));
    assert_eq!(of(Enough::All), Some((0.0, 48.0)));
}

#[test]
fn two_that_need_each_other_stand_while_neither_is_struck_and_fall_together() {
    let power = facility(Some(24.0), vec![need(&[1], Enough::Any, 2.0)]);
    let water = facility(Some(72.0), vec![need(&[0], Enough::Any, 5.0)]);
    let network = Network::new(vec![power, water]).unwrap();
    assert_eq!(hours(&network.after(&[None, None]).unwrap()), [None, None]);
    let after = network.after(&[Some(1.0), None]).unwrap();
    assert_eq!(hours(&after), [Some((0.0, 24.0)), Some((5.0, 24.0))]);
    let both = network.after(&[Some(1.0), Some(1.0)]).unwrap();
    assert_eq!(hours(&both), [Some((0.0, 72.0)), Some((0.0, 72.0))]);
    assert!(both.stops.iter().all(|s| s.unwrap().because == Cause::Struck));
}

#[test]
fn a_circle_of_many_comes_to_an_end_and_names_the_struck_one() {
    let count = 1_000;
    let facilities =
        (0..count).map(|at| facility(Some(5.0), vec![need(&[(at + count - 1) % count], Enough::Any, 0.0)]));
    let network = Network::new(facilities.collect()).unwrap();
    let mut intensities = vec![None; count];
    intensities[700] = Some(3.0);
    let after = network.after(&intensities).unwrap();
    assert!((0..count).all(|at| after.first_cause(at) == Some(700)));
    assert_eq!(after.of_service(&network, 0).wanting, count - 1);
}

#[test]
fn the_order_of_facilities_does_not_change_what_stops() {
    // a web with circles, all and any, backups; numbered forwards and backwards
    let count = 60;
    let web = |turn: &dyn Fn(usize) -> usize| {
        let mut list = vec![facility(None, vec![]); count];
        for at in 0..count {
            let first = [(at * 7 + 3) % count, (at * 11 + 5) % count].map(turn);
            let hours = |of: usize| f64::from(u8::try_from(at % of).unwrap());
            let backup = hours(5);
            let enough = if at % 3 == 0 { Enough::All } else { Enough::Any };
            let out = Some(8.0 + hours(13));
            list[turn(at)] = facility(out, vec![need(&first, enough, backup)]);
        }
        Network::new(list).unwrap()
    };
    let struck = |turn: &dyn Fn(usize) -> usize| {
        let mut list = vec![None; count];
        (0..count).filter(|at| at % 4 == 1).for_each(|at| list[turn(at)] = Some(1.5));
        list
    };
    let (same, back) = (|at: usize| at, |at: usize| count - 1 - at);
    let one = hours(&web(&same).after(&struck(&same)).unwrap());
    let mut other = hours(&web(&back).after(&struck(&back)).unwrap());
    other.reverse();
    assert_eq!(one, other);
    assert!(one.iter().flatten().count() > count / 4 && one.contains(&None));
}

#[test]
fn people_without_a_service_are_added_and_those_nobody_counted_are_told_apart() {
    let mut facilities = vec![facility(None, vec![]), facility(None, vec![need(&[0], Enough::Any, 0.0)])];
    facilities.push(Facility { served: None, ..facility(None, vec![need(&[0], Enough::Any, 0.0)]) });
    facilities.push(Facility { service: 1, ..facility(None, vec![]) });
    let network = Network::new(facilities).unwrap();
    let loss = network.after(&[Some(1.0), None, None, None]).unwrap().of_service(&network, 0);
    assert_eq!((loss.struck, loss.wanting, loss.people, loss.unsaid), (1, 2, Some(20.0), 1));
    assert_eq!(loss.first_causes, [FirstCause { facility: 0, stops: 3 }]);
    let none = network.after(&[None; 4]).unwrap().of_service(&network, 1);
    assert_eq!(none, ServiceLoss::default());
}

#[test]
fn what_cannot_be_is_refused_by_name() {
    let refused = |facility| matches!(Network::new(vec![facility]), Err(RiskError::Facility { facility: 1, .. }));
    assert!(refused(facility(None, vec![need(&[1], Enough::Any, 0.0)])));
    assert!(refused(facility(None, vec![need(&[], Enough::Any, 0.0)])));
    assert!(refused(facility(None, vec![need(&[0], Enough::Any, -1.0)])));
    assert!(refused(facility(Some(f64::NAN), vec![])));
    assert!(refused(Facility { fails_from: f64::NAN, ..facility(None, vec![]) }));
    assert!(Network::new(vec![facility(None, vec![])]).unwrap().after(&[]).is_err());
}
