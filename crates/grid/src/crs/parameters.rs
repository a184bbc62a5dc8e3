use std::fmt;

use proj4rs::Proj;

use super::CrsError;

/// The parameters of a PROJ string in their order; a flag has no value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Parameters(Vec<(String, Option<String>)>);

/// Keys that place the earth's surface in space.
const EARTH: [&str; 9] = ["ellps", "a", "b", "rf", "f", "R", "datum", "towgs84", "nadgrids"];

/// Keys that say nothing about the place of a point on the map.
const WITHOUT_EFFECT: [&str; 7] = ["no_defs", "wktext", "type", "vunits", "vto_meter", "geoidgrids", "units"];

const KNOWN: [&str; 35] = [
    "proj", "zone", "south", "lat_0", "lon_0", "lat_1", "lat_2", "lon_1", "lon_2", "lat_ts", "lonc", "alpha", "gamma",
    "k", "k_0", "x_0", "y_0", "a", "b", "rf", "f", "R", "ellps", "datum", "towgs84", "nadgrids", "pm", "to_meter",
    "axis", "no_uoff", "no_off", "no_rot", "over", "h", "sweep",
];

impl Parameters {
    pub(crate) fn new(projection: &str) -> Self {
        Self(vec![("proj".into(), Some(projection.into()))])
    }

    /// Reads `+key=value` and `+flag` words; refuses a key that would be ignored though it may move points.
    pub(crate) fn parse(text: &str) -> Result<Self, CrsError> {
        let mut parameters = Self::default();
        for word in text.split_whitespace() {
            let word = word.strip_prefix('+').unwrap_or(word);
            let (key, value) = word.split_once('=').map_or((word, None), |(key, value)| (key, Some(value)));
            match key {
                "" => {}
                "units" => parameters.set_unit(value.unwrap_or_default())?,
                key if WITHOUT_EFFECT.contains(&key) => {}
                key if KNOWN.contains(&key) => parameters.put(key, value),
                key => {
                    let value = value.unwrap_or("yes").to_owned();
                    return Err(CrsError::UnknownParameter { name: key.to_owned(), value });
                }
            }
        }
        Ok(parameters)
    }

    fn set_unit(&mut self, unit: &str) -> Result<(), CrsError> {
        let metres = match unit {
            "m" | "degrees" | "" => return Ok(()),
            "km" => "1000",
            "ft" => "0.3048",
            "us-ft" => "0.304800609601219",
            "link" => "0.201168",
            "ch" => "20.1168",
            "yd" => "0.9144",
            "ind-yd" => "0.91439523",
            "ind-ft" => "0.30479841",
            "ind-ch" => "20.11669506",
            _ => return Err(CrsError::UnknownParameter { name: "units".into(), value: unit.to_owned() }),
        };
        self.put("to_meter", Some(metres));
        Ok(())
    }

    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == key).and_then(|(_, value)| value.as_deref())
    }

    pub(crate) fn number(&self, key: &str) -> Option<f64> {
        self.get(key)?.parse().ok()
    }

    pub(crate) fn put(&mut self, key: &str, value: Option<&str>) {
        self.remove(key);
        self.0.push((key.to_owned(), value.map(str::to_owned)));
    }

    pub(crate) fn put_number(&mut self, key: &str, value: f64) {
        self.put(key, Some(&value.to_string()));
    }

    pub(crate) fn remove(&mut self, key: &str) {
        self.0.retain(|(name, _)| name != key);
    }

    /// Takes away all that says where the earth's surface lies.
    pub(crate) fn without_earth(mut self) -> Self {
        self.0.retain(|(name, _)| !EARTH.contains(&name.as_str()));
        self
    }

    /// Takes over where another definition puts the earth's surface.
    pub(crate) fn put_earth(&mut self, other: &Self) {
        for (key, value) in other.earth() {
            self.put(key, value.as_deref());
        }
        if let Some(meridian) = other.get("pm") {
            self.put("pm", Some(meridian));
        }
    }

    /// All that says where the earth's surface lies.
    pub(crate) fn earth(&self) -> Vec<&(String, Option<String>)> {
        self.0.iter().filter(|(name, _)| EARTH.contains(&name.as_str())).collect()
    }

    /// Whether coordinates are longitude and latitude.
    pub(crate) fn is_geographic(&self) -> bool {
        matches!(self.get("proj"), Some("longlat" | "latlong" | "lonlat" | "latlon"))
    }

    pub(crate) fn set_up(&self) -> Result<Proj, CrsError> {
        Proj::from_proj_string(&self.to_string())
            .map_err(|reason| CrsError::Refused { definition: self.to_string(), reason: reason.to_string() })
    }

    /// Semi-major and semi-minor axis in metres.
    pub(crate) fn ellipsoid_m(&self) -> Result<(f64, f64), CrsError> {
        let mut plain = Self::new("longlat");
        plain.0.extend(self.0.iter().filter(|(key, _)| EARTH[..7].contains(&key.as_str())).cloned());
        Ok(plain.set_up()?.ellipse_parameters())
    }
}

impl fmt::Display for Parameters {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (key, value)) in self.0.iter().enumerate() {
            let space = if place == 0 { "" } else { " " };
            match value {
                Some(value) => write!(out, "{space}+{key}={value}")?,
                None => write!(out, "{space}+{key}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_would_be_ignored_is_refused_by_name() {
        let refused = Parameters::parse("+proj=tmerc +lon_0=19 +lon_wrap=180").unwrap_err();
        assert_eq!(refused, CrsError::UnknownParameter { name: "lon_wrap".into(), value: "180".into() });
    }

    #[test]
    fn words_without_effect_are_left_out() {
        let parameters =
            Parameters::parse("+proj=utm +zone=48 +south +datum=WGS84 +units=m +no_defs +type=crs").unwrap();
        assert_eq!(parameters.to_string(), "+proj=utm +zone=48 +south +datum=WGS84");
    }
}
