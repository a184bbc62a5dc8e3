//! Long tables: all rows on a screen, the first of them on paper, with the file that holds them all.

use crate::markup::Html;
use crate::number;

/// So many rows of a long table are printed; the style of the page says the same.
const PRINTED: usize = 40;
/// The same of a list that there are several of.
const FEW: usize = 15;

/// Opens what holds a long table, with a class besides.
pub fn open(html: &mut Html, class: &'static str) {
    html.raw("<div class=\"cuts ").raw(class).raw("\">");
}

/// Closes it; says, on paper alone, where all rows are.
pub fn close(html: &mut Html, rows: usize, file: &str) {
    printed(html, PRINTED, rows, file);
}

/// Opens what holds one of several long lists.
pub fn open_few(html: &mut Html) {
    open(html, "few");
}

/// Closes it.
pub fn close_few(html: &mut Html, rows: usize, file: &str) {
    printed(html, FEW, rows, file);
}

fn printed(html: &mut Html, most: usize, rows: usize, file: &str) {
    if rows > most {
        html.raw("<p class=printed>The first ").index(most).raw(" of ").text(&number::count(rows as u64));
        html.raw(" rows are printed; all of them are in ").text(file).raw(".</p>");
    }
    html.raw("</div>");
}
