//! Keep: the rows that a source wants.

use super::table::written;
use crate::records::Records;
use city::settings::SourceSettings;

/// The records with only the rows that `[source.keep]` wants: in each column named there, one of the values listed.
///
/// A column that the file lacks keeps no row; [`super::check_columns`] reports it.
#[must_use]
pub fn keep(source: &SourceSettings, mut records: Records) -> Records {
    for (column, values) in &source.keep {
        let position = records.column(column);
        records.rows.retain(|row| {
            let text = position.and_then(|p| row.cells.get(p)).map(written).unwrap_or_default();
            values.as_slice().contains(&text)
        });
    }
    records
}

#[cfg(test)]
mod tests {
    use super::super::table::made_up;
    use super::*;

    #[test]
    fn only_the_rows_that_are_wanted_stay() {
        let source = made_up::source("[source.keep]\nlevel=['ward','city']\nyear='2011'\n");
        let records = made_up::records("level,year\nward,2011\nward,2016\ncity,2011\ncountry,2011\n");
        let rows: Vec<_> = keep(&source, records).rows.iter().map(|r| r.number).collect();
        assert_eq!(rows, [2, 4]);
    }

    #[test]
    fn a_column_that_is_not_there_keeps_nothing() {
        let source = made_up::source("keep={nowhere='1'}\n");
        assert!(keep(&source, made_up::records("level\nward\n")).rows.is_empty());
    }
}
