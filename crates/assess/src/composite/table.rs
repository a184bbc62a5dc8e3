use super::CompositeError;
use std::collections::BTreeSet;

/// Places x indicators, column by column; a value is a finite number or a gap.
///
/// ```
/// use assess::composite::Table;
/// let table = Table::new(vec!["Old Fadama".into(), "Ga Mashie".into()], vec![("toilets".into(), vec![Some(12.0), None])])?;
/// assert_eq!((table.value(0, 0), table.value(1, 0)), (Some(12.0), None));
/// # Ok::<(), assess::composite::CompositeError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Table {
    places: Vec<String>,
    indicators: Vec<String>,
    /// One column after the other. A gap is kept as NaN, which no input may be and which never leaves this module.
    cells: Vec<f64>,
}

impl Table {
    /// A table of named columns, each with one value or gap for every place.
    ///
    /// # Errors
    /// A column of another length, a name twice, or a value that is infinite or not a number.
    pub fn new(places: Vec<String>, columns: Vec<(String, Vec<Option<f64>>)>) -> Result<Self, CompositeError> {
        let cells = Vec::with_capacity(places.len() * columns.len());
        let mut table = Self { places, indicators: Vec::with_capacity(columns.len()), cells };
        for (name, values) in columns {
            table = table.with(&name, values)?;
        }
        Ok(table)
    }

    /// The same table with one more column.
    ///
    /// # Errors
    /// As [`Table::new`].
    pub fn with(mut self, name: &str, values: Vec<Option<f64>>) -> Result<Self, CompositeError> {
        if values.len() != self.places.len() {
            return Err(CompositeError::Shape {
                what: name.to_owned(),
                found: values.len(),
                expected: self.places.len(),
            });
        }
        if self.position(name).is_some() {
            return Err(CompositeError::Repeated { indicator: name.to_owned() });
        }
        for (place, value) in self.places.iter().zip(&values) {
            if let Some(value) = value.filter(|v| !v.is_finite()) {
                return Err(CompositeError::NotFinite { place: place.clone(), indicator: name.to_owned(), value });
            }
        }
        self.indicators.push(name.to_owned());
        self.cells.extend(values.into_iter().map(|value| value.unwrap_or(f64::NAN)));
        Ok(self)
    }

    /// The named columns, in the order of the names.
    ///
    /// # Errors
    /// A name that is not there or is there twice.
    pub fn select(&self, names: &[&str]) -> Result<Self, CompositeError> {
        let (mut seen, mut cells) = (BTreeSet::new(), Vec::with_capacity(names.len() * self.places.len()));
        for name in names {
            let unknown = || CompositeError::UnknownIndicator { indicator: (*name).to_owned() };
            cells.extend_from_slice(self.cells(self.position(name).ok_or_else(unknown)?));
            if !seen.insert(*name) {
                return Err(CompositeError::Repeated { indicator: (*name).to_owned() });
            }
        }
        let indicators = names.iter().map(|&name| name.to_owned()).collect();
        Ok(Self { places: self.places.clone(), indicators, cells })
    }

    /// Names of the places.
    #[must_use]
    pub fn places(&self) -> &[String] {
        &self.places
    }

    /// Names of the indicators.
    #[must_use]
    pub fn indicators(&self) -> &[String] {
        &self.indicators
    }

    /// Where an indicator stands among the columns.
    #[must_use]
    pub fn position(&self, indicator: &str) -> Option<usize> {
        self.indicators.iter().position(|name| name == indicator)
    }

    /// The value of a place, or nothing where it is a gap or the table has no such cell.
    #[must_use]
    pub fn value(&self, place: usize, indicator: usize) -> Option<f64> {
        self.cells(indicator).get(place).copied().filter(|v| !v.is_nan())
    }

    /// The values and gaps of an indicator, by place; empty where the table has no such column.
    pub fn column(&self, indicator: usize) -> impl Iterator<Item = Option<f64>> {
        self.cells(indicator).iter().map(|&v| (!v.is_nan()).then_some(v))
    }

    /// Share of the indicators that each place has a value for.
    #[must_use]
    pub fn coverage(&self) -> Vec<f64> {
        let mut present = vec![0_u32; self.places.len()];
        for indicator in 0..self.indicators.len() {
            present.iter_mut().zip(self.cells(indicator)).for_each(|(count, v)| *count += u32::from(!v.is_nan()));
        }
        #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 indicators")]
        let all = self.indicators.len().max(1) as f64;
        present.into_iter().map(|count| f64::from(count) / all).collect()
    }

    pub(super) fn from_cells(like: &Self, cells: Vec<f64>) -> Self {
        Self { places: like.places.clone(), indicators: like.indicators.clone(), cells }
    }

    /// The cells of a column, gaps as NaN.
    pub(crate) fn cells(&self, indicator: usize) -> &[f64] {
        let start = indicator * self.places.len();
        self.cells.get(start..start + self.places.len()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> Vec<String> {
        vec!["a".into(), "b".into()]
    }

    #[test]
    fn what_is_not_a_number_is_named_with_its_place() {
        let error = Table::new(two(), vec![("depth_m".into(), vec![Some(1.0), Some(f64::NAN)])]).unwrap_err();
        assert!(
            matches!(error, CompositeError::NotFinite { place, indicator, .. } if place == "b" && indicator == "depth_m")
        );
    }

    #[test]
    fn columns_of_another_length_and_names_twice_are_refused() {
        let short = Table::new(two(), vec![("x".into(), vec![Some(1.0)])]).unwrap_err();
        assert!(matches!(short, CompositeError::Shape { found: 1, expected: 2, .. }));
        let column = || ("x".to_owned(), vec![None, None]);
        assert!(matches!(Table::new(two(), vec![column(), column()]), Err(CompositeError::Repeated { .. })));
    }

    #[test]
    fn coverage_counts_the_gaps_of_each_place() {
        let columns = vec![("x".into(), vec![Some(1.0), None]), ("y".into(), vec![Some(1.0), Some(2.0)])];
        assert_eq!(Table::new(two(), columns).unwrap().coverage(), [1.0, 0.5]);
    }

    #[test]
    fn cells_that_are_not_there_are_gaps() {
        let table = Table::new(two(), Vec::new()).unwrap();
        assert_eq!((table.value(0, 0), table.value(9, 9), table.column(3).count()), (None, None, 0));
    }
}
