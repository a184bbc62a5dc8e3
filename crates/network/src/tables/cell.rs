//! Cells: what a column of a table may hold.

/// What a cell of a table may hold.
pub trait Cell: Sized {
    /// Whether the column must be there and filled.
    const NEEDED: bool;

    /// The value that a text stands for, or what was expected.
    ///
    /// # Errors
    /// What was expected, in words.
    fn read(text: &str) -> Result<Self, String>;

    /// The text that stands for the value; empty for none.
    fn write(&self) -> String;
}

/// Above this the optimiser takes a number for no limit at all, or refuses it.
const LARGEST: f64 = 1e15;

fn number(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
    let number = number.ok_or_else(|| "a plain number such as 1250.5".to_owned())?;
    if number.abs() < LARGEST { Ok(number) } else { Err("a number below 1e15; choose a larger unit".to_owned()) }
}

fn yes(text: &str) -> Result<bool, String> {
    match text {
        "yes" | "true" => Ok(true),
        "no" | "false" => Ok(false),
        _ => Err("yes or no".to_owned()),
    }
}

impl Cell for String {
    const NEEDED: bool = true;
    fn read(text: &str) -> Result<Self, String> {
        Ok(text.to_owned())
    }
    fn write(&self) -> String {
        self.clone()
    }
}

impl Cell for f64 {
    const NEEDED: bool = true;
    fn read(text: &str) -> Result<Self, String> {
        number(text)
    }
    fn write(&self) -> String {
        self.to_string()
    }
}

impl Cell for bool {
    const NEEDED: bool = true;
    fn read(text: &str) -> Result<Self, String> {
        yes(text)
    }
    fn write(&self) -> String {
        if *self { "yes" } else { "no" }.to_owned()
    }
}

impl<T: Cell> Cell for Option<T> {
    const NEEDED: bool = false;
    fn read(text: &str) -> Result<Self, String> {
        if text.is_empty() { Ok(None) } else { T::read(text).map(Some) }
    }
    fn write(&self) -> String {
        self.as_ref().map_or_else(String::new, T::write)
    }
}

/// Lets a closed list of names stand in a cell.
macro_rules! name_cell {
    ($($name:ty),+) => { $(
        impl $crate::tables::cell::Cell for $name {
            const NEEDED: bool = true;
            fn read(text: &str) -> Result<Self, String> {
                text.parse().map_err(|_| Self::ALL.iter().map(|n| n.as_str()).collect::<Vec<_>>().join(", "))
            }
            fn write(&self) -> String {
                self.as_str().to_owned()
            }
        }
    )+ };
}
pub(crate) use name_cell;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_cell_is_nothing_and_not_zero() {
        assert_eq!(Option::<f64>::read(""), Ok(None));
        assert_eq!(Option::<f64>::read("0"), Ok(Some(0.0)));
    }

    #[test]
    fn a_number_that_is_none_is_refused() {
        for text in ["NaN", "inf", "1,5", "12 m3", "-"] {
            assert!(f64::read(text).is_err(), "{text}");
        }
    }
}
