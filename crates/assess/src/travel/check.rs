//! Everything that is wrong with `[[travel]]`, at once.

use crate::travel::LayerRead;
use crate::travel::speeds::Speeds;
use city::travel_settings::TravelSettings;
use city::{Layer, Problem};
use std::collections::BTreeSet;

/// Distances beyond this are no join and no walk, m.
const MOST_METRES: f64 = 10_000.0;
/// Minutes beyond this are no way within a city.
const MOST_MINUTES: u32 = 24 * 60;

/// The settings that can be computed, and what is wrong with all of them. Each fault names what was found, what was expected and what
/// to do; settings with a fault are left out.
#[must_use]
pub fn check(asked: &[TravelSettings], layers: &[LayerRead]) -> (Vec<TravelSettings>, Vec<Problem>) {
    let (mut sound, mut problems, mut ids) = (Vec::new(), Vec::new(), BTreeSet::new());
    for settings in asked {
        let mut faults = Vec::new();
        if !ids.insert(settings.id.as_str()) {
            faults.push(fault("id", &settings.id, "an id that no other [[travel]] has", "give it another id"));
        }
        own(settings, &mut faults);
        named(settings, layers, &mut faults);
        if faults.is_empty() {
            sound.push(settings.clone());
        }
        problems.extend(faults.into_iter().map(|f| Problem { sheet: settings.id.clone(), ..f }));
    }
    (sound, problems)
}

fn fault(column: &str, found: &str, expected: &str, hint: &str) -> Problem {
    let problem = Problem::error("travel_settings").in_file("city.toml").in_column(&format!("travel.{column}"));
    problem.found(found).expected(expected).hint(hint)
}

/// What can be seen without the city file.
fn own(settings: &TravelSettings, faults: &mut Vec<Problem>) {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if settings.id.is_empty() || !settings.id.chars().all(letters) {
        faults.push(fault(
            "id",
            &settings.id,
            "small letters, digits and `_`",
            "it names a layer and a group of numbers",
        ));
    }
    let rising = settings.minutes.windows(2).all(|w| w.first() < w.last());
    let sound = settings.minutes.iter().all(|m| (1..=MOST_MINUTES).contains(m));
    if settings.minutes.is_empty() || !rising || !sound {
        let found = format!("{:?}", settings.minutes);
        faults.push(fault("minutes", &found, "rising whole minutes from 1 to 1440", "such as [5, 15, 30]"));
    }
    for (name, metres) in [("snap_m", settings.snap_m), ("access_m", settings.access_m)] {
        if !(0.0..=MOST_METRES).contains(&metres) {
            faults.push(fault(
                name,
                &metres.to_string(),
                "metres from 0 to 10,000",
                "such as 1 to join ends, 500 to leave a road",
            ));
        }
    }
    if !(0.0..=1.0).contains(&settings.most_main_share) {
        let found = settings.most_main_share.to_string();
        faults.push(fault("most_main_share", &found, "a share from 0 to 1", "0.5 is half of the length"));
    }
    for class in settings.classes.values().filter(|class| !Speeds::knows(class)) {
        let hint = "see docs/travel.md for the classes; `road` is one of which nothing more is known";
        faults.push(fault("classes", class, "a class of OpenStreetMap, such as residential", hint));
    }
}

/// What the city file must have.
fn named(settings: &TravelSettings, layers: &[LayerRead], faults: &mut Vec<Problem>) {
    let find = |name: &str| layers.iter().map(|l| &l.layer).find(|l| l.name == name);
    for (key, name) in [("network", &settings.network), ("to", &settings.to)] {
        if find(name).is_none() {
            let hint = "name a layer that a source of city.toml keeps (`keep_layer`, `osm`), and collect that source";
            faults.push(fault(key, name, "a layer of features in the city file", hint));
        }
    }
    if let Some(layer) = find(&settings.network) {
        column(layer, "class_column", &settings.class_column, faults);
        for (key, name, usual) in [
            ("oneway_column", &settings.oneway_column, "oneway"),
            ("surface_column", &settings.surface_column, "surface"),
            ("maxspeed_column", &settings.maxspeed_column, "maxspeed"),
        ] {
            // what is not said is looked for by OpenStreetMap's name, and not missed
            if name != usual {
                column(layer, key, name, faults);
            }
        }
    }
    if let Some(layer) = find(&settings.to) {
        settings.keep.keys().for_each(|name| column(layer, "keep", name, faults));
    }
}

fn column(layer: &Layer, key: &str, name: &str, faults: &mut Vec<Problem>) {
    if name.is_empty() || layer.columns.iter().any(|c| c.name == name) {
        return;
    }
    let known: Vec<&str> = layer.columns.iter().map(|c| c.name.as_str()).collect();
    let expected = format!("a column of {}: {}", layer.name, known.join(", "));
    faults.push(fault(key, name, &expected, "name one of them, or leave it empty (\"\") where there is none"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::travel::testing::{layer, settings};
    use city::settings::OneOrMany;

    fn read(name: &str, columns: &[&str]) -> LayerRead {
        LayerRead { layer: layer(name, columns), features: Vec::new() }
    }

    #[test]
    fn every_fault_of_every_travel_is_named_at_once() {
        let layers = [read("roads", &["highway"]), read("clinics", &["kind"])];
        let good = settings();
        let mut bad = TravelSettings { id: "To clinics".into(), minutes: vec![15, 5], snap_m: -1.0, ..settings() };
        bad.network = "streets".into();
        bad.classes = [("x".into(), "alley".into())].into();
        bad.keep = [("amenity".into(), OneOrMany::One("clinic".into()))].into();
        let twice = TravelSettings { class_column: "TYPE".into(), oneway_column: "ONEWAY".into(), ..settings() };
        let (sound, problems) = check(&[good.clone(), bad, twice], &layers);
        assert_eq!(sound, [good]);
        let columns: Vec<&str> = problems.iter().map(|p| p.column.as_str()).collect();
        assert_eq!(
            columns,
            [
                "travel.id",
                "travel.minutes",
                "travel.snap_m",
                "travel.classes",
                "travel.network",
                "travel.keep",
                "travel.id",
                "travel.class_column",
                "travel.oneway_column"
            ]
        );
        assert!(problems.iter().all(|p| !p.hint.is_empty()));
    }

    #[test]
    fn columns_of_openstreetmap_that_are_not_there_are_not_missed_but_its_classes_are() {
        let (sound, problems) = check(&[settings()], &[read("roads", &[]), read("clinics", &[])]);
        assert!(sound.is_empty() && problems.len() == 1 && problems[0].column == "travel.class_column");
    }
}
