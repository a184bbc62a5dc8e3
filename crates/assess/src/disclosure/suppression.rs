//! Small cells of a table of persons or households: which of them to leave out, so that totals do not give them away.

use std::cmp::Ordering;
use std::collections::BTreeSet;

/// A cell of a table of counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell {
    /// A count that stands as such in a public source: leaving it out would hide nothing, so it stays.
    Public(f64),
    /// A count that is shown here only.
    Own(f64),
    /// No count, and none in the totals.
    Nothing,
}

/// Which totals of a table a reader knows or can find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Those of the rows.
    pub rows: bool,
    /// Those of the columns.
    pub columns: bool,
}

/// Which cells to leave out: counts above 0 and below `least`, and as many others as it takes that no such count can be
/// worked out from the cells shown and the totals.
///
/// In each line (row or column) whose total is known, either nothing is left out, or two cells or more that together make at
/// least `least`; the smallest that serve are taken, zeros last. Then, for tables with both totals: with rows and columns as points
/// and the cells left out as lines between them, a cell can be worked out if and only if no circle of lines runs through it
/// (the change +1, -1, +1, ... along a circle keeps every total), so circles are closed. Source of the problem: Cox 1980,
/// Suppression methodology and statistical disclosure control, J. Am. Stat. Assoc. 75.
///
/// A line with a single cell of its own beside public ones cannot be made safe by leaving out cells: its total must not be
/// shown. A count that is no number is taken as [`Cell::Nothing`].
///
/// ```
/// use assess::disclosure::{Cell::Own, Totals, suppress};
/// let table = [vec![Own(3.0), Own(40.0), Own(50.0)], vec![Own(60.0), Own(70.0), Own(80.0)]];
/// let hidden = suppress(&table, Totals { rows: true, columns: true }, 5.0);
/// assert_eq!(hidden, [[true, true, false], [true, true, false]]); // the 3, the 40 beside it, and both beneath them
/// ```
#[must_use]
pub fn suppress(table: &[Vec<Cell>], totals: Totals, least: f64) -> Vec<Vec<bool>> {
    let width = table.iter().map(Vec::len).max().unwrap_or(0);
    let mut work = Work { table, width, totals, least, hidden: BTreeSet::new() };
    for (row, cells) in table.iter().enumerate() {
        let small = |cell: &Cell| matches!(cell, Cell::Own(n) if *n > 0.0 && *n < least);
        work.hidden.extend(cells.iter().enumerate().filter(|(_, c)| small(c)).map(|(column, _)| (row, column)));
    }
    while let Some(cell) = work.too_few().or_else(|| work.open_circle()) {
        work.hidden.insert(cell);
    }
    let is_hidden = |row: usize, column: usize| work.hidden.contains(&(row, column));
    table.iter().enumerate().map(|(r, cells)| (0..cells.len()).map(|c| is_hidden(r, c)).collect()).collect()
}

/// Row and column.
type At = (usize, usize);
/// Rows and columns.
type Lines = (BTreeSet<usize>, BTreeSet<usize>);

struct Work<'a> {
    table: &'a [Vec<Cell>],
    width: usize,
    totals: Totals,
    least: f64,
    hidden: BTreeSet<At>,
}

impl Work<'_> {
    /// The count of a cell that may be left out.
    fn own(&self, (row, column): At) -> Option<f64> {
        match self.table.get(row)?.get(column)? {
            Cell::Own(count) if count.is_finite() => Some(*count),
            _ => None,
        }
    }

    /// The smallest of some cells that are still shown, zeros last.
    fn smallest(&self, cells: impl Iterator<Item = At>) -> Option<At> {
        let shown = cells.filter(|at| !self.hidden.contains(at)).filter_map(|at| Some((self.own(at)?, at)));
        let order = |a: &(f64, At), b: &(f64, At)| -> Ordering {
            (a.0 <= 0.0).cmp(&(b.0 <= 0.0)).then(a.0.total_cmp(&b.0)).then(a.1.cmp(&b.1))
        };
        shown.min_by(order).map(|(_, at)| at)
    }

    /// The next cell to leave out where a line with a known total has one only, or several that make too little.
    fn too_few(&self) -> Option<At> {
        let (height, width) = (self.table.len(), self.width);
        let rows = (0..height).filter(|_| self.totals.rows).map(|r| (0..width).map(|c| (r, c)).collect::<Vec<At>>());
        let columns = (0..width).filter(|_| self.totals.columns).map(|c| (0..height).map(|r| (r, c)).collect());
        rows.chain(columns).find_map(|line| {
            let left_out: Vec<f64> =
                line.iter().filter(|at| self.hidden.contains(at)).filter_map(|at| self.own(*at)).collect();
            let enough = left_out.len() > 1 && left_out.iter().sum::<f64>() >= self.least;
            if left_out.is_empty() || enough { None } else { self.smallest(line.into_iter()) }
        })
    }

    /// The next cell to leave out where one that is left out lies on no circle.
    fn open_circle(&self) -> Option<At> {
        if !(self.totals.rows && self.totals.columns) {
            return None;
        }
        let all = || (0..self.table.len()).flat_map(|r| (0..self.width).map(move |c| (r, c)));
        self.hidden.iter().find_map(|bridge| {
            let from_row = self.reached((BTreeSet::from([bridge.0]), BTreeSet::new()), *bridge);
            if from_row.1.contains(&bridge.1) {
                return None;
            }
            let from_column = self.reached((BTreeSet::new(), BTreeSet::from([bridge.1])), *bridge);
            let joins = |(r, c): &At| {
                from_row.0.contains(r) && from_column.1.contains(c)
                    || from_column.0.contains(r) && from_row.1.contains(c)
            };
            let leads_on = |(r, c): &At| from_row.0.contains(r) != from_row.1.contains(c);
            self.smallest(all().filter(joins)).or_else(|| self.smallest(all().filter(leads_on)))
        })
    }

    /// Rows and columns that hang together with those given, once a cell is taken away.
    fn reached(&self, (mut rows, mut columns): Lines, without: At) -> Lines {
        loop {
            let before = rows.len() + columns.len();
            for (row, column) in self.hidden.iter().filter(|at| **at != without) {
                if rows.contains(row) {
                    columns.insert(*column);
                } else if columns.contains(column) {
                    rows.insert(*row);
                }
            }
            if rows.len() + columns.len() == before {
                return (rows, columns);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: Totals = Totals { rows: true, columns: true };

    fn own(table: &[&[f64]]) -> Vec<Vec<Cell>> {
        table.iter().map(|row| row.iter().map(|n| Cell::Own(*n)).collect()).collect()
    }

    /// Hidden cells that the totals determine, by elimination of the sums over what is hidden.
    fn worked_out(hidden: &[Vec<bool>], totals: Totals) -> Vec<At> {
        let cells: Vec<At> = (0..hidden.len())
            .flat_map(|r| (0..hidden[r].len()).map(move |c| (r, c)))
            .filter(|a| hidden[a.0][a.1])
            .collect();
        let width = hidden.iter().map(Vec::len).max().unwrap_or(0);
        let mut sums: Vec<Vec<f64>> = Vec::new();
        for r in (0..hidden.len()).filter(|_| totals.rows) {
            sums.push(cells.iter().map(|at| f64::from(u8::from(at.0 == r))).collect());
        }
        for c in (0..width).filter(|_| totals.columns) {
            sums.push(cells.iter().map(|at| f64::from(u8::from(at.1 == c))).collect());
        }
        let mut done = 0;
        for column in 0..cells.len() {
            let Some(pivot) = (done..sums.len()).find(|row| sums[*row][column].abs() > 1e-9) else { continue };
            sums.swap(done, pivot);
            let scale = sums[done][column];
            sums[done].iter_mut().for_each(|x| *x /= scale);
            let pivot = sums[done].clone();
            for (_, row) in sums.iter_mut().enumerate().filter(|(at, _)| *at != done) {
                let factor = row[column];
                row.iter_mut().zip(&pivot).for_each(|(x, p)| *x -= factor * p);
            }
            done += 1;
        }
        let alone = |row: &&Vec<f64>| row.iter().filter(|x| x.abs() > 1e-9).count() == 1;
        sums.iter().filter(alone).map(|row| cells[row.iter().position(|x| x.abs() > 1e-9).unwrap()]).collect()
    }

    #[test]
    fn the_elimination_of_these_tests_finds_what_can_be_worked_out() {
        assert_eq!(worked_out(&[vec![true, false], vec![false, false]], BOTH), [(0, 0)]);
        assert!(worked_out(&[vec![true, true], vec![true, true]], BOTH).is_empty());
        let stairs = [vec![true, true, false], vec![false, true, true]];
        assert_eq!(worked_out(&stairs, BOTH).len(), 4);
    }

    #[test]
    fn nothing_left_out_can_be_worked_out_in_any_table_of_two_by_three() {
        let counts = [0.0, 1.0, 4.0, 5.0, 90.0];
        for code in 0..5_usize.pow(6) {
            let digit = |at: usize| counts[code / 5_usize.pow(u32::try_from(at).unwrap()) % 5];
            let table = own(&[&[digit(0), digit(1), digit(2)], &[digit(3), digit(4), digit(5)]]);
            for totals in [BOTH, Totals { columns: false, ..BOTH }, Totals { rows: false, ..BOTH }] {
                let hidden = suppress(&table, totals, 5.0);
                assert!(worked_out(&hidden, totals).is_empty(), "{table:?} {totals:?} {hidden:?}");
                let small = |r: usize, c: usize| matches!(table[r][c], Cell::Own(n) if n > 0.0 && n < 5.0);
                assert!((0..2).all(|r| (0..3).all(|c| hidden[r][c] || !small(r, c))));
            }
        }
    }

    #[test]
    fn nothing_left_out_can_be_worked_out_in_larger_tables() {
        let mut state = 42_u64;
        for _ in 0..500 {
            let mut count = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let drawn = u32::try_from(state >> 40).unwrap();
                Cell::Own(f64::from(if drawn % 4 == 0 { drawn % 5 } else { drawn % 300 }))
            };
            let table: Vec<Vec<Cell>> = (0..6).map(|_| (0..6).map(|_| count()).collect()).collect();
            let hidden = suppress(&table, BOTH, 5.0);
            assert!(worked_out(&hidden, BOTH).is_empty(), "{table:?} {hidden:?}");
        }
    }

    #[test]
    fn two_circles_joined_by_one_cell_are_closed() {
        // Each block hides itself; the 2 between them would be on no circle.
        let hidden = suppress(
            &own(&[&[1.0, 4.0, 2.0, 90.0], &[4.0, 4.0, 91.0, 92.0], &[93.0, 94.0, 4.0, 4.0], &[95.0, 96.0, 4.0, 4.0]]),
            BOTH,
            5.0,
        );
        assert!(worked_out(&hidden, BOTH).is_empty() && hidden[0][2], "{hidden:?}");
    }

    #[test]
    fn a_table_without_small_counts_is_shown_whole_and_zeros_stay() {
        let hidden = suppress(&own(&[&[0.0, 5.0], &[700.0, 0.0]]), BOTH, 5.0);
        assert_eq!(hidden, [[false, false], [false, false]]);
    }

    #[test]
    fn two_small_counts_that_make_too_little_together_take_a_third_along() {
        let hidden = suppress(&own(&[&[1.0, 1.0, 200.0, 300.0]]), Totals { rows: true, columns: false }, 5.0);
        assert_eq!(hidden, [[true, true, true, false]]);
    }

    #[test]
    fn counts_of_public_sources_stay_and_gaps_too() {
        let table = [vec![Cell::Public(2.0), Cell::Own(2.0), Cell::Nothing, Cell::Own(50.0), Cell::Own(f64::NAN)]];
        let hidden = suppress(&table, Totals { rows: true, columns: false }, 5.0);
        assert_eq!(hidden, [[false, true, false, true, false]]);
        assert!(suppress(&[], BOTH, 5.0).is_empty());
    }

    #[test]
    fn without_known_totals_only_the_small_counts_go() {
        let hidden = suppress(&own(&[&[3.0, 40.0]]), Totals { rows: false, columns: false }, 5.0);
        assert_eq!(hidden, [[true, false]]);
    }
}
