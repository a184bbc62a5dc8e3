//! Every word of the reports in English, by id, so that translations can stand beside it.

/// Ids and their words; `{name}` is filled in.
pub const ENGLISH: &[(&str, &str)] = &[
    // signs
    ("thousands", ","),
    ("decimal", "."),
    ("yes", "yes"),
    ("no", "no"),
    ("under-1", "under 1"),
    ("under-0.1", "under 0.1"),
    ("under-0.001", "under 0.001"),
    ("over-99.9", "over 99.9"),
    ("below-zero", "just below 0"),
    // units; a unit that is not listed stands as it is
    ("unit-", ""),
    ("unit-1", ""),
    ("unit-count", ""),
    ("unit-each", ""),
    ("unit-class", ""),
    ("unit-flag", ""),
    ("unit-yes_no", ""),
    ("unit-code", ""),
    ("unit-persons", "people"),
    ("unit-person", "people"),
    ("unit-percent", "%"),
    ("unit-%", "%"),
    ("unit-m2", "m²"),
    ("unit-m3", "m³"),
    ("unit-km2", "km²"),
    ("unit-ha", "ha"),
    ("unit-persons_per_km2", "people/km²"),
    ("unit-persons_per_km²", "people/km²"),
    ("unit-persons_per_ha", "people/ha"),
    ("unit-persons/ha", "people/ha"),
    ("unit-persons_per_toilet", "people per toilet"),
    ("unit-persons/toilet", "people"),
    ("unit-persons_per_household", "people per household"),
    ("unit-persons_per_seat", "people per seat"),
    ("unit-persons_per_point", "people per point"),
    ("unit-persons_per_structure", "people per structure"),
    ("unit-year", ""),
    ("unit-persons/km2", "people/km²"),
    // months
    ("month-01", "Jan"),
    ("month-02", "Feb"),
    ("month-03", "Mar"),
    ("month-04", "Apr"),
    ("month-05", "May"),
    ("month-06", "Jun"),
    ("month-07", "Jul"),
    ("month-08", "Aug"),
    ("month-09", "Sep"),
    ("month-10", "Oct"),
    ("month-11", "Nov"),
    ("month-12", "Dec"),
    // gaps
    ("gap-not_estimated", "not estimated"),
    ("gap-not_occurring", "does not occur here"),
    ("gap-included_elsewhere", "counted under another heading"),
    ("gap-confidential", "kept confidential by its publisher"),
    ("gap-withheld_by_community", "withheld by the community"),
    ("gap-not_measured_here", "no source covers this place"),
    ("no-entry", "no source"),
    ("not-known", "Not known"),
    // kinds of places
    ("kind-city", "City"),
    ("kind-district", "District"),
    ("kind-settlement", "Settlement, type not known"),
    ("kind-informal", "Informal settlement"),
    ("kind-formal", "Formal settlement"),
    ("kind-cell", "Cell"),
    ("kind-building", "Building"),
    ("kind-facility", "Facility"),
    ("kind-in", "{kind} in {place}"),
    ("level-district", "Districts"),
    ("level-ward", "Wards"),
    ("level-settlement", "Settlements"),
    ("level-of-edition", "{level} of {edition}"),
    ("kind-of-edition", "{kind} ({edition} boundaries)"),
    ("kinds-city", "The city"),
    ("kinds-district", "Districts"),
    ("kinds-settlement", "Settlements"),
    ("kinds-untyped", "Settlements, type not known"),
    ("kinds-informal", "Informal settlements"),
    ("kinds-formal", "Formal settlements"),
    ("kinds-cell", "Cells"),
    ("kinds-building", "Buildings"),
    ("kinds-facility", "Facilities"),
    ("kinds-other", "Other places"),
    // quality
    ("quality", "Quality"),
    ("quality-high", "High"),
    ("quality-medium", "Medium"),
    ("quality-low", "Low"),
    ("quality-high-means", "measured or counted with care, recent enough for its use"),
    ("quality-medium-means", "usable with its range"),
    ("quality-low-means", "a hint; decisions should not rest on it alone"),
    // head
    ("page-title", "{city}: city profile"),
    ("eyebrow", "City profile"),
    ("invented-banner", "Invented city"),
    ("invented-text", "Every number on this page is made up to try the program. It is no evidence of anything."),
    ("made", "Made {generated} with makazi {version}"),
    ("skip", "Skip to the answer"),
    ("contents", "Contents"),
    ("glance", "At a glance"),
    ("also", "Also worth knowing"),
    ("missing-head", "What is missing"),
    ("nothing-missing", "Nothing that this page asks for is missing."),
    ("no-summary", "No summary could be made: the sources say too little yet."),
    // map and table
    ("explore", "Map and table"),
    ("map-label", "Map of {city}: {key}"),
    (
        "map-help",
        "Select a place on the map or in the table to read its sheet. Keys: arrows move, + and − zoom, 0 shows everything. Every number of the map also stands in the table.",
    ),
    ("no-map", "No boundaries are known, or none may be shown; the table holds every place."),
    ("colour-by", "Colour by"),
    ("which-places", "Places"),
    ("not-drawn", "no boundaries"),
    ("zoom-in", "Zoom in"),
    ("zoom-out", "Zoom out"),
    ("zoom-all", "Show everything"),
    ("pan-left", "Move left"),
    ("pan-right", "Move right"),
    ("pan-up", "Move up"),
    ("pan-down", "Move down"),
    ("legend", "Legend"),
    ("legend-none", "no number"),
    ("legend-other", "other"),
    ("legend-places", "{n} places"),
    ("legend-place", "1 place"),
    ("legend-informal", "informal settlement"),
    ("legend-formal", "formal settlement"),
    ("table-caption", "{set}, {city}: key numbers with their ranges"),
    ("column-place", "Place"),
    ("search", "Search places"),
    ("filter", "Type"),
    ("filter-all", "Informal and formal"),
    ("back", "Back to the table"),
    ("print-sheet", "Print this sheet"),
    ("nothing-found", "No place has that name."),
    // sheets
    ("places-head", "Place by place"),
    (
        "places-text",
        "Three dots mark the quality of a number: ●●● counted with care, ●●○ usable, ●○○ a hint. A hatched field is a gap, never a zero. The small numbers lead to the sources.",
    ),
    ("unfold", "Unfold every sheet, to read or print them all"),
    ("apart", "Informal and formal settlements"),
    ("everybody", "All"),
    ("all-but", "all but {labels}"),
    ("age", "Age"),
    ("by-age", "by age"),
    ("by-sex", "by sex"),
    ("by-age-sex", "by age and sex"),
    ("by-population_group", "by population group"),
    ("by-toilet_type", "by kind"),
    ("by-toilet_access", "by access"),
    ("by-water_point", "by kind"),
    ("by-facility", "by kind"),
    ("by-organisation", "by kind"),
    ("by-locality", "in town and country"),
    ("was", "{when}: {value}"),
    ("more-places", "{n} more places are in the map and the table above: select one to read its sheet."),
    ("more-places-nojs", "Their sheets need JavaScript; their key numbers stand in the table."),
    ("sheet-what", "What"),
    ("sheet-value", "Value"),
    ("why", "Where these numbers come from"),
    ("why-of", "Where these numbers come from: {label}"),
    ("why-inputs", "From"),
    ("why-and-more", "{inputs}; and more"),
    ("why-and-n-more", "{inputs}; and {n} more"),
    ("why-earlier", "Earlier:"),
    ("default", "default value"),
    ("default-means", "A default stands for places like this one; it was not measured here."),
    ("silent-sections", "No source says anything about: {sections}."),
    // board
    ("board", "Completeness board"),
    ("board-text", "How many places have a number of their own, a default, or nothing, and what each gap blocks."),
    ("board-theme", "Theme"),
    ("board-indicator", "Indicator"),
    ("board-kind", "Places"),
    ("board-have", "Have"),
    ("board-default", "Default"),
    ("board-missing", "Missing"),
    ("board-blocks", "What the gap blocks"),
    ("board-where", "Missing at"),
    ("board-more", "and {n} more"),
    // missing
    ("gaps", "What is missing, and why"),
    ("gap-places", "{n} places"),
    ("gap-place", "1 place"),
    ("gap-blocks", "Blocks"),
    ("problems", "What collecting found"),
    ("problems-text", "Problems in the sources; rows that were sound still came in."),
    ("problem-kind", "Problem"),
    ("problem-source", "Source"),
    ("problem-count", "Times"),
    ("problem-example", "For example"),
    ("severity-error", "left out"),
    ("severity-warning", "needs an eye"),
    ("severity-note", "settled by a rule"),
    // sources
    ("sources", "Sources"),
    ("sources-text", "The small numbers beside figures lead here."),
    ("publisher", "Publisher"),
    ("licence", "Licence"),
    ("date", "Date"),
    ("date-unknown", "not known"),
    ("licence-unknown", "licence not stated"),
    ("address", "Address"),
    ("checksum", "Checksum"),
    ("processed", "processed on the way"),
    ("raw", "as its maker left it"),
    ("unlisted", "source {id}, not listed"),
    // reading
    ("reading", "How to read this page"),
    (
        "reading-range",
        "A number with a range in brackets, such as 5,000 (4,500 – 6,000), most likely lies between the two ends. A number without one stands as its source gives it.",
    ),
    (
        "reading-gap",
        "A hatched field is a gap: it says why there is no number. A gap is never zero and never means that there is no risk.",
    ),
    ("reading-quality", "Three dots mark the quality of a number."),
    ("reading-numbers", "Counts are shown whole, shares with one decimal; the CSV and JSON tables hold every digit."),
    // text
    ("text-page-note", "Every number: --format csv or --json. Where one came from: makazi explain INDICATOR PLACE"),
    // explanation
    ("explain-definition", "Definition"),
    ("explain-method", "Method"),
    ("explain-reported", "Read from"),
    ("explain-inputs", "From"),
    ("explain-input-missing", "not at hand: {key}"),
    ("explain-source", "Source"),
    ("explain-above", "{source}, as above"),
    ("explain-files", "Files"),
    ("explain-reference-system", "Reference system"),
    ("explain-run", "Run"),
    ("explain-run-text", "{id} ({stage}), makazi {version}, {started}"),
    ("explain-seed", "seed {seed}"),
    ("explain-note", "Note"),
    ("explain-others", "Other numbers of the same, not chosen"),
    ("explain-unknown", "not stated"),
    // words that the page's script says
    ("js-shown", "{n} of {all} places"),
    (
        "js-unread",
        "This browser is too old to unpack the sheet; any browser from 2023 on can. The table holds the key numbers.",
    ),
    ("js-selected", "{place} selected"),
];

/// The words of an id, or the id itself where there are none.
#[must_use]
pub fn say(id: &str) -> &str {
    ENGLISH.iter().find(|(key, _)| *key == id).map_or(id, |(_, words)| words)
}

/// The words of an id with its `{names}` filled in.
#[must_use]
pub fn fill(id: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = say(id);
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = after.split_once('}') else { break };
        out.push_str(values.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_id_stands_twice() {
        let mut ids: Vec<_> = ENGLISH.iter().map(|(id, _)| id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), ENGLISH.len());
    }

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        assert_eq!(fill("kind-in", &[("kind", "{place}"), ("place", "Kade")]), "{place} in Kade");
    }
}
