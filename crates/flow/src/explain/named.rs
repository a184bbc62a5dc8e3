//! Sources that the method of a number names beside the one that it stands under.

use city::{Basis, Observation, Source};

/// What stands before the ids of sources in a method.
const BEFORE: [&str; 2] = ["of source ", "of sources "];

/// The sources that the method of a number names, but for its own, in the order named.
pub(super) fn named<'s>(observation: &Observation, sources: &'s [Source]) -> Vec<&'s Source> {
    let Basis::Derived { method, .. } = &observation.basis else { return Vec::new() };
    let mut found: Vec<&Source> = Vec::new();
    for after in BEFORE.iter().flat_map(|before| method.split(before).skip(1)) {
        let list = after.split(';').next().unwrap_or_default();
        for id in list.split(',').map(str::trim) {
            let source = sources.iter().find(|s| s.id.as_str() == id && s.id != observation.source);
            found.extend(source.filter(|s| !found.iter().any(|known| known.id == s.id)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::{Estimate, Group, Quality, Value};

    fn source(id: &str) -> Source {
        Source {
            id: id.into(),
            title: String::new(),
            publisher: String::new(),
            licence: String::new(),
            address: String::new(),
            date: String::new(),
            quality: Quality::Low,
            raw: true,
            files: Vec::new(),
            checksum: String::new(),
            fingerprint: String::new(),
            bytes: 0,
            reference_system: String::new(),
            consent: None,
        }
    }

    #[test]
    fn every_raster_of_a_year_and_the_layer_of_things_is_found_once() {
        let sources = ["flood_10", "flood_100", "houses", "flood"].map(source);
        let method = "value x part lost; things: `houses` of source houses; hazard of sources flood_10, flood_100";
        let observation = Observation {
            place: "city:c".into(),
            indicator: "damage_yearly".into(),
            period: "2020".parse().unwrap(),
            group: Group::all(),
            value: Value::Estimate(Estimate::exact(9.0).unwrap()),
            quality: Quality::Low,
            source: "flood_10".into(),
            run: "r".into(),
            basis: Basis::Derived { method: method.into(), inputs: Vec::new() },
            note: String::new(),
        };
        let found: Vec<&str> = named(&observation, &sources).iter().map(|s| s.id.as_str()).collect();
        assert_eq!(found, ["houses", "flood_100"]);
    }
}
