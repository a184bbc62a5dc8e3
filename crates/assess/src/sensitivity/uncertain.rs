use super::draws::Stream;
use crate::composite::{CompositeError, Recipe, Table, normalise_cells};

/// A column of which some values are known as ranges.
#[derive(Debug, Clone)]
pub(super) struct Uncertain {
    /// Where it stands in the table.
    pub indicator: usize,
    low: Vec<f64>,
    width: Vec<f64>,
}

/// The columns that have a range, in the order of the table.
pub(super) fn uncertain(table: &Table, ranges: Option<(&Table, &Table)>) -> Result<Vec<Uncertain>, CompositeError> {
    let Some((low, high)) = ranges else { return Ok(Vec::new()) };
    for other in [low, high] {
        if other.places() != table.places() || other.indicators() != table.indicators() {
            let (found, expected) = (other.places().len(), table.places().len());
            return Err(CompositeError::Shape { what: "ranges".to_owned(), found, expected });
        }
    }
    let columns = (0..table.indicators().len()).map(|indicator| column(table, (low, high), indicator));
    columns.filter_map(Result::transpose).collect()
}

fn column(table: &Table, (low, high): (&Table, &Table), indicator: usize) -> Result<Option<Uncertain>, CompositeError> {
    let mut made =
        Uncertain { indicator, low: table.cells(indicator).to_vec(), width: vec![0.0; table.places().len()] };
    for (place, (from, width)) in made.low.iter_mut().zip(&mut made.width).enumerate() {
        let Some((low, high)) = low.value(place, indicator).zip(high.value(place, indicator)) else { continue };
        if from.is_nan() {
            continue;
        }
        if low > *from || *from > high {
            let (place, indicator) = (table.places()[place].clone(), table.indicators()[indicator].clone());
            return Err(CompositeError::OutsideItsRange { place, indicator, low, value: *from, high });
        }
        (*from, *width) = (low, high - low);
    }
    Ok(made.width.iter().any(|width| *width > 0.0).then_some(made))
}

impl Uncertain {
    /// The column drawn and put on its scale; all gaps where the drawn values have none.
    pub(super) fn draw(&self, coordinate: f64, recipe: &Recipe, to: &mut Vec<f64>) {
        // the indicator goes in, so that two columns at one coordinate do not err alike
        let mut stream = Stream::of(coordinate, self.indicator);
        to.clear();
        to.extend(self.low.iter().zip(&self.width).map(|(low, width)| low + width * stream.uniform()));
        normalise_cells(to, recipe);
    }
}
