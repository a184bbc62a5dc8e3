//! The reference system of a grid: by the attributes of its grid mapping, or degrees.

use super::file::{NetCdf, numbers, text};
use city::Problem;
use grid::crs::Crs;
use netcdf_reader::NcVariable;
use std::fmt::Write;

/// The system of a variable, if its file says one.
///
/// # Errors
/// The problem of a grid mapping that is not there, not known, or of a grid with poles of its own.
pub(super) fn of(file: &NetCdf, (path, variable): (&str, &NcVariable), degrees: bool) -> Result<Option<Crs>, Problem> {
    let named = text(variable, "grid_mapping");
    // The long form names the coordinates too: `crs: x y`.
    let Some(name) = named.split([':', ' ']).next().filter(|name| !name.is_empty()) else {
        return Ok(degrees.then(Crs::wgs84));
    };
    let unknown = |found: String, expected: String| {
        let hint = "declare `reference_system = \"EPSG:...\"` for this source in city.toml";
        Problem::error("reference_system_unknown").found(found).expected(expected).hint(hint)
    };
    let Some((_, mapping)) = file.beside(path, name) else {
        return Err(unknown(name.to_owned(), "the variable that `grid_mapping` names".to_owned()));
    };
    for attribute in ["crs_wkt", "spatial_ref", "epsg_code", "proj4", "proj4_params"] {
        let words = text(mapping, attribute);
        if let Some(crs) = Some(words).filter(|words| !words.is_empty()).and_then(|words| Crs::parse(&words).ok()) {
            return Ok(Some(crs));
        }
    }
    let kind = text(mapping, "grid_mapping_name");
    let text = proj(&kind, mapping).ok_or_else(|| {
        unknown(format!("grid mapping {kind}"), "a map projection, or `crs_wkt` beside it".to_owned())
    })?;
    Crs::parse(&text).map(Some).map_err(|error| unknown(text, error.to_string()))
}

/// The mapping as PROJ says it; the parameters are those of CF 1.11, appendix F.
fn proj(kind: &str, mapping: &NcVariable) -> Option<String> {
    let number = |name: &str| numbers(mapping, name).first().copied();
    let or_zero = |name: &str| number(name).unwrap_or(0.0);
    let latitude = or_zero("latitude_of_projection_origin");
    let (meridian, origin) = (or_zero("longitude_of_central_meridian"), or_zero("longitude_of_projection_origin"));
    let parallels = numbers(mapping, "standard_parallel");
    let first = parallels.first().copied();
    let scale = number("scale_factor_at_projection_origin");
    let scaled = |k: f64| format!("+k_0={k}");
    let mut text = match kind {
        "latitude_longitude" => "+proj=longlat".to_owned(),
        "transverse_mercator" => {
            let k = number("scale_factor_at_central_meridian").unwrap_or(1.0);
            format!("+proj=tmerc +lat_0={latitude} +lon_0={meridian} +k_0={k}")
        }
        "lambert_conformal_conic" | "albers_conical_equal_area" => {
            let name = if kind.starts_with('l') { "lcc" } else { "aea" };
            let (one, two) = (first?, parallels.get(1).copied().or(first)?);
            format!("+proj={name} +lat_1={one} +lat_2={two} +lat_0={latitude} +lon_0={meridian}")
        }
        "lambert_azimuthal_equal_area" => format!("+proj=laea +lat_0={latitude} +lon_0={origin}"),
        "azimuthal_equidistant" => format!("+proj=aeqd +lat_0={latitude} +lon_0={origin}"),
        "stereographic" => {
            format!("+proj=stere +lat_0={latitude} +lon_0={origin} {}", scaled(scale.unwrap_or(1.0)))
        }
        "polar_stereographic" => {
            let lon = number("straight_vertical_longitude_from_pole").unwrap_or(origin);
            let at = first.map_or_else(|| scaled(scale.unwrap_or(1.0)), |parallel| format!("+lat_ts={parallel}"));
            format!("+proj=stere +lat_0={latitude} +lon_0={lon} {at}")
        }
        "mercator" => {
            let at = first.map_or_else(|| scaled(scale.unwrap_or(1.0)), |parallel| format!("+lat_ts={parallel}"));
            format!("+proj=merc +lon_0={origin} {at}")
        }
        "lambert_cylindrical_equal_area" => format!("+proj=cea +lat_ts={} +lon_0={meridian}", first.unwrap_or(0.0)),
        "sinusoidal" => format!("+proj=sinu +lon_0={}", number("longitude_of_projection_origin").unwrap_or(meridian)),
        _ => return None,
    };
    if kind != "latitude_longitude" {
        write!(text, " +x_0={} +y_0={}", or_zero("false_easting"), or_zero("false_northing")).ok()?;
    }
    text.push_str(&ellipsoid(mapping));
    Some(text)
}

fn ellipsoid(mapping: &NcVariable) -> String {
    let number = |name: &str| numbers(mapping, name).first().copied();
    let shift = numbers(mapping, "towgs84");
    let shift = shift.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let shift = if shift.is_empty() { shift } else { format!(" +towgs84={shift}") };
    let major = number("semi_major_axis").or_else(|| number("earth_radius"));
    let flattening = number("inverse_flattening").or_else(|| {
        let minor = number("semi_minor_axis")?;
        let major = major?;
        Some(if (major - minor).abs() < 1e-6 { 0.0 } else { major / (major - minor) })
    });
    match (major, flattening) {
        (Some(a), Some(f))
            if (a - 6_378_137.0).abs() < 0.5 && (f - 298.257_223_563).abs() < 1e-5 && shift.is_empty() =>
        {
            " +datum=WGS84".to_owned()
        }
        (Some(a), Some(f)) if f > 0.0 => format!(" +a={a} +rf={f}{shift}"),
        (Some(a), _) => format!(" +R={a}{shift}"),
        (None, _) => " +datum=WGS84".to_owned(),
    }
}
