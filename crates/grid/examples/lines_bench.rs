//! Lines cut by the cells of a GeoTIFF and what it says along them: `lines_bench RASTER.tif LINES.csv > OUT.csv`.
//!
//! A row of LINES.csv is one line, its vertices as `x y` between commas, in the raster's reference system. One row comes out
//! for each line. `benches/peers/lines.py` runs it beside snail.

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};

use geo_types::{Coord, LineString};
use grid::{GeoTiff, LengthBy, each_piece_value};

/// Pieces, length, pieces without a value, sum of the values.
type Totals = (usize, f64, usize, f64);

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [raster, lines] = arguments.as_slice() else {
        return Err("usage: lines_bench RASTER.tif LINES.csv > OUT.csv".into());
    };
    let text = std::fs::read_to_string(lines)?;
    let lines = text.lines().map(line).collect::<Result<Vec<_>, _>>()?;
    let raster = GeoTiff::open(BufReader::new(File::open(raster)?), 1)?;
    let mut totals: Vec<Totals> = vec![(0, 0.0, 0, 0.0); lines.len()];
    let lengths = each_piece_value(&raster, &lines, LengthBy::Plane, |piece, value| {
        let Some(of) = totals.get_mut(piece.line) else { return };
        *of = (of.0 + 1, of.1 + piece.length, of.2 + usize::from(value.is_none()), of.3 + value.unwrap_or(0.0));
    })?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    writeln!(out, "line,length,outside,pieces,pieces_missing,value_sum")?;
    for (line, (lengths, of)) in lengths.into_iter().zip(&totals).enumerate() {
        let lengths = lengths.map_err(|fault| format!("line {line}: {fault}"))?;
        writeln!(out, "{line},{},{},{},{},{}", lengths.length, lengths.outside, of.0, of.2, of.3)?;
    }
    Ok(())
}

fn line(row: &str) -> Result<LineString<f64>, Box<dyn Error>> {
    let vertex = |text: &str| -> Result<Coord<f64>, Box<dyn Error>> {
        let (x, y) = text.trim().split_once(' ').ok_or("a vertex is `x y`")?;
        Ok(Coord { x: x.parse()?, y: y.parse()? })
    };
    row.split(',').map(vertex).collect()
}
