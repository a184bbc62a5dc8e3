//! A section of a sheet: its blocks, the notes that a reader needs, and where its numbers come from.

use crate::markup::Html;
use crate::page::arrange::{Block, Table, arrange};
use crate::page::block;
use crate::page::origin::Origin;
use crate::page::why::why;
use crate::reading::Reading;
use crate::words::{fill, say};
use city::profile::Entry;

/// Writes the entries of a section of a sheet.
pub fn section(html: &mut Html, reading: &Reading<'_>, label: &str, entries: &[&Entry]) {
    write(html, reading, label, &arrange(reading, entries));
}

/// Writes the totals of informal and of formal settlements side by side.
pub fn apart(html: &mut Html, reading: &Reading<'_>, entries: &[&Entry]) {
    let mut table = Table::default();
    let mut types: Vec<&str> = Vec::new();
    let of = |entry: &'_ Entry| entry.group.get("settlement_type").map(str::to_owned);
    for entry in entries {
        if let Some(t) = entry.group.get("settlement_type").filter(|t| !types.contains(t)) {
            types.push(t);
        }
    }
    types.sort_by_key(|t| (["informal", "formal"].iter().position(|x| x == t).unwrap_or(2), *t));
    table.columns = types.iter().map(|t| reading.code_label("settlement_type", t)).collect();
    for entry in entries {
        if !table.rows.iter().any(|(label, _)| *label == entry.label) {
            let of_type =
                |t: &&str| entries.iter().copied().find(|e| e.label == entry.label && of(e).as_deref() == Some(*t));
            table.rows.push((entry.label.clone(), types.iter().map(of_type).collect()));
        }
    }
    write(html, reading, say("apart"), &[Block::Table(table)]);
}

fn write(html: &mut Html, reading: &Reading<'_>, label: &str, blocks: &[Block<'_>]) {
    let entries: Vec<&Entry> = blocks.iter().flat_map(Block::entries).collect();
    let notes = shared_notes(&entries, blocks);
    let from = Origin::most(&entries);
    html.raw("<section class=facts><h4>").text(label);
    if let Some(from) = from {
        from.write(html, reading);
    }
    html.raw("</h4>");
    let context = block::Context { reading, from, notes: &notes };
    let mut in_rows = false;
    for part in blocks {
        let row = matches!(part, Block::Row(_));
        if row && !in_rows {
            block::rows_begin(html);
        } else if in_rows && !row {
            html.raw("</tbody></table>");
        }
        in_rows = row;
        block::block(html, &context, part);
    }
    if in_rows {
        html.raw("</tbody></table>");
    }
    for note in &notes {
        foot(html, note, &entries);
    }
    why(html, reading, label, &entries);
    html.raw("</section>");
}

/// Notes that several entries share, or that have no room in a table; they are said once, under the section.
fn shared_notes<'a>(entries: &[&'a Entry], blocks: &[Block<'a>]) -> Vec<&'a str> {
    let tables = blocks.iter().filter(|b| matches!(b, Block::Table(_) | Block::Pyramid(_)));
    let in_tables: Vec<&str> = tables.flat_map(Block::entries).map(|e| e.note.as_str()).collect();
    let mut notes: Vec<(&str, usize)> = Vec::new();
    for note in entries.iter().map(|e| e.note.as_str()).filter(|n| !n.is_empty()) {
        match notes.iter_mut().find(|(n, _)| *n == note) {
            Some((_, count)) => *count += 1,
            None => notes.push((note, 1)),
        }
    }
    notes.into_iter().filter(|(note, count)| *count > 1 || in_tables.contains(note)).map(|(note, _)| note).collect()
}

/// A shared note, and whose it is unless it is everybody's.
fn foot(html: &mut Html, note: &str, entries: &[&Entry]) {
    let theirs = whose(entries, |e| e.note == note);
    let others = whose(entries, |e| e.note != note);
    html.raw("<p class=note>").text(note);
    if others.len() < theirs.len() && !others.is_empty() {
        html.raw(" (").text(&fill("all-but", &[("labels", &others.join("; "))])).raw(")");
    } else if !others.is_empty() {
        html.raw(" (").text(&theirs.join("; ")).raw(")");
    }
    html.raw("</p>");
}

/// Labels of which all entries are wanted, and the wanted groups of labels of which only some are.
fn whose(entries: &[&Entry], wanted: impl Fn(&Entry) -> bool) -> Vec<String> {
    let mut labels: Vec<&str> = Vec::new();
    for entry in entries.iter().filter(|e| wanted(e)) {
        if !labels.contains(&entry.label.as_str()) {
            labels.push(&entry.label);
        }
    }
    let words = |label: &str| {
        let of_label: Vec<&&Entry> = entries.iter().filter(|e| e.label == label).collect();
        if of_label.iter().all(|e| wanted(e)) {
            return label.to_owned();
        }
        let groups = of_label.iter().filter(|e| wanted(e));
        let groups: Vec<&str> =
            groups.map(|e| if e.group_label.is_empty() { say("everybody") } else { &e.group_label }).collect();
        format!("{label}: {}", groups.join(", "))
    };
    labels.into_iter().map(words).collect()
}
