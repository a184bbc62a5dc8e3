//! The completeness board: how many places have a number, a default or nothing, and what each gap blocks.

use crate::markup::Html;
use crate::number::count;
use crate::table::aligned;
use crate::words::{fill, say};
use city::PlaceKind;
use city::profile::{BoardRow, CityProfile};

/// The board as text: a line for each indicator and kind of place, and under it what a gap blocks.
///
/// ```
/// # let rows = Vec::new();
/// let board = report::board::rows_text(&rows, &[]);
/// assert!(board.starts_with("Theme"));
/// ```
#[must_use]
pub fn text(profile: &CityProfile) -> String {
    rows_text(&profile.board, &profile.sections)
}

/// The same from rows and the labels of their sections.
#[must_use]
pub fn rows_text(rows: &[BoardRow], sections: &[city::profile::SectionDef]) -> String {
    let head = [
        "board-theme",
        "board-indicator",
        "board-kind",
        "board-have",
        "board-default",
        "board-missing",
        "board-blocks",
    ];
    let mut lines = vec![head.map(|id| say(id).to_owned()).to_vec()];
    let mut theme = "";
    for row in rows {
        let label = sections.iter().find(|s| s.id == row.section).map_or(row.section.as_str(), |s| &s.label);
        let shown = if label == theme { "" } else { label };
        theme = label;
        lines.push(vec![
            shown.to_owned(),
            row.label.clone(),
            kinds(row.kind).to_owned(),
            count(row.have),
            count(row.default),
            count(row.missing),
            if row.missing > 0 { row.blocks.join("; ") } else { String::new() },
        ]);
    }
    aligned(&lines, &[3, 4, 5])
}

/// The board as a section of a page.
pub(crate) fn section(profile: &CityProfile) -> Html {
    let mut html = Html::default();
    if profile.board.is_empty() {
        return html;
    }
    html.raw("<section id=board><h2>").say("board").raw("</h2><p>").say("board-text").raw("</p>");
    html.raw("<div class=scroll tabindex=0 role=region aria-label=\"")
        .say("board")
        .raw("\"><table class=\"plain board\"><thead><tr>");
    for (open, id) in [
        ("<th scope=col>", "board-indicator"),
        ("<th scope=col>", "board-kind"),
        ("<th scope=col class=n>", "board-have"),
        ("<th scope=col class=n>", "board-default"),
        ("<th scope=col class=n>", "board-missing"),
        ("<th scope=col>", "board-blocks"),
    ] {
        html.raw(open).say(id).raw("</th>");
    }
    html.raw("</tr></thead>");
    let mut theme: Option<&str> = None;
    let mut rows: Vec<&BoardRow> = profile.board.iter().collect();
    rows.sort_by_key(|row| profile.sections.iter().position(|s| s.id == row.section).unwrap_or(usize::MAX));
    for row in rows {
        if theme != Some(&row.section) {
            let label =
                profile.sections.iter().find(|s| s.id == row.section).map_or(row.section.as_str(), |s| &s.label);
            html.raw(if theme.is_some() { "</tbody><tbody>" } else { "<tbody>" });
            html.raw("<tr class=theme><th colspan=6 scope=rowgroup>").text(label).raw("</th></tr>");
            theme = Some(&row.section);
        }
        write_row(&mut html, row);
    }
    html.raw("</tbody></table></div></section>");
    html
}

fn write_row(html: &mut Html, row: &BoardRow) {
    let part = |n: u64| -> i64 {
        let all = row.have + row.default + row.missing;
        i64::try_from((n * 100).checked_div(all).unwrap_or(0)).unwrap_or(0)
    };
    html.raw("<tr><th scope=row>")
        .text(&row.label)
        .raw("<span class=meter aria-hidden=true style=\"--h:")
        .number(part(row.have));
    html.raw(";--d:")
        .number(part(row.default))
        .raw("\"></span></th><td>")
        .text(kinds(row.kind))
        .raw("</td><td class=n>")
        .text(&count(row.have));
    html.raw("</td><td class=n>").text(&count(row.default));
    html.raw(if row.missing > 0 { "</td><td class=\"n gap\">" } else { "</td><td class=n>" })
        .text(&count(row.missing))
        .raw("</td><td>");
    if row.missing > 0 {
        html.text(&row.blocks.join("; "));
        if !row.missing_places.is_empty() {
            html.raw("<details><summary>").say("board-where").raw("</summary><p>").text(&row.missing_places.join(", "));
            let more = row.missing.saturating_sub(row.missing_places.len() as u64);
            if more > 0 {
                html.raw(" ").text(&fill("board-more", &[("n", &count(more))]));
            }
            html.raw("</p></details>");
        }
    }
    html.raw("</td></tr>");
}

fn kinds(kind: PlaceKind) -> &'static str {
    say(match kind {
        PlaceKind::City => "kinds-city",
        PlaceKind::District => "kinds-district",
        PlaceKind::Settlement => "kinds-settlement",
        PlaceKind::Cell => "kinds-cell",
        PlaceKind::Building => "kinds-building",
        PlaceKind::Facility => "kinds-facility",
    })
}
