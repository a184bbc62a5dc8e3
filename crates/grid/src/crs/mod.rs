//! Reference systems: what the coordinates of a file mean, read from codes, PROJ strings and well-known text.
//!
//! Coordinates of data are always in the order x, y: longitude before latitude, easting before northing, also for
//! `urn:ogc:def:crs:EPSG::4326`, whose register entry has them the other way round; files of the field (GeoJSON,
//! shapefile, GeoPackage) keep x, y. Only grids that count west and south (the South African Lo belts as EPSG defines
//! them) are turned, because their numbers change sign.

mod datum;
mod error;
mod keyword_file;
mod method;
mod parameters;
mod transform;
mod wkt;
mod wkt_definition;

use std::fmt;
use std::str::FromStr;

pub use datum::{Datum, DatumAlternative, DatumChoice, datum_alternatives};
pub use error::CrsError;
pub use transform::Transform;

pub(crate) use error::beginning;
pub(crate) use parameters::Parameters;
pub(crate) use wkt_definition::settle;

use wkt::Node;

/// A reference system of the map.
///
/// ```
/// use grid::crs::{Crs, Datum};
/// let jakarta = Crs::parse("EPSG:32748")?;
/// assert_eq!(jakarta.definition(), "+proj=utm +zone=48 +south +datum=WGS84");
/// assert!(matches!(jakarta.datum(), Datum::Known(_)));
/// assert!(Crs::parse("EPSG:1").is_err());
/// # Ok::<(), grid::crs::CrsError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Crs {
    name: String,
    epsg: Option<u32>,
    parameters: Parameters,
    datum: Datum,
    choice: Option<DatumChoice>,
}

/// What a text says of a reference system, before its datum is judged.
#[derive(Debug, Clone)]
pub(crate) struct Described {
    pub(crate) name: String,
    pub(crate) epsg: Option<u32>,
    pub(crate) geographic_epsg: Option<u32>,
    pub(crate) datum_name: String,
    pub(crate) parameters: Parameters,
}

impl Described {
    fn new(node: &Node, parameters: Parameters) -> Self {
        Self {
            name: node.name().to_owned(),
            epsg: node.epsg(),
            geographic_epsg: None,
            datum_name: String::new(),
            parameters,
        }
    }
}

impl Crs {
    /// Longitude and latitude on WGS84, in degrees: the system in which geometries are kept.
    #[must_use]
    pub fn wgs84() -> Self {
        let mut parameters = Parameters::new("longlat");
        parameters.put("datum", Some("WGS84"));
        Self { name: "WGS 84".into(), epsg: Some(4326), parameters, datum: Datum::Known("WGS84".into()), choice: None }
    }

    /// The system with this EPSG code.
    ///
    /// # Errors
    /// [`CrsError::UnknownCode`], and what the definition of a code without a place on the map meets.
    pub fn from_epsg(code: u32) -> Result<Self, CrsError> {
        let definition = u16::try_from(match code {
            900_913 | 102_100 | 102_113 => 3857,
            code => code,
        })
        .ok()
        .and_then(crs_definitions::from_code);
        let definition =
            definition.ok_or_else(|| CrsError::UnknownCode { authority: "EPSG".into(), code: code.to_string() })?;
        let name = format!("EPSG:{code}");
        let parameters = Parameters::parse(definition.proj4)?;
        Self::judge(Described {
            datum_name: format!("that of {name}"),
            name,
            epsg: Some(u32::from(definition.code)),
            geographic_epsg: None,
            parameters,
        })
    }

    /// Reads an EPSG code (`4326`, `EPSG:4326`, `urn:ogc:def:crs:EPSG::4326`, the addresses of opengis.net), the names
    /// `CRS84` and `WGS84`, a PROJ string, WKT 1 (OGC or ESRI) or WKT 2, or the keyword file beside an ESRI ASCII grid.
    ///
    /// # Errors
    /// Whatever is not known is refused by name; see [`CrsError`].
    pub fn parse(text: &str) -> Result<Self, CrsError> {
        let text = text.trim_start_matches('\u{feff}').trim().trim_end_matches('\0').trim_end();
        let lower = text.to_ascii_lowercase();
        if text.starts_with('+') || lower.starts_with("proj=") {
            return Self::from_proj(text);
        }
        if lower.starts_with("projection") && !text.contains('[') {
            return Self::judge(keyword_file::describe(text)?);
        }
        if text.contains(['[', '(']) {
            return Self::judge(wkt_definition::describe(text)?);
        }
        Self::from_name(text, &lower)
    }

    fn from_proj(text: &str) -> Result<Self, CrsError> {
        let init = text.split_whitespace().find_map(|word| word.trim_start_matches('+').strip_prefix("init="));
        if let Some(code) = init {
            return Self::parse(code);
        }
        let parameters = Parameters::parse(text)?;
        let datum_name = String::new();
        Self::judge(Described { name: beginning(text), epsg: None, geographic_epsg: None, datum_name, parameters })
    }

    fn from_name(text: &str, lower: &str) -> Result<Self, CrsError> {
        if lower.contains("crs84") || matches!(lower, "wgs84" | "wgs 84" | "wgs_1984" | "gcs_wgs_1984") {
            return Ok(Self::wgs84());
        }
        let code = lower.rsplit([':', '/', '#']).next().unwrap_or_default();
        if let Ok(number) = code.parse() {
            if lower.contains("epsg") || code.len() == lower.len() {
                return Self::from_epsg(number);
            }
            if lower.starts_with("esri:") {
                return match number {
                    102_100 | 102_113 => Self::from_epsg(number),
                    _ => Err(CrsError::UnknownCode { authority: "ESRI".into(), code: code.to_owned() }),
                };
            }
        }
        Err(CrsError::Unrecognised { text: beginning(text) })
    }

    /// Judges what is known of the datum, and brings Web Mercator under its many names to one.
    pub(crate) fn judge(described: Described) -> Result<Self, CrsError> {
        let (parameters, datum) = datum::judge(&described)?;
        let proj = parameters.set_up()?;
        if proj.is_geocent() {
            return Err(CrsError::NotOfTheMap { kind: "geocentric".into() });
        }
        let name = if described.name.is_empty() { parameters.to_string() } else { described.name };
        Ok(Self { name, epsg: described.epsg, parameters, datum, choice: None })
    }

    /// The name given by whoever defined it; the code or PROJ string if it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The EPSG code, if the definition named it.
    #[must_use]
    pub fn epsg(&self) -> Option<u32> {
        self.epsg
    }

    /// The PROJ string that is computed with, without a declared datum choice. It reads back to the same system, except
    /// that a named datum without a known place becomes an unknown one.
    #[must_use]
    pub fn definition(&self) -> String {
        self.parameters.to_string()
    }

    /// What is known of the datum.
    #[must_use]
    pub fn datum(&self) -> &Datum {
        &self.datum
    }

    /// The choice declared for a datum that is not known.
    #[must_use]
    pub fn choice(&self) -> Option<&DatumChoice> {
        self.choice.as_ref()
    }

    /// The shift to WGS84 that the definition itself applies: metres, seconds of arc and parts per million
    /// (the seven parameters of PROJ's `towgs84`, three of them where rotations are not given).
    #[must_use]
    pub fn shift(&self) -> Option<Vec<f64>> {
        let numbers = self.parameters.get("towgs84")?;
        Some(numbers.split(',').filter_map(|number| number.trim().parse().ok()).collect())
    }

    /// Whether a choice must be declared before this system can be used.
    #[must_use]
    pub fn needs_datum_choice(&self) -> bool {
        self.choice.is_none() && !matches!(self.datum, Datum::Known(_))
    }

    /// The same system with a person's declaration of how its datum is to be taken; it outweighs what the definition says.
    #[must_use]
    pub fn with_datum(mut self, choice: DatumChoice) -> Self {
        self.choice = Some(choice);
        self
    }

    /// Whether coordinates are longitude and latitude.
    #[must_use]
    pub fn is_geographic(&self) -> bool {
        self.parameters.is_geographic()
    }

    /// Metres in one unit of the map; nothing for longitude and latitude.
    #[must_use]
    pub fn unit_m(&self) -> Option<f64> {
        (!self.is_geographic()).then(|| self.parameters.number("to_meter").unwrap_or(1.0))
    }

    /// The parameters with the datum choice in them.
    pub(crate) fn effective(&self) -> Result<Parameters, CrsError> {
        if self.needs_datum_choice() {
            return Err(CrsError::DatumUndeclared { name: self.name.clone(), datum: self.datum.to_string() });
        }
        match &self.choice {
            Some(choice) => choice.apply(&self.parameters),
            None => Ok(self.parameters.clone()),
        }
    }
}

impl FromStr for Crs {
    type Err = CrsError;

    fn from_str(text: &str) -> Result<Self, CrsError> {
        Self::parse(text)
    }
}

impl fmt::Display for Crs {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEB_MERCATOR: &str = "+proj=webmerc +lon_0=0 +x_0=0 +y_0=0 +datum=WGS84";

    #[test]
    fn every_spelling_of_4326_is_wgs84() {
        for text in [
            "4326",
            "EPSG:4326",
            "epsg:4326",
            "urn:ogc:def:crs:EPSG::4326",
            "urn:ogc:def:crs:EPSG:6.9:4326",
            "urn:ogc:def:crs:OGC:1.3:CRS84",
            "http://www.opengis.net/def/crs/EPSG/0/4326",
            "http://www.opengis.net/gml/srs/epsg.xml#4326",
            "OGC:CRS84",
            "WGS84",
            "+init=epsg:4326",
            "\u{feff} +proj=longlat +datum=WGS84 +no_defs ",
        ] {
            assert_eq!(Crs::parse(text).unwrap().definition(), "+proj=longlat +datum=WGS84", "{text}");
        }
    }

    #[test]
    fn web_mercator_is_one_under_its_names() {
        let esri = r#"PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]"#;
        let old = r#"PROJCS["WGS 84 / Pseudo-Mercator",GEOGCS["Popular Visualisation CRS",DATUM["Popular_Visualisation_Datum",SPHEROID["Popular Visualisation Sphere",6378137,0,AUTHORITY["EPSG","7059"]],TOWGS84[0,0,0,0,0,0,0],AUTHORITY["EPSG","6055"]],PRIMEM["Greenwich",0],UNIT["degree",0.01745329251994328],AUTHORITY["EPSG","4055"]],UNIT["metre",1],PROJECTION["Mercator_1SP"],PARAMETER["central_meridian",0],PARAMETER["scale_factor",1],PARAMETER["false_easting",0],PARAMETER["false_northing",0],AUTHORITY["EPSG","3785"],AXIS["X",EAST],AXIS["Y",NORTH]]"#;
        for text in ["EPSG:3857", "EPSG:3785", "EPSG:900913", "ESRI:102100", esri, old] {
            let crs = Crs::parse(text).unwrap();
            let mut parameters = crs.parameters.clone();
            parameters.remove("k_0");
            parameters.remove("k");
            assert_eq!(parameters.get("proj"), Some("webmerc"), "{text}");
            assert_eq!(parameters.get("datum"), Some("WGS84"), "{text}");
            assert!(matches!(crs.datum(), Datum::Known(_)), "{text}");
        }
        assert_eq!(Crs::parse(WEB_MERCATOR).unwrap().definition(), WEB_MERCATOR);
    }

    #[test]
    fn what_is_not_known_is_refused_by_name() {
        assert_eq!(
            Crs::parse("EPSG:1").unwrap_err(),
            CrsError::UnknownCode { authority: "EPSG".into(), code: "1".into() }
        );
        assert_eq!(
            Crs::parse("ESRI:102022").unwrap_err(),
            CrsError::UnknownCode { authority: "ESRI".into(), code: "102022".into() }
        );
        assert_eq!(Crs::parse("Lo19 probably").unwrap_err(), CrsError::Unrecognised { text: "Lo19 probably".into() });
        assert!(matches!(Crs::parse("+proj=bonne"), Err(CrsError::Refused { .. })));
        assert!(matches!(Crs::parse("EPSG:4328"), Err(CrsError::NotOfTheMap { .. })));
        assert!(Crs::parse("").is_err());
    }

    #[test]
    fn the_definition_reads_back_to_the_same_system() {
        for code in [4326, 3857, 32748, 2048, 22234, 25000, 27700, 3035, 2154, 31467] {
            let crs = Crs::from_epsg(code).unwrap();
            assert_eq!(Crs::parse(&crs.definition()).unwrap().definition(), crs.definition(), "{code}");
        }
    }

    #[test]
    fn no_code_and_no_cut_off_text_panics() {
        let understood = (0..=70_000).filter(|code| Crs::from_epsg(*code).is_ok()).count();
        assert!(understood > 5_500, "{understood}");
        let wkt = r#"PROJCS["a",GEOGCS["b",DATUM["c",SPHEROID["d",6378249.145,293.4663],TOWGS84[1,2,3]],PRIMEM["é",0],UNIT["Degree",0.017]],PROJECTION["Transverse_Mercator"],PARAMETER["central_meridian",19],UNIT["Meter",1]]"#;
        for text in [
            wkt,
            "+proj=utm +zone=48 +south +towgs84=1,2,3 +a=6378137 +rf=298",
            "Projection UTM\nZone -48\nDatum WGS84\n",
        ] {
            for (end, _) in text.char_indices() {
                let _ = Crs::parse(&text[..end]);
                let _ = Crs::parse(&format!("{}-{}", &text[..end], text[end..].chars().skip(1).collect::<String>()))
                    .map(|crs| crs.effective());
            }
        }
        assert!(Crs::parse(wkt).is_ok());
    }

    #[test]
    fn a_shift_of_the_definition_is_told() {
        assert_eq!(Crs::from_epsg(22234).unwrap().shift().unwrap(), vec![-136.0, -108.0, -292.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(Crs::wgs84().shift(), None);
    }
}
