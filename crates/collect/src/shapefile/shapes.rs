//! The shapes of a `.shp`, one for each record.

use crate::findings::Findings;
use crate::rings;
use city::Problem;
use geo_types::{Coord, Geometry, LineString, MultiLineString, MultiPoint, Point};

/// A geometry, or none, for each record.
pub(super) type Shapes = Vec<Option<Geometry<f64>>>;

/// Bytes of the file's header, and of a record's.
const HEADER: usize = 100;
const RECORD_HEADER: usize = 8;

/// All shapes; none where the file is no shapefile.
pub(super) fn read(shp: &[u8], shx: Option<&[u8]>, findings: &mut Findings) -> Option<Shapes> {
    if big_endian(shp, 0) != Some(9994) || shp.len() < HEADER {
        let problem = Problem::error("not_a_shapefile").expected("the code 9994 and a header of 100 bytes");
        findings.add(problem.hint("the file is damaged or something else: get it again from its source"));
        return None;
    }
    let spans = spans(shp, shx, findings);
    let mut shapes = Vec::with_capacity(spans.len());
    for (position, &(start, length)) in spans.iter().enumerate() {
        let content = shp.get(start..start.saturating_add(length)).unwrap_or_default();
        let mut reported = Vec::new();
        let shape = shape(content, &mut reported);
        let row = position as u64 + 1;
        findings.add_all(reported.into_iter().map(|problem: Problem| problem.at_row(row)));
        shapes.push(shape.unwrap_or_else(|problem| {
            findings.add(problem.at_row(row));
            None
        }));
    }
    Some(shapes)
}

/// Start and length of each record's content: one after the other and, past damage, by the index.
fn spans(shp: &[u8], shx: Option<&[u8]>, findings: &mut Findings) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut at = HEADER;
    let mut damage = None;
    while at < shp.len() {
        let Some(length) = big_endian(shp, at + 4).and_then(words) else {
            damage = Some(at);
            break;
        };
        let start = at + RECORD_HEADER;
        if length < 4 || start.saturating_add(length) > shp.len() {
            damage = Some(at);
            break;
        }
        spans.push((start, length));
        at = start + length;
    }
    let claimed = big_endian(shp, 24).and_then(words).unwrap_or(0);
    if let Some(at) = damage.filter(|at| *at < claimed || claimed < HEADER) {
        let problem = Problem::error("file_truncated").found(format!("{} bytes, whole up to byte {at}", shp.len()));
        let problem = if claimed > shp.len() {
            problem.expected(format!("{claimed} bytes"))
        } else {
            problem.expected("a record that lies within the file")
        };
        let problem = problem.at_row(spans.len() as u64 + 1);
        findings.add(problem.hint("the shapes before came in: get the file again from its source"));
    } else if claimed > shp.len() {
        let problem = Problem::error("file_truncated").found(format!("{} bytes", shp.len()));
        findings.add(problem.expected(format!("{claimed} bytes")).hint("get the file again from its source"));
    }
    compare_with_index(shp, shx, damage.is_some(), &mut spans, findings);
    spans
}

/// Past damage the index still knows where records start; where there is none, it must know as many.
fn compare_with_index(
    shp: &[u8],
    shx: Option<&[u8]>,
    damaged: bool,
    spans: &mut Vec<(usize, usize)>,
    findings: &mut Findings,
) {
    let Some(entries) = shx.and_then(|shx| shx.get(HEADER..)) else { return };
    let entries: Vec<&[u8]> = entries.chunks_exact(8).collect();
    if damaged {
        for entry in entries.iter().skip(spans.len()) {
            let start = big_endian(entry, 0).and_then(words).unwrap_or(usize::MAX).saturating_add(RECORD_HEADER);
            let length = big_endian(entry, 4).and_then(words).unwrap_or(0);
            let inside = start.checked_add(length).is_some_and(|end| end <= shp.len());
            spans.push(if inside { (start, length) } else { (0, 0) });
        }
    } else if entries.len() != spans.len() {
        let found = format!("{} shapes in the .shp, {} in the .shx", spans.len(), entries.len());
        let problem = Problem::warning("shx_mismatch").found(found).expected("as many in both");
        findings.add(problem.hint("the .shp was read and the .shx left aside"));
    }
}

fn shape(content: &[u8], reported: &mut Vec<Problem>) -> Result<Option<Geometry<f64>>, Problem> {
    match little_endian(content, 0) {
        Some(0) => Ok(None),
        Some(1 | 11 | 21) => Ok(Some(Point(coordinate(content, 4)?).into())),
        Some(8 | 18 | 28) => {
            let count = count(content, 36)?;
            let points = (0..count).map(|i| coordinate(content, 40 + 16 * i).map(Point));
            Ok(Some(MultiPoint(points.collect::<Result<_, _>>()?).into())).map(|g| g.filter(|_| count > 0))
        }
        Some(3 | 13 | 23) => Ok(lines(paths(content)?, reported)),
        Some(5 | 15 | 25) => Ok(rings::areas(paths(content)?, reported)),
        Some(31) => Err(Problem::error("shape_unsupported")
            .found("multipatch")
            .expected("points, lines or polygons")
            .hint("turn the bodies into footprints in QGIS")),
        Some(other) => Err(unreadable(format!("shape type {other}"))),
        None => Err(unreadable("no bytes")),
    }
}

fn lines(paths: Vec<Vec<Coord<f64>>>, reported: &mut Vec<Problem>) -> Option<Geometry<f64>> {
    let (long, short): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| path.len() > 1);
    if !short.is_empty() {
        let problem = Problem::warning("line_too_short").found(format!("{} parts of one point", short.len()));
        reported.push(problem.expected("two points or more").hint("these parts were left out"));
    }
    let mut lines: Vec<LineString<f64>> = long.into_iter().map(LineString).collect();
    match lines.len() {
        0 => None,
        1 => lines.pop().map(Geometry::from),
        _ => Some(MultiLineString(lines).into()),
    }
}

/// The parts of a line or polygon.
fn paths(content: &[u8]) -> Result<Vec<Vec<Coord<f64>>>, Problem> {
    let (parts, points) = (count(content, 36)?, count(content, 40)?);
    let first_point = parts.checked_mul(4).and_then(|n| n.checked_add(44));
    let end = first_point.and_then(|first| points.checked_mul(16).and_then(|n| n.checked_add(first)));
    let Some(first_point) = first_point.filter(|_| end.is_some_and(|end| end <= content.len())) else {
        let found = format!("{parts} parts and {points} points in {} bytes", content.len());
        return Err(unreadable(found));
    };
    let mut starts = (0..parts).map(|i| count(content, 44 + 4 * i)).collect::<Result<Vec<_>, _>>()?;
    starts.push(points);
    if starts.first() != Some(&0) && parts > 0 || !starts.is_sorted() {
        return Err(unreadable("parts out of order"));
    }
    let path = |pair: &[usize]| match pair {
        [from, to] => (*from..*to).map(|i| coordinate(content, first_point + 16 * i)).collect(),
        _ => Ok(Vec::new()),
    };
    starts.windows(2).map(path).collect()
}

fn coordinate(content: &[u8], at: usize) -> Result<Coord<f64>, Problem> {
    let number = |at: usize| content.get(at..at + 8)?.try_into().ok().map(f64::from_le_bytes);
    match (number(at), number(at + 8)) {
        (Some(x), Some(y)) if x.is_finite() && y.is_finite() => Ok(Coord { x, y }),
        (Some(x), Some(y)) => Err(unreadable(format!("the coordinate {x} {y}"))),
        _ => Err(unreadable("too few bytes")),
    }
}

fn unreadable(found: impl std::fmt::Display) -> Problem {
    Problem::error("shape_unreadable")
        .found(found)
        .expected("a whole shape")
        .hint("the row came in without a geometry: mend or draw it anew in QGIS")
}

fn count(content: &[u8], at: usize) -> Result<usize, Problem> {
    let count = little_endian(content, at).ok_or_else(|| unreadable("too few bytes"))?;
    usize::try_from(count).map_err(|_| unreadable(format!("{count} points or parts")))
}

fn little_endian(bytes: &[u8], at: usize) -> Option<i32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(i32::from_le_bytes)
}

fn big_endian(bytes: &[u8], at: usize) -> Option<i32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(i32::from_be_bytes)
}

/// Bytes of so many 16-bit words.
fn words(count: i32) -> Option<usize> {
    usize::try_from(count).ok()?.checked_mul(2)
}
