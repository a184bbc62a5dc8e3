//! Alkire-Foster measures against a worked table.

#![expect(clippy::unwrap_used, reason = "a test fails where a number is missing")]

use assess::deprivation::alkire_foster::{Achiever, Deprivations, Dimension};

/// Four persons x four dimensions, lines (13, 12, 3, 1), after Alkire, S. and Foster, J. 2011, "Counting and multidimensional poverty
/// measurement", Journal of Public Economics 95, 476-487. The values below were computed independently of this crate.
fn four_persons() -> Deprivations {
    let lines = [("income", 13.0), ("schooling", 12.0), ("health", 3.0), ("services", 1.0)];
    let dimensions = lines.map(|(name, line)| Dimension { name: name.into(), line, weight: 1.0 });
    let rows = [[13.1, 14.0, 4.0, 1.0], [15.2, 7.0, 5.0, 0.0], [12.5, 10.0, 1.0, 0.0], [20.0, 11.0, 3.0, 1.0]];
    let people: Vec<Achiever> = (1..)
        .zip(rows)
        .map(|(number, row)| Achiever {
            place: format!("person {number}"),
            subgroup: if number <= 2 { "first two".into() } else { "last two".into() },
            people: 1.0,
            achieved: row.map(Some).to_vec(),
        })
        .collect();
    Deprivations::of(&dimensions, &people).unwrap()
}

fn near(got: &[f64], published: &[f64]) {
    let pairs = got.iter().zip(published);
    assert!(
        got.len() == published.len() && pairs.into_iter().all(|(g, p)| (g - p).abs() < 5e-7),
        "{got:?} {published:?}"
    );
}

#[test]
fn every_cut_off_gives_the_published_h_a_m0_m1_m2() {
    let table = [
        (1.0, [0.75, 0.583_333, 0.4375, 0.210_737, 0.165_891]),
        (2.0, [0.50, 0.75, 0.375, 0.205_529, 0.165_457]),
        (3.0, [0.25, 1.0, 0.25, 0.116_987, 0.092_106]),
        (4.0, [0.25, 1.0, 0.25, 0.116_987, 0.092_106]),
    ];
    for (cutoff, published) in table {
        let made = four_persons().measure(cutoff).unwrap();
        near(&[made.headcount, made.intensity.unwrap(), made.m0, made.m1, made.m2], &published);
    }
}

#[test]
fn headcounts_and_contributions_at_two_are_the_published_ones() {
    let made = four_persons().measure(2.0).unwrap();
    near(&made.uncensored, &[0.25, 0.75, 0.25, 0.5]);
    near(&made.censored, &[0.25, 0.5, 0.25, 0.5]);
    near(&made.contributions, &[1.0 / 6.0, 1.0 / 3.0, 1.0 / 6.0, 1.0 / 3.0]);
}

#[test]
fn subgroups_make_the_whole_at_every_cut_off() {
    for cutoff in [1.0, 2.0, 3.0, 4.0] {
        let whole = four_persons().measure(cutoff).unwrap();
        let parts = four_persons().by_subgroup(cutoff).unwrap();
        assert_eq!(parts.len(), 2);
        let sums = parts.values().fold([0.0; 3], |[m0, m1, m2], part| {
            let share = part.people / whole.people;
            [m0 + share * part.m0, m1 + share * part.m1, m2 + share * part.m2]
        });
        near(&sums, &[whole.m0, whole.m1, whole.m2]);
    }
}
