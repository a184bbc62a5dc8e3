//! Tables and features out of Parquet and GeoParquet, however damaged.
//!
//! Read by hand, with no library but those that unpack: the readers at hand set aside memory by the counts that a footer, a
//! dictionary or a page claims, and follow nested schemas without end.

mod cells;
mod column;
mod delta;
mod fault;
mod footer;
mod geometry;
mod input;
mod levels;
mod page;
mod said;
mod thrift;
mod values;

use crate::DESCRIPTIONS_KEY;
use cells::Kind;
use city::{Cell, Column, Feature, Problem};
use column::Budget;
use fault::Fault;
use footer::{Footer, Group, Leaf};
use geometry::Shapes;
use said::Said;
use std::collections::BTreeMap;
use values::Raw;

/// Everything that a file by columns holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Its columns, without that of the shapes; with the descriptions that [`write`](crate::write()) keeps.
    pub columns: Vec<Column>,
    /// Its rows, with their shapes in the file's own reference system, longitude or easting first.
    pub features: Vec<Feature>,
    /// Whether it has a column of shapes that is read.
    pub with_geometry: bool,
    /// The reference system of the shapes: `OGC:CRS84` where GeoParquet says nothing, the code of its PROJJSON
    /// (`EPSG:32630`), else its name or text; none where the file says that it is not known.
    pub reference_system: Option<String>,
    /// The words kept in the file: key and text.
    pub metadata: Vec<(String, String)>,
    /// What is wrong with it; the file is not named in them.
    pub problems: Vec<Problem>,
}

/// Reads a whole file: at most `most_cells` cells, empty ones and those of columns that are left out among them.
///
/// Read are flat columns of every physical type: whole numbers, numbers, flags, UTF-8 text, dates and times as ISO 8601 text
/// (`Z` where the file says universal time), UUIDs, decimals (as numbers up to 15 digits, as text beyond); in every encoding
/// but packed levels of before 2013; unpacked, or packed with Snappy, gzip, Zstandard or LZ4. Shapes are the primary column
/// of GeoParquet, as WKB or as points of `x` and `y`, or the first column of Parquet's own type of geometry.
///
/// What is missing is [`Cell::Empty`]; so is what cannot be read, with a problem. Problems: `file_truncated`,
/// `parquet_unreadable`, `parquet_unsupported`, `table_too_large`, `column_not_read`, `column_unreadable`,
/// `cell_unreadable`, `number_not_finite`, `encoding_mismatch`, `geometry_unreadable`, `geometry_not_read`. A file that
/// claims more rows than `most_cells` allows gives those of the groups that stay below.
///
/// ```
/// # use city::{Cell, Column, ColumnType, Feature};
/// # let columns = [Column::new("people", ColumnType::Integer)];
/// # let features = [Feature { geometry: None, cells: vec![Cell::Integer(120)] }];
/// # let what = columnar::ToWrite { columns: &columns, features: &features, with_geometry: false, metadata: &[] };
/// # let mut file = Vec::new();
/// # columnar::write(&mut file, &what)?;
/// let table = columnar::read(&file, 1_000_000);
/// assert_eq!((table.features.len(), table.problems.len()), (1, 0));
/// assert_eq!(table.features[0].cells, [Cell::Integer(120)]);
/// # Ok::<(), columnar::ColumnarError>(())
/// ```
#[must_use]
pub fn read(bytes: &[u8], most_cells: usize) -> Table {
    match footer::read(bytes) {
        Ok(footer) => Reading::new(bytes, &footer).table(most_cells),
        Err(fault) => Table { problems: vec![said::whole(&fault, bytes)], ..Table::default() },
    }
}

/// A column on its way.
struct Flat<'a> {
    position: usize,
    leaf: &'a Leaf,
    kind: Kind,
    said: Said,
}

/// A file on its way to a table.
struct Reading<'a> {
    file: &'a [u8],
    footer: &'a Footer,
    flat: Vec<Flat<'a>>,
    shapes: Option<Shapes>,
    budget: Budget,
    table: Table,
}

impl<'a> Reading<'a> {
    fn new(file: &'a [u8], footer: &'a Footer) -> Self {
        let mut problems = Vec::new();
        let found = geometry::found(footer, &mut problems);
        let mut flat = Vec::new();
        let mut not_read: BTreeMap<&str, String> = BTreeMap::new();
        for (position, leaf) in footer.leaves.iter().enumerate() {
            let root = leaf.path.first().map_or("", |name| name);
            if found.spoken_for.contains(root) {
                continue;
            }
            match Kind::of(leaf) {
                Ok(Kind::Shape) => {
                    not_read.entry(root).or_insert_with(|| "a second column of shapes".to_owned());
                }
                Ok(kind) => flat.push(Flat { position, leaf, kind, said: Said::default() }),
                Err(fault) => {
                    not_read.entry(root).or_insert_with(|| fault.to_string());
                }
            }
        }
        problems.extend(not_read.into_iter().map(|(column, why)| said::not_read(column, &why)));
        let size = file.len() as u64;
        let budget = Budget {
            unpacked_bytes: size.saturating_mul(200).clamp(256 << 20, 16 << 30),
            text_bytes: size.saturating_mul(16).clamp(256 << 20, 2 << 30),
        };
        let columns = described(&flat, &footer.metadata);
        let table = Table {
            columns,
            with_geometry: found.shapes.is_some(),
            reference_system: found.reference_system,
            metadata: footer.metadata.clone(),
            problems,
            ..Table::default()
        };
        Self { file, footer, flat, shapes: found.shapes, budget, table }
    }

    fn table(mut self, most_cells: usize) -> Table {
        let most_rows = most_cells / self.footer.leaves.len().max(1);
        let mut claimed: usize = 0;
        for group in self.footer.groups.iter().filter(|group| group.rows > 0) {
            claimed = claimed.saturating_add(group.rows);
            if claimed > most_rows {
                let all = self.footer.groups.iter().fold(0_usize, |all, group| all.saturating_add(group.rows));
                self.table.problems.push(said::too_large(all, most_rows, most_cells));
                break;
            }
            self.group(group);
        }
        let Self { mut table, flat, shapes, .. } = self;
        let nothing = table.features.is_empty();
        let said = flat.into_iter().map(|flat| (flat.leaf.path.first().cloned(), flat.said));
        let shapes = shapes.map(|shapes| (Some(shapes.name), shapes.said));
        let mut whole = Vec::new();
        for (name, said) in said.chain(shapes) {
            let name = name.unwrap_or_else(|| "".into());
            match said.fault() {
                // Where no column gave anything, the fault is that of the file.
                Some(fault) if nothing => whole.push(said::whole(fault, self.file)),
                _ => said.into_problems(&name, &mut table.problems),
            }
        }
        whole.dedup();
        table.problems.extend(whole);
        table
    }

    /// Reads one group of rows; a column that ends early leaves its other cells empty.
    fn group(&mut self, group: &Group) {
        let first = self.table.features.len() as u64 + 1;
        let mut columns: Vec<std::vec::IntoIter<Cell>> = Vec::with_capacity(self.flat.len());
        let mut rows = 0;
        for flat in &mut self.flat {
            let mut cells = Vec::new();
            let chunk = group.chunks.get(flat.position).and_then(Option::as_ref);
            let read = chunk.ok_or(Fault::Wrong("its pages are nowhere")).and_then(|chunk| {
                let mut take = |raw: Option<Raw<'_>>| {
                    let (cell, trouble) = raw.map_or((Cell::Empty, None), |raw| flat.kind.cell(raw));
                    if let Some(trouble) = trouble {
                        flat.said.trouble(trouble, first + cells.len() as u64, &cell);
                    }
                    cells.push(cell);
                };
                column::read(self.file, (flat.leaf, chunk), group.rows, &mut self.budget, &mut take)
            });
            if let Err(fault) = read {
                flat.said.stop(fault, first + cells.len() as u64, group.rows - cells.len().min(group.rows));
            }
            rows = rows.max(cells.len());
            columns.push(cells.into_iter());
        }
        let shapes = self.shapes.as_mut().map(|shapes| {
            let leaves = &self.footer.leaves;
            shapes.read(self.file, (leaves, group), &mut self.budget, first)
        });
        rows = rows.max(shapes.as_ref().map_or(0, Vec::len));
        let mut shapes = shapes.unwrap_or_default().into_iter();
        for _ in 0..rows {
            let cells = columns.iter_mut().map(|cells| cells.next().unwrap_or_default()).collect();
            self.table.features.push(Feature { geometry: shapes.next().flatten(), cells });
        }
    }
}

/// The columns with what the file says of them.
fn described(flat: &[Flat<'_>], metadata: &[(String, String)]) -> Vec<Column> {
    let kept = metadata.iter().find(|(key, _)| key == DESCRIPTIONS_KEY);
    let kept: serde_json::Value = kept.and_then(|(_, text)| serde_json::from_str(text).ok()).unwrap_or_default();
    let column = |flat: &Flat<'_>| {
        let name = flat.leaf.path.first().map_or("", |name| name);
        let description = kept.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
        Column { description: description.to_owned(), ..Column::new(name, flat.kind.holds()) }
    };
    flat.iter().map(column).collect()
}

#[cfg(test)]
mod tests;
