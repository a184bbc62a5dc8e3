/// Why a reference system could not be understood or used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CrsError {
    /// Text that is neither a code, a PROJ string, WKT nor an ESRI keyword file.
    #[error("no reference system is known in \"{text}\"; give an EPSG code, a PROJ string or WKT")]
    Unrecognised {
        /// The beginning of the text.
        text: String,
    },
    /// A code that is not in the table of EPSG definitions.
    #[error(
        "the reference system {authority}:{code} is not in the EPSG definitions of this version; give its WKT or PROJ string"
    )]
    UnknownCode {
        /// Who gave the code.
        authority: String,
        /// The code.
        code: String,
    },
    /// WKT whose brackets, quotes or numbers do not add up.
    #[error("the WKT cannot be read at character {position}: {expected} was expected")]
    Wkt {
        /// Characters before the fault.
        position: usize,
        /// What should have stood there.
        expected: &'static str,
    },
    /// A part that the definition needs and does not have.
    #[error("the reference system \"{name}\" has no {part}")]
    Missing {
        /// Name of the reference system.
        name: String,
        /// What is missing.
        part: &'static str,
    },
    /// A kind of reference system that has no place on a map (geocentric, vertical, local).
    #[error("{kind} is not a reference system of the map; longitude and latitude or a projection are needed")]
    NotOfTheMap {
        /// Its keyword.
        kind: String,
    },
    /// A map projection that this crate cannot compute.
    #[error("the projection \"{name}\" is not known here; transform the data to EPSG:4326 first")]
    UnknownProjection {
        /// Its name.
        name: String,
    },
    /// A parameter, unit or value that the projection of this crate would have to ignore.
    #[error("the reference system asks for {name} = {value}, which is not known here")]
    UnknownParameter {
        /// Name of the parameter.
        name: String,
        /// Its value.
        value: String,
    },
    /// Parameters that the projection refuses.
    #[error("the reference system \"{definition}\" cannot be set up: {reason}")]
    Refused {
        /// PROJ string.
        definition: String,
        /// Why.
        reason: String,
    },
    /// A datum whose place against WGS84 is not known and was not declared.
    #[error(
        "the datum of \"{name}\" is {datum}, so its place against WGS84 is not known; declare no shift, a shift, or the WGS84 ellipsoid"
    )]
    DatumUndeclared {
        /// Name of the reference system.
        name: String,
        /// The datum as far as it is named.
        datum: String,
    },
    /// A coordinate that is infinite, not a number, or outside what the reference system covers.
    #[error("the coordinate ({x}, {y}) lies outside \"{name}\"")]
    OutOfDomain {
        /// First number, in the units of the source.
        x: f64,
        /// Second number.
        y: f64,
        /// The reference system that does not hold it.
        name: String,
    },
}

/// The first characters of a text, for messages.
pub(crate) fn beginning(text: &str) -> String {
    const LIMIT: usize = 80;
    let mut start: String = text.chars().take(LIMIT).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(LIMIT).is_some() {
        start.push('…');
    }
    start
}
