//! `docs/city-toml.md` describes every key of every table that a person may write in `city.toml`, and no other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The heading under which the page describes each struct of the settings.
const HEADINGS: [(&str, &str); 41] = [
    ("AssessSettings", "`[assess]`"),
    ("FootprintSettings", "`[[assess.footprint]]`"),
    ("AnticipateSettings", "`[anticipate]`"),
    ("UserCountSettings", "`[[anticipate.count]]`"),
    ("CitedSettings", "`[[anticipate.count]]`"),
    ("SurveySettings", "`[[anticipate.survey]]`"),
    ("CityHead", "`[city]`"),
    ("SourceSettings", "`[[source]]`"),
    ("TextSettings", "`[source.text]`"),
    ("PlacesSettings", "`[source.places]`"),
    ("MappedColumn", "`[source.places]`"),
    ("ParentSettings", "`[source.places]`"),
    ("JoinSettings", "`[source.join]`"),
    ("EditionSettings", "`[source.join]`"),
    ("Edition", "`[source.join]`"),
    ("ValueSettings", "`[[source.values]]`"),
    ("CategorySettings", "`[[source.categories]]`"),
    ("LayerSettings", "`[source.keep_layer]`"),
    ("GeometryFrom", "`[source.keep_layer]`"),
    ("RasterSettings", "`[source.raster]` and `[[source.raster.zonal]]`"),
    ("ZonalSettings", "`[source.raster]` and `[[source.raster.zonal]]`"),
    ("ProfileSettings", "`[source.profiles]`"),
    ("OsmLayerSettings", "`[[source.osm]]`"),
    ("ConsentSettings", "`[consent.ID]`"),
    ("ConcordanceSettings", "`[[concordance]]`"),
    ("TravelSettings", "`[[travel]]`"),
    ("RiskSettings", "`[risk]`"),
    ("FunctionFile", "`[risk]`"),
    ("UncertainSettings", "`[[risk.uncertain]]`"),
    ("ExposureSettings", "`[[risk.exposure]]`"),
    ("KnownSettings", "`[[risk.exposure]]`"),
    ("ServiceSettings", "`[[risk.service]]`"),
    ("NeedSettings", "`[[risk.service]]`"),
    ("WorkSettings", "`[[risk.work]]`"),
    ("ScenarioSettings", "`[[risk.scenario]]`"),
    ("EventsSettings", "`[[risk.events]]`"),
    ("HeatSettings", "`[[risk.heat]]`"),
    ("PlanSettings", "`[plan]`"),
    ("MeasureSettings", "`[[plan.measure]]`"),
    ("WaterSettings", "`[plan.water]`"),
    ("StandingSettings", "`[[plan.water.standing]]`"),
];

/// The keys of each struct, as `city.toml` names them.
fn keys(source: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut keys: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let (mut table, mut renamed) = ("", None);
    for line in source.lines() {
        if let Some(name) = line.strip_prefix("pub struct ") {
            table = name.split(' ').next().unwrap_or_default();
        } else if let Some((_, name)) = line.split_once("rename = \"") {
            renamed = name.split('"').next();
        } else if let Some((field, _)) = line.strip_prefix("    pub ").and_then(|field| field.split_once(": "))
            && !field.contains(' ')
        {
            keys.entry(table).or_default().insert(renamed.take().unwrap_or(field));
        }
    }
    keys
}

/// What stands under each heading.
fn sections(page: &str) -> BTreeMap<&str, &str> {
    page.split("\n## ").skip(1).filter_map(|section| section.split_once('\n')).collect()
}

/// Texts in backquotes.
fn quoted(text: &str) -> BTreeSet<&str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn every_key_of_city_toml_is_described_where_it_belongs_and_no_row_is_out_of_date() {
    let here = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let here = Path::new(&here);
    let page = std::fs::read_to_string(here.join("../../docs/city-toml.md")).unwrap();
    let read = |name: &str| std::fs::read_to_string(here.join("src").join(name)).unwrap();
    let files = [
        "settings.rs",
        "settings/places.rs",
        "settings/columns.rs",
        "settings/kept.rs",
        "anticipate_settings.rs",
        "assess_settings.rs",
        "travel_settings.rs",
        "risk_settings.rs",
        "event_settings.rs",
        "plan_settings.rs",
    ];
    let source = files.map(read).concat();
    let (keys, sections) = (keys(&source), sections(&page));
    let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (table, fields) in keys.iter().filter(|(table, _)| **table != "CitySettings") {
        let heading = HEADINGS.iter().find(|(name, _)| name == table).map(|(_, heading)| *heading);
        let heading = heading.unwrap_or_else(|| panic!("say in HEADINGS where the page describes {table}"));
        let described = quoted(sections[heading]);
        let missing: Vec<_> = fields.difference(&described).collect();
        assert!(missing.is_empty(), "docs/city-toml.md, {heading}, does not describe {missing:?} of {table}");
        known.entry(heading).or_default().extend(fields);
    }
    assert_eq!(keys.len(), HEADINGS.len() + 1);
    for (heading, known) in known {
        let rows = sections[heading].lines().filter_map(|line| line.strip_prefix("| `"));
        let names = rows.filter_map(|row| row.split(" |").next()).flat_map(|cell| cell.split("`, `"));
        let gone: Vec<_> = names.map(|name| name.trim_matches('`')).filter(|name| !known.contains(name)).collect();
        assert!(gone.is_empty(), "docs/city-toml.md, {heading}, describes {gone:?}, which is no key");
    }
}
