//! The reference system of a raster as GeoTIFF keys (OGC 19-008), for our reader, GDAL and QGIS.

use geotiff_writer::{GeoKeyValue, GeoTiffBuilder};
use grid::crs::Crs;
use std::collections::BTreeMap;

const USER_DEFINED: u16 = 32767;
const DEGREE: u16 = 9102;
const METRE: u16 = 9001;

/// Names the reference system: by its code; else by keys, where the projection is a usual one; else by its text.
pub(crate) fn with_reference_system(builder: GeoTiffBuilder, text: Option<&str>) -> GeoTiffBuilder {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return builder };
    let Ok(crs) = Crs::parse(text) else { return by_text(builder, text, false) };
    let geographic = crs.is_geographic();
    if let Some(code) = crs.epsg().and_then(|code| u16::try_from(code).ok()) {
        return if geographic { builder.geographic_epsg(code) } else { builder.projected_epsg(code) };
    }
    if let Some(code) = utm(&crs.definition()) {
        return builder.projected_epsg(code);
    }
    match by_keys(&crs.definition()) {
        Some(mut keys) => {
            if crs.name().is_ascii() && !crs.name().contains('|') {
                keys.push((1026, GeoKeyValue::Ascii(crs.name().to_owned())));
            }
            keys.into_iter().fold(builder, |builder, (key, value)| builder.geokey(key, value))
        }
        None => by_text(builder, text, geographic),
    }
}

/// The text in the citation, as ESRI writes it: `grid` reads it, GDAL shows it.
fn by_text(builder: GeoTiffBuilder, text: &str, geographic: bool) -> GeoTiffBuilder {
    if !text.is_ascii() || text.contains('|') {
        return builder;
    }
    let (model, system, citation) = if geographic { (2, 2048, 2049) } else { (1, 3072, 3073) };
    builder
        .geokey(1024, GeoKeyValue::Short(model))
        .geokey(system, GeoKeyValue::Short(USER_DEFINED))
        .geokey(citation, GeoKeyValue::Ascii(format!("ESRI PE String = {text}")))
}

/// The EPSG code of a UTM zone on WGS 84 that is written as a PROJ string; none for any other.
fn utm(definition: &str) -> Option<u16> {
    let mut parts: Vec<&str> = definition.split_whitespace().map(|part| part.trim_start_matches('+')).collect();
    parts.retain(|part| !matches!(*part, "no_defs" | "type=crs" | "units=m" | "proj=utm" | "datum=WGS84"));
    let is = |part: &str| definition.split_whitespace().any(|given| given == part);
    let south = parts.contains(&"south");
    parts.retain(|part| *part != "south");
    let [zone] = parts.as_slice() else { return None };
    let zone: u16 = zone.strip_prefix("zone=")?.parse().ok().filter(|zone| (1..=60).contains(zone))?;
    (is("+proj=utm") && is("+datum=WGS84")).then_some(if south { 32_700 } else { 32_600 } + zone)
}

/// Keys of a PROJ string; none where it says a thing that has no key here.
fn by_keys(definition: &str) -> Option<Vec<(u16, GeoKeyValue)>> {
    let mut said: BTreeMap<&str, &str> = definition
        .split_whitespace()
        .map(|part| part.trim_start_matches('+'))
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .collect();
    for meaningless in ["no_defs", "type", "wktext", "over"] {
        said.remove(meaningless);
    }
    let mut keys = vec![
        (2048, GeoKeyValue::Short(USER_DEFINED)),
        (2050, GeoKeyValue::Short(USER_DEFINED)),
        (2054, GeoKeyValue::Short(DEGREE)),
        (2056, GeoKeyValue::Short(USER_DEFINED)),
    ];
    let number = |value: &str| value.parse().ok().map(|number: f64| GeoKeyValue::Double(vec![number]));
    let projection = said.remove("proj")?;
    match (said.remove("datum"), said.remove("ellps")) {
        (Some("WGS84"), _) => keys[0].1 = GeoKeyValue::Short(4326),
        (None, None) => {
            keys.push((2057, number(said.remove("a")?)?));
            keys.push((2059, number(said.remove("rf")?)?));
        }
        _ => return None,
    }
    if projection == "longlat" {
        keys.push((1024, GeoKeyValue::Short(2)));
    } else {
        let method = if projection == "tmerc" { 1 } else { return None };
        if said.remove("units").is_some_and(|unit| unit != "m") {
            return None;
        }
        keys.extend([
            (1024, GeoKeyValue::Short(1)),
            (3072, GeoKeyValue::Short(USER_DEFINED)),
            (3074, GeoKeyValue::Short(USER_DEFINED)),
            (3075, GeoKeyValue::Short(method)),
            (3076, GeoKeyValue::Short(METRE)),
        ]);
        let scale = said.remove("k_0").or(said.remove("k")).unwrap_or("1");
        keys.push((3092, number(scale)?));
        for (key, name) in [(3080, "lon_0"), (3081, "lat_0"), (3082, "x_0"), (3083, "y_0")] {
            keys.push((key, number(said.remove(name).unwrap_or("0"))?));
        }
    }
    said.is_empty().then_some(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_of_utm_has_its_code_however_it_is_written() {
        assert_eq!(utm("+proj=utm +zone=27 +south +datum=WGS84 +units=m +no_defs"), Some(32_727));
        assert_eq!(utm("+zone=48 +proj=utm +datum=WGS84"), Some(32_648));
        for other in
            ["+proj=utm +zone=61 +datum=WGS84", "+proj=utm +zone=30 +ellps=clrk66", "+proj=tmerc +datum=WGS84", ""]
        {
            assert_eq!(utm(other), None, "{other}");
        }
    }
}
