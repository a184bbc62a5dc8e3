use super::parameters::Parameters;
use super::{CrsError, Described};

/// Reads the keyword file that ESRI ASCII grids carry (`Projection GEOGRAPHIC`, `Datum WGS84`, ...).
pub(crate) fn describe(text: &str) -> Result<Described, CrsError> {
    let value = |key: &str| {
        text.lines().find_map(|line| {
            let (name, value) = line.trim().split_once(char::is_whitespace)?;
            name.eq_ignore_ascii_case(key).then(|| value.trim().to_ascii_uppercase())
        })
    };
    let projection = value("Projection").unwrap_or_default();
    let unit = value("Units").unwrap_or_default();
    let mut parameters = match projection.as_str() {
        "GEOGRAPHIC" => {
            expect_unit(&unit, &["DD", "DEGREES", ""])?;
            Parameters::new("longlat")
        }
        "UTM" => {
            expect_unit(&unit, &["METERS", "METRES", ""])?;
            utm(&value("Zone").unwrap_or_default())?
        }
        _ => return Err(CrsError::UnknownProjection { name: projection }),
    };
    let datum = value("Datum").unwrap_or_default();
    let spheroid = value("Spheroid").unwrap_or_else(|| datum.clone());
    let ellipsoid = match spheroid.as_str() {
        "WGS84" | "WGS_1984" => "WGS84",
        "GRS80" | "GRS1980" | "NAD83" => "GRS80",
        "CLARKE1866" | "NAD27" => "clrk66",
        "CLARKE1880" => "clrk80",
        "BESSEL" => "bessel",
        "INT1909" | "INTERNATIONAL" => "intl",
        _ => return Err(CrsError::UnknownParameter { name: "Spheroid".into(), value: spheroid }),
    };
    parameters.put("ellps", Some(ellipsoid));
    let name = format!("{projection} {datum}");
    Ok(Described { name, epsg: None, geographic_epsg: None, datum_name: datum, parameters })
}

fn expect_unit(unit: &str, known: &[&str]) -> Result<(), CrsError> {
    if known.contains(&unit) {
        return Ok(());
    }
    Err(CrsError::UnknownParameter { name: "Units".into(), value: unit.to_owned() })
}

/// A UTM zone; ESRI marks the south with a negative number.
fn utm(zone: &str) -> Result<Parameters, CrsError> {
    let refuse = || CrsError::UnknownParameter { name: "Zone".into(), value: zone.to_owned() };
    let number: i32 = zone.parse().map_err(|_| refuse())?;
    if !(1..=60).contains(&number.abs()) {
        return Err(refuse());
    }
    let mut parameters = Parameters::new("utm");
    parameters.put("zone", Some(&number.abs().to_string()));
    if number < 0 {
        parameters.put("south", None);
    }
    Ok(parameters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_beside_an_ascii_grid_is_read() {
        let text = "Projection    GEOGRAPHIC\r\nDatum         WGS84\r\nSpheroid      WGS84\r\nUnits         DD\r\nZunits        NO\r\nParameters    \r\n";
        assert_eq!(describe(text).unwrap().parameters.to_string(), "+proj=longlat +ellps=WGS84");
    }

    #[test]
    fn seconds_of_arc_are_refused() {
        let text = "Projection GEOGRAPHIC\nDatum WGS84\nUnits DS\n";
        assert_eq!(
            describe(text).unwrap_err(),
            CrsError::UnknownParameter { name: "Units".into(), value: "DS".into() }
        );
    }
}
