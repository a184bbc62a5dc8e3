//! Parquet and GeoParquet out of features.

use crate::{ColumnarError, DESCRIPTIONS_KEY, GEO_KEY, GEOMETRY, ToWrite, geo};
use city::{Cell, Column, ColumnType, Feature};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{ColumnPath, Type};
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Arc;

/// The rows of one row group: what a reader has to hold at once.
const ROWS_OF_A_GROUP: usize = 65_536;
/// The rows that are turned to values at once.
const ROWS_OF_A_BATCH: usize = 1024;

/// Writes features as GeoParquet 1.1 (with geometry) or rows as Parquet (without; their shapes are left out).
///
/// Text is UTF-8, whole numbers have 64 bits, numbers are doubles, flags booleans; every column may be empty, and an empty
/// cell is null. Shapes are WKB, each of its own type, in longitude and latitude. Descriptions of columns stand as a JSON
/// object under the key `column_descriptions`. Pages are packed with Snappy. The same features give the same bytes.
///
/// # Errors
/// [`ColumnarError::NameTaken`], [`ColumnarError::Uneven`], [`ColumnarError::WrongCell`] (also a number that is infinite or
/// none, and a whole number beyond 2^53 in a column of reals), [`ColumnarError::Shape`], [`ColumnarError::Write`]. What was
/// written until then is no whole file.
///
/// ```
/// use city::{Cell, Column, ColumnType, Feature};
/// let columns = [Column::new("people", ColumnType::Integer)];
/// let features = [Feature { geometry: None, cells: vec![Cell::Integer(120)] }];
/// let what = columnar::ToWrite { columns: &columns, features: &features, with_geometry: false, metadata: &[] };
/// let mut file = Vec::new();
/// columnar::write(&mut file, &what)?;
/// assert!(file.starts_with(b"PAR1") && file.ends_with(b"PAR1"));
/// # Ok::<(), columnar::ColumnarError>(())
/// ```
pub fn write(out: impl Write + Send, what: &ToWrite) -> Result<(), ColumnarError> {
    names_are_free(what)?;
    let width = what.columns.len();
    let uneven = what.features.iter().position(|feature| feature.cells.len() != width);
    if let Some(at) = uneven {
        let found = what.features.get(at).map_or(0, |feature| feature.cells.len());
        return Err(ColumnarError::Uneven { row: at + 1, found, expected: width });
    }
    let mut file = SerializedFileWriter::new(out, Arc::new(schema(what)?), Arc::new(properties(what)))?;
    for (group, features) in what.features.chunks(ROWS_OF_A_GROUP).enumerate() {
        let mut columns = file.next_row_group()?;
        let rows = Rows { features, first: group * ROWS_OF_A_GROUP + 1 };
        for (at, column) in what.columns.iter().enumerate() {
            rows.write_column(&mut columns, at, column)?;
        }
        if what.with_geometry {
            rows.write_shapes(&mut columns)?;
        }
        columns.close()?;
    }
    file.close().map_err(written)?;
    Ok(())
}

fn names_are_free(what: &ToWrite) -> Result<(), ColumnarError> {
    let mut columns: BTreeSet<&str> = what.with_geometry.then_some(GEOMETRY).into_iter().collect();
    let mut keys = BTreeSet::from([GEO_KEY, DESCRIPTIONS_KEY]);
    let column_taken = what.columns.iter().map(|column| column.name.as_str()).find(|name| !columns.insert(name));
    let key_taken = || what.metadata.iter().map(|(key, _)| *key).find(|key| !keys.insert(key));
    column_taken.or_else(key_taken).map_or(Ok(()), |name| Err(ColumnarError::NameTaken(name.to_owned())))
}

fn schema(what: &ToWrite) -> Result<Type, ColumnarError> {
    let field = |name: &str, physical: Physical, logical: Option<LogicalType>| {
        let field = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
        Ok(Arc::new(field.with_logical_type(logical).build()?))
    };
    let mut fields = what
        .columns
        .iter()
        .map(|column| match column.holds {
            ColumnType::Text => field(&column.name, Physical::BYTE_ARRAY, Some(LogicalType::String)),
            ColumnType::Integer => field(&column.name, Physical::INT64, None),
            ColumnType::Real => field(&column.name, Physical::DOUBLE, None),
            ColumnType::Flag => field(&column.name, Physical::BOOLEAN, None),
        })
        .collect::<Result<Vec<_>, ColumnarError>>()?;
    if what.with_geometry {
        fields.push(field(GEOMETRY, Physical::BYTE_ARRAY, None)?);
    }
    Ok(Type::group_type_builder("schema").with_fields(fields).build()?)
}

fn properties(what: &ToWrite) -> WriterProperties {
    let pair = |key: &str, text: String| KeyValue::new(key.to_owned(), text);
    let described = what.columns.iter().filter(|column| !column.description.is_empty());
    let descriptions: serde_json::Map<_, _> =
        described.map(|column| (column.name.clone(), column.description.clone().into())).collect();
    let mut pairs: Vec<KeyValue> = Vec::new();
    pairs.extend(what.with_geometry.then(|| pair(GEO_KEY, geo::written(what))));
    pairs.extend(
        (!descriptions.is_empty()).then(|| pair(DESCRIPTIONS_KEY, serde_json::Value::from(descriptions).to_string())),
    );
    pairs.extend(what.metadata.iter().map(|(key, text)| pair(key, (*text).to_owned())));
    let shapes = ColumnPath::from(GEOMETRY);
    let mut properties = WriterProperties::builder()
        .set_created_by("Makazi".to_owned())
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(ROWS_OF_A_GROUP))
        .set_key_value_metadata((!pairs.is_empty()).then_some(pairs));
    if what.with_geometry {
        properties = properties
            .set_column_dictionary_enabled(shapes.clone(), false)
            .set_column_statistics_enabled(shapes, EnabledStatistics::None);
    }
    properties.build()
}

/// What the disk says, where the library wraps it.
fn written(error: parquet::errors::ParquetError) -> ColumnarError {
    match error {
        parquet::errors::ParquetError::External(inner) => match inner.downcast::<std::io::Error>() {
            Ok(inner) => ColumnarError::Write(*inner),
            Err(inner) => parquet::errors::ParquetError::External(inner).into(),
        },
        other => other.into(),
    }
}

/// The rows of one group, and the number of the first.
#[derive(Clone, Copy)]
struct Rows<'a> {
    features: &'a [Feature],
    first: usize,
}

impl Rows<'_> {
    fn write_column<W: Write + Send>(
        self,
        group: &mut SerializedRowGroupWriter<'_, W>,
        at: usize,
        column: &Column,
    ) -> Result<(), ColumnarError> {
        let wrong = |row: usize, cell: &Cell| ColumnarError::WrongCell {
            row,
            column: column.name.clone(),
            holds: column.holds,
            found: cell.to_string(),
        };
        let cell = |feature: usize| self.features.get(feature).and_then(|f| f.cells.get(at)).unwrap_or(&Cell::Empty);
        match column.holds {
            ColumnType::Text => self.write_values::<ByteArrayType, W>(group, |row, number| match cell(row) {
                Cell::Empty => Ok(None),
                Cell::Text(text) => Ok(Some(ByteArray::from(text.as_str()))),
                other => Err(wrong(number, other)),
            }),
            ColumnType::Integer => self.write_values::<Int64Type, W>(group, |row, number| match cell(row) {
                Cell::Empty => Ok(None),
                Cell::Integer(integer) => Ok(Some(*integer)),
                other => Err(wrong(number, other)),
            }),
            ColumnType::Real => self.write_values::<DoubleType, W>(group, |row, number| match cell(row) {
                Cell::Empty => Ok(None),
                Cell::Real(real) if real.is_finite() => Ok(Some(*real)),
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "whole numbers up to 2^53 are exact, others are refused"
                )]
                Cell::Integer(integer) if integer.unsigned_abs() <= 1 << 53 => Ok(Some(*integer as f64)),
                other => Err(wrong(number, other)),
            }),
            ColumnType::Flag => self.write_values::<BoolType, W>(group, |row, number| match cell(row) {
                Cell::Empty => Ok(None),
                Cell::Flag(flag) => Ok(Some(*flag)),
                other => Err(wrong(number, other)),
            }),
        }
    }

    fn write_shapes<W: Write + Send>(self, group: &mut SerializedRowGroupWriter<'_, W>) -> Result<(), ColumnarError> {
        self.write_values::<ByteArrayType, W>(group, |row, number| {
            let shape = self.features.get(row).and_then(|feature| feature.geometry.as_ref());
            let bytes = shape.map(wkb::write).transpose();
            bytes.map(|bytes| bytes.map(ByteArray::from)).map_err(|fault| ColumnarError::Shape { row: number, fault })
        })
    }

    /// Writes the next column; `value` gives what stands in a row of the group, with its number in the file for errors.
    fn write_values<T: DataType, W: Write + Send>(
        self,
        group: &mut SerializedRowGroupWriter<'_, W>,
        value: impl Fn(usize, usize) -> Result<Option<T::T>, ColumnarError>,
    ) -> Result<(), ColumnarError> {
        let Some(mut column) = group.next_column()? else { return Ok(()) };
        let rows: Vec<usize> = (0..self.features.len()).collect();
        for batch in rows.chunks(ROWS_OF_A_BATCH) {
            let cells = batch.iter().map(|row| value(*row, self.first + row)).collect::<Result<Vec<_>, _>>()?;
            put::<T>(&mut column, cells)?;
        }
        column.close().map_err(written)
    }
}

fn put<T: DataType>(column: &mut SerializedColumnWriter<'_>, cells: Vec<Option<T::T>>) -> Result<(), ColumnarError> {
    let levels: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
    let values: Vec<T::T> = cells.into_iter().flatten().collect();
    column.typed::<T>().write_batch(&values, Some(&levels), None).map_err(written)?;
    Ok(())
}
