use super::*;

/// Numbers without order, 0 to 1.
fn scattered(count: u32, seed: u32) -> impl Iterator<Item = f64> {
    (0..count).map(move |i| f64::from((i + seed).wrapping_mul(2_654_435_761) >> 8) / f64::from(1 << 24))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small")]
fn whole(number: f64, below: u32) -> u32 {
    (number * f64::from(below)) as u32
}

const CELLS_IN_ALL: u32 = 5000;

fn functions() -> Vec<DamageFunction> {
    let f = |id: &str, xs: &[f64], ys: &[f64]| DamageFunction::new(id, xs.to_vec(), ys.to_vec()).unwrap();
    let light = f("light", &[0.0, 0.5, 3.0], &[0.0, 0.7, 1.0]);
    let partly = f("partly", &[0.0, 0.5, 3.0], &[0.1, 0.2, 0.8]).with_affected(vec![0.0, 0.4, 0.9]).unwrap();
    vec![light, f("step", &[1.0, 1.0], &[0.0, 1.0]), partly, f("solid", &[0.0, 2.0, 6.0], &[0.0, 0.3, 0.6])]
}

/// Some stand in no cell, some are worth nothing, of some it is not known.
fn things(count: u32) -> Exposed {
    let value = |at: f64| {
        if at < 0.05 {
            f64::NAN
        } else if at < 0.1 {
            0.0
        } else {
            1000.0 * at
        }
    };
    let cell = |at: f64| (at > 0.03).then(|| whole(at * at, CELLS_IN_ALL));
    Exposed {
        value: scattered(count, 3).map(value).collect(),
        function: scattered(count, 70_001).map(|at| whole(at, 4)).collect(),
        cell: scattered(count, 900_001).map(cell).collect(),
    }
}

fn events(count: u32) -> EventSet {
    let (mut start, mut cell, mut intensity) = (vec![0], vec![], vec![]);
    for event in 0..count {
        for (one, depth) in (0..CELLS_IN_ALL).zip(scattered(CELLS_IN_ALL, event * 7919)) {
            if depth < 0.02 * f64::from(event % 7) {
                cell.push(one);
                intensity.push(depth * 40.0);
            }
        }
        start.push(cell.len());
    }
    EventSet::new(CELLS_IN_ALL as usize, scattered(count, 5).collect(), start, cell, intensity).unwrap()
}

/// Thing by thing and event by event, as one would write it down.
fn plainly(exposed: &Exposed, functions: &[DamageFunction], events: &EventSet) -> Vec<Vec<f64>> {
    let loss = |thing: usize, reached: &[(u32, f64, f64)]| {
        let value = Some(exposed.value[thing]).filter(|value| *value > 0.0)?;
        let cell = exposed.cell[thing]?;
        let (_, intensity, fraction) = reached[reached.binary_search_by_key(&cell, |one| one.0).ok()?];
        Some(value * functions[exposed.function[thing] as usize].ratio(intensity) * fraction)
    };
    let of = |event| {
        let reached: Vec<_> = events.of(event).collect();
        (0..exposed.len()).map(|thing| loss(thing, &reached).unwrap_or(0.0)).collect()
    };
    (0..events.len()).map(of).collect()
}

fn close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= 1e-12 * expected.abs(), "{found} {expected}");
    }
}

fn fractioned(events: EventSet) -> EventSet {
    let count = u32::try_from(events.cell.len()).unwrap();
    events.with_fraction(scattered(count, 11).collect()).unwrap()
}

#[test]
fn it_is_the_same_as_thing_by_thing() {
    let (exposed, functions) = (things(3000), functions());
    for events in [events(20), fractioned(events(20))] {
        let plain = plainly(&exposed, &functions, &events);
        let found = impact(&exposed, &functions, &events).unwrap();
        close(&found.by_event, &plain.iter().map(|lost| lost.iter().sum()).collect::<Vec<f64>>());
        let yearly = |thing: usize| plain.iter().zip(events.frequency()).map(|(lost, often)| lost[thing] * often).sum();
        close(&found.expected_by_thing, &(0..3000).map(yearly).collect::<Vec<f64>>());
        close(&[found.expected], &[found.expected_by_thing.iter().sum()]);
        assert!(found.expected > 0.0 && found.by_event[0] <= 0.0);
    }
}

#[test]
fn groups_add_up_to_what_is_lost_by_those_in_one() {
    let (exposed, functions, events) = (things(3000), functions(), fractioned(events(20)));
    let of: Vec<Option<u32>> = scattered(3000, 42).map(|at| (at > 0.2).then(|| whole(at, 9))).collect();
    let mut sum = ImpactSum::new(&exposed, &functions, events.cells(), Some(Groups { of: &of, count: 9 })).unwrap();
    sum.add(&events).unwrap();
    let found = sum.finish();
    let plain = plainly(&exposed, &functions, &events);
    let mut expected = vec![0.0; 20 * 9];
    for (event, lost) in plain.iter().enumerate() {
        for (lost, group) in lost.iter().zip(&of) {
            if let Some(group) = group {
                expected[event * 9 + *group as usize] += lost;
            }
        }
    }
    close(&found.by_event_and_group, &expected);
    close(&found.by_event, &impact(&exposed, &functions, &events).unwrap().by_event);
}

#[test]
fn every_single_loss_is_the_same_as_plainly() {
    let (exposed, functions, events) = (things(3000), functions(), fractioned(events(8)));
    let each = EachImpact::new(&exposed, &functions, events.cells()).unwrap();
    for (event, plain) in plainly(&exposed, &functions, &events).iter().enumerate() {
        let mut found = vec![0.0; 3000];
        for (thing, lost) in each.of(&events, event).unwrap() {
            found[thing as usize] += lost;
        }
        close(&found, plain);
    }
}

#[test]
fn part_by_part_and_on_any_number_of_threads_the_digits_are_the_same() {
    let (exposed, functions, events) = (things(3000), functions(), events(20));
    let whole = impact(&exposed, &functions, &events).unwrap();
    let part = |range: std::ops::Range<usize>| {
        let cells: Vec<_> = range.clone().map(|event| events.of(event).collect::<Vec<_>>()).collect();
        let mut start = vec![0];
        start.extend(cells.iter().scan(0, |sum, one| {
            *sum += one.len();
            Some(*sum)
        }));
        let (cell, intensity) = cells.iter().flatten().map(|one| (one.0, one.1)).unzip();
        EventSet::new(events.cells(), events.frequency()[range].to_vec(), start, cell, intensity).unwrap()
    };
    let mut sum = ImpactSum::new(&exposed, &functions, events.cells(), None).unwrap();
    sum.add(&part(0..7)).unwrap();
    sum.add(&part(7..20)).unwrap();
    assert_eq!(sum.finish(), whole);
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(|| impact(&exposed, &functions, &events)).unwrap(), whole);
    }
}

#[test]
fn more_events_than_go_at_once_are_all_counted() {
    let (exposed, functions) = (things(200), functions());
    let count = AT_ONCE + 5;
    let single = EventSet::new(9, vec![0.001], vec![0, 2], vec![0, 8], vec![1.0_f32, 2.0]).unwrap();
    let exposed = Exposed { cell: exposed.cell.iter().map(|cell| cell.map(|cell| cell % 9)).collect(), ..exposed };
    let once = impact(&exposed, &functions, &single).unwrap();
    let many = EventSet::new(
        9,
        vec![0.001; count],
        (0..=count).map(|event| 2 * event).collect(),
        [0, 8].repeat(count),
        [1.0_f32, 2.0].repeat(count),
    );
    let found = impact(&exposed, &functions, &many.unwrap()).unwrap();
    assert_eq!(found.by_event, vec![once.by_event[0]; count]);
}

#[test]
fn things_that_cannot_be_are_named() {
    let functions = functions();
    let thing = |value: f64, function: u32, cell: u32| Exposed {
        value: vec![1.0, value],
        function: vec![0, function],
        cell: vec![None, Some(cell)],
    };
    let said = |exposed: &Exposed, groups| {
        ImpactSum::new(exposed, &functions, 10, groups).map(|_| ()).unwrap_err().to_string()
    };
    assert!(ImpactSum::new(&thing(f64::NAN, 3, 9), &functions, 10, None).is_ok());
    assert_eq!(said(&thing(-2.0, 0, 0), None), "thing 2: -2 is not a value from 0");
    assert_eq!(said(&thing(1.0, 4, 0), None), "thing 2: 4 is not one of the damage functions");
    assert_eq!(said(&thing(1.0, 0, 10), None), "thing 2: 10 is not one of the cells");
    let groups = Groups { of: &[Some(0), Some(3)], count: 3 };
    assert_eq!(said(&thing(1.0, 0, 0), Some(groups)), "thing 2: 3 is not one of the groups");
    let fewer = Exposed { cell: vec![None], ..thing(1.0, 0, 0) };
    assert_eq!(said(&fewer, None), "1 cells of things, where 2 are needed");
}

#[test]
fn nothing_exposed_and_no_events_is_nothing_lost() {
    let none = impact(&Exposed::default(), &functions(), &events(3)).unwrap();
    assert_eq!((none.by_event, none.expected_by_thing, none.expected), (vec![0.0; 3], vec![], 0.0));
    let quiet = EventSet::<f64>::new(CELLS_IN_ALL as usize, vec![], vec![0], vec![], vec![]).unwrap();
    assert_eq!(impact(&things(10), &functions(), &quiet).unwrap().expected_by_thing, vec![0.0; 10]);
}
