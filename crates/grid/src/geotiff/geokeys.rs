use std::collections::BTreeMap;
use std::io::{Read, Seek};

use super::DecodeError;
use super::directory::Directory;
use crate::crs::{Crs, CrsError, Described, Parameters, settle};

const DIRECTORY: u16 = 34735;
const DOUBLES: u16 = 34736;
const TEXTS: u16 = 34737;
const USER_DEFINED: u16 = 32767;
const DEGREE_RAD: f64 = std::f64::consts::PI / 180.0;

/// The keys by which a GeoTIFF names its reference system (OGC 19-008, section 7 and annex).
#[derive(Debug, Default)]
pub(crate) struct GeoKeys {
    numbers: BTreeMap<u16, u16>,
    doubles: BTreeMap<u16, f64>,
    lists: BTreeMap<u16, Vec<f64>>,
    texts: BTreeMap<u16, String>,
}

impl GeoKeys {
    pub(crate) fn read<R: Read + Seek>(directory: &Directory, reader: &mut R) -> Result<Self, DecodeError> {
        let mut keys = Self::default();
        let entries = directory.unsigned(reader, DIRECTORY)?.unwrap_or_default();
        let doubles = directory.doubles(reader, DOUBLES)?.unwrap_or_default();
        let texts = directory.text(reader, TEXTS)?.unwrap_or_default();
        for entry in entries.chunks_exact(4).skip(1) {
            let parts: Vec<u16> = entry.iter().filter_map(|part| u16::try_from(*part).ok()).collect();
            let [key, place, count, value] = parts[..] else { continue };
            let (from, to) = (usize::from(value), usize::from(value) + usize::from(count));
            match place {
                0 => {
                    keys.numbers.insert(key, value);
                }
                DOUBLES => {
                    if let Some(list) = doubles.get(from..to) {
                        list.first().map(|first| keys.doubles.insert(key, *first));
                        keys.lists.insert(key, list.to_vec());
                    }
                }
                TEXTS => {
                    let text = texts.get(from..to.min(texts.len())).unwrap_or_default();
                    keys.texts.insert(key, text.trim_matches(['|', '\0', ' ']).to_owned());
                }
                _ => {}
            }
        }
        Ok(keys)
    }

    /// Whether the place given is that of a cell's centre.
    pub(crate) fn pixel_is_point(&self) -> bool {
        self.numbers.get(&1025) == Some(&2)
    }

    fn code(&self, key: u16) -> Option<u16> {
        self.numbers.get(&key).copied().filter(|code| *code != USER_DEFINED && *code != 0)
    }

    fn first(&self, keys: &[u16]) -> Option<f64> {
        keys.iter().find_map(|key| self.doubles.get(key).copied())
    }

    /// The reference system; nothing if the file has no keys for one.
    pub(crate) fn crs(&self) -> Result<Option<Crs>, CrsError> {
        if let Some(wkt) = self.texts.values().find_map(|text| text.split_once("ESRI PE String = ").map(|(_, wkt)| wkt))
        {
            return Crs::parse(wkt).map(Some);
        }
        match self.numbers.get(&1024) {
            Some(1) => self.projected().map(Some),
            Some(2) => self.geographic().map(Some),
            Some(3) => Err(CrsError::NotOfTheMap { kind: "geocentric".into() }),
            _ => Ok(None),
        }
    }

    fn geographic(&self) -> Result<Crs, CrsError> {
        match self.code(2048) {
            Some(code) => Crs::from_epsg(u32::from(code)),
            None => self.judge(&[2049, 1026], "longlat".parse_parameters()?),
        }
    }

    fn projected(&self) -> Result<Crs, CrsError> {
        if let Some(code) = self.code(3072) {
            return Crs::from_epsg(u32::from(code));
        }
        let parameters = match self.code(3074) {
            Some(zone @ 16001..=16060) => format!("utm +zone={}", zone - 16000).parse_parameters()?,
            Some(zone @ 16101..=16160) => format!("utm +zone={} +south", zone - 16100).parse_parameters()?,
            _ => self.projection()?,
        };
        self.judge(&[3073, 1026, 2049], parameters)
    }

    fn projection(&self) -> Result<Parameters, CrsError> {
        let method = self.code(3075).unwrap_or_default();
        let unknown = || CrsError::UnknownProjection { name: format!("GeoTIFF method {method}") };
        let (proj, hint) = method_name(method).ok_or_else(unknown)?;
        let mut parameters = proj.parse_parameters()?;
        let angle = self.angle_unit_rad()? / DEGREE_RAD;
        let metres = self.length_unit_m()?;
        let angles: [(&str, &[u16]); 6] = [
            ("lat_0", &[3081, 3085, 3089]),
            ("lon_0", &[3080, 3084, 3088, 3095]),
            ("lat_1", &[3078]),
            ("lat_2", &[3079]),
            ("alpha", &[3094]),
            ("gamma", &[3096]),
        ];
        for (key, codes) in angles {
            if let Some(value) = self.first(codes) {
                parameters.put_number(key, if (angle - 1.0).abs() < 1e-9 { value } else { value * angle });
            }
        }
        if let Some(scale) = self.first(&[3092, 3093]) {
            parameters.put_number("k_0", scale);
        }
        for (key, codes) in [("x_0", [3082, 3086, 3090]), ("y_0", [3083, 3087, 3091])] {
            if let Some(offset) = self.first(&codes) {
                parameters.put_number(key, offset * metres);
            }
        }
        if (metres - 1.0).abs() > 0.0 {
            parameters.put_number("to_meter", metres);
        }
        settle(&mut parameters, hint)?;
        Ok(parameters)
    }

    fn angle_unit_rad(&self) -> Result<f64, CrsError> {
        match self.numbers.get(&2054) {
            None | Some(9102 | 9122) => Ok(DEGREE_RAD),
            Some(9101) => Ok(1.0),
            Some(9105 | 9106) => Ok(std::f64::consts::PI / 200.0),
            Some(unit) => self.first(&[2055]).ok_or_else(|| unit_refused("angular", *unit)),
        }
    }

    fn length_unit_m(&self) -> Result<f64, CrsError> {
        match self.numbers.get(&3076) {
            None | Some(9001) => Ok(1.0),
            Some(9002) => Ok(0.3048),
            Some(9003) => Ok(1200.0 / 3937.0),
            Some(9036) => Ok(1000.0),
            Some(unit) => self.first(&[3077]).ok_or_else(|| unit_refused("linear", *unit)),
        }
    }

    fn judge(&self, citations: &[u16], mut parameters: Parameters) -> Result<Crs, CrsError> {
        let geographic = self.code(2048).or_else(|| self.code(2050).and_then(|datum| datum.checked_sub(2000)));
        let known =
            geographic.and_then(crs_definitions::from_code).map(|known| Parameters::parse(known.proj4)).transpose()?;
        if let Some(known) = known {
            parameters.put_earth(&known);
        } else {
            let missing = || CrsError::Missing { name: "GeoTIFF".into(), part: "ellipsoid" };
            parameters.put_number("a", self.first(&[2057]).ok_or_else(missing)?);
            match (self.first(&[2059]), self.first(&[2058])) {
                (Some(flattening), _) if flattening > 0.0 => parameters.put_number("rf", flattening),
                (_, Some(axis)) => parameters.put_number("b", axis),
                _ => return Err(missing()),
            }
        }
        if let Some(shift) = self.lists.get(&2062) {
            let text: Vec<String> = shift.iter().map(f64::to_string).collect();
            parameters.put("towgs84", Some(&text.join(",")));
        }
        if let Some(meridian) = self.first(&[2061]).filter(|meridian| meridian.abs() > 0.0) {
            parameters.put_number("pm", meridian);
        }
        let name = citations.iter().find_map(|key| self.texts.get(key)).cloned().unwrap_or_default();
        let datum_name = self.texts.get(&2049).cloned().unwrap_or_default();
        Crs::judge(Described { name, epsg: None, geographic_epsg: None, datum_name, parameters })
    }
}

fn unit_refused(kind: &str, unit: u16) -> CrsError {
    CrsError::UnknownParameter { name: format!("{kind} unit"), value: unit.to_string() }
}

trait ParseParameters {
    fn parse_parameters(&self) -> Result<Parameters, CrsError>;
}

impl ParseParameters for str {
    fn parse_parameters(&self) -> Result<Parameters, CrsError> {
        Parameters::parse(&format!("+proj={self}"))
    }
}

/// PROJ's name of a coordinate transformation code, and the word by which a variant is told.
fn method_name(code: u16) -> Option<(&'static str, &'static str)> {
    Some(match code {
        1 => ("tmerc", ""),
        3 => ("omerc +no_uoff", ""),
        7 => ("merc", ""),
        8 | 9 => ("lcc", ""),
        10 => ("laea", ""),
        11 => ("aea", ""),
        12 => ("aeqd", ""),
        13 => ("eqdc", ""),
        14 => ("stere", ""),
        15 => ("stere", "polar"),
        16 => ("sterea", ""),
        17 => ("eqc", ""),
        18 => ("cass", ""),
        20 => ("mill", ""),
        22 => ("poly", ""),
        23 => ("robin", ""),
        24 => ("sinu", ""),
        27 => ("tmerc +axis=wsu", ""),
        28 => ("cea", ""),
        _ => return None,
    })
}
