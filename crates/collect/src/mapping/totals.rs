//! Totals: members of a list that are the sum of their neighbours.

/// What one member holds in one cell of a table.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) enum Held {
    /// No row: as a part it adds nothing.
    #[default]
    Absent,
    /// A row without a number: the cell proves nothing.
    Unknown,
    /// A number.
    Number(f64),
}

/// A member that is the sum of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Total {
    /// The member.
    pub whole: usize,
    /// What it is the sum of.
    pub parts: Vec<usize>,
    /// In how many cells it is.
    pub held: usize,
    /// Of how many that have a number other than 0.
    pub of: usize,
}

/// How much it takes to call a member a total.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence {
    /// Cells in which at least two parts are more than the rounding and the sum holds.
    pub cells: usize,
    /// Parts.
    pub parts: usize,
    /// How unlikely the sums are to hold by chance: over these cells, the sum of log10(whole / numbers that would do).
    pub weight: f64,
}

/// Percent of cells in which the sum must hold.
const NEARLY_ALL: usize = 95;

/// The rounding allowed: half for each part, or 0.05 % of the whole.
fn rounding(whole: f64, parts: usize) -> f64 {
    let halves = 0.5 * f64::from(u32::try_from(parts).unwrap_or(u32::MAX));
    halves.max(0.0005 * whole.abs())
}

/// Finds the candidates that equal the sum of the members right after them, or right before, in nearly every cell.
///
/// Members are in the order of the file; `cells` hold one entry for each. A total that was found is taken out of the order
/// and the search goes on, so that a total of totals is found from its parts. Where several runs fit, the closest counts,
/// then the shortest.
pub(super) fn find_totals(members: usize, cells: &[Vec<Held>], candidates: &[usize], evidence: Evidence) -> Vec<Total> {
    let mut order: Vec<usize> = (0..members).collect();
    let mut totals: Vec<Total> = Vec::new();
    loop {
        let before = totals.len();
        let mut position = 0;
        while let Some(&whole) = order.get(position) {
            let found = candidates.contains(&whole).then(|| {
                let after = fitting(cells, whole, order.iter().skip(position + 1), evidence);
                let ahead = fitting(cells, whole, order.iter().take(position).rev(), evidence);
                [after, ahead].into_iter().flatten().max_by_key(|total| total.held)
            });
            match found.flatten() {
                Some(total) => {
                    totals.push(total);
                    order.remove(position);
                }
                None => position += 1,
            }
        }
        if totals.len() == before {
            return totals;
        }
    }
}

/// One cell that has the whole, and what the run of parts has come to in it.
struct Tally {
    cell: usize,
    whole: f64,
    sum: f64,
    largest: f64,
    second: f64,
    unknown: bool,
}

impl Tally {
    fn add(&mut self, held: Held) {
        match held {
            Held::Absent => {}
            Held::Unknown => self.unknown = true,
            Held::Number(part) => {
                self.sum += part;
                if part > self.largest {
                    self.second = self.largest;
                    self.largest = part;
                } else {
                    self.second = self.second.max(part);
                }
            }
        }
    }
}

fn fitting<'o>(
    cells: &[Vec<Held>],
    whole: usize,
    run: impl Iterator<Item = &'o usize>,
    evidence: Evidence,
) -> Option<Total> {
    let tally = |(cell, row): (usize, &Vec<Held>)| match row.get(whole) {
        Some(Held::Number(number)) => {
            Some(Tally { cell, whole: *number, sum: 0.0, largest: 0.0, second: 0.0, unknown: false })
        }
        _ => None,
    };
    let mut tallies = cells.iter().enumerate().filter_map(tally).collect::<Vec<_>>();
    let mut parts: Vec<usize> = Vec::new();
    let mut best: Option<(f64, Total)> = None;
    for &part in run {
        parts.push(part);
        for tally in &mut tallies {
            tally.add(cells.get(tally.cell).and_then(|row| row.get(part)).copied().unwrap_or_default());
        }
        let exceeded =
            tallies.iter().filter(|t| !t.unknown && t.sum > t.whole + rounding(t.whole, parts.len())).count();
        if parts.len() >= evidence.parts.max(2)
            && let Some((held, of, deviation)) = fit(&tallies, parts.len(), evidence)
            && best.as_ref().is_none_or(|(least, _)| deviation < *least)
        {
            best = Some((deviation, Total { whole, parts: parts.clone(), held, of }));
        }
        if exceeded * 100 > (100 - NEARLY_ALL) * tallies.len() {
            break;
        }
    }
    best.map(|(_, total)| total)
}

/// In how many cells the sum holds, of how many, and how far off it is in all; none where that is not enough.
fn fit(tallies: &[Tally], parts: usize, evidence: Evidence) -> Option<(usize, usize, f64)> {
    let (mut held, mut of, mut telling_held, mut telling) = (0, 0, 0, 0);
    let (mut deviation, mut weight) = (0.0, 0.0);
    for tally in tallies.iter().filter(|t| !t.unknown && (t.whole > 0.0 || t.sum > 0.0)) {
        let (off, rounding) = ((tally.whole - tally.sum).abs(), rounding(tally.whole, parts));
        let holds = usize::from(off <= rounding);
        of += 1;
        held += holds;
        if tally.second > rounding {
            telling += 1;
            telling_held += holds;
            if off <= rounding {
                weight += (tally.whole / (2.0 * rounding + 1.0)).max(1.0).log10();
            }
        }
        deviation += off;
    }
    let with_whole = tallies.iter().filter(|t| t.whole > 0.0).count();
    let nearly_all = held * 100 >= of * NEARLY_ALL && telling_held * 100 >= telling * NEARLY_ALL;
    let enough = telling_held >= evidence.cells && weight >= evidence.weight;
    (enough && nearly_all && of * 2 >= with_whole).then_some((held, of, deviation))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EVIDENCE: Evidence = Evidence { cells: 3, parts: 2, weight: 4.0 };

    fn cells(rows: &[&[f64]]) -> Vec<Vec<Held>> {
        rows.iter()
            .map(|row| row.iter().map(|n| if n.is_nan() { Held::Unknown } else { Held::Number(*n) }).collect())
            .collect()
    }

    fn found(rows: &[&[f64]]) -> Vec<(usize, Vec<usize>)> {
        let members = rows[0].len();
        let all: Vec<_> = (0..members).collect();
        find_totals(members, &cells(rows), &all, EVIDENCE).into_iter().map(|t| (t.whole, t.parts)).collect()
    }

    #[test]
    fn a_total_before_its_parts_and_a_total_after_them_are_found() {
        let rows: [&[f64]; 3] = [&[300., 100., 200., 7., 9.], &[550., 300., 250., 8., 2.], &[99., 44., 55., 100., 3.]];
        assert_eq!(found(&rows), [(0, vec![1, 2])]);
        let turned: Vec<Vec<f64>> = rows.iter().map(|r| r.iter().rev().copied().collect()).collect();
        let turned: Vec<&[f64]> = turned.iter().map(Vec::as_slice).collect();
        assert_eq!(found(&turned), [(4, vec![3, 2])]);
    }

    #[test]
    fn a_total_of_totals_is_found_from_its_parts() {
        let rows: [&[f64]; 3] = [
            &[990., 290., 90., 200., 700., 300., 400.],
            &[511., 121., 51., 70., 390., 300., 90.],
            &[440., 240., 110., 130., 200., 30., 170.],
        ];
        assert_eq!(found(&rows), [(1, vec![2, 3]), (4, vec![5, 6]), (0, vec![2, 3, 5, 6])]);
    }

    #[test]
    fn equal_columns_and_zeros_are_no_totals() {
        assert!(found(&[&[5., 5., 0.], &[8., 8., 0.], &[9., 9., 0.], &[4., 4., 0.]]).is_empty());
        assert!(found(&[&[0., 0., 0.], &[0., 0., 0.], &[0., 0., 0.]]).is_empty());
    }

    #[test]
    fn rounding_is_half_a_part_and_no_more() {
        assert_eq!(found(&[&[301., 100., 200.], &[550., 300., 249.], &[900., 400., 501.]]).len(), 1);
        assert!(found(&[&[302., 100., 200.], &[552., 300., 250.], &[902., 400., 500.]]).is_empty());
    }

    #[test]
    fn small_numbers_that_happen_to_add_up_are_no_totals() {
        assert!(found(&[&[7., 3., 4.], &[9., 4., 5.], &[5., 2., 3.]]).is_empty());
    }

    #[test]
    fn two_cells_are_not_enough_and_unknown_cells_prove_nothing() {
        assert!(found(&[&[300., 100., 200.], &[550., 300., 250.]]).is_empty());
        assert!(found(&[&[300., 100., 200.], &[550., 300., 250.], &[550., f64::NAN, 250.]]).is_empty());
    }

    proptest! {
        #[test]
        fn what_is_no_sum_is_never_called_a_total(rows in prop::collection::vec(prop::collection::vec(0_u32..2000, 5), 3..30)) {
            let rows: Vec<Vec<f64>> = rows.iter().map(|r| r.iter().map(|n| f64::from(*n)).collect()).collect();
            let slices: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
            for (whole, parts) in found(&slices) {
                let holds = rows.iter().filter(|row| {
                    let sum: f64 = parts.iter().map(|p| row[*p]).sum();
                    (row[whole] - sum).abs() <= rounding(row[whole], parts.len())
                });
                prop_assert!(!parts.contains(&whole));
                prop_assert!(holds.count() * 100 >= rows.len() * NEARLY_ALL);
            }
        }

        #[test]
        fn a_sum_beside_its_parts_is_always_found(rows in prop::collection::vec(prop::collection::vec(200_u32..5000, 2..6), 3..20), at_end: bool) {
            let width = rows.iter().map(Vec::len).min().unwrap_or(2);
            let rows: Vec<Vec<f64>> = rows.iter().map(|r| {
                let mut row: Vec<f64> = r[..width].iter().map(|n| f64::from(*n)).collect();
                let sum = row.iter().sum();
                row.insert(if at_end { width } else { 0 }, sum);
                row
            }).collect();
            let slices: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
            let whole = if at_end { width } else { 0 };
            prop_assert!(found(&slices).iter().any(|(w, _)| *w == whole));
        }
    }
}
