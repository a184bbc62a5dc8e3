use std::ops::Range;

use super::outline::{Edge, cell_index};
use crate::window::{Window, as_float};

/// Cells next to each other in one row of which the zone covers the same share.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// Columns of the raster.
    pub columns: Range<usize>,
    /// Share of each cell that is covered, above 0 and up to 1.
    pub coverage: f64,
}

/// Below this share a cell is touched, not covered; a share this near to 1 is 1.
const TOUCHED: f64 = 1e-12;
/// A share this far beyond 0 to 1 is no rounding: the zone lies on itself.
const OVERLAP: f64 = 1e-6;

/// What one edge does in one cell: the signed area to its right within the cell, and its signed height, which is
/// what it adds to every cell further right.
#[derive(Debug, Clone, Copy)]
struct Mark {
    column: usize,
    area: f64,
    height: f64,
}

/// Goes down the rows of a window with the edges that pass each row.
pub(super) struct RowScan<'a> {
    edges: &'a [Edge],
    window: Window,
    row: usize,
    next_edge: usize,
    passing: Vec<Edge>,
    marks: Vec<Mark>,
    spans: Vec<Span>,
}

impl<'a> RowScan<'a> {
    /// `edges` in the order of their tops.
    pub(super) fn new(edges: &'a [Edge], window: Window) -> Self {
        let first = edges.first().map_or(0, |edge| cell_index(edge.top.y.max(0.0).floor()));
        let row = window.row.max(first);
        Self { edges, window, row, next_edge: 0, passing: Vec::new(), marks: Vec::new(), spans: Vec::new() }
    }

    /// Moves to the next row and marks its cells; `None` below the window or the zone.
    pub(super) fn next_row(&mut self) -> Option<usize> {
        let row = self.row;
        let (upper, lower) = (as_float(row), as_float(row + 1));
        self.passing.retain(|edge| edge.bottom.y > upper);
        while let Some(edge) = self.edges.get(self.next_edge).filter(|edge| edge.top.y < lower) {
            if edge.bottom.y > upper {
                self.passing.push(*edge);
            }
            self.next_edge += 1;
        }
        if row >= self.window.row + self.window.height
            || (self.passing.is_empty() && self.next_edge == self.edges.len())
        {
            return None;
        }
        self.marks.clear();
        let columns = self.window.column..self.window.column + self.window.width;
        for edge in &self.passing {
            mark(&mut self.marks, edge, (upper, lower), &columns);
        }
        self.row += 1;
        Some(row)
    }

    /// The covered cells of the row, or the column at which the zone lies on itself.
    pub(super) fn spans(&mut self) -> Result<&[Span], usize> {
        self.spans.clear();
        self.marks.sort_by_key(|mark| mark.column);
        let mut right = 0.0;
        let mut column = self.window.column;
        for marks in self.marks.chunk_by(|a, b| a.column == b.column) {
            let here = marks[0].column;
            push(&mut self.spans, column..here, right)?;
            let area: f64 = marks.iter().map(|mark| mark.area).sum();
            push(&mut self.spans, here..here + 1, right + area)?;
            right += marks.iter().map(|mark| mark.height).sum::<f64>();
            column = here + 1;
        }
        push(&mut self.spans, column..self.window.column + self.window.width, right)?;
        Ok(&self.spans)
    }
}

fn push(spans: &mut Vec<Span>, columns: Range<usize>, share: f64) -> Result<(), usize> {
    if columns.is_empty() || share.abs() < TOUCHED {
        return Ok(());
    }
    if !(-OVERLAP..=1.0 + OVERLAP).contains(&share) {
        return Err(columns.start);
    }
    if share <= 0.0 {
        return Ok(());
    }
    let coverage = if share > 1.0 - TOUCHED { 1.0 } else { share };
    match spans.last_mut() {
        Some(last) if last.columns.end == columns.start && last.coverage.to_bits() == coverage.to_bits() => {
            last.columns.end = columns.end;
        }
        _ => spans.push(Span { columns, coverage }),
    }
    Ok(())
}

/// Marks the cells of one row that an edge passes. What lies left of the columns counts from the first of them on; what lies right of them, not at all.
fn mark(marks: &mut Vec<Mark>, edge: &Edge, (upper, lower): (f64, f64), columns: &Range<usize>) {
    let (from, to) = (edge.top.y.max(upper), edge.bottom.y.min(lower));
    let (x0, x1) = (column_at(edge, from), column_at(edge, to));
    let (left, right) = (x0.min(x1), x0.max(x1));
    let (first, end) = (as_float(columns.start), as_float(columns.end));
    if left >= end {
        return;
    }
    let height = to - from;
    let whole = |column: usize, part: f64| Mark { column, area: edge.sign * part, height: edge.sign * part };
    if right <= first {
        marks.push(whole(columns.start, height));
        return;
    }
    let slope = height / (right - left);
    let height_to = |x: f64| if x >= right { height } else { (x - left) * slope };
    let (mut x, mut done) = (left, 0.0);
    if left < first {
        (x, done) = (first, height_to(first));
        marks.push(whole(columns.start, done));
    }
    let mut column = cell_index(x.floor());
    while column < columns.end {
        let border = as_float(column + 1);
        let next = border.min(right);
        let reached = height_to(next);
        let part = reached - done;
        let uncovered = border - f64::midpoint(x, next);
        marks.push(Mark { column, area: edge.sign * part * uncovered, height: edge.sign * part });
        if right <= border {
            return;
        }
        (x, done) = (next, reached);
        column += 1;
    }
}

fn column_at(edge: &Edge, y: f64) -> f64 {
    if y <= edge.top.y {
        return edge.top.x;
    }
    if y >= edge.bottom.y {
        return edge.bottom.x;
    }
    let share = (y - edge.top.y) / (edge.bottom.y - edge.top.y);
    let x = edge.top.x + (edge.bottom.x - edge.top.x) * share;
    x.clamp(edge.top.x.min(edge.bottom.x), edge.top.x.max(edge.bottom.x))
}
