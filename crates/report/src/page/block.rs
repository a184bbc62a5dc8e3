//! Blocks of a sheet as HTML: rows, bars, tables and pyramids. Every bar stands beside its number.

use crate::markup::Html;
use crate::number::{Shown, figure, unit_beside};
use crate::page::arrange::{Block, Table, dimensions, titled};
use crate::page::origin::Origin;
use crate::page::spark::spark;
use crate::reading::Reading;
use crate::row::{bar, row};
use crate::words::say;
use city::Value;
use city::indicator::IndicatorKind;
use city::profile::Entry;

/// Ways to divide that have an order of their own; other parts are sorted by size.
const ORDERED: [&str; 8] =
    ["age", "rooms", "income_band", "time_to_water", "return_period", "rank", "education", "improved_water"];

/// What the blocks of a section share.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Look-ups.
    pub reading: &'a Reading<'a>,
    /// Where most numbers of the section are from.
    pub from: Option<Origin<'a>>,
    /// Notes that stand under the section.
    pub notes: &'a [&'a str],
}

/// Opens a table of rows.
pub fn rows_begin(html: &mut Html) {
    html.raw("<table class=rows><thead class=vh><tr><th scope=col>").say("sheet-what");
    html.raw("</th><th scope=col>").say("sheet-value").raw("</th></tr></thead><tbody>");
}

/// Writes a block; a row goes into an open table of rows.
pub fn block(html: &mut Html, context: &Context<'_>, block: &Block<'_>) {
    let entries = block.entries();
    let from = if entries.len() > 1 { Origin::most(&entries) } else { context.from };
    let own = from.filter(|from| context.from != Some(*from));
    let context = &Context { from, ..*context };
    match block {
        Block::Row(entry) => one(html, context, entry),
        Block::Bars(entries) => bars(html, context, own, entries),
        Block::Table(table) => cross(html, context, own, table),
        Block::Pyramid(table) => pyramid(html, context, own, table),
    }
}

/// Writes what a block is about, and where it is from where that is not its section's.
fn caption(html: &mut Html, context: &Context<'_>, own: Option<Origin<'_>>, words: &str) {
    if words.is_empty() && own.is_none() {
        return;
    }
    html.raw("<caption>").text(words);
    if let Some(own) = own {
        own.write(html, context.reading);
    }
    html.raw("</caption>");
}

fn one(html: &mut Html, context: &Context<'_>, entry: &Entry) {
    let row = row(entry, false);
    html.raw("<tr><th scope=row>").text(&row.label).raw("</th>");
    value_cell(html, &row.shown);
    if !row.share.is_empty() {
        html.raw(" <span>").text(&row.share).raw("</span>");
    }
    spark(html, entry);
    if let Some(bar) = row.bar {
        html.raw("<i class=w style=--w:").number(bar).raw("></i>");
    }
    beside(html, context, entry);
    html.raw("</td></tr>");
}

/// Opens a cell with a value: number, unit and range, or the reason of a gap.
fn value_cell(html: &mut Html, shown: &Shown) {
    if shown.gap {
        html.raw("<td class=gap>").text(&shown.main);
        return;
    }
    html.raw("<td><b>").text(&shown.main).raw("</b>");
    if !shown.unit.is_empty() {
        html.raw(if shown.unit == "%" { "<span>" } else { " <span>" }).text(&shown.unit).raw("</span>");
    }
    if !shown.range.is_empty() {
        html.raw(" <span>(").text(&shown.range).raw(")</span>");
    }
}

/// Writes what sets an entry apart from its section: other origin, own note.
fn beside(html: &mut Html, context: &Context<'_>, entry: &Entry) {
    let own = Origin::of(entry);
    if context.from != Some(own) {
        own.write(html, context.reading);
    }
    if !entry.note.is_empty() && !context.notes.contains(&entry.note.as_str()) {
        html.raw("<p>").text(&entry.note).raw("</p>");
    }
}

fn bars(html: &mut Html, context: &Context<'_>, own: Option<Origin<'_>>, entries: &[&Entry]) {
    let Some(first) = entries.first() else { return };
    let mut entries = entries.to_vec();
    if !first.group.iter().any(|(dimension, _)| ORDERED.contains(&dimension)) {
        let size = |e: &Entry| e.value.number().unwrap_or(f64::NEG_INFINITY);
        entries.sort_by(|a, b| size(b).total_cmp(&size(a)));
    }
    let (nothing, something): (Vec<&Entry>, Vec<&Entry>) = entries.into_iter().partition(|e| is_plain_zero(context, e));
    let mut title = titled(&first.label, &dimensions(&first.group));
    let unit = unit_beside(&first.label, &first.unit);
    let said = first.kind == IndicatorKind::Share || first.label.to_lowercase().starts_with(&unit.to_lowercase());
    if !unit.is_empty() && !said {
        title = format!("{title}, {unit}");
    }
    html.raw("<table class=bars>");
    caption(html, context, own, &title);
    html.raw("<tbody>");
    let most = something.iter().filter_map(|e| e.value.number()).fold(0.0, f64::max);
    for entry in &something {
        part(html, context, entry, most);
    }
    if !nothing.is_empty() {
        let words: Vec<&str> = nothing.iter().map(|e| e.group_label.as_str()).collect();
        html.raw("<tr class=zero><th scope=row colspan=2>").text(&words.join(", ")).raw("</th><td>0</td></tr>");
    }
    html.raw("</tbody></table>");
}

fn is_plain_zero(context: &Context<'_>, entry: &Entry) -> bool {
    let zero = matches!(&entry.value, Value::Estimate(e) if e.high.abs() < f64::MIN_POSITIVE && e.low.abs() < f64::MIN_POSITIVE);
    let plain = entry.note.is_empty() || context.notes.contains(&entry.note.as_str());
    zero && plain && entry.kind == IndicatorKind::Count && context.from == Some(Origin::of(entry))
}

fn part(html: &mut Html, context: &Context<'_>, entry: &Entry, most: f64) {
    let shown = Shown::new(&entry.value, entry.kind, &entry.unit, &entry.class_labels);
    html.raw("<tr><th scope=row>").text(&entry.group_label);
    beside(html, context, entry);
    html.raw("</th>");
    if shown.gap || entry.value.number().is_none() {
        html.raw(if shown.gap { "<td class=gap colspan=2>" } else { "<td colspan=2>" }).text(&shown.main);
    } else {
        // Without a whole the bars are only longer or shorter than each other, so they lie on no track.
        match bar(entry) {
            Some(share) => html.raw("<td><i class=w style=--w:").number(share),
            None => html.raw("<td><i class=\"w free\" style=--w:").number(tenths(entry, most)),
        };
        html.raw("></i>");
        if let Some(share) = entry.share_of_total {
            html.text(&figure(share, IndicatorKind::Share)).raw("%");
        }
        html.raw("</td><td>").text(&shown.main);
        if shown.unit == "%" {
            html.raw("%");
        }
        if !shown.range.is_empty() {
            html.raw(" <span>").text(&shown.range).raw("</span>");
        }
    }
    spark(html, entry);
    html.raw("</td></tr>");
}

/// Length of a bar beside the longest, in tenths of a percent.
fn tenths(entry: &Entry, most: f64) -> u16 {
    let part = entry.value.number().filter(|_| most > 0.0).map_or(0.0, |n| n / most);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1000")]
    let tenths = (part.clamp(0.0, 1.0) * 1000.0).round() as u16;
    tenths
}

/// Writes the heads of columns; those with numbers under them to the right.
fn heads(html: &mut Html, heads: &[(String, bool)]) {
    html.raw("<thead><tr>");
    for (head, numbers) in heads {
        html.raw(match (head.is_empty(), numbers) {
            (true, _) => "<td>",
            (_, true) => "<th scope=col class=n>",
            _ => "<th scope=col>",
        });
        html.text(head).raw(if head.is_empty() { "</td>" } else { "</th>" });
    }
    html.raw("</tr></thead><tbody>");
}

/// Whether a column has numbers in it.
fn has_numbers(table: &Table<'_>, column: usize) -> bool {
    table.rows.iter().filter_map(|(_, cells)| cells.get(column).copied().flatten()).any(is_number)
}

fn is_number(entry: &Entry) -> bool {
    entry.value.number().is_some() && entry.kind != IndicatorKind::Flag
}

/// The words over or beside the entries of an indicator, with their unit where they all have one; and whether the words say
/// the unit, so that the entries need not.
fn with_unit<'a>(label: &str, title: &str, entries: impl Iterator<Item = &'a Entry>) -> (String, bool) {
    let mut entries = entries.filter(|e| is_number(e));
    let Some(first) = entries.next() else { return (label.to_owned(), false) };
    let unit = unit_beside(label, &first.unit);
    if entries.any(|e| e.unit != first.unit) {
        return (label.to_owned(), false);
    }
    let said = label.to_lowercase().contains(&unit.to_lowercase()) || (!title.is_empty() && unit != "%");
    if said || first.kind == IndicatorKind::Count {
        return (label.to_owned(), true);
    }
    (format!("{label}, {unit}"), true)
}

fn column_head(table: &Table<'_>, column: usize) -> (String, bool) {
    let label = table.columns.get(column).map_or("", String::as_str);
    with_unit(label, &table.title, table.rows.iter().filter_map(|(_, cells)| cells.get(column).copied().flatten()))
}

fn cross(html: &mut Html, context: &Context<'_>, own: Option<Origin<'_>>, table: &Table<'_>) {
    html.raw("<div class=wide><table class=cross>");
    caption(html, context, own, &table.title);
    let columns: Vec<(String, bool)> = if table.turned {
        table.columns.iter().map(|words| (words.clone(), false)).collect()
    } else {
        (0..table.columns.len()).map(|c| column_head(table, c)).collect()
    };
    let words = columns.iter().enumerate().map(|(i, (words, _))| (words.clone(), has_numbers(table, i)));
    heads(html, &std::iter::once((String::new(), false)).chain(words).collect::<Vec<_>>());
    for (label, cells) in &table.rows {
        let (words, said) =
            if table.turned { with_unit(label, "", cells.iter().copied().flatten()) } else { (label.clone(), false) };
        html.raw("<tr><th scope=row>").text(&words).raw("</th>");
        for (entry, (_, said_above)) in cells.iter().zip(&columns) {
            cell(html, context, *entry, said || *said_above);
        }
        html.raw("</tr>");
    }
    html.raw("</tbody></table></div>");
}

fn cell(html: &mut Html, context: &Context<'_>, entry: Option<&Entry>, unit_is_said: bool) {
    let Some(entry) = entry else {
        html.raw("<td class=n>–<span class=vh>").say("no-entry").raw("</span></td>");
        return;
    };
    let shown = Shown::new(&entry.value, entry.kind, &entry.unit, &entry.class_labels);
    html.raw(match (shown.gap, is_number(entry)) {
        (true, _) => "<td class=gap>",
        (_, true) => "<td class=n>",
        _ => "<td>",
    });
    html.text(&shown.main);
    let unit = if unit_is_said || entry.kind == IndicatorKind::Count { "" } else { shown.unit.as_str() };
    if !unit.is_empty() {
        html.raw(if unit == "%" { "<span>" } else { " <span>" }).text(unit).raw("</span>");
    }
    if !shown.range.is_empty() {
        html.raw(" <span>").text(&shown.range).raw("</span>");
    }
    spark(html, entry);
    beside(html, context, entry);
    html.raw("</td>");
}

/// The first two columns grow away from the ages between them; further columns are numbers.
fn pyramid(html: &mut Html, context: &Context<'_>, own: Option<Origin<'_>>, table: &Table<'_>) {
    let most = table.rows.iter().flat_map(|(_, cells)| cells.iter().take(2).flatten());
    let most = most.filter_map(|e| e.value.number()).fold(0.0, f64::max);
    let column =
        |(i, words): (usize, &String)| if i < 2 { (words.clone(), false) } else { (column_head(table, i).0, true) };
    let mut columns: Vec<(String, bool)> = table.columns.iter().enumerate().map(column).collect();
    columns.insert(1.min(columns.len()), (say("age").to_owned(), false));
    html.raw("<div class=wide><table class=\"cross pyramid\">");
    caption(html, context, own, &table.title);
    heads(html, &columns);
    for (label, cells) in table.rows.iter().rev() {
        html.raw("<tr>");
        for (column, entry) in cells.iter().enumerate() {
            if column == 1 {
                html.raw("<th scope=row>").text(label).raw("</th>");
            }
            match entry.filter(|e| column < 2 && e.value.number().is_some()) {
                Some(entry) => half(html, context, entry, most),
                None => cell(html, context, *entry, column > 1),
            }
        }
        html.raw("</tr>");
    }
    html.raw("</tbody></table></div>");
}

fn half(html: &mut Html, context: &Context<'_>, entry: &Entry, most: f64) {
    let shown = Shown::new(&entry.value, entry.kind, "", &[]);
    html.raw("<td class=half><div><span>").text(&shown.main);
    if !shown.range.is_empty() {
        html.raw(" (").text(&shown.range).raw(")");
    }
    html.raw("</span><i class=\"w free\" style=--w:").number(tenths(entry, most)).raw("></i></div>");
    beside(html, context, entry);
    html.raw("</td>");
}
