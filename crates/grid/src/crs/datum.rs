use std::fmt;

use geo::{Bearing, Distance, Geodesic, Point};
use geo_types::Coord;

use super::parameters::Parameters;
use super::wkt_definition::joined;
use super::{Crs, CrsError, Described, Transform, method::plain};

/// What is known of the place of a reference system against WGS84.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Datum {
    /// The definition gives the shift, or stands on the ellipsoid of WGS84 or GRS80, whose datums all lie within
    /// about two metres of WGS84.
    Known(String),
    /// The datum has a name, but the definition does not say how it lies against WGS84.
    Untied(String),
    /// The datum has no name.
    Unknown,
}

impl fmt::Display for Datum {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(name) | Self::Untied(name) => out.write_str(name),
            Self::Unknown => out.write_str("unknown"),
        }
    }
}

/// How a person declares that a datum which is not known is to be taken.
#[derive(Debug, Clone, PartialEq)]
pub enum DatumChoice {
    /// The declared ellipsoid as it is; the longitudes and latitudes it gives are used as those of WGS84.
    NoShift,
    /// A shift to WGS84 by the seven parameters of PROJ's `towgs84`: three translations in metres, three rotations in
    /// seconds of arc (position vector), a scale in parts per million.
    Shift {
        /// The parameters; the last four are zero for a shift by three.
        towgs84: [f64; 7],
        /// Name of the datum, or who gave the shift.
        name: String,
    },
    /// The projection computed anew on the ellipsoid of WGS84.
    AsWgs84Ellipsoid,
}

impl DatumChoice {
    /// A shift by three translations in metres.
    ///
    /// ```
    /// # use grid::crs::DatumChoice;
    /// let cape = DatumChoice::shift_m("Cape", [-136.0, -108.0, -292.0]);
    /// assert_eq!(cape.to_string(), "shift to WGS84 by Cape (-136,-108,-292,0,0,0,0)");
    /// ```
    #[must_use]
    pub fn shift_m(name: &str, [x, y, z]: [f64; 3]) -> Self {
        Self::Shift { towgs84: [x, y, z, 0.0, 0.0, 0.0, 0.0], name: name.to_owned() }
    }

    fn moves_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Shift { towgs84: a, .. }, Self::Shift { towgs84: b, .. }) => {
                a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-9)
            }
            (a, b) => a == b,
        }
    }

    pub(super) fn apply(&self, parameters: &Parameters) -> Result<Parameters, CrsError> {
        let (a, b) = parameters.ellipsoid_m()?;
        let mut chosen = parameters.clone().without_earth();
        if matches!(self, Self::AsWgs84Ellipsoid) {
            chosen.put("datum", Some("WGS84"));
            return Ok(chosen);
        }
        chosen.put_number("a", a);
        chosen.put_number("b", b);
        if let Self::Shift { towgs84, .. } = self {
            chosen.put("towgs84", Some(&joined(towgs84)));
        }
        Ok(chosen)
    }
}

impl fmt::Display for DatumChoice {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoShift => out.write_str("declared ellipsoid, no shift"),
            Self::Shift { towgs84, name } => write!(out, "shift to WGS84 by {name} ({})", joined(towgs84)),
            Self::AsWgs84Ellipsoid => out.write_str("projection on the WGS84 ellipsoid"),
        }
    }
}

/// Where another choice of datum would put a point.
#[derive(Debug, Clone, PartialEq)]
pub struct DatumAlternative {
    /// The other choice.
    pub choice: DatumChoice,
    /// How far it would move the point, metres on the ellipsoid.
    pub moved_m: f64,
    /// Of which to the east, metres.
    pub east_m: f64,
    /// Of which to the north, metres.
    pub north_m: f64,
}

/// What each other choice of datum would move at `point`, given in the coordinates of `crs`: the choices that need no
/// parameters, and the shifts of every datum in the EPSG definitions that stands on the same ellipsoid (to a tenth of a
/// millimetre in its axes). Distances are counted from the declared choice, or from no shift where none is declared.
///
/// # Errors
/// [`CrsError::OutOfDomain`] if the point does not lie in the reference system.
///
/// ```
/// use grid::crs::{Crs, datum_alternatives};
/// let lo19 = Crs::parse("+proj=tmerc +lat_0=0 +lon_0=19 +k=1 +a=6378249.145 +rf=293.4663077")?;
/// let found = datum_alternatives(&lo19, geo_types::Coord { x: -53_000.0, y: -3_756_000.0 })?;
/// let cape = found.iter().find(|other| other.choice.to_string().contains("Cape")).unwrap();
/// assert_eq!(cape.moved_m.round(), 60.0);
/// # Ok::<(), grid::crs::CrsError>(())
/// ```
pub fn datum_alternatives(crs: &Crs, point: Coord<f64>) -> Result<Vec<DatumAlternative>, CrsError> {
    let place = |choice: &DatumChoice| {
        let chosen = crs.clone().with_datum(choice.clone());
        Transform::new(&chosen, &Crs::wgs84())?.transform_point(point).map(Point::from)
    };
    let declared = crs.choice().cloned().unwrap_or(DatumChoice::NoShift);
    let here = place(&declared)?;
    let mut choices = vec![DatumChoice::NoShift, DatumChoice::AsWgs84Ellipsoid];
    choices.extend(shifts_of(crs.parameters.ellipsoid_m()?));
    choices.retain(|choice| *choice != declared);
    choices
        .into_iter()
        .map(|choice| {
            let there = place(&choice)?;
            let moved_m = Geodesic.distance(here, there);
            let (east, north) = Geodesic.bearing(here, there).to_radians().sin_cos();
            Ok(DatumAlternative { choice, moved_m, east_m: moved_m * east, north_m: moved_m * north })
        })
        .collect()
}

/// The shifts of the geographic systems of EPSG that stand on an ellipsoid.
fn shifts_of((a, b): (f64, f64)) -> Vec<DatumChoice> {
    let mut shifts: Vec<DatumChoice> = Vec::new();
    for code in 4000..5000 {
        let Some(definition) = crs_definitions::from_code(code) else { continue };
        if !definition.proj4.starts_with("+proj=longlat") || !definition.proj4.contains("+towgs84=") {
            continue;
        }
        let Ok(other) = Crs::from_epsg(u32::from(code)) else { continue };
        let same = other.parameters.ellipsoid_m().is_ok_and(|(x, y)| (a - x).abs() < 1e-4 && (b - y).abs() < 1e-4);
        let Some(towgs84) = other.shift().filter(|_| same).and_then(|shift| seven(&shift)) else { continue };
        let name = datum_name(code).map_or_else(|| format!("EPSG:{code}"), |name| format!("{name}, EPSG:{code}"));
        let moves = towgs84.iter().any(|part| part.abs() > 0.0);
        let shift = DatumChoice::Shift { towgs84, name };
        if moves && !shifts.iter().any(|before| before.moves_like(&shift)) {
            shifts.push(shift);
            if code == 4222 {
                let second = "Cape in South Africa, EPSG transformation 1129";
                shifts.push(DatumChoice::shift_m(second, [-134.73, -110.92, -292.66]));
            }
        }
    }
    shifts
}

fn seven(shift: &[f64]) -> Option<[f64; 7]> {
    let mut parameters = [0.0; 7];
    parameters.get_mut(..shift.len())?.copy_from_slice(shift);
    Some(parameters)
}

/// Names of datums that cities of the south still meet.
fn datum_name(code: u16) -> Option<&'static str> {
    Some(match code {
        4201 => "Adindan",
        4209 => "Arc 1950",
        4210 => "Arc 1960",
        4211 => "Batavia",
        4222 => "Cape",
        4168 => "Accra",
        4250 => "Leigon",
        4263 => "Minna",
        4175 => "Sierra Leone 1968",
        4251 => "Liberia 1964",
        4262 => "Massawa",
        4234 => "Garoua",
        4248 => "PSAD56",
        4618 => "SAD69",
        4238 => "ID74",
        4240 => "Indian 1975",
        4253 => "Luzon 1911",
        _ => return None,
    })
}

/// Says what is known of the datum and leaves in the parameters only what can be computed.
pub(super) fn judge(described: &Described) -> Result<(Parameters, Datum), CrsError> {
    let mut parameters = described.parameters.clone();
    if parameters.get("datum").is_some_and(|datum| datum.eq_ignore_ascii_case("NAD27")) {
        parameters.remove("datum");
        parameters.put("ellps", Some("clrk66"));
        return Ok((parameters, Datum::Untied("NAD27".into())));
    }
    if is_web_mercator_sphere(described)? {
        parameters = parameters.without_earth();
        if parameters.get("proj") == Some("merc") {
            parameters.put("proj", Some("webmerc"));
            for key in ["lat_ts", "lat_0", "k", "k_0"] {
                parameters.remove(key);
            }
        }
        parameters.put("datum", Some("WGS84"));
        return Ok((parameters, Datum::Known("WGS84".into())));
    }
    if let Some(datum) = take_grid_shift(&mut parameters)? {
        return Ok((parameters, datum));
    }
    let named = |fallback: &str| {
        let name = described.datum_name.trim();
        if is_nameless(name) { fallback.to_owned() } else { name.to_owned() }
    };
    if parameters.get("towgs84").is_none() && parameters.get("datum").is_none() {
        adopt_shift(&mut parameters, described.geographic_epsg);
    }
    if let Some(datum) = parameters.get("datum") {
        let name = datum.to_owned();
        return Ok((parameters, Datum::Known(name)));
    }
    if parameters.get("towgs84").is_some() {
        return Ok((parameters, Datum::Known(named("tied to WGS84 by the shift in its definition"))));
    }
    let (a, b) = parameters.ellipsoid_m()?;
    let datum = if (a - 6_378_137.0).abs() < 1e-3 && (b - 6_356_752.314).abs() < 1e-2 {
        Datum::Known(named("WGS84, by its ellipsoid"))
    } else if is_nameless(&described.datum_name) {
        Datum::Unknown
    } else {
        Datum::Untied(described.datum_name.clone())
    };
    Ok((parameters, datum))
}

/// Web Mercator, and the geographic system under it, are written on a sphere of 6,378,137 m, but their coordinates are
/// those of WGS84.
fn is_web_mercator_sphere(described: &Described) -> Result<bool, CrsError> {
    let parameters = &described.parameters;
    let (a, b) = parameters.ellipsoid_m()?;
    let radius = (a - 6_378_137.0).abs() < 1e-3;
    let sphere = radius && (b - a).abs() < 1e-3;
    Ok(match parameters.get("proj") {
        Some("webmerc") => sphere || (radius && parameters.get("towgs84").is_none()),
        Some("merc") => sphere && parameters.number("lat_ts").is_none_or(|latitude| latitude.abs() <= 0.0),
        Some("longlat") => sphere && plain(&described.datum_name).contains("popularvisualisation"),
        _ => false,
    })
}

/// Shifts by grid files are not carried: such a datum has a name but no place.
fn take_grid_shift(parameters: &mut Parameters) -> Result<Option<Datum>, CrsError> {
    let Some(grids) = parameters.get("nadgrids").map(str::to_owned) else { return Ok(None) };
    let (a, b) = parameters.ellipsoid_m()?;
    *parameters = std::mem::take(parameters).without_earth();
    parameters.put_number("a", a);
    parameters.put_number("b", b);
    let datum = match grids.as_str() {
        "@null" => Datum::Known("declared equal to WGS84".into()),
        _ => Datum::Untied(format!("tied by the grid {grids}")),
    };
    Ok(Some(datum))
}

/// Takes the shift of the EPSG definition of the geographic system that the text names by code.
fn adopt_shift(parameters: &mut Parameters, code: Option<u32>) {
    let known = code.and_then(|code| Crs::from_epsg(code).ok());
    let Some((crs, shift)) = known.and_then(|crs| crs.shift().map(|shift| (crs, shift))) else { return };
    let same = match (crs.parameters.ellipsoid_m(), parameters.ellipsoid_m()) {
        (Ok((a, b)), Ok((x, y))) => (a - x).abs() < 0.01 && (b - y).abs() < 0.01,
        _ => false,
    };
    if same {
        parameters.put("towgs84", Some(&joined(&shift)));
    }
}

fn is_nameless(name: &str) -> bool {
    let name = plain(name);
    name.is_empty()
        || name.contains("unknown")
        || name.contains("unnamed")
        || name.contains("notspecified")
        || name.contains("undefined")
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAPE_TOWN_GRID: &str = r#"PROJCS["Transverse_Mercator",GEOGCS["GCS_unnamed ellipse",DATUM["D_unknown",SPHEROID["Unknown",6378249.145,293.4663076999949]],PRIMEM["Greenwich",0],UNIT["Degree",0.017453292519943295]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",19],PARAMETER["scale_factor",1],PARAMETER["false_easting",0],PARAMETER["false_northing",0],UNIT["Meter",1]]"#;

    #[test]
    fn an_unknown_datum_must_be_declared() {
        let crs = Crs::parse(CAPE_TOWN_GRID).unwrap();
        assert_eq!(crs.datum(), &Datum::Unknown);
        assert!(crs.needs_datum_choice());
        assert!(matches!(Transform::new(&crs, &Crs::wgs84()), Err(CrsError::DatumUndeclared { .. })));
        assert!(Transform::new(&crs.with_datum(DatumChoice::NoShift), &Crs::wgs84()).is_ok());
    }

    // PROJ 9 via pyproj 3.7.2: the point (-53000, -3756000) of the three choices.
    #[test]
    fn each_choice_puts_a_point_where_proj_puts_it() {
        let cases = [
            (DatumChoice::NoShift, 18.426_791_544_661_97, -33.932_113_984_339_82),
            (DatumChoice::shift_m("Cape", [-136.0, -108.0, -292.0]), 18.426_148_293_815_725, -33.932_204_439_685_016),
            (DatumChoice::AsWgs84Ellipsoid, 18.426_788_577_172_06, -33.929_595_172_883_62),
        ];
        for (choice, longitude, latitude) in cases {
            let crs = Crs::parse(CAPE_TOWN_GRID).unwrap().with_datum(choice.clone());
            let point = Transform::new(&crs, &Crs::wgs84())
                .unwrap()
                .transform_point(Coord { x: -53_000.0, y: -3_756_000.0 })
                .unwrap();
            assert!((point.x - longitude).abs() < 1e-11 && (point.y - latitude).abs() < 1e-11, "{choice}: {point:?}");
        }
    }

    #[test]
    fn the_other_choices_say_how_far_they_move() {
        let crs = Crs::parse(CAPE_TOWN_GRID).unwrap().with_datum(DatumChoice::NoShift);
        let found = datum_alternatives(&crs, Coord { x: -53_000.0, y: -3_756_000.0 }).unwrap();
        let names: Vec<String> = found.iter().map(|other| other.choice.to_string()).collect();
        assert_eq!(names.len(), 4, "{names:?}");
        assert!(
            names[0].contains("WGS84 ellipsoid") && names[1].contains("Arc 1950") && names[2].contains("Cape"),
            "{names:?}"
        );
        assert!((found[0].north_m - 279.4).abs() < 0.5 && found[0].east_m.abs() < 1.0, "{:?}", found[0]);
        assert!((found[2].east_m + 59.5).abs() < 0.5 && (found[2].north_m + 10.0).abs() < 0.5, "{:?}", found[2]);
    }

    #[test]
    fn a_named_datum_without_a_shift_is_not_taken_for_wgs84() {
        let text = r#"GEOGCS["GCS_Cape",DATUM["D_Cape",SPHEROID["Clarke_1880_Arc",6378249.145,293.4663077]],PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]]"#;
        assert_eq!(Crs::parse(text).unwrap().datum(), &Datum::Untied("D_Cape".into()));
        assert_eq!(Crs::parse("EPSG:4267").unwrap().datum(), &Datum::Untied("NAD27".into()));
        assert!(matches!(Crs::parse("EPSG:2000").unwrap().datum(), Datum::Untied(_)));
        assert_eq!(Crs::parse("+proj=longlat +R=6371000").unwrap().datum(), &Datum::Unknown);
    }

    #[test]
    fn a_geographic_code_brings_its_shift() {
        let text = r#"GEOGCS["Cape",DATUM["Cape",SPHEROID["Clarke 1880 (Arc)",6378249.145,293.4663077]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4222"]]"#;
        let crs = Crs::parse(text).unwrap();
        assert_eq!(crs.datum(), &Datum::Known("Cape".into()));
        assert_eq!(crs.shift().unwrap()[..3], [-136.0, -108.0, -292.0]);
    }

    #[test]
    fn datums_on_the_ellipsoid_of_wgs84_are_known() {
        for text in
            ["+proj=utm +zone=48 +ellps=WGS84", "EPSG:4269", "EPSG:3035", "EPSG:4674", "+proj=longlat +ellps=GRS80"]
        {
            assert!(matches!(Crs::parse(text).unwrap().datum(), Datum::Known(_)), "{text}");
        }
    }
}
